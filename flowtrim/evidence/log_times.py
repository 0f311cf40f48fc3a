"""How times are written in a log: in one of the known forms, with day and month in an order that is never guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from flowtrim.errors import UnknownNameError

_ISO = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)? ?(?:Z|UTC|[+-]\d{2}(?::?\d{2})?)?"
)
_NUMBERS = re.compile(r"(\d{1,4})([/.-])(\d{1,2})\2(\d{2,4})")
_DATES = (
    "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%d/%m/%y", "%m/%d/%Y", "%m/%d/%y",
    "%d-%m-%Y", "%d-%m-%y", "%m-%d-%Y", "%m-%d-%y", "%d-%b-%Y", "%d-%b-%y", "%d %b %Y", "%d %B %Y", "%b %d, %Y",
    "%B %d, %Y",
)  # fmt: skip
_HOURS = (
    " %H:%M:%S", " %H:%M", " %H:%M:%S.%f", "T%H:%M:%S", "T%H:%M", "T%H:%M:%S.%f", "", " %I:%M:%S %p", " %I:%M %p",
    ", %H:%M", ", %H:%M:%S",
)  # fmt: skip
ISO = "ISO 8601"
DAY_FIRST, MONTH_FIRST = "day-first", "month-first"


class TimeForm(Struct, frozen=True):
    """How a column of times is written: as ISO 8601 says, or in formats of strptime."""

    formats: tuple[str, ...] = ()

    @property
    def is_iso(self) -> bool:
        """Whether it is ISO 8601, in any of its forms, with a zone or without."""
        return not self.formats


def looks_like_time(text: str) -> bool:
    """Whether a text is a time in one of the known forms.

    >>> looks_like_time("1.3.26 8:05"), looks_like_time("2026-03-01T08:05:00Z"), looks_like_time("2026")
    (True, True, False)
    """
    text = text.strip()
    return _ISO.fullmatch(text) is not None or any(_reads(text, date + hour) for date in _DATES for hour in _HOURS)


def time_form(sample: Sequence[str], *, order: str | None, place: str) -> TimeForm:
    """Return how times are written; ``order`` says whether the day or the month comes first, where that was told.

    ``sample`` should hold whatever shows the order: the values with the largest first and second numbers.

    Raises:
        UnknownNameError: no known form fits, or day and month could be either way round.

    >>> time_form(["13/02/2026 08:05", "01/02/2026 09:00"], order=None, place="log.csv").formats
    ('%d/%m/%Y %H:%M',)
    """
    told = [text.strip() for text in sample if text and text.strip()]
    if all(_ISO.fullmatch(text) for text in told):
        return TimeForm()
    dates = [date for date in _DATES if all(any(_reads(text, date + hour) for hour in _HOURS) for text in told)]
    if order:
        dates = [date for date in dates if _order(date) in (None, order)]
    if not dates:
        odd = next((text for text in told if not looks_like_time(text)), told[-1] if told else "")
        raise UnknownNameError(
            f"{place}: {odd!r} is no time in a known form. Write times as in 2026-03-01T08:05:00, or name the column "
            'that holds them, as in --map "Finished=time"'
        )
    if len({_order(date) for date in dates}) > 1:
        raise UnknownNameError(
            f"{place}: {told[0]!r} may have the day first or the month first, and no row tells which. "
            "Say it with --dates day-first or --dates month-first."
        )
    date = dates[0]
    return TimeForm(tuple(date + hour for hour in _HOURS if any(_reads(text, date + hour) for text in told)))


def _reads(text: str, form: str) -> bool:
    try:
        datetime.strptime(text, form)  # noqa: DTZ007 - only whether it can be read
    except ValueError:
        return False
    return True


def _order(form: str) -> str | None:
    """Return which comes first where a date could be read both ways: with dots it is the day everywhere."""
    if not re.match(r"%[dm][/-]%[dm]", form):
        return None
    return DAY_FIRST if form.startswith("%d") else MONTH_FIRST
