"""Gateways that the flattening of sub-processes puts in: the doors by which a case comes in and goes out."""

from __future__ import annotations

from collections import Counter

from msgspec.structs import replace

from flowtrim.formats.bpmn.records import DOORS
from flowtrim.model import END, Flow, Start, Step


def without_needless_doors(
    steps: tuple[Step, ...], starts: tuple[Start, ...], kept: set[str]
) -> tuple[tuple[Step, ...], tuple[Start, ...]]:
    """Take out the gateways that the flattening put in where nothing joins or parts there."""
    joins = {step.id: step.join for step in steps}
    incoming = Counter(flow.to for step in steps for flow in step.flows)
    doors = {
        step.id: step.flows[0] if step.flows else Flow(END)
        for step in steps
        if step.id.endswith(DOORS) and len(step.flows) <= 1 and step.id not in kept
    }
    needless = {
        door: flow
        for door, flow in doors.items()
        if incoming[door] <= 1 or (joins[door] == joins.get(flow.to, "any") == "any")
    }

    def beyond(flow: Flow) -> Flow:
        passed: set[str] = set()
        while flow.to in needless and flow.to not in passed:
            passed.add(flow.to)
            onward = needless[flow.to]
            flow = Flow(onward.to, flow.when or onward.when, flow.share)
        return flow

    def onward(flows: tuple[Flow, ...]) -> tuple[Flow, ...]:
        led = tuple(map(beyond, flows))
        return flows if led == flows else tuple(dict.fromkeys(led))

    left = tuple(replace(step, flows=onward(step.flows)) for step in steps if step.id not in needless)
    return left, tuple(replace(start, at=beyond(Flow(start.at)).to) for start in starts)
