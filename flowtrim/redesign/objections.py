"""All that speaks against giving steps to other hands: what is asked first, and what is told beside it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from flowtrim.model import Assign
from flowtrim.redesign.assignment import Assignment
from flowtrim.redesign.assignment_problem import AssignmentProblem
from flowtrim.redesign.hands import about_hands, authority, left_with_nothing, mended, reasons_of_doer, upwards
from flowtrim.redesign.joining import own_work_then, reasons_of_judging
from flowtrim.redesign.load import moving, overloading
from flowtrim.redesign.workbench import Bench


class Objections(Struct, frozen=True):
    """What is ``asked`` before steps change hands, the gravest first, and what is only ``told``."""

    asked: tuple[str, ...]
    told: tuple[str, ...]

    @property
    def said(self) -> tuple[str, ...]:
        """All of it, each sentence once."""
        return tuple(dict.fromkeys((*self.asked, *self.told)))


def objections(
    bench: Bench, problem: AssignmentProblem, found: Assignment, moves: Sequence[Assign], *, worth: Sequence[str] = ()
) -> Objections:
    """Return what speaks against giving these steps to other hands; ``worth`` asks whether it is worth it."""
    steps = [bench.step(move.step) for move in moves]
    asked = (
        *(words for step in steps for words in mended(bench, problem, found, step.id)),
        *(words for step in steps for words in own_work_then(bench, problem, found, step.id)),
        *(words for step in steps for words in reasons_of_judging(bench, problem, found, step.id)),
        *(words for step in steps for words in authority(step)),
        *(words for move, step in zip(moves, steps, strict=True) for words in upwards(bench.before, step, move.to)),
        *(words for step in steps for words in left_with_nothing(bench, found, step)),
        *(words for step in steps for words in reasons_of_doer(bench, step)),
        *overloading(bench.before, bench.survey, moves, bench.moved),
        *worth,
    )
    told = (
        *moving(bench.before, bench.survey, moves, bench.moved),
        *(words for step in steps for words in about_hands(bench.before, step)),
    )
    return Objections(asked, told)
