"""Stage 3, who: the assignment with the fewest expected handoffs, one change of hands at a time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from heapq import heapify, heappop, heappush

from flowtrim.measures import Survey
from flowtrim.measures.four_eyes import judged_work
from flowtrim.model import Assign, Step
from flowtrim.redesign.asking_why import reason_of, release_idle
from flowtrim.redesign.assignment import SLACK, Assignment, Impossible, count_handoffs, fewest_roles
from flowtrim.redesign.assignment_problem import AssignmentProblem
from flowtrim.redesign.workbench import Bench

RULE = "handoff-often"
BINDING = frozenset({"law", "contract"})
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
    for step_id in greatest_gain_first(problem, found):
        _hand_over(bench, problem, found, step_id)
    release_idle(bench)
    bench.end()
    bench.note(found.words)


def note_choices(bench: Bench) -> None:
    """Note where no step could ever have gone to another role."""
    if not AssignmentProblem.of(bench.before).choices:
        bench.note("No step could go to another role: no skills are declared that two roles share.")


def _solved(bench: Bench) -> tuple[AssignmentProblem, Assignment] | None:
    """Solve who does what; as long as nothing is asked, no role with a reason of its own is left with nothing."""
    pairs = _judged_pairs(bench.survey) if bench.only_safe else ()
    stays: set[str] = set()
    handed = {o.change.step for o in bench.changes if isinstance(o.change, Assign) and o.safe == bench.only_safe}

    def may(step: Step, role_id: str) -> bool:
        if step.id in handed or step.owner in stays:
            return False  # once handed over it stays there, or two that are as good could take it in turns for ever
        safe = step.serves not in BINDING and not (*_authority(step), *_upwards(bench.before, step, role_id))
        return bench.allows(Assign(step.id, role_id), safe=safe)

    problem = AssignmentProblem.of(bench.survey, may=may, apart=pairs)
    if problem.choices > MOST_CHOICES:
        bench.note("So many roles could do so many steps that no best assignment was looked for.")
        return None
    found = bench.solve(problem)
    while isinstance(found, Assignment) and (emptied := _emptied(bench, found)):
        stays |= emptied
        problem = AssignmentProblem.of(bench.survey, may=may, apart=pairs)
        found = bench.solve(problem)
    if isinstance(found, Impossible):
        bench.conflict = found.words
        return None
    return (problem, found) if problem.choices else None


def _emptied(bench: Bench, found: Assignment) -> set[str]:
    """Return the roles with a reason of their own, or with several steps, that would be left with nothing unasked.

    To end a role that does much of the work is no small thing, however equal the skills.
    """
    if not bench.only_safe:
        return set()
    steps = Counter(step.owner for step in bench.survey.process.work if step.owner)
    return {
        role_id
        for role_id in steps.keys() - set(found.roles)
        if steps[role_id] > 1 or reason_of(bench, bench.survey.process.role(role_id))
    }


def _judged_pairs(survey: Survey) -> tuple[tuple[str, str], ...]:
    """Return each approval or check with each of the steps whose work it looks at."""
    return tuple((step_id, work) for step_id, works in judged_work(survey.graph).items() for work in works)


def _hand_over(bench: Bench, problem: AssignmentProblem, found: Assignment, step_id: str) -> None:
    step, taker = bench.step(step_id), found.owners[step_id]
    asked = (
        *_own_work(bench, problem, found, step_id),
        *_authority(step),
        *_upwards(bench.before, step, taker),
        *_left_with_nothing(bench, found, step),
    )
    bench.propose(
        Assign(step_id, taker, because=_because(bench, problem, found, step_id)),
        rule=RULE,
        against=(*asked, *_against(bench.survey, step)),
        safe=step.serves not in BINDING and not asked,
    )


def _own_work(bench: Bench, problem: AssignmentProblem, found: Assignment, step_id: str) -> Iterator[str]:
    """Say where somebody would approve or check their own work who does not do so today."""
    for judging, work in _judged_pairs(bench.survey):
        both = (judging, work)
        if step_id not in both or not found.owners.keys() >= set(both):
            continue
        was, now = ({owners[one] for one in both} for owners in (problem.owners, found.owners))
        if len(now) == 1 < len(was):
            role, verb = bench.before.process.role(found.owners[step_id]).name, bench.step(judging).kind
            yield f"'{role}' would {verb} its own work: '{bench.step(work).name}'."


def _authority(step: Step) -> tuple[str, ...]:
    """Say of an approval that its skill is not all that it takes."""
    if step.kind != "approve":
        return ()
    return ("It is an approval: who may give it is a matter of authority, not of skill.",)


def _upwards(survey: Survey, step: Step, role_id: str) -> tuple[str, ...]:
    """Say where work would go up, from somebody who approves nothing here today to somebody who does."""
    approving = {one.owner for one in survey.process.work if one.kind == "approve"}
    if role_id not in approving or step.owner in approving:
        return ()
    return (f"'{survey.process.role(role_id).name}' approves here what others do: has it the time to do it as well?",)


def _left_with_nothing(bench: Bench, found: Assignment, step: Step) -> tuple[str, ...]:
    """Quote the reason of a role that would be left with nothing to do."""
    owner = step.owner or ""
    return () if owner in found.roles else reason_of(bench, bench.before.process.role(owner))


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


def _because(bench: Bench, problem: AssignmentProblem, found: Assignment, step_id: str) -> str:
    """Say who can do a step, and what is gained, by itself or only together with other changes of hands."""
    process, step = bench.before.process, bench.step(step_id)
    taker = process.role(found.owners[step_id]).name
    able = f"{taker} has the skill '{step.skill}'"
    before = {one: (bench.current(process.step(one)) or process.step(one)).owner or "" for one in problem.owners}
    after = {**before, step_id: found.owners[step_id]}
    if count_handoffs(problem, after) < count_handoffs(problem, before) - SLACK:
        return f"{able}, and hands over less."
    if step.owner not in found.roles:
        return f"{able}, and '{process.role(step.owner or '').name}' is left with nothing to do."
    return f"{able}; together with the other changes of hands it hands over less."


def _against(survey: Survey, step: Step) -> tuple[str, ...]:
    said = []
    if step.serves in BINDING:
        said.append(f"It serves the {step.serves}, which may say who performs it.")
    if not (survey.process.separate or survey.process.separate_persons):
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
