"""A folder with everything about one process: drawings, and the report as Markdown and JSON."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from flowtrim.drawings import Drawing, DrawingError, remarks, render_all, to_dot
from flowtrim.errors import OutputError
from flowtrim.formats import write_atomically
from flowtrim.reports.analysis import Analysis
from flowtrim.reports.as_json import as_json, report
from flowtrim.reports.compose import page
from flowtrim.reports.document import as_html
from flowtrim.reports.markdown import Picture, as_markdown, rendered
from flowtrim.reports.pictures import drawings

if TYPE_CHECKING:
    from flowtrim.changes import Difference

_NAME = "swimlanes"
_OVERLAY = "overlay"
"""Before and after upon each other, what goes in grey."""
_ROOM = 40
"""More screens than this are not for a room: the overview has to do."""


def keep(analysis: Analysis, folder: Path) -> tuple[str, ...]:
    """Write the report as HTML, Markdown and JSON, and the drawings as SVG and PNG; an earlier run's are replaced.

    The overview is ``swimlanes``, with ``overlay`` beside it where there is an after-process; where a room needs
    several screens, they are ``swimlanes-1`` and so on.
    Returns what there is to say about the pictures, such as letters that no font has.

    Raises:
        DrawingError: a picture could not be made; the reports, and the drawing as DOT text, are there all the same.
        OutputError: a file cannot be written.
    """
    _make(folder)
    write_atomically(folder / "report.json", as_json([report(analysis)], several=False), force=True)
    pictures = _pictures(analysis)
    shown = tuple(Picture(drawing.name, f"{name}.svg") for name, drawing in pictures.items())
    text = as_markdown(page(analysis, say=True, everything=True), pictures=shown)
    write_atomically(folder / "report.md", text, force=True)
    write_atomically(folder / "report.html", as_html(analysis), force=True)
    _forget_screens(folder, but=pictures)
    return _paint(pictures, folder)


def keep_comparison(
    analysis: Analysis, difference: Difference, folder: Path, *, watched: Iterable[str] = ()
) -> tuple[str, ...]:
    """Write a comparison as ``compare.md`` and ``compare.json``, with the drawings of before and after beside it.

    Returns what there is to say about the pictures, and raises what ``keep`` raises.
    """
    from flowtrim.reports.compare_json import compare_report
    from flowtrim.reports.compare_page import compare_page

    _make(folder)
    told = as_json([compare_report(analysis, difference, watched=watched)], several=False)
    write_atomically(folder / "compare.json", told, force=True)
    pictures = _pictures(analysis)
    shown = [Picture(pictures[name].name, f"{name}.svg") for name in (_NAME, _OVERLAY) if name in pictures]
    said = compare_page(analysis, difference, watched=watched, everything=True)
    write_atomically(folder / "compare.md", rendered("compare.md.j2", page=said, pictures=shown), force=True)
    _forget_screens(folder, but=pictures)
    return _paint(pictures, folder)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as refusal:
        why = getattr(refusal, "strerror", None) or refusal
        raise OutputError(f"The folder {folder} cannot be made: {why}.") from refusal


def _pictures(analysis: Analysis) -> dict[str, Drawing]:
    """Return the drawings by the names of their files: the overview, and the screens where one does not do."""
    (overview,) = drawings(analysis, form="overview")
    screens = drawings(analysis, form="screens")
    numbered = {f"{_NAME}-{number}": screen for number, screen in enumerate(screens, 1)}
    upon = {_OVERLAY: drawings(analysis, form="overview", view="overlay")[0]} if analysis.after else {}
    return {_NAME: overview, **upon, **(numbered if 1 < len(screens) <= _ROOM else {})}


def _paint(pictures: dict[str, Drawing], folder: Path) -> tuple[str, ...]:
    try:
        for form in ("svg", "png"):
            painted = render_all(tuple(pictures.values()), form)
            for name, picture in zip(pictures, painted, strict=True):
                write_atomically(folder / f"{name}.{form}", picture, force=True)
    except DrawingError:
        for name, drawing in pictures.items():
            write_atomically(folder / f"{name}.dot", to_dot(drawing), force=True)
        raise
    return remarks(pictures.values(), "png")


def _forget_screens(folder: Path, *, but: dict[str, Drawing]) -> None:
    """Take away the screens of an earlier run that this one has no more: a stale picture tells a wrong story."""
    for file in (*folder.glob(f"{_NAME}-*.svg"), *folder.glob(f"{_NAME}-*.png")):
        if file.stem not in but and file.stem.removeprefix(f"{_NAME}-").isdigit():
            file.unlink(missing_ok=True)
