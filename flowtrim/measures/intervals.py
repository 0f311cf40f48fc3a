"""How far a share may be from what was counted."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, lgamma, log, log1p, sqrt
from typing import NamedTuple

CONFIDENCE = 0.95
_TINY = 1e-300
_TERMS = 300


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


def clopper_pearson(count: int, of: int, *, confidence: float = CONFIDENCE) -> Interval:
    """Return the exact two-sided interval of a share (Clopper and Pearson 1934); 0 to 1 where nothing was counted.

    >>> [round(bound, 4) for bound in clopper_pearson(0, 412)]
    [0.0, 0.0089]
    """
    tail = (1.0 - confidence) / 2
    low = _solve(lambda share: incomplete_beta(share, count, of - count + 1), tail) if count else 0.0
    high = _solve(lambda share: incomplete_beta(share, count + 1, of - count), 1.0 - tail) if count < of else 1.0
    return Interval(low, high)


def difference(before: tuple[int, int], after: tuple[int, int]) -> Interval:
    """Return the 95 % interval of the difference of two shares, after less before, by Newcombe's method 10 (1998).

    Each is given as a count and of how many.

    >>> [round(bound, 4) for bound in difference((48, 80), (56, 70))]
    [0.0524, 0.3339]
    """
    (x1, n1), (x2, n2) = before, after
    if not (n1 and n2):
        return Interval(-1.0, 1.0)
    p1, p2 = x1 / n1, x2 / n2
    first, second = _wilson(x1, n1), _wilson(x2, n2)
    down = sqrt((p2 - second.low) ** 2 + (first.high - p1) ** 2)
    up = sqrt((second.high - p2) ** 2 + (p1 - first.low) ** 2)
    return Interval(p2 - p1 - down, p2 - p1 + up)


def _wilson(count: int, of: int) -> Interval:
    z = 1.959963984540054
    share = count / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return Interval(max(0.0, middle - half), min(1.0, middle + half))


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
    return front * _fraction(x, a, b)


def _fraction(x: float, a: float, b: float) -> float:
    """Return the continued fraction by Lentz's method."""
    c, d = 1.0, 1.0 / _kept_off_zero(1.0 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, _TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1.0 / _kept_off_zero(1.0 + term * d)
            c = _kept_off_zero(1.0 + term / c)
            value *= c * d
        if abs(c * d - 1.0) < 1e-14:
            break
    return value


def _kept_off_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
