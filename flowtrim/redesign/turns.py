"""In which turn steps change hands: each gains something by itself, or with what it has to go together with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush

from msgspec import Struct

from flowtrim.model import Assign, Release
from flowtrim.redesign.assignment import SLACK, Assignment
from flowtrim.redesign.assignment_problem import AssignmentProblem, Link
from flowtrim.redesign.units import connected
from flowtrim.redesign.workbench import Bench

Owners = Mapping[str, str]
"""The role that performs each step."""
Moves = tuple[Assign, ...]


def handed_over(bench: Bench) -> set[str]:
    """Return the steps that changed hands already, among what is safe or among what is asked."""
    giving = (one for one in bench.changes if isinstance(one.change, Assign | Release) and one.safe == bench.only_safe)
    return {step_id for one in giving for step_id in one.steps}


def leaving_roles(bench: Bench, problem: AssignmentProblem, found: Assignment) -> dict[str, tuple[Assign, ...]]:
    """Return the roles that would be left with nothing to do or to answer for, and who takes each of their steps."""
    answering = {party for step in bench.survey.process.work for party in (step.accountable, *step.alongside)}
    moves: dict[str, list[Assign]] = {}
    for step_id, role_id in problem.owners.items():
        if role_id not in found.roles and role_id not in answering:
            moves.setdefault(role_id, []).append(Assign(step_id, found.owners[step_id]))
    return {role_id: tuple(given) for role_id, given in moves.items() if bench.allows(farewell(role_id, given))}


def farewell(role_id: str, moves: Sequence[Assign], because: str | None = None) -> Release:
    """Return what ends a role: whoever takes most of its steps takes what else is left of it."""
    ((heir, _),) = Counter(move.to for move in moves).most_common(1)
    return Release(role_id, heir, because=because)


class Turns(Struct, frozen=True):
    """What is proposed of an assignment, each ``together`` as one, and the steps of which no change gains anything."""

    together: tuple[Moves, ...]
    in_vain: frozenset[str] = frozenset()


def in_turn(
    problem: AssignmentProblem,
    found: Assignment,
    leaving: Mapping[str, Moves] = {},
    last: Callable[[str], bool] = lambda _: False,
    anyway: Callable[[str], bool] = lambda _: False,
) -> Turns:
    """Return the changes of an assignment, the greatest gain first; what is wanted ``last`` after all others.

    A step that saves no handoff when its turn comes waits for others; then it goes with what is linked to it and has
    the same taker. ``leaving`` roles go with all their work, and what goes ``anyway`` goes in its turn, whatever it
    saves.

    >>> owners = {"a": "x", "b": "y", "c": "y", "d": "x"}
    >>> problem = AssignmentProblem({}, {("a", "b"): 1.0, ("b", "c"): 1.0, ("c", "d"): 1.0}, owners)
    >>> found = Assignment(dict.fromkeys("abcd", "x"), 0.0, 0.0, ("x",), 2)
    >>> [[move.step for move in moves] for moves in in_turn(problem, found).together]
    [['b', 'c']]
    """
    gone = {move.step for moves in leaving.values() for move in moves}
    order: list[Moves] = []
    for step_id in sorted(greatest_gain_first(problem, found), key=last):
        alone = (Assign(step_id, found.owners[step_id]),)
        moves = leaving[problem.owners[step_id]] if step_id in gone else alone
        if moves[0].step == step_id:
            order.append(moves)

    def goes(moves: Moves) -> bool:
        return moves[0].step in gone or any(anyway(move.step) for move in moves)

    turns = _taken(problem, found, order, goes)
    if turns.in_vain:  # what others took the gain from may have one before them, and make room for them
        first = [moves for moves in order if moves[0].step in turns.in_vain]
        other = _taken(
            problem, found, [*first, *(moves for moves in order if moves[0].step not in turns.in_vain)], goes
        )
        return other if len(other.in_vain) < len(turns.in_vain) else turns
    return turns


def _taken(
    problem: AssignmentProblem, found: Assignment, order: Sequence[Moves], goes: Callable[[Moves], bool]
) -> Turns:
    turns = _Turns(problem)
    left = {move.step for moves in turns.take(order, goes) for move in moves}
    rest = {one: found.owners[one] if one in left else owner for one, owner in turns.owners.items()}
    parts = [part for part, _ in moved_parts(turns.owners, rest, problem.weights)]
    by_taker = [tuple(Assign(one, found.owners[one]) for one in part) for part in parts]
    turns.take([moves for moves in by_taker if len({move.to for move in moves}) == 1])
    return Turns(tuple(turns.taken), frozenset(left - {move.step for moves in turns.taken for move in moves}))


class _Turns:
    """Who performs each step after the changes that were taken so far."""

    def __init__(self, problem: AssignmentProblem) -> None:
        self.owners = dict(problem.owners)
        self.taken: list[Moves] = []
        self._beside = links_of(problem)

    def take(self, waiting: Sequence[Moves], anyway: Callable[[Moves], bool] = lambda _: False) -> list[Moves]:
        """Take what gains something, again and again as others make room for it; return what gains nothing."""
        left = list(waiting)
        count = -1
        while len(self.taken) > count:
            count = len(self.taken)
            for moves in left:
                if anyway(moves) or self._saved(moves) > SLACK:
                    self.owners |= {move.step: move.to for move in moves}
                    self.taken.append(moves)
            done = {moves[0].step for moves in self.taken}
            left = [moves for moves in left if moves[0].step not in done]
        return left

    def _saved(self, moves: Moves) -> float:
        now, then = self.owners, {move.step: move.to for move in moves}
        saved = 0.0
        for step_id, role_id in then.items():
            for other, weight in self._beside[step_id]:
                part = weight * ((now[step_id] != now[other]) - (role_id != then.get(other, now[other])))
                saved += part / 2 if other in then else part  # a link of two that move is met from both ends
        return saved


def links_of(problem: AssignmentProblem) -> Mapping[str, list[tuple[str, float]]]:
    """Return for each step those that it is linked to, either way, with how often work passes there."""
    beside: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for (source, target), weight in problem.weights.items():
        beside[source].append((target, weight))
        beside[target].append((source, weight))
    return beside


def greatest_gain_first(problem: AssignmentProblem, found: Assignment) -> Iterator[str]:
    """Yield the steps that change hands, each time the one that then saves most; of equals the first in the flow."""
    owners = dict(problem.owners)
    beside = links_of(problem)
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


def moved_parts(was: Owners, now: Owners, weights: Mapping[Link, float]) -> Iterator[tuple[list[str], float]]:
    """Yield the steps that change hands, those linked to each other together, and the handoffs that this saves."""
    moved: dict[str, set[str]] = {step_id: set() for step_id in was if was[step_id] != now[step_id]}
    for source, target in weights:
        if {source, target} <= moved.keys():
            moved[source].add(target)
            moved[target].add(source)
    parts = connected(moved)
    yield from zip(parts, _saved_by(was, now, weights, parts), strict=True)


def moved_together(
    problem: AssignmentProblem, found: Assignment, leaving: Iterable[Sequence[Assign]]
) -> Iterator[tuple[tuple[Assign, ...], float]]:
    """Yield what changes hands as one, and the handoffs that it saves beside all else: of who leaves, or linked."""
    roles = [tuple(moves) for moves in leaving]
    gone = {move.step for moves in roles for move in moves}
    was, now = problem.owners, found.owners
    rest = {one: now[one] if one not in gone else was[one] for one in was}
    parts = [tuple(Assign(one, now[one]) for one in part) for part, _ in moved_parts(was, rest, problem.weights)]
    groups = [*roles, *parts]
    yield from zip(groups, _saved_by(was, now, problem.weights, [[m.step for m in one] for one in groups]), strict=True)


def _saved_by(
    was: Owners, now: Owners, weights: Mapping[Link, float], groups: Sequence[Collection[str]]
) -> list[float]:
    """Return for each group the handoffs that come more often if only its steps stay where they are."""
    group_of = {step_id: number for number, group in enumerate(groups) for step_id in group}
    saved = [0.0] * len(groups)
    for (source, target), weight in weights.items():
        for number in {group_of[one] for one in (source, target) if one in group_of}:
            first, second = (was[one] if group_of.get(one) == number else now[one] for one in (source, target))
            saved[number] += weight * ((first != second) - (now[source] != now[target]))
    return saved
