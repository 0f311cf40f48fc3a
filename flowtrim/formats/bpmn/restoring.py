"""A document that our writer wrote, read back whole, also after it was changed in another program.

What BPMN itself says wins: a mark is believed only where its element still says what the mark would have written.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from msgspec.structs import replace

from flowtrim.errors import InvalidFileError
from flowtrim.formats.bpmn.dissolving import Terms, dissolve
from flowtrim.formats.bpmn.import_notes import documentation, reason_and_note
from flowtrim.formats.bpmn.lanes import with_lanes
from flowtrim.formats.bpmn.own_marks import Folded, fold, step_told, told_by
from flowtrim.formats.bpmn.owners import lane_ids, name_of
from flowtrim.formats.bpmn.records import Arrow, Node, Pool, Scan
from flowtrim.formats.bpmn.restored_terms import RestoredTerms, clock_of
from flowtrim.formats.bpmn.task_types import mark_of
from flowtrim.formats.bpmn.xml import clean, documentation_of
from flowtrim.formats.json_text import as_text, next_data, plain
from flowtrim.formats.process_reader import read_text
from flowtrim.formats.scalars import share
from flowtrim.formats.shares import sensible
from flowtrim.formats.step_writer import starts_entry
from flowtrim.formats.yaml_writer import role_entries
from flowtrim.model import Flow, Process, Split, Start, Step


def restore(
    found: Scan, read: tuple[Process, Terms], *, scopes: Iterable[str], file: str, today: date
) -> tuple[Process, dict[str, str]]:
    """Return the process with what our marks and terms add to it, and the id of the step of each element.

    A document without our marks is returned as it was read; so is one whose marks make no sense any more, and that is
    told among what could not be carried.
    """
    process, terms = read
    marks = [told_by(found.processes[scope]) for scope in scopes]
    data = next((mark for mark in marks if mark is not None), None)
    if data is None:
        return process, {}
    restoring = _Restoring(found, process, data, terms)
    try:
        whole = read_text(as_text(restoring.file_data()), file=file, today=today).process
    except InvalidFileError as refusal:
        why = f"what flowtrim added to this document does not fit it any more: {refusal.problems[0].message}"
        found.tell("extensionElements", "", 0, why)
        return process, {}
    return with_lanes(whole, restoring.lanes()), restoring.ids


class _Restoring:
    def __init__(self, found: Scan, process: Process, data: dict[str, Any], terms: Terms) -> None:
        self._found = found
        self._process = process
        self._data = data
        self._lanes = lane_ids(found)
        self._folded: Folded = fold(process, found.nodes)
        self.ids = self._step_ids()
        self._roles: dict[str, dict[str, Any]] = {
            role: dict(told) if isinstance(told, Mapping) else {} for role, told in (data.get("roles") or {}).items()
        }
        ours = {_role_of(pool): pool.name for pool in found.pools.values()}
        self._pools = {role: name for role, name in ours.items() if role is not None}
        self._messages = self._told()
        self._terms = RestoredTerms(terms, clock_of(data.get("clock")), self._id)

    def file_data(self) -> dict[str, Any]:
        """Return the whole process in the words of a file."""
        steps = [self._step(step) for step in self._folded.steps]
        known = set(self.ids.values())
        data = {key: self._pruned(key, value, known) for key, value in self._data.items() if key != "starts"}
        data |= self._head()
        data["parts"] = self._terms.parts(data.get("parts"), self._process.parts)
        data["anytime"] = self._terms.interruptions(self._data.get("anytime"), self._process.anytime, known)
        starts = self._starts(data.get("starts"))
        data |= {"starts": plain(starts_entry(starts))} if starts else {}
        ours = self._pools.values()
        outside = {role.id: plain(role_entries(role)) for role in self._process.roles if role.id not in ours}
        data["roles"] = outside | self._roles
        return {key: value for key, value in data.items() if value not in (None, [], {})} | (
            {"steps": steps} if steps else {}
        )

    def _id(self, element: str) -> str:
        return self.ids.get(element, element)

    def lanes(self) -> dict[str, str | None]:
        """Return the role in whose lane each step lies, by its id."""
        return {self.ids[step.id]: self._owner(replace(step, owner=None)) for step in self._folded.steps}

    # the process as a whole ------------------------------------------------------------------------------------------

    def _head(self) -> dict[str, Any]:
        name, why = self._data.get("process"), self._data.get("why")
        element = next(iter(self._found.processes.values()))
        told, written = (
            reason_and_note(documentation_of(element))[0],
            reason_and_note(map(clean, documentation(why, None)))[0],
        )
        return {
            "process": name if isinstance(name, str) and clean(name) == self._process.name else self._process.name,
            "why": why if told == written else told,
        }

    def _pruned(self, key: str, value: Any, known: set[str]) -> Any:
        """Take out the ids of steps that are no longer there."""
        if key in ("separate", "together"):
            return [group for group in value if known.issuperset(group["steps"] if isinstance(group, dict) else group)]
        if key == "kpis":
            return [kpi | {"steps": [step for step in kpi.get("steps", ()) if step in known]} for kpi in value]
        return value

    def _starts(self, _: Any) -> tuple[Start, ...]:
        """Return where cases begin; as declared, as long as the document says nothing else."""
        now = tuple(Start(self.ids.get(start.at, start.at), start.share) for start in self._folded.starts)
        declared = self._declared_starts()
        steps = tuple(
            Step(self.ids.get(step.id, step.id), "", kind=step.kind, flows=self._renamed(step.flows))
            for step in self._folded.steps
        )
        assumed = Process("", steps, starts=declared).entries
        return declared if {start.at for start in assumed} == {start.at for start in now} else now

    def _declared_starts(self) -> tuple[Start, ...]:
        told = self._data.get("starts") or ()
        each = told if isinstance(told, list | tuple) else [told]
        return tuple(
            Start(one["at"], share(one["share"])) if isinstance(one, Mapping) else Start(str(one)) for one in each
        )

    # steps -----------------------------------------------------------------------------------------------------------

    def _step_ids(self) -> dict[str, str]:
        """Return the id of each step by that of its element; a copy made elsewhere does not keep the id."""
        ids: dict[str, str] = {}
        taken: set[str] = {step.id for step in self._folded.steps}
        for step in self._folded.steps:
            told = self._record(step.id)
            wanted = told.get("id") if told.get("element") == step.id else None
            ids[step.id] = wanted if isinstance(wanted, str) and wanted not in taken else step.id
            taken.add(ids[step.id])
        return ids

    def _record(self, step_id: str) -> dict[str, Any]:
        node = self._found.nodes.get(step_id)
        return node.mark.data if node is not None and node.mark is not None and node.mark.kind == "step" else {}

    def _step(self, step: Step) -> dict[str, Any]:
        record, node = self._record(step.id), self._found.nodes.get(step.id)
        told = replace(step, id=self.ids[step.id], owner=self._owner(step))
        # no message leads from a pool into itself, so none tells whom it leaves out
        others = (name for name in step.informs if name not in self._pools.values())
        informed = tuple(dict.fromkeys([*self._messages[step.id], *others]))
        data = step_told(told, record, node, informed=informed, pools=set(self._pools) - {told.owner})
        within = self._terms.deadlines(step.id, record.get("within"), step.within)
        data = {key: value for key, value in data.items() if key != "within"} | ({"within": within} if within else {})
        few = len(step.flows) < 2
        split: Split = record.get("split", "one") if few and record else self._folded.splits.get(step.id, step.split)
        join = self._folded.joins.get(step.id) or (record.get("join", "any") if record else step.join)
        data |= next_data(sensible(self._renamed(step.flows), split), split)
        return {key: value for key, value in data.items() if key != "join"} | ({"join": join} if join != "any" else {})

    def _renamed(self, flows: tuple[Flow, ...]) -> tuple[Flow, ...]:
        return tuple(replace(flow, to=self.ids.get(flow.to, flow.to)) for flow in flows)

    def _owner(self, step: Step) -> str | None:
        """Return the role of the lane; a lane that was renamed renames its role."""
        lane = self._found.lanes.get(self._lanes.get(step.id) or "")
        if lane is None or lane.mark is None or lane.mark.kind != "role":
            return step.owner
        role, named = lane.mark.data.get("role"), name_of(self._found, lane.id)
        if not isinstance(role, str) or not named:
            return named
        if clean(self._roles.get(role, {}).get("name", role)) == named:
            return role
        if role not in self._roles:
            return named
        self._roles[role]["name"] = named
        return role

    def _told(self) -> dict[str, list[str]]:
        """Return the roles of our pools, and the names of others, that each element sends messages to."""
        told: dict[str, list[str]] = defaultdict(list)
        for message in self._found.messages:
            if (pool := self._found.pools.get(message.target)) is not None:
                told[self._found.node_id(message.source) or ""].append(_role_of(pool) or pool.name)
        return told


def _role_of(pool: Pool) -> str | None:
    """Return the role that a pool of ours stands for."""
    role = pool.mark.data.get("role") if pool.mark is not None else None
    return role if isinstance(role, str) else None


def rejoin(found: Scan) -> Terms:
    """Make one process of a document that our writer wrote; one of anybody else is left as it is.

    What our writer drew of deadlines, interruptions and repeated parts is taken out and returned.

    Work that crossed from pool to pool by a message flows again. An event for which this does not hold any more, since
    somebody led it elsewhere, stays an event.
    """
    kinds = {scope: mark.kind for scope, element in found.processes.items() if (mark := mark_of(element))}
    main = next((scope for scope, kind in kinds.items() if kind == "process"), None)
    guests = {scope for scope, kind in kinds.items() if kind == "guest"}
    if main is None:
        return Terms()
    _flow_again(found)
    terms = dissolve(found)
    if not guests and not terms.moved:
        return terms
    found.nodes = {node.id: node for node in _in_order(found, guests, terms.moved)}
    for node in found.nodes.values():
        node.scope = main if node.scope in guests else node.scope
    for own, lane in found.lanes.items():
        found.lanes[own] = replace(lane, scope=main if lane.scope in guests else lane.scope)
    for own, pool in found.pools.items():
        found.pools[own] = replace(pool, process=None if pool.process in guests else pool.process)
    for scope in guests:
        del found.processes[scope]
    return terms


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


def _in_order(found: Scan, guests: set[str], moved: set[str]) -> Iterator[Node]:
    """Yield the nodes in the order of their file: those that lay elsewhere tell which one they stood behind."""
    behind: dict[str, list[Node]] = defaultdict(list)
    rest: list[Node] = []
    for node in found.nodes.values():
        elsewhere = node.scope in guests or node.id in moved
        told = node.mark.data.get("after") if elsewhere and node.mark is not None else None
        (behind[told] if isinstance(told, str) else rest).append(node)
    waiting = [*reversed(rest), *reversed(behind.pop("", []))]
    while waiting or behind:
        # whatever stood behind a step that is gone comes last
        waiting = waiting or behind.pop(next(iter(behind)))[::-1]
        node = waiting.pop()
        yield node
        waiting.extend(reversed(behind.pop(node.id, [])))
