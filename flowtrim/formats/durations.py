"""Durations as people write them in tables and on pages, such as ``ca. 1,5 Std.``, ``2-3 days`` and ``3天``."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from flowtrim.formats import scalars
from flowtrim.formats.local_numbers import Sign, local_number
from flowtrim.formats.number_words import in_figures
from flowtrim.formats.unit_words import CALENDAR_DAY, MONTH, bare, units

ABOUT = (
    "ca.|ca|circa|approx.|approx|approximately|about|around|roughly|some|~|≈|etwa|ungefahr|rund|env.|environ|aprox.|"
    "aproximadamente|unos|unas|cerca de|约|大约|大概|約|およそ|だいたい"
)
_RANGE = r"[-–—‐‑−~〜～]|to|until|bis|a|hasta|至|到|から"
_BETWEEN_WORD = re.compile(r"^(?:between|zwischen|entre|from|von|de|desde)\s+(?=[0-9])")
_AND = r"and|und|et|y|と|,|\+"
_NUMBER = r"[0-9]+(?:[.,'’ ][0-9]+)*"
DAY = 480
MONTHS = "a month as 20 working days"
"""What is told of whatever has months in it: they have no length of their own."""
HOURS = "hours of work, of which a day has eight"
"""What is told of a day and a night or more in hours, in which nobody works: those of the clock may be meant."""
_HOUR = 60
_MIDDLE = "a range as its middle"
_SAID_OF = {MONTH: MONTHS, CALENDAR_DAY: "7 days of the calendar as 5 working days"}
_CLOCK = re.compile(r"([0-9]{1,3}):([0-5][0-9])(?::([0-5][0-9]))?\s*([^\W\d_]*\.?)")


class Understood(NamedTuple):
    """Minutes of working time, and what was assumed to come to them, empty where nothing was."""

    minutes: float
    assumed: str = ""


class _Part(NamedTuple):
    amount: float
    unit: float | None


def understood(
    text: str, *, unit: float | None = None, decimal: Sign | None = None, passes: bool = False
) -> Understood | None:
    """Return what a text says how long something takes; None where it says that in no way, or in two.

    ``unit`` is that of the heading, in minutes, for a bare number; ``decimal`` is the habit of the table.
    A range means its middle, a month twenty working days; both are told as assumed, and hours of a day and more where
    the time only ``passes``: nobody works then.

    >>> understood("1,5 Std."), understood("2 months")
    (Understood(minutes=90.0, assumed=''), Understood(minutes=19200.0, assumed='a month as 20 working days'))
    >>> understood("5-10 Min."), understood("90"), understood("90", unit=60)
    (Understood(minutes=7.5, assumed='a range as its middle'), None, Understood(minutes=5400.0, assumed=''))
    """
    said, between = _BETWEEN_WORD.subn("", _about().sub("", _folded(text)))
    if (minutes := _clock(said, unit)) is not None or (minutes := _iso(text)) is not None:
        return Understood(minutes)
    sides = _sides(said, decimal, between=bool(between))
    if not sides:
        return None
    default = unit or sides[-1][-1].unit
    amounts = [_minutes(parts, default) for parts in sides]
    low, high = amounts[0], amounts[-1]
    if low is None or high is None or not low <= high < math.inf:
        return None
    assumed = [_MIDDLE] if len(sides) > 1 else []
    sizes = {default, *(part.unit for parts in sides for part in parts)}
    assumed += [said for size, said in _SAID_OF.items() if size in sizes]
    assumed += [HOURS] if passes and max(filter(None, sizes)) == _HOUR and high >= 24 * _HOUR else []
    return Understood(low if low == high else (low + high) / 2, " and ".join(assumed))


def likely_duration(text: str) -> str | None:
    """Return the duration in our own words that somebody may have meant; a bare number is minutes.

    A range has none: its middle is something else.

    >>> likely_duration("3"), likely_duration("2 hours"), likely_duration("1,5 Tage"), likely_duration("2 mois")
    ('3m', '2h', '1d 4h', '40d')
    """
    found = understood(text.strip().lstrip("-"), unit=1)
    if found is None or found.assumed not in ("", MONTHS):
        return None
    if found.assumed:
        return f"{scalars.write_number(found.minutes / DAY)}d"
    words = scalars.write_duration(found.minutes)
    return scalars.write_duration(float(found.minutes)) if "." in words else words


def heading_unit(heading: str) -> tuple[str, float | None]:
    """Return a heading without the unit that it gives to the numbers below it, and the minutes of that unit.

    >>> heading_unit("Duration (hours)"), heading_unit("Dauer in Tagen"), heading_unit("Minutes")
    (('duration', 60), ('dauer', 480), ('minutes', 1))
    >>> heading_unit("所要時間（分）"), heading_unit("Duration"), heading_unit("時間")
    (('所要時間', 1), ('duration', None), ('時間', None))
    """
    said = _folded(heading)
    for found in _BRACKETS.finditer(said):
        if unit := units().get(_PREPOSITION.sub("", found[1]).strip()) or units().get(found[1].strip()):
            return said[: found.start()].strip(), unit
    if (tail := _TAIL.fullmatch(said, max(0, len(said) - _LONGEST_TAIL))) and (unit := units().get(tail[2])):
        return said[: tail.end(1)].strip(), unit
    return said, units().get(said) if len(said) > 1 and said != "時間" else None


_BRACKETS = re.compile(r"[(\[【]([^()\[\]【】,;/]++)[^()\[\]【】]*+[)\]】]")
_PREPOSITION = re.compile(r"^\s*(?:(?:in|en)\s|(?:単位|单位|einheit|unit|unite|unidad)\s*:?)\s*")
_LONGEST_TAIL = 80
"""Letters at the end of a heading among which its unit stands: two words are the most, and blanks were joined."""
_TAIL = re.compile(r"(.+?)(?:\s*[/,:_|]\s*|\s+[-–]\s+|\s+(?:in|en)\s+|\s+)([^\W\d_]+\.?|[^\W\d_]+ [^\W\d_]+)")


def _folded(text: str) -> str:
    for sign, written in _FRACTIONS.items():
        text = text.replace(sign, f" {written}")
    # a project tool marks what was estimated with a question mark
    said = _FRACTION.sub(_decimal, bare(text).rstrip(" ?"))
    return _east_asian(said) if _EAST_ASIAN.search(said) else in_figures(said)


_FRACTIONS = {"½": "1/2", "¼": "1/4", "¾": "3/4"}
_FRACTION = re.compile(r"(?<![0-9.,/])(?:([0-9]{1,3}) )?([1-3])/([24])(?= ?[^\W\d_])")


def _decimal(found: re.Match[str]) -> str:
    return f"{int(found[1] or 0) + int(found[2]) / int(found[3]):g}"


_DIGITS = {sign: number for number, sign in enumerate("〇一二三四五六七八九")} | {"两": 2, "兩": 2, "零": 0}
_DIGIT = f"[{''.join(_DIGITS)}]"
_EAST_ASIAN = re.compile(f"{_DIGIT}|[十百半]|左右|程度|ほど|くらい|ぐらい|前後")
_NUMERAL = re.compile(rf"(?:({_DIGIT})?百)?(?:({_DIGIT})?(十))?({_DIGIT})?")
_RUN = re.compile("[〇零一二三四五六七八九两兩十百]+")
_HALVES = (
    (re.compile(r"([0-9]+)(个|個)半(?=.)"), r"\g<1>.5\g<2>"),  # one and a half hours
    (re.compile(r"(?<![0-9.])([0-9]+)([^0-9半]{1,3})半$"), r"\g<1>.5\g<2>"),  # two days and a half
    (re.compile(r"^半(?=.)"), "0.5"),
    (re.compile(r" ?(?:左右|程度|ほど|くらい|ぐらい|前後)$"), ""),
)


def _east_asian(said: str) -> str:
    """Write the numerals of Chinese and Japanese as figures: 两天 is 2天, 半天 0.5天, 三时半 3.5时.

    Two digits in a row, as in 三四天 for three or four days, are no number.
    """
    said = _RUN.sub(lambda run: _figure(run[0]), said)
    for half, written in _HALVES:
        said = half.sub(written, said)
    return said


def _figure(run: str) -> str:
    found = _NUMERAL.fullmatch(run)
    if found is None:
        return run
    hundreds = _DIGITS.get(found[1], 1) if "百" in run else 0
    tens = _DIGITS.get(found[2], 1) if found[3] else 0
    return str(100 * hundreds + 10 * tens + _DIGITS.get(found[4], 0))


def _iso(text: str) -> float | None:
    return scalars.duration(text) if text.strip().startswith("P") else None


def _clock(said: str, unit: float | None) -> float | None:
    """Return the minutes of 1:30 or 00:15:00; with the word for minutes behind it, 5:30 is minutes and seconds."""
    found = _CLOCK.fullmatch(said)
    if found is None:
        return None
    first, second, third = int(found[1]), int(found[2]), int(found[3] or 0)
    named = units().get(found[4]) if found[4] else 60
    if named == 1 and found[3] is None:
        return first + second / 60
    return first * 60 + second + third / 60 if named == 60 and unit in (None, 60) else None


def _sides(said: str, decimal: Sign | None, *, between: bool) -> list[list[_Part]] | None:
    """Return what stands before and after the word for a range, one side where there is none; None for anything else.

    ``between`` says that such a word stood in front, so that *and* parts the two sides.
    """
    sides: list[list[_Part]] = [[]]
    at = 0
    while at < len(said):
        found = _token().match(said, at)
        if found is None:
            return None
        at = found.end()
        if found["number"]:
            amount = local_number(found["number"], decimal)
            if amount is None:
                return None
            sides[-1].append(_Part(amount, None))
        elif found["unit"]:
            if not sides[-1] or sides[-1][-1].unit is not None:
                return None
            sides[-1][-1] = _Part(sides[-1][-1].amount, units()[found["unit"]])
        elif found["to"] or between:
            sides.append([])
    return sides if len(sides) < 3 and all(sides) else None


def _minutes(parts: Sequence[_Part], default: float | None) -> float | None:
    """Return the sum of 1 hour 30 minutes: each unit smaller than the one before; 30 behind hours is minutes.

    It remembers the same in the words of a file, where those have all of its units.
    """
    sizes = [part.unit for part in parts]
    if len(parts) == 2 and sizes == [60, None]:
        sizes = [60, 1]
    elif sizes == [None]:
        sizes = [default if parts[0].amount else 1]
    total = 0.0
    for number, (part, size) in enumerate(zip(parts, sizes, strict=True)):
        if size is None or (number and size >= (sizes[number - 1] or 0)):
            return None
        # in the order of our own grammar, so that both come to the same number
        total += part.amount * 1440 * 2400 / 10080 if size == CALENDAR_DAY else part.amount * size
    words = " ".join(
        f"{scalars.write_number(part.amount)}{_OWN.get(size or 0, '?')}"
        for part, size in zip(parts, sizes, strict=True)
    )
    own = scalars.duration(words)
    return own if own == total else total


_OWN = {1: "m", _HOUR: "h", DAY: "d", 5 * DAY: "w", CALENDAR_DAY: " calendar days"}
"""The units of a file, by their minutes."""


@cache
def _token() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, units()), key=len, reverse=True))
    return re.compile(
        rf"\s*(?:(?P<number>{_NUMBER}|\.[0-9]+)|(?P<unit>{words})(?:(?=至|到|から)|(?![^\W\d_])\.?)|(?P<to>{_RANGE})(?![^\W\d_])"
        rf"|(?P<and>{_AND})(?![^\W\d_]))\s*"
    )


def within(text: str, *, unit: float | None = None, decimal: Sign | None = None) -> Understood | None:
    """Return what a text says how long something may take at most; a range or a day is no such time.

    >>> within("max. 3 days"), within("innerhalb von 2 Std."), within("3-5 days"), within("2 days after receipt")
    (Understood(minutes=1440.0, assumed=''), Understood(minutes=120.0, assumed=''), None, None)
    >>> within("48 hours")
    Understood(minutes=2880.0, assumed='hours of work, of which a day has eight')
    """
    found = understood(_AT_MOST.sub("", _AT_MOST_BEHIND.sub("", text.strip())), unit=unit, decimal=decimal, passes=True)
    return None if found is None or _MIDDLE in found.assumed else found


_AT_MOST = re.compile(
    r"^(?:(?:not (?:later|more) than|no (?:later|more) than|within|at most|up to|max(?:imum|imal|\.)?|less than|under|"
    r"innerhalb(?: von)?|binnen|höchstens|spätestens nach|bis zu|unter|"
    r"dans (?:les|un délai de)|en moins de|sous|au plus|"
    r"en menos de|dentro de|antes de|como máximo|hasta|no más de|en un plazo de)\s+|max\.?\s*|[≤<]=?\s*)",
    re.IGNORECASE,
)
_AT_MOST_BEHIND = re.compile(r"\s*(?:max\.?|maximum|at most|or less|以内|之内|内)$", re.IGNORECASE)


@cache
def _about() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in ABOUT.split("|"))
    return re.compile(rf"^(?:{words})\s*")
