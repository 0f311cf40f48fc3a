"""Whether what is promised, and what is due, can be kept by the times that are declared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from flowtrim.graph import FlowGraph, origin
from flowtrim.measures.flow_survey import FlowSurvey
from flowtrim.measures.term_amounts import lasting_minutes, waiting_minutes
from flowtrim.measures.times import expected_duration
from flowtrim.model import Step

RARELY = 0.5
"""Where a deadline is to be kept in fewer cases than these, the mean says nothing about it."""


class Due(NamedTuple):
    """What a step, or the whole process where it is None, is given, and what it takes on average, in minutes."""

    step: Step | None
    within: float
    expected: float

    @property
    def is_missed(self) -> bool:
        """Whether the average case takes longer."""
        return self.expected > self.within * (1 + 1e-9)


def promise_due(survey: FlowSurvey) -> Due | None:
    """Compare the promise with the time of the average case (docs/theory.md#deadlines); None where it has no time.

    >>> from datetime import date
    >>> from flowtrim.model import Flow, Process, Promise
    >>> claim = Process("Claim", promise=Promise(within=60.0), steps=(
    ...     Step("fill", "Fill in", takes=10.0, flows=(Flow("pay"),)), Step("pay", "Pay", takes=5.0, waits=90.0)))
    >>> promise_due(FlowSurvey(claim, today=date(2026, 3, 1)))
    Due(step=None, within=60.0, expected=105.0)
    """
    promise = survey.process.promise
    if promise is None or promise.within is None or _is_rare(promise.of):
        return None
    expected = minutes_between(survey, promise.since, promise.until)
    return None if expected is None else Due(None, promise.within, expected)


def deadlines_due(survey: FlowSurvey) -> Iterator[Due]:
    """Yield each deadline of the process and of its steps of which it can be told whether it is kept.

    What follows a deadline says itself how often it passes: it is left out.
    """
    for deadline in survey.process.within:
        expected = minutes_between(survey, deadline.since, None)
        if expected is not None and not _is_rare(deadline.of):
            yield Due(None, deadline.within, expected)
    for step in survey.process.work:
        for deadline in step.within:
            expected = minutes_between(survey, deadline.since, step.id) if deadline.since else _alone(survey, step)
            if expected is not None and not deadline.consequence and not _is_rare(deadline.of):
                yield Due(step, deadline.within, expected)


def minutes_between(survey: FlowSurvey, since: str | None, until: str | None) -> float | None:
    """Return the mean minutes from the beginning of a step to the end of another; None stands for those of the case.

    Counted are the steps that lie between the two, in the cases that come to the first of them.
    """
    timed = survey.timed_reduction.form.graph
    between = _between(survey.graph, since, until)
    lasting, waits = lasting_minutes(timed.process), waiting_minutes(timed.process)
    minutes = {
        node: lasting.get(node, 0.0) + (0.0 if origin(node) == since else waits.get(node, 0.0))
        for node in {**lasting, **waits}
        if origin(node) in between
    }
    often = 1.0 if since is None else survey.visits.get(since)
    if not any(minutes.values()) or not often:
        return None
    whole = expected_duration(survey.timed_reduction, minutes, ends=None not in survey.visits.values())
    return None if whole is None else whole / min(1.0, often)


def _between(graph: FlowGraph, since: str | None, until: str | None) -> frozenset[str]:
    import networkx as nx

    after = graph.reachable if since is None else frozenset(nx.descendants(graph.network, since) | {since})
    return after if until is None else after & (nx.ancestors(graph.network, until) | {until})


def _alone(survey: FlowSurvey, step: Step) -> float | None:
    """Return how long a step takes from when it can begin."""
    known = [of.get(step.id) for of in (lasting_minutes(survey.process), waiting_minutes(survey.process))]
    return None if known == [None, None] else sum(minutes or 0.0 for minutes in known)


def _is_rare(of: float | None) -> bool:
    return of is not None and of < RARELY
