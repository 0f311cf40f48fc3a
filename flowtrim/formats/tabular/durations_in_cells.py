"""Amounts and dates as spreadsheets of many countries write them; what has two readings has none."""

from __future__ import annotations

import re

from flowtrim.formats import scalars
from flowtrim.formats.local_numbers import Sign, local_number

_CURRENCY = re.compile(r"^(?:[$€£¥₹]|[A-Z]{3}\b)?\s*(.*?)\s*(?:[$€£¥₹元円]|\b[A-Z]{3})?$")
_DATES = (
    (re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})"), "dmy"),
    (re.compile(r"(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日"), "ymd"),
    (re.compile(r"(1[3-9]|2\d|3[01])[/-](\d{1,2})[/-](\d{4})"), "dmy"),
    (re.compile(r"(\d{1,2})/(1[3-9]|2\d|3[01])/(\d{4})"), "mdy"),
)


def likely_amount(text: str, decimal: Sign | None = None) -> float | None:
    """Return the amount of money that somebody may have meant; ``decimal`` is the habit of the table.

    >>> likely_amount("1.234,50 €"), likely_amount("USD 12.50"), likely_amount("1,234"), likely_amount("1,234", ".")
    (1234.5, 12.5, None, 1234.0)
    """
    found = _CURRENCY.match(text.strip())
    return local_number(found[1] if found else text, decimal)


def likely_date(text: str) -> str | None:
    """Return the day that somebody may have meant, where there is but one reading.

    >>> likely_date("01.03.2024"), likely_date("2024年3月1日"), likely_date("12/31/2024"), likely_date("3/4/2024")
    ('2024-03-01', '2024-03-01', '2024-12-31', None)
    """
    for pattern, order in _DATES:
        if found := pattern.fullmatch(text.strip()):
            told = dict(zip(order, found.groups(), strict=True))
            guess = f"{told['y']}-{told['m']:0>2}-{told['d']:0>2}"
            return guess if scalars.day(guess) else None
    return scalars.likely_day(text)
