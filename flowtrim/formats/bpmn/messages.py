"""Message flows as contacts: with whom a node exchanges messages, and what they are called."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from flowtrim.formats.bpmn.records import Scan
from flowtrim.formats.bpmn.xml import clean


class Contact(NamedTuple):
    """One end of a message as the other end sees it: its participant, whether that is told, and what is said.

    ``role`` is who is told or asks there: the lane in a pool that is read, and else the participant, which is
    ``outside`` then; None where nobody is named.
    """

    partner: str
    outward: bool
    message: str
    role: str | None
    outside: bool

    @property
    def words(self) -> str:
        """The contact in words, for a note."""
        way = "to" if self.outward else "from"
        return f"Message {way} {self.partner}" + (f": {self.message}" if self.message else "")


def contacts(found: Scan, lane_at: Callable[[str], tuple[bool, str | None]]) -> dict[str, tuple[Contact, ...]]:
    """Return the contacts of each node; what ties no node to a named participant is told.

    ``lane_at`` returns whether the end of a message lies in a pool that is read, and who is there, by the id of the
    node or pool.
    """
    talks: dict[str, list[Contact]] = {}
    for arrow in found.messages:
        kept = False
        for end, other, outward in ((arrow.source, arrow.target, True), (arrow.target, arrow.source, False)):
            node, (inside, lane) = found.node_id(end), lane_at(other)
            if node is not None and (partner := _participant(found, other) or lane):
                contact = Contact(partner, outward, arrow.name, lane if inside else partner, outside=not inside)
                talks.setdefault(node, []).append(contact)
                kept = True
        ends = [own for end in (arrow.source, arrow.target) if (own := found.node_id(end)) is not None]
        if len(ends) == 2 and len({found.home(found.nodes[own]) for own in ends}) == 1:
            why = f"{arrow.words}it leads from a pool into itself, where only sequence flows lead on"
            found.tell("messageFlow", arrow.id, arrow.line, why)
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
