"""What to ask people, in the order of what is at stake."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from flowtrim.measures import Survey
from flowtrim.measures.cautions import Cautions
from flowtrim.measures.dead_steps import refusals_to_weigh
from flowtrim.measures.letting_go import needed_without_answer
from flowtrim.measures.stakes import stakes
from flowtrim.model import Step
from flowtrim.sentences import Message, quoted, quoted_list, say


class Question(Struct, frozen=True):
    """A question to put to people, with what would be saved: handoffs of a case, seconds told, hours a year."""

    at: str
    text: str
    handoffs: float
    seconds: float
    hours: float | None


def questions(survey: Survey, safe: Survey, after: Survey) -> tuple[Question, ...]:
    """Return what to ask of the steps and roles that nobody was asked about, that with most at stake first.

    Where one role does everything, somebody has to: why it is there is no question. Nor is it of what goes without
    asking, which ``safe`` has no more. What the few refusals of an approval or check saved is asked as well, where it
    stays, as ``after`` has it. So is whether who takes what a step without a reason makes could do without it.
    """
    process, at_stake = survey.process, stakes(survey)
    unasked = survey.justification.roles.unasked if survey.roles > 1 else ()
    gone = {role.id for role in process.performers} - {role.id for role in safe.process.performers}
    steps = [(step, _why(survey, process.step(step)), at_stake.of_step(step)) for step in at_stake.to_ask()]
    roles = [(role, _why_role(survey, role), at_stake.of_role(role)) for role in unasked if role not in gone]
    refusals = [
        (step.id, _what_saved(step), at_stake.of_step(step.id))
        for step in refusals_to_weigh(survey)
        if step.id not in survey.justification.unasked and after.process.has_step(step.id)
    ]
    makers = [(step.id, text, at_stake.of_step(step.id)) for step, text in _only_passed_on(survey, after)]
    found = sorted([*steps, *roles, *refusals, *makers], key=lambda one: one[2].order)
    return tuple(Question(at, text, stake.handoffs, stake.seconds, stake.hours) for at, text, stake in found)


def _why(survey: Survey, step: Step) -> Message:
    process, name = survey.process, quoted(step.name, len(step.name))
    if step.owner is not None:
        role = quoted(process.role(step.owner).name)
        if process.is_by_partner(step):
            return say("Why do we need {name} from {role}?", name=name, role=role)
        if process.is_customer(step.owner):
            return say("Why does {role} have to do {step}?", role=role, step=name)
    return say("Why is {step} there?", step=name)


def _what_saved(step: Step) -> Message:
    made, refused = (step.decisions.made, step.decisions.refused) if step.decisions else (0, 0)
    name = quoted(step.name, len(step.name))
    return say("{step} refused {refused} of {made}: what did that save?", step=name, refused=refused, made=made)


def _only_passed_on(survey: Survey, after: Survey) -> Iterator[tuple[Step, Message]]:
    """Yield the steps of which nobody can say what they are for, and that stay only since another takes what they make.

    Perhaps it could take what they are made from: an order is copied, and the copy is checked against the order.
    """
    process, cautions = survey.process, Cautions(survey.graph)
    for step, taker in ((process.step(one), process.step(other)) for one, other in _enabling(survey, after)):
        if step.inputs and {hold.by for hold in cautions.holds(step)} == {"only-maker"}:
            yield (
                step,
                say(
                    "Nobody could say what {step} is there for: could {taker} take {items} itself?",
                    step=quoted(step.name, len(step.name)),
                    taker=quoted(taker.name),
                    items=quoted_list(step.inputs),
                ),
            )


def _enabling(survey: Survey, after: Survey) -> Iterator[tuple[str, str]]:
    """Yield the steps that stay and have no reason, as somebody said, with the step that needs what they make."""
    unanswered = needed_without_answer(survey)
    for step_id, taker in survey.justification.enabled_by.items():
        if step_id in unanswered and after.process.has_step(step_id) and after.process.has_step(taker):
            yield step_id, taker


def _why_role(survey: Survey, role_id: str) -> Message:
    return say("Why does it take the role {role}?", role=quoted(survey.process.role(role_id).name))
