"""From the tree of a file to the process: ids given, references looked up, the order of the file turned into flows."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from flowtrim.formats.ceilings import ceilings_of, figure_of
from flowtrim.formats.collector import collector_paused
from flowtrim.formats.contradictions import note_contradictions
from flowtrim.formats.ids import ids_of
from flowtrim.formats.next_field import Branch, Branching, starts_of
from flowtrim.formats.nodes import Entries, shape
from flowtrim.formats.plans import PlanBuilder
from flowtrim.formats.problems import Places, Reading
from flowtrim.formats.process_fields import PROCESS
from flowtrim.formats.process_values import Terms, look_up, step_values, targets
from flowtrim.formats.role_names import RoleNames
from flowtrim.formats.source_text import Document
from flowtrim.formats.tables import Record
from flowtrim.formats.timing_fields import clock_of
from flowtrim.formats.values import Reference
from flowtrim.formats.yaml_events import load_tree
from flowtrim.model import (
    Acceptance,
    Ceiling,
    Flow,
    Kpi,
    Process,
    Role,
    Step,
    Volume,
)
from flowtrim.sentences import quoted

BEGINNING = "A process file begins with the key process and a name, such as 'process: Expense claim'."
KINDS = ("process", "figure", "step", "role", "flow", "kpi", "acceptance")
"""What a report can speak of, and a place is noted for."""
FINDING_KEY = re.compile(r"([a-z][a-z0-9]*(?:-[a-z0-9]+)*)@(.+)", re.DOTALL)


def read_text(text: str, *, file: str, today: date) -> Document:
    """Read the text of a process file.

    Raises:
        InvalidFileError: the text is not a process; it carries every problem with its place.
    """
    reading = Reading(file=file, text=text, today=today)
    with collector_paused():
        document = _document(reading)
    reading.finish()
    assert document is not None  # noqa: S101  (whatever is not a process has been noted, and finish has raised)
    return document


def _document(reading: Reading) -> Document | None:
    tree = load_tree(reading)
    if tree is None:
        if not len(reading):
            reading.add(0, f"The file is empty. {BEGINNING}")
        return None
    if type(tree) is not Entries:
        reading.add(tree.start, f"This is {shape(tree)}, not a process. {BEGINNING}")
        return None
    reading.clock = clock_of(tree.nodes.get("clock"), reading)
    record = PROCESS.read(tree, "process file", reading)
    return None if record is None else _Builder(record, reading).document()


class _Builder:
    """Builds the model from the records of one file, and notes where things stand."""

    def __init__(self, root: Record, reading: Reading) -> None:
        self._root = root
        self._values = root.values
        self._reading = reading
        self._roles = RoleNames(self._values.get("roles", {}), reading)
        self._records: tuple[Record, ...] = self._values.get("steps", ())
        self._ids = ids_of((record.values.get("id"), record.values.get("name", "")) for record in self._records)
        self._known = dict.fromkeys(self._ids)
        self._terms = Terms(root, self._known, self._roles, reading)
        self._offsets: dict[str, dict[str, int]] = {kind: {} for kind in KINDS}

    def document(self) -> Document:
        """Return what was read; it is only good where the reading has no problem."""
        self._refuse_twins()
        self._note("process", "", self._root.node.nodes["process"].key if "process" in self._values else 0)
        process = self._process()
        note_contradictions(process, self._root, self._reading)
        places = {kind: Places(offsets, self._reading) for kind, offsets in self._offsets.items()}
        spellings = self._roles.spellings.others()
        return Document(process, self._reading.file, self._reading.text, places, spellings=spellings)

    def _note(self, kind: str, at: str, offset: int) -> None:
        self._offsets[kind].setdefault(at, offset)

    def _refuse_twins(self) -> None:
        first: dict[str, int] = {}
        for record in self._records:
            step_id = record.values.get("id")
            if step_id in first:
                line, _ = self._reading.lines.place(first[step_id])
                said = f"The id {quoted(step_id)} is taken: the step on line {line} has it."
                self._reading.add(record.place("id"), said)
            elif step_id is not None:
                first[step_id] = record.place("id")

    def _process(self) -> Process:
        values = self._values
        plain = ("why", "outputs", "owner", "created", "reviewed", "language")
        roles = self._declared_roles()
        plans = PlanBuilder(self._roles, self._reading)
        return Process(
            name=values.get("process", ""),
            roles=roles,
            steps=self._steps(),
            customer=self._customer(),
            volume=_volume(values.get("volume")),
            ride_seconds=values["elevator"].values.get("seconds") if "elevator" in values else None,
            ceilings=self._ceilings(),
            starts=self._starts(),
            kpis=tuple(self._kpi(record) for record in values.get("kpis", ())),
            accepted=self._accepted(),
            plans=tuple(plans.plan(record) for record in values.get("plans", ())),
            **self._terms.fields(),
            **{key: values[key] for key in plain if key in values},
        )

    def _ceilings(self) -> tuple[Ceiling, ...]:
        limits: Record | None = self._values.get("limits")
        for key, node in limits.node.nodes.items() if limits else ():
            self._note("figure", figure_of(key), node.key)
        return ceilings_of(limits)

    def _declared_roles(self) -> tuple[Role, ...]:
        return tuple(self._role(role_id, record) for role_id, record in self._values.get("roles", {}).items())

    def _role(self, role_id: str, record: Record) -> Role:
        self._note("role", role_id, record.node.key)
        values = dict(record.values)
        for key in ("deputy",):
            if values.get(key) is not None:
                values[key] = self._roles.id_of(values[key], record.place(key))
        if (team := values.get("of")) is not None:
            values["of"] = self._terms.turn(team, record.place("of"))
        return Role(role_id, **{"name": role_id, **values})

    def _customer(self) -> str | None:
        text: str | None = self._values.get("customer")
        return None if text is None else self._roles.id_of(text, self._root.place("customer"))

    def _steps(self) -> tuple[Step, ...]:
        following = [*self._ids[1:], None]
        return tuple(map(self._step, self._records, self._ids, following))

    def _step(self, record: Record, step_id: str, following: str | None) -> Step:
        self._note("step", step_id, record.node.start)
        branching: Branching | None = record.values.get("next")
        if branching is not None:
            look_up(targets(branching), "next", self._known, self._reading)
            self._terms.look_up_bands(branching)
            for branch in branching.branches:
                self._note("flow", f"{step_id}->{branch.to.text}", branch.to.at)
        if "within" in record.values:
            self._terms.deadlines(record.values["within"], "within")
        values: dict[str, Any] = {"name": step_id, "flows": (Flow(following),) if following else ()}
        values |= step_values(record, self._roles, self._reading)
        values["id"] = step_id
        if values.get("owner") is not None:
            self._note("role", values["owner"], record.place("owner"))
        return Step(**values)

    def _starts(self) -> tuple[Any, ...]:
        branches: tuple[Branch, ...] = self._values.get("starts", ())
        look_up([branch.to for branch in branches], "starts", self._known, self._reading)
        return starts_of(branches)

    def _kpi(self, record: Record) -> Kpi:
        values = dict(record.values)
        values["name"] = values.get("name", "")
        steps: tuple[Reference, ...] = values.get("steps", ())
        look_up(steps, "steps", self._known, self._reading)
        values["steps"] = tuple(reference.text for reference in steps)
        self._note("kpi", values["name"], record.node.start)
        return Kpi(**values)

    def _accepted(self) -> tuple[Acceptance, ...]:
        found = (self._acceptance(key, record) for key, record in self._values.get("accepted", {}).items())
        return tuple(acceptance for acceptance in found if acceptance)

    def _acceptance(self, key: str, record: Record) -> Acceptance | None:
        parts = FINDING_KEY.fullmatch(key)
        if parts is None:
            said = f"The key {quoted(key)} under 'accepted' does not name a finding."
            self._reading.add(record.node.key, f"{said} It takes rule@id, such as why-missing@stamp.")
            return None
        values = record.values
        if "because" not in values or "until" not in values:
            return None
        self._note("acceptance", key, record.node.key)
        return Acceptance(parts[1], parts[2], values["because"], values["until"], values.get("by"))


def _volume(found: Volume | Record | None) -> Volume | None:
    if isinstance(found, Record):
        return Volume(found.values.get("cases", 0.0), found.values.get("per", "year"))
    return found
