"""What was written into the rows of a checklist: reasons as fields, decisions as changes of a plan."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from msgspec.structs import replace

from flowtrim.changes import apply_plan
from flowtrim.model import Assign, Change, Drop, Edit, Kpi, Merge, Move, Process, Release, Role, Step
from flowtrim.review.checklist_rows import (
    ACTION_TODAY,
    BY,
    DECISION,
    ID,
    MAY,
    NUMBER,
    PERFORMER,
    REASON,
    SERVED,
    SOURCE,
    TARGET,
    WHAT_TODAY,
)
from flowtrim.review.returned import ChecklistError, Row

_PLACES = {
    place: re.compile(pattern, re.IGNORECASE)
    for place, pattern in {
        "before": r"(?:before|vor|antes de|avant) (.+)|(.+)の前に?|在?(.+)之前",
        "after": r"(?:after|nach|después de|après) (.+)|(.+)の後に?|在?(.+)之后",
        "to": r"(?:to|an|a|à) (.+)|(.+)へ|[给由](.+)",
        "with": r"(?:with|mit|con|avec) (.+)|(.+)と|与(.+)",
    }.items()
}
Item = TypeVar("Item", Step, Role, Kpi)
_ANSWERS: Mapping[str, Mapping[str, str]] = {
    "steps": {REASON: "why", SERVED: "serves", SOURCE: "source"},
    "roles": {REASON: "why", MAY: "may"},
    "kpis": {WHAT_TODAY: "what", REASON: "why", ACTION_TODAY: "action"},
    "changes": {},
}
"""The columns of each table in which people write a reason, and the field that each belongs to."""


def is_answered(key: str, row: Row) -> bool:
    """Whether somebody wrote a reason, or what goes with one, into a row of the table of that key."""
    return any(row.get(title, "").strip() for title in _ANSWERS[key])


def answered(item: Item, key: str, row: Row) -> Item:
    """Return a step, role or KPI with what a row says of it; empty cells change nothing.

    >>> answered(Step("pay", "Pay"), "steps", {REASON: "The bank lent it.", SERVED: "Customer"}).serves
    'customer'
    """
    told: dict[str, Any] = {
        field: " ".join(row[title].split()) for title, field in _ANSWERS[key].items() if row.get(title, "").strip()
    }
    if "serves" in told:
        told["serves"] = told["serves"].casefold()
    return replace(item, **told)


def changes_of(process: Process, steps: Sequence[Row], roles: Sequence[Row]) -> tuple[Change, ...]:
    """Return the changes: automate and move first, then drop, then merge what may now be neighbours; roles leave last.

    Raises:
        ChecklistError: it is not said with which step, where to, or there is no such step or role.
        ChangeError: what is to become of the steps does not fit together.
    """
    lookup = _Lookup(process, steps)
    work = (
        *(_automated(row) for row in _with(steps, "automate")),
        *(_moved(row, lookup) for row in _with(steps, "move")),
        *(Drop(row[ID], because=_because(row)) for row in _with(steps, "drop")),
        *_merged(list(_with(steps, "merge")), lookup),
    )
    return (*work, *_released(apply_plan(process, work), list(_with(roles, "drop")), lookup))


class _Lookup:
    """Finds steps and roles by what a person wrote: an id, a name that only one has, or the number of a step's row."""

    def __init__(self, process: Process, rows: Sequence[Row]) -> None:
        self._process = process
        self._steps = {row.get(NUMBER, ""): row[ID] for row in rows}
        self._steps |= _by_word((step.id, step.name) for step in process.steps)
        self._roles = _by_word((role.id, role.name) for role in process.parties)
        self.order = {step.id: number for number, step in enumerate(process.steps)}

    def step(self, row: Row, word: str) -> str:
        found = self._steps.get(word.strip().casefold())
        if found is None:
            raise _refusal(row, f"there is no one step “{word.strip()}”; write its id.")
        return found

    def find_role(self, word: str) -> str | None:
        return self._roles.get(word.strip().casefold())

    def role(self, row: Row) -> str:
        return self.declared_role(row, _placed(row[TARGET])[1])

    def declared_role(self, row: Row, word: str) -> str:
        found = self.find_role(word)
        if found is None:
            raise _refusal(row, f"there is no one role “{word}”; write its id.")
        return found


def _by_word(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    known = list(pairs)
    names = [name.casefold() for _, name in known]
    times = Counter(names)
    found = {name: each for name, (each, _) in zip(names, known, strict=True) if times[name] == 1}
    return found | {each.casefold(): each for each, _ in known}


def _with(rows: Sequence[Row], verb: str) -> Iterator[Row]:
    return (row for row in rows if row[DECISION].strip().casefold() == verb)


def _automated(row: Row) -> Change:
    if row[TARGET]:
        return Edit(row[ID], {"system": row[TARGET]}, because=_because(row))
    return Edit(row[ID], {"note": "To be automated."}, because=_because(row))


def _moved(row: Row, lookup: _Lookup) -> Change:
    if not row[TARGET].strip():
        raise _refusal(row, f"it is not said where to; fill in “{TARGET}”, such as “after pay” or “to clerk”.")
    place, word = _placed(row[TARGET])
    if place == "before":
        return Move(row[ID], before=lookup.step(row, word), because=_because(row))
    if place != "after" and (role := lookup.find_role(word)) is not None:
        return Assign(row[ID], role, because=_because(row))
    return Move(row[ID], after=lookup.step(row, word), because=_because(row))


def _placed(text: str) -> tuple[str, str]:
    """Return "before", "after", "to" or "with", as a person wrote it in one of our languages, and what it is about.

    >>> _placed("after pay"), _placed("vor Zahlen"), _placed("支払いの前"), _placed("在付款之后"), _placed("Pay")
    (('after', 'pay'), ('before', 'Zahlen'), ('before', '支払い'), ('after', '付款'), ('', 'Pay'))
    """
    text = text.strip()
    for place, pattern in _PLACES.items():
        if found := pattern.fullmatch(text):
            return place, next(filter(None, found.groups())).strip()
    return "", text


def _merged(rows: Sequence[Row], lookup: _Lookup) -> Iterator[Change]:
    """Yield one merger for each group of steps that name each other."""
    groups: list[tuple[set[str], Row]] = []
    for row in rows:
        if not row[TARGET]:
            raise _refusal(row, f"it is not said with which step; fill in “{TARGET}”.")
        group = {row[ID], *(lookup.step(row, word) for word in re.split("[,、，]", _placed(row[TARGET])[1]))}
        touching = [old for old in groups if old[0] & group]
        groups = [old for old in groups if old not in touching]
        groups.append((group.union(*(old[0] for old in touching)), touching[0][1] if touching else row))
    for group, row in groups:
        named = (each for each in rows if each[ID] in group and each.get(PERFORMER))
        into = next(({"owner": lookup.declared_role(each, each[PERFORMER])} for each in named), {})
        yield Merge(tuple(sorted(group, key=lookup.order.__getitem__)), into, because=_because(row))


def _released(left: Process, rows: Sequence[Row], lookup: _Lookup) -> Iterator[Change]:
    """Yield the roles that leave; one that is not declared is gone already where it has no part in what is left."""
    known = {role.id for role in left.roles}.union(*(step.involved for step in left.steps))
    leaving = {row[ID] for row in rows}
    for row in rows:
        heir = lookup.role(row) if row[TARGET] else None
        if heir in leaving:
            raise _refusal(row, f"“{row[TARGET]}” is to leave as well; name a role that stays.")
        if row[ID] in known:
            yield Release(row[ID], heir, because=_because(row))


def _because(row: Row) -> str:
    return f"Decided by {row[BY]}." if row[BY] else "Decided at the annual review."


def _refusal(row: Row, said: str) -> ChecklistError:
    return ChecklistError(f"“{row[ID]}”, {row[DECISION].strip().casefold()}: {said}\nNothing was changed.")
