"""What a change leaves behind that no longer says anything: empty branches, and gateways that no longer route."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from flowtrim.changes.verbs.bridging import bridge, take_out
from flowtrim.changes.verbs.flows import onward, without
from flowtrim.changes.verbs.references import forget, holding
from flowtrim.changes.working_copy import Draft
from flowtrim.model import END, Flow, Step

Return = tuple[str, str]
"""Where a choice is made to go back, and the step that is done again."""


def tidy(draft: Draft, around: Iterable[str]) -> None:
    """Clear up around the places that a change has touched; no figure of a step changes by it."""
    touched = [step_id for step_id in dict.fromkeys(around) if step_id in draft.steps]
    places = [*dict.fromkeys((*touched, *(_comes_from(draft, step_id) for step_id in touched)))]
    for step_id in places:
        if step_id in draft.steps:
            _strike_empty_branches(draft, draft.steps[step_id])
            _strike_empty_choice(draft, draft.steps[step_id])
    for step_id in places:
        if step_id in draft.steps and draft.steps[step_id].kind == "gateway":
            _strike_circle(draft, draft.steps[step_id])
            if holding(draft, step_id) is None:
                _strike_gateway(draft, step_id)


def _strike_gateway(draft: Draft, step_id: str) -> None:
    """Remove a gateway that no longer routes: to which no case comes, or by which a single flow only passes."""
    onward = [flow.to for flow in draft.steps[step_id].flows if flow.to not in (END, step_id)]
    if not (set(draft.sources(step_id)) - {step_id} or draft.is_start(step_id)):
        draft.remove(step_id)
        forget(draft, step_id)
        for target in onward:
            settle_join(draft, target)
        tidy(draft, onward)
    elif _is_passage(draft, draft.steps[step_id]):
        take_out(draft, step_id)
        forget(draft, step_id)


def _strike_circle(draft: Draft, step: Step) -> None:
    """Remove the flow from a gateway to itself: it repeats nothing."""
    flows, split = onward(step)
    if len(flows) < len(step.flows) and any(flow.to == step.id for flow in step.flows):
        draft.put(replace(step, flows=() if flows == (Flow(END),) else flows, split=split))


def _is_passage(draft: Draft, step: Step) -> bool:
    """Whether one flow leads to a gateway and one leads on, or none, so that it can go without a trace."""
    entries = len(draft.sources(step.id)) + draft.is_start(step.id)
    return entries == 1 and len(step.flows) < 2 and bridge(draft, step) is not None


def _strike_empty_branches(draft: Draft, step: Step) -> None:
    """Remove a branch that leads straight to its join, beside one that leads there as well."""
    if step.split != "all":
        return
    for flow in step.flows:
        if flow.to != END and draft.steps[flow.to].join == "all" and _leads_there(draft, step, flow):
            flows = tuple(other for other in draft.steps[step.id].flows if other is not flow)
            draft.put(replace(step, flows=flows, split="one" if len(flows) == 1 else "all"))
            settle_join(draft, flow.to)
            return


def _strike_empty_choice(draft: Draft, step: Step) -> None:
    """Let a step lead straight to where all the ways of its choice meet again, if nothing is done on any of them."""
    if step.split == "all" or len(step.flows) < 2:
        return
    ways = [_led_by_gateways(draft, flow) for flow in step.flows]
    goals, passed = {(way[-1].to, way[-1].outcome) for way in ways}, [flow.to for way in ways for flow in way[:-1]]
    if len(goals) > 1 or not passed or step.id in (*passed, ways[0][-1].to):
        return
    to, outcome = goals.pop()
    only = Flow(to, outcome=outcome)
    draft.put(replace(step, flows=() if only == Flow(END) else (only,), split="one"))
    for gateway in passed:
        if gateway in draft.steps and not draft.sources(gateway):
            _strike_gateway(draft, gateway)


def _led_by_gateways(draft: Draft, flow: Flow) -> list[Flow]:
    """Return a flow and those by which gateways without a choice lead it on, the last one to what is done next."""
    way = [flow]
    while (to := way[-1].to) != END and to not in [one.to for one in way[:-1]]:
        gateway = draft.steps[to]
        waits = gateway.join == "all" and len(draft.sources(to)) > 1
        if gateway.kind != "gateway" or waits or len(gateway.flows) > 1 or holding(draft, to) is not None:
            break
        way.append(gateway.flows[0] if gateway.flows else Flow(END))
    return way


def _leads_there(draft: Draft, step: Step, flow: Flow) -> bool:
    return any(_comes_to(draft, other.to, flow.to) for other in step.flows if other is not flow)


def _comes_to(draft: Draft, begin: str, goal: str) -> bool:
    """Whether every way from one step comes to another one, and none ends before."""
    waiting, seen = [begin], {begin}
    for here in waiting:
        if here == END or (here != goal and not draft.steps[here].flows):
            return False
        fresh = {flow.to for flow in draft.steps[here].flows} - seen if here != goal else set()
        waiting.extend(fresh)
        seen |= fresh
    return goal in seen


def settle_join(draft: Draft, step_id: str) -> None:
    """Let a step to which one flow is left wait for nothing."""
    if len(draft.sources(step_id)) == 1 and not draft.is_start(step_id):
        draft.put(replace(draft.steps[step_id], join="any"))


def returns_by(draft: Draft, step_id: str) -> tuple[Return, ...]:
    """Return the ways back on which a step is all that is done; without it the same would be done again at once.

    >>> from flowtrim.model import Process, Step
    >>> ways = Flow("mend", "worn", 0.2), Flow("end", "good", 0.8)
    >>> check, mend = Step("check", "Check it", flows=ways), Step("mend", "Mend it", flows=(Flow("check"),))
    >>> returns_by(Draft(Process("Turn", steps=(check, mend))), "mend")
    (('check', 'check'),)
    """
    flows, split = onward(draft.steps[step_id])
    sources = [draft.steps[source] for source in draft.sources(step_id) if source != step_id]
    begun = {_comes_from(draft, source.id) for source in sources}
    target = begun.pop() if len(begun) == 1 else END
    if target == END or split != "one" or all(flow.to != target for flow in flows):
        return ()
    if len(flows) == 1:
        sources = [one for one in sources if one.split == "one" and len({flow.to for flow in one.flows}) > 1]
    return tuple((one.id, target) for one in sources if all(flow.to != target for flow in one.flows))


def _comes_from(draft: Draft, step_id: str) -> str:
    """Return the step after which a choice is made: itself, or what nothing but gateways stand between."""
    seen: set[str] = set()
    while draft.steps[step_id].kind == "gateway" and step_id not in seen:
        seen.add(step_id)
        sources = draft.sources(step_id)
        if len(sources) != 1 or draft.is_start(step_id):
            break
        step_id = sources[0]
    return step_id


def strike_returns(draft: Draft, returns: Iterable[Return]) -> None:
    """Take out ways back on which nothing is done any more; the other ways of the choice share what they had.

    The choice is made where the step was that is gone: by what led to it, or by a gateway in its place.
    """
    for source, target in returns:
        for place in (source, *(flow.to for flow in draft.steps[source].flows)) if source in draft.steps else ():
            step = draft.steps.get(place)
            leads = step is not None and any(flow.to == target for flow in step.flows)
            if step is not None and leads and _comes_from(draft, place) == target:
                flows, split = without(step, target)
                draft.put(replace(step, flows=() if flows == (Flow(END),) else flows, split=split))
