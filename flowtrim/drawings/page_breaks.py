"""Cutting a chart into strips at its quietest places, with numbered connectors from one to the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from math import inf

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.drawings.chart import Chart, Key, Link, Node
from flowtrim.drawings.sizes import BOX, LABEL, SYMBOL, TRACK, cell_width

Page = frozenset[str]
"""The ids of the steps on one strip."""

_ROW = BOX[1] + 2 * TRACK
_LANE = 12.0
_GAP = 34.0
_CONNECTORS = 2 * (SYMBOL["out"] + _GAP)
_MANY = 2000  # steps up to which every cut is weighed against every other
_HALF_EMPTY = 8.0  # so many more flows may be cut to keep a strip from being all but empty


def pages(charts: Sequence[Chart], *, room: tuple[float, float], fits: Callable[[Page], bool]) -> list[Page]:
    """Return the steps of each strip in order: as few strips as fit, cut where the fewest flows pass.

    ``room`` is an estimate that finds good cuts quickly; ``fits`` has the last word, except on a single step.
    """
    ruler = _Ruler.of(charts, room)
    found: list[Page] = []
    waiting = ruler.cuts()[::-1]
    while waiting:
        low, high = waiting.pop()
        page = frozenset(node.key[1] for node in ruler.line[low:high])
        if high - low < 2 or fits(page):
            found.append(page)
            continue
        middle = ruler.quietest(low, high)
        waiting += [(middle, high), (low, middle)]
    return found


def page_chart(chart: Chart, page: Page, numbers: Mapping[Key, int]) -> Chart:
    """Return the part of a chart that stands on one strip, with a connector for each flow to or from another."""
    part = chart.about(page)
    nodes = list(part.nodes)
    links: list[Link] = []
    entered: dict[Key, Node] = {}
    handed_over = {link.target for link in part.links if link.heavy and link.source[1] not in page}
    for link in part.links:
        source, target = chart.node[link.source], chart.node[link.target]
        sign = str(numbers.get(link.target, ""))
        here, there = link.source[1] in page, link.target[1] in page
        if here and there:
            links.append(link)
        elif here:
            key = ("out", link.source[1], link.target[1], str(len(links)))
            nodes.append(Node(key, "out", source.lane, source.column + 1, sign=sign))
            links.append(replace(link, target=key))
        elif there and link.target not in entered:
            entered[link.target] = Node(("in", link.target[1]), "in", target.lane, target.column - 1, sign=sign)
            heavy = link.target in handed_over
            links.append(Link(entered[link.target].key, link.target, state=link.state, heavy=heavy))
    return Chart((*entered.values(), *nodes), tuple(links))


def connector_numbers(charts: Sequence[Chart], found: Sequence[Page]) -> dict[Key, int]:
    """Number the nodes that flows from other strips lead to, in the order of the strips."""
    page_of = {step_id: number for number, page in enumerate(found) for step_id in page}
    targets = dict.fromkeys(
        link.target for chart in charts for link in chart.links if page_of[link.source[1]] != page_of[link.target[1]]
    )
    return {key: number for number, key in enumerate(sorted(targets, key=lambda key: page_of[key[1]]), start=1)}


class _Ruler(Struct, frozen=True):
    """The steps in a line, from left to right and from the upper lane to the lower.

    ``noise[n]`` counts the flows that pass before step n; ``wide[n]`` is the room that step n needs on its own.
    """

    line: tuple[Node, ...]
    noise: tuple[int, ...]
    wide: tuple[float, ...]
    room: tuple[float, float]

    @classmethod
    def of(cls, charts: Sequence[Chart], room: tuple[float, float]) -> _Ruler:
        steps = {node.key[1]: node for chart in charts for node in chart.nodes if node.step is not None}
        first = {node.lane: -place for place, node in enumerate(reversed(steps.values()))}
        line = tuple(sorted(steps.values(), key=lambda node: (node.column, first[node.lane])))
        labelled = {link.source[1] for chart in charts for link in chart.links if link.label}
        wide = (cell_width(node) + _GAP + (0.7 * LABEL if node.key[1] in labelled else 0.0) for node in line)
        return cls(line, _noise(line, charts), tuple(wide), room)

    def quietest(self, low: int, high: int) -> int:
        """Return the best place to cut between two others."""
        return min(range(low + 1, high), key=lambda place: (self.noise[place], abs(2 * place - low - high)))

    def cuts(self) -> list[tuple[int, int]]:
        """Return where each strip begins and ends: fewest strips, then fewest flows cut and least empty room."""
        if len(self.line) > _MANY:
            return self._quick_cuts()
        best: list[tuple[float, float, int]] = [(0, 0.0, 0)] + [(inf, inf, 0)] * len(self.line)
        for low in range(len(self.line)):
            for high, width in self._reach(low):
                empty = _HALF_EMPTY * max(0.0, 1.0 - width / self.room[0]) ** 2
                cost = best[low][1] + self.noise[high] + empty
                best[high] = min(best[high], (best[low][0] + 1, cost, low))
        found: list[tuple[int, int]] = []
        high = len(self.line)
        while high:
            found.append((best[high][2], high))
            high = best[high][2]
        return found[::-1]

    def _quick_cuts(self) -> list[tuple[int, int]]:
        """Cut at the quietest place in the last third of what fits, again and again."""
        found: list[tuple[int, int]] = []
        low = 0
        while low < len(self.line):
            high = self._reach(low)[-1][0]
            if high < len(self.line):
                high = min(range(high, low + (high - low) * 2 // 3, -1), key=lambda place: self.noise[place])
            found.append((low, high))
            low = high
        return found

    def _reach(self, low: int) -> list[tuple[int, float]]:
        """Return how far a strip that begins with a step may go, and how wide it then is, by the estimate."""
        width, height = _CONNECTORS, 0.0
        full: Counter[tuple[str | None, int]] = Counter()
        deepest: dict[str | None, int] = {}
        columns: dict[int, float] = {}
        reached: list[tuple[int, float]] = []
        for high in range(low, len(self.line)):
            node = self.line[high]
            full[node.lane, node.column] += 1
            height += 0.0 if node.lane in deepest else _LANE
            height += _ROW if full[node.lane, node.column] > deepest.get(node.lane, 0) else 0.0
            deepest[node.lane] = max(deepest.get(node.lane, 0), full[node.lane, node.column])
            width += max(0.0, self.wide[high] - columns.get(node.column, 0.0))
            columns[node.column] = max(columns.get(node.column, 0.0), self.wide[high])
            if high > low and (width > self.room[0] or height > self.room[1]):
                break
            reached.append((high + 1, width))
        return reached


def _noise(line: Sequence[Node], charts: Sequence[Chart]) -> tuple[int, ...]:
    place = {node.key[1]: number for number, node in enumerate(line)}
    change = [0] * (len(line) + 2)  # a flow passes the places after its earlier step, up to its later one
    for link in (link for chart in charts for link in chart.links):
        low, high = sorted((place[link.source[1]], place[link.target[1]]))
        change[low + 1] += 1
        change[high + 1] -= 1
    return tuple(accumulate(change))
