"""Roles in a proposal: what each is good for, which go and to whom, and what holds those steps and roles that stay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from flowtrim.changes import RoleFate
from flowtrim.changes.difference.diff import diff
from flowtrim.model import Process
from flowtrim.redesign import Figures, Proposal, RoleProof, role_proofs
from flowtrim.redesign.holding import Held, held
from flowtrim.reports.gain_text import role_name
from flowtrim.reports.media.words import plain
from flowtrim.sentences import counted, listed

_ROLES = 8
"""So many names stand in a sentence."""
_BONDS = {
    "law": "the law",
    "contract": "a contract",
    "separation": "separated duties",
    "partner": "another house that does them",
    "refusals": "what they refused",
    "only-decision": "a choice that somebody has to make",
    "only-maker": "being the only maker of something needed",
    "only-skill": "a skill that only one role declares",
}


class RoleTold(Struct, frozen=True):
    """A role: what becomes of it, and what is declared of it, in phrases."""

    name: str
    fate: str
    stays: bool
    facts: tuple[str, ...]


class HeldTold(Struct, frozen=True):
    """A step or role that is left alone, and what holds it, in sentences."""

    name: str
    because: tuple[str, ...]


def roles_summed(proposal: Proposal) -> Iterator[str]:
    """Sum up which roles are no longer needed, who takes their work, and how many it takes by what is declared."""
    gone = _gone(proposal)
    if gone:
        was, now = Figures.of(proposal.before).roles, Figures.of(proposal.after).roles
        yield f"{was:,} → {now:,}: {'; '.join(_takings(gone.values(), proposal.after.process))}."
    if proposal.smallest is not None:
        names = [role_name(role, proposal.after.process) for role in proposal.smallest]
        number = counted(len(names), "role")
        who = f": {listed(names, most=_ROLES)}" if names else ""
        yield f"The declared skills and separations need {number} for this work{who}."


def _gone(proposal: Proposal) -> Mapping[str, RoleFate]:
    """Return the roles that performed steps and are no longer there."""
    process, after = proposal.before.process, proposal.after.process
    if not after.steps or not proposal.changes:
        return {}
    working = {role.id for role in process.performers}
    fates = diff(process, after, plan=proposal.planned).roles
    return {fate.before: fate for fate in fates if fate.before in working and fate.after is None and fate.before}


def _takings(gone: Iterable[RoleFate], after: Process) -> Iterator[str]:
    names: dict[str | None, list[str]] = {}
    for fate in gone:
        names.setdefault(fate.to, []).append(fate.name)
    idle = names.pop(None, [])
    for heir, given in names.items():
        yield f"{role_name(heir or '', after)} takes what is left of {listed(given, most=_ROLES)}"
    if idle:
        yield f"nothing is left to do for {listed(idle, most=_ROLES)}"


def roles_told(proposal: Proposal) -> tuple[RoleTold, ...]:
    """Tell of each role what only it can do, what it adds, who could take over, and what becomes of it."""
    process, gone = proposal.before.told, _gone(proposal)
    return tuple(
        RoleTold(
            role_name(proof.role, process),
            fate=_fate(gone.get(proof.role), proposal.after.process),
            stays=proof.role not in gone,
            facts=tuple(_facts(proof, process)),
        )
        for proof in role_proofs(proposal.before)
    )


def _fate(fate: RoleFate | None, after: Process) -> str:
    if fate is None:
        return "stays"
    return f"goes, {role_name(fate.to, after)} takes what is left" if fate.to else "goes, nothing is left to do"


def _facts(proof: RoleProof, process: Process) -> Iterator[str]:
    yield counted(len(proof.steps), "step")
    only = [f"'{process.step(step).name}'" for step in proof.only_it_can]
    yield f"only it can do {listed(only, most=3)}" if only else "nothing that only it can do"
    yield from _added(proof)
    yield _taker(proof, process)
    if proof.unchecked:
        yield "no separation of duties is declared, so none was checked"
    elif proof.separations:
        yield f"{counted(len(proof.separations), 'separation')} checked"
    else:
        yield "no separation concerns it"


def _added(proof: RoleProof) -> Iterator[str]:
    if proof.decisions:
        yield counted(len(proof.decisions), "decision or check", "decisions and checks")
    if proof.used:
        yield f"makes {listed(proof.used, most=3)} for others"
    idle = [item for item in proof.information if item not in proof.used]
    if idle:
        yield f"makes {listed(idle, most=3)} for nobody else"
    if not proof.adds:
        yield "adds nothing that is declared"


def _taker(proof: RoleProof, process: Process) -> str:
    """Say who could take over all that a role does, or why nobody could."""
    if proof.absorbed_by is not None:
        saved = plain(proof.handoffs_saved or 0.0)
        gain = f" and save {saved} {'handoff' if saved == '1' else 'handoffs'} a case" if saved != "0" else ""
        return f"{role_name(proof.absorbed_by, process)} could take over{gain}"
    if proof.kept_apart:
        names = [role_name(role, process) for role in proof.kept_apart]
        return f"separated duties keep {listed(names, most=3)} from taking over"
    if proof.unskilled:
        return f"{counted(len(proof.unskilled), 'step')} without a declared skill, so nobody is known to be able"
    return "nobody else has all its skills"


def held_told(proposal: Proposal) -> tuple[HeldTold, ...]:
    """Tell what holds the steps and roles that are left alone, steps first."""
    process, told = proposal.told_after, proposal.before.quoted_steps.numbered
    left = held(proposal.after, today=proposal.before)
    return tuple(HeldTold(_name(one, process), tuple(told(hold.text) for hold in one.holds)) for one in left)


def holding(proposal: Proposal) -> str:
    """Sum up what holds the steps that stay; empty where nothing does.

    Such as "3 steps are held by the law, 5 by separated duties."
    """
    numbers = dict.fromkeys(_BONDS, 0)
    for one in held(proposal.after, today=proposal.before):
        for by in {hold.by for hold in one.holds} if one.kind == "step" else ():
            numbers[by] += 1
    told = [f"{number:,} by {_BONDS[bond]}" for bond, number in numbers.items() if number]
    return f"Steps that are held: {', '.join(told)}." if told else ""


def _name(one: Held, process: Process) -> str:
    return f"'{process.step(one.at).name}'" if one.kind == "step" else f"The role {role_name(one.at, process)}"
