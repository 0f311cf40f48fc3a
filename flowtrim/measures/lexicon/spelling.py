"""One spelling for texts that mean the same: case, width, punctuation and endings put aside."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

UNSPACED = "々〆〇ぁ-ゖゝ-ゟァ-ヺー-ヿ㐀-䶿一-鿿豈-\ufaff\U00020000-\U0003ffff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
"""Han and kana, and the other scripts that put no space between words: Thai, Lao, Burmese, Khmer."""

HANGUL = "가-힣"

FIRST_GLUED = "\u0e00"
"""The first sign of them all. Texts before it are spared the patterns, which take longer to compile than to read."""

_NO_LETTERS = re.compile(r"[\W_]+")
# the same for ASCII, and in lower case: every reason comes by here, and a table is several times as fast as a pattern
_ASCII_LETTERS = "".join(sign.lower() if sign.isalnum() else " " for sign in map(chr, range(128)))
_NO_SPACES_BETWEEN = f"[{UNSPACED}{HANGUL}]"
_ENDINGS = ("ation", "ment", "ing", "es", "ed", "al", "s", "e")
_SHORTEST_STEM = 4
_LONGEST_WORD = 60


def folded(text: str) -> str:
    """Return the text with one form for each character (NFKC), and without case.

    >>> folded("Ｐａｙ ｶﾞｽ")
    'pay ガス'
    """
    return text.casefold() if text.isascii() else normalize("NFKC", text).casefold()


def runs(text: str) -> list[str]:
    """Return the runs of letters and digits of a text, folded: its words, where there are spaces between them.

    >>> runs(" To-day: (N/A)! ")
    ['to', 'day', 'n', 'a']
    """
    return (text.translate(_ASCII_LETTERS) if text.isascii() else _NO_LETTERS.sub(" ", folded(text))).split()


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Return nothing but the letters and digits of a text, folded, with one space between runs of them.

    >>> plain(" To-day: (N/A)! ")
    'to day n a'
    """
    return " ".join(runs(text))


def is_glued(text: str) -> bool:
    """Whether a text is written in a script in which its words, or their particles, stand without spaces.

    >>> is_glued("为了"), is_glued("를"), is_glued("für")
    (True, True, False)
    """
    return may_be_glued(text) and re.search(_NO_SPACES_BETWEEN, text) is not None


def may_be_glued(text: str) -> bool:
    """Whether any sign of a text is as far back in Unicode as the scripts without spaces are; quick to tell."""
    return not text.isascii() and max(text) >= FIRST_GLUED


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """Take English endings off a word while four letters remain: rough, and the same for every language.

    See docs/theory.md#the-content-of-a-text.

    >>> stem("approved"), stem("approvals"), stem("logging"), stem("payment")
    ('approv', 'approv', 'logg', 'payment')
    """
    while len(word) <= _LONGEST_WORD:
        ending = next((e for e in _ENDINGS if word.endswith(e) and len(word) - len(e) >= _SHORTEST_STEM), None)
        if ending is None:
            return word
        word = word[: -len(ending)]
    return word
