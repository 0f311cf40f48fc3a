"""A process as rows: one for each step, with our own headings."""

from __future__ import annotations

from collections import Counter
from typing import Any

from msgspec.structs import replace

from flowtrim.formats.json_text import as_text, next_data, step_data
from flowtrim.formats.local_numbers import one_reading
from flowtrim.formats.losses import lost
from flowtrim.formats.scalars import write_share
from flowtrim.formats.tabular.cell_text import join_cell, whole_cell
from flowtrim.formats.tabular.columns import heading
from flowtrim.formats.tabular.entries import NAMES, TEXTS
from flowtrim.model import END, Clock, Flow, Process, Step

FIELDS = (
    "id", "name", "owner", "why", "next", "when", "share", "split", "join", "kind", "part", "serves", "source",
    "reviewed", "inputs", "outputs", "system", "skill", "takes", "waits", "cost", "accountable", "consults", "informs",
    "terms", "calls", "note", "made", "refused", "more",
)  # fmt: skip
ALWAYS = FIELDS[:6]
"""The columns that are there whatever is in them."""
TEMPLATE = (*ALWAYS, "share", "kind", "takes", "waits", "inputs", "outputs", "serves", "source")
"""The columns of a table to fill in."""
_ROLES = frozenset({"owner", "accountable", "consults", "informs"})


def rows_of(process: Process) -> list[list[str]]:
    """Return the headings and a row for each step; columns that no step has anything in are left out."""
    names = _role_names(process)
    cells = [_cells(step, names, process.clock) for step in process.steps]
    used = [field for field in FIELDS if field in ALWAYS or any(row.get(field) for row in cells)]
    return [[heading(field) for field in used], *([row.get(field, "") for field in used] for row in cells)]


def _role_names(process: Process) -> dict[str, str]:
    """Return what a role is called in a table: its name, where that means no other role."""
    called = Counter(role.name for role in process.roles)
    ids = {role.id for role in process.roles}
    undeclared = {step.owner for step in process.steps} - ids
    return {
        role.id: role.name
        for role in process.roles
        if called[role.name] == 1 and role.name not in ids | undeclared and role.name == role.name.strip()
    }


def _cells(step: Step, names: dict[str, str], clock: Clock) -> dict[str, str]:
    data = step_data(step, clock)
    cells: dict[str, str] = {}
    for field in FIELDS:
        value: Any = data.get(field)
        if isinstance(value, list):
            cells[field] = join_cell(names.get(item, item) if field in _ROLES else item for item in value)
        elif isinstance(value, str) and not _is_range(field, step):
            text = names.get(value, value) if field in _ROLES else value
            cells[field] = whole_cell(text, name=field in NAMES) if field in TEXTS else text
    cells |= {field: one_reading(cells[field]) for field in ("takes", "waits", "cost") if field in cells}
    decisions = data.get("decisions", {})
    cells |= {key: decisions[key] for key in ("made", "refused") if key in decisions}
    return cells | {
        "next": _next(step),
        "when": join_cell(flow.when for flow in step.flows),
        "share": join_cell(None if flow.share is None else write_share(flow.share) for flow in step.flows),
        "split": "" if step.split == "one" else step.split,
        "more": _more(step, data),
    }


def _is_range(key: str, step: Step) -> bool:
    return key in ("takes", "waits") and getattr(step, f"{key}_range") is not None


def _more(step: Step, data: dict[str, Any]) -> str:
    """Return as JSON what a step says that has no column of its own, in the words of a process file."""
    known = {*FIELDS, "decisions"}
    more = {
        key: value for key, value in data.items() if key not in known or isinstance(value, dict) or _is_range(key, step)
    }
    more.pop("decisions", None)
    if any(flow.outcome or flow.band for flow in step.flows):
        more |= next_data(step.flows, step.split)
    return as_text(more) if more else ""


def _next(step: Step) -> str:
    """Return where a step leads; a flow to the end, unlike none at all, is a list of one."""
    if step.flows == (Flow(END),) and step.split == "one":
        return f"{END};"
    return join_cell(flow.to for flow in step.flows) or END


def without_classes(process: Process) -> Process:
    """Return a process whose flows say in words alone which cases take them: the classes have no place in a table."""
    steps = (replace(step, flows=tuple(replace(flow, band=None) for flow in step.flows)) for step in process.steps)
    return replace(process, steps=tuple(steps), cases=())


def lost_in_a_table(process: Process) -> tuple[str, ...]:
    """Return a sentence for what a table of the steps alone does not tell about a process."""
    return lost(process, "A table of steps")
