"""What our writer left in a document: marks on elements, and gateways and events that only it put in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.formats.bpmn.elements import ACTIVITIES, EVENTS, GATEWAYS
from flowtrim.formats.bpmn.import_notes import data_names, documentation, reason_and_note, task_tag
from flowtrim.formats.bpmn.records import Node
from flowtrim.formats.bpmn.task_types import mark_of
from flowtrim.formats.bpmn.xml import clean
from flowtrim.formats.json_text import step_data
from flowtrim.model import END, Flow, Join, Process, Split, Start, Step
from flowtrim.model.step import KINDS

if TYPE_CHECKING:
    from lxml.etree import _Element

_OURS = frozenset({"element", "after", "split", "join", "next"})
"""What a mark says about the document, or about flows that the document itself shows."""


def told_by(element: _Element) -> dict[str, Any] | None:
    """Return what our mark on a process says; None where it has none."""
    mark = mark_of(element)
    return mark.data if mark is not None and mark.kind == "process" else None


def kept_in_mark(data: Mapping[str, Any], when: str | None) -> tuple[str | None, tuple[str, str] | None]:
    """Return the outcome of an end, and the class of cases of a condition that nobody has changed since."""
    outcome, told = data.get("as"), data.get("band")
    pair = tuple(map(str, told)) if isinstance(told, list) else ()
    band = (pair[0], pair[1]) if len(pair) == 2 and when == f"{pair[0]}: {pair[1]}" else None
    return outcome if isinstance(outcome, str) else None, band


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
    _keep_each(kept, said)
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


def _keep_each(kept: dict[str, Any], said: Mapping[str, Any]) -> None:
    """Take from the element how often it is done, where that is not what the mark would have written."""
    known = kept.get("each")
    if not isinstance(known, dict) or known | {"of": clean(known.get("of"))} != said.get("each"):
        _take(kept, "each", said.get("each"))


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


class Folded(Struct, frozen=True):
    """The steps that remain, where cases begin, and what each step's own gateways say: its split and its join."""

    steps: tuple[Step, ...]
    starts: tuple[Start, ...]
    splits: dict[str, Split]
    joins: dict[str, Join]


def fold(process: Process, nodes: dict[str, Node]) -> Folded:
    """Fold the marked gateways of a document into the steps that they belong to, and its marked starts and ends."""
    return _Folding(process, nodes).folded()


class _Folding:
    def __init__(self, process: Process, nodes: dict[str, Node]) -> None:
        self._process = process
        self._nodes = nodes
        self._steps = {step.id: step for step in process.steps}
        self._led_to = Counter(flow.to for step in process.steps for flow in step.flows)
        self._gone: set[str] = set()
        self._onward: dict[str, str] = {}
        self._splits: dict[str, Split] = {}
        self._joins: dict[str, Join] = {}

    def folded(self) -> Folded:
        for step in self._process.steps:
            if self._mark(step.id, "door").get("side") == "near" and len(step.flows) == 1:
                self._gone.add(step.id)
                self._onward[step.id] = step.flows[0].to
        for step in self._process.steps:
            match self._mark(step.id, "door").get("side"):
                case "in":
                    self._fold_in(step)
                case "out":
                    self._fold_out(step)
        starts = tuple(map(self._begin, self._process.starts))
        steps = [
            replace(step, flows=self._flows(step.flows)) for step in self._steps.values() if step.id not in self._gone
        ]
        for step in steps:
            tag = self._tag(step.id)
            if step.id not in self._joins and self._led_to[step.id] > 1:
                self._joins[step.id] = GATEWAYS[tag][1] if tag in GATEWAYS else "any"
        ends = {step.id for step in self._process.steps if self._is_bare(step, "end") and not step.flows}
        return Folded(tuple(step for step in steps if step.id not in ends), starts, self._splits, self._joins)

    def _tag(self, step_id: str) -> str:
        return self._nodes[step_id].tag if step_id in self._nodes else ""

    def _mark(self, step_id: str, kind: str) -> dict[str, object]:
        mark = self._nodes[step_id].mark if step_id in self._nodes else None
        return mark.data if mark is not None and mark.kind == kind else {}

    def _is_bare(self, step: Step, kind: str) -> bool:
        """Whether an event is one that our writer put in; a start that somebody gave a name since is none."""
        node = self._nodes.get(step.id)
        ours = node is not None and node.mark is not None and node.mark.kind == kind
        return ours and (kind == "end" or not (node and node.name))

    def _fold_in(self, door: Step) -> None:
        own = str(self._mark(door.id, "door").get("of"))
        if own in self._steps and [self._beyond(flow.to) for flow in door.flows] == [own] and self._led_to[own] == 1:
            self._gone.add(door.id)
            self._onward[door.id] = own
            self._joins[own] = GATEWAYS[self._tag(door.id)][1] if self._tag(door.id) in GATEWAYS else door.join

    def _fold_out(self, door: Step) -> None:
        own = self._steps.get(str(self._mark(door.id, "door").get("of")))
        if own and [flow.to for flow in own.flows] == [door.id] and self._led_to[door.id] == 1:
            self._gone.add(door.id)
            self._splits[own.id] = door.split
            self._steps[own.id] = replace(own, flows=door.flows)

    def _begin(self, start: Start) -> Start:
        step = self._steps[start.at]
        if self._is_bare(step, "start") and len(step.flows) == 1 and not self._led_to[step.id]:
            self._gone.add(step.id)
            return replace(start, at=self._beyond(step.flows[0].to))
        return replace(start, at=self._beyond(start.at))

    def _beyond(self, target: str) -> str:
        return self._onward.get(target, target)

    def _flows(self, flows: tuple[Flow, ...]) -> tuple[Flow, ...]:
        ends = [flow.to in self._steps and self._is_bare(self._steps[flow.to], "end") for flow in flows]
        if len(flows) == 1 and ends[0] and self._mark(flows[0].to, "end").get("implied"):
            return ()
        led = zip(flows, ends, strict=True)
        return tuple(self._ended(flow) if ended else replace(flow, to=self._beyond(flow.to)) for flow, ended in led)

    def _ended(self, flow: Flow) -> Flow:
        """Return a flow to an end, which has the name of its event."""
        named = self._nodes[flow.to].name
        return replace(flow, to=END, outcome=flow.outcome if clean(flow.outcome) == named else named or None)
