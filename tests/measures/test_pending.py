"""What was decided, promised or asked and is still open, and what of it is late."""

from datetime import date

import pytest

from flowtrim.measures.pending import deed, late, pending, undone
from flowtrim.model import (
    Add,
    Assign,
    Drop,
    Edit,
    Merge,
    Move,
    OpenQuestion,
    Parallel,
    Plan,
    Pledge,
    Process,
    Release,
    Role,
    Step,
)

OPEN = Process(
    "P",
    (Step("a", "Ask"), Step("b", "Book"), Step("c", "Call"), Step("d", "Deliver")),
    roles=(Role("care", "Care"), Role("boss", "The boss")),
    questions=(
        OpenQuestion("Who reads it?", owner="care", until=date(2026, 1, 10)),
        OpenQuestion("Why twice?", until=date(2026, 3, 10)),
        OpenQuestion("How often?"),
    ),
    plans=(
        Plan("Less", changes=(
            Drop("a", by="boss", until=date(2026, 2, 1)),
            Drop("b", until=date(2026, 1, 5)),
            Drop("c"),
            Drop("d", by="care", until=date(2026, 1, 1), done=date(2026, 1, 2)),
            Assign("c", "boss", by="care"),
        ), promises=(Pledge("care", "Nobody goes", until=date(2026, 1, 31)),)),
        Plan("Tried", result="kept", changes=(Drop("a", by="boss", until=date(2026, 1, 1)),),
             promises=(Pledge("boss", "It stays", until=date(2026, 4, 1)),)),
        Plan("Given up", result="failed", changes=(Drop("a", by="boss", until=date(2026, 1, 1)),),
             promises=(Pledge("boss", "It goes", until=date(2026, 1, 1)),)),
    ),
)  # fmt: skip


def test_all_that_is_open_is_told_by_whose_it_is_and_until_when():
    assert [
        "Less: drop 'Book', until 2026-01-05",
        "Who reads it?, asked of Care, until 2026-01-10",
        "Less: Nobody goes, promised to Care, until 2026-01-31",
        "Less: drop 'Ask', by The boss, until 2026-02-01",
        "Why twice?, until 2026-03-10",
        "Tried: It stays, promised to The boss, until 2026-04-01",
        "Less: assign 'Call', by Care",
        "How often?",
    ] == [str(one) for one in pending(OPEN)]


@pytest.mark.parametrize(
    ("sort", "today", "said"),
    [
        ("decision", date(2026, 1, 5), None),  # on its day it is not late
        ("decision", date(2026, 1, 6), "Less: drop 'Book', until 2026-01-05"),
        ("decision", date(2026, 2, 2),
         "Less: drop 'Book', until 2026-01-05; Less: drop 'Ask', by The boss, until 2026-02-01"),
        ("promise", date(2026, 1, 31), None),
        ("promise", date(2026, 2, 2), "Less: Nobody goes, promised to Care, until 2026-01-31"),
        ("question", date(2026, 1, 10), None),
        ("question", date(2026, 2, 2), "Who reads it?, asked of Care, until 2026-01-10"),
        ("question", date(2027, 1, 1),
         "Who reads it?, asked of Care, until 2026-01-10; Why twice?, until 2026-03-10"),
    ],
)  # fmt: skip
def test_what_is_late_is_told_for_each_sort_by_itself(sort, today, said):
    assert said == late(OPEN, sort, today)


def test_changes_that_are_not_done_are_numbered_as_in_their_plan():
    assert [("Less", 1), ("Less", 2), ("Less", 3), ("Less", 5)] == [
        (plan.name, number) for plan, number, _ in undone(OPEN)
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Drop("a"), "drop 'Ask'"),
        (Drop("x"), "drop 'x'"),
        (Assign("a", "boss"), "assign 'Ask'"),
        (Merge(("a", "b")), "merge 'Ask' and 'Book'"),
        (Move("a", after="c"), "move 'Ask'"),
        (Parallel(("a", "b")), "parallel 'Ask' and 'Book'"),
        (Edit("a", {"name": "Look"}), "edit 'Ask'"),
        (Add(Step("x", "Explain"), after="a"), "add 'x'"),
        (Release("boss"), "let 'The boss' go"),
    ],
    ids=str,
)
def test_what_a_change_does_is_said_with_names(change, said):
    assert said == deed(change, OPEN)
