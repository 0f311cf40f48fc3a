"""Who could do what, by the skills and separations that are declared; nothing else is assumed (design 6)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from flowtrim.model import Process, Role, Step


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
        return tuple(group for number, group in enumerate(self.process.separate) if number in concerned)

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

    Two steps are to be done by different roles where they share a number.

    >>> separations_of(Process("Claim", separate=(("propose", "approve"), ("approve", "pay"))))["approve"]
    frozenset({0, 1})
    """
    groups: dict[str, set[int]] = {}
    for number, group in enumerate(process.separate):
        for step_id in group:
            groups.setdefault(step_id, set()).add(number)
    return {step_id: frozenset(numbers) for step_id, numbers in groups.items()}
