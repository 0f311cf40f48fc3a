"""What is told of a process and a log beside it, in the form that was asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from flowtrim.measures import Survey
from flowtrim.measures.observed import Choice, Observed, ObservedStep, Part, SinceDay
from flowtrim.reports.evidence_report.evidence_page import EvidencePage, Section, Table, evidence_page
from flowtrim.reports.media.html import digest, filled, source
from flowtrim.reports.media.text_lines import (
    NARROWEST,
    WIDEST,
    Line,
    padded,
    shortened,
    text_lines,
    title_lines,
    washed,
    width,
)
from flowtrim.reports.process.process_json import as_json
from flowtrim.reports.process.process_text import SIGNS
from flowtrim.rules import Finding
from flowtrim.sentences import counted

_STYLES = ("document.css", "document_parts.css", "document_paper.css", "evidence.css")
_TOUCHY = "\\`*_[]<>|#"
FORMAT = "flowtrim-evidence/1"
_LEAST = 16
"""Columns that a text keeps at least before columns of figures are left away."""


class Told(Struct, frozen=True, kw_only=True):
    """Everything that a report on evidence is made of; ``accepted`` are the keys of findings that somebody accepted."""

    survey: Survey
    observed: Observed
    findings: tuple[Finding, ...]
    accepted: frozenset[str] = frozenset()
    since: SinceDay | None = None

    @property
    def open(self) -> tuple[Finding, ...]:
        """The findings that nobody accepted."""
        return tuple(finding for finding in self.findings if finding.key not in self.accepted)

    @property
    def page(self) -> EvidencePage:
        """The report as titles, sentences and tables."""
        return evidence_page(self.survey, self.observed, self.open, self.since)


def lines(told: Told, columns: int) -> Iterator[Line]:
    """Yield the report for a terminal."""
    return laid_out(told.page, columns)


def made(told: Told, form: str) -> str:
    """Return the report as text, JSON, Markdown or HTML."""
    if form == "json":
        return as_json([report(told.survey, told.observed, told.open, told.since)], several=False)
    if form == "markdown":
        return as_markdown(told.page)
    if form == "html":
        return as_html(told.page)
    return "".join("".join(text for text, _ in line).rstrip() + "\n" for line in lines(told, 100))


def as_markdown(page: EvidencePage) -> str:
    """Return the report as Markdown, names being text whatever signs they hold."""
    return "\n".join(_markdown(page)) + "\n"


def as_html(page: EvidencePage) -> str:
    """Return the report as a page that needs no network and runs nothing."""
    style = source(*_STYLES)
    against = counted(len(page.findings), "finding")
    verdict = f"{against} speak against what is declared." if page.findings else "Nothing speaks against it."
    return filled("evidence.html.j2", page=page, verdict=verdict, signs=SIGNS, style=style, style_hash=digest(style))


def _markdown(page: EvidencePage) -> Iterator[str]:
    yield f"# {_plain(page.title)}"
    yield f"\n{_plain(page.about)}\n"
    for finding in page.findings:
        yield f"- {SIGNS[finding.severity]} {_plain(finding.message)} ({_plain(finding.key)})"
    for section in page.sections:
        yield f"\n## {_plain(section.title)}\n"
        for line in section.lines:
            yield _plain(line) + "\n"
        if section.table and section.table.rows:
            yield from _table(section.table)
    yield "\n## How the log was read\n"
    for line in page.log:
        yield _plain(line) + "\n"


def _table(table: Table) -> Iterator[str]:
    yield _row(table.heads)
    yield "|" + "".join("---|" if n < table.texts else "---:|" for n in range(len(table.heads)))
    yield from map(_row, table.rows)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(map(_plain, cells)) + " |"


def _plain(text: str) -> str:
    r"""Return a text with the signs of Markdown made letters.

    >>> _plain("a|b *c*")
    'a\\|b \\*c\\*'
    """
    return "".join(f"\\{sign}" if sign in _TOUCHY else sign for sign in washed(text))


def report(
    survey: Survey, observed: Observed, findings: Sequence[Finding], since: SinceDay | None = None
) -> dict[str, Any]:
    """Return everything observed as plain data; times are milliseconds, undefined figures None."""
    told: dict[str, Any] = msgspec.to_builtins(observed)
    steps = zip(observed.steps, told["steps"], strict=True)
    same = ("matched", "never", "undeclared", "guesses", "ambiguous", "variants", "roles", "persons", "duration")
    return {
        "format": FORMAT,
        "process": {"name": survey.process.name},
        "log": told["log"] | {"counted": observed.counted},
        "min_persons": observed.min_persons,
        "findings": [
            {"rule": f.rule, "severity": f.severity, "message": f.message, "at": f.at, "kind": f.kind} for f in findings
        ],
        **({"since": _since(since)} if since else {}),
        **{key: told[key] for key in same},
        "conformance": _conformance(observed, told),
        "steps": [_step(survey, step, plain) for step, plain in steps],
        "choices": [_choice(choice) for choice in observed.choices],
        "handoffs": {
            "observed": observed.handoffs,
            "ping_pongs": observed.ping_pongs,
            "declared_a_case": survey.expected_handoffs,
            "matrix": told["matrix"],
        },
        "contacts": {"visits": observed.contacts, "cases_with_several": observed.again},
        "promise": _part(observed.promise),
        "outcomes": told["outcomes"],
        "separations": [{"steps": s.steps, "by": s.by, "broken": _part(s.broken)} for s in observed.separations],
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
                "before": _part(each.before),
                "after": _part(each.after),
                "interval": list(each.interval),
                "proved": each.proved,
            }
            for each in found.differences
        ],
    }


def _conformance(observed: Observed, told: dict[str, Any]) -> dict[str, Any] | None:
    found = observed.conformance
    if found is None:
        return None
    deviations = told["conformance"]["deviations"]
    return {"moves": _part(found.allowed), "cases": _part(found.fitting), "deviations": deviations}


def _choice(choice: Choice) -> dict[str, Any]:
    total = sum(choice.ways.values())
    return {"step": choice.step, "ways": {way: _part(Part(count, total)) for way, count in choice.ways.items()}}


def _step(survey: Survey, step: ObservedStep, plain: dict[str, Any]) -> dict[str, Any]:
    return plain | {"refused": _part(step.refused), "declared_visits": survey.visits.get(step.step)}


def _part(part: Part | None) -> dict[str, Any] | None:
    """Return a share with what it was counted from and its bounds."""
    if part is None:
        return None
    return {"count": part.count, "of": part.of, "share": part.share, "interval": list(part.interval)}


def laid_out(page: EvidencePage, columns: int) -> Iterator[Line]:
    """Yield the lines of a report, none wider than the columns."""
    room = min(max(columns, NARROWEST), WIDEST)
    yield from title_lines(page.title, room)
    yield from text_lines(page.about, room, style="dim")
    yield ()
    for finding in page.findings:
        first = (f"{SIGNS[finding.severity]} ", finding.severity)
        yield from text_lines(finding.message, room, first=first)
        yield from text_lines(finding.key, room, first=("  ", "plain"), style="dim")
    if not page.findings:
        yield from text_lines("Nothing in the log speaks against what is declared.", room, first=("✓ ", "good"))
    for section in page.sections:
        yield ()
        yield from _section(section, room)
    yield ()
    yield (("How the log was read", "strong"),)
    for line in page.log:
        yield from text_lines(line, room)


def _section(section: Section, room: int) -> Iterator[Line]:
    yield ((section.title, "strong"),)
    for line in section.lines:
        yield from text_lines(line, room)
    if section.table and section.table.rows:
        yield from _table_lines(_without_empty(section.table), room)


def _without_empty(table: Table) -> Table:
    """Return a table without the columns in which nothing stands."""
    kept = [n for n in range(len(table.heads)) if any(row[n] for row in table.rows)]
    rows = tuple(tuple(row[n] for n in kept) for row in table.rows)
    return Table(tuple(table.heads[n] for n in kept), sum(n < table.texts for n in kept), rows)


def _table_lines(table: Table, room: int) -> Iterator[Line]:
    """Yield a table; its texts share the room that figures leave, and where that is too little, the last goes."""
    rows = [tuple(map(washed, row)) for row in table.rows]
    sizes = [max(width(head), *(width(row[n]) for row in rows)) for n, head in enumerate(table.heads)]
    while (found := _fitted(sizes, table.texts, room)) is None and len(sizes) > 1:
        sizes.pop()
    fitted = found or [room]
    yield ((_row_line(table.heads, fitted, table.texts), "dim"),)
    for row in rows:
        yield ((_row_line(row, fitted, table.texts), "plain"),)


def _fitted(sizes: Sequence[int], texts: int, room: int) -> list[int] | None:
    """Return widths that fit into the room, the texts being shortened; None where even that is too wide."""
    left = room - 2 * (len(sizes) - 1) - sum(sizes[texts:])
    fitted = list(sizes)
    for done, n in enumerate(sorted(range(texts), key=lambda n: sizes[n])):
        fitted[n] = min(sizes[n], left // (texts - done))
        left -= fitted[n]
    return fitted if all(fitted[n] >= min(sizes[n], _LEAST) for n in range(texts)) and left >= 0 else None


def _row_line(cells: Sequence[str], sizes: Sequence[int], texts: int) -> str:
    told = []
    for n, (cell, size) in enumerate(zip(cells, sizes, strict=False)):
        short = shortened(cell, size)
        told.append(padded(short, size) if n < texts else " " * (size - width(short)) + short)
    return "  ".join(told).rstrip()
