"""Bridge the place of a step: whatever led to it leads to what followed it (docs/theory.md#taking-a-step-out)."""

from __future__ import annotations

from msgspec.structs import replace

from flowtrim.changes.verbs.flows import Routing, onward, through, without
from flowtrim.changes.working_copy import Draft
from flowtrim.errors import ChangeError
from flowtrim.model import END, Flow, Start, Step
from flowtrim.sentences import say


def take_out(draft: Draft, step_id: str) -> None:
    """Bridge a step and remove it.

    Where its predecessors cannot take over how it splits or waits, a gateway that does nothing else stays there,
    unless no case comes there: then nothing has to.
    """
    step = draft.steps[step_id]
    bridged = bridge(draft, step)
    if bridged is None:
        if not _is_reached(draft, step_id):
            _cut_off(draft, step_id)
            return
        if step.kind == "gateway":
            raise ChangeError(say("it is a gateway, and the ways that meet here cannot be told without it."))
        _leave_gateway(draft, step)
        return
    steps, starts = bridged
    for changed in steps:
        draft.put(changed)
    draft.starts = starts
    draft.remove(step_id)


def bridge(draft: Draft, step: Step) -> tuple[tuple[Step, ...], tuple[Start, ...]] | None:
    """Return the steps around a step as they are without it, and the starts; None where it takes a gateway."""
    sources = [draft.steps[source] for source in draft.sources(step.id) if source != step.id]
    routing = onward(step)
    entries = len(sources) + draft.is_start(step.id)
    join = _moved_join(draft, step, routing, entries)
    if entries and join is None:
        return None
    starts = _bridged_starts(draft, step.id, routing)
    changed = [through(source, step.id, routing) for source in sources]
    known = [source for source in changed if source is not None]
    if starts is None or len(known) < len(changed):
        return None
    return _with_join(draft, known, join), starts


def _moved_join(draft: Draft, step: Step, routing: Routing, entries: int) -> Step | None:
    """Return what follows, ready to be entered as the step was; None where that cannot be.

    Several flows in and several flows out would be multiplied into a tangle. A flow in that waited for others, or
    that must not wait, may only lead on to a step where nothing else arrives, or to one that waits the same way.
    """
    flows, _ = routing
    if entries < 2 and not draft.is_start(step.id):
        return step
    if len(flows) > 1:
        return None
    target = draft.steps.get(flows[0].to)
    if target is None:
        return step if step.join == "any" else None
    alone = set(draft.sources(target.id)) == {step.id} and not draft.is_start(target.id)
    if alone:
        return replace(target, join=step.join)
    return target if step.join == target.join == "any" else None


def _with_join(draft: Draft, changed: list[Step], join: Step | None) -> tuple[Step, ...]:
    """Return the changed steps, and among them the one to which the join has moved."""
    if join is None or draft.steps.get(join.id) == join:
        return tuple(changed)
    if any(step.id == join.id for step in changed):
        return tuple(replace(step, join=join.join) if step.id == join.id else step for step in changed)
    return (*changed, join)


def _bridged_starts(draft: Draft, step_id: str, routing: Routing) -> tuple[Start, ...] | None:
    """Return where cases begin without a step at which they began; None where one start cannot say it."""
    old = next((start for start in draft.starts if start.at == step_id), None)
    if old is None:
        return draft.starts
    flows, _ = routing
    target = flows[0].to
    if len(flows) > 1 or target == END:
        return None
    twin = next((start for start in draft.starts if start.at == target), None)
    if twin is None:
        return tuple(replace(start, at=target) if start is old else start for start in draft.starts)
    if len(draft.starts) > 2 and (old.share is None or twin.share is None):
        return None
    share = None if old.share is None or twin.share is None else min(1.0, round(old.share + twin.share, 12))
    both = tuple(replace(start, share=share) if start is twin else start for start in draft.starts if start is not old)
    return both if len(both) > 1 else (Start(target),)


def _is_reached(draft: Draft, goal: str) -> bool:
    """Whether a case may come to a step, by its ways, by a deadline or at any time."""
    process = draft.head
    deadlines = [*process.within, *(one for step_id in draft.timed for one in draft.steps[step_id].within)]
    aside = (step_id for one in deadlines for step_id in (one.then, one.instead))
    waiting = [*(start.at for start in draft.starts), *(one.to for one in process.anytime), *filter(None, aside)]
    seen = {END}
    while waiting:
        step_id = waiting.pop()
        if step_id not in seen:
            seen.add(step_id)
            waiting.extend(flow.to for flow in draft.steps[step_id].flows)
    return goal in seen


def _cut_off(draft: Draft, step_id: str) -> None:
    """Remove a step that nobody comes to, and the flows to it."""
    for source in (draft.steps[source] for source in draft.sources(step_id) if source != step_id):
        flows, split = without(source, step_id)
        draft.put(replace(source, flows=() if flows == (Flow(END),) else flows, split=split))
    draft.remove(step_id)


def _leave_gateway(draft: Draft, step: Step) -> None:
    """Put a gateway that only routes in the place of a step."""
    flows, split = onward(step)
    gateway_id = draft.free_id(f"{step.id}-gateway")
    gateway = Step(gateway_id, gateway_id, kind="gateway", split=split, join=step.join)
    draft.insert(replace(gateway, flows=flows), before=step.id)
    for source in draft.sources(step.id):
        if source != step.id:
            draft.redirect(source, step.id, gateway.id)
    draft.start_at(step.id, gateway.id)
    draft.remove(step.id)
