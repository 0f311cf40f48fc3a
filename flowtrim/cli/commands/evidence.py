"""Say what an event log shows beside a process."""

from __future__ import annotations

import sys
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from flowtrim.cli import options
from flowtrim.cli.reader import columns_told

if TYPE_CHECKING:
    from flowtrim.cli.effective_settings import Prevailing
    from flowtrim.evidence.log_reading import Terms
    from flowtrim.formats import Document
    from flowtrim.model import Process
    from flowtrim.reports.evidence_report.told import Told
    from flowtrim.reports.media.terminal import When

FORMS = ("text", "json", "markdown", "html", "xlsx")


def _since(_context: click.Context, _option: click.Parameter, value: str | None) -> date | None:
    return options.as_day(value) if value else None


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
@click.option(
    "--roles",
    metavar="TABLE",
    callback=options.named,
    help="A CSV of two columns, resource and role; it stays where it is.",
)
@click.option(
    "--into",
    metavar="FILE",
    callback=options.named,
    help="Fill shares, times, decisions and names into a copy; comments stay.",
)
@click.option(
    "--prefer",
    type=click.Choice(("declared", "log")),
    default="declared",
    show_default=True,
    help="Which figure --into keeps where both are known.",
)
@click.option(
    "--findings", is_flag=True, help="With --into: also the findings, changes as a plan and questions as open ones."
)
@click.option("--since", metavar="YYYY-MM-DD", callback=_since, help="Compare the cases before and after this day.")
@click.option("--plan", metavar="NAME", help="Compare before and after the day of this plan of the file.")
@click.option(
    "--engine",
    type=click.Choice(("duckdb", "spark")),
    default="duckdb",
    show_default=True,
    help="What works out the figures; the log is read by DuckDB.",
)
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
    into: str | None
    prefer: str
    findings: bool
    since: date | None
    plan: str | None
    engine: str
    profile: str | None
    settings: Prevailing
    today: date
    colour: When

    def carry_out(self) -> int:
        """Read the log beside the process, tell what it shows, and return 1 where that is an error."""
        from flowtrim.cli.paths import single
        from flowtrim.formats import read

        if self.findings and not self.into:
            raise click.UsageError("Findings are written into a file: say which with --into FILE.")
        if self.form == "xlsx" and not self.output:
            raise click.UsageError("A workbook is written to a file: say which with -o REPORT.xlsx.")
        document = read(single(self.file), today=self.today)
        told = self._looked_at(document)
        if self.into:
            self._fill_in(document, told)
        self._tell(told)
        return int(any(finding.severity == "error" for finding in told.open))

    def _looked_at(self, document: Document) -> Told:
        """Return what the log shows, and what speaks against the process."""
        from flowtrim.evidence.engines import opened
        from flowtrim.evidence.log_cache import cached
        from flowtrim.evidence.observing import observe
        from flowtrim.evidence.since_a_day import since
        from flowtrim.evidence.step_matching import require_match
        from flowtrim.measures import Survey
        from flowtrim.reports.evidence_report.told import Told
        from flowtrim.rules import check

        process, settings = document.process, self.settings.of(self.file)
        day = self._day(process)
        known = partial(require_match, process, file=self.log)
        cache = cached(Path(self.log), self._terms(process), today=self.today, check=known)
        look = partial(observe, process, cache, name=self.log, min_persons=settings.limits.min_persons)
        engines = partial(opened, cache.events, self.engine)
        with engines() as engine:
            found = look(engine)
        survey = Survey(process, today=self.today, limits=settings.limits, observed=found)
        findings = check(survey, profile=self.profile or settings.profile, severities=settings.severities)
        return Told(
            document=document,
            survey=survey,
            observed=found,
            findings=tuple(finding for finding in findings if finding.rule.startswith("evidence-")),
            accepted=frozenset(each.key for each in process.accepted if each.until >= self.today),
            since=since(process, cache, engines, look, day) if day else None,
        )

    def _day(self, process: Process) -> date | None:
        """Return the day since when something may have changed: the one that was named, or that of the plan."""
        if self.plan is None:
            return self.since
        from flowtrim.analysis.planning import find_plan

        plan = find_plan(process, self.plan)
        if self.since or plan.on:
            return self.since or plan.on
        raise click.UsageError(f"The plan {self.plan!r} has no day (on); say it with --since YYYY-MM-DD.")

    def _terms(self, process: Process) -> Terms:
        """Return how the log is to be read."""
        from flowtrim.evidence.log_columns import role_table
        from flowtrim.evidence.log_reading import Terms

        owners = {
            name: step.owner for step in process.work if step.owner for name in (step.id, *step.aliases, step.name)
        }
        roles = role_table(self.roles) if self.roles else {}
        separated = bool(process.kept_apart)
        return Terms(
            columns=self.columns, zone=self.zone, order=self.order, roles=roles, owners=owners, told_apart=separated
        )

    def _fill_in(self, document: Document, told: Told) -> None:
        """Write the process with what was observed, the comments of the file kept."""
        from flowtrim.cli.command_group import say
        from flowtrim.cli.written import written
        from flowtrim.evidence.filling_in import filled_in, with_findings
        from flowtrim.formats import rewrite, rewrite_file, write_atomically

        assert self.into is not None  # noqa: S101  (the caller asked)
        filled = filled_in(document.process, told.observed, prefer_log=self.prefer == "log")
        if self.findings:
            filled = with_findings(filled, told.open, told.observed)
        text = rewrite(document, filled)
        if Path(self.into).resolve() == Path(self.file).resolve():
            rewrite_file(self.into, read=document.text, text=text)
        else:
            write_atomically(self.into, text, force=False)
        say(written(self.into, document.process.language))

    def _tell(self, told: Told) -> None:
        from flowtrim.cli.command_group import say
        from flowtrim.cli.output import terminal_width
        from flowtrim.formats import write_atomically
        from flowtrim.reports.evidence_report.told import lines, made
        from flowtrim.reports.media.terminal import wants_colour, write

        if self.output is not None:
            write_atomically(self.output, made(told, self.form), force=True)
            say(f"Written: {self.output}")
        elif self.form == "text":
            write(lines(told, terminal_width()), sys.stdout, colour=wants_colour(sys.stdout, when=self.colour))
        else:
            click.echo(made(told, self.form), nl=False)
