"""Plans and their changes, as they are written in a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flowtrim.errors import OutputError
from flowtrim.formats.ids import ids_of
from flowtrim.formats.step_writer import declared, starts_entry, step_entries, written
from flowtrim.formats.yaml_words import Tall, Word
from flowtrim.model import (
    ITSELF,
    Add,
    Assign,
    Change,
    Clock,
    Drop,
    Edit,
    Merge,
    Move,
    Parallel,
    Plan,
    Pledge,
    Process,
    Release,
    Step,
)


def plan_entries(plan: Plan, process: Process) -> dict[str, Any]:
    """Return the keys of a plan with what is written under them; the process tells how its steps split today."""
    entries: dict[str, Any] = {"name": plan.name}
    entries |= {} if plan.on is None else {Word("on"): written(plan.on)}
    entries |= {} if plan.result == "open" else {"result": plan.result}
    said = {"problem": plan.problem, "sponsor": plan.sponsor, "lesson": plan.lesson}
    entries |= {key: text for key, text in said.items() if text is not None}
    entries |= {"promises": [_pledge(each) for each in plan.promises]} if plan.promises else {}
    entries |= {"changes": [change_entries(change, process) for change in plan.changes]} if plan.changes else {}
    return Tall(entries)


def _pledge(pledge: Pledge) -> dict[str, Any]:
    return {"to": pledge.to, "what": pledge.what} | ({} if pledge.until is None else {"until": written(pledge.until)})


def change_entries(change: Change, process: Process) -> dict[str, Any]:
    """Return the keys of one change.

    Raises:
        OutputError: the change edits more of the process itself than where cases begin.
    """
    entries = _verb(change, process)
    said = {"because": change.because, "by": change.by, "until": change.until, "done": change.done}
    return entries | {key: written(value) for key, value in said.items() if value is not None}


def _verb(change: Change, process: Process) -> dict[str, Any]:
    match change:
        case Drop(step):
            return {"drop": step}
        case Assign(step, to):
            return {"assign": step, "to": to}
        case Merge(steps, into):
            return {"merge": list(steps)} | ({"as": step_entries(into, process.clock)} if into else {})
        case Move(step, after, before):
            return {"move": step} | _place(after, before)
        case Parallel(steps):
            return {"parallel": list(steps)}
        case Edit(step, values):
            return _edit(step, values, process)
        case Add(step, after, before):
            return {"add": _new_step(step, process.clock)} | _place(after, before)
        case Release(role, to):
            return {"release": role} | ({} if to is None else {"to": to})


def _place(after: str | None, before: str | None) -> dict[str, str]:
    return ({} if after is None else {"after": after}) | ({} if before is None else {"before": before})


def _edit(step_id: str, values: Mapping[str, Any], process: Process) -> dict[str, Any]:
    if step_id == ITSELF:
        return _edit_process(values)
    if "split" in values and "flows" not in values and process.has_step(step_id):
        values = {**values, "flows": process.step(step_id).flows}
    elif "flows" in values and "split" not in values and process.has_step(step_id):
        values = {**values, "split": process.step(step_id).split}
    return {"edit": step_id, "set": step_entries(values, process.clock)}


def _edit_process(values: Mapping[str, Any]) -> dict[str, Any]:
    if values.keys() != {"starts"}:
        raise OutputError("A plan in a file changes steps, roles and starts; it has no words for the process itself.")
    return {"starts": starts_entry(values["starts"])}


def _new_step(step: Step, clock: Clock) -> dict[str, Any]:
    values = declared(step)
    if step.flows or step.split != "one":
        values |= {"flows": step.flows, "split": step.split}
    entries = step_entries(values, clock)
    if [step.id] == ids_of([(None, step.name)]):
        del entries["id"]
    elif step.name == step.id:
        del entries["name"]
    return entries
