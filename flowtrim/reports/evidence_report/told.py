"""What is told of a process and a log beside it, in the form that was asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from flowtrim.formats import Document
from flowtrim.measures import Survey
from flowtrim.measures.observed import Observed, SinceDay
from flowtrim.reports.evidence_report.evidence_figures import Section, Table, as_xlsx, report
from flowtrim.reports.evidence_report.evidence_sections import sections, since_section
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
from flowtrim.reports.stamp import origin, signed
from flowtrim.rules import Finding
from flowtrim.sentences import counted, messages, quoted

_STYLES = ("document.css", "document_parts.css", "document_paper.css", "evidence.css")
_TOUCHY = "\\`*_[]<>|#"
_LEAST = 16
"""Columns that a text keeps at least before columns of figures are left away."""


class EvidencePage(Struct, frozen=True):
    """The whole report."""

    title: str
    about: str
    log: tuple[str, ...]
    findings: tuple[Finding, ...]
    sections: tuple[Section, ...]
    stamp: str = ""


class Told(Struct, frozen=True, kw_only=True):
    """Everything that a report on evidence is made of; ``accepted`` are the keys of findings that somebody accepted."""

    document: Document
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
        made_from = signed(self.document.file, self.document.digest, self.survey.today)
        return evidence_page(self.survey, self.observed, self.open, self.since, stamp=made_from)


def evidence_page(
    survey: Survey,
    observed: Observed,
    findings: Sequence[Finding],
    since: SinceDay | None = None,
    *,
    stamp: str = "",
) -> EvidencePage:
    """Return the report on a process and what was observed of it, first what differs since a day if that was asked."""
    _ = messages(survey.process.language)
    return EvidencePage(
        title=survey.process.name,
        about=_about(observed),
        log=tuple(_log(observed)),
        findings=tuple(finding._replace(message=_(finding.message)) for finding in findings),
        sections=(*([since_section(since)] if since else []), *sections(survey, observed)),
        stamp=stamp,
    )


def _about(observed: Observed) -> str:
    """Return what every figure is of."""
    log = observed.log
    opened = f", {counted(log.open, 'open case')} apart" if log.open else ""
    return f"{log.name}: {log.first} to {log.last}, {counted(observed.counted, 'case')}{opened}"


def _log(observed: Observed) -> Iterator[str]:
    """Say how the log was understood."""
    log = observed.log
    yield "Understood as: " + ", ".join(f"{field} = {column}" for field, column in log.columns.items()) + "."
    each = log.events / log.cases
    yield (
        f"A case is one value of {quoted(log.columns['case'])}: {log.cases:,} cases with {each:.1f} events each. "
        f"Times are of one zone: {log.zone}."
    )
    if log.tied:
        yield f"{log.tied:,} neighbouring events have the same time; they are taken in the order of the rows."
    if log.open:
        yield f"{counted(log.open, 'case')} were still under way when the log ended, and are in no figure."
    yield from log.remarks
    yield f"Work times of fewer than {observed.min_persons} persons are withheld; nothing is told about persons."


def lines(told: Told, columns: int) -> Iterator[Line]:
    """Yield the report for a terminal."""
    return laid_out(told.page, columns)


def made(told: Told, form: str) -> str | bytes:
    """Return the report as text, JSON, Markdown, HTML or a workbook."""
    if form == "xlsx":
        page = told.page
        return as_xlsx(page.title, page.findings, page.sections, (page.about, *page.log))
    if form == "json":
        made_from = origin(told.document.digest, told.survey.today)
        return as_json([report(told.survey, told.observed, told.open, told.since) | made_from], several=False)
    if form == "markdown":
        return as_markdown(told.page)
    if form == "html":
        return as_html(told.page, _picture(told))
    return "".join("".join(text for text, _ in line).rstrip() + "\n" for line in lines(told, 100))


def as_markdown(page: EvidencePage) -> str:
    """Return the report as Markdown, names being text whatever signs they hold."""
    return "\n".join(_markdown(page)) + "\n"


def _picture(told: Told) -> str:
    """Return the process as it is done, as part of a page; nothing where it cannot be painted."""
    from flowtrim.drawings import DrawingError, render
    from flowtrim.reports.document.report_drawings import inline
    from flowtrim.reports.pictures import as_done

    try:
        return inline(render(as_done(told.survey, told.observed, told.open), "svg"), 1)
    except DrawingError:
        return ""


def as_html(page: EvidencePage, picture: str) -> str:
    """Return the report as a page that needs no network and runs nothing."""
    style = source(*_STYLES)
    against = counted(len(page.findings), "finding")
    speak = "speaks" if len(page.findings) == 1 else "speak"
    verdict = f"{against} {speak} against what is declared." if page.findings else "Nothing speaks against it."
    return filled(
        "evidence.html.j2",
        page=page,
        picture=picture,
        verdict=verdict,
        signs=SIGNS,
        style=style,
        style_hash=digest(style),
    )


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
    for line in (*page.log, page.stamp):
        yield _plain(line) + "\n"


def _table(table: Table) -> Iterator[str]:
    yield _row(table.heads)
    yield "|" + "".join("---|" if n < table.texts else "---:|" for n in range(len(table.heads)))
    yield from (_row([cell.text for cell in row]) for row in table.rows)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(map(_plain, cells)) + " |"


def _plain(text: str) -> str:
    r"""Return a text with the signs of Markdown made letters.

    >>> _plain("a|b *c*")
    'a\\|b \\*c\\*'
    """
    return "".join(f"\\{sign}" if sign in _TOUCHY else sign for sign in washed(text))


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
    yield ()
    yield from text_lines(page.stamp, room, style="dim")


def _section(section: Section, room: int) -> Iterator[Line]:
    yield ((section.title, "strong"),)
    for line in section.lines:
        yield from text_lines(line, room)
    if section.table and section.table.rows:
        yield from _table_lines(_without_empty(section.table), room)


def _without_empty(table: Table) -> Table:
    """Return a table without the columns in which nothing stands."""
    kept = [n for n in range(len(table.heads)) if any(row[n].text for row in table.rows)]
    rows = tuple(tuple(row[n] for n in kept) for row in table.rows)
    return Table(tuple(table.heads[n] for n in kept), sum(n < table.texts for n in kept), rows)


def _table_lines(table: Table, room: int) -> Iterator[Line]:
    """Yield a table; its texts share the room that figures leave, and where that is too little, the last goes."""
    rows = [tuple(washed(cell.text) for cell in row) for row in table.rows]
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
