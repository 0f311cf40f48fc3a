"""Quantiles by nearest rank (docs/theory.md#conformance), exact: from counts of whole numbers, whatever the engine.

A first query counts times of about one length, a second one the very times in the buckets where the ranks fall.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from flowtrim.evidence import figure_queries as queries
from flowtrim.evidence.engines import Engine
from flowtrim.measures.confidence import median_rank
from flowtrim.measures.observed import Spread

Rank = Callable[[int], int]
"""Which of so many times is meant, from 1, the shortest first."""


def spreads(engine: Engine, measure: str) -> Mapping[int, Spread]:
    """Return how many times there are of each activity, their median, what nine of ten stay within, and the bounds."""

    def low(total: int) -> int:
        return median_rank(total) or 1

    ranks = ranked(engine, measure, nearest(1, 2), nearest(9, 10), low, lambda total: total + 1 - low(total))
    return {
        activity: Spread(total, *(at_ranks if median_rank(total) else at_ranks[:2]))
        for activity, (total, at_ranks) in ranks.items()
    }


def ranked(engine: Engine, measure: str, *ranks: Rank) -> Mapping[int, tuple[int, list[int]]]:
    """Return for each activity how many times there are, and those at some ranks."""
    counts: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for activity, bucket, times in engine.rows(queries.bucketed(measure)):
        counts[activity].append((bucket, times))
    totals = {activity: sum(times for _, times in found) for activity, found in counts.items()}
    places = {activity: [_at(counts[activity], rank(total)) for rank in ranks] for activity, total in totals.items()}
    chosen = sorted({(activity, bucket) for activity, found in places.items() for bucket, _ in found})
    exact: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    if chosen:
        for activity, bucket, taken, times in engine.rows(queries.of_buckets(measure, chosen)):
            exact[activity, bucket].append((taken, times))
    return {
        activity: (total, [_at(exact[activity, bucket], rank)[0] for bucket, rank in places[activity]])
        for activity, total in totals.items()
    }


def nearest(count: int, of: int) -> Rank:
    """Return the nearest rank of a share, given as a whole number of so many parts.

    >>> nearest(9, 10)(10), nearest(1, 2)(11), nearest(1, 2)(1)
    (9, 6, 1)
    """
    return lambda total: -(-count * total // of)


def _at(counts: Iterable[tuple[int, int]], rank: int) -> tuple[int, int]:
    """Return the value at a rank, of values in order that each come so often, and the rank among those of that value.

    >>> _at([(5, 2), (7, 3)], 4)
    (7, 2)
    """
    left = rank
    for value, times in counts:
        if left <= times:
            return value, left
        left -= times
    raise ValueError
