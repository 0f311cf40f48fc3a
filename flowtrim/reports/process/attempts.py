"""The attempts recorded in a file, in their order: what each would make of the process, and what was learnt."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from msgspec.structs import replace

from flowtrim.changes import apply_plan
from flowtrim.errors import ChangeError
from flowtrim.measures import Survey
from flowtrim.model import Plan, Result
from flowtrim.reports.comparison import ERROR, compared
from flowtrim.reports.process.process_page import Attempt
from flowtrim.sentences import Message, say

RESULTS: dict[Result, str] = {
    "kept": say("was kept"),
    "partly": say("worked in part"),
    "failed": say("failed"),
    "open": say("open"),
}
_TOLD = ("rides", "seconds", "steps", "roles", "handoffs", "unjustified", "work", "duration")
MOST_STEPS = 40_000
"""Steps in all of the plans that are measured: a file of thousands of plans would otherwise be measured for minutes."""


def attempts(survey: Survey, *, chosen: Plan | None = None) -> tuple[Attempt, ...]:
    """Tell every plan of a process, each measured on the process as it is declared now.

    A plan that no longer fits says which of its changes fails and why, instead of figures. Of very many plans the
    first are measured, and the chosen one; the others say that they are not.
    """
    most = max(1, MOST_STEPS // max(1, len(survey.process.steps)))
    return tuple(
        _attempt(survey, plan, plan is chosen, measured=number <= most or plan is chosen)
        for number, plan in enumerate(survey.process.plans, 1)
    )


def _attempt(survey: Survey, plan: Plan, chosen: bool, *, measured: bool) -> Attempt:
    day = f" ({plan.on})" if plan.on else ""
    told = Attempt(f"{plan.name}{day}", plan.result, RESULTS[plan.result], lesson=plan.lesson, chosen=chosen)
    if not measured:
        return replace(told, figures=(say("not measured, for there are too many plans; choose it with --plan"),))
    try:
        after = apply_plan(survey.process, plan.changes)
    except ChangeError as problem:
        return replace(told, misfit=say("It no longer fits. {why}", why=problem.message))
    return replace(told, figures=tuple(_figures(survey, survey.changed(after))))


def _figures(before: Survey, after: Survey) -> Iterator[str]:
    rows = compared(before, after)
    changed = [pair for pair in zip_longest(rows, rows[1:]) if pair[0].key in _TOLD and pair[0].change not in ("", "=")]
    for row, below in changed:
        told = say("{figure} {before} → {after}", figure=row.name, before=row.before, after=row.after)
        if below and below.key == ERROR:
            error = say("{figure} {before} → {after}", figure=below.name, before=below.before, after=below.after)
            told = Message(f"{told} ({error.strip()})", "{figure} ({error})", {"figure": told, "error": error})
        yield told
    if not changed:
        yield say("nothing changes")
