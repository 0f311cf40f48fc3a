"""What is told of a process and a log beside it, in the form that was asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from flowtrim.formats import Document
from flowtrim.measures import Survey
from flowtrim.measures.observed import Log, Observed, SinceDay
from flowtrim.reports.evidence_report.evidence_figures import as_xlsx, report, unread
from flowtrim.reports.evidence_report.evidence_sections import sections, since_section
from flowtrim.reports.evidence_report.evidence_tables import Section, Table, in_language, table_lines, without_empty
from flowtrim.reports.media.html import digest, filled, source
from flowtrim.reports.media.text_lines import (
    NARROWEST,
    WIDEST,
    Line,
    text_lines,
    title_lines,
    washed,
)
from flowtrim.reports.process.process_json import as_json
from flowtrim.reports.process.process_text import SIGNS
from flowtrim.reports.stamp import origin, signed
from flowtrim.rules import Finding
from flowtrim.sentences import Digits, Message, counted, messages, quoted, say, say_many

_STYLES = ("document.css", "document_parts.css", "document_paper.css", "evidence.css")
_TOUCHY = "\\`*_[]<>|#"


_READ = say("How the log was read")
_NOTHING = say("Nothing in the log speaks against what is declared.")


class EvidencePage(Struct, frozen=True):
    """The whole report."""

    title: str
    language: str | None
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
    """Return the report on a process and what was observed of it, first what differs since a day if that was asked.

    Steps are named with their numbers, as in the picture.
    """
    language, names = survey.process.language, survey.quoted_steps
    _ = messages(language)
    told = (*([since_section(since)] if since else []), *sections(survey, observed))
    return EvidencePage(
        title=survey.process.name,
        language=language,
        about=_(_about(observed)),
        log=tuple(map(_, _log(observed))),
        findings=tuple(
            finding._replace(message=names.numbered(_(finding.message), finding.about)) for finding in findings
        ),
        sections=tuple(in_language(section, language) for section in told),
        stamp=_(stamp),
    )


def _about(observed: Observed) -> Message:
    """Return what every figure is of."""
    log = observed.log
    told = {"log": log.name, "first": log.first, "last": log.last, "cases": counted(observed.counted, "case")}
    if log.open:
        return say("{log}: {first} to {last}, {cases}, {open} apart", **told, open=counted(log.open, "open case"))
    return say("{log}: {first} to {last}, {cases}", **told)


def _log(observed: Observed) -> Iterator[Message]:
    """Say how the log was understood."""
    log = observed.log
    columns = ", ".join(f"{field} = {column}" for field, column in log.columns.items())
    yield say("Understood as: {columns}.", columns=columns)
    yield say(
        "A case is one value of {column}: {cases} with {events} events each.",
        column=quoted(log.columns["case"]),
        cases=counted(log.cases, "case"),
        events=Digits(f"{log.events / log.cases:.1f}"),
    )
    if log.rows > log.events:
        yield say("{rows} rows tell of {events} completions: those are the events.", rows=log.rows, events=log.events)
    if log.zone:
        yield say("Times are of one zone: {zone}.", zone=log.zone)
    else:
        yield say("No time says its zone: all are taken to be of one; --zone names it.")
    yield from _order(log)
    yield from unread(log.unread)
    yield say(
        "Work times of fewer than {persons} persons are withheld; nothing is told about persons.",
        persons=observed.min_persons,
    )


def _order(log: Log) -> Iterator[Message]:
    """Say what is known of the order of events, and which cases are not over."""
    if log.by_day:
        yield say("No time says an hour: the order within a day is that of the rows, and times of steps are not told.")
    if log.tied:
        yield say_many(
            log.tied,
            "{number} event has the time of the one before it in its case; they are taken in the order of the rows.",
            "{number} events have the time of the one before in their case; they are taken in the order of the rows.",
        )
    if log.open:
        yield say_many(
            log.open,
            "{number} case was still under way when the log ended, and is in no figure.",
            "{number} cases were still under way when the log ended, and are in no figure.",
        )


def lines(told: Told, columns: int) -> Iterator[Line]:
    """Yield the report for a terminal."""
    return laid_out(told.page, columns)


def made(told: Told, form: str) -> str | bytes:
    """Return the report as text, JSON, Markdown, HTML or a workbook."""
    if form == "xlsx":
        page = told.page
        _ = messages(page.language)
        return as_xlsx(page.title, page.findings, page.sections, (page.about, *page.log), _)
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
    from flowtrim.drawings import night_style

    style = source(*_STYLES) + night_style()
    return filled(
        "evidence.html.j2",
        page=page,
        picture=picture,
        words={key: messages(page.language)(word) for key, word in _words(len(page.findings)).items()},
        signs=SIGNS,
        style=style,
        style_hash=digest(style),
    )


def _words(findings: int) -> dict[str, Message]:
    """Return the words of the page that are no figures."""
    against = say_many(
        findings,
        "{number} finding speaks against what is declared.",
        "{number} findings speak against what is declared.",
    )
    return {
        "verdict": against if findings else _NOTHING,
        "what_a_log_shows": say("what a log shows"),
        "findings": say("What speaks against what is declared"),
        "picture": say("What really happens"),
        "as_done": say("The process as it is done"),
        "log": _READ,
    }


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
    yield f"\n## {messages(page.language)(_READ)}\n"
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
        yield from text_lines(messages(page.language)(_NOTHING), room, first=("✓ ", "good"))
    for section in page.sections:
        yield ()
        yield from _section(section, room)
    yield ()
    yield ((messages(page.language)(_READ), "strong"),)
    for line in page.log:
        yield from text_lines(line, room)
    yield ()
    yield from text_lines(page.stamp, room, style="dim")


def _section(section: Section, room: int) -> Iterator[Line]:
    yield ((section.title, "strong"),)
    for line in section.lines:
        yield from text_lines(line, room)
    if section.table and section.table.rows:
        yield from table_lines(without_empty(section.table), room)
