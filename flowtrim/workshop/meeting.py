"""Where a workshop stands: each round, who is there, and what was said; made from what was done, in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from flowtrim.conversation import Entry, FileChanged, Idea, Opened, Undone, Written
from flowtrim.errors import FlowtrimError
from flowtrim.sentences import say
from flowtrim.workshop.acts import (
    Asked,
    AskLater,
    Choice,
    Counted,
    Done,
    Door,
    Ended,
    GoneOn,
    HandedOver,
    Joined,
    Measured,
    Revealed,
    VoteCalled,
    Voted,
    Wrote,
)

Phase = Literal["writing", "talking", "voting", "counted"]

MOST_DEVICES = 200
MOST_IDEAS = 50
"""Ideas of one device: more are a mistake, or an attack."""


class RefusedError(FlowtrimError):
    """Something that cannot be done now, or not by this device; the text says why."""


class Round(Struct, frozen=True):
    """One question to everybody: what each device answered and voted, and how far the room has come with it."""

    phase: Phase = "writing"
    answers: Mapping[int, str] = field(default_factory=dict)
    votes: Mapping[int, Choice] = field(default_factory=dict)
    later: frozenset[int] = frozenset()

    @property
    def totals(self) -> Mapping[Choice, int] | None:
        """How many voted what; None until the vote is over, so that nobody can tell before."""
        return Counter(self.votes.values()) if self.phase == "counted" else None


class Device(Struct, frozen=True):
    """A phone or a browser that joined; ``token`` is the hash of its secret."""

    number: int
    role: str
    token: str


class Meeting(Struct, frozen=True):
    """All that was done so far, as it counts now.

    ``said`` is what was said, with the number of its line; ``leader`` the device that leads, 0 for the one with the
    secret of the terminal.
    """

    question: str | None = None
    rounds: Mapping[str, Round] = field(default_factory=dict)
    devices: Mapping[int, Device] = field(default_factory=dict)
    said: tuple[tuple[int, Entry], ...] = ()
    door: bool = True
    leader: int = 0
    seconds: float | None = None
    ended: bool = False

    @property
    def round(self) -> Round:
        """The round that the room is in."""
        return self.rounds.get(self.question or "", Round())

    def after(self, done: Done, *, device: int, line: int) -> Meeting:
        """Return where the workshop stands after something was done, by the device of that number.

        Raises:
            RefusedError: it cannot be done now.
        """
        if isinstance(done, Opened | FileChanged | Written):
            return self
        if self.ended and not isinstance(done, GoneOn):
            raise RefusedError(say("The session is over."))
        match done:
            case Joined():
                return self._joined(done, device)
            case Wrote() | Voted() | AskLater():
                return self._taken(done, device)
            case Asked(question):
                return replace(self, question=question, rounds={question: Round(), **self.rounds})
            case Revealed():
                return self._moved_on("writing", "talking")
            case VoteCalled():
                return self._moved_on("talking", "voting")
            case Counted():
                return self._moved_on("voting", "counted")
            case Measured(seconds):
                return replace(self, seconds=seconds)
            case Door(is_open):
                return replace(self, door=is_open)
            case HandedOver(to):
                return self._led_by(to)
            case Ended() | GoneOn():
                return replace(self, ended=isinstance(done, Ended))
        return self._said(done, device, line)

    def _joined(self, done: Joined, device: int) -> Meeting:
        if not self.door:
            raise RefusedError(say("Nobody else can join now: ask the facilitator to change that."))
        if len(self.devices) >= MOST_DEVICES:
            raise RefusedError(say("No more than {number} devices can join.", number=MOST_DEVICES))
        return replace(self, devices={**self.devices, device: Device(device, done.role, done.token)})

    def _led_by(self, device: int) -> Meeting:
        if device and device not in self.devices:
            raise RefusedError(say("There is no such device."))
        return replace(self, leader=device)

    def _taken(self, done: Wrote | Voted | AskLater, device: int) -> Meeting:
        """Take an answer, a vote or a wish: of a device that joined, about the question that the room is at."""
        now = self.round
        if device not in self.devices:
            raise RefusedError(say("Join first."))
        if done.question != self.question:
            raise RefusedError(say("The room has moved on to another question."))
        match done:
            case Wrote(_, text):
                self._expect("writing")
                now = replace(now, answers={**now.answers, device: text})
            case Voted(_, choice):
                self._expect("voting")
                now = replace(now, votes={**now.votes, device: choice})
            case AskLater():
                now = replace(now, later=now.later | {device})
        return replace(self, rounds={**self.rounds, done.question: now})

    def _moved_on(self, phase: Phase, to: Phase) -> Meeting:
        self._expect(phase)
        return replace(self, rounds={**self.rounds, self.question or "": replace(self.round, phase=to)})

    def _expect(self, phase: Phase) -> None:
        if self.question is None or self.round.phase != phase:
            raise RefusedError(say("That cannot be done now: the round has gone on."))

    def _said(self, done: Done, device: int, line: int) -> Meeting:
        match done:
            case Undone(undone):
                if undone not in dict(self.said):
                    raise RefusedError(say("There is nothing to undo."))
                return replace(self, said=tuple(one for one in self.said if one[0] != undone))
            case Idea() if device and self._ideas_of(done) >= MOST_IDEAS:
                raise RefusedError(say("That are very many ideas: tell them to the facilitator."))
        return replace(self, said=(*self.said, (line, done)))

    def _ideas_of(self, done: Idea) -> int:
        return sum(isinstance(one, Idea) and one.role == done.role for _, one in self.said)
