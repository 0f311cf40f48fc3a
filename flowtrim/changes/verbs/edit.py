"""Set fields of a step, or of the process itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec.structs import replace

from flowtrim.changes.step_order import Row
from flowtrim.changes.verbs.references import rename
from flowtrim.changes.working_copy import Draft
from flowtrim.errors import ChangeError
from flowtrim.model import END, ITSELF, Edit, Flow, Process, Step
from flowtrim.sentences import did_you_mean, nearest, quoted, say

ORDER = "order"
"""The field of the process that lists its steps in the order of the file."""

STEP_FIELDS = frozenset(Step.__struct_fields__)
PROCESS_FIELDS = frozenset(Process.__struct_fields__) - {"steps"} | {ORDER}


def edit(draft: Draft, change: Edit) -> None:
    """Set fields to values of the model; with a new id, everything that refers to the step follows."""
    if change.step == ITSELF:
        _edit_process(draft, change.values)
        return
    draft.step(change.step)
    _check_names(change.values, STEP_FIELDS)
    values = dict(change.values)
    step_id = _renamed(draft, change.step, values.pop("id", change.step))
    edited = replace(draft.steps[step_id], **values)
    _check(draft, edited)
    draft.put(edited)


def _renamed(draft: Draft, old: str, new: str) -> str:
    if new != old:
        if new in draft.steps or new in (END, ITSELF):
            raise ChangeError(say("the id {id} is not free.", id=quoted(new)))
        draft.rename(old, new)
        rename(draft, {old}, new)
    return new


def _edit_process(draft: Draft, values: Mapping[str, Any]) -> None:
    _check_names(values, PROCESS_FIELDS)
    plain = {name: value for name, value in values.items() if name not in (ORDER, "starts")}
    draft.head = replace(draft.head, **plain)
    if ORDER in values:
        if sorted(values[ORDER]) != sorted(draft.order):
            raise ChangeError(say("the order has to list every step once."))
        draft.order = Row(values[ORDER])
    if "starts" in values:
        draft.set_starts(values["starts"])
    _check_references(draft)


def _check_references(draft: Draft) -> None:
    head = draft.head
    groups = (*head.separate, *head.together, *(kpi.steps for kpi in head.kpis))
    for step_id in (*(start.at for start in draft.starts), *(name for group in groups for name in group)):
        draft.step(step_id)


def _check_names(values: Mapping[str, Any], known: frozenset[str]) -> None:
    for name in values:
        if name not in known:
            raise no_such_field(name, known)


def no_such_field(name: str, known: Iterable[str]) -> ChangeError:
    """Return the error about a field that steps or processes do not have; it guesses which was meant."""
    guess = did_you_mean(nearest(name, sorted(known)))
    return ChangeError(say("there is no field {name}.{guess}", name=quoted(name), guess=guess))


def _check(draft: Draft, step: Step) -> None:
    if not step.name.strip():
        raise ChangeError(say("a step needs a name."))
    if step.split != "one" and len({flow.to for flow in step.flows}) < len(step.flows):
        raise ChangeError(say("two of its ways lead to the same step."))
    for flow in step.flows:
        if flow.to != END:
            draft.step(flow.to)
    _check_shares(step.flows, step.split)


def _check_shares(flows: tuple[Flow, ...], split: str) -> None:
    shares = [flow.share for flow in flows if flow.share is not None]
    if any(not 0.0 <= share <= 1.0 for share in shares):
        raise ChangeError(say("a share lies between 0 and 1."))
    total = sum(shares)
    if split == "one" and len(flows) > 1 and (total > 1.0 + 1e-6 or (len(shares) == len(flows) and total < 1.0 - 1e-6)):
        raise ChangeError(say("the shares of its ways do not add up to 1."))
