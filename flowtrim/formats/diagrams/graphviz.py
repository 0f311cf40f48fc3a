"""A process as a Graphviz graph with a cluster for each role: plain text to build on, not the drawing of ``draw``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowtrim.formats.characters import unreadable
from flowtrim.formats.diagrams.mermaid_writer import TOLD_APART
from flowtrim.formats.losses import lost
from flowtrim.formats.scalars import write_share
from flowtrim.model import END, Flow, Process, Step

_SHAPES = {"gateway": "diamond", "event": "circle"}


def write_dot(process: Process) -> str:
    """Write a process as DOT.

    >>> print(write_dot(Process("Refund", (Step("pay", "Pay"),))), end="")
    digraph "Refund" {
      rankdir=LR;
      node [shape=box];
      "pay" [label="Pay"];
    }
    """
    return "\n".join(_lines(process)) + "\n"


def lost_in_a_graph(process: Process) -> tuple[str, ...]:
    """Return a sentence for what a graph of steps in clusters does not tell."""
    carried = ("id", "name", "owner", "kind", "flows")
    return lost(process, "A graph", steps=carried, whole=("name",), kinds=TOLD_APART)


def _lines(process: Process) -> Iterator[str]:
    yield from (f"digraph {dot_text(process.name)} {{", "  rankdir=LR;", "  node [shape=box];")
    owners = dict.fromkeys(step.owner for step in process.work if step.owner)
    for number, owner in enumerate(owners, 1):
        yield f"  subgraph cluster_{number} {{"
        yield f"    label={dot_text(process.role(owner).name)};"
        yield from (f"    {_node(step)}" for step in process.work if step.owner == owner)
        yield "  }"
    yield from (f"  {_node(step)}" for step in process.steps if not step.is_work or not step.owner)
    ends = 0
    for step in process.steps:
        for flow in step.flows:
            ends += flow.to == END
            target = f"end {ends}" if flow.to == END else flow.to
            if flow.to == END:
                yield f'  {dot_text(target)} [shape=doublecircle, label=""];'
            yield f"  {dot_text(step.id)} -> {dot_text(target)}{_label(flow)};"
    yield "}"


def _node(step: Step) -> str:
    shape = f"shape={_SHAPES[step.kind]}, " if step.kind in _SHAPES else ""
    return f"{dot_text(step.id)} [{shape}label={dot_text(step.name)}];"


def _label(flow: Flow) -> str:
    share = "" if flow.share is None else write_share(flow.share)
    told = f"{flow.when or ''} {share}".strip()
    return f" [label={dot_text(told)}]" if told else ""


def dot_text(text: str) -> str:
    r"""Return a text in quotes that Graphviz shows as it is: no escapes, no line breaks, no HTML.

    >>> print(dot_text('say "no" \\N'))
    "say \"no\" \\N"
    """
    line = re.sub(r"[\r\n\x85\u2028\u2029\t]+", " ", unreadable().sub("\ufffd", text))
    return '"' + line.replace("\\", "\\\\").replace('"', '\\"') + '"'
