"""Mermaid flowcharts: subgraphs are lanes, diamonds choose, circles begin and end."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Any

from msgspec.structs import replace

from flowtrim.errors import InvalidFileError, Problem
from flowtrim.formats.characters import unreadable
from flowtrim.formats.diagrams.mermaid_chart import Chart, MermaidNode
from flowtrim.formats.diagrams.mermaid_scan import scan_mermaid
from flowtrim.formats.diagrams.mermaid_text import owner_in, plain_label, share_of
from flowtrim.formats.durations import understood
from flowtrim.formats.ids import ids_of
from flowtrim.formats.owners_in_text import Roles
from flowtrim.formats.role_words import reads_as_phase, reads_as_role
from flowtrim.formats.shares import sensible
from flowtrim.formats.source_text import Document
from flowtrim.model import END, Flow, Join, Kind, Process, Split, Start, Step
from flowtrim.sentences import quoted

SPLIT_CLASSES: dict[str, Split] = {"splits-all": "all", "splits-some": "some"}
JOIN_CLASSES: dict[str, Join] = {"waits-all": "all", "waits-some": "some"}


def read_mermaid(text: str, *, file: str, first_line: int = 1) -> Document:
    """Read a flowchart as a process.

    Raises:
        InvalidFileError: it is no flowchart, or one without steps.
    """
    chart = scan_mermaid(unreadable().sub("\ufffd", text))
    if chart is None:
        said = "This is no Mermaid flowchart: one begins with flowchart, graph or swimlane-beta."
        raise InvalidFileError([Problem(file, first_line, 1, said)])
    if not chart.nodes:
        raise InvalidFileError([Problem(file, first_line, 1, "There is no step in this flowchart.")])
    return _Reading(chart, file, first_line).document()


class _Reading:
    def __init__(self, chart: Chart, file: str, first_line: int) -> None:
        self._chart = chart
        self._file = file
        self._first_line = first_line
        self._out: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._in: Counter[str] = Counter()
        for link in chart.links:
            self._add(link.source, link.target, link.label)
            if link.both:
                self._add(link.target, link.source, link.label)
        nodes = [node for node in chart.nodes.values() if node.id not in chart.titles]
        self._marks = {node.id for node in nodes if self._is_mark(node)}
        self._nodes = [node for node in nodes if node.id not in self._marks]
        roles = Roles(
            chart.titles[own] for own in chart.titles if chart.titles[own] and not _is_phase(own, chart.titles[own])
        )
        self._told = {node.id: told for node in self._nodes if (told := self._owner_in(node, roles))}
        made = ids_of((self._written_id(node), node.label) for node in self._nodes)
        self._ids = {node.id: own for node, own in zip(self._nodes, made, strict=True)}

    def _owner_in(self, node: MermaidNode, roles: Roles) -> dict[str, str] | None:
        """Return who does a node as its words say, and its name, where no subgraph around it is a role."""
        around = self._around(node)[0]
        ours = any(_OURS.fullmatch(own) for own in node.lanes)
        return (
            None
            if ours or node.id in self._chart.whole or (around and roles.holds(around) and reads_as_role(around))
            else owner_in(node.label, roles)
        )

    def _add(self, source: str, target: str, label: str) -> None:
        self._out[source].append((target, label))
        self._in[target] += 1

    def _written_id(self, node: MermaidNode) -> str | None:
        return None if node.id == END else self._chart.written_ids.get(node.id, node.id)

    def document(self) -> Document:
        steps = tuple(map(self._step, self._nodes))
        process = Process(
            self._chart.title or PurePath(self._file).stem or "Process", steps=steps, starts=self._starts()
        )
        places = {"step": {self._ids[n.id]: (n.line + self._first_line - 1, 1) for n in self._nodes}}
        return Document(process, self._file, "", places, self._source())

    def _source(self) -> dict[str, Any]:
        lanes = dict.fromkeys(self._around(node)[0] for node in self._nodes)
        return {
            "format": "mermaid",
            "tasks": sum(self._kind(node) == "do" for node in self._nodes),
            "events": sum(self._kind(node) == "event" for node in self._nodes),
            "gateways": sum(self._kind(node) == "gateway" for node in self._nodes),
            "sequence_flows": sum(1 + link.both for link in self._chart.links),
            "lanes": [lane for lane in lanes if lane],
            "not_carried": list(self._left_out()),
        } | ({"assumed": assumed} if (assumed := list(self._assumed())) else {})

    def _assumed(self) -> Iterator[dict[str, Any]]:
        """Yield what was assumed about subgraphs inside of others: whose the steps are, and what is their part."""
        told = set()
        for node in self._nodes:
            if node.id in self._told:
                yield self._left("box", node.line, f"{quoted(self._told[node.id]['owner'])} was read as who does it")
                continue
            owner, part = around = self._around(node)
            if owner and part and len(node.lanes) > 1 and around not in told:
                told.add(around)
                read = f"{quoted(owner)} was read as who does its steps, and {quoted(part)} as their part"
                yield self._left("subgraph", node.line, f"stands inside of another one: {read}")

    def _left_out(self) -> Iterator[dict[str, Any]]:
        for line, text in self._chart.unread:
            yield self._left("line", line, f"is not understood: {text}")
        for link in self._chart.links:
            if link.both:
                yield self._left("link", link.line, "points both ways, and is read as a way there and a way back")
        for word, lines in self._chart.looks.items():
            often = f", {len(lines)} times" if len(lines) > 1 else ""
            yield self._left(word, lines[0], f"says how the diagram looks or reacts, which a process does not{often}")

    def _left(self, element: str, line: int, why: str) -> dict[str, Any]:
        return {"element": element, "id": "", "line": line + self._first_line - 1, "why": why}

    def _is_mark(self, node: MermaidNode) -> bool:
        """Whether a circle without a word only says where cases begin or end."""
        return node.shape.startswith("((") and not node.label and not (self._in[node.id] and self._out[node.id])

    def _around(self, node: MermaidNode) -> tuple[str | None, str | None]:
        """Return who has a node, as the innermost subgraph around it that reads as a role says, and its part.

        A phase is nobody; where nothing reads as a role, the innermost one is.
        """
        titles = [self._chart.titles[own] or None for own in node.lanes]
        phases = [title for own, title in zip(node.lanes, titles, strict=True) if _is_phase(own, title)]
        lanes = [title for title in titles if title is not None and title not in phases]
        owner = next((title for title in reversed(lanes) if reads_as_role(title)), lanes[-1] if lanes else None)
        others = [*phases, *(title for title in lanes if title != owner)]
        return owner, others[-1] if others else None

    def _kind(self, node: MermaidNode) -> Kind:
        if node.shape in ("{", "fork"):
            return "gateway"
        at_the_rim = not self._in[node.id] or not self._out[node.id]
        return "event" if node.shape.startswith("((") or (node.shape == "([" and at_the_rim) else "do"

    def _step(self, node: MermaidNode) -> Step:
        kind = self._kind(node)
        bar = node.shape == "fork"
        assumed: Split = "all" if bar and len(self._out[node.id]) > 1 else "one"
        split = next((SPLIT_CLASSES[name] for name in sorted(node.classes) if name in SPLIT_CLASSES), assumed)
        meets: Join = "all" if bar and self._in[node.id] > 1 else "any"
        own = self._ids[node.id]
        owner, part = self._around(node)
        told = self._told.get(node.id, {})
        if told:
            owner, part = told["owner"], part or owner
        return Step(
            own,
            told.get("name") or node.label or own,
            owner=owner,
            takes=_minutes(told.get("takes")),
            kind=kind,
            part=part,
            flows=self._flows(self._out[node.id], split),
            split=split,
            join=next((JOIN_CLASSES[name] for name in sorted(node.classes) if name in JOIN_CLASSES), meets),
        )

    def _flows(self, arrows: Sequence[tuple[str, str]], split: Split) -> tuple[Flow, ...]:
        """Return the ways on; where their shares do not fit together, what is written on them stays whole."""
        flows = tuple(self._flow(*arrow) for arrow in arrows)
        left = sensible(flows, split)
        lost = [flow.share for flow in flows] != [flow.share for flow in left]
        if split == "one" and lost:
            return tuple(
                replace(flow, when=plain_label(label) or None, share=None)
                for flow, (_, label) in zip(flows, arrows, strict=True)
            )
        return left

    def _flow(self, target: str, label: str) -> Flow:
        when, share = share_of(label)
        return Flow(END if target in self._marks else self._ids[target], when, share)

    def _starts(self) -> tuple[Start, ...]:
        flows = [self._flow(*arrow) for mark in sorted(self._marks) for arrow in self._out[mark]]
        return tuple(Start(flow.to, flow.share) for flow in sensible(tuple(flows), "one") if flow.to != END)


def _minutes(takes: str | None) -> float | None:
    found = understood(takes) if takes else None
    return found.minutes if found else None


def _is_phase(own: str, title: str | None) -> bool:
    """Whether a subgraph is called as a phase; those that we write are lanes, whatever they are called."""
    return title is not None and not _OURS.fullmatch(own) and reads_as_phase(title)


_OURS = re.compile(r"lane[0-9]+")
