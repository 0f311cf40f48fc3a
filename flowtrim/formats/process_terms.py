"""What a process file says beside its steps: deadlines, promises, interruptions, duties, classes of cases."""

from __future__ import annotations

from typing import Any

from flowtrim.formats.next_field import Band, Ways
from flowtrim.formats.problems import Reading
from flowtrim.formats.role_names import RoleNames
from flowtrim.formats.step_values import look_up
from flowtrim.formats.tables import Record
from flowtrim.formats.timing_fields import deadlines_of, promise_of, repetition_of
from flowtrim.formats.values import Reference
from flowtrim.model import (
    END,
    CaseClass,
    Deadline,
    Interruption,
    OpenQuestion,
    Part,
    Promise,
    ToldRide,
    Turn,
)
from flowtrim.sentences import listed, quoted


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

    def look_up_bands(self, ways: Ways) -> None:
        """Note the conditions that name a class of cases, or a band, that there is not."""
        classes: dict[str, dict[str, float]] = self._values.get("cases", {})
        for band in (branch.when for branch in ways.branches if isinstance(branch.when, Band)):
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
