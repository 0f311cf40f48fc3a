"""Durations drawn for one case: as declared, or from the range that was declared."""

from __future__ import annotations

import random
from math import isclose, prod

from msgspec import Struct

from flowtrim.model import Process, Range, Step


class DrawnTime(Struct, frozen=True):
    """How long something lasts in a case: always as long, or drawn from a range.

    What is repeated is drawn anew for each time, ``in_a_row`` times added up, and of ``at_once`` the longest counts.
    """

    mean: float
    between: Range | None = None
    in_a_row: int = 1
    at_once: int = 1

    def draw(self, dice: random.Random) -> float:
        """Return a duration in minutes.

        >>> DrawnTime(5.0).draw(random.Random(1)), 1 <= DrawnTime(4.0, Range(1.0, 7.0)).draw(random.Random(1)) <= 7
        (5.0, True)
        """
        if self.between is None:
            return self.mean
        return sum(max(_drawn(self.between, dice) for _ in range(self.at_once)) for _ in range(self.in_a_row))

    @property
    def varies(self) -> bool:
        """Whether it is not the same in every case."""
        return self.between is not None


def work_time(process: Process, step: Step, mean: float) -> DrawnTime:
    """Return how long the work at a step lasts, where its mean is that long: what is not its own mean does not vary."""
    in_a_row, at_once = _times(process, step)
    own = isclose(mean, (step.takes or 0.0) * in_a_row)
    return DrawnTime(mean, step.takes_range if own else None, in_a_row, at_once)


def wait_time(process: Process, step: Step, mean: float) -> DrawnTime:
    """Return how long a case waits before a step; for the next round evenly between not at all and a whole period.

    What is done at once begins together, after one wait.
    """
    between = Range(0.0, step.every.period) if step.every and step.waits is None else step.waits_range
    return DrawnTime(mean, between, in_a_row=_times(process, step)[0])


def _times(process: Process, step: Step) -> tuple[int, int]:
    found = process.repetitions(step)
    in_a_row, at_once = ([each.count for each in found if each.parallel is side] for side in (False, True))
    return round(prod(in_a_row)), max(1, round(prod(at_once)))


def _drawn(between: Range, dice: random.Random) -> float:
    if between.likely is None:
        return dice.uniform(between.least, between.most)
    return dice.triangular(between.least, between.most, between.likely)
