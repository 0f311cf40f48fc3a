"""How the ways on of a step are opened: by their conditions, by what each excludes, or one after the other."""

from __future__ import annotations

from flowtrim.measures.elevator.conditions import condition_of
from flowtrim.measures.elevator.course import Course, alike
from flowtrim.measures.elevator.phrases import Phrases
from flowtrim.measures.elevator.spoken_terms import SpokenTerms
from flowtrim.model import Flow, Step


class Branches:
    """Opens the ways on of each step in the order in which they are told."""

    def __init__(self, course: Course, terms: SpokenTerms, phrases: Phrases) -> None:
        self.course = course
        self.terms = terms
        self.say = phrases
        self.opened: set[str] = set()
        self.conditional = {step.id for step in course.steps if any(flow.when for flow in step.flows)}

    def cue(self, source: Step, flow: Flow) -> str | None:
        """Return the words that open a way; None for the only one."""
        if len(source.flows) < 2 or source.split == "all":
            return None
        if self._is_before_others(source, flow):
            return self.terms.before_others(source, flow)
        if when := self.terms.condition(flow, source):
            return condition_of(when, self.say)
        if cue := certain_or_not(source, flow, self.say):
            return cue
        if source.id in self.conditional:
            return self.say.otherwise
        return self._alternative(source)

    def _is_before_others(self, source: Step, flow: Flow) -> bool:
        """Whether a way that is told by the others only is told before them, where a listener may tell them apart."""
        if source.split != "one" or source.id not in self.conditional or not self.terms.leans(flow):
            return False
        place = 0 if self.course.is_jump(source, flow) else self.course.places[flow.to]
        led = (other for other in source.flows if other is not flow and not self.course.is_jump(source, other))
        return any(self.course.places[other.to] > place and not alike(other, flow) for other in led)

    def _alternative(self, source: Step) -> str:
        """Open the ways on that nothing is said of, in the order in which they are told: either, or, or."""
        if source.id in self.opened:
            return self.say.another
        self.opened.add(source.id)
        return self.say.either


def certain_or_not(source: Step, flow: Flow, say: Phrases) -> str | None:
    """Open an inclusive branch of which no condition is told, where one beside it is taken by every case.

    >>> from flowtrim.measures.elevator.phrases import phrases_of
    >>> ways = (Flow("review", share=1.0), Flow("consult", share=0.1))
    >>> [certain_or_not(Step("s", "S", split="some", flows=ways), flow, phrases_of("en")) for flow in ways]
    ['In any case', 'sometimes']
    """
    if source.split != "some" or all(one.share != 1 for one in source.flows):
        return None
    return say.any_case if flow.share == 1 else say.optional
