"""Quantiles by nearest rank (docs/theory.md#conformance), exact: from counts of whole numbers, whatever the engine.

A first query counts times of about one length, a second one the very times in the buckets where the ranks fall.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from flowtrim.evidence import figure_queries as queries
from flowtrim.evidence.engines import Engine
from flowtrim.measures.observed import Spread

Share = tuple[int, int]
"""A share as a whole number of so many parts."""


def spreads(engine: Engine, measure: str) -> Mapping[int, Spread]:
    """Return how many times there are of each activity, their median and the time that nine of ten stay within."""
    return {
        activity: Spread(total, *at_ranks)
        for activity, (total, at_ranks) in ranked(engine, measure, (1, 2), (9, 10)).items()
    }


def ranked(engine: Engine, measure: str, *shares: Share) -> Mapping[int, tuple[int, list[int]]]:
    """Return for each activity how many times there are, and those at the nearest ranks of some shares."""
    counts: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for activity, bucket, times in engine.rows(queries.bucketed(measure)):
        counts[activity].append((bucket, times))
    totals = {activity: sum(times for _, times in found) for activity, found in counts.items()}
    places = {
        activity: [_at(counts[activity], _rank(total, share)) for share in shares] for activity, total in totals.items()
    }
    chosen = sorted({(activity, bucket) for activity, found in places.items() for bucket, _ in found})
    exact: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    if chosen:
        for activity, bucket, taken, times in engine.rows(queries.of_buckets(measure, chosen)):
            exact[activity, bucket].append((taken, times))
    return {
        activity: (total, [_at(exact[activity, bucket], rank)[0] for bucket, rank in places[activity]])
        for activity, total in totals.items()
    }


def _rank(total: int, share: Share) -> int:
    """Return the nearest rank of a share, from 1.

    >>> [_rank(10, (9, 10)), _rank(11, (1, 2)), _rank(1, (1, 2))]
    [9, 6, 1]
    """
    count, of = share
    return -(-count * total // of)


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
