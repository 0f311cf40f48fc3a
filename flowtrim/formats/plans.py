"""From the record of a plan to the model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flowtrim.formats.reading import Reading
from flowtrim.formats.role_names import RoleNames
from flowtrim.formats.step_values import new_step, part_values
from flowtrim.formats.tables import Record
from flowtrim.formats.values import Reference
from flowtrim.model import Add, Assign, Change, Drop, Edit, Merge, Move, Parallel, Plan, Release, Step


class PlanBuilder:
    """Makes plans of the records of one file; whether a plan still fits the process is not asked here."""

    def __init__(self, roles: RoleNames, reading: Reading) -> None:
        self._roles = roles
        self._reading = reading
        self._make: dict[str, Callable[[Record], Change]] = {
            "drop": lambda r: Drop(_step(r, "drop"), r.values.get("because")),
            "assign": lambda r: Assign(_step(r, "assign"), self._role(r, "to") or "", r.values.get("because")),
            "merge": lambda r: Merge(_steps(r, "merge"), self._part(r, "as"), r.values.get("because")),
            "move": lambda r: Move(_step(r, "move"), *_place(r), r.values.get("because")),
            "parallel": lambda r: Parallel(_steps(r, "parallel"), r.values.get("because")),
            "edit": lambda r: Edit(_step(r, "edit"), self._part(r, "set"), r.values.get("because")),
            "add": lambda r: Add(self._step(r), *_place(r), r.values.get("because")),
            "release": lambda r: Release(self._role(r, "release") or "", self._role(r, "to"), r.values.get("because")),
        }

    def plan(self, record: Record) -> Plan:
        """Return the plan of a record."""
        values: dict[str, Any] = dict(record.values)
        changes = tuple(self._make[verb](part) for verb, part in values.pop("changes", ()))
        return Plan(values.pop("name", ""), changes=changes, **values)

    def _role(self, record: Record, key: str) -> str | None:
        text = record.values.get(key)
        return None if text is None else self._roles.id_of(text, record.place(key))

    def _part(self, record: Record, key: str) -> dict[str, Any]:
        return part_values(record.values.get(key), self._roles, self._reading)

    def _step(self, record: Record) -> Step:
        added = record.values.get("add")
        return Step("", "") if added is None else new_step(added, self._roles, self._reading)


def _step(record: Record, key: str) -> str:
    reference: Reference | None = record.values.get(key)
    return "" if reference is None else reference.text


def _steps(record: Record, key: str) -> tuple[str, ...]:
    return tuple(reference.text for reference in record.values.get(key, ()))


def _place(record: Record) -> tuple[str | None, str | None]:
    return _step(record, "after") or None, _step(record, "before") or None
