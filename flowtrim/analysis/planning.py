"""A plan of a file carried out: the process as it would be, beside the file it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from flowtrim.errors import ChangeError, UnknownNameError
from flowtrim.sentences import did_you_mean, nearest, quoted, say

if TYPE_CHECKING:
    from flowtrim.formats import Document
    from flowtrim.model import Plan, Process


def find_plan(process: Process, name: str) -> Plan:
    """Return the plan of that name, the last one where several share it.

    Raises:
        UnknownNameError: there is none; the message guesses which one was meant.
    """
    plans = {plan.name: plan for plan in process.plans}
    if name in plans:
        return plans[name]
    if not plans:
        raise UnknownNameError(f"There is no plan '{name}': the process has no plans yet.")
    hint = did_you_mean(nearest(name, plans)) or f" There are: {', '.join(plans)}."
    raise UnknownNameError(f"There is no plan '{name}'.{hint}")


def planned(document: Document, plan: Plan) -> Document:
    """Return the document as it would be after a plan; its places are those of the file as it is.

    Raises:
        ChangeError: the plan does not fit the process any more; the message names the change that fails, and why.
    """
    from flowtrim.changes import apply_plan

    try:
        after = apply_plan(document.process, plan.changes)
    except ChangeError as problem:
        parts = {"file": document.file, "plan": quoted(plan.name), "problem": problem.message}
        raise ChangeError(say("{file}: the plan {plan} does not fit any more. {problem}", **parts)) from problem
    return replace(document, process=after, text="", digest="")


def leading_plan(before: Process, after: Process) -> Plan | None:
    """Return the recorded plan that leads from one process to the other, the last one where there are several."""
    from flowtrim.changes import apply_plan

    for plan in reversed((*before.plans, *after.plans)):
        try:
            made = apply_plan(before, plan.changes)
        except ChangeError:
            continue
        if plan.changes and made.steps == after.steps:
            return plan
    return None
