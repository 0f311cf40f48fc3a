"""Make one step of several that stand next to each other, and of their fields those of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from msgspec.structs import replace

from flowtrim.changes.description import by_id
from flowtrim.changes.verbs.edit import STEP_FIELDS, no_such_field
from flowtrim.changes.verbs.flows import one_flow_each, onward, through
from flowtrim.changes.verbs.references import rename
from flowtrim.changes.verbs.tidy import settle_join, tidy
from flowtrim.changes.working_copy import Draft, aimed
from flowtrim.errors import ChangeError
from flowtrim.model import END, Flow, Kind, Merge, Step
from flowtrim.sentences import quoted, say

T = TypeVar("T")


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
        raise ChangeError(say("it takes at least two steps."))
    for name in change.into:
        if name not in STEP_FIELDS:
            raise no_such_field(name, STEP_FIELDS)
    if any(not step.is_work for step in members.values()):
        raise ChangeError(say("gateways and events are not work, and cannot be merged."))
    target = change.into.get("id", "")
    if target in draft.steps and target not in members:
        raise ChangeError(say("the id {id} is not free.", id=quoted(target)))
    for group in draft.head.kept_apart:
        if len(members.keys() & set(group)) > 1:
            raise ChangeError(say("the separation of duties forbids that one role performs both."))


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
            steps = {"one": by_id(first), "other": by_id(step.id)}
            raise ChangeError(say("the ways on from {one} and {other} cannot be told as those of one step.", **steps))
        draft.put(bridged)
        draft.remove(step.id)


def _contract_branches(draft: Draft, members: list[Step]) -> None:
    """Let one of several branches stand for all of them, where they come from and lead to the same steps."""
    first = members[0]
    for step in members[1:]:
        same = set(draft.sources(step.id)) == set(draft.sources(first.id)) and onward(step) == onward(first)
        if not same or draft.is_start(step.id) or len(onward(step)[0]) > 1:
            raise ChangeError(say("the steps do not stand next to each other; move them first."))
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
        told = say(
            "the shares of the ways from {step} are not declared, so they cannot be added up.", step=by_id(step.id)
        )
        raise ChangeError(told)
    return replace(step, flows=one_each, split="one" if len(one_each) == 1 else step.split)


def united(draft: Draft, row: list[Step], into: Mapping[str, Any]) -> Step:
    """Unite a row of steps, in the order of the flow, to one; ``into`` decides wherever it says something.

    Declared work times, waiting and cost stay what they were in sum, since a merge is no forecast: what nobody
    declared adds nothing, and is no gain.
    What only passed between the members is no longer an input or output. Two different skills cannot be told in
    one field, so the step then declares none, and stays with its owner.
    """
    first = row[0]
    values: dict[str, Any] = {
        "name": " + ".join(dict.fromkeys(step.name for step in row)),
        "kind": _kind(row),
        "part": _common(step.part for step in row),
        "why": _joined(step.why for step in row),
        "serves": _first(step.serves for step in row if step.why),
        "source": _joined(step.source for step in row),
        "reviewed": min((step.reviewed for step in row if step.reviewed), default=None),
        "system": _common(step.system for step in row),
        "skill": _common(step.skill for step in row if step.skill),
        "takes": _known_sum(step.takes for step in row),
        "waits": _known_sum(step.waits for step in row),
        "cost": _known_sum(step.cost for step in row),
        "accountable": _common(step.accountable for step in row if step.accountable),
        "consults": tuple(dict.fromkeys(party for step in row for party in step.consults)),
        "informs": tuple(dict.fromkeys(party for step in row for party in step.informs)),
        "terms": _joined(step.terms for step in row),
        "calls": _common(step.calls for step in row if step.calls),
        "note": _joined(step.note for step in row),
        "decisions": _common(step.decisions for step in row if step.decisions),
        "inputs": _inputs(row),
        "outputs": _outputs(draft, row),
        **_circumstances(row),
    }
    values.update(into)
    values["owner"] = _owner(draft, row, into)
    return replace(first, **values)


def _circumstances(row: list[Step]) -> dict[str, Any]:
    """Return who helps, when and how often the united step is done; how its time varies is no longer known."""
    if len({(step.each, step.optional) for step in row}) > 1:
        told = say("they are not done equally often: some are optional, or repeated for each of something.")
        raise ChangeError(told)
    return {
        "alongside": tuple(dict.fromkeys(party for step in row for party in step.alongside)),
        "takes_range": None,
        "waits_range": None,
        "waits_for": _common(step.waits_for for step in row if step.waits_for),
        "every": _common(step.every for step in row if step.every),
        "within": tuple(deadline for step in row for deadline in step.within),
        "updates": tuple(dict.fromkeys(item for step in row for item in step.updates)),
        "aliases": tuple(dict.fromkeys(alias for step in row for alias in step.aliases)),
    }


def _owner(draft: Draft, row: list[Step], into: Mapping[str, Any]) -> str | None:
    if into.get("owner") is not None:
        return draft.head.role_id(into["owner"])
    owners = {step.owner for step in row}
    if len(owners) > 1:
        told = say("the steps have different owners, and it is not said who performs the merged one.")
        raise ChangeError(told)
    return row[0].owner


def _kind(row: list[Step]) -> Kind:
    """Return the kind of the one that decides, if any; else *contact* if one is; else the one beside plain work."""
    deciding = next((step.kind for step in reversed(row) if len(step.flows) > 1 and step.split == "one"), None)
    kinds = list(dict.fromkeys(step.kind for step in row if step.kind != "do"))
    return deciding or ("contact" if "contact" in kinds else kinds[0] if len(kinds) == 1 else "do")


def _inputs(row: list[Step]) -> tuple[str, ...]:
    """Return what the members need that none before them in the row makes."""
    made: set[str] = set()
    needed: dict[str, None] = {}
    for step in row:
        needed.update(dict.fromkeys(item for item in step.inputs if item not in made))
        made.update(step.outputs)
    return tuple(needed)


def _outputs(draft: Draft, row: list[Step]) -> tuple[str, ...]:
    """Return what the members make, without what only they themselves used."""
    members = {step.id for step in row}
    inside = {item for step in row for item in step.inputs}
    outside = {item for step in draft.steps.values() if step.id not in members for item in step.inputs}
    wanted = outside.union(draft.head.outputs)
    made = dict.fromkeys(item for step in row for item in step.outputs)
    return tuple(item for item in made if item in wanted or item not in inside)


def _common(values: Iterable[T | None]) -> T | None:
    found = set(values)
    return found.pop() if len(found) == 1 else None


def _first(values: Iterable[T | None]) -> T | None:
    return next((value for value in values if value is not None), None)


def _joined(texts: Iterable[str | None]) -> str | None:
    return " ".join(dict.fromkeys(text for text in texts if text)) or None


def _known_sum(figures: Iterable[float | None]) -> float | None:
    known = [figure for figure in figures if figure is not None]
    return sum(known) if known else None
