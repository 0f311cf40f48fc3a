"""The assignment made small before it is solved: bound steps as one, forced choices made, parts apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from flowtrim.redesign.assignment_problem import AssignmentProblem
from flowtrim.sentences import listed, quoted, quoted_list, say

Groups = tuple[tuple[str, ...], ...]
Node = TypeVar("Node", bound=Hashable)


class Units:
    """Steps that must share a role as one unit, with the roles left to it once forced choices are made.

    ``members`` names each unit after its first step. ``weights`` are the transfers between two units, both ways
    added, since a change of hands costs the same either way. ``conflict`` says in words why nothing can satisfy
    all duties, and is None while nothing speaks against it.
    """

    def __init__(self, problem: AssignmentProblem) -> None:
        self.unit_of = _united(problem.allowed, problem.together)
        self.members: dict[str, list[str]] = defaultdict(list)
        for step_id, unit in self.unit_of.items():
            self.members[unit].append(step_id)
        self.roles: dict[str, list[str]] = {unit: self._common(problem, unit) for unit in self.members}
        self.separate = tuple(tuple(self.unit_of[step_id] for step_id in group) for group in problem.separate)
        self.conflict = self._contradiction(problem) or self._propagate()
        self.weights = self._aggregate(problem)

    @property
    def free(self) -> list[str]:
        """The units that still have a choice."""
        return [unit for unit, roles in self.roles.items() if len(roles) > 1]

    def parts(self) -> list[list[str]]:
        """Return the free units in groups that neither transfers nor duties connect."""
        free = set(self.free)
        beside: dict[str, set[str]] = {unit: set() for unit in self.free}
        links = [set(pair) for pair, weight in self.weights.items() if weight > 0.0]
        for link in (*links, *map(set, self.separate)):
            inside = link & free
            for unit in inside:
                beside[unit] |= inside - {unit}
        return connected(beside)

    def fitting(self, owners: Mapping[str, str], part: Iterable[str]) -> dict[str, str] | None:
        """Return the owners of some units, where each has one that it may have, and no duty forbids them."""
        of_units = {unit: {owners[step_id] for step_id in self.members[unit]} for unit in part}
        if any(len(roles) > 1 or not roles.issubset(self.roles[unit]) for unit, roles in of_units.items()):
            return None
        chosen = {unit: next(iter(roles)) for unit, roles in of_units.items()}
        return chosen if self.are_apart(chosen) else None

    def are_apart(self, chosen: Mapping[str, str]) -> bool:
        """Whether a choice of roles for some units breaks no separation among them."""
        groups = ([chosen[unit] for unit in dict.fromkeys(group) if unit in chosen] for group in self.separate)
        return all(len(set(group)) == len(group) for group in groups)

    def _common(self, problem: AssignmentProblem, unit: str) -> list[str]:
        members = self.members[unit]
        others = [set(problem.allowed[step_id]) for step_id in members[1:]]
        return [role for role in problem.allowed[members[0]] if all(role in allowed for allowed in others)]

    def _contradiction(self, problem: AssignmentProblem) -> str | None:
        for group in problem.separate:
            seen: dict[str, str] = {}
            for step_id in group:
                other = seen.setdefault(self.unit_of[step_id], step_id)
                if other != step_id:
                    steps = quoted_list((other, step_id))
                    return say("{steps} have to be together and separate at once.", steps=steps)
        for unit, roles in self.roles.items():
            if not roles:
                steps = listed(map(quoted, self.members[unit]))
                return say("No role has all the skills for {steps}, which have to be together.", steps=steps)
        return None

    def _propagate(self) -> str | None:
        """Take the role of a unit that has one left from all that must be separate from it."""
        groups_of: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for group in self.separate:
            for unit in group:
                groups_of[unit].append(group)
        waiting = [unit for unit, roles in self.roles.items() if len(roles) == 1]
        while waiting:
            unit = waiting.pop()
            (role,) = self.roles[unit]
            for other in (other for group in groups_of[unit] for other in group if other != unit):
                if role not in self.roles[other]:
                    continue
                self.roles[other].remove(role)
                if not self.roles[other]:
                    steps = listed(map(quoted, self.members[other]))
                    return say("Nobody is left for {steps}, separate from {other}.", steps=steps, other=quoted(unit))
                if len(self.roles[other]) == 1:
                    waiting.append(other)
        return None

    def _aggregate(self, problem: AssignmentProblem) -> dict[tuple[str, str], float]:
        place = {unit: number for number, unit in enumerate(self.members)}
        weights: dict[tuple[str, str], float] = defaultdict(float)
        for (source, target), weight in problem.weights.items():
            first, second = sorted((self.unit_of[source], self.unit_of[target]), key=place.__getitem__)
            if first != second:
                weights[first, second] += weight
        return dict(weights)


def _united(steps: Iterable[str], together: Groups) -> dict[str, str]:
    parent = {step_id: step_id for step_id in steps}

    def root(step_id: str) -> str:
        while parent[step_id] != step_id:
            parent[step_id] = parent[parent[step_id]]
            step_id = parent[step_id]
        return step_id

    for group in together:
        for step_id in group[1:]:
            parent[root(step_id)] = root(group[0])
    return {step_id: root(step_id) for step_id in parent}


def connected(beside: Mapping[Node, set[Node]]) -> list[list[Node]]:
    """Return groups of what is connected, each in the order given."""
    seen: set[Node] = set()
    parts: list[list[Node]] = []
    for first in beside:
        if first in seen:
            continue
        part = {first}
        waiting = [first]
        while waiting:
            fresh = beside[waiting.pop()] - part
            part |= fresh
            waiting.extend(fresh)
        seen |= part
        parts.append([node for node in beside if node in part])
    return parts
