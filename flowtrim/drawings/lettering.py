"""How wide words run, and how they break: no font is asked, so every machine draws the same boxes.

The widths are those of Arial and its metric twins (Helvetica, Liberation Sans), rounded up a little, because the
picture is shown with whatever font the viewer has.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from math import ceil, fsum

_WIDTHS = {
    **dict.fromkeys("ijl'|", 0.24),
    **dict.fromkeys('fIt.,:;!()[]/\\ -rJ"·', 0.34),
    **dict.fromkeys("acksvxyz", 0.52),
    **dict.fromkeys("wCDGHNOQRUABEKPSVXY&", 0.73),
    **dict.fromkeys("mMW%@—…", 0.95),
}
_ORDINARY = 0.6
_LONGEST_READ = 400  # letters of a name that could ever be drawn in a box
_FORBIDDEN = re.compile("[\ud800-\udfff\ufffe\uffff\x00]")
_BLANK = re.compile("[\\s\x01-\x1f\x7f-\x9f\u2028\u2029]+")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CLOSING = frozenset("、。，．）」』】〕》！？：；・ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ")
_OPENING = frozenset("（「『【〔《")
_EUROPEAN = "\u0530"  # the first letter after Latin, Greek and Cyrillic
ELLIPSIS = "…"


def clean(text: str) -> str:
    r"""Return a text on one line without letters that no picture can hold.

    Line breaks and control letters become one blank; marks that turn the direction of reading are left out,
    since they would reach beyond the name.

    >>> clean("two\nlines\0")
    'two lines\ufffd'
    """
    return _BLANK.sub(" ", _DIRECTION.sub("", _FORBIDDEN.sub("\ufffd", text))).strip()


def width(text: str, size: float) -> float:
    """Return how many points a text runs at a font size.

    >>> round(width("Pay", 10), 1), width("付款", 10)
    (17.7, 20.0)
    """
    return size * fsum(map(_letter_width, text))  # `sum` rounds otherwise before Python 3.12 than from it on


def wrap(text: str, *, room: float, size: float, lines: int) -> tuple[str, ...]:
    """Break a text into at most so many lines of so many points; what does not fit gives way to an ellipsis.

    >>> wrap("Write to the customer again", room=60, size=10, lines=2)
    ('Write to the', 'customer…')
    """
    text = clean(text)
    shown = text[:_LONGEST_READ]
    broken: list[str] = []
    line = ""
    for word in _pieces(shown, room, size):
        if not line or width((line + word).rstrip(), size) <= room:
            line = line + word if line else word.lstrip()
            continue
        broken.append(line.rstrip())
        line = word.lstrip()
        if len(broken) == lines:
            return (*broken[:-1], _cut(f"{broken[-1]} {line}", room, size))
    broken.append(line.rstrip())
    if len(shown) < len(text):
        broken[-1] = _cut(broken[-1] + ELLIPSIS * 2, room, size)
    return tuple(line for line in broken if line)


def leading(lines: Iterable[str]) -> float:
    """Return the distance of lines in units of their size; letters of the East and South stand farther apart.

    >>> leading(["Pay"]), leading(["付款"])
    (1.25, 1.5)
    """
    letters = (letter for line in lines if not line.isascii() for letter in line)
    return 1.25 if all(letter < _EUROPEAN or letter in "…—–" for letter in letters) else 1.5


def runs_leftwards(text: str) -> bool:
    """Whether a text has letters that are read from right to left."""
    return any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in text if letter >= _EUROPEAN)


def may_break(word: str) -> bool:
    """Whether a line may end within a word, as between the letters of Chinese and Japanese."""
    return any(map(_is_wide, word))


def _cut(line: str, room: float, size: float) -> str:
    while line and width(line + ELLIPSIS, size) > room:
        line = line[:-1]
    return line.rstrip(" …") + ELLIPSIS


def _letter_width(letter: str) -> float:
    if letter < "\x7f":
        return _WIDTHS.get(letter, _ORDINARY)
    if unicodedata.combining(letter) or unicodedata.category(letter) in {"Cf", "Mn", "Me"}:
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    return _WIDTHS.get(letter, 0.68)


def _pieces(text: str, room: float, size: float) -> Iterator[str]:
    """Cut a text where a line may end: after blanks, around wide letters, and within words too long for a line."""
    word = ""
    for letter in text:
        if word and _may_part(word[-1], letter):
            yield from _parts(word, room, size)
            word = ""
        word += letter
    if word:
        yield from _parts(word, room, size)


def _parts(word: str, room: float, size: float) -> Iterator[str]:
    """Cut a word that is too long for a line into parts of about the same length."""
    whole = width(word, size)
    most = room if whole <= room else whole / ceil(whole / (room - width("-m", size)))
    part = ""
    for letter in word:
        if part and width(part, size) >= most and _letter_width(letter) > 0.0:
            yield part + ("-" if _takes_hyphen(part[-1]) and _takes_hyphen(letter) else "")
            part = ""
        part += letter
    yield part


def _takes_hyphen(letter: str) -> bool:
    return letter.isalpha() and letter < _EUROPEAN


def _may_part(before: str, after: str) -> bool:
    if after in _CLOSING or before in _OPENING or _letter_width(after) == 0.0 or before == "\u200d":
        return False
    if after == " ":
        return True
    return (before != " " and (_is_wide(before) or _is_wide(after))) or before == "-"


def _is_wide(letter: str) -> bool:
    return letter >= "\x7f" and unicodedata.east_asian_width(letter) in "WF"
