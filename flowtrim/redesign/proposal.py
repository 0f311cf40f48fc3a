"""What trimming proposes: changes in order, each with what it gained, what speaks against it, and what to ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.changes import deed
from flowtrim.graph import numbered, step_numbers
from flowtrim.measures import Survey
from flowtrim.measures.choices import without_finder
from flowtrim.measures.elevator import Speech
from flowtrim.measures.figures import is_trifle
from flowtrim.model import Assign, Change, Drop, Plan, Process, Release, steps_of
from flowtrim.redesign.questions import Question
from flowtrim.sentences import Message, counted, marked, phrase, quoted_list, say, say_many

Stage = Literal["why", "what", "who", "order", "compose"]

Row = Stage | Literal["safe"] | None
"""What a row of the waterfall stands for: the start, all that is safe alone, or a stage of the questions."""

STAGES: tuple[Stage, ...] = get_args(Stage)


QUESTION = phrase(marked("It is a question, and only safe changes were wanted."))
"""Why a change is left alone where nobody wants to ask."""


class Figures(Struct, frozen=True):
    """The figures that trimming watches; ``roles`` are our own people.

    As a gain, a figure is what was saved: negative where a change made it worse. ``expected_handoffs`` is None
    where a loop has no way out; ``hours`` of work and ``cost`` are those of a year, None where nobody declared them.
    ``hours_of_others`` are those of the hours that customers, partners and systems work: none of ours.
    """

    steps: int
    roles: int
    handoffs: int
    expected_handoffs: float | None
    seconds: float
    rides: int
    hours: float | None = None
    hours_of_others: float | None = None
    cost: float | None = None

    @classmethod
    def of(cls, survey: Survey) -> Figures:
        """Read the figures off a survey."""
        return cls(
            steps=survey.steps,
            roles=survey.roles,
            handoffs=survey.handoffs,
            expected_handoffs=survey.expected_handoffs,
            seconds=survey.elevator.seconds,
            rides=survey.rides,
            hours=survey.yearly.hours,
            hours_of_others=survey.yearly.others,
            cost=survey.yearly.cost,
        )

    def saved(self, after: Figures) -> Figures:
        """Return what is saved from these figures to those after."""
        ends = after.expected_handoffs is not None
        return Figures(
            steps=self.steps - after.steps,
            roles=self.roles - after.roles,
            handoffs=self.handoffs - after.handoffs,
            expected_handoffs=_less(self.expected_handoffs, after.expected_handoffs, ends=ends),
            seconds=round(self.seconds - after.seconds, 6),
            rides=self.rides - after.rides,
            hours=_less(self.hours, after.hours, ends=ends),
            hours_of_others=_less(self.hours_of_others, after.hours_of_others, ends=ends),
            cost=_less(self.cost, after.cost, ends=ends),
        )

    @property
    def lost(self) -> tuple[str, ...]:
        """Of a gain, the names of the figures that got worse."""
        values = {name: getattr(self, name) for name in self.__struct_fields__}
        return tuple(name for name, value in values.items() if value is not None and value < -1e-9)


def _less(was: float | None, now: float | None, *, ends: bool) -> float | None:
    """Return what was saved of a figure; all of it where nothing that is declared is left of it."""
    return was - (now or 0.0) if was is not None and ends else None


UNITS: Mapping[str, Callable[[float], Message]] = {
    "steps": lambda number: counted(number, "step"),
    "roles": lambda number: counted(number, "role"),
    "handoffs": lambda number: counted(number, "handoff"),
    "rides": lambda number: counted(number, "ride"),
}
"""The figures of which a difference is told by their number, and how it is said."""


def made_worse(gain: Figures | None, now: Figures | None = None, *, is_drawn: bool = True) -> Iterator[str]:
    """Say what a change makes worse, where one would notice it; ``now`` are the figures as the change leaves them.

    What is drawn counts where nobody knows how often it happens in a case.
    """
    if gain is None:
        return
    gain = _noticed(gain, now)
    if not is_drawn and gain.expected_handoffs is not None:
        gain = replace(gain, handoffs=max(gain.handoffs, 0))
    for name, told in UNITS.items():
        if (more := -getattr(gain, name)) > 0:
            yield say("It adds {more}.", more=told(more))
    if gain.handoffs >= 0 and (often := -round(gain.expected_handoffs or 0.0, 2)) > 0:
        yield say("It adds {more} in a case.", more=say_many(often, "{number} handoff", "{number} handoffs"))
    if (longer := -round(gain.seconds)) > 0:
        yield say("It takes {seconds} s longer to tell.", seconds=longer)
    if (hours := -round(gain.hours or 0.0)) > 0:
        yield say("It takes {hours} a year more.", hours=say_many(hours, "{number} hour", "{number} hours"))
    if (cost := -round(gain.cost or 0.0)) > 0:
        yield say("It costs {cost} a year more.", cost=cost)


def _noticed(gain: Figures, now: Figures | None) -> Figures:
    """Return a gain without what nobody would notice of it."""

    def noticed(name: str) -> float | None:
        more, left = getattr(gain, name), getattr(now, name, None) or 0.0
        return 0.0 if more and is_trifle(left + more, left, in_a_case=name == "expected_handoffs") else more

    return replace(gain, **{name: noticed(name) for name in ("expected_handoffs", "seconds", "hours", "cost")})


class Proposed(Struct, frozen=True):
    """One change, numbered from 1; ``rule`` asked for it.

    ``safe`` changes need no further talk; the others are questions, and what is asked stands in ``against``
    together with all else that speaks against the change. ``gain`` was measured, not predicted; it is None in a
    process so large that only whole stages are measured. Where a role leaves that has work, ``moves`` says who
    takes each of its steps: all of it is one question. Where several steps gain something only in one hand together,
    ``change`` gives the first of them and ``moves`` the others.
    """

    number: int
    stage: Stage
    rule: str
    change: Change
    safe: bool
    against: tuple[str, ...]
    gain: Figures | None
    moves: tuple[Assign, ...] = ()

    def deed(self, process: Process) -> Message:
        """Say what it does, with names: that several steps go to one role is one deed."""
        return _deed(self.change, self.moves, process)

    @property
    def changes(self) -> tuple[Change, ...]:
        """The change in the vocabulary of a plan: before a role leaves, its steps go to those who are not its heir."""
        heir = self.change.to if isinstance(self.change, Release) else None
        return (*(move for move in self.moves if move.to != heir), self.change)

    @property
    def steps(self) -> tuple[str, ...]:
        """The ids of the steps that it is about, those included that change hands because their role leaves."""
        return (*steps_of(self.change), *(move.step for move in self.moves))

    @property
    def subjects(self) -> tuple[str, ...]:
        """The ids of the role and of the steps that it is about."""
        return (*([self.change.role] if isinstance(self.change, Release) else []), *self.steps)


class Refused(Struct, frozen=True):
    """A change that was considered and is not part of the plan, and why; with ``moves`` as what is proposed."""

    stage: Stage
    rule: str
    change: Change
    reason: str
    moves: tuple[Assign, ...] = ()

    def deed(self, process: Process) -> Message:
        """Say what it would do, with names."""
        return _deed(self.change, self.moves, process)


def _deed(change: Change, moves: Sequence[Assign], process: Process) -> Message:
    if isinstance(change, Assign) and moves:
        steps = quoted_list(process.step(one.step).name for one in (change, *moves))
        return say("Give {steps} to {role}", steps=steps, role=process.role(change.to).name)
    return deed(change, process)


class Way(Struct, frozen=True):
    """A way that few cases take, told by itself: the choice ``at`` which it begins, how many cases, and its steps."""

    at: str
    when: str | None
    share: float
    steps: tuple[str, ...]
    told: Speech


class Apart(Struct, frozen=True):
    """The rare ways of a process told apart, and what is told of the usual one then."""

    ways: tuple[Way, ...]
    usual: Speech


class Proposal(Struct, frozen=True):
    """A plan for a process, and how it was come by.

    ``before``, ``safe`` and ``after`` are surveys: today, with what is safe alone, and what remains if no question
    finds an answer. ``waterfall`` holds the figures at the start, of ``safe``, and after each stage of the questions
    that changed something. ``apart`` tells the rare ways of what is left by themselves, where it takes fewer rides
    without them. ``asking_first`` says that hardly
    anything has a reason yet, so that no plan is worth making before the questions were asked. ``notes`` are
    sentences: what was proven, what is missing. ``conflict`` says why no assignment of steps to roles respects the
    declared skills and duties; None where one does. ``smallest`` are the fewest roles that could do what is left by
    their declared skills and separations; None where that is not known. ``enough`` are the fewest by all that is
    declared; None where those are no fewer than do it. ``undeclared`` are those of the smallest that stay only because
    nobody declared who else could do their steps.
    """

    before: Survey
    safe: Survey
    after: Survey
    changes: tuple[Proposed, ...]
    refused: tuple[Refused, ...]
    questions: tuple[Question, ...]
    apart: Apart | None
    waterfall: tuple[tuple[Row, Figures], ...]
    asking_first: bool
    notes: tuple[str, ...]
    conflict: str | None
    smallest: tuple[str, ...] | None
    enough: tuple[str, ...] | None
    undeclared: tuple[str, ...]

    def plan(self, name: str) -> Plan:
        """Return the changes as a plan in the vocabulary of the file."""
        return Plan(name, changes=self.planned)

    @property
    def planned(self) -> tuple[Change, ...]:
        """All changes in their order, as a plan has them."""
        return tuple(change for proposed in self.changes for change in proposed.changes)

    @property
    def told_after(self) -> Process:
        """The process that is left as people are told of it: with the numbers that its steps have today."""
        after = self.after
        return numbered(after.process, step_numbers(after.graph, self.before.numbers))

    @property
    def leaves_questions(self) -> bool:
        """Whether only what is safe was wanted, and there is more to ask: what that comes to, nobody worked out."""
        return any(one.reason == QUESTION for one in self.refused)

    @property
    def unfound(self) -> tuple[str, ...]:
        """The conditions that are still told after the plan though whoever finds them out today is dropped."""
        gone = {change.step for change in self.planned if isinstance(change, Drop)}
        return without_finder(self.before.graph, self.after.process, gone)

    @property
    def gain(self) -> Figures:
        """What all changes save together."""
        return Figures.of(self.before).saved(Figures.of(self.after))

    @property
    def summary(self) -> str:
        """From what to what, in one sentence, such as "Roles 12 → 4, steps 31 → 9, handoffs 29 → 5, rides 6 → 1."."""
        was, now = Figures.of(self.before), Figures.of(self.after)
        said = {"Roles": "roles", "steps": "steps", "handoffs": "handoffs", "rides": "rides"}
        return ", ".join(f"{word} {getattr(was, name)} → {getattr(now, name)}" for word, name in said.items()) + "."
