"""Who performs what: lanes, nested lanes, and pools."""

from __future__ import annotations

from flowtrim.formats.bpmn.scan import Scan


def lane_of(found: Scan) -> dict[str, str | None]:
    """Return the name of the lane of each flow node; None where it lies in none, or in none that has a name.

    The innermost lane that names a node has it; a lane without a name passes it to the lane around it.
    What lies inside a sub-process is done where the sub-process lies, unless a lane names it itself.
    """
    innermost: dict[str, str] = {}
    for lane in found.lanes.values():
        for node_id in lane.nodes:
            known = innermost.get(node_id)
            if known is None or _depth(found, lane.id) >= _depth(found, known):
                innermost[node_id] = lane.id
    named: dict[str, str | None] = {}
    for node in found.nodes.values():
        around: str | None = node.id
        while around is not None and around not in innermost:
            parent = found.nodes[around].scope
            around = parent if parent in found.nodes else None
        named[node.id] = _name(found, innermost[around]) if around is not None else None
    return named


def pool_of(found: Scan) -> dict[str, str]:
    """Return the name of the participant whose process each process is; a process in no pool has none."""
    return {pool.process: pool.name for pool in found.pools.values() if pool.process and pool.name}


def _depth(found: Scan, lane_id: str) -> int:
    depth = 0
    parent = found.lanes[lane_id].parent
    while parent is not None:
        depth += 1
        parent = found.lanes[parent].parent
    return depth


def _name(found: Scan, lane_id: str) -> str | None:
    here: str | None = lane_id
    while here is not None:
        lane = found.lanes[here]
        if lane.name:
            return lane.name
        here = lane.parent
    return None
