"""Stage 3, who: the assignment with the fewest expected handoffs, one change of hands at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from flowtrim.measures import Survey
from flowtrim.measures.cautions import BINDING, self_judged
from flowtrim.measures.four_eyes import judged_work
from flowtrim.model import Assign, Release, Step
from flowtrim.redesign.asking_why import against_leaving, release_idle
from flowtrim.redesign.assignment import (
    SLACK,
    Assignment,
    Impossible,
    count_handoffs,
    fewest_roles,
    greatest_gain_first,
)
from flowtrim.redesign.assignment_problem import AssignmentProblem, Groups
from flowtrim.redesign.hands import about_hands, authority, upwards
from flowtrim.redesign.units import Units
from flowtrim.redesign.workbench import Bench
from flowtrim.sentences import Message, listed, quoted, quoted_list, say, say_many

RULE = "handoff-often"
MOST_CHOICES = 25_000
"""Pairs of a step and a role that may perform it up to which the assignment is solved."""


def ask_who(bench: Bench) -> None:
    """Hand steps to those who can do them with the fewest handoffs, the greatest gain first.

    What is refused, or not to be asked about yet, stays where it is, and the rest is solved for itself: a part of an
    assignment may break what the whole of it keeps.
    """
    solved = _solved(bench)
    if solved is None:
        return
    problem, found = solved
    bench.begin("who", found.changed)
    leaving = _leaving(bench, problem, found)
    for step_id in greatest_gain_first(problem, found):
        moves = leaving.get(role_id := problem.owners[step_id])
        if moves is None:
            _hand_over(bench, problem, found, step_id)
        elif moves[0].step == step_id:
            _let_go(bench, problem, found, role_id, moves)
    release_idle(bench)
    bench.end()
    bench.note(found.words)


def note_choices(bench: Bench) -> None:
    """Note where no step could ever have gone to another role."""
    if not AssignmentProblem.of(bench.before).choices:
        bench.note(say("No step could go to another role: no skills are declared that two roles share."))


def _solved(bench: Bench) -> tuple[AssignmentProblem, Assignment] | None:
    """Solve who does what; as long as nothing is asked, no role that may have a reason is left with nothing.

    Nor is a duty mended then that somebody breaks today: that may take a handoff, or a role more.
    """
    pairs = _judged_pairs(bench.survey) if bench.only_safe else ()
    stays = {step.owner for step in bench.survey.process.work if step.owner and bench.is_to_stay(step.owner)}
    asked: set[str] = set()  # whether such a role goes is asked later: until then it is given nothing either
    handed = _handed(bench) | _done_together(bench.survey)

    def may(step: Step, role_id: str) -> bool:
        if step.id in handed or step.owner in stays or role_id in asked | bench.passed_over:
            return False  # once handed over it stays there, or two that are as good could take it in turns for ever
        safe = step.serves not in BINDING and not (*authority(step), *upwards(bench.before, step, role_id))
        return bench.allows(Assign(step.id, role_id), safe=safe)

    def posed() -> AssignmentProblem:
        problem = AssignmentProblem.of(bench.survey, may=may, apart=pairs, leaving=bench.to_leave - stays)
        return problem.unmended if bench.only_safe else problem

    problem = posed()
    if problem.choices > MOST_CHOICES:
        bench.note(say("So many roles could do so many steps that no best assignment was looked for."))
        return None
    found = bench.solve(problem)
    while staying := _staying(bench, found) - stays:
        stays |= staying
        asked |= staying if bench.only_safe else set()
        problem = posed()
        found = bench.solve(problem)
    bench.conflict = found.words if isinstance(found, Impossible) else _unkept(bench)
    if isinstance(found, Impossible):
        return None
    return (problem, found) if problem.choices or found.changed else None


def _unkept(bench: Bench) -> str | None:
    """Return why nobody could keep all duties, whatever is asked, where what is safe mends none of them."""
    return Units(AssignmentProblem.of(bench.survey)).conflict if bench.only_safe else None


def _handed(bench: Bench) -> set[str]:
    """Return the steps that changed hands already, among what is safe or among what is asked."""
    giving = (one for one in bench.changes if isinstance(one.change, Assign | Release) and one.safe == bench.only_safe)
    return {step_id for one in giving for step_id in one.steps}


def _done_together(survey: Survey) -> set[str]:
    """Return the steps that several roles do at one time, and those that follow: who gets what is settled there."""
    shared = {step.id for step in survey.process.work if step.alongside}
    return shared.union(*(survey.graph.work_after.get(step_id, ()) for step_id in shared))


def _staying(bench: Bench, found: Assignment | Impossible) -> set[str]:
    """Return the roles whose work stays where it is, after all: those that nobody empties without asking.

    To end a role that does much of the work, that has a reason of its own, or about which nobody was asked, is no small
    thing, however equal the skills. Where it is wanted, and not all of its work can go, none does.
    """
    if isinstance(found, Impossible):
        return set(bench.to_leave)
    staying = set(bench.to_leave & set(found.roles))
    if not bench.only_safe:
        return staying
    steps = Counter(step.owner for step in bench.survey.process.work if step.owner)
    return staying | {
        role_id
        for role_id in steps.keys() - set(found.roles)
        if steps[role_id] > 1 or against_leaving(bench, bench.survey.process.role(role_id))
    }


def _leaving(bench: Bench, problem: AssignmentProblem, found: Assignment) -> dict[str, tuple[Assign, ...]]:
    """Return the roles that would be left with nothing to do or to answer for, and who takes each of their steps."""
    answering = {party for step in bench.survey.process.work for party in (step.accountable, *step.alongside)}
    moves: dict[str, list[Assign]] = {}
    for step_id, role_id in problem.owners.items():
        if role_id not in found.roles and role_id not in answering:
            moves.setdefault(role_id, []).append(Assign(step_id, found.owners[step_id]))
    return {role_id: tuple(given) for role_id, given in moves.items() if bench.allows(_farewell(role_id, given))}


def _farewell(role_id: str, moves: Sequence[Assign], because: str | None = None) -> Release:
    """Return what ends a role: whoever takes most of its steps takes what else is left of it."""
    ((heir, _),) = Counter(move.to for move in moves).most_common(1)
    return Release(role_id, heir, because=because)


def _let_go(
    bench: Bench, problem: AssignmentProblem, found: Assignment, role_id: str, moves: tuple[Assign, ...]
) -> None:
    """Propose that a role leaves with all its work: that is one question, whoever takes which of its steps."""
    steps = [bench.step(move.step) for move in moves]
    asked = tuple(
        dict.fromkeys(
            (
                *(words for step in steps for words in _mended(bench, problem, found, step.id)),
                *(words for step in steps for words in _own_work(bench, problem, found, step.id)),
                *(words for step in steps for words in authority(step)),
                *(words for move in moves for words in upwards(bench.before, bench.step(move.step), move.to)),
                *against_leaving(bench, bench.before.process.role(role_id)),
            )
        )
    )
    against = tuple(dict.fromkeys(words for step in steps for words in about_hands(bench.survey, step)))
    bench.propose(
        _farewell(role_id, moves, _because_of_all(bench, problem, moves)),
        rule=RULE,
        against=(*asked, *against),
        safe=not asked and all(step.serves not in BINDING for step in steps),
        moves=moves,
    )


def _because_of_all(bench: Bench, problem: AssignmentProblem, moves: Sequence[Assign]) -> Message:
    """Say who can do the steps of a role that leaves, and what is gained."""
    given: dict[str, list[str]] = {}
    for move in moves:
        given.setdefault(move.to, []).append(bench.step(move.step).name)
    takings = listed(
        say_many(
            len(names),
            "{role} has the skill for {steps}",
            "{role} has the skills for {steps}",
            role=bench.before.process.role(taker).name,
            steps=quoted_list(names),
        )
        for taker, names in given.items()
    )
    before = _owners(bench, problem)
    after = {**before, **{move.step: move.to for move in moves}}
    if count_handoffs(problem, after) < count_handoffs(problem, before) - SLACK:
        return say("{takings}; that hands over less.", takings=takings)
    if len({*after.values()}) < len({*before.values()}):
        return say("{takings}; that is one role less.", takings=takings)
    return say("{takings}; that keeps a duty that is broken today.", takings=takings)


def _judged_pairs(survey: Survey) -> tuple[tuple[str, str], ...]:
    """Return each approval or check with each of the steps whose work it looks at."""
    return tuple((step_id, work) for step_id, works in judged_work(survey.graph).items() for work in works)


def _hand_over(bench: Bench, problem: AssignmentProblem, found: Assignment, step_id: str) -> None:
    step, taker = bench.step(step_id), found.owners[step_id]
    asked = (
        *_mended(bench, problem, found, step_id),
        *_own_work(bench, problem, found, step_id),
        *authority(step),
        *upwards(bench.before, step, taker),
        *_left_with_nothing(bench, found, step),
    )
    bench.propose(
        Assign(step_id, taker, because=_because(bench, problem, found, step_id)),
        rule=RULE,
        against=(*asked, *about_hands(bench.survey, step)),
        safe=step.serves not in BINDING and not asked,
    )


def _mended(bench: Bench, problem: AssignmentProblem, found: Assignment, step_id: str) -> Iterator[Message]:
    """Say which declared duties are broken today, and kept when a step is in other hands."""

    def beside(groups: Groups) -> dict[str, None]:
        return dict.fromkeys(other for group in groups if step_id in group for other in group if other != step_id)

    was, now = problem.owners, found.owners
    step, role = quoted(bench.step(step_id).name), quoted(bench.before.process.role(was[step_id]).name)
    for other in beside(problem.separate):
        if was[step_id] == was[other] and now[step_id] != now[other]:
            name = quoted(bench.step(other).name)
            yield say(
                "{step} and {other} must be separate, and {role} does both: by two persons?",
                step=step,
                other=name,
                role=role,
            )
    for other in beside(problem.together):
        if was[step_id] != was[other] and now[step_id] == now[other]:
            name = quoted(bench.step(other).name)
            yield say("{step} and {other} belong in one hand, and two have them: ask first why.", step=step, other=name)


def _own_work(bench: Bench, problem: AssignmentProblem, found: Assignment, step_id: str) -> Iterator[str]:
    """Say where somebody would approve or check their own work who does not do so today."""
    for judging, work in _judged_pairs(bench.survey):
        both = (judging, work)
        if step_id not in both or not found.owners.keys() >= set(both):
            continue
        was, now = ({owners[one] for one in both} for owners in (problem.owners, found.owners))
        if len(now) == 1 < len(was):
            role = bench.before.process.role(found.owners[step_id]).name
            yield self_judged(role, bench.step(judging), bench.step(work))


def _left_with_nothing(bench: Bench, found: Assignment, step: Step) -> tuple[str, ...]:
    """Say what speaks against it that a role would be left with nothing to do."""
    owner = step.owner or ""
    return () if owner in found.roles else against_leaving(bench, bench.before.process.role(owner))


def _because(bench: Bench, problem: AssignmentProblem, found: Assignment, step_id: str) -> Message:
    """Say who can do a step, and what is gained, by itself or only together with other changes of hands."""
    process, step = bench.before.process, bench.step(step_id)
    able = {"role": process.role(found.owners[step_id]).name, "skill": quoted(step.skill or "")}
    before = _owners(bench, problem)
    after = {**before, step_id: found.owners[step_id]}
    if count_handoffs(problem, after) < count_handoffs(problem, before) - SLACK:
        return say("{role} has the skill {skill}, and hands over less.", **able)
    if any(_mended(bench, problem, found, step_id)):
        return say("{role} has the skill {skill}; that keeps a duty that is broken today.", **able)
    if step.owner not in found.roles:
        idle = quoted(process.role(step.owner or "").name)
        return say("{role} has the skill {skill}, and {idle} is left with nothing to do.", **able, idle=idle)
    if found.handoffs > count_handoffs(problem, problem.owners) - SLACK:
        return say(
            "{role} has the skill {skill}; a duty that is broken today is kept so, with the other changes.", **able
        )
    return say("{role} has the skill {skill}; together with the other changes of hands it hands over less.", **able)


def _owners(bench: Bench, problem: AssignmentProblem) -> dict[str, str]:
    """Return who performs each step as things are now."""
    process = bench.before.process
    return {one: (bench.current(process.step(one)) or process.step(one)).owner or "" for one in problem.owners}


def smallest_staff(survey: Survey) -> tuple[str, ...] | None:
    """Return the fewest of our own roles, by name, that could do all the work by their declared skills and separations.

    None where nobody can tell: no assignment respects them, none was proven smallest, or there are too many choices.
    """
    problem = AssignmentProblem.of(survey)
    if problem.choices > MOST_CHOICES:
        return None
    fewest = fewest_roles(problem)
    if isinstance(fewest, Impossible) or not fewest.ties_proven:
        return None
    return tuple(filter(survey.process.is_ours, fewest.roles))
