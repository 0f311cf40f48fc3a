"""What a change of hands moves: hours of work, to whom, and what they cost there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from flowtrim.measures import Survey
from flowtrim.measures.workload import HOURS_A_POST, is_notable_work, is_worth_it
from flowtrim.model import Assign
from flowtrim.redesign.assignment import SLACK, Assignment, count_handoffs
from flowtrim.redesign.assignment_problem import AssignmentProblem
from flowtrim.rules import lasting
from flowtrim.sentences import Digits, Message, quoted, say, say_many

MOST_TOLD = 60
"""Steps up to which it is told of all that would be too dear; of more, what is so by itself is not tried."""

MUCH = 0.5
"""The share of what a role works here today from which on it is much that it would take over (ours)."""

Minutes = Mapping[str, float]
"""The minutes of a case that each step takes."""


def overloading(
    today: Survey, now: Survey, moves: Iterable[Assign], before: Iterable[Assign] = ()
) -> Iterator[Message]:
    """Ask who would do the work that moves, where it is more than all that a taker does, or than its persons can.

    ``before`` are the moves of the changes before it, which count as well.
    """
    given = _moved(before, now.minutes_of_steps)
    for role_id, moved in _moved(moves, now.minutes_of_steps).items():
        if _is_multiple(today, role_id, moved):
            yield _multiple(today, role_id, moved)
        elif _is_notable(today, moved) and today.process.volume:
            yield from _with_all_before(today, role_id, moved, moved + given.get(role_id, 0.0))
        yield from _beyond_persons(today, now, role_id, moved)


def _with_all_before(today: Survey, role_id: str, moved: float, total: float) -> Iterator[Message]:
    if _is_multiple(today, role_id, total):
        yield say(
            "{role} would take over {more} hours a year, {total} with the changes before, and works {hours} here "
            "today: who has the time for that?",
            role=quoted(today.process.role(role_id).name),
            more=_hours(today, moved),
            total=_hours(today, total),
            hours=_hours(today, today.minutes_of_roles.get(role_id) or 0.0),
        )


def moving(today: Survey, now: Survey, moves: Iterable[Assign], before: Iterable[Assign] = ()) -> Iterator[Message]:
    """Say how much work moves to whom, where that is no small thing, and with all before no more than today."""
    given = _moved(before, now.minutes_of_steps)
    for role_id, moved in _moved(moves, now.minutes_of_steps).items() if today.process.volume else ():
        had, total = today.minutes_of_roles.get(role_id), moved + given.get(role_id, 0.0)
        if had and _is_notable(today, moved) and not _is_multiple(today, role_id, total):
            yield say(
                "{role} would take over {more} hours a year, and works {hours} here today.",
                role=quoted(today.process.role(role_id).name),
                more=_hours(today, moved),
                hours=_hours(today, had),
            )


def much_for(today: Survey, now: Survey, moves: Sequence[Assign]) -> Message | None:
    """Say how much work one role would take over, where that is half of all it works here today, or dearer there."""
    (role_id,) = {move.to for move in moves}
    moved, had = _moved(moves, now.minutes_of_steps)[role_id], today.minutes_of_roles.get(role_id, 0.0)
    if had is None or not _is_notable(today, moved):
        return None
    if _is_multiple(today, role_id, moved):
        return _multiple(today, role_id, moved)
    if moved > had * MUCH and today.process.volume:
        return next(moving(today, now, moves))
    cost = round(dearer_by(now, moves))
    return say("It costs {cost} a year more.", cost=cost) if cost > 0 else None


def _moved(moves: Iterable[Assign], minutes: Minutes) -> dict[str, float]:
    """Return the minutes of a case that each taker takes over."""
    moved: dict[str, float] = {}
    for move in moves:
        moved[move.to] = moved.get(move.to, 0.0) + minutes.get(move.step, 0.0)
    return moved


def _is_multiple(today: Survey, role_id: str, moved: float) -> bool:
    """Whether so many minutes are no small thing, and more than all that a role works here today, if that is known."""
    had = today.minutes_of_roles.get(role_id, 0.0)
    return had is not None and moved > had and _is_notable(today, moved)


def _is_notable(today: Survey, moved: float) -> bool:
    return is_notable_work(today.process, moved)


def _hours(survey: Survey, minutes: float) -> int:
    volume = survey.process.volume
    return round(minutes * volume.per_year / 60) if volume else 0


def _multiple(today: Survey, role_id: str, moved: float) -> Message:
    process, had = today.process, today.minutes_of_roles.get(role_id) or 0.0
    role, more, hours = quoted(process.role(role_id).name), _hours(today, moved), _hours(today, had)
    if process.volume is None:
        times = {"more": lasting(moved, None, process.clock), "today": lasting(had, None, process.clock)}
        return say(
            "{role} would take over {more} of work in a case, and has {today} today: who has the time for that?",
            role=role,
            **times,
        )
    if not hours:
        return say(
            "{role} would take over {more} hours a year, and works none here today: who has the time for that?",
            role=role,
            more=more,
        )
    return say(
        "{role} would take over {more} hours a year, and works {hours} here today: who has the time for that?",
        role=role,
        more=more,
        hours=hours,
    )


def _beyond_persons(today: Survey, now: Survey, role_id: str, moved: float) -> Iterator[Message]:
    """Say so where a role would have more work than its declared persons can do, unless it moves hardly anything."""
    persons = today.process.role(role_id).persons
    if persons is None or today.process.volume is None or not _is_notable(today, moved):
        return
    posts = round(_hours(today, (now.minutes_of_roles.get(role_id) or 0.0) + moved) / HOURS_A_POST, 1)
    if posts > persons:
        yield say_many(
            persons,
            "{role} is {number} person, and would have work for {posts} posts: who else would do it?",
            "{role} is {number} persons, and would have work for {posts} posts: who else would do it?",
            role=quoted(today.process.role(role_id).name),
            posts=posts,
        )


def dearer_by(now: Survey, moves: Iterable[Assign]) -> float:
    """Return by how much more in a year the work costs that moves, by the rates that are declared."""
    process, more = now.process, 0.0
    for move in moves if process.volume else ():
        was, then = process.role(process.step(move.step).owner or "").rate, process.role(move.to).rate
        if was is not None and then is not None:
            more += (then - was) * now.minutes_of_steps.get(move.step, 0.0) / 60
    return more * process.volume.per_year if process.volume else 0.0


def is_dear_alone(now: Survey, move: Assign) -> bool:
    """Whether, among many steps, one costs more in other hands than all handoffs around it are worth."""
    process, cost = now.process, dearer_by(now, [move])
    if process.volume is None or len(process.steps) <= MOST_TOLD or round(cost) <= 0:
        return False
    cases, saved = process.volume.per_year, 2 * (now.visits[move.step] or 0.0)
    total, rate = (now.yearly.cost or 0.0) / cases, process.role(move.to).rate or 0.0
    return not is_worth_it(cost / cases, saved=saved, rate=rate, cost=total)


def too_dear(now: Survey, moves: Sequence[Assign], saved: float) -> Message | None:
    """Say why work stays where it is: elsewhere it costs more than the handoffs of a case are worth that this saves."""
    process, cost = now.process, dearer_by(now, moves)
    if process.volume is None or round(cost) <= 0:
        return None
    if saved <= SLACK:
        return say("It costs {cost} a year more, and saves no handoff.", cost=round(cost))
    cases, rate = process.volume.per_year, max(process.role(move.to).rate or 0.0 for move in moves)
    if is_worth_it(cost / cases, saved=saved, rate=rate, cost=(now.yearly.cost or 0.0) / cases):
        return None
    each = Digits(f"{cost / cases / saved:,.2f}".rstrip("0").rstrip("."))
    return say("It costs {cost} a year more: {each} for each handoff that it saves.", cost=round(cost), each=each)


def gathered(problem: AssignmentProblem, found: Assignment, minutes: Minutes, firm: Collection[str] = ()) -> Assignment:
    """Return an assignment as good that splits no role's work over several, and of two lets the one go that does less.

    Who leaves gives all to one, where that one may do it and no handoff comes of it; and of two that could each do all
    of the other's, the one leaves that has less to do, unless it is ``firm``.

    >>> both = ("a", "b")
    >>> problem = AssignmentProblem(allowed={"s": both, "t": both}, weights={}, owners={"s": "a", "t": "b"})
    >>> gathered(problem, Assignment({"s": "b", "t": "b"}, 0.0, 0.0, ("b",), 1), {"s": 60.0, "t": 5.0}).owners
    {'s': 'a', 't': 'a'}
    """
    owners = dict(found.owners)
    for role_id in dict.fromkeys(problem.owners.values()):
        if role_id not in owners.values():
            owners = _to_one(problem, owners, role_id)
            owners = _the_other_way(problem, owners, role_id, minutes, firm)
    if owners == found.owners:
        return found
    changed = sum(owners[step_id] != owner for step_id, owner in problem.owners.items())
    roles = tuple(sorted(set(owners.values())))
    return replace(found, owners=owners, roles=roles, changed=changed, handoffs=count_handoffs(problem, owners))


def _to_one(problem: AssignmentProblem, owners: dict[str, str], leaving: str) -> dict[str, str]:
    mine = [step_id for step_id, owner in problem.owners.items() if owner == leaving]
    takers = [taker for taker, _ in Counter(owners[step_id] for step_id in mine).most_common()]
    least = count_handoffs(problem, owners) if len(takers) > 1 else 0.0
    for taker in takers if len(takers) > 1 else ():
        then = {**owners, **dict.fromkeys(mine, taker)}
        able = all(taker in problem.allowed[step_id] for step_id in mine)
        if able and count_handoffs(problem, then) <= least + SLACK and _keeps_duties(problem, then):
            return then
    return owners


def _the_other_way(
    problem: AssignmentProblem, owners: dict[str, str], leaving: str, minutes: Minutes, firm: Collection[str]
) -> dict[str, str]:
    mine = [step_id for step_id, owner in problem.owners.items() if owner == leaving]
    (taker, *others) = dict.fromkeys(owners[step_id] for step_id in mine)
    theirs = [step_id for step_id, owner in owners.items() if owner == taker]
    own = [step_id for step_id in theirs if problem.owners[step_id] == taker]
    work, other_work = (sum(minutes.get(step_id, 0.0) for step_id in steps) for steps in (mine, own))
    if others or taker in firm or work <= other_work:
        return owners
    able = all(leaving in problem.allowed[step_id] for step_id in theirs)
    return {**owners, **dict.fromkeys(theirs, leaving)} if able else owners


def _keeps_duties(problem: AssignmentProblem, owners: Mapping[str, str]) -> bool:
    """Whether an assignment keeps apart what must be separate, and in one hand what belongs together."""
    apart = all(len({owners[one] for one in group}) == len(group) for group in problem.separate)
    return apart and all(len({owners[one] for one in group}) == 1 for group in problem.together)
