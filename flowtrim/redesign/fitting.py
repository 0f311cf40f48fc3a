"""If it still does not fit in one ride: how it would, told with its rare ways apart, and how far it is from fitting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from flowtrim.graph.choices import with_choice
from flowtrim.measures import Survey
from flowtrim.measures.cautions import Cautions, bound
from flowtrim.measures.choices import decides
from flowtrim.measures.stakes import seconds_told
from flowtrim.model import Step
from flowtrim.redesign.milp import MOST_NODES, Program, Row, Unsolved, solve
from flowtrim.redesign.proposal import Apart
from flowtrim.redesign.rare_ways import told_apart
from flowtrim.redesign.workbench import Bench
from flowtrim.sentences import counted, say

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


def make_it_fit(bench: Bench) -> Apart | None:
    """Say how what is left could be told in one ride: its rare ways apart; failing that, how much it is too long."""
    if bench.survey.elevator.fits:
        return None
    apart = told_apart(bench.survey)
    if apart is None or not apart.usual.fits:
        too_long = _too_long(bench.survey)
        if too_long is not None:
            bench.note(too_long)
        elif not bench.only_safe and (stays := _stays_too_long(bench)):  # before that nobody knows what has to stay
            bench.note(stays)
    return apart


def _stays_too_long(bench: Bench) -> str:
    """Say what is too long by itself: steps for what they are, or with what they take; nothing where neither is.

    Nor where it fitted after an earlier stage: then it is what was proposed since that made it longer.
    """
    survey = bench.survey
    if any(figures.rides <= survey.elevator.most_rides for _, figures in bench.waterfall):
        return ""
    process, rides = survey.process, counted(survey.rides, "ride")
    room = survey.elevator.limit * survey.elevator.most_rides - seconds_told(survey).get(None, 0.0)
    tellings = _tellings(survey)
    if sum(one.length for one in tellings if _is_bound(survey, process.step(one.name))) > room:
        return say(
            "It still takes {rides}: what serves the customer, the law or a contract, decides, or is kept apart is too "
            "long for one by itself.",
            rides=rides,
        )
    staying = _with_makers(tellings)
    if sum(one.length for one in tellings if one.name in staying) > room:
        return say(
            "It still takes {rides}: the steps that nobody is asked about, and those that alone make what they take, "
            "are too long for one by themselves.",
            rides=rides,
        )
    return ""


def _with_makers(tellings: Sequence[Telling]) -> set[str]:
    """Return the steps that stay, and those without which one of them would lack what it takes, and so on.

    >>> words = [Telling("A", 1, makes=frozenset({"a"})), Telling("B", 1, frozenset({"a"}), frozenset({"b"})),
    ...     Telling("C", 1), Telling("D", 1, frozenset({"b"}), stays=True)]
    >>> sorted(_with_makers(words))
    ['A', 'B', 'D']
    """
    makers: dict[str, list[str]] = {}
    for telling in tellings:
        for item in telling.makes:
            makers.setdefault(item, []).append(telling.name)
    needs = {telling.name: telling.needs - telling.makes for telling in tellings}
    staying: set[str] = set()
    waiting = [telling.name for telling in tellings if telling.stays]
    while waiting:
        if (name := waiting.pop()) not in staying:
            staying.add(name)
            waiting += [made[0] for item in needs[name] if len(made := makers.get(item, [])) == 1]
    return staying


def _too_long(survey: Survey) -> str | None:
    """Say how many steps are too many; None where no removal is enough."""
    budget = survey.elevator.limit * survey.elevator.most_rides - seconds_told(survey).get(None, 0.0)
    gone = fewest_removals(_tellings(survey), budget=budget)
    rides = counted(survey.rides, "ride")
    if gone is None:
        return None
    steps = counted(len(gone), "step")
    return say("It still takes {rides}: as one story it would have to be {steps} shorter.", rides=rides, steps=steps)


def _tellings(survey: Survey) -> list[Telling]:
    seconds = seconds_told(survey)
    cautions = Cautions(survey.graph)
    return [_telling(survey, step, seconds.get(step.id, 0.0), cautions) for step in survey.process.steps]


def _telling(survey: Survey, step: Step, length: float, cautions: Cautions) -> Telling:
    return Telling(
        step.id,
        length,
        needs=frozenset(step.inputs),
        makes=frozenset(step.outputs),
        stays=_stays(survey, step, cautions),
        loss=LOSS.get(step.serves, 3) * (step.id in survey.justification.justified),
    )


def _stays(survey: Survey, step: Step, cautions: Cautions) -> bool:
    """Whether a step is not even asked about: routing, law, contract, what the customer gets, duties, decisions."""
    return not step.is_work or _is_bound(survey, step) or cautions.delivers_alone(step) is not None


def _is_bound(survey: Survey, step: Step) -> bool:
    """Whether a step serves law, contract or customer, waits for law or contract, decides, or is kept apart."""
    apart = any(step.id in group for group in survey.process.kept_apart)
    stays = step.serves == "customer" or apart or any(bound(step))
    return step.is_work and (stays or decides(with_choice(survey.graph, step)))


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
