"""Make one step of several that stand next to each other."""

from __future__ import annotations

from msgspec.structs import replace

from flowtrim.changes.verbs.edit import STEP_FIELDS
from flowtrim.changes.verbs.flows import one_flow_each, onward, through
from flowtrim.changes.verbs.merged_fields import united
from flowtrim.changes.verbs.references import rename
from flowtrim.changes.verbs.tidy import settle_join, tidy
from flowtrim.changes.working_copy import Draft, aimed
from flowtrim.errors import ChangeError
from flowtrim.model import END, Flow, Merge, Step
from flowtrim.sentences import did_you_mean, nearest


def merge(draft: Draft, change: Merge) -> None:
    """Merge steps that follow each other, or branches that part and meet again together."""
    members = {step_id: draft.step(step_id) for step_id in change.steps}
    _check(draft, members, change)
    chain = _chain(draft, members)
    row = chain or list(members.values())
    whole = united(draft, row, change.into)
    if chain:
        _contract_chain(draft, chain)
    else:
        _contract_branches(draft, row)
    kept = draft.steps[row[0].id]
    flows = change.into.get("flows", kept.flows), change.into.get("split", kept.split)
    draft.put(replace(whole, id=kept.id, flows=flows[0], split=flows[1], join=change.into.get("join", kept.join)))
    target = change.into.get("id", kept.id)
    rename(draft, set(members), target)
    if target != kept.id:
        draft.rename(kept.id, target)


def _check(draft: Draft, members: dict[str, Step], change: Merge) -> None:
    if len(members) < 2:
        raise ChangeError("it takes at least two steps.")
    for name in change.into:
        if name not in STEP_FIELDS:
            raise ChangeError(f"there is no field '{name}'.{did_you_mean(nearest(name, sorted(STEP_FIELDS)))}")
    if any(not step.is_work for step in members.values()):
        raise ChangeError("gateways and events are not work, and cannot be merged.")
    target = change.into.get("id", "")
    if target in draft.steps and target not in members:
        raise ChangeError(f"the id '{target}' is not free.")
    for group in (*draft.head.separate, *draft.head.separate_persons):
        if len(members.keys() & set(group)) > 1:
            raise ChangeError("the separation of duties forbids that one role performs both.")


def _chain(draft: Draft, members: dict[str, Step]) -> list[Step]:
    """Return the members in the order of the flow, where each is entered only from the one before; else nothing."""
    entries = [s for s in members.values() if draft.is_start(s.id) or set(draft.sources(s.id)) - members.keys()]
    if len(entries) != 1:
        return []
    chain = [entries[0]]
    while len(chain) < len(members):
        reached = {step.id for step in chain}
        following = [
            member
            for member in members.values()
            if member.id not in reached and set(draft.sources(member.id)) - {member.id} == {chain[-1].id}
        ]
        if len(following) != 1:
            return []
        chain.append(following[0])
    return chain


def _contract_chain(draft: Draft, chain: list[Step]) -> None:
    """Let the first step of a chain go on as the whole chain did; shares are multiplied through."""
    first = chain[0].id
    for step in chain[1:]:
        bridged = through(draft.steps[first], step.id, onward(draft.steps[step.id]))
        if bridged is None:
            raise ChangeError(f"the ways on from '{first}' and '{step.id}' cannot be told as those of one step.")
        draft.put(bridged)
        draft.remove(step.id)


def _contract_branches(draft: Draft, members: list[Step]) -> None:
    """Let one of several branches stand for all of them, where they come from and lead to the same steps."""
    first = members[0]
    for step in members[1:]:
        same = set(draft.sources(step.id)) == set(draft.sources(first.id)) and onward(step) == onward(first)
        if not same or draft.is_start(step.id) or len(onward(step)[0]) > 1:
            raise ChangeError("the steps do not stand next to each other; move them first.")
    for step in members[1:]:
        for source in draft.sources(step.id):
            draft.put(_without_branch(draft.steps[source], step.id, first.id))
        draft.remove(step.id)
    neighbours = [*draft.sources(first.id), *(flow.to for flow in first.flows if flow.to != END)]
    for neighbour in neighbours:
        settle_join(draft, neighbour)
    tidy(draft, neighbours)


def _without_branch(step: Step, gone: str, stays: str) -> Step:
    """Return a split with two of its flows made one."""
    flows = aimed(step, gone, stays).flows
    one_each: tuple[Flow, ...] | None
    if step.split == "all":
        one_each = tuple({flow.to: flow for flow in flows}.values())
    else:
        one_each = one_flow_each(flows) if step.split == "one" or len(flows) == 2 else None
    if one_each is None:
        raise ChangeError(f"the shares of the ways from '{step.id}' are not declared, so they cannot be added up.")
    return replace(step, flows=one_each, split="one" if len(one_each) == 1 else step.split)
