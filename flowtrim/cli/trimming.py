"""From a file to a proposal, told and, where wanted, written down."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from flowtrim.changes import apply_plan
from flowtrim.cli.choices import Choices
from flowtrim.cli.frame import say
from flowtrim.cli.paths import STDIN, is_folder, single
from flowtrim.cli.prevailing import Prevailing, asked_of
from flowtrim.cli.reader import Reader
from flowtrim.errors import OutputError
from flowtrim.formats import Document, dumps, read, rewrite, write_atomically
from flowtrim.measures import Survey
from flowtrim.model import Process
from flowtrim.redesign import Choosing, Proposal

if TYPE_CHECKING:
    from flowtrim.reports.analysis import Analysis
    from flowtrim.reports.terminal import When


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
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
        document = self.reader.read(self.file, today=self.today)
        proposal = self._proposal(document)
        said: tuple[str, ...] = ()
        try:
            said = self._keep(document, proposal)
            self._write(document, proposal)
        finally:
            # last, since whoever reads may have gone before the end; and also where nothing could be written
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
        if self.after_file:
            self._write_after(document, proposal, self.after_file)
        if self.into:
            self._record(document, proposal, self.into)

    def _proposal(self, document: Document) -> Proposal:
        process = asked_of(document.process, ride=self.ride)
        survey = Survey(process, today=self.today, limits=self.settings.of(self.file).limits)
        choosing = Choosing(survey, only_safe=self.only == "safe")
        refused, accepted = Choices(self.refuse), Choices(self.accept)
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
        from flowtrim.reports.analysis import analyse

        here = replace(document, process=proposal.before.process)
        plan = proposal.plan(self.name or _numbered(1)) if proposal.changes and proposal.after.process.steps else None
        found = analyse(here, today=self.today, settings=self.settings.of(self.file), plan=plan)
        return replace(found, proposal=proposal)

    def _keep(self, document: Document, proposal: Proposal) -> tuple[str, ...]:
        """Write the report into a folder, where one was named, and return what there is to say about it."""
        if not (self.output and is_folder(self.output)):
            return ()
        from flowtrim.reports.folder import keep

        kept = keep(self._analysis(document, proposal), Path(self.output))
        return *kept.remarks, kept.said

    def _tell(self, document: Document, proposal: Proposal) -> None:
        if self.form == "html":
            from flowtrim.reports.folder import as_page

            click.echo(as_page(self._analysis(document, proposal)), nl=False)
            return
        if self.form == "json":
            from flowtrim.reports.as_json import as_json
            from flowtrim.reports.trim_json import trim_report

            click.echo(as_json([trim_report(document, proposal)], several=False), nl=False)
            return
        from flowtrim.reports.trim_page import trim_page

        page = trim_page(document, proposal, everything=self.everything)
        if self.form == "markdown":
            from flowtrim.reports.markdown import fitting, rendered

            click.echo(fitting(rendered("trim.md.j2", page=page)), nl=False)
            return
        from flowtrim.cli.telling import terminal_width
        from flowtrim.reports.terminal import wants_colour, write
        from flowtrim.reports.trim_layout import trim_lines

        write(trim_lines(page, terminal_width()), sys.stdout, colour=wants_colour(sys.stdout, when=self.colour))

    def _write_after(self, document: Document, proposal: Proposal, target: str) -> None:
        after = apply_plan(document.process, [one.change for one in proposal.changes])
        text = changed(document, after)
        if target == STDIN:
            sys.stdout.buffer.write(text.encode())
            return
        write_atomically(target, text, force=self.force)
        say(f"Written: {target}")

    def _record(self, document: Document, proposal: Proposal, target: str) -> None:
        """Add the plan to the plans of a file; a file that is not there yet becomes a copy with the plan."""
        there = Path(target).exists()
        kept = read(single(target), today=self.today) if there else document
        if target == STDIN or (there and _is_imported(kept)):
            raise OutputError(f"Nothing was recorded: {target} is no process file in YAML, and only that holds plans.")
        plan = replace(proposal.plan(self._name(kept.process)), on=self.today)
        apply_plan(kept.process, plan.changes)
        others = tuple(one for one in kept.process.plans if one.name != plan.name)
        write_atomically(target, changed(kept, replace(kept.process, plans=(*others, plan))), force=there)
        say(f"Recorded in {target}: the plan '{plan.name}', with {len(plan.changes)} changes.")

    def _name(self, process: Process) -> str:
        taken = {plan.name for plan in process.plans}
        if self.name is None:
            return next(name for number in range(1, len(taken) + 2) if (name := _numbered(number)) not in taken)
        if self.name in taken and not self.force:
            raise OutputError(f"There is a plan '{self.name}' already, and it is not replaced unless forced to.")
        return self.name


def changed(document: Document, process: Process) -> str:
    """Return the file as it reads after a change; what cannot be changed in place is written anew, and that is said."""
    if _is_imported(document):
        return dumps(process)
    try:
        return rewrite(document, process)
    except OutputError:
        say(f"{document.file} could not be changed in place, so its comments are not in the new text.")
        return dumps(process)


def _is_imported(document: Document) -> bool:
    """Whether the process came from another format, whose text cannot be changed in place."""
    return document.source is not None or not document.text


def _numbered(number: int) -> str:
    return "Trim" if number == 1 else f"Trim {number}"
