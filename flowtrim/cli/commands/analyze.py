"""Analyse processes: figures, findings, drawings."""

from __future__ import annotations

from functools import partial
from typing import Any

import click

from flowtrim.cli import options
from flowtrim.cli.reader import reader


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json", "markdown", "html", "sarif", "junit", "github")),
    default="text",
    show_default=True,
    help="What is printed; html is one offline page, sarif, junit and github are for CI servers.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False),
    callback=options.folder,
    metavar="DIR",
    help="Write the report (HTML, PDF, XLSX, Markdown, JSON) and the drawings (SVG, PNG) into a folder, too.",
)
@click.option("--after", metavar="FILE", help="The process as it is to be: figures and drawings before and after.")
@click.option(
    "--plan", metavar="NAME", help="A plan of the file: before and after, and all attempts with their lessons."
)
@click.option("--trim", is_flag=True, help="Propose a plan, as flowtrim trim does: before and after.")
@click.option("--say", is_flag=True, help="Add the text to be read aloud, ride by ride.")
@click.option("--all", "everything", is_flag=True, help="Show every finding, hints and accepted ones too.")
@click.option(
    "--fail-on",
    type=click.Choice(("error", "warning", "hint", "never")),
    help="Exit with 1 when an open finding is at or above this level.  [default: that of flowtrim.toml, else error]",
)
@click.option(
    "--baseline",
    metavar="FILE",
    help="Findings that this file knows do not fail; gone ones are told.  [default: that of flowtrim.toml, if any]",
)
@click.option(
    "--no-baseline", "unheld", is_flag=True, help="Hold this run against no baseline, whatever flowtrim.toml names."
)
@click.option(
    "--write-baseline",
    "redraw",
    metavar="FILE",
    help="Write everything that is found to a baseline, from which on only new findings fail.",
)
@reader
@options.profile
@options.ride
@options.ceilings
@options.settings
@options.today
@options.colour
@click.pass_obj
def command(debug: bool, /, paths: tuple[str, ...], **given: Any) -> int:
    """Put processes to the elevator test: figures, findings, and what to do next.

    PATH is a process file, a folder that is searched for them, or - for standard input.
    """
    from flowtrim.cli.command_group import COULD_NOT_RUN
    from flowtrim.cli.output import Batch, analysed, tell
    from flowtrim.cli.paths import is_directory, sources
    from flowtrim.cli.request import Request
    from flowtrim.errors import InvalidFileError

    request = Request(several=len(paths) > 1 or is_directory(paths[0]), debug=debug, **given)
    request.check()
    found, lost = sources(paths)
    for settings in request.settings.all_of(source.path for source in found):
        request.line_of(settings)  # a baseline that cannot be read is said before anything is analysed
    batch = Batch(found, partial(analysed, request=request), debug=debug)
    batch.refusals.extend(InvalidFileError([problem]) for problem in lost)
    tell(batch, request)
    code = batch.close()
    request.close_lines(whole=code != COULD_NOT_RUN)
    return code
