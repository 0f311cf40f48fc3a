"""Who could do what, and how much of it overlaps, by declared skills and separations; nothing else is assumed."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import cached_property
from typing import TypeVar

from flowtrim.model import Process, Role, Step

Visits = Mapping[str, float | None]
Profile = dict[tuple[str | None, str | None], float]
Work = TypeVar("Work", bound=Hashable)


class Capabilities:
    """The roles of a process as those who could do its steps. Read-only.

    A step that declares its skill can be done by its owner and by every role that declares that skill. A step that
    declares none is known to be done by its owner, and nothing is known of the others. Customers, partners and
    systems are not thought of as takers of work.

    >>> from flowtrim.model import Role
    >>> claim = Process("Claim", roles=(Role("clerk", "Clerk", skills=("ledger",)),), steps=(
    ...     Step("post", "Post it", owner="boss", skill="ledger"), Step("sign", "Sign it", owner="clerk")))
    >>> able = Capabilities(claim)
    >>> [role.id for role in able.takers("boss")], [role.id for role in able.takers("clerk")]
    (['clerk'], [])
    """

    def __init__(self, process: Process) -> None:
        self.process = process

    @cached_property
    def workers(self) -> tuple[Role, ...]:
        """The roles of our own people that perform a step."""
        return self.process.staff

    @cached_property
    def work_of(self) -> Mapping[str, tuple[Step, ...]]:
        """The steps of each role that performs one, in the order of the file."""
        work: dict[str, list[Step]] = {}
        for step in self.process.work:
            if step.owner:
                work.setdefault(step.owner, []).append(step)
        return {role: tuple(steps) for role, steps in work.items()}

    @cached_property
    def holders(self) -> Mapping[str, tuple[Role, ...]]:
        """The workers that declare each skill."""
        holders: dict[str, list[Role]] = {}
        for role in self.workers:
            for skill in dict.fromkeys(role.skills or ()):
                holders.setdefault(skill, []).append(role)
        return {skill: tuple(roles) for skill, roles in holders.items()}

    def only_it_can(self, role_id: str) -> tuple[Step, ...]:
        """Return the steps of a role that need a skill which no other worker declares."""
        return tuple(
            step
            for step in self.work_of.get(role_id, ())
            if step.skill is not None and all(other.id == role_id for other in self.holders.get(step.skill, ()))
        )

    def capable(self, role_id: str) -> tuple[Role, ...]:
        """Return the other workers that declare every skill which the steps of a role need, separations aside."""
        skills = {step.skill for step in self.work_of.get(role_id, ())}
        if not skills or None in skills:
            return ()
        rarest = min((self.holders.get(skill or "", ()) for skill in sorted(filter(None, skills))), key=len)
        return tuple(other for other in rarest if other.id != role_id and skills.issubset(other.skills or ()))

    def takers(self, role_id: str) -> tuple[Role, ...]:
        """Return the workers that could take over all the steps of a role, without doing what is to stay apart."""
        return tuple(other for other in self.capable(role_id) if not self.kept_apart(role_id, other.id))

    def kept_apart(self, role_id: str, other_id: str) -> bool:
        """Whether a declared separation stands between the steps of two roles."""
        groups = self._groups_of
        return not groups.get(role_id, frozenset()).isdisjoint(groups.get(other_id, frozenset()))

    def separations(self, role_id: str) -> tuple[tuple[str, ...], ...]:
        """Return the declared separations that concern a step of a role."""
        concerned = self._groups_of.get(role_id, frozenset())
        return tuple(group for number, group in enumerate(self.process.kept_apart) if number in concerned)

    @cached_property
    def _groups_of(self) -> Mapping[str, frozenset[int]]:
        groups: dict[str, frozenset[int]] = {}
        for step_id, numbers in separations_of(self.process).items():
            owner = self.process.step(step_id).owner if self.process.has_step(step_id) else None
            if owner:
                groups[owner] = groups.get(owner, frozenset()) | numbers
        return groups


def separations_of(process: Process) -> Mapping[str, frozenset[int]]:
    """Return for each step the numbers of the declared separations that it is part of.

    Two steps are to be done by different roles, or persons, where they share a number: who does one today is not given
    the other.

    >>> separations_of(Process("Claim", separate=(("propose", "approve"), ("approve", "pay"))))["approve"]
    frozenset({0, 1})
    """
    groups: dict[str, set[int]] = {}
    for number, group in enumerate(process.kept_apart):
        for step_id in group:
            groups.setdefault(step_id, set()).add(number)
    return {step_id: frozenset(numbers) for step_id, numbers in groups.items()}


def profile_overlap(first: Mapping[Work, float], second: Mapping[Work, float]) -> float | None:
    """Return how alike two profiles of work are, from 0 to 1: the weighted Jaccard index of their shares.

    Each profile is scaled to a sum of 1 (Burattin and others 2013; docs/theory.md#overlap-of-roles). None where one
    of them is empty.

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
