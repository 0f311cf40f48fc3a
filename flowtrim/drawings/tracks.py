"""Lines side by side in one channel: an order with few crossings, and as few tracks as that order allows."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush

from msgspec import Struct

_MANY = 400  # lines in one channel beyond which no order is searched for fewer crossings
_SWAPS = 24  # lines in one channel up to which every exchange of neighbours is tried


class Span(Struct, frozen=True):
    """A line along a channel, from ``start`` to ``goal``.

    ``start_side`` and ``goal_side`` tell where the link goes on at each end: -1 towards the first track, +1 away.
    """

    start: float
    goal: float
    start_side: int
    goal_side: int

    @property
    def low(self) -> float:
        """The nearer end."""
        return min(self.start, self.goal)

    @property
    def high(self) -> float:
        """The farther end."""
        return max(self.start, self.goal)

    def meets(self, other: Span) -> bool:
        """Whether both need a track of their own."""
        return int(self.low) <= int(other.high) and int(other.low) <= int(self.high)


def tracks(spans: Sequence[Span]) -> tuple[int, ...]:
    """Return the track of each line, counted from 0; lines that meet never share one.

    >>> tracks([Span(0, 4, -1, 1), Span(1, 2, -1, 1), Span(6, 8, -1, 1)])
    (0, 1, 0)
    """
    if len(spans) > _MANY:
        return _packed(spans)
    order = sorted(range(len(spans)), key=lambda n: (spans[n].low - spans[n].high, spans[n].low, n))
    if len(spans) <= _SWAPS:
        _untangle(order, spans)
    track = [0] * len(spans)
    for place, number in enumerate(order):
        met = [track[other] for other in order[:place] if spans[other].meets(spans[number])]
        track[number] = max(met, default=-1) + 1
    return tuple(track)


def crossings(first: Span, second: Span) -> int:
    """Count the crossings of two lines when the first one has the lower track.

    >>> crossings(Span(0, 4, -1, 1), Span(1, 2, -1, 1)), crossings(Span(1, 2, -1, 1), Span(0, 4, -1, 1))
    (1, 1)
    """
    away = ((first.start, first.start_side), (first.goal, first.goal_side))
    back = ((second.start, second.start_side), (second.goal, second.goal_side))
    return sum(second.low < end < second.high for end, side in away if side > 0) + sum(
        first.low < end < first.high for end, side in back if side < 0
    )


def _packed(spans: Sequence[Span]) -> tuple[int, ...]:
    """Give each line the lowest track that is free where it begins, from left to right."""
    track = [0] * len(spans)
    busy: list[tuple[int, int]] = []
    free: list[int] = []
    for number in sorted(range(len(spans)), key=lambda n: (spans[n].low, spans[n].high, n)):
        while busy and busy[0][0] < int(spans[number].low):
            heappush(free, heappop(busy)[1])
        track[number] = heappop(free) if free else len(busy)
        heappush(busy, (int(spans[number].high), track[number]))
    return tuple(track)


def _untangle(order: list[int], spans: Sequence[Span]) -> None:
    """Exchange neighbours as long as that saves a crossing."""
    for _ in order:
        changed = False
        for place in range(len(order) - 1):
            one, two = spans[order[place]], spans[order[place + 1]]
            if crossings(two, one) < crossings(one, two):
                order[place], order[place + 1] = order[place + 1], order[place]
                changed = True
        if not changed:
            return
