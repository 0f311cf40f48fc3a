"""The assignment of steps to roles with the fewest expected handoffs, solved exactly.

See docs/theory.md#assigning-steps-to-roles.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from math import prod
from time import monotonic

from msgspec import Struct

from flowtrim.redesign.assignment_model import AssignmentModel, Costs
from flowtrim.redesign.assignment_problem import AssignmentProblem
from flowtrim.redesign.cutting import cut_apart
from flowtrim.redesign.milp import MOST_NODES, MOST_SECONDS, Solution, Unsolved, solve
from flowtrim.redesign.units import Units
from flowtrim.sentences import Digits, say

Choice = dict[str, str]
"""A role for each unit that has a choice."""

MOST_TRIED = 1_000
"""Assignments up to which each one is tried, in 10 ms; only to load the solver takes 120 ms."""
MOST_AT_ONCE = 1_000
"""Variables up to which a part is simply solved."""
MOST_SECONDS_FOR_TIES = 7.0
"""Seconds after which the fewest roles, and then the first names, are no longer looked for."""
MOST_FOR_TIES = 20_000
"""Variables up to which ties are settled by the fewest roles and changes."""
MOST_FOR_NAMES = 500
"""Variables up to which what is still equal is settled by name; beyond, by the search, which never varies either."""
SLACK = 1e-7
"""Handoffs by which a tie may miss the optimum: rounding errors of floating point."""


class Assignment(Struct, frozen=True):
    """Who performs each step; ``handoffs`` is what is expected of it, ``bound`` what no other assignment is below.

    ``handoffs`` counts flows where the problem is static. ``roles`` are those with work, by name. ``bound`` is None
    where the fewest roles were looked for, whatever the handoffs; ``ties_proven`` says that no fewer roles would do.
    """

    owners: Mapping[str, str]
    handoffs: float
    bound: float | None
    roles: tuple[str, ...]
    changed: int
    ties_proven: bool = True

    @property
    def proven(self) -> bool:
        """Whether no assignment has fewer handoffs."""
        return self.bound is not None and self.handoffs - self.bound <= 1e-6

    @property
    def words(self) -> str:
        """What is known about how good it is."""
        if self.bound is None:
            if self.ties_proven:
                return say("Proven: no fewer roles have all the declared skills that this work needs.")
            return say(
                "Not proven within the limit: perhaps fewer roles have all the declared skills that this work needs."
            )
        if self.proven and self.ties_proven:
            return say("Proven: no assignment that respects the declared skills and duties has fewer handoffs.")
        if self.proven:
            return say(
                "Proven to have the fewest handoffs; whether as few could be had with fewer roles is not proven."
            )
        share = (self.handoffs - self.bound) / self.handoffs
        return say(
            "Not proven within the limit: the best may have up to {share} fewer handoffs. "
            "Where the clock set the limit, another machine may find another assignment.",
            share=Digits(f"{share:.1%}"),
        )


class Impossible(Struct, frozen=True):
    """No assignment satisfies the declared skills and duties, or none was found in time; ``words`` says why."""

    words: str


def assign(problem: AssignmentProblem, *, most_nodes: int = MOST_NODES) -> Assignment | Impossible:
    """Find the owners with the fewest handoffs; of these, those with the fewest roles; then the fewest changes.

    What is still equal is decided by the names of the roles, so that the answer never depends on the order of
    the file. ``most_nodes`` limits the search, and so does a clock where even a few nodes take too long; what is not
    proven within the limits is said in words.

    >>> problem = AssignmentProblem(
    ...     allowed={"check": ("a", "b"), "price": ("b",)},
    ...     weights={("check", "price"): 1.0},
    ...     owners={"check": "a", "price": "b"})
    >>> assign(problem).owners, assign(problem).words[:6]
    ({'check': 'b', 'price': 'b'}, 'Proven')
    """
    units = Units(problem)
    if units.conflict:
        return Impossible(units.conflict)
    search = _Search(problem, units, most_nodes)
    return _said(search.fewest_handoffs())


def fewest_roles(problem: AssignmentProblem, *, most_nodes: int = MOST_NODES) -> Assignment | Impossible:
    """Find the fewest roles that can do all the work, whatever the handoffs; of these the fewest changes.

    >>> problem = AssignmentProblem(
    ...     allowed={"check": ("a", "b"), "price": ("b",)}, weights={}, owners={"check": "a", "price": "b"})
    >>> fewest_roles(problem).roles
    ('b',)
    """
    units = Units(problem)
    if units.conflict:
        return Impossible(units.conflict)
    search = _Search(problem, units, most_nodes)
    return _said(search.fewest_roles())


def _said(found: Assignment | Unsolved) -> Assignment | Impossible:
    if isinstance(found, Assignment):
        return found
    if found.impossible:
        return Impossible(say("The skills and the separations leave no assignment of all steps."))
    return Impossible(say("Within the limit none was found that respects the skills and the separations."))


class _Search:
    """Tries each assignment where they are few; else solves part by part for the handoffs, then all for the ties."""

    def __init__(self, problem: AssignmentProblem, units: Units, most_nodes: int) -> None:
        self._problem = problem
        self._units = units
        self._most_nodes = most_nodes
        self._chosen = {unit: roles[0] for unit, roles in units.roles.items() if len(roles) == 1}
        self._ties_proven = True
        self._begin = monotonic()

    def fewest_handoffs(self) -> Assignment | Unsolved:
        if self._are_few():
            return self._best_of(self._with_fewest_handoffs(), gap=0.0)
        gap = 0.0
        limits: list[tuple[list[str], float]] = []
        for part in self._units.parts():
            model = AssignmentModel(self._units, part)
            found = self._solve_part(model, part)
            if isinstance(found, Unsolved):
                return found
            gap += max(0.0, found.cost - found.bound)
            limits.append((part, found.cost))
            self._chosen.update(model.owners(found))
        if limits:
            model = AssignmentModel(self._units, [unit for part, _ in limits for unit in part])
            for part, cost in limits:
                model.limit(model.savings(part), cost + SLACK * max(1.0, abs(cost)))
            self._ties_proven = model.size <= MOST_FOR_TIES and self._settle_ties(model) is None and self._ties_proven
        return self._assignment(gap)

    def fewest_roles(self) -> Assignment | Unsolved:
        if self._are_few():
            return self._best_of(self._every_choice(), gap=None)
        free = self._units.free
        failure = self._settle_ties(AssignmentModel(self._units, free)) if free else None
        return failure or self._assignment(None)

    def _are_few(self) -> bool:
        return prod(len(self._units.roles[unit]) for unit in self._units.free) <= MOST_TRIED

    def _every_choice(self) -> list[Choice]:
        """Return every choice of roles for the free units that no duty forbids, the first names first."""
        units = self._units
        free = units.free
        choices = [dict(zip(free, roles, strict=True)) for roles in product(*map(units.roles.__getitem__, free))]
        return [choice for choice in choices if units.are_apart(choice)] if units.separate else choices

    def _with_fewest_handoffs(self) -> list[Choice]:
        fixed = self._chosen
        passed = [(*pair, weight) for pair, weight in self._units.weights.items() if not fixed.keys() >= {*pair}]

        def handoffs(choice: Choice) -> float:
            owners = fixed | choice
            return sum(weight for first, second, weight in passed if owners[first] != owners[second])

        costs = [(handoffs(choice), choice) for choice in self._every_choice()]
        least = min((cost for cost, _ in costs), default=0.0)
        return [choice for cost, choice in costs if cost <= least + SLACK * max(1.0, least)]

    def _best_of(self, choices: list[Choice], gap: float | None) -> Assignment | Unsolved:
        """Settle on fewest roles, then fewest changes, then the first names."""
        if not choices:
            return Unsolved(impossible=True)
        members, roles, today = self._units.members, self._units.roles, self._problem.owners

        def rank(choice: Choice) -> tuple[int, int, int]:
            busy = {*self._chosen.values(), *choice.values()}
            changes = sum(today.get(step_id) != role for unit, role in choice.items() for step_id in members[unit])
            names = sum(roles[unit].index(role) * len(members[unit]) for unit, role in choice.items())
            return len(busy), changes, names

        best = min(choices, key=rank)
        self._chosen.update(best)
        return self._assignment(gap)

    def _solve_part(self, model: AssignmentModel, part: list[str]) -> Solution | Unsolved:
        """Solve one part for the fewest handoffs; a large one by its cheapest cut, where that can be proven."""
        costs = model.savings(part)
        if model.size <= MOST_AT_ONCE:
            return solve(model.aim(costs), most_nodes=self._most_nodes, most_seconds=self._left())
        best = cut_apart(self._units, part, self._problem.owners)
        if best is not None:
            values = model.values(best)
            cost = sum(cost * values[variable] for variable, cost in costs.items())
            return Solution(values, cost, bound=cost)
        today = self._units.fitting(self._problem.owners, part)
        start = None if today is None else model.values(today)
        return solve(model.aim(costs), start=start, most_nodes=self._most_nodes, most_seconds=self._left())

    def _left(self) -> float:
        return max(1.0, MOST_SECONDS - (monotonic() - self._begin))

    def _settle_ties(self, model: AssignmentModel) -> Unsolved | None:
        """Settle on fewest roles, then fewest changes, then the first names; return why not where that fails."""
        fixed = {role for unit, role in self._chosen.items() if unit not in model.units}
        costs = model.roles_and_changes(self._problem, fixed)
        found = self._solve(model, costs)
        if isinstance(found, Unsolved):
            self._ties_proven = False
            return found
        self._ties_proven = found.proven
        model.limit(costs, found.cost + 0.5)  # these costs are whole numbers
        if model.size <= MOST_FOR_NAMES:
            self._solve(model, model.places_of_names())
        return None

    def _solve(self, model: AssignmentModel, costs: Costs) -> Solution | Unsolved:
        start = model.values(self._chosen) if model.units <= self._chosen.keys() else None
        found = solve(model.aim(costs), start=start, most_nodes=self._most_nodes, most_seconds=MOST_SECONDS_FOR_TIES)
        if isinstance(found, Solution):
            self._chosen.update(model.owners(found))
        return found

    def _assignment(self, gap: float | None) -> Assignment:
        owners = {step_id: self._chosen[self._units.unit_of[step_id]] for step_id in self._problem.allowed}
        handoffs = count_handoffs(self._problem, owners)
        return Assignment(
            owners=owners,
            handoffs=handoffs,
            bound=None if gap is None else max(0.0, handoffs - gap),
            roles=tuple(sorted(set(owners.values()))),
            changed=sum(owners[step_id] != owner for step_id, owner in self._problem.owners.items()),
            ties_proven=self._ties_proven,
        )


def count_handoffs(problem: AssignmentProblem, owners: Mapping[str, str]) -> float:
    """Return the expected handoffs of an assignment."""
    return sum(weight for (source, target), weight in problem.weights.items() if owners[source] != owners[target])
