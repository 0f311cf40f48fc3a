"""Whether promises and deadlines are kept: how long it takes, and in which share of the cases it is in time.

One definition, two ways to it (docs/theory.md#promises-and-deadlines): cases are played where a share is asked for;
where all have to be in time, a mean that is too long, in closed form, proves that they are not.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain
from math import sqrt
from typing import Literal, NamedTuple

from msgspec import Struct

from flowtrim.graph import FlowGraph, NormalForm, origin
from flowtrim.measures.case_player import Passing, PlayedCase
from flowtrim.measures.flow_survey import FlowSurvey
from flowtrim.measures.kpis import target_minutes
from flowtrim.measures.simulation import (
    SEED,
    SURE,
    play_cases,
    summary,
    why_not_played,
)
from flowtrim.measures.term_amounts import lasting_minutes, waiting_minutes
from flowtrim.measures.times import expected_duration
from flowtrim.model import Deadline, Process, Promise
from flowtrim.sentences import say

FEWEST_CASES = 1_000
CASES = 10_000
"""Cases that are played where fewer leave a doubt: a share is then known to one point of a hundred, whatever it is."""
POINT = 0.01


class Term(Struct, frozen=True):
    """A time that somebody set: as a promise, a deadline, the target of a KPI, or a limit of the whole.

    ``step`` is that of a deadline, None for the whole. It runs from the beginning of ``since``, or from when the step
    can begin, or from the start of the case; until the end of ``until``, or of the case. ``of`` is the share of
    cases that have to keep it, None where the mean has to: of a limit and a target. ``kpi`` names that of a target.
    """

    within: float
    step: str | None = None
    since: str | None = None
    until: str | None = None
    of: float | None = 1.0
    sort: Literal["promise", "deadline", "target", "limit"] = "deadline"
    kpi: str | None = None

    @property
    def of_some(self) -> bool:
        """Whether not all cases have to keep it: the mean then says nothing about it."""
        return self.of is not None and self.of < 1


class Late(NamedTuple):
    """A time that is not kept: the mean time in minutes that it takes, or the share of the cases that are in time.

    ``error`` is the half width of the 95 % interval of what was simulated, None of a mean in closed form.
    """

    term: Term
    expected: float | None = None
    share: float | None = None
    error: float | None = None


class Kept(Struct, frozen=True):
    """How a time that somebody set is kept, by played cases, with the half widths of the 95 % intervals.

    ``expected`` is the mean time in minutes and ``share`` that of the cases in time, both among the cases that come to
    it. ``lower_bound`` says that nobody declared any waiting: it takes longer. ``why_not`` says why there are none.
    """

    term: Term
    expected: float | None = None
    expected_error: float | None = None
    share: float | None = None
    share_error: float | None = None
    cases: int = 0
    seed: int = SEED
    lower_bound: bool = False
    why_not: str | None = None

    @property
    def is_kept(self) -> bool | None:
        """Whether the share of cases asked for is in time, or else the mean; None where it is not known."""
        if self.share is None or self.expected is None:
            return None
        if self.term.of is None:
            return self.expected - (self.expected_error or 0.0) <= self.term.within * (1 + 1e-9)
        return self.share + (self.share_error or 0.0) >= self.term.of

    @property
    def is_certain(self) -> bool:
        """Whether the share is known to one point of a hundred, and what was asked for lies outside the intervals."""
        if self.share is None or self.expected is None or (self.share_error or 0.0) > POINT:
            return self.why_not is not None
        if self.term.of is None:
            return abs(self.expected - self.term.within) >= (self.expected_error or 0.0)
        return abs(self.share - self.term.of) >= (self.share_error or 0.0)


def terms_of(process: Process) -> tuple[Term, ...]:
    """Return the times that were set: the promise first, then of the process, its steps, its KPIs, and its limit.

    A deadline with a consequence is none of them: what happens when it passes was declared.

    >>> from flowtrim.model import Step
    >>> pay = Process("Pay", promise=Promise(within=480.0), steps=(Step("pay", "Pay", within=(Deadline(60.0),)),))
    >>> [(term.within, term.step, term.sort) for term in terms_of(pay)]
    [(480.0, None, 'promise'), (60.0, 'pay', 'deadline')]
    """
    steps = (_term(deadline, step.id) for step in process.work for deadline in step.within if not deadline.consequence)
    whole = (_term(deadline, None) for deadline in process.within if not deadline.consequence)
    return (*_promised(process.promise), *whole, *steps, *_targets(process), *_limits(process))


def kept(process: Process, form: NormalForm) -> tuple[Kept, ...]:
    """Play cases and tell for each time that was set how it is kept (docs/theory.md#promises-and-deadlines).

    >>> from flowtrim.graph import FlowGraph
    >>> from flowtrim.model import Step
    >>> pay = Process("Pay", promise=Promise(within=60.0), steps=(Step("pay", "Pay", takes=20.0, waits=30.0),))
    >>> [(each.expected, each.share, each.is_kept) for each in kept(pay, NormalForm(FlowGraph(pay)))]
    [(50.0, 1.0, True)]
    """
    terms = terms_of(process)
    timed = form.graph.process
    work, waits = lasting_minutes(timed), waiting_minutes(timed)
    if not terms or not (work or waits):
        return tuple(Kept(term, why_not=say("no time is declared")) for term in terms)
    watched = {step for term in terms for step in (term.step, term.since, term.until) if step}
    found: tuple[Kept, ...] = ()
    for cases in (FEWEST_CASES, CASES):
        played = play_cases(form, work, waits, watched=watched, cases=cases)
        if played is None:
            return tuple(Kept(term, why_not=why_not_played(form)) for term in terms)
        found = tuple(_kept(term, played, lower_bound=not waits) for term in terms)
        if len(played) < cases or all(each.is_certain for each in found):
            break
    return found


def late(survey: FlowSurvey, played: Callable[[], Iterable[Kept]]) -> Iterator[Late]:
    """Yield the times that are not kept.

    Where all cases have to be in time, or the mean has to, a mean that is too long tells it, since some take as long:
    in closed form where that is that of ``played`` cases. Of a share asked for, these say which is in time.

    >>> from datetime import date
    >>> from flowtrim.model import Flow, Step
    >>> claim = Process("Claim", promise=Promise(within=60.0), steps=(
    ...     Step("fill", "Fill in", takes=10.0, flows=(Flow("pay"),)), Step("pay", "Pay", takes=5.0, waits=90.0)))
    >>> [each.expected for each in late(FlowSurvey(claim, today=date(2026, 3, 1)), played=tuple)]
    [105.0]
    """
    terms = terms_of(survey.process)
    for term in terms:
        expected, error = (None, None) if term.of_some else _mean(survey, term, played)
        if expected is not None and expected - (error or 0.0) > term.within * (1 + 1e-9):
            yield Late(term, expected, error=error)
    if any(term.of_some for term in terms):
        missed = (each for each in played() if each.term.of_some and each.is_kept is False)
        yield from (Late(each.term, share=each.share, error=each.share_error) for each in missed)


def _mean(survey: FlowSurvey, term: Term, played: Callable[[], Iterable[Kept]]) -> tuple[float | None, float | None]:
    """Return the mean minutes that a term is held against, and their error: by played cases where these alone tell."""
    if _is_passed_once(survey.timed_reduction.form.graph, term):
        return mean_minutes(survey, term)
    return next(((each.expected, each.expected_error) for each in played() if each.term == term), (None, None))


def _is_passed_once(graph: FlowGraph, term: Term) -> bool:
    """Whether each case that comes to the first moment comes to the second, and back to neither."""
    if term.since == term.until or (term.step and term.since is None):
        return True
    first, last = ({node for node in graph.network if origin(node) == step} for step in (term.since, term.until))
    if any(not {node}.isdisjoint(_led_to(graph, graph.after[node])) for node in first | last):
        return False
    return not last or _led_to(graph, (first or {*graph.starts}) - last, past=last).isdisjoint(graph.ends)


def _led_to(graph: FlowGraph, nodes: Iterable[str], past: Collection[str] = ()) -> frozenset[str]:
    """Return these nodes and all that they lead to without coming ``past`` others."""
    import networkx as nx

    return frozenset(chain.from_iterable(nx.bfs_layers(nx.restricted_view(graph.network, past, ()), nodes)))


def mean_minutes(survey: FlowSurvey, term: Term) -> tuple[float | None, float | None]:
    """Return the mean minutes between the two moments of a term, None where it is not known, and its error.

    It is in closed form, and has none, unless cases had to be played. Counted are the steps that lie between the two.
    """
    if term.step and term.since is None:
        return _alone(survey.process, term.step), None
    if term.since is not None and term.since == term.until:
        return lasting_minutes(survey.process).get(term.since), None
    timed = survey.timed_reduction.form.graph
    between = _between(survey.graph, term.since, term.until)
    lasting, waits = lasting_minutes(timed.process), waiting_minutes(timed.process)
    minutes = {
        node: lasting.get(node, 0.0) + (0.0 if origin(node) == term.since else waits.get(node, 0.0))
        for node in {**lasting, **waits}
        if origin(node) in between
    }
    often = 1.0 if term.since is None else survey.visits.get(term.since)
    if not any(minutes.values()) or not often:
        return None, None
    whole, played = expected_duration(survey.timed_reduction, minutes, ends=None not in survey.visits.values())
    passed = min(1.0, often)
    return None if whole is None else whole / passed, played.half_width / passed if played else None


def _between(graph: FlowGraph, since: str | None, until: str | None) -> frozenset[str]:
    import networkx as nx

    after = graph.reachable if since is None else _led_to(graph, {since})
    return after if until is None else after & (nx.ancestors(graph.network, until) | {until})


def _alone(process: Process, step: str) -> float | None:
    """Return how long a step takes from when it can begin."""
    known = [of.get(step) for of in (lasting_minutes(process), waiting_minutes(process))]
    return None if known == [None, None] else sum(minutes or 0.0 for minutes in known)


def _promised(promise: Promise | None) -> Iterator[Term]:
    if promise is not None and promise.within is not None:
        of = 1.0 if promise.of is None else promise.of
        yield Term(promise.within, since=promise.since, until=promise.until, of=of, sort="promise")


def _targets(process: Process) -> Iterator[Term]:
    for kpi in process.kpis:
        within = target_minutes(kpi, process.clock)
        if within is not None and kpi.steps:
            yield Term(within, since=kpi.steps[0], until=kpi.steps[-1], of=None, sort="target", kpi=kpi.name)


def _limits(process: Process) -> Iterator[Term]:
    yield from (Term(each.most, of=None, sort="limit") for each in process.ceilings if each.figure == "duration")


def _term(deadline: Deadline, step: str | None) -> Term:
    return Term(deadline.within, step, deadline.since, step, 1.0 if deadline.of is None else deadline.of)


def _kept(term: Term, played: Sequence[PlayedCase], *, lower_bound: bool) -> Kept:
    lasted = [minutes for case in played for minutes in _lasted(term, case)]
    if not lasted:
        return Kept(term, why_not=say("no case comes to it"))
    found = summary(lasted, SEED)
    share = sum(minutes <= term.within * (1 + 1e-12) for minutes in lasted) / len(lasted)
    error = SURE * sqrt(share * (1 - share) / len(lasted))
    if not error and found.half_width:
        error = 3 / len(lasted)  # none of so many: the rule of three
    return Kept(term, found.minutes, found.half_width, share, error, len(played), lower_bound=lower_bound)


def _lasted(term: Term, case: PlayedCase) -> Iterable[float]:
    """Return how long a case took for what the time was set for; a step without ``since`` counts each time."""
    if term.step and term.since is None:
        return [passing.done - passing.came for passing in case.passings if passing.step == term.step]
    if term.since is not None and term.since == term.until:
        return [passing.done - passing.began for passing in _at(case, term.since)]
    begins = [0.0] if term.since is None else [p.began for p in _at(case, term.since)]
    ends = [case.minutes] if term.until is None else [p.done for p in _at(case, term.until)]
    return [max(ends) - min(begins)] if begins and ends and max(ends) >= min(begins) else []


def _at(case: PlayedCase, step: str) -> list[Passing]:
    return [passing for passing in case.passings if passing.step == step]
