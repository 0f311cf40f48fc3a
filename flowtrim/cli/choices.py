"""Which changes are meant: by number, from one number to another, or by the id of a step or role."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flowtrim.errors import UnknownNameError
from flowtrim.model import Release, steps_of
from flowtrim.redesign import Proposed

_NUMBERS = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?")


class Choices:
    """What a person wrote behind ``--accept`` or ``--refuse``, such as ``1,4-6,approve-credit``."""

    def __init__(self, written: Iterable[str]) -> None:
        self._items = [item.strip() for text in written for item in text.split(",") if item.strip()]
        self._found: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self._items)

    def mean(self, one: Proposed) -> bool:
        """Whether a change is meant; remembers by which of the items."""
        found = [item for item in self._items if _means(item, one)]
        self._found.update(found)
        return bool(found)

    def check(self) -> None:
        """Raise UnknownNameError where something that was written meant no change at all."""
        lost = [item for item in self._items if item not in self._found]
        if lost:
            raise UnknownNameError(f"No change that is proposed has the number or the step or role '{lost[0]}'.")


def _means(item: str, one: Proposed) -> bool:
    if item in _touched(one):
        return True
    numbers = _NUMBERS.fullmatch(item)
    if not numbers:
        return False
    first = int(numbers[1])
    return first <= one.number <= int(numbers[2] or first)


def _touched(one: Proposed) -> tuple[str, ...]:
    """Return the ids of the steps, or of the role, that a change is about."""
    return (one.change.role,) if isinstance(one.change, Release) else steps_of(one.change)
