"""Which roles are needed: by declared skills, by a law or a reason, or only as nobody declared who else could."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import chain

from msgspec.structs import replace

from flowtrim.measures import Survey
from flowtrim.measures.cautions import bound
from flowtrim.model import BINDING, Assign, Release
from flowtrim.redesign.asking_why import reason_of
from flowtrim.redesign.assignment import Assignment, fewest_roles
from flowtrim.redesign.assignment_problem import AssignmentProblem, unskilled
from flowtrim.redesign.hands import apart_today
from flowtrim.redesign.joining import apart_unless_asked, own_work_then
from flowtrim.redesign.left_alone import going_up
from flowtrim.redesign.load import overloading
from flowtrim.redesign.turns import farewell, leaving_roles
from flowtrim.redesign.workbench import Bench
from flowtrim.sentences import say, say_many

MOST_CHOICES = 25_000
"""Pairs of a step and a role that may perform it up to which the assignment is solved."""


def note_choices(bench: Bench) -> None:
    """Note where no step could ever have gone to another role, and why."""
    process = bench.before.process
    if AssignmentProblem.of(bench.before).choices:
        return
    if any(step.skill for step in process.work if step.owner and process.is_ours(step.owner)):
        bench.note(say("No step could go to another role: no skills are declared that two roles share."))
    else:
        bench.note(say("No step could go to another role: no step says which skill it takes."))


def proven(bench: Bench, found: Assignment) -> str:
    """Say how good an assignment is, and that it says nothing of steps of which nobody declared who could do them."""
    bare = len(unskilled(bench.survey))
    if not (bare and found.proven and found.ties_proven):
        return found.words
    return say_many(
        bare,
        "Proven where skills are declared: as long as {number} step that declares none stays with its role, no "
        "assignment that respects the declared skills and duties has fewer handoffs.",
        "Proven where skills are declared: as long as {number} steps that declare none stay with their roles, no "
        "assignment that respects the declared skills and duties has fewer handoffs.",
    )


def demanded(bench: Bench, problem: AssignmentProblem, found: Assignment) -> set[str]:
    """Return the roles that a law or a contract demands, as somebody wrote down with its source: they stay.

    Whoever has decided that one goes has weighed that.
    """
    staying = set()
    for role_id, moves in leaving_roles(bench, problem, found).items():
        role = bench.before.process.role(role_id)
        if role.source and role_id not in bench.to_leave:
            for hold in bound(role):
                bench.refuse(farewell(role_id, moves), rule="handoff-often", reason=hold.text)
                staying.add(role_id)
    return staying


def other_eyes(bench: Bench, problem: AssignmentProblem, found: Assignment) -> set[str]:
    """Return the roles with a good reason that are the other eyes of whoever would take over, or do more than they can.

    They judge what that one does, or a declared separation keeps the two apart today, be it that of a step about which
    it is asked now. That is what such a role is there for: its reason is an answer, and no question is left. Whoever
    has decided that it goes has weighed that. It is said of who does what now: what else would move may stay after all.
    """
    staying = set()
    for role_id, moves in leaving_roles(bench, problem, found).items():
        said = [words for move in moves for words in _own_work(bench, problem, found, moves, move.step)]
        said += [words for move in moves for words in apart_today(bench, move)]
        said += overloading(bench.before, bench.survey, moves)
        if said and role_id not in bench.to_leave and reason_of(bench, bench.before.process.role(role_id)):
            goodbye = farewell(role_id, moves)
            if not any(
                isinstance(one.change, Release) and (one.change.role, one.change.to) == (goodbye.to, role_id)
                for one in bench.refused
            ):
                bench.refuse(goodbye, rule="handoff-often", reason=said[0])
            staying.add(role_id)
    return staying


def _own_work(
    bench: Bench, problem: AssignmentProblem, found: Assignment, moves: Sequence[Assign], step_id: str
) -> Iterator[str]:
    """Say whose own work a step would judge, both with all that moves and if nothing but this role's work does."""
    alone = replace(found, owners={**problem.owners, **{move.step: move.to for move in moves}})
    then = {*own_work_then(bench, problem, found, step_id, judged=False)}
    return (words for words in own_work_then(bench, problem, alone, step_id, judged=False) if words in then)


def smallest_staff(survey: Survey) -> tuple[str, ...] | None:
    """Return the fewest of our own roles, by name, that could do all the work by their declared skills and separations.

    None where nobody can tell: no assignment respects them, none was proven smallest, or there are too many choices.
    """
    return _fewest(survey, AssignmentProblem.of(survey))


def enough_staff(today: Survey, left: Survey, smallest: Collection[str] | None) -> tuple[str, ...] | None:
    """Return the fewest of our own roles that could do what is left, by all that is declared, where that is fewer.

    Beside skills and separations, roles stay that a law, a contract or a good reason asks for, and nobody comes to
    judge what they do themselves, or to look at it twice. None where it takes no fewer than do it, or somebody would
    have no time for it, or is there to approve it.
    """
    process = left.process
    ours = {step.owner for step in process.work if step.owner and process.is_ours(step.owner)}
    if smallest is None or len(smallest) >= len(ours):
        return None
    groundless = {*today.justification.roles.unjustified, *today.justification.roles.weak}
    firm = {role.id for role in process.staff if role.serves in BINDING or (role.why and role.id not in groundless)}
    pairs = apart_unless_asked(left)
    problem = AssignmentProblem.of(left, may=lambda step, _: step.owner not in firm, apart=pairs)
    found = fewest_roles(problem)
    if not isinstance(found, Assignment) or not found.ties_proven:
        return None
    moves = [Assign(step_id, to) for step_id, to in found.owners.items() if to != problem.owners[step_id]]
    roles = tuple(filter(process.is_ours, found.roles))
    too_much = any(overloading(today, left, moves)) or going_up(today, left, problem.owners, moves) is not None
    return None if len(roles) >= len(ours) or too_much else roles


def undeclared_staff(survey: Survey, smallest: Collection[str]) -> tuple[str, ...]:
    """Return those of the fewest roles that no declared skill or separation needs: nobody declared who else could.

    They are those that are not needed once each step that declares no skill may be anybody's. All work needs one role.

    >>> from datetime import date
    >>> from flowtrim.model import Process, Role, Step
    >>> claim = Process("Claim", (Step("log", "Log it", owner="a"), Step("pay", "Pay it", owner="b", skill="money")),
    ...     (Role("a", "A"), Role("b", "B", skills=("money",))))
    >>> undeclared_staff(Survey(claim, today=date(2026, 3, 2)), ("a", "b"))
    ('a',)
    """
    process = survey.process
    bare = {step.id for step in unskilled(survey)}
    theirs = {process.step(step_id).owner for step_id in bare}
    if len(smallest) < 2 or not theirs.intersection(smallest):
        return ()
    ours = {role.id for role in (*process.roles, *process.performers) if process.is_ours(role.id)}
    others, chosen = (_fewest(survey, _opened(survey, bare, roles)) for roles in (ours, smallest))
    if others is None or chosen is None:
        return ()
    needed = chosen if len(chosen) <= len(others) else ()
    return tuple(role for role in smallest if role in theirs and role not in needed)


def _fewest(survey: Survey, problem: AssignmentProblem) -> tuple[str, ...] | None:
    if problem.choices > MOST_CHOICES:
        return None
    fewest = fewest_roles(problem)
    if not isinstance(fewest, Assignment) or not fewest.ties_proven:
        return None
    return tuple(filter(survey.process.is_ours, fewest.roles))


def _opened(survey: Survey, bare: Collection[str], ours: Collection[str]) -> AssignmentProblem:
    """Return who could do what if each of these steps might be done by any of ours; those that no duty binds go."""
    problem = AssignmentProblem.of(survey)
    bound = set(chain(*problem.separate, *problem.together))
    allowed = {
        step_id: tuple(sorted(ours)) if step_id in bare else _among(roles, ours, survey)
        for step_id, roles in problem.allowed.items()
        if step_id in bound or step_id not in bare
    }
    owners = {step_id: problem.owners[step_id] for step_id in allowed}
    return replace(problem, allowed=allowed, owners=owners, weights={})


def _among(roles: tuple[str, ...], ours: Collection[str], survey: Survey) -> tuple[str, ...]:
    """Return those of some roles that are among these, or others' as partners are."""
    return tuple(role for role in roles if role in ours or not survey.process.is_ours(role))
