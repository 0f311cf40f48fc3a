"""The figures of the single steps in a log."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from msgspec import Struct

from flowtrim.evidence import figure_queries as queries
from flowtrim.evidence.conformance import Trace
from flowtrim.evidence.engines import Engine
from flowtrim.evidence.log_reading import Head
from flowtrim.evidence.nearest_rank import spreads
from flowtrim.evidence.shares_taken import is_refusal, refuses
from flowtrim.measures.observed import Average, Choice, ObservedStep, Part, Spread
from flowtrim.model import Step

_MOSTLY = 0.98
"""Ways tell what was refused where so many of the visits are in cases that fit: others may have left upon a refusal."""


class Given(Struct, frozen=True, kw_only=True):
    """What the figures of steps are worked out from; ``step_of`` and ``roles`` tell what the codes of events mean."""

    head: Head
    engine: Engine
    step_of: Mapping[int, str]
    roles: Sequence[str]
    cases: Mapping[Trace, int]
    choices: Sequence[Choice]
    min_persons: int


class StepFigures:
    """What was observed of each step, over the cases that are not open."""

    def __init__(self, given: Given) -> None:
        self._given = given

    def of(self, step: Step) -> ObservedStep:
        """Return what was observed of a step."""
        work, waiting, elapsed = (told.get(step.id) for told in self._times)
        hidden = work is not None and (self._doers.get(step.id) or 0) < self._given.min_persons
        return ObservedStep(
            step=step.id,
            cases=self._met[step.id, 1],
            visits=self._met[step.id, 0],
            in_a_case=Average(sum(self._given.cases.values()), self._met[step.id, 0], self._squares[step.id]),
            roles=self.roles_of.get(step.id, {}),
            repeated=self._met[step.id, 2],
            returned=self._returned[step.id],
            batched=self._batched.get(step.id, 0),
            work=None if hidden else work,
            waiting=waiting,
            elapsed=None if hidden and waiting else elapsed,
            withheld=hidden,
            refused=self._refused(step),
        )

    @cached_property
    def roles_of(self) -> Mapping[str, Mapping[str, int]]:
        """The visits of each step by the role that did them."""
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for activity, role, visits in self._given.engine.rows(queries.ROLES):
            if activity in self._given.step_of and role is not None:
                of_step, role_name = found[self._given.step_of[activity]], self._given.roles[role]
                of_step[role_name] = of_step.get(role_name, 0) + visits
        return found

    @cached_property
    def _times(self) -> tuple[Mapping[str, Spread], Mapping[str, Spread], Mapping[str, Spread]]:
        if self._given.head.by_day:
            return {}, {}, {}
        started = self._given.head.has_start
        told = (queries.WORK if started else "", queries.WAITING if started else "", queries.ELAPSED)
        names = self._given.step_of
        work, waiting, elapsed = (spreads(self._given.engine, query, names) if query else {} for query in told)
        return work, waiting, elapsed

    @cached_property
    def _doers(self) -> Mapping[str, int | None]:
        """Return the persons who do each step; of several names of a step, at least so many."""
        found: dict[str, int | None] = {}
        for code, step in self._given.step_of.items():
            doers = self._given.head.doers[code]
            found[step] = None if doers is None else max(doers, found.get(step) or 0)
        return found

    @cached_property
    def _batched(self) -> Mapping[str, int]:
        if self._given.head.by_day:
            return {}
        found: Counter[str] = Counter()
        for activity, visits in self._given.engine.rows(queries.BATCHED):
            if activity in self._given.step_of:
                found[self._given.step_of[activity]] += visits
        return found

    def _refused(self, step: Step) -> Part | None:
        """Return the refusals: as the outcomes say, or else as the ways say that cases took."""
        if step.kind not in ("approve", "check", "decide"):
            return None
        told = [(outcome, visits) for of, outcome, visits in self.outcomes if of == step.id]
        if told:
            return Part(sum(visits for outcome, visits in told if refuses(outcome)), sum(n for _, n in told))
        ways = next((choice.ways for choice in self._given.choices if choice.step == step.id), None)
        if ways is None or not any(is_refusal(step, way) for way in ways):
            return None
        if sum(ways.values()) < _MOSTLY * self._met[step.id, 0]:
            return None
        return Part(sum(count for way, count in ways.items() if is_refusal(step, way)), sum(ways.values()))

    @cached_property
    def _met(self) -> Counter[tuple[str, int]]:
        """The visits of each step, under 0, and the cases that met it at least once, and at least twice."""
        met: Counter[tuple[str, int]] = Counter()
        for case, count in self._given.cases.items():
            for step, times in Counter(case).items():
                met[step, 0] += times * count
                met[step, 1] += count
                met[step, 2] += count * (times > 1)
        return met

    @cached_property
    def _squares(self) -> Counter[str]:
        """The squares of how often cases met each step, added up."""
        squares: Counter[str] = Counter()
        for case, count in self._given.cases.items():
            for step, times in Counter(case).items():
                squares[step] += times * times * count
        return squares

    @cached_property
    def _returned(self) -> Counter[str]:
        """The cases that came back to each step."""
        returned: Counter[str] = Counter()
        for case, count in self._given.cases.items():
            for step in _come_back_to(case):
                returned[step] += count
        return returned

    @cached_property
    def outcomes(self) -> list[tuple[str | None, str, int]]:
        """The step, None for work that nobody declared, with each outcome and how often it came."""
        return [
            (self._given.step_of.get(a), self._given.head.outcomes[o], n)
            for a, o, n in self._given.engine.rows(queries.OUTCOMES)
        ]


def _come_back_to(case: Trace) -> set[str]:
    """Return the steps to which a case came back from others, each the first of those that it then did again.

    >>> _come_back_to(("ask", "check", "ask", "check"))
    {'ask'}
    """
    found: set[str] = set()
    seen: set[str] = set()
    again = False
    for before, here in pairwise(("", *case)):
        if here in seen and not again and here != before:
            found.add(here)
        again = here in seen
        seen.add(here)
    return found
