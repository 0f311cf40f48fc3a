"""From the record of a plan to the model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flowtrim.formats.problems import Reading
from flowtrim.formats.role_names import RoleNames
from flowtrim.formats.step_values import new_step, part_values
from flowtrim.formats.tables import Record
from flowtrim.formats.values import Reference
from flowtrim.model import Add, Assign, Change, Drop, Edit, Merge, Move, Parallel, Plan, Pledge, Release, Step


class PlanBuilder:
    """Makes plans of the records of one file; whether a plan still fits the process is not asked here."""

    def __init__(self, roles: RoleNames, reading: Reading) -> None:
        self._roles = roles
        self._reading = reading

    def plan(self, record: Record) -> Plan:
        """Return the plan of a record."""
        values: dict[str, Any] = dict(record.values)
        changes = tuple(_MAKE[verb](self, part) for verb, part in values.pop("changes", ()))
        values["promises"] = tuple(self._pledge(pledge) for pledge in values.pop("promises", ()))
        return Plan(values.pop("name", ""), changes=changes, **values)

    def _pledge(self, record: Record) -> Pledge:
        return Pledge(self.role(record, "to") or "", record.values.get("what", ""), record.values.get("until"))

    def decided(self, record: Record) -> dict[str, Any]:
        """Return why a change is made, by whom, until when, and when it was done."""
        return {"by": self.role(record, "by")} | {key: record.values.get(key) for key in ("because", "until", "done")}

    def role(self, record: Record, key: str) -> str | None:
        """Return the id of the role that a change names under a key."""
        text = record.values.get(key)
        return None if text is None else self._roles.id_of(text, record.place(key))

    def part(self, record: Record, key: str) -> dict[str, Any]:
        """Return the fields of a step that a change sets."""
        return part_values(record.values.get(key), self._roles, self._reading)

    def step(self, record: Record) -> Step:
        """Return the step that a change adds."""
        added = record.values.get("add")
        return Step("", "") if added is None else new_step(added, self._roles, self._reading)


def _step(record: Record, key: str) -> str:
    reference: Reference | None = record.values.get(key)
    return "" if reference is None else reference.text


def _steps(record: Record, key: str) -> tuple[str, ...]:
    return tuple(reference.text for reference in record.values.get(key, ()))


def _place(record: Record) -> tuple[str | None, str | None]:
    return _step(record, "after") or None, _step(record, "before") or None


_MAKE: dict[str, Callable[[PlanBuilder, Record], Change]] = {
    "drop": lambda plan, r: Drop(_step(r, "drop"), **plan.decided(r)),
    "assign": lambda plan, r: Assign(_step(r, "assign"), plan.role(r, "to") or "", **plan.decided(r)),
    "merge": lambda plan, r: Merge(_steps(r, "merge"), plan.part(r, "as"), **plan.decided(r)),
    "move": lambda plan, r: Move(_step(r, "move"), *_place(r), **plan.decided(r)),
    "parallel": lambda plan, r: Parallel(_steps(r, "parallel"), **plan.decided(r)),
    "edit": lambda plan, r: Edit(_step(r, "edit"), plan.part(r, "set"), **plan.decided(r)),
    "add": lambda plan, r: Add(plan.step(r), *_place(r), **plan.decided(r)),
    "release": lambda plan, r: Release(plan.role(r, "release") or "", plan.role(r, "to"), **plan.decided(r)),
}
