"""Put a new step right after, or right before, another one, and fit it in, as moving does too."""

from __future__ import annotations

from msgspec.structs import replace

from flowtrim.changes.description import by_id
from flowtrim.changes.working_copy import Draft, direct
from flowtrim.errors import ChangeError
from flowtrim.model import END, Add, Flow, Step
from flowtrim.sentences import say


def add(draft: Draft, change: Add) -> None:
    """Put a new step in its place; without a place it stands alone at the end of the file, with its own flows."""
    _check(draft, change.step)
    fit(draft, change.step, after=change.after, before=change.before)


def fit(draft: Draft, step: Step, *, after: str | None, before: str | None) -> None:
    """Insert a step after one step, before one, on the flow between two, or alone."""
    if after is not None and before is not None:
        _fit_between(draft, step, after, before)
    elif after is not None:
        _fit_after(draft, step, after)
    elif before is not None:
        fit_before(draft, step, before)
    else:
        draft.insert(step)


def _check(draft: Draft, step: Step) -> None:
    for flow in step.flows:
        if flow.to not in (END, step.id):
            draft.step(flow.to)


def _fit_after(draft: Draft, step: Step, after: str) -> None:
    """Give the new step all outgoing flows; one that brings its own keeps them."""
    giver = draft.step(after)
    taker = step if step.flows else replace(step, flows=giver.flows, split=giver.split)
    draft.insert(taker, before=draft.order.following(after))
    draft.put(direct(giver, step.id))


def fit_before(draft: Draft, step: Step, before: str) -> None:
    """Lead all that led to a step to the new one; what waited there for others waits at the new one."""
    taker = draft.step(before)
    sources = draft.sources(before)
    waits = len(sources) > 1
    arriving = replace(step, join=taker.join) if waits else step
    draft.insert(arriving if step.flows else replace(arriving, flows=(Flow(before),)), before=before)
    for source in sources:
        draft.redirect(source, before, step.id)
    draft.start_at(before, step.id)
    if waits:
        draft.put(replace(draft.steps[before], join="any"))


def _fit_between(draft: Draft, step: Step, after: str, before: str) -> None:
    giver = draft.step(after)
    if before != END:
        draft.step(before)
    if before not in {flow.to for flow in giver.flows}:
        raise ChangeError(say("no way leads from {step} to {other}.", step=by_id(after), other=by_id(before)))
    draft.insert(step if step.flows else direct(step, before), before=draft.order.following(after))
    draft.redirect(after, before, step.id)
