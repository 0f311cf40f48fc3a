"""What a figure is rounded to before people see it, in the unit that it is measured in.

A difference is that of these values, so that it agrees with the two figures beside it.
"""

from __future__ import annotations

HOUR, DAY = 60, 480
"""Minutes of working time, where nobody declared other hours."""
LONG = 100
"""Days of working time from which on only days are told."""


def plain(figure: float) -> float:
    """Round a figure to hundredths."""
    return round(figure, 2)


def share(part: float) -> float:
    """Round a share to whole per cent, a small one to tenths.

    >>> share(0.1249), share(0.00421)
    (0.12, 0.004)
    """
    percent = part * 100
    return round(percent, 0 if percent >= 10 else 1) / 100


def whole(figure: float) -> float:
    """Round a large figure to a whole one."""
    return round(figure)


def worked(minutes: float, day: float = DAY) -> float:
    """Round working time to tenths of a minute, minutes, hours or days, the coarser the longer.

    >>> worked(0.52), worked(45.2), worked(200.4), worked(1500), worked(48100)
    (0.5, 45, 200, 1500, 48000)
    """
    if minutes < HOUR - 0.5:
        return round(minutes, 1) if minutes < 10 else round(minutes)
    if round(minutes) < day:
        return round(minutes)
    hours = round(minutes / HOUR) * HOUR
    return round(hours / day) * day if hours >= LONG * day else hours


def spoken(seconds: float) -> float:
    """Round how long it takes to say something to seconds, from an hour on to minutes.

    >>> spoken(0.4), spoken(304.5), spoken(47565)
    (0, 304, 47580)
    """
    rounded = round(seconds)
    return round(rounded / 60) * 60 if rounded >= 3600 else rounded
