"""The reasons of several steps, or of several roles, judged beside each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from msgspec import Struct

from flowtrim.measures.answers import Reading, reading
from flowtrim.measures.exclusive_branches import ExclusiveBranches
from flowtrim.measures.lexicon import Words, plain
from flowtrim.measures.reasons import Reason, Weakness, weakness
from flowtrim.model import Role, Step

MOST_BRANCHES = 8
"""More steps than these that share a reason are not looked at pair by pair: the reason was copied."""
NEIGHBOURS = 32
"""How many neighbours a text is compared with, so that thousands of texts cost no more than so many each."""

SENTENCE = 200
"""Characters up to which a text is compared with so many. The time grows with the square of the length: the longer a
text, the fewer it is compared with, and those that stand next to it at least."""

LONGEST = 2000
"""Characters up to which a text is compared at all."""


class Verdicts(Struct, frozen=True):
    """What each reason was read as, what makes some of them weak, and what is merely worth a hint; by id."""

    readings: Mapping[str, Reading]
    weak: Mapping[str, Weakness]
    hints: Mapping[str, Weakness]

    @property
    def adequate(self) -> frozenset[str]:
        """The items with a reason that is not weak."""
        return frozenset(item for item, read in self.readings.items() if read == "text" and item not in self.weak)


def judge(
    items: Iterable[Step | Role], *, words: Words, near_duplicate: float, branches: ExclusiveBranches | None = None
) -> Verdicts:
    """Judge the reason of each item, in their order.

    >>> from flowtrim.model import Step
    >>> verdicts = judge((Step("a", "Pay", why="none"), Step("b", "File", why="TBD")), words=Words(), near_duplicate=90)
    >>> verdicts.readings
    {'a': 'none', 'b': 'absent'}
    """
    reasons = {item.id: Reason.of(item) for item in items}
    readings = {item: reading(reason.why) for item, reason in reasons.items()}
    told = {item: reason for item, reason in reasons.items() if readings[item] == "text"}
    twins = twins_of(told, near_duplicate, branches)
    found = {item: weakness(reason, words=words, twin=twins.get(item)) for item, reason in told.items()}
    return Verdicts(
        readings,
        weak={item: flaw for item, flaw in found.items() if flaw and not flaw.mild},
        hints={item: flaw for item, flaw in found.items() if flaw and flaw.mild},
    )


def twins_of(
    reasons: Mapping[str, Reason], near_duplicate: float, branches: ExclusiveBranches | None = None
) -> dict[str, str]:
    """Map each item whose reason, or nearly the same, is given for another one to the name of that one.

    Reasons that differ in their figures are not the same, and steps of which a case meets one may share a reason.
    """
    groups: dict[str, list[tuple[str, Reason]]] = {}
    for item, reason in reasons.items():
        groups.setdefault(plain(reason.why or ""), []).append((item, reason))
    near = look_alikes(tuple(groups), threshold=near_duplicate)
    twins: dict[str, str] = {}
    for spelling, group in groups.items():
        alike = spelling in near and _figures(spelling) == _figures(near[spelling])
        others = [*group, *groups[near[spelling]]] if alike else group
        if len(others) > 1 and not _may_share(others, branches):
            twins |= {item: next(other.name for key, other in others if key != item) for item, _ in group}
    return twins


def _figures(spelling: str) -> list[str]:
    return re.findall(r"\d+", spelling)


def _may_share(items: Sequence[tuple[str, Reason]], branches: ExclusiveBranches | None) -> bool:
    """Whether one reason may stand at all of them: a law at two, or any at the branches of one choice."""
    if len(items) == 2 and _is_one_law([reason for _, reason in items]):
        return True
    if branches is None or len(items) > MOST_BRANCHES:
        return False
    return all(branches.part(one, other) for (one, _), (other, _) in combinations(items, 2))


def _is_one_law(reasons: Sequence[Reason]) -> bool:
    """Whether all of them rest on the same place in the law: that two steps may share (docs/theory.md#weak-reasons)."""
    return all(r.serves == "law" and r.has_source and r.source == reasons[0].source for r in reasons)


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
