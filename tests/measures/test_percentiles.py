"""Within which time half and nine of ten cases are done: against closed forms, and against a convolution."""

from math import sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowtrim import Survey
from flowtrim.model import Flow, Process, Range, Rounds, Step
from tests.days import TODAY

DAY = 480.0
BOUNDS = st.tuples(st.integers(0, 120), st.integers(0, 120), st.integers(0, 120)).map(sorted)


def spread(*steps, **terms):
    ids = [f"s{number}" for number in range(len(steps))]
    row = tuple(
        Step(own, "Do it", flows=(Flow(to),), **fields)
        for own, to, fields in zip(ids, [*ids[1:], "end"], steps, strict=True)
    )
    return Survey(Process("Row", row, **terms), today=TODAY).percentiles


def takes(least, most, likely=None):
    varies = Range(float(least), float(most), likely)
    return {"takes": varies.mean, "takes_range": varies}


def triangular(share):
    return 60 - sqrt((1 - share) * 55 * 50)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([takes(DAY, 7 * DAY)], [4 * DAY, 6.4 * DAY]),
        ([takes(5, 60, 10.0)], [triangular(0.5), triangular(0.9)]),
        ([takes(0, 100), takes(0, 100)], [100, 200 - 100 * sqrt(0.2)]),
        ([{"every": Rounds(2400.0)}], [1200, 2160]),
        ([takes(0, 100), {"takes": 30.0, "waits": 70.0}], [150, 190]),
    ],
    ids=["one step", "a triangle", "two steps", "rounds", "a range and what always takes as long"],
)
def test_one_step_and_two_are_as_in_closed_form(steps, expected):
    found = spread(*steps)

    assert [0.5, 0.9] == [each.of for each in found]
    for each, truth in zip(found, expected, strict=True):
        assert truth == pytest.approx(each.minutes, rel=0.03)
        assert each.least - each.error <= truth <= each.most + each.error
        assert each.least <= each.minutes <= each.most


def chances(least, likely, most):
    """The chance of each minute of a range with a likeliest value, the edges of which are half a minute wide."""
    weights = [
        (minute - least + 0.5) / max(1, likely - least) if minute <= likely else (most - minute + 0.5) / (most - likely)
        for minute in range(least, most + 1)
    ]
    return {least + n: weight / sum(weights) for n, weight in enumerate(weights)}


def convolved(some, others):
    found = {}
    for minute, chance in some.items():
        for other, also in others.items():
            found[minute + other] = found.get(minute + other, 0.0) + chance * also
    return found


def quantile(law, share):
    total = 0.0
    for minute in sorted(law):
        total += law[minute]
        if total >= share:
            return minute
    return max(law)


@settings(max_examples=12)
@given(st.lists(BOUNDS, min_size=2, max_size=4))
def test_steps_in_a_row_are_as_their_convolution_says(bounds):
    law = {0: 1.0}
    for least, likely, most in bounds:
        law = convolved(law, chances(least, likely, most))
    found = spread(*(takes(least, most, float(likely)) for least, likely, most in bounds))

    for each in found:
        assert each.minutes == pytest.approx(quantile(law, each.of), rel=0.03, abs=len(bounds) + 2)


def test_nobody_is_told_percentiles_who_declared_no_range():
    assert () == spread({"takes": 5.0, "waits": 60.0})
    assert () == spread({"takes": 5.0, "waits": 60.0, "every": Rounds(2400.0)})


def test_cases_that_cannot_be_played_have_no_percentiles():
    ways = (Flow("b", share=0.5), Flow("c", share=0.9))
    some = Step("a", "A", split="some", flows=ways, takes=5.0, takes_range=Range(0.0, 10.0))
    process = Process("Some", (some, Step("b", "B", flows=(Flow("d"),)), Step("c", "C", flows=(Flow("d"),)), Step("d", "D", join="some")))  # fmt: skip

    assert () == Survey(process, today=TODAY).percentiles


def test_the_same_file_gives_the_same_percentiles():
    assert spread(takes(0, 100)) == spread(takes(0, 100))
