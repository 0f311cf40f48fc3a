"""What a log shows of a process: plain counts of cases, for rules and reports to set beside what is declared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from math import exp, lgamma, log, log1p, sqrt
from typing import NamedTuple

from msgspec import Struct

CONFIDENCE = 0.95
_TINY = 1e-300
_TERMS = 300


class Part(Struct, frozen=True):
    """How many of a number of cases, visits or moves have a property.

    >>> round(Part(3, 4).share, 2), Part(0, 0).share
    (0.75, None)
    """

    count: int
    of: int

    @property
    def share(self) -> float | None:
        """The share, in [0, 1]; None where there was nothing to count."""
        return self.count / self.of if self.of else None

    @property
    def interval(self) -> Interval:
        """The two-sided 95 % interval of Clopper and Pearson for the share."""
        return clopper_pearson(self.count, self.of)


class Spread(Struct, frozen=True):
    """How long something took: how often it was measured, nearest-rank median and 90th percentile, in milliseconds."""

    count: int
    median: int
    p90: int


class ObservedStep(Struct, frozen=True, kw_only=True):
    """A declared step in the log; open cases are in none of the figures.

    ``work`` and ``waiting`` are known only where the log tells when the step began as well as when it was done;
    ``elapsed``, the time since the event before, is both in one. ``withheld`` says that the work time is known and not
    shown, since too few persons, or nobody knows how many, do the step. ``repeated`` counts the cases that did it
    more than once, ``batched`` the visits that were completed at the very time of one in another case.
    ``refused`` is None for a step that decides nothing, or whose log does not tell what was decided.
    """

    step: str
    cases: int
    visits: int
    roles: Mapping[str, int] = {}
    repeated: int = 0
    batched: int = 0
    work: Spread | None = None
    waiting: Spread | None = None
    elapsed: Spread | None = None
    withheld: bool = False
    refused: Part | None = None


class Choice(Struct, frozen=True):
    """How often the cases that fit took each way of an exclusive choice; the ways in the order of the file."""

    step: str
    ways: Mapping[str, int]


class Deviation(Struct, frozen=True):
    """Where cases leave the declared way for the first time: after ``source`` came ``target``.

    None as a source is the start of the case, None as a target its end. ``allowed`` are the steps that could have
    come instead, with None where the case could have ended.
    """

    source: str | None
    target: str | None
    cases: int
    allowed: tuple[str | None, ...]


class Conformance(Struct, frozen=True):
    """How far cases keep to the declared way (docs/theory.md#conformance).

    ``allowed`` counts the moves that the process allows, of all; ``fitting`` the cases that it could have produced.
    """

    allowed: Part
    fitting: Part
    deviations: tuple[Deviation, ...]


class Separation(Struct, frozen=True):
    """Steps that one role or person must not do together, and in how many of the cases with both one did."""

    steps: tuple[str, ...]
    broken: Part
    by: str


class Difference(Struct, frozen=True):
    """A share before and after a day."""

    name: str
    before: Part
    after: Part

    @property
    def interval(self) -> Interval:
        """The 95 % interval of the difference, after less before."""
        return difference((self.before.count, self.before.of), (self.after.count, self.after.of))

    @property
    def proved(self) -> bool:
        """Whether chance alone does not explain it: no difference at all lies outside the interval."""
        return not self.interval.holds(0.0)


class SinceDay(Struct, frozen=True):
    """What differs since a day; ``straddling`` counts the cases that began before it and were over later."""

    day: date
    before: int
    after: int
    straddling: int
    differences: tuple[Difference, ...]


class Log(Struct, frozen=True, kw_only=True):
    """What every figure has to say with it: which log, of which days, how many cases, how it was understood.

    ``first`` and ``last`` are times in the zone of the log. ``tied`` counts neighbouring events of one case at the
    same time: their order is that of the rows. ``remarks`` are whole sentences.
    """

    name: str
    first: str
    last: str
    zone: str
    events: int
    cases: int
    open: int
    tied: int
    columns: Mapping[str, str]
    remarks: tuple[str, ...] = ()


class Observed(Struct, frozen=True, kw_only=True):
    """Everything that was observed; ``matched`` says which activity of the log was taken for which step.

    ``handoffs`` and ``ping_pongs`` are totals over the cases that are counted, ``matrix`` the handoffs from role to
    role. ``counted`` are the cases that the figures are about: those that are
    not open. ``contacts`` counts the visits of steps at which the customer is met, ``again`` the cases with several.
    """

    log: Log
    steps: tuple[ObservedStep, ...]
    matched: Mapping[str, str]
    undeclared: Mapping[str, int]
    guesses: Mapping[str, str]
    never: tuple[str, ...]
    ambiguous: tuple[str, ...] = ()
    conformance: Conformance | None = None
    choices: tuple[Choice, ...] = ()
    variants: int = 0
    handoffs: int | None = None
    ping_pongs: int | None = None
    matrix: tuple[tuple[str, str, int], ...] = ()
    roles: Mapping[str, int] = {}
    persons: Mapping[str, int] = {}
    contacts: int = 0
    again: int = 0
    duration: Spread | None = None
    promise: Part | None = None
    outcomes: Mapping[str, int] = {}
    separations: tuple[Separation, ...] = ()
    min_persons: int = 5
    counted: int = 0


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
