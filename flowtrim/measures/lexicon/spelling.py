"""One spelling for texts that mean the same: case, width, accents, punctuation and endings put aside."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

HAN = "々〆〇㐀-䶿一-鿿\uf900-\ufaff\U00020000-\U0003ffff"
HIRAGANA = "ぁ-ゖゝ-ゟ"
KATAKANA = "ァ-ヺー-ヿ"

_NO_LETTERS = re.compile(r"[\W_]+")
# the same for ASCII, and in lower case: every reason comes by here, and a table is several times as fast as a pattern
_ASCII_LETTERS = "".join(sign.lower() if sign.isalnum() else " " for sign in map(chr, range(128)))
_UNIT = re.compile(rf"[{HAN}{HIRAGANA}]|[{KATAKANA}]+|[^\W_{HAN}{HIRAGANA}{KATAKANA}]+")
_ACCENTS = re.compile("[\u0300-\u036f]+")

_ENDINGS = (
    "ations", "ation", "aciones", "acion", "ciones", "cion", "ements", "ement", "ments", "ment", "ungen", "ung",
    "ings", "ing", "ados", "adas", "idos", "idas", "ado", "ada", "ido", "ida", "eur", "ers", "ern", "est", "ees", "ee",
    "ion", "al", "er", "ed", "es", "en", "em", "ar", "ir", "re", "an", "te", "st",
    "s", "e", "n", "t", "o", "a", "y", "i",
)  # fmt: skip
_SHORTEST_STEM = 4
_LONGEST_WORD = 60
_PREFIX = re.compile(r"^(?:un|ge)(?=\w{4})")
_PARTICIPLE = re.compile(
    r"^(ab|an|auf|aus|bei|durch|ein|fest|frei|her|hin|los|mit|nach|um|vor|weg|zu|zuruck)(?:ge|zu)(?=\w{4})"
)


def folded(text: str) -> str:
    """Return the text with one form for each character (NFKC), without case and without accents.

    >>> folded("Ｐａｙ ｶﾞｽ à Zürich")
    'pay ガス a zurich'
    """
    if text.isascii():
        return text.casefold()
    return normalize("NFC", _ACCENTS.sub("", normalize("NFKD", text).casefold()))


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


OPENS, CLOSES = "[{<＜【(（〔「", "]}>＞】)）〕」"
DASHES = frozenset("-*_.…")


def brackets(text: str) -> str:
    """Return the bracket in which all of a text stands, or a dash where it stands between dashes; nothing else.

    >>> brackets(" [name of the bank]."), brackets("(later)"), brackets("-- later --"), brackets("(a) and b")
    ('[', '(', '-', '')
    """
    whole = text.strip()
    if len(whole) > 2 * len("--") and {*whole[:2], *whole[-2:]} <= DASHES:
        return "-"
    bare = whole.rstrip(".。")
    place = OPENS.find(bare[0]) if bare else -1
    return bare[0] if place >= 0 and bare.endswith(CLOSES[place]) else ""


LONGEST_PIECE = 4


@lru_cache(maxsize=1024)
def pieces(text: str) -> frozenset[str]:
    """Return all runs of up to four signs within the words of a text, folded, with a space before and after each word.

    >>> sorted(pieces("So?"))
    [' s', ' so', ' so?', '?', '? ', 'o', 'o?', 'o? ', 's', 'so', 'so?', 'so? ']
    """
    words = [f" {word} " for word in folded(text).split()]
    found = {
        word[i : i + size]
        for word in words
        for size in range(1, LONGEST_PIECE + 1)
        for i in range(len(word) + 1 - size)
    }
    return frozenset(found - {" "})


def units(text: str) -> list[str]:
    """Return what phrases are made of: words, and single characters where no space stands between words.

    >>> units("Don't ask SAP"), units("审批 ERP のエラー")
    (['don', 't', 'ask', 'sap'], ['审', '批', 'erp', 'の', 'エラー'])
    """
    return runs(text) if text.isascii() else _UNIT.findall(folded(text))


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Take beginnings and endings off a folded word while four letters remain: rough, the same for every language.

    >>> stem("approved"), stem("approvals"), stem("freigegeben"), stem("ungepruft"), stem("prufung")
    ('approv', 'approv', 'freigeb', 'pruf', 'pruf')
    """
    if len(word) > _LONGEST_WORD:
        return word
    word = _PARTICIPLE.sub(r"\1", _PREFIX.sub("", _PREFIX.sub("", word)))
    while ending := next((e for e in _ENDINGS if word.endswith(e) and len(word) - len(e) >= _SHORTEST_STEM), None):
        word = word[: -len(ending)]
    return word


@lru_cache(maxsize=8192)
def is_same_word(stem_a: str, stem_b: str) -> bool:
    """Whether two stems are likely to be forms of one word, or one is a part of the other, a compound.

    >>> is_same_word(stem("logging"), stem("log")), is_same_word(stem("unterschriftenprufung"), stem("prufen"))
    (True, True)
    >>> is_same_word(stem("contract"), stem("contact"))
    False
    """
    shorter, longer = (stem_a, stem_b) if len(stem_a) <= len(stem_b) else (stem_b, stem_a)
    if not shorter.isascii():
        return longer.startswith(shorter)  # particles hang on to words in Hangul
    size = len(shorter)
    if size < _SHORTEST_STEM:
        return longer.startswith(shorter) and len(longer) <= size + 1
    three_quarters = size - size // 4
    return shorter in longer or longer.startswith(shorter[: max(_SHORTEST_STEM, three_quarters)])
