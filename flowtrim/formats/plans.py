"""Plans in a process file: the keys of plans and of their changes, and from their record to the model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flowtrim.formats.fields import STEP, STEP_PART
from flowtrim.formats.next_field import StartsValue, starts_of
from flowtrim.formats.nodes import Entries, Node
from flowtrim.formats.problems import Reading
from flowtrim.formats.process_values import new_step, part_values
from flowtrim.formats.role_names import RoleNames
from flowtrim.formats.tables import Field, Record, Table
from flowtrim.formats.values import (
    STEP_IDS,
    Choice,
    Day,
    ListOf,
    Name,
    Reference,
    StepId,
    Text,
    Whose,
    refuse,
)
from flowtrim.model import ITSELF, Add, Assign, Change, Drop, Edit, Merge, Move, Parallel, Plan, Pledge, Release, Step
from flowtrim.model.plan import RESULTS

DECIDED = (
    Field("because", Text(), "Why."),
    Field("by", Whose(), "The role that carries it out."),
    Field("until", Day(past=False), "Until when."),
    Field("done", Day(), "The day on which it was done."),
)
AFTER = Field("after", StepId(), "The step that it follows.")
BEFORE = Field("before", StepId("the id of a step, or end"), "The step that it precedes.")

CHANGES = {
    "drop": Table("a drop", (Field("drop", StepId(), "Takes a step out.", required=True), *DECIDED)),
    "assign": Table(
        "an assignment",
        (
            Field("assign", StepId(), "Gives a step to another role.", required=True),
            Field("to", Whose(), "The role that gets it.", required=True),
            *DECIDED,
        ),
    ),
    "merge": Table(
        "a merger",
        (
            Field("merge", STEP_IDS, "Makes one step of several.", required=True),
            Field("as", STEP_PART, "What is set in the new step.", default="what its parts had"),
            *DECIDED,
        ),
    ),
    "move": Table(
        "a move",
        (Field("move", StepId(), "Takes a step to another place.", required=True), AFTER, BEFORE, *DECIDED),
        needs=("after", "before"),
    ),
    "parallel": Table(
        "a parallel section",
        (Field("parallel", STEP_IDS, "Lets steps run at the same time.", required=True), *DECIDED),
    ),
    "edit": Table(
        "an edit",
        (
            Field("edit", StepId(), "Sets keys of a step.", required=True),
            Field("set", STEP_PART, "The keys and their new values; no value takes a key away.", required=True),
            *DECIDED,
        ),
    ),
    "add": Table(
        "an addition",
        (Field("add", STEP, "Puts a new step in.", required=True), AFTER, BEFORE, *DECIDED),
    ),
    "release": Table(
        "a release",
        (
            Field("release", Whose(), "Lets a role leave.", required=True),
            Field("to", Whose(), "The role that takes what is left of its steps."),
            *DECIDED,
        ),
    ),
    "starts": Table(
        "where cases begin",
        (
            Field(
                "starts",
                StartsValue(),
                "Says where cases begin from then on; an empty list leaves it to the order of the steps.",
                required=True,
            ),
            *DECIDED,
        ),
    ),
}


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
    "starts": lambda plan, r: Edit(ITSELF, {"starts": starts_of(r.values.get("starts", ()))}, **plan.decided(r)),
}


class ChangeValue:
    """One change of a plan: the verb among its keys says which."""

    words = f"a mapping with one of the keys {', '.join(CHANGES)}"

    def read(self, node: Node, key: str, reading: Reading) -> tuple[str, Record] | None:
        """Return the verb and what belongs to it."""
        if type(node) is not Entries:
            refuse(node, key, self, reading)
            return None
        verbs = [verb for verb in node.nodes if verb in CHANGES]
        if len(verbs) == 1:
            record = CHANGES[verbs[0]].read(node, key, reading)
            return None if record is None else (verbs[0], record)
        self._refuse(verbs, node, reading)
        return None

    def _refuse(self, verbs: list[str], node: Entries, reading: Reading) -> None:
        if verbs:
            reading.add(node.start, f"A change is one of {' and '.join(verbs)}, not both; write two changes.")
            return
        guess = next((said for word in node.nodes if (said := reading.guess(word, CHANGES))), "")
        reading.add(node.start, f"A change says what it does.{guess} It takes {self.words}.")

    def schema(self) -> dict[str, Any]:
        """Return each of the verbs."""
        return {"anyOf": [table.schema() for table in CHANGES.values()]}


PLEDGE = Table(
    "a promise of a plan",
    (
        Field("to", Whose(), "Who was promised something.", required=True),
        Field("what", Name(), "What was promised.", required=True),
        Field("until", Day(past=False), "Until when."),
    ),
)

PLAN = Table(
    "a plan",
    (
        Field("name", Name(), "What people call the attempt.", required=True),
        Field("on", Day(), "When it was tried."),
        Field("result", Choice(RESULTS), "How it went.", default="open"),
        Field("problem", Text(), "The problem that it is to solve."),
        Field("sponsor", Whose(), "Who stands up for it."),
        Field("lesson", Text(), "What was learnt."),
        Field("promises", ListOf(PLEDGE, what="promises"), "What it promises to staff or customers."),
        Field("changes", ListOf(ChangeValue(), lone=False, what="changes"), "What it changes, in order."),
    ),
)
