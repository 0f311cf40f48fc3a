"""Stage 2, what: drop what nobody uses, backwards from what the process delivers."""

from __future__ import annotations

from flowtrim.measures import Survey
from flowtrim.model import Drop, Step
from flowtrim.redesign.asking_why import backwards, release_idle
from flowtrim.redesign.cautions import Cautions
from flowtrim.redesign.liveness import is_declared, live_steps
from flowtrim.redesign.workbench import Bench

RULE = "what-output-unused"


def ask_what(bench: Bench) -> None:
    """Drop the steps whose outputs reach nobody, the last in the flow first."""
    survey = bench.survey
    tried = {refused.change.step for refused in bench.refused if isinstance(refused.change, Drop)}
    dead = [step.id for step in dead_steps(survey) if step.id not in tried]
    bench.begin("what", len(dead))
    cautions = Cautions(survey.process)
    for step in map(bench.step, backwards(survey, dead)):
        against = cautions.about(step)
        if step.why and step.id not in bench.unjustified:
            against = (f"Its reason is said to be: {step.why}", *against)
        change = Drop(step.id, because="Nobody uses what it delivers.")
        if bench.propose(change, rule=RULE, against=against, safe=not against):
            cautions.forget(step)
    release_idle(bench)
    bench.end()


def dead_steps(survey: Survey) -> list[Step]:
    """The steps whose outputs reach neither the outputs of the process nor a step that matters otherwise.

    A step with a reason that holds matters, and so does one that declares no outputs, since nobody knows what it
    is good for. Where too little is declared nothing is called dead.
    """
    process = survey.process
    if not is_declared(process):
        return []
    roots = {step.id for step in process.work if not step.outputs} | survey.justification.justified
    live = live_steps(process.work, outputs=process.outputs, roots=roots)
    return [step for step in process.work if step.id not in live]
