"""The keys of plans and of their changes."""

from __future__ import annotations

from typing import Any

from flowtrim.formats.fields import STEP, STEP_PART
from flowtrim.formats.nodes import Entries, Node
from flowtrim.formats.problems import Reading
from flowtrim.formats.tables import Field, Record, Table
from flowtrim.formats.values import (
    STEP_IDS,
    Choice,
    Day,
    ListOf,
    Name,
    StepId,
    Text,
    Whose,
    refuse,
)
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
