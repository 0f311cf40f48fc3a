"""Where and how often cases are interrupted (docs/theory.md#interruptions)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from math import nan
from typing import NamedTuple

from msgspec.structs import replace

from flowtrim.graph import FlowGraph, origin, sections, spelled_out
from flowtrim.graph.case_classes import class_by_class
from flowtrim.graph.spelled_out import MARK, Exits, is_step, stopped_before
from flowtrim.model import END, Flow, Interruption, Process

ASSUMED_SHARE = 0.05
"""The share of cases that is interrupted where nobody declared it (ours)."""
CLOSE = 1e-12
MOST_ROUNDS = 500


class Interrupted(NamedTuple):
    """A process and where its cases are interrupted; ``course`` is its graph as if nothing could come up."""

    process: Process
    exits: Exits
    timed: FlowGraph
    course: FlowGraph


def exits(process: Process) -> Exits:
    """Return after which steps cases are interrupted, with what chance, so that as many are as was declared.

    The chance of an interruption is the same at each of its points, whenever a case passes one; see
    docs/theory.md#interruptions. The points are the steps during which it can happen. From a parallel section
    a case leaves in front of it, since it cannot leave in one branch and stay in another.

    >>> from flowtrim.model import Step
    >>> claim = Process("Claim", anytime=(Interruption("withdrawn", "end", share=0.19),), steps=(
    ...     Step("fill", "Fill in", flows=(Flow("check"),)), Step("check", "Check")))
    >>> [(step, round(ways[0].share, 9)) for step, ways in exits(claim).items()]
    [('fill', 0.1), ('check', 0.1)]
    """
    if not process.anytime:
        return {}
    graph = uninterrupted(process)
    points = [_points(process, each, graph) for each in process.anytime]
    chances = [_share(each) / max(1, len(at)) for each, at in zip(process.anytime, points, strict=True)]
    for _ in range(MOST_ROUNDS):
        found = _exits(process.anytime, points, chances)
        often = passed(FlowGraph(class_by_class(spelled_out(process, found, beside=False))))
        better = [_chance(each, at, often) for each, at in zip(process.anytime, points, strict=True)]
        moved = max(abs(new - old) for new, old in zip(better, chances, strict=True))
        chances = better
        if moved < CLOSE:
            break
    return _exits(process.anytime, points, chances)


def exits_at_once(process: Process) -> Exits:
    """Return one place for each interruption, the first of its points: for the shape of a process, not its figures."""
    if not process.anytime:
        return {}
    graph = uninterrupted(process)
    points = [_points(process, each, graph)[:1] for each in process.anytime]
    return _exits(process.anytime, points, [_share(each) for each in process.anytime])


def uninterrupted(process: Process) -> FlowGraph:
    """Return the graph of a process as if nothing could come up."""
    return FlowGraph(spelled_out(replace(process, anytime=()), beside=False))


def _share(interruption: Interruption) -> float:
    return ASSUMED_SHARE if interruption.share is None else interruption.share


def _points(process: Process, interruption: Interruption, graph: FlowGraph) -> list[str]:
    """Return the steps after which a case can be interrupted, in the order of reading."""
    during = set(interruption.since) or {step.id for step in process.work if step.id in graph.reachable}
    split = sections(graph)
    at = {split.get(step, step) for step in during}
    return [node for node in graph.reading_order if node in at and process.has_step(node)]


def passed(graph: FlowGraph) -> dict[str, float]:
    """Return how often a case passes each step, in all classes together; NaN where that cannot be said."""
    often = defaultdict[str, float](float)
    for node, visits in graph.visits.items():
        if is_step(node):
            often[origin(node)] += nan if visits is None else visits
    return often


def _chance(interruption: Interruption, points: Sequence[str], passed: Mapping[str, float]) -> float:
    """Return the chance at each point that would strike the declared share of the cases, by how often they pass."""
    total = sum(passed.get(point, 0.0) for point in points)
    return min(1.0, _share(interruption) / total) if total > 0 else 0.0


def _exits(
    interruptions: Sequence[Interruption], points: Sequence[Sequence[str]], chances: Sequence[float]
) -> dict[str, tuple[Flow, ...]]:
    found = defaultdict[str, list[Flow]](list)
    for each, at, chance in zip(interruptions, points, chances, strict=True):
        way = Flow(each.to, when=each.when, share=chance, outcome=each.outcome)
        for point in at:
            found[point].append(way)
    return {point: tuple(ways) for point, ways in found.items()}


def exits_as_before(process: Process, before: Interrupted) -> Exits:
    """Return where the cases of a changed process are interrupted, with the chances that they have today.

    Who would be interrupted at a step that is gone is so at its place: where the case comes to the next one that is
    left, or where the case may end there, after the one before; or no more, where parallel branches run there until
    the end. So no other step is done more or less often because a step went. Where what may happen is declared anew,
    or no step is left at which it could, it is spread anew.
    """
    left = _reached(process)
    declared = {_event(each) for each in process.anytime}
    known = {_event(each) for each in before.process.anytime}
    if not declared <= known or left.isdisjoint(before.exits) or None in before.timed.visits.values():
        return exits(process)
    places = _Places(process, before, left)
    for point, ways in before.exits.items():
        for way in ways:
            if (way.to, way.when, way.outcome) in {event[:3] for event in declared}:
                places.keep(point, way)
    return places.exits()


def _event(each: Interruption) -> tuple[str, str | None, str | None, float | None]:
    return each.to, each.when, each.outcome, each.share


def _reached(process: Process) -> set[str]:
    graph = FlowGraph(process)
    return {step.id for step in process.steps if step.id in graph.reachable}


class _Places:
    """Gathers, for each place in the changed process, how many cases are interrupted there."""

    def __init__(self, process: Process, before: Interrupted, left: Collection[str]) -> None:
        self._left = left
        self._course = before.course
        self._passed = passed(before.timed)
        self._come = _come(before.timed)
        self._split = sections(uninterrupted(process))
        self._chances: dict[str, dict[Flow, float]] = defaultdict(lambda: defaultdict(float))
        self._struck: dict[str, dict[Flow, float]] = defaultdict(lambda: defaultdict(float))

    def keep(self, point: str, way: Flow) -> None:
        """Let a case that is interrupted after a step go the same way in the changed process, as often."""
        if point in self._left:
            self._after(point, way, way.share or 0.0)
            return
        struck = (way.share or 0.0) * self._passed.get(point, 0.0)
        following = _nearest(self._course.after, point, self._left, self._course.ends)
        earlier = _nearest(self._course.before, point, self._left, {}) if END in following else {}
        if earlier and self._split.keys().isdisjoint(earlier):
            for step_id, portion in earlier.items():
                often = self._passed.get(step_id, 0.0)
                self._after(step_id, way, struck * portion / often if often else 0.0)
            return
        for step_id, portion in following.items():
            if step_id != END:
                self._in_front_of(step_id, way, struck * portion)

    def exits(self) -> Exits:
        """Return the ways at each place with their chances."""
        for step_id, ways in self._struck.items():
            come = self._come.get(step_id, 0.0) + sum(ways.values())
            for way, struck in ways.items():
                self._chances[stopped_before(step_id)][way] += struck / come if come else 0.0
        return {
            place: tuple(replace(way, share=min(1.0, chance)) for way, chance in ways.items())
            for place, ways in self._chances.items()
        }

    def _after(self, step_id: str, way: Flow, chance: float) -> None:
        self._chances[self._split.get(step_id, step_id)][replace(way, share=None)] += chance

    def _in_front_of(self, step_id: str, way: Flow, struck: float) -> None:
        """Let cases be interrupted that come to a step; a parallel section is left in front of it, as ever."""
        split = self._split.get(step_id)
        if split is None:
            self._struck[step_id][replace(way, share=None)] += struck
        else:
            often = self._passed.get(split) or struck / (way.share or 1.0)
            self._after(split, way, struck / often if often else 0.0)


def _come(graph: FlowGraph) -> Mapping[str, float]:
    """Return how often a case comes to each step, whether it is done then or left out."""
    often: dict[str, float] = defaultdict(float)
    for node, visits in graph.visits.items():
        step_id, *marks = node.split(MARK)
        often[MARK.join([step_id, *(mark for mark in marks if not mark.isdigit())])] += visits or 0.0
    return {
        step_id: max(often[step_id], often.get(f"{step_id}{MARK}in", 0.0), often.get(f"{step_id}{MARK}due", 0.0))
        for step_id in [*often]
        if MARK not in step_id
    }


def _nearest(
    onward: Mapping[str, Mapping[str, float]], point: str, left: Collection[str], ends: Mapping[str, float]
) -> dict[str, float]:
    """Return the nearest steps that are left on the ways from one that is gone, by the part of the cases that go there.

    What ``ends`` goes to the end.
    """
    found: dict[str, float] = defaultdict(float)
    weights = {point: 1.0}
    for node in _growing(weights):
        ways = {**onward[node], **({END: ends[node]} if ends.get(node) else {})}
        total = sum(ways.values())
        for to, weight in ways.items():
            portion = weights[node] * weight / total if total else 0.0
            if to == END or origin(to) in left:
                found[origin(to)] += portion
            elif to not in weights:
                weights[to] = portion
    total = sum(found.values())
    return {step_id: portion / total for step_id, portion in found.items()} if total else {}


def _growing(weights: Mapping[str, float]) -> Iterator[str]:
    """Yield the keys of a mapping that grows meanwhile, each once."""
    seen: set[str] = set()
    while fresh := [key for key in weights if key not in seen]:
        seen.update(fresh)
        yield from fresh
