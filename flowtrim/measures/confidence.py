"""How sure a counted figure is: intervals of shares, means and medians, and what chance alone explains."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from math import erfc, exp, lgamma, log, log1p, sqrt
from typing import NamedTuple

CONFIDENCE = 0.95
_Z = 1.959963984540054
_TINY = 1e-300
_TERMS = 300


class Change(NamedTuple):
    """The 95 % interval of a difference, and how likely chance alone makes one as large."""

    low: float
    high: float
    chance: float


class Interval(NamedTuple):
    """The bounds between which a share or a difference of shares lies."""

    low: float
    high: float

    def holds(self, figure: float) -> bool:
        """Whether a figure lies within the bounds.

        >>> Interval(0.2, 0.4).holds(0.05)
        False
        """
        return self.low <= figure <= self.high


@lru_cache(4096)
def clopper_pearson(count: int, of: int, *, confidence: float = CONFIDENCE) -> Interval:
    """Return the exact two-sided interval of a share (Clopper and Pearson 1934); 0 to 1 where nothing was counted.

    >>> [round(bound, 4) for bound in clopper_pearson(0, 412)]
    [0.0, 0.0089]
    """
    tail = (1.0 - confidence) / 2
    low = _solve(lambda share: incomplete_beta(share, count, of - count + 1), tail) if count else 0.0
    high = _solve(lambda share: incomplete_beta(share, count + 1, of - count), 1.0 - tail) if count < of else 1.0
    return Interval(low, high)


def share_change(before: tuple[int, int], after: tuple[int, int]) -> Change:
    """Return the difference of two shares, after less before, by Newcombe's method 10 (1998).

    Each is given as a count and of how many. The chance is that of the widest interval without 0.

    >>> [round(bound, 4) for bound in share_change((48, 80), (56, 70))]
    [0.0524, 0.3339, 0.0081]
    """
    narrow, wide = 0.0, 40.0
    for _ in range(60):
        middle = (narrow + wide) / 2
        low, high = _newcombe(before, after, middle)
        narrow, wide = (narrow, middle) if low <= 0.0 <= high else (middle, wide)
    return Change(*_newcombe(before, after, _Z), erfc(narrow / sqrt(2)))


def _newcombe(before: tuple[int, int], after: tuple[int, int], z: float) -> Interval:
    (x1, n1), (x2, n2) = before, after
    if not (n1 and n2):
        return Interval(-1.0, 1.0)
    p1, p2 = x1 / n1, x2 / n2
    first, second = _wilson(x1, n1, z), _wilson(x2, n2, z)
    down = sqrt((p2 - second.low) ** 2 + (first.high - p1) ** 2)
    up = sqrt((second.high - p2) ** 2 + (p1 - first.low) ** 2)
    return Interval(p2 - p1 - down, p2 - p1 + up)


def _wilson(count: int, of: int, z: float) -> Interval:
    share = count / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return Interval(max(0.0, middle - half), min(1.0, middle + half))


Sums = tuple[int, int, int]
"""How many figures there are, their sum, and the sum of their squares."""


def mean_interval(sums: Sums) -> Interval | None:
    """Return the 95 % interval of a mean by Student's t (1908); None for fewer than two figures.

    >>> [round(bound, 4) for bound in mean_interval((4, 10, 30))]
    [0.4457, 4.5543]
    """
    n, total, _ = sums
    if n < 2:
        return None
    half = _t_quantile(n - 1) * sqrt(_variance(sums) / n)
    return Interval(total / n - half, total / n + half)


def mean_change(before: Sums, after: Sums) -> Change | None:
    """Return the difference of two means, after less before, by Welch (1947); None for fewer than two figures.

    >>> [round(bound, 4) for bound in mean_change((4, 10, 30), (5, 35, 255))]
    [2.2348, 6.7652, 0.0022]
    """
    if before[0] < 2 or after[0] < 2:
        return None
    first, second = (_variance(sums) / sums[0] for sums in (before, after))
    moved = after[1] / after[0] - before[1] / before[0]
    if not first + second:
        return Change(moved, moved, 0.0 if moved else 1.0)
    freedom = (first + second) ** 2 / (first**2 / (before[0] - 1) + second**2 / (after[0] - 1))
    half = _t_quantile(freedom) * sqrt(first + second)
    return Change(moved - half, moved + half, _t_chance(moved * moved / (first + second), freedom))


def _variance(sums: Sums) -> float:
    n, total, squares = sums
    return max(0, n * squares - total * total) / (n * (n - 1))


def _t_quantile(freedom: float) -> float:
    # the chance of a figure as far from 0 falls from 1 to 0; x is what the incomplete beta function takes
    x = _solve(lambda x: incomplete_beta(x, freedom / 2, 0.5), 1.0 - CONFIDENCE)
    return sqrt(freedom / x - freedom)


def _t_chance(squared: float, freedom: float) -> float:
    return incomplete_beta(freedom / (freedom + squared), freedom / 2, 0.5)


def median_rank(count: int) -> int:
    """Return which figure from below, and from above, bounds the median; 0 where there are too few.

    It is the largest rank with ``(count + 1 - 2 rank)^2 >= 4 count``, so that the bounds hold the median in at least
    95 of 100 samples (the sign test; Conover 1999), and whole numbers tell which figures they are.

    >>> median_rank(5), median_rank(6), median_rank(20), median_rank(100)
    (0, 1, 6, 40)
    """
    rank = (count + 1) // 2
    while rank and (count + 1 - 2 * rank) ** 2 < 4 * count:
        rank -= 1
    return rank


Middle = tuple[int, int, int, int]
"""Of how many figures a median is, the median, and its lower and upper bound."""


def median_change(before: Middle, after: Middle) -> Change:
    """Return the difference of two medians, after less before, from their bounds (Price and Bonett 2002).

    >>> [round(bound, 4) for bound in median_change((100, 50, 40, 60), (100, 90, 80, 100))]
    [26.8009, 53.1991, 0.0]
    """
    error = sqrt(_median_error(before) ** 2 + _median_error(after) ** 2)
    moved = after[1] - before[1]
    if not error:
        return Change(moved, moved, 0.0 if moved else 1.0)
    return Change(moved - _Z * error, moved + _Z * error, erfc(abs(moved) / error / sqrt(2)))


def _median_error(found: Middle) -> float:
    # the bounds stand as many standard errors apart as is likely for their ranks
    count, _, low, high = found
    return (high - low) * sqrt(count) / (2 * (count + 1 - 2 * median_rank(count)))


def holds_together(chances: Sequence[float]) -> list[bool]:
    """Return which of several differences are proved, all errors together being at most 5 % likely (Holm 1979).

    >>> holds_together([0.01, 0.04, 0.03, 0.005])
    [True, False, False, True]
    """
    proved = [False] * len(chances)
    for done, place in enumerate(sorted(range(len(chances)), key=lambda place: chances[place])):
        if chances[place] > (1.0 - CONFIDENCE) / (len(chances) - done):
            break
        proved[place] = True
    return proved


def _solve(rising: Callable[[float], float], goal: float) -> float:
    """Return where a rising function of a share reaches a goal, by halving."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < goal else (low, middle)
    return (low + high) / 2


def incomplete_beta(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function by its continued fraction (Abramowitz and Stegun 26.5.8).

    >>> round(incomplete_beta(0.5, 2, 3), 4)
    0.6875
    """
    if x <= 0.0 or x >= 1.0:
        return 0.0 if x <= 0.0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1.0 - incomplete_beta(1.0 - x, b, a)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    return front and front * _fraction(x, a, b)  # so far from its bulk that nothing is left of it, no fraction matters


def _fraction(x: float, a: float, b: float) -> float:
    """Return the continued fraction by Lentz's method."""
    c, d = 1.0, 1.0 / ((1.0 - (a + b) * x / (a + 1)) or _TINY)
    value = d
    for m in range(1, _TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1.0 / ((1.0 + even * d) or _TINY)
        c = (1.0 + even / c) or _TINY
        value *= c * d
        d = 1.0 / ((1.0 + odd * d) or _TINY)
        c = (1.0 + odd / c) or _TINY
        value *= c * d
        if abs(c * d - 1.0) < 1e-14:
            break
    return value
