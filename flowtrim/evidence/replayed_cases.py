"""Playing cases through a process: which steps may come next, and whether a case is one that it could produce."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from msgspec.structs import replace

from flowtrim.errors import FlowtrimError
from flowtrim.evidence.silent_net import Firing, SilentNet
from flowtrim.model import END, Process

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
        self.start = self._closed(self._net.first)

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
        return any(marking & ~self._net.memory == self._net.last for marking in state)

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
    left = marking & ~firing.takes & ~firing.drops
    if marking & firing.takes != firing.takes or marking & firing.blocked_by or left & firing.gives:
        return None
    return left | firing.gives


def _check(markings: int) -> None:
    if markings > MOST_MARKINGS:
        raise TooManyMarkingsError


class OpenCases:
    """Tells a case that is still under way from one that went wrong: it is a prefix of an allowed case, and recent."""

    def __init__(self, process: Process, game: TokenGame | None) -> None:
        # a case that may be broken off at any time could always be over: that does not close it
        going_on = tuple(each for each in process.anytime if each.to != END)
        self._game = TokenGame(replace(process, anytime=going_on)) if game and going_on != process.anytime else game
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
