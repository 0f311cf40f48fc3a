"""Stage 4, order: checks that refuse most for their effort first, and no waiting that nobody needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import hypot

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.graph import FlowGraph
from flowtrim.measures import Survey
from flowtrim.measures.knock_outs import is_notable
from flowtrim.model import BINDING, END, Move, Parallel, Step
from flowtrim.redesign.workbench import Bench
from flowtrim.rules import find_rule, lasting
from flowtrim.sentences import say

LATE = "flow-late-knock-out"
NEEDLESS = "flow-needless-order"
EXACT = 18
"""Checks in one row up to which every order is weighed; beyond, the ratio rule takes the next best each time."""


def ask_order(bench: Bench) -> None:
    """Reorder rows of checks, then let independent neighbours run at the same time where that costs nothing."""
    rows = knock_out_rows(bench.survey)
    remedies = [change for finding in find_rule(NEEDLESS).check(bench.survey) for change in finding.remedy]
    parallel = (change for change in remedies if isinstance(change, Parallel))
    together = [change for change in parallel if not _lost_a_maker(bench, change.steps)]
    bench.begin("order", len(rows) + len(together))
    for row in rows:
        _reorder(bench, row)
    if bench.measures_each:
        for change in together:
            _run_at_once(bench, change)
    elif together:
        bench.note(say("The process is so long that nobody tried which of its steps could run at the same time."))
    bench.end()


def _lost_a_maker(bench: Bench, steps: Iterable[str]) -> bool:
    """Whether a step takes what nobody makes any more: what it needs instead, and from whom, nobody has declared."""
    before, now = bench.before.data_use.makers, bench.survey.data_use.makers
    taken = {item for step_id in steps for item in bench.step(step_id).inputs}
    return any(item in before and item not in now for item in taken)


def _reorder(bench: Bench, row: list[Step]) -> None:
    checks = as_checks(row)
    if checks is None:
        return
    best = best_order(checks, first=dependencies(row))
    now = expected_effort(checks)
    if best.effort >= now - 1e-9:
        return
    because = _dearer(bench, row, best.effort, now)
    unproven = say("So many checks depend on each other that a better order was not ruled out.")
    against = [] if best.proven else [unproven]
    if not is_notable(best.effort, now):
        against.append(say("It saves less than a twentieth: round figures may hide that it costs more."))
    if any(step.serves in BINDING for step in row):
        against.append(say("One of the checks serves the law or a contract, which may fix the order."))
    for move in moves_to([step.id for step in row], best.names, because):
        if not bench.propose(move, rule=LATE, against=against, safe=not against):
            return


def _dearer(bench: Bench, row: Sequence[Step], then: float, now: float) -> str:
    """Say what another order of checks saves, in time where all of it is declared, else in money."""
    if all(step.takes is not None for step in row):
        clock = bench.survey.process.clock
        times = {"then": lasting(then, None, clock), "now": lasting(now, None, clock)}
        return say("Asked in this order the checks take {then} instead of {now} on average.", **times)
    return say("Asked in this order the checks cost {then} instead of {now} on average.", then=then, now=now)


def _run_at_once(bench: Bench, change: Parallel) -> None:
    """Only where cases are done sooner, and neither handoffs nor rides get more; the price is said where they do."""
    after = bench.try_out(change)
    if after is None:
        return
    was = bench.survey
    sooner = (was.times.cycle_minutes or 0.0) - (after.times.cycle_minutes or 0.0)
    played = [times.simulated.half_width for times in (was.times, after.times) if times.simulated]
    if round(sooner - hypot(*played)) <= 0:
        reason = say("By the times that are declared nothing would be done sooner.")
        bench.refuse(change, rule=NEEDLESS, reason=reason)
        return
    dearer = after.handoffs > was.handoffs or after.rides > was.rides
    if dearer:
        reason = say("It would be done sooner, at the price of more handoffs or a longer story.")
        bench.refuse(change, rule=NEEDLESS, reason=reason)
        return
    against = [say("Somebody has to bring the branches together again.")]
    gained = lasting(sooner, hypot(*played) if played else None, was.process.clock)
    because = say("Neither needs what the other makes. A case is done {time} sooner.", time=gained)
    bench.propose(replace(change, because=because), rule=NEEDLESS, against=against, safe=False)


class Check(Struct, frozen=True):
    """A check with its effort (time or cost), and the probability in [0, 1] that it refuses."""

    name: str
    effort: float
    refusal: float


class CheckOrder(Struct, frozen=True):
    """An order of checks, by name, and its expected effort; ``proven`` says that no allowed order costs less."""

    names: tuple[str, ...]
    effort: float
    proven: bool


def expected_effort(checks: Iterable[Check]) -> float:
    """Return the expected effort of checks in their order, where a refusal stops the case.

    >>> expected_effort([Check("b", 2, 0.1), Check("a", 10, 0.2), Check("c", 30, 0.5)])
    32.6
    """
    effort, still_in = 0.0, 1.0
    for check in checks:
        effort += still_in * check.effort
        still_in *= 1.0 - check.refusal
    return effort


def best_order(checks: Sequence[Check], *, first: Iterable[tuple[str, str]] = ()) -> CheckOrder:
    """Find the cheapest order; ``first`` lists pairs of which the former must come before the latter.

    Without such pairs the checks stand by effort for each refusal, the smallest first, which is optimal
    (Lashkevich et al. 2023; an exchange of neighbours shows it). With them every order is weighed, subset by
    subset; beyond 18 checks the smallest ratio among those that may come next is taken, without a proof.
    Equals keep the order in which they were given.

    >>> best_order([Check("a", 10, 0.2), Check("b", 2, 0.1), Check("c", 30, 0.5)], first=[("a", "b")])
    CheckOrder(names=('a', 'b', 'c'), effort=33.2, proven=True)
    """
    place = {check.name: number for number, check in enumerate(checks)}
    needs = [0] * len(checks)
    for before, after in first:
        needs[place[after]] |= 1 << place[before]
    if not any(needs):
        row = sorted(range(len(checks)), key=lambda number: (_ratio(checks[number]), number))
        return _order(checks, row, proven=True)
    if len(checks) <= EXACT:
        return _order(checks, _weigh_all(checks, needs), proven=True)
    return _order(checks, _greedy(checks, needs), proven=False)


def _ratio(check: Check) -> float:
    return check.effort / check.refusal if check.refusal > 0.0 else float("inf")


def _order(checks: Sequence[Check], row: Sequence[int], *, proven: bool) -> CheckOrder:
    ordered = [checks[number] for number in row]
    return CheckOrder(tuple(check.name for check in ordered), expected_effort(ordered), proven)


def _weigh_all(checks: Sequence[Check], needs: Sequence[int]) -> list[int]:
    """Return the least effort from each set of checks done onwards; the empty set tells the order."""
    full = (1 << len(checks)) - 1
    rest = [float("inf")] * (full + 1)
    choice = [-1] * (full + 1)
    rest[full] = 0.0
    for done in range(full - 1, -1, -1):
        for number, check in enumerate(checks):
            if not done >> number & 1 and needs[number] & done == needs[number]:
                effort = check.effort + (1.0 - check.refusal) * rest[done | 1 << number]
                if effort < rest[done] - 1e-12:
                    rest[done], choice[done] = effort, number
    row: list[int] = []
    done = 0
    while done != full:
        if choice[done] < 0:
            raise ValueError("No order of the checks satisfies all the pairs.")
        row.append(choice[done])
        done |= 1 << choice[done]
    return row


def _greedy(checks: Sequence[Check], needs: Sequence[int]) -> list[int]:
    row: list[int] = []
    done = 0
    while len(row) < len(checks):
        free = [n for n in range(len(checks)) if not done >> n & 1 and needs[n] & done == needs[n]]
        if not free:
            raise ValueError("No order of the checks satisfies all the pairs.")
        row.append(min(free, key=lambda number: (_ratio(checks[number]), number)))
        done |= 1 << row[-1]
    return row


def knock_out_rows(survey: Survey) -> list[list[Step]]:
    """Return the rows of checks that follow each other directly, each with one flow to the next and the same exits."""
    graph = survey.graph
    after = {step.id: following for step in survey.process.work if (following := _next_check(graph, step)) is not None}
    begins = [step_id for step_id in after if step_id not in set(after.values())]
    rows: list[list[Step]] = []
    for begin in begins:
        row = [begin]
        while row[-1] in after:
            row.append(after[row[-1]])
        rows.append([survey.process.step(step_id) for step_id in row])
    return rows


def _next_check(graph: FlowGraph, step: Step) -> str | None:
    """Return the check that directly follows a check, and has the same exits; None where there is none."""
    for flow in step.flows:
        if flow.to == END or len(step.flows) < 2 or step.split != "one":
            continue
        target = graph.process.step(flow.to)
        if list(graph.before[flow.to]) == [step.id] and flow.to not in graph.starts and _shares_exits(step, target):
            return flow.to
    return None


def _shares_exits(step: Step, target: Step) -> bool:
    exits = {flow.to for flow in step.flows} - {target.id}
    onward = {flow.to for flow in target.flows} - exits
    return target.is_work and target.split == "one" and len(target.flows) == len(exits) + 1 and len(onward) == 1


def as_checks(row: Sequence[Step]) -> list[Check] | None:
    """Return the checks of a row with their effort and refusals; None where either is not declared for all."""
    exits = {flow.to for flow in row[0].flows} & {flow.to for flow in row[1].flows}
    by_time = all(step.takes is not None for step in row)
    if not by_time and any(step.cost is None for step in row):
        return None
    checks = []
    for step in row:
        refusal = _refusal(step, exits)
        effort = step.takes if by_time else step.cost
        if refusal is None or effort is None:
            return None
        checks.append(Check(step.id, effort, refusal))
    return checks


def _refusal(step: Step, exits: set[str]) -> float | None:
    """Return the declared share of cases that leave a check by an exit, or what was counted of its decisions."""
    shares = [flow.share for flow in step.flows if flow.to in exits]
    on = [flow.share for flow in step.flows if flow.to not in exits]
    if None not in shares:
        return sum(share for share in shares if share is not None)
    if len(on) == 1 and on[0] is not None:
        return 1.0 - on[0]
    return step.decisions.refused / step.decisions.made if step.decisions and step.decisions.made else None


def dependencies(row: Sequence[Step]) -> list[tuple[str, str]]:
    """Return pairs of steps that keep their order.

    The latter needs, or overwrites, what the former makes or takes; or both are approvals: who gives theirs first, and
    who is asked only after that, is a matter of authority, not of effort.
    """
    return [
        (former.id, latter.id)
        for number, former in enumerate(row)
        for latter in row[number + 1 :]
        if set(former.outputs) & {*latter.inputs, *latter.outputs}
        or set(former.inputs) & set(latter.outputs)
        or former.kind == latter.kind == "approve"
    ]


def moves_to(row: Sequence[str], order: Sequence[str], because: str) -> list[Move]:
    """Return the moves that bring a row into an order, each before the step whose place it takes.

    >>> [(move.step, move.before) for move in moves_to("abc", "bca", "")]
    [('b', 'a'), ('c', 'a')]
    """
    now = list(row)
    moves: list[Move] = []
    for number, step_id in enumerate(order):
        if now[number] != step_id:
            moves.append(Move(step_id, before=now[number], because=because))
            now.remove(step_id)
            now.insert(number, step_id)
    return moves
