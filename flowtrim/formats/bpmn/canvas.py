"""What a BPMN document of ours holds, as plain records: the draft that the writer and the layout work on."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct, field

from flowtrim.model import Repetition

NAMESPACE = "urn:flowtrim:1"
"""The namespace of our own marks: what BPMN has no place for stands in them."""


class Item(Struct):
    """A flow node to be written: its element's name, its lane (a number), and our mark as (name, data).

    ``event`` is what an event is triggered by or sends: a message, a time or a condition, which ``trigger`` says; or
    that it stops all.
    One with a ``host`` stands on the border of that item, and ``stops`` it or does not. ``repeated`` says how often an
    activity is done.
    """

    id: str
    tag: str
    name: str
    lane: int
    mark: tuple[str, dict[str, Any]]
    texts: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    event: Literal["", "message", "timer", "conditional", "terminate"] = ""
    trigger: str = ""
    host: str = ""
    stops: bool = True
    repeated: Repetition | None = None


class Arc(Struct, frozen=True):
    """A sequence flow, or a message flow between two pools or what is in them."""

    id: str
    source: str
    target: str
    name: str = ""
    mark: dict[str, Any] = field(default_factory=dict)


class Pool(Struct, frozen=True):
    """A participant: its name, the role that it stands for, and the id of the process in it; None for a closed one.

    The pool of the process itself stands for no role. Customers' pools lie above it, those of partners below.
    """

    id: str
    name: str
    role: str | None = None
    process: str | None = None
    above: bool = False


class Band(Struct, frozen=True):
    """A lane: its name, the id of the role that it stands for, and its pool."""

    id: str
    name: str
    role: str | None
    pool: Pool


class Sheet(Struct):
    """The whole document; ``data`` are the entries of the process as a file has them, without its steps.

    ``pools`` begins with the pool of the process itself; ``lanes`` stand in the order in which they lie. ``inside``
    holds the sheet of each sub-process, whose only pool stands for it, by its item.
    """

    name: str
    data: dict[str, Any]
    items: dict[str, Item] = field(default_factory=dict)
    arcs: list[Arc] = field(default_factory=list)
    pools: list[Pool] = field(default_factory=list)
    lanes: list[Band] = field(default_factory=list)
    messages: list[Arc] = field(default_factory=list)
    inside: dict[str, Sheet] = field(default_factory=dict)

    @property
    def main(self) -> Pool:
        """The pool of the process itself."""
        return self.pools[0]

    def pool_of_lane(self, lane: int) -> Pool:
        """Return the pool of a lane."""
        return self.lanes[lane].pool

    def pool_of(self, item: str) -> Pool:
        """Return the pool in which an item lies."""
        return self.pool_of_lane(self.items[item].lane)
