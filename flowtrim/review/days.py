"""Days that a spreadsheet or a person wrote in a way of their own."""

from __future__ import annotations

import re
from datetime import date, timedelta
from unicodedata import digit

_FIRST_DAY = date(1899, 12, 30)
"""Day 0 of spreadsheets, as they count from March 1900 on."""


def meant_day(text: str) -> str | None:
    """Return the day that was meant, or the two that it can be; None where nobody can tell.

    >>> meant_day("46080"), meant_day("2026-2-1"), meant_day("01/02/2026"), meant_day("27.2.2026"), meant_day("soon")
    ('2026-02-27', '2026-02-01', '2026-01-02 or 2026-02-01', '2026-02-27', None)
    """
    if re.fullmatch(r"[34567][0-9]{4}(?:\.0+)?", text):
        return str(_FIRST_DAY + timedelta(days=int(float(text))))
    text = _plain(text)
    numbers = [int(part) for part in re.findall(r"[0-9]+", text)]
    if not re.fullmatch(r"[0-9]{1,4}([-/. ])[0-9]{1,2}\1[0-9]{1,4}\.?", text) or len(numbers) != len("ymd"):
        return None
    first, second, last = numbers
    orders = [(first, second, last)] if first > 31 else [(last, first, second), (last, second, first)]
    days = dict.fromkeys(filter(None, (_day(*order) for order in orders)))
    return " or ".join(days) or None


def _plain(text: str) -> str:
    """Return the digits of any script as ours, and years, months and days of East Asia with hyphens."""
    signs = {"年": "-", "月": "-", "日": "", "년": "-", "월": "-", "일": ""}
    plain = "".join(str(digit(sign)) if sign.isdecimal() else signs.get(sign, sign) for sign in text)
    return re.sub(r"- +", "-", plain)


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return str(date(year, month, day)) if year > 1900 else None
    except ValueError:
        return None
