"""Playing one case after another through a normal form: how long each step takes it, and when it was where."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping
from itertools import accumulate
from math import isclose, prod
from typing import NamedTuple

from msgspec import Struct

from flowtrim.graph import Node, NormalForm, origin
from flowtrim.model import Process, Range, Step

MOST_MOVES = 400_000
"""So many moves take about a second; cases of more moves are played less often, which their interval tells."""
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

    >>> from flowtrim.graph import FlowGraph
    >>> from flowtrim.model import Flow, Process, Step
    >>> form = NormalForm(FlowGraph(Process("Ship", steps=(
    ...     Step("order", "Order", flows=(Flow("ship"),)), Step("ship", "Ship")))))
    >>> CasePlayer(form, {"order": 1.0, "ship": 20.0}, {"ship": 4.0}, random.Random(1), watched={"ship"}).play()
    PlayedCase(minutes=25.0, passings=(Passing(step='ship', came=1.0, began=5.0, done=25.0),))
    """

    def __init__(
        self,
        form: NormalForm,
        work: Mapping[str, float],
        waits: Mapping[str, float],
        dice: random.Random,
        *,
        watched: set[str] | None = None,
    ) -> None:
        self._form = form
        self._dice = dice
        self._watched = {node for node in form.after if origin(node[1]) in (watched or ()) and node[0] in TIMED}
        process = form.graph.process
        steps = {node: process.step(node[1]) for node in form.after if node[0] in TIMED}
        self._work = {n: work_time(process, s, work[s.id]) for n, s in steps.items() if s.id in work}
        self._waits = {n: wait_time(process, s, waits[s.id]) for n, s in steps.items() if s.id in waits}
        self._onward = {node: tuple(form.after[node]) for node in form.after}
        self._odds = {
            node: tuple(accumulate(form.after[node].values())) for node, kind in form.splits.items() if kind == "XOR"
        }
        self.moves = 0

    @property
    def tires(self) -> bool:
        """Whether it has made as many moves as it may."""
        return self.moves >= MOST_MOVES

    def play(self) -> PlayedCase | None:
        """Play one case; None when it does not end properly."""
        arrived: dict[Node, dict[Node, float]] = defaultdict(dict)
        tokens = [(self._form.start, self._form.start, 0.0)]
        passings: list[Passing] = []
        ended = None
        while tokens and not self.tires:
            self.moves += 1
            source, node, minute = tokens.pop()
            if self._form.joins.get(node) == "AND":
                if source in arrived[node]:
                    return None
                arrived[node][source] = minute
                if len(arrived[node]) < len(self._form.before[node]):
                    continue
                minute = max(arrived.pop(node).values())
            if node == self._form.end:
                if ended is not None:
                    return None
                ended = minute
            done = self._done(node, minute, passings)
            tokens.extend((node, target, done) for target in self._next(node))
        return None if tokens or any(arrived.values()) or ended is None else PlayedCase(ended, tuple(passings))

    def _done(self, node: Node, minute: float, passings: list[Passing]) -> float:
        began = minute + self._waits.get(node, NOTHING).draw(self._dice)
        done = began + self._work.get(node, NOTHING).draw(self._dice)
        if node in self._watched:
            passings.append(Passing(origin(node[1]), minute, began, done))
        return done

    def _next(self, node: Node) -> tuple[Node, ...]:
        odds = self._odds.get(node)
        if odds is None:
            return self._onward[node]
        return tuple(self._dice.choices(self._onward[node], cum_weights=odds)) if odds[-1] > 0 else ()


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
