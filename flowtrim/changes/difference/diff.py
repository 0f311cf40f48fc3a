"""What happened between two processes: the fate of every step and role, and the changes that lead there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.changes.difference.edit_script import Route, differing
from flowtrim.changes.difference.fates import Fate, FieldChange, RoleFate, StepFate
from flowtrim.changes.difference.matching import as_called, displaced, flow_order, same_roles, same_steps
from flowtrim.changes.difference.plan_trace import Retelling, retell
from flowtrim.changes.difference.resemblance import holds
from flowtrim.changes.working_copy import Draft
from flowtrim.model import END, Change, Edit, Process, Release, Role, Step

MOST_NAMES = 200_000
"""Pairs of names up to which each is looked for in each: beyond, nobody would read the comparison either."""


class Difference(Struct, frozen=True):
    """The difference of two processes; all that draws or reports a before and after reads it here.

    ``steps`` and ``roles`` tell the fates, those of before first, in the order of the file, then what is new.
    ``process`` lists the changed fields of the process itself. ``apply_plan(before, changes)`` equals ``after``.
    """

    before: Process
    after: Process
    steps: tuple[StepFate, ...]
    roles: tuple[RoleFate, ...]
    process: tuple[FieldChange, ...]
    changes: tuple[Change, ...]

    @property
    def fates(self) -> Mapping[str, Fate]:
        """The fate of each step by its id before, of each new one by its id after if no other step had that before."""
        old = {step.key: step.fate for step in self.steps if step.before}
        return old | {step.key: step.fate for step in self.steps if step.key not in old}


def diff(before: Process, after: Process, *, plan: Iterable[Change] = ()) -> Difference:
    """Compare two processes, steps by id first, then by name, then by neighbourhood.

    Where the plan that led from one to the other is known, its merges, drops and additions are taken at their word,
    and the fates carry its reasons.

    Raises:
        ChangeError: nobody performs a step in ``after``: no changes lead there.

    >>> from flowtrim.model import Flow
    >>> before = Process("P", steps=(Step("a", "A", flows=(Flow("b"),)), Step("b", "B", owner="x")))
    >>> after = Process("P", steps=(Step("a", "A", owner="y"),))
    >>> difference = diff(before, after)
    >>> difference.fates, difference.changes
    ({'a': 'moved', 'b': 'dropped'}, (Drop(step='b'), Assign(step='a', to='y')))
    """
    plan = tuple(plan)
    told = retell(before, plan)
    same = same_steps(before, after, told, ids_hold=bool(plan))
    route = Route(before, after, same)
    telling = _Telling(before, after, same, told=told, plan=plan)
    values = differing(as_called(before, after, same), after)
    return Difference(
        before=before,
        after=after,
        steps=(*map(telling.step, before.steps), *telling.new_steps()),
        roles=(*map(telling.role, before.parties), *telling.new_roles()),
        process=tuple(FieldChange(name, getattr(before, name), value) for name, value in values.items()),
        changes=tuple(route.changes),
    )


def descent(before: Process, after: Process, plan: tuple[Change, ...] = ()) -> dict[str, str]:
    """Return the id before of each step of ``after`` that was there; of several that were merged, that of the first.

    >>> before = Process("P", steps=(Step("a", "Ask it"), Step("b", "Book it")))
    >>> descent(before, Process("P", steps=(Step("x", "Book it"),)))
    {'x': 'b'}
    """
    if not after.steps:
        return {}
    told = retell(before, plan)
    same = same_steps(before, after, told, ids_hold=bool(plan))
    merged = absorbed(before, after, same, told)
    first = {merged[step.id]: step.id for step in reversed(before.steps) if step.id in merged}
    return first | {now: was for was, now in same.items()}


class _Telling:
    """Tells what became of each step and role, once it is known which is which."""

    def __init__(
        self, before: Process, after: Process, same: Mapping[str, str], *, told: Retelling, plan: tuple[Change, ...]
    ) -> None:
        self._before = before
        self._after = after
        self._same = same
        self._same_roles = same_roles(before, after)
        self._moved = (
            displaced(flow_order(before), flow_order(after), same)
            if not plan or any(map(_sets_flows, plan))
            else _elsewhere(before, after, same, told.moved)
        )
        self._merged = absorbed(before, after, same, told)
        self._parts = {} if plan else parted(before, after, same, set(self._merged.values()))
        self._reasons = told.because
        self._farewells = {change.role: change.because for change in plan if isinstance(change, Release)}

    def step(self, step: Step) -> StepFate:
        """Return what became of a step of before."""
        now = self._same.get(step.id)
        told = StepFate(step.id, now, step.name, "dropped", because=self._reasons.get(step.id), is_work=step.is_work)
        if step.id in self._merged:
            return replace(told, fate="merged", to=self._merged[step.id])
        stayed = told if now is None else self._stayed(told, step, self._after.step(now))
        return replace(stayed, fate="split", into=self._parts[step.id]) if step.id in self._parts else stayed

    def _stayed(self, told: StepFate, step: Step, now: Step) -> StepFate:
        values = differing(step, now, ignore=())
        replaced = step.id in self._moved
        changed_hands = step.is_work and self._same_roles.get(step.owner or "", step.owner) != now.owner
        return replace(
            told,
            fate="moved" if replaced or changed_hands else "kept",
            to=now.owner if changed_hands else None,
            replaced=replaced,
            fields=tuple(FieldChange(name, getattr(step, name), value) for name, value in values.items()),
        )

    def new_steps(self) -> Iterator[StepFate]:
        """Yield the steps that were not there before."""
        known = set(self._same.values())
        for step in self._after.steps:
            if step.id not in known:
                because = self._reasons.get(step.id)
                yield StepFate(None, step.id, step.name, "new", because=because, is_work=step.is_work)

    def role(self, role: Role) -> RoleFate:
        """Return what became of a role of before."""
        because = self._farewells.get(role.id)
        if role.id in self._same_roles:
            return RoleFate(role.id, self._same_roles[role.id], role.name, "kept", because=because)
        became = {**self._merged, **self._same}
        left = [became[step.id] for step in self._before.work if step.owner == role.id and step.id in became]
        heirs = {self._after.step(step_id).owner for step_id in left}
        if len(heirs) == 1:
            return RoleFate(role.id, None, role.name, "merged", to=heirs.pop(), because=because)
        return RoleFate(role.id, None, role.name, "dropped", because=because)

    def new_roles(self) -> Iterator[RoleFate]:
        """Yield the roles that were not there before."""
        known = set(self._same_roles.values())
        for role in self._after.parties:
            if role.id not in known:
                yield RoleFate(None, role.id, role.name, "new")


def _sets_flows(change: Change) -> bool:
    """Whether outgoing flows are set by hand, which does not say what is moved."""
    return isinstance(change, Edit) and "flows" in change.values


def _elsewhere(before: Process, after: Process, same: Mapping[str, str], steps: Iterable[str]) -> set[str]:
    """Return those of the steps that have other neighbours now."""
    old, new = Draft(before), Draft(after)
    still = (one for one in steps if one in same)
    return {one for one in still if _surroundings(old, one, same) != _surroundings(new, same[one], {})}


def _surroundings(draft: Draft, step_id: str, same: Mapping[str, str]) -> tuple[set[str], set[str]]:
    """Return where a step comes from and leads to, in the ids of after."""
    targets = (flow.to for flow in draft.steps[step_id].flows)
    return {same.get(one, one) for one in draft.sources(step_id)}, {same.get(one, one) for one in targets}


def absorbed(
    before: Process, after: Process, same: Mapping[str, str], told: Retelling, *, by_hands: bool = True
) -> dict[str, str]:
    """For each merged step of ``before`` the id of the step in ``after`` that it became part of.

    A merge or a drop that a plan tells is taken at its word. Otherwise a step that is gone was merged into the one
    whose name holds its own and another's, into its neighbour when that now makes what it made; or, with others that
    are gone, into a new step between the same neighbours that makes what they made, takes as long as they together, or
    with ``by_hands`` is in the hands of a role that did none of them.
    """
    found = {was: now for was, now in told.merged.items() if after.has_step(now)}
    settled = same.keys() | found.keys() | told.gone
    gone = [step for step in before.work if step.id not in settled]
    draft = Draft(before)
    found.update(_named(before, after, gone, same))
    for step in gone:
        heir = None if step.id in found else _heir(draft, after, step, same)
        if heir is not None:
            found[step.id] = heir
    found.update(_replaced(draft, after, [step for step in gone if step.id not in found], same, by_hands=by_hands))
    return found


def parted(
    before: Process, after: Process, same: Mapping[str, str], heirs: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """For each step of ``before`` that was split the ids of the steps in ``after`` that do its work, in their order.

    A split is a merger seen from behind: the parts would be merged into the whole again. Here other hands alone prove
    nothing, since who drops a step and adds two has not split it.
    """
    back = {now: was for was, now in same.items()}
    nothing = Retelling(frozenset(heirs), frozenset(), frozenset(), {}, {})
    parts: dict[str, list[str]] = {}
    for part, whole in absorbed(after, before, back, nothing, by_hands=False).items():
        parts.setdefault(whole, [same[whole]] if whole in same and same[whole] != part else []).append(part)
    order = {step.id: number for number, step in enumerate(after.steps)}
    found = {whole: tuple(sorted({*ids}, key=order.__getitem__)) for whole, ids in parts.items()}
    return {whole: ids for whole, ids in found.items() if len(ids) > 1}


def _named(before: Process, after: Process, gone: list[Step], same: Mapping[str, str]) -> dict[str, str]:
    """Return the steps whose names stand together in one name now, in more than one of which nobody could be wrong."""
    was = {now: before.step(old) for old, now in same.items()}
    found: dict[str, str] = {}
    if len(gone) * len(after.work) > MOST_NAMES:
        return found
    for step in after.work:
        known = [was[step.id]] if step.id in was else []
        parts = [one for one in (*known, *gone) if one.id not in found and holds(step.name, one.name)]
        if len(parts) > 1 and any(one in gone for one in parts):
            found.update(dict.fromkeys((one.id for one in parts), step.id))
    return found


def _heir(draft: Draft, after: Process, step: Step, same: Mapping[str, str]) -> str | None:
    """Return the neighbour that is still there and now makes what the step made."""
    neighbours = [*draft.sources(step.id), *(flow.to for flow in step.flows if flow.to != END)]
    for neighbour in neighbours:
        if neighbour in same and step.outputs:
            was, now = draft.steps[neighbour], after.step(same[neighbour])
            if set(step.outputs) <= set(now.outputs) - set(was.outputs):
                return now.id
    return None


def _replaced(
    draft: Draft, after: Process, gone: list[Step], same: Mapping[str, str], *, by_hands: bool
) -> dict[str, str]:
    """Return groups of two or more neighbours that are gone, and have one new step in their place."""
    target = Draft(after)
    known = set(same.values())
    places = {
        (frozenset(target.sources(step.id)), frozenset(flow.to for flow in step.flows) or frozenset({END})): step.id
        for step in after.work
        if step.id not in known
    }
    found: dict[str, str] = {}
    for group in _groups(draft, {step.id for step in gone}, [step.id for step in gone]):
        heir = places.get(_outside(draft, group, same))
        steps = [draft.steps[one] for one in group]
        if heir is not None and len(group) > 1 and _does_all(after.step(heir), steps, by_hands=by_hands):
            found.update(dict.fromkeys(group, heir))
    return found


def _does_all(heir: Step, group: list[Step], *, by_hands: bool) -> bool:
    """Whether a new step makes what several made, takes as long as they took, or bears the name of one.

    One in the hands of a role that did none of them was not just renamed either.
    """
    outputs = {name for step in group for name in step.outputs}
    takes = [step.takes for step in group]
    makes = bool(outputs) and outputs <= set(heir.outputs)
    lasts = heir.takes is not None and None not in takes and heir.takes == sum(filter(None, takes))
    other_hands = by_hands and heir.owner not in {step.owner for step in group}
    return makes or lasts or other_hands or any(holds(heir.name, step.name) for step in group)


def _groups(draft: Draft, gone: set[str], order: list[str]) -> list[list[str]]:
    """Return the steps that are gone, in groups that hang together."""
    groups: list[list[str]] = []
    seen: set[str] = set()
    for first in order:
        if first in seen:
            continue
        seen.add(first)
        group = [first]
        for step_id in group:
            beside = (*draft.sources(step_id), *(flow.to for flow in draft.steps[step_id].flows))
            fresh = [one for one in dict.fromkeys(beside) if one in gone and one not in seen]
            seen.update(fresh)
            group.extend(fresh)
        groups.append(group)
    return groups


def _outside(draft: Draft, group: list[str], same: Mapping[str, str]) -> tuple[frozenset[str], frozenset[str]]:
    members = set(group)
    before = {same.get(one, "") for step_id in group for one in draft.sources(step_id) if one not in members}
    flows = [flow.to for step_id in group for flow in draft.steps[step_id].flows]
    onward = {END if one == END else same.get(one, "") for one in flows if one not in members}
    return frozenset(before), frozenset(onward or {END})
