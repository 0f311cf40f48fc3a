"""Stage 6: if it still does not fit in one ride, the fewest further removals that would make it fit, as questions."""

from __future__ import annotations

from collections.abc import Sequence

from flowtrim.measures import Survey
from flowtrim.model import Drop, Process, Step
from flowtrim.redesign.asking_why import backwards, release_idle
from flowtrim.redesign.cautions import Cautions, decides
from flowtrim.redesign.questions import seconds_told
from flowtrim.redesign.removals import Telling, fewest_removals
from flowtrim.redesign.workbench import Bench

RULE = "elevator-too-long"
ROUNDS = 3
"""Removals change what is said of the steps around them, so what was found is measured and looked at again."""
LOSS = {None: 1, "enables": 1, "business": 2, "risk": 3}


def make_it_fit(bench: Bench) -> None:
    """Ask whether the fewest steps could go without which the rest can be told in one ride."""
    for _ in range(ROUNDS):
        told = bench.survey.elevator
        if told.fits:
            break
        budget = told.limit - seconds_told(bench.survey).get(None, 0.0)
        gone = fewest_removals(_tellings(bench.survey), budget=budget)
        if gone is None:
            bench.notes.append(_too_long(bench.survey))
            break
        if not _ask(bench, gone):
            break


def _ask(bench: Bench, steps: Sequence[str]) -> bool:
    """Propose to drop steps; False where none of them goes."""
    bench.begin("fit", len(steps))
    cautions = Cautions(bench.survey.process)
    known = len(bench.changes)
    for step in map(bench.step, backwards(bench.survey, steps)):
        against = cautions.about(step)
        if step.why:
            against = (f"Its reason is said to be: {step.why}", *against)
        change = Drop(step.id, because="Without it the process could be told in one ride.")
        if bench.propose(change, rule=RULE, against=against, safe=False):
            cautions.forget(step)
    release_idle(bench)
    bench.end()
    return len(bench.changes) > known


def _tellings(survey: Survey) -> list[Telling]:
    seconds = seconds_told(survey)
    cautions = Cautions(survey.process)
    return [_telling(survey, step, seconds.get(step.id, 0.0), cautions) for step in survey.process.steps]


def _telling(survey: Survey, step: Step, length: float, cautions: Cautions) -> Telling:
    return Telling(
        step.id,
        length,
        needs=frozenset(step.inputs),
        makes=frozenset(step.outputs),
        stays=_stays(survey.process, step, cautions),
        loss=LOSS.get(step.serves, 3) * (step.id in survey.justification.justified),
    )


def _stays(process: Process, step: Step, cautions: Cautions) -> bool:
    """Whether a step is not even asked about: routing, law, contract, what the customer gets, duties, decisions."""
    bound = step.serves in ("law", "contract", "customer") or any(step.id in group for group in process.separate)
    return not step.is_work or bound or decides(step) or cautions.delivers_alone(step) is not None


def _too_long(survey: Survey) -> str:
    rides = survey.elevator.rides
    return f"It still takes {rides} rides, and no removals that may be asked about would make it fit in one."
