"""Stage 3, who: the assignment with the fewest expected handoffs, one change of hands at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from flowtrim.model import BINDING, Assign, Release, Step
from flowtrim.redesign.asking_why import against_leaving, reason_of, release_idle
from flowtrim.redesign.assignment import Assignment, Impossible
from flowtrim.redesign.assignment_problem import AssignmentProblem, done_together
from flowtrim.redesign.hands import (
    WORTH_IT,
    about_hands,
    authority,
    because_of,
    because_of_all,
    burdening,
    demanded_of_doer,
    mended,
    reasons_of_doer,
    saving_little,
    trading,
    upwards,
)
from flowtrim.redesign.joining import apart_unless_asked, joined, own_work_then, reasons_of_judging
from flowtrim.redesign.left_alone import left_alone
from flowtrim.redesign.load import gathered, is_dear_alone, moving, overloading
from flowtrim.redesign.objections import objections
from flowtrim.redesign.staff import MOST_CHOICES, demanded, other_eyes, proven
from flowtrim.redesign.turns import Turns, farewell, handed_over, in_turn, leaving_roles
from flowtrim.redesign.units import Units
from flowtrim.redesign.workbench import Bench
from flowtrim.sentences import say

RULE = "handoff-often"


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
    leaving, little = leaving_roles(bench, problem, found), saving_little(problem, found)
    turns = _turns(bench, problem, found)
    wanted = ((Assign(step_id, found.owners[step_id]),) for step_id in problem.owners if step_id in turns.in_vain)
    for moves in (*turns.together, *wanted):
        if (role_id := problem.owners[moves[0].step]) in leaving:
            _let_go(bench, problem, found, role_id, moves)
        else:
            worth = [WORTH_IT] if any(move.step in little for move in moves) else ()
            _hand_over(bench, problem, found, moves, worth=worth)
    release_idle(bench)
    bench.end()
    if not bench.only_safe and not any(isinstance(one.change, Release) and one.rule == RULE for one in bench.refused):
        bench.note(proven(bench, found))  # of all that may be asked: a role kept back for its reason is no proof


def _turns(bench: Bench, problem: AssignmentProblem, found: Assignment) -> Turns:
    """Return the changes of hands in their turn; what joins two pairs of eyes is least wanted."""
    leaving = leaving_roles(bench, problem, found)

    def joins(step_id: str) -> bool:
        together = [move.step for move in leaving.get(problem.owners[step_id], ())] or [step_id]
        return joined(bench, problem, found, together) is not None

    # where a duty is mended, what gains nothing may make room for that
    mending = any(words for step_id in problem.owners for words in mended(bench, problem, found, step_id))

    def makes_room(step_id: str) -> bool:
        return mending or problem.owners[step_id] not in found.roles

    return in_turn(problem, found, leaving, last=joins, anyway=makes_room)


def _solved(bench: Bench) -> tuple[AssignmentProblem, Assignment] | None:
    """Solve who does what; as long as nothing is asked, no role that may have a reason is left with nothing.

    Nor is a duty mended then that somebody breaks today: that may take a handoff, or a role more.
    """
    stays = {step.owner for step in bench.survey.process.work if step.owner and bench.is_to_stay(step.owner)}
    asked: set[str] = set()  # whether such a role goes is asked later: until then it is given nothing either
    handed = handed_over(bench) | done_together(bench.survey) | demanded_of_doer(bench)
    problem = _posed(bench, stays, asked, handed)
    if problem.choices > MOST_CHOICES:
        bench.note(say("So many roles could do so many steps that no best assignment was looked for."))
        return None
    found = _best(bench, problem)
    while True:
        if staying := _staying(bench, problem, found) - stays:
            stays |= staying
            asked |= staying if bench.only_safe else set()
        elif trades := (_trades(bench, problem, found) or _in_vain(bench, problem, found)) - handed:
            handed |= trades
        else:
            break
        problem = _posed(bench, stays, asked, handed)
        found = _best(bench, problem)
    bench.conflict = found.words if isinstance(found, Impossible) else _unkept(bench)
    if isinstance(found, Impossible):
        return None
    return (problem, found) if problem.choices or found.changed else None


def _best(bench: Bench, problem: AssignmentProblem) -> Assignment | Impossible:
    """Solve it; of what is as good, a role with a reason of its own stays, and one with less work leaves."""
    found = bench.solve(problem)
    if isinstance(found, Impossible):
        return found
    firm = [role.id for role in bench.before.process.staff if reason_of(bench, role)]
    return gathered(problem, found, bench.survey.minutes_of_steps, firm)


def _posed(bench: Bench, stays: set[str], asked: set[str], handed: set[str]) -> AssignmentProblem:
    """Return who may do what: ``stays`` keep their work, ``asked`` are given none, ``handed`` are steps that stay."""
    pairs = apart_unless_asked(bench.survey) if bench.only_safe else ()

    def may(step: Step, role_id: str) -> bool:
        if step.id in handed or step.owner in stays or role_id in asked | bench.passed_over:
            return False  # once handed over it stays there, or two that are as good could take it in turns for ever
        if is_dear_alone(bench.survey, Assign(step.id, role_id)):
            return False
        questions = (*authority(step), *upwards(bench.before, step, role_id), *reasons_of_doer(bench, step))
        safe = step.serves not in BINDING and not questions
        return bench.allows(Assign(step.id, role_id), safe=safe)

    problem = AssignmentProblem.of(bench.survey, may=may, apart=pairs, leaving=bench.to_leave - stays)
    return problem.unmended if bench.only_safe else problem


def _trades(bench: Bench, problem: AssignmentProblem, found: Assignment | Impossible) -> set[str]:
    """Return the steps whose change of hands is no clear gain: as long as nothing is asked, they stay.

    What is left alone stays whatever is asked.
    """
    if isinstance(found, Impossible):
        return set()
    if bench.only_safe:
        return trading(bench.survey, problem, found) | burdening(bench, problem, found)
    return left_alone(bench, problem, found, rule=RULE)


def _in_vain(bench: Bench, problem: AssignmentProblem, found: Assignment | Impossible) -> set[str]:
    """Return the steps whose change of hands gains nothing, unless somebody wants it."""
    if isinstance(found, Impossible):
        return set()
    in_vain = (Assign(step_id, found.owners[step_id]) for step_id in _turns(bench, problem, found).in_vain)
    return {move.step for move in in_vain if not bench.is_accepted(move)}


def _unkept(bench: Bench) -> str | None:
    """Return why nobody could keep all duties, whatever is asked, where what is safe mends none of them."""
    return Units(AssignmentProblem.of(bench.survey)).conflict if bench.only_safe else None


def _staying(bench: Bench, problem: AssignmentProblem, found: Assignment | Impossible) -> set[str]:
    """Return the roles whose work stays where it is, after all: those that nobody empties without asking.

    To end a role that does much of the work, that has a reason of its own, or about which nobody was asked, is no small
    thing, however equal the skills. Where it is wanted, and not all of its work can go, none does.
    """
    if isinstance(found, Impossible):
        return set(bench.to_leave)
    staying = set(bench.to_leave & set(found.roles))
    if not bench.only_safe:
        return staying | demanded(bench, problem, found) | other_eyes(bench, problem, found)
    steps = Counter(step.owner for step in bench.survey.process.work if step.owner)
    return staying | {
        role_id
        for role_id in steps.keys() - set(found.roles)
        if steps[role_id] > 1 or against_leaving(bench, bench.survey.process.role(role_id))
    }


def _let_go(
    bench: Bench, problem: AssignmentProblem, found: Assignment, role_id: str, moves: tuple[Assign, ...]
) -> None:
    """Propose that a role leaves with all its work: that is one question, whoever takes which of its steps."""
    steps = [bench.step(move.step) for move in moves]
    asked = tuple(
        dict.fromkeys(
            (
                *(words for step in steps for words in mended(bench, problem, found, step.id)),
                *(words for step in steps for words in own_work_then(bench, problem, found, step.id)),
                *(words for step in steps for words in reasons_of_judging(bench, problem, found, step.id)),
                *(words for step in steps for words in authority(step)),
                *(words for move in moves for words in upwards(bench.before, bench.step(move.step), move.to)),
                *against_leaving(bench, bench.before.process.role(role_id)),
                *(words for step in steps for words in reasons_of_doer(bench, step)),
                *overloading(bench.before, bench.survey, moves, bench.moved),
            )
        )
    )
    against = tuple(dict.fromkeys(words for step in steps for words in about_hands(bench.before, step)))
    against = (*moving(bench.before, bench.survey, moves, bench.moved), *against)
    joins = joined(bench, problem, found, [step.id for step in steps])
    bench.propose(
        farewell(role_id, moves, because_of_all(bench, problem, moves, joins=joins)),
        rule=RULE,
        against=(*asked, *against),
        safe=not asked and all(step.serves not in BINDING for step in steps),
        moves=moves,
    )


def _hand_over(
    bench: Bench, problem: AssignmentProblem, found: Assignment, moves: tuple[Assign, ...], *, worth: Sequence[str]
) -> None:
    """Propose that steps go to other hands: one by itself, or several that only gain anything together."""
    steps = [bench.step(move.step) for move in moves]
    against = objections(bench, problem, found, moves, worth=worth)
    first, *others = moves
    joins = joined(bench, problem, found, [step.id for step in steps])
    together = because_of_all(bench, problem, moves, joins=joins) if others else None
    bench.propose(
        replace(first, because=together or because_of(bench, problem, found, first.step)),
        rule=RULE,
        against=against.said,
        safe=not against.asked and all(step.serves not in BINDING for step in steps),
        moves=tuple(others),
    )
