"""Analyse processes: figures, findings, drawings."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from time import sleep
from typing import Any

import click

from flowtrim.cli import options
from flowtrim.cli.reader import measured

BETWEEN_LOOKS = 0.1
"""Seconds from one look at the files to the next."""


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@options.form(
    "text", "json", "markdown", "html", "sarif", "junit", "github",
    said="What is printed; html is one offline page, sarif, junit and github are for CI servers.",
)  # fmt: skip
@options.reports("Write the report (HTML, PDF, XLSX, Markdown, JSON) and the drawings (SVG, PNG) into a folder, too.")
@click.option(
    "--after",
    metavar="FILE",
    callback=options.named,
    help="The process as it is to be: figures and drawings before and after.",
)
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
    callback=options.named,
    help="Findings that this file knows do not fail; gone ones are told.  [default: that of flowtrim.toml, if any]",
)
@click.option(
    "--no-baseline", "unheld", is_flag=True, help="Hold this run against no baseline, whatever flowtrim.toml names."
)
@click.option(
    "--write-baseline",
    "redraw",
    metavar="FILE",
    callback=options.named,
    help="Write everything that is found to a baseline, from which on only new findings fail.",
)
@click.option(
    "--skip-others", "skip", is_flag=True, help="Pass over files that tell no process, such as those of a commit."
)
@click.option("--open", "show", is_flag=True, help="Write the report as a page and open it in the browser.")
@click.option("--watch", is_flag=True, help="Analyse again whenever a file is saved, until Ctrl-C.")
@options.profile
@options.ceilings
@measured
@click.pass_obj
def command(debug: bool, /, paths: tuple[str, ...], *, skip: bool, show: bool, watch: bool, **given: Any) -> int:
    """Put processes to the elevator test: figures, findings, and what to do next.

    PATH is a process file, a folder that is searched for them, or - for standard input.
    """
    if show and not given["output"]:
        given["output"] = mkdtemp(prefix="flowtrim-")
    saved = _saved(paths) if watch else {}
    code = _analysed(paths, given, skip=skip, debug=debug)
    if show:
        _open_pages(given["output"])
    while watch:
        saved = _next_save(paths, saved)
        click.clear()
        code = _analysed(paths, given, skip=skip, debug=debug)
    return code


def _open_pages(folder: str) -> None:
    """Open the reports that were written into a folder, or into one folder for each file."""
    for page in sorted(Path(folder).glob("**/report.html")):
        click.launch(str(page))


def _next_save(paths: tuple[str, ...], before: dict[str, int]) -> dict[str, int]:
    """Wait until a file, or a file of a folder, is another one than it was; return when each was saved last."""
    while (now := _saved(paths)) == before:
        sleep(BETWEEN_LOOKS)
    return now


def _saved(paths: tuple[str, ...]) -> dict[str, int]:
    """Return when each process file was saved last; one that is just being replaced is looked at again later."""
    from flowtrim.cli.paths import sources

    saved: dict[str, int] = {}
    for source in sources(paths)[0]:
        with suppress(OSError):
            saved[source.path] = Path(source.path).stat().st_mtime_ns
    return saved


def _analysed(paths: tuple[str, ...], given: dict[str, Any], *, skip: bool, debug: bool) -> int:
    """Analyse the files once and tell what was found; return the exit code."""
    from flowtrim.cli.command_group import COULD_NOT_RUN
    from flowtrim.cli.output import Batch, analysed, tell
    from flowtrim.cli.paths import is_directory, sources
    from flowtrim.cli.request import Request
    from flowtrim.errors import InvalidFileError

    request = Request(several=len(paths) > 1 or is_directory(paths[0]), debug=debug, **given)
    request.check()
    found, lost = sources(paths, others=not skip)
    request.paths.extend(source.path for source in found)
    for settings in request.settings.all_of(source.path for source in found):
        request.line_of(settings)  # a baseline that cannot be read is said before anything is analysed
    batch = Batch(found, partial(analysed, request=request), debug=debug)
    batch.refusals.extend(InvalidFileError([problem]) for problem in lost)
    tell(batch, request)
    code = batch.close()
    request.close_lines(whole=code != COULD_NOT_RUN)
    return code
