"""Where on a node's side each link leaves and enters: heights and widths as distances from its middle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from flowtrim.drawings.cell_grid import Grid
from flowtrim.drawings.chart import Chart, Key, Link, Node
from flowtrim.drawings.routes import Route
from flowtrim.drawings.sizes import BESIDE_LABEL, SMALL, block_height, extent, label_lines

AROUND_LABEL = 4.5
"""Between a label and the middle of its own line, where that is the thickest."""
OWN_LINE = 12.0
"""Between a label and the line of another way that would else seem to be its own as well."""
_SLOT = 10.0  # between two lines without a label
_AT_ONE_TIP = 2  # lines to one side that may share the tip of a gateway
_CLEAR = 4.0  # lines of different links that meet in one channel keep this distance


class Ports(Struct, frozen=True):
    """For each route its distance from the middle where it leaves, and where it enters.

    ``leave`` may reach beyond the node, so that every label has its line; the line then leaves the node at ``exit``
    and runs along its right edge first, by as many stairs away from it as ``stair`` says. ``under`` says whose label
    hangs under its line: that of the lowest of several. ``late`` says whose label stands where the line arrives: those
    that would lie between two lines where they leave.
    """

    leave: tuple[float, ...]
    exit: tuple[float, ...]
    stair: tuple[int, ...]
    enter: tuple[float, ...]
    under: frozenset[int]
    late: frozenset[int]

    def climbs(self, number: int) -> bool:
        """Whether a line leaves its node elsewhere than it goes on, and runs along its edge in between."""
        return abs(self.exit[number] - self.leave[number]) > 0.01


def ports(chart: Chart, grid: Grid, ways: Sequence[Route]) -> Ports:
    """Spread the links over the sides of their nodes, in the order in which they come and go."""
    leave, enter = [0.0] * len(ways), [0.0] * len(ways)
    under: set[int] = set()
    late: set[int] = set()
    alone = _entering_alone(ways)
    for numbers in _gather(ways, lambda way: way.link.source if way.leave == "right" else None):
        order = sorted(numbers, key=lambda n: (_next_band(ways[n], grid), n))
        under.update(order[1:][-1:])
        late.update(number for number in order[1:-1] if number in alone and ways[number].link.label)
        _stack(order, ways, leave, late)
    for key, numbers in _keyed(ways, lambda way: way.link.target if way.enter == "left" else None).items():
        room = _room(chart, key)
        _spread(sorted(numbers, key=lambda n: (_last_band(ways[n], grid), n)), ways, enter, room)
    _part(chart, grid, ways, leave, enter)
    _dive(ways, leave, enter)
    exits, stairs = list(leave), [0] * len(ways)
    for key, numbers in _keyed(ways, lambda way: way.link.source if way.leave == "right" else None).items():
        for number, height, stair in _exits(chart.node[key], numbers, leave):
            exits[number], stairs[number] = height, stair
    return Ports(tuple(leave), tuple(exits), tuple(stairs), tuple(enter), frozenset(under), frozenset(late))


def label_height(link: Link) -> float:
    """Return the height of the label of a link.

    >>> label_height(Link(("step", "a"), ("step", "b"), "refused", "5%"))
    13.125
    """
    return block_height(label_lines(link.text, link.share), SMALL)


def _entering_alone(ways: Sequence[Route]) -> set[int]:
    """Return the routes that enter a node from the left where no other does."""
    groups = _gather(ways, lambda way: way.link.target if way.enter == "left" else None)
    return {numbers[0] for numbers in groups if len(numbers) == 1}


def _next_band(way: Route, grid: Grid) -> int:
    return way.across if way.across is not None else grid.band(way.link.target)


def _last_band(way: Route, grid: Grid) -> int:
    return way.across if way.across is not None else grid.band(way.link.source)


def _stack(numbers: Sequence[int], ways: Sequence[Route], leave: list[float], late: Collection[int]) -> None:
    """Put leaving lines under each other, each with its label above it; that of the last one hangs under it."""
    height = 0.0
    for place, number in enumerate(numbers):
        if place:
            elsewhere = number in late or place == len(numbers) - 1
            label = label_height(ways[number].link)
            height += max(_SLOT, 0.0 if elsewhere or not label else label + AROUND_LABEL + OWN_LINE)
        leave[number] = height
    straight = next((leave[n] for n in numbers if ways[n].is_straight), None)
    middle = height / 2 if straight is None else straight
    for number in numbers:
        leave[number] -= middle


def _exits(node: Node, numbers: Sequence[int], leave: Sequence[float]) -> Iterator[tuple[int, float, int]]:
    """Yield for each leaving line where it leaves the node, and on which stair it runs along its edge.

    Lines that do not all fit on the side of a node leave it close together and fan out like stairs, the innermost one
    the farthest away: so they neither cross nor seem to spring from each other. A few share the tip of a gateway.
    """
    for side in (-1, 1):
        beside = sorted((n for n in numbers if side * leave[n] > 0), key=lambda n: abs(leave[n]))
        rooms = _box_exits(node, [abs(leave[n]) for n in beside]) if node.form == "step" else _tip_exits(node, beside)
        for place, (number, room) in enumerate(zip(beside, rooms, strict=True), start=1):
            yield number, side * min(abs(leave[number]), room), len(beside) - place if room else 0


def _box_exits(node: Node, heights: Sequence[float]) -> list[float]:
    """Return how far from the middle of a box lines of these heights may leave it."""
    room = extent(node)[1] / 2 - 6
    fits = all(height <= room for height in heights)
    return [room if fits else room * place / len(heights) for place in range(1, len(heights) + 1)]


def _tip_exits(node: Node, beside: Sequence[int]) -> list[float]:
    """Return how far from its tip so many lines may leave a figure that is no box."""
    room = extent(node)[1] / 2 if len(beside) > _AT_ONE_TIP else 0.0
    return [room * place / (len(beside) + 1) for place in range(1, len(beside) + 1)]


def _spread(numbers: Sequence[int], ways: Sequence[Route], enter: list[float], room: float) -> None:
    straight = next((place for place, n in enumerate(numbers) if ways[n].is_straight), None)
    middle = (len(numbers) - 1) / 2 if straight is None else straight
    farthest = max(middle, len(numbers) - 1 - middle)
    step = min(_SLOT, room / farthest) if farthest else 0.0
    for place, number in enumerate(numbers):
        enter[number] = (place - middle) * step


def _room(chart: Chart, key: Key) -> float:
    """Return how far from its middle a line may enter a node."""
    node = chart.node[key]
    return extent(node)[1] / 2 - (8.0 if node.form == "step" else 5.0)


def _part(chart: Chart, grid: Grid, ways: Sequence[Route], leave: list[float], enter: list[float]) -> None:
    """Move entering lines that would lie upon leaving lines of others in the same channel and row."""
    coming: dict[tuple[int, int], list[float]] = defaultdict(list)
    for number, way in enumerate(ways):
        if way.leave == "right" and not way.is_straight:
            turn = way.first if way.first is not None else grid.column[way.link.source] + 1
            coming[turn, grid.band(way.link.source)].append(leave[number])
    for key, numbers in _keyed(ways, lambda way: way.link.target if way.enter == "left" else None).items():
        bent = [n for n in numbers if not ways[n].is_straight]
        band = grid.band(key)
        lines = [(n, y) for n in bent for y in coming[_turn_in(ways[n]), band]]
        if lines:
            lines += [(n, enter[straight]) for n in bent for straight in numbers if ways[straight].is_straight]
            shift = _shift([enter[n] - y for n, y in lines], _room(chart, key) - max(abs(enter[n]) for n in bent))
            for number in bent:
                enter[number] += shift


def _shift(gaps: Sequence[float], room: float) -> float:
    """Return the smallest shift that keeps lines apart, or else the one that keeps them farthest apart."""
    most = int(max(room + 4.0, 2.0))
    shifts = sorted(range(-most, most + 1), key=lambda shift: (abs(shift), shift))
    near = {shift: min(abs(gap + shift) for gap in gaps) for shift in shifts}
    return next((shift for shift in shifts if near[shift] >= _CLEAR), max(shifts, key=lambda shift: near[shift]))


def _turn_in(way: Route) -> int:
    turn = way.second if way.second is not None else way.first
    return -1 if turn is None else turn


def _dive(ways: Sequence[Route], leave: list[float], enter: list[float]) -> None:
    """Spread the lines at the top and at the bottom.

    Those of the top keep left, away from the badges, and those of the bottom right; one that goes straight on to
    another box takes the middle, or leaves room for its label. So none lies upon one of the box above or below.
    """
    ends: dict[tuple[Key, str], list[tuple[list[float], int]]] = defaultdict(list)
    for number, way in enumerate(ways):
        if way.is_upright:
            leave[number] = enter[number] = -BESIDE_LABEL if way.link.label else 0.0
            continue
        if way.enter in {"top", "bottom"}:
            ends[way.link.target, way.enter].append((enter, number))
        if way.leave in {"top", "bottom"}:
            ends[way.link.source, way.leave].append((leave, number))
    for (_, side), places in ends.items():
        step = min(12.0, 36.0 / len(places))
        for place, (values, number) in enumerate(places, start=1):
            if ways[number].link.label and values is leave:
                values[number] = -BESIDE_LABEL
                continue
            values[number] = -6.0 - step * (len(places) + 1 - place) if side == "top" else step * place


def _keyed(ways: Sequence[Route], key: Callable[[Route], Key | None]) -> Mapping[Key, list[int]]:
    groups: dict[Key, list[int]] = defaultdict(list)
    for number, way in enumerate(ways):
        found = key(way)
        if found is not None:
            groups[found].append(number)
    return groups


def _gather(ways: Sequence[Route], key: Callable[[Route], Key | None]) -> Iterable[list[int]]:
    return _keyed(ways, key).values()
