"""The reasons of several steps, or of several roles, judged beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from flowtrim.measures.lexicon import Words, plain
from flowtrim.measures.likeness import look_alikes
from flowtrim.measures.reasons import Reading, Reason, Weakness, reading, weakness
from flowtrim.model import Role, Step


class Verdicts(Struct, frozen=True):
    """What each reason was read as, what makes some of them weak, and what is merely worth a hint; by id."""

    readings: Mapping[str, Reading]
    weak: Mapping[str, Weakness]
    hints: Mapping[str, Weakness]

    @property
    def adequate(self) -> frozenset[str]:
        """The items with a reason that is not weak."""
        return frozenset(item for item, read in self.readings.items() if read == "text" and item not in self.weak)


def judge(items: Iterable[Step | Role], *, words: Words, near_duplicate: float) -> Verdicts:
    """Judge the reason of each item, in their order.

    >>> from flowtrim.model import Step
    >>> verdicts = judge((Step("a", "Pay", why="none"), Step("b", "File", why="TBD")), words=Words(), near_duplicate=90)
    >>> verdicts.readings
    {'a': 'none', 'b': 'absent'}
    """
    reasons = {item.id: Reason.of(item) for item in items}
    readings = {item: reading(reason.why) for item, reason in reasons.items()}
    told = {item: reason for item, reason in reasons.items() if readings[item] == "text"}
    twins = twins_of(told, near_duplicate)
    found = {item: weakness(reason, words=words, twin=twins.get(item)) for item, reason in told.items()}
    return Verdicts(
        readings,
        weak={item: flaw for item, flaw in found.items() if flaw and not flaw.mild},
        hints={item: flaw for item, flaw in found.items() if flaw and flaw.mild},
    )


def twins_of(reasons: Mapping[str, Reason], near_duplicate: float) -> dict[str, str]:
    """Map each item whose reason, or nearly the same, is given for another one to the name of that one."""
    groups: dict[str, list[tuple[str, Reason]]] = {}
    for item, reason in reasons.items():
        groups.setdefault(plain(reason.why or ""), []).append((item, reason))
    near = look_alikes(tuple(groups), threshold=near_duplicate)
    twins: dict[str, str] = {}
    for spelling, group in groups.items():
        others = [*group, *groups[near[spelling]]] if spelling in near else group
        if len(others) > 2 or (len(others) == 2 and not _is_one_law([reason for _, reason in others])):
            twins |= {item: next(other.name for key, other in others if key != item) for item, _ in group}
    return twins


def _is_one_law(reasons: Sequence[Reason]) -> bool:
    """Whether all of them rest on the same place in the law: that two steps may share (docs/theory.md#weak-reasons)."""
    return all(r.serves == "law" and r.has_source and r.source == reasons[0].source for r in reasons)
