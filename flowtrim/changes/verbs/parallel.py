"""Let steps that follow each other run at the same time."""

from __future__ import annotations

from msgspec.structs import replace

from flowtrim.changes.working_copy import Draft, direct
from flowtrim.errors import ChangeError
from flowtrim.model import END, Flow, Parallel, Step


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
        raise ChangeError("it takes at least two steps.")
    followed = {flow.to for step in chosen.values() for flow in step.flows}
    first = [step_id for step_id in chosen if step_id not in followed]
    chain = [first[0]] if len(first) == 1 else []
    while chain and len(chain) < len(chosen):
        after = next((flow.to for flow in chosen[chain[-1]].flows if _only(draft, chain[-1], flow.to)), None)
        if after not in chosen:
            break
        chain.append(after)
    if len(chain) < len(chosen):
        raise ChangeError("the steps do not follow each other directly.")
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
                raise ChangeError(f"'{taker.id}' needs '{min(shared)}' from '{maker.id}'.")


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
