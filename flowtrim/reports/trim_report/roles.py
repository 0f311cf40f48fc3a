"""Roles in a proposal: what each is good for, which go and to whom, and what holds those steps and roles that stay."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec import Struct

from flowtrim.changes import RoleFate
from flowtrim.changes.difference.diff import diff
from flowtrim.measures import Survey
from flowtrim.measures.figures import is_trifle
from flowtrim.model import BINDING, Process, Role
from flowtrim.redesign import Proposal, RoleProof, role_proofs
from flowtrim.redesign.holding import Held, held
from flowtrim.reports.gain_text import role_name
from flowtrim.reports.trim_report.stages import Told
from flowtrim.sentences import LONGEST_NAME, Message, counted, listed, marked, quoted, quoted_list, say, say_many

_ROLES = 8
"""So many names stand in a sentence."""
_BONDS = {
    "law": marked("{number} by the law"),
    "contract": marked("{number} by a contract"),
    "separation": marked("{number} by separated duties"),
    "partner": marked("{number} by another house that does them"),
    "refusals": marked("{number} by what they refused"),
    "only-decision": marked("{number} by a choice that somebody has to make"),
    "notice": marked("{number} by telling who is refused or how a case ended"),
    "only-maker": marked("{number} by being the only maker of something needed"),
    "update": marked("{number} by what they change that was there before"),
    "only-skill": marked("{number} by a skill that only one role declares"),
}


class RoleTold(Struct, frozen=True):
    """A role: what becomes of it, and what is declared of it, in phrases; ``stays`` with steps of its own."""

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
        yield from _takings(gone.values(), proposal.after.process)
    if without := [proposal.after.process.role(role).name for role in _without_steps(proposal, gone)]:
        roles = listed(without, most=_ROLES)
        yield say_many(
            len(without),
            "{roles} is left without a step of its own.",
            "{roles} are left without steps of their own.",
            roles=roles,
        )
    yield from _staff(proposal)


def _staff(proposal: Proposal) -> Iterator[Message]:
    """Say which roles would be enough, where that is fewer, and which stay only because of what nobody declared."""
    after = proposal.after.process
    if (enough := proposal.enough) is not None:
        who = listed((role_name(role, after) for role in enough), most=_ROLES)
        number = counted(len(enough), "role")
        yield say("By all that is declared, {number} would be enough for this work: {roles}.", number=number, roles=who)
    undeclared = [role for role in proposal.undeclared if after.role(role).serves not in BINDING]
    if undeclared:
        yield say_many(
            len(undeclared),
            "{roles} stays because nobody declared who else could do its steps.",
            "{roles} stay because nobody declared who else could do their steps.",
            roles=listed((role_name(role, after) for role in undeclared), most=_ROLES),
        )


def _gone(proposal: Proposal) -> Mapping[str, RoleFate]:
    """Return the roles that performed steps and are no longer there."""
    process, after = proposal.before.process, proposal.after.process
    if not after.steps or not proposal.changes:
        return {}
    working = {role.id for role in process.performers}
    fates = diff(process, after, plan=proposal.planned).roles
    return {fate.before: fate for fate in fates if fate.before in working and fate.after is None and fate.before}


def _without_steps(proposal: Proposal, gone: Collection[str]) -> tuple[str, ...]:
    """Return the roles of ours that performed steps, perform none any more, and are there for something else."""
    after = proposal.after.process
    if not after.steps or not proposal.changes:
        return ()
    left = {role.id for role in after.staff}
    return tuple(role.id for role in proposal.before.process.staff if role.id not in {*left, *gone})


def _takings(gone: Iterable[RoleFate], after: Process) -> Iterator[Message]:
    names: dict[str | None, list[str]] = {}
    for fate in gone:
        names.setdefault(fate.to, []).append(fate.name)
    idle = names.pop(None, [])
    for heir, given in names.items():
        heirs = {"roles": listed(given, most=_ROLES), "heir": role_name(heir or "", after)}
        yield say_many(
            len(given), "What {roles} still does goes to {heir}.", "What {roles} still do goes to {heir}.", **heirs
        )
    if idle:
        yield say("Nothing is left to do for {roles}.", roles=listed(idle, most=_ROLES))


def roles_told(proposal: Proposal, told: Told) -> tuple[RoleTold, ...]:
    """Tell of each role what only it can do, what it adds, who could take over, and what becomes of it."""
    process, gone = proposal.before.told, _gone(proposal)
    without = _without_steps(proposal, gone)

    def fate(role_id: str) -> Message:
        after = proposal.told_after
        return _still(after.role(role_id), after) if role_id in without else _fate(gone.get(role_id), after)

    return tuple(
        RoleTold(
            role_name(proof.role, process),
            fate=told(fate(proof.role)),
            stays=proof.role not in {*gone, *without},
            facts=tuple(map(told, _facts(proof, process))),
        )
        for proof in role_proofs(proposal.before)
    )


def _fate(fate: RoleFate | None, after: Process) -> Message:
    if fate is None:
        return say("stays")
    if fate.to:
        return say("goes, {heir} takes what is left", heir=role_name(fate.to, after))
    return say("goes, nothing is left to do")


def _still(role: Role, after: Process) -> Message:
    """Say what a role is still there for that performs no step any more."""
    kpis = [kpi.name for kpi in after.kpis if kpi.owner in (role.id, role.name)]
    if kpis:
        return say_many(
            len(kpis),
            "left without a step of its own; still answers for the KPI {kpis}",
            "left without a step of its own; still answers for the KPIs {kpis}",
            kpis=quoted_list(kpis),
        )
    if after.owner in (role.id, role.name):
        return say("left without a step of its own; still answers for the process")
    if answering := [step.name for step in after.work if step.accountable == role.id]:
        return say("left without a step of its own; still answers for {steps}", steps=quoted_list(answering))
    if helping := [step.name for step in after.work if role.id in step.alongside]:
        return say("left without a step of its own; still does {steps} with others", steps=quoted_list(helping))
    return say("left without a step of its own")


def _facts(proof: RoleProof, process: Process) -> Iterator[Message]:
    yield counted(len(proof.steps), "step")
    only = listed((quoted(process.step(step).name) for step in proof.only_it_can), most=3)
    yield say("only it can do {steps}", steps=only) if proof.only_it_can else say("nothing that only it can do")
    yield from _added(proof)
    yield _taker(proof, process)
    if proof.unchecked:
        yield say("no separation of duties is declared, so none was checked")
    elif proof.separations:
        yield say_many(len(proof.separations), "{number} separation checked", "{number} separations checked")
    else:
        yield say("no separation concerns it")


def _added(proof: RoleProof) -> Iterator[Message]:
    if proof.decisions:
        yield say_many(len(proof.decisions), "{number} decision or check", "{number} decisions and checks")
    if proof.used:
        yield say("makes {things} for others", things=listed(proof.used, most=3))
    idle = [item for item in proof.information if item not in proof.used]
    if idle:
        yield say("makes {things} for nobody else", things=listed(idle, most=3))
    if not proof.adds:
        yield say("adds nothing that is declared")


def _taker(proof: RoleProof, process: Process) -> Message:
    """Say who could take over all that a role does today, or why nobody could."""
    if proof.absorbed_by is not None:
        taker, saved = role_name(proof.absorbed_by, process), proof.handoffs_saved or 0.0
        if is_trifle(saved, 0.0, in_a_case=True):
            return say("{role} could take over", role=taker)
        handoffs = counted(round(saved, 2), "handoff")
        return say("{role} could take over and save {handoffs} a case", role=taker, handoffs=handoffs)
    if proof.kept_apart:
        names = listed((role_name(role, process) for role in proof.kept_apart), most=3)
        return say("today separated duties keep {roles} from taking over", roles=names)
    if proof.unskilled:
        return say_many(
            len(proof.unskilled),
            "{number} step without a declared skill, so nobody is known to be able",
            "{number} steps without a declared skill, so nobody is known to be able",
        )
    return say("nobody else has all its skills")


def held_told(proposal: Proposal, told: Told) -> tuple[HeldTold, ...]:
    """Tell what holds the steps and roles that are left alone, steps first."""
    process = proposal.told_after
    left = held(proposal.after, today=proposal.before)
    return tuple(HeldTold(told(_name(one, process)), tuple(_holds(one, proposal.before, told))) for one in left)


def _holds(one: Held, before: Survey, told: Told) -> Iterator[str]:
    """Tell what holds a step or role; a step that is called as a role is, is one where skills are told."""
    performed = [step.id for step in before.process.work if step.owner == one.at]
    for hold in one.holds:
        about = "->".join(performed) if one.kind == "role" and hold.by == "only-skill" else ""
        yield before.quoted_steps.numbered(told(hold.text), about)


def holding(proposal: Proposal, told: Told) -> str:
    """Sum up what holds the steps that stay; empty where nothing does.

    Such as "Steps that are held: 3 by the law, 5 by separated duties."
    """
    numbers = dict.fromkeys(_BONDS, 0)
    for one in held(proposal.after, today=proposal.before):
        for by in {hold.by for hold in one.holds} if one.kind == "step" else ():
            numbers[by] += 1
    bonds = tuple(
        Message(words.format(number=f"{number:,}"), words, {"number": number})
        for words, number in ((_BONDS[bond], number) for bond, number in numbers.items() if number)
    )
    listing = Message(", ".join(bonds), "{bonds}", {"bonds": bonds})
    return told(say("Steps that are held: {bonds}.", bonds=listing)) if bonds else ""


def _name(one: Held, process: Process) -> Message:
    if one.kind == "step":
        name = process.step(one.at).name
        return quoted(name, max(len(name), LONGEST_NAME))
    return say("The role {role}", role=role_name(one.at, process))
