"""Printing what was found, in the form that was asked for."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from flowtrim.analysis.analysis import Analysis
from flowtrim.cli.batch import Batch
from flowtrim.cli.command_group import say
from flowtrim.cli.paths import Source
from flowtrim.cli.request import Request
from flowtrim.sentences import counted

if TYPE_CHECKING:
    from flowtrim.reports.media.lines import Line

Made = TypeVar("Made")


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
    from flowtrim.reports.process.process_text import laid_out

    def lines(analysis: Analysis) -> list[Line]:
        return list(laid_out(page(analysis, say=request.say, everything=request.everything), terminal_width()))

    for number, made in enumerate(batch.each(_kept(batch, request, lines))):
        gap: list[Line] = [(), ()] if number else []
        write([*gap, *made], sys.stdout, colour=wants_colour(sys.stdout, when=request.colour))


def _json(batch: Batch, request: Request) -> None:
    from flowtrim.reports.process.process_json import as_json, report

    reports = list(batch.each(_kept(batch, request, report)))
    if reports or request.several:
        click.echo(as_json(reports, several=request.several), nl=False)


def _markdown(batch: Batch, request: Request) -> None:
    from flowtrim.reports.document.report_markdown import as_markdown
    from flowtrim.reports.process.compose import page

    def text(analysis: Analysis) -> str:
        return as_markdown(page(analysis, say=request.say, everything=request.everything))

    for number, made in enumerate(batch.each(_kept(batch, request, text))):
        click.echo("\n" * bool(number) + made, nl=False)


def _html(batch: Batch, request: Request) -> None:
    from flowtrim.reports.document.folder import as_page

    for made in batch.each(_kept(batch, request, as_page)):
        click.echo(made, nl=False)


def _sarif(batch: Batch, request: Request) -> None:
    from flowtrim.reports.ci.sarif import Part, as_sarif

    made = list(batch.each(_kept(batch, request, Part.of)))
    click.echo(as_sarif(made, refusals=batch.refusals), nl=False)


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
            say(kept.said)
