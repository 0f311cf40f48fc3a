"""Playing cases through a process: which steps may come next, and whether a case is one that it could produce."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from flowtrim.evidence.silent_net import SilentNet, State
from flowtrim.model import END, Process


class TokenGame:
    """The language of a process, as an automaton that is made as far as cases need it.

    A state is the set of markings in which a case may be; ``after`` is remembered, so that each step costs one look.

    >>> from flowtrim.model import Flow, Step
    >>> game = TokenGame(Process("Refund", steps=(Step("ask", "Ask", flows=(Flow("pay"),)), Step("pay", "Pay"))))
    >>> game.fits(["ask", "pay"]), game.fits(["pay"])
    (True, False)
    """

    def __init__(self, process: Process) -> None:
        self.net = SilentNet(process)
        self._known: dict[tuple[State, str], State] = {}
        self.start = self._closed(self.net.first)

    def after(self, state: State, step: str) -> State:
        """Return the state after one more step; empty where it may not come there."""
        key = (state, step)
        found = self._known.get(key)
        if found is None:
            fired = (firing.fired(marking) for firing in self.net.letters[step] for marking in state)
            found = self._known[key] = self._closed(marking for marking in fired if marking is not None)
        return found

    def may_end(self, state: State) -> bool:
        """Whether a case in that state may be over."""
        return any(marking & ~self.net.memory == self.net.last for marking in state)

    def may_follow(self, state: State) -> tuple[str | None, ...]:
        """Return the steps that may come next, and None last where the case may be over."""
        steps = tuple(step for step in self.net.letters if self.after(state, step))
        return (*steps, None) if self.may_end(state) else steps

    def fits(self, case: Iterable[str]) -> bool:
        """Whether the process could have produced that case, from its start to its end."""
        return self.may_end(self.state_of(case))

    def state_of(self, case: Iterable[str]) -> State:
        """Return the state after all of these steps; empty where they are not allowed."""
        state = self.start
        for step in case:
            state = self.after(state, step)
        return state

    def _closed(self, markings: Iterable[int]) -> State:
        return frozenset().union(*map(self.net.closed, markings))


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


def between(case: tuple[str, ...], since: str | None, until: str | None) -> tuple[str, ...]:
    """Return what a case did from the first time that one step was begun to the last time that another was done.

    >>> between(("ask", "check", "ask", "pay"), "check", "ask"), between(("ask", "pay"), None, "ask")
    (('check', 'ask'), ('ask',))
    """
    began = case.index(since) if since in case else len(case) if since else 0
    ended = len(case) - case[::-1].index(until) if until in case else 0 if until else len(case)
    return case[began:ended]
