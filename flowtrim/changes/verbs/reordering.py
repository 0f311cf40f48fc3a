"""Take a step from its place and put it elsewhere, or let steps that follow each other run at the same time."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from flowtrim.changes.description import by_id
from flowtrim.changes.verbs.add import fit
from flowtrim.changes.verbs.bridging import take_out
from flowtrim.changes.working_copy import Draft, direct
from flowtrim.errors import ChangeError
from flowtrim.model import END, Flow, Move, Parallel, Step
from flowtrim.sentences import quoted, say

Supply = tuple[str, str, str]
"""Maker, taker, and the thing made: the data that passes along the flow."""


def move(draft: Draft, change: Move) -> None:
    """Move a step; a check takes its exits with it, and nothing may come to stand before what it needs."""
    step = draft.step(change.step)
    places = [place for place in (change.after, change.before) if place is not None]
    if not places or step.id in places:
        raise ChangeError(say("it is not said where to, after or before which other step."))
    anchors = [draft.step(place) for place in places if place != END]
    fed = _supply(draft, step)
    main, exits = _flows(step, anchors)
    _lift(draft, step, main)
    _set_down(draft, step, main, exits, change)
    lost = sorted(one for one in fed - _supply(draft, draft.steps[step.id]) if not _is_supplied(draft, one))
    if lost:
        maker, taker, item = lost[0]
        names = {"taker": by_id(taker), "item": quoted(item), "maker": by_id(maker)}
        raise ChangeError(say("{taker} needs {item} from {maker}, and would come to stand before it.", **names))


def _flows(step: Step, anchors: list[Step]) -> tuple[Flow | None, tuple[Flow, ...]]:
    """Return the flow by which the work goes on, and the exits which the step takes with it.

    An exit is a flow that ends the case, or that the check beside it has as well; exactly one other flow must be left.
    """
    if len(step.flows) < 2:
        return (step.flows[0] if step.flows else None), ()
    shared = {END}.union(*({flow.to for flow in anchor.flows} for anchor in anchors if len(anchor.flows) > 1))
    shared.difference_update(anchor.id for anchor in anchors)
    on = [flow for flow in step.flows if flow.to not in shared]
    if step.split != "one" or len(on) != 1:
        torn = say("several ways lead on from it, and they would be torn from what decides between them.")
        raise ChangeError(torn)
    return on[0], tuple(flow for flow in step.flows if flow is not on[0])


def _lift(draft: Draft, step: Step, main: Flow | None) -> None:
    """Bridge the step by its main flow only."""
    draft.put(direct(step, END if main is None else main.to))
    take_out(draft, step.id)


def _set_down(draft: Draft, step: Step, main: Flow | None, exits: tuple[Flow, ...], change: Move) -> None:
    after = change.after
    before = change.before
    if exits and after is not None and before is None:
        before = _onward_of(draft.step(after), exits)
    bare = replace(step, flows=(), split="one", join="any")
    fit(draft, bare, after=after, before=before)
    if exits and main is not None:
        placed = draft.steps[step.id]
        target = placed.flows[0].to if placed.flows else END
        draft.put(replace(placed, flows=(replace(main, to=target), *exits)))


def _onward_of(anchor: Step, exits: tuple[Flow, ...]) -> str:
    """Return where the work goes on from the step after which a check is put."""
    out = {flow.to for flow in exits}
    on = [flow.to for flow in anchor.flows if flow.to not in out]
    if len(on) != 1:
        step = by_id(anchor.id)
        raise ChangeError(say("it is not clear which way on from {step} it should stand in.", step=step))
    return on[0]


def _supply(draft: Draft, step: Step) -> set[Supply]:
    """Return what reaches a step from its makers upstream, and what its takers downstream get from it.

    Where nobody else makes or takes anything of its, nothing is followed: a plan may move thousands of steps.
    """
    others = [other for other in draft.steps.values() if other.id != step.id] if step.inputs or step.outputs else []
    makers = {other.id for other in others if not set(step.inputs).isdisjoint(other.outputs)}
    takers = {other.id for other in others if not set(step.outputs).isdisjoint(other.inputs)}
    given = {
        (maker, step.id, item)
        for maker in (makers & _upstream(draft, step.id) if makers else ())
        for item in set(draft.steps[maker].outputs) & set(step.inputs)
    }
    taken = {
        (step.id, taker, item)
        for taker in (takers & _downstream(draft, step.id) if takers else ())
        for item in set(step.outputs) & set(draft.steps[taker].inputs)
    }
    return given | taken


def _is_supplied(draft: Draft, supplied: Supply) -> bool:
    """Whether the taker gets the thing from somebody upstream, be it another maker."""
    _, taker, item = supplied
    return any(item in draft.steps[maker].outputs for maker in _upstream(draft, taker))


def _upstream(draft: Draft, step_id: str) -> set[str]:
    """Return every step from which work can come to a step."""
    return _closure(step_id, draft.sources)


def _downstream(draft: Draft, step_id: str) -> set[str]:
    """Return every step to which work can go from a step."""
    return _closure(step_id, lambda node: tuple(flow.to for flow in draft.steps[node].flows if flow.to != END))


def _closure(start: str, neighbours: Callable[[str], tuple[str, ...]]) -> set[str]:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        fresh = [node for node in neighbours(waiting.pop()) if node not in seen]
        seen.update(fresh)
        waiting.extend(fresh)
    return seen


def parallel(draft: Draft, change: Parallel) -> None:
    """Open a parallel section around steps that follow each other directly; it is closed where the last one led."""
    chain = chain_of(draft, change.steps)
    _check_objects(chain)
    branches = tuple(Flow(step.id) for step in chain)
    closing = _closing(draft, chain[-1])
    for step in chain[1:]:
        draft.put(replace(direct(step, closing), join="any"))
    _open(draft, chain[0], branches, closing)


def chain_of(draft: Draft, steps: tuple[str, ...]) -> list[Step]:
    """Return the steps in the order in which they follow each other.

    Raises:
        ChangeError: they do not follow each other.
    """
    chosen = {step_id: draft.step(step_id) for step_id in steps}
    if len(chosen) < 2:
        raise ChangeError(say("it takes at least two steps."))
    followed = {flow.to for step in chosen.values() for flow in step.flows}
    first = [step_id for step_id in chosen if step_id not in followed]
    chain = [first[0]] if len(first) == 1 else []
    while chain and len(chain) < len(chosen):
        after = next((flow.to for flow in chosen[chain[-1]].flows if _only(draft, chain[-1], flow.to)), None)
        if after not in chosen:
            break
        chain.append(after)
    if len(chain) < len(chosen):
        raise ChangeError(say("the steps do not follow each other directly."))
    return [chosen[step_id] for step_id in chain]


def _only(draft: Draft, giver: str, taker: str) -> bool:
    """Whether one step leads to another one and nowhere else, and nothing else leads there."""
    alone = taker != END and draft.sources(taker) == (giver,) and not draft.is_start(taker)
    return alone and len(draft.steps[giver].flows) == 1


def _check_objects(chain: list[Step]) -> None:
    for number, maker in enumerate(chain):
        for taker in chain[number + 1 :]:
            shared = set(maker.outputs) & set(taker.inputs)
            if shared:
                names = {"taker": by_id(taker.id), "item": quoted(min(shared)), "maker": by_id(maker.id)}
                raise ChangeError(say("{taker} needs {item} from {maker}.", **names))


def _closing(draft: Draft, last: Step) -> str:
    """Return where the branches meet: at what follows the last step if nothing else leads there, else at a gateway."""
    if {flow.to for flow in last.flows} <= {END}:
        return END
    target = last.flows[0].to
    if len(last.flows) == 1 and _only(draft, last.id, target):
        draft.put(replace(draft.steps[target], join="all"))
        return target
    gateway_id = draft.free_id(f"{last.id}-join")
    gateway = Step(gateway_id, gateway_id, kind="gateway", split=last.split, join="all")
    draft.insert(replace(gateway, flows=last.flows), before=draft.order.following(last.id))
    return gateway.id


def _open(draft: Draft, first: Step, branches: tuple[Flow, ...], closing: str) -> None:
    """Return where the branches part: at what leads to the first step if it leads nowhere else, else at a gateway."""
    sources = draft.sources(first.id)
    giver = draft.steps[sources[0]] if len(sources) == 1 else None
    body = direct(first, closing)
    if giver is not None and len(giver.flows) == 1 and not draft.is_start(first.id) and giver.id != closing:
        draft.put(body)
        draft.put(replace(giver, flows=branches, split="all"))
        return
    gateway_id = draft.free_id(f"{first.id}-split")
    gateway = Step(gateway_id, gateway_id, kind="gateway", split="all", join=first.join)
    draft.put(replace(body, join="any"))
    draft.insert(replace(gateway, flows=branches), before=first.id)
    for source in sources:
        draft.redirect(source, first.id, gateway.id)
    draft.start_at(first.id, gateway.id)
