"""Draw a process as swimlanes."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
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
    from flowtrim.analysis import Analysis
    from flowtrim.cli.effective_settings import Prevailing
    from flowtrim.drawings import Drawing, Form
    from flowtrim.reports.pictures import Shape, Sides

WIDE = 16 / 9
POINTS_IN_PIXEL = 72 / 96
_NARROWEST = 0.1  # width by height of a page
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
@click.option("--ribbon", is_flag=True, help="The overview in one line of lanes, not folded into bands.")
@click.option(
    "--width",
    type=click.IntRange(min=400),
    metavar="PIXELS",
    help="Bands of the overview are no wider, and stand under each other.",
)
@click.option(
    "--aspect",
    callback=lambda _context, _option, told: _shape_of(told),
    metavar="W:H",
    help="The page that the overview is folded for.  [default: 16:9; where it could not be read on a screen, as wide "
    "as one]",
)
@click.option(
    "--after", metavar="FILE", callback=options.named, help="The process as it is to be, in pictures of its own."
)
@click.option("--plan", metavar="NAME", help="What a plan of the file makes of it, in pictures of its own.")
@click.option("--overlay", is_flag=True, help="With --after or --plan: one picture of both, with what goes in grey.")
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
        say(f"Written: {picture}")


Format = Literal["svg", "png", "pdf", "dot"]


def _shape_of(told: str | None) -> float | None:
    """Return width by height of a shape such as 16:9.

    Raises:
        BadParameter: it is none, or too long a strip for a page.
    """
    if told is None:
        return None
    sides = re.fullmatch(r"(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)", told.strip())
    wide, high = map(float, sides.groups()) if sides else (0.0, 0.0)
    if not high or not _NARROWEST <= wide / high <= 1 / _NARROWEST:
        raise click.BadParameter(f"{told!r} is no shape of a page; write it as 16:9 or 4:3.")
    return wide / high


def _paint(  # noqa: PLR0913 - the options of the command, all of them keywords
    file: str,
    *,
    output: str | None,
    form: Format,
    screens: bool,
    ribbon: bool,
    width: int | None,
    aspect: float | None,
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
    shape = _shape(screens=screens, ribbon=ribbon, width=width, aspect=aspect)
    _refuse_contradictions(after, plan, overlay=overlay)
    from flowtrim.analysis import analyse
    from flowtrim.analysis.planning import find_plan
    from flowtrim.cli.effective_settings import overruled
    from flowtrim.cli.long_runs import announced
    from flowtrim.drawings import refuse_too_large, remarks

    terms = overruled(settings.of(file), profile=profile)
    later = reader.read(after, today=today) if after else None
    document = reader.read(file, today=today)
    for drawn in filter(None, (document, later)):
        refuse_too_large(drawn.process)
    chosen = find_plan(document.process, plan) if plan is not None else None
    analysis = analyse(document, today=today, settings=terms, after=later, plan=chosen)
    with announced(f"Drawing {len(document.process.steps):,} steps"):
        sides = _legible(analysis, shape, overlay=overlay, told=aspect is not None)
        pictures = [picture for side in sides.values() for picture in side]
        painted = _painted(pictures, form, engine)
    for remark in remarks(pictures, form) if form != "dot" else ():
        say(remark)
    if output == STDIN:
        _print(painted)
        return
    target = Path(output or f"{'process' if file == STDIN else Path(file).stem}.{form}")
    stems = _stems(target.stem, {side: len(drawn) for side, drawn in sides.items()}, len(painted))
    yield from _write(dict(zip(stems, painted, strict=True)), target)
    if screens:
        _clear(target, kept=stems)


def _legible(analysis: Analysis, shape: Shape, *, overlay: bool, told: bool) -> Sides:
    """Return the drawings of a shape; of an overview too small to be read on a screen, one to scroll.

    Where a page was ``told``, it remains, with a word.
    """
    from flowtrim.drawings import SCREEN, SMALLEST_LETTERS, letters_on_a_screen
    from flowtrim.reports.pictures import drawings, overlaid

    def paint(shape: Shape) -> Sides:
        return {"": overlaid(analysis, **shape)} if overlay else drawings(analysis, **shape)

    sides = paint(shape)
    letters = letters_on_a_screen(chain(*sides.values()))
    if shape["form"] != "overview" or shape["width"] or letters >= SMALLEST_LETTERS:
        return sides
    if told:
        say(f"On one screen its letters are {letters:.1f} pixels high. Without --aspect the bands stand under each "
            "other, as wide as a screen; --screens makes a picture for each screen.")  # fmt: skip
        return sides
    say(f"On one screen its letters would be {letters:.1f} pixels high, so the bands stand under each other, as wide "
        "as a screen. --screens makes a picture for each screen; --aspect 16:9 keeps all on one page.")  # fmt: skip
    return paint({**shape, "width": SCREEN[0]})


def _refuse_contradictions(after: str | None, plan: str | None, *, overlay: bool) -> None:
    if after and plan:
        raise click.UsageError("Name one thing to compare with: --after or --plan.")
    if overlay and not (after or plan):
        raise click.UsageError("--overlay lays two processes over each other: name the other one with --after.")


def _shape(*, screens: bool, ribbon: bool, width: int | None, aspect: float | None) -> Shape:
    """Return what the pictures are to look like.

    Raises:
        UsageError: two options contradict each other.
    """
    if screens + ribbon + (width is not None) + (aspect is not None) > 1:
        raise click.UsageError("Choose one of --screens, --ribbon, --width and --aspect.")
    form: Form = "screens" if screens else "ribbon" if ribbon else "overview"
    return {"form": form, "width": width and width * POINTS_IN_PIXEL, "aspect": aspect or WIDE}


def _stems(stem: str, sides: Mapping[str, int], files: int) -> list[str]:
    """Return the names of files: those of a side have its name, and several a number."""
    from flowtrim.reports.pictures import numbered

    if files == 1:
        return [stem]
    named = {"-".join(filter(None, [stem, side])): count for side, count in sides.items()}
    several = max(sides.values()) > 1
    return [name for side, count in named.items() for name in (numbered(side, range(count)) if several else [side])]


def _painted(pictures: Sequence[Drawing], form: Format, engine: str | None) -> tuple[bytes, ...]:
    """Return a picture for each drawing; a PDF holds all of them, a page each."""
    from flowtrim.drawings import booklet, render_all, to_dot

    if form == "dot":
        return tuple(to_dot(drawing).encode() for drawing in pictures)
    if form == "pdf":
        return (booklet(pictures, engine=engine),)
    return render_all(pictures, form, engine=engine)


def _print(painted: Sequence[bytes]) -> None:
    if len(painted) > 1:
        raise OutputError(f"{len(painted)} pictures do not go down one pipe; write them to a file, or as one PDF.")
    sys.stdout.buffer.write(painted[0])


def _write(painted: Mapping[str, bytes], target: Path) -> Iterator[str]:
    for stem, picture in painted.items():
        file = target.with_stem(stem)
        write_atomically(file, picture, force=True)
        yield str(file)


def _clear(target: Path, kept: Collection[str]) -> None:
    """Remove screens that an earlier run wrote beside a target, and this one did not."""
    from flowtrim.drawings import is_ours

    numbered = re.compile(re.escape(target.stem) + r"(-before|-after)?-\d{2,}")
    for file in target.parent.glob(f"*{target.suffix}"):
        if numbered.fullmatch(file.stem) and file.stem not in kept and file.is_file():
            with file.open("rb") as opened:
                ours = is_ours(opened.read(500))
            if ours:
                file.unlink()
