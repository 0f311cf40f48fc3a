"""Putting strips, title block and legend together: on one page of any size, or on screens of one size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from math import ceil, inf, sqrt
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.changes import Fate
from flowtrim.drawings.badges import Mark
from flowtrim.drawings.border import height_of, legend, legend_height, title_block
from flowtrim.drawings.chart import Chart, Key, Order, chart_of
from flowtrim.drawings.drawing import Drawing, Text
from flowtrim.drawings.lettering import clean
from flowtrim.drawings.overlay import Pair, moved, pair_of
from flowtrim.drawings.page_breaks import Page, connector_numbers, page_chart, pages
from flowtrim.drawings.sheet import Painter
from flowtrim.drawings.sizes import MARGIN, block_height, lane_name_width
from flowtrim.drawings.strip import Painted, Strip
from flowtrim.formats import Document
from flowtrim.graph import FlowGraph
from flowtrim.model import Process
from flowtrim.sentences import counted

SCREEN = (1440.0, 810.0)
"""A screen of 1920 by 1080 pixels in points: a point is 4/3 of a pixel, so letters of 10.5 points have 14 pixels."""
_LARGEST = 1.6  # enlarged further, the letters of a small process are larger than anybody needs
_STEPS_OF_SCALE = 25
_COLUMN, _LANE = 180.0, 100.0  # about what a column and a lane need
_LONGEST = 14400.0  # points; readers of PDF stop there
_ROUNDING = 0.001
_PLACE = 90.0
_GAP = 14.0
_HEADING = 15.0
_NARROWEST = 460.0  # room for title and legend over the smallest process
_LEGEND = 66.0  # three rows, as screens are cut before their legend is known


class View(Struct, frozen=True):
    """One chart to be drawn, with what is painted on it and how it is headed."""

    heading: str
    chart: Chart
    painter: Painter


class Scene(Struct, frozen=True, dict=True):
    """Charts on one order of columns and lanes, and the words above them."""

    name: str
    language: str | None
    title: tuple[str, ...]
    order: Order
    views: tuple[View, ...]

    def overview(self) -> Drawing:
        """Return everything in one drawing, the views one above the other; very long ones go on in further lines."""
        wide = _COLUMN * (max(self.order.column.values(), default=0) + 1)
        if wide <= _LONGEST:
            strips: tuple[Strip, ...] = (self._strip([view.chart for view in self.views]),)
        else:
            strips = self._strips(_folded(wide, _LANE * len(self.order.lanes) * len(self.views)), inf)
        room = max(_NARROWEST, *(strip.size[0] for strip in strips))
        texts = title_block(self.name, self.title, (MARGIN, MARGIN), room)
        painted, words, bottom = self._stack(strips, self.views, MARGIN + height_of(texts) + _GAP)
        return self._drawing(painted, (*texts, *words), (room + 2 * MARGIN, bottom))

    def screens(self) -> tuple[Drawing, ...]:
        """Return one drawing for each screen and view, in the order in which they are shown."""
        head = height_of(title_block(self.name, self.title, (0, 0), SCREEN[0] - 2 * MARGIN - _PLACE)) + 2 * _GAP
        head += block_height(("",), _HEADING) if self.views[0].heading else 0.0
        height = SCREEN[1] - 2 * MARGIN - head - _LEGEND
        sheets = _packed(self._strips(SCREEN[0] - 2 * MARGIN - self._head, height), height)
        scale = min(_scale(sheet, head) for sheet in sheets)
        return tuple(
            self._screen(sheet, view, f"{number} / {len(sheets)}" if len(sheets) > 1 else "", scale)
            for number, sheet in enumerate(sheets, start=1)
            for view in self.views
        )

    def _strips(self, width: float, height: float) -> tuple[Strip, ...]:
        """Cut the charts into strips of at most a width and a height."""
        charts = [view.chart for view in self.views]

        def strip(page: Page, numbers: Mapping[Key, int]) -> Strip:
            return self._strip([page_chart(chart, page, numbers) for chart in charts])

        def fits(page: Page) -> bool:
            wide, high = strip(page, {}).geometry.size
            return wide <= width and high <= height

        found = pages(charts, room=(width, height), fits=fits) or [frozenset()]
        numbers = connector_numbers(charts, found)
        return tuple(strip(page, numbers) for page in found)

    def _strip(self, charts: Sequence[Chart]) -> Strip:
        return Strip.of(charts, self.order.lanes, self._head)

    @cached_property
    def _head(self) -> float:
        """Width of the names of the lanes, the same on every strip."""
        roles = filter(None, self.order.lanes)
        return lane_name_width({view.painter.process.role(role).name for role in roles for view in self.views})

    def _screen(self, sheet: Sequence[Strip], view: View, place: str, scale: float) -> Drawing:
        width = max(SCREEN[0] / scale, 2 * MARGIN + max(strip.size[0] for strip in sheet))
        texts = title_block(self.name, self.title, (MARGIN, MARGIN), width - 2 * MARGIN - _PLACE)
        painted, words, bottom = self._stack(sheet, (view,), MARGIN + height_of(texts) + _GAP)
        if place:
            words += (Text((place,), width - MARGIN - _PLACE, MARGIN, _PLACE, 14.0, bold=True, centred=True),)
        name = " ".join(filter(None, [self.name, view.heading, place]))
        size = (width, max(SCREEN[1] / scale, bottom + _LEGEND / 3 + MARGIN))
        return replace(self._drawing(painted, (*texts, *words), size, scale), name=name)

    def _stack(
        self, strips: Sequence[Strip], views: Sequence[View], y: float
    ) -> tuple[Painted, tuple[Text, ...], float]:
        """Paint strips under each other, all of a view under its heading; return the bottom as well."""
        painted, words = Painted(), []
        for view in views:
            which = self.views.index(view)
            if view.heading:
                words.append(Text((view.heading,), MARGIN, y, 200.0, _HEADING, bold=True))
                y += block_height((view.heading,), _HEADING) + 4
            for strip in strips:
                painted += strip.paint(which, view.painter, (MARGIN, y), self._numbers)
                y += strip.size[1] + _GAP
        return painted, tuple(words), y

    def _drawing(
        self, painted: Painted, texts: Sequence[Text], size: tuple[float, float], screen: float | None = None
    ) -> Drawing:
        """Put the legend under the lanes, or at the foot of a screen that is shown at a scale."""
        scale = screen or 1.0
        width, height = (ceil(side * scale - _ROUNDING) / scale for side in size)
        room = width - 2 * MARGIN
        low = legend_height(legend(painted, (MARGIN, 0), room))
        top = height if screen is None else height - MARGIN - low
        steps = len({box.step for box in painted.boxes if box.form == "step"})
        told = " ".join(
            [*self.title, f"{counted(steps, 'step')} in {counted(len({lane.role for lane in painted.lanes}), 'lane')}."]
        )
        return Drawing(
            self.name, told, width, ceil(height + low + MARGIN) if screen is None else height,
            painted.lanes, painted.boxes, painted.arrows, tuple(texts),
            legend(painted, (MARGIN, top), room), scale, self.language,
        )  # fmt: skip

    @cached_property
    def _numbers(self) -> dict[str, str]:
        """A number for each step, by its place in the file; a step that moved has two, told apart by a letter."""
        ids = [step.id for view in self.views for step in view.painter.process.steps]
        numbers = {step_id: str(place) for place, step_id in enumerate(dict.fromkeys(ids), start=1)}
        return numbers | {moved(step_id): f"{place}m" for step_id, place in numbers.items()}


def _packed(strips: Sequence[Strip], height: float) -> tuple[tuple[Strip, ...], ...]:
    """Put strips that follow each other on one screen as long as they fit under each other."""
    sheets: list[list[Strip]] = []
    left = 0.0
    for strip in strips:
        needed = strip.size[1] + _GAP
        if not sheets or needed > left:
            sheets.append([])
            left = height + _GAP
        sheets[-1].append(strip)
        left -= needed
    return tuple(map(tuple, sheets))


def _folded(width: float, height: float) -> float:
    """Return the width of strips that, one under the other, make a page of about four by three."""
    return max(_LONGEST / 4, sqrt(width * height * 4 / 3))


def _scale(sheet: Sequence[Strip], head: float) -> float:
    """Return how much a screen may be enlarged and still hold its strips and its words."""
    width = max(strip.size[0] for strip in sheet)
    height = sum(strip.size[1] + _GAP for strip in sheet)
    tries = (1.0 + (_LARGEST - 1.0) * step / _STEPS_OF_SCALE for step in range(_STEPS_OF_SCALE, 0, -1))
    fitting = (
        scale
        for scale in tries
        if scale * (width + 2 * MARGIN) <= SCREEN[0]
        and scale * (height + head + scale * _LEGEND + 2 * MARGIN) <= SCREEN[1]
    )
    return next(fitting, 1.0)


Form = Literal["overview", "screens"]
Layout = Literal["beside", "overlay"]
Marks = Mapping[str, tuple[Mark, ...]]


def draw(  # noqa: PLR0913 (the front door of the room; all but the process can be left out)
    process: Process | Document,
    *,
    form: Form = "overview",
    title: Sequence[str] = (),
    marks: Marks | None = None,
    lane_marks: Marks | None = None,
    after: Process | None = None,
    after_marks: Marks | None = None,
    view: Layout = "beside",
    fates: Mapping[str, Fate] | None = None,
) -> tuple[Drawing, ...]:
    """Draw a process, or what becomes of it, as swimlanes.

    ``overview`` is one drawing of everything; ``screens`` are as many as a projector of 1920 by 1080 pixels needs
    for letters of 14 pixels or more. ``marks`` and ``lane_marks`` say what to show at steps and roles, ``title``
    holds lines for the title block. With ``after``, before and after have the same columns and lanes: one above the
    other in the overview, turn by turn in the screens; ``overlay`` is one picture with what goes in grey.
    ``fates`` says what becomes of the steps where their ids do not tell.

    >>> from flowtrim.model import Step
    >>> drawing, = draw(Process("Refund", steps=(Step("log", "Log it", owner="Clerk"),)))
    >>> [box.id for box in drawing.boxes]
    ['start-1', 'step-1', 'end-1']
    """
    process = process if isinstance(process, Process) else process.process
    painter = Painter(process, marks or {}, lane_marks or {})
    if after is None:
        order = Order.of(FlowGraph(process))
        views: tuple[View, ...] = (View("", chart_of(process, order), painter),)
    else:
        pair = pair_of(process, after, fates)
        order = pair.order
        views = _views(pair, view, painter, replace(painter, process=after, marks=after_marks or {}))
    scene = Scene(clean(process.name), process.language, tuple(map(clean, title)), order, views)
    return (scene.overview(),) if form == "overview" else scene.screens()


def _views(pair: Pair, view: Layout, before: Painter, after: Painter) -> tuple[View, ...]:
    """Return what is shown of a pair; what is gone needs the names that its roles had."""
    roles = {role.id: role for role in (*before.process.roles, *after.process.roles)}
    after = replace(after, process=replace(after.process, roles=tuple(roles.values())))
    if view == "overlay":
        steps = {step.id: step for step in (*before.process.steps, *after.process.steps)}
        both = replace(after, process=replace(after.process, steps=tuple(steps.values())))
        return (View("", pair.overlay, both),)
    return (
        View("Before", pair.before, replace(before, prefix="before-")),
        View("After", pair.after, replace(after, prefix="after-")),
    )
