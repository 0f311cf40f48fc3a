"""From a file to a proposal, told and, where wanted, written down."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click
from msgspec import Struct
from msgspec.structs import replace

from flowtrim.cli.choices import Choices
from flowtrim.cli.command_group import say
from flowtrim.cli.effective_settings import Prevailing, asked_of
from flowtrim.cli.endings import form_of
from flowtrim.cli.paths import STDIN, is_folder
from flowtrim.cli.progress_bar import progress
from flowtrim.cli.reader import Reader
from flowtrim.cli.recording import Sheet, after_sheet, apart, plan_sheet
from flowtrim.errors import OutputError
from flowtrim.formats import Document
from flowtrim.measures import Survey
from flowtrim.redesign import Choosing, Proposal

if TYPE_CHECKING:
    from flowtrim.analysis.analysis import Analysis
    from flowtrim.reports.media.terminal import When

NAME = "Trim"
"""The name of a plan that nobody named."""


class Order(Struct, frozen=True, kw_only=True):
    """What was asked of ``trim``."""

    file: str
    form: Literal["text", "json", "markdown", "html"]
    output: str | None
    into: str | None
    name: str | None
    force: bool
    only: str | None
    accept: tuple[str, ...]
    refuse: tuple[str, ...]
    interactive: bool
    ride: float | None
    settings: Prevailing
    everything: bool
    reader: Reader
    today: date
    colour: When

    @property
    def after_file(self) -> str | None:
        """The file for the process as it would be; None where none or a folder was named."""
        return None if self.output and is_folder(self.output) else self.output

    def carry_out(self) -> int:
        """Propose, tell, and write what is to be written; whatever is refused, nothing was overwritten."""
        form_of(self.after_file, ("yaml",), otherwise="yaml")
        document = self.reader.read(self.file, today=self.today)
        proposal = self._proposal(document)
        said: tuple[str, ...] = ()
        try:
            said = self._keep(document, proposal)
            self._write(document, proposal)
        finally:
            # last, since the reader may close the output early; and also where nothing could be written
            if self.output != STDIN:
                self._tell(document, proposal)
        for line in said:
            say(line)
        return 0

    def _write(self, document: Document, proposal: Proposal) -> None:
        if not (self.after_file or self.into):
            return
        if not document.process.work:
            raise OutputError("Nothing was written: nobody performs anything in this process yet.")
        if proposal.asking_first:
            raise OutputError("Nothing was written: there is no plan before the questions were asked.")
        if self.into and not proposal.changes:
            raise OutputError("Nothing was recorded: there is no change to record.")
        apart(self.after_file, self.into)
        for sheet in list(self._sheets(document, proposal)):
            sheet.write()

    def _sheets(self, document: Document, proposal: Proposal) -> Iterator[Sheet]:
        if self.after_file:
            yield after_sheet(document, proposal, self.after_file, force=self.force)
        if self.into:
            plan = replace(proposal.plan(self.name or NAME), on=self.today)
            yield plan_sheet(document, plan, self.into, named=bool(self.name), force=self.force)

    def _proposal(self, document: Document) -> Proposal:
        process = asked_of(document.process, ride=self.ride)
        survey = Survey(process, today=self.today, limits=self.settings.of(self.file).limits)
        refused, accepted = Choices(self.refuse), Choices(self.accept)
        with progress("Trimming") as watch:
            choosing = Choosing(survey, only_safe=self.only == "safe", watch=watch)
            choosing.refuse(refused.mean)
        refused.check()
        if self.interactive:
            from flowtrim.cli.conversation import converse

            converse(choosing, process)
        if accepted:
            choosing.keep_only(accepted.mean)
            accepted.check()
        return choosing.proposal

    def _analysis(self, document: Document, proposal: Proposal) -> Analysis:
        """Return before and after with the proposal, as the reports tell them; no after where nothing changes."""
        from flowtrim.analysis.analysis import analyse

        here = replace(document, process=proposal.before.process)
        plan = proposal.plan(self.name or NAME) if proposal.changes and proposal.after.process.steps else None
        found = analyse(here, today=self.today, settings=self.settings.of(self.file), plan=plan)
        return replace(found, proposal=proposal)

    def _keep(self, document: Document, proposal: Proposal) -> tuple[str, ...]:
        """Write the report into a folder, where one was named, and return what there is to say about it."""
        if not (self.output and is_folder(self.output)):
            return ()
        from flowtrim.reports.document.folder import keep

        kept = keep(self._analysis(document, proposal), Path(self.output))
        return *kept.remarks, kept.said

    def _tell(self, document: Document, proposal: Proposal) -> None:
        if self.form == "html":
            from flowtrim.reports.document.folder import as_page

            click.echo(as_page(self._analysis(document, proposal)), nl=False)
            return
        if self.form == "json":
            from flowtrim.reports.process.process_json import as_json
            from flowtrim.reports.trim_report.trim_json import trim_report

            click.echo(as_json([trim_report(document, proposal)], several=False), nl=False)
            return
        from flowtrim.reports.trim_report.trim_page import trim_page

        page = trim_page(document, proposal, everything=self.everything)
        if self.form == "markdown":
            from flowtrim.reports.document.report_markdown import fitting, rendered

            click.echo(fitting(rendered("trim.md.j2", page=page)), nl=False)
            return
        from flowtrim.cli.output import terminal_width
        from flowtrim.reports.media.terminal import wants_colour, write
        from flowtrim.reports.trim_report.trim_text import trim_lines

        write(trim_lines(page, terminal_width()), sys.stdout, colour=wants_colour(sys.stdout, when=self.colour))
