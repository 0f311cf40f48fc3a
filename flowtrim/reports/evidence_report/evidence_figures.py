"""Figures of a report on evidence, each with its interval: in cells of tables, and as plain data with stable keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

import msgspec

from flowtrim.measures import Survey
from flowtrim.measures.observed import Average, Choice, Figure, Observed, ObservedStep, Part, SinceDay, Spread, Unread
from flowtrim.reports.evidence_report.evidence_tables import Cell, Section
from flowtrim.reports.media import rounding
from flowtrim.reports.media.words import measured_share, whole, worked
from flowtrim.reports.media.workbook import Measured, fill, looks, new_workbook
from flowtrim.rules import Finding
from flowtrim.sentences import Digits, Message, counted, quoted_list, say, say_many

FORMAT = "flowtrim-evidence/1"
_SAME = (
    "matched", "never", "guesses", "ambiguous", "variants", "roles", "persons",
    "duration_withheld",
)  # fmt: skip
_HOUR = 3_600_000


def number_cell(number: float) -> Cell:
    """Return a count."""
    return Cell(Digits(whole(number)), Measured(number, "number"))


def figure_cell(figure: Figure | float | None) -> Cell:
    """Return a share, a mean or a median; a bare number is a mean."""
    if isinstance(figure, Spread):
        return time_cell(figure.median)
    told = figure if isinstance(figure, float) or figure is None else figure.figure
    if told is None:
        return Cell("")
    if isinstance(figure, Part):
        return share_cell(told)
    return Cell(Digits(f"{told:.2f}"), Measured(told, "decimal"))


def share_cell(part: float) -> Cell:
    """Return a share of which nothing more is known."""
    return Cell(Digits(measured_share(part)), Measured(part, "percent"))


def time_cell(milliseconds: float) -> Cell:
    """Return a time by the clock on the wall; a workbook has it in hours."""
    return Cell(clock(milliseconds), Measured(milliseconds / _HOUR, "hours"))


def part_cells(part: Part) -> tuple[Cell, Cell, Cell]:
    """Return how often, the share that it is, and the bounds of that."""
    return number_cell(part.count), figure_cell(part), interval_cell(part)


def interval_cell(figure: Figure) -> Cell:
    """Return the bounds of a figure; nothing where it is of too few cases."""
    if not figure.interval:
        return Cell("")
    low, high = figure.interval
    if isinstance(figure, Spread):
        return Cell(say("{low} to {high}", low=clock(low), high=clock(high)))
    shares = isinstance(figure, Part)
    return Cell(Digits(_bounds(low, high) if shares else f"{max(0.0, low):.2f}–{high:.2f}"))


def _bounds(low: float, high: float) -> str:
    """Return the bounds of a share, the outer one of two at the rim not finer than the inner one.

    >>> _bounds(0.9963, 0.99998), _bounds(0.99975, 1.0), _bounds(0.00001, 0.0022), _bounds(0.31, 0.333)
    ('99.6%–100%', '99.98%–100%', '0%–0.2%', '31%–33%')
    """
    finest = max(1, min(map(rounding.decimals, {low, high} - {0.0, 1.0}), default=1))
    return f"{measured_share(low, finest)}–{measured_share(high, finest)}"


def clock(milliseconds: float) -> Message:
    """Say a time by the clock on the wall, on which a day has 24 hours.

    >>> clock(90_000), clock(5_400_000), clock(180_000_000)
    ('1.5 min', '1 h 30 min', '2 d 2 h')
    """
    minutes = milliseconds / 60_000
    if minutes < 480:
        return timed(worked(minutes))
    days, hours = divmod(round(minutes / 60), 24)
    return timed(f"{days:,} d {hours} h" if days and hours else f"{days:,} d" if days else f"{hours} h")


def timed(told: str) -> Message:
    """Return a time of one or two units so that it can be said in a language.

    >>> timed("1 h 30.5 min")
    '1 h 30.5 min'
    """
    words = told.split()
    parts = [_in_unit(Digits(number), unit) for number, unit in zip(words[::2], words[1::2], strict=True)]
    return parts[0] if len(parts) == 1 else say("{large} {small}", large=parts[0], small=parts[1])


def _in_unit(number: Digits, unit: str) -> Message:
    if unit == "min":
        return say("{number} min", number=number)
    return say("{number} h", number=number) if unit == "h" else say("{number} d", number=number)


def said(figure: Figure) -> Message:
    """Say a figure with what it was counted from and its interval.

    >>> said(Part(3, 4))
    '75% (3 of 4; 95% interval 19%–99.4%)'
    >>> said(Average.of_cases({1: 3, 2: 1}))
    '1.25 (5 in 4 cases; 95% interval 0.45–2.05)'
    """
    if figure.figure is None:
        return say("none")
    if isinstance(figure, Part):
        of = say("{count} of {of}", count=figure.count, of=figure.of)
    elif isinstance(figure, Average):
        of = say("{total} in {cases}", total=figure.total, cases=counted(figure.cases, "case"))
    else:
        of = say("{count} measured", count=figure.count)
    told, bounds = figure_cell(figure).text, interval_cell(figure).text
    if bounds:
        return say("{figure} ({of}; 95% interval {bounds})", figure=told, of=of, bounds=bounds)
    return say("{figure} ({of})", figure=told, of=of)


def unread(found: Unread) -> Iterator[Message]:
    """Say what stands in the log and is in no figure."""
    if found.encoding:
        yield say("The text is not in UTF-8: it is taken for {encoding}, of Western Windows.", encoding=found.encoding)
    if found.repeated:
        columns = quoted_list(found.repeated)
        yield say("More than one column is called {columns}: the first one counts.", columns=columns)
    if found.unnamed:
        yield say_many(
            found.unnamed,
            "{number} row names no case or no activity, and is left out.",
            "{number} rows name no case or no activity, and are left out.",
        )
    if found.unpaired:
        yield say_many(
            found.unpaired,
            "{number} start cannot be read, or has no completion at that time or later: no work is measured of it.",
            "{number} starts cannot be read, or have no completion at that time or later: no work is measured of them.",
        )
    yield from _transitions(found.transitions)


def _transitions(found: Mapping[str, int]) -> Iterator[Message]:
    if found:
        yield say_many(
            sum(found.values()),
            "{number} row tells neither of a start nor of a completion, and is left out: {words}.",
            "{number} rows tell neither of a start nor of a completion, and are left out: {words}.",
            words=quoted_list(found, most=6),
        )
    if {"suspend", "resume"} & {*found}:
        yield say("Work includes the time for which it was suspended.")


def as_xlsx(
    title: str, findings: Sequence[Finding], sections: Sequence[Section], about: Sequence[str], _: Callable[[str], str]
) -> bytes:
    """Return a report as a workbook, a sheet for each part, in a language; the same report gives the same bytes."""
    stream = BytesIO()
    book = new_workbook(stream, title)
    look = looks(book)
    found = [(finding.severity, finding.message, finding.key) for finding in findings]
    heads = (_(say("severity")), 12.0), (_(say("finding")), 90.0), (_(say("key")), 44.0)
    fill(book.add_worksheet(_(say("Findings"))), heads, found, look)
    for section in sections:
        if section.table and section.table.rows:
            texts = section.table.texts
            columns = [(head, 40.0 if n < texts else 22.0) for n, head in enumerate(section.table.heads)]
            rows = [[cell.figure or cell.text for cell in row] for row in section.table.rows]
            fill(book.add_worksheet(section.title[:31]), columns, rows, look)
    lines = [*about, *(line for section in sections for line in section.lines)]
    heading = _(say("of what the figures are"))
    fill(book.add_worksheet(_(say("Log"))), [(heading, 120.0)], [(line,) for line in lines], look)
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
