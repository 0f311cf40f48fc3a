"""A change in words: with the ids of the file, as messages name it, and with the names that people know."""

from __future__ import annotations

from collections.abc import Callable

from flowtrim.model import Add, Assign, Change, Drop, Edit, Merge, Move, Parallel, Process, Release
from flowtrim.sentences import listed


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


def deed(change: Change, process: Process) -> str:
    """Say what a change does, with names; ``process`` is the one before, which knows them.

    >>> from flowtrim.model import Step
    >>> deed(Assign("pay", "Clerk"), Process("Claim", (Step("pay", "Pay it", owner="Boss"),)))
    "Give 'Pay it' to Clerk"
    """

    def named(step: str) -> str:
        return f"'{process.step(step).name if process.has_step(step) else step}'"

    match change:
        case Drop(step):
            return f"Drop {named(step)}"
        case Assign(step, to):
            return f"Give {named(step)} to {process.role(to).name}"
        case Merge(steps):
            return f"Make one step of {listed(map(named, steps))}"
        case Move(step):
            return f"Move {named(step)}{_place(change, named)}"
        case Parallel(steps):
            return f"Let {listed(map(named, steps))} run at the same time"
        case Edit(step, values):
            return f"Change {named(step) if step else 'the process'}: {', '.join(values)}"
        case Add(step):
            return f"Add '{step.name}'{_place(change, named)}"
        case Release(role, to):
            heir = f"; {process.role(to).name} takes what is left" if to else ""
            return f"Let the role {process.role(role).name} go{heir}"


def _by_id(step: str) -> str:
    return f"'{step}'"


def _place(change: Move | Add, named: Callable[[str], str]) -> str:
    after = f" after {named(change.after)}" if change.after else ""
    return after + (f" before {named(change.before)}" if change.before else "")
