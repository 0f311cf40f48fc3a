"""What a figure is rounded to before people see it, in the unit that it is measured in.

A difference is that of these values, so that it agrees with the two figures beside it.
"""

from __future__ import annotations

HOUR, DAY = 60, 480
"""Minutes of working time, where nobody declared other hours."""
_NEARLY_ALL, _TENTH, _FINEST = 0.99, 0.0995, 8
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


def measured(part: float) -> float:
    """Round a measured share as ``share`` does, but nearly all is not all, and nearly none not none.

    >>> measured(0.3124), measured(0.99849), measured(0.99998), measured(0.00003), measured(1.0)
    (0.31, 0.998, 0.99998, 3e-05, 1.0)
    """
    return round(part, decimals(part) + 2)


def decimals(part: float) -> int:
    """Return with how many decimals of per cent a measured share is told: as many as it is not all or none with.

    >>> decimals(0.3124), decimals(0.052), decimals(0.99849), decimals(0.99998), decimals(1.0)
    (0, 1, 1, 3, 0)
    """
    rim = 1.0 - part if part >= _NEARLY_ALL else part
    needed = (more for more in range(1, _FINEST) if rim >= 0.5 * 10 ** (-more - 2))
    return 0 if rim >= _TENTH or rim == 0.0 else next(needed, _FINEST)


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
