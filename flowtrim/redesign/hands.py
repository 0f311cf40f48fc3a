"""What speaks for giving a step to somebody else, and what against it: reasons to ask first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from flowtrim.measures import Survey
from flowtrim.measures.figures import OF_A_CASE
from flowtrim.model import BINDING, Assign, Role, Step
from flowtrim.redesign.asking_why import against_leaving, reason_of
from flowtrim.redesign.assignment import SLACK, Assignment, count_handoffs
from flowtrim.redesign.assignment_problem import AssignmentProblem, Groups
from flowtrim.redesign.joining import Joined, joined
from flowtrim.redesign.load import dearer_by, overloading
from flowtrim.redesign.turns import moved_parts
from flowtrim.redesign.workbench import Bench
from flowtrim.sentences import Message, listed, marked, phrase, quoted, quoted_list, say, say_many

SHORT = 3
"""Letters of an id that may be a word of the language, or the beginning of one."""
LEAST_SAVED = OF_A_CASE
"""Handoffs of a case below which a change of hands saves so little that it is asked whether it is worth it."""

WORTH_IT = phrase(marked("It saves a handoff in fewer than one of twenty cases: is it worth the change of hands?"))

Owners = Mapping[str, str]
"""The role that performs each step."""


def demanded_of_doer(bench: Bench) -> set[str]:
    """Return the steps that stay with whoever does them, since a law or a contract is the reason of both, with source.

    That is no longer a matter of skill. Whoever has decided that the role goes has weighed it, and where a duty is
    broken by it today, somebody else has to do it.
    """
    process = bench.survey.process
    owners = {step.id: step.owner for step in process.steps}
    apart = [group for group in process.kept_apart if len({owners[one] for one in group}) < len(group)]
    together = [group for group in process.together if len({owners[one] for one in group}) > 1]
    broken = {step_id for group in (*apart, *together) for step_id in group}
    return {
        step.id
        for step in process.work
        if step.owner and step.source and step.serves in BINDING and step.id not in broken
        if (role := process.role(step.owner)).source and role.serves == step.serves and role.id not in bench.to_leave
    }


def authority(step: Step) -> tuple[str, ...]:
    """Say of an approval that its skill is not all that it takes."""
    if step.kind != "approve":
        return ()
    name = quoted(step.name)
    return (say("{step} is an approval: who may give it is a matter of authority, not of skill.", step=name),)


def upwards(survey: Survey, step: Step, role_id: str) -> tuple[str, ...]:
    """Say where work would go up, from somebody who approves nothing here today to somebody who does."""
    approving = {one.owner for one in survey.process.work if one.kind == "approve"}
    if role_id not in approving or step.owner in approving:
        return ()
    role = quoted(survey.process.role(role_id).name)
    return (say("{role} approves here what others do: does it have the time to do that as well?", role=role),)


def about_hands(survey: Survey, step: Step) -> tuple[str, ...]:
    """Say what a step serves that may say who performs it, and that no duties apart are declared."""
    said: list[str] = []
    if step.serves == "law":
        said.append(say("{step} serves the law, which may say who performs it.", step=quoted(step.name)))
    if step.serves == "contract":
        said.append(say("{step} serves a contract, which may say who performs it.", step=quoted(step.name)))
    if not survey.process.kept_apart:
        said.append(say("No separation of duties is declared, so none was checked."))
    return tuple(said)


def because_of_all(
    bench: Bench, problem: AssignmentProblem, moves: Sequence[Assign], *, joins: Joined | None = None
) -> Message:
    """Say who can do the steps of a role that leaves, and what is gained.

    Where that ``joins`` what two do to see more, the gain is no argument: whether it takes two is what is asked.
    """
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
    if joins == "work":
        return say("{takings}. Does it take two: one who does it, and one who looks at it?", takings=takings)
    if joins == "looks":
        return say("{takings}. Does it take two who look at it?", takings=takings)
    before = _owners(bench, problem)
    after = {**before, **{move.step: move.to for move in moves}}
    if count_handoffs(problem, after) < count_handoffs(problem, before) - SLACK:
        return say("{takings}; that hands over less.", takings=takings)
    if len({*after.values()}) < len({*before.values()}):
        return say("{takings}; that is one role less.", takings=takings)
    return say("{takings}; that keeps a duty that is broken today.", takings=takings)


def mended(bench: Bench, problem: AssignmentProblem, found: Assignment, step_id: str) -> Iterator[Message]:
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


def apart_today(bench: Bench, move: Assign) -> Iterator[Message]:
    """Say where a separation keeps a step from its new hands today, though what it is kept apart from may go."""
    process = bench.before.process
    for group in process.kept_apart if process.has_step(move.step) else ():
        for other in (process.step(one) for one in group if move.step in group and one != move.step):
            if other.owner == move.to:
                parts = {"step": quoted(bench.step(move.step).name), "other": quoted(other.name)}
                role = quoted(process.role(move.to).name)
                yield say("{step} and {other} must be separate, and {role} does the latter today.", **parts, role=role)


def left_with_nothing(bench: Bench, found: Assignment, step: Step) -> tuple[str, ...]:
    """Say what speaks against it that a role would be left with nothing to do."""
    owner = step.owner or ""
    return () if owner in found.roles else against_leaving(bench, bench.before.process.role(owner))


def because_of(bench: Bench, problem: AssignmentProblem, found: Assignment, step_id: str) -> Message:
    """Say who can do a step, and what is gained, by itself or only together with other changes of hands."""
    process, step = bench.before.process, bench.step(step_id)
    able = {"role": process.role(found.owners[step_id]).name, "skill": quoted(step.skill or "")}
    joins = joined(bench, problem, found, [step_id])
    if joins == "work":
        return say("{role} has the skill {skill}. Does it take two: one who does it, and one who looks at it?", **able)
    if joins == "looks":
        return say("{role} has the skill {skill}. Does it take two who look at it?", **able)
    before = _owners(bench, problem)
    after = {**before, step_id: found.owners[step_id]}
    if count_handoffs(problem, after) < count_handoffs(problem, before) - SLACK:
        return say("{role} has the skill {skill}, and hands over less.", **able)
    if any(mended(bench, problem, found, step_id)):
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


def trading(survey: Survey, problem: AssignmentProblem, found: Assignment) -> set[str]:
    """Return the steps for which an assignment puts more handoffs into the flow, or takes hardly any out of a case.

    What changes hands next to each other is weighed together.
    """
    was = problem.owners
    flows = {
        (source, target): 1.0
        for source, targets in survey.graph.work_after.items()
        for target in targets
        if {source, target} <= was.keys()
    }
    costly = (part for part, saved in moved_parts(was, found.owners, flows) if saved < 0.0)
    return {step_id for part in costly for step_id in part} | saving_little(problem, found)


def saving_little(problem: AssignmentProblem, found: Assignment) -> set[str]:
    """Return the steps that go to other hands for hardly a handoff of a case, with what goes there beside them."""
    was, now = problem.owners, found.owners
    left = set(now.values())
    return {
        step_id
        for part, saved in moved_parts(was, now, problem.weights)
        if SLACK < saved < LEAST_SAVED and {was[one] for one in part} <= left
        for step_id in part
    }


def burdening(bench: Bench, problem: AssignmentProblem, found: Assignment) -> set[str]:
    """Return the steps that go to whoever would have no time for them all, or costs more: that is to be asked."""
    moves = [Assign(one, found.owners[one]) for one, owner in problem.owners.items() if found.owners[one] != owner]
    given: dict[str, list[Assign]] = {}
    for move in moves:
        given.setdefault(move.to, []).append(move)
    overloaded = {to for to, theirs in given.items() if any(overloading(bench.before, bench.survey, theirs))}
    return {move.step for move in moves if move.to in overloaded or round(dearer_by(bench.survey, [move])) > 0}


def reasons_of_doer(bench: Bench, step: Step) -> Iterator[str]:
    """Quote the reason of a role that is to give work away, and that of the step where it says who does it."""
    if step.owner is None:
        return
    role = bench.before.process.role(step.owner)
    yield from reason_of(bench, role)
    if step.why and _is_named(role, step.why):
        yield say("Its reason is said to be: {reason}", reason=step.why)


def _is_named(role: Role, text: str) -> bool:
    """Whether a text says the name of a role, or its id; a short one, such as ``it`` or ``hr``, in capitals only.

    >>> _is_named(Role("chef", "Master of the kitchen"), "The chef's name is on the menu.")
    True
    >>> _is_named(Role("it", "Computing"), "It is done at noon."), _is_named(Role("it", "Computing"), "Only IT may.")
    (False, True)
    """
    called = role.id.replace("-", " ").replace("_", " ")
    if len(called) <= SHORT and called.isascii():
        return _names(text, role.name) or re.search(rf"\b{re.escape(called.upper())}\b", text) is not None
    return _names(text, role.name) or _names(text, called)


def _names(text: str, name: str) -> bool:
    """Whether a text says a name, as a word of its own or with an ending; scripts without spaces have no words.

    >>> _names("Only technicians may open it.", "Technician"), _names("It is done through mail.", "Hr")
    (True, False)
    """
    if name.lower() not in text.lower():
        return False  # what it takes to compile the pattern is most of the time of this
    letter = r"[^\W\d_\u3040-\u30ff\u3400-\u9fff]"
    return re.search(rf"(?<!{letter}){re.escape(name)}(?!{letter}{{3}})", text, re.IGNORECASE) is not None
