"""Stage 3, who: the assignment with the fewest expected handoffs, one change of hands at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from heapq import heapify, heappop, heappush

from flowtrim.measures import Survey
from flowtrim.model import Assign, Step
from flowtrim.redesign.asking_why import release_idle
from flowtrim.redesign.assignment import Assignment, Impossible, assign, fewest_roles
from flowtrim.redesign.assignment_problem import AssignmentProblem
from flowtrim.redesign.workbench import Bench

RULE = "handoff-often"
MOST_CHOICES = 25_000
"""Pairs of a step and a role that may perform it up to which the assignment is solved."""


def ask_who(bench: Bench) -> None:
    """Hand steps to those who can do them with the fewest handoffs, the greatest gain first."""
    problem = AssignmentProblem.of(bench.survey)
    if problem.choices > MOST_CHOICES:
        bench.notes.append("So many roles could do so many steps that no best assignment was looked for.")
        return
    found = assign(problem)
    if isinstance(found, Impossible):
        bench.conflict = found.words
        return
    if not problem.choices:
        bench.notes.append("No step could go to another role: no skills are declared that two roles share.")
        return
    bench.begin("who", found.changed)
    for step_id in greatest_gain_first(problem, found):
        step = bench.step(step_id)
        change = Assign(step_id, found.owners[step_id], because=_because(bench.survey, step, found.owners[step_id]))
        against = _against(bench.survey, step)
        bench.propose(change, rule=RULE, against=against, safe=step.serves not in ("law", "contract"))
    release_idle(bench)
    bench.end()
    bench.notes.append(found.words)


def greatest_gain_first(problem: AssignmentProblem, found: Assignment) -> Iterator[str]:
    """Yield the steps that change hands, each time the one that then saves most; of equals the first in the flow."""
    owners = dict(problem.owners)
    beside: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for (source, target), weight in problem.weights.items():
        beside[source].append((target, weight))
        beside[target].append((source, weight))
    place = {step_id: number for number, step_id in enumerate(owners)}

    def cost(step_id: str) -> float:
        now, then = owners[step_id], found.owners[step_id]
        return round(sum(w * ((owners[o] != then) - (owners[o] != now)) for o, w in beside[step_id]), 9)

    left = [(cost(step_id), place[step_id], step_id) for step_id in owners if owners[step_id] != found.owners[step_id]]
    heapify(left)
    while left:
        known, _, step_id = heappop(left)
        if owners[step_id] == found.owners[step_id] or known != cost(step_id):
            continue
        owners[step_id] = found.owners[step_id]
        yield step_id
        for other, _ in beside[step_id]:
            if owners[other] != found.owners[other]:
                heappush(left, (cost(other), place[other], other))


def _because(survey: Survey, step: Step, role_id: str) -> str:
    role = survey.process.role(role_id).name
    return f"{role} has the skill '{step.skill}', and hands over less." if step.skill else f"{role} hands over less."


def _against(survey: Survey, step: Step) -> tuple[str, ...]:
    said = []
    if step.serves in ("law", "contract"):
        said.append(f"It serves the {step.serves}, which may say who performs it.")
    if not survey.process.separate:
        said.append("No separation of duties is declared, so none was checked.")
    return tuple(said)


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
