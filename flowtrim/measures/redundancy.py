"""Roles that the process could do without, each with its proof (docs/theory.md#signs-of-a-redundant-role)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.measures.reason_patterns import Sign, names, takers_of
from flowtrim.measures.role_evidence import Evidence
from flowtrim.model import Role
from flowtrim.sentences import say, say_many

SUPPORTING: frozenset[Sign] = frozenset({"who-sandwich", "who-overlap", "who-underloaded"})
"""Signs that work might be arranged better, not that a role could go: somebody has to do what it does."""


class RedundantRole(Struct, frozen=True):
    """A role that the process could do without.

    ``reasons`` are the names of the rules that speak against it; ``proof`` says them, and what stands against it, in
    whole sentences. ``only_it_can`` are its steps that need a skill which no other worker declares. ``absorbed_by``
    is the role that could take over all its steps, by declared skills and separations, and saves the most handoffs;
    None where nobody could. ``handoffs_saved`` are the expected handoffs of a case that this saves, those between
    the two: 0 where nobody could take over, None where a loop has no way out. ``separations`` are the declared
    groups of steps that were checked. ``instead`` is a role that could go as well as this one, but not beside it: each
    of the two is the one that could take over from the other.
    """

    role: str
    reasons: tuple[Sign, ...]
    proof: tuple[str, ...]
    only_it_can: tuple[str, ...]
    absorbed_by: str | None
    handoffs_saved: float | None
    separations: tuple[tuple[str, ...], ...]
    instead: str | None = None


def redundant_roles(evidence: Evidence, against: Mapping[str, Mapping[Sign, str]]) -> tuple[RedundantRole, ...]:
    """Return the roles that could go, in the order of the file; customers, partners and systems never are among them.

    ``against`` is what speaks against each role, as ``signs`` finds it.

    That work comes from one role and goes straight back, that a role overlaps with another or has little to do
    is told only of roles against which something else speaks; so is a missing reason for a role whose steps have
    theirs, and so is that it hardly refuses anything, of one that nobody could take over from. Where one role does
    everything, somebody has to; nor could a role go that a law or a contract demands with its source, or that alone
    makes what the process delivers and nobody could take over from. Roles that nobody had a reason for come first.

    >>> from datetime import date
    >>> from flowtrim.measures import Survey
    >>> from flowtrim.measures.reason_patterns import signs
    >>> from flowtrim.model import Flow, Process, Step
    >>> claim = Process("Claim", steps=(
    ...     Step("log", "Log it", owner="clerk", why="The customer can ask how far it is.", flows=(Flow("pass"),)),
    ...     Step("pass", "Pass it on", owner="dispatcher", kind="transfer", why="none", flows=(Flow("pay"),)),
    ...     Step("pay", "Pay it", owner="clerk", why="Employees must not lend us their own money.")))
    >>> evidence = Survey(claim, today=date(2026, 3, 2)).evidence
    >>> [(found.role, found.reasons) for found in redundant_roles(evidence, signs(evidence))]
    [('dispatcher', ('who-unjustified', 'who-pass-through', 'who-sandwich'))]
    """
    unanswered = {*evidence.justification.roles.unanswered}
    in_order = sorted(against.items(), key=lambda one: one[0] not in unanswered)
    found = ((evidence.process.role(role_id), signs) for role_id, signs in in_order)
    proved = [_verdict(evidence, role, signs) for role, signs in found if _is_proof(evidence, role, signs)]
    delivering = _delivering(evidence) if proved else ()
    return _one_of_two([one for one in proved if one.absorbed_by or one.role not in delivering])


def _delivering(evidence: Evidence) -> frozenset[str | None]:
    """Return the roles that alone make something that the process delivers, where nothing is late or interrupts."""
    found: set[str | None] = set()
    for item in evidence.process.outputs:
        makers = [step for step in evidence.process.work if item in step.outputs]
        usual = [step for step in makers if step.id in evidence.graph.undisturbed]
        owners = {step.owner for step in usual or makers}
        found |= owners if len(owners) == 1 else set()
    return frozenset(found)


def asked_about(found: Iterable[RedundantRole], evidence: Evidence) -> tuple[RedundantRole, ...]:
    """Return those of which more is known than that nobody was asked about any of their steps.

    Whoever refuses more than a rubber stamp does judges others, and is not named to go.
    """
    known = (one for one in found if set(one.reasons) - {"who-unjustified"} or not _is_unasked(evidence, one.role))
    return tuple(one for one in known if not _judges(evidence, one.role))


def _judges(evidence: Evidence, role: str) -> bool:
    """Whether a role approves or checks, and is counted to refuse more than a rubber stamp."""
    judged = (one.decisions for one in evidence.able.work_of.get(role, ()) if one.kind in ("approve", "check"))
    least = evidence.limits.rubber_stamp
    return any(counts and counts.refused and counts.refused >= counts.made * least for counts in judged)


def _is_unasked(evidence: Evidence, role: str) -> bool:
    return role in evidence.hollow and evidence.unasked.issuperset(
        step.id for step in evidence.able.work_of.get(role, ())
    )


def _one_of_two(found: Sequence[RedundantRole]) -> tuple[RedundantRole, ...]:
    """Tell two roles of which only one can go as one: that against which more speaks, or else either of them."""
    by_role = {one.role: one for one in found}
    left: dict[str, RedundantRole] = dict(by_role)
    for one in found:
        other = by_role.get(one.absorbed_by or "")
        if other is None or other.absorbed_by != one.role or not left.keys() >= {one.role, other.role}:
            continue
        alone = {each.role for each in (one, other) if set(each.reasons) - SUPPORTING == {"who-subsumed"}}
        stays = other if other.role in alone else one if one.role in alone else other
        goes = one if stays is other else other
        del left[stays.role]
        if len(alone) != 1:
            left[goes.role] = replace(goes, instead=stays.role)
    return tuple(left.values())


def _is_proof(evidence: Evidence, role: Role, against: Mapping[Sign, str]) -> bool:
    if evidence.able.workers == (role,) or evidence.is_demanded(role):
        return False
    supporting = SUPPORTING if role.id in evidence.hollow else SUPPORTING | {"who-unjustified"}
    proof = against.keys() - supporting
    return bool(proof) and (proof != {"who-rubber-stamp"} or _may_stop(evidence, role))


def _may_stop(evidence: Evidence, role: Role) -> bool:
    """Whether somebody could take over from a role that only approves, or all that it does might as well not be done.

    What refused any is held by that, and what needs a skill of its own is asked about as a step: the role then stays.
    """
    if takers_of(evidence, role):
        return True
    refused = any(step.decisions and step.decisions.refused for step in evidence.work(role))
    return not refused and not evidence.able.only_it_can(role.id)


def _verdict(evidence: Evidence, role: Role, against: Mapping[Sign, str]) -> RedundantRole:
    taker, saved = best_taker(evidence, role, among=takers_of(evidence, role))
    only = evidence.able.only_it_can(role.id)
    separations = evidence.able.separations(role.id)
    return RedundantRole(
        role.id,
        reasons=tuple(against),
        proof=(*against.values(), *_caveats(evidence, role, taker, separations)),
        only_it_can=tuple(step.id for step in only),
        absorbed_by=taker.id if taker else None,
        handoffs_saved=saved,
        separations=separations,
    )


def best_taker(evidence: Evidence, role: Role, among: Iterable[Role] | None = None) -> tuple[Role | None, float | None]:
    """Return who could take over a role and saves the most handoffs, and how many; by name if even.

    The taker is ``among`` these, or any whose skills and separations allow it; the handoffs are exactly those between
    the two (docs/theory.md#signs-of-a-redundant-role).
    """
    takers = evidence.able.takers(role.id) if among is None else among
    gains = [(evidence.handoffs_between(role.id, taker.id), taker) for taker in takers]
    if not gains:
        return None, 0.0
    saved, taker = min(gains, key=lambda gain: (-(gain[0] or 0.0), gain[1].name, gain[1].id))
    return taker, saved


def _caveats(
    evidence: Evidence, role: Role, taker: Role | None, separations: tuple[tuple[str, ...], ...]
) -> Iterator[str]:
    """Say what stands against it, and what was checked."""
    if only := evidence.able.only_it_can(role.id):
        yield say("Only this role declares the skill for {steps}.", steps=names(only))
    if taker is None:
        return
    if evidence.has_good_reason(role):
        yield say("Its reason is said to be: {reason}", reason=role.why or "")
    if separations:
        declared = say_many(len(separations), "{number} declared", "{number} declared")
        yield say(
            "No separation that concerns its steps ({declared}) stands against {role}.",
            declared=declared,
            role=names([taker]),
        )
    elif not evidence.process.kept_apart:
        yield say("The file declares no separation of duties, so none was checked.")
