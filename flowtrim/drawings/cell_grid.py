"""Which row of its lane each node stands in; rows and the channels between them are bands from top to bottom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from flowtrim.drawings.chart import Chart, Form, Key, Node

_LAST: frozenset[Form] = frozenset({"end", "in", "out", "message", "interruption"})  # they give way to the others


class Grid(Struct, frozen=True, dict=True):
    """Lanes of rows, and columns.

    The bands of a lane are, from the top: a channel, then for each row the row and a channel.
    Columns and the channels left of them count from 0; there is one channel more than columns.
    """

    lanes: tuple[str | None, ...]
    depth: Mapping[str | None, int]
    row: Mapping[Key, int]
    lane_of: Mapping[Key, str | None]
    column: Mapping[Key, int]
    columns: int

    @cached_property
    def top(self) -> Mapping[str | None, int]:
        """The first band of each lane."""
        tops: dict[str | None, int] = {}
        band = 0
        for lane in self.lanes:
            tops[lane] = band
            band += 2 * self.depth[lane] + 1
        return tops

    @cached_property
    def bands(self) -> int:
        """How many bands there are in all lanes."""
        return sum(2 * depth + 1 for depth in self.depth.values())

    def band(self, key: Key) -> int:
        """Return the band of the row that a node stands in."""
        return self.top[self.lane_of[key]] + 2 * self.row[key] + 1


def grid_of(chart: Chart, lanes: Sequence[str | None]) -> Grid:
    """Give every node of a chart its place.

    A node takes the row of what leads to it in its lane, so that work which stays in one hand runs straight.
    """
    sources: dict[Key, list[Key]] = {}
    for link in chart.links:
        sources.setdefault(link.target, []).append(link.source)
    used = {node.lane for node in chart.nodes}
    kept = tuple(lane for lane in lanes if lane in used)
    row = _rows(chart.nodes, sources)
    column = _columns(chart.nodes)
    depth = dict.fromkeys(kept, 1)
    for key, number in row.items():
        depth[chart.node[key].lane] = max(depth[chart.node[key].lane], number + 1)
    lane_of = {key: node.lane for key, node in chart.node.items()}
    return Grid(kept, depth, row, lane_of, column, max(column.values(), default=-1) + 1)


def _columns(nodes: Iterable[Node]) -> dict[Key, int]:
    """Number the columns in use from 0, leaving none empty."""
    nodes = tuple(nodes)
    number = {column: place for place, column in enumerate(sorted({node.column for node in nodes}))}
    return {node.key: number[node.column] for node in nodes}


def _rows(nodes: Iterable[Node], sources: Mapping[Key, Sequence[Key]]) -> dict[Key, int]:
    row: dict[Key, int] = {}
    place = {node.key: node for node in nodes}
    taken: dict[tuple[str | None, int], set[int]] = {}
    for node in sorted(place.values(), key=lambda node: (node.column, node.form in _LAST)):
        full = taken.setdefault((node.lane, node.column), set())
        before = [s for s in sources.get(node.key, ()) if s in row and place[s].lane == node.lane]
        wanted = row[max(before, key=lambda key: place[key].column)] if before else 0
        free = wanted if wanted not in full else next(n for n in range(len(full) + 1) if n not in full)
        row[node.key] = free
        full.add(free)
    return row
