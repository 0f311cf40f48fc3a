"""Compare two processes: what became of every step and role."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click
from msgspec import Struct
from msgspec.structs import replace

from flowtrim.cli import options
from flowtrim.cli.command_group import say
from flowtrim.cli.reader import Reader, measured
from flowtrim.formats import Document

if TYPE_CHECKING:
    from flowtrim.analysis import Analysis
    from flowtrim.changes.difference.diff import Difference
    from flowtrim.cli.effective_settings import Prevailing
    from flowtrim.reports.comparison_report.comparison_page import (
        ComparePage,
    )
    from flowtrim.reports.media.terminal import When


@click.command()
@click.argument("before", metavar="BEFORE")
@click.argument("after", metavar="[AFTER]", required=False)
@click.option("--plan", metavar="NAME", help="A plan of BEFORE, instead of AFTER.")
@options.form("text", "json", "markdown", "html")
@options.reports("Write both drawings (side by side, and one upon the other) and the reports into a folder, too.")
@click.option(
    "--no-worse",
    multiple=True,
    metavar="FIGURE",
    help="Exit with 1 when this figure got worse: rides, seconds, steps, roles, handoffs, expected, ping-pongs, "
    "unjustified, work, duration, efficiency, hours or complexity. May be given several times.",
)
@click.option("--all", "everything", is_flag=True, help="Name what stayed as it was, too.")
@measured
def command(**given: Any) -> int:
    """Compare two processes: figures side by side, and the fate of every step and role.

    BEFORE and AFTER are process files, or files in revisions of git such as HEAD~1:process.yml.
    """
    return Comparing(**given).carry_out()


class Comparing(Struct, frozen=True, kw_only=True):
    """What was asked of ``compare``."""

    before: str
    after: str | None
    plan: str | None
    form: Literal["text", "json", "markdown", "html"]
    output: str | None
    no_worse: tuple[str, ...]
    everything: bool
    ride: float | None
    settings: Prevailing
    reader: Reader
    today: date
    colour: When

    def carry_out(self) -> int:
        """Compare, tell, and keep the pictures; 1 where a watched figure got worse."""
        from flowtrim.reports.comparison_report.comparison_page import compare_page, difference_of

        analysis = self._analysis()
        difference = difference_of(analysis)
        page = compare_page(analysis, difference, watched=self.no_worse, everything=self.everything)
        said: tuple[str, ...] = ()
        try:
            said = self._keep(analysis, difference)
        finally:
            self._tell(analysis, difference, page)
        for line in said:
            say(line)
        return int(bool(page.worse))

    def _analysis(self) -> Analysis:
        if (self.after is None) == (self.plan is None):
            raise click.UsageError("Compare two files, or one file with --plan and a plan of it.")
        from flowtrim.analysis import analyse
        from flowtrim.analysis.planning import find_plan, leading_plan

        settings = self.settings.of(self.before)
        before = self._read(self.before)
        if self.plan is not None:
            return analyse(before, today=self.today, settings=settings, plan=find_plan(before.process, self.plan))
        after = self._read(self.after or "")
        found = analyse(before, today=self.today, settings=settings, after=after)
        return replace(found, plan=leading_plan(before.process, after.process))

    def _read(self, file: str) -> Document:
        from flowtrim.cli.effective_settings import asked_of

        document = self.reader.read(file, today=self.today)
        return replace(document, process=asked_of(document.process, ride=self.ride))

    def _tell(self, analysis: Analysis, difference: Difference, page: ComparePage) -> None:
        if self.form == "json":
            from flowtrim.reports.comparison_report.comparison_json import compare_report
            from flowtrim.reports.process.process_json import as_json

            told = compare_report(analysis, difference, watched=self.no_worse)
            click.echo(as_json([told], several=False), nl=False)
        elif self.form == "html":
            from flowtrim.reports.document.folder import as_page

            click.echo(as_page(analysis, say=say), nl=False)
        elif self.form == "markdown":
            from flowtrim.reports.document.report_markdown import rendered

            click.echo(rendered("compare.md.j2", language=page.language, page=page, pictures=()), nl=False)
        else:
            from flowtrim.cli.output import terminal_width
            from flowtrim.reports.comparison_report.comparison_text import compare_lines
            from flowtrim.reports.media.terminal import wants_colour, write

            painted = wants_colour(sys.stdout, when=self.colour)
            write(compare_lines(page, terminal_width()), sys.stdout, colour=painted)

    def _keep(self, analysis: Analysis, difference: Difference) -> tuple[str, ...]:
        """Write the comparison into a folder, where one was named, and return what there is to say about it."""
        if not self.output:
            return ()
        from flowtrim.cli.written import written_into
        from flowtrim.reports.document.folder import keep_comparison

        kept = keep_comparison(analysis, difference, Path(self.output), watched=self.no_worse)
        return *kept.remarks, written_into(kept)
