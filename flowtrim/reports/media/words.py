"""Figures in words: plain numbers, working time, spoken time, dates and shares, as people say them."""

from __future__ import annotations

from flowtrim.formats.scalars import units_of
from flowtrim.measures.elevator import shown_seconds
from flowtrim.model import Clock, WrittenTime
from flowtrim.reports.media import rounding
from flowtrim.sentences import Digits, say

_SIGNS = {"minute": "min", "hour": "h"}
WHOLE_DAY = 1440
"""Minutes in a day by the clock on the wall."""


def plain(figure: float) -> str:
    """Return a figure with at most two decimals, and without zeros that say nothing.

    >>> plain(2.0), plain(13.456), plain(1234.5)
    ('2', '13.46', '1,234.5')
    """
    text = f"{figure:,.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def several(figure: float, one: str) -> str:
    """Return a measured figure with its noun.

    >>> several(1.0, "handoff"), several(1.004, "handoff"), several(2.35, "handoff")
    ('1 handoff', '1 handoff', '2.35 handoffs')
    """
    told = plain(figure)
    return f"{told} {one if told == '1' else one + 's'}"


def share(part: float) -> str:
    """Return a share of the whole in per cent.

    >>> share(0.0042), share(0.5), share(1)
    ('0.4%', '50%', '100%')
    """
    percent = part * 100
    return f"{percent:.0f}%" if percent >= 10 or percent == 0 else f"{percent:.1f}%"


def points(part: float) -> str:
    """Return the difference of two shares, which is no share of anything.

    >>> points(0.31)
    '31 points'
    """
    told = plain(round(part * 100, 1))
    return say("{number} points", number=Digits(told))


def whole(figure: float) -> str:
    """Return a large figure without decimals.

    >>> whole(17992.52)
    '17,993'
    """
    return f"{figure:,.0f}"


def worked(minutes: float, clock: Clock = Clock(), *, short: bool = False) -> str:  # noqa: B008 - it is frozen
    """Return working time. A day has as many hours as the clock says; where it is none of 24, it is a working day.

    The ``short`` form is for tables that say so elsewhere.

    >>> worked(0.5), worked(45.2), worked(200), worked(1500), worked(48000)
    ('0.5 min', '45 min', '3 h 20 min', '3 working days 1 h', '100 working days')
    >>> worked(1500, Clock(day=1440.0, week=7.0))
    '1 d 1 h'
    """
    told = rounding.worked(minutes, clock.day)
    if told < rounding.HOUR:
        return f"{plain(told)} min"
    whole, day = int(told), int(clock.day)
    if whole < day:
        return _pair(whole // 60, "h", whole % 60, "min")
    days = whole // day
    unit = "d" if short or clock.day >= WHOLE_DAY else "working day" if days == 1 else "working days"
    return _pair(days, unit, 0 if whole >= rounding.LONG * day else whole % day // 60, "h")


def declared(time: float, clock: Clock = Clock()) -> str:  # noqa: B008 - it is frozen
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
    parts = (f"{plain(number)} {_SIGNS[unit]}" if unit in _SIGNS else several(number, unit) for number, unit in units)
    told = " ".join(parts)
    in_days = units[0][1] == "hour" and clock.day <= time and clock.day < WHOLE_DAY
    return f"{told} ({worked(time, clock)})" if by_the_clock or in_days else told


def spoken(seconds: float, limit: float | None = None) -> str:
    """Return how long it takes to say something; where a ride has a limit, the time agrees with the rides.

    >>> spoken(0.4), spoken(48), spoken(342.2), spoken(47565)
    ('under a second', '48 s', '5 min 42 s', '13 h 13 min')
    >>> spoken(60.04), spoken(60.04, limit=60.0), spoken(304.4, limit=60.0)
    ('1 min', '60.1 s', '5 min 4 s')
    """
    if limit and (shown := shown_seconds(seconds, limit)) != int(shown):
        return f"{shown:,g} s"
    if seconds < 0.5:
        return "under a second"
    whole = int(rounding.spoken(seconds))
    if whole >= 3600:
        return _pair(whole // 3600, "h", whole % 3600 // 60, "min")
    return f"{whole} s" if whole < 60 else _pair(whole // 60, "min", whole % 60, "s")


def _pair(large: int, large_unit: str, small: int, small_unit: str) -> str:
    return f"{large:,} {large_unit}" + (f" {small} {small_unit}" if small else "")
