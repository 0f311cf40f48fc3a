"""Quantiles by nearest rank (docs/theory.md#conformance), exact: from counts of whole numbers, whatever the engine.

A first query counts times of about one length, a second one the very times in the buckets where the ranks fall.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping

from flowtrim.evidence import figure_queries as queries
from flowtrim.evidence.engines import Engine
from flowtrim.measures.confidence import median_rank
from flowtrim.measures.observed import Spread

WHOLE: Mapping[int, str] = {0: "case"}
"""What is measured of cases, and not of activities, has the code 0."""
Rank = Callable[[int], int]
"""Which of so many times is meant, from 1, the shortest first."""


def spreads(engine: Engine, measure: str, names: Mapping[int, str]) -> Mapping[str, Spread]:
    """Return how many times there are of each name, their median, what nine of ten stay within, and the bounds."""

    def low(total: int) -> int:
        return median_rank(total) or 1

    ranks = ranked(engine, measure, names, nearest(1, 2), nearest(9, 10), low, lambda total: total + 1 - low(total))
    return {
        name: Spread(total, *(at_ranks if median_rank(total) else at_ranks[:2]))
        for name, (total, at_ranks) in ranks.items()
    }


def ranked(engine: Engine, measure: str, names: Mapping[int, str], *ranks: Rank) -> Mapping[str, tuple[int, list[int]]]:
    """Return how many times there are, and those at some ranks, for each name of activities; several may have one."""
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    for activity, bucket, times in engine.rows(queries.bucketed(measure)):
        if activity in names:
            counts[names[activity]][bucket] += times
    totals = {name: found.total() for name, found in counts.items()}
    places = {name: [_at(counts[name], rank(total)) for rank in ranks] for name, total in totals.items()}
    chosen = {name: {bucket for bucket, _ in found} for name, found in places.items()}
    asked = sorted((activity, bucket) for activity, name in names.items() for bucket in chosen.get(name, ()))
    exact: dict[tuple[str, int], Counter[int]] = defaultdict(Counter)
    if asked:
        for activity, bucket, taken, times in engine.rows(queries.of_buckets(measure, asked)):
            exact[names[activity], bucket][taken] += times
    return {
        name: (total, [_at(exact[name, bucket], rank)[0] for bucket, rank in places[name]])
        for name, total in totals.items()
    }


def nearest(count: int, of: int) -> Rank:
    """Return the nearest rank of a share, given as a whole number of so many parts.

    >>> nearest(9, 10)(10), nearest(1, 2)(11), nearest(1, 2)(1)
    (9, 6, 1)
    """
    return lambda total: -(-count * total // of)


def _at(counts: Mapping[int, int], rank: int) -> tuple[int, int]:
    """Return the value at a rank, of values that each come so often, and the rank among those of that value.

    >>> _at({7: 3, 5: 2}, 4)
    (7, 2)
    """
    left = rank
    for value, times in sorted(counts.items()):
        if left <= times:
            return value, left
        left -= times
    raise ValueError
