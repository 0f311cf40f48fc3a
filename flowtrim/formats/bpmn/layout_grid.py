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
BORDER_LABEL, ROOM_FOR_MESSAGES = 80, 70
"""Pixels across the name of an event on a border, and of a border that are left for messages beside such events."""
TRACK, _RIM = 6, 14
"""Pixels from track to track of a channel, and on either side of them."""
LEFT, TOP, HEAD, CLOSED, APART = 150, 80, 30, 60, 50


class Grid:
    """Columns and rows: ``column`` and ``row`` by item, ``lefts`` by column, ``tops`` and ``bottoms`` by row."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self.column = columns(sheet)
        self._borders = borders(sheet)
        self._widths = self._column_widths()
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
            if not item.host:
                inside[item.lane].append(item)
        row: dict[str, int] = {}
        for lane in range(len(self._sheet.lanes)):
            depth: Counter[int] = Counter()
            for item in inside[lane]:
                row[item.id] = self._first[-1] + depth[self.column[item.id]]
                depth[self.column[item.id]] += 1
            self._first.append(self._first[-1] + max([1, *depth.values()]))
        return row | {item.id: row[item.host] for item in self._sheet.items.values() if item.host}

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
        pairs = zip(self._widths, gaps[1:], strict=True)
        return list(accumulate((width + gap for width, gap in pairs), initial=start))

    def _column_widths(self) -> list[int]:
        """Return how wide each column is: as its widest item, with what stands on the border of that."""
        widths = [TASK[0]] * (max(self.column.values(), default=0) + 1)
        for item in self._sheet.items.values():
            at = self.column[item.id]
            widths[at] = max(widths[at], self._size(item)[0])
        return widths

    def _size(self, item: Item) -> tuple[int, int]:
        width, height = size_of(item)
        needed = sum(cell_of(event) for event in self._borders.get(item.id, ()))
        return max(width, needed + ROOM_FOR_MESSAGES if needed else 0), height

    def _heights(self) -> tuple[list[int], list[int], list[int]]:
        """Return where each row begins, where its middle is, and where it ends.

        A row is as tall as its tallest task; a pool stands apart from the one above it.
        """
        above = [TASK[1] // 2] * self._first[-1]
        below = [TASK[1] // 2 + 10] * self._first[-1]
        for item in self._sheet.items.values():
            row, half = self.row[item.id], size_of(item)[1] // 2
            if item.host:
                continue
            on_top = max((over_border(event) for event in self._borders.get(item.id, ())), default=0)
            above[row] = max(above[row], half + on_top)
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
        start = self.lefts[column] + self._widths[column] if column >= 0 else self.lefts[0] - self._before
        return start + _RIM + TRACK * track

    def track_of_gutter(self, row: int, track: int) -> int:
        """Return where a track of the gutter above a row lies."""
        return self.tops[row] + TRACK * (track + 1)

    def box(self, item: Item) -> Box:
        """Return the box of an item in the middle of its cell."""
        if item.host:
            return self._on_border(item)
        width, height = self._size(item)
        x = self.lefts[self.column[item.id]] + self._widths[self.column[item.id]] // 2
        y = self._middles[self.row[item.id]]
        return Box(x - width // 2, y - height // 2, width, height)

    def _on_border(self, item: Item) -> Box:
        """Return the box of an event on the upper border of its host, right of those before it."""
        host, (width, height) = self.box(self._sheet.items[item.host]), size_of(item)
        before = self._borders[item.host][: self._borders[item.host].index(item)]
        x = host.x + _RIM + sum(map(cell_of, before))
        return Box(x, host.y - height // 2, width, height)

    def top_of(self, item: Item) -> int:
        """Return where a message may leave the top of an item: right of what stands on its border."""
        box = self.box(item)
        events = self._borders.get(item.id, ())
        return box.x + _RIM + sum(map(cell_of, events)) if events else box.middle[0]

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


def borders(sheet: Sheet) -> dict[str, list[Item]]:
    """Return the events on the border of each item, in the order in which they stand there."""
    found: dict[str, list[Item]] = defaultdict(list)
    for item in sheet.items.values():
        if item.host:
            found[item.host].append(item)
    return dict(found)


def label_of_border(item: Item, box: Box) -> Box:
    """Return where the name of an event on a border stands: right of its upper half, above the host."""
    width, height = room_for(item.name, BORDER_LABEL)
    return Box(box.x + box.width + 2, box.middle[1] - 3 - height, width, height)


def cell_of(event: Item) -> int:
    """Return the pixels that an event on a border takes along it, with its name."""
    return size_of(event)[0] + (4 + room_for(event.name, BORDER_LABEL)[0] if event.name else 4) + 6


def over_border(event: Item) -> int:
    """Return the pixels by which an event on a border, and its name, rise above the host."""
    return max(size_of(event)[1] // 2, 3 + room_for(event.name, BORDER_LABEL)[1] if event.name else 0) + 2


def is_labelled_below(item: Item) -> bool:
    """Whether the name of an item stands under it, since it has no room inside."""
    return bool(item.name) and not item.host and item.tag.endswith(("Gateway", "Event"))


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
    after: dict[str, list[str]] = {item.id: [] for item in sheet.items.values() if not item.host}
    host = {item.id: item.host or item.id for item in sheet.items.values()}
    for arc in (*sheet.arcs, *sheet.messages):
        if arc.source in host and arc.target in host and host[arc.source] != arc.target:
            after[host[arc.source]].append(arc.target)
    order, back = _reading_order(after)
    column = dict.fromkeys(after, 0)
    for item in order:
        for target in after[item]:
            if (item, target) not in back:
                column[target] = max(column[target], column[item] + 1)
    return column | {own: column[at] for own, at in host.items() if own != at}


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
