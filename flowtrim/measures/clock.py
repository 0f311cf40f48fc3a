"""When something was last reviewed, and when it is due again."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.model import Limits, Process

Item = tuple[Literal["process", "step", "role", "kpi"], str]
"""What a clock belongs to: what it is, and its id; the process and the KPIs go by their names."""


class Clock(Struct, frozen=True):
    """The review clock of a process, a step, a role or a KPI (docs/theory.md#review-dates).

    ``last`` is the day of the last review, ``due`` the last day that is still in time; both are None where there
    never was a review: that counts as overdue. ``months`` are the whole months since ``last``. ``due_soon`` says
    that the due day is near and not past. ``age_months`` are the whole months since the process was created, None
    where the file does not say. ``oldest`` is the item whose date is the oldest: the one that sets the clock.
    """

    last: date | None
    due: date | None
    overdue: bool
    due_soon: bool
    months: int | None
    age_months: int | None = None
    oldest: Item | None = None

    @property
    def never(self) -> bool:
        """Whether there never was a review."""
        return self.last is None


@lru_cache(maxsize=4096)  # a folder of processes has its dates from a few years
def add_months(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of that month where it has no such day.

    The calendar ends with the year 9999; what lies beyond is its last day.

    >>> add_months(date(2024, 2, 29), 12), add_months(date(2025, 1, 31), 1)
    (datetime.date(2025, 2, 28), datetime.date(2025, 2, 28))
    """
    years, month = divmod(day.month - 1 + months, 12)
    if day.year + years > date.max.year:
        return date.max
    last_day = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last_day))


def months_between(earlier: date, later: date) -> int:
    """Return how many whole months have passed; 0 where ``later`` is the earlier one.

    >>> months_between(date(2024, 8, 31), date(2026, 2, 27)), months_between(date(2024, 8, 31), date(2026, 2, 28))
    (17, 18)
    """
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return max(0, months - (add_months(earlier, max(0, months)) > later))


def review_clock(reviewed: date | None, *, today: date, months: int, due_soon_days: int) -> Clock:
    """Return the clock of one thing that was reviewed on a day, or never, and is to be reviewed every so many months.

    The due day itself is still in time.

    >>> review_clock(date(2025, 3, 2), today=date(2026, 3, 2), months=12, due_soon_days=30).overdue
    False
    """
    if reviewed is None:
        return Clock(last=None, due=None, overdue=True, due_soon=False, months=None)
    due = add_months(reviewed, months)
    return Clock(
        last=reviewed,
        due=due,
        overdue=today > due,
        due_soon=timedelta(0) <= due - today <= timedelta(days=due_soon_days),
        months=months_between(reviewed, today),
    )


def clock(process: Process, *, today: date, limits: Limits) -> Clock:
    """Return the clock of the whole process: the oldest review among its own, those of its steps and of its roles.

    A process is reviewed in full when each of its items was (docs/theory.md#review-dates). A step or role without a
    date of its own inherits that of the process; a process without a date was never reviewed in full, whatever its
    steps say.

    >>> from flowtrim.model import Step
    >>> claim = Process("Claim", reviewed=date(2026, 1, 5), steps=(Step("pay", "Pay", reviewed=date(2024, 2, 1)),))
    >>> state = clock(claim, today=date(2026, 3, 2), limits=Limits())
    >>> state.months, state.overdue, state.oldest
    (25, True, ('step', 'pay'))
    """
    last, oldest = min(_reviews(process), key=lambda review: review[0] or date.min)
    state = review_clock(last, today=today, months=limits.review_months, due_soon_days=limits.due_soon_days)
    age = months_between(process.created, today) if process.created else None
    return replace(state, age_months=age, oldest=oldest)


def _reviews(process: Process) -> Iterator[tuple[date | None, Item]]:
    """Yield the process first: of equal dates its own counts. Then whatever has a date of its own."""
    yield process.reviewed, ("process", process.name)
    yield from ((step.reviewed, ("step", step.id)) for step in process.work if step.reviewed)
    yield from ((role.reviewed, ("role", role.id)) for role in process.roles if role.reviewed)
