"""Playing one case after another through a normal form: how long each step takes it, and when it was where."""

from __future__ import annotations

import random
from bisect import bisect
from collections import defaultdict
from collections.abc import Mapping
from itertools import accumulate
from math import isclose, prod
from typing import NamedTuple

from msgspec import Struct

from flowtrim.graph import NormalForm, origin
from flowtrim.model import Process, Range, Step

MOST_MOVES = 400_000
"""So many moves take about a second; cases of more moves are played less often, which their interval tells."""
MOST_GROUP_MOVES = 2 * MOST_MOVES
"""The same for all groups together where the cases of each are played alone."""
TIMED = ("step", "event")


class Passing(NamedTuple):
    """When a case came to a step, when the work on it began, and when it was done, in minutes from the start."""

    step: str
    came: float
    began: float
    done: float


class PlayedCase(Struct, frozen=True):
    """How long a case lasted, and when it passed the steps that were watched, in no order."""

    minutes: float
    passings: tuple[Passing, ...] = ()


class CasePlayer:
    """One process, played case by case (docs/theory.md#simulation).

    ``work`` and ``waits`` are the mean minutes of steps; where a step declares a range, each case draws from it.
    ``groups`` says how many players share the moves.

    >>> from flowtrim.graph import FlowGraph
    >>> from flowtrim.model import Flow, Process, Step
    >>> form = NormalForm(FlowGraph(Process("Ship", steps=(
    ...     Step("order", "Order", flows=(Flow("ship"),)), Step("ship", "Ship")))))
    >>> CasePlayer(form, {"order": 1.0, "ship": 20.0}, {"ship": 4.0}, random.Random(1), watched={"ship"}).play()
    PlayedCase(minutes=25.0, passings=(Passing(step='ship', came=1.0, began=5.0, done=25.0),))
    """

    def __init__(  # noqa: PLR0913 - all but the first four are keywords
        self,
        form: NormalForm,
        work: Mapping[str, float],
        waits: Mapping[str, float],
        dice: random.Random,
        *,
        watched: set[str] | None = None,
        groups: int = 1,
    ) -> None:
        self._dice, self._most_moves = dice, min(MOST_MOVES, MOST_GROUP_MOVES // groups)
        number = {node: place for place, node in enumerate(form.after)}
        self._begin, self._end = number[form.start], number[form.end]
        process = form.graph.process
        self._stations: list[_Station] = []
        for node, heads in form.after.items():
            step = process.step(node[1]) if node[0] in TIMED else None
            wait = wait_time(process, step, waits[step.id]) if step and step.id in waits else NOTHING
            lasts = work_time(process, step, work[step.id]) if step and step.id in work else NOTHING
            self._stations.append(
                _Station(
                    step=origin(node[1]) if step and origin(node[1]) in (watched or ()) else None,
                    wait=wait,
                    work=lasts,
                    comes=len(form.before[node]) if form.joins.get(node) == "AND" else 0,
                    onward=tuple(number[head] for head in heads),
                    odds=tuple(accumulate(heads.values())) if form.splits.get(node) == "XOR" else None,
                )
            )
        self.moves = 0

    @property
    def tires(self) -> bool:
        """Whether it has made as many moves as it may."""
        return self.moves >= self._most_moves

    def play(self) -> PlayedCase | None:
        """Play one case; None when it does not end properly."""
        arrived: dict[int, dict[int, float]] = defaultdict(dict)
        tokens = [(self._begin, self._begin, 0.0)]
        passings: list[Passing] = []
        ended = None
        while tokens and not self.tires:
            self.moves += 1
            source, here, minute = tokens.pop()
            station = self._stations[here]
            if station.comes:
                if source in arrived[here]:
                    return None
                arrived[here][source] = minute
                if len(arrived[here]) < station.comes:
                    continue
                minute = max(arrived.pop(here).values())
            if here == self._end:
                if ended is not None:
                    return None
                ended = minute
            done = station.pass_by(minute, passings, self._dice)
            tokens.extend([(here, target, done) for target in station.next(self._dice)])
        return None if tokens or any(arrived.values()) or ended is None else PlayedCase(ended, tuple(passings))


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


NOTHING = DrawnTime(0.0)


class _Station(NamedTuple):
    """What a case meets at a node, read off the process once: a case passes thousands.

    ``step`` is that of the file where the node is watched; ``comes`` is how many have to come before it goes on, 0
    where each goes on by itself; ``odds`` add up the shares of the ways on, where one of them is taken.
    """

    step: str | None
    wait: DrawnTime
    work: DrawnTime
    comes: int
    onward: tuple[int, ...]
    odds: tuple[float, ...] | None

    def pass_by(self, minute: float, passings: list[Passing], dice: random.Random) -> float:
        """Return when a case that comes at a minute is done, and note it where the node is watched."""
        wait, work = self.wait, self.work
        began = minute + (wait.mean if wait.between is None else wait.draw(dice))
        done = began + (work.mean if work.between is None else work.draw(dice))
        if self.step is not None:
            passings.append(Passing(self.step, minute, began, done))
        return done

    def next(self, dice: random.Random) -> tuple[int, ...]:
        """Return the nodes to which a case goes on: what ``choices`` of the dice would take, at a third of the time."""
        if self.odds is None:
            return self.onward
        most = self.odds[-1]
        place = bisect(self.odds, dice.random() * most, 0, len(self.odds) - 1) if most > 0 else 0
        return self.onward[place : place + 1] if most > 0 else ()


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
