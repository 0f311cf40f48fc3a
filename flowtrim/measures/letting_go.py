"""Whether a step that nobody has a reason for can go as things are, and what speaks against it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from weakref import WeakKeyDictionary

from flowtrim.changes import Trial, with_names
from flowtrim.errors import ChangeError
from flowtrim.graph import FlowGraph
from flowtrim.graph.choices import with_choice
from flowtrim.measures.answers import reading
from flowtrim.measures.asked_first import last_of_role, measured_at, sent_back_to, theirs, whole_branch
from flowtrim.measures.cautions import Cautions, self_judged
from flowtrim.measures.choices import parts_ways
from flowtrim.measures.dead_steps import dead_steps, refusing_nothing
from flowtrim.measures.passing_on import JUDGING
from flowtrim.measures.survey import Survey
from flowtrim.model import END, Drop, Flow, Step
from flowtrim.sentences import Message, quoted, say

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


def needed_without_answer(survey: Survey) -> tuple[str, ...]:
    """Return the steps of which nobody could say why they are there, and which stay since others need them."""
    enabled = survey.justification.enabled_by
    return tuple(step.id for step in survey.process.work if step.id in enabled and reading(step.why) == "none")


def letting_go(survey: Survey) -> Mapping[str, tuple[str, ...]]:
    """Return the steps that nobody had a reason for, each with what speaks against letting it go: nothing where it can.

    What goes is taken out before the next one is looked at, the last in the flow first.

    >>> from datetime import date
    >>> from flowtrim.model import Flow, Process, Step
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
    choosing = {step_id for step_id in asked if parts_ways(with_choice(survey.graph, survey.process.step(step_id)))}
    yield from _Letting(survey).go(sorted(backwards(survey, asked), key=choosing.__contains__))


class _Letting:
    """Takes out what can go, one step after the other, and looks at the next one as things are then."""

    def __init__(self, survey: Survey) -> None:
        self._before = self._now = survey
        self._trial = Trial(survey.process)
        self._cautions = Cautions(survey.graph, self._trial.passing, lambda: self._now.graph)
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
        indispensable = is_indispensable(self._cautions, step)
        against = (
            *filter(None, [indispensable]),  # what needs a reason and no end is told first
            *(words for words in self._cautions.about(step) if words != indispensable),
            *theirs(self._before.process, step),
            *whole_branch(
                step,
                self._emptied,
                alone=self._trial.whole_branch(step_id),
                usual=self._trial.ends_the_usual_way(step_id),
            ),
            *sent_back_to(self._now.graph, step),
            *measured_at(self._now.process, step),
            *last_of_role(self._now.process, step),
        )  # what a step keeps apart takes a measuring, so it is only looked at where nothing else is known
        return against or left_behind(self._now, step, partial(_without, self._now))

    def _take_out(self, step_id: str) -> str | None:
        """Take a step out; return why that cannot be, where it cannot."""
        step = self._trial.step(step_id)
        try:
            self._trial.make(Drop(step_id))
        except ChangeError as problem:
            told = problem.message
            why = told.parts.get("why", told) if isinstance(told, Message) else told  # not that it cannot, but why
            return with_names(why, self._before.process)
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
    return survey.changed(trial.process())


def backwards(survey: Survey, steps: Iterable[str]) -> list[str]:
    """Return steps from the last in the flow to the first."""
    chosen = set(steps)
    return [step_id for step_id in reversed(survey.graph.reading_order) if step_id in chosen]


def emptied_branches(
    survey: Survey, cautions: Cautions, allows: Callable[[Drop], bool] = lambda _: True
) -> Mapping[str, tuple[Flow, ...]]:
    """Map the steps of each branch that would be left with nothing to do, where it has several, to the ways to it.

    ``allows`` says whether nobody has decided against a drop.
    """
    going, graph = _going(survey, cautions, allows), survey.graph
    found: dict[str, tuple[Flow, ...]] = {}
    for choice in filter(parts_ways, graph.process.steps):
        for target in {flow.to for flow in choice.flows} - {END}:
            branch = _branch(graph, choice.id, target)
            work = {step_id for step_id in branch if graph.process.step(step_id).is_work}
            if len(work) > 1 and going.issuperset(work):
                found |= dict.fromkeys(work, tuple(flow for flow in choice.flows if flow.to == target))
    return found


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
    process, known = after.process, {*before.own_work}
    for judging, work in after.own_work:
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
