"""Pools and lanes: who performs lies in a lane, and customers and partners have a pool of their own."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from msgspec.structs import replace

from flowtrim.formats.bpmn.canvas import Band, Pool
from flowtrim.formats.bpmn.xml import clean
from flowtrim.model import END, Process, Role, Step


class Bands(NamedTuple):
    """Pools, that of the process itself first; lanes in the order in which they lie; the lane of each step."""

    pools: list[Pool]
    lanes: list[Band]
    lane_of: dict[str, int]


def draw_bands(process: Process, unused: Callable[[str], str]) -> Bands:
    """Return who lies where; ``unused`` makes ids.

    Customers and partners are participants, and none of ours. Where nobody else performs anything, the process is
    theirs, and they lie in its lanes.
    """
    owners = dict.fromkeys(step.owner for step in process.work) or {None: None}
    guests = {role.id: role for role in process.performers if _is_outside(process, role)}
    if guests.keys() == owners.keys():
        guests = {}
    main = Pool("Participant", clean(process.name), process="Process")
    # a party that performs nothing may still be informed: it gets a closed pool
    closed = [role for role in _outsiders(process) if role.id not in owners]
    pools = {role.id: _pool(process, role, unused, open_=role.id in guests) for role in (*guests.values(), *closed)}
    where = lanes_of(process)
    owners |= dict.fromkeys(filter(None, where.values()))
    inside = {owner: pools[owner] if owner in guests else main for owner in owners}
    order = sorted(owners, key=lambda owner: _depth(inside[owner], main))
    lanes = [Band(unused("Lane"), _name(process, owner), owner, inside[owner]) for owner in order]
    number = {owner: at for at, owner in enumerate(order)}
    default = next(at for at, lane in enumerate(lanes) if lane.pool is main)
    lane_of = {step.id: number[where[step.id]] if step.id in where else default for step in process.steps}
    return Bands([main, *pools.values()], lanes, lane_of)


def lanes_of(process: Process) -> dict[str, str | None]:
    """Return the role in whose lane each step lies; without those that nothing tells the lane of.

    Gateways and events lie in the lane that they name, else where the work before them lies, else where the work
    after them does. A lane of its own in another house would be a pool without work, so none is made.
    """
    lanes = {step.id: step.owner for step in process.steps if step.is_work or _names_a_lane(process, step)}
    after = {step.id: [flow.to for flow in step.flows if flow.to != END] for step in process.steps}
    before: dict[str, list[str]] = defaultdict(list)
    for source, targets in after.items():
        for target in targets:
            before[target].append(source)
    for neighbours in (after, before):
        waiting = deque(step for step in after if step in lanes)
        while waiting:
            here = waiting.popleft()
            for there in neighbours.get(here, ()):
                if there not in lanes:
                    lanes[there] = lanes[here]
                    waiting.append(there)
    return lanes


def _names_a_lane(process: Process, step: Step) -> bool:
    role = process.role(step.owner) if step.owner else None
    return role is not None and (role in process.performers or not _is_outside(process, role))


def _kept(process: Process, step: Step, lane: str | None) -> bool:
    """Whether a document does not contradict whom a step names: a lane that it cannot have says nothing."""
    return step.is_work or lane in (None, step.owner) or (step.owner is not None and not _names_a_lane(process, step))


def with_lanes(process: Process, lanes: Mapping[str, str | None]) -> Process:
    """Return the process with its gateways and events in those ``lanes`` of a document, by the ids of roles.

    They name their lane only where it is not the one that they would lie in anyway.
    """
    agreed = tuple(
        step if _kept(process, step, lanes.get(step.id)) else replace(step, owner=None) for step in process.steps
    )
    usual = lanes_of(replace(process, steps=agreed))
    steps = (replace(step, owner=lanes[step.id]) if _lies_apart(step, lanes, usual) else step for step in agreed)
    return replace(process, steps=tuple(steps))


def _lies_apart(step: Step, lanes: Mapping[str, str | None], usual: Mapping[str, str | None]) -> bool:
    placed = step.id in usual and not step.is_work and step.owner is None
    return placed and lanes.get(step.id) not in (None, usual[step.id])


def _depth(pool: Pool, main: Pool) -> int:
    return 1 if pool is main else 0 if pool.above else 2


def _name(process: Process, owner: str | None) -> str:
    return "" if owner is None else clean(process.role(owner).name)


def _pool(process: Process, role: Role, unused: Callable[[str], str], *, open_: bool) -> Pool:
    inner = unused("Process") if open_ else None
    return Pool(unused("Participant"), clean(role.name), role.id, inner, above=process.is_customer(role.id))


def _is_outside(process: Process, role: Role) -> bool:
    return bool(clean(role.name)) and (role.kind == "partner" or process.is_customer(role.id))


def _outsiders(process: Process) -> Iterable[Role]:
    customer = [process.customer] if process.customer else []
    known = dict.fromkeys([*(role.id for role in process.roles), *customer])
    return (role for role in map(process.role, known) if _is_outside(process, role))
