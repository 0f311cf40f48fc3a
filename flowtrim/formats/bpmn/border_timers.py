"""Timers on the border of an activity, which are its deadlines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from flowtrim.formats.bpmn.elements import ACTIVITIES
from flowtrim.formats.bpmn.records import Arrow, Node, Scan
from flowtrim.formats.bpmn.scan import definitions_of
from flowtrim.formats.bpmn.xml import local, whole_text
from flowtrim.formats.scalars import duration
from flowtrim.model import Deadline


def deadlines(
    found: Scan,
    watchers: Mapping[str, Sequence[Node]],
    out: Mapping[str, Sequence[Arrow]],
    is_opened: Callable[[Node], bool],
) -> dict[str, dict[str, Deadline]]:
    """Return the deadlines of each activity, each by the id of its timer.

    One that interrupts leads to what happens instead, another one to what happens beside. A timer is a deadline where
    it says a duration and leads to one activity; any other stays an event on a way of its own.
    """
    read: dict[str, dict[str, Deadline]] = {}
    for host, timers in list(watchers.items()):
        if found.nodes[host].tag not in ACTIVITIES or is_opened(found.nodes[host]):
            continue
        for timer in timers:
            minutes, ways = _minutes(found, timer), list(out.get(timer.id, ()))
            targets = [found.nodes[way.target] for way in ways]
            if minutes and len(ways) == 1 and targets[0].tag in ACTIVITIES and not is_opened(targets[0]):
                read.setdefault(host, {})[timer.id] = _deadline(minutes, timer, targets[0].id)
                if timer.name:
                    found.tell(timer.tag, timer.id, timer.line, f"“{timer.name}”: a deadline has no name of its own")
    return read


def _deadline(minutes: float, timer: Node, target: str) -> Deadline:
    if timer.interrupting:
        return Deadline(minutes, instead=target)
    return Deadline(minutes, then=target)


def _minutes(found: Scan, timer: Node) -> float | None:
    """Return the minutes after which a timer strikes; None where it strikes on a day, or by a formula."""
    if timer.event != "timer" or timer.mark is not None:
        return None
    said = (each for definition in definitions_of(found, timer.element) for each in definition)
    return next((duration(whole_text(each)) for each in said if local(each) == "timeDuration"), None)
