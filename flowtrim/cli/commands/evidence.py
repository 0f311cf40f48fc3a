"""Say what an event log shows beside a process."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from flowtrim.cli import options
from flowtrim.cli.reader import columns_told

if TYPE_CHECKING:
    from flowtrim.cli.effective_settings import Prevailing
    from flowtrim.formats import Document
    from flowtrim.reports.media.terminal import When

FORMS = ("text", "json")


@click.command()
@click.argument("file", metavar="FILE")
@click.argument("log", metavar="LOG")
@click.option(
    "--format", "form", type=click.Choice(FORMS), help="By default what the ending of the written file says, else text."
)
@click.option("-o", "--output", metavar="REPORT", help="Write to a file instead; an existing one is replaced.")
@click.option(
    "--map",
    "columns",
    multiple=True,
    callback=columns_told,
    metavar="COLUMN=FIELD",
    help="What a column means: case, activity, time, start, lifecycle, instance, resource, role or outcome.",
)
@click.option("--zone", metavar="ZONE", help="The zone of times that say none, such as Europe/Berlin.")
@click.option(
    "--dates",
    "order",
    type=click.Choice(("day-first", "month-first")),
    help="Which comes first in dates such as 03/04/2026.",
)
@click.option("--roles", metavar="TABLE", help="A CSV of two columns, resource and role; it stays where it is.")
@options.profile
@options.settings
@options.today
@options.colour
def command(**given: Any) -> int:
    """Say what really happens, by an event log, beside what is declared.

    FILE is a process file. LOG is a table (CSV, Parquet, XLSX) or XES log of events, each with its case, its activity
    and its time. Findings are about steps and roles, never about persons. Exits with 1 when an error is found.
    """
    from flowtrim.cli.endings import form_of

    given["form"] = given["form"] or form_of(given["output"], FORMS, otherwise="text")
    return Evidence(**given).carry_out()


class Evidence(Struct, frozen=True, kw_only=True):
    """The options of ``evidence``, as one value."""

    file: str
    log: str
    form: str
    output: str | None
    columns: dict[str, str]
    zone: str | None
    order: str | None
    roles: str | None
    profile: str | None
    settings: Prevailing
    today: date
    colour: When

    def carry_out(self) -> int:
        """Read the log beside the process, tell what it shows, and return 1 where that is an error."""
        from pathlib import Path

        from flowtrim.cli.paths import single
        from flowtrim.evidence.duckdb_engine import duckdb_over
        from flowtrim.evidence.log_cache import cached
        from flowtrim.evidence.observing import observe
        from flowtrim.evidence.step_matching import require_match
        from flowtrim.formats import read
        from flowtrim.measures import Survey
        from flowtrim.rules import check

        settings = self.settings.of(self.file)
        document = read(single(self.file), today=self.today)
        check_names = partial(require_match, document.process, file=self.log)
        cache = cached(Path(self.log), self._terms(document), today=self.today, check=check_names)
        with duckdb_over(cache.events) as engine:
            least = settings.limits.min_persons
            found = observe(document.process, cache, engine, name=self.log, min_persons=least)
        survey = Survey(document.process, today=self.today, limits=settings.limits, observed=found)
        profile = self.profile or settings.profile
        told = check(survey, profile=profile, severities=settings.severities)
        findings = [finding for finding in told if finding.rule.startswith("evidence-")]
        self._tell(survey, findings)
        return int(any(finding.severity == "error" for finding in findings))

    def _terms(self, document: Document) -> Any:
        """Return how the log is to be read."""
        from flowtrim.evidence.log_cache import Terms
        from flowtrim.evidence.role_table import role_table

        owners = {
            name: step.owner
            for step in document.process.work
            if step.owner
            for name in (step.id, *step.aliases, step.name)
        }
        roles = role_table(self.roles) if self.roles else {}
        return Terms(columns=self.columns, zone=self.zone, order=self.order, roles=roles, owners=owners)

    def _tell(self, survey: Any, findings: list[Any]) -> None:
        import sys

        from flowtrim.cli.command_group import say
        from flowtrim.cli.output import terminal_width
        from flowtrim.formats import write_atomically
        from flowtrim.reports.evidence_report.evidence_page import evidence_page
        from flowtrim.reports.evidence_report.evidence_text import laid_out
        from flowtrim.reports.media.terminal import wants_colour, write

        if self.output is not None:
            write_atomically(self.output, self._made(survey, findings), force=True, sources=[self.file, self.log])
            say(f"Written: {self.output}")
        elif self.form == "text":
            lines = laid_out(evidence_page(survey, survey.observed, findings), terminal_width())
            write(lines, sys.stdout, colour=wants_colour(sys.stdout, when=self.colour))
        else:
            click.echo(self._made(survey, findings), nl=False)

    def _made(self, survey: Any, findings: list[Any]) -> str | bytes:
        from flowtrim.reports.evidence_report.evidence_json import report
        from flowtrim.reports.evidence_report.evidence_page import evidence_page
        from flowtrim.reports.evidence_report.evidence_text import laid_out
        from flowtrim.reports.process.process_json import as_json

        if self.form == "json":
            return as_json([report(survey, survey.observed, findings)], several=False)
        lines = laid_out(evidence_page(survey, survey.observed, findings), 100)
        return "".join("".join(text for text, _ in line).rstrip() + "\n" for line in lines)
