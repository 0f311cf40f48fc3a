"""Everything outside the flow that refers to a step: duties, KPIs and acceptances."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from flowtrim.changes.working_copy import Draft
from flowtrim.model import Acceptance, Process

Groups = tuple[tuple[str, ...], ...]


def forget(draft: Draft, step_id: str) -> None:
    """Remove a step from everything that refers to it; a duty needs two steps."""
    _rewrite(draft, {step_id}, lambda name: None if name == step_id else name)


def rename(draft: Draft, old: set[str], new: str) -> None:
    """Let everything that refers to some steps refer to another one."""
    _rewrite(draft, old, lambda name: new if name in old else name)


def _rewrite(draft: Draft, about: set[str], names: Callable[[str], str | None]) -> None:
    head = draft.head
    if not _speaks_of(head, about):
        return
    draft.head = replace(
        head,
        separate=_groups(head.separate, names),
        together=_groups(head.together, names),
        kpis=tuple(replace(kpi, steps=_members(kpi.steps, names)) for kpi in head.kpis),
        accepted=tuple(kept for one in head.accepted if (kept := _acceptance(one, names, draft)) is not None),
    )


def _speaks_of(head: Process, about: set[str]) -> bool:
    groups = (*head.separate, *head.together, *(kpi.steps for kpi in head.kpis))
    return any(not about.isdisjoint(group) for group in groups) or any(
        not about.isdisjoint(one.at.split("->")) for one in head.accepted
    )


def _members(members: tuple[str, ...], names: Callable[[str], str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(new for old in members if (new := names(old)) is not None))


def _groups(groups: Groups, names: Callable[[str], str | None]) -> Groups:
    rewritten = ((group, _members(group, names)) for group in groups)
    return tuple(rest for group, rest in rewritten if len(rest) > 1 or rest == group)


def _acceptance(one: Acceptance, names: Callable[[str], str | None], draft: Draft) -> Acceptance | None:
    """Rename the step in an acceptance about a step or a flow; one of a role, a KPI or the whole stays as it is."""
    if one.at in {role.id for role in draft.head.roles} | {kpi.name for kpi in draft.head.kpis}:
        return one
    ends = [names(end) for end in one.at.split("->")]
    known = [end for end in ends if end is not None]
    return replace(one, at="->".join(known)) if len(known) == len(ends) else None
