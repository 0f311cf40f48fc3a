"""Which step of one process is which step of another: by id first, then by name, then by neighbourhood."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import partial

from flowtrim.changes.difference.plan_trace import Retelling
from flowtrim.changes.working_copy import Draft
from flowtrim.model import END, Process, Role, Step

ROUNDS = 3
"""How often newly matched steps may help to match their neighbours."""


def same_steps(before: Process, after: Process, told: Retelling) -> dict[str, str]:
    """The id in ``after`` of each step of ``before`` that is still there.

    What a plan drops or merges is never taken for what it adds or makes of it, however alike they are.
    """
    same = {step.id: step.id for step in before.steps if after.has_step(step.id)}
    olds = [step for step in before.steps if step.id not in told.gone and step.id not in told.merged]
    news = [step for step in after.steps if step.id not in told.fresh]
    _match(same, olds, news, _name, _name)
    old, new = Draft(before), Draft(after)
    for _ in range(ROUNDS):
        known = len(same)
        identity = {now: now for now in same.values()}
        _match(same, olds, news, partial(_place, old, dict(same)), partial(_place, new, identity))
        if len(same) == known:
            break
    return same


def same_roles(before: Process, after: Process) -> dict[str, str]:
    """The id in ``after`` of each role of ``before`` that is still there, by id, then by name."""
    known = {role.id for role in after.parties}
    same = {role.id: role.id for role in before.parties if role.id in known}
    _match(same, before.parties, after.parties, lambda role: role.name, lambda role: role.name)
    return same


def _match(
    same: dict[str, str],
    before: Iterable[Step] | Iterable[Role],
    after: Iterable[Step] | Iterable[Role],
    old_key: Callable[..., Hashable | None],
    new_key: Callable[..., Hashable | None],
) -> None:
    """Match what is still alone on both sides under a key that nobody shares with it."""
    taken = set(same.values())
    old, new = _by_key(before, same.keys(), old_key), _by_key(after, taken, new_key)
    pairs = [(ids[0], new[key][0]) for key, ids in old.items() if len(ids) == 1 == len(new.get(key, ()))]
    same.update(pairs)


def _by_key(
    things: Iterable[Step] | Iterable[Role], known: Iterable[str], key: Callable[..., Hashable | None]
) -> dict[Hashable, list[str]]:
    found: dict[Hashable, list[str]] = defaultdict(list)
    known = set(known)
    for thing in things:
        if thing.id not in known and (value := key(thing)) is not None:
            found[value].append(thing.id)
    return found


def _name(step: Step) -> Hashable:
    return step.name, step.is_work


def _place(draft: Draft, same: Mapping[str, str], step: Step) -> Hashable | None:
    """What surrounds a step, in the ids of ``after``; None where a neighbour is not matched, or there is none."""
    sources = draft.sources(step.id)
    targets = [way.to for way in step.flows]
    if not (sources or targets) or any(one != END and one not in same for one in (*sources, *targets)):
        return None
    before = frozenset(same[one] for one in sources)
    onward = frozenset(same.get(one, END) for one in targets)
    return before, onward, step.owner, step.kind, step.outputs
