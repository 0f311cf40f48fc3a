"""What to ask people, in the order of what is at stake."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from flowtrim.measures import Survey
from flowtrim.measures.elevator import spoken_seconds
from flowtrim.model import Step
from flowtrim.redesign.proposal import Question
from flowtrim.sentences import quoted, say


def questions(survey: Survey, safe: Survey) -> tuple[Question, ...]:
    """Return the steps and roles that nobody was asked about, by handoffs, seconds to tell and hours.

    Where one role does everything, somebody has to: why it is there is no question. Nor is it of what goes without
    asking, which ``safe`` has no more.
    """
    process = survey.process
    seconds = seconds_told(survey)
    steps = [about_step(survey, process.step(step_id), seconds) for step_id in survey.justification.unasked]
    unasked = survey.justification.roles.unasked if survey.roles > 1 else ()
    gone = {role.id for role in process.performers} - {role.id for role in safe.process.performers}
    roles = [about_role(survey, role_id, seconds) for role_id in unasked if role_id not in gone]
    found = [*steps, *roles]
    return tuple(sorted(found, key=lambda one: (-round(one.handoffs, 9), -round(one.seconds, 9), -(one.hours or 0.0))))


def about_step(survey: Survey, step: Step, seconds: Mapping[str | None, float]) -> Question:
    """Return what to ask of a step, with what is at stake; ``seconds`` is how long each step takes to tell."""
    return Question(
        at=step.id,
        text=_why(survey, step),
        handoffs=_handoffs(survey, step),
        seconds=seconds.get(step.id, 0.0),
        hours=_hours(survey, [step]),
    )


def _why(survey: Survey, step: Step) -> str:
    process, name = survey.process, quoted(step.name, len(step.name))
    if step.owner is not None:
        role = quoted(process.role(step.owner).name)
        if process.is_by_partner(step):
            return say("Why do we need {name} from {role}?", name=name, role=role)
        if process.is_customer(step.owner):
            return say("Why does {role} have to do {step}?", role=role, step=name)
    return say("Why is {step} there?", step=name)


def about_role(survey: Survey, role_id: str, seconds: Mapping[str | None, float]) -> Question:
    """Return what to ask of a role, with what is at stake; ``seconds`` is how long each step takes to tell."""
    process = survey.process
    mine = [step for step in process.work if step.owner == role_id]
    given = (cell.expected or 0.0 for cell in survey.handoff_matrix if role_id in (cell.giver, cell.taker))
    return Question(
        at=role_id,
        text=say("Why does it take the role {role}?", role=quoted(process.role(role_id).name)),
        handoffs=sum(given),
        seconds=sum(seconds.get(step.id, 0.0) for step in mine),
        hours=_hours(survey, mine),
    )


def seconds_told(survey: Survey) -> dict[str | None, float]:
    """Return how long each step takes to tell; under None what is said of the process as a whole."""
    told: dict[str | None, float] = defaultdict(float)
    for part in survey.elevator.parts:
        told[part.step] += spoken_seconds(part.sentence, survey.elevator.language, survey.limits)
    return dict(told)


def _handoffs(survey: Survey, step: Step) -> float:
    """Return the expected handoffs of a case into and out of a step; flows where visits are unknown."""
    graph, visits = survey.graph, survey.visits
    flows = [(step.id, target) for target in graph.work_after[step.id]]
    flows += [(source, step.id) for source in graph.work_before[step.id]]
    total = 0.0
    for source, target in flows:
        owners = graph.owner(source), graph.owner(target)
        if None not in owners and owners[0] != owners[1]:
            often = visits[source]
            total += 1.0 if often is None else often * graph.work_after[source][target]
    return total


def _hours(survey: Survey, steps: list[Step]) -> float | None:
    """Return the hours a year, where times and volume are declared."""
    volume = survey.process.volume
    done = [(survey.visits[step.id], step.takes) for step in steps if step.takes is not None]
    if volume is None or not done or any(often is None for often, _ in done):
        return None
    return sum((often or 0.0) * (takes or 0.0) for often, takes in done) * volume.per_year / 60.0
