"""From a process to the draft of a BPMN document: explicit gateways, start and end events, lanes and pools."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import Any

from flowtrim.formats.bpmn.canvas import Arc, Item, Sheet
from flowtrim.formats.bpmn.import_notes import JOINS, SPLITS, data_names, documentation, task_tag
from flowtrim.formats.bpmn.lanes import draw_bands
from flowtrim.formats.bpmn.records import ALL_POOLS
from flowtrim.formats.bpmn.xml import clean
from flowtrim.formats.json_text import plain, step_data
from flowtrim.formats.scalars import write_share
from flowtrim.formats.yaml_writer import process_entries
from flowtrim.model import END, Flow, Process, Step

_SAFE_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_FIXED = ("Definitions", "Collaboration", "Process", "Participant", "LaneSet", "Diagram", "Plane")


def draft(process: Process) -> Sheet:
    """Return the draft of a document that reads back as the process.

    Raises:
        OutputError: a plan of it changes something that a file has no words for.
    """
    return _Drafting(process).sheet


class _Drafting:
    def __init__(self, process: Process) -> None:
        self._process = process
        self._taken = {*_FIXED, END, ALL_POOLS}
        self._numbers: dict[str, int] = {}
        self._entries = {start.at for start in process.entries}
        self._ids = self._element_ids()
        led_to = Counter(flow.to for step in process.steps for flow in step.flows)
        self._starting = {step.id for step in process.steps if self._begins(step, led_to)}
        self._incoming = led_to + Counter(self._entries - self._starting)
        data = plain(process_entries(process))
        data.pop("steps", None)
        self.sheet = Sheet(clean(process.name), data)
        self.sheet.pools, self.sheet.lanes, self._lanes = draw_bands(process, self._unused)
        # in a file of pools, the order of the steps is told by those in pools of their own
        self._before = {step.id: earlier.id for earlier, step in pairwise(process.steps)}
        self._way_in: dict[str, str] = {}
        self._way_out: dict[str, str] = {}
        for step in process.steps:
            self._place(step)
        for step in process.steps:
            self._connect(step)
        self._tell()

    def _begins(self, step: Step, led_to: Counter[str]) -> bool:
        return step.kind == "event" and step.id in self._entries and not led_to[step.id]

    def _element_ids(self) -> dict[str, str]:
        safe = {step.id: step.id for step in self._process.steps if self._is_safe(step.id)}
        self._taken |= safe.keys()
        return {step.id: safe.get(step.id) or self._unused("Step") for step in self._process.steps}

    def _is_safe(self, step_id: str) -> bool:
        return bool(_SAFE_ID.fullmatch(step_id)) and step_id not in self._taken

    def _unused(self, base: str) -> str:
        number = self._numbers.get(base, 0) + 1
        while f"{base}_{number}" in self._taken:
            number += 1
        self._numbers[base] = number
        self._taken.add(f"{base}_{number}")
        return f"{base}_{number}"

    # nodes -----------------------------------------------------------------------------------------------------------

    def _place(self, step: Step) -> None:
        """Add a step, with the gateways that say what it waits for and which ways it takes."""
        own, lane = self._ids[step.id], self._lanes[step.id]
        self._way_in[step.id] = self._way_out[step.id] = own
        joins_itself = step.kind == "gateway" and len(step.flows) < 2
        if self._incoming[step.id] > 1 and not joins_itself:
            self._way_in[step.id] = self._door(own, "in", tag=JOINS[step.join], lane=lane, name="")
        self.sheet.items[own] = self._item(own, step, lane)
        if len(step.flows) > 1 and step.kind != "gateway":
            name = f"{clean(step.name)}?" if step.is_work and step.split != "all" else ""
            self._way_out[step.id] = self._door(own, "out", tag=SPLITS[step.split], lane=lane, name=name)

    def _item(self, own: str, step: Step, lane: int) -> Item:
        unnamed = not step.is_work and step.name == step.id
        return Item(
            own,
            self._tag(step),
            "" if unnamed else clean(step.name),
            lane,
            ("step", self._record(step)),
            documentation(step.why, step.note),
            data_names(step.inputs) if step.is_work else (),
            data_names(step.outputs) if step.is_work else (),
        )

    def _record(self, step: Step) -> dict[str, object]:
        own, record = self._ids[step.id], step_data(step, self._process.clock)
        if own == step.id:
            del record["id"]
        else:
            record["element"] = own
        if len(step.flows) < 2 and step.split != "one":
            record["split"] = step.split
        if self.sheet.pool_of_lane(self._lanes[step.id]) is not self.sheet.main:
            record["after"] = self._ids[self._before[step.id]] if step.id in self._before else ""
        return record

    def _tag(self, step: Step) -> str:
        if step.kind == "gateway":
            return SPLITS[step.split] if len(step.flows) > 1 else JOINS[step.join]
        if step.kind == "event":
            if step.id in self._starting:
                return "startEvent"
            return "intermediateThrowEvent" if step.flows else "endEvent"
        by_system = step.owner is not None and self._process.is_system(step.owner)
        return task_tag(step.kind, calls=step.calls is not None, by_system=by_system)

    def _door(self, of: str, side: str, *, tag: str, lane: int, name: str) -> str:
        own = self._unused("Gateway")
        self.sheet.items[own] = Item(own, tag, name, lane, ("door", {"of": of, "side": side}))
        return own

    # flows -----------------------------------------------------------------------------------------------------------

    def _connect(self, step: Step) -> None:
        if step.id in self._entries - self._starting:
            self._arc(self._event("startEvent", "start", step), self._way_in[step.id], Flow(step.id))
        own = self._ids[step.id]
        if self._way_in[step.id] != own:
            self._arc(self._way_in[step.id], own, Flow(own))
        if self._way_out[step.id] != own:
            self._arc(own, self._way_out[step.id], Flow(own))
        for flow in step.flows:
            target = self._event("endEvent", "end", step) if flow.to == END else self._way_in[flow.to]
            self._arc(self._way_out[step.id], target, flow)
        if not step.flows and self.sheet.items[self._ids[step.id]].tag != "endEvent":
            self._arc(self._way_out[step.id], self._event("endEvent", "end", step, implied=True), Flow(END))

    def _event(self, tag: str, mark: str, step: Step, *, implied: bool = False) -> str:
        own = self._unused("StartEvent" if mark == "start" else "EndEvent")
        self.sheet.items[own] = Item(own, tag, "", self._lanes[step.id], (mark, {"implied": True} if implied else {}))
        return own

    def _arc(self, source: str, target: str, flow: Flow) -> None:
        if self.sheet.pool_of(source) is not self.sheet.pool_of(target):
            self._cross(source, target, flow)
            return
        when = {} if flow.when is None else {"when": flow.when}
        share = {} if flow.share is None else {"share": write_share(flow.share)}
        said = when | share | _said_of(flow)
        self.sheet.arcs.append(Arc(self._unused("Flow"), source, target, clean(flow.when), said))

    # messages --------------------------------------------------------------------------------------------------------

    def _cross(self, source: str, target: str, flow: Flow) -> None:
        """Lead work from one pool into another: no sequence flow may, so it ends with a message, and begins with it.

        Either event bears the name of whoever is at the other end.
        """
        sent = self._crossing("endEvent", source, self._called(target))
        got = self._crossing("startEvent", target, self._called(source))
        self._arc(source, sent, flow)
        self.sheet.messages.append(Arc(self._unused("Message"), sent, got))
        self._arc(got, target, Flow(target))

    def _crossing(self, tag: str, beside: str, name: str) -> str:
        own = self._unused("StartEvent" if tag == "startEvent" else "EndEvent")
        lane = self.sheet.items[beside].lane
        self.sheet.items[own] = Item(own, tag, name, lane, ("crossing", {}), crosses=True)
        return own

    def _called(self, item: str) -> str:
        lane = self.sheet.lanes[self.sheet.items[item].lane]
        return lane.name or lane.pool.name

    def _tell(self) -> None:
        """Draw messages from those who inform customers and partners, and from the customer whom a contact is with."""
        pools = {pool.role: pool for pool in self.sheet.pools if pool.role is not None}
        for step in self._process.work:
            own = self._ids[step.id]
            home = self.sheet.pool_of(own)
            ends = [(own, pools[role].id) for role in dict.fromkeys(step.informs) if role in pools]
            if step.kind == "contact" and self._process.customer in pools:
                ends.append((pools[self._process.customer].id, own))
            for source, target in ends:
                if home.id not in (source, target):
                    self.sheet.messages.append(Arc(self._unused("Message"), source, target))


def _said_of(flow: Flow) -> dict[str, Any]:
    """Return what a flow says that BPMN has no place for: how the case ends, and which class of cases takes it."""
    outcome = {} if flow.outcome is None else {"as": flow.outcome}
    return outcome | ({} if flow.band is None else {"band": list(flow.band)})
