"""What single words of a file mean, and how values are written as words: durations, days, shares and numbers."""

from __future__ import annotations

import math
import re
from datetime import date
from functools import lru_cache

from flowtrim.model import CLOCK_MINUTES_A_WEEK, DAYS_A_WEEK, Clock, WrittenTime

UNITS = ("w", "d", "h", "m")
OFFICE = Clock()
"""The clock where a process declares none: a week has five days, a day has eight hours."""

_NUMBER = r"[0-9]+(?:\.[0-9]*)?|\.[0-9]+"
_DURATION = re.compile("".join(rf"(?:({_NUMBER})\s*{unit}\s*)?" for unit in UNITS), re.ASCII)
_ISO_DURATION = re.compile(
    rf"P(?:({_NUMBER})W)?(?:({_NUMBER})D)?(?:T(?=.)(?:({_NUMBER})H)?(?:({_NUMBER})M)?(?:({_NUMBER})S)?)?"
)
_BY_THE_CLOCK = re.compile(rf"({_NUMBER})\s*(?:calendar|clock)\s+(minute|hour|day|week)s?")
_GRAMMARS = (
    rf"(?=[.0-9]){_DURATION.pattern}",
    rf"P(?=[T.0-9]){_ISO_DURATION.pattern[1:]}\s*",
    rf"{_BY_THE_CLOCK.pattern}\s*",
)
DURATION_PATTERN = rf"^\s*(?:{'|'.join(_GRAMMARS)})$"
"""The three grammars of a duration as one pattern, for the JSON Schema."""
_CLOCK_MINUTES = {"minute": 1, "hour": 60, "day": 1440, "week": 10080}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PLAIN_NUMBER = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_PERCENT = re.compile(rf"({_NUMBER})\s*%")
_FRACTION = re.compile(r"([0-9]+)\s*/\s*([0-9]+)")


@lru_cache(maxsize=1024)  # the same few durations stand in every file
def duration(text: str, clock: Clock = OFFICE) -> WrittenTime | None:
    """Return minutes of working time, which remember the text; None where the text is no duration.

    A day and a week are those of the clock; calendar days and clock hours count as the work that fits into them on
    average.

    >>> duration("1d 4h"), duration("PT3M"), duration("P1D"), duration("3"), duration("7 calendar days")
    (720.0, 3.0, 480.0, None, 2400.0)
    """
    text = text.strip()
    if by_the_clock := _BY_THE_CLOCK.fullmatch(text):
        minutes = float(by_the_clock[1]) * _CLOCK_MINUTES[by_the_clock[2]] * clock.week_minutes / CLOCK_MINUTES_A_WEEK
        return WrittenTime(minutes, text)
    match = _working_time(text)
    if match is None or not any(match.groups()):
        return None
    sizes = (*_sizes(clock), 1 / 60)
    minutes = sum(float(amount) * size for amount, size in zip(match.groups(), sizes, strict=False) if amount)
    return WrittenTime(minutes, text) if math.isfinite(minutes) else None


def _working_time(text: str) -> re.Match[str] | None:
    return (_ISO_DURATION if text.startswith("P") else _DURATION).fullmatch(text)


def units_of(time: float, clock: Clock = OFFICE) -> tuple[tuple[float, str], ...]:
    """Return the numbers and units in which a time is told: those of its file, else the largest that it is whole in.

    What is no whole number of working minutes was read from hours by the clock.

    >>> units_of(duration("5d")), units_of(duration("1w")), units_of(duration("1d 4h")), units_of(duration("PT72H"))
    (((5.0, 'working day'),), ((1.0, 'week'),), ((1.0, 'working day'), (4.0, 'hour')), ((72.0, 'hour'),))
    >>> units_of(duration("30 calendar days")), units_of(2400.0), units_of(72 * 60 * 2400 / 10080)
    (((30.0, 'calendar day'),), ((5.0, 'working day'),), ((3, 'calendar day'),))
    """
    day = "day" if clock.week >= DAYS_A_WEEK else "working day"
    if isinstance(time, WrittenTime) and time == duration(time.words, clock) and (told := _written_in(time.words, day)):
        return told
    by_the_clock = time / clock.week_minutes * CLOCK_MINUTES_A_WEEK / 60
    if time != int(time) and abs(by_the_clock - round(by_the_clock)) < 1e-6:
        hours = round(by_the_clock)
        return ((hours, "clock hour") if hours % 24 else (hours // 24, "calendar day"),)
    for size, unit in ((clock.day, day), (60.0, "hour")):
        if time and time % size == 0:
            return ((time / size, unit),)
    return ((time, "minute"),)


def _written_in(words: str, day: str) -> tuple[tuple[float, str], ...]:
    """Return the numbers and units of a text; nothing where it has some for which there is no word, such as seconds."""
    if found := _BY_THE_CLOCK.fullmatch(words):
        return ((float(found[1]), f"{'calendar' if found[2] in ('day', 'week') else 'clock'} {found[2]}"),)
    match = _working_time(words)
    amounts = match.groups() if match else ()
    if any(amounts[len(UNITS) :]):
        return ()
    told = zip(amounts, ("week", day, "hour", "minute"), strict=False)
    return tuple((float(amount), unit) for amount, unit in told if amount)


def _sizes(clock: Clock) -> tuple[float, ...]:
    return clock.week_minutes, clock.day, 60, 1


def write_duration(minutes: float, clock: Clock = OFFICE) -> str:
    """Write minutes of working time so that they read back the same: as their file does, where they stand in one.

    >>> write_duration(duration("5d")), write_duration(duration("5d") + 0.0)
    ('5d', '1w')
    >>> write_duration(720), write_duration(4800), write_duration(0), write_duration(1.25)
    ('1d 4h', '2w', '0m', '1.25m')
    >>> write_duration(72 * 60 * 2400 / 10080)
    '72 clock hours'
    """
    if isinstance(minutes, WrittenTime) and minutes == duration(minutes.words, clock):
        return minutes.words
    parts, rest = [], int(minutes)
    for unit, size in zip(UNITS, _sizes(clock), strict=True):
        whole = size == int(size) and size > 0 and (unit != "w" or rest % int(size) == 0)
        amount, rest = divmod(rest, int(size)) if whole else (0, rest)
        if amount:
            parts.append(f"{amount}{unit}")
    text = " ".join(parts) or "0m"
    return text if duration(text, clock) == minutes else _by_the_clock(minutes, clock) or f"{_decimal(minutes)}m"


def shown_duration(time: float, clock: Clock = OFFICE) -> str:
    """Write a time for people, in short: as its file does, but ISO 8601 is for programs.

    >>> shown_duration(duration("PT72H")), shown_duration(duration("5d")), shown_duration(duration("PT90S"))
    ('72h', '5d', '1.5m')
    """
    if isinstance(time, WrittenTime) and time.words.startswith("P"):
        own = " ".join(f"{write_number(amount)}{unit.split()[-1][0]}" for amount, unit in units_of(time, clock))
        return own if duration(own, clock) == time else write_duration(float(time), clock)
    return write_duration(time, clock)


def _by_the_clock(minutes: float, clock: Clock) -> str | None:
    """Write what is no whole number of working minutes as hours by the clock, where that is what it was read from."""
    text = f"{round(minutes / clock.week_minutes * CLOCK_MINUTES_A_WEEK / 60)} clock hours"
    return text if duration(text, clock) == minutes else None


def write_iso_duration(minutes: float, clock: Clock = OFFICE) -> str:
    """Write minutes of working time by ISO 8601, as other programs read it; hours by the clock stay what they are.

    >>> write_iso_duration(1920), write_iso_duration(750), write_iso_duration(72 * 60 * 2400 / 10080)
    ('P4D', 'P1DT270M', 'PT72H')
    """
    if minutes != int(minutes) and (by_the_clock := _by_the_clock(minutes, clock)):
        return f"PT{by_the_clock.partition(' ')[0]}H"
    days, rest = divmod(minutes, clock.day) if clock.day == int(clock.day) > 0 else (0.0, minutes)
    time = f"T{_decimal(rest)}M" if rest or not days else ""
    return f"P{f'{days:.0f}D' if days else ''}{time}"


def elapsed(text: str, clock: Clock = OFFICE) -> WrittenTime | None:
    """Return what ISO 8601 means where it runs by the clock on the wall, as in BPMN; None where it is no such time.

    Hours that fit into a working day are hours of work; nights and weekends pass within all that is longer.

    >>> [elapsed(text).words for text in ("P3D", "PT72H", "P1DT12H", "P2W", "PT4H")]
    ['3 calendar days', '72 clock hours', '36 clock hours', '2 calendar weeks', '4h']
    """
    found = _ISO_DURATION.fullmatch(text.strip())
    if found is None or not any(found.groups()):
        return None
    sizes = (10080, 1440, 60, 1, 1 / 60)
    minutes = sum(float(amount) * size for amount, size in zip(found.groups(), sizes, strict=True) if amount)
    weeks, days, *hours = found.groups()
    if minutes <= clock.day and not (weeks or days):
        return duration(shown_duration(WrittenTime(minutes, text.strip()), clock), clock)
    unit, size = ("hour", 60) if minutes % 60 == 0 else ("minute", 1)
    if not any(hours) and not (weeks and days):
        unit, size = ("day", 1440) if days else ("week", 10080)
    number = write_number(minutes / size)
    kind = "calendar" if unit in ("day", "week") else "clock"
    return duration(f"{number} {kind} {unit}{'' if number == '1' else 's'}", clock)


def day(text: str) -> date | None:
    """Return the day that an ISO date names; None where the text is no such date.

    >>> day("2026-03-01"), day("1.3.2026")
    (datetime.date(2026, 3, 1), None)
    """
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def likely_day(text: str) -> str | None:
    """Return the date that somebody may have meant, where there is but one reading.

    >>> likely_day("2026/3/1"), likely_day("2026-03-01T10:00"), likely_day("1.3.26")
    ('2026-03-01', '2026-03-01', None)
    """
    found = re.match(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?![0-9])", text.strip())
    if not found:
        return None
    guess = "{}-{:0>2}-{:0>2}".format(*found.groups())
    return guess if day(guess) else None


def number(text: str) -> float | None:
    """Return a decimal number; None for anything else, also for what YAML or Python would read otherwise.

    >>> number("12.50"), number("1e3"), number("010"), number("1_000"), number(".inf")
    (12.5, 1000.0, None, None, None)
    """
    if not _PLAIN_NUMBER.fullmatch(text):
        return None
    value = float(text)
    return value if math.isfinite(value) else None


def write_number(value: float) -> str:
    """Write a number so that it reads back the same.

    >>> write_number(12000.0), write_number(0.5), write_number(1e22)
    ('12000', '0.5', '10000000000000000000000')
    """
    return str(int(value)) if value == int(value) else _decimal(value)


def share(text: str) -> float | None:
    """Return a share written as a percentage, a decimal or a fraction; None where it is none of these.

    The value may lie outside of 0 and 1: that is for the field to judge.

    >>> share("95%"), share("0.95"), share("1/4"), share("most")
    (0.95, 0.95, 0.25, None)
    """
    if percent := _PERCENT.fullmatch(text):
        # shifting the decimal point in the text is exact where a division by 100 is not
        return float(f"{percent[1]}e-2")
    if fraction := _FRACTION.fullmatch(text):
        whole = float(fraction[2])
        return float(fraction[1]) / whole if whole and math.isfinite(whole) else None
    return number(text)


def write_share(value: float) -> str:
    """Write a share as a percentage where that reads back the same, else as a decimal.

    >>> write_share(0.95), write_share(1 / 3)
    ('95%', '0.3333333333333333')
    """
    text = _rounded_percentage(value)
    return text if share(text) == value else _decimal(value)


def write_percentage(value: float) -> str:
    """Write a share as a percentage that reads back the same, with as many digits as that takes.

    >>> write_percentage(0.95), write_percentage(1 / 3)
    ('95%', '33.33333333333333%')
    """
    from decimal import Decimal

    text = _rounded_percentage(value)
    return text if share(text) == value else f"{Decimal(repr(float(value))).scaleb(2):f}%"


def _rounded_percentage(value: float) -> str:
    return f"{_decimal(float(f'{value * 100:.10g}'))}%"


def _decimal(value: float) -> str:
    """Write a float in full, without an exponent, so that it reads back the same."""
    text = repr(float(value))
    if "e" in text:
        from decimal import Decimal

        text = f"{Decimal(text):f}"
    return text.removesuffix(".0")
