"""Stages 1 and 2, why and what: drop what has no reason, and what nobody uses, as a compiler finds dead code."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from flowtrim.graph import FlowGraph
from flowtrim.measures import Survey
from flowtrim.measures.four_eyes import own_work
from flowtrim.measures.needs import needed_by
from flowtrim.measures.passing_on import JUDGING, empty_approvals
from flowtrim.measures.rubber_stamp import contradicting_share, is_rubber_stamp
from flowtrim.model import END, Drop, Process, Release, Role, Step
from flowtrim.redesign.cautions import Cautions, decides, self_judged
from flowtrim.redesign.workbench import UNUSED, Bench
from flowtrim.sentences import quoted, say

MOSTLY = 2 / 3
"""The share of steps nobody was asked about from which hardly anything has a reason: asking then comes first."""
_UNUSED = "what-output-unused"


def is_asking_first(survey: Survey) -> bool:
    """Whether so few steps were ever asked about that a plan would drop the process rather than trim it."""
    work = survey.process.work
    reasons = survey.justification
    return bool(work) and (len(reasons.unasked) >= MOSTLY * len(work) or len(reasons.unjustified) == len(work))


def ask_why(bench: Bench) -> None:
    """Drop unjustified steps, from the last in the flow to the first, so that takers go before their makers.

    Those that decide come last, so that no choice is dropped before branches of it that go anyway.
    """
    survey = bench.survey
    tried = {refused.change.step for refused in bench.refused if isinstance(refused.change, Drop)}
    unjustified = [step for step in survey.justification.unjustified if step in bench.unjustified - tried]
    bench.begin("why", len(unjustified))
    cautions = Cautions(survey.graph, bench.passing)
    if bench.emptied is None:
        bench.emptied = _emptied(bench, cautions)
    deciding = []
    ours = [step_id for step_id in unjustified if is_asked_of_us(bench, survey.process.step(step_id))]
    for step in _left(bench, backwards(survey, ours)):
        if decides(step):
            deciding.append(step.id)
        else:
            _drop(bench, cautions, step)
    for step in _left(bench, deciding):
        _drop(bench, cautions, step)
    release_idle(bench)
    bench.end()


def _left(bench: Bench, steps: Iterable[str]) -> Iterator[Step]:
    """Yield steps as they are now, one after the other; what went along with a step before is passed over."""
    for step_id in steps:
        if (step := bench.current(bench.before.process.step(step_id))) is not None:
            yield step


def is_asked_of_us(bench: Bench, step: Step) -> bool:
    """Whether it is ours to drop a step: what the customer does goes only where what led them to it is gone.

    That is what they take for it, or where nothing is declared, what was done right before it.
    """
    before = bench.before
    if step.owner is None or not before.process.is_customer(step.owner):
        return True
    makers = [maker for item in step.inputs for maker in before.data_use.makers.get(item, ())]
    makers = [maker for maker in makers if before.graph.can_follow(maker, step.id)]
    led = [one for one in makers or before.graph.work_before.get(step.id, []) if one != step.id]
    return bool(led) and not any(bench.current(before.process.step(one)) for one in led)


def backwards(survey: Survey, steps: Iterable[str]) -> list[str]:
    """Return steps from the last in the flow to the first."""
    chosen = set(steps)
    return [step_id for step_id in reversed(survey.graph.reading_order) if step_id in chosen]


def _drop(bench: Bench, cautions: Cautions, step: Step) -> None:
    unasked = step.id in bench.unasked
    rule = "why-missing" if unasked else "why-none"
    item = cautions.delivers_alone(step)
    if item is not None:
        reason = say(
            "Only it makes {item}, which the process delivers: it needs a reason, not an end.", item=quoted(item)
        )
        bench.refuse(Drop(step.id), rule=rule, reason=reason)
        return
    against = _against(bench, cautions, step)
    safe = not unasked and not against
    if unasked:
        against = (say("Nobody was asked yet: it may have a reason."), *against)
    because = say("Nobody has said what it is there for.") if unasked else say("Nobody could say what it is there for.")
    if bench.propose(Drop(step.id, because=because), rule=rule, against=against, safe=safe):
        cautions.forget(step)


def _against(bench: Bench, cautions: Cautions, step: Step) -> tuple[str, ...]:
    """Return all that speaks against dropping a step, as things are now."""
    return (*cautions.about(step), *_theirs(bench, step), *whole_branch(bench, step), *left_behind(bench, step))


def _theirs(bench: Bench, step: Step) -> tuple[str, ...]:
    """Say so where the customer does a step: it costs us nothing, and is not ours to drop."""
    process = bench.before.process
    if step.owner is None or not process.is_customer(step.owner):
        return ()
    return (say("{role} does it, not we: ask them first.", role=quoted(process.role(step.owner).name)),)


def whole_branch(bench: Bench, step: Step) -> tuple[str, ...]:
    """Say so where a step is all that happens on its branch: in those cases nobody would do anything any more.

    Where several are all of it, and may all go, each of them is asked about, whichever is looked at first.
    """
    if step.id in (bench.emptied or ()):
        return (say("Everything on its branch would go: ask first what becomes of those cases."),)
    if not bench.is_whole_branch(step):
        return ()
    return (say("It is all that happens on its branch: ask first what becomes of those cases without it."),)


def _emptied(bench: Bench, cautions: Cautions) -> frozenset[str]:
    """Return the steps of each branch that would be left with nothing to do, where it has several."""
    going, graph = _going(bench, cautions), bench.before.graph
    found: set[str] = set()
    for choice in filter(decides, graph.process.steps):
        for target in {flow.to for flow in choice.flows} - {END}:
            branch = _branch(graph, choice.id, target)
            work = {step_id for step_id in branch if graph.process.step(step_id).is_work}
            if len(work) > 1 and going.issuperset(work):
                found |= work
    return frozenset(found)


def _branch(graph: FlowGraph, choice: str, target: str) -> set[str]:
    """Return what a case comes to only by way of one flow of a choice."""
    if target in graph.starts or any(not graph.dominates(target, one) for one in {*graph.before[target]} - {choice}):
        return set()
    inside, waiting = {target}, [target]
    while waiting:
        onward = {flow.to for flow in graph.process.step(waiting.pop()).flows} - {END, *inside}
        fresh = {step_id for step_id in onward if graph.dominates(target, step_id)}
        inside |= fresh
        waiting.extend(fresh)
    return inside


def _going(bench: Bench, cautions: Cautions) -> set[str]:
    """Return the steps that would go if no question found an answer."""

    def may_go(steps: Iterable[str]) -> set[str]:
        process = bench.before.process
        allowed = (step_id for step_id in steps if bench.allows(Drop(step_id)))
        return {step_id for step_id in allowed if cautions.delivers_alone(process.step(step_id)) is None}

    gone = may_go((*bench.unjustified, *_refusing_nothing(bench.before)))
    return gone | may_go(step.id for step in dead_steps(bench.before, gone))


def left_behind(bench: Bench, step: Step) -> tuple[str, ...]:
    """Say what only a step keeps apart: somebody's work and their judgement of it, or two makings of one thing."""
    graph = bench.survey.graph
    before_judging = any(graph.process.step(after).kind in JUDGING for after in graph.work_after.get(step.id, ()))
    makers = bench.survey.data_use.makers
    between_makers = any(len(makers.get(item, ())) > 1 for item in (*step.inputs, *step.outputs))
    after = bench.try_out(Drop(step.id)) if before_judging or between_makers or decides(step) else None
    return () if after is None else (*_own_work(bench.survey, after), *_made_again(bench.survey, after))


def _own_work(before: Survey, after: Survey) -> Iterator[str]:
    process, known = after.process, {*own_work(before.graph)}
    for judging, work in own_work(after.graph):
        if (judging, work) not in known:
            judge = process.step(judging)
            yield self_judged(process.role(judge.owner or "").name, judge, process.step(work))


def _made_again(before: Survey, after: Survey) -> Iterator[str]:
    process, known = after.process, before.data_use.made_again
    for second, items in after.data_use.made_again.items():
        for item in (item for item in items if item not in known.get(second, {})):
            first, again = quoted(process.step(items[item]).name), quoted(process.step(second).name)
            parts = {"item": quoted(item), "first": first, "again": again}
            yield say("Nobody would need the {item} of {first} any more before {again} makes it again.", **parts)


def release_idle(bench: Bench) -> None:
    """Let go each role that had work before and has none now, takes part in none, and answers for nothing.

    It is safe only where the last of its work went by a safe change: a question may still be answered with a reason.
    """
    declared = {role.id for role in bench.before.process.roles}
    left = [step for step in map(bench.current, bench.before.process.steps) if step is not None]
    busy = {party for step in left for party in (step.owner, step.accountable, *step.alongside)}
    gone = {change.role for proposed in bench.changes if isinstance(change := proposed.change, Release)}
    for role in bench.before.process.staff:
        if role.id in declared - busy - gone:
            change = Release(role.id, because=say("Nothing is left for it to do."))
            against = reason_of(bench, role)
            bench.propose(change, rule="who-idle", against=against, safe=not against and _lost_safely(bench, role.id))


def against_leaving(bench: Bench, role: Role) -> tuple[str, ...]:
    """Return what speaks against ending a role that still has work: its reason, or that nobody was asked for one."""
    if role.id in bench.unasked_roles:
        return (say("Nobody was asked yet why it takes the role {role}.", role=quoted(role.name)),)
    return reason_of(bench, role)


def reason_of(bench: Bench, role: Role) -> tuple[str, ...]:
    """Quote the reason of a role that has a good one of its own."""
    if role.id in bench.groundless or not role.why:
        return ()
    return (say("The reason of {role} is said to be: {reason}", role=quoted(role.name), reason=role.why),)


def _lost_safely(bench: Bench, role_id: str) -> bool:
    """Whether a role lost its work by safe changes only."""
    mine = {step.id for step in bench.before.process.work if step.owner == role_id}
    return all(proposed.safe for proposed in bench.changes if not mine.isdisjoint(proposed.steps))


def ask_what(bench: Bench) -> None:
    """Drop the steps whose outputs reach nobody, the last in the flow first; and ask about approvals of everything."""
    survey = bench.survey
    tried = {refused.change.step for refused in bench.refused if isinstance(refused.change, Drop)}
    dead = {step.id for step in dead_steps(survey) if is_asked_of_us(bench, step)} - tried
    empty = {step_id: rule for step_id, rule in _refusing_nothing(survey).items() if step_id not in tried | dead}
    bench.begin("what", len(dead) + len(empty))
    cautions = Cautions(survey.graph, bench.passing)
    for step in _left(bench, backwards(survey, dead)):
        _propose_drop(bench, cautions, step, rule=_UNUSED, because=UNUSED)
    for step in _left(bench, backwards(survey, empty)):
        made = step.decisions.made if step.decisions else 0
        because = say("It decided {number} times and refused none.", number=made)
        _propose_drop(bench, cautions, step, rule=empty[step.id], because=because)
    release_idle(bench)
    bench.end()


def _propose_drop(bench: Bench, cautions: Cautions, step: Step, *, rule: str, because: str) -> None:
    item = cautions.delivers_alone(step)
    if item is not None:
        reason = say("Only it makes {item}, which the process delivers.", item=quoted(item))
        bench.refuse(Drop(step.id), rule=rule, reason=reason)
        return
    against = _against(bench, cautions, step)
    if step.why and step.id not in bench.unjustified:
        against = (say("Its reason is said to be: {reason}", reason=step.why), *against)
    if rule != _UNUSED and not against:
        against = (say("Ask first who relies on it, and for what."),)
    if bench.propose(Drop(step.id, because=because), rule=rule, against=against, safe=not against):
        cautions.forget(step)


def _refusing_nothing(survey: Survey) -> dict[str, str]:
    """Return the approvals and checks that refused none, and the rule that says so of each.

    Their counts are proof, or they stand before an approval that refuses some of what they let pass.
    """
    found = {}
    before_others = empty_approvals(survey.graph)
    for step in survey.process.work:
        if step.decisions is None or step.decisions.refused:
            continue
        if step.id in before_others:
            found[step.id] = "who-approval-of-approval"
        elif is_rubber_stamp(step, survey.limits) and contradicting_share(step) is None:
            found[step.id] = "who-rubber-stamp"
    return found


def dead_steps(survey: Survey, gone: Collection[str] = ()) -> list[Step]:
    """Return the steps whose outputs reach neither the outputs of the process nor a step that matters otherwise.

    A step with a reason that holds matters, and so does one that declares no outputs, since nobody knows what it
    is good for, nor one that decides: its own branches use what it found. Where too little is declared nothing is
    called dead. Those that are ``gone`` use nothing.
    """
    process = survey.process
    if not is_declared(process):
        return []
    work = [step for step in process.work if step.id not in gone]
    roots = {step.id for step in work if not step.outputs or (step.kind in JUDGING and decides(step))}
    roots |= survey.justification.justified.difference(gone)
    live = roots.union(step.id for step in work if not set(process.outputs).isdisjoint(step.outputs))
    live |= needed_by(work, live, survey.graph.can_follow).keys()
    return [step for step in work if step.id not in live]


def is_declared(process: Process) -> bool:
    """Whether enough is declared to tell: what the process delivers, and what some steps take and make."""
    taken = {item for step in process.work for item in step.inputs}
    made = {item for step in process.work for item in step.outputs}
    return bool(taken) and not made.isdisjoint(process.outputs)
