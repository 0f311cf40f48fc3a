"""What interrupts a process in a document: events on the border of its work, and event sub-processes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from msgspec import Struct

from flowtrim.formats.bpmn.elements import ACTIVITIES
from flowtrim.formats.bpmn.records import Arrow, Node, Scan
from flowtrim.formats.bpmn.remarks import occasion
from flowtrim.formats.bpmn.xml import documentation_of
from flowtrim.model import END

_THROWN = frozenset({"error", "escalation", "cancel"})
UNNAMED = "interrupted"
"""When an event strikes of which nothing is said but that it does."""


class Exit(Struct, frozen=True):
    """An interruption of some activities: when, what it leads to, and the events that stand for nothing else."""

    when: str
    target: str
    since: tuple[str, ...]
    events: tuple[str, ...]


def caught_ends(found: Scan, watchers: Mapping[str, Sequence[Node]]) -> dict[str, str]:
    """Return for each end event that throws something the event on a border around it that catches that."""
    caught: dict[str, str] = {}
    for node in found.nodes.values():
        if node.tag == "endEvent" and node.event in _THROWN:
            around = (each for scope in found.around(node) for each in watchers.get(scope, ()))
            if (watcher := next((each for each in around if _catches(each, node)), None)) is not None:
                caught[node.id] = watcher.id
    return caught


def _catches(watcher: Node, thrower: Node) -> bool:
    """Whether a boundary event catches an end event: of one kind, and of one name, if it says a name at all."""
    alike = watcher.event == thrower.event and watcher.interrupting
    return alike and watcher.thrown in ("", thrower.thrown)


class Exceptions:
    """Finds what interrupts; ``out`` are the flows out of each node, ``is_opened`` tells sub-processes read inside."""

    def __init__(self, found: Scan, out: Mapping[str, Sequence[Arrow]], is_opened: Callable[[Node], bool]) -> None:
        self._found = found
        self._out = out
        self._is_opened = is_opened
        tied = (end for arrow in (*found.associations, *found.messages) for end in (arrow.source, arrow.target))
        led_to = {arrow.target for flows in out.values() for arrow in flows}
        self._tied = led_to | {*filter(None, map(found.node_id, tied))}
        # one that a flow leads to, or out of, is drawn wrongly, and read as any other sub-process
        self._handlers = [
            node
            for node in found.nodes.values()
            if node.by_event and is_opened(node) and node.id not in led_to and not out.get(node.id)
        ]

    def on_borders(self, watchers: Mapping[str, Sequence[Node]], others: Collection[str]) -> Iterator[Exit]:
        """Yield what events on borders say that stop the work; ``others`` say something else.

        A time on the border of a step that is no deadline of it stays an event of its own.
        """
        for host, events in watchers.items():
            opened = self._is_opened(self._found.nodes[host])
            since = self._work(host) if opened else (host,)
            for event in events:
                stops = event.interrupting and event.event != "compensate" and (opened or event.event != "timer")
                if stops and event.id not in others and since and self._found.nodes[host].tag in ACTIVITIES:
                    yield self._exit(event, since, self._out.get(event.id, ()))

    def of_scopes(self) -> Iterator[tuple[Node, Exit]]:
        """Yield the event sub-processes that stop what is around them, each with what it says."""
        for handler in self._handlers:
            starts = [node for node in self._found.nodes.values() if node.scope == handler.id and _begins(node)]
            around = self._work(handler.scope)
            if len(starts) == 1 and _stops(starts[0]) and len(self._out.get(starts[0].id, ())) == 1 and around:
                alone = handler.scope in self._found.processes and len(self._filled()) == 1
                yield handler, self._exit(starts[0], () if alone else around, self._out[starts[0].id])

    def _exit(self, event: Node, since: tuple[str, ...], flows: Sequence[Arrow]) -> Exit:
        """Return what an event says; one that more is said of than when, and whereto, stays on the way."""
        when = occasion(self._found, event) or UNNAMED
        plain = event.id not in self._tied and len(flows) < 2 and not documentation_of(event.said)
        target = (flows[0].target if flows else END) if plain else event.id
        return Exit(when, target, since, (event.id,) if plain else ())

    def _work(self, scope: str) -> tuple[str, ...]:
        """Return the activities in a scope that are steps, but for those that answer an interruption."""
        answers = {handler.id for handler in self._handlers}
        return tuple(
            node.id
            for node in self._found.nodes.values()
            if node.tag in ACTIVITIES and not self._is_opened(node) and self._lies_in(node, scope, answers)
        )

    def _lies_in(self, node: Node, scope: str, answers: set[str]) -> bool:
        around = [*self._found.around(node)]
        return scope in around and answers.isdisjoint(around[: around.index(scope)])

    def _filled(self) -> set[str]:
        return {self._found.home(node) for node in self._found.nodes.values()}


def _begins(node: Node) -> bool:
    return node.tag == "startEvent"


def _stops(start: Node) -> bool:
    return start.element.get("isInterrupting", "true") not in ("false", "0")
