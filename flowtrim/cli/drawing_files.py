"""From a file to pictures of it on the disk or on standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Literal

import click

from flowtrim.analysis.analysis import analyse
from flowtrim.analysis.planning import find_plan
from flowtrim.cli.batch import announced
from flowtrim.cli.command_group import say
from flowtrim.cli.effective_settings import Prevailing, overruled
from flowtrim.cli.paths import STDIN
from flowtrim.cli.reader import Reader
from flowtrim.drawings import Drawing, booklet, remarks, render_all, to_dot
from flowtrim.errors import OutputError
from flowtrim.formats import write_atomically
from flowtrim.reports.pictures import drawings

Form = Literal["svg", "png", "pdf", "dot"]


def paint(  # noqa: PLR0913 - the options of the command, all of them keywords
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
        if any(source and file.resolve() == Path(source).resolve() for source in sources):
            raise OutputError(f"{file} is the process itself; write the picture to another file.")
        write_atomically(file, picture, force=True)
        yield str(file)
