"""Playing cases through a process: as a net in which routing is silent, and which steps may come next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations

from msgspec import Struct

from flowtrim.errors import FlowtrimError
from flowtrim.graph import FlowGraph, Node, NormalForm
from flowtrim.model import Process


class Firing(Struct, frozen=True):
    """One way in which a node passes tokens on; sets of arcs are bits.

    It may fire where all of ``takes`` are marked and nothing of ``blocked_by``.
    """

    takes: int
    gives: int
    blocked_by: int = 0


class SilentNet:
    """The normal form of a process (docs/theory.md#normal-form) as firings on arcs, at most one token on each.

    ``silent`` are the firings of connectors, of events and of steps that are left out; ``letters`` those of each step.
    ``first`` is the marking with which a case begins, ``last`` the one with which it has ended.
    """

    def __init__(self, process: Process) -> None:
        self._process = process
        self._form = NormalForm(FlowGraph(process))
        arcs = [(tail, head) for tail, heads in self._form.after.items() for head in heads]
        self.arcs = {arc: 1 << n for n, arc in enumerate(arcs)}
        self.first = self._bits(self._leaving(self._form.start))
        self.last = self._bits(self._entering(self._form.end))
        self.silent: list[Firing] = []
        self.letters: dict[str, list[Firing]] = {}
        for node in self._form.after:
            if node not in (self._form.start, self._form.end):
                self._place(node)

    def _place(self, node: Node) -> None:
        step = self._form.step_of(node)
        if step is None:
            self.silent.extend(self._routes(node))
            return
        takes, gives = self._bits(self._entering(node)), self._bits(self._leaving(node))
        self.letters[step] = [Firing(takes, gives)]
        if self._process.step(step).optional is not None:
            self.silent.append(Firing(takes, gives))
        if self._process.step(step).each is not None:
            self.letters[step].append(Firing(takes, takes))

    def _routes(self, node: Node) -> Iterator[Firing]:
        """Yield every way in which a connector can be passed; one that waits for some waits for what is on its way."""
        entering, leaving = self._entering(node), self._leaving(node)
        given = list(_taken(leaving, self._form.splits.get(node, "XOR")))
        for takes in _taken(entering, self._form.joins.get(node, "XOR")):
            waits = self._form.joins.get(node) == "OR"
            blocked = self._upstream(node, set(entering) - set(takes)) if waits else 0
            for gives in given:
                yield Firing(self._bits(takes), self._bits(gives), blocked)

    def _upstream(self, node: Node, missing: set[tuple[Node, Node]]) -> int:
        """Return the arcs from which a token could still come to one of those, without passing the node."""
        seen, waiting = set(missing), list(missing)
        while waiting:
            tail, _ = waiting.pop()
            if tail != node:
                more = set(self._entering(tail)) - seen
                seen |= more
                waiting.extend(more)
        return self._bits(seen)

    def _entering(self, node: Node) -> list[tuple[Node, Node]]:
        return [(tail, node) for tail in self._form.before[node]]

    def _leaving(self, node: Node) -> list[tuple[Node, Node]]:
        return [(node, head) for head in self._form.after[node]]

    def _bits(self, arcs: Iterable[tuple[Node, Node]]) -> int:
        return sum(self.arcs[arc] for arc in arcs)


def _taken(arcs: list[tuple[Node, Node]], type_: str) -> Iterator[tuple[tuple[Node, Node], ...]]:
    if type_ == "AND":
        yield tuple(arcs)
        return
    for size in range(1, len(arcs) + 1 if type_ == "OR" else 2):
        yield from combinations(arcs, size)


MOST_MARKINGS = 100_000
"""Markings beyond which a process is not played: so many are no way that people follow."""
_State = frozenset[int]


class TooManyMarkingsError(FlowtrimError):
    """The process has too many states for conformance to be worked out."""

    def __init__(self) -> None:
        super().__init__(f"Conformance is left out: the process has more than {MOST_MARKINGS:,} states.")


class TokenGame:
    """The language of a process, as an automaton that is made as far as cases need it.

    A state is the set of markings in which a case may be; ``after`` is remembered, so that each step costs one look.

    >>> from flowtrim.model import Flow, Step
    >>> game = TokenGame(Process("Refund", steps=(Step("ask", "Ask", flows=(Flow("pay"),)), Step("pay", "Pay"))))
    >>> game.fits(["ask", "pay"]), game.fits(["pay"])
    (True, False)
    """

    def __init__(self, process: Process) -> None:
        self._net = SilentNet(process)
        self._closures: dict[int, _State] = {}
        self._known: dict[tuple[_State, str], _State] = {}
        self.start = self._closed([self._net.first])

    def after(self, state: _State, step: str) -> _State:
        """Return the state after one more step; empty where it may not come there."""
        key = (state, step)
        found = self._known.get(key)
        if found is None:
            fired = (_fired(marking, firing) for firing in self._net.letters[step] for marking in state)
            found = self._known[key] = self._closed(marking for marking in fired if marking is not None)
        return found

    def may_end(self, state: _State) -> bool:
        """Whether a case in that state may be over."""
        return self._net.last in state

    def may_follow(self, state: _State) -> tuple[str | None, ...]:
        """Return the steps that may come next, and None last where the case may be over."""
        steps = tuple(step for step in self._net.letters if self.after(state, step))
        return (*steps, None) if self.may_end(state) else steps

    def fits(self, case: Iterable[str]) -> bool:
        """Whether the process could have produced that case, from its start to its end."""
        return self.may_end(self.state_of(case))

    def state_of(self, case: Iterable[str]) -> _State:
        """Return the state after all of these steps; empty where they are not allowed."""
        state = self.start
        for step in case:
            state = self.after(state, step)
        return state

    @cached_property
    def follows(self) -> frozenset[tuple[str | None, str | None]]:
        """Every pair of steps of which the second may come right after the first; None is the start, or the end.

        Raises:
            TooManyMarkingsError: there are too many states to see all of them.
        """
        pairs: set[tuple[str | None, str | None]] = {(None, step) for step in self.may_follow(self.start)}
        seen, waiting = set(self.start), list(self.start)
        while waiting:
            marking = waiting.pop()
            for step, firings in self._net.letters.items():
                for firing in firings:
                    fired = _fired(marking, firing)
                    if fired is None:
                        continue
                    state = self._closed([fired])
                    pairs |= {(step, following) for following in self.may_follow(state)}
                    waiting.extend(state - seen)
                    seen |= state
            _check(len(seen))
        return frozenset(pairs)

    def _closed(self, markings: Iterable[int]) -> _State:
        """Return those markings and all that silent firings lead to from them."""
        return frozenset().union(*map(self._closure, markings))

    def _closure(self, marking: int) -> _State:
        known = self._closures.get(marking)
        if known is not None:
            return known
        seen, waiting = {marking}, [marking]
        while waiting:
            here = waiting.pop()
            reached = {there for f in self._net.silent if (there := _fired(here, f)) is not None} - seen
            seen |= reached
            waiting.extend(reached)
            _check(len(seen))
        _check(len(self._closures))
        return self._closures.setdefault(marking, frozenset(seen))


def _fired(marking: int, firing: Firing) -> int | None:
    """Return the marking after a firing; None where it may not fire, or would mark an arc twice."""
    left = marking & ~firing.takes
    if marking & firing.takes != firing.takes or marking & firing.blocked_by or left & firing.gives:
        return None
    return left | firing.gives


def _check(markings: int) -> None:
    if markings > MOST_MARKINGS:
        raise TooManyMarkingsError


class OpenCases:
    """Tells a case that is still under way from one that went wrong: it is a prefix of an allowed case, and recent."""

    def __init__(self, game: TokenGame | None) -> None:
        self._game = game
        self._known: dict[tuple[str, ...], bool] = {}

    def may_go_on(self, case: tuple[str, ...]) -> bool:
        """Whether a case has kept to the process so far and may not be over yet."""
        if self._game is None:
            return False
        if case not in self._known:
            state = self._game.state_of(case)
            self._known[case] = bool(state) and not self._game.may_end(state)
        return self._known[case]


def declared_part(activities: Sequence[int], steps: Mapping[int, str]) -> tuple[str, ...]:
    """Return the declared steps of a case, in order: work that nobody declared is left out."""
    return tuple(steps[code] for code in activities if code in steps)
