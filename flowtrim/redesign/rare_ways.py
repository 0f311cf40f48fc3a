"""The rare ways of a process, told apart from what happens usually so that this fits into fewer rides."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from msgspec.structs import replace

from flowtrim.graph import FlowGraph
from flowtrim.measures import Survey
from flowtrim.model import END, Flow, Process, Start, Step
from flowtrim.redesign.proposal import Apart, Way

RARE = 0.2
"""The share of the cases up to which a way is rare enough to be told by itself."""
MOST_WAYS = 3
"""Ways told apart, beyond which nobody knows any more what the usual one is."""
MOST_LOOKS = 1_000_000
"""Steps times ways out of choices up to which each of those ways is looked at."""


def told_apart(survey: Survey) -> Apart | None:
    """Find the rare ways without which the others are told in fewer rides; None where there are none.

    The rarest one that is enough by itself, else those that make most of the difference, one after the other. Ways out
    of one choice that are as rare as each other go together, or none of them: the usual way would hold a rare one.

    >>> from datetime import date
    >>> from flowtrim.model import Limits
    >>> flows = (Flow("pay", when="agreed", share=0.95), Flow("sue", when="refused", share=0.05))
    >>> claim = Process("Claim", starts=(), steps=(Step("ask", "Ask for it", flows=flows),
    ...     Step("pay", "Pay", flows=(Flow(END),)), Step("sue", "File the claim and prove each item of it in court")))
    >>> apart = told_apart(Survey(claim, today=date(2026, 3, 2), limits=Limits(ride_seconds=16.0)))
    >>> [(way.when, way.share, way.steps) for way in apart.ways], apart.usual.rides
    ([('refused', 0.05, ('sue',))], 1)
    """
    usual = survey
    ways: list[Way] = []
    while not usual.elevator.fits and len(ways) < MOST_WAYS:
        rare = ((step, flows) for step, flows in _rare_flows(usual) if len(flows) <= MOST_WAYS - len(ways))
        found = [_without(usual, step, flows, _of_all_cases(survey, step, flows[0])) for step, flows in rare]
        enough = [one for one in found if one[1].elevator.fits]
        if not found:
            break
        if enough:
            told, usual = min(
                enough, key=lambda one: (_share(one[0]), sum(len(way.steps) for way in one[0]), one[0][0].at)
            )
        else:
            told, usual = min(found, key=lambda one: (one[1].elevator.seconds, _share(one[0]), one[0][0].at))
        ways += told
    return Apart(tuple(ways), usual.elevator) if usual.rides < survey.rides else None


def _share(ways: Iterable[Way]) -> float:
    return sum(way.share for way in ways)


def _of_all_cases(survey: Survey, step: Step, flow: Flow) -> float:
    """Return how many of all cases take a way, also where it is looked at in what other rare ways have left over."""
    same = (one for one in survey.process.step(step.id).flows if (one.to, one.when) == (flow.to, flow.when))
    return (survey.visits[step.id] or 0.0) * sum(one.share or 0.0 for one in same)


def _rare_flows(survey: Survey) -> Iterator[tuple[Step, tuple[Flow, ...]]]:
    """Yield the ways out of choices that few cases take, by declared shares.

    Those of one choice that are as rare as each other are yielded together, where each is a way of its own.
    """
    choices = [step for step in survey.process.steps if step.split == "one" and len(step.flows) > 1]
    if len(choices) * len(survey.process.steps) > MOST_LOOKS:
        return
    for step in choices:
        visits = survey.visits[step.id] or 0.0
        by_share: dict[float, list[Flow]] = {}
        for flow in step.flows:
            if 0.0 < visits * (flow.share or 0.0) <= RARE and flow.to != END:
                by_share.setdefault(round(flow.share or 0.0, 9), []).append(flow)
        for alike in map(tuple, by_share.values()):
            if len(alike) < len(step.flows) and _are_ways(survey, step, alike):
                yield step, alike


def _are_ways(survey: Survey, step: Step, flows: Collection[Flow]) -> bool:
    """Whether each of some ways out of a choice leads to a place of its own that is come to by these only."""
    targets = {flow.to for flow in flows}
    return len(targets) == len(flows) and targets <= _only_there(survey, step, flows)


def _only_there(survey: Survey, step: Step, flows: Collection[Flow]) -> frozenset[str]:
    """Return what a case comes to by some ways out of a choice only."""
    return survey.graph.reachable - FlowGraph(_closed(survey.process, step, flows)).reachable


def _closed(process: Process, step: Step, flows: Collection[Flow]) -> Process:
    """Return a process of which nobody goes some ways any more; the others have their share as well."""
    left = [other for other in step.flows if other not in flows]
    open_share = sum(other.share or 0.0 for other in left)
    if open_share > 0.0:
        left = [replace(other, share=other.share and min(1.0, other.share / open_share)) for other in left]
    shut = replace(step, flows=tuple(left) if len(left) > 1 else (Flow(left[0].to, outcome=left[0].outcome),))
    return replace(process, steps=tuple(shut if one is step else one for one in process.steps), starts=process.entries)


def _without(survey: Survey, step: Step, flows: Collection[Flow], often: float) -> tuple[list[Way], Survey]:
    """Return ways as stories of their own, and what is left as the usual one."""
    there = _only_there(survey, step, flows)
    left = survey.graph.reachable - there  # what no case comes to may lead there still
    usual = _kept(_closed(survey.process, step, flows), left)
    return [_alone(survey, step, flow, often, there) for flow in flows], _survey(survey, usual)


def _alone(survey: Survey, step: Step, flow: Flow, often: float, there: Collection[str]) -> Way:
    """Return a way as a story of its own: what it leads to of that which is come to by rare ways only."""
    passed, waiting = {flow.to}, [flow.to]
    for node in waiting:
        onward = [target for target in survey.graph.after[node] if target in there and target not in passed]
        passed.update(onward)
        waiting += onward
    steps = tuple(_ending(one, passed) for one in survey.process.steps if one.id in passed)
    apart = replace(survey.process, steps=steps, starts=(Start(flow.to),), anytime=())
    work = tuple(one.id for one in steps if one.is_work)
    return Way(step.id, flow.when, often, work, _survey(survey, apart).elevator)


def _kept(process: Process, left: Collection[str]) -> Process:
    """Return a process with some of its steps only, and without the terms that run from another one."""
    begun = {None, *left}
    steps = (
        replace(one, within=tuple(deadline for deadline in one.within if deadline.since in begun))
        for one in process.steps
        if one.id in left
    )
    struck = ((each, tuple(step for step in each.since if step in left)) for each in process.anytime)
    return replace(
        process,
        steps=tuple(steps),
        within=tuple(deadline for deadline in process.within if deadline.since in begun),
        anytime=tuple(
            replace(each, since=since)
            for each, since in struck
            if each.to in {END, *left} and (since or not each.since)
        ),
    )


def _ending(step: Step, there: Collection[str]) -> Step:
    """Return a step of a way told apart: what leads back to the usual one ends there."""
    flows = tuple(flow if flow.to in there else replace(flow, to=END) for flow in step.flows)
    ways = {flow.to for flow in flows}
    return replace(step, within=(), flows=() if ways == {END} else flows)


def _survey(like: Survey, process: Process) -> Survey:
    return Survey(process, today=like.today, limits=like.limits)
