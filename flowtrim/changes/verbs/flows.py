"""The arithmetic of flows: what the ways on become when a step is taken out (docs/theory.md#taking-a-step-out)."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from flowtrim.model import END, Flow, Split, Step, spread

Ways = tuple[Flow, ...]
Routing = tuple[Ways, Split]
"""The ways on from a step, and how they are chosen."""

AND = ", "
"""What stands between a condition and the one that follows it."""


def onward(step: Step) -> Routing:
    """Return the ways by which a step is left for good: repeats of itself taken out, and at least one way.

    >>> onward(Step("a", "A", flows=(Flow("a", share=0.2), Flow("b", share=0.8))))
    ((Flow(to='b'),), 'one')
    """
    ways = tuple(way for way in step.flows if way.to != step.id)
    if not ways:
        return (Flow(END),), "one"
    if len(ways) < len(step.flows) and step.split == "one":
        ways = _scaled(ways, 1.0 - _weight(step, step.id))
    ways, split = _simple(ways, step.split)
    return ((Flow(ways[0].to),), "one") if len(ways) == 1 else (ways, split)


def through(step: Step, to: str, routing: Routing) -> Step | None:
    """Return the step with its way to ``to`` replaced by the ways on from there; None where no one split can say it.

    Shares are multiplied through, conditions are kept, nothing that was not declared becomes so.
    """
    way = next(way for way in step.flows if way.to == to)
    others = tuple(other for other in step.flows if other.to != to)
    ways, _ = routing
    found: Routing | None = routing
    if not others and len(ways) == 1:
        found = ((replace(way, to=ways[0].to),), "one")
    elif others and step.split == "one":
        found = _exclusive(step, way, others, routing)
    elif others:
        found = _together(step, way, others, routing)
    if found is None:
        return None
    simple, split = _simple(*found)
    return replace(step, flows=() if simple == (Flow(END),) else simple, split=split)


def _exclusive(step: Step, way: Flow, others: Ways, routing: Routing) -> Routing | None:
    """Follow a way out of a choice by the way on, or by another choice."""
    ways, split = routing
    if len(ways) == 1:
        multiplied = [replace(way, to=ways[0].to)]
    elif split != "one":
        return None
    else:
        share = _known(way, others)
        unknown = share != 0.0 and any(one.share is None for one in ways)
        if share is None or (unknown and any(other.share is None for other in others)):
            return None
        multiplied = [_product(way, share, one) for one in ways]
    flows = [one for old in step.flows for one in (multiplied if old is way else [old])]
    united = one_way_each(flows)
    return None if united is None else (united, "one")


def _together(step: Step, way: Flow, others: Ways, routing: Routing) -> Routing | None:
    """Follow a branch of a parallel or inclusive section by the way on, or by a section within it."""
    ways, split = routing
    taken = {other.to for other in others}
    if step.split == "some":
        if len(ways) > 1 or ways[0].to in taken:
            return None
        ways = (replace(way, to=ways[0].to),)
    elif len(ways) > 1 and (split != "all" or any(one.to in taken for one in ways)):
        return None
    flows = tuple(one for old in step.flows for one in (ways if old is way else (old,)))
    unique = {flow.to: flow for flow in flows}
    return tuple(unique.values()), step.split


def _simple(ways: Ways, split: Split) -> Routing:
    """Simplify a split: no branch that ends at once, no choice of one, no way written twice."""
    if split == "all" and len(ways) > 1:
        ways = tuple(way for way in ways if way.to != END)
    if len(ways) == 1:
        return (replace(ways[0], share=None),), "one"
    return ways, split


def _known(way: Flow, others: Ways) -> float | None:
    """Return the share of a way out of a choice where it is declared, or follows from the others."""
    if way.share is not None or any(other.share is None for other in others):
        return way.share
    return spread([*(other.share for other in others), None])[-1]


def _product(way: Flow, share: float, one: Flow) -> Flow:
    when = AND.join(text for text in (way.when, one.when) if text) or None
    if share == 0.0:  # what follows a way that nobody takes is not taken either, however it is shared out
        return Flow(one.to, when=when, share=0.0)
    return Flow(one.to, when=when, share=None if one.share is None else rounded(share * one.share))


def one_way_each(flows: Iterable[Flow]) -> Ways | None:
    """Ways to the same step made one; None where a share that nobody declared would be lost by it."""
    flows = tuple(flows)
    by_target: dict[str, list[Flow]] = {}
    for flow in flows:
        by_target.setdefault(flow.to, []).append(flow)
    if len(by_target) == 1:
        return (Flow(flows[0].to),)
    if any(len(same) > 1 and any(one.share is None for one in same) for same in by_target.values()):
        return None
    return tuple(_one_of(same, flows) for same in by_target.values())


def _one_of(same: list[Flow], flows: Ways) -> Flow:
    if len(same) == 1:
        return same[0]
    elsewhere = [flow.when or "" for flow in flows if flow not in same]
    conditions = dict.fromkeys(_shortened(flow.when, elsewhere) for flow in same if flow.when)
    share = rounded(sum(flow.share for flow in same if flow.share is not None))
    return Flow(same[0].to, when=" / ".join(conditions) or None, share=share)


def _shortened(condition: str, elsewhere: list[str]) -> str:
    """Return a condition without what only told ways apart that now lead to the same step.

    >>> _shortened("satisfied, opens the link", ["not satisfied"])
    'satisfied'
    >>> _shortened("satisfied, opens the link", ["satisfied, does not open it"])
    'satisfied, opens the link'
    """
    head, joint, _ = condition.partition(AND)
    while joint and not any(other == head or other.startswith(head + AND) for other in elsewhere):
        condition, (head, joint, _) = head, head.partition(AND)
    return condition


def _weight(step: Step, to: str) -> float:
    """Return the probability of the way to a step."""
    weights = spread([way.share for way in step.flows])
    return next(weight for way, weight in zip(step.flows, weights, strict=True) if way.to == to)


def _scaled(ways: Ways, total: float) -> Ways:
    if total <= 0.0:  # nobody ever leaves by them; nothing declared can be divided by it
        return tuple(replace(way, share=None) for way in ways)
    return tuple(way if way.share is None else replace(way, share=rounded(way.share / total)) for way in ways)


def rounded(share: float) -> float:
    """Return a share without rounding errors of floating point, so that it can be written in a file; never above 1."""
    return min(1.0, round(share, 12))
