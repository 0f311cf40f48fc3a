"""A process as a Mermaid flowchart with a lane for each role."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from flowtrim.formats.characters import unreadable
from flowtrim.formats.diagrams.mermaid_text import owner_in, quoted, share_of
from flowtrim.formats.json_text import as_text
from flowtrim.formats.losses import lost
from flowtrim.formats.owners_in_text import Roles
from flowtrim.formats.scalars import write_percentage
from flowtrim.model import END, Flow, Kind, Process, Step

_SAFE = re.compile(r"[A-Za-z_]\w*(?:-\w+)*", re.ASCII)
_RESERVED = re.compile(
    r"(?:end|graph|flowchart|subgraph|style|linkstyle|classdef|class|click|direction|default|call|href|title|acc\w*|"
    r"swimlane|mark\d*|lane\d*|step\d*)(?:-.*)?",
    re.IGNORECASE,
)


TOLD_APART: tuple[Kind, ...] = ("do", "gateway", "event")
"""The kinds of steps that have a shape of their own."""


def write_mermaid(process: Process) -> str:
    """Write a process as a flowchart: diamonds route, circles are events, small circles say where cases start and end.

    >>> print(write_mermaid(Process("Refund", (Step("pay", "Pay", owner="Payroll"),))), end="")
    ---
    title: "Refund"
    ---
    flowchart LR
      pay["Pay"]
      subgraph lane1["Payroll"]
        pay
      end
    """
    return unreadable().sub("\ufffd", "\n".join(_Writing(process).lines()) + "\n")


class _Writing:
    def __init__(self, process: Process) -> None:
        self._process = process
        self._ids = {step.id: self._id(number, step.id) for number, step in enumerate(process.steps, 1)}
        self._marks = 0

    def _id(self, number: int, step_id: str) -> str:
        return step_id if _is_plain(step_id) else f"step{number}"

    def lines(self) -> Iterator[str]:
        yield from ("---", f"title: {_title(self._process.name)}", "---", "flowchart LR")
        for step in self._process.steps:
            yield f"  {self._ids[step.id]}{_shaped(step)}"
            if step.owner is None and owner_in(step.name, Roles()):
                yield f"  %% whole name of {self._ids[step.id]}"
            if self._ids[step.id] != step.id:
                yield f"  %% id of {self._ids[step.id]}: {quoted(step.id)}"
        yield from self._lanes()
        for start in self._process.starts:
            yield from self._marked(self._ids[start.at], Flow(start.at, share=start.share))
        for step in self._process.steps:
            for flow in step.flows:
                yield from self._arrow(self._ids[step.id], flow)
        for step in self._process.steps:
            yield from (f"  class {self._ids[step.id]} {name}" for name in _classes(step))

    def _lanes(self) -> Iterator[str]:
        inside: dict[str, list[str]] = defaultdict(list)
        for step in self._process.steps:
            if step.owner:
                inside[step.owner].append(self._ids[step.id])
        for number, (owner, ids) in enumerate(inside.items(), 1):
            yield f"  subgraph lane{number}[{quoted(self._process.role(owner).name)}]"
            yield from (f"    {own}" for own in ids)
            yield "  end"

    def _mark(self) -> str:
        self._marks += 1
        return f'mark{self._marks}((" "))'

    def _marked(self, target: str, flow: Flow) -> Iterator[str]:
        yield f"  {self._mark()} {_link(flow)} {target}"

    def _arrow(self, source: str, flow: Flow) -> Iterator[str]:
        yield f"  {source} {_link(flow)} {self._mark() if flow.to == END else self._ids[flow.to]}"


def _is_plain(step_id: str) -> bool:
    """Whether an id means nothing else to Mermaid."""
    return bool(_SAFE.fullmatch(step_id)) and not _RESERVED.fullmatch(step_id)


def _link(flow: Flow) -> str:
    share = "" if flow.share is None else f"({write_percentage(flow.share)})"
    label = quoted(f"{flow.when or ''} {share}")
    if flow.share is None and share_of(label)[1] is not None:
        label = label.replace("%", "#37;")
    return f"-->|{label}|" if label != '""' else "-->"


def _title(name: str) -> str:
    """Return the title as YAML has it, which front matter is."""
    return as_text(unreadable().sub("\ufffd", name))


def _classes(step: Step) -> Iterator[str]:
    if step.split != "one":
        yield f"splits-{step.split}"
    if step.join != "any":
        yield f"waits-{step.join}"


def _shaped(step: Step) -> str:
    name = quoted(step.name)
    return {"gateway": f"{{{name}}}", "event": f"(({name}))"}.get(step.kind, f"[{name}]")


def lost_in_a_flowchart(process: Process) -> tuple[str, ...]:
    """Return a sentence for what a flowchart of steps and lanes does not tell."""
    carried = ("id", "name", "owner", "kind", "flows", "split", "join")
    return lost(process, "A flowchart", steps=carried, whole=("name", "starts"), kinds=TOLD_APART)
