"""What is told of a process and a log beside it, in the form that was asked for."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from flowtrim.measures import Survey
from flowtrim.measures.observed import Observed, SinceDay
from flowtrim.reports.evidence_report.evidence_files import as_html, as_markdown
from flowtrim.reports.evidence_report.evidence_json import report
from flowtrim.reports.evidence_report.evidence_page import EvidencePage, evidence_page
from flowtrim.reports.evidence_report.evidence_text import laid_out
from flowtrim.reports.media.text_lines import Line
from flowtrim.reports.process.process_json import as_json
from flowtrim.rules import Finding


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
