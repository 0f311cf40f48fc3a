"""Numbers as words before a unit of time, in four languages, written as figures: *two days*, *media hora*."""

from __future__ import annotations

import re
from functools import cache

from flowtrim.formats.unit_words import units

_NUMBERS = {
    1: "one|ein|eine|einen|einem|einer|un|une|uno|una",
    2: "two|zwei|deux|dos",
    3: "three|drei|trois|tres",
    4: "four|vier|quatre|cuatro",
    5: "five|funf|cinq|cinco",
    6: "six|sechs|seis",
    7: "seven|sieben|sept|siete",
    8: "eight|ocho",
    9: "nine|neun|neuf|nueve",
    10: "ten|zehn|dix|diez",
    12: "twelve|zwolf|douze|doce",
    15: "fifteen|funfzehn",
    20: "twenty|zwanzig|vingt|veinte",
    24: "twenty four|vierundzwanzig|vingt quatre|veinticuatro",
    30: "thirty|dreissig|trente|treinta",
    45: "forty five|funfundvierzig|quarante cinq|cuarenta y cinco",
    48: "forty eight|achtundvierzig|quarante huit|cuarenta y ocho",
    60: "sixty|sechzig|soixante|sesenta",
    90: "ninety|neunzig|quatre vingt dix|noventa",
}
"""Not *huit jours*, *quinze jours*, *acht Tage* and *vierzehn Tage*: they are a week and two of the calendar."""
_PARTS = {
    0.25: "quarter|viertel|quart d['’]|cuarto de",
    0.5: "half|halb(?:e[nrs]?)?|demie?|medi[ao]",
    0.75: "three quarters|dreiviertel|trois quarts d['’]|tres cuartos de",
    1.5: "one and a half|anderthalb|eineinhalb",
    2.5: "two and a half|zweieinhalb",
    3.5: "three and a half|dreieinhalb",
}
"""What stands for a part of a unit, or for units and a part."""
_WORDS = {word: number for number, words in _NUMBERS.items() for word in words.split("|")}
_AND_A_HALF = re.compile(
    r"(?<![0-9.,])([0-9]{1,3}) ?([^\W\d_]+) (?:and a half|et demie?|y medi[ao]|und (?:eine? )?halbe[nrs]?)$"
)


def in_figures(said: str) -> str:
    """Return a text with its number words before units as figures; ``said`` is without case and accents.

    >>> in_figures("two days"), in_figures("half an hour"), in_figures("una hora y media")
    ('2 days', '0.5 hour', '1.5 hora')
    """
    for amount, words in _parts():
        said = words.sub(f"{amount} ", said)
    return _AND_A_HALF.sub(lambda found: f"{found[1]}.5 {found[2]}", _numbers().sub(_figure, said))


def _figure(found: re.Match[str]) -> str:
    return str(_WORDS.get(found[0], 1))


@cache
def _numbers() -> re.Pattern[str]:
    """Return the numbers, and the article of a unit: elsewhere it is Spanish for *to*."""
    words = "|".join(sorted(_WORDS, key=len, reverse=True))
    return re.compile(rf"(?<![\w'’])(?:(?:{words})(?!\w)|an?(?= {_units()}))")


@cache
def _parts() -> tuple[tuple[float, re.Pattern[str]], ...]:
    ones = _NUMBERS[1]
    return tuple(
        (amount, re.compile(rf"(?<!\w)(?:(?:an?|{ones}) )?(?:{words}) ?(?:of )?(?:an? )?(?={_units()})"))
        for amount, words in reversed(_PARTS.items())
    )


@cache
def _units() -> str:
    words = sorted((re.escape(word) for word in units() if len(word) > 1), key=len, reverse=True)
    return rf"(?:{'|'.join(words)})(?!\w)"
