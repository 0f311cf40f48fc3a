"""The drawings of a report, each painted once: for the folder, for the page on the screen, and for paper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from flowtrim.analysis import Analysis
from flowtrim.drawings import Drawing, DrawingError, refuse_too_large, render_all, unstyled
from flowtrim.drawings.palette import COLOURS
from flowtrim.reports.pictures import Sides, drawings, numbered, overlaid

SWIMLANES = "swimlanes"
OVERLAY = "overlay"
"""Before and after upon each other, what goes in grey."""
_ROOM = 40
"""More screens than this are not for a room: the overview has to do."""
_PICTURES = 4
"""A report draws, paints and prints about so many, in the time in which there could be one of that size alone."""
_OVERVIEW = 3
"""The overview alone takes as long as so many: it is drawn once, painted twice and printed."""
_PROLOGUE = re.compile(r"<\?xml[^>]*\?>\s*")
# Graphviz escapes quotes in every text: only attributes that it wrote itself can match.
_ID = re.compile(r'(<g) id="')
_PLACES = re.compile(r' (?:points|d|x|y|cx|cy|rx|ry|font-size)="[-\d., A-Z]*"')
_TEXT = re.compile(r"<text([^>]*)>([^<]*)<")
_SPACED = ' xml:space="preserve"'
_BREAKS = re.compile(r"(?<!</text)>\n<")  # those between texts part words
_DECIMALS = re.compile(r"-?\d+\.\d+")


class Album(Struct, frozen=True):
    """Drawings by the names of their files, and by the labels under which a page shows them.

    The overview is ``swimlanes``; of two processes ``before`` and ``after``, with ``overlay`` beside them. Where a room
    needs several screens, they are ``swimlanes-01``, ``before-01`` and so on. A page shows before, after and what
    changes one by one. On paper ``sheets`` have a page each: first what is, then what would be. ``remarks`` say why
    there is none, where it would be too large.
    """

    files: Mapping[str, Drawing]
    views: Mapping[str, Drawing]
    sheets: tuple[Drawing, ...]
    remarks: tuple[str, ...] = ()

    @property
    def overviews(self) -> Mapping[str, Drawing]:
        """The drawings that show everything, by the names of their files."""
        return {name: drawing for name, drawing in self.files.items() if not name[-1].isdigit()}

    @property
    def all(self) -> tuple[Drawing, ...]:
        """Every drawing, none twice."""
        return tuple(dict.fromkeys((*self.files.values(), *self.views.values(), *self.sheets)))


class View(Struct, frozen=True):
    """A drawing in a page: its label, and the SVG."""

    label: str
    svg: str


def album(analysis: Analysis) -> Album:
    """Return the drawings of an analysis, not painted yet; what is too large to draw goes without."""
    try:
        return _album(analysis, with_screens=_small_enough(analysis))
    except DrawingError as refusal:
        return Album({}, {}, (), (f"There is no picture. {refusal}",))


def _small_enough(analysis: Analysis) -> bool:
    """Whether there is time for screens beside the overview.

    Raises:
        DrawingError: there is not even time for that.
    """
    try:
        for each in filter(None, (analysis, analysis.after)):
            refuse_too_large(each.process, pictures=_PICTURES)
    except DrawingError:
        if analysis.after:
            raise
        refuse_too_large(analysis.process, pictures=_OVERVIEW)
        return False
    return True


def _album(analysis: Analysis, *, with_screens: bool) -> Album:
    overviews = {side or SWIMLANES: drawing for side, (drawing,) in drawings(analysis, form="overview").items()}
    screens = _screens(analysis) if with_screens else {}
    files = overviews | {
        name: screen for side, drawn in screens.items() for name, screen in numbered(side, drawn).items()
    }
    sheets = tuple(sheet for side, drawing in overviews.items() for sheet in screens.get(side, (drawing,)))
    if analysis.after is None:
        return Album(files, {"Process": overviews[SWIMLANES]}, sheets)
    (overlay,) = overlaid(analysis, form="overview")
    views = {side.capitalize(): drawing for side, drawing in overviews.items()} | {"What changes": overlay}
    return Album({OVERLAY: overlay} | files, views, sheets)


def _screens(analysis: Analysis) -> Sides:
    """Return the screens that a room needs; none where one does, or where there would be too many."""
    drawn = {side or SWIMLANES: screens for side, screens in drawings(analysis, form="screens").items()}
    needed = max(map(len, drawn.values()))
    return drawn if 1 < needed <= _ROOM else {}


def painted(drawn: Iterable[Drawing]) -> dict[Drawing, bytes]:
    """Return the SVG of each drawing.

    Raises:
        DrawingError: pictures cannot be made.
    """
    every = tuple(drawn)
    return dict(zip(every, render_all(every, "svg"), strict=True))


def shown(album: Album, svgs: Mapping[Drawing, bytes]) -> tuple[View, ...]:
    """Return the drawings of a page as parts of it; none where they could not be painted."""
    known = [(label, svgs[drawing]) for label, drawing in album.views.items() if drawing in svgs]
    return tuple(View(label, inline(svg, number)) for number, (label, svg) in enumerate(known))


def inline(svg: bytes, number: int) -> str:
    """Return an SVG as part of a page: ids stay unique though several drawings have the same steps.

    Its style sheet is left out, since the page has its own. Coordinates are rounded to a tenth of a point, and
    attributes that say nothing are left out.
    """
    named = _ID.sub(rf'\1 id="view-{number}-', _PROLOGUE.sub("", unstyled(svg).decode()))
    placed = _PLACES.sub(lambda found: _DECIMALS.sub(_tenths, found[0]), named)
    lean = _TEXT.sub(_lean, placed).replace("<svg ", f'<svg fill="{COLOURS.ink}" ', 1)
    return _BREAKS.sub("><", lean)


def _lean(found: re.Match[str]) -> str:
    """Return the head of a text without what is so by default, or inherited from the picture."""
    head = found[1].replace(' text-anchor="start"', "").replace(f' fill="{COLOURS.ink}"', "")
    return f"<text{head if '  ' in found[2] else head.replace(_SPACED, '')}>{found[2]}<"


def _tenths(found: re.Match[str]) -> str:
    return f"{float(found[0]):.1f}".removesuffix(".0")
