"""Whether a step that nobody has a reason for can go as things are, and what speaks against it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from weakref import WeakKeyDictionary

from flowtrim.changes import Trial, with_names
from flowtrim.errors import ChangeError
from flowtrim.graph import FlowGraph
from flowtrim.measures.cautions import Cautions, parts_ways, self_judged
from flowtrim.measures.dead_steps import dead_steps, refusing_nothing
from flowtrim.measures.four_eyes import own_work
from flowtrim.measures.passing_on import JUDGING
from flowtrim.measures.survey import Survey
from flowtrim.model import END, Drop, Process, Step
from flowtrim.sentences import Message, quoted, quoted_list, say, say_many

MOSTLY = 2 / 3
"""The share of steps nobody was asked about from which hardly anything has a reason: asking then comes first."""
_KNOWN: WeakKeyDictionary[Survey, Mapping[str, tuple[str, ...]]] = WeakKeyDictionary()
"""What was found already: a rule and the advice ask for the same."""
TryOut = Callable[[Drop], Survey | None]
"""Measures a process without a step; None where it cannot be left out."""


def is_asking_first(survey: Survey) -> bool:
    """Whether so few steps were ever asked about that a plan would drop the process rather than trim it."""
    work = survey.process.work
    reasons = survey.justification
    return bool(work) and (len(reasons.unasked) >= MOSTLY * len(work) or len(reasons.unjustified) == len(work))


def letting_go(survey: Survey) -> Mapping[str, tuple[str, ...]]:
    """Return the steps that nobody had a reason for, each with what speaks against letting it go: nothing where it can.

    What goes is taken out before the next one is looked at, the last in the flow first.

    >>> from datetime import date
    >>> from flowtrim.model import Flow
    >>> claim = Process("Claim", steps=(
    ...     Step("stamp", "Stamp it", why="none", flows=(Flow("sign"),)),
    ...     Step("sign", "Sign it", why="none", serves="law", flows=(Flow("pay"),)),
    ...     Step("pay", "Pay it", why="The customer gets back what he spent for us.")))
    >>> letting_go(Survey(claim, today=date(2026, 3, 2)))
    {'stamp': (), 'sign': ('It is said to serve the law.',)}
    """
    if survey not in _KNOWN:
        asked = survey.justification.unanswered
        against = dict(_against(survey, asked)) if asked else {}
        _KNOWN[survey] = {step_id: against[step_id] for step_id in asked}
    return _KNOWN[survey]


def _against(survey: Survey, asked: Collection[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    if is_asking_first(survey):
        first = say("Hardly any step has a reason yet: ask first what the process is for.")
        yield from ((step_id, (first,)) for step_id in asked)
        return
    choosing = {step_id for step_id in asked if parts_ways(survey.process.step(step_id))}
    yield from _Letting(survey).go(sorted(backwards(survey, asked), key=choosing.__contains__))


class _Letting:
    """Takes out what can go, one step after the other, and looks at the next one as things are then."""

    def __init__(self, survey: Survey) -> None:
        self._before = self._now = survey
        self._trial = Trial(survey.process)
        self._cautions = Cautions(survey.graph, self._trial.passing)
        self._emptied = emptied_branches(survey, self._cautions)

    def go(self, steps: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield what speaks against letting go of each step; of some once more, where what held them has gone."""
        waiting = list(steps)
        while waiting:
            kept, left = [], len(self._now.process.steps)
            for step_id in waiting:
                against = self._against(step_id)
                if not against and (problem := self._take_out(step_id)):
                    against = (problem,)
                    kept.append(step_id)
                yield step_id, against
            waiting = kept if len(self._now.process.steps) < left else []

    def _against(self, step_id: str) -> tuple[str, ...]:
        step = self._trial.step(step_id)
        against = (
            *self._cautions.about(step),
            *theirs(self._before.process, step),
            *whole_branch(
                step,
                self._emptied,
                alone=self._trial.is_whole_branch(step_id),
                usual=self._trial.ends_the_usual_way(step_id),
            ),
            *sent_back_to(self._now.graph, step),
            *measured_at(self._now.process, step),
        )  # what a step keeps apart takes a measuring, so it is only looked at where nothing else is known
        return against or left_behind(self._now, step, partial(_without, self._now))

    def _take_out(self, step_id: str) -> str | None:
        """Take a step out; return why that cannot be, where it cannot."""
        step = self._trial.step(step_id)
        try:
            self._trial.make(Drop(step_id))
        except ChangeError as problem:
            return with_names(problem.message, self._before.process)
        self._cautions.forget(step)
        self._now = _measured(self._before, self._trial)
        return None


def _without(survey: Survey, change: Drop) -> Survey | None:
    trial = Trial(survey.process)
    try:
        trial.make(change)
    except ChangeError:
        return None
    return _measured(survey, trial)


def _measured(survey: Survey, trial: Trial) -> Survey:
    return Survey(trial.process(), today=survey.today, limits=survey.limits)


def backwards(survey: Survey, steps: Iterable[str]) -> list[str]:
    """Return steps from the last in the flow to the first."""
    chosen = set(steps)
    return [step_id for step_id in reversed(survey.graph.reading_order) if step_id in chosen]


def theirs(process: Process, step: Step) -> tuple[str, ...]:
    """Say so where the customer does a step: it costs us nothing, and is not ours to drop."""
    if step.owner is None or not process.is_customer(step.owner):
        return ()
    return (say("{role} does it, not we: ask them first.", role=quoted(process.role(step.owner).name)),)


def measured_at(process: Process, step: Step) -> Iterator[Message]:
    """Name each KPI that begins or ends at a step: without it the KPI would measure something else, or nothing.

    >>> from flowtrim.model import Kpi
    >>> claim = Process("Claim", steps=(Step("fill", "Fill in"),), kpis=(Kpi("Claims", steps=("fill",)),))
    >>> [*measured_at(claim, claim.step("fill"))]
    ["The KPI 'Claims' is measured at it and nowhere else."]
    """
    ends = [(kpi.name, [other for other in kpi.steps if process.has_step(other)]) for kpi in process.kpis]
    alone = [name for name, steps in ends if steps == [step.id]]
    since = [name for name, steps in ends if len(steps) > 1 and steps[0] == step.id]
    until = [name for name, steps in ends if len(steps) > 1 and steps[-1] == step.id]
    if alone:
        yield say_many(
            len(alone),
            "The KPI {kpis} is measured at it and nowhere else.",
            "The KPIs {kpis} are measured at it and nowhere else.",
            kpis=quoted_list(alone),
        )
    if since:
        told = quoted_list(since)
        yield say_many(
            len(since), "The KPI {kpis} is measured from it.", "The KPIs {kpis} are measured from it.", kpis=told
        )
    if until:
        told = quoted_list(until)
        yield say_many(
            len(until), "The KPI {kpis} is measured up to it.", "The KPIs {kpis} are measured up to it.", kpis=told
        )


def whole_branch(step: Step, emptied: Collection[str], *, alone: bool, usual: bool) -> tuple[str, ...]:
    """Say so where a step is all that happens on its branch: in those cases nobody would do anything any more.

    Where several are all of it, and may all go, each of them is asked about, whichever is looked at first. The usual
    end of a case is not called a branch.
    """
    if step.id in emptied:
        return (say("Everything on its branch would go: ask first what becomes of those cases."),)
    if alone and usual:
        return (say("It is how these cases usually end: ask first who relies on it."),)
    if alone:
        return (say("It is all that happens on its branch: ask first what becomes of those cases without it."),)
    if step.optional is not None and step.optional < 1.0:
        return (say("It is done in some cases only: ask first what becomes of those without it."),)
    return ()


def sent_back_to(graph: FlowGraph, step: Step) -> Iterator[str]:
    """Say so where a choice sends cases back to a step: without it they would come to whatever follows, and go on.

    >>> from flowtrim.model import Flow
    >>> back = (Flow("print", when="it is blurred", share=0.1), Flow(END, when="it is sharp", share=0.9))
    >>> steps = (Step("print", "Print it", flows=(Flow("look"),)), Step("look", "Look at it", flows=back))
    >>> for said in sent_back_to(FlowGraph(Process("Badge", steps=steps)), steps[0]):
    ...     print(said)
    Cases are sent back to it ('it is blurred'): ask first what becomes of them without it.
    """
    doors = _doors(graph, step)
    for tail, head in sorted(arc for arc in graph.back_arcs if arc[1] in doors):
        choice = graph.process.step(tail)
        when = next((flow.when for flow in choice.flows if flow.to == head), None)
        if tail == step.id:
            yield _done_again(when)
        elif parts_ways(choice):
            yield _sent_back(when)


def _done_again(when: str | None) -> Message:
    if when is None:
        return say("It is done again in some cases: ask first whether those can go on without it.")
    return say(
        "It is done again in some cases ({when}): ask first whether those can go on without it.", when=quoted(when)
    )


def _sent_back(when: str | None) -> Message:
    if when is None:
        return say("Cases are sent back to it: ask first what becomes of them without it.")
    return say("Cases are sent back to it ({when}): ask first what becomes of them without it.", when=quoted(when))


def _doors(graph: FlowGraph, step: Step) -> set[str]:
    """Return a step, and the gateways where ways meet that lead to nothing else."""
    found, waiting = {step.id}, [step.id]
    while waiting:
        for node in graph.before[waiting.pop()]:
            before = graph.process.step(node)
            if node not in found and not before.is_work and len(before.flows) == 1:
                found.add(node)
                waiting.append(node)
    return found


def emptied_branches(
    survey: Survey, cautions: Cautions, allows: Callable[[Drop], bool] = lambda _: True
) -> frozenset[str]:
    """Return the steps of each branch that would be left with nothing to do, where it has several.

    ``allows`` says whether nobody has decided against a drop.
    """
    going, graph = _going(survey, cautions, allows), survey.graph
    found: set[str] = set()
    for choice in filter(parts_ways, graph.process.steps):
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


def _going(survey: Survey, cautions: Cautions, allows: Callable[[Drop], bool]) -> set[str]:
    """Return the steps that would go if no question found an answer."""

    def may_go(steps: Iterable[str]) -> set[str]:
        allowed = (survey.process.step(step_id) for step_id in steps if allows(Drop(step_id)))
        return {step.id for step in allowed if is_indispensable(cautions, step) is None}

    gone = may_go((*survey.justification.unjustified, *refusing_nothing(survey)))
    return gone | may_go(step.id for step in dead_steps(survey, gone))


def is_indispensable(cautions: Cautions, step: Step) -> Message | None:
    """Say why a step is not even asked about: it needs a reason, not an end; None where it may be."""
    item = cautions.delivers_alone(step)
    if item is not None:
        return say("Only it makes {item}, which the process delivers.", item=quoted(item))
    return cautions.owed_word(step)


def left_behind(survey: Survey, step: Step, try_out: TryOut) -> tuple[str, ...]:
    """Say what only a step keeps apart: somebody's work and their judgement of it, or two makings of one thing."""
    graph = survey.graph
    before_judging = any(graph.process.step(after).kind in JUDGING for after in graph.work_after.get(step.id, ()))
    makers = survey.data_use.makers
    between_makers = any(len(makers.get(item, ())) > 1 for item in (*step.inputs, *step.outputs))
    after = try_out(Drop(step.id)) if before_judging or between_makers or parts_ways(step) else None
    return () if after is None else (*_own_work(survey, after), *_made_again(survey, after))


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
