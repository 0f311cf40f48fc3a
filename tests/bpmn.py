"""An independent reader of BPMN: what a document holds, counted with ElementTree and none of our code."""

from xml.etree import ElementTree as ET

TASKS = {
    "task", "userTask", "manualTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask", "receiveTask",
}  # fmt: skip
SUBS = {"subProcess", "adHocSubProcess", "transaction"}
WORK = TASKS | SUBS | {"callActivity"}
EVENTS = {"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"}
GATEWAYS = {"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"}
NODES = WORK | EVENTS | GATEWAYS


def line(text):
    return " ".join((text or "").split())


class Counts:
    """The elements of a document by their local names, and who lies where."""

    def __init__(self, text):
        root = ET.fromstring(text)
        self.tag = {e: e.tag.rpartition("}")[2] for e in root.iter() if "BPMN/20100524/MODEL" in e.tag}
        self.around = {child: parent for parent in root.iter() for child in parent}
        self.nodes = {e.get("id"): e for e, tag in self.tag.items() if tag in NODES}
        self.opened = {own for own, e in self.nodes.items() if any(self.tag.get(c) in NODES for c in e)}
        self.lane = {}
        for lane in sorted(self.every("lane"), key=self.depth):  # so that the innermost is the last
            for ref in lane:
                if self.tag.get(ref) == "flowNodeRef":
                    self.lane[line(ref.text)] = lane

    def every(self, *tags):
        return [e for e, tag in self.tag.items() if tag in tags]

    def depth(self, element):
        return 1 + self.depth(self.around[element]) if element in self.around else 0

    def source(self):
        """Return what the JSON report says of an imported document, as far as it is counted."""
        tags = list(self.tag.values())
        return {
            "tasks": sum(tag in TASKS for tag in tags),
            "call_activities": tags.count("callActivity"),
            "subprocesses": sum(tag in SUBS for tag in tags),
            "events": sum(tag in EVENTS for tag in tags),
            "gateways": sum(tag in GATEWAYS for tag in tags),
            "sequence_flows": tags.count("sequenceFlow"),
            "message_flows": tags.count("messageFlow"),
            "lanes": [line(lane.get("name")) for lane in self.every("lane")],
            "owners": {own: self.lane_of(own) for own, e in self.nodes.items() if self.tag[e] in WORK},
        }

    def lane_of(self, own):
        """Return the name of the innermost lane with a name that a node, or a sub-process around it, lies in."""
        here = self.nodes[own]
        while here is not None and not (here.get("id") in self.lane and self.tag[here] in NODES):
            here = self.around.get(here)
        lane = None if here is None else self.lane[here.get("id")]
        while lane is not None and not (self.tag[lane] == "lane" and line(lane.get("name"))):
            lane = self.around.get(lane)
        return None if lane is None else line(lane.get("name"))

    def performer(self, own):
        """Return the lane of a node; in a process none of whose own lanes has a name, the name of its pool."""
        process = self.nodes[own]
        while self.tag[process] != "process":
            process = self.around[process]
        laned = any(line(e.get("name")) and self.process_of(e) is process for e in self.every("lane"))
        pools = [e.get("name") for e in self.every("participant") if e.get("processRef") == process.get("id")]
        return self.lane_of(own) or (None if laned or not pools else line(pools[-1]) or None)

    def process_of(self, lane):
        """Return the process or sub-process whose lane set a lane is in."""
        while self.tag[lane] in ("lane", "laneSet", "childLaneSet"):
            lane = self.around[lane]
        return lane

    def steps(self):
        """Return the performer of every task, call activity, and sub-process with nothing inside."""
        return {
            own: self.performer(own) for own, e in self.nodes.items() if self.tag[e] in WORK and own not in self.opened
        }

    def handoffs(self):
        """Count the pairs of steps of two performers that follow each other through gateways and events only."""
        steps = self.steps()
        pairs = {(own, after) for own in steps for after in self._steps_after(own, steps)}
        return sum(bool(steps[a] and steps[b] and steps[a] != steps[b]) for a, b in pairs)

    def _steps_after(self, own, steps):
        waiting, seen = self._next(own), set()
        while waiting:
            here = waiting.pop()
            if here in seen:
                continue
            seen.add(here)
            if here in steps:
                yield here
            else:
                waiting |= self._next(here)

    def _next(self, own):
        """Return the nodes after one: along its flows, at its boundary, into and out of sub-processes."""
        there = {e.get("targetRef") for e in self.every("sequenceFlow") if e.get("sourceRef") == own}
        scope = self.around[self.nodes[own]]
        ends = not there & self.nodes.keys() and self.tag[scope] in NODES
        there |= {e.get("id") for e in self.every("boundaryEvent") if e.get("attachedToRef") == own}
        there |= self._next(scope.get("id")) if ends else set()
        return {first for node in there & self.nodes.keys() for first in self._firsts(node)}

    def _firsts(self, own):
        """Return where a sub-process begins: at its start events, at whatever nothing leads to, or at its first node."""
        if own not in self.opened:
            return {own}
        led_to = {e.get("targetRef") for e in self.every("sequenceFlow") if e.get("sourceRef") in self.nodes}
        inside = [
            e for e in self.nodes[own] if self.tag.get(e) in NODES - {"boundaryEvent"} and e.get("id") not in led_to
        ]
        starts = (
            [e for e in inside if self.tag[e] == "startEvent"]
            or inside
            or [e for e in self.nodes[own] if self.tag.get(e) in NODES][:1]
        )
        return {first for e in starts for first in self._firsts(e.get("id"))}
