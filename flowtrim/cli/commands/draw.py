"""Draw a process as swimlanes."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from flowtrim.cli import options
from flowtrim.cli.command_group import say
from flowtrim.cli.paths import STDIN
from flowtrim.cli.reader import Reader, reader
from flowtrim.errors import OutputError
from flowtrim.formats import write_atomically

if TYPE_CHECKING:
    from flowtrim.cli.effective_settings import Prevailing
    from flowtrim.drawings import Drawing

_FORMATS = ("svg", "png", "pdf", "dot")


@click.command()
@click.argument("file", metavar="FILE")
@click.option(
    "-o",
    "--output",
    metavar="PICTURE",
    help="The file to write, - for standard output; made from the name of FILE when it is not given.",
)
@click.option("--format", "form", type=click.Choice(_FORMATS), help="By default what the ending says, else svg.")
@click.option(
    "--screens/--overview",
    default=False,
    help="As many pictures as a projector needs, or one of everything.  [default: overview]",
)
@click.option("--after", metavar="FILE", help="The process as it is to be, drawn beside it.")
@click.option("--plan", metavar="NAME", help="What a plan of the file makes of it, drawn beside it.")
@click.option("--overlay", is_flag=True, help="With --after or --plan: one picture, with what goes in grey.")
@click.option("--engine", metavar="PROGRAM", help="A Graphviz of your own instead of the one that came along.")
@reader
@options.profile
@options.settings
@options.today
def command(file: str, **given: Any) -> None:
    """Draw a process as swimlanes, with its findings painted on.

    An existing picture is replaced. --format dot works without Graphviz.
    """
    from flowtrim.cli.endings import form_of

    given["form"] = given["form"] or form_of(given["output"], _FORMATS, otherwise="svg")
    for picture in _paint(file, **given):
        click.echo(f"Written: {picture}", err=True)


Form = Literal["svg", "png", "pdf", "dot"]


def _paint(  # noqa: PLR0913 - the options of the command, all of them keywords
    file: str,
    *,
    output: str | None,
    form: Form,
    screens: bool,
    after: str | None,
    plan: str | None,
    overlay: bool,
    engine: str | None,
    reader: Reader,
    profile: str | None,
    settings: Prevailing,
    today: date,
) -> Iterator[str]:
    """Draw a file and yield the names of the pictures written; none when they go to standard output."""
    if after and plan:
        raise click.UsageError("Name one thing to compare with: --after or --plan.")
    if overlay and not (after or plan):
        raise click.UsageError("--overlay lays two processes over each other: name the other one with --after.")
    from flowtrim.analysis import analyse
    from flowtrim.analysis.planning import find_plan
    from flowtrim.cli.effective_settings import overruled
    from flowtrim.cli.progress import announced
    from flowtrim.drawings import remarks
    from flowtrim.reports.pictures import drawings

    terms = overruled(settings.of(file), profile=profile)
    later = reader.read(after, today=today) if after else None
    document = reader.read(file, today=today)
    chosen = find_plan(document.process, plan) if plan is not None else None
    analysis = analyse(document, today=today, settings=terms, after=later, plan=chosen)
    with announced(f"Drawing {len(document.process.steps):,} steps"):
        pictures = drawings(
            analysis, form="screens" if screens else "overview", view="overlay" if overlay else "beside"
        )
        painted = _painted(pictures, form, engine)
    for remark in remarks(pictures, form) if form != "dot" else ():
        say(remark)
    if output == STDIN:
        _print(painted)
        return
    target = Path(output or f"{'process' if file == STDIN else Path(file).stem}.{form}")
    yield from _write(painted, target, sources=(file, after))


def _painted(pictures: tuple[Drawing, ...], form: Form, engine: str | None) -> tuple[bytes, ...]:
    """Return a picture for each drawing; a PDF holds all of them, a page each."""
    from flowtrim.drawings import booklet, render_all, to_dot

    if form == "dot":
        return tuple(to_dot(drawing).encode() for drawing in pictures)
    if form == "pdf":
        return (booklet(pictures, engine=engine),)
    return render_all(pictures, form, engine=engine)


def _print(painted: Sequence[bytes]) -> None:
    if len(painted) > 1:
        raise OutputError(f"{len(painted)} screens do not go down one pipe; write them to a file, or as one PDF.")
    sys.stdout.buffer.write(painted[0])


def _write(painted: Sequence[bytes], target: Path, *, sources: tuple[str | None, ...]) -> Iterator[str]:
    for number, picture in enumerate(painted, 1):
        file = target if len(painted) == 1 else target.with_stem(f"{target.stem}-{number}")
        write_atomically(file, picture, force=True, sources=sources)
        yield str(file)
