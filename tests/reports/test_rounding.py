"""Figures are rounded once: what stands there in words is the rounded figure, and a difference is that of two of them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtrim.reports.comparison import compared
from flowtrim.reports.media import rounding, words

SIZES = {"min": 1, "h": 60, "working day": 480, "working days": 480}
SPOKEN = {"s": 1, "min": 60, "h": 3600}


def read(text: str, sizes: dict[str, float]) -> float:
    """Read a figure back as a person would."""
    pairs = re.findall(r"([\d.,]+) ?((?:working )?[a-z%]*)", text)
    return sum(float(number.replace(",", "")) * sizes[unit] for number, unit in pairs)


@pytest.mark.parametrize(
    ("show", "rounded", "sizes"),
    [
        (words.plain, rounding.plain, {"": 1}),
        (words.whole, rounding.whole, {"": 1}),
        (words.worked, rounding.worked, SIZES),
        (lambda value: words.spoken(value + 0.51), lambda value: rounding.spoken(value + 0.51), SPOKEN),
    ],
    ids=["plain", "whole", "worked", "spoken"],
)
@given(value=st.floats(0, 1e6) | st.sampled_from([59.4, 59.5, 479.5, 479.4, 3599.5, 47999, 47970, 9.95, 9.96, 0.005]))
def test_what_is_shown_is_the_rounded_figure(show, rounded, sizes, value):
    assert pytest.approx(rounded(value), abs=1e-9) == read(show(value), sizes)


@given(part=st.floats(0, 1))
def test_a_share_that_is_shown_is_the_rounded_share(part):
    assert pytest.approx(rounding.share(part), abs=1e-12) == read(words.share(part), {"%": 0.01})


def work(takes: str) -> str:
    return f"process: Claim\nsteps:\n  - {{name: Fill in, owner: Clerk, takes: {takes}}}\n"


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("10.4m", "20.6m", ("10 min", "21 min", "+11 min")),
        ("10.6m", "20.4m", ("11 min", "20 min", "+9 min")),
        ("61.4m", "49.6m", ("1 h 1 min", "50 min", "−11 min")),
        ("10.4m", "10.2m", ("10 min", "10 min", "=")),
    ],
)
def test_the_difference_is_that_of_the_figures_shown(analysed, was, now, said):
    rows = {row.name: row for row in compared(analysed(work(was)).survey, analysed(work(now)).survey)}
    row = rows["work in a case"]

    assert said == (row.before, row.after, row.change)


def test_the_difference_of_spoken_times_is_that_of_the_seconds_shown(analysed):
    surveys = [analysed(f"process: Claim\nsteps:\n  - {{name: {'very ' * n}long}}\n").survey for n in range(12)]
    for was in surveys:
        for now in surveys:
            row = next(row for row in compared(was, now) if row.name == "told in")
            gap = read(row.after, SPOKEN) - read(row.before, SPOKEN)
            assert (f"{'−' if gap < 0 else '+'}{abs(gap):.0f} s" if gap else "=") == row.change
