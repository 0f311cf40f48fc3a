"""The whole-number program behind an assignment: who takes what, and which links stay in one hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from flowtrim.redesign.assignment_problem import AssignmentProblem
from flowtrim.redesign.milp import Program, Row, Solution
from flowtrim.redesign.units import Units

Costs = Mapping[int, float]


class _Stay(Struct, frozen=True):
    """A variable that says that a link stays in the hand of a role."""

    first: str
    second: str
    role: str
    variable: int
    weight: float


class AssignmentModel:
    """The program for some units that still have a choice.

    For each link and each role that both ends may have there is a variable that is at most the taking of either
    end, which is tight (docs/theory.md#assigning-steps-to-roles). A link to a unit without a choice needs none.
    """

    def __init__(self, units: Units, chosen: Iterable[str]) -> None:
        self._units = units
        self._program = Program()
        self.units = dict.fromkeys(chosen).keys()
        self._takes = {(unit, role): self._program.variable() for unit in self.units for role in units.roles[unit]}
        self._used: dict[str, int] = {}
        for unit in self.units:
            self._row({self._takes[unit, role]: 1.0 for role in units.roles[unit]}, least=1.0)
        self._keep_apart()
        self._alone: dict[int, float] = {}
        self._stays = [
            stay for pair, weight in units.weights.items() if weight > 0.0 for stay in self._link(pair, weight)
        ]

    def _row(self, terms: Costs, least: float = -float("inf"), most: float = 1.0) -> None:
        self._program.rows.append(Row(terms, least, most))

    def _keep_apart(self) -> None:
        """Let at most one unit of each separate group take a role."""
        for group in self._units.separate:
            for role in sorted({role for unit in group for role in self._units.roles[unit]}):
                taking = [self._takes[unit, role] for unit in dict.fromkeys(group) if (unit, role) in self._takes]
                if len(taking) > 1:
                    self._row(dict.fromkeys(taking, 1.0))

    def _link(self, pair: tuple[str, str], weight: float) -> list[_Stay]:
        first, second = pair
        if first in self.units and second in self.units:
            shared = [role for role in self._units.roles[first] if (second, role) in self._takes]
            return [self._stay(first, second, role, weight) for role in shared]
        free, fixed = (first, second) if first in self.units else (second, first)
        variable = self._takes.get((free, self._units.roles[fixed][0]))
        if variable is not None:
            self._alone[variable] = self._alone.get(variable, 0.0) + weight
        return []

    def _stay(self, first: str, second: str, role: str, weight: float) -> _Stay:
        variable = self._program.variable(whole=False)
        for unit in (first, second):
            self._row({variable: 1.0, self._takes[unit, role]: -1.0}, most=0.0)
        return _Stay(first, second, role, variable, weight)

    @property
    def size(self) -> int:
        """How many variables the program has."""
        return len(self._program.costs)

    def savings(self, part: Iterable[str]) -> dict[int, float]:
        """Return what every link of some units saves that stays in one hand, as negative costs."""
        members = set(part)
        saved = {stay.variable: -stay.weight for stay in self._stays if stay.first in members}
        for (unit, _), variable in self._takes.items():
            if unit in members and variable in self._alone:
                saved[variable] = -self._alone[variable]
        return saved

    def roles_and_changes(self, problem: AssignmentProblem, fixed: Iterable[str]) -> dict[int, float]:
        """Return a cost for each role in use that is not fixed already, and a smaller one for each change of owner."""
        costs = {
            variable: float(sum(problem.owners.get(step_id) != role for step_id in self._units.members[unit]))
            for (unit, role), variable in self._takes.items()
        }
        for role in sorted({role for _, role in self._takes}.difference(fixed)):
            self._used[role] = used = self._program.variable(whole=False)
            costs[used] = float(len(problem.owners) + 1)
            for unit in self.units:
                if (unit, role) in self._takes:
                    self._row({self._takes[unit, role]: 1.0, used: -1.0}, most=0.0)
        return costs

    def places_of_names(self) -> dict[int, float]:
        """Return the place of each role, by name, among those that may take a unit, for each of its steps."""
        roles, members = self._units.roles, self._units.members
        return {
            variable: float(roles[unit].index(role) * len(members[unit]))
            for (unit, role), variable in self._takes.items()
        }

    def aim(self, costs: Costs) -> Program:
        """Set what is minimised."""
        self._program.costs = [costs.get(number, 0.0) for number in range(len(self._program.costs))]
        return self._program

    def limit(self, costs: Costs, most: float) -> None:
        """Allow nothing that costs more."""
        terms = {variable: cost for variable, cost in costs.items() if cost}
        if terms:
            self._row(terms, most=most)

    def owners(self, solution: Solution) -> dict[str, str]:
        """Return who takes each unit in a solution."""
        return {unit: role for (unit, role), variable in self._takes.items() if solution.values[variable] > 0.5}

    def values(self, chosen: Mapping[str, str]) -> list[float]:
        """Return the values of all variables under a choice, from which a search can begin."""
        values = [0.0] * len(self._program.costs)
        for unit in self.units:
            values[self._takes[unit, chosen[unit]]] = 1.0
        for stay in self._stays:
            values[stay.variable] = float(chosen[stay.first] == stay.role == chosen[stay.second])
        for role, variable in self._used.items():
            values[variable] = float(any(chosen[unit] == role for unit in self.units))
        return values
