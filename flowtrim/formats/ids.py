"""Ids made from names, for steps that were given none."""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import category

from flowtrim.model import END

_OTHER_ASCII = "".join(sign if sign.isalnum() else " " for sign in map(chr, range(128)))


def id_from_name(name: str) -> str:
    """Make an id from a name: lower case, letters and digits of any script kept, all else turned into hyphens.

    >>> id_from_name("Take the call"), id_from_name("审批 发票"), id_from_name("🙂")
    ('take-the-call', '审批-发票', 'step')
    """
    lower = name.lower()
    if lower.isascii():
        return "-".join(lower.translate(_OTHER_ASCII).split()) or "step"
    words = "".join(sign if _belongs_to_a_word(sign) else " " for sign in lower).split()
    return "-".join(words) or "step"


def _belongs_to_a_word(sign: str) -> bool:
    # vowel signs of Indic scripts and accents that stand alone are marks, not letters
    return sign.isalnum() or category(sign).startswith("M")


def ids_of(steps: Iterable[tuple[str | None, str]]) -> list[str]:
    """Give each step, as a pair of its id and its name, an id; ids that were written win over made ones.

    >>> ids_of([(None, "Check"), (None, "Check"), ("check", "Look"), (None, "End")])
    ['check-2', 'check-3', 'check', 'end-2']
    """
    pairs = list(steps)
    taken = {END, *(given for given, _ in pairs if given)}
    last: dict[str, int] = {}
    return [given or _free_id(id_from_name(name), taken, last) for given, name in pairs]


def _free_id(base: str, taken: set[str], last: dict[str, int]) -> str:
    made, count = base, last.get(base, 1)
    while made in taken:
        count += 1
        made = f"{base}-{count}"
    taken.add(made)
    last[base] = count
    return made
