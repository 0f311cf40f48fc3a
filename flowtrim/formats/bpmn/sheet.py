"""What a BPMN document of ours holds, as plain records: the draft that the writer and the layout work on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

NAMESPACE = "urn:flowtrim:1"
"""The namespace of our own marks: what BPMN has no place for stands in them."""


@dataclass(slots=True)
class Item:
    """A flow node to be written: its element's name, its lane (a number), and our mark as (name, data)."""

    id: str
    tag: str
    name: str
    lane: int
    mark: tuple[str, dict[str, Any]]
    texts: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arc:
    """A sequence flow, or a message flow to a pool."""

    id: str
    source: str
    target: str
    name: str = ""
    mark: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Band:
    """A lane, or a closed pool: its name, and the id of the role that it stands for."""

    id: str
    name: str
    role: str | None


@dataclass(slots=True)
class Sheet:
    """The whole document; ``data`` are the entries of the process as a file has them, without its steps."""

    name: str
    data: dict[str, Any]
    items: dict[str, Item] = field(default_factory=dict)
    arcs: list[Arc] = field(default_factory=list)
    lanes: list[Band] = field(default_factory=list)
    outsiders: list[Band] = field(default_factory=list)
    messages: list[Arc] = field(default_factory=list)
