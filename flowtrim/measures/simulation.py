"""Playing cases through a process, where no formula tells how long they last."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping
from itertools import accumulate
from math import sqrt

from msgspec import Struct

from flowtrim.graph import Node, NormalForm

SEED = 20_240
CASES = 1_000
FEWEST_CASES = 30
MOST_MOVES = 400_000
"""So many moves take about a second; cases of more than 400 moves are played less often, which their interval tells."""


class Simulation(Struct, frozen=True):
    """The mean over simulated cases, with what must be known to trust it (docs/theory.md#simulation).

    ``half_width`` is that of the 95 % confidence interval, in minutes.
    """

    minutes: float
    half_width: float
    cases: int
    seed: int


def simulate(
    form: NormalForm, minutes: Mapping[str, float], *, seed: int = SEED, cases: int = CASES
) -> Simulation | None:
    """Play cases through the process and return how long they last on average (docs/theory.md#simulation).

    Durations are those declared, choices fall by their shares, a join that waits goes on with the last to come.
    The same seed gives the same figure. None where a case deadlocks, is in one place twice or does not end, or where
    joins for some would have to know what is still on its way.

    >>> from flowtrim.graph import FlowGraph
    >>> from flowtrim.model import Flow, Process, Step
    >>> form = NormalForm(FlowGraph(Process("Ship and bill", steps=(
    ...     Step("order", "Order", flows=(Flow("ship"), Flow("bill")), split="all"),
    ...     Step("ship", "Ship"), Step("bill", "Bill")))))
    >>> simulate(form, {"ship": 20.0, "bill": 10.0}).minutes
    20.0
    """
    if "OR" in (*form.splits.values(), *form.joins.values()):
        return None
    game = _Game(form, minutes, random.Random(seed))  # noqa: S311 - no secret depends on it
    ended: list[float] = []
    while len(ended) < cases and game.moves < MOST_MOVES:
        minute = game.play()
        if minute is None:
            return None
        ended.append(minute)
    return _summary(ended, seed) if len(ended) >= min(cases, FEWEST_CASES) else None


def _summary(ended: list[float], seed: int) -> Simulation:
    mean = sum(ended) / len(ended)
    variance = sum((minute - mean) ** 2 for minute in ended) / max(1, len(ended) - 1)
    return Simulation(mean, 1.96 * sqrt(variance / len(ended)), len(ended), seed)


class _Game:
    """One process, played case by case."""

    def __init__(self, form: NormalForm, minutes: Mapping[str, float], dice: random.Random) -> None:
        self._form = form
        self._minutes = {
            node: minutes.get(node[1], 0.0) if node[0] in ("step", "event") else 0.0 for node in form.after
        }
        self._dice = dice
        self._onward = {node: tuple(form.after[node]) for node in form.after}
        self._odds = {
            node: tuple(accumulate(form.after[node].values())) for node, kind in form.splits.items() if kind == "XOR"
        }
        self.moves = 0

    def play(self) -> float | None:
        """Play one case and return when it ends; None when it does not end properly."""
        arrived: dict[Node, dict[Node, float]] = defaultdict(dict)
        tokens = [(self._form.start, self._form.start, 0.0)]
        ended = None
        while tokens and self.moves < MOST_MOVES:
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
            tokens.extend((node, target, minute + self._minutes[node]) for target in self._next(node))
        return None if tokens or any(arrived.values()) else ended

    def _next(self, node: Node) -> tuple[Node, ...]:
        odds = self._odds.get(node)
        if odds is None:
            return self._onward[node]
        return tuple(self._dice.choices(self._onward[node], cum_weights=odds)) if odds[-1] > 0 else ()
