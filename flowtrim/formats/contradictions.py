"""What a process file says that cannot all be true: told at its place, before anything is computed from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import inf
from typing import NamedTuple

from flowtrim.formats.nodes import Entries, Items, Node
from flowtrim.formats.problems import Reading
from flowtrim.formats.scalars import shown_duration, write_share
from flowtrim.formats.tables import Record
from flowtrim.model import END, Deadline, Process, Step
from flowtrim.sentences import quoted

TOLERANCE = 1e-6


class Problem(NamedTuple):
    """What cannot be true, and the key under which it stands."""

    key: str
    said: str


def note_contradictions(process: Process, root: Record, reading: Reading) -> None:
    """Note what contradicts itself in the terms of a process: deadlines, repetition, interruptions and deputies."""
    for step, node in zip(process.steps, _list(root.node, "steps"), strict=False):
        for problem in _of_step(step, process) if step.within or step.each or step.alongside else ():
            reading.add(_place(node, problem.key), problem.said)
    for index, problem in _of_interruptions(process):
        nodes = _list(root.node, "anytime")
        reading.add(_place(nodes[index], problem.key) if index < len(nodes) else root.node.start, problem.said)
    for name, problem in (*_of_parts(process), *_of_deputies(process)):
        mapping = root.node.nodes.get("roles" if problem.key == "deputy" else "parts")
        entry = mapping.nodes.get(name) if type(mapping) is Entries else None
        reading.add(_place(entry, problem.key) if entry else root.node.start, problem.said)
    for problem in _of_deadlines(process.within, process):
        reading.add(_place(root.node, problem.key), problem.said)


def _list(node: Entries, key: str) -> Sequence[Node]:
    child = node.nodes.get(key)
    return child.nodes if type(child) is Items else [] if child is None else [child]


def _place(node: Node, key: str) -> int:
    return node.nodes[key].start if type(node) is Entries and key in node.nodes else node.start


def _of_step(step: Step, process: Process) -> Iterator[Problem]:
    yield from _of_deadlines(step.within, process, step)
    if step.each is not None and not step.each.count:
        yield Problem("each", f"The step {quoted(step.id)} is repeated for nothing: the count under 'each' is 0.")
    if step.owner in step.alongside:
        yield Problem("with", f"The owner {quoted(step.owner or '')} stands again under 'with'; once is enough.")


def _of_deadlines(deadlines: tuple[Deadline, ...], process: Process, step: Step | None = None) -> Iterator[Problem]:
    for deadline in deadlines:
        if said := _wrong_with(deadline, step):
            yield Problem("within", said)
    passed = sum(deadline.share or 0.0 for deadline in deadlines if deadline.instead)
    if passed > 1 + TOLERANCE:
        total = write_share(round(passed, 6))
        yield Problem("within", f"The shares of what happens 'instead' add up to {total}, to more than all cases.")
    yield from _of_pairs([deadline for deadline in deadlines if deadline.consequence is None])
    longest = min((deadline.within for deadline in process.within if deadline.since is None), default=inf)
    for deadline in deadlines if step else ():
        if deadline.within > longest and deadline.since is None and deadline.consequence is None:
            own, whole = shown_duration(deadline.within, process.clock), shown_duration(longest, process.clock)
            yield Problem("within", f"The step may take {own}, but the whole process has to be done within {whole}.")


def _wrong_with(deadline: Deadline, step: Step | None) -> str | None:
    """Say why one deadline cannot be meant as it stands; None where nothing is wrong with it."""
    if not deadline.within:
        return "A deadline of no time at all cannot be kept."
    if deadline.then is not None and deadline.instead is not None:
        return "A deadline takes 'then' or 'instead', not both: write two deadlines."
    if deadline.share is not None and deadline.consequence is None:
        return "The share of a deadline says how often its consequence happens; it goes with 'then' or 'instead'."
    if step is None:
        return "The consequence of a deadline stands at a step." if deadline.consequence else None
    if deadline.consequence == step.id:
        return f"The consequence of a deadline of the step {quoted(step.id)} is the step itself."
    return None


def _of_pairs(deadlines: Sequence[Deadline]) -> Iterator[Problem]:
    """Two deadlines from one moment contradict each other where the shorter one is to be kept as often, or oftener."""
    ordered = sorted(deadlines, key=lambda each: each.within)
    for number, short in enumerate(ordered):
        for long in ordered[number + 1 :]:
            if short.since == long.since and (short.of or 1.0) >= (long.of or 1.0):
                said = "Two deadlines contradict each other: the shorter one has to be kept as often, or oftener."
                yield Problem("within", said)


def _of_interruptions(process: Process) -> Iterator[tuple[int, Problem]]:
    total = 0.0
    inside = _inside_a_parallel_section(process) if process.anytime else frozenset()
    for index, interruption in enumerate(process.anytime):
        before, total = total, total + (interruption.share or 0.0)
        if before <= 1 + TOLERANCE < total:
            said = f"The shares under 'anytime' add up to {write_share(round(total, 6))}, to more than all cases."
            yield index, Problem("share", said)
        if interruption.to in inside:
            said = f"The step {quoted(interruption.to)} lies inside a parallel section: what comes there from outside"
            yield index, Problem("to", f"{said} would never be joined. Lead to a step before or after the section.")
        if interruption.outcome is not None and interruption.to != END:
            yield index, Problem("as", "The key 'as' names how a case ends; it goes with 'to: end' only.")


def leads_into_a_section(process: Process) -> bool:
    """Whether an interruption leads into a parallel section, where nothing would join what comes from outside."""
    inside = _inside_a_parallel_section(process)
    return any(interruption.to in inside for interruption in process.anytime)


def _inside_a_parallel_section(process: Process) -> frozenset[str]:
    """Return the steps that some branches of a parallel split lead to, and others do not; and those that join them."""
    after = {step.id: [flow.to for flow in step.flows if flow.to != END] for step in process.steps}
    inside = {step.id for step in process.steps if step.join == "all"}
    for step in process.steps:
        if step.split == "all" and len(after[step.id]) > 1:
            first, *others = (_reached(branch, after, but=step.id) for branch in after[step.id])
            inside |= first.union(*others) - first.intersection(*others)
    return frozenset(inside)


def _reached(start: str, after: Mapping[str, Iterable[str]], *, but: str) -> set[str]:
    """Return the steps that a branch comes to before the split that it came from is taken again."""
    seen, waiting = {start}, [start]
    while waiting:
        fresh = [target for target in after.get(waiting.pop(), ()) if target not in seen and target != but]
        seen.update(fresh)
        waiting += fresh
    return seen


def _of_parts(process: Process) -> Iterator[tuple[str, Problem]]:
    known = {step.part for step in process.steps}
    for part in process.parts:
        if part.name not in known:
            yield part.name, Problem("each", f"No step belongs to the part {quoted(part.name)}.")
        elif part.each is not None and not part.each.count:
            yield part.name, Problem("each", f"The part {quoted(part.name)} is repeated for nothing: the count is 0.")


def _of_deputies(process: Process) -> Iterator[tuple[str, Problem]]:
    deputies = {role.id: role.deputy for role in process.roles if role.deputy is not None}
    for role_id in deputies:
        seen, current = [role_id], deputies.get(role_id)
        while current in deputies and current not in seen:
            seen.append(current)
            current = deputies[current]
        if current == role_id:
            circle = " → ".join((*seen, role_id))
            yield role_id, Problem("deputy", f"The deputies go round in a circle: {circle}.")
