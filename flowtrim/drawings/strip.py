"""A strip: part of a chart in its lanes, ready to be painted, with connectors to the others; and several as bands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, chain, pairwise, takewhile
from math import inf, sqrt
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.drawings.cell_grid import grid_of
from flowtrim.drawings.chart import Chart, Key, Link, Node, State
from flowtrim.drawings.corners import crossings
from flowtrim.drawings.drawing import Arrow, Box, Lane, Text
from flowtrim.drawings.geometry import Geometry, Plan
from flowtrim.drawings.page_breaks import Page
from flowtrim.drawings.sheet import Painter
from flowtrim.drawings.sizes import SMALL, block_height
from flowtrim.graph import letters
from flowtrim.sentences import messages, say, say_many

GAP = 14.0
"""Between bands."""
_MORE_BANDS = 0.08  # twice as many bands must make the letters larger by 2 to the power of this
_CONNECTOR, _CROSSING = 0.02, 0.02  # and each connector, and each point in which lines cross, by such a part
_LARGE = 920.0  # on a page as high as this in points, letters are so large that no band is needed to make them larger
_SOMEWHERE = 888  # about as wide as the number of any place
_ROOMS = 100  # so many widths of rows are tried
_TANGLE = 100  # lines of a band beyond which it is a tangle
_MOST_TRIED = 200  # ways for lines that cross
_DETOURS = 5  # of each line
_AROUND = 130.0  # about what title and legend need


class Cut(Struct, frozen=True, dict=True):
    """A chart cut into pages: where each step is, and the sign under which a flow to it goes on.

    ``places`` numbers the bands or screens, whichever ``place`` says, on which the pages stand; until that is known,
    there is room for the words. Without a place, nobody can look at another page: connectors tell what is next there.
    """

    chart: Chart
    pages: tuple[Page, ...]
    language: str | None = None
    place: Literal["band", "screen", ""] = "band"
    places: tuple[int, ...] = ()

    @cached_property
    def page_of(self) -> Mapping[str, int]:
        """The page of each step."""
        return {step_id: number for number, page in enumerate(self.pages) for step_id in page}

    @cached_property
    def letters(self) -> Mapping[Key, str]:
        """A letter for each node without a number that flows from other pages lead to, in the order of the pages."""
        page = self.page_of
        crossing = (link for link in self.chart.links if page[link.source[1]] != page[link.target[1]])
        targets = dict.fromkeys(link.target for link in crossing if not self.chart.node[link.target].number)
        return dict(zip(sorted(targets, key=lambda key: page[key[1]]), map(str.upper, letters()), strict=False))

    def part(self, number: int) -> Chart:
        """Return what stands on one page, with a connector for each flow to or from another."""
        part = self.chart.about(self.pages[number])
        inside = {node.key for node in part.nodes}
        come: dict[Key, list[Link]] = {}
        for link in part.links:
            if link.source not in inside:
                come.setdefault(link.target, []).append(link)
        gone = [link for link in part.links if link.target not in inside]
        entries = [self._entry(key, links) for key, links in come.items()]
        exits = [self._exit(link, place) for place, link in enumerate(gone)]
        links = [link for link in part.links if link.source in inside and link.target in inside]
        links += [link for _, link in (*exits, *entries)]
        nodes = (*(node for node, _ in entries), *part.nodes, *(node for node, _ in exits))
        return Chart(nodes, tuple(links))

    def _entry(self, key: Key, come: Sequence[Link]) -> tuple[Node, Link]:
        """Return the connector by which flows from other pages come in to a node, and its line."""
        target, state = self.chart.node[key], _state(come)
        sources = [link.source for link in come]
        sign = self._sign(key) if self.place else ", ".join(dict.fromkeys(map(self._sign, sources)))
        words = self._say("{place} →", sources)
        node = Node(("in", key[1]), "in", target.lane, target.column - 1, sign=sign, state=state, words=words)
        return node, Link(node.key, key, state=state, heavy=any(link.heavy for link in come))

    def _exit(self, link: Link, place: int) -> tuple[Node, Link]:
        """Return the connector by which a flow goes out to another page, and its line."""
        source = self.chart.node[link.source]
        key = ("out", link.source[1], link.target[1], str(place))
        node = Node(key, "out", source.lane, source.column + 1, sign=self._sign(link.target), state=link.state,
                    words=self._say("→ {place}", [link.target]))  # fmt: skip
        return node, replace(link, target=node.key)

    def _sign(self, key: Key) -> str:
        """Return the number of the step where a flow goes on; what has none has a letter once all pages are known."""
        number = self.chart.node[key].number
        if not self.place:
            return number or "…"
        return number or (self.letters[key] if self.places else "")

    def _say(self, arrow: str, keys: Iterable[Key]) -> str:
        """Return in words where nodes stand, behind or before an arrow; until that is known, what is about as wide."""
        if not self.place:
            return ""
        numbers = sorted({self.places[self.page_of[key[1]]] for key in keys}) if self.places else [_SOMEWHERE]
        names = ", ".join(map(str, numbers))
        if self.place == "band":
            place = say_many(len(numbers), "band {names}", "bands {names}", names=names)
        else:
            place = say_many(len(numbers), "screen {names}", "screens {names}", names=names)
        return arrow.format(place=messages(self.language)(place))


def _state(links: Sequence[Link]) -> State:
    """Return the state of a connector: of flows that are all gone it is a ghost."""
    return "ghost" if all(link.state == "ghost" for link in links) else "kept"


class Strip(Struct, frozen=True, dict=True):
    """A chart with its places; ``head`` is the width of the names of the lanes."""

    geometry: Geometry
    head: float

    @classmethod
    def of(cls, chart: Chart, lanes: Sequence[str | None], head: float) -> Strip:
        """Lay out a chart; only the lanes in use are kept."""
        return cls(Geometry(Plan(chart, grid_of(chart, lanes))), head)

    @cached_property
    def crossed(self) -> tuple[Link, ...]:
        """Two links for each point in which their lines cross; in a tangle nobody looks."""
        if len(self.geometry.plan.ways) > _TANGLE:
            return ()
        return tuple(self.geometry.plan.chart.links[number] for number in chain(*crossings(self.geometry)))

    def untangled(self, room: tuple[float, float] = (inf, inf)) -> Strip:
        """Return the same with other ways for lines that cross, one by one, as long as that saves crossings.

        None of them needs more than the ``room``.
        """
        best, detours = self, dict[int, int]()
        tries = 0
        while best.crossed and tries < _MOST_TRIED:
            others = [*best._others(detours)]
            tries += len(others)
            fitting = (other for other in others if other[0].fits(room))
            better, found = min(fitting, key=lambda pair: (len(pair[0].crossed), pair[0].size), default=(best, detours))
            if len(better.crossed) >= len(best.crossed):
                break
            best, detours = better, found
        return best

    def _others(self, detours: Mapping[int, int]) -> Iterator[tuple[Strip, dict[int, int]]]:
        """Yield the same with another way for one of the lines that cross."""
        chart, grid = self.geometry.plan.chart, self.geometry.plan.grid
        for number, link in enumerate(chart.links):
            for over in range(_DETOURS if link in self.crossed else 0):
                if over != detours.get(number, 0):
                    other = {**detours, number: over}
                    yield Strip(Geometry(Plan(chart, grid, other)), self.head), other

    def fits(self, room: tuple[float, float]) -> bool:
        """Whether it is no wider and no higher than the room."""
        return self.size[0] <= room[0] and self.size[1] <= room[1]

    @property
    def size(self) -> tuple[float, float]:
        """Width and height, the names of the lanes included."""
        width, height = self.geometry.size
        return width + self.head, height

    def paint(self, painter: Painter, at: tuple[float, float], room: float, numbers: Mapping[str, str]) -> Painted:
        """Return the chart with the upper left corner of its lanes at a place, the lanes as wide as there is room."""
        dx, dy = at[0] + self.head, at[1]
        geometry, plan = self.geometry, self.geometry.plan
        alive = {node.lane for node in plan.chart.nodes if not node.is_gone}
        lanes = (
            painter.lane(role, geometry, number, (self.head, room), empty=role not in alive)
            for number, role in enumerate(plan.grid.lanes)
        )
        boxes = (painter.box(node, geometry, numbers) for node in plan.chart.nodes)
        arrows = (painter.arrow(geometry, number, numbers) for number in range(len(plan.ways)))
        return Painted(
            tuple(lane.moved(dx, dy) for lane in lanes),
            tuple(box.moved(dx, dy) for box in boxes),
            tuple(arrow.moved(dx, dy) for arrow in arrows),
        )


class Painted(Struct, frozen=True):
    """What a strip puts into a drawing."""

    lanes: tuple[Lane, ...] = ()
    boxes: tuple[Box, ...] = ()
    arrows: tuple[Arrow, ...] = ()

    def __add__(self, other: Painted) -> Painted:
        return Painted(self.lanes + other.lanes, self.boxes + other.boxes, self.arrows + other.arrows)


class Fold(Struct, frozen=True, dict=True):
    """Strips as bands, each under its name if it has one: side by side while there is room, then under each other."""

    strips: tuple[Strip, ...]
    room: float = 0.0
    named: bool = True

    def packed(self, aspect: float) -> Fold:
        """Return the same in the rows that need the smallest page of a shape."""
        sizes = [strip.size for strip in self.strips]
        widths = [width + GAP for width, _ in sizes]
        most = 2 * sqrt(aspect * sum(width * height for width, height in sizes)) + max(widths)
        sums = (takewhile(most.__ge__, accumulate(widths[first:])) for first in range(len(widths)))
        rooms = sorted({*chain(*sums)})
        tried = rooms[:: 1 + len(rooms) // _ROOMS]
        between = self._name + GAP
        return replace(self, room=min(tried, key=lambda room: _needed(_extent(sizes, room, between), aspect)))

    def cost(self, aspect: float) -> float:
        """Return how high a page of a shape must be for these bands, and a little for how many and torn they are."""
        leaving = sum(node.form == "out" for strip in self.strips for node in strip.geometry.plan.chart.nodes)
        crossings = sum(len(strip.crossed) / 2 for strip in self.strips)
        more: float = len(self.strips) ** _MORE_BANDS * (1 + _CONNECTOR * leaving + _CROSSING * crossings)
        return _needed(self.size, aspect) * more

    @cached_property
    def size(self) -> tuple[float, float]:
        """Width and height of all bands."""
        return _extent([strip.size for strip in self.strips], self.room, self._name + GAP)

    def paint(
        self, painter: Painter, at: tuple[float, float], numbers: Mapping[str, str]
    ) -> tuple[Painted, tuple[Text, ...]]:
        """Return the bands and their names, the upper left corner at a place."""
        painted, y = Painted(), at[1]
        names: list[Text] = []
        for row in self._rows:
            x = at[0]
            spare = (self.size[0] + GAP - sum(strip.size[0] + GAP for strip in row)) / len(row)
            for strip in row:
                if self._name:
                    title = painter.tell(say("Band {number}", number=len(names) + 1))
                    names.append(Text((title,), x, y, 200.0, SMALL, bold=True))
                painted += strip.paint(painter, (x, y + self._name), strip.size[0] + spare, numbers)
                x += strip.size[0] + spare + GAP
            y += max(strip.size[1] for strip in row) + self._name + GAP
        return painted, tuple(names)

    @cached_property
    def _rows(self) -> list[list[Strip]]:
        breaks = _breaks([strip.size for strip in self.strips], self.room)
        return [[*self.strips[first:last]] for first, last in pairwise((*breaks, len(self.strips)))]

    @property
    def _name(self) -> float:
        """Height of the name of a band."""
        return block_height(("",), SMALL) + 2 if self.named and len(self.strips) > 1 else 0.0


def _breaks(sizes: Sequence[tuple[float, float]], room: float) -> Iterator[int]:
    """Yield the places at which a row of strips of some sizes begins, as many side by side as there is room for."""
    used = inf
    for place, (width, _) in enumerate(sizes):
        used += width + GAP
        if used > room:
            yield place
            used = width + GAP


def _extent(sizes: Sequence[tuple[float, float]], room: float, between: float) -> tuple[float, float]:
    """Return width and height of strips of some sizes in rows, with so much ``between`` these."""
    rows = [sizes[first:last] for first, last in pairwise((*_breaks(sizes, room), len(sizes)))]
    widths = (sum(width + GAP for width, _ in row) - GAP for row in rows)
    return max(widths), sum(max(height for _, height in row) + between for row in rows) - GAP


def _needed(size: tuple[float, float], aspect: float) -> float:
    """Return how high a page of a shape must be for bands of a size; where all is large already, it costs nothing."""
    width, height = size
    return max(width / aspect, height + _AROUND, _LARGE)


def stacked(strips: Sequence[Strip], height: float) -> tuple[tuple[Strip, ...], ...]:
    """Put strips that follow each other on one screen as long as they fit under each other."""
    sheets: list[list[Strip]] = []
    left = 0.0
    for strip in strips:
        needed = strip.size[1] + GAP
        if not sheets or needed > left:
            sheets.append([])
            left = height + GAP
        sheets[-1].append(strip)
        left -= needed
    return tuple(map(tuple, sheets))
