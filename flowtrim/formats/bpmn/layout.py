"""Where everything of a BPMN document stands: columns by the order of flow, rows by lane, right-angled ways between.

No box is ever crossed: flows run in the gaps between columns and in the gutters above rows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from flowtrim.formats.bpmn.sheet import Arc, Item, Sheet


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


Way = tuple[tuple[int, int], ...]

PITCH, GAP, GUTTER, TASK = 160, 60, 40, (100, 80)
ICON, ICON_ROW, ICONS_A_ROW = (36, 50), 76, 3
LEFT, TOP, HEAD, CLOSED, APART = 150, 80, 30, 60, 50
_TRACK, _TRACKS = 6, 7


@dataclass(frozen=True, slots=True)
class Layout:
    """Boxes by id of item, lane and pool; ``data`` holds the box of each (item, side, object); ways by id of arc."""

    boxes: dict[str, Box]
    data: dict[tuple[str, str, str], Box]
    ways: dict[str, Way]
    pool: Box


def lay_out(sheet: Sheet) -> Layout:
    """Lay a draft out; the same draft always lies the same."""
    return _Laying(sheet).layout()


def columns(sheet: Sheet) -> dict[str, int]:
    """Return the column of each item: one more than the farthest before it, ways back left aside."""
    after: dict[str, list[str]] = {item: [] for item in sheet.items}
    for arc in sheet.arcs:
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


class _Laying:
    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._column = columns(sheet)
        self._cells: set[tuple[int, int]] = set()
        self._row = self._rows()
        self._left = LEFT + 2 * HEAD + GAP
        self._width = 2 * HEAD + GAP + PITCH * (max(self._column.values(), default=0) + 1)
        self._tops = self._row_tops()
        self._used: Counter[tuple[str, int]] = Counter()

    def layout(self) -> Layout:
        items = {item.id: self._box(item) for item in self._sheet.items.values()}
        data = {key: box for item in self._sheet.items.values() for key, box in self._icons(item, items[item.id])}
        pool = Box(LEFT, self._tops[0], self._width, self._tops[-1] - self._tops[0])
        bands = self._lane_boxes() | self._pool_boxes(pool)
        ways = {arc.id: self._way(arc, items) for arc in self._sheet.arcs}
        ways |= {arc.id: self._message(arc, items[arc.source], bands[arc.target]) for arc in self._sheet.messages}
        return Layout(items | bands, data, ways, pool)

    def _rows(self) -> dict[str, int]:
        """Give each item a row of its lane; where a cell is taken, the next one below."""
        inside: dict[int, list[Item]] = defaultdict(list)
        for item in self._sheet.items.values():
            inside[item.lane].append(item)
        row: dict[str, int] = {}
        self._first = [0]
        for lane in range(len(self._sheet.lanes)):
            depth: Counter[int] = Counter()
            for item in inside[lane]:
                row[item.id] = self._first[-1] + depth[self._column[item.id]]
                depth[self._column[item.id]] += 1
                self._cells.add((row[item.id], self._column[item.id]))
            self._first.append(self._first[-1] + max([1, *depth.values()]))
        return row

    def _row_tops(self) -> list[int]:
        """Return where each row begins, and where the last one ends."""
        icons = [0] * self._first[-1]
        for item in self._sheet.items.values():
            held = -(-(len(item.inputs) + len(item.outputs)) // ICONS_A_ROW)
            icons[self._row[item.id]] = max(icons[self._row[item.id]], held)
        above = -(-len(self._sheet.outsiders) // 2)
        tops = [TOP + above * (CLOSED + APART)]
        for held in icons:
            tops.append(tops[-1] + GUTTER + TASK[1] + 10 + held * ICON_ROW)
        tops[-1] += GUTTER // 2
        return tops

    def _box(self, item: Item) -> Box:
        width, height = (50, 50) if item.tag.endswith("Gateway") else (36, 36) if item.tag.endswith("Event") else TASK
        x = self._left + PITCH * self._column[item.id] + TASK[0] // 2
        y = self._tops[self._row[item.id]] + GUTTER + TASK[1] // 2
        return Box(x - width // 2, y - height // 2, width, height)

    def _icons(self, item: Item, box: Box) -> list[tuple[tuple[str, str, str], Box]]:
        """Set what an item needs and delivers under its box."""
        held = [("in", name) for name in item.inputs] + [("out", name) for name in item.outputs]
        x, y = box.x - 10, self._tops[self._row[item.id]] + GUTTER + TASK[1] + 10
        return [
            ((item.id, side, name), Box(x + 42 * (n % ICONS_A_ROW), y + ICON_ROW * (n // ICONS_A_ROW), *ICON))
            for n, (side, name) in enumerate(held)
        ]

    def _lane_boxes(self) -> dict[str, Box]:
        ends = [self._tops[first] for first in self._first]
        return {
            lane.id: Box(LEFT + HEAD, top, self._width - HEAD, below - top)
            for lane, top, below in zip(self._sheet.lanes, ends, ends[1:], strict=False)
        }

    def _pool_boxes(self, pool: Box) -> dict[str, Box]:
        """Set closed pools above and below in turn, the first ones nearest."""
        boxes = {}
        for number, band in enumerate(self._sheet.outsiders):
            far = (number // 2 + 1) * (CLOSED + APART)
            y = pool.y - far if number % 2 == 0 else pool.y + pool.height + far - CLOSED
            boxes[band.id] = Box(pool.x, y, pool.width, CLOSED)
        return boxes

    # ways ------------------------------------------------------------------------------------------------------------

    def _track(self, kind: str, number: int) -> int:
        """Return the next of the few parallel tracks of a gap or a gutter."""
        self._used[kind, number] += 1
        return _TRACK * ((self._used[kind, number] - 1) % _TRACKS)

    def _gap(self, column: int) -> int:
        """Return a track in the gap to the right of a column."""
        return self._left + PITCH * column + TASK[0] + 12 + self._track("gap", column)

    def _gutter(self, row: int) -> int:
        return self._tops[row] + 4 + min(self._track("gutter", row), GUTTER - 12)

    def _way(self, arc: Arc, boxes: dict[str, Box]) -> Way:
        source, target = boxes[arc.source], boxes[arc.target]
        start, end = (source.x + source.width, source.middle[1]), (target.x, target.middle[1])
        here, there = self._column[arc.source], self._column[arc.target]
        row = self._row[arc.target]
        if self._row[arc.source] == row and self._is_free(row, here, there):
            return start, end
        out = self._gap(here)
        if there == here + 1:
            return start, (out, start[1]), (out, end[1]), end
        back, high = self._gap(there - 1), self._gutter(row)
        return start, (out, start[1]), (out, high), (back, high), (back, end[1]), end

    def _is_free(self, row: int, here: int, there: int) -> bool:
        """Whether nothing stands between two columns of a row; long gaps are not looked into."""
        return here < there <= here + 20 and not any((row, column) in self._cells for column in range(here + 1, there))

    def _message(self, arc: Arc, source: Box, pool: Box) -> Way:
        column, row = self._column[arc.source], self._row[arc.source]
        start, aside, high = (source.middle[0], source.y), self._gap(column), self._gutter(row)
        end = pool.y + pool.height if pool.y < source.y else pool.y
        return start, (start[0], high), (aside, high), (aside, end)
