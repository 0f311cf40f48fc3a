"""Which steps became part of another one."""

from __future__ import annotations

from collections.abc import Mapping

from flowtrim.changes.difference.plan_trace import Retelling
from flowtrim.changes.difference.resemblance import holds
from flowtrim.changes.working_copy import Draft
from flowtrim.model import END, Process, Step

MOST_NAMES = 200_000
"""Pairs of names up to which each is looked for in each: beyond, nobody would read the comparison either."""


def absorbed(before: Process, after: Process, same: Mapping[str, str], told: Retelling) -> dict[str, str]:
    """For each merged step of ``before`` the id of the step in ``after`` that it became part of.

    A merge or a drop that a plan tells is taken at its word. Otherwise a step that is gone was merged into the one
    whose name holds its own and another's, into its neighbour when that now makes what it made; or, with others that
    are gone, into a new step between the same neighbours that makes what they made, or takes as long as they together.
    """
    found = {was: now for was, now in told.merged.items() if after.has_step(now)}
    settled = same.keys() | found.keys() | told.gone
    gone = [step for step in before.work if step.id not in settled]
    draft = Draft(before)
    found.update(_named(before, after, gone, same))
    for step in gone:
        heir = None if step.id in found else _heir(draft, after, step, same)
        if heir is not None:
            found[step.id] = heir
    found.update(_replaced(draft, after, [step for step in gone if step.id not in found], same))
    return found


def _named(before: Process, after: Process, gone: list[Step], same: Mapping[str, str]) -> dict[str, str]:
    """Return the steps whose names stand together in one name now, in more than one of which nobody could be wrong."""
    was = {now: before.step(old) for old, now in same.items()}
    found: dict[str, str] = {}
    if len(gone) * len(after.work) > MOST_NAMES:
        return found
    for step in after.work:
        known = [was[step.id]] if step.id in was else []
        parts = [one for one in (*known, *gone) if one.id not in found and holds(step.name, one.name)]
        if len(parts) > 1 and any(one in gone for one in parts):
            found.update(dict.fromkeys((one.id for one in parts), step.id))
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
        if heir is not None and len(group) > 1 and _does_all(after.step(heir), [draft.steps[one] for one in group]):
            found.update(dict.fromkeys(group, heir))
    return found


def _does_all(heir: Step, group: list[Step]) -> bool:
    """Whether a new step makes what several made, takes as long as they took, or bears the name of one.

    One in the hands of a role that did none of them was not just renamed either.
    """
    outputs = {name for step in group for name in step.outputs}
    takes = [step.takes for step in group]
    makes = bool(outputs) and outputs <= set(heir.outputs)
    lasts = heir.takes is not None and None not in takes and heir.takes == sum(filter(None, takes))
    other_hands = heir.owner not in {step.owner for step in group}
    return makes or lasts or other_hands or any(holds(heir.name, step.name) for step in group)


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
