"""What trimming leaves alone because something holds it, and what that is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from flowtrim.graph.choices import with_choice
from flowtrim.measures import Survey
from flowtrim.measures.capability import Capabilities
from flowtrim.measures.cautions import Cautions, Hold, bound
from flowtrim.measures.choices import decides, found_for
from flowtrim.measures.reason_patterns import names
from flowtrim.model import Role, Step
from flowtrim.sentences import say, say_many

_DUTIES = frozenset({"law", "contract", "separation", "refusals"})


class Held(Struct, frozen=True):
    """A step or role that stays, with everything that holds it; ``at`` is its id."""

    at: str
    kind: Literal["step", "role"]
    holds: tuple[Hold, ...]


def held(survey: Survey, *, today: Survey | None = None) -> tuple[Held, ...]:
    """Name what holds the steps of a process that may not go without asking, and then the roles.

    ``today`` is the process as it stands, where ``survey`` is what a plan makes of it: that nobody else has a skill
    is told of the roles that stay only where it holds without the plan as well, and so is that a step decides.

    Steps, as they are told: law, contract and separated duties; and of those that have no good reason of their own also
    that only they make something needed, or choose the way on. Roles: law and contract, a skill that nobody else
    declares, and separated duties where another role has all the skills. Customers, partners and systems are not named.

    >>> from datetime import date
    >>> from flowtrim.model import Process, Step
    >>> release = Process("Release", separate=(("make", "test"),), steps=(
    ...     Step("make", "Make it", owner="Plant", outputs=("batch",), why="The pharmacy orders it for its patients."),
    ...     Step("test", "Test it", owner="Lab", serves="law", source="Article 11", why="The law wants two pairs.")))
    >>> [(one.at, [hold.by for hold in one.holds]) for one in held(Survey(release, today=date(2026, 3, 2)))]
    [('make', ['separation']), ('test', ['law', 'separation'])]
    """
    return (*_steps(survey, today or survey), *_roles(survey, today or survey))


def _steps(survey: Survey, today: Survey) -> Iterator[Held]:
    process, reasons = survey.process, survey.justification
    cautions = Cautions(survey.graph)
    resting = found_for(today.graph)
    founded = reasons.justified.difference(reasons.enabled_by)
    for step in (with_choice(survey.graph, process.step(one)) for one in survey.graph.reading_order):
        if not step.is_work:
            continue
        holds = tuple(
            hold
            for hold in cautions.holds(step)
            if hold.by != "bringing"  # a handoff stays as well, so there is somebody to bring it
            and (hold.by != "only-decision" or step.id in resting or _decides(today, step))
        )
        if any(hold.by in _DUTIES or step.id not in founded for hold in holds):
            yield Held(step.id, "step", holds)


def _decides(today: Survey, step: Step) -> bool:
    """Whether a choice is a step's own today, and did not only fall to it by a plan."""
    return not today.process.has_step(step.id) or decides(with_choice(today.graph, today.process.step(step.id)))


def _roles(survey: Survey, today: Survey) -> Iterator[Held]:
    able, stay = today.evidence.able, {role.id for role in survey.evidence.able.workers}
    for role in (role for role in able.workers if role.id in stay and len(able.workers) > 1):
        holds = (*bound(role), *_skills(able, role), *_kept_apart(able, role))
        if holds:
            yield Held(role.id, "role", holds)


def _skills(able: Capabilities, role: Role) -> Iterator[Hold]:
    only = able.only_it_can(role.id)
    if only:
        yield Hold("only-skill", say("Only it declares the skill for {steps}.", steps=names(only)))


def _kept_apart(able: Capabilities, role: Role) -> Iterator[Hold]:
    """Yield what keeps others that have all its skills from taking over: a declared separation for each of them."""
    capable = able.capable(role.id)
    if capable and not able.takers(role.id):
        words = say_many(
            len(capable),
            "{roles} has its skills, but separated duties keep their work apart.",
            "{roles} have its skills, but separated duties keep their work apart.",
            roles=names(capable),
        )
        yield Hold("separation", words)
