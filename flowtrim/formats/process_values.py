"""What a process file says of its steps and beside them, as values of the model: terms, duties, classes of cases."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flowtrim.formats.ids import id_from_name, ids_of
from flowtrim.formats.next_field import Band, Branching
from flowtrim.formats.problems import Reading
from flowtrim.formats.role_names import RoleNames
from flowtrim.formats.tables import Record
from flowtrim.formats.timing_fields import deadlines_of, promise_of, repetition_of
from flowtrim.formats.values import Reference
from flowtrim.model import (
    END,
    CaseClass,
    Deadline,
    Decisions,
    Interruption,
    OpenQuestion,
    Part,
    Promise,
    Range,
    Step,
    ToldRide,
    Turn,
)
from flowtrim.model.defaults import defaults_of
from flowtrim.sentences import did_you_mean, listed, quoted

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
        branching: Branching | None = values.pop("next")
        values["flows"], values["split"] = (branching.flows, branching.split) if branching else ((), "one")
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


def targets(branching: Branching) -> list[Reference]:
    """Return where branches lead to, apart from the end."""
    return [branch.to for branch in branching.branches if branch.to.text != END]


class Terms:
    """Makes the terms of a process from the record of its file, and looks up the steps and roles that they name."""

    def __init__(self, root: Record, known: dict[str, None], roles: RoleNames, reading: Reading) -> None:
        self._values = root.values
        self._known = known
        self._roles = roles
        self._reading = reading

    def fields(self) -> dict[str, Any]:
        """Return the fields of the process that hold its terms."""
        values = self._values
        return {
            "promise": self._promise(),
            "within": self.deadlines(values.get("within", ()), "within"),
            "clock": self._reading.clock,
            "anytime": tuple(self._interruption(record) for record in values.get("anytime", ())),
            "cases": _cases(values.get("cases", {})),
            "parts": tuple(_part(name, record) for name, record in values.get("parts", {}).items()),
            "questions": tuple(self._question(record) for record in values.get("open", ())),
            "told": _told(values.get("elevator")),
            "separate": self._groups("separate"),
            "separate_persons": self._groups("separate", by_person=True),
            "together": self._groups("together"),
        }

    def turn(self, team: str | Record, at: int) -> Turn:
        """Return the team that a role is taken from."""
        if isinstance(team, str):
            return Turn(self._roles.id_of(team, at))
        name = team.values.get("team", "")
        return Turn(self._roles.id_of(name, team.place("team")), team.values.get("turn"))

    def look_up_bands(self, branching: Branching) -> None:
        """Note the conditions that name a class of cases, or a band, that there is not."""
        classes: dict[str, dict[str, float]] = self._values.get("cases", {})
        for band in (branch.when for branch in branching.branches if isinstance(branch.when, Band)):
            bands = classes.get(band.name)
            if bands is None:
                guess = self._reading.guess(band.name, classes)
                self._reading.add(band.at, f"There is no class {quoted(band.name)} under 'cases'.{guess}")
            elif band.band not in bands:
                guess = self._reading.guess(band.band, bands)
                known = f"The class {quoted(band.name)} has no band {quoted(band.band)}.{guess}"
                self._reading.add(band.at, f"{known} It has {listed(map(quoted, bands))}.")

    def _promise(self) -> Promise | None:
        promise = self._values.get("promise")
        self._look_up_times(promise, "promise", ("from", "to"))
        return promise_of(promise)

    def deadlines(self, found: tuple[Any, ...], key: str) -> tuple[Deadline, ...]:
        """Return deadlines, with the steps that they name looked up."""
        for each in found:
            self._look_up_times(each, key, ("from", "then", "instead"))
        return deadlines_of(found)

    def _look_up_times(self, found: Any, key: str, steps: tuple[str, ...]) -> None:
        if isinstance(found, Record):
            look_up([found.values[name] for name in steps if name in found.values], key, self._known, self._reading)

    def _interruption(self, record: Record) -> Interruption:
        values = record.values
        to: Reference | None = values.get("to")
        since: tuple[Reference, ...] = values.get("from", ())
        look_up([each for each in (to, *since) if each and each.text != END], "anytime", self._known, self._reading)
        named = tuple(reference.text for reference in since)
        return Interruption(
            values.get("when", ""), to.text if to else END, values.get("share"), named, values.get("as")
        )

    def _question(self, record: Record) -> OpenQuestion:
        owner = record.values.get("owner")
        role = None if owner is None else self._roles.id_of(owner, record.place("owner"))
        return OpenQuestion(record.values.get("question", ""), role, record.values.get("until"))

    def _groups(self, key: str, *, by_person: bool = False) -> tuple[tuple[str, ...], ...]:
        found: tuple[tuple[Reference, ...] | Record, ...] = self._values.get(key, ())
        groups = [members for each in found if (members := _duty(each, by_person=by_person)) is not None]
        for group in groups:
            look_up(group, key, self._known, self._reading)
            if key == "separate":
                self._refuse_repeats(group)
        return tuple(tuple(reference.text for reference in group) for group in groups)

    def _refuse_repeats(self, group: tuple[Reference, ...]) -> None:
        seen: set[str] = set()
        for reference in group:
            if reference.text in seen:
                said = f"The step {quoted(reference.text)} stands twice in a group of 'separate'."
                self._reading.add(reference.at, f"{said} It cannot be kept apart from itself.")
            seen.add(reference.text)


def _duty(found: tuple[Reference, ...] | Record, *, by_person: bool) -> tuple[Reference, ...] | None:
    """Return the steps that are kept apart by role, or by person; None for what is of the other kind."""
    persons = isinstance(found, Record) and found.values.get("by") == "person"
    if persons is not by_person:
        return None
    return found.values.get("steps", ()) if isinstance(found, Record) else found


def _cases(found: dict[str, dict[str, float]]) -> tuple[CaseClass, ...]:
    return tuple(CaseClass(name, tuple(bands.items())) for name, bands in found.items())


def _part(name: str, record: Record) -> Part:
    return Part(name, repetition_of(record.values["each"]) if "each" in record.values else None)


def _told(elevator: Record | None) -> ToldRide | None:
    measured = elevator.values.get("measured") if elevator else None
    return None if measured is None else ToldRide(measured.values.get("seconds", 0.0), measured.values.get("on"))
