"""Message flows as contacts: with whom a node exchanges messages, and what they are called."""

from __future__ import annotations

from typing import NamedTuple

from flowtrim.formats.bpmn.records import Scan
from flowtrim.formats.bpmn.xml import clean


class Contact(NamedTuple):
    """The other participant, empty where it has no name; whether it is told; and what the message is called."""

    partner: str
    outward: bool
    message: str

    @property
    def words(self) -> str:
        """The contact in words, for a note."""
        way = "to" if self.outward else "from"
        return f"Message {way} {self.partner}" + (f": {self.message}" if self.message else "")


def contacts(found: Scan) -> dict[str, tuple[Contact, ...]]:
    """Return the contacts of each node; what ties no node to a named participant is told."""
    talks: dict[str, list[Contact]] = {}
    for arrow in found.messages:
        kept = False
        for end, other, outward in ((arrow.source, arrow.target, True), (arrow.target, arrow.source, False)):
            node, partner = found.node_id(end), _participant(found, other)
            if node is not None and partner:
                talks.setdefault(node, []).append(Contact(partner, outward, arrow.name))
                kept = True
        if not kept:
            why = f"{arrow.words}it ties no step to a participant that has a name"
            found.tell("messageFlow", arrow.id, arrow.line, why)
    return {node: tuple(dict.fromkeys(pairs)) for node, pairs in talks.items()}


def _participant(found: Scan, end: str) -> str:
    """Return the name of the participant at one end of a message flow: of its pool, or of the process there."""
    pool = found.pools.get(end) or found.pools.get(end.rpartition(":")[2])
    if pool is not None:
        return pool.name or _title(found, pool.process)
    node = found.node_id(end)
    scope = None if node is None else found.home(found.nodes[node])
    homes = {pool.process: pool.name for pool in found.pools.values()}
    return homes.get(scope) or _title(found, scope)


def _title(found: Scan, scope: str | None) -> str:
    element = found.processes.get(scope or "")
    return "" if element is None else clean(element.get("name"))
