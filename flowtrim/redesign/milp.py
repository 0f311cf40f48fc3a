"""Mixed-integer programs, solved by HiGHS with a proof of optimality or with the gap that is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    import highspy

INFINITE = float("inf")
MOST_NODES = 50_000
"""Branches after which the search stops: a count, not a clock, so that the answer does not depend on the machine."""
MOST_SECONDS = 45.0
"""Seconds after which it stops all the same, where even a few branches take that long."""


class Row(Struct, frozen=True):
    """One constraint: the sum of coefficient times variable lies between two bounds."""

    terms: Mapping[int, float]
    least: float = -INFINITE
    most: float = INFINITE


class Program(Struct):
    """Minimise the sum of cost times variable; variables lie in [0, 1], the whole ones are 0 or 1."""

    costs: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def variable(self, cost: float = 0.0, *, whole: bool = True) -> int:
        """Add a variable and return its number."""
        self.costs.append(cost)
        self.whole.append(whole)
        return len(self.costs) - 1


class Solution(Struct, frozen=True):
    """Values of all variables; ``bound`` is proven to be the least that any solution can cost."""

    values: Sequence[float]
    cost: float
    bound: float

    @property
    def proven(self) -> bool:
        """Whether no better solution exists."""
        return self.cost - self.bound <= 1e-6 * max(1.0, abs(self.cost))


class Unsolved(Struct, frozen=True):
    """No values were found; ``impossible`` says that none satisfy all constraints, else the limit came first."""

    impossible: bool


def solve(
    program: Program,
    *,
    start: Sequence[float] | None = None,
    most_nodes: int = MOST_NODES,
    most_seconds: float = MOST_SECONDS,
) -> Solution | Unsolved:
    """Solve a program, or say that nothing satisfies all its constraints, or that nothing was found in time.

    ``start`` are values that satisfy the constraints, from which the search may begin.

    >>> program = Program()
    >>> heavy, light = program.variable(-3.0), program.variable(-2.0)
    >>> program.rows.append(Row({heavy: 1.0, light: 1.0}, most=1.0))
    >>> list(solve(program).values)
    [1.0, 0.0]
    """
    if not program.costs:
        fits = all(row.least <= 0.0 <= row.most for row in program.rows)
        return Solution((), 0.0, 0.0) if fits else Unsolved(impossible=True)
    import highspy

    solver = _silent_solver()
    for name, value in _options(most_nodes, most_seconds).items():
        solver.setOptionValue(name, value)
    solver.passModel(_model(program))
    if start is not None:
        given = highspy.HighsSolution()
        given.col_value = list(start)
        solver.setSolution(given)
    solver.run()
    info = solver.getInfo()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Unsolved(impossible=solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible)
    values = tuple(
        float(round(value)) if whole else float(value)
        for value, whole in zip(solver.getSolution().col_value, program.whole, strict=True)
    )
    cost = sum(cost * value for cost, value in zip(program.costs, values, strict=True))
    bound = info.mip_dual_bound if any(program.whole) else info.objective_function_value
    return Solution(values, cost, min(cost, bound))


def _silent_solver() -> highspy.Highs:
    """Return a solver whose output was switched off before it prints its banner.

    HiGHS 1.16 prints a banner when a callback is set, which its constructor does before any option can be given.
    """
    import highspy

    class Silent(highspy.Highs):
        def enableCallbacks(self) -> None:  # noqa: N802 - the name is the solver's
            self.silent()
            super().enableCallbacks()  # type: ignore[no-untyped-call]

    return Silent()  # type: ignore[no-untyped-call]


def _options(most_nodes: int, most_seconds: float) -> dict[str, bool | int | float]:
    return {
        "output_flag": False,
        "threads": 1,
        "random_seed": 0,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": 1e-7,
        "mip_feasibility_tolerance": 1e-8,
        "primal_feasibility_tolerance": 1e-9,
        "mip_max_nodes": most_nodes,
        "time_limit": most_seconds,
    }


def _model(program: Program) -> highspy.HighsLp:
    import highspy
    import numpy as np

    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(program.costs), len(program.rows)
    model.col_cost_ = np.array(program.costs)
    model.col_lower_, model.col_upper_ = np.zeros(model.num_col_), np.ones(model.num_col_)
    model.row_lower_ = np.array([row.least for row in program.rows])
    model.row_upper_ = np.array([row.most for row in program.rows])
    kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    model.integrality_ = [kinds[whole] for whole in program.whole]
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_ = np.cumsum([0, *(len(row.terms) for row in program.rows)])
    matrix.index_ = np.array([column for row in program.rows for column in row.terms], dtype=np.int32)
    matrix.value_ = np.array([value for row in program.rows for value in row.terms.values()], dtype=float)
    return model
