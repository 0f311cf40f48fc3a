"""Which steps are the same although their names and ids are not: by what they share, the likeliest pair first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from flowtrim.changes.working_copy import Draft
from flowtrim.model import END, Process, Step

ENOUGH = 0.53
"""The likeness from which on two steps are taken for the same; chosen on random plans."""
HELD = 88.0
"""How much of a name must stand in another one, of 100."""
MORE = 1.3
"""How much longer a name must be than one that it holds."""
FEWEST_SIGNS = 4
"""How many signs a name without blanks must have to be looked for sign by sign."""

MOST_PAIRS = 40_000
"""Pairs up to which each step is compared with each: beyond, nobody would read the comparison either."""


def alike(resemblance: Resemblance, olds: Sequence[Step], news: Sequence[Step]) -> dict[str, str]:
    """Return the pairs of steps that are so much alike that one is the other, reworded; each step once."""
    if len(olds) * len(news) > MOST_PAIRS:
        return {}
    ranked = sorted(resemblance.pairs(olds, news), key=lambda pair: -pair[0])
    found: dict[str, str] = {}
    for likeness, old, new in ranked:
        if old not in found and new not in found.values() and not _is_even(ranked, likeness, old, new):
            found[old] = new
    return found


def _is_even(ranked: Sequence[tuple[float, str, str]], likeness: float, old: str, new: str) -> bool:
    """Whether another pair with one of the two is just as likely: then nothing tells them apart."""
    return any(each == likeness and (one == old) != (other == new) for each, one, other in ranked)


class Resemblance:
    """How much two steps have in common: words of their names, owner, kind, data, times and neighbours. Read-only.

    ``same`` are the pairs already known, which count as neighbours, ``roles`` the same for roles.
    """

    def __init__(self, before: Process, after: Process, *, same: Mapping[str, str], roles: Mapping[str, str]) -> None:
        self._old, self._new = Draft(before), Draft(after)
        self._same, self._roles = same, roles

    def pairs(self, olds: Sequence[Step], news: Sequence[Step]) -> Iterator[tuple[float, str, str]]:
        """Yield the likeness of the pairs that may be the same."""
        for old, new in product(olds, news):
            if old.is_work == new.is_work:
                likeness = self.of(old, new)
                if likeness >= ENOUGH:
                    yield likeness, old.id, new.id

    def of(self, old: Step, new: Step) -> float:
        """Return how much a step of before and one of after have in common, in [0, 1]."""
        name = name_likeness(old.name, new.name)
        owner = float(self._roles.get(old.owner or "", old.owner) == new.owner)
        place = self._place(old, new)
        rest = _shared_fields(old, new)
        return round(0.45 * name + 0.15 * owner + 0.25 * place + 0.15 * rest, 9)

    def _place(self, old: Step, new: Step) -> float:
        """Return the share of neighbours that are the same."""
        sources = {self._same.get(one, "?" + one) for one in self._old.sources(old.id)}
        targets = {END if flow.to == END else self._same.get(flow.to, "?" + flow.to) for flow in old.flows} or {END}
        others = {flow.to for flow in new.flows} or {END}
        return (_overlap(sources, set(self._new.sources(new.id))) + _overlap(targets, others)) / 2


def name_likeness(one: str, other: str) -> float:
    """Return how alike two names are, whatever the order of their words, in [0, 1].

    >>> name_likeness("Count the engine", "Count every engine twice") > name_likeness("Count it", "Label it")
    True
    """
    from rapidfuzz.fuzz import token_sort_ratio
    from rapidfuzz.utils import default_process

    likeness: float = token_sort_ratio(one, other, processor=default_process)
    return likeness / 100


def holds(name: str, part: str) -> bool:
    """Whether a name holds another one, and more than that: but for a letter or two, or all of its words.

    Where no blanks part the words, its signs have to come in their order.

    >>> holds("Weigh the apple, wash the engine", "Wash the engine"), holds("Wash the engine", "Wash the engine")
    (True, False)
    >>> holds("Pack and send the parcel", "Pack the parcel"), holds("荷物を詰めて送る", "荷物を送る")
    (True, True)
    """
    from rapidfuzz.fuzz import partial_ratio

    whole, some = name.casefold(), part.casefold()
    if len(whole) <= len(some) * MORE:
        return False
    words = re.findall(r"\w+", some)
    if len(words) == 1:
        rest = iter(whole)
        return some in whole or (
            len(some) >= FEWEST_SIGNS and not some.isascii() and all(sign in rest for sign in some)
        )
    return partial_ratio(some, whole) >= HELD or {*words} <= {*re.findall(r"\w+", whole)}


def _overlap(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one or other else 1.0


FIELDS = ("why", "inputs", "outputs", "takes", "waits", "system", "skill", "decisions")


def _shared_fields(old: Step, new: Step) -> float:
    """Return the share of the fields declared at one of them that are equal; half where nothing is declared."""
    declared = [name for name in FIELDS if getattr(old, name) or getattr(new, name)]
    if old.kind != new.kind or old.kind != "do":
        declared.append("kind")
    return sum(getattr(old, name) == getattr(new, name) for name in declared) / len(declared) if declared else 0.5
