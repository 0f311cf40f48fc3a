"""The drawings of a report, each painted once: for the folder, for the page on the screen, and for paper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.analysis import Analysis
from flowtrim.drawings import Drawing, render_all
from flowtrim.drawings.palette import COLOURS
from flowtrim.reports.pictures import drawings

SWIMLANES = "swimlanes"
OVERLAY = "overlay"
"""Before and after upon each other, what goes in grey."""
_ROOM = 40
"""More screens than this are not for a room: the overview has to do."""
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

    The overview is ``swimlanes``, with ``overlay`` beside it where there is an after-process; where a room needs
    several screens, they are ``swimlanes-1`` and so on. A page shows before, after and what changes one by one.
    On paper ``sheets`` have a page each: first what is, then what would be.
    """

    files: Mapping[str, Drawing]
    views: Mapping[str, Drawing]
    sheets: tuple[Drawing, ...]

    @property
    def all(self) -> tuple[Drawing, ...]:
        """Every drawing, none twice."""
        return tuple(dict.fromkeys((*self.files.values(), *self.views.values(), *self.sheets)))


class View(Struct, frozen=True):
    """A drawing in a page: its label, and the SVG."""

    label: str
    svg: str


def album(analysis: Analysis) -> Album:
    """Return the drawings of an analysis, not painted yet."""
    (overview,) = drawings(analysis, form="overview")
    files = {SWIMLANES: overview}
    if analysis.after is None:
        screens = _screens(analysis)
        return Album(files | _numbered(screens), {"Process": overview}, screens or (overview,))
    (overlay,) = drawings(analysis, form="overview", view="overlay")
    alone = replace(analysis, after=None, plan=None)
    (before,), (after,) = (drawings(side, form="overview") for side in (alone, analysis.after))
    return Album(
        files | {OVERLAY: overlay} | _numbered(_screens(analysis)),
        {"Before": before, "After": after, "What changes": overlay},
        (*(_screens(alone) or (before,)), *(_screens(analysis.after) or (after,))),
    )


def _screens(analysis: Analysis) -> tuple[Drawing, ...]:
    """Return the screens that a room needs; none where one does, or where there would be too many."""
    screens = drawings(analysis, form="screens")
    return screens if 1 < len(screens) <= _ROOM else ()


def _numbered(screens: tuple[Drawing, ...]) -> dict[str, Drawing]:
    return {f"{SWIMLANES}-{number}": screen for number, screen in enumerate(screens, 1)}


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

    Coordinates are rounded to a tenth of a point, and attributes that say nothing are left out.
    """
    named = _ID.sub(rf'\1 id="view-{number}-', _PROLOGUE.sub("", svg.decode()))
    placed = _PLACES.sub(lambda found: _DECIMALS.sub(_tenths, found[0]), named)
    lean = _TEXT.sub(_lean, placed).replace("<svg ", f'<svg fill="{COLOURS.ink}" ', 1)
    return _BREAKS.sub("><", lean)


def _lean(found: re.Match[str]) -> str:
    """Return the head of a text without what is so by default, or inherited from the picture."""
    head = found[1].replace(' text-anchor="start"', "").replace(f' fill="{COLOURS.ink}"', "")
    return f"<text{head if '  ' in found[2] else head.replace(_SPACED, '')}>{found[2]}<"


def _tenths(found: re.Match[str]) -> str:
    return f"{float(found[0]):.1f}".removesuffix(".0")
