"""On which questions a change rests that would be none today."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from msgspec.structs import replace

from flowtrim.graph.choices import with_choice
from flowtrim.measures import Survey
from flowtrim.measures.bringing import is_bringing
from flowtrim.measures.choices import decides
from flowtrim.model import Assign, Change, Drop, Process, Release, steps_of
from flowtrim.redesign.proposal import Proposed
from flowtrim.sentences import listed, marked, phrase, quoted, say

UNUSED = phrase(marked("Nobody uses what it delivers."))
_BRINGING = frozenset({"transfer", "notify", "wait"})
"""Kinds of steps by which a case comes to somebody else."""


def rests_on(
    change: Change, changes: Iterable[Proposed], before: Survey, *, safe: bool, choosing_anew: bool = False
) -> list[str]:
    """Say on which questions a change rests, of all ``changes`` so far; nothing where it is one in itself.

    That a role has nothing left to do rests on all about what it does today; that a step can go on those about
    whoever takes what it makes today, and where nobody does, or it decides today, on the last one about a step beside
    it. ``safe`` says that nothing else speaks against the change, ``choosing_anew`` that a choice came to the step or
    left it since today: then it rests on the question by which it did.
    """
    takers = _takers(change, before)
    asked = [one for one in changes if not one.safe]
    unused = (change.because or "").endswith(UNUSED) or takers <= _dropped(asked)
    if not (safe or choosing_anew or isinstance(change, Release) or (takers and unused)):
        return []
    if isinstance(change, Release):
        numbers = about(asked, {step.id for step in before.process.work if step.owner == change.role})
    else:
        numbers = about(asked, takers)
        if not numbers or choosing_anew or _decides(before, change):
            numbers = sorted({*numbers, *about(asked, _near(change, before))[-1:]})
    if safe and not numbers:
        numbers = [one.number for one in asked[-1:]]
    return follows_from(numbers)


def follows_from(numbers: Sequence[int]) -> list[str]:
    """Say from which questions a change follows; nothing where from none."""
    if len(numbers) < 2:
        return [say("It follows from question {question}.", question=str(number)) for number in numbers]
    return [say("It follows from questions {questions}.", questions=listed(map(str, numbers)))]


def with_who_leaves(changes: Sequence[Proposed], before: Survey, after: Process) -> list[Proposed]:
    """Return changes, each drop of what brings a case to others with the question by which they do it no more.

    As long as they do, somebody has to bring it there.
    """
    dropped = _dropped(changes)
    return [one if one.safe else _with_who_leaves(one, changes, before, after, dropped) for one in changes]


def _with_who_leaves(
    one: Proposed, changes: Sequence[Proposed], before: Survey, after: Process, dropped: Collection[str]
) -> Proposed:
    drop = one.change
    if not isinstance(drop, Drop) or not before.process.has_step(drop.step):
        return one
    step = before.process.step(drop.step)
    if step.kind not in _BRINGING:
        return one
    led = [target for target in _led_to(step.id, before, dropped) if after.has_step(target)]
    if not led or any(after.step(target).owner != step.owner for target in led):
        return one
    for target in map(before.process.step, led):
        by = next((other for other in changes if not other.safe and target.id in _given(other)), None)
        if by is not None and target.owner is not None and target.owner != step.owner:
            words = say(
                "It goes only with question {question}: as long as {role} does {step}, somebody has to bring it there.",
                question=str(by.number),
                role=quoted(before.process.role(target.owner).name),
                step=quoted(target.name),
            )
            asked = (each for each in one.against if not is_bringing(each))
            return replace(one, against=(*asked, words))
    return one


def _given(one: Proposed) -> set[str]:
    """Return the steps to which a change gives other hands."""
    return {move.step for move in (one.change, *one.moves) if isinstance(move, Assign)}


def _led_to(step_id: str, before: Survey, dropped: Collection[str]) -> list[str]:
    """Return what is done next after a step of what is not dropped."""
    waiting, found = [step_id], {step_id: None}
    for node in waiting:
        fresh = [target for target in before.graph.work_after.get(node, ()) if target not in found]
        found |= dict.fromkeys(fresh)
        waiting += [target for target in fresh if target in dropped]
    return [target for target in found if target not in dropped]


def about(changes: Sequence[Proposed], steps: Collection[str]) -> list[int]:
    """Return the numbers of the changes that are about some of these steps."""
    return [one.number for one in changes if not set(steps).isdisjoint(one.steps)]


def _takers(change: Change, before: Survey) -> set[str]:
    """Return the steps that take today what a step makes that a change drops."""
    if not isinstance(change, Drop) or not before.process.has_step(change.step):
        return set()
    made, users = before.process.step(change.step).outputs, before.data_use.users
    return {user for item in made for user in users.get(item, ())} - {change.step}


def _dropped(asked: Iterable[Proposed]) -> set[str]:
    return {one.change.step for one in asked if isinstance(one.change, Drop)}


def _decides(before: Survey, change: Change) -> bool:
    if not isinstance(change, Drop) or not before.process.has_step(change.step):
        return False
    return decides(with_choice(before.graph, before.process.step(change.step)))


def _near(change: Change, before: Survey) -> set[str]:
    """Return the steps that a change is about, and those beside them today."""
    about = set(steps_of(change))
    graph = before.graph
    beside = (graph.work_before.get(step, ()) for step in about), (graph.work_after.get(step, ()) for step in about)
    return about.union(*beside[0], *beside[1])
