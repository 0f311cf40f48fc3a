"""Times and shares in the sentences of rules: as they were set, as they were measured, and as they were simulated."""

from __future__ import annotations

from flowtrim.formats.scalars import OFFICE, units_of
from flowtrim.measures.figures import Figure
from flowtrim.model import Clock, WrittenTime
from flowtrim.rules._catalogue import number, percent
from flowtrim.sentences import Message, listed, say, say_many


def amount(figure: Figure, value: float, clock: Clock) -> str:
    """Put the value of a figure, or its limit, into a sentence."""
    return due(value, clock) if figure.time else number(value)


def minutes(time: float, clock: Clock = OFFICE) -> Message:
    """Put working time into a sentence, by the clock of the process; a day of less than 24 hours is a working day.

    >>> [minutes(time) for time in (8, 90, 480, 5280)]
    ['8 minutes', '1.5 hours', '1 working day', '11 working days']
    >>> minutes(1440, Clock(day=1440.0, week=7.0))
    '1 day'
    """
    sizes = ((clock.week_minutes, "week"), (clock.day, "day"), (60.0, "hour"), (1.0, "minute"))
    fitting = (pair for pair in sizes if time >= pair[0] and (pair[1] != "week" or not time % pair[0]))
    size, unit = next(fitting, sizes[-1])  # nobody speaks of 2.2 weeks
    amount = float(f"{time / size:.3g}") if time < 1000 * size else round(time / size)
    return _in_units(amount, unit, never_closes=clock.day >= 24 * 60)


def due(time: float, clock: Clock = OFFICE) -> Message:
    """Put a time that was set into a sentence, in the units of its file, and the days of work that others come to.

    >>> from flowtrim.formats.scalars import duration
    >>> due(960), due(72 * 60 * 2400 / 10080), due(duration("72h")), due(duration("5d"))
    ('2 working days', '3 calendar days (2.14 working days)', '72 hours (9 working days)', '5 working days')
    """
    units = units_of(time, clock)
    by_the_clock = any(unit.startswith(("clock", "calendar")) for _, unit in units)
    if not (by_the_clock or isinstance(time, WrittenTime)):
        return minutes(time, clock)
    never_closes = clock.day >= 24 * 60
    told = listed(_in_units(each, unit.removeprefix("working "), never_closes=never_closes) for each, unit in units)
    if by_the_clock:
        return say("{time} ({work})", time=told, work=minutes(time, clock))
    if units[0][1] != "hour" or time < clock.day or never_closes:
        return told
    return say("{time} ({work})", time=told, work=_in_units(round(time / clock.day, 2), "day", never_closes=False))


def summed(time: float, clock: Clock = OFFICE) -> Message:
    """Put a sum of times into a sentence, from a day on in days and hours; a single time keeps the words of its file.

    >>> from flowtrim.formats.scalars import duration
    >>> summed(973), summed(3300), summed(45), summed(duration("1w"))
    ('2 working days', '6 working days and 7 hours', '45 minutes', '1 working week')
    """
    hours, never_closes = round(time / 60), clock.day >= 24 * 60
    days, over = divmod(hours * 60, clock.day)
    if isinstance(time, WrittenTime) or time < clock.day:
        return due(time, clock)
    told = [_in_units(days, "day", never_closes=never_closes)]
    return listed([*told, _in_units(over / 60, "hour", never_closes=never_closes)] if over else told)


def lasting(time: float, error: float | None, clock: Clock = OFFICE) -> Message:
    """Put a mean time into a sentence; one that was simulated says so, with its error in two digits.

    >>> lasting(480, None), lasting(480, 3.042)
    ('1 working day', '1 working day (simulated, ± 3 minutes at 95%)')
    """
    told = minutes(time, clock)
    if error is None:
        return told
    return say("{time} (simulated, ± {error} at 95%)", time=told, error=minutes(float(f"{error:.2g}"), clock))


def simulated_share(share: float, error: float | None) -> Message:
    """Put a share of simulated cases into a sentence, with its error in points of a hundred.

    >>> simulated_share(0.75, 0.027)
    '75% (simulated, ± 2.7 points at 95%)'
    >>> simulated_share(0.51, 0.0098)
    '51% (simulated, ± 1 point at 95%)'
    """
    give = round((error or 0.0) * 100, 1)
    points = say_many(int(give) if give == int(give) else give, "{number} point", "{number} points")
    return say("{share} (simulated, ± {points} at 95%)", share=percent(share), points=points)


def _in_units(amount: float, unit: str, *, never_closes: bool) -> Message:
    amount = int(amount) if amount == int(amount) else amount
    match unit:
        case "clock minute":
            return say_many(amount, "{number} clock minute", "{number} clock minutes")
        case "clock hour":
            return say_many(amount, "{number} clock hour", "{number} clock hours")
        case "calendar day":
            return say_many(amount, "{number} calendar day", "{number} calendar days")
        case "calendar week":
            return say_many(amount, "{number} calendar week", "{number} calendar weeks")
        case "week" if never_closes:
            return say_many(amount, "{number} week", "{number} weeks")
        case "day" if never_closes:
            return say_many(amount, "{number} day", "{number} days")
        case "week":
            return say_many(amount, "{number} working week", "{number} working weeks")
        case "day":
            return say_many(amount, "{number} working day", "{number} working days")
        case "hour":
            return say_many(amount, "{number} hour", "{number} hours")
    return say_many(amount, "{number} minute", "{number} minutes")
