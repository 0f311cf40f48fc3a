"""The rows of the tables in a workbook: steps, findings, KPIs, the plan, and what becomes of every step and role."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flowtrim.analysis import Analysis
from flowtrim.changes import Difference, RoleFate, StepFate
from flowtrim.model import Process
from flowtrim.reports.change_text import role_name
from flowtrim.reports.document.content import Dossier
from flowtrim.reports.document.tables import findings

if TYPE_CHECKING:
    from flowtrim.reports.media.workbook import Value

Columns = tuple[tuple[str, float], ...]
"""Titles, and widths in characters."""

STEP_COLUMNS: Columns = (
    ("No.", 6), ("Step", 44), ("Owner", 22), ("Kind", 11), ("Why", 50), ("Serves", 11), ("Source", 20),
    ("Needs", 24), ("Delivers", 24), ("System", 16), ("Takes (min)", 11), ("Waits (min)", 11), ("Reviewed", 12),
    ("Findings", 9), ("Part", 18), ("Id", 20),
)  # fmt: skip
PLAN_COLUMNS: Columns = (
    ("No.", 6), ("Change", 60), ("Stage", 26), ("Because", 50), ("Rule", 24), ("Saves", 30), ("Safe or ask", 11),
    ("What stands against it", 60),
)  # fmt: skip
FATE_COLUMNS: Columns = (
    ("Step or role", 11), ("Name", 50), ("Fate", 11), ("Owner before", 22), ("Owner after", 22), ("Goes into", 40),
    ("Because", 60),
)  # fmt: skip
KPI_COLUMNS: Columns = (
    ("No.", 6), ("KPI", 30), ("What", 40), ("Why", 40), ("Action", 40), ("Formula", 30), ("Target", 14), ("Owner", 22),
    ("Reviewed", 12), ("Due", 12), ("Overdue", 9), ("Seconds to say", 9), ("Fits in a ride", 9), ("Missing", 24),
)  # fmt: skip


def step_rows(analysis: Analysis) -> Iterator[tuple[Value, ...]]:
    """Yield a row for each performed step, in the order of the file."""
    process = analysis.process
    found = Counter(placed.finding.at for placed in analysis.placed if placed.finding.kind == "step")
    for number, step in enumerate(process.work, 1):
        yield (
            number, step.name, _owner(step.owner, process), step.kind, step.why, step.serves, step.source,
            ", ".join(step.inputs), ", ".join(step.outputs), step.system, step.takes, step.waits,
            step.reviewed.isoformat() if step.reviewed else None, found[step.id], step.part, step.id,
        )  # fmt: skip


def finding_rows(analysis: Analysis) -> Iterator[tuple[Value, ...]]:
    """Yield a row for each finding, worst first."""
    for one in findings(analysis):
        remedy = ". ".join(one.remedy)
        yield one.severity, one.rule, one.subject, one.message, remedy, one.line, one.accepted


def plan_rows(told: Dossier) -> Iterator[tuple[Value, ...]]:
    """Yield a row for each change of the plan or proposal, with its reason."""
    for stage in told.stages:
        for one in stage.deeds:
            safe = ("safe" if one.safe else "ask") if told.trim else None
            yield one.number, one.text, stage.title, one.because, one.rule, one.saves, safe, " ".join(one.against)


def fate_rows(difference: Difference) -> Iterator[tuple[Value, ...]]:
    """Yield a row for each performed step and each role: what becomes of it, and why."""
    yield from (_step_fate(fate, difference) for fate in difference.steps if fate.is_work)
    yield from (_role_fate(fate, difference) for fate in difference.roles)


def _step_fate(fate: StepFate, difference: Difference) -> tuple[Value, ...]:
    before, after = difference.before, difference.after
    was = _owner(before.step(fate.before).owner, before) if fate.before else None
    now = _owner(after.step(fate.after).owner, after) if fate.after else None
    into = after.step(fate.to).name if fate.fate == "merged" and fate.to and after.has_step(fate.to) else None
    return "step", fate.name, fate.fate, was, now, into, fate.because


def _role_fate(fate: RoleFate, difference: Difference) -> tuple[Value, ...]:
    into = difference.after.role(fate.to).name if fate.to else None
    return "role", fate.name, fate.fate, None, None, into, fate.because


def kpi_rows(analysis: Analysis) -> Iterator[tuple[Value, ...]]:
    """Yield a row for each KPI with what is said of it."""
    survey = analysis.survey
    for number, (kpi, audit) in enumerate(zip(survey.process.kpis, survey.kpis, strict=True), 1):
        yield (
            number, kpi.name, kpi.what, kpi.why, kpi.action, kpi.formula, kpi.target, kpi.owner,
            audit.last.isoformat() if audit.last else None, audit.due.isoformat() if audit.due else None,
            audit.overdue, round(audit.speech.seconds, 1), audit.speech.fits, ", ".join(audit.missing),
        )  # fmt: skip


def _owner(role: str | None, process: Process) -> str | None:
    return role_name(role, process) if role else None
