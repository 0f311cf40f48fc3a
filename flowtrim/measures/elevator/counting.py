"""How many words, characters or syllable blocks of a text are spoken, by script (docs/theory.md#spoken-length)."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from flowtrim.measures.elevator.data import load

# Signs that belong to a word although Python takes them for no letters: accents and points, and the Indic scripts.
MARKS = (
    r"\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    r"\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0963\u0966-\u0dff\u0f71-\u0f84\u20d0-\u20f0\ufe20-\ufe2f"
)
JOINER = r"['’\-\u2010\u2011\u00ad\u200c\u200d]"
CAPITAL = "[A-ZÀ-ÖØ-ÞΑ-ΩА-Я]"

# What parts two words: anything but a single apostrophe or hyphen in the middle of one.
SILENT = rf"[^\w\s{MARKS}]+(?:(?<![\w{MARKS}]{JOINER})|(?![\w{MARKS}]))"
LOOSE = re.compile(r"['-](?:(?!\w)|(?<!\w.))")  # the same in two strokes for plain letters, at several times the speed
PLAIN_SILENT = {sign: " " for sign in range(128) if not chr(sign).isalnum() and chr(sign) not in "'-"}
ACRONYM = re.compile(rf"({CAPITAL}(?<![^\W\d_].){CAPITAL}{{1,4}})(?![^\W\d_])(?:['’]\w\b)?")
DIGIT = re.compile(r"\d")
SYMBOL = re.compile(
    r"[%‰&§@#°+=<>×÷±≤≥≠$¢£¥\u20a0-\u20cf\u2212]|/(?![^\W\d_])|(?<![^\W\d_])/"
)  # a slash is silent between letters: and/or

# These stay strings: it takes longer to compile them than to read a file, and plain letters need none of them.
KANA = r"[\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\U0001b000-\U0001b16f]"
HAN = r"[\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
HANGUL = r"[\uac00-\ud7a3\u1100-\u11ff]"
DRAWN = r"[^\x00-\u0e00\u2000-\u2e7f]"  # where to look closer; most texts have none of it
UNSPACED = r"[\u0e01-\u0e4e\u0e81-\u0ece\u1000-\u103f\u1050-\u109f\u1780-\u17d3]+"
UNSPACED_LETTERS_A_WORD = 5  # ours: Thai, Lao, Burmese and Khmer write no spaces, and a whole line is not one word


class Units(NamedTuple):
    """What is to be spoken: words, Han and kana characters, Hangul blocks, and signs (digits and symbols)."""

    words: int = 0
    han: int = 0
    kana: int = 0
    hangul: int = 0
    signs: int = 0


def count(text: str) -> Units:
    """Count what is spoken of a text; punctuation is silent.

    A word is a run of letters and marks joined by apostrophe or hyphen; digits are spoken one by one, an acronym of
    two to five capitals letter by letter unless it is listed as pronounced, a symbol as one word.

    >>> count("Approve 412 invoices, don't ask the CRM-system")
    Units(words=9, han=0, kana=0, hangul=0, signs=3)
    >>> count("审批工单 5 %")
    Units(words=0, han=4, kana=0, hangul=0, signs=2)
    """
    han = kana = hangul = unspaced = 0
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    if not text.isascii() and re.search(DRAWN, text):
        text, han = re.subn(HAN, " ", text)
        text, kana = re.subn(KANA, " ", text)
        text, hangul = re.subn(HANGUL, " ", text)
        unspaced = sum(-(-len(run) // UNSPACED_LETTERS_A_WORD) for run in re.findall(UNSPACED, text))
        text = re.sub(UNSPACED, " ", text)
    acronyms = ACRONYM.findall(text)
    if acronyms:
        text = ACRONYM.sub(" ", text)
    text, digits = DIGIT.subn("", text)
    words = _spelt(acronyms) + unspaced + _runs(text)
    return Units(words=words, han=han, kana=kana, hangul=hangul, signs=digits + len(SYMBOL.findall(text)))


def _spelt(acronyms: list[str]) -> int:
    pronounced = load("speaking")["pronounced"]
    return sum(1 if acronym in pronounced else len(acronym) for acronym in acronyms)


def _runs(text: str) -> int:
    text = text.replace("“", " ").replace("”", " ").replace("_", " ")  # the quotes of our own phrases
    if text.isascii():
        return len(LOOSE.sub(" ", text).translate(PLAIN_SILENT).split())
    return len(re.sub(SILENT, " ", text).split())
