"""Who performs what: lanes, nested lanes, and pools; and which processes of a document run by themselves."""

from __future__ import annotations

from collections.abc import Mapping

from flowtrim.formats.bpmn.elements import CALLS
from flowtrim.formats.bpmn.records import PROCESS, Scan, bare
from flowtrim.formats.bpmn.xml import called_by
from flowtrim.sentences import quoted


def lane_of(found: Scan) -> dict[str, str | None]:
    """Return the name of the lane of each flow node; None where it lies in none, or in none that has a name."""
    return {node: None if lane is None else name_of(found, lane) for node, lane in lane_ids(found).items()}


def lane_ids(found: Scan) -> dict[str, str | None]:
    """Return the id of the lane of each flow node; None where it lies in none.

    The innermost lane that names a node has it; a lane without a name passes it to the lane around it.
    What lies inside a sub-process is done where the sub-process lies, unless a lane names it itself.
    """
    depths = _depths(found)
    innermost: dict[str, str] = {}
    for lane in found.lanes.values():
        for node_id in filter(None, map(found.node_id, lane.nodes)):
            known = innermost.get(node_id)
            if known is None or depths[lane.id] >= depths[known]:
                innermost[node_id] = lane.id
    lanes: dict[str, str | None] = {}
    for node in found.nodes.values():
        # a scope stands before what is in it, so its lane is known
        lanes[node.id] = innermost.get(node.id) or lanes.get(node.scope)
    return lanes


def pool_of(found: Scan) -> dict[str, str]:
    """Return the name of the participant whose process each process is; a process in no pool has none."""
    return {pool.process: pool.name for pool in found.pools.values() if pool.process and pool.name}


def uncalled(found: Scan, labels: Mapping[str, str]) -> list[str]:
    """Return the scopes that run by themselves, of those that ``labels`` name; what a step of another calls is told."""
    callers = [node for node in found.nodes.values() if node.tag in CALLS]
    calls = {(found.home(node), PROCESS + bare(called_by(node.element))) for node in callers}
    called = {scope for caller, scope in calls if caller != scope}
    alone = [scope for scope in labels.values() if scope not in called]
    for label, scope in labels.items() if alone else ():
        if scope in called:
            line = found.processes[scope].sourceline or 1
            why = f"“{label}”: a step calls it, and it is done there; --pool {quoted(label)} reads it"
            found.tell("process", scope.removeprefix(PROCESS), line, why)
    return alone or list(labels.values())


def _depths(found: Scan) -> dict[str, int]:
    """Return how many lanes are around each lane; one stands before those inside it."""
    depths: dict[str, int] = {}
    for lane in found.lanes.values():
        depths[lane.id] = depths.get(lane.parent or "", -1) + 1
    return depths


def name_of(found: Scan, lane_id: str) -> str | None:
    """Return the name of a lane, or of the nearest lane around it that has one."""
    here: str | None = lane_id
    while here is not None:
        lane = found.lanes[here]
        if lane.name:
            return lane.name
        here = lane.parent
    return None
