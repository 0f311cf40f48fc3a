"""Figures of a report on evidence, each with its interval: in cells of tables, and as plain data with stable keys."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct

from flowtrim.measures import Survey
from flowtrim.measures.observed import Average, Choice, Figure, Observed, ObservedStep, Part, SinceDay, Spread
from flowtrim.reports.media.words import share, whole, worked
from flowtrim.reports.media.workbook import Measured, fill, looks, new_workbook
from flowtrim.rules import Finding
from flowtrim.sentences import counted

FORMAT = "flowtrim-evidence/1"
_SAME = (
    "matched", "never", "guesses", "ambiguous", "variants", "roles", "persons",
    "duration_withheld",
)  # fmt: skip
_HOUR = 3_600_000


class Cell(NamedTuple):
    """What stands in a table: as text, and where it is a figure, as a number with a look for a workbook."""

    text: str
    figure: Measured | None = None


class Table(Struct, frozen=True):
    """A table whose first columns, ``texts`` of them, are texts, and the others figures, set to the right."""

    heads: tuple[str, ...]
    texts: int
    rows: tuple[tuple[Cell, ...], ...]


class Section(Struct, frozen=True):
    """A part of the report: a title, sentences, and what stands in columns."""

    title: str
    lines: tuple[str, ...] = ()
    table: Table | None = None


def table(heads: Sequence[str], texts: int, rows: Sequence[Sequence[Cell | str]]) -> Table:
    """Return a table; texts need no cells of their own."""
    cells = (tuple(Cell(each) if isinstance(each, str) else each for each in row) for row in rows)
    return Table(tuple(heads), texts, tuple(cells))


def number_cell(number: float) -> Cell:
    """Return a count."""
    return Cell(whole(number), Measured(number, "number"))


def figure_cell(figure: Figure | float | None) -> Cell:
    """Return a share, a mean or a median; a bare number is a mean."""
    if isinstance(figure, Spread):
        return time_cell(figure.median)
    told = figure if isinstance(figure, float) or figure is None else figure.figure
    if told is None:
        return Cell("")
    if isinstance(figure, Part):
        return Cell(share(told), Measured(told, "percent"))
    return Cell(f"{told:.2f}", Measured(told, "decimal"))


def time_cell(milliseconds: float) -> Cell:
    """Return a time by the clock on the wall; a workbook has it in hours."""
    return Cell(clock(milliseconds), Measured(milliseconds / _HOUR, "hours"))


def interval_cell(figure: Figure) -> Cell:
    """Return the bounds of a figure; nothing where it is of too few cases."""
    if not figure.interval:
        return Cell("")
    low, high = figure.interval
    if isinstance(figure, Spread):
        return Cell(f"{clock(low)} to {clock(high)}")
    return Cell(f"{_bound(low)}–{_bound(high)}" if isinstance(figure, Part) else f"{max(0.0, low):.2f}–{high:.2f}")


def _bound(of_share: float) -> str:
    # nearly all is not all
    return f"{of_share * 100:.1f}%" if 0.99 <= of_share < 1.0 else share(of_share)


def clock(milliseconds: float) -> str:
    """Say a time by the clock on the wall, on which a day has 24 hours.

    >>> clock(90_000), clock(5_400_000), clock(180_000_000)
    ('1.5 min', '1 h 30 min', '2 d 2 h')
    """
    minutes = milliseconds / 60_000
    if minutes < 480:
        return worked(minutes)
    days, hours = divmod(round(minutes / 60), 24)
    return f"{days} d {hours} h" if days and hours else f"{days} d" if days else f"{hours} h"


def said(figure: Figure) -> str:
    """Say a figure with what it was counted from and its interval.

    >>> said(Part(3, 4))
    '75% (3 of 4; 95% interval 19%–99.4%)'
    >>> said(Average.of_cases({1: 3, 2: 1}))
    '1.25 (5 in 4 cases; 95% interval 0.45–2.05)'
    """
    if figure.figure is None:
        return "none"
    if isinstance(figure, Part):
        of = f"{whole(figure.count)} of {whole(figure.of)}"
    elif isinstance(figure, Average):
        of = f"{whole(figure.total)} in {counted(figure.cases, 'case')}"
    else:
        of = f"{whole(figure.count)} measured"
    bounds = interval_cell(figure).text
    return (
        f"{figure_cell(figure).text} ({of}; 95% interval {bounds})" if bounds else f"{figure_cell(figure).text} ({of})"
    )


def as_xlsx(title: str, findings: Sequence[Finding], sections: Sequence[Section], about: Sequence[str]) -> bytes:
    """Return a report as a workbook, a sheet for each part; the same report gives the same bytes."""
    stream = BytesIO()
    book = new_workbook(stream, title)
    look = looks(book)
    found = [(finding.severity, finding.message, finding.key) for finding in findings]
    fill(book.add_worksheet("Findings"), (("severity", 12), ("finding", 90), ("key", 44)), found, look)
    for section in sections:
        if section.table and section.table.rows:
            texts = section.table.texts
            columns = [(head, 40.0 if n < texts else 22.0) for n, head in enumerate(section.table.heads)]
            rows = [[cell.figure or cell.text for cell in row] for row in section.table.rows]
            fill(book.add_worksheet(section.title[:31]), columns, rows, look)
    lines = [*about, *(line for section in sections for line in section.lines)]
    fill(book.add_worksheet("Log"), [("of what the figures are", 120.0)], [(line,) for line in lines], look)
    book.close()
    return stream.getvalue()


def report(
    survey: Survey, observed: Observed, findings: Sequence[Finding], since: SinceDay | None = None
) -> dict[str, Any]:
    """Return everything observed as plain data; times are milliseconds, undefined figures None."""
    told: dict[str, Any] = msgspec.to_builtins(observed)
    steps = zip(observed.steps, told["steps"], strict=True)
    return {
        "format": FORMAT,
        "process": {"name": survey.process.name},
        "log": told["log"] | {"counted": observed.counted},
        "min_persons": observed.min_persons,
        "findings": [
            {"rule": f.rule, "severity": f.severity, "message": f.message, "at": f.at, "kind": f.kind} for f in findings
        ],
        **({"since": _since(since)} if since else {}),
        **{key: told[key] for key in _SAME},
        "undeclared": {name: work.visits for name, work in observed.undeclared.items()},
        "undeclared_work": told["undeclared"],
        "used": told["used"],
        "conformance": _conformance(observed, told),
        "steps": [_step(survey, step, plain) for step, plain in steps],
        "choices": [_choice(choice) for choice in observed.choices],
        "handoffs": _handoffs(survey, observed),
        "contacts": {
            "a_case": _figure(observed.contacts),
            "cases_with_several": _figure(observed.again),
            "declared_a_case": survey.expected_contacts,
        },
        "duration": _figure(observed.duration),
        "promise": _figure(observed.promise),
        "outcomes": told["outcomes"],
        "separations": [{"steps": s.steps, "by": s.by, "broken": _figure(s.broken)} for s in observed.separations],
    }


def _handoffs(survey: Survey, observed: Observed) -> dict[str, Any]:
    return {
        "observed": observed.handoffs.total if observed.handoffs else None,
        "a_case": _figure(observed.handoffs),
        "declared_a_case": survey.expected_handoffs,
        "ping_pongs": observed.ping_pongs.total if observed.ping_pongs else None,
        "ping_pongs_a_case": _figure(observed.ping_pongs),
        "declared_ping_pongs_a_case": survey.ping_pongs,
        "matrix": observed.matrix,
    }


def _since(found: SinceDay) -> dict[str, Any]:
    return {
        "day": found.day.isoformat(),
        "before": found.before,
        "after": found.after,
        "straddling": found.straddling,
        "differences": [
            {
                "what": each.name,
                "before": _figure(each.before),
                "after": _figure(each.after),
                "interval": [each.change.low, each.change.high],
                "chance": each.change.chance,
                "proved": each.proved,
            }
            for each in found.differences
        ],
        "untold": found.untold,
    }


def _conformance(observed: Observed, told: dict[str, Any]) -> dict[str, Any] | None:
    found = observed.conformance
    if found is None:
        return None
    deviations = told["conformance"]["deviations"]
    return {"moves": _figure(found.allowed), "cases": _figure(found.fitting), "deviations": deviations}


def _choice(choice: Choice) -> dict[str, Any]:
    total = sum(choice.ways.values())
    return {"step": choice.step, "ways": {way: _figure(Part(count, total)) for way, count in choice.ways.items()}}


def _step(survey: Survey, step: ObservedStep, plain: dict[str, Any]) -> dict[str, Any]:
    figures = ("in_a_case", "work", "waiting", "elapsed", "refused")
    return (
        plain
        | {name: _figure(getattr(step, name)) for name in figures}
        | {"declared_visits": survey.visits.get(step.step), "declared_returns": survey.returns.get(step.step)}
    )


def _figure(figure: Figure | None) -> dict[str, Any] | None:
    """Return a figure with what it was counted from and its bounds."""
    if figure is None:
        return None
    interval = list(figure.interval) if figure.interval else None
    if isinstance(figure, Part):
        return {"count": figure.count, "of": figure.of, "share": figure.share, "interval": interval}
    if isinstance(figure, Average):
        return {"cases": figure.cases, "total": figure.total, "mean": figure.mean, "interval": interval}
    return {"count": figure.count, "median": figure.median, "p90": figure.p90, "interval": interval}
