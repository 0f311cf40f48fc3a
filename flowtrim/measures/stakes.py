"""What is at stake of a step or a role: what would be saved if nobody needed it (docs/theory.md#what-is-at-stake)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import product
from weakref import WeakKeyDictionary

from msgspec import Struct

from flowtrim.changes import Trial
from flowtrim.errors import ChangeError
from flowtrim.graph import FlowGraph
from flowtrim.measures.elevator import spoken_seconds
from flowtrim.measures.justification import to_be_asked
from flowtrim.measures.survey import Survey
from flowtrim.measures.term_amounts import costs, work_minutes
from flowtrim.model import Drop, Step
from flowtrim.sentences import Message, counted, listed, say

MOST_MEASURING = 5_000
"""Steps times items up to which each item is left out and the process measured again: a third of a second."""


_KNOWN: WeakKeyDictionary[Survey, dict[tuple[str, ...], Stake]] = WeakKeyDictionary()
"""What was found already: the advice, the questions of a plan and the agenda ask for the same."""


class Stake(Struct, frozen=True):
    """What would be saved if nobody needed something: of a case and of a year, and how long it takes to tell."""

    handoffs: float = 0.0
    seconds: float = 0.0
    hours: float | None = None
    cost: float | None = None

    @property
    def order(self) -> tuple[float, ...]:
        """What sorts stakes, the most first."""
        return tuple(-round(figure, 6) for figure in (self.handoffs, self.seconds, self.hours or 0.0, self.cost or 0.0))

    @property
    def words(self) -> Message | None:
        """What is at stake, as a list; None where nothing is known."""
        told = [
            counted(round(self.handoffs, 2), "handoff in a case", "handoffs in a case")
            if self.handoffs >= 0.005
            else None,
            counted(round(self.seconds), "second of the telling", "seconds of the telling")
            if round(self.seconds)
            else None,
            counted(round(self.hours), "hour a year", "hours a year") if self.hours and round(self.hours) else None,
            say("a cost of {number} a year", number=round(self.cost)) if self.cost and round(self.cost) else None,
        ]
        words = [word for word in told if word is not None]
        return listed(words) if words else None


class Stakes:
    """Tells what is at stake in a process; what was found is kept.

    A step is left out, and the process measured again; how long it takes to tell is that of its own sentences. Where it
    cannot be left out, or the process is so large that this takes long, its own part is told: the handoffs around it,
    less those that bridge its place.
    """

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._found = _KNOWN.setdefault(survey, {})
        process = survey.process
        self._measures = len(process.work) * len(process.steps) <= MOST_MEASURING

    def of_step(self, step_id: str) -> Stake:
        """Return what would be saved if a step went."""
        return self._of((step_id,))

    def of_role(self, role_id: str) -> Stake:
        """Return what would be saved if a role went with all that it does."""
        return self._of(tuple(step.id for step in self._survey.process.work if step.owner == role_id))

    def to_ask(self) -> list[str]:
        """Return the steps to ask about, since nobody was asked yet, those with most at stake first.

        >>> from datetime import date
        >>> from flowtrim.model import Flow, Process
        >>> claim = Process("Claim", steps=(
        ...     Step("fill", "Fill it in", owner="Clerk", flows=(Flow("copy"),)),
        ...     Step("copy", "Copy it", owner="Clerk", flows=(Flow("pay"),)),
        ...     Step("pay", "Pay it", owner="Bank")))
        >>> stakes(Survey(claim, today=date(2026, 3, 2))).to_ask()
        ['pay', 'fill', 'copy']
        """
        steps = to_be_asked(self._survey.process, self._survey.justification.unasked)
        return sorted(steps, key=lambda step_id: self.of_step(step_id).order)

    def _of(self, steps: tuple[str, ...]) -> Stake:
        if steps not in self._found:
            measured = self._measured(steps) if self._measures else None
            self._found[steps] = self._own_part(steps) if measured is None else measured
        return self._found[steps]

    def _measured(self, steps: Sequence[str]) -> Stake | None:
        """Return what is saved without some steps, of which some may have to stay; None where nothing can be told."""
        survey, trial = self._survey, Trial(self._survey.process)
        if not sum([_left_out(trial, step_id) for step_id in steps]):
            return None
        left = survey.changed(trial.process())
        handoffs = _saved(survey.expected_handoffs, left.expected_handoffs)
        if handoffs is None or left.expected_handoffs is None:
            return None
        hours, cost = _saved(survey.yearly.hours, left.yearly.hours), _saved(survey.yearly.cost, left.yearly.cost)
        return Stake(handoffs, self._told(steps), hours, cost)

    def _own_part(self, step_ids: Sequence[str]) -> Stake:
        survey = self._survey
        steps = [survey.process.step(step_id) for step_id in step_ids]
        return Stake(
            sum(_bridged(survey, group) for group in _together(survey.graph, step_ids)),
            self._told(step_ids),
            _yearly(survey, [(step, None if step.takes is None else step.takes / 60.0) for step in steps]),
            _yearly(survey, [(step, step.cost) for step in steps]),
        )

    def _told(self, steps: Iterable[str]) -> float:
        return sum(self._seconds.get(step_id, 0.0) for step_id in steps)

    @cached_property
    def _seconds(self) -> Mapping[str | None, float]:
        return seconds_told(self._survey)


def stakes(survey: Survey) -> Stakes:
    """Return what is at stake in a process.

    >>> from datetime import date
    >>> from flowtrim.model import Flow, Process
    >>> claim = Process("Claim", steps=(
    ...     Step("fill", "Fill it in", owner="Clerk", flows=(Flow("stamp"),)),
    ...     Step("stamp", "Stamp it", owner="Registry", flows=(Flow("pay"),)),
    ...     Step("pay", "Pay it", owner="Payroll")))
    >>> found = stakes(Survey(claim, today=date(2026, 3, 2)))
    >>> found.of_step("stamp").handoffs, found.of_role("Registry").handoffs
    (1.0, 1.0)
    """
    return Stakes(survey)


def yearly_work(survey: Survey) -> Mapping[str, Stake]:
    """Return what each step takes of our people's year, and costs, where that and the volume are declared.

    >>> from datetime import date
    >>> from flowtrim.model import Process, Volume
    >>> pay = Step("pay", "Pay it", owner="Payroll", takes=6.0)
    >>> claim = Process("Claim", (pay, Step("log", "Log it")), volume=Volume(1000.0))
    >>> yearly_work(Survey(claim, today=date(2026, 3, 2)))
    {'pay': Stake(handoffs=0.0, seconds=0.0, hours=100.0, cost=None)}
    """
    process, visits = survey.spelled.counted.process, survey.spelled.node_visits
    if process.volume is None:
        return {}
    year = process.volume.per_year
    minutes, of_others, spent = work_minutes(process), work_minutes(process, of_others=True), costs(process)
    found = {}
    for step_id in dict.fromkeys((*minutes, *spent)):
        if (often := visits[step_id]) is not None:
            mine, cost = minutes.get(step_id, 0.0) - of_others.get(step_id, 0.0), spent.get(step_id)
            hours = mine * often * year / 60 if step_id in minutes else None
            found[step_id] = Stake(hours=hours, cost=None if cost is None else cost * often * year)
    return found


def seconds_told(survey: Survey) -> Mapping[str | None, float]:
    """Return how long each step takes to tell; under None what is said of the process as a whole."""
    told: dict[str | None, float] = defaultdict(float)
    for part in survey.elevator.parts:
        told[part.step] += spoken_seconds(part.sentence, survey.elevator.language, survey.limits)
    return dict(told)


def _saved(was: float | None, now: float | None) -> float | None:
    """Return what is saved of a figure; all of it where nothing that is declared is left of it."""
    return None if was is None else max(was - (now or 0.0), 0.0)


def _left_out(trial: Trial, step_id: str) -> bool:
    try:
        trial.make(Drop(step_id))
    except ChangeError:
        return False
    return True


def _together(graph: FlowGraph, steps: Iterable[str]) -> Iterator[set[str]]:
    """Yield steps in groups that one case comes to without doing anything else in between."""
    left = {*steps}
    while left:
        waiting = [left.pop()]
        group = {*waiting}
        while waiting:
            beside = graph.work_after[waiting[-1]].keys() | graph.work_before[waiting.pop()].keys()
            fresh = left & beside
            left -= fresh
            group |= fresh
            waiting += fresh
        yield group


def _bridged(survey: Survey, gone: Collection[str]) -> float:
    """Return the expected handoffs into and out of steps of one role, less those that bridge their place."""
    graph, visits = survey.graph, survey.visits
    own = {graph.owner(step) for step in gone}
    into: dict[str | None, float] = defaultdict(float)
    onward: dict[str | None, float] = defaultdict(float)

    def often(source: str, weight: float) -> float:
        known = visits[source]
        return 1.0 if known is None else known * weight

    for step in gone:
        for source, weight in graph.work_before[step].items():
            if source not in gone:
                into[graph.owner(source)] += often(source, weight)
        for target, weight in graph.work_after[step].items():
            if target not in gone:
                onward[graph.owner(target)] += often(step, weight)
    bridged = _between(into, onward) / max(sum(into.values()), sum(onward.values()), 1e-9)
    return max(_between(into, dict.fromkeys(own, 1.0)) + _between(dict.fromkeys(own, 1.0), onward) - bridged, 0.0)


def _between(givers: Mapping[str | None, float], takers: Mapping[str | None, float]) -> float:
    """Return how often the work changes hands; nobody holds the work of a step without an owner."""
    pairs = product(givers.items(), takers.items())
    return sum(one * other for (giver, one), (taker, other) in pairs if None not in (giver, taker) and giver != taker)


def _yearly(survey: Survey, amounts: Iterable[tuple[Step, float | None]]) -> float | None:
    """Return what steps take in a year, where the amounts of one time and the volume are declared."""
    volume = survey.process.volume
    known = [(survey.visits[step.id], amount) for step, amount in amounts if amount is not None]
    if volume is None or not known or any(often is None for often, _ in known):
        return None
    return sum((often or 0.0) * amount for often, amount in known) * volume.per_year
