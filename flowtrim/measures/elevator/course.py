"""The course of a telling: which node is told after which, by which flow, and the terms of a step in phrases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from flowtrim.formats.scalars import units_of
from flowtrim.graph import FlowGraph
from flowtrim.measures.elevator.phrases import Phrases
from flowtrim.measures.elevator.speakable import speakable
from flowtrim.model import (
    END,
    Clock,
    Deadline,
    Flow,
    Interruption,
    Process,
    Rounds,
    Step,
)

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
TWO_HOURS = 120


class Lead(NamedTuple):
    """The flow by which a node is introduced; ``adjacent`` where its source was told just before.

    Where no flow leads to it, it is a ``deadline`` that passes at the source, or an ``interruption`` of the case.
    """

    source: Step
    flow: Flow
    adjacent: bool
    deadline: Deadline | None = None
    interruption: Interruption | None = None

    @property
    def aside(self) -> Deadline | Interruption | None:
        """What leads there beside the flow, where the step that is late goes on, or out of it."""
        return self.deadline if self.deadline and self.deadline.then else self.interruption


class Course:
    """The nodes of a process in the order in which they are told, each with the flow that leads to it.

    A node is led to from the latest of its predecessors told before it; every other flow has to be said as a jump.
    So a listener hears of every flow exactly once, and could draw the process again.
    """

    def __init__(self, graph: FlowGraph) -> None:
        self.graph = graph
        self.steps = tuple(map(graph.process.step, graph.reading_order))
        self.places = {step.id: place for place, step in enumerate(self.steps)}
        self.leads = self._leads()
        # whose hands the work is in after a node: "" where nobody is named, None where nobody has worked yet
        self.holders: dict[str, str | None] = {}
        self.present: dict[str, tuple[str, ...]] = {}  # who took part in the step by which the work got there
        self.aside: dict[str, Deadline | Interruption | None] = {}  # what leads to a node beside or out of the flow
        for step in self.steps:
            lead = self.leads.get(step.id)
            passed_on = self.holders[lead.source.id] if lead else None
            self.holders[step.id] = (step.owner or "") if step.is_work else passed_on
            took_part = self.present[lead.source.id] if lead else ()
            self.present[step.id] = step.alongside if step.is_work else took_part
            self.aside[step.id] = lead and (lead.aside or self.aside[lead.source.id])
        in_the_flow = (place for place, step in enumerate(self.steps) if not self._interrupts(step))
        self._last = max(in_the_flow, default=-1)

    def branches(self, step: Step) -> int:
        """Return how many branches that are taken together are told after a node; 0 where there is but one way."""
        told = [flow for flow in step.flows if not self.is_jump(step, flow)] if step.split == "all" else []
        return len(told) if len(told) > 1 else 0

    def is_parallel(self, step: Step) -> bool:
        """Whether other branches are under way at a node: one was entered on the way there, and none joined since."""
        while (lead := self.leads.get(step.id)) and step.join != "all":
            if self.branches(lead.source):
                return True
            step = lead.source
        return False

    def is_said_by_branch(self, step: Step) -> bool:
        """Whether an event on the way is called what the condition of its branch says: that is not said twice."""
        lead, goes_on = self.leads.get(step.id), len(step.flows) == 1 and step.flows[0].to != END
        when = lead.flow.when if lead and goes_on and step.kind == "event" else None
        return when is not None and speakable(when).casefold() == speakable(step.name).casefold()

    def is_back(self, source: Step, target: str) -> bool:
        """Whether a case that leaves a node has been at the target before: one leads to the other and back."""
        loops = self.graph.loop_of  # a node that no case comes to is in none
        is_in_one_loop = loops.get(target, target) == loops.get(source.id, source.id)
        came_by = is_in_one_loop or self.graph.dominates(target, source.id)  # a deadline may lead back without a loop
        return self.places[target] <= self.places[source.id] and came_by

    def is_last(self, step: Step) -> bool:
        """Whether nothing is told after a node, or only what interrupts a case."""
        return self.places[step.id] >= self._last

    def runs_beside(self, step: Step) -> bool:
        """Whether a node follows from a deadline while its step goes on: where that ends, no case does."""
        return isinstance(self.aside[step.id], Deadline)

    def _interrupts(self, step: Step) -> bool:
        return isinstance(self.aside[step.id], Interruption)

    def begins_alike(self, step: Step, target: str) -> bool:
        """Whether all that is told between a beginning and the node that it leads to are other ways to begin there."""
        between = self.steps[self.places[step.id] + 1 : self.places[target]]
        return bool(between) and all(self._begins(one, target) for one in (step, *between))

    def _begins(self, step: Step, target: str) -> bool:
        named = step.kind == "event" and step.name != step.id
        return named and not self.graph.before[step.id] and [target] == [flow.to for flow in step.flows]

    def is_heard(self, step: Step) -> bool:
        """Whether a node is told by its name: joins and parallel splits are heard in the words around them."""
        if step.is_work:
            return bool(step.name)
        is_silent = step.kind == "gateway" and (len(step.flows) < 2 or step.split == "all")
        return not is_silent and step.name != step.id and bool(speakable(step.name))

    def heard_before(self, step: Step) -> Step:
        """Return the last node that was told by its name on the way to one, itself included; else the first."""
        while not self.is_heard(step) and (lead := self.leads.get(step.id)):
            step = lead.source
        return step

    def first_told(self, step_id: str, *, through_choices: bool = False) -> Step:
        """Return the node that a listener hears of first on the way from a node: silent ones are passed."""
        step, seen = self.graph.process.step(step_id), {step_id, END}
        while not self.is_heard(step) and (through_choices or len(step.flows) == 1):
            onward = self._usual(step, seen)
            if onward is None:
                break
            seen.add(onward.id)
            step = onward
        return step

    def _usual(self, step: Step, seen: set[str]) -> Step | None:
        """Return what most often follows a node, whatever the order of its flows."""
        fresh = (target for target in self.graph.usual_first[step.id] if target not in seen)
        target = next(fresh, None)
        return None if target is None else self.graph.process.step(target)

    def is_jump(self, source: Step, flow: Flow) -> bool:
        """Whether a flow has to be said where it leaves: it ends the case, or its target is led to otherwise."""
        lead = self.leads.get(flow.to)
        return lead is None or lead.flow is not flow or lead.source is not source

    def _leads(self) -> dict[str, Lead]:
        leads: dict[str, Lead] = {}
        for place, step in enumerate(self.steps):
            own: set[str] = set()
            for flow in step.flows:
                if flow.to == END or flow.to in own or flow.to in self.graph.starts or self.places[flow.to] <= place:
                    continue
                own.add(flow.to)
                leads[flow.to] = Lead(step, flow, self.places[flow.to] == place + 1)
        for target, lead in self._other_leads():
            if target not in self.graph.starts and self.places[target] > self.places[lead.source.id]:
                leads.setdefault(target, lead)
        return leads

    def _other_leads(self) -> Iterator[tuple[str, Lead]]:
        """Yield what is led to otherwise than by a flow: by a deadline that passes, or by an interruption."""
        for step in self.steps:
            for deadline in step.within:
                if target := deadline.consequence:
                    yield target, Lead(step, Flow(target), adjacent=False, deadline=deadline)
        for interruption in self.graph.process.anytime:
            if interruption.to != END:
                source = self.graph.process.step((*interruption.since, *self.graph.starts)[0])
                yield interruption.to, Lead(source, Flow(interruption.to), False, interruption=interruption)


def spoken_time(time: float, clock: Clock, phrases: Phrases) -> str:
    """Say a duration in the units of its file, else in the largest one; a day of work is told from one by the clock.

    Nobody counts hours in minutes: from two hours on, minutes that are no whole hours are said as hours and minutes.

    >>> from flowtrim.measures.elevator.phrases import phrases_of
    >>> [spoken_time(minutes, Clock(), phrases_of("en")) for minutes in (90.0, 480.0, 72 * 60 * 2400 / 10080)]
    ['90 minutes', '1 working day', '3 calendar days']
    >>> spoken_time(550.0, Clock(), phrases_of("en")), spoken_time(550.0, Clock(), phrases_of("ja"))
    ('9 hours and 10 minutes', '9時間10分')
    >>> spoken_time(4320.0, Clock(day=1440.0, week=7.0), phrases_of("de"))
    '3 Tagen'
    """
    told, amounts = [], units_of(time, clock)
    if [unit for _, unit in amounts] == ["minute"] and time >= TWO_HOURS and time % 60:
        amounts = ((time // 60, "hour"), (time % 60, "minute"))
    for number, unit in amounts:
        one, many = phrases.times[unit]
        told.append((one if number == 1 else many).format(number=f"{number:g}"))
    return "".join(told) if phrases.is_unspaced else phrases.listing(told)


def alike(one: Flow, other: Flow) -> bool:
    """Whether two ways on of a step are one for the listener: cases of several classes go to the same node."""
    named = one.band is not None and other.band is not None and one.band[0] == other.band[0]
    return named and (one.to, one.outcome) == (other.to, other.outcome)


class SpokenTerms:
    """What the terms of the steps of one process are called; ``quoted`` says which step is meant."""

    def __init__(self, process: Process, phrases: Phrases, quoted: Callable[[str], str]) -> None:
        self.process = process
        self.say = phrases
        self.quoted = quoted

    def title(self, step: Step, name: str) -> str:
        """Say a step with its rounds and the time within which it has to be done, one clause each.

        What follows a deadline is told where it happens, and the deadline with it.
        """
        for clause in self.clauses(step):
            name = self.say.limited.format(step=name, clause=clause)
        return name

    def clauses(self, step: Step) -> list[str]:
        """Say in which rounds a step is done, and within which time: what follows a deadline is told elsewhere."""
        plain = [self._within(deadline) for deadline in step.within if not deadline.consequence]
        return ([self._rounds(step.every)] if step.every else []) + plain

    def cues(self, step: Step, *, of_part: bool) -> list[str]:
        """Return the words that open a step: what it is done for each of, and that not every case needs it."""
        repeated = self.process.repetitions(step) if of_part else filter(None, [step.each])
        each = [self.say.each.format(of=speakable(repetition.of)) for repetition in repeated]
        return ([] if step.optional is None else [self.say.optional]) + each

    def condition(self, flow: Flow, source: Step) -> str:
        """Say when a way is taken: in the words of the file, or by the classes of the cases that take it.

        >>> from flowtrim.measures.elevator.phrases import phrases_of
        >>> from flowtrim.model import CaseClass
        >>> buy = Process("Buy", cases=(CaseClass("amount", (("up to 1000", 0.7), ("to 9000", 0.2), ("above", 0.1))),))
        >>> terms = SpokenTerms(buy, phrases_of("en"), str)
        >>> ways = [Flow(to, band=("amount", band)) for to, (band, _) in zip("aab", buy.cases[0].bands)]
        >>> [terms.condition(flow, Step("s", "S", flows=tuple(ways))) for flow in ways[1:]]
        ['the amount is up to 9000', 'the amount is above 9000']
        """
        if flow.band is None:
            return speakable(flow.when) if flow.when else ""
        name, chosen = flow.band[0], {one.band[1] for one in source.flows if one.band and alike(one, flow)}
        return self.say.classes_of(name, self._bands(name), chosen)

    def all_others(self, source: Step) -> str:
        """Say which classes take the way that is left to all others; empty where the ways are not told by classes."""
        taken = [flow.band for flow in source.flows if flow.band]
        if len({name for name, _ in taken}) != 1 or len(taken) != len(source.flows) - 1:
            return ""
        name = taken[0][0]
        others = {band for band in self._bands(name) if (name, band) not in taken}
        return self.say.classes_of(name, self._bands(name), others) if others else ""

    def _bands(self, name: str) -> list[str]:
        return [band for each in self.process.cases if each.name == name for band, _ in each.bands]

    def late(self, step: Step, deadline: Deadline) -> str:
        """Open what happens once a deadline has passed: beside the step, or instead of it."""
        pattern = self.say.beside if deadline.then else self.say.instead
        return pattern.format(time=self._time(deadline), step=self.quoted(step.id))

    def interrupted(self, interruption: Interruption) -> str:
        """Open what happens when something comes in between."""
        steps = list(map(self.quoted, interruption.since))
        during = self.say.during.format(steps=self.say.listing(steps)) if steps else self.say.any_time
        when = self.say.condition_of(speakable(interruption.when))
        return self.say.condition_jump.format(cue=during, jump=when[0].lower() + when[1:])

    def whole(self) -> list[str]:
        """Say within which time a case has to be done."""
        return [self._in_share(self.say.all_within, deadline) for deadline in self.process.within]

    def performers(self, owner: str, alongside: list[str]) -> str:
        """Say who does a step, and with whom."""
        return self.say.together.format(role=owner, others=self.say.listing(alongside)) if alongside else owner

    def _within(self, deadline: Deadline) -> str:
        return self._in_share(self.say.within, deadline)

    def _in_share(self, pattern: str, deadline: Deadline) -> str:
        clause = pattern.format(time=self._time(deadline))
        if deadline.of is None:
            return clause
        return self.say.in_share.format(clause=clause, share=f"{100 * deadline.of:.3g} %")

    def _time(self, deadline: Deadline) -> str:
        time = spoken_time(deadline.within, self.process.clock, self.say)
        return self.say.since.format(time=time, step=self.quoted(deadline.since)) if deadline.since else time

    def _rounds(self, rounds: Rounds) -> str:
        if rounds.day:
            return self.say.weekdays[WEEKDAYS.index(rounds.day.casefold())]
        return self.say.every.format(time=spoken_time(rounds.period, self.process.clock, self.say))
