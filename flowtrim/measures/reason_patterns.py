"""What may speak against a role: for each sign one question, and one sentence as the answer.

See docs/theory.md#signs-of-a-redundant-role.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

from flowtrim.measures.approval_branches import is_for_larger
from flowtrim.measures.four_eyes import judged_work, second_looks
from flowtrim.measures.justification import asked_roles
from flowtrim.measures.passing_on import pass_through_share
from flowtrim.measures.reasons import LONGEST_NAME
from flowtrim.measures.role_evidence import Evidence
from flowtrim.measures.rubber_stamp import is_rubber_stamp
from flowtrim.measures.term_amounts import costs, summed
from flowtrim.measures.value import SERVED
from flowtrim.measures.workload import is_notable_work, is_worth_it
from flowtrim.model import Role, Step
from flowtrim.sentences import Digits, percent, quoted, quoted_list, say

Sign = Literal[
    "who-idle", "who-informed-only", "who-unjustified", "who-pass-through", "who-rubber-stamp", "who-serial-approver",
    "who-subsumed", "who-sandwich", "who-overlap", "who-underloaded",
]  # fmt: skip
"""The name of the rule that says so."""

MOSTLY = 0.9
"""The share of its turns from which on a role lies between two of the same other role; a figure of ours."""

HARDLY = 0.0005
"""The share of the work from which on it is told in tenths of a percent without being 0."""


def signs(evidence: Evidence) -> Mapping[str, Mapping[Sign, str]]:
    """Return what speaks against each role that is asked why it is there: a sentence for each sign, in one order."""
    return {role.id: _against(evidence, role) for role in asked_roles(evidence.process)}


def _against(evidence: Evidence, role: Role) -> Mapping[Sign, str]:
    return {sign: answer for sign, ask in QUESTIONS.items() if (answer := ask(evidence, role))}


def names(items: Iterable[Step | Role]) -> str:
    """Return the names of steps or roles as a list in a sentence, the first few of many."""
    return quoted_list((item.name for item in items), longest=LONGEST_NAME)


def _idle(evidence: Evidence, role: Role) -> str | None:
    helps = any(role.id in step.alongside for step in evidence.process.work)
    if role.id in evidence.raci.matrix or helps or evidence.stays_without_work(role):
        return None
    return say("It performs no step and answers for none.")


def _informed_only(evidence: Evidence, role: Role) -> str | None:
    if role.id not in evidence.informed_only or evidence.answers_for_more(role):
        return None
    steps = tuple(map(evidence.process.step, evidence.raci.matrix[role.id]))
    if not any(role.id in step.consults for step in steps):
        return say("It is only told of {steps}: a report can do that.", steps=names(steps))
    if evidence.has_good_reason(role) or evidence.is_called_for(role):
        return None  # a report can be read, and not be asked
    return say("It does nothing itself and is only asked, at {steps}.", steps=names(steps))


def _unjustified(evidence: Evidence, role: Role) -> str | None:
    reasons, steps = evidence.justification, evidence.work(role)
    if role.id in evidence.hollow:
        unasked = [step for step in steps if step.id in evidence.unasked]
        return _hollow(steps, unasked)
    if role.id in reasons.roles.unasked:
        return say("Nobody was asked yet why the role is needed.")
    return say("Nobody could say why the role is needed.") if role.id in reasons.roles.unjustified else None


def _hollow(steps: Sequence[Step], unasked: Sequence[Step]) -> str:
    if len(unasked) == len(steps):
        return say("Nobody was asked yet why it does what it does: {steps}.", steps=names(steps))
    if not unasked:
        return say("Nothing that it does has a reason: {steps}.", steps=names(steps))
    return say(
        "Nothing that it does has a reason: {steps}. Nobody was asked yet about {unasked}.",
        steps=names(steps),
        unasked=names(unasked),
    )


def _pass_through(evidence: Evidence, role: Role) -> str | None:
    steps = evidence.work(role)
    justified = evidence.justification.justified
    # A step with an adequate reason that serves somebody does more than pass work on, whatever its kind.
    if any(step.id in justified and step.serves in SERVED for step in steps):
        return None
    taken = {item for step in evidence.process.work if step.owner != role.id for item in step.inputs}
    made = (step for step in steps if step.kind in ("store", "notify") and step.id in justified)
    if any(not taken.isdisjoint({*step.outputs} - {*step.inputs}) for step in made):
        return None  # a scan is more than what was scanned, and word of a payment more than the payment
    if (pass_through_share(steps, evidence.visits) or 0.0) < 1.0 - 1e-9:
        return None
    return say("It only passes work on or holds it: {steps}.", steps=names(steps))


def _rubber_stamp(evidence: Evidence, role: Role) -> str | None:
    steps = evidence.work(role)
    if not steps or not all(is_rubber_stamp(step, evidence.limits) for step in steps):
        return None
    if any(step.serves == "risk" and step.decisions and step.decisions.refused for step in steps):
        return None  # what its refusals saved is a question, and no proof against it
    counts = [step.decisions for step in steps if step.decisions]
    made, refused = sum(count.made for count in counts), sum(count.refused for count in counts)
    if not refused:
        return say("It only approves and checks, and refused none of {made} cases.", made=made)
    return say("It only approves and checks, and refused {refused} of {made} cases.", refused=refused, made=made)


def _serial_approver(evidence: Evidence, role: Role) -> str | None:
    steps = evidence.work(role)
    earlier = [evidence.process.step(e) for e in map(evidence.serial_approvals.get, (s.id for s in steps)) if e]
    if not steps or len(earlier) < len(steps) or any(step.owner == role.id for step in earlier):
        return None
    before = quoted_list(dict.fromkeys(step.name for step in earlier), longest=LONGEST_NAME)
    return say(
        "It only approves again what was approved before, with nothing new to look at: after {steps}.", steps=before
    )


def takers_of(evidence: Evidence, role: Role) -> tuple[Role, ...]:
    """Return who could take over all that a role does, as it is asked: who can, and where nothing stands against it.

    A role stays that a law or a contract demands with its source, or that for a good reason looks at the work of who
    would take over, or at what they look at too, or does more than they do; and what moves does not cost more there
    than it is worth.
    """
    able = () if evidence.is_demanded(role) else evidence.able.takers(role.id)
    if able and evidence.has_good_reason(role):
        looks = [judged_work(evidence.graph, through=far) for far in ((), ("records", "checks"))]
        steps = {step.id for step in evidence.work(role)}
        works = {work for step_id in steps for judged in looks for work in judged.get(step_id, ())}
        twice = (pair for pair in second_looks(evidence.graph, looks[1]) if not steps.isdisjoint(pair))
        seen = {evidence.graph.owners[one] for one in works.union(*twice) - steps}
        able = tuple(one for one in able if one.id not in seen and not _does_more(evidence, role, one))
    return tuple(one for one in able if not _is_too_dear(evidence, role, one))


def _does_more(evidence: Evidence, role: Role, other: Role) -> bool:
    """Whether a role works more than all that another one does here, and that is no small thing, as far as is known."""
    works = (evidence.work(one) for one in (role, other))
    times = [sum((step.takes or 0.0) * (evidence.visits[step.id] or 0.0) for step in steps) for steps in works]
    known = all(step.takes is not None for step in evidence.work(other))
    return known and times[0] > times[1] and is_notable_work(evidence.process, times[0])


def _is_too_dear(evidence: Evidence, role: Role, other: Role) -> bool:
    """Whether all that a role does costs more with another one than the handoffs between them are worth."""
    volume = evidence.process.volume
    if volume is None or role.rate is None or other.rate is None or other.rate <= role.rate:
        return False
    minutes = sum((step.takes or 0.0) * (evidence.visits[step.id] or 0.0) for step in evidence.work(role))
    more, saved = (other.rate - role.rate) * minutes / 60, evidence.handoffs_between(role.id, other.id)
    cost = summed(evidence.visits, costs(evidence.process)) or 0.0
    return round(more * volume.per_year) > 0 and not is_worth_it(more, saved=saved or 0.0, rate=other.rate, cost=cost)


def _subsumed(evidence: Evidence, role: Role) -> str | None:
    # whoever approves the work of others, or stands in for them, is to know all of it: that proves nothing
    takers = [one for one in takers_of(evidence, role) if not (evidence.is_superior(one, role) or _act(one, role))]
    return say("Every skill that its steps need is declared by {roles} too.", roles=names(takers)) if takers else None


def _act(one: Role, other: Role) -> bool:
    """Whether one of two roles acts for the other: then it has to be able to do the same."""
    return other.id == one.deputy or one.id == other.deputy


def _sandwich(evidence: Evidence, role: Role) -> str | None:
    found = evidence.sandwiches.get(role.id)
    if found is None or found.share < MOSTLY or evidence.is_called_for(role):
        return None
    steps = evidence.work(role)
    if any(step.decisions and step.decisions.refused for step in steps):
        return None  # what it sends back is not all that comes to it
    if any(map(evidence.does_the_work, steps)):
        return None  # the role around it only hands it out and takes it back
    between = evidence.process.role(found.between)
    if all(is_for_larger(evidence.graph, step) for step in steps) or _is_asked_for(evidence, role, between):
        return None
    around = quoted(between.name, LONGEST_NAME)
    if found.share > 1 - HARDLY:
        return say("Work comes to it from {role} and goes straight back, every time.", role=around)
    often = percent(found.share)
    return say("Work comes to it from {role} and goes straight back, {share} of the time.", role=around, share=often)


def _is_asked_for(evidence: Evidence, role: Role, between: Role) -> bool:
    """Whether another role turns to a role for what it cannot do itself: a skill, an answer, or the work proper."""
    works = len(evidence.work(role)) >= len(evidence.work(between)) > 1
    return works or evidence.only_answers(role) or evidence.has_own_skill(role, between)


def _overlap(evidence: Evidence, role: Role) -> str | None:
    other, share = evidence.overlaps.get(role.id, ("", 0.0))
    if share <= evidence.limits.role_overlap:
        return None
    like = evidence.process.role(other)
    if evidence.is_superior(role, like) or evidence.is_superior(like, role) or _act(role, like):
        return None  # who judges the work of another has to know it
    both = percent(share)
    return say("Of what it and {role} can do, both can do {share}.", role=names([like]), share=both)


def _underloaded(evidence: Evidence, role: Role) -> str | None:
    steps = evidence.work(role)
    share = evidence.share_of_work(steps) if steps else None
    if not share or share >= evidence.limits.underloaded_share or evidence.is_called_for(role):
        return None
    if evidence.has_good_reason(role) or any(step.decisions and step.decisions.refused for step in steps):
        return None  # to decide takes little time, and so does what is seldom needed
    if any(step.serves == "customer" and step.id in evidence.justification.justified for step in steps):
        return None  # nor is a word to the customer worth less for being short
    if any(step.skill in (role.skills or ()) for step in evidence.able.only_it_can(role.id)):
        return None  # nor is a rare skill of less use for that
    if share < HARDLY:
        return say("It does hardly any of the work.")
    return say("It does {share} of the work.", share=Digits(f"{share:.1%}"))


QUESTIONS: Mapping[Sign, Callable[[Evidence, Role], str | None]] = {
    "who-idle": _idle,
    "who-informed-only": _informed_only,
    "who-unjustified": _unjustified,
    "who-pass-through": _pass_through,
    "who-rubber-stamp": _rubber_stamp,
    "who-serial-approver": _serial_approver,
    "who-subsumed": _subsumed,
    "who-sandwich": _sandwich,
    "who-overlap": _overlap,
    "who-underloaded": _underloaded,
}
