"""The vocabulary of change: what a plan may do to a process, as data.

The verbs themselves, which make a new process, live in the room ``changes``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, TypeAlias, get_args

from flowtrim.model.step import Step

Result = Literal["kept", "partly", "failed", "open"]

RESULTS: tuple[Result, ...] = get_args(Result)


@dataclass(frozen=True, slots=True)
class Drop:
    """Take a step out; whatever led to it then leads to what followed it."""

    step: str
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Assign:
    """Give a step to another role."""

    step: str
    to: str
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Merge:
    """Make one step of several; ``into`` holds fields of the new step, with the values of the model."""

    steps: tuple[str, ...]
    into: Mapping[str, Any] = field(default_factory=dict)
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """Take a step from its place and put it right after, or right before, another one."""

    step: str
    after: str | None = None
    before: str | None = None
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Parallel:
    """Let steps that follow each other run at the same time."""

    steps: tuple[str, ...]
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """Set fields of a step; the values are those of the model (minutes, dates, tuples)."""

    step: str
    values: Mapping[str, Any]
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Add:
    """Put a new step right after, or right before, another one."""

    step: Step
    after: str | None = None
    before: str | None = None
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """A role leaves the process; ``to`` takes what is left of its steps."""

    role: str
    to: str | None = None
    because: str | None = None


Change: TypeAlias = Drop | Assign | Merge | Move | Parallel | Edit | Add | Release


@dataclass(frozen=True, slots=True)
class Plan:
    """A named attempt: its changes in order, and what was learnt from it."""

    name: str
    on: date | None = None
    result: Result = "open"
    lesson: str | None = None
    changes: tuple[Change, ...] = ()
