"""How much of what one role could do another could do as well."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

from flowtrim.measures.capability import Capabilities

Visits = Mapping[str, float | None]
Profile = dict[tuple[str | None, str | None], float]
Work = TypeVar("Work", bound=Hashable)


def profile_overlap(first: Mapping[Work, float], second: Mapping[Work, float]) -> float | None:
    """Return how alike two profiles of work are, from 0 to 1: the weighted Jaccard index of their shares.

    Each profile is scaled to a sum of 1 (Burattin and others 2013, theory 3.1). None where one of them is empty.

    >>> round(profile_overlap({"x": 2, "y": 1}, {"x": 1, "y": 1, "z": 1}), 9)
    0.5
    """
    whole, other = sum(first.values()), sum(second.values())
    if not whole or not other:
        return None
    common = sum(min(weight / whole, second[work] / other) for work, weight in first.items() if work in second)
    return common / (2.0 - common)


def overlaps(able: Capabilities, visits: Visits) -> Mapping[str, tuple[str, float]]:
    """Return for each worker the one whose possible work overlaps most with its own, and by how much.

    Possible work is what a role does and all that needs one of its skills, weighted by expected work time, or by
    expected executions where the time of some step is not declared. Roles without a skill in common
    are not compared, nor those that a declared separation keeps apart.

    >>> from flowtrim.model import Process, Role, Step
    >>> claim = Process("Claim", steps=(
    ...     Step("a", "A", owner="one", skill="ledger"), Step("b", "B", owner="two", skill="ledger")),
    ...     roles=(Role("one", "One", skills=("ledger",)), Role("two", "Two", skills=("ledger",))))
    >>> overlaps(Capabilities(claim), {"a": 1.0, "b": 1.0})
    {'one': ('two', 1.0), 'two': ('one', 1.0)}
    """
    profiles = _profiles(able, visits)
    best: dict[str, tuple[str, float]] = {}
    for role in able.workers:
        rivals = dict.fromkeys(other.id for skill in role.skills or () for other in able.holders[skill])
        for rival in rivals:
            if rival == role.id or able.kept_apart(role.id, rival):
                continue
            share = profile_overlap(profiles[role.id], profiles[rival])
            if share is not None and share > best.get(role.id, ("", 0.0))[1]:
                best[role.id] = rival, share
    return best


def _profiles(able: Capabilities, visits: Visits) -> dict[str, Profile]:
    """Return the possible work of each worker: all work that needs one of its skills, and its own work besides.

    Work is told apart by the skill that it needs; what its owner does without declaring that skill, or what needs
    none, is work of its own kind, so that nobody is taken to do more of it than they do.
    """
    own: dict[str, Profile] = {role.id: {} for role in able.workers}
    demand: dict[str | None, Profile] = {}
    timed = all(step.takes is not None for step in able.process.work)
    for role_id, steps in able.work_of.items():
        skills = able.process.role(role_id).skills or ()
        for step in steps:
            weight = (visits[step.id] or 0.0) * (step.takes or 0.0 if timed else 1.0)
            work = (step.skill, None if step.skill in skills else role_id)
            for profile in (own.setdefault(role_id, {}), demand.setdefault(step.skill, {})):
                profile[work] = profile.get(work, 0.0) + weight
    for role in able.workers:
        for skill in role.skills or ():
            own[role.id] |= demand.get(skill, {})
    return own
