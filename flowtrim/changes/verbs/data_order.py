"""Who makes what somebody else needs: the data that passes along the flow."""

from __future__ import annotations

from collections.abc import Callable

from flowtrim.changes.working_copy import Draft
from flowtrim.model import END, Step

Supply = tuple[str, str, str]
"""Maker, taker, and the thing made."""


def supply(draft: Draft, step: Step) -> set[Supply]:
    """What reaches a step from its makers upstream, and what its takers downstream get from it."""
    given = {
        (maker, step.id, item)
        for maker in upstream(draft, step.id)
        for item in set(draft.steps[maker].outputs) & set(step.inputs)
    }
    taken = {
        (step.id, taker, item)
        for taker in downstream(draft, step.id)
        for item in set(step.outputs) & set(draft.steps[taker].inputs)
    }
    return given | taken


def is_supplied(draft: Draft, supplied: Supply) -> bool:
    """Whether the taker gets the thing from somebody upstream, be it another maker."""
    _, taker, item = supplied
    return any(item in draft.steps[maker].outputs for maker in upstream(draft, taker))


def upstream(draft: Draft, step_id: str) -> set[str]:
    """Every step from which work can come to a step."""
    return _closure(step_id, draft.sources)


def downstream(draft: Draft, step_id: str) -> set[str]:
    """Every step to which work can go from a step."""
    return _closure(step_id, lambda node: tuple(way.to for way in draft.steps[node].flows if way.to != END))


def _closure(start: str, neighbours: Callable[[str], tuple[str, ...]]) -> set[str]:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        fresh = [node for node in neighbours(waiting.pop()) if node not in seen]
        seen.update(fresh)
        waiting.extend(fresh)
    return seen
