"""What our mark on one element adds, as far as the element still says what the mark would have written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flowtrim.formats.bpmn.elements import ACTIVITIES, EVENTS, GATEWAYS
from flowtrim.formats.bpmn.import_notes import data_names, documentation, reason_and_note, task_tag
from flowtrim.formats.bpmn.records import Node
from flowtrim.formats.bpmn.task_types import mark_of
from flowtrim.formats.bpmn.xml import clean
from flowtrim.formats.json_text import step_data
from flowtrim.model import Step
from flowtrim.model.step import KINDS

if TYPE_CHECKING:
    from lxml.etree import _Element

_OURS = frozenset({"element", "after", "split", "join", "next"})
"""What a mark says about the document, or about flows that the document itself shows."""


def told_by(element: _Element) -> dict[str, Any] | None:
    """Return what our mark on a process says; None where it has none."""
    mark = mark_of(element)
    return mark.data if mark is not None and mark.kind == "process" else None


def step_told(
    step: Step,
    record: Mapping[str, Any],
    node: Node | None,
    *,
    informed: tuple[str, ...],
    pools: set[str],
) -> dict[str, Any]:
    """Return the entries of a step: what its element says, and what its mark knows beyond that."""
    said = step_data(step)
    if node is None or not record:
        return said
    kept = {key: value for key, value in record.items() if key not in _OURS}
    kept["id"] = step.id
    _keep_name(kept, node, step)
    if step.is_work:
        _keep_kind(kept, said, node)
        _take(kept, "owner", step.owner)
        for key in ("inputs", "outputs"):
            if node.tag in ACTIVITIES:
                _differ(kept, said, key)
        _keep_informs(kept, informed, pools)
    else:
        _keep_routing(kept, said, node)
    _keep_words(kept, step)
    _take(kept, "part", step.part or kept.get("part"))
    return kept


def _take(kept: dict[str, Any], key: str, value: Any) -> None:
    """Set a key, or take it away where there is nothing to set."""
    if value is None or value == []:
        kept.pop(key, None)
    else:
        kept[key] = value


def _differ(kept: dict[str, Any], said: Mapping[str, Any], key: str) -> None:
    if list(data_names(kept.get(key, ()))) != list(said.get(key, ())):
        _take(kept, key, said.get(key))


def _keep_name(kept: dict[str, Any], node: Node, step: Step) -> None:
    known = str(kept.get("name", step.id))
    unnamed = not step.is_work and known == step.id
    if node.name != ("" if unnamed else clean(known)):
        kept["name"] = node.name or step.id
    elif unnamed:
        kept.pop("name", None)


def _keep_kind(kept: dict[str, Any], said: Mapping[str, Any], node: Node) -> None:
    """Take the kind from a mark where its element is the one that such a step is written as."""
    kind, calls = kept.get("kind", "do"), "calls" in kept
    expected = {task_tag(kind, calls=calls, by_system=system) for system in (True, False)} if kind in KINDS else set()
    if kind in ("gateway", "event") or node.tag not in expected:
        _take(kept, "kind", said.get("kind"))
        _take(kept, "calls", said.get("calls"))


def _keep_routing(kept: dict[str, Any], said: Mapping[str, Any], node: Node) -> None:
    still = GATEWAYS if kept.get("kind") == "gateway" else EVENTS if kept.get("kind") == "event" else ()
    if node.tag not in still:
        _take(kept, "kind", said.get("kind"))


def _keep_words(kept: dict[str, Any], step: Step) -> None:
    why, notes = reason_and_note(documentation(kept.get("why"), kept.get("note")))
    if step.why != why:
        _take(kept, "why", step.why)
    if step.note != ("\n".join(notes) or None):
        _take(kept, "note", step.note)


def _keep_informs(kept: dict[str, Any], informed: tuple[str, ...], pools: set[str]) -> None:
    """Messages tell who is informed among those with a pool of their own."""
    known = list(kept.get("informs", ()))
    if {role for role in known if role in pools} != set(informed):
        told = [role for role in known if role not in pools or role in informed]
        _take(kept, "informs", told + [role for role in informed if role not in told])
