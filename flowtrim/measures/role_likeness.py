"""Which roles bear names so much alike that they may be one (docs/theory.md#roles-spelt-twice)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from unicodedata import combining, normalize

from flowtrim.model import Process, Role

LONG = 6
"""Letters of a word from which on one letter more, less or other is taken for a slip."""

ENDINGS = frozenset({"s", "es", "n", "en", "in", "innen", "nen", "a", "as", "e", "ne", "ère"})
"""What makes a name plural or feminine, in the languages that flowtrim speaks."""

OPPOSITES = ("er", "ee"), ("or", "ee")
"""Endings that name the two sides of one thing: employer and employee."""

MOST_ROLES = 300
"""Roles up to which each is compared with each: beyond, nobody would answer the questions either."""


def looks_like(one: str, other: str) -> bool:
    """Whether two names of roles may be one name, spelt in two ways.

    >>> looks_like("Team lead", "team-lead"), looks_like("Prüfer", "Prüferin"), looks_like("Purchasing", "Purchasng")
    (True, True, True)
    >>> looks_like("Employer", "Employee"), looks_like("Team A", "Team B"), looks_like("1st line", "2nd line")
    (False, False, False)
    """
    words, others = _words(one), _words(other)
    if "".join(words) == "".join(others) or sorted(words) == sorted(others):
        return True
    apart = [pair for pair in zip(words, others, strict=False) if pair[0] != pair[1]]
    return len(words) == len(others) and len(apart) == 1 and _is_slip(*sorted(apart[0], key=len))


def spelt_twice(process: Process) -> Iterator[tuple[Role, Role]]:
    """Yield the pairs of roles that may be one, the earlier first; a team and its member, or a deputy, are two."""
    parties = process.parties if len(process.parties) <= MOST_ROLES else ()
    for one, other in combinations(parties, 2):
        if one.kind == other.kind and not _belong(one, other) and looks_like(one.name, other.name):
            yield one, other


def alike(name: str, known: Iterable[str]) -> str | None:
    """Return the first of some names that a name looks like, if any.

    >>> alike("team lead", ["Clerk", "Team-lead"])
    'Team-lead'
    """
    return next((one for one in known if looks_like(one, name)), None)


def _belong(one: Role, other: Role) -> bool:
    return other.id in _beside(one) or one.id in _beside(other)


def _beside(role: Role) -> set[str | None]:
    return {role.deputy, role.of.team if role.of else None}


def _words(name: str) -> list[str]:
    """Return the words of a name without case, width and accents; signs part words."""
    plain = "".join(sign for sign in normalize("NFKD", name.casefold()) if not combining(sign))
    return "".join(sign if sign.isalnum() else " " for sign in normalize("NFKC", plain)).split()


def _is_slip(short: str, long: str) -> bool:
    """Whether two words differ in an ending, or in one letter that is no initial and no digit."""
    from rapidfuzz.distance import OSA

    if long.startswith(short) and long[len(short) :] in ENDINGS and len(short) >= LONG - 1:
        return True
    if len(short) < LONG or short[0] != long[0] or any(map(str.isdigit, short + long)):
        return False
    sides = (short[-2:], long[-2:])
    return sides not in OPPOSITES and sides[::-1] not in OPPOSITES and OSA.distance(short, long, score_cutoff=1) == 1
