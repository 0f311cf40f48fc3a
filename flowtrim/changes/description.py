"""A change in words: with the ids of the file, as messages name it, and with the names that people know."""

from __future__ import annotations

import re
from collections.abc import Callable

from flowtrim.changes.field_words import field_word
from flowtrim.model import ITSELF, Add, Assign, Change, Drop, Edit, Merge, Move, Parallel, Process, Release
from flowtrim.sentences import LONGEST_NAME, Message, listed, names_in_a_row, quoted, say

_QUOTED = re.compile(r"'([^']*)'")


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
            return f"merge {', '.join(map(_by_id, steps))}"
        case Move(step):
            return f"move '{step}'{_place(change, _by_id)}"
        case Parallel(steps):
            return f"let {', '.join(map(_by_id, steps))} run in parallel"
        case Edit(step, values):
            return "edit " + (f"'{step}'" if step else "the process") + f" ({', '.join(values)})"
        case Add(step):
            return f"add '{step.id}'{_place(change, _by_id)}"
        case Release(role, to):
            return f"release '{role}'" + (f" and give its work to '{to}'" if to else "")


def with_names(problem: str, process: Process) -> str:
    """Return what is wrong with a change with names in place of ids: those who talk about it do not know the file.

    >>> from flowtrim.model import Step
    >>> with_names("'pay' needs 'form' from 'fill'.", Process("Claim", (Step("pay", "Pay"), Step("fill", "Fill in"))))
    "'Pay' needs 'form' from 'Fill in'."
    """
    names = {role.id: role.name for role in process.parties} | {step.id: step.name for step in process.steps}
    return _QUOTED.sub(lambda found: quoted(name) if (name := names.get(found[1])) else found[0], problem)


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


def _by_id(step: str) -> str:
    return f"'{step}'"


def _place(change: Move | Add, named: Callable[[str], str]) -> str:
    after = f" after {named(change.after)}" if change.after else ""
    return after + (f" before {named(change.before)}" if change.before else "")
