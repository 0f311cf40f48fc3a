"""Figures as bars: their lengths, worked out here so that templates only draw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from flowtrim.measures import Survey

if TYPE_CHECKING:
    from flowtrim.reports.trim_report.waterfall import Fall

LENGTH = 100.0
"""The length of the longest bar of a chart."""
WATCHED = ("steps", "roles", "handoffs", "rides")
"""The figures of a waterfall, in its order."""


class Bar(Struct, frozen=True):
    """A labelled figure and the length of its bar, from 0 to LENGTH."""

    label: str
    figure: int
    length: float


class Pair(Struct, frozen=True):
    """The same figure before and after, to one scale."""

    before: Bar
    after: Bar


class Level(Struct, frozen=True):
    """A figure after a stage: the bar of what is left, and behind it the length of what the stage took away."""

    left: Bar
    gone: float


def levels(falls: Sequence[Fall]) -> tuple[tuple[str, tuple[Level, ...]], ...]:
    """Return the waterfall as bars: a row for the start and for each stage, each figure to a scale of its own."""
    tops = (
        [max(fall.figures[n] + max(fall.taken[n], 0) for fall in falls) for n in range(len(WATCHED))] if falls else []
    )
    return tuple((fall.stage, tuple(_level(fall, n, top) for n, top in enumerate(tops))) for fall in falls)


def _level(fall: Fall, n: int, top: int) -> Level:
    figure, taken = fall.figures[n], max(fall.taken[n], 0)
    return Level(Bar(WATCHED[n], figure, _length(figure, top)), _length(taken, top))


def pairs(before: Survey, after: Survey) -> tuple[Pair, ...]:
    """Return the figures that a change is judged by, before and after."""
    rows = zip(_counts(before).items(), _counts(after).values(), strict=True)
    return tuple(_pair(label, was, now) for (label, was), now in rows)


def work_by_role(survey: Survey, *, most: int = 20) -> tuple[Bar, ...]:
    """Return how many steps each role performs, the busiest first; ``most`` roles at most.

    >>> from datetime import date
    >>> from flowtrim.model import Process, Step
    >>> claim = Process("Claim", (Step("a", "A", owner="Clerk"), Step("b", "B", owner="Clerk"), Step("c", "C")))
    >>> [(bar.label, bar.figure, bar.length) for bar in work_by_role(Survey(claim, today=date(2026, 1, 1)))]
    [('Clerk', 2, 100.0), ('nobody named', 1, 50.0)]
    """
    process = survey.process
    steps = Counter(step.owner for step in process.work).most_common(most)
    top = steps[0][1] if steps else 0
    return tuple(
        Bar(process.role(role).name if role else "nobody named", count, _length(count, top)) for role, count in steps
    )


def _counts(survey: Survey) -> dict[str, int]:
    return {
        "rides": survey.rides,
        "steps": survey.steps,
        "roles": survey.roles,
        "handoffs": survey.handoffs,
        "without a reason": len(survey.justification.unjustified),
    }


def _pair(label: str, was: int, now: int) -> Pair:
    top = max(was, now)
    return Pair(Bar(label, was, _length(was, top)), Bar(label, now, _length(now, top)))


def _length(figure: int, top: int) -> float:
    return round(figure * LENGTH / top, 2) if top else 0.0
