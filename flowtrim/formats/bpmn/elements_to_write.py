"""From a process to the draft of a BPMN document: flows, start and end events, events on borders, and messages."""

from __future__ import annotations

from typing import Any

from flowtrim.formats.bpmn.canvas import Arc, Item, Sheet
from flowtrim.formats.bpmn.enclosures import Enclosure
from flowtrim.formats.bpmn.items_to_write import Placing
from flowtrim.formats.bpmn.xml import clean
from flowtrim.formats.scalars import write_duration, write_iso_duration, write_share
from flowtrim.model import END, Deadline, Flow, Interruption, Process, Step


def draft(process: Process) -> Sheet:
    """Return the draft of a document that reads back as the process.

    Raises:
        OutputError: a plan of it changes something that a file has no words for.
    """
    return _Drafting(process).sheet


class _Drafting(Placing):
    """Leads the flows between the items, and sets deadlines and interruptions on their borders."""

    def __init__(self, process: Process) -> None:
        super().__init__(process)
        for step in process.steps:
            self._connect(step)
        for sub, enclosure in self._subs.items():
            self._connect_sub(sub, enclosure)
        for number, interruption in enumerate(process.anytime):
            self._interrupt(number, interruption)
        self._tell()

    def _connect_sub(self, sub: str, enclosure: Enclosure) -> None:
        """Begin a sub-process; that of interruptions begins with what interrupts."""
        sheet = self.sheet.inside[sub]
        lane = self._lanes[enclosure.entry] if enclosure.steps else 0
        start = self._unused("StartEvent")
        begun = Item(start, "startEvent", "", lane, ("start", {}))
        if enclosure.numbers:
            begun.name = begun.trigger = self._called_sub(enclosure)
            begun.event = "conditional"
        self._add(sheet, begun)
        flow = Flow(END, outcome=self._process.anytime[enclosure.numbers[0]].outcome) if not enclosure.steps else None
        self._arc(start, self._end(sheet, lane, flow) if flow else self._way_in[enclosure.entry], flow or Flow(start))

    # flows -----------------------------------------------------------------------------------------------------------

    def _connect(self, step: Step) -> None:
        if step.id in self._entries - self._starting:
            self._begin(step)
        own, out = self._ids[step.id], self._way_out[step.id]
        sub = self._sub_of.get(step.id)
        if sub and sub in self._way_in and step.id == self._subs[sub].entry:
            self._arc(self._way_in[sub], sub, Flow(own))
        near = self._near.get(step.id, own)
        if self._way_in[step.id] != own:
            self._arc(self._way_in[step.id], near, Flow(own))
        if near != own:
            self._arc(near, own, Flow(own))
        if out != own:
            self._arc(own, out, Flow(own))
        for flow in step.flows:
            self._lead(step, out, flow)
        if not step.flows and self._homes[own].items[own].tag != "endEvent":
            self._lead(step, out, Flow(END), implied=True)
        for number, deadline in enumerate(step.within):
            if deadline.consequence:
                self._late(step, number, deadline)

    def _begin(self, step: Step) -> None:
        """Lead from a start event to a step, or to the sub-process that it begins."""
        met = self._met(step.id)
        sheet, lane = self._homes.get(met, self.sheet), self._lane_of(met) if met in self._homes else 0
        if met == step.id:
            sheet, lane = self._sheet_of(step.id), self._lanes[step.id]
        start = self._add(sheet, Item(self._unused("StartEvent"), "startEvent", "", lane, ("start", {})))
        self._arc(start, self._into(step.id, start), Flow(step.id))

    def _into(self, target: str, source: str) -> str:
        """Return the item by which a way from an item comes to a step."""
        if self._sheet_of(target) is self._homes[source]:
            return self._way_in[target]
        sub = self._sub_of[target]
        return self._way_in.get(sub, sub)

    def _lead(self, step: Step, out: str, flow: Flow, *, implied: bool = False) -> None:
        """Lead a way on: out of the sub-process of a part it goes on from there."""
        sub, sheet, lane = self._sub_of.get(step.id, ""), self._sheet_of(step.id), self._lanes[step.id]
        if sub and self._subs[sub].part and self._sub_of.get(flow.to) != sub:
            leave = Item(self._unused("EndEvent"), "endEvent", "", lane, ("leave", {}))
            self._arc(out, self._add(sheet, leave), flow)
            out, sheet, lane = sub, self.sheet, self._lane_of(sub)
            flow = Flow(flow.to, outcome=flow.outcome)
        self._arc(
            out, self._end(sheet, lane, flow, implied=implied) if flow.to == END else self._into(flow.to, out), flow
        )

    def _arc(self, source: str, target: str, flow: Flow) -> None:
        sheet = self._homes[source]
        if sheet.pool_of(source) is not sheet.pool_of(target):
            self._cross(source, target, flow)
            return
        when = {} if flow.when is None else {"when": flow.when}
        share = {} if flow.share is None else {"share": write_share(flow.share)}
        said = when | share | _said_of(flow)
        sheet.arcs.append(Arc(self._unused("Flow"), source, target, clean(flow.when), said))

    # on the border ---------------------------------------------------------------------------------------------------

    def _late(self, step: Step, number: int, deadline: Deadline) -> None:
        """Set the timer of a deadline on the border of its step; it stops the step where something else is done."""
        host, time = self._ids[step.id], write_iso_duration(deadline.within, self._process.clock)
        timer = self._on_border(host, ("timer", {"at": number}), event="timer", trigger=time)
        timer.stops = deadline.instead is not None
        timer.name = write_duration(deadline.within, self._process.clock)
        target = str(deadline.consequence)
        self._arc(timer.id, self._past_join(target, timer.id), Flow(target))

    def _interrupt(self, number: int, interruption: Interruption) -> None:
        """Set what interrupts on the border of each step that it strikes, where it is no sub-process of its own."""
        hosts = [] if self._is_handled(number) else self._hosts(interruption)
        for host in hosts:
            mark = ("interruption", {"of": number, "among": len(hosts)})
            event = self._on_border(host, mark, event="conditional", trigger=clean(interruption.when))
            event.name = clean(interruption.when)
            lane, flow = self._lane_of(host), Flow(interruption.to, outcome=interruption.outcome)
            if interruption.to == END:
                self._arc(event.id, self._end(self._homes[host], lane, flow), flow)
            else:
                self._arc(event.id, self._past_join(interruption.to, event.id), flow)

    def _past_join(self, target: str, source: str) -> str:
        """Return the item by which a way from a border comes to a step: what waits for others does not wait for it."""
        if self._joins_any(target):
            return self._into(target, source)
        return self._near.get(target) or self._ids[target]

    def _on_border(self, host: str, mark: tuple[str, dict[str, Any]], **event: Any) -> Item:
        sheet, lane = self._homes[host], self._lane_of(host)
        item = Item(self._unused("BoundaryEvent"), "boundaryEvent", "", lane, mark, host=host, **event)
        self._add(sheet, item)
        return item

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
        return self._add(self.sheet, Item(own, tag, name, self._lane_of(beside), ("crossing", {}), event="message"))

    def _called(self, item: str) -> str:
        lane = self.sheet.lanes[self.sheet.items[item].lane]
        return lane.name or lane.pool.name

    def _tell(self) -> None:
        """Draw messages from those who inform customers and partners, and from the customer whom a contact is with.

        A step inside a sub-process sends by way of that.
        """
        pools = {pool.role: pool for pool in self.sheet.pools if pool.role is not None}
        for step in self._process.work:
            own = self._sub_of.get(step.id, self._ids[step.id])
            mark = {"of": self._ids[step.id]} if step.id in self._sub_of else {}
            home = self.sheet.pool_of(own)
            ends = [(own, pools[role].id) for role in dict.fromkeys(step.informs) if role in pools]
            if step.kind == "contact" and self._process.customer in pools:
                ends.append((pools[self._process.customer].id, own))
            for source, target in ends:
                if home.id not in (source, target):
                    self.sheet.messages.append(Arc(self._unused("Message"), source, target, mark=mark))


def _said_of(flow: Flow) -> dict[str, Any]:
    """Return what a flow says that BPMN has no place for: how the case ends, and which class of cases takes it."""
    outcome = {} if flow.outcome is None else {"as": flow.outcome}
    return outcome | ({} if flow.band is None else {"band": list(flow.band)})
