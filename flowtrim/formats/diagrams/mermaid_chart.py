"""What a Mermaid flowchart says: nodes, links and subgraphs."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct, field


class MermaidNode(Struct):
    """A node: its label, the opening of its shape, its line, and the subgraphs around it, outermost first."""

    id: str
    label: str
    shape: str
    line: int
    lanes: tuple[str, ...] = ()
    classes: set[str] = field(default_factory=set)


class Link(NamedTuple):
    """An arrow, with the text on it as it is written; ``both`` tells one that points both ways."""

    source: str
    target: str
    label: str
    line: int
    both: bool = False


class Chart(Struct):
    """A whole flowchart; links lead from node to node, also those drawn to subgraphs.

    ``titles`` are those of subgraphs, and ``around`` the subgraphs around each; ``unread`` are lines that make no
    sense, ``looks`` the lines that say how it is to look, and ``written_ids`` the ids that our writer had to replace.
    """

    title: str = ""
    nodes: dict[str, MermaidNode] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    around: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unread: list[tuple[int, str]] = field(default_factory=list)
    looks: dict[str, list[int]] = field(default_factory=dict)
    written_ids: dict[str, str] = field(default_factory=dict)
