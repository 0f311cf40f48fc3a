"""Which step of one process is which of another, by id, name or neighbourhood, and which of them changed places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import partial

from msgspec.structs import replace

from flowtrim.changes.difference.plan_trace import Retelling
from flowtrim.changes.difference.resemblance import Resemblance, alike, name_likeness
from flowtrim.changes.working_copy import Draft
from flowtrim.model import END, Process, Role, Step, longest_run

ALIKE = 0.5
"""How alike the names of two steps of one id must be where their owners differ."""

ROUNDS = 3
"""How often newly matched steps may help to match their neighbours."""


def same_steps(before: Process, after: Process, told: Retelling, *, ids_hold: bool = False) -> dict[str, str]:
    """Return the id in ``after`` of each step of ``before`` that is still there.

    An id alone proves nothing: the step that has the name is the one, or else the one of the same id that has the same
    owner, then what has the same neighbours or most in common. What a plan drops or merges is never taken for what it
    adds or makes of it, however alike they are. ``ids_hold`` says that one was made of the other by a known plan.
    """
    roles = same_roles(before, after)
    olds = [step for step in before.steps if step.id not in told.gone and step.id not in told.merged]
    news = [step for step in after.steps if step.id not in told.fresh]
    kept = [step for step in before.steps if after.has_step(step.id)]
    same = {step.id: step.id for step in kept if ids_hold or folded(after.step(step.id).name) == folded(step.name)}
    for name in (_name, _folded_name, partial(_name_and_owner, before)):
        _match(same, olds, news, name, partial(_name_and_owner, after) if isinstance(name, partial) else name)
    taken = set(same.values())
    by_id = [step for step in kept if step.id not in same and step.id not in taken]
    same |= {step.id: step.id for step in by_id if _shares_something(step, after.step(step.id), roles)}
    _match_places(before, after, olds, news, same=same)
    taken = set(same.values())
    left, free = [step for step in olds if step.id not in same], [step for step in news if step.id not in taken]
    same |= alike(Resemblance(before, after, same=dict(same), roles=roles), left, free)
    _match_places(before, after, olds, news, same=same)
    return same


def _shares_something(step: Step, now: Step, roles: Mapping[str, str]) -> bool:
    """Whether two steps of one id share the owner, or most of the name: else the id was given to another step."""
    if step.is_work != now.is_work:
        return False
    owner = roles.get(step.owner or "", step.owner)
    return not step.is_work or owner == now.owner or name_likeness(step.name, now.name) > ALIKE


def _match_places(
    before: Process, after: Process, olds: Sequence[Step], news: Sequence[Step], *, same: dict[str, str]
) -> None:
    old, new = Draft(before), Draft(after)
    for _ in range(ROUNDS):
        known = len(same)
        identity = {now: now for now in same.values()}
        _match(same, olds, news, partial(_place, old, dict(same)), partial(_place, new, identity))
        if len(same) == known:
            break


def same_roles(before: Process, after: Process) -> dict[str, str]:
    """Return the id in ``after`` of each role of ``before`` that is still there: by name, by id, then by its work."""
    same: dict[str, str] = {}
    for key in (_role_name, _folded_role_name, _role_id, partial(_names_of_work, before)):
        _match(
            same,
            before.parties,
            after.parties,
            key,
            partial(_names_of_work, after) if isinstance(key, partial) else key,
        )
    return same


def as_called(before: Process, after: Process, same: Mapping[str, str]) -> Process:
    """Return a process with the ids, and the names of roles, that its steps and roles have in another one.

    Who only got another id or name is told as a step or a role, and changed nothing of the process itself.
    """
    ids = same_roles(before, after)

    def called(role: Role) -> Role:
        of = role.of and replace(role.of, team=ids.get(role.of.team, role.of.team))
        now = ids.get(role.id, role.id)
        name = after.role(now).name if role.id in ids else role.name
        return replace(role, id=now, name=name, deputy=ids.get(role.deputy or "", role.deputy), of=of)

    customer = ids.get(before.customer or "", before.customer)
    return replace(before.renamed(same), roles=tuple(map(called, before.roles)), customer=customer)


def _role_id(role: Role) -> Hashable:
    return role.id


def _names_of_work(process: Process, role: Role) -> Hashable | None:
    """Return the names of all that a role does; None where it does nothing."""
    return frozenset(folded(step.name) for step in process.work if step.owner == role.id) or None


def _role_name(role: Role) -> Hashable:
    return role.name


def _folded_role_name(role: Role) -> Hashable:
    return folded(role.name)


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


def _folded_name(step: Step) -> Hashable:
    return folded(step.name), step.is_work


def _name_and_owner(process: Process, step: Step) -> Hashable:
    """Return what tells a step from others of its name."""
    owner = folded(process.role(step.owner).name) if step.owner else None
    return folded(step.name), step.is_work, owner


def folded(name: str) -> str:
    """Return a name without what spellings of it differ in: case and blanks.

    >>> folded("Update  inventory list") == folded("update Inventory list")
    True
    """
    return " ".join(name.casefold().split())


def _place(draft: Draft, same: Mapping[str, str], step: Step) -> Hashable | None:
    """Return what surrounds a step, in the ids of ``after``; None where a neighbour is not matched, or missing."""
    sources = draft.sources(step.id)
    targets = [flow.to for flow in step.flows]
    if not (sources or targets) or any(one != END and one not in same for one in (*sources, *targets)):
        return None
    before = frozenset(same[one] for one in sources)
    onward = frozenset(same.get(one, END) for one in targets)
    return before, onward, step.owner, step.kind, step.outputs


def flow_order(process: Process) -> list[str]:
    """Return every step once, in the order of the flow; those that nothing leads to come last."""
    draft = Draft(process)
    seen: set[str] = set()
    reached = _laid_out(draft, [start.at for start in draft.starts], seen)
    return reached + _laid_out(draft, [*draft.order], seen)


def _laid_out(draft: Draft, roots: Sequence[str], seen: set[str]) -> list[str]:
    """Return the steps that the roots lead to and that were not seen yet, in the order of the flow."""
    done: list[str] = []
    for root in reversed(roots):
        if root not in seen:
            _visit(draft, root, seen, done)
    return done[::-1]


def _visit(draft: Draft, root: str, seen: set[str], done: list[str]) -> None:
    seen.add(root)
    trail = [(root, _targets(draft, root))]
    while trail:
        node, targets = trail[-1]
        while targets and targets[-1] in seen:
            targets.pop()
        if targets:
            seen.add(targets[-1])
            trail.append((targets[-1], _targets(draft, targets[-1])))
        else:
            done.append(node)
            trail.pop()


def _targets(draft: Draft, step_id: str) -> list[str]:
    return [flow.to for flow in draft.steps[step_id].flows if flow.to != END]


def displaced(before: Sequence[str], after: Sequence[str], same: Mapping[str, str]) -> set[str]:
    """Return the fewest steps of ``before`` that must have changed places to get from one order to the other.

    >>> displaced("abcd", "acbd", {step: step for step in "abcd"})
    {'b'}
    """
    place = {step: number for number, step in enumerate(after)}
    row = [step for step in before if step in same and same[step] in place]
    stay = longest_run([place[same[step]] for step in row])
    return set(row).difference(row[number] for number in stay)
