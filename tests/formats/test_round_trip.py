"""Write, then read: the same process."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtrim.errors import OutputError
from flowtrim.formats import dumps, loads
from flowtrim.model import (
    ITSELF,
    Acceptance,
    Add,
    Assign,
    Decisions,
    Drop,
    Edit,
    Flow,
    Kpi,
    Merge,
    Move,
    Parallel,
    Plan,
    Process,
    Promise,
    Release,
    Role,
    Start,
    Step,
    Volume,
)
from tests.days import TODAY
from tests.processes import processes, structured_processes

SIGNS = st.characters(
    exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\ufeff", include_characters="\n\t\r\x85"
)
anything = st.text(SIGNS, max_size=30) | st.text("ab :#-'\"\\,[]{}?&*!|>%@`~1.\n ", max_size=8)
any_name = anything.filter(str.strip)


def again(process):
    return loads(dumps(process), today=TODAY).process


@given(processes() | structured_processes(inclusive=True))
def test_what_is_written_reads_back_equal(process):
    assert process == again(process)


@given(any_name, anything)
def test_any_text_reads_back_equal_wherever_it_stands(name, text):
    step = Step(
        "a", name, owner="x", why=text, note=text, outputs=(text,), informs=("y",), flows=(Flow("a", when=text),)
    )
    process = Process(name, steps=(step,), roles=(Role(name, name, why=text),), why=text, kpis=(Kpi(name, what=text),))

    assert process == again(process)


@given(st.floats(0, 1e12, allow_nan=False), st.floats(0, 1, exclude_min=True))
def test_any_amount_reads_back_equal(amount, share):
    step = Step(
        "a", "a", takes=amount, waits=amount, cost=amount, flows=(Flow("a", share=share), Flow("end")), split="some"
    )
    process = Process("p", steps=(step,), volume=Volume(amount, "month"))

    assert process == again(process)


def test_every_field_reads_back_equal():
    day = date(2025, 3, 1)
    full = Step(
        "a", "Alpha", "clerk", "approve", "Part", "Why", "law", "Art. 5", day, ("in",), ("out",), "CRM", "skill", 3.0, 4.5,
        5.25, "boss", ("x", "y"), ("z",), "terms", "other", "note", Decisions(4, 1),
        (Flow("b", "yes", 0.25), Flow("end", "no", 0.75)), "one", "all",
    )  # fmt: skip
    process = Process(
        "p",
        steps=(full, Step("b", "b")),
        roles=(Role("clerk", "Clerk", "team", "D", "why", "risk", "s", day, (), "n"), Role("boss", "boss")),
        why="w",
        outputs=("o",),
        customer="clerk",
        owner="Head",
        created=day,
        reviewed=day,
        promise=Promise(within=960.0),
        volume=Volume(10.0, "week"),
        language="zh",
        ride_seconds=45.0,
        starts=(Start("a", 0.6), Start("b", 0.4)),
        separate=(("a", "b"),),
        together=(("b", "a"), ("a",)),
        kpis=(Kpi("k", "what", "why", "act", "f", "6m", "own", ("a",), day),),
        accepted=(Acceptance("why-missing", "a->b", "because", date(2030, 1, 1), "by"),),
    )

    assert process == again(process)


CHANGES = (
    Drop("a", because="why"),
    Assign("a", "boss"),
    Merge(("a", "b"), {"id": "c", "name": "C", "takes": 2.0, "flows": (Flow("x"),), "split": "one"}),
    Merge(("a", "b")),
    Move("a", after="b"),
    Move("a", before="b", after="c", because="x"),
    Parallel(("a", "b")),
    Edit("a", {"skill": None, "kind": "do", "inputs": (), "takes": 90.0, "reviewed": date(2025, 1, 1)}),
    Edit("a", {"flows": (), "split": "one", "join": "all", "decisions": Decisions(3)}),
    Add(Step("end-2", "End", owner="boss"), after="a"),
    Add(Step("n", "n", flows=(Flow("end"),)), before="a"),
    Add(Step("m", "M", flows=(Flow("a"), Flow("b")), split="all")),
    Release("boss", to="clerk", because="y"),
    Release("boss"),
    Edit(ITSELF, {"starts": (Start("a", 0.6), Start("b", 0.4))}, because="calls come first"),
    Edit(ITSELF, {"starts": (Start("b"),)}),
    Edit(ITSELF, {"starts": ()}),
)


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_every_change_reads_back_equal(change):
    process = Process("p", plans=(Plan("n", date(2024, 1, 1), "failed", "learnt", (change,)), Plan("empty")))

    assert process == again(process)


def test_a_change_of_some_flows_keeps_the_split_of_today():
    edit = Edit("a", {"flows": (Flow("a"), Flow("b"))})
    process = Process(
        "p",
        steps=(Step("a", "a", flows=(Flow("b"),), split="all"), Step("b", "b")),
        plans=(Plan("n", changes=(edit,)),),
    )

    assert {"flows": (Flow("a"), Flow("b")), "split": "all"} == again(process).plans[0].changes[0].values


def test_a_change_of_the_process_itself_has_no_words_in_a_file():
    with pytest.raises(OutputError, match="no words for the process itself"):
        dumps(Process("p", plans=(Plan("n", changes=(Edit("", {"why": "x"}),)),)))


def test_what_the_reader_would_assume_is_left_out():
    steps = (Step("take-call", "Take call", flows=(Flow("b"),)), Step("b", "b", flows=(Flow("end"),)), Step("z", "Zed"))

    assert (
        "process: p\n\nsteps:\n  - name: Take call\n  - id: b\n    next: [end]\n  - id: z\n    name: Zed\n"
    ) == dumps(Process("p", steps=steps))
