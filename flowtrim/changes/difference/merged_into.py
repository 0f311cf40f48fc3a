"""Which steps became part of another one."""

from __future__ import annotations

from collections.abc import Mapping

from flowtrim.changes.difference.plan_trace import Retelling
from flowtrim.changes.working_copy import Draft
from flowtrim.model import END, Process, Step


def absorbed(before: Process, after: Process, same: Mapping[str, str], told: Retelling) -> dict[str, str]:
    """For each merged step of ``before`` the id of the step in ``after`` that it became part of.

    A merge or a drop that a plan tells is taken at its word. Otherwise a step that is gone was merged into its
    neighbour when that now makes what it made; or, with others that are gone, into a new step between the same
    neighbours.
    """
    found = {was: now for was, now in told.merged.items() if after.has_step(now)}
    settled = same.keys() | found.keys() | told.gone
    gone = [step for step in before.work if step.id not in settled]
    draft = Draft(before)
    for step in gone:
        heir = _heir(draft, after, step, same)
        if heir is not None:
            found[step.id] = heir
    found.update(_replaced(draft, after, [step for step in gone if step.id not in found], same))
    return found


def _heir(draft: Draft, after: Process, step: Step, same: Mapping[str, str]) -> str | None:
    """Return the neighbour that is still there and now makes what the step made."""
    neighbours = [*draft.sources(step.id), *(flow.to for flow in step.flows if flow.to != END)]
    for neighbour in neighbours:
        if neighbour in same and step.outputs:
            was, now = draft.steps[neighbour], after.step(same[neighbour])
            if set(step.outputs) <= set(now.outputs) - set(was.outputs):
                return now.id
    return None


def _replaced(draft: Draft, after: Process, gone: list[Step], same: Mapping[str, str]) -> dict[str, str]:
    """Return groups of two or more neighbours that are gone, and have one new step in their place."""
    target = Draft(after)
    known = set(same.values())
    places = {
        (frozenset(target.sources(step.id)), frozenset(flow.to for flow in step.flows) or frozenset({END})): step.id
        for step in after.work
        if step.id not in known
    }
    found: dict[str, str] = {}
    for group in _groups(draft, {step.id for step in gone}, [step.id for step in gone]):
        heir = places.get(_surroundings(draft, group, same))
        if heir is not None and len(group) > 1:
            found.update(dict.fromkeys(group, heir))
    return found


def _groups(draft: Draft, gone: set[str], order: list[str]) -> list[list[str]]:
    """Return the steps that are gone, in groups that hang together."""
    groups: list[list[str]] = []
    seen: set[str] = set()
    for first in order:
        if first in seen:
            continue
        seen.add(first)
        group = [first]
        for step_id in group:
            beside = (*draft.sources(step_id), *(flow.to for flow in draft.steps[step_id].flows))
            fresh = [one for one in dict.fromkeys(beside) if one in gone and one not in seen]
            seen.update(fresh)
            group.extend(fresh)
        groups.append(group)
    return groups


def _surroundings(draft: Draft, group: list[str], same: Mapping[str, str]) -> tuple[frozenset[str], frozenset[str]]:
    members = set(group)
    before = {same.get(one, "") for step_id in group for one in draft.sources(step_id) if one not in members}
    flows = [flow.to for step_id in group for flow in draft.steps[step_id].flows]
    onward = {END if one == END else same.get(one, "") for one in flows if one not in members}
    return frozenset(before), frozenset(onward or {END})
