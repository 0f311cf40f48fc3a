"""What was decided and is not done, what was promised, and what nobody could answer yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import reduce
from typing import Literal

from msgspec import Struct

from flowtrim.model import Assign, Change, Drop, Edit, Merge, Move, Parallel, Plan, Process, Release, steps_of
from flowtrim.sentences import Message, marked, quoted, quoted_list, say

_WITH_NOTES = marked("{what}, {notes}")

Sort = Literal["decision", "promise", "question"]


class Pending(Struct, frozen=True):
    """One thing that somebody still has to do: ``what`` in words, who does it or is promised it, and until when."""

    sort: Sort
    what: str
    who: str | None = None
    until: date | None = None

    def is_late(self, today: date) -> bool:
        """Whether its day is past."""
        return self.until is not None and self.until < today

    @property
    def said(self) -> Message:
        """The line that says it: what, who, and until when."""
        who = (_of_whom(self.sort, self.who),) if self.who else ()
        until = (say("until {day}", day=self.until),) if self.until else ()
        if not (notes := (*who, *until)):
            return Message(self.what, "{what}", {"what": self.what})
        return Message(f"{self.what}, {', '.join(notes)}", _WITH_NOTES, {"what": self.what, "notes": notes})

    def __str__(self) -> str:
        """Say it in a line."""
        return self.said


def _of_whom(sort: Sort, who: str) -> Message:
    match sort:
        case "decision":
            return say("by {who}", who=who)
        case "promise":
            return say("promised to {who}", who=who)
    return say("asked of {who}", who=who)


def late(process: Process, sort: Sort, today: date) -> Message | None:
    """Return what is open of one sort and past its day, one behind the other; None where nothing is."""
    found = [one.said for one in pending(process) if one.sort == sort and one.is_late(today)]
    return reduce(lambda some, more: say("{some}; {more}", some=some, more=more), found) if found else None


def pending(process: Process) -> tuple[Pending, ...]:
    """Return what is still open, the most urgent first.

    A change counts as decided once somebody is named for it or a day is set; a plan that was tried and has a result
    leaves nothing to do but what it promised.

    >>> from flowtrim.model import Drop, Plan
    >>> drop = Drop("stamp", by="Care", until=date(2026, 3, 1))
    >>> [str(open) for open in pending(Process("Claim", plans=(Plan("One stamp less", changes=(drop,)),)))]
    ["One stamp less: drop 'stamp', by Care, until 2026-03-01"]
    """
    found = (*_changes(process), *_promises(process), *_questions(process))
    return tuple(sorted(found, key=lambda one: (one.until is None, one.until or date.max)))


def undone(process: Process) -> Iterator[tuple[Plan, int, Change]]:
    """Yield the changes of open plans that are not done, each with its plan and its number in it, from 1 on."""
    for plan in process.plans:
        for number, change in enumerate(plan.changes if plan.result == "open" else (), 1):
            if change.done is None:
                yield plan, number, change


def _changes(process: Process) -> Iterator[Pending]:
    for plan, _, change in undone(process):
        if change.by or change.until:
            what = say("{plan}: {what}", plan=plan.name, what=deed(change, process))
            yield Pending("decision", what, _name(change.by, process), change.until)


def _promises(process: Process) -> Iterator[Pending]:
    for plan in process.plans:
        for promise in plan.promises if plan.result != "failed" else ():
            what = say("{plan}: {what}", plan=plan.name, what=promise.what)
            yield Pending("promise", what, _name(promise.to, process), promise.until)


def _questions(process: Process) -> Iterator[Pending]:
    for question in process.questions:
        yield Pending("question", question.question, _name(question.owner, process), question.until)


def _name(role: str | None, process: Process) -> str | None:
    return process.role(role).name if role else None


def deed(change: Change, process: Process) -> Message:
    """Say what a change does, with the names that people know."""
    if isinstance(change, Release):
        return say("let {role} go", role=quoted(process.role(change.role).name))
    names = quoted_list(process.step(step).name if process.has_step(step) else step for step in steps_of(change))
    match change:
        case Drop():
            return say("drop {steps}", steps=names)
        case Assign():
            return say("assign {steps}", steps=names)
        case Merge():
            return say("merge {steps}", steps=names)
        case Move():
            return say("move {steps}", steps=names)
        case Parallel():
            return say("parallel {steps}", steps=names)
        case Edit():
            return say("edit {steps}", steps=names)
    return say("add {steps}", steps=names)
