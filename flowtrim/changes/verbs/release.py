"""A role leaves the process, and another one takes what is left of its work."""

from __future__ import annotations

from msgspec.structs import replace

from flowtrim.changes.working_copy import Draft
from flowtrim.errors import ChangeError
from flowtrim.model import Release, Role, Step
from flowtrim.sentences import did_you_mean, nearest


def release(draft: Draft, change: Release) -> None:
    """Take a role out of steps, duties to answer for, to advise and to be told, and out of the declared roles."""
    leaving = draft.head.role_id(change.role)
    heir = None if change.to is None else draft.head.role_id(change.to)
    _check(draft, leaving, heir)
    for step in tuple(draft.steps.values()):
        if leaving in step.involved:
            draft.put(_without(step, leaving, heir))
    head = draft.head
    draft.head = replace(
        head,
        roles=tuple(_relieved(role, leaving, heir) for role in head.roles if role.id != leaving),
        owner=heir if heir is not None and head.owner == leaving else head.owner,
        accepted=tuple(one for one in head.accepted if one.at != leaving or one.at in draft.steps),
    )


def _relieved(role: Role, leaving: str, heir: str | None) -> Role:
    """Return a role without the one that leaves as its deputy or its team."""
    if role.deputy == leaving:
        role = replace(role, deputy=None if heir == role.id else heir)
    return replace(role, of=None) if role.of is not None and role.of.team == leaving else role


def _check(draft: Draft, leaving: str, heir: str | None) -> None:
    if heir == leaving:
        raise ChangeError("a role cannot hand its work to itself.")
    known = {party for step in draft.steps.values() for party in step.involved}
    declared = [role.id for role in draft.head.roles]
    if leaving not in known and leaving not in declared:
        raise ChangeError(f"there is no such role.{did_you_mean(nearest(leaving, [*declared, *sorted(known)]))}")
    left = [step.id for step in draft.work() if step.owner == leaving]
    if left and heir is None:
        raise ChangeError(f"it still performs {', '.join(map(repr, left))}, and nobody is named to take over.")


def _without(step: Step, leaving: str, heir: str | None) -> Step:
    def told(parties: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(party for party in parties if party != leaving)

    return replace(
        step,
        owner=heir if step.owner == leaving else step.owner,
        accountable=heir if step.accountable == leaving else step.accountable,
        alongside=told(step.alongside),
        consults=told(step.consults),
        informs=told(step.informs),
    )
