"""The odds that a reason says nothing, by how it is put together (docs/theory.md#the-odds-of-talk)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from flowtrim.measures.lexicon.content_words import Content
from flowtrim.measures.lexicon.packs import LONGEST, weights
from flowtrim.measures.lexicon.spelling import pieces

LONGEST_FRAME = 3
"""Units of a frame that are looked at together."""

MARKS = frozenset(',:;()"«»„“「」–—!?…')
"""Signs that tell a list, an aside or somebody's words from a plain sentence."""

KNOWN = 0.04
"""The share of its pieces that must have a weight: a text of another script has none."""


def odds_of_talk(text: str, content: Content, *told: str) -> float:
    """Return the logarithm of the odds that a reason says nothing, by its features and by what else was told of it.

    0.0 where hardly a piece of it was ever weighed.

    >>> from flowtrim.measures.lexicon import content_of, words_for
    >>> odds = lambda why: odds_of_talk(why, content_of(why, "Mow", words_for("en", ())))
    >>> odds("It is always good to do things well.") > 0 > odds("The saw cut off two fingers in May.")
    True
    """
    known, own = weights(), pieces(text[:LONGEST])
    if sum(piece in known for piece in own) < KNOWN * len(own):
        return 0.0
    found = [known[feature] for feature in features(text, content, *told) & known.keys()]
    return known[""] + math.fsum(found) / math.sqrt(len(found) or 1)


def features(text: str, content: Content, *told: str) -> frozenset[str]:
    """Return what a reason is made of: its pieces, how much of what is in it, runs of its frame, and its form.

    >>> from flowtrim.measures.lexicon import content_of, words_for
    >>> why = "Because it must be paid."
    >>> sorted(features(why, content_of(why, "Pay it", words_for("en", ()))))[-3:]
    ['|must be ~', '|~', '|~ $']
    """
    amounts, form = _amounts(text, content), _form(text)
    return pieces(text[:LONGEST]).union(told, amounts, form, _runs(("^", *content.frame, "$")))


def _runs(frame: Sequence[str]) -> Iterator[str]:
    for size in range(1, LONGEST_FRAME + 1):
        for start in range(len(frame) + 1 - size):
            yield "|" + " ".join(frame[start : start + size])


def _amounts(text: str, content: Content) -> Iterator[str]:
    """Yield how much of what there is, up to where more makes no difference."""
    left = min(content.left, 6)
    yield f"#left {left}"
    yield f"#shared {min(content.shared, 3)}"
    yield f"#share {int(content.share * 4)}"
    yield f"#said {min(content.said, 8)}"
    yield f"#again {min(content.again, 2)}"
    yield f"#signs {min(12, int(2 * math.log2(1 + len(text))))}"
    yield f"#words {min(12, len(text.split()))}"
    for kind, count in content.kinds.items():
        yield f"#{kind} {min(count, 3)}"
        yield f"#{kind}, left {min(left, 4)}"


def _form(text: str) -> Iterator[str]:
    """Yield how a reason begins and ends, its marks, and whether a name may stand in it."""
    bare = text.strip()
    yield f"#ends {bare[-1] if bare and not bare[-1].isalnum() else ''}"
    yield f"#begins {'large' if bare[:1].isupper() else 'small'}"
    if any(word[0].isupper() for word in bare.split()[1:]):
        yield "#name"
    yield from (f"#mark {mark}" for mark in MARKS.intersection(bare))
