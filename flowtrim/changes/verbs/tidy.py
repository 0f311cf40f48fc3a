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
    places = [step_id for step_id in dict.fromkeys(around) if step_id in draft.steps]
    for step_id in places:
        _strike_empty_branches(draft, draft.steps[step_id])
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


def _leads_there(draft: Draft, step: Step, flow: Flow) -> bool:
    return any(_passes(draft, other.to, flow.to) for other in step.flows if other is not flow)


def _passes(draft: Draft, begin: str, goal: str) -> bool:
    """Whether nothing but single flows lead from one step to another."""
    seen: set[str] = set()
    while begin not in (END, goal) and begin not in seen:
        seen.add(begin)
        flows = draft.steps[begin].flows
        begin = flows[0].to if len(flows) == 1 else END
    return begin == goal


def settle_join(draft: Draft, step_id: str) -> None:
    """Let a step to which one flow is left wait for nothing."""
    if len(draft.sources(step_id)) == 1 and not draft.is_start(step_id):
        draft.put(replace(draft.steps[step_id], join="any"))


def returns_by(draft: Draft, step_id: str) -> tuple[Return, ...]:
    """Return the ways back on which a step is all that is done, and that would lead nowhere else without it.

    >>> from flowtrim.model import Process, Step
    >>> ways = Flow("mend", "worn", 0.2), Flow("end", "good", 0.8)
    >>> check, mend = Step("check", "Check it", flows=ways), Step("mend", "Mend it", flows=(Flow("check"),))
    >>> returns_by(Draft(Process("Turn", steps=(check, mend))), "mend")
    (('check', 'check'),)
    """
    flows, _ = onward(draft.steps[step_id])
    target = flows[0].to
    sources = [draft.steps[source] for source in draft.sources(step_id) if source != step_id]
    if len(flows) > 1 or target == END or any(_comes_from(draft, one.id) != target for one in sources):
        return ()
    choosing = (one for one in sources if one.split == "one" and len({flow.to for flow in one.flows}) > 1)
    return tuple((one.id, target) for one in choosing if all(flow.to != target for flow in one.flows))


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
    """Take out ways back on which nothing is done any more; the other ways of the choice share what they had."""
    for source, target in returns:
        if source in draft.steps and target in draft.steps:
            flows, split = without(draft.steps[source], target)
            draft.put(replace(draft.steps[source], flows=() if flows == (Flow(END),) else flows, split=split))
