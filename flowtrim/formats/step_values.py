"""From the record of a step to the values of the model."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flowtrim.formats.ids import id_from_name, ids_of
from flowtrim.formats.next_field import Ways
from flowtrim.formats.problems import Reading
from flowtrim.formats.role_names import RoleNames
from flowtrim.formats.tables import Record
from flowtrim.formats.timing_fields import deadlines_of, repetition_of
from flowtrim.formats.values import Reference
from flowtrim.model import END, Decisions, Range, Step
from flowtrim.model.defaults import defaults_of
from flowtrim.sentences import did_you_mean, quoted

DEFAULTS = defaults_of(Step)
"""What a step has where its file says nothing."""


def step_values(record: Record, roles: RoleNames, reading: Reading) -> dict[str, Any]:
    """Return the fields of a step that a record sets, with the values of the model; ``next`` becomes its flows."""
    values = dict(record.values)
    for key in _CONVERTED.intersection(values):
        if values[key] is not None:
            values[key] = _converted(key, record, roles, reading)
    for key in _TIMES.intersection(values):
        if values[key] is not None:
            values |= _times(key, values[key])
    if "with" in values:
        values["alongside"] = values.pop("with") or ()
    if "next" in values:
        ways: Ways | None = values.pop("next")
        values["flows"], values["split"] = (ways.flows, ways.split) if ways else ((), "one")
    return values


_TIMES = frozenset({"takes", "waits"})
_CONVERTED = frozenset({"owner", "accountable", "with", "consults", "informs", "decisions", "within", "each"})
"""The keys whose values are not those of the model yet."""


def _converted(key: str, record: Record, roles: RoleNames, reading: Reading) -> Any:
    """Return what the value of a key is in the model: roles by their ids, records as what they stand for."""
    value = record.values[key]
    match key:
        case "owner" | "accountable":
            return roles.id_of(value, record.place(key))
        case "decisions":
            return decisions_of(value, reading)
        case "within":
            return deadlines_of(value)
        case "each":
            return repetition_of(value)
    return tuple(roles.id_of(text, record.place(key)) for text in value)


def _times(key: str, found: float | Range | Record) -> dict[str, Any]:
    """Return the mean of a time, its range where it has one, and what is waited for."""
    cause = {}
    if isinstance(found, Record):
        cause = {"waits_for": found.values["for"]} if "for" in found.values else {}
        found = found.values.get("time", 0.0)
    if isinstance(found, Range):
        return {key: found.mean, f"{key}_range": found} | cause
    return {key: found} | cause


def decisions_of(record: Record, reading: Reading) -> Decisions:
    """Return the decisions of a step; more refused than made is a problem."""
    made, refused = int(record.values.get("made", 0)), int(record.values.get("refused", 0))
    if refused > made and "made" in record.values:
        at = record.place("refused")
        reading.add(
            at, f"The key 'refused' cannot be {refused}: no more can be refused than the {made} that were made."
        )
    return Decisions(made, refused)


def part_values(record: Record | None, roles: RoleNames, reading: Reading) -> dict[str, Any]:
    """Return the fields that a change sets; a key without a value goes back to what a step has without it."""
    values = step_values(record, roles, reading) if record else {}
    known = {name: value for name, value in values.items() if value is not None or name in DEFAULTS}
    return {name: DEFAULTS[name] if value is None else value for name, value in known.items()}


def new_step(record: Record, roles: RoleNames, reading: Reading) -> Step:
    """Return the step that a change adds; it has no ways on unless it brings its own."""
    values = step_values(record, roles, reading)
    values["id"] = ids_of([(values.get("id"), values.get("name", ""))])[0]
    values.setdefault("name", values["id"])
    return Step(**values)


def look_up(references: Iterable[Reference], key: str, known: dict[str, None], reading: Reading) -> None:
    """Note the references that lead to no step."""
    for reference in references:
        if reference.text not in known:
            made = id_from_name(reference.text)
            guess = did_you_mean(made) if made in known else reading.guess(reference.text, known)
            reading.add(
                reference.at, f"The key {quoted(key)} names {quoted(reference.text)}: there is no such step.{guess}"
            )


def targets(ways: Ways) -> list[Reference]:
    """Return where branches lead to, apart from the end."""
    return [branch.to for branch in ways.branches if branch.to.text != END]
