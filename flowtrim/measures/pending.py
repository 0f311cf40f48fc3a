"""What was decided and is not done, what was promised, and what nobody could answer yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from msgspec import Struct

from flowtrim.model import Change, Plan, Process, Release, steps_of
from flowtrim.sentences import quoted, quoted_list

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

    def __str__(self) -> str:
        """Say it in a line."""
        who = {"decision": "by", "promise": "promised to", "question": "asked of"}[self.sort]
        said = ([f"{who} {self.who}"] if self.who else []) + ([f"until {self.until}"] if self.until else [])
        return ", ".join((self.what, *said))


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
            what = f"{plan.name}: {deed(change, process)}"
            yield Pending("decision", what, _name(change.by, process), change.until)


def _promises(process: Process) -> Iterator[Pending]:
    for plan in process.plans:
        for promise in plan.promises if plan.result != "failed" else ():
            yield Pending("promise", f"{plan.name}: {promise.what}", _name(promise.to, process), promise.until)


def _questions(process: Process) -> Iterator[Pending]:
    for question in process.questions:
        yield Pending("question", question.question, _name(question.owner, process), question.until)


def _name(role: str | None, process: Process) -> str | None:
    return process.role(role).name if role else None


def deed(change: Change, process: Process) -> str:
    """Say what a change does, with the names that people know."""
    if isinstance(change, Release):
        return f"let {quoted(process.role(change.role).name)} go"
    names = [process.step(step).name if process.has_step(step) else step for step in steps_of(change)]
    return f"{type(change).__name__.lower()} {quoted_list(names)}"
