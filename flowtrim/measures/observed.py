"""What a log shows of a process: plain counts of cases, for rules and reports to set beside what is declared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from flowtrim.measures.intervals import Interval, clopper_pearson, difference


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
