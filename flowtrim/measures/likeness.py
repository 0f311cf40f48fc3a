"""How alike two texts are, and which of many texts resemble each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache, reduce
from itertools import starmap
from operator import or_

NEIGHBOURS = 32
"""How many neighbours a text is compared with, so that thousands of texts cost no more than so many each."""

LONGEST = 2000
"""Characters up to which a text is compared: a reason is a sentence, and the time grows with the square."""

_CLASSES = 61
_MOST_COUNTED = 8


def similarity(first: str, second: str) -> float:
    """Return how alike two texts are, from 0 to 100: twice their longest common subsequence over both lengths.

    This is the normalised indel similarity, ``ratio`` of RapidFuzz (theory 11.3); two empty texts are alike.

    >>> round(similarity("approve invoice", "to approve the invoice"), 1)
    81.1
    """
    together = len(first) + len(second)
    return 100.0 * 2 * _common(first, second) / together if together else 100.0


def look_alikes(texts: Sequence[str], *, threshold: float) -> dict[str, str]:
    """Map each text to another one that resembles it by at least ``threshold`` of 100; the texts are distinct.

    Texts that differ in little begin or end alike, and then stand close together in a dictionary that is read from the
    front or from the back of the word. Only neighbours there are compared: all texts where there are no more than that.

    >>> look_alikes(("prevents double payment", "prevents double payments", "tells the date"), threshold=90.0)
    {'prevents double payments': 'prevents double payment', 'prevents double payment': 'prevents double payments'}
    """
    rows = sorted((text, _letter_counts(text)) for text in texts if len(text) <= LONGEST)
    dictionaries = [rows] if len(rows) <= NEIGHBOURS else [rows, sorted(rows, key=lambda row: row[0][::-1])]
    difference = 1.0 - threshold / 100.0
    found: dict[str, str] = {}
    for dictionary in dictionaries:
        for place, (text, counts) in enumerate(dictionary):
            for other, its_counts in dictionary[max(0, place - NEIGHBOURS) : place]:
                # At least so many characters differ as the two differ in how often they have each letter.
                may_differ = difference * (len(text) + len(other)) + 1e-9
                if (counts ^ its_counts).bit_count() > may_differ or (text in found and other in found):
                    continue
                if similarity(text, other) >= threshold:
                    found.setdefault(text, other)
                    found.setdefault(other, text)
    return found


def _common(first: str, second: str) -> int:
    """Return the length of the longest common subsequence, a row at a time in the bits of one number (Hyyrö 2004)."""
    places: dict[str, int] = {}
    for place, letter in enumerate(first):
        places[letter] = places.get(letter, 0) | 1 << place
    everything = row = (1 << len(first)) - 1
    for letter in second:
        matching = row & places.get(letter, 0)
        row = (row + matching | row - matching) & everything
    return len(first) - row.bit_count()


def _letter_counts(text: str) -> int:
    """Return how often each letter occurs, as that many bits in its part of one number.

    Rare letters may share a part and high counts are cut off: either only makes two texts look more alike.
    """
    return reduce(or_, starmap(_part, Counter(text).items()), 0)


@lru_cache(maxsize=4096)
def _part(letter: str, count: int) -> int:
    return (1 << min(count, _MOST_COUNTED)) - 1 << ord(letter) % _CLASSES * _MOST_COUNTED
