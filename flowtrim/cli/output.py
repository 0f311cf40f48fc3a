"""Files analysed one after the other, and told in the form asked for; what fails does not stop the rest."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from flowtrim.analysis import Analysis, analyse
from flowtrim.cli.command_group import COULD_NOT_RUN, our_fault, say
from flowtrim.cli.effective_settings import overruled
from flowtrim.cli.long_runs import watched
from flowtrim.cli.paths import Source
from flowtrim.cli.request import Request
from flowtrim.cli.written import written_into
from flowtrim.errors import FlowtrimError, InvalidFileError, Problem
from flowtrim.formats.collector import collector_paused
from flowtrim.sentences import counted

if TYPE_CHECKING:
    from flowtrim.reports.document.folder import Kept
    from flowtrim.reports.media.text_lines import Line

Made = TypeVar("Made")


class Batch:
    """Files to analyse, and what came of it: what could not be done, and whether a finding fails the run."""

    def __init__(self, sources: Sequence[Source], analyse: Callable[[str], Analysis], *, debug: bool) -> None:
        self.sources = sources
        self._analyse = analyse
        self._debug = debug
        self._reached = self._broken = False
        self.refusals: list[FlowtrimError] = []
        self.kept: list[Kept] = []

    def each(self, make: Callable[[Source, Analysis], Made]) -> Iterator[Made]:
        """Analyse each file and yield what is made of it; one that fails is noted down and passed over."""
        for source in watched(self.sources, label="Analysing"):
            try:
                with collector_paused():
                    analysis = self._analyse(source.path)
                    made = make(source, analysis)
            except FlowtrimError as problem:
                self.refusals.append(problem)
            except Exception as bug:
                if self._debug:
                    raise
                self.refusals.append(InvalidFileError([Problem(source.path, 0, 0, our_fault(bug))]))
            else:
                self._reached |= bool(analysis.failing)
                self._broken |= analysis.broken
                yield made

    def try_to(self, act: Callable[[], None]) -> None:
        """Do something beside the answer; where that is refused, note it down and go on."""
        try:
            act()
        except FlowtrimError as problem:
            self.refusals.append(problem)

    def close(self) -> int:
        """Say what could not be done; return 2 if anything, 1 for findings that fail the run, else 0."""
        for refusal in self.refusals:
            say(str(refusal))
        return COULD_NOT_RUN if self.refusals or self._broken else int(self._reached)


def analysed(path: str, request: Request) -> Analysis:
    """Read a file, and analyse it beside its after-process or what a plan makes of it, where one was named."""
    settings = overruled(request.settings.of(path), profile=request.profile, fail_on=request.fail_on)
    document = request.read(path)
    proposal = request.proposal_of(document.process, settings.limits)
    found = analyse(
        document,
        today=request.today,
        settings=settings,
        after=request.read(request.after) if request.after else None,
        plan=request.plan_of(document.process, proposal),
        proposal=proposal,
        debug=request.debug,
        called=request.called_by(document.process),
    )
    line = request.line_of(settings)
    return line.drawn(path, found) if line else found


def tell(batch: Batch, request: Request) -> None:
    """Print the reports of a batch, and keep them in a folder where one was named."""
    if request.form == "text":
        _overview(batch, request) if request.several and not request.unfolded else _pages(batch, request)
    else:
        tellers = {
            "json": _json,
            "markdown": _markdown,
            "html": _html,
            "sarif": _sarif,
            "junit": _junit,
            "github": _github,
        }
        tellers[request.form](batch, request)
    _say_what_was_kept(batch, request)


def terminal_width() -> int:
    """Return the columns of the terminal, 80 where there is none."""
    return shutil.get_terminal_size((80, 24)).columns


def _overview(batch: Batch, request: Request) -> None:
    from flowtrim.reports.media.terminal import wants_colour, write
    from flowtrim.reports.process.overview import Row, overview

    rows = list(batch.each(_kept(batch, request, Row.of)))
    write(overview(rows, terminal_width()), sys.stdout, colour=wants_colour(sys.stdout, when=request.colour))


def _pages(batch: Batch, request: Request) -> None:
    from flowtrim.reports.media.terminal import wants_colour, write
    from flowtrim.reports.process.compose import page
    from flowtrim.reports.process.process_text import laid_out, one_screen

    def lines(analysis: Analysis) -> list[Line]:
        told = page(analysis, say=request.say, everything=request.everything)
        return list((laid_out if request.everything else one_screen)(told, terminal_width()))

    for number, made in enumerate(batch.each(_kept(batch, request, lines))):
        gap: list[Line] = [(), ()] if number else []
        write([*gap, *made], sys.stdout, colour=wants_colour(sys.stdout, when=request.colour))


def _json(batch: Batch, request: Request) -> None:
    from flowtrim.reports.process.process_json import as_json, report

    reports = list(batch.each(_kept(batch, request, report)))
    if reports or request.several:
        click.echo(as_json(reports, several=request.several), nl=False)


def _markdown(batch: Batch, request: Request) -> None:
    from flowtrim.reports.document.decision import decision
    from flowtrim.reports.document.report_markdown import as_markdown
    from flowtrim.reports.process.compose import page

    def text(analysis: Analysis) -> str:
        told = page(analysis, say=request.say, everything=request.everything)
        return as_markdown(told, decided=decision(analysis))

    for number, made in enumerate(batch.each(_kept(batch, request, text))):
        click.echo("\n" * bool(number) + made, nl=False)


def _html(batch: Batch, request: Request) -> None:
    from flowtrim.reports.document.folder import as_page

    for made in batch.each(_kept(batch, request, partial(as_page, say=say))):
        click.echo(made, nl=False)


def _sarif(batch: Batch, request: Request) -> None:
    from flowtrim.reports.ci.sarif import Part, as_sarif

    made = list(batch.each(_kept(batch, request, Part.of)))
    click.echo(as_sarif(made, refusals=batch.refusals, today=request.today), nl=False)


def _junit(batch: Batch, request: Request) -> None:
    from flowtrim.reports.ci.junit import as_junit, suite

    made = list(batch.each(_kept(batch, request, suite)))
    click.echo(as_junit(made, refusals=list(map(str, batch.refusals)), today=request.today), nl=False)


def _github(batch: Batch, request: Request) -> None:
    from flowtrim.reports.ci.github import refusal_lines, workflow_commands

    for made in batch.each(_kept(batch, request, workflow_commands)):
        click.echo(made, nl=False)
    for refusal in batch.refusals:
        click.echo(refusal_lines(refusal), nl=False)


def _kept(batch: Batch, request: Request, make: Callable[[Analysis], Made]) -> Callable[[Source, Analysis], Made]:
    """Return what makes the answer of an analysis, and also keeps its reports where a folder was named.

    A picture that cannot be made does not keep the answer back.
    """

    def made(source: Source, analysis: Analysis) -> Made:
        answer = make(analysis)
        if request.output:
            batch.try_to(lambda: _keep(batch, analysis, Path(request.output or "", source.name if several else "")))
        return answer

    several = request.several
    return made


def _keep(batch: Batch, analysis: Analysis, folder: Path) -> None:
    from flowtrim.reports.document.folder import keep

    batch.kept.append(keep(analysis, folder))


def _say_what_was_kept(batch: Batch, request: Request) -> None:
    """Say last what was written and where; of many folders only where they are."""
    for remark in dict.fromkeys(remark for kept in batch.kept for remark in kept.remarks):
        say(remark)
    if request.several and batch.kept:
        say(f"Written into {request.output}: a folder for each of {counted(len(batch.kept), 'process', 'processes')}.")
    else:
        for kept in batch.kept:
            say(written_into(kept))
