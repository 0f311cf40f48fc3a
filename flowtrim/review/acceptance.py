"""Findings that somebody accepted until a date, and acceptances that no longer hold."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from flowtrim.model import Acceptance


class Ledger(Struct, frozen=True):
    """What became of the acceptances of a process on one day.

    ``held`` answers findings, by their key; ``lapsed`` ran out while the finding is still there;
    ``unmatched`` speaks of something that no rule finds any more.
    """

    held: dict[str, Acceptance]
    lapsed: tuple[Acceptance, ...]
    unmatched: tuple[Acceptance, ...]


def ledger(found: Iterable[str], accepted: Iterable[Acceptance], *, today: date) -> Ledger:
    """Match the keys of findings with acceptances; an acceptance holds up to and including the day it names.

    >>> stamp = Acceptance("why-missing", "stamp", "The bank asks for it.", until=date(2027, 3, 1))
    >>> ledger(["why-missing@stamp"], [stamp], today=date(2027, 3, 1)).held["why-missing@stamp"].because
    'The bank asks for it.'
    >>> ledger(["why-missing@stamp"], [stamp], today=date(2027, 3, 2)).held
    {}
    """
    keys = set(found)
    by_key = {note.key: note for note in accepted}
    return Ledger(
        held={key: note for key, note in by_key.items() if key in keys and today <= note.until},
        lapsed=tuple(note for key, note in by_key.items() if key in keys and today > note.until),
        unmatched=tuple(note for key, note in by_key.items() if key not in keys),
    )
