"""The vocabulary of change: what a plan may do to a process, as data.

The verbs themselves, which make a new process, live in the room ``changes``.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any, Literal, TypeAlias, get_args

from msgspec import Struct, field

from flowtrim.model.step import Step

Result = Literal["kept", "partly", "failed", "open"]

RESULTS: tuple[Result, ...] = get_args(Result)


class Decided(Struct, frozen=True, kw_only=True, repr_omit_defaults=True):
    """What holds for every change: why, who does it, until when, and the day on which it was done."""

    because: str | None = None
    by: str | None = None
    until: date | None = None
    done: date | None = None


class Drop(Decided, frozen=True):
    """Take a step out; whatever led to it then leads to what followed it."""

    step: str


class Assign(Decided, frozen=True):
    """Give a step to another role."""

    step: str
    to: str


class Merge(Decided, frozen=True):
    """Make one step of several; ``into`` holds fields of the new step, with the values of the model."""

    steps: tuple[str, ...]
    into: Mapping[str, Any] = field(default_factory=dict)


class Move(Decided, frozen=True):
    """Take a step from its place and put it right after, or right before, another one."""

    step: str
    after: str | None = None
    before: str | None = None


class Parallel(Decided, frozen=True):
    """Let steps that follow each other run at the same time."""

    steps: tuple[str, ...]


ITSELF = ""
"""What an edit of the process itself names in place of a step; no step has an empty id."""


class Edit(Decided, frozen=True):
    """Set fields of a step, or of the process itself; the values are those of the model (minutes, dates, tuples)."""

    step: str
    values: Mapping[str, Any]


class Add(Decided, frozen=True):
    """Put a new step right after, or right before, another one."""

    step: Step
    after: str | None = None
    before: str | None = None


class Release(Decided, frozen=True):
    """A role leaves the process; ``to`` takes what is left of its steps."""

    role: str
    to: str | None = None


Change: TypeAlias = Drop | Assign | Merge | Move | Parallel | Edit | Add | Release


def steps_of(change: Change) -> tuple[str, ...]:
    """Return the ids of the steps that a change is about; where a role leaves there are none.

    >>> steps_of(Merge(("pull", "compare"))), steps_of(Release("controller"))
    (('pull', 'compare'), ())
    """
    match change:
        case Merge(steps) | Parallel(steps):
            return steps
        case Add(step):
            return (step.id,)
        case Release():
            return ()
        case _:
            return (change.step,)


def identity(change: Change) -> Hashable:
    """Return what a change does, whatever reason is given for it: equal and of one hash for changes that do the same.

    A change itself has no hash where it sets fields, and two that do the same differ in ``because``.

    >>> identity(Drop("stamp", because="Nobody reads it.")) == identity(Drop("stamp"))
    True
    >>> identity(Edit("stamp", {"takes": 2.0})) == identity(Edit("stamp", {"takes": 3.0}))
    False
    """
    values = (getattr(change, name) for name in change.__struct_fields__ if name not in Decided.__struct_fields__)
    return type(change), *(frozenset(value.items()) if isinstance(value, Mapping) else value for value in values)


class Pledge(Struct, frozen=True):
    """What a plan promises to somebody, and until when."""

    to: str
    what: str
    until: date | None = None


class Plan(Struct, frozen=True):
    """A named attempt: the problem it is to solve, its changes in order, and what was learnt from it.

    ``sponsor`` stands up for it, ``promises`` is what it promises to staff or customers.
    """

    name: str
    on: date | None = None
    result: Result = "open"
    lesson: str | None = None
    changes: tuple[Change, ...] = ()
    problem: str | None = None
    sponsor: str | None = None
    promises: tuple[Pledge, ...] = ()
