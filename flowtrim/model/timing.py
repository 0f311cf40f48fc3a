"""What a process says about time: ranges, deadlines, promises, rounds, and the hours in which it works.

All minutes are minutes of working time; the clock of the process says how many a day and a week have. A time that
stands in a file is a ``WrittenTime``: whoever tells it uses the words of the file, whoever reckons has a number.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Self, get_args

from msgspec import Struct
from msgspec.structs import replace

Cause = Literal["law", "contract", "partner", "customer", "batch", "queue"]
"""What somebody waits for."""

CAUSES: tuple[Cause, ...] = get_args(Cause)

DAYS_A_WEEK = 7
CLOCK_MINUTES_A_WEEK = DAYS_A_WEEK * 24 * 60
"""Minutes in a week by the clock on the wall."""


class Clock(Struct, frozen=True):
    """The minutes of work in a day, and the days of work in a week.

    >>> Clock().week_minutes, Clock(day=1440.0, week=7.0).week_minutes
    (2400.0, 10080.0)
    """

    day: float = 480.0
    week: float = 5.0

    @property
    def week_minutes(self) -> float:
        """Minutes of work in a week."""
        return self.day * self.week

    @property
    def year_minutes(self) -> float:
        """Minutes of work in a year: of 250 days for a week of five, of 365 for those who never close.

        >>> Clock().year_minutes, Clock(day=1440.0, week=7.0).year_minutes
        (120000.0, 525600.0)
        """
        return self.day * (365 if self.week >= DAYS_A_WEEK else 50 * self.week)


class WrittenTime(float):
    """A time in minutes that remembers how its file writes it, such as ``5d`` where another writes ``1w``.

    It equals whatever lasts as long, and what is reckoned with it is a plain number: only the very time that stands in
    a file has words.

    >>> five, week = WrittenTime(2400.0, "5d"), WrittenTime(2400.0, "1w")
    >>> five == week, five.words, week.words, type(five + 0.0).__name__
    (True, '5d', '1w', 'float')
    """

    __slots__ = ("_words",)
    _words: str

    def __new__(cls, minutes: float, words: str) -> Self:
        """Return the minutes with their words."""
        time = super().__new__(cls, minutes)
        time._words = words
        return time

    def __getnewargs__(self) -> tuple[float, str]:  # type: ignore[override]
        """Return what a copy, and a process of its own, make it from."""
        return float(self), self._words

    @property
    def words(self) -> str:
        """How the file writes it."""
        return self._words


class Range(Struct, frozen=True):
    """A duration that varies, in minutes: evenly between two bounds, or with a likeliest value in between."""

    least: float
    most: float
    likely: float | None = None

    @property
    def mean(self) -> float:
        """The mean: of the even distribution, or of the triangular one.

        >>> Range(480.0, 3360.0).mean, Range(5.0, 60.0, likely=10.0).mean
        (1920.0, 25.0)
        """
        if self.likely is None:
            return (self.least + self.most) / 2
        return (self.least + self.likely + self.most) / 3


class Deadline(Struct, frozen=True):
    """A time within which a step, or the whole process, has to be done.

    It runs from when the step can begin, or from the beginning of the step ``since``. ``of`` is the share of cases
    that have to keep it. When it has passed, in ``share`` of the cases, ``then`` happens beside the step, or
    ``instead`` happens in its place.
    """

    within: float
    since: str | None = None
    of: float | None = None
    then: str | None = None
    instead: str | None = None
    share: float | None = None

    @property
    def consequence(self) -> str | None:
        """The step that happens when the deadline has passed."""
        return self.then or self.instead

    def renamed(self, ids: Mapping[str, str]) -> Deadline:
        """Return the deadline where some steps have other ids."""
        since, then, instead = (ids.get(step or "", step) for step in (self.since, self.then, self.instead))
        return replace(self, since=since, then=then, instead=instead)


class Promise(Struct, frozen=True):
    """What the customer is told to expect: in free words, or as a time that can be measured.

    ``since`` and ``until`` name the steps between which the time counts, None for the beginning and the end;
    ``of`` is the share of cases for which it is promised.
    """

    text: str | None = None
    within: float | None = None
    since: str | None = None
    until: str | None = None
    of: float | None = None

    def renamed(self, ids: Mapping[str, str]) -> Promise:
        """Return the promise where some steps have other ids."""
        return replace(self, since=ids.get(self.since or "", self.since), until=ids.get(self.until or "", self.until))


class Rounds(Struct, frozen=True):
    """Work that is done in rounds: ``period`` in minutes between two of them, and the ``day`` of the week of each.

    Whatever arrives in between waits for half of the period on average.
    """

    period: float
    day: str | None = None


class Repetition(Struct, frozen=True):
    """What is done once for each of several things: ``of`` names one of them, ``count`` says how many there are."""

    of: str
    count: float
    parallel: bool = False
