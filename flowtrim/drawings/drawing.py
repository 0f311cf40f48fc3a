"""A picture as plain data: everything has its place in points, x to the right and y down from the upper left corner."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.drawings.badges import Mark
from flowtrim.drawings.chart import Form, Key, State, Way
from flowtrim.drawings.sizes import block_height

Point = tuple[float, float]
_BESIDE_LINE = 4.0
"""How far a label is from the edge of a line that is thicker than others."""


class Text(Struct, frozen=True):
    """Lines of text in a box of its own; x and y are the upper left corner of the first line."""

    lines: tuple[str, ...]
    x: float
    y: float
    width: float
    size: float
    bold: bool = False
    soft: bool = False
    centred: bool = False

    def moved(self, dx: float, dy: float) -> Text:
        """Return the same at another place."""
        return replace(self, x=self.x + dx, y=self.y + dy)


class Sign(Struct, frozen=True):
    """The badge of a mark; x and y are its middle."""

    mark: Mark
    x: float
    y: float
    size: float

    def moved(self, dx: float, dy: float) -> Sign:
        """Return the same at another place."""
        return replace(self, x=self.x + dx, y=self.y + dy)


LaneKind = Literal["", "customer", "partner", "system", "nobody"]


class Lane(Struct, frozen=True):
    """The band of one role, from the left edge of its name to the right edge of the flows.

    ``kind`` says who it is where that is none of ours, and ``caption`` says so in words.
    """

    role: str | None
    name: tuple[str, ...]
    caption: str
    x: float
    y: float
    width: float
    height: float
    name_width: float
    even: bool
    empty: bool = False
    signs: tuple[Sign, ...] = ()
    tooltip: str = ""
    kind: LaneKind = ""

    def moved(self, dx: float, dy: float) -> Lane:
        """Return the same at another place."""
        return replace(self, x=self.x + dx, y=self.y + dy, signs=tuple(sign.moved(dx, dy) for sign in self.signs))


class Box(Struct, frozen=True):
    """A step, gateway, event, start, end, connector or message; x and y are the middle of its figure.

    ``id`` is safe for HTML and unique in the drawing; ``step`` is the id of the file, None for marks of ours.
    ``facts`` stand under its name, each beside one of its signs.
    """

    key: Key
    id: str
    form: Form
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...] = ()
    caption: tuple[str, ...] = ()
    step: str | None = None
    lane: str | None = None
    kind: str = ""
    state: State = "kept"
    marks: tuple[Mark, ...] = ()
    signs: tuple[Sign, ...] = ()
    facts: tuple[Text, ...] = ()
    tooltip: str = ""

    def moved(self, dx: float, dy: float) -> Box:
        """Return the same at another place."""
        signs = tuple(sign.moved(dx, dy) for sign in self.signs)
        facts = tuple(text.moved(dx, dy) for text in self.facts)
        return replace(self, x=self.x + dx, y=self.y + dy, signs=signs, facts=facts)


class Arrow(Struct, frozen=True):
    """A flow, from box to box along right-angled corners; ``flow`` is the step it leaves and its position there.

    ``assumed`` says that its share is none that somebody declared.
    """

    source: str
    target: str
    points: tuple[Point, ...]
    heavy: bool = False
    state: State = "kept"
    flow: tuple[str, int] | None = None
    way: Way = "flow"
    label: Text | None = None
    thickness: float | None = None
    tooltip: str = ""
    assumed: bool = False

    def moved(self, dx: float, dy: float) -> Arrow:
        """Return the same at another place."""
        label = self.label.moved(dx, dy) if self.label else None
        return replace(self, points=tuple((x + dx, y + dy) for x, y in self.points), label=label)

    def thickened(self, thickness: float) -> Arrow:
        """Return the same with a line so thick, and its label beside it.

        >>> away = Text(("approved",), 5.0, 10.0, 50.0, 10.0)
        >>> Arrow("a", "b", ((0.0, 0.0), (0.0, 40.0)), label=away).thickened(8.0).label.x
        8.0
        """
        label, apart = self.label, thickness / 2 + _BESIDE_LINE
        for (x, y), (along, down) in pairwise(self.points):
            if label is None:
                break
            top, bottom, right = label.y, label.y + block_height(label.lines, label.size), label.x + label.width
            if x == along and min(y, down) < bottom and top < max(y, down) and x <= label.x:
                label = label.moved(max(0.0, x + apart - label.x), 0.0)
            elif y == down and min(x, along) < right and label.x < max(x, along):
                low, high = min(0.0, y - apart - bottom), max(0.0, y + apart - top)
                label = label.moved(0.0, low if (top + bottom) / 2 < y else high)
        return replace(self, thickness=thickness, label=label)


class Drawing(Struct, frozen=True):
    """One picture: lanes, boxes and arrows, a title block and a legend.

    ``scale`` enlarges all of it when drawn; width and height are those before.
    ``name`` and ``description`` tell those who cannot see it what it shows; ``language`` chooses among the glyphs
    that Chinese, Japanese and Korean write differently.
    """

    name: str
    description: str
    width: float
    height: float
    lanes: tuple[Lane, ...] = ()
    boxes: tuple[Box, ...] = ()
    arrows: tuple[Arrow, ...] = ()
    texts: tuple[Text, ...] = ()
    legend: tuple[Box | Arrow | Sign | Text | Lane, ...] = ()
    scale: float = 1.0
    language: str | None = None

    def __repr__(self) -> str:
        return f"<Drawing {self.name!r}: {self.width:g} × {self.height:g} pt, {len(self.boxes)} boxes>"
