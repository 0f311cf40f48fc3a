"""What would come into one hand that two do today to see more: work and its judgement, or two looks at one thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal
from weakref import WeakKeyDictionary

from flowtrim.measures import Survey
from flowtrim.measures.cautions import looking_twice, self_judged
from flowtrim.measures.four_eyes import JUDGING, judged_work, second_looks
from flowtrim.redesign.asking_why import reason_of
from flowtrim.redesign.assignment import Assignment
from flowtrim.redesign.assignment_problem import AssignmentProblem
from flowtrim.redesign.workbench import Bench
from flowtrim.sentences import quoted, say

Pairs = tuple[tuple[str, str], ...]
"""Pairs of steps, first the one that judges."""
Joined = Literal["work", "looks"]
"""What would come into one hand: work and its judgement, or two looks at one thing."""
_KNOWN: WeakKeyDictionary[Survey, tuple[Pairs, Pairs]] = WeakKeyDictionary()
"""What is looked at, by whom and after whom, found once for each process: every step that may change hands asks."""


def judged_pairs(survey: Survey) -> Pairs:
    """Return each approval or check with each of the steps whose work it looks at, whoever looked at that before."""
    return _looked_at(survey)[0]


def apart_unless_asked(survey: Survey) -> Pairs:
    """Return the pairs that come into one hand only if asked: a judgement and its work, or two looks at one thing."""
    work, looks = _looked_at(survey)
    return (*work, *looks)


def _looked_at(survey: Survey) -> tuple[Pairs, Pairs]:
    if survey not in _KNOWN:
        judged = judged_work(survey.graph, through=("records", "checks"))
        work = tuple((step_id, one) for step_id, works in judged.items() for one in works)
        _KNOWN[survey] = work, tuple(dict.fromkeys(second_looks(survey.graph, judged)))
    return _KNOWN[survey]


def own_work_then(
    bench: Bench, problem: AssignmentProblem, found: Assignment, step_id: str, *, judged: bool = True
) -> Iterator[str]:
    """Say where somebody would approve or check their own work who does not do so today, or look at one thing twice.

    The step is the one that judges or, with ``judged``, the one whose work is looked at.
    """
    role = bench.before.process.role(found.owners[step_id]).name if step_id in found.owners else ""
    for both in _in_one_hand_then(bench, problem, found):
        judging, other = map(bench.step, both)
        if step_id == judging.id or (step_id == other.id and (judged or other.kind in JUDGING)):
            yield looking_twice(role, other, judging) if other.kind in JUDGING else self_judged(role, judging, other)
            if judging.decisions and judging.decisions.refused:
                counts = {"refused": judging.decisions.refused, "made": judging.decisions.made}
                name = quoted(judging.name)
                yield say("{step} refused {refused} of {made}: who else would have seen that?", step=name, **counts)


def reasons_of_judging(bench: Bench, problem: AssignmentProblem, found: Assignment, step_id: str) -> Iterator[str]:
    """Quote the reasons of whoever judges today, and of whoever would do the work and judge it: these may want two."""
    for judging, work in _in_one_hand_then(bench, problem, found):
        for role_id in (problem.owners[judging], found.owners[judging]) if step_id in (judging, work) else ():
            yield from reason_of(bench, bench.before.process.role(role_id))


def joined(bench: Bench, problem: AssignmentProblem, found: Assignment, steps: Iterable[str]) -> Joined | None:
    """Return what would come into one hand once these steps are in other hands; None where nothing does."""
    about = set(steps)
    kinds = [
        bench.step(both[1]).kind for both in _in_one_hand_then(bench, problem, found) if not about.isdisjoint(both)
    ]
    if not kinds:
        return None
    return "looks" if JUDGING.issuperset(kinds) else "work"


def _in_one_hand_then(bench: Bench, problem: AssignmentProblem, found: Assignment) -> Iterator[tuple[str, str]]:
    """Yield each judgement with what it looks at, or with another look at it, where two have them and one would."""
    for both in apart_unless_asked(bench.survey):
        if found.owners.keys() >= set(both):
            was, now = ({owners[one] for one in both} for owners in (problem.owners, found.owners))
            if len(now) == 1 < len(was):
                yield both
