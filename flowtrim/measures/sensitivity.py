"""Which share that nobody declared matters most."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.graph import FlowGraph, branch_weights
from flowtrim.model import Process, Step

MOST_SHARES = 40
"""Assumed shares that are tried one at a time; where there are more, none is singled out."""
NEARLY_ALL = 0.99
"""The largest share that is tried of a way back: at 100 % no case would ever end."""

Measured = tuple[float | None, float | None, float | None]
"""Handoffs, minutes and rides of a case."""


class Sensitivity(Struct, frozen=True):
    """How far figures move when one assumed share goes from 0 to 100 %, and all other shares stay in proportion.

    ``handoffs``, ``minutes`` and ``rides`` are the least and the greatest value, None where the figure is undefined.
    """

    step: str
    to: str
    assumed: float
    handoffs: tuple[float, float] | None
    minutes: tuple[float, float] | None
    rides: tuple[float, float] | None

    @property
    def weight(self) -> tuple[float, float]:
        """What sensitivities are ranked by: how far the handoffs move, then the time."""
        return _width(self.handoffs), _width(self.minutes)


def sensitivities(process: Process, measured: Callable[[Process], Measured]) -> tuple[Sensitivity, ...]:
    """Return how much each assumed share of a way matters, the one that matters most first.

    One at a time: the figures are monotone in a single share (they are quotients of linear functions of it), so their
    extremes are those at 0 and at 100 % (docs/theory.md#sensitivity). Of a way back 99 % are tried.

    >>> from flowtrim.model import Flow
    >>> claim = Process("Claim", steps=(
    ...     Step("fill", "Fill in", owner="clerk", flows=(Flow("check"), Flow("end"))),
    ...     Step("check", "Check", owner="boss")))
    >>> [(each.to, each.assumed, each.handoffs) for each in sensitivities(
    ...     claim, lambda tried: (tried.steps[0].flows[0].share, None, 1.0))]
    [('check', 0.5, (0.0, 1.0)), ('end', 0.5, (0.0, 1.0))]
    """
    assumed = [*_assumed(process)]
    if not 0 < len(assumed) <= MOST_SHARES:
        return ()
    back = FlowGraph(process).back_arcs
    known: dict[tuple[str, tuple[float | None, ...]], Measured] = {}

    def tried(way: tuple[str, int], share: float) -> Measured:
        changed = with_share(process, way, share)
        key = way[0], tuple(flow.share for flow in changed.step(way[0]).flows)
        if key not in known:  # all of one of two ways is nothing of the other
            known[key] = measured(changed)
        return known[key]

    found = [_moved(process, way, back, tried) for way in assumed]
    return tuple(sorted(found, key=lambda each: each.weight, reverse=True))


def with_share(process: Process, way: tuple[str, int], share: float) -> Process:
    """Return the process where one way of a step has a share, and the others keep their proportions."""
    steps = tuple(_with_share(step, way[1], share) if step.id == way[0] else step for step in process.steps)
    return replace(process, steps=steps)


def _assumed(process: Process) -> Iterator[tuple[str, int]]:
    """Yield the ways whose share nobody declared; the last of a step where what the others leave is known is none."""
    for step in process.steps:
        unknown = [number for number, flow in enumerate(step.flows) if flow.share is None and flow.band is None]
        if step.split == "one" and len(step.flows) > 1 and len(unknown) > 1:
            yield from ((step.id, number) for number in unknown)


def _with_share(step: Step, number: int, share: float) -> Step:
    weights, _ = branch_weights(step)
    others = sum(weights) - weights[number]
    rest = [0.0 if not others else weight * (1.0 - share) / others for weight in weights]
    rest[number] = share
    return replace(step, flows=tuple(replace(f, share=w) for f, w in zip(step.flows, rest, strict=True)))


def _moved(
    process: Process,
    way: tuple[str, int],
    back: frozenset[tuple[str, str]],
    tried: Callable[[tuple[str, int], float], Measured],
) -> Sensitivity:
    step, number = process.step(way[0]), way[1]
    flow = step.flows[number]
    most = NEARLY_ALL if (step.id, flow.to) in back else 1.0
    least = 1.0 - NEARLY_ALL if any((step.id, each.to) in back for each in step.flows if each is not flow) else 0.0
    handoffs, minutes, rides = map(_between, zip(tried(way, least), tried(way, most), strict=True))
    return Sensitivity(step.id, flow.to, branch_weights(step)[0][number], handoffs, minutes, rides)


def _between(values: Sequence[float | None]) -> tuple[float, float] | None:
    known = [value for value in values if value is not None]
    return (min(known), max(known)) if len(known) == len(values) else None


def _width(between: tuple[float, float] | None) -> float:
    return between[1] - between[0] if between else 0.0
