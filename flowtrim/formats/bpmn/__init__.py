"""BPMN 2.0 documents: read as a process, with an account of what was read."""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec.structs import asdict

from flowtrim.errors import InvalidFileError, Problem
from flowtrim.formats.bpmn.bpmn_reader import Reading
from flowtrim.formats.bpmn.bpmn_writer import write_bpmn
from flowtrim.formats.bpmn.elements import ACTIVITIES, CALLS, EVENTS, GATEWAYS, SUB_PROCESSES, TASKS
from flowtrim.formats.bpmn.not_carried import tell_unused
from flowtrim.formats.bpmn.owners import lane_of
from flowtrim.formats.bpmn.records import Scan
from flowtrim.formats.bpmn.restoring import rejoin, restore
from flowtrim.formats.bpmn.scan import scan
from flowtrim.formats.bpmn.shapes import complete
from flowtrim.formats.bpmn.xml import is_of_bpmn, local, parse
from flowtrim.model import Process

__all__ = ["account", "filled_pools", "read_bpmn", "write_bpmn"]


def read_bpmn(
    data: bytes, *, file: str, pool: str | None = None, today: date | None = None
) -> tuple[Process, dict[str, Any], dict[str, int]]:
    """Read a BPMN document; return the process, the account of what was read, and the line of each node.

    Without ``pool`` all pools that have something inside are read, side by side in one process.

    Raises:
        InvalidFileError: no XML, unsafe, or without a process.
        UnknownNameError: no pool of that name has a process inside.
    """
    root, slips = parse(data, file)
    found = scan(root)
    complete(found)
    if not found.processes or not (found.nodes or is_of_bpmn(root)):
        raise InvalidFileError([Problem(file, 1, 1, _missing(found, local(root)))])
    counted, lines = account(found), {node.id: node.line for node in found.nodes.values()}
    terms = rejoin(found)
    reading = Reading(found, file=file, pool=pool)
    read = reading.process()
    owners = {step.owner for step in read.steps}
    tell_unused(found, reading.lanes, owners=owners, data=reading.handled)
    process, ids = restore(found, (read, terms), scopes=reading.scopes, file=file, today=today or date.max)
    for slip in slips:
        found.tell("document", "", slip.line, f"mended to be read: {slip.message}")
    counted["not_carried"] = [asdict(item) for item in found.not_carried]
    return process, counted, {ids.get(node_id, node_id): line for node_id, line in lines.items()}


def _missing(found: Scan, root: str) -> str:
    """Say that there is no process, and what of BPMN there is in its place."""
    beside = any(each.element == "choreography" for each in found.not_carried)
    told = ", but a choreography, which says who talks with whom and not who does what" if beside else ""
    called = "" if root == "definitions" else f": it begins with “<{root}>”"
    return f"There is no BPMN process in this file{called}{told}."


def filled_pools(data: bytes, *, file: str) -> tuple[str, ...]:
    """Return the names of the pools, or of the processes outside of pools, that have something inside."""
    found = scan(parse(data, file)[0])
    complete(found)
    rejoin(found)
    return Reading(found, file=file).pool_names


def account(found: Scan) -> dict[str, Any]:
    """Return what a document holds, counted, with the lane of every activity by its id."""
    tags = [node.tag for node in found.nodes.values()]
    lanes = lane_of(found)
    written = {own: reference for reference, own in found.renamed.items()}
    return {
        "format": "bpmn",
        "tasks": sum(tag in TASKS for tag in tags),
        "call_activities": sum(tag in CALLS for tag in tags),
        "subprocesses": sum(tag in SUB_PROCESSES for tag in tags),
        "events": sum(tag in EVENTS for tag in tags),
        "gateways": sum(tag in GATEWAYS for tag in tags),
        "sequence_flows": len(found.flows),
        "message_flows": len(found.messages),
        "lanes": [lane.name for lane in found.lanes.values()],
        "owners": {
            written.get(node.id, node.id): lanes[node.id] for node in found.nodes.values() if node.tag in ACTIVITIES
        },
        "not_carried": [],
    }
