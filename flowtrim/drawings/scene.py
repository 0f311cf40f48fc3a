"""Putting strips, title block and legend together: on one page of any size, or on screens of one size."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property, partial
from itertools import islice
from math import ceil, inf

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.drawings.border import height_of, legend, legend_height, title_block
from flowtrim.drawings.chart import Chart
from flowtrim.drawings.drawing import Drawing, Text
from flowtrim.drawings.order import orders
from flowtrim.drawings.page_breaks import Page, bands, folded, pages
from flowtrim.drawings.sheet import Painter
from flowtrim.drawings.sizes import MARGIN, lane_name_width
from flowtrim.drawings.strip import GAP, Cut, Fold, Painted, Strip, stacked
from flowtrim.sentences import counted, messages, say

SCREEN = (1440.0, 810.0)
"""A screen of 1920 by 1080 pixels in points: a point is 4/3 of a pixel, so letters of 10.5 points have 14 pixels."""
_LARGEST = 1.5  # enlarged further, the letters of a small process are larger than anybody needs
_STEPS_OF_SCALE = 25
_ROUNDING = 0.001
_SHEET, _UNEVEN = 100.0, 10.0  # so many more flows may be cut to save a screen, or to fill an empty one
_PLACE = 90.0
_MANY = 80  # nodes up to which lanes are moved to save crossings
_LARGE = 300  # and up to which lines take other ways
_NARROWEST = 460.0  # room for title and legend over the smallest process
_LEGEND = 66.0  # three rows, as screens are cut before their legend is known


class Scene(Struct, frozen=True, dict=True):
    """A chart to be drawn, what is painted on it, and the words above it; ``ids`` are those of its boxes."""

    name: str
    language: str | None
    title: tuple[str, ...]
    lanes: tuple[str | None, ...]
    chart: Chart
    painter: Painter
    ids: Mapping[str, str]
    arranged: Callable[[Sequence[str | None]], Scene] | None = None
    """The same with its lanes in another order."""

    def ribbon(self) -> Drawing:
        """Return everything in one line of lanes, however long it becomes."""
        return self._page(self.fold((frozenset(node.key[1] for node in self.chart.nodes if node.step),)))

    def excerpt(self, steps: Collection[str]) -> Drawing:
        """Return some steps alone; where work comes from others or goes on with them, connectors have their numbers."""
        page = frozenset(steps)
        rest = frozenset(node.key[1] for node in self.chart.nodes) - page
        cut = Cut(self.chart, (page, rest), self.language, place="", places=(1, 2))
        return self._page(Fold((Strip.of(cut.part(0), self.lanes, self._head).untangled(),)))

    def fitted(self, aspect: float) -> Drawing:
        """Return everything in bands, some beside each other, that make its letters large on a page of a shape."""
        cut = self.cut(aspect)
        other = self._reordered(cut)
        folds = [self.fold(cut)]
        if other is not self:
            folds += [other.fold(cut), other.fold(other.cut(aspect))]
        return self._page(min((fold.packed(aspect) for fold in folds), key=lambda fold: fold.cost(aspect)))

    def cut(self, aspect: float) -> tuple[Page, ...]:
        """Return the steps of each band for a page of a shape."""

        def cost(bands: Sequence[Page]) -> float:
            return Fold(tuple(map(self._sketch, bands))).packed(aspect).cost(aspect)

        return folded(self.chart, self._head, aspect, cost)

    def _reordered(self, cut: Sequence[Page]) -> Scene:
        """Return the same with lanes of lines that cross moved, one by one, as long as that saves crossings."""
        if self.arranged is None or len(self.chart.nodes) > _MANY:
            return self
        best: Scene | None = self
        while best:
            found, crossed = best, best.crossed(cut)
            others = map(self.arranged, orders(found.lanes, set(crossed)))
            best = next((scene for scene in others if len(scene.crossed(cut)) < len(crossed)), None)
        return found

    def crossed(self, cut: Sequence[Page]) -> list[str | None]:
        """Return the lanes in which lines begin and end that cross, once for each end."""
        return [
            self.chart.node[key].lane
            for strip in map(self._sketch, cut)
            for link in strip.crossed
            for key in (link.source, link.target)
            if key in self.chart.node
        ]

    def within(self, width: float) -> Drawing:
        """Return everything in bands under each other of at most a width, margins included."""
        room = width - 2 * MARGIN
        return self._page(self.fold(bands(self.chart, self._head, width=room, fits=partial(self._fits, (room, inf)))))

    def fold(self, cut: Sequence[Page]) -> Fold:
        """Return the bands of such a cut, with as few crossings as are found."""
        cut = tuple(cut) or (frozenset(),)
        return Fold(self._untangled(Cut(self.chart, cut, self.language, places=tuple(range(1, len(cut) + 1)))))

    def _untangled(self, cut: Cut, room: tuple[float, float] = (inf, inf)) -> tuple[Strip, ...]:
        """Return the strips of a cut with as few crossings as are found, none larger than the room for that."""
        strips = self._strips(cut)
        return tuple(strip.untangled(room) for strip in strips) if len(self.chart.nodes) <= _LARGE else strips

    def _page(self, fold: Fold) -> Drawing:
        """Return one drawing with its bands."""
        room = max(_NARROWEST, fold.size[0])
        texts = title_block(self.name, self.title, (MARGIN, MARGIN), room)
        top = MARGIN + height_of(texts) + GAP
        painted, names = fold.paint(self.painter, (MARGIN, top), self.ids)
        return self._drawing(painted, (*texts, *names), (room + 2 * MARGIN, top + fold.size[1] + GAP))

    def screens(self) -> tuple[Drawing, ...]:
        """Return one drawing for each screen, in the order in which they are shown."""
        head = height_of(title_block(self.name, self.title, (0, 0), SCREEN[0] - 2 * MARGIN - _PLACE)) + 2 * GAP
        height = SCREEN[1] - 2 * MARGIN - head - _LEGEND
        room = (SCREEN[0] - 2 * MARGIN, height)
        estimate = (room[0] - self._head, height)
        found = pages(self.chart, room=estimate, fits=partial(self._fits, room), cost=partial(self.unevenness, room))
        sheets = self._uncrossed(found, room).sheets(found, room)
        scale = min(_scale(sheet, head) for sheet in sheets)
        return tuple(
            self._screen(sheet, f"{number} / {len(sheets)}" if len(sheets) > 1 else "", scale)
            for number, sheet in enumerate(sheets, start=1)
        )

    def _uncrossed(self, cut: Sequence[Page], room: tuple[float, float]) -> Scene:
        """Return the same with lanes moved to save crossings, where that needs no more room and no more screens."""
        other = self._reordered(cut)
        fewer = other is not self and other.unevenness(room, cut) < self.unevenness(room, cut) + _SHEET
        return other if fewer else self

    def sheets(self, found: tuple[Page, ...], room: tuple[float, float]) -> list[Fold]:
        """Return the bands of each screen; those of a single one have names."""
        cut = Cut(self.chart, found, self.language)
        sizes = [len(sheet) for sheet in stacked(self._untangled(cut, room), room[1])]
        if len(sizes) == 1:
            return [self.fold(found)]
        places = tuple(number for number, size in enumerate(sizes, start=1) for _ in range(size))
        strips = iter(self._untangled(replace(cut, place="screen", places=places), room))
        return [Fold(tuple(islice(strips, size)), named=False) for size in sizes]

    def _fits(self, room: tuple[float, float], page: Page) -> bool:
        """Whether some steps can stand on one page, the names of the lanes included."""
        return self._sketch(page).fits(room)

    def unevenness(self, room: tuple[float, float], pages: Sequence[Page]) -> float:
        """Return what is wrong with screens of such strips: how many there are, and how unlike each other."""
        if not all(len(page) < 2 or self._fits(room, page) for page in pages):  # a single step is never cut
            return inf
        sheets = stacked(tuple(map(self._sketch, pages)), room[1])
        full = [sum(strip.size[0] * strip.size[1] for strip in sheet) / (room[0] * room[1]) for sheet in sheets]
        return _SHEET * len(sheets) + _UNEVEN * sum((max(full) - part) ** 2 for part in full)

    def _sketch(self, page: Page) -> Strip:
        """Return a strip whose connectors do not know yet where they lead."""
        if page not in self._sketches:
            (self._sketches[page],) = self._strips(Cut(self.chart, (page,), self.language))
        return self._sketches[page]

    @cached_property
    def _sketches(self) -> dict[Page, Strip]:
        return {}

    def _strips(self, cut: Cut) -> tuple[Strip, ...]:
        return tuple(Strip.of(cut.part(number), self.lanes, self._head) for number in range(len(cut.pages)))

    @cached_property
    def _head(self) -> float:
        """Width of the names of the lanes, the same on every strip."""
        return lane_name_width({self.painter.process.role(role).name for role in filter(None, self.lanes)})

    def _screen(self, fold: Fold, place: str, scale: float) -> Drawing:
        """Return a screen with its bands in the middle of the room between title and legend."""
        width = max(SCREEN[0] / scale, 2 * MARGIN + fold.size[0])
        texts = title_block(self.name, self.title, (MARGIN, MARGIN), width - 2 * MARGIN - _PLACE)
        top = MARGIN + height_of(texts) + GAP
        height = max(SCREEN[1] / scale, top + fold.size[1] + _LEGEND / 3 + MARGIN)
        top += max(0.0, (height - _LEGEND - MARGIN - top - fold.size[1]) / 2)
        painted, words = fold.paint(self.painter, ((width - fold.size[0]) / 2, top), self.ids)
        if place:
            words += (Text((place,), width - MARGIN - _PLACE, MARGIN, _PLACE, 14.0, bold=True, centred=True),)
        name = " ".join(filter(None, [self.name, place]))
        return replace(self._drawing(painted, (*texts, *words), (width, height), scale), name=name)

    def _drawing(
        self, painted: Painted, texts: Sequence[Text], size: tuple[float, float], screen: float | None = None
    ) -> Drawing:
        """Put the legend under the lanes, or at the foot of a screen that is shown at a scale."""
        scale = screen or 1.0
        width, height = (ceil(side * scale - _ROUNDING) / scale for side in size)
        room = width - 2 * MARGIN
        low = legend_height(legend(painted, (MARGIN, 0), room, self.language))
        top = height if screen is None else height - MARGIN - low
        steps = len({box.step for box in painted.boxes if box.form == "step"})
        lanes = counted(len({lane.role for lane in painted.lanes}), "lane")
        size_told = messages(self.language)(say("{steps} in {lanes}.", steps=counted(steps, "step"), lanes=lanes))
        told = " ".join([*self.title, size_told])
        return Drawing(
            self.name, told, width, ceil(height + low + MARGIN) if screen is None else height,
            painted.lanes, painted.boxes, painted.arrows, tuple(texts),
            legend(painted, (MARGIN, top), room, self.language), scale, self.language,
        )  # fmt: skip


def _scale(fold: Fold, head: float) -> float:
    """Return how much a screen may be enlarged and still hold its strips and its words."""
    width, height = fold.size
    tries = (1.0 + (_LARGEST - 1.0) * step / _STEPS_OF_SCALE for step in range(_STEPS_OF_SCALE, 0, -1))
    fitting = (
        scale
        for scale in tries
        if scale * (width + 2 * MARGIN) <= SCREEN[0]
        and scale * (height + head + scale * _LEGEND + 2 * MARGIN) <= SCREEN[1]
    )
    return next(fitting, 1.0)
