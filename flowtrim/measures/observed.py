"""What a log shows of a process: plain counts of cases, for rules and reports to set beside what is declared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from flowtrim.measures.confidence import (
    Change,
    Interval,
    Middle,
    Sums,
    clopper_pearson,
    mean_change,
    mean_interval,
    median_change,
    share_change,
)


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

    @property
    def figure(self) -> float | None:
        """The share."""
        return self.share

    def change(self, later: Part) -> Change | None:
        """Return what a later share differs by; None where there was nothing to count."""
        return share_change((self.count, self.of), (later.count, later.of)) if self.of and later.of else None


class Average(Struct, frozen=True):
    """How often something happened in a case: of how many cases, how often in all, and the sum of the squares.

    >>> contacts = Average.of_cases({1: 3, 2: 1})
    >>> contacts.mean, contacts.total, [round(bound, 2) for bound in contacts.interval]
    (1.25, 5, [0.45, 2.05])
    """

    cases: int
    total: int
    squares: int

    @classmethod
    def of_cases(cls, cases: Mapping[int, int]) -> Average:
        """Return the average of counts, each with its number of cases."""
        return cls(*(sum(times**power * number for times, number in cases.items()) for power in (0, 1, 2)))

    @property
    def mean(self) -> float | None:
        """How often in a case, on average; None where there was no case."""
        return self.total / self.cases if self.cases else None

    @property
    def figure(self) -> float | None:
        """The mean."""
        return self.mean

    @property
    def interval(self) -> Interval | None:
        """The 95 % interval of the mean; None for fewer than two cases."""
        return mean_interval(self._sums)

    def change(self, later: Average) -> Change | None:
        """Return what a later mean differs by; None for fewer than two cases."""
        return mean_change(self._sums, later._sums)

    @property
    def _sums(self) -> Sums:
        return self.cases, self.total, self.squares


class Spread(Struct, frozen=True):
    """How long something took: how often it was measured, nearest-rank median and 90th percentile, in milliseconds.

    ``low`` and ``high`` bound the median with a confidence of 95 %; None where it was measured less than six times.
    """

    count: int
    median: int
    p90: int
    low: int | None = None
    high: int | None = None

    @property
    def figure(self) -> float:
        """The median."""
        return self.median

    @property
    def interval(self) -> Interval | None:
        """The 95 % interval of the median; None where it was measured too seldom."""
        return None if self.low is None or self.high is None else Interval(self.low, self.high)

    def change(self, later: Spread) -> Change | None:
        """Return what a later median differs by; None where one was measured too seldom."""
        before, after = self._middle, later._middle
        return median_change(before, after) if before and after else None

    @property
    def _middle(self) -> Middle | None:
        return None if self.low is None or self.high is None else (self.count, self.median, self.low, self.high)


class ObservedStep(Struct, frozen=True, kw_only=True):
    """A declared step in the log; open cases are in none of the figures.

    ``work`` and ``waiting`` are known only where the log tells when the step began as well as when it was done;
    ``elapsed``, the time since the event before, is both in one. ``withheld`` says that the work time is known and not
    shown, since too few persons, or nobody knows how many, do the step. ``repeated`` counts the cases that did it
    more than once, ``returned`` those that came back to it from others before any other was done again, ``batched`` the
    visits that were completed at the very time of one in another case.
    ``refused`` is None for a step that decides nothing, or whose log does not tell what was decided.
    """

    step: str
    cases: int
    visits: int
    in_a_case: Average
    roles: Mapping[str, int] = {}
    repeated: int = 0
    returned: int = 0
    batched: int = 0
    work: Spread | None = None
    waiting: Spread | None = None
    elapsed: Spread | None = None
    withheld: bool = False
    refused: Part | None = None


class Undeclared(Struct, frozen=True):
    """Work that is no declared step: how often it was done, in how many cases, mostly by which role.

    ``after`` and ``before`` are the declared steps between which it mostly came, None for the start or the end.
    """

    visits: int
    cases: int
    role: str | None = None
    after: str | None = None
    before: str | None = None


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


Figure = Part | Average | Spread
"""A figure with its interval: a share, a mean or a median."""


class Difference(Struct, frozen=True):
    """A figure before and after a day, and whether chance fails to explain it even though many are compared (Holm)."""

    name: str
    before: Figure
    after: Figure
    change: Change
    proved: bool


class SinceDay(Struct, frozen=True):
    """What differs since a day; ``straddling`` counts the cases that began before it and were over later.

    ``untold`` are figures that are known of both sides, of too few cases to compare.
    """

    day: date
    before: int
    after: int
    straddling: int
    differences: tuple[Difference, ...]
    untold: tuple[str, ...] = ()


class Unread(Struct, frozen=True, kw_only=True):
    """What is in no figure: rows without a case or activity, starts without completion, rows that tell of neither.

    ``repeated`` are headings of which the first of several columns was taken, ``encoding`` is a guess.
    """

    unnamed: int = 0
    unpaired: int = 0
    transitions: Mapping[str, int] = {}
    repeated: tuple[str, ...] = ()
    encoding: str | None = None


class Log(Struct, frozen=True, kw_only=True):
    """What every figure has to say with it: which log, of which days, how many cases, how it was understood.

    ``first`` and ``last`` are times in the zone of the log. ``tied`` counts neighbouring events of one case at the
    same time: their order is that of the rows. ``zone`` is None where nobody names it; ``by_day`` says: no hours.
    An event is a completion; ``rows`` tell of starts, too.
    """

    name: str
    first: str
    last: str
    zone: str | None
    rows: int
    events: int
    cases: int
    open: int
    tied: int
    columns: Mapping[str, str]
    by_day: bool = False
    unread: Unread = Unread()


class Observed(Struct, frozen=True, kw_only=True):
    """Everything that was observed; ``matched`` says which activity of the log was taken for which step.

    ``handoffs`` and ``ping_pongs`` are None where no role is known, ``matrix`` holds the handoffs from role to role.
    ``counted`` are the cases that the figures are about: those that are not open. ``contacts`` counts the visits of
    steps at which the customer is met, ``again`` the cases with several. ``undeclared`` is the most frequent
    first, and ``used`` says for each step, gateway or event how often cases took each of its flows, in their order.
    """

    log: Log
    steps: tuple[ObservedStep, ...]
    matched: Mapping[str, str]
    undeclared: Mapping[str, Undeclared]
    guesses: Mapping[str, str]
    never: tuple[str, ...]
    ambiguous: tuple[str, ...] = ()
    conformance: Conformance | None = None
    choices: tuple[Choice, ...] = ()
    used: Mapping[str, tuple[int, ...]] = {}
    variants: int = 0
    handoffs: Average | None = None
    ping_pongs: Average | None = None
    matrix: tuple[tuple[str, str, int], ...] = ()
    roles: Mapping[str, int] = {}
    persons: Mapping[str, int] = {}
    contacts: Average | None = None
    again: Part | None = None
    duration: Spread | None = None
    duration_withheld: bool = False
    promise: Part | None = None
    outcomes: Mapping[str, int] = {}
    separations: tuple[Separation, ...] = ()
    min_persons: int = 5
    counted: int = 0
