"""Stage 6: if it still does not fit in one ride, the fewest further removals that would make it fit, as questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from flowtrim.measures import Survey
from flowtrim.model import Drop, Process, Step
from flowtrim.redesign.asking_why import backwards, release_idle
from flowtrim.redesign.cautions import Cautions, decides
from flowtrim.redesign.milp import MOST_NODES, Program, Row, Unsolved, solve
from flowtrim.redesign.questions import seconds_told
from flowtrim.redesign.workbench import Bench

RULE = "elevator-too-long"
ROUNDS = 3
"""Removals change what is said of the steps around them, so what was found is measured and looked at again."""
LOSS = {None: 1, "enables": 1, "business": 2, "risk": 3}


class Telling(Struct, frozen=True):
    """A step as it is told: its length, what it needs and makes, and how much would be lost with it.

    ``loss`` is a whole number: of two sets as small, the one with the smaller sum goes. ``stays`` marks steps
    that nothing may take out.
    """

    name: str
    length: float
    needs: frozenset[str] = frozenset()
    makes: frozenset[str] = frozenset()
    stays: bool = False
    loss: int = 0


def make_it_fit(bench: Bench) -> None:
    """Ask whether the fewest steps could go without which the rest can be told in one ride."""
    for _ in range(ROUNDS):
        told = bench.survey.elevator
        if told.fits:
            break
        budget = told.limit - seconds_told(bench.survey).get(None, 0.0)
        gone = fewest_removals(_tellings(bench.survey), budget=budget)
        if gone is None:
            bench.note(_too_long(bench.survey))
            break
        if not _ask(bench, gone):
            break


def _ask(bench: Bench, steps: Sequence[str]) -> bool:
    """Propose to drop steps; False where none of them goes."""
    bench.begin("fit", len(steps))
    cautions = Cautions(bench.survey.process)
    known = len(bench.changes)
    for step in map(bench.step, backwards(bench.survey, steps)):
        against = cautions.about(step)
        if step.why:
            against = (f"Its reason is said to be: {step.why}", *against)
        change = Drop(step.id, because="Without it the process could be told in one ride.")
        if bench.propose(change, rule=RULE, against=against, safe=False):
            cautions.forget(step)
    release_idle(bench)
    bench.end()
    return len(bench.changes) > known


def _tellings(survey: Survey) -> list[Telling]:
    seconds = seconds_told(survey)
    cautions = Cautions(survey.process)
    return [_telling(survey, step, seconds.get(step.id, 0.0), cautions) for step in survey.process.steps]


def _telling(survey: Survey, step: Step, length: float, cautions: Cautions) -> Telling:
    return Telling(
        step.id,
        length,
        needs=frozenset(step.inputs),
        makes=frozenset(step.outputs),
        stays=_stays(survey.process, step, cautions),
        loss=LOSS.get(step.serves, 3) * (step.id in survey.justification.justified),
    )


def _stays(process: Process, step: Step, cautions: Cautions) -> bool:
    """Whether a step is not even asked about: routing, law, contract, what the customer gets, duties, decisions."""
    bound = step.serves in ("law", "contract", "customer") or any(step.id in group for group in process.separate)
    return not step.is_work or bound or decides(step) or cautions.delivers_alone(step) is not None


def _too_long(survey: Survey) -> str:
    rides = survey.rides
    return f"It still takes {rides} rides, and no removals that may be asked about would make it fit in one."


def fewest_removals(
    tellings: Sequence[Telling], *, budget: float, most_nodes: int = MOST_NODES
) -> tuple[str, ...] | None:
    """Find the fewest steps without which the rest fits the budget; None where no removal is enough.

    A step that stays keeps a maker of each thing that it needs, where there was one. Among sets as small the one
    with the least loss is taken, then the one that leaves the least to tell (docs/theory.md#fewest-removals).

    >>> words = [Telling("A", 10, stays=True), Telling("B", 14), Telling("C", 8, makes=frozenset({"c"})),
    ...          Telling("D", 12, needs=frozenset({"c"})), Telling("E", 6), Telling("F", 9, stays=True)]
    >>> fewest_removals(words, budget=40)
    ('B', 'D')
    """
    if sum(telling.length for telling in tellings) <= budget:
        return ()
    program = Program()
    kept = {telling.name: program.variable() for telling in tellings}
    _demand(program, tellings, kept, budget)
    found: Mapping[str, bool] | None = None
    for costs, slack in _aims(tellings):
        program.costs = [-costs[telling.name] for telling in tellings]
        solution = solve(program, most_nodes=most_nodes)
        if isinstance(solution, Unsolved):
            break
        found = {name: solution.values[variable] > 0.5 for name, variable in kept.items()}
        terms = {kept[name]: -cost for name, cost in costs.items() if cost}
        program.rows.append(Row(terms, most=solution.cost + slack))
    return None if found is None else tuple(name for name, stays in found.items() if not stays)


def _demand(program: Program, tellings: Sequence[Telling], kept: Mapping[str, int], budget: float) -> None:
    makers: dict[str, list[str]] = {}
    for telling in tellings:
        for item in telling.makes:
            makers.setdefault(item, []).append(telling.name)
    program.rows.append(Row({kept[telling.name]: telling.length for telling in tellings}, most=budget))
    for telling in tellings:
        if telling.stays:
            program.rows.append(Row({kept[telling.name]: 1.0}, least=1.0))
        for item in sorted(telling.needs):
            others = [maker for maker in makers.get(item, ()) if maker != telling.name]
            if others and item not in telling.makes:
                program.rows.append(Row({kept[telling.name]: 1.0} | {kept[maker]: -1.0 for maker in others}, most=0.0))


def _aims(tellings: Sequence[Telling]) -> list[tuple[dict[str, float], float]]:
    """Return what to keep as much of as possible, in turn, and how far a later aim may fall behind an earlier one."""
    return [
        ({telling.name: 1.0 for telling in tellings}, 0.5),
        ({telling.name: float(telling.loss) for telling in tellings}, 0.5),
        ({telling.name: -telling.length for telling in tellings}, 1e-6),
    ]
