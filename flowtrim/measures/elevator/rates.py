"""How fast a language is spoken (docs/theory.md#spoken-rates)."""

from __future__ import annotations

from math import ceil
from typing import Literal

from msgspec import Struct

from flowtrim.measures.elevator.counting import Units, count
from flowtrim.measures.elevator.data import load
from flowtrim.model import Limits

Unit = Literal["words", "characters", "syllables"]

UNKNOWN = "en"
"""The language whose rate and phrases stand in for those that nobody has measured."""


class Rate(Struct, frozen=True):
    """How fast a language is spoken: ``a_minute`` of its unit of counting.

    The defaults scale the reading speeds of the IReST study (Trauzettel-Klosinski and Dietz 2012) to 150 English
    words a minute, the pace of a calm talk; Chinese, Japanese and Korean follow their newsreaders.
    """

    language: str
    unit: Unit
    a_minute: float


def rate_of(language: str, limits: Limits | None = None) -> Rate:
    """Return the rate of a language, as the limits have it; that of English where it was never measured.

    >>> rate_of("de-AT")
    Rate(language='de', unit='words', a_minute=120)
    """
    code = primary(language)
    known = load("speaking")["rates"]
    rate = known.get(code) or known[UNKNOWN]
    own = dict(limits.spoken_rates) if limits and limits.spoken_rates else {}
    return Rate(code, rate["unit"], own.get(code, rate["a_minute"]))


def primary(language: str) -> str:
    """Return the language itself of a tag like ``zh-TW``.

    >>> primary("zh_TW")
    'zh'
    """
    return language.strip().replace("_", "-").partition("-")[0].lower()


def guess_language(text: str) -> str:
    """Guess the language of a text by its script, for a file that does not say: Japanese, Korean, Chinese or English.

    >>> [guess_language(text) for text in ("請求書を承認する", "송장 승인", "审批发票", "Ask SAP")]
    ['ja', 'ko', 'zh', 'en']
    """
    if text.isascii():
        return UNKNOWN
    words, han, kana, hangul, _ = count(text)
    if han + kana + hangul <= words:
        return UNKNOWN
    if kana or hangul:
        return "ja" if kana >= hangul else "ko"
    return "zh"


def seconds_of(units: Units, rate: Rate, limits: Limits | None = None) -> float:
    """Return how long units take to speak: each script at its own rate, signs at that of the language.

    >>> seconds_of(Units(words=75, han=180), rate_of("en"))
    90.0
    """
    words = rate if rate.unit == "words" else rate_of(UNKNOWN, limits)
    japanese = rate if rate.language == "ja" else rate_of("ja", limits)
    han = rate if rate.language in {"ja", "zh"} else rate_of("zh", limits)
    hangul = rate if rate.language == "ko" else rate_of("ko", limits)
    minutes = (
        units.words / words.a_minute
        + units.han / han.a_minute
        + units.kana / japanese.a_minute
        + units.hangul / hangul.a_minute
        + units.signs / rate.a_minute
    )
    return round(60 * minutes, 6)  # so that 150 words at 150 a minute are a minute, whatever the way they are summed


def shown_seconds(seconds: float, limit: float) -> float:
    """Round seconds to whole ones; where that would hide a ride, up to a tenth.

    >>> shown_seconds(304.4, 60.0), shown_seconds(60.04, 60.0), shown_seconds(60.0, 60.0)
    (304, 60.1, 60)
    """
    whole = round(seconds)
    return whole if ceil(whole / limit) == ceil(seconds / limit) else ceil(seconds * 10) / 10


def spoken_seconds(text: str, language: str | None = None, limits: Limits | None = None) -> float:
    """Return how many seconds a text takes to speak; the language is guessed from its script where it is None.

    >>> spoken_seconds("Minutes from greeting to end of call.")
    2.8
    """
    return seconds_of(count(text), rate_of(language or guess_language(text), limits), limits)
