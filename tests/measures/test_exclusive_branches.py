"""Which steps no case does both of."""

from itertools import combinations, permutations

import pytest

from flowtrim.measures.exclusive_branches import ExclusiveBranches
from flowtrim.model import END, Deadline, Flow, Process, Start, Step
from tests.charts import chart

TWO = {"s": "a b", "a": "d", "b": "d", "d": ""}


@pytest.mark.parametrize(
    ("process", "parted"),
    [
        (chart(TWO), {"ab"}),
        (chart(TWO, together="s"), set()),
        (chart(TWO, some="s"), set()),
        (chart(TWO, routing="s"), {"ab"}),
        (chart({"s": "a b", "a": "c", "c": "d", "b": "d", "d": ""}), {"ab", "bc"}),
        (chart({"s": "a b", "a": "b end", "b": "a end"}), set()),  # one may follow the other
        (chart({"s": "a b", "a": "s", "b": "end"}), {"ab"}),  # only in another round
        (chart({"s": "a b", "a": "d", "b": "d", "d": "e f", "e": "", "f": ""}, together="s"), {"ef"}),
        (chart({"s": "a b", "a": "d", "b": "d", "d": "e f", "e": "", "f": ""}, together="d"), {"ab"}),
        (chart({"a": "c", "b": "c", "c": ""}, starts="a b"), {"ab"}),  # a case begins in one of them
        (chart({"a": "", "b": "", "c": ""}, starts="a b c"), {"ab", "ac", "bc"}),
        (chart({"a": "b c", "b": "", "c": "", "x": "d", "d": ""}, starts="a x"), {"ad", "ax", "bc", "bd", "bx", "cd", "cx"}),
        (chart({"a": "b c", "b": "", "c": "", "x": "d", "d": "x"}, starts="a"), {"bc"}),  # no case comes to the circle
        (chart({"a": ""}), set()),
    ],
)  # fmt: skip
def test_steps_part_where_a_case_takes_one_way_only(process, parted):
    branches = ExclusiveBranches(process)
    names = [step.id for step in process.work]

    assert parted == {"".join(sorted(pair)) for pair in permutations(names, 2) if branches.part(*pair)}
    assert all(branches.part(one, other) == branches.part(other, one) for one, other in permutations(names, 2))


@pytest.mark.parametrize(
    ("told", "parted"),
    [
        ({"instead": "late", "share": 0.1}, {("a", "late"), ("b", "late")}),
        ({"then": "late", "share": 0.1}, set()),  # beside what is late
    ],
)
def test_what_happens_instead_once_a_time_is_over_parts_from_what_comes_in_time(told, parted):
    steps = (
        Step("a", "A", within=(Deadline(60.0, **told),), flows=(Flow("b"),)),
        Step("b", "B", flows=(Flow(END),)),
        Step("late", "Late", flows=(Flow(END),)),
    )
    branches = ExclusiveBranches(Process("P", steps, starts=(Start("a"),)))

    assert parted == {pair for pair in combinations(("a", "b", "late"), 2) if branches.part(*pair)}
