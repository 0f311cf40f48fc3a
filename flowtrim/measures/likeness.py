"""Which of many texts resemble each other."""

from __future__ import annotations

from collections.abc import Sequence

NEIGHBOURS = 32
"""How many neighbours a text is compared with, so that thousands of texts cost no more than so many each."""

SENTENCE = 200
"""Characters up to which a text is compared with so many. The time grows with the square of the length: the longer a
text, the fewer it is compared with, and those that stand next to it at least."""

LONGEST = 2000
"""Characters up to which a text is compared at all."""


def look_alikes(texts: Sequence[str], *, threshold: float) -> dict[str, str]:
    """Map each text to another one that resembles it by at least ``threshold`` of 100; the texts are distinct.

    How alike two texts are is twice their longest common subsequence by both lengths: the normalised indel similarity,
    ``ratio`` of RapidFuzz (docs/theory.md#similar-reasons). Texts that differ in little begin or end alike, and stand
    close in a dictionary that is read from the front or from the back of the word. Only neighbours there are compared:
    all texts where there are no more than that. Each with each, as ``rapidfuzz.process.cdist`` does it, took 6 s for
    10,000 reasons; this takes 0.1 s.

    >>> look_alikes(("prevents double payment", "prevents double payments", "tells the date"), threshold=90.0)
    {'prevents double payments': 'prevents double payment', 'prevents double payment': 'prevents double payments'}
    """
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import extract

    forwards = sorted(text for text in texts if len(text) <= LONGEST)
    dictionaries = [forwards] if len(forwards) <= NEIGHBOURS else [forwards, sorted(forwards, key=_backwards)]
    found: dict[str, str] = {}
    for dictionary in dictionaries:
        for place, text in enumerate(dictionary):
            neighbours = dictionary[max(0, place - _neighbours_of(text)) : place]
            for other, _, _ in extract(text, neighbours, scorer=ratio, score_cutoff=threshold, limit=None):
                found.setdefault(text, other)
                found.setdefault(other, text)
    return found


def _neighbours_of(text: str) -> int:
    """Return how many texts before it a text is compared with, so that each costs about as much as a sentence."""
    return max(1, NEIGHBOURS * SENTENCE**2 // max(SENTENCE, len(text)) ** 2)


def _backwards(text: str) -> str:
    return text[::-1]
