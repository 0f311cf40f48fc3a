"""A change in words: with the ids of the file, as messages name it, and with the names that people know."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flowtrim.changes.field_words import field_word
from flowtrim.model import ITSELF, Add, Assign, Change, Drop, Edit, Merge, Move, Parallel, Process, Release
from flowtrim.sentences import LONGEST_NAME, Message, listed, names_in_a_row, quoted, say

_QUOTED = quoted("").template


def describe(change: Change) -> str:
    """Say what a change does, with the ids as they stand in the file.

    >>> describe(Assign("approve-credit", to="agent"))
    "assign 'approve-credit' to 'agent'"
    """
    match change:
        case Drop(step):
            return f"drop '{step}'"
        case Assign(step, to):
            return f"assign '{step}' to '{to}'"
        case Merge(steps):
            return f"merge {', '.join(map(by_id, steps))}"
        case Move(step):
            return f"move '{step}'{_place(change)}"
        case Parallel(steps):
            return f"let {', '.join(map(by_id, steps))} run in parallel"
        case Edit(step, values):
            return "edit " + (f"'{step}'" if step else "the process") + f" ({', '.join(values)})"
        case Add(step):
            return f"add '{step.id}'{_place(change)}"
        case Release(role, to):
            return f"release '{role}'" + (f" and give its work to '{to}'" if to else "")


def refusal(change: Change, why: str) -> Message:
    """Say that a change cannot be made, and why, with the ids as they stand in the file.

    >>> refusal(Assign("approve-credit", to="agent"), "nobody knows the role.")
    "Cannot assign 'approve-credit' to 'agent': nobody knows the role."
    """
    match change:
        case Drop(step):
            return say("Cannot drop {step}: {why}", step=by_id(step), why=why)
        case Assign(step, to):
            return say("Cannot assign {step} to {role}: {why}", step=by_id(step), role=by_id(to), why=why)
        case Merge(steps):
            return say("Cannot merge {steps}: {why}", steps=names_in_a_row(*map(by_id, steps)), why=why)
        case Parallel(steps):
            told = names_in_a_row(*map(by_id, steps))
            return say("Cannot let {steps} run in parallel: {why}", steps=told, why=why)
        case Edit(step, values) if step:
            return say("Cannot edit {step} ({fields}): {why}", step=by_id(step), fields=", ".join(values), why=why)
        case Edit(_, values):
            return say("Cannot edit the process ({fields}): {why}", fields=", ".join(values), why=why)
        case Release(role, to) if to:
            roles = {"role": by_id(role), "heir": by_id(to)}
            return say("Cannot release {role} and give its work to {heir}: {why}", **roles, why=why)
        case Release(role):
            return say("Cannot release {role}: {why}", role=by_id(role), why=why)
        case Move():
            return _unmoved(by_id(change.step), change, why)
        case Add():
            return _unadded(by_id(change.step.id), change, why)


def _unmoved(step: Message, change: Move, why: str) -> Message:
    """Say that a step cannot be moved to where it was to go."""
    after, before = (None if place is None else by_id(place) for place in (change.after, change.before))
    if after and before:
        parts = {"step": step, "after": after, "before": before, "why": why}
        return say("Cannot move {step} after {after} before {before}: {why}", **parts)
    if after:
        return say("Cannot move {step} after {after}: {why}", step=step, after=after, why=why)
    if before:
        return say("Cannot move {step} before {before}: {why}", step=step, before=before, why=why)
    return say("Cannot move {step}: {why}", step=step, why=why)


def _unadded(step: Message, change: Add, why: str) -> Message:
    """Say that a step cannot be put where it was to come."""
    after, before = (None if place is None else by_id(place) for place in (change.after, change.before))
    if after and before:
        parts = {"step": step, "after": after, "before": before, "why": why}
        return say("Cannot add {step} after {after} before {before}: {why}", **parts)
    if after:
        return say("Cannot add {step} after {after}: {why}", step=step, after=after, why=why)
    if before:
        return say("Cannot add {step} before {before}: {why}", step=step, before=before, why=why)
    return say("Cannot add {step}: {why}", step=step, why=why)


def by_id(step: str) -> Message:
    """Return the id of a step or a role in quotes, so that ``with_names`` finds it whole."""
    return quoted(step, len(step))


def with_names(problem: str, process: Process) -> str:
    """Return what is wrong with a change with names in place of ids: those who talk about it do not know the file.

    >>> from flowtrim.model import Step
    >>> needed = say("{step} needs {item} from {other}.", step=by_id("pay"), item=by_id("form"), other=by_id("fill"))
    >>> with_names(needed, Process("Claim", (Step("pay", "Pay"), Step("fill", "Fill in"))))
    "'Pay' needs 'form' from 'Fill in'."
    """
    names = {role.id: role.name for role in process.parties} | {step.id: step.name for step in process.steps}

    def named(part: Any) -> Any:
        if isinstance(part, tuple):
            return tuple(map(named, part))
        if not isinstance(part, Message):
            return part
        if part.template == _QUOTED and part.parts["name"] in names:
            return quoted(names[part.parts["name"]])
        return part.with_parts({key: named(each) for key, each in part.parts.items()})

    told: str = named(problem)
    return told


def deed(change: Change, process: Process) -> Message:
    """Say what a change does, with names; ``process`` is the one before, which knows them.

    >>> from flowtrim.model import Step
    >>> deed(Assign("pay", "Clerk"), Process("Claim", (Step("pay", "Pay it", owner="Boss"),)))
    "Give 'Pay it' to Clerk"
    """

    def named(step: str) -> Message:
        name = process.step(step).name if process.has_step(step) else step
        return quoted(name, max(len(name), LONGEST_NAME))

    match change:
        case Drop(step):
            return say("Drop {step}", step=named(step))
        case Assign(step, to):
            return say("Give {step} to {role}", step=named(step), role=process.role(to).name)
        case Merge(steps):
            return say("Make one step of {steps}", steps=listed(map(named, steps)))
        case Move(step):
            return _placed(change, say("Move {step}", step=named(step)), named)
        case Parallel(steps):
            return say("Let {steps} run at the same time", steps=listed(map(named, steps)))
        case Edit(step, values):
            fields = names_in_a_row(*map(field_word, values))
            if step == ITSELF:
                return say("Change the process: {fields}", fields=fields)
            return say("Change {step}: {fields}", step=named(step), fields=fields)
        case Add(step):
            return _placed(change, say("Add {step}", step=quoted(step.name, max(len(step.name), LONGEST_NAME))), named)
        case Release(role, to) if to:
            roles = {"role": process.role(role).name, "heir": process.role(to).name}
            return say("Let the role {role} go; {heir} takes what is left", **roles)
        case Release(role):
            return say("Let the role {role} go", role=process.role(role).name)


def _placed(change: Move | Add, what: Message, named: Callable[[str], Message]) -> Message:
    """Say between which steps a step is put, as far as it is said."""
    if change.after and change.before:
        return say("{what} after {step} before {next}", what=what, step=named(change.after), next=named(change.before))
    if change.after:
        return say("{what} after {step}", what=what, step=named(change.after))
    return say("{what} before {step}", what=what, step=named(change.before)) if change.before else what


def _place(change: Move | Add) -> str:
    after = f" after {by_id(change.after)}" if change.after else ""
    return after + (f" before {by_id(change.before)}" if change.before else "")
