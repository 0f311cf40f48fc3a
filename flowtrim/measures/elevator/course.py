"""The course of a telling: which node is told after which, by which flow, and what is waited for where flows meet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from flowtrim.graph import FlowGraph
from flowtrim.measures.elevator.phrases import Phrases
from flowtrim.measures.elevator.speakable import speakable
from flowtrim.model import END, Deadline, Flow, Interruption, Step


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
        if step.split != "all":
            return 0
        told = sum(not self.is_jump(step, flow) and not self.is_meeting(flow.to) for flow in step.flows)
        return told if told > 1 else 0

    def is_meeting(self, node: str) -> bool:
        """Whether a node waits for other branches: what leads to it begins none."""
        forward = sum((source, node) not in self.graph.back_arcs for source in self.graph.before[node])
        return forward > 1 and self.graph.process.step(node).join != "any"

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


def alike(one: Flow, other: Flow) -> bool:
    """Whether two ways on of a step are one for the listener: cases of several classes go to the same node."""
    named = one.band is not None and other.band is not None and one.band[0] == other.band[0]
    return named and (one.to, one.outcome) == (other.to, other.outcome)


class Joins:
    """Says where branches meet what is waited for; ``quoted`` says which step is meant.

    "All of that" is what was told since the branches parted. Where some of it goes on meanwhile, or some is told later
    only, steps are named: what is waited for, or what is not, whichever are fewer.
    """

    def __init__(self, course: Course, phrases: Phrases, quoted: Callable[[Step], str]) -> None:
        self.course = course
        self.graph: FlowGraph = course.graph
        self.say = phrases
        self.quoted = quoted

    def cue(self, step: Step) -> str | None:
        """Open a node at which branches meet; None where none do, or where it waits for none of them."""
        if step.join == "any" or len(self.graph.before[step.id]) < 2:
            return None
        waits_for_all = step.join == "all"
        going_on, is_told_later = self._beside(step)
        waited = self._waited(step)
        if waited and (is_told_later or len(waited) <= len(going_on)):
            these = self.say.these_done if waits_for_all else self.say.some_of_these_done
            return these.format(steps=self._listed(waited))
        if going_on:
            but = self.say.all_done_but if waits_for_all else self.say.some_done_but
            return but.format(steps=self._listed(going_on))
        return self.say.all_done if waits_for_all else self.say.some_done

    def hands_before(self, step: Step) -> int:
        """Return how many roles did what was told since the branches parted that meet at a node."""
        split = self._split(step)
        first = 0 if split is None else self.course.places[split] + 1
        told = self.course.steps[first : self.course.places[step.id]]
        return len({one.owner for one in told if one.is_work})

    def leave_open(self, step: Step | None) -> bool:
        """Whether a node was come to from where some of the branches met, while others go on."""
        while step is not None:
            if step.join != "any" and self._beside(step) != ([], False):
                return True
            lead = self.course.leads.get(step.id)
            step = lead and lead.source
        return False

    def _listed(self, steps: list[Step]) -> str:
        return self.say.listing(map(self.quoted, steps))

    def _waited(self, step: Step) -> list[Step]:
        """Return what was told last of each branch that meets at a node; nothing where no one step is the last."""
        found: dict[str, Step] = {}
        for source in self._sources(step.id):
            last = self.graph.process.step(source)
            while not self.course.is_heard(last):
                before = self._sources(last.id)
                if len(before) != 1:
                    return []
                last = self.graph.process.step(before[0])
            found[last.id] = last
        return sorted(found.values(), key=lambda one: self.course.places[one.id])

    def _beside(self, step: Step) -> tuple[list[Step], bool]:
        """Return the steps told since the branches parted that are not waited for, and whether a branch follows."""
        split = self._split(step)
        if split is None:
            return [], False
        waited = self._led(step, split)
        section = self.course.steps[self.course.places[split] : self.course.places[step.id]]
        going_on = [one for one in section if one.id not in waited and self.course.is_heard(one)]
        branches = (flow.to for one in section if one.split != "one" for flow in one.flows if self._is_led(one, flow))
        later = (to for to in branches if to != step.id and self.course.places[to] > self.course.places[step.id])
        return [one for one in going_on if self._goes_on(one.id, step)], any(self._goes_on(to, step) for to in later)

    def _is_led(self, source: Step, flow: Flow) -> bool:
        return not self.course.is_jump(source, flow)

    def _goes_on(self, other: str, step: Step) -> bool:
        """Whether another node may be under way while a case is at one: the last choice before both takes both."""
        split = self._parting(other, step.id)
        return split is not None and self.graph.process.step(split).split != "one"

    def _split(self, step: Step) -> str | None:
        """Return the last node that every case passes before the branches that meet at a node."""
        split, *sources = (*self._sources(step.id),) or (None,)
        for source in sources:
            split = split and self._parting(split, source)
        return split

    def _parting(self, one: str, other: str) -> str | None:
        """Return the last node that every case passes before two; None where one is come to out of the flow only."""
        is_known = self.graph.dominates(one, one) and self.graph.dominates(other, other)
        return self.graph.parting(one, other) if is_known else None

    def _led(self, step: Step, split: str) -> set[str]:
        """Return all that leads to a node since the branches parted, rounds among them included."""
        places, found, waiting = self.course.places, {split}, [step.id]
        for node in waiting:
            fresh = [one for one in self.graph.before[node] if one not in found and places[one] < places[step.id]]
            found.update(fresh)
            waiting.extend(fresh)
        return found

    def _sources(self, step_id: str) -> list[str]:
        return [source for source in self.graph.before[step_id] if (source, step_id) not in self.graph.back_arcs]
