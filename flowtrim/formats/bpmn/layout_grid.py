"""Where the items of a BPMN diagram stand: columns by the order of flow, rows by lane, and lanes by pool."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import accumulate, pairwise
from typing import NamedTuple

from flowtrim.formats.bpmn.canvas import Item, Pool, Sheet
from flowtrim.formats.bpmn.channels import Channels
from flowtrim.formats.bpmn.label_size import height_inside, height_of, room_for


class Box(NamedTuple):
    """A rectangle."""

    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> tuple[int, int]:
        """Its centre."""
        return self.x + self.width // 2, self.y + self.height // 2

    @property
    def bottom(self) -> int:
        """Where it ends below."""
        return self.y + self.height


GAP, GUTTER, TASK = 70, 44, (120, 90)
"""Pixels between columns, above each row, and of a task whose name is not too long for it."""
ICON, ICON_LABEL, WIDEST = (36, 50), 64, 110
"""Pixels of a data object, across its label, and across the widest label of a flow or an event."""
TRACK, _RIM = 6, 14
"""Pixels from track to track of a channel, and on either side of them."""
LEFT, TOP, HEAD, CLOSED, APART = 150, 80, 30, 60, 50


class Grid:
    """Columns and rows: ``column`` and ``row`` by item, ``lefts`` by column, ``tops`` and ``bottoms`` by row."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self.column = columns(sheet)
        self._first = [0]
        self.row = self._rows()
        self.channels = Channels(sheet, self.column, self.row)
        self.lefts = self._lefts()
        self.tops, self._middles, self.bottoms = self._heights()
        self.width = self.lefts[-1] - LEFT

    def _rows(self) -> dict[str, int]:
        """Give each item a row of its lane; where a cell is taken, the next one below."""
        inside: dict[int, list[Item]] = defaultdict(list)
        for item in self._sheet.items.values():
            inside[item.lane].append(item)
        row: dict[str, int] = {}
        for lane in range(len(self._sheet.lanes)):
            depth: Counter[int] = Counter()
            for item in inside[lane]:
                row[item.id] = self._first[-1] + depth[self.column[item.id]]
                depth[self.column[item.id]] += 1
            self._first.append(self._first[-1] + max([1, *depth.values()]))
        return row

    def _lefts(self) -> list[int]:
        """Return where each column begins, and where the last gap ends: a gap holds the labels that end in it."""
        last = max(self.column.values(), default=0)
        tracks = [max(GAP, 2 * _RIM + TRACK * self.channels.wide.get(column, 0)) for column in range(-1, last + 1)]
        gaps = [*tracks]
        for arc in self._sheet.arcs:
            if arc.name:
                at = self.column[arc.target]
                gaps[at] = max(gaps[at], tracks[at] + room_for(arc.name, WIDEST)[0])
        self._before = gaps[0]
        start = LEFT + 2 * HEAD + gaps[0]
        return list(accumulate((TASK[0] + gap for gap in gaps[1:]), initial=start))

    def _heights(self) -> tuple[list[int], list[int], list[int]]:
        """Return where each row begins, where its middle is, and where it ends.

        A row is as tall as its tallest task; a pool stands apart from the one above it.
        """
        above = [TASK[1] // 2] * self._first[-1]
        below = [TASK[1] // 2 + 10] * self._first[-1]
        for item in self._sheet.items.values():
            row, half = self.row[item.id], size_of(item)[1] // 2
            above[row] = max(above[row], half)
            below[row] = max(below[row], half + held_below(item))
        new = {
            self._first[at] for at, (one, other) in enumerate(pairwise(self._sheet.lanes), 1) if one.pool != other.pool
        }
        y = TOP + (CLOSED + APART) * sum(pool.above and not pool.process for pool in self._sheet.pools)
        tops, middles, bottoms = [], [], []
        for row, (up, down) in enumerate(zip(above, below, strict=True)):
            y += APART * (row in new)
            tops.append(y)
            middles.append(y + max(GUTTER, _RIM + TRACK * self.channels.high.get(row, 0)) + up)
            y = middles[-1] + down
            bottoms.append(y)
        return tops, middles, bottoms

    def track_of_gap(self, column: int, track: int) -> int:
        """Return where a track of the gap to the right of a column lies."""
        start = self.lefts[column] + TASK[0] if column >= 0 else self.lefts[0] - self._before
        return start + _RIM + TRACK * track

    def track_of_gutter(self, row: int, track: int) -> int:
        """Return where a track of the gutter above a row lies."""
        return self.tops[row] + TRACK * (track + 1)

    def box(self, item: Item) -> Box:
        """Return the box of an item in the middle of its cell."""
        width, height = size_of(item)
        x = self.lefts[self.column[item.id]] + TASK[0] // 2
        y = self._middles[self.row[item.id]]
        return Box(x - width // 2, y - height // 2, width, height)

    def bands(self) -> dict[str, Box]:
        """Return the boxes of lanes and of pools."""
        boxes: dict[str, Box] = {}
        spans: dict[str, list[int]] = defaultdict(list)
        for lane, (first, following) in zip(self._sheet.lanes, pairwise(self._first), strict=True):
            top, bottom = self.tops[first], self.bottoms[following - 1]
            boxes[lane.id] = Box(LEFT + HEAD, top, self.width - HEAD, bottom - top)
            spans[lane.pool.id] += [top, bottom]
        boxes |= {own: Box(LEFT, span[0], self.width, span[-1] - span[0]) for own, span in spans.items()}
        return boxes | self._closed()

    def _closed(self) -> dict[str, Box]:
        """Set closed pools above and below all others, the first ones nearest."""

        def box(y: int) -> Box:
            return Box(LEFT, y, self.width, CLOSED)

        closed: dict[bool, list[Pool]] = {True: [], False: []}
        for pool in self._sheet.pools:
            if not pool.process:
                closed[pool.above].append(pool)
        step = CLOSED + APART
        over = {pool.id: box(self.tops[0] - step * n) for n, pool in enumerate(closed[True], 1)}
        under = {pool.id: box(self.bottoms[-1] + APART + step * n) for n, pool in enumerate(closed[False])}
        return over | under


def size_of(item: Item) -> tuple[int, int]:
    """Return width and height of an item, of a task so that its name fits into it."""
    if item.tag.endswith("Gateway"):
        return 50, 50
    if item.tag.endswith("Event"):
        return 36, 36
    return TASK[0], max(TASK[1], height_inside(item.name, TASK[0]))


def is_labelled_below(item: Item) -> bool:
    """Whether the name of an item stands under it, since it has no room inside."""
    return bool(item.name) and item.tag.endswith(("Gateway", "Event"))


def held_below(item: Item) -> int:
    """Return the pixels that an item needs below itself: for its label, or for what it handles."""
    if is_labelled_below(item):
        return 12 + height_of(item.name, room_for(item.name, WIDEST)[0])
    return 10 + max(len(item.inputs), len(item.outputs)) * icon_pitch(item)


def icon_pitch(item: Item) -> int:
    """Return the pixels from one data object of an item to the one below it."""
    highest = max((height_of(name, ICON_LABEL) for name in (*item.inputs, *item.outputs)), default=0)
    return ICON[1] + highest + 10


def columns(sheet: Sheet) -> dict[str, int]:
    """Return the column of each item: one more than the farthest before it, ways back left aside."""
    after: dict[str, list[str]] = {item: [] for item in sheet.items}
    for arc in (*sheet.arcs, *sheet.messages):
        if arc.source in after and arc.target in after:
            after[arc.source].append(arc.target)
    order, back = _reading_order(after)
    column = dict.fromkeys(after, 0)
    for item in order:
        for target in after[item]:
            if (item, target) not in back:
                column[target] = max(column[target], column[item] + 1)
    return column


def _reading_order(after: dict[str, list[str]]) -> tuple[list[str], set[tuple[str, str]]]:
    """Return the items so that each stands before those it leads to, and the ways back that this leaves out."""
    led_to = Counter(target for targets in after.values() for target in targets)
    done: dict[str, bool] = {}
    back: set[tuple[str, str]] = set()
    order: list[str] = []
    for root in sorted(after, key=lambda item: led_to[item] > 0):
        waiting = [(root, iter(after[root]))] if root not in done else []
        done.setdefault(root, False)
        while waiting:
            item, targets = waiting[-1]
            target = next(targets, None)
            if target is None:
                waiting.pop()
                done[item] = True
                order.append(item)
            elif target not in done:
                done[target] = False
                waiting.append((target, iter(after[target])))
            elif not done[target]:
                back.add((item, target))
    return order[::-1], back
