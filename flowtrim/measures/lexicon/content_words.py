"""What is left of a reason once everything is taken out that would fit elsewhere, and the name of its step."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from flowtrim.measures.lexicon.packs import LONGEST, Kind, Phrase, Words
from flowtrim.measures.lexicon.spelling import HAN, HIRAGANA, folded, is_same_word, stem, units

MOST_UNITS = 100
"""Words, or characters without spaces between words, that are looked at."""

LONGEST_RUN = 12
"""Characters of a run that are counted at a time."""

_GLUED = re.compile(f"[{HAN}{HIRAGANA}]")
_HIRAGANA = re.compile(f"[{HIRAGANA}]")
HIRAGANA_A_WORD = 3
"""Shorter runs of hiragana are endings and particles."""

HAN_A_WORD = 2

WEIGHTY = 2
"""What a number, a time or a harm counts: it can be checked, or hurts somebody."""

OWN_FIRST: Collection[Kind] = ("vague", "plain", "superiors", "norms", "wishes", "elders", "harms", "facts")
"""Kinds that count for nothing where the name has the word itself."""


class Content(Struct, frozen=True):
    """What a reason is made of.

    ``kinds`` counts the phrases of each kind, ``shared`` the words that the name has, too. ``left`` are the words of
    content beside these; a number weighs double, since it can be checked, and so does a harm. ``share`` is the part of
    the name that occurs. ``said`` are all words but the small ones. ``frame`` is how it is put together: each small
    word as it is, ``~`` for a word of the name, ``<vague>`` and the like for a phrase of a kind, ``0`` for a number,
    and ``_`` for any other word.
    """

    kinds: Mapping[Kind, int]
    shared: int
    left: int
    share: float
    said: int
    again: int = 0
    frame: tuple[str, ...] = ()

    def has(self, *kinds: Kind) -> bool:
        """Whether a phrase of one of these kinds occurs."""
        return any(self.kinds.get(kind) for kind in kinds)

    def count(self, kind: Kind) -> int:
        """Return how many phrases of a kind occur."""
        return self.kinds.get(kind, 0)

    @property
    def is_nothing(self) -> bool:
        """Whether small words are all there is."""
        return not self.left and not self.shared and self.kinds.keys() <= {"stop"}


@lru_cache(maxsize=1024)  # trimming judges the same reasons again after each stage
def content_of(text: str, name: str, words: Words) -> Content:
    """Take a reason apart.

    >>> words = Words.of({"stop": ["because must be the of"], "vague": ["quality"]})
    >>> content_of("Because invoices must be approved", "Approve invoice", words).left
    0
    >>> content = content_of("The quality of 3 welds", "Approve invoice", words)
    >>> content.kinds, content.left, content.frame
    ({'stop': 2, 'vague': 1, 'facts': 1}, 3, ('the', '<vague>', 'of', '0', '_'))
    """
    reader = _Reader(name, words)
    reader.read(units(text[:LONGEST])[:MOST_UNITS])
    shared, frame = len(reader.shared), tuple(reader.frame)
    share = shared / max(1, len(reader.own))
    return Content(dict(reader.kinds), shared, reader.left, share, reader.said, reader.again, frame)


class _Reader:
    """Goes through a reason once, from phrase to phrase."""

    def __init__(self, name: str, words: Words) -> None:
        self.name = folded(name)
        self.words = words
        self.kinds: defaultdict[Kind, int] = defaultdict(int)
        self.shared: set[str] = set()
        self.left = 0
        self.said = 0
        self.again = 0
        self.met: set[str] = set()
        self.frame: list[str] = []
        self.own = {self._root(unit) for unit in _content_units(units(name), words)}
        self.inflected = [own for own in self.own if not _GLUED.match(own)]

    def read(self, text: Sequence[str]) -> None:
        place, run = 0, ""
        while place < len(text):
            unit, phrase = text[place], self.words.first_of(text, place)
            size = phrase.size if phrase else 1
            known = self._is_known(text[place : place + size], phrase)
            if not known and len(run) < LONGEST_RUN and _GLUED.match(unit):
                run += unit
            else:
                self._count_glued(run)
                run = ""
                self.left += 0 if known else self._weight(unit)
                self.met.add(unit)
                self.said += not phrase or phrase.kind != "stop"
            place += size
        self._count_glued(run)

    def _is_known(self, text: Sequence[str], phrase: Phrase | None) -> bool:
        """Whether the name or the lists have what stands there; remembers which."""
        may_be_own = not phrase or phrase.kind in OWN_FIRST
        is_own = may_be_own and self._are_own(text)
        if phrase and not is_own:
            self.kinds[phrase.kind] += 1
            self.left += WEIGHTY if phrase.kind in ("harms", "facts") else 0
        self._add_to_frame(text, phrase, is_own=is_own)
        return bool(phrase) or is_own

    def _are_own(self, text: Sequence[str]) -> bool:
        """Whether the name has all of several words but the small ones: "the contract" where it has one."""
        telling = [unit for unit in text if not _is_small(unit, self.words)] if len(text) > 1 else text
        return all([*map(self._is_own, telling or text)])

    def _add_to_frame(self, text: Sequence[str], phrase: Phrase | None, *, is_own: bool) -> None:
        """Add a unit to the frame; a run of signs without spaces, or of the name's words, is one."""
        if is_own:
            unit = "~"
        elif phrase:
            unit = "".join(text) if phrase.kind == "stop" else f"<{phrase.kind}>"
        else:
            unit = "0" if any(map(str.isdigit, text[0])) else "_"
        goes_on = unit == "~" or (unit == "_" and _GLUED.match(text[0]))
        if not (goes_on and self.frame and self.frame[-1] == unit):
            self.frame.append(unit)

    def _count_glued(self, run: str) -> None:
        """Count the words of a run of characters without spaces, unless it stands in the name."""
        han = len(_HIRAGANA.sub("", run))
        if han or run not in self.name:
            count = max(1, han // HAN_A_WORD) if han else int(len(run) >= HIRAGANA_A_WORD)
            self.left += count
            self.said += count

    def _is_own(self, unit: str) -> bool:
        """Whether the name has that word, too; remembers which."""
        if _GLUED.match(unit):
            same = self.own & {unit}
        elif self.inflected:
            root = self._root(unit)
            same = {own for own in self.inflected if is_same_word(own, root)}
        else:
            return False
        self.again += bool(same & self.shared)
        self.shared |= same
        return bool(same)

    def _weight(self, unit: str) -> int:
        if not any(map(str.isdigit, unit)):
            return int(unit not in self.met)  # "an informed team is a creative team" has one team
        self.kinds["facts"] += 1
        return WEIGHTY

    def _root(self, unit: str) -> str:
        return stem(self.words.forms.get(unit, unit))


def _content_units(text: Sequence[str], words: Words) -> Iterator[str]:
    """Yield the units of a name that say something: no small words, and no endings in hiragana."""
    place = 0
    while place < len(text):
        phrase = words.first_of(text, place)
        size = phrase.size if phrase else 1
        if not phrase or phrase.kind != "stop":
            yield from (unit for unit in text[place : place + size] if not _is_small(unit, words))
        place += size


def _is_small(unit: str, words: Words) -> bool:
    alone = words.first_of([unit], 0)
    return bool(_HIRAGANA.match(unit)) or (alone is not None and alone.kind == "stop")
