"""What a text says, as a set of small parts that can be compared without knowing the language."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from flowtrim.measures.lexicon.packs import Words
from flowtrim.measures.lexicon.spelling import HANGUL, UNSPACED, folded, may_be_glued, plain, stem

_WORD = rf"[^\W_{UNSPACED}{HANGUL}]+"
_RUN = f"[{UNSPACED}]+"
_SYLLABLE = f"[{HANGUL}]"


class Tokens(Struct, frozen=True):
    """The content of a text (docs/theory.md#the-content-of-a-text).

    ``words`` are stems without stop words, numbers among them. ``pairs`` are the neighbouring characters of scripts
    without spaces, or a character that stands alone. ``syllables`` are Hangul ones without particles.
    """

    words: frozenset[str]
    pairs: frozenset[str] = frozenset()
    syllables: frozenset[str] = frozenset()

    def __sub__(self, other: Tokens) -> Tokens:
        """Return what this text says and the other does not."""
        return Tokens(self.words - other.words, self.pairs - other.pairs, self.syllables - other.syllables)

    @property
    def is_hardly_anything(self) -> bool:
        """Whether it adds nothing: at most one word, two pairs and one syllable (docs/theory.md#weak-reasons)."""
        return len(self.words) <= 1 and len(self.pairs) <= 2 and len(self.syllables) <= 1


def tokens(text: str, words: Words) -> Tokens:
    """Take a text apart.

    >>> sorted(tokens("Because invoices must be approved", Words(stop=frozenset(("because", "must", "be")))).words)
    ['approv', 'invoic']
    >>> sorted(tokens("为了审批发票", Words(glue=("为了",))).pairs)
    ['发票', '审批', '批发']
    """
    spelling = folded(text)
    if not may_be_glued(spelling):
        return Tokens(frozenset(map(stem, {*plain(text).split()} - words.stop)))
    stems = frozenset(stem(word) for word in re.findall(_WORD, spelling) if word not in words.stop)
    unglued = _without(spelling, words.glue)
    pairs = frozenset(pair for run in re.findall(_RUN, unglued) for pair in _pairs(run))
    return Tokens(stems, pairs, frozenset(re.findall(_SYLLABLE, unglued)))


def surely_adds(content: Tokens, text: str) -> bool:
    """Whether a content has words that a text lacks, more than one of them, as its letters alone tell.

    A stem of the text would stand in it, so what does not stand in it is no stem of it: quicker than to take it apart.

    >>> surely_adds(tokens("Stock is kept for strikes", Words()), "Keep stock")
    True
    """
    spelling = folded(text)
    return len([word for word in content.words if word not in spelling]) > 1


def is_praise(text: str, content: Tokens, words: Words) -> bool:
    """Whether the content of a text only praises: quality, efficiency, control and the like.

    >>> words = Words(vague=frozenset({stem("quality")}))
    >>> is_praise("Quality!", tokens("Quality!", words), words)
    True
    """
    if not content.words <= words.vague:
        return False
    if not (content.pairs or content.syllables):
        return True
    left = tokens(_without(folded(text), words.vague_glue), words)
    return not (left.pairs or left.syllables)


def is_short(text: str, content: Tokens) -> bool:
    """Whether a text is too short to say much: under three words of content, and under six glued characters."""
    text = folded(text)
    if len(content.words) >= 3 or not may_be_glued(text):
        return len(content.words) < 3
    return sum(map(len, re.findall(_RUN, text))) + len(re.findall(_SYLLABLE, text)) < 6


def _without(text: str, strings: Iterable[str]) -> str:
    for string in strings:
        text = text.replace(string, " ")
    return text


def _pairs(run: str) -> list[str]:
    return [run] if len(run) == 1 else [run[place : place + 2] for place in range(len(run) - 1)]
