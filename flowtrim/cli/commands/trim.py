"""Propose a plan: what can go and why, from before to after."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click
from msgspec import Struct
from msgspec.structs import replace

from flowtrim.cli import options
from flowtrim.cli.command_group import say
from flowtrim.cli.endings import form_of
from flowtrim.cli.paths import STDIN, is_folder
from flowtrim.cli.reader import Reader, measured
from flowtrim.errors import OutputError, UnknownNameError
from flowtrim.formats import Document

if TYPE_CHECKING:
    from flowtrim.analysis import Analysis
    from flowtrim.cli.effective_settings import Prevailing
    from flowtrim.cli.recording import Sheet
    from flowtrim.redesign import Proposal, Proposed
    from flowtrim.reports.media.terminal import When


@click.command()
@click.argument("file", metavar="FILE")
@options.form("text", "json", "markdown", "html")
@click.option(
    "-o",
    "--output",
    metavar="AFTER|DIR",
    callback=options.named,
    help="Write the process as it would be into a file (- for standard output), or the report and the drawings of "
    "before and after into a folder.",
)
@click.option(
    "--into",
    metavar="FILE",
    callback=options.named,
    help="Record the plan in a process file, which may be FILE itself.",
)
@click.option(
    "--name", metavar="NAME", callback=options.named, help="The name of the plan that is recorded.  [default: Trim]"
)
@click.option("--force", is_flag=True, help="Replace AFTER, or a plan of that name, where there is one.")
@click.option("--only", type=click.Choice(("safe",)), help="Only what goes without further talk.")
@click.option("--accept", multiple=True, metavar="N,N-N,ID", help="Keep these changes only; by number, step or role.")
@click.option(
    "--refuse", multiple=True, metavar="N,N-N,ID", help="Leave these changes out, and work out the rest anew."
)
@click.option(
    "--interactive", is_flag=True, help="Talk it through instead, as flowtrim ask does: FILE is asked why, and written."
)
@click.option("--all", "everything", is_flag=True, help="Show all that was left alone, and every question.")
@measured
def command(**given: Any) -> int:
    """Propose a plan: what can go and why, measured again after every change.

    Changes marked ✓ are safe, those marked ? are questions: answer them, or let the change go ahead. The numbers
    are those of the proposal without --accept and --refuse. Nothing is written unless asked for. What -o names is a
    folder if it is one, ends with a slash, or has no ending such as .yml.
    """
    return Order(**given).carry_out()


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
        if self.interactive:
            return self._talk()
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

    def _talk(self) -> int:
        """Ask why of the file: a conversation, whose plan is made of what people decide."""
        from flowtrim.cli.asking_file import Talk

        others = {
            "--only": self.only, "--accept": self.accept, "--refuse": self.refuse, "-o": self.output,
            "--into": self.into, "--force": self.force, "--ride": self.ride, "--format": self.form != "text",
        }  # fmt: skip
        if given := [name for name, value in others.items() if value]:
            raise click.UsageError(f"--interactive asks and writes FILE itself, so it takes no {' and '.join(given)}.")
        return Talk(file=self.file, plan=self.name, settings=self.settings, today=self.today).carry_out()

    def _write(self, document: Document, proposal: Proposal) -> None:
        if not (self.after_file or self.into):
            return
        if not document.process.work:
            raise OutputError("Nothing was written: nobody performs anything in this process yet.")
        if proposal.asking_first:
            raise OutputError("Nothing was written: there is no plan before the questions were asked.")
        if self.into and not proposal.changes:
            raise OutputError("Nothing was recorded: there is no change to record.")
        from flowtrim.cli.recording import apart

        apart(self.after_file, self.into)
        for sheet in list(self._sheets(document, proposal)):
            sheet.write()

    def _sheets(self, document: Document, proposal: Proposal) -> Iterator[Sheet]:
        from flowtrim.cli.recording import after_sheet, plan_sheet

        if self.after_file:
            yield after_sheet(document, proposal, self.after_file, force=self.force)
        if self.into:
            plan = replace(proposal.plan(self.name or NAME), on=self.today)
            yield plan_sheet(document, plan, self.into, named=bool(self.name), force=self.force)

    def _proposal(self, document: Document) -> Proposal:
        from flowtrim.cli.effective_settings import asked_of
        from flowtrim.cli.long_runs import progress
        from flowtrim.measures import Survey
        from flowtrim.redesign import Choosing

        process = asked_of(document.process, ride=self.ride)
        survey = Survey(process, today=self.today, limits=self.settings.of(self.file).limits)
        refused, accepted = Choices(self.refuse), Choices(self.accept)
        with progress("Trimming") as watch:
            choosing = Choosing(survey, only_safe=self.only == "safe", watch=watch)
            choosing.refuse(refused.mean)
        refused.check()
        if accepted:
            choosing.keep_only(accepted.mean)
            accepted.check()
        return choosing.proposal

    def _analysis(self, document: Document, proposal: Proposal) -> Analysis:
        """Return before and after with the proposal, as the reports tell them; no after where nothing changes."""
        from flowtrim.analysis import analyse

        here = replace(document, process=proposal.before.process)
        plan = proposal.plan(self.name or NAME) if proposal.changes and proposal.after.process.steps else None
        return analyse(here, today=self.today, settings=self.settings.of(self.file), plan=plan, proposal=proposal)

    def _keep(self, document: Document, proposal: Proposal) -> tuple[str, ...]:
        """Write the report into a folder, where one was named, and return what there is to say about it."""
        if not (self.output and is_folder(self.output)):
            return ()
        from flowtrim.cli.written import written_into
        from flowtrim.reports.document.folder import keep

        kept = keep(self._analysis(document, proposal), Path(self.output))
        return *kept.remarks, written_into(kept)

    def _tell(self, document: Document, proposal: Proposal) -> None:
        if self.form == "html":
            from flowtrim.reports.document.folder import as_page

            click.echo(as_page(self._analysis(document, proposal), say=say), nl=False)
            return
        if self.form == "json":
            from flowtrim.reports.process.process_json import as_json
            from flowtrim.reports.trim_report.trim_json import trim_report

            click.echo(as_json([trim_report(document, proposal)], several=False), nl=False)
            return
        from flowtrim.reports.trim_report.trim_page import trim_page

        language = document.process.language
        page = trim_page(document, proposal, everything=self.everything, language=language)
        if self.form == "markdown":
            from flowtrim.reports.document.report_markdown import fitting, rendered

            click.echo(fitting(rendered("trim.md.j2", language=language, page=page)), nl=False)
            return
        from flowtrim.cli.output import terminal_width
        from flowtrim.reports.media.terminal import wants_colour, write
        from flowtrim.reports.trim_report.trim_text import trim_lines

        write(trim_lines(page, terminal_width()), sys.stdout, colour=wants_colour(sys.stdout, when=self.colour))


_NUMBERS = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?")


class Choices:
    """What a person wrote behind ``--accept`` or ``--refuse``, such as ``1,4-6,approve-credit``."""

    def __init__(self, written: Iterable[str]) -> None:
        self._items = [item.strip() for text in written for item in text.split(",") if item.strip()]
        self._found: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self._items)

    def mean(self, one: Proposed) -> bool:
        """Whether a change is meant; remembers by which of the items."""
        found = [item for item in self._items if _means(item, one)]
        self._found.update(found)
        return bool(found)

    def check(self) -> None:
        """Raise UnknownNameError where something that was written meant no change at all."""
        lost = [item for item in self._items if item not in self._found]
        if lost:
            raise UnknownNameError(f"No change that is proposed has the number or the step or role '{lost[0]}'.")


def _means(item: str, one: Proposed) -> bool:
    if item in one.subjects:
        return True
    numbers = _NUMBERS.fullmatch(item)
    if not numbers:
        return False
    first = int(numbers[1])
    return first <= one.number <= int(numbers[2] or first)
