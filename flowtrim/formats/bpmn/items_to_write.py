"""From a process to the draft of a BPMN document: steps and sub-processes as items in lanes and pools."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from msgspec.structs import replace

from flowtrim.formats.bpmn.canvas import Item, Pool, Sheet
from flowtrim.formats.bpmn.enclosures import Enclosure, enclosures, struck
from flowtrim.formats.bpmn.import_notes import JOINS, SPLITS, TERMINATE, data_names, documentation, task_tag
from flowtrim.formats.bpmn.lanes import draw_bands
from flowtrim.formats.bpmn.records import ALL_POOLS
from flowtrim.formats.bpmn.xml import clean
from flowtrim.formats.json_text import plain, step_data
from flowtrim.formats.yaml_writer import process_entries
from flowtrim.model import END, Flow, Interruption, Process, Step

_SAFE_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
OR = " / "
"""Stands between the names of what interrupts and is answered alike."""
_FIXED = ("Definitions", "Collaboration", "Process", "Participant", "LaneSet", "Diagram", "Plane")


class Placing:
    """Puts steps and sub-processes into lanes; ``sheet`` is what comes of it, still without flows."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._taken = {*_FIXED, END, ALL_POOLS}
        self._numbers: dict[str, int] = {}
        self._entries = {start.at for start in process.entries}
        self._ids = self._element_ids()
        led_to = Counter(flow.to for step in process.steps for flow in step.flows)
        self._starting = {step.id for step in process.steps if self._begins(step, led_to)}
        data = plain(process_entries(process))
        data.pop("steps", None)
        self.sheet = Sheet(clean(process.name), data)
        self.sheet.pools, self.sheet.lanes, self._lanes = draw_bands(process, self._unused)
        self._homes: dict[str, Sheet] = {}
        self._enclose(enclosures(process, lambda step: self.sheet.pool_of_lane(self._lanes[step]) is self.sheet.main))
        self._incoming = self._count_incoming()
        # where steps do not stand in one process, their order is told by those elsewhere
        self._before = {step.id: earlier.id for earlier, step in pairwise(process.steps)}
        self._way_in: dict[str, str] = {}
        self._way_out: dict[str, str] = {}
        self._near: dict[str, str] = {}
        for step in process.steps:
            self._place(step)

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

    # sub-processes ---------------------------------------------------------------------------------------------------

    def _enclose(self, found: Iterable[Enclosure]) -> None:
        """Give each sub-process an id and a sheet of its own, with the lanes of those who act in it."""
        self._subs = {self._unused("SubProcess"): enclosure for enclosure in found}
        self._sub_of = {step: sub for sub, enclosure in self._subs.items() for step in enclosure.steps}
        for sub, enclosure in self._subs.items():
            lanes = sorted({self._lanes[step] for step in enclosure.steps}) or [self._main_lane()]
            pool = Pool(sub, self._called_sub(enclosure))
            bands = [replace(self.sheet.lanes[lane], id=self._unused("Lane"), pool=pool) for lane in lanes]
            self.sheet.inside[sub] = Sheet(pool.name, {}, pools=[pool], lanes=bands)
            self._place_sub(sub, enclosure, lanes[0])
            self._lanes |= {step: lanes.index(self._lanes[step]) for step in enclosure.steps}

    def _main_lane(self) -> int:
        return next(at for at, lane in enumerate(self.sheet.lanes) if lane.pool is self.sheet.main)

    def _called_sub(self, enclosure: Enclosure) -> str:
        whens = (self._process.anytime[number].when for number in enclosure.numbers)
        return clean(enclosure.part.name if enclosure.part else OR.join(whens))

    def _place_sub(self, sub: str, enclosure: Enclosure, lane: int) -> None:
        part = enclosure.part
        mark = ("part", {"part": part.name}) if part else ("interruption", {"of": list(enclosure.numbers)})
        self._add(self.sheet, Item(sub, "subProcess", self._called_sub(enclosure), lane, mark))
        self.sheet.items[sub].repeated = part.each if part else None

    def _sheet_of(self, step: str) -> Sheet:
        return self.sheet.inside[self._sub_of[step]] if step in self._sub_of else self.sheet

    def _add(self, sheet: Sheet, item: Item) -> str:
        sheet.items[item.id] = item
        self._homes[item.id] = sheet
        return item.id

    # nodes -----------------------------------------------------------------------------------------------------------

    def _count_incoming(self) -> Counter[str]:
        """Count the ways to each step that lie where it lies, and those to each sub-process."""
        met: Counter[str] = Counter(map(self._met, self._entries - self._starting))
        for step in self._process.steps:
            late = [each.consequence for each in step.within if each.consequence]
            for target in (*(flow.to for flow in step.flows), *(to for to in late if self._joins_any(to))):
                if target != END:
                    met[self._met(target, step.id)] += 1
        met.update(enclosure.entry for enclosure in self._subs.values() if enclosure.steps)
        for number, each in enumerate(self._process.anytime):
            if each.to != END and self._joins_any(each.to) and not self._is_handled(number):
                met[each.to] += len(self._hosts(each))
        return met

    def _met(self, target: str, source: str = "") -> str:
        """Return what a way comes to: a step, or the sub-process around it where the way begins outside."""
        sub = self._sub_of.get(target)
        return sub if sub and self._sub_of.get(source) != sub else target

    def _joins_any(self, step: str) -> bool:
        return self._process.step(step).join == "any"

    def _place(self, step: Step) -> None:
        """Add a step, with the gateways that say what it waits for and which ways it takes."""
        own, lane, sheet = self._ids[step.id], self._lanes[step.id], self._sheet_of(step.id)
        self._way_in[step.id] = self._way_out[step.id] = own
        joins_itself = step.kind == "gateway" and len(step.flows) < 2
        sub = self._sub_of.get(step.id, "")
        if sub and self._incoming[sub] > 1 and step.id == self._subs[sub].entry:
            self._way_in[sub] = self._door(own, "in", tag=JOINS[step.join], at=(self.sheet, self._lane_of(sub)))
        if self._incoming[step.id] > 1 and not joins_itself:
            self._way_in[step.id] = self._door(own, "in", tag=JOINS[step.join], at=(sheet, lane))
        if self._is_led_past_its_join(step):
            self._near[step.id] = self._door(own, "near", tag="exclusiveGateway", at=(sheet, lane))
        self._add(sheet, self._item(own, step, lane))
        if len(step.flows) > 1 and step.kind != "gateway":
            name = f"{clean(step.name)}?" if step.is_work and step.split != "all" else ""
            self._way_out[step.id] = self._door(own, "out", tag=SPLITS[step.split], at=(sheet, lane), name=name)

    def _lane_of(self, item: str) -> int:
        return self._homes[item].items[item].lane

    def _item(self, own: str, step: Step, lane: int) -> Item:
        unnamed = not step.is_work and step.name == step.id
        tag, stops_all = self._tag(step), TERMINATE in (step.note or "").splitlines()
        # a process has one start without a trigger at most
        told_apart = step.id in self._starting and len(self._entries) > 1 and not unnamed
        return Item(
            own,
            tag,
            "" if unnamed else clean(step.name),
            lane,
            ("step", self._record(step)),
            documentation(step.why, step.note),
            data_names(step.inputs) if step.is_work else (),
            data_names(step.outputs) if step.is_work else (),
            event="terminate" if tag == "endEvent" and stops_all else "conditional" if told_apart else "",
            trigger=clean(step.name) if told_apart else "",
            repeated=step.each if step.is_work else None,
        )

    def _record(self, step: Step) -> dict[str, object]:
        own, record = self._ids[step.id], step_data(step, self._process.clock)
        if own == step.id:
            del record["id"]
        else:
            record["element"] = own
        if len(step.flows) < 2 and step.split != "one":
            record["split"] = step.split
        if step.id in self._sub_of or self.sheet.pool_of_lane(self._lanes[step.id]) is not self.sheet.main:
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

    def _door(self, of: str, side: str, *, tag: str, at: tuple[Sheet, int], name: str = "") -> str:
        sheet, lane = at
        return self._add(sheet, Item(self._unused("Gateway"), tag, name, lane, ("door", {"of": of, "side": side})))

    def _is_handled(self, number: int) -> bool:
        return any(number in enclosure.numbers for enclosure in self._subs.values())

    def _hosts(self, interruption: Interruption) -> list[str]:
        """Return the items on whose border an interruption stands: steps, or the sub-processes of whole parts."""
        steps = struck(self._process, interruption)
        apart = self._sub_of.get(interruption.to)
        around = (self._sub_of.get(step) if self._sub_of.get(step) != apart else None for step in steps)
        return list(dict.fromkeys(sub or self._ids[step] for sub, step in zip(around, steps, strict=True)))

    def _is_led_past_its_join(self, step: Step) -> bool:
        """Whether a step that joins several ways is reached from a border as well."""
        late = {each.consequence for one in self._process.steps for each in one.within}
        struck_to = {each.to for number, each in enumerate(self._process.anytime) if not self._is_handled(number)}
        return step.join != "any" and self._way_in[step.id] != self._ids[step.id] and step.id in late | struck_to

    def _end(self, sheet: Sheet, lane: int, flow: Flow, *, implied: bool = False) -> str:
        mark = {"implied": True} if implied else {}
        return self._add(sheet, Item(self._unused("EndEvent"), "endEvent", clean(flow.outcome), lane, ("end", mark)))
