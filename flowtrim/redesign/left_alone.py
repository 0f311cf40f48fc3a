"""Which changes of hands are not asked about: too dear, up to who answers for it, or hardly worth all the questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from flowtrim.measures import Survey
from flowtrim.model import Assign
from flowtrim.redesign.assignment import Assignment
from flowtrim.redesign.assignment_problem import AssignmentProblem
from flowtrim.redesign.hands import WORTH_IT, mended, saving_little
from flowtrim.redesign.joining import judged_pairs
from flowtrim.redesign.load import much_for, too_dear
from flowtrim.redesign.objections import objections
from flowtrim.redesign.turns import farewell, leaving_roles, moved_together
from flowtrim.redesign.workbench import Bench
from flowtrim.sentences import Message, quoted, say

MANY = 4
"""Objections from which on nobody is asked about what saves hardly anything."""


def left_alone(bench: Bench, problem: AssignmentProblem, found: Assignment, *, rule: str) -> set[str]:
    """Return the steps that stay where they are whatever is asked, and say why of each, or of its role.

    What is wanted, and what mends a duty that is broken today, is asked about.
    """
    alone: set[str] = set()
    leaving, little = leaving_roles(bench, problem, found), saving_little(problem, found)
    for moves, saved in moved_together(problem, found, leaving.values()):
        owner = problem.owners[moves[0].step]
        wanted = owner in bench.to_leave or any(map(bench.is_accepted, moves))
        if wanted or any(words for move in moves for words in mended(bench, problem, found, move.step)):
            continue
        words: str | None = too_dear(bench.survey, moves, saved) or going_up(
            bench.before, bench.survey, problem.owners, moves
        )
        if words is None and any(move.step in little for move in moves):
            words = _much_for_little(bench, problem, found, moves)
        if words is not None:
            change, others = (farewell(owner, moves), moves) if owner in leaving else (moves[0], moves[1:])
            bench.refuse(change, rule=rule, reason=words, moves=others)  # as one: the gain is that of all together
            alone |= {move.step for move in moves}
    return alone


def _much_for_little(
    bench: Bench, problem: AssignmentProblem, found: Assignment, moves: Sequence[Assign]
) -> str | None:
    """Return the gravest of many objections to what saves hardly anything."""
    said = objections(bench, problem, found, moves, worth=[WORTH_IT]).said
    return said[0] if len(said) >= MANY else None


def going_up(today: Survey, now: Survey, owners: Mapping[str, str], moves: Sequence[Assign]) -> Message | None:
    """Say where much work would go up, to whoever approves or answers today for what its doer does."""
    for taker in dict.fromkeys(move.to for move in moves):
        theirs = [move for move in moves if move.to == taker]
        for doer in dict.fromkeys(owners[move.step] for move in theirs):
            load = much_for(today, now, theirs)
            if load is not None and (above := standing_above(today, taker, doer)) is not None:
                return say("{above} {load}", above=above, load=load)
    return None


def standing_above(survey: Survey, role_id: str, doer: str) -> Message | None:
    """Say how a role stands above another: it approves what that one does, or answers for it; None where it does not.

    Between two that approve what the other does, neither is above.
    """
    process = survey.process
    names = {"role": quoted(process.role(role_id).name), "doer": quoted(process.role(doer).name)}
    approving = set(_approving(survey))
    if (role_id, doer) in approving and (doer, role_id) not in approving:
        return say("{role} approves here what {doer} does.", **names)
    answering = {(step.accountable, step.owner) for step in process.work}
    if (role_id, doer) in answering and (doer, role_id) not in answering:
        return say("{role} answers here for what {doer} does.", **names)
    return None


def _approving(survey: Survey) -> Iterator[tuple[str | None, str | None]]:
    """Yield who approves something, with whoever made it, or checked it before."""
    process = survey.process
    pairs = [both for both in judged_pairs(survey) if process.step(both[0]).kind == "approve"]
    pairs += [
        (step.id, maker)
        for step in process.work
        if step.kind == "approve"
        for item in step.inputs
        for maker in survey.makers_before(step, item)
    ]
    return ((process.step(judging).owner, process.step(other).owner) for judging, other in pairs)
