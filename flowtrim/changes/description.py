"""A change in words, as messages and lists name it."""

from __future__ import annotations

from flowtrim.model import Add, Assign, Change, Drop, Edit, Merge, Move, Parallel, Release


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
            return f"merge {_listed(steps)}"
        case Move(step, after, before):
            return f"move '{step}'{_place(after, before)}"
        case Parallel(steps):
            return f"let {_listed(steps)} run in parallel"
        case Edit(step, values):
            return "edit " + (f"'{step}'" if step else "the process") + f" ({', '.join(values)})"
        case Add(step, after, before):
            return f"add '{step.id}'{_place(after, before)}"
        case Release(role, to):
            return f"release '{role}'" + (f" and give its work to '{to}'" if to else "")


def _listed(steps: tuple[str, ...]) -> str:
    return ", ".join(f"'{step}'" for step in steps)


def _place(after: str | None, before: str | None) -> str:
    return (f" after '{after}'" if after else "") + (f" before '{before}'" if before else "")
