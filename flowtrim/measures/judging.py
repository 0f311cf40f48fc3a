"""The reasons of several steps, or of several roles, judged beside each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from msgspec import Struct

from flowtrim.measures.exclusive_branches import ExclusiveBranches
from flowtrim.measures.lexicon import Words, plain
from flowtrim.measures.likeness import look_alikes
from flowtrim.measures.reasons import Reading, Reason, Weakness, reading, weakness
from flowtrim.model import Role, Step

MOST_BRANCHES = 8
"""More steps than these that share a reason are not looked at pair by pair: the reason was copied."""


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
