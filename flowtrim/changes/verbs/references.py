"""What refers to a step outside the flow: duties, deadlines, interruptions, the promise, KPIs and acceptances."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from flowtrim.changes.working_copy import Draft
from flowtrim.errors import ChangeError
from flowtrim.model import Acceptance, Deadline, Interruption, Process, Promise
from flowtrim.sentences import Message, say

Groups = tuple[tuple[str, ...], ...]
Names = Callable[[str], str | None]
"""The new id of a step, None for one that is gone."""


def forget(draft: Draft, step_id: str) -> None:
    """Remove a step that is gone from everything that refers to it; a duty needs two steps.

    Raises:
        ChangeError: an interruption, a promise or a deadline cannot be told without it.
    """
    needed = holding(draft, step_id)
    if needed is not None:
        raise ChangeError(needed)
    _rewrite(draft, {step_id}, lambda name: None if name == step_id else name)


def rename(draft: Draft, old: set[str], new: str) -> None:
    """Let everything that refers to some steps refer to another one."""
    _rewrite(draft, old, lambda name: new if name in old else name)


def holding(draft: Draft, step_id: str) -> Message | None:
    """Say what cannot be told without a step: an interruption, a promise or a deadline; None where nothing is."""
    for one in draft.head.anytime:
        if one.to == step_id:
            return say("a case may come there at any time ({event}).", event=one.when)
    promise = draft.head.promise
    if promise is not None and step_id in (promise.since, promise.until):
        return say("the promise to the customer counts from it or to it.")
    for deadline in _deadlines(draft):
        if step_id in (deadline.since, deadline.then, deadline.instead):
            return say("a deadline counts from it or leads to it.")
    return None


def _deadlines(draft: Draft) -> Iterator[Deadline]:
    yield from draft.head.within
    for step_id in draft.timed:
        yield from draft.steps[step_id].within


def _rewrite(draft: Draft, about: set[str], names: Names) -> None:
    for step_id in tuple(draft.timed):
        step = draft.steps[step_id]
        within = tuple(_deadline(one, names) for one in step.within)
        if within != step.within:
            draft.put(replace(step, within=within))
    head = draft.head
    if not _speaks_of(head, about):
        return
    draft.head = replace(
        head,
        separate=_groups(head.separate, names),
        separate_persons=_groups(head.separate_persons, names),
        together=_groups(head.together, names),
        kpis=tuple(replace(kpi, steps=_members(kpi.steps, names)) for kpi in head.kpis),
        accepted=tuple(kept for one in head.accepted if (kept := _acceptance(one, names, draft)) is not None),
        within=tuple(_deadline(one, names) for one in head.within),
        promise=head.promise and _promise(head.promise, names),
        anytime=tuple(filter(None, (_interruption(one, names) for one in head.anytime))),
    )


def _speaks_of(head: Process, about: set[str]) -> bool:
    groups = (*head.kept_apart, *head.together, *(kpi.steps for kpi in head.kpis), *(one.since for one in head.anytime))
    promised = () if head.promise is None else (head.promise.since, head.promise.until)
    timed = (name for one in head.within for name in (one.since, one.then, one.instead))
    single = (*(one.to for one in head.anytime), *promised, *timed)
    accepted = (end for one in head.accepted for end in one.at.split("->"))
    return any(not about.isdisjoint(group) for group in (*groups, single, accepted))


def _deadline(one: Deadline, names: Names) -> Deadline:
    since, then, instead = (name and names(name) for name in (one.since, one.then, one.instead))
    return replace(one, since=since, then=then, instead=instead)


def _promise(one: Promise, names: Names) -> Promise:
    since, until = (name and names(name) for name in (one.since, one.until))
    return replace(one, since=since, until=until)


def _interruption(one: Interruption, names: Names) -> Interruption | None:
    """Rename the steps of an interruption; one that could happen only during steps that are gone is gone as well."""
    since = _members(one.since, names)
    return None if one.since and not since else replace(one, to=names(one.to) or one.to, since=since)


def _members(members: tuple[str, ...], names: Names) -> tuple[str, ...]:
    return tuple(dict.fromkeys(new for old in members if (new := names(old)) is not None))


def _groups(groups: Groups, names: Names) -> Groups:
    rewritten = ((group, _members(group, names)) for group in groups)
    return tuple(rest for group, rest in rewritten if len(rest) > 1 or rest == group)


def _acceptance(one: Acceptance, names: Names, draft: Draft) -> Acceptance | None:
    """Rename the step in an acceptance about a step or a flow; one of a role, a KPI or the whole stays as it is."""
    if one.at in {role.id for role in draft.head.roles} | {kpi.name for kpi in draft.head.kpis}:
        return one
    ends = [names(end) for end in one.at.split("->")]
    known = [end for end in ends if end is not None]
    return replace(one, at="->".join(known)) if len(known) == len(ends) else None
