"""Documents of our writer have a pool for each customer and partner: their work is led back into the one process."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from msgspec.structs import replace

from flowtrim.formats.bpmn.records import Arrow, Node, Scan
from flowtrim.formats.bpmn.task_types import mark_of


def rejoin(found: Scan) -> None:
    """Make one process of a document that our writer wrote; one of anybody else is left as it is.

    Work that crossed from pool to pool by a message flows again. An event for which this does not hold any more, since
    somebody led it elsewhere, stays an event.
    """
    kinds = {scope: mark.kind for scope, element in found.processes.items() if (mark := mark_of(element))}
    main = next((scope for scope, kind in kinds.items() if kind == "process"), None)
    guests = {scope for scope, kind in kinds.items() if kind == "guest"}
    if main is None or not guests:
        return
    _flow_again(found)
    found.nodes = {node.id: node for node in _in_order(found, guests)}
    for node in found.nodes.values():
        node.scope = main if node.scope in guests else node.scope
    for own, lane in found.lanes.items():
        found.lanes[own] = replace(lane, scope=main if lane.scope in guests else lane.scope)
    for own, pool in found.pools.items():
        found.pools[own] = replace(pool, process=None if pool.process in guests else pool.process)
    for scope in guests:
        del found.processes[scope]


def _flow_again(found: Scan) -> None:
    """Lead each flow that ends with a message on to where that message begins a flow."""
    crossings = {node.id for node in found.nodes.values() if node.mark is not None and node.mark.kind == "crossing"}
    leaving = Counter(flow.source for flow in found.flows)
    sent = Counter(message.source for message in found.messages)
    onward = {
        flow.source: flow.target for flow in found.flows if flow.source in crossings and leaving[flow.source] == 1
    }
    crossed = {
        message.source: message.target
        for message in found.messages
        if message.source in crossings and message.target in onward and sent[message.source] == 1
    }
    gone = {*crossed, *crossed.values()}
    found.messages = [message for message in found.messages if message.source not in crossed]
    found.flows = [_led_on(flow, crossed, onward) for flow in found.flows if flow.source not in gone]
    found.nodes = {own: node for own, node in found.nodes.items() if own not in gone}


def _led_on(flow: Arrow, crossed: dict[str, str], onward: dict[str, str]) -> Arrow:
    return replace(flow, target=onward[crossed[flow.target]]) if flow.target in crossed else flow


def _in_order(found: Scan, guests: set[str]) -> Iterator[Node]:
    """Yield the nodes in the order of their file: those of other pools tell which one they stood behind."""
    behind: dict[str, list[Node]] = defaultdict(list)
    rest: list[Node] = []
    for node in found.nodes.values():
        told = node.mark.data.get("after") if node.scope in guests and node.mark is not None else None
        (behind[told] if isinstance(told, str) else rest).append(node)
    waiting = [*reversed(rest), *reversed(behind.pop("", []))]
    while waiting or behind:
        # whatever stood behind a step that is gone comes last
        waiting = waiting or behind.pop(next(iter(behind)))[::-1]
        node = waiting.pop()
        yield node
        waiting.extend(reversed(behind.pop(node.id, [])))
