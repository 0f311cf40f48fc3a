"""A process as a net of arcs that are marked: its steps are letters, and all that only routes is silent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations, product
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.errors import FlowtrimError
from flowtrim.graph import FlowGraph, Node, NormalForm, origin, spelled_out
from flowtrim.graph.case_classes import classes
from flowtrim.graph.normal_form import SPLITS
from flowtrim.model import END, Interruption, Process, Step

Arc = tuple[Node, Node]
_Way = TypeVar("_Way")


MOST_MARKINGS = 100_000
"""Markings beyond which a process is not played: so many are no way that people follow."""
State = frozenset[int]
"""The markings in which a case may be."""


class TooManyMarkingsError(FlowtrimError):
    """The process has too many states for conformance to be worked out."""

    def __init__(self) -> None:
        super().__init__(f"Conformance is left out: the process has more than {MOST_MARKINGS:,} states.")


class Firing(Struct, frozen=True):
    """One way in which a node passes tokens on; sets of arcs are bits.

    It may fire where all of ``takes`` are marked and nothing of ``blocked_by``. It clears ``drops`` before it gives.
    """

    takes: int
    gives: int
    blocked_by: int = 0
    drops: int = 0

    def fired(self, marking: int) -> int | None:
        """Return the marking after it; None where it may not fire, or would mark an arc twice."""
        left = marking & ~self.takes & ~self.drops
        if marking & self.takes != self.takes or marking & self.blocked_by or left & self.gives:
            return None
        return left | self.gives


class SilentNet:
    """The normal form of a process (docs/theory.md#normal-form) as firings on arcs, at most one token on each.

    ``silent`` are the firings of connectors, of events and of steps that are left out; ``letters`` those of each step.
    A case begins with one of the markings ``first``, one for each class of cases, and has ended with ``last`` once
    its class (``memory``) is forgotten. Deadlines, interruptions and repetition are moves as docs/theory.md#conformance
    says.
    """

    def __init__(self, process: Process) -> None:
        self._process = process
        self._graph = FlowGraph(replace(spelled_out(process, beside=False), anytime=()))
        self._form = NormalForm(self._graph)
        self._bit: dict[object, int] = {}
        self._closures: dict[int, State] = {}
        self.silent: list[Firing] = []
        self.letters: dict[str, list[Firing]] = {step.id: [] for step in process.work}
        self._arcs = [(tail, head) for tail, heads in self._form.after.items() for head in heads]
        self._bits(self._arcs)
        self.first, self.memory = self._classes()
        self.last = self._bits(self._entering(self._form.end))
        for node in self._form.after:
            if node not in (self._form.start, self._form.end) and self._entering(node):
                self._place(node)
        self._beside()
        self._repeat_parts()
        self._interrupt()

    def closed(self, marking: int) -> State:
        """Return a marking and all that silent firings lead to from it.

        Raises:
            TooManyMarkingsError: there are too many of them.
        """
        if marking in self._closures:
            return self._closures[marking]
        seen, waiting = {marking}, [marking]
        while waiting:
            here = waiting.pop()
            reached = {there for firing in self.silent if (there := firing.fired(here)) is not None} - seen
            seen |= reached
            waiting.extend(reached)
            require_few(len(seen))
        require_few(len(self._closures))
        return self._closures.setdefault(marking, frozenset(seen))

    def _bits(self, places: Iterable[object]) -> int:
        """Return the bits of places, each of which gets one when it is first asked for."""
        return sum(self._bit.setdefault(place, 1 << len(self._bit)) for place in places)

    def _classes(self) -> tuple[tuple[int, ...], int]:
        """Return the markings with which cases of each class begin, and the bits that remember the class."""
        begin = self._bits(self._leaving(self._form.start))
        bands = [sorted(found.items()) for _, found in classes(self._process)]
        memory = self._bits({band for found in bands for band in found})
        return tuple(begin | self._bits(found) for found in bands) or (begin,), memory

    def _place(self, node: Node) -> None:
        step = self._form.step_of(node)
        if step is None:
            self.silent.extend(self._routes(node))
            return
        takes = self._bits(self._entering(node))
        told = self._process.step(step)
        late = [deadline.then for deadline in told.within if deadline.then]
        if late:
            begun = self._bits([("begun", step)])
            self.silent.extend(
                Firing(takes, begun | self._bits(some)) for some in _some([("beside", then) for then in late])
            )
            takes = begun
        self.letters[step].extend(self._passed(node, takes))
        if told.each is not None:
            self.letters[step].append(Firing(takes, takes))

    def _routes(self, node: Node) -> Iterator[Firing]:
        """Yield every way in which a connector can be passed; one that waits for some waits for what is on its way."""
        entering = self._entering(node)
        for takes in _taken(entering, self._form.joins.get(node, "XOR")):
            waits = self._form.joins.get(node) == "OR"
            blocked = self._upstream(node, set(entering) - set(takes)) if waits else 0
            yield from self._passed(node, self._bits(takes), blocked)

    def _passed(self, node: Node, takes: int, blocked: int = 0) -> Iterator[Firing]:
        """Yield the ways on from a node; one that is there for a class of cases takes its bit, and gives it back."""
        for arcs in _taken(self._leaving(node), self._form.splits.get(node, "XOR")):
            for bands in product(*map(self._bands, arcs)):
                memory = 0
                for band in bands:
                    memory |= band
                yield Firing(takes | memory, self._bits(arcs) | memory, blocked)

    def _bands(self, arc: Arc) -> tuple[int, ...]:
        """Return the bits of the classes for which a way is there; no bit where it is there for all."""
        tail, (head_kind, name) = arc
        if not self.memory or tail[0] == "join" or head_kind == "split" or tail[1] not in self._graph.after:
            return (0,)
        target = name if name in self._graph.after else END
        flows = [flow for flow in self._graph.process.step(tail[1]).flows if flow.to == target]
        known = [self._bits([flow.band]) if flow.band else 0 for flow in flows]
        return (0,) if 0 in known or not known else tuple(known)

    def _upstream(self, node: Node, missing: set[Arc]) -> int:
        """Return the arcs from which a token could still come to one of those, without passing the node."""
        seen, waiting = set(missing), list(missing)
        while waiting:
            tail, _ = waiting.pop()
            if tail != node:
                more = set(self._entering(tail)) - seen
                seen |= more
                waiting.extend(more)
        return self._bits(seen)

    def _beside(self) -> None:
        """Place what happens beside a step that is late: it goes off while the step is done, and ends by itself."""
        waiting = [each.then for step in self._process.steps for each in step.within if each.then]
        main = self._graph.after
        seen: set[str] = set()
        while waiting:
            step = self._process.step(waiting.pop())
            if step.id in seen:
                continue
            seen.add(step.id)
            onward = [flow.to for flow in step.flows if flow.to not in main] if step.id not in main else []
            self._place_beside(step, onward)
            waiting.extend(target for target in onward if target != END)

    def _place_beside(self, step: Step, onward: list[str]) -> None:
        here = self._bits([("beside", step.id)])
        ends = len(onward) < len(step.flows) or not onward
        ways = [self._bits(("beside", to) for to in way if to != END) for way in _taken(onward, SPLITS[step.split])]
        fired = [Firing(here, gives) for gives in {*ways, *([0] if ends else [])}]
        (self.letters[step.id] if step.is_work else self.silent).extend(fired)
        if step.is_work and step.optional is not None:
            self.silent.extend(fired)
        if step.each is not None:
            self.letters[step.id].append(Firing(here, here))

    def _repeat_parts(self) -> None:
        """Let what is done for each of several be done again: part by part in a row, or step by step where parallel."""
        for part in self._process.parts:
            inside = {step.id for step in self._graph.process.steps if step.part == part.name}
            if part.each is None or not inside:
                continue
            if part.each.parallel:
                for step in inside & self.letters.keys():
                    self.letters[step].extend(Firing(bit, bit) for bit in self._done_in(step, inside))
                continue
            entries = [arc for arc in self._arcs if not _is_in(arc[0], inside) and _is_in(arc[1], inside)]
            exits = [arc for arc in self._arcs if _is_in(arc[0], inside) and not _is_in(arc[1], inside)]
            self.silent.extend(Firing(self._bits([out]), self._bits([back])) for out, back in product(exits, entries))

    def _done_in(self, step: str, inside: set[str]) -> Iterator[int]:
        """Yield each arc of a part that a token comes to once a step was done."""
        seen: set[Arc] = set()
        waiting = self._leaving(("step", step))
        while waiting:
            arc = waiting.pop()
            if arc not in seen:
                seen.add(arc)
                yield self._bits([arc])
                waiting.extend(self._leaving(arc[1]) if _is_in(arc[1], inside) else ())

    def _interrupt(self) -> None:
        """Let an interruption strike while a step can be done next, and after it was done: the case leaves all else."""
        led = [self.last if each.to == END else self._led_to(each.to) for each in self._process.anytime]
        drops = sum(self._bit.values()) & ~self.memory
        for each, gives in zip(self._process.anytime, led, strict=True):
            places = {place for step in self._during(each) for place in self._around(step)}
            self.silent.extend(Firing(bit, gives, drops=drops) for place in places if (bit := self._bits([place])))

    def _during(self, interruption: Interruption) -> Iterable[str]:
        return interruption.since or [step.id for step in self._process.work if step.id in self._graph.reachable]

    def _around(self, step: str) -> Iterator[object]:
        node = ("step", step)
        if node in self._form.after:
            yield from chain(self._entering(node), self._leaving(node))
        yield from ({("begun", step), ("led", step)} & self._bit.keys())

    def _led_to(self, target: str) -> int:
        """Return the place from which a case goes on where an interruption leads, whatever else leads there."""
        node = next((node for node in self._form.after if node[1] == target and node[0] not in ("join", "split")), None)
        if node is None or node == self._form.end:
            return self.last
        known = ("led", target) in self._bit
        here = self._bits([("led", target)])
        if not known:
            (self.letters[target] if node[0] == "step" else self.silent).extend(self._passed(node, here))
        return here

    def _entering(self, node: Node) -> list[Arc]:
        return [(tail, node) for tail in self._form.before[node]]

    def _leaving(self, node: Node) -> list[Arc]:
        return [(node, head) for head in self._form.after[node]]


def require_few(markings: int) -> None:
    """Refuse a process with too many markings.

    Raises:
        TooManyMarkingsError: there are more than ``MOST_MARKINGS``.
    """
    if markings > MOST_MARKINGS:
        raise TooManyMarkingsError


def _is_in(node: Node, steps: set[str]) -> bool:
    return origin(node[1]) in steps


def _taken(ways: Sequence[_Way], type_: str) -> Iterator[tuple[_Way, ...]]:
    """Yield the sets of ways that are taken together: one of them, all, or some."""
    if type_ == "AND":
        yield tuple(ways)
        return
    for size in range(1, len(ways) + 1 if type_ == "OR" else 2):
        yield from combinations(ways, size)


def _some(ways: Sequence[_Way]) -> Iterator[tuple[_Way, ...]]:
    """Yield the sets of ways of which none need be taken."""
    yield ()
    yield from _taken(ways, "OR")
