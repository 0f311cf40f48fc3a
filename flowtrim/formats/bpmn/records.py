"""What one pass over a BPMN document finds, as plain records."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct, field

from flowtrim.formats.bpmn.task_types import Mark
from flowtrim.formats.bpmn.xml import clean
from flowtrim.model import END

if TYPE_CHECKING:
    from lxml.etree import _Element

DOORS = (".in", ".out", ".leave", ".beside")
"""Endings of the ids of gateways that the flattening puts in."""
ALL_POOLS = "all-pools"
PROCESS = "process:"
"""Stands before the id of a process where it names a scope: exports give one id to a process and to a task in it."""
_RESERVED = frozenset({END, ALL_POOLS})
"""To us the first is where a case is over, and the second where it begins in several pools."""


class Node(Struct):
    """A flow node: its element's name, its scope (that of the process or sub-process around it), and its marks.

    ``said`` are the elements in it, but for what flows say once more: few have any, and each is looked at often.
    """

    id: str
    tag: str
    name: str
    scope: str
    line: int
    element: _Element
    said: tuple[_Element, ...] = ()
    mark: Mark | None = None
    event: str = ""
    thrown: str = ""
    attached_to: str | None = None
    interrupting: bool = True
    default: str | None = None
    by_event: bool = False
    inputs: list[str] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)

    @property
    def undoes(self) -> bool:
        """Whether it undoes what was done, beside the flow of the work."""
        return self.element.get("isForCompensation") in ("true", "1")


class Arrow(Struct, frozen=True):
    """A sequence flow, message flow or association; ``conditional``: it has a condition, maybe an empty one."""

    id: str
    source: str
    target: str
    name: str
    condition: str
    line: int
    mark: Mark | None = None
    conditional: bool = False

    @property
    def words(self) -> str:
        """What it says to people, to be put before why it is not read."""
        return f"“{self.name or self.condition}”: " if self.name or self.condition else ""


class Lane(Struct, frozen=True):
    """A lane: its own name, the lane around it, the flow nodes that it names, and its documentation."""

    id: str
    name: str
    parent: str | None
    scope: str
    nodes: tuple[str, ...]
    line: int
    texts: tuple[str, ...] = ()
    mark: Mark | None = None


class Pool(Struct, frozen=True):
    """A participant, and the scope of the process inside it; none for a closed pool."""

    id: str
    name: str
    process: str | None
    line: int
    mark: Mark | None = None


class NotCarried(Struct, frozen=True):
    """An element that cannot be said in flowtrim, and why."""

    element: str
    id: str
    line: int
    why: str


class Note(Struct, frozen=True):
    """A text annotation, and the line that it stands in."""

    text: str
    line: int


class Scan(Struct):
    """Everything found, by id, in the order of the document; processes by their scopes."""

    nodes: dict[str, Node] = field(default_factory=dict)
    processes: dict[str, _Element] = field(default_factory=dict)
    flows: list[Arrow] = field(default_factory=list)
    messages: list[Arrow] = field(default_factory=list)
    associations: list[Arrow] = field(default_factory=list)
    lanes: dict[str, Lane] = field(default_factory=dict)
    pools: dict[str, Pool] = field(default_factory=dict)
    notes: dict[str, Note] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    data_places: dict[str, tuple[str, int]] = field(default_factory=dict)
    repeated_for: list[tuple[str, str]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    definitions: dict[str, _Element] = field(default_factory=dict)
    delivered: dict[str, list[str]] = field(default_factory=dict)
    not_carried: list[NotCarried] = field(default_factory=list)
    diagrams: list[_Element] = field(default_factory=list)
    title: str = ""
    renamed: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)

    def new_id(self, written: str | None, tag: str) -> str:
        """Return the id that a flow node goes by here: broken exports give one id twice, and some mean more to us."""
        own = self.unused(clean(written) or tag, self.nodes)
        if own in _RESERVED or own.endswith(DOORS) or own.startswith(PROCESS):
            self.renamed[own] = own = self.unused(f"{own.removeprefix(PROCESS)}-{tag}", self.nodes)
        return own

    def unused(self, wanted: str, taken: Container[str]) -> str:
        """Return an id that is not taken: broken exports give one id to two elements, and both are work."""
        name = wanted
        while name in taken:
            self.numbers[wanted] = self.numbers.get(wanted, 1) + 1
            name = f"{wanted}-{self.numbers[wanted]}"
        return name

    def node_id(self, reference: str | None) -> str | None:
        """Return the id here of the flow node that a reference means, with the prefix that some tools write or not."""
        if reference in self.nodes and reference not in self.renamed:  # as nearly every one is written
            return reference
        written = clean(reference)
        for name in (written, bare(written)):
            if (own := self.renamed.get(name, name)) in self.nodes:
                return own
        return None

    def around(self, node: Node) -> Iterator[str]:
        """Yield the scopes around a node, from the innermost to that of its process."""
        scope = node.scope
        while scope in self.nodes:
            yield scope
            scope = self.nodes[scope].scope
        yield scope

    def home(self, node: Node) -> str:
        """Return the scope of the process that a node lies in."""
        scope, nodes = node.scope, self.nodes
        while scope in nodes:
            scope = nodes[scope].scope
        return scope

    def tell(self, element: str, own_id: str, line: int, why: str) -> None:
        """Note down what cannot be said in flowtrim."""
        self.not_carried.append(NotCarried(element, own_id, line, why))


def bare(reference: str) -> str:
    """Return a reference without its namespace prefix.

    >>> bare("tns:Task_1")
    'Task_1'
    """
    return reference.rpartition(":")[2]
