"""What is written as a sub-process: a part that is repeated, and what happens after an interruption."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from flowtrim.model import END, Interruption, Part, Process, Step

Arc = tuple[str | None, str]
"""From which step a case comes, None at its start, and to which it goes."""


class Enclosure(NamedTuple):
    """Steps in a sub-process, and the one at which it begins; of a part, or of interruptions by their numbers.

    ``leaves`` is the last step of a part, which alone leads out of it.
    """

    steps: frozenset[str]
    entry: str
    part: Part | None = None
    leaves: str = ""
    numbers: tuple[int, ...] = ()


def enclosures(process: Process, lies_inside: Callable[[str], bool]) -> list[Enclosure]:
    """Return what can be a sub-process, since nothing but its beginning and its end touches what is around it.

    ``lies_inside`` says of a step whether it lies in the pool of the process itself.
    """
    if not (process.anytime or any(part.each for part in process.parts)):
        return []
    handlers = [each for each in _handlers(process) if all(map(lies_inside, each.steps))]
    taken = frozenset[str]().union(*(each.steps for each in handlers))
    handled = {number for each in handlers for number in each.numbers}
    borders = [one for number, one in enumerate(process.anytime) if number not in handled]
    found = (_block(process, part, borders) for part in process.parts if part.each)
    blocks = [each for each in found if each and not each.steps & taken and all(map(lies_inside, each.steps))]
    return [*handlers, *blocks]


def struck(process: Process, interruption: Interruption) -> tuple[str, ...]:
    """Return the steps on whose border an interruption stands: those named, else all that are done without one."""
    if interruption.since:
        return interruption.since
    usual = _reached(process, [start.at for start in process.entries])
    return tuple(step.id for step in process.work if step.id in usual and step.id != interruption.to)


def _handlers(process: Process) -> Iterator[Enclosure]:
    """Yield what follows interruptions of the whole, where nothing else leads there and nothing leads back."""
    groups: dict[tuple[str, str | None], list[int]] = {}
    for number, each in enumerate(process.anytime):
        if not each.since:
            groups.setdefault((each.to, each.outcome), []).append(number)
    arcs = [*_arcs(process), *((None, each.to) for each in process.anytime if each.since)]
    for (to, _), numbers in groups.items():
        steps = frozenset(_reached(process, [to]))
        led_in = any(target in steps and source not in steps for source, target in arcs)
        led_out = any(each.to not in steps and steps & set(each.since) for each in process.anytime)
        if not led_in and not led_out:
            yield Enclosure(steps, to, numbers=tuple(numbers))


def _block(process: Process, part: Part, borders: Iterable[Interruption]) -> Enclosure | None:
    """Return a part as a sub-process, where it has one way in and one way out."""
    members = [step for step in process.steps if step.part == part.name]
    inside = frozenset(step.id for step in members)
    entering = [target for source, target in _arcs(process) if target in inside and source not in inside]
    looped = {target for source, target in _arcs(process) if source in inside}
    leaving = [step for step in members for to in [flow.to for flow in step.flows] or [END] if to not in inside]
    late = {each.consequence for step in members for each in step.within if each.consequence}
    whole = [one for one in borders if set(struck(process, one)) & inside]
    fits = (
        len(set(entering)) == 1
        and len(leaving) == 1
        and (leaving[0].split == "one" or len(leaving[0].flows) < 2)
        and not (len(entering) > 1 and entering[0] in looped)
        and late <= inside
        and all(step.is_work or step.kind == "gateway" for step in members)
        and all(inside <= set(struck(process, one)) for one in whole)
        and not any(one.to in inside for one in process.anytime)
    )
    return Enclosure(inside, entering[0], part, leaving[0].id) if fits else None


def _arcs(process: Process) -> Iterator[Arc]:
    """Yield every arc to a step: from the start, along flows, and after deadlines."""
    yield from ((None, start.at) for start in process.entries)
    for step in process.steps:
        yield from ((step.id, target) for target in _targets(step))


def _targets(step: Step) -> list[str]:
    late = [each.consequence for each in step.within if each.consequence]
    return [to for to in (*(flow.to for flow in step.flows), *late) if to != END]


def _reached(process: Process, roots: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    waiting = [root for root in roots if root != END]
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting += _targets(process.step(node))
    return seen
