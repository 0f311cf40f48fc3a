"""Figures in words: plain numbers, working time, spoken time, dates and shares, as people say them."""

from __future__ import annotations

from collections.abc import Callable

from flowtrim.formats.scalars import units_of
from flowtrim.measures.elevator import shown_seconds
from flowtrim.model import Clock, WrittenTime
from flowtrim.reports.media import rounding
from flowtrim.sentences import Digits, Message, say, say_many

WHOLE_DAY = 1440
"""Minutes in a day by the clock on the wall."""


def plain(figure: float) -> str:
    """Return a figure with at most two decimals, and without zeros that say nothing.

    >>> plain(2.0), plain(13.456), plain(1234.5)
    ('2', '13.46', '1,234.5')
    """
    text = f"{figure:,.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def rounded(figure: float) -> float:
    """Return a measured figure with at most two decimals, to be counted.

    >>> from flowtrim.sentences import counted
    >>> counted(rounded(1.0), "handoff"), counted(rounded(1.004), "handoff"), counted(rounded(2.35), "handoff")
    ('1 handoff', '1 handoff', '2.35 handoffs')
    """
    number = round(figure, 2)
    return int(number) if number == int(number) else number


def share(part: float) -> str:
    """Return a share of the whole in per cent.

    >>> share(0.0042), share(0.5), share(1)
    ('0.4%', '50%', '100%')
    """
    percent = part * 100
    return f"{percent:.0f}%" if percent >= 10 or percent == 0 else f"{percent:.1f}%"


def measured_share(part: float, finest: int = 8) -> str:
    """Return a measured share in per cent: nearly all is not all, as far as the finest decimals tell.

    >>> measured_share(0.3124), measured_share(0.052), measured_share(0.99849), measured_share(0.99998)
    ('31%', '5.2%', '99.8%', '99.998%')
    >>> measured_share(1.0), measured_share(0.99998, finest=1), measured_share(0.00003, finest=1)
    ('100%', '100%', '0%')
    """
    told = f"{part * 100:.{min(rounding.decimals(part), finest)}f}"
    return f"{float(told):g}%" if float(told) in {0.0, 100.0} else f"{told}%"


def points(part: float) -> Message:
    """Return the difference of two shares, which is no share of anything.

    >>> points(0.31)
    '31 points'
    """
    return say_many(rounded(round(part * 100, 1)), "{number} point", "{number} points")


def whole(figure: float) -> str:
    """Return a large figure without decimals.

    >>> whole(17992.52)
    '17,993'
    """
    return f"{figure:,.0f}"


def worked(minutes: float, clock: Clock = Clock(), *, short: bool = False) -> Message:  # noqa: B008 - it is frozen
    """Return working time. A day has as many hours as the clock says; where it is none of 24, it is a working day.

    The ``short`` form is for tables that say so elsewhere.

    >>> worked(0.5), worked(45.2), worked(200), worked(1500), worked(48000)
    ('0.5 min', '45 min', '3 h 20 min', '3 working days 1 h', '100 working days')
    >>> worked(1500, Clock(day=1440.0, week=7.0))
    '1 d 1 h'
    """
    told = rounding.worked(minutes, clock.day)
    if told < rounding.HOUR:
        return _minutes(rounded(told))
    whole, day = int(told), int(clock.day)
    if whole < day:
        return _pair(_hours(whole // 60), _minutes(whole % 60) if whole % 60 else None)
    over = 0 if whole >= rounding.LONG * day else whole % day // 60
    days = whole // day
    if short or clock.day >= WHOLE_DAY:
        return _pair(say("{number} d", number=days), _hours(over) if over else None)
    return _pair(say_many(days, "{number} working day", "{number} working days"), _hours(over) if over else None)


def declared(time: float, clock: Clock = Clock()) -> Message:  # noqa: B008 - it is frozen
    """Return a time that was set, in the units of its file, with the work that it comes to where that is another unit.

    >>> from flowtrim.formats.scalars import duration
    >>> declared(960.0), declared(72 * 60 * 2400 / 10080), declared(duration("1d 4h"))
    ('2 working days', '3 calendar days (2 working days 1 h)', '1 working day 4 h')
    >>> declared(duration("72h")), declared(duration("5d")), declared(duration("60m"))
    ('72 h (9 working days)', '5 working days', '60 min')
    """
    units = units_of(time, clock)
    by_the_clock = any(unit.startswith(("clock", "calendar")) for _, unit in units)
    if not (by_the_clock or isinstance(time, WrittenTime)):
        return worked(time, clock)
    told, *rest = (_UNITS[unit](rounded(number)) for number, unit in units)
    for part in rest:
        told = _pair(told, part)
    in_days = units[0][1] == "hour" and clock.day <= time and clock.day < WHOLE_DAY
    return say("{time} ({work})", time=told, work=worked(time, clock)) if by_the_clock or in_days else told


def spoken(seconds: float, limit: float | None = None) -> Message:
    """Return how long it takes to say something; where a ride has a limit, the time agrees with the rides.

    >>> spoken(0.4), spoken(48), spoken(342.2), spoken(47565)
    ('under a second', '48 s', '5 min 42 s', '13 h 13 min')
    >>> spoken(60.04), spoken(60.04, limit=60.0), spoken(304.4, limit=60.0)
    ('1 min', '60.1 s', '5 min 4 s')
    """
    if limit and (shown := shown_seconds(seconds, limit)) != int(shown):
        return _seconds(Digits(f"{shown:,g}"))
    if seconds < 0.5:
        return say("under a second")
    whole = int(rounding.spoken(seconds))
    if whole >= 3600:
        return _pair(_hours(whole // 3600), _minutes(whole % 3600 // 60) if whole % 3600 >= 60 else None)
    if whole < 60:
        return _seconds(whole)
    return _pair(_minutes(whole // 60), _seconds(whole % 60) if whole % 60 else None)


def _seconds(number: int | Digits) -> Message:
    return say("{number} s", number=number)


def _minutes(number: float) -> Message:
    return say("{number} min", number=Digits(plain(number)))


def _hours(number: float) -> Message:
    return say("{number} h", number=Digits(plain(number)))


def _pair(large: Message, small: Message | None) -> Message:
    return say("{large} {small}", large=large, small=small) if small else large


_UNITS: dict[str, Callable[[float], Message]] = {
    "minute": _minutes,
    "hour": _hours,
    "day": lambda number: say_many(number, "{number} day", "{number} days"),
    "week": lambda number: say_many(number, "{number} week", "{number} weeks"),
    "working day": lambda number: say_many(number, "{number} working day", "{number} working days"),
    "calendar day": lambda number: say_many(number, "{number} calendar day", "{number} calendar days"),
    "calendar week": lambda number: say_many(number, "{number} calendar week", "{number} calendar weeks"),
    "clock hour": lambda number: say_many(number, "{number} clock hour", "{number} clock hours"),
    "clock minute": lambda number: say_many(number, "{number} clock minute", "{number} clock minutes"),
}
"""How a number of each unit of a file is told."""
