"""Where a chart is cut into pages or bands: at its quietest places, and so that the whole becomes small."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, islice, pairwise
from math import inf, sqrt

from msgspec import Struct

from flowtrim.drawings.chart import Chart, Node
from flowtrim.drawings.lettering import width as text_width
from flowtrim.drawings.sizes import BOX, LABEL, SMALL, SYMBOL, cell_width, label_lines

Page = frozenset[str]
"""The ids of the steps on one strip."""

_ROW = BOX[1] + 30.0
_LANE = 12.0
_BESIDE_LABEL = 24.0  # for the lines that run beside it
_BETWEEN = 30.0  # between bands, with the name of one
_WIDEST = 8000.0  # points: a band beyond is not thought of
_WIDTHS = (0.5, 0.7, 0.9, 1.2)  # of a page: bands of these widths are tried
_MOST_TRIED = 300  # ways to cut, and steps up to which more than the first few are tried
_NEAR = 5  # steps by which a cut is moved
_MOST_MOVED = 40  # cuts up to which each of them is tried at other places
_PRICES = (60e3, 180e3, 540e3)  # square points for which a flow is cut
_GAP = 34.0
_CONNECTORS = 2 * (SYMBOL["out"] + _GAP)
_MANY = 2000  # steps up to which every cut is weighed against every other
_MOST_BANDS = 300_000  # that are weighed; of a chart of a thousand steps those of up to 300 steps
_HALVINGS = 4  # of the room in which as many strips still fit
_UNEVEN = 1.35  # so much wider a strip may be for a quieter cut
_HALF_EMPTY = 8.0  # so many more flows may be cut to keep a strip from being all but empty


Cost = Callable[[Sequence[Page]], float]
"""What it costs to cut a chart into such pages; infinite where one of them does not fit."""


def pages(chart: Chart, *, room: tuple[float, float], fits: Callable[[Page], bool], cost: Cost) -> tuple[Page, ...]:
    """Return the steps of each page in order: pages that cost little, cut where few flows pass.

    ``room`` is an estimate that finds good cuts quickly; ``fits`` has the last word, except on a single step.
    """
    ruler = _Ruler.of(chart)
    start = _halved(ruler, ruler.fewest(room), fits)
    return _improved(ruler, [start], lambda cuts: cost(ruler.between(cuts)) + sum(ruler.noise[cut] for cut in cuts))


def bands(chart: Chart, head: float, *, width: float, fits: Callable[[Page], bool]) -> tuple[Page, ...]:
    """Return the steps of each band in order: bands of about a width at most that need the smallest area.

    ``head`` is the width of the names of the lanes; ``fits`` has the last word, except on a single step.
    """
    ruler = _Ruler.of(chart)
    (cuts,) = ruler.smallest(min(width, _WIDEST), head, _PRICES[:1])
    return ruler.between(_halved(ruler, cuts, fits))


def folded(chart: Chart, head: float, aspect: float, cost: Cost) -> tuple[Page, ...]:
    """Return the steps of each band so that they cost little.

    ``head`` is the width of the names of the lanes, ``aspect`` the shape of the page that they are for.
    """
    ruler = _Ruler.of(chart)
    return _improved(ruler, ruler.foldings(head, aspect), lambda cuts: cost(ruler.between(cuts)))


def _improved(
    ruler: _Ruler, starts: Iterable[tuple[int, ...]], price: Callable[[tuple[int, ...]], float]
) -> tuple[Page, ...]:
    """Return the pages of the best of several ways to cut, made better bit by bit."""
    known: dict[tuple[int, ...], float] = {}

    def priced(cuts: Iterable[int]) -> tuple[float, tuple[int, ...]]:
        places = tuple(sorted(set(cuts)))
        if places not in known:
            known[places] = price(places)
        return known[places], places

    best = min(map(priced, starts))
    while len(known) < _MOST_TRIED and len(ruler.line) < _MOST_TRIED:
        better = min(map(priced, _changed(best[1], len(ruler.line))), default=best)
        if better >= best:
            break
        best = better
    return ruler.between(best[1])


def _changed(cuts: tuple[int, ...], end: int) -> Iterator[tuple[int, ...]]:
    """Yield the same cuts with one of them left out, or at another place near by, or one more."""
    if len(cuts) < _MOST_MOVED:
        for cut in cuts:
            others = tuple(place for place in cuts if place != cut)
            yield others
            yield from ((*others, place) for place in range(cut - _NEAR, cut + _NEAR + 1) if 0 < place < end)
        yield from ((*cuts, place) for place in range(1, end))


def _halved(ruler: _Ruler, cuts: list[tuple[int, int]], fits: Callable[[Page], bool]) -> tuple[int, ...]:
    """Return where to cut, also those pages that do not fit, at their quietest places."""
    found: list[int] = []
    waiting = cuts[::-1]
    while waiting:
        low, high = waiting.pop()
        if high - low < 2 or fits(ruler.page(low, high)):
            found.append(low)
            continue
        middle = ruler.quietest(low, high)
        waiting += [(middle, high), (low, middle)]
    return tuple(found[1:])


class _Ruler(Struct, frozen=True):
    """The steps in a line, from left to right and from the upper lane to the lower.

    ``noise[n]`` weighs the flows that pass before step n; ``wide[n]`` is the room that step n needs on its own.
    """

    line: tuple[Node, ...]
    noise: tuple[int, ...]
    wide: tuple[float, ...]

    @classmethod
    def of(cls, chart: Chart) -> _Ruler:
        steps = {node.key[1]: node for node in chart.nodes if node.step is not None}
        first = {node.lane: -place for place, node in enumerate(reversed(steps.values()))}
        line = tuple(sorted(steps.values(), key=lambda node: (node.column, first[node.lane])))
        labels: dict[str, float] = {}
        for link in chart.links:
            lines = label_lines(link.text, link.share)
            needed = _BESIDE_LABEL + max(text_width(part, SMALL) for part in lines) if lines else 0.0
            labels[link.source[1]] = max(labels.get(link.source[1], 0.0), min(0.7 * LABEL, needed))
        wide = (cell_width(node) + _GAP + labels.get(node.key[1], 0.0) for node in line)
        return cls(line, _noise(line, chart), tuple(wide))

    def page(self, low: int, high: int) -> Page:
        """Return the steps from one place to another."""
        return frozenset(node.key[1] for node in self.line[low:high])

    def quietest(self, low: int, high: int) -> int:
        """Return the best place to cut between two others."""
        return min(range(low + 1, high), key=lambda place: (self.noise[place], abs(2 * place - low - high)))

    def fewest(self, room: tuple[float, float]) -> list[tuple[int, int]]:
        """Return where each page begins and ends: fewest pages, about equally wide, cut where it is quiet."""
        if len(self.line) > _MANY:
            return self._quick(room)
        found = self._few(room)
        low, high = 1 / max(1, len(found)), 1.0
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            fits = len(self._few((room[0] * middle, room[1]))) == len(found)
            low, high = (low, middle) if fits else (middle, high)
        return self._few((room[0] * min(1.0, high * _UNEVEN), room[1]))

    def smallest(self, width: float, head: float, prices: Sequence[float]) -> list[list[tuple[int, int]]]:
        """Return for each price where each band begins and ends, so that all bands and the flows cut cost the least."""
        end = len(self.line)
        best: list[list[tuple[float, int]]] = [[(0.0, 0)] + [(inf, 0)] * end for _ in prices]
        for low in range(end):
            for high, wide, tall in islice(self._reach(low, (width - head, inf)), 1 + _MOST_BANDS // end):
                area, noise = (wide + head) * (tall + _BETWEEN), self.noise[high] if high < end else 0
                for price, row in zip(prices, best, strict=True):
                    row[high] = min(row[high], (row[low][0] + area + price * noise, low))
        return [_traced([low for _, low in row]) for row in best]

    def foldings(self, head: float, aspect: float) -> Iterator[tuple[int, ...]]:
        """Yield ways to cut the line into bands that may suit a page of a shape, the one without a cut first."""
        (unpriced,) = self.smallest(_WIDEST, head, (0.0,))
        whole = sum(self.area(low, high, head) for low, high in unpriced)
        yield ()
        for part in _WIDTHS:
            for cuts in self.smallest(min(_WIDEST, part * sqrt(whole * aspect)), head, _PRICES):
                yield tuple(low for low, _ in cuts if low)

    def between(self, cuts: Sequence[int]) -> tuple[Page, ...]:
        """Return the steps of each band between cuts."""
        return tuple(self.page(low, high) for low, high in pairwise((0, *cuts, len(self.line))))

    def area(self, low: int, high: int, head: float) -> float:
        """Return about the area of a band."""
        _, wide, tall = next(reached for reached in self._reach(low, (inf, inf)) if reached[0] == high)
        return (wide + head) * (tall + _BETWEEN)

    def _few(self, room: tuple[float, float]) -> list[tuple[int, int]]:
        best: list[tuple[float, float, int]] = [(0, 0.0, 0)] + [(inf, inf, 0)] * len(self.line)
        for low in range(len(self.line)):
            for high, width, _ in self._reach(low, room):
                empty = _HALF_EMPTY * max(0.0, 1.0 - width / room[0]) ** 2
                cost = best[low][1] + self.noise[high] + empty
                best[high] = min(best[high], (best[low][0] + 1, cost, low))
        return _traced([low for *_, low in best])

    def _quick(self, room: tuple[float, float]) -> list[tuple[int, int]]:
        """Cut at the quietest place in the last third of what fits, again and again."""
        found: list[tuple[int, int]] = []
        low = 0
        while low < len(self.line):
            *_, (high, _, _) = self._reach(low, room)
            if high < len(self.line):
                high = min(range(high, low + (high - low) * 2 // 3, -1), key=lambda place: self.noise[place])
            found.append((low, high))
            low = high
        return found

    def _reach(self, low: int, room: tuple[float, float]) -> Iterator[tuple[int, float, float]]:
        """Yield how far a page that begins with a step may go, and how wide and high it then is, by the estimate."""
        width, height = _CONNECTORS, 0.0
        full: Counter[tuple[str | None, int]] = Counter()
        deepest: dict[str | None, int] = {}
        columns: dict[int, float] = {}
        for high in range(low, len(self.line)):
            node = self.line[high]
            full[node.lane, node.column] += 1
            height += 0.0 if node.lane in deepest else _LANE
            height += _ROW if full[node.lane, node.column] > deepest.get(node.lane, 0) else 0.0
            deepest[node.lane] = max(deepest.get(node.lane, 0), full[node.lane, node.column])
            width += max(0.0, self.wide[high] - columns.get(node.column, 0.0))
            columns[node.column] = max(columns.get(node.column, 0.0), self.wide[high])
            if high > low and (width > room[0] or height > room[1]):
                return
            yield high + 1, width, height


def _traced(before: Sequence[int]) -> list[tuple[int, int]]:
    """Return the parts of a line from where the best part that ends at each place begins."""
    found: list[tuple[int, int]] = []
    high = len(before) - 1
    while high:
        found.append((before[high], high))
        high = before[high]
    return found[::-1]


def _noise(line: Sequence[Node], chart: Chart) -> tuple[int, ...]:
    place = {node.key[1]: number for number, node in enumerate(line)}
    change = [0] * (len(line) + 2)  # a flow passes the places after its earlier step, up to its later one
    for link in chart.links:
        low, high = sorted((place[link.source[1]], place[link.target[1]]))
        weight = 1 if link.heavy else 2  # rather between two hands than in the middle of what one does
        change[low + 1] += weight
        change[high + 1] -= weight
    return tuple(accumulate(change))
