"""Stages 1 and 2, why and what: drop what has no reason, and what nobody uses, as a compiler finds dead code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flowtrim.measures.answers import reading
from flowtrim.measures.asked_first import last_of_role, measured_at, reason_told, sent_back_to, theirs, whole_branch
from flowtrim.measures.cautions import Cautions, bound
from flowtrim.measures.choices import parts_ways
from flowtrim.measures.dead_steps import dead_steps, refusing_nothing
from flowtrim.measures.letting_go import (
    backwards,
    emptied_branches,
    is_indispensable,
    left_behind,
)
from flowtrim.measures.passing_on import PASSING
from flowtrim.model import Drop, Release, Role, Step
from flowtrim.redesign.resting import UNUSED, about, follows_from
from flowtrim.redesign.workbench import Bench
from flowtrim.sentences import Message, marked, phrase, quoted, quoted_list, say

_UNUSED = "what-output-unused"
_WITHOUT = "what-no-output"
_NO_REASON = phrase(marked("Nobody could say what it is there for."))


def ask_why(bench: Bench) -> None:
    """Drop unjustified steps, from the last in the flow to the first, so that takers go before their makers.

    Those that decide come last, so that no choice is dropped before branches of it that go anyway.
    """
    survey = bench.survey
    tried = {refused.change.step for refused in bench.refused if isinstance(refused.change, Drop)}
    unjustified = [step for step in survey.justification.unjustified if step in bench.unjustified - tried]
    bench.begin("why", len(unjustified))
    cautions = Cautions(survey.graph, bench.passing, bench.graph)
    if bench.emptied is None:
        bench.emptied = emptied_branches(bench.before, cautions, bench.allows)
    deciding = []
    ours = [step_id for step_id in unjustified if is_asked_of_us(bench, survey.process.step(step_id))]
    for step in _left(bench, backwards(survey, ours)):
        if parts_ways(step):
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
    makers = [maker for item in step.inputs for maker in before.makers_before(step, item)]
    led = [one for one in makers or before.graph.work_before.get(step.id, []) if one != step.id]
    return bool(led) and not any(bench.current(before.process.step(one)) for one in led)


def _drop(bench: Bench, cautions: Cautions, step: Step) -> None:
    unasked = step.id in bench.unasked
    rule = "why-missing" if unasked else "why-none"
    if is_indispensable(cautions, step) is not None:
        bench.refuse(Drop(step.id), rule=rule, reason=_no_end(cautions, step))
        return
    against = _against(bench, cautions, step)
    safe = not unasked and not against
    if unasked:
        against = (say("Nobody was asked yet: it may have a reason."), *against)
    because = say("Nobody has said what it is there for.") if unasked else _NO_REASON
    because = _and_refused_none(bench, step, because)
    against = against if safe else (*against, *_reason_of_last(bench, step))
    if bench.propose(Drop(step.id, because=because), rule=rule, against=against, safe=safe):
        cautions.forget(step)


def _and_refused_none(bench: Bench, step: Step, because: Message) -> Message:
    """Put first that a step refused nothing, where its counts prove it: that holds whoever finds another use for it."""
    if step.decisions is None or step.id not in refusing_nothing(bench.before):
        return because
    return _refused_none(step, because)


def _refused_none(step: Step, because: Message | None) -> Message:
    made = step.decisions.made if step.decisions else 0
    if because is None:
        return say("It decided {number} times and refused none.", number=made)
    return say("It decided {number} times and refused none. {because}", number=made, because=because)


def _no_end(cautions: Cautions, step: Step) -> Message:
    """Say what a step that nothing can replace needs, where nobody said what it is there for."""
    item = cautions.delivers_alone(step)
    if item is None and cautions.tells_of_refusal(step):
        return say("Whoever is refused must be told: it needs a reason, not an end.")
    if item is None:
        return say("Whoever's case is ended must be told: it needs a reason, not an end.")
    return say("Only it makes {item}, which the process delivers: it needs a reason, not an end.", item=quoted(item))


def _against(bench: Bench, cautions: Cautions, step: Step) -> tuple[str, ...]:
    """Return all that speaks against dropping a step, as things are now.

    That it makes a choice which fell to it by a question was asked there, unless it is by what it finds out today.
    """
    asked = not bench.only_safe and bench.chooses_anew(step) and step.id not in bench.found_today
    return (
        *(hold.text for hold in cautions.holds(step) if not asked or hold.by != "only-decision"),
        *theirs(bench.before.process, step),
        *whole_branch(step, bench.emptied or {}, alone=bench.whole_branch(step), usual=bench.ends_the_usual_way(step)),
        *_sent_back_to(bench, step),
        *measured_at(bench.survey.process, step),
        *last_of_role(bench.survey.process, step),
        *left_behind(bench.survey, step, bench.try_out),
    )


def _reason_of_last(bench: Bench, step: Step) -> tuple[str, ...]:
    """Quote the reason of a role of which a step is the last that it has."""
    process = bench.survey.process
    if step.owner is None or any(one.owner == step.owner and one.id != step.id for one in process.work):
        return ()
    return reason_of(bench, process.role(step.owner))


def _sent_back_to(bench: Bench, step: Step) -> Iterator[str]:
    """Say so where cases are sent back to a step, once questions are asked: today, whatever they leave of that."""
    before = bench.before
    if bench.only_safe or not before.process.has_step(step.id):
        return sent_back_to(bench.survey.graph, step)
    return sent_back_to(before.graph, before.process.step(step.id))


def release_idle(bench: Bench) -> None:
    """Let go each role that had work before and has none now, takes part in none, and is there for nothing else.

    It is safe only where the last of its work went by a safe change: a question may still be answered with a reason.
    """
    declared = {role.id for role in bench.before.process.roles}
    left = [step for step in map(bench.current, bench.before.process.steps) if step is not None]
    busy = {party for step in left for party in (step.owner, step.accountable, *step.alongside)}
    gone = {change.role for proposed in bench.changes if isinstance(change := proposed.change, Release)}
    for role in bench.before.process.staff:
        if role.id in declared - busy - gone and not bench.before.evidence.stays_without_work(role):
            change = Release(role.id, because=say("Nothing is left for it to do."))
            against = (*reason_of(bench, role), *_beside(bench, role))
            bench.propose(change, rule="who-idle", against=against, safe=not against and _lost_safely(bench, role.id))


def against_leaving(bench: Bench, role: Role) -> tuple[str, ...]:
    """Return what speaks against ending a role that still has work: its reason, or that nobody was asked for one.

    And what it is there for beside its steps.
    """
    if role.id in bench.unasked_roles:
        return (
            say("Nobody was asked yet why it takes the role {role}.", role=quoted(role.name)),
            *_beside(bench, role),
        )
    return (*reason_of(bench, role), *_beside(bench, role))


def _beside(bench: Bench, role: Role) -> Iterator[str]:
    """Say what a role is there for beside its steps: a law, a contract, the whole of the process, others."""
    process, name = bench.before.process, quoted(role.name)
    yield from (hold.text for hold in bound(role))
    if process.owner in {role.id, role.name}:
        yield say("{role} answers for the process.", role=name)
    for kpi in process.kpis:
        if kpi.owner in {role.id, role.name}:
            yield say("{role} answers for the KPI {kpi}.", role=name, kpi=quoted(kpi.name))
    for other in process.roles:
        if other.deputy == role.id:
            yield say("{role} stands in for {other}.", role=name, other=quoted(other.name))
    left = [step for step in bench.survey.process.work if step.owner != role.id]
    if told := [step.name for step in left if role.id in step.informs]:
        yield say("{role} is told at {steps}: ask first who has to know it then.", role=name, steps=quoted_list(told))
    if asked := [step.name for step in left if role.id in step.consults]:
        yield say("{role} is consulted at {steps}: ask first who knows it then.", role=name, steps=quoted_list(asked))


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
    empty = {step_id: rule for step_id, rule in refusing_nothing(survey).items() if step_id not in tried | dead}
    bench.begin("what", len(dead) + len(empty))
    cautions = Cautions(survey.graph, bench.passing, bench.graph)
    for step in _left(bench, backwards(survey, dead)):
        _propose_drop(bench, cautions, step, rule=_UNUSED, because=_and_refused_none(bench, step, UNUSED))
    for step in _left(bench, backwards(survey, empty)):
        because = _NO_REASON if reading(step.why) == "none" else None
        _propose_drop(bench, cautions, step, rule=empty[step.id], because=_refused_none(step, because))
    _drop_what_gets_nothing(bench, cautions)
    release_idle(bench)
    bench.end()


def _drop_what_gets_nothing(bench: Bench, cautions: Cautions) -> None:
    """Drop what only passes things on that nobody makes any more, with the questions by which their makers went."""
    made = {item for step in bench.survey.process.work for item in step.outputs}
    passing = [step.id for step in bench.before.process.work if step.kind in PASSING and step.inputs]
    for step in _left(bench, passing) if not bench.only_safe else ():
        makers = [bench.before.makers_before(step, item) for item in step.inputs]
        if made.isdisjoint(step.inputs) and all(makers):
            because = say("Nobody makes any more what it passes on.")
            gone = about(bench.changes, {maker for each in makers for maker in each})
            against = (*reason_told(step), *_against(bench, cautions, step), *follows_from(gone))
            if bench.propose(Drop(step.id, because=because), rule=_WITHOUT, against=against, safe=False):
                cautions.forget(step)


def _propose_drop(bench: Bench, cautions: Cautions, step: Step, *, rule: str, because: str) -> None:
    if (needed := is_indispensable(cautions, step)) is not None:
        bench.refuse(Drop(step.id), rule=rule, reason=needed)
        return
    against = _against(bench, cautions, step)
    against = (*reason_told(step), *against)
    if rule != _UNUSED and not against:
        against = (say("Ask first who relies on it, and for what."),)
    told = _reason_of_last(bench, step) if against else ()
    if bench.propose(Drop(step.id, because=because), rule=rule, against=(*against, *told), safe=not against):
        cautions.forget(step)
