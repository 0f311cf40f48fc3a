"""The arithmetic of flows: what outgoing flows become when a step is taken out (docs/theory.md#taking-a-step-out)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from flowtrim.model import END, Flow, Split, Step, spread

Flows = tuple[Flow, ...]
Routing = tuple[Flows, Split]
"""The outgoing flows of a step, and how they are chosen."""

AND = ", "
"""What stands between a condition and the one that follows it."""


def onward(step: Step) -> Routing:
    """Return the flows by which a step is left for good: repeats of itself taken out, and at least one flow.

    >>> onward(Step("a", "A", flows=(Flow("a", share=0.2), Flow("b", share=0.8))))
    ((Flow(to='b'),), 'one')
    """
    return without(step, step.id)


def without(step: Step, to: str) -> Routing:
    """Return the flows of a step but for those to another one, and at least one flow; the rest share what they had."""
    flows = tuple(flow for flow in step.flows if flow.to != to)
    if not flows:
        return (Flow(END),), "one"
    if len(flows) < len(step.flows) and step.split == "one":
        flows = _scaled(flows, 1.0 - _weight(step, to))
    flows, split = _simple(flows, step.split)
    return ((_only(flows[0]),), "one") if len(flows) == 1 else (flows, split)


def lets_pass(step: Step, steps: Mapping[str, Step]) -> Flow | None:
    """Return the way of what an approval or check lets pass; None where nobody can tell, or a case could not end by it.

    What goes back to be done again is no way to go on by, however many cases take it; ``steps`` are all by their ids.

    >>> back, on = Flow("b", share=0.6), Flow("end", share=0.4)
    >>> steps = {"a": Step("a", "A", kind="check", flows=(back, on)), "b": Step("b", "B", flows=(Flow("a"),))}
    >>> lets_pass(steps["a"], steps)
    """
    passing = step.passing
    if passing is None:
        return None
    waiting, seen = [passing.to], {step.id}
    while waiting:
        step_id = waiting.pop()
        if step_id == END or (step_id not in seen and not steps[step_id].flows):
            return passing
        if step_id not in seen:
            seen.add(step_id)
            waiting += [flow.to for flow in steps[step_id].flows]
    return None


def _only(flow: Flow) -> Flow:
    """Return a flow as the only one of its step: nothing is chosen any more."""
    return Flow(flow.to, outcome=flow.outcome)


def _led_on(flow: Flow, further: Flow) -> Flow:
    """Return a flow that leads to where a further one leads, and ends there as that one does."""
    return replace(flow, to=further.to, outcome=further.outcome)


def through(step: Step, to: str, routing: Routing) -> Step | None:
    """Return the step with its flow to ``to`` replaced by those that leave it there; None where no split can say it.

    Shares are multiplied through, conditions are kept, nothing that was not declared becomes so.
    """
    flow, *twins = [flow for flow in step.flows if flow.to == to]
    if twins:
        return _each_on(step, to, routing)
    others = tuple(other for other in step.flows if other.to != to)
    flows, _ = routing
    found: Routing | None = routing
    if not others and len(flows) == 1:
        found = ((_led_on(flow, flows[0]),), "one")
    elif others and step.split == "one":
        found = _exclusive(step, flow, others, routing)
    elif others:
        found = _together(step, flow, others, routing)
    if found is None:
        return None
    simple, split = _simple(*found)
    return replace(step, flows=() if simple == (Flow(END),) else simple, split=split)


def _each_on(step: Step, to: str, routing: Routing) -> Step | None:
    """Follow several flows of a choice to one step by a single flow; each keeps its condition."""
    further, _ = routing
    if step.split != "one" or len(further) > 1:
        return None
    flows = tuple(_led_on(flow, further[0]) if flow.to == to else flow for flow in step.flows)
    return replace(step, flows=flows)


def _exclusive(step: Step, flow: Flow, others: Flows, routing: Routing) -> Routing | None:
    """Follow a flow of a choice by a single flow, or by another choice.

    A choice by the class of a case stays by itself: beside other conditions its ways would overlap theirs.
    """
    further, split = routing
    if len(further) == 1:
        multiplied = [_led_on(flow, further[0])]
    elif split != "one" or any(one.band for one in (flow, *others, *further)):
        return None
    else:
        share = _known(flow, others)
        unknown = share != 0.0 and any(one.share is None for one in further)
        if share is None or (unknown and any(other.share is None for other in others)):
            return None
        multiplied = [_product(flow, share, one) for one in further]
    flows = [one for old in step.flows for one in (multiplied if old is flow else [old])]
    united = one_flow_each(flows)
    return None if united is None else (united, "one")


def _together(step: Step, flow: Flow, others: Flows, routing: Routing) -> Routing | None:
    """Follow a branch of a parallel or inclusive section by a single flow, or by a section within it."""
    further, split = routing
    taken = {other.to for other in others}
    if step.split == "some":
        if len(further) > 1 or further[0].to in taken:
            return None
        further = (_led_on(flow, further[0]),)
    elif len(further) > 1 and (split != "all" or any(one.to in taken for one in further)):
        return None
    flows = tuple(one for old in step.flows for one in (further if old is flow else (old,)))
    unique = {flow.to: flow for flow in flows}
    return tuple(unique.values()), step.split


def _simple(flows: Flows, split: Split) -> Routing:
    """Simplify a split: no branch that ends at once, no choice of one, no flow written twice."""
    if split == "all" and len(flows) > 1:
        flows = tuple(flow for flow in flows if flow.to != END)
    if len(flows) == 1:
        return (replace(flows[0], share=None),), "one"
    return flows, split


def _known(flow: Flow, others: Flows) -> float | None:
    """Return the share of a flow of a choice where it is declared, or follows from the others."""
    if flow.share is not None or any(other.share is None for other in others):
        return flow.share
    return spread([*(other.share for other in others), None])[-1]


def _product(flow: Flow, share: float, one: Flow) -> Flow:
    when = AND.join(text for text in (flow.when, one.when) if text) or None
    band = one.band if flow.band is None else flow.band if one.band in (None, flow.band) else None
    # what follows a flow that nobody takes is not taken either, however it is shared out
    multiplied = 0.0 if share == 0.0 else None if one.share is None else rounded(share * one.share)
    return Flow(one.to, when=when, share=multiplied, outcome=one.outcome, band=band)


def one_flow_each(flows: Iterable[Flow]) -> Flows | None:
    """Flows to the same step, or the same end, made one; None where a share that nobody declared would be lost."""
    flows = tuple(flows)
    by_target: dict[tuple[str, str | None], list[Flow]] = {}
    for flow in flows:
        by_target.setdefault((flow.to, flow.outcome), []).append(flow)
    if len(by_target) == 1:
        return (_only(flows[0]),)
    if any(len(same) > 1 and any(one.share is None for one in same) for same in by_target.values()):
        return None
    return tuple(_one_of(same, flows) for same in by_target.values())


def _one_of(same: list[Flow], flows: Flows) -> Flow:
    if len(same) == 1:
        return same[0]
    elsewhere = [flow.when or "" for flow in flows if flow not in same]
    conditions = dict.fromkeys(_shortened(flow.when, elsewhere) for flow in same if flow.when)
    share = rounded(sum(flow.share for flow in same if flow.share is not None))
    bands = {flow.band for flow in same}
    band = bands.pop() if len(bands) == 1 else None
    return Flow(same[0].to, when=" / ".join(conditions) or None, share=share, outcome=same[0].outcome, band=band)


def _shortened(condition: str, elsewhere: list[str]) -> str:
    """Return a condition without what only told flows apart that now lead to the same step.

    >>> _shortened("satisfied, opens the link", ["not satisfied"])
    'satisfied'
    >>> _shortened("satisfied, opens the link", ["satisfied, does not open it"])
    'satisfied, opens the link'
    """
    head, _, _ = condition.partition(AND)
    return condition if any(other == head or other.startswith(head + AND) for other in elsewhere) else head


def _weight(step: Step, to: str) -> float:
    """Return the probability of the flow to a step."""
    weights = spread([flow.share for flow in step.flows])
    return sum(weight for flow, weight in zip(step.flows, weights, strict=True) if flow.to == to)


def _scaled(flows: Flows, total: float) -> Flows:
    if total <= 0.0:  # nobody ever leaves by them; nothing declared can be divided by it
        return tuple(replace(flow, share=None) for flow in flows)
    return tuple(flow if flow.share is None else replace(flow, share=rounded(flow.share / total)) for flow in flows)


def rounded(share: float) -> float:
    """Return a share without rounding errors of floating point, so that it can be written in a file; never above 1."""
    return min(1.0, round(share, 12))
