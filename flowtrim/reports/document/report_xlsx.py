"""The report as a workbook: figures, findings, who does what, who hands to whom, steps, KPIs, plan and fates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

from flowtrim.analysis import Analysis
from flowtrim.changes import KINDS, Fate, RoleFate, StepFate, field_word
from flowtrim.changes.difference.diff import Difference
from flowtrim.measures import Survey
from flowtrim.model import Clock, Process, Step
from flowtrim.reports.document.content import Dossier
from flowtrim.reports.document.report_tables import MOST_ROLES, crossing, findings, raci_table
from flowtrim.reports.figure_rows import named_figures
from flowtrim.reports.gain_text import role_name
from flowtrim.reports.media.labels import labels
from flowtrim.reports.media.words import WHOLE_DAY
from flowtrim.reports.media.workbook import Measured, fill, looks, named_column, new_workbook, on_paper, put
from flowtrim.reports.process.process_page import OUTLOOKS
from flowtrim.sentences import listed, messages, names_in_a_row, paragraph, phrase, say

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

    from flowtrim.reports.media.workbook import Look, Value

    Looks = dict[Look, Format]

_FINDINGS = (
    ("Severity", 11),
    ("Rule", 24),
    ("At", 26),
    ("Finding", 70),
    ("Remedy", 44),
    ("Line", 7),
    ("Accepted", 10),
)
_NAME, _ROLE = 44, 14
"""Widths of columns, in characters."""


def as_xlsx(told: Dossier) -> bytes:
    """Return the report as a workbook; the same report gives the same bytes."""
    stream = BytesIO()
    book = new_workbook(stream, told.page.title)
    look, label = looks(book), labels(told.analysis.process.language)
    _figures(book, told, look)
    _findings(book, told, look)
    _raci(book, told.analysis.survey, look)
    _handoffs(book, told.analysis.survey, look)
    tables: tuple[tuple[str, Sequence[tuple[str, float]], Sequence[Sequence[Value]]], ...] = (
        ("Steps", STEP_COLUMNS, list(step_rows(told.analysis))),
        ("Plan", PLAN_COLUMNS, list(plan_rows(told))),
        ("Fate", FATE_COLUMNS, list(fate_rows(told.difference)) if told.difference else []),
        ("KPIs", KPI_COLUMNS, list(kpi_rows(told.analysis))),
    )
    for title, columns, rows in tables:
        if rows:
            fill(book.add_worksheet(label(title)), _titled(columns, label), rows, look, frozen=2)
    book.close()
    return stream.getvalue()


def _figures(book: Workbook, told: Dossier, look: Looks) -> None:
    """Say the verdict, then the figures as numbers, before and after where there is an after."""
    survey = told.analysis.survey
    language = told.analysis.process.language
    tell, label = messages(language), labels(language)
    page = book.add_worksheet(label("Figures"))
    after = told.analysis.after.survey if told.analysis.after else None
    for column, width in enumerate((30, 14, 14, 14, 14)):
        page.set_column(column, column, width)
    on_paper(page)
    put(page, 0, 0, told.page.title, look, as_="title")
    put(page, 1, 0, tell(told.page.verdict.text), look, as_=OUTLOOKS[told.page.verdict.outlook][1])
    page.merge_range(2, 0, 2, 4, "", look["fact"])
    put(page, 2, 0, tell(told.page.verdict.meaning), look)
    page.set_row(2, 34)
    put(page, 3, 0, f"{told.page.file} · {tell(told.page.stamp)}", look, as_="note")
    heads = ("Figure", "Unit", "Before", "After", "Change") if after else ("Figure", "Unit", "Amount")
    for column, head in enumerate(heads):
        put(page, 4, column, label(head), look, as_="head")
    for line, row in enumerate(_figure_rows(survey, after), 5):
        for column, value in enumerate(row):
            put(page, line, column, label(value) if isinstance(value, str) else value, look)
    page.freeze_panes(5, 1)


def _figure_rows(survey: Survey, after: Survey | None) -> Iterator[tuple[Value, ...]]:
    for name, unit, (value, *rest) in named_figures(survey, *([after] if after else [])):
        later = rest[0] if rest else None
        told, shown = _unit(unit, survey.process.clock, value, later)
        if after is None:
            yield name, told, shown(value)
            continue
        change = None if value is None or later is None else round(later - value, 6)
        yield name, told, shown(value), shown(later), shown(change)


def _unit(unit: str, clock: Clock, *values: float | None) -> tuple[str, Callable[[float | None], Value]]:
    """Return a unit as people say it, and how a number is shown in it: minutes as hours, or as days if they last."""
    if unit == "share":
        return "%", partial(_measured, by=1, look="percent")
    if unit != "minutes":
        return unit or "count", _as_it_is
    if max((value for value in values if value is not None), default=0) < clock.day:
        return "h", partial(_measured, by=60, look="hours")
    return "d" if clock.day >= WHOLE_DAY else "working days", partial(_measured, by=clock.day, look="days")


def _as_it_is(value: float | None) -> Value:
    return value


def _measured(value: float | None, *, by: float, look: Look) -> Value:
    return None if value is None else Measured(value / by, look)


def _findings(book: Workbook, told: Dossier, look: Looks) -> None:
    label = labels(told.analysis.process.language)
    page = book.add_worksheet(label("Findings"))
    rows = ((label(severity), *rest) for severity, *rest in finding_rows(told.analysis))
    lines = fill(page, _titled(_FINDINGS, label), rows, look)
    for severity in ("error", "warning", "hint"):
        rule = {"type": "cell", "criteria": "==", "value": f'"{label(severity)}"', "format": look[severity]}
        page.conditional_format(1, 0, max(1, lines), 0, rule)


def _raci(book: Workbook, survey: Survey, look: Looks) -> None:
    table = raci_table(survey, most=None)
    columns = (
        (labels(survey.process.language)("Step"), _NAME),
        *(named_column(name, _ROLE) for name in table.columns),
    )
    rows = ((name, *(cell.figure for cell in cells)) for name, cells in table.rows)
    fill(book.add_worksheet("RACI"), columns, rows, look)


def _handoffs(book: Workbook, survey: Survey, look: Looks) -> None:
    """Write who hands to whom as a heat map, the total last."""
    cells, label = crossing(survey), labels(survey.process.language)
    givers, takers = (list(dict.fromkeys(getattr(cell, side) for cell in cells)) for side in ("giver", "taker"))
    givers, takers = givers[:MOST_ROLES], takers[:MOST_ROLES]
    count = {(cell.giver, cell.taker): cell.static for cell in cells}
    name = {role: role_name(role, survey.process) for role in (*givers, *takers)}
    roles = (named_column(name[taker], _ROLE) for taker in takers)
    columns = ((label("From \\ to"), 30), *roles, (label("in all"), 9))
    page = book.add_worksheet(label("Handoffs"))
    rows = (
        (name[giver], *(count.get((giver, taker)) for taker in takers), sum(count.get((giver, t), 0) for t in takers))
        for giver in givers
    )
    lines = fill(page, columns, rows, look)
    if lines:
        scale = {
            "type": "2_color_scale",
            "min_type": "num",
            "min_value": 0,
            "min_color": "#FFFFFF",
            "max_color": "#5B9BD5",
        }
        page.conditional_format(1, 1, lines, len(takers), scale)


Columns = tuple[tuple[str, float], ...]
"""Titles, and widths in characters."""


def _titled(columns: Sequence[tuple[str, float]], label: Callable[[str], str]) -> Columns:
    """Return columns with their titles in a language, each wide enough for the longest word of its own."""
    return tuple(named_column(label(title), room) for title, room in columns)


STEP_COLUMNS: Columns = (
    ("No.", 6), ("Step", 44), ("Owner", 22), ("Kind", 11), ("Why", 50), ("Serves", 11), ("Source", 20),
    ("Needs", 24), ("Delivers", 24), ("System", 16), ("Takes", 11), ("Waits", 11), ("Reviewed", 12),
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
_FATES: dict[Fate, str] = {
    "kept": say("as before"), "moved": say("moved"), "merged": say("merged"), "split": say("split"),
    "dropped": say("dropped"), "new": say("new"),
}  # fmt: skip
KPI_COLUMNS: Columns = (
    ("No.", 6), ("KPI", 30), ("What", 40), ("Why", 40), ("Action", 40), ("Formula", 30), ("Target", 14), ("Owner", 22),
    ("Reviewed", 12), ("Due", 12), ("Overdue", 9), ("Seconds to say", 9), ("Fits in a ride", 9), ("Missing", 24),
)  # fmt: skip


def step_rows(analysis: Analysis) -> Iterator[tuple[Value, ...]]:
    """Yield a row for each performed step, in the order of the file."""
    process, numbers = analysis.process, analysis.survey.numbers
    tell = messages(process.language)
    found = Counter(placed.finding.at for placed in analysis.placed if placed.finding.kind == "step")
    for step in process.work:
        yield (
            _numeral(numbers[step.id]), step.name, _owner(step.owner, process), tell(KINDS[step.kind]), step.why,
            _served(step, tell), step.source, ", ".join(step.inputs), ", ".join(step.outputs), step.system,
            *_times(step),
            step.reviewed.isoformat() if step.reviewed else None, found[step.id], step.part, step.id,
        )  # fmt: skip


def _served(step: Step, tell: Callable[[str], str]) -> str | None:
    return tell(phrase(step.serves)) if step.serves else None


def _numeral(number: str) -> Value:
    """Return the number of a step as a number, by which a column can be sorted; one with a letter stays a text."""
    return int(number) if number.isdecimal() else number


def _times(step: Step) -> Iterator[Value]:
    """Yield how long a step takes and waits, in hours, so that a column has one unit and can be summed."""
    return (_measured(minutes, by=60, look="hours") for minutes in (step.takes, step.waits))


def finding_rows(analysis: Analysis) -> Iterator[tuple[str, *tuple[Value, ...]]]:
    """Yield a row for each finding, worst first, with its severity first of all."""
    yes = messages(analysis.process.language)(say("yes"))
    for one in findings(analysis):
        remedy = ". ".join(one.remedy)
        yield one.severity, one.rule, one.subject, one.message, remedy, one.line, yes if one.accepted else None


def plan_rows(told: Dossier) -> Iterator[tuple[Value, ...]]:
    """Yield a row for each change of the plan or proposal, with its reason."""
    tell = messages(told.analysis.process.language)
    for stage in told.stages:
        for one in stage.deeds:
            safe = tell(say("safe") if one.safe else say("ask first")) if told.trim else None
            yield one.number, one.text, stage.title, one.because, one.rule, one.saves, safe, paragraph(one.against)


def fate_rows(difference: Difference) -> Iterator[tuple[Value, ...]]:
    """Yield a row for each performed step and each role: what becomes of it, and why."""
    yield from (_step_fate(fate, difference) for fate in difference.steps if fate.is_work)
    yield from (_role_fate(fate, difference) for fate in difference.roles)


def _step_fate(fate: StepFate, difference: Difference) -> tuple[Value, ...]:
    before, after = difference.before, difference.after
    step = before.step(fate.before) if fate.before else after.step(fate.after or "")
    was = _owner(before.step(fate.before).owner, before) if fate.before else None
    now = _owner(after.step(fate.after).owner, after) if fate.after else None
    parts = fate.into or ((fate.to,) if fate.fate == "merged" and fate.to and after.has_step(fate.to) else ())
    into = listed([after.step(part).name for part in parts]) or None
    tell = messages(before.language)
    because = tell(fate.because) if fate.because else None
    return tell(say("step")), step.name, tell(_FATES[fate.fate]), was, now, tell(into) if into else None, because


def _role_fate(fate: RoleFate, difference: Difference) -> tuple[Value, ...]:
    into = difference.after.role(fate.to).name if fate.to else None
    tell = messages(difference.before.language)
    because = tell(fate.because) if fate.because else None
    return tell(say("role")), fate.name, tell(_FATES[fate.fate]), None, None, into, because


def kpi_rows(analysis: Analysis) -> Iterator[tuple[Value, ...]]:
    """Yield a row for each KPI with what is said of it."""
    survey = analysis.survey
    tell = messages(survey.process.language)
    yes = tell(say("yes"))
    for number, (kpi, audit) in enumerate(zip(survey.process.kpis, survey.kpis, strict=True), 1):
        yield (
            number, kpi.name, kpi.what, kpi.why, kpi.action, kpi.formula, kpi.target, kpi.owner,
            audit.last.isoformat() if audit.last else None, audit.due.isoformat() if audit.due else None,
            yes if audit.overdue else None, round(audit.speech.seconds, 1), yes if audit.speech.fits else None,
            tell(names_in_a_row(*map(field_word, audit.missing))),
        )  # fmt: skip


def _owner(role: str | None, process: Process) -> str | None:
    return role_name(role, process) if role else None
