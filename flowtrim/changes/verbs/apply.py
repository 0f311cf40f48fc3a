"""Carry out a change, or a plan of them: a process in, a new process out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flowtrim.changes.description import describe
from flowtrim.changes.verbs.add import add
from flowtrim.changes.verbs.assign import assign
from flowtrim.changes.verbs.drop import drop
from flowtrim.changes.verbs.edit import edit
from flowtrim.changes.verbs.merge import merge
from flowtrim.changes.verbs.move import move
from flowtrim.changes.verbs.parallel import parallel
from flowtrim.changes.verbs.release import release
from flowtrim.changes.working_copy import Draft
from flowtrim.errors import ChangeError
from flowtrim.model import Add, Assign, Change, Drop, Edit, Merge, Move, Parallel, Process, Release

VERBS: dict[type[Any], Callable[[Draft, Any], None]] = {
    Drop: drop,
    Assign: assign,
    Merge: merge,
    Move: move,
    Parallel: parallel,
    Edit: edit,
    Add: add,
    Release: release,
}


def apply(process: Process, change: Change) -> Process:
    """Return the process with one change made; raises ChangeError, naming the change, where it does not fit.

    >>> from flowtrim.model import Flow, Step
    >>> claim = Process("Claim", steps=(
    ...     Step("fill", "Fill in", flows=(Flow("stamp"),)),
    ...     Step("stamp", "Stamp", flows=(Flow("pay"),)),
    ...     Step("pay", "Pay")))
    >>> [(step.id, [flow.to for flow in step.flows]) for step in apply(claim, Drop("stamp")).steps]
    [('fill', ['pay']), ('pay', [])]
    """
    draft = Draft(process)
    carry_out(draft, change)
    return draft.process()


def apply_plan(process: Process, changes: Iterable[Change]) -> Process:
    """Return the process with all changes made in their order; raises ChangeError, counting, at the first misfit."""
    draft = Draft(process)
    for number, change in enumerate(changes, 1):
        try:
            carry_out(draft, change)
        except ChangeError as problem:
            raise ChangeError(f"Change {number} of the plan fails. {problem}") from problem
    return draft.process()


def carry_out(draft: Draft, change: Change) -> None:
    """Make one change on a draft; raises ChangeError, after which the draft is worth nothing."""
    try:
        VERBS[type(change)](draft, change)
    except ChangeError as problem:
        raise ChangeError(f"Cannot {describe(change)}: {problem}") from problem
    draft.settle()
