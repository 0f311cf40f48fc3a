"""A BPMN document as a process of flowtrim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath

from msgspec.structs import replace

from flowtrim.errors import UnknownNameError
from flowtrim.formats.bpmn.attachments import data_of, tie
from flowtrim.formats.bpmn.doors import without_needless_doors
from flowtrim.formats.bpmn.elements import CALLS, EVENTS, GATEWAYS, TASKS
from flowtrim.formats.bpmn.exceptions import Exit
from flowtrim.formats.bpmn.import_notes import reason_and_note
from flowtrim.formats.bpmn.lanes import with_lanes
from flowtrim.formats.bpmn.messages import contacts
from flowtrim.formats.bpmn.owners import lane_ids, name_of, pool_of, uncalled
from flowtrim.formats.bpmn.records import ALL_POOLS, PROCESS, Node, Scan, bare
from flowtrim.formats.bpmn.remarks import remarks, repetition
from flowtrim.formats.bpmn.task_types import mark_of
from flowtrim.formats.bpmn.wiring import Wires, Wiring
from flowtrim.formats.bpmn.xml import called_by, clean, documentation_of, without_markup
from flowtrim.formats.contradictions import leads_into_a_section
from flowtrim.formats.shares import sensible
from flowtrim.model import END, Flow, Interruption, Kind, Part, Process, Role, Start, Step


class Reading:
    """The process made of a scanned document: of one pool, or of all that have something inside."""

    def __init__(self, found: Scan, *, file: str, pool: str | None = None) -> None:
        self._found = found
        self._annotations = tie(found)
        self._told = len(found.not_carried)
        self._wiring = Wiring(found)
        self.lanes = lane_ids(found)
        self._lanes = {own: lane and name_of(found, lane) for own, lane in self.lanes.items()}
        self._pools = pool_of(found)
        self._laned = {lane.scope for lane in found.lanes.values() if lane.name}
        self._file = file
        self._labels = self._labelled()
        self._scopes = self._chosen(pool)
        self.scopes = self._scopes
        self._contacts = contacts(found, self._lane_at)

    def process(self) -> Process:
        """Return the process; interruptions that lead into a parallel section are ways like any other."""
        process = self._assembled()
        if process.anytime and leads_into_a_section(process):
            del self._found.not_carried[self._told :]
            self._wiring = Wiring(self._found, plain=True)
            self._contacts = contacts(self._found, self._lane_at)
            process = self._assembled()
        return process

    def _assembled(self) -> Process:
        starts, doors = self._starts()
        steps = [*doors, *(step for node in self._kept() for step in self._steps(node))]
        ends = (*starts, *(Start(self._wiring.entry(e.target)) for e in self._exits() if e.target != END))
        left, beyond = without_needless_doors(tuple(steps), ends, set(self._found.nodes))
        starts, targets = beyond[: len(starts)], iter(beyond[len(starts) :])
        anytime = (
            Interruption(e.when, END if e.target == END else next(targets).at, since=e.since) for e in self._exits()
        )
        process = Process(
            name=self._name(),
            steps=tuple(replace(step, flows=sensible(step.flows, step.split)) for step in left),
            why=self._why(),
            outputs=tuple(
                dict.fromkeys(name for scope in self._scopes for name in self._found.delivered.get(scope, ()))
            ),
            starts=starts,
            parts=tuple(self._parts()),
            anytime=tuple(anytime),
        )
        laned = with_lanes(process, {n.id: self.owner(n) for n in self._kept()}) if self._found.lanes else process
        return replace(laned, roles=self._roles(laned.steps))

    @property
    def handled(self) -> set[str]:
        """The names of the data that nodes take or make."""
        nodes = self._found.nodes.values()
        return {name for node in nodes for name in data_of(self._found, [*node.inputs, *node.outputs])}

    @property
    def pool_names(self) -> tuple[str, ...]:
        """What the pools with something inside are called, each by a name of its own."""
        return tuple(self._labels)

    def owner(self, node: Node) -> str | None:
        """Return the lane of a node; in a pool none of whose lanes has a name, the pool."""
        lane, home = self._lanes[node.id], self._found.home(node)
        return lane if lane or home in self._laned else self._pools.get(home)

    def _lane_at(self, end: str) -> tuple[bool, str | None]:
        """Return whether one end of a message is in a pool that is read, and who is there: at a pool, who begins."""
        pool, node = self._found.pools.get(end) or self._found.pools.get(bare(end)), self._found.node_id(end)
        firsts = self._wiring.first.get(pool.process or "", ()) if pool else (node,) if node else ()
        nodes = [self._found.nodes[first] for first in firsts]
        inside = [self.owner(each) for each in nodes if self._found.home(each) in self._scopes]
        return bool(inside), next(iter(inside), None)

    def _chosen(self, pool: str | None) -> list[str]:
        if pool is None:
            return uncalled(self._found, self._labels) or list(self._found.processes)[:1]
        if pool not in self._labels:
            known = ", ".join(self._labels) or "none"
            raise UnknownNameError(f"{self._file} has no pool {pool!r} with a process inside. There are: {known}.")
        return [self._labels[pool]]

    def _labelled(self) -> dict[str, str]:
        """Return the scope of each pool with something inside by its name, else that of its process, else its id."""
        labels: dict[str, str] = {}
        filled = {self._found.home(node) for node in self._found.nodes.values()}
        for scope in filter(filled.__contains__, self._found.processes):
            own_id = scope.removeprefix(PROCESS)
            label = self._pools.get(scope) or self._title(scope) or own_id
            labels[f"{label} ({own_id})" if label in labels else label] = scope
        return labels

    def _why(self) -> str | None:
        """Return the reason in the documentation of the one process that is read; what else is said there is told."""
        why: str | None = None
        for scope in self._scopes:
            element = self._found.processes[scope]
            texts = documentation_of(element)
            reason, notes = reason_and_note(texts if mark_of(element) else map(without_markup, texts))
            if len(self._scopes) == 1:
                why = reason
            elif reason:
                notes.append(reason)
            for note in notes:
                own_id, line = clean(element.get("id")), element.sourceline or 1
                self._found.tell("documentation", own_id, line, f"“{note}”: a process has a reason, and no note")
        return why

    def _title(self, scope: str) -> str:
        return clean(self._found.processes[scope].get("name"))

    def _name(self) -> str:
        single = self._scopes[0] if len(self._scopes) == 1 else None
        own = [self._title(single), self._pools.get(single, "")] if single else []
        return next(filter(None, [*own, self._found.title]), PurePath(self._file).stem or "Process")

    def _kept(self) -> Iterable[Node]:
        chosen = set(self._scopes)
        terms = self._wiring.terms
        return (n for n in self._found.nodes.values() if self._found.home(n) in chosen and n.id not in terms)

    def _exits(self) -> list[Exit]:
        """Return the interruptions of the pools that are read."""
        chosen, nodes = set(self._scopes), self._found.nodes
        return [
            e for e in self._wiring.exits if self._found.home(nodes[(e.since or e.events or (e.target,))[0]]) in chosen
        ]

    def _parts(self) -> Iterator[Part]:
        """Yield what is done several times as a whole: a sub-process that is opened into its steps."""
        for node in self._kept():
            each = repetition(self._found, node) if self._wiring.is_opened(node) else None
            inside = (other for other in self._kept() if not self._wiring.is_opened(other))
            if each and any(self._part(other) == self._part_name(node) for other in inside):
                yield Part(self._part_name(node), each)

    def _part_name(self, node: Node) -> str:
        return node.name or node.id

    def _starts(self) -> tuple[tuple[Start, ...], list[Step]]:
        """Alternative triggers of one pool share its cases; several pools run side by side in every case."""
        firsts = {scope: self._entries(scope) for scope in self._scopes}
        firsts = {scope: entries for scope, entries in firsts.items() if entries}
        entry = self._wiring.entry
        if len(firsts) <= 1:
            return tuple(Start(entry(first), share) for each in firsts.values() for first, share in each.items()), []
        doors: list[Step] = []
        begun: list[str] = []
        for scope, entries in firsts.items():
            begun.append(f"{scope}.in" if len(entries) > 1 else entry(next(iter(entries))))
            if len(entries) > 1:
                flows = tuple(Flow(entry(at), self._wiring.begins(at), share) for at, share in entries.items())
                doors.append(Step(begun[-1], begun[-1], kind="gateway", flows=flows))
        flows = tuple(map(Flow, begun))
        begin = Step(ALL_POOLS, ALL_POOLS, kind="gateway", flows=flows, split="all")
        return (Start(ALL_POOLS),), [begin, *doors]

    def _entries(self, scope: str) -> dict[str, float | None]:
        """Return where a pool begins, with the share of the cases that do.

        How often event sub-processes interrupt is not known, so their share is 0.
        """
        firsts, interrupts = self._wiring.first[scope], self._wiring.interrupts[scope]
        if not interrupts or not firsts:
            return dict.fromkeys(firsts or interrupts)
        return {**dict.fromkeys(firsts, 1 / len(firsts)), **dict.fromkeys(interrupts, 0.0)}

    def _steps(self, node: Node) -> Iterable[Step]:
        wiring = self._wiring.wires
        own = node.id
        if self._wiring.is_opened(node):
            self._tell_opened(node)
            if own not in self._wiring.handlers:
                yield self._door(node, f"{own}.in", wiring[f"{own}.in"])
            yield self._door(node, f"{own}.out", wiring[f"{own}.out"])
        else:
            yield self._step(node, wiring[own])
        for at in (own, f"{own}.out"):
            for door in (f"{at}.leave", f"{at}.beside"):
                if door in wiring:
                    yield self._door(node, door, wiring[door])

    def _tell_opened(self, node: Node) -> None:
        """Tell what an opened sub-process says of itself: it is no step that could keep it."""
        why, note = self._remarks(node)
        lost = [*filter(None, (why, note)), *data_of(self._found, [*node.inputs, *node.outputs])]
        if lost:
            why = f"“{'; '.join(lost)}”: a sub-process that is opened into its steps keeps its name only"
            self._found.tell(node.tag, node.id, node.line, why)

    def _remarks(self, node: Node) -> tuple[str | None, str | None]:
        annotations = self._annotations.get(node.id, ())
        return remarks(self._found, node, annotations=annotations, contacts=self._contacts.get(node.id, ()))

    def _door(self, node: Node, door_id: str, wires: Wires) -> Step:
        flows = tuple(wires.flows)
        return Step(
            door_id, door_id, kind="gateway", part=node.name or None, flows=flows, split=wires.split, join=wires.join
        )

    def _step(self, node: Node, wires: Wires) -> Step:
        kind = self._kind(node)
        works = kind not in ("gateway", "event")
        partners = self._contacts.get(node.id, ())
        why, note = self._remarks(node)
        return Step(
            id=node.id,
            name=node.name or node.id,
            owner=self.owner(node) if works else None,
            kind="contact" if kind == "do" and partners else kind,
            part=self._part(node),
            why=why,
            note=note,
            each=repetition(self._found, node) if works else None,
            within=tuple(self._wiring.deadlines.get(node.id, {}).values()),
            inputs=data_of(self._found, node.inputs),
            outputs=data_of(self._found, node.outputs),
            informs=self._informed(node) if kind != "gateway" else (),
            calls=self._called(node) if node.tag in CALLS else None,
            flows=tuple(wires.flows),
            split=wires.split,
            join=wires.join,
        )

    def _informed(self, node: Node) -> tuple[str, ...]:
        told = (each.role for each in self._contacts.get(node.id, ()) if each.outward)
        return tuple(dict.fromkeys(role for role in told if role and role != self.owner(node)))

    def _kind(self, node: Node) -> Kind:
        if node.tag in EVENTS:
            return "event"
        return "gateway" if node.tag in GATEWAYS else TASKS.get(node.tag, "do")

    def _part(self, node: Node) -> str | None:
        around = [self._found.nodes[scope] for scope in self._found.around(node) if scope in self._found.nodes]
        if not around:
            return (self._pools.get(node.scope) or self._title(node.scope) or None) if len(self._scopes) > 1 else None
        several = next((each for each in around if repetition(self._found, each)), None)
        return self._part_name(several) if several else around[0].name or None

    def _called(self, node: Node) -> str | None:
        """Return the name of the process that is called, if it is in this document, else what it is called by."""
        called = called_by(node.element)
        scope = PROCESS + bare(called)
        title = self._title(scope) if scope in self._found.processes else self._found.names.get(bare(called))
        return title or called or None

    def _roles(self, steps: Iterable[Step]) -> tuple[Role, ...]:
        """Lanes whose documentation says something, and as partners the participants without a process here."""
        kept = [node.id for node in self._kept()]
        told = {
            each.role
            for node in kept
            for each in self._contacts.get(node, ())
            if each.outside and each.outward and each.role
        }
        owners = {step.owner for step in steps}
        documented = {
            lane.name: reason_and_note(lane.texts) for lane in self._found.lanes.values() if lane.name in owners
        }
        lanes = [
            Role(name, name, why=why, note="\n".join(notes) or None)
            for name, (why, notes) in documented.items()
            if why or notes
        ]
        return (*lanes, *(Role(name, name, kind="partner") for name in sorted(told - owners)))
