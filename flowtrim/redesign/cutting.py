"""Where one role could do everything, only duties force a change of hands: then the cheapest links are cut.

The bound of the usual program (docs/theory.md#assigning-steps-to-roles) stays 0 for such a process until every role of
every step is decided: with 500 steps it was not solved after 400 s. Seen from the links it is a minimum multicut: steps
that must not share a role are cut off from each other, and the cheapest such cut is found by adding the paths that it
leaves open until none is left. What is cut apart then gets its roles. If that works, no assignment has fewer handoffs,
since each of them is such a cut.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heappop, heappush
from itertools import combinations

from flowtrim.redesign.milp import Program, Row, Solution, solve
from flowtrim.redesign.units import Units, connected

ROUNDS = 200
"""How often paths are looked for that a cut leaves open."""
PATHS = 8
"""Paths that are looked for between two in one round, each avoiding the ones before."""
TRIES = 20_000
"""Roles tried on what was cut apart before another way of solving is taken."""
AVOIDED = 1 / 3
CUT = 1.0 - 1e-6

Node = tuple[str, str]
"""A unit, or a role to which units without a choice belong."""


def cut_apart(units: Units, part: Iterable[str], owners: Mapping[str, str]) -> dict[str, str] | None:
    """Return roles for some units, so that nothing has fewer handoffs; None where this finds no proof.

    Of roles that are as good, those are taken that are in use already, then those that have most of the steps today.
    """
    members = list(part)
    if not set.intersection(*(set(units.roles[unit]) for unit in members)):
        return None
    pieces = _Cut(units, members).pieces()
    return None if pieces is None else _hand_out(units, pieces, owners)


class _Cut:
    """The links of some units, and which of them are cut."""

    def __init__(self, units: Units, members: Sequence[str]) -> None:
        self._units = units
        self._nodes = {unit: ("unit", unit) for unit in members}
        self._links: list[tuple[Node, Node]] = []
        self._beside: dict[Node, dict[Node, int]] = {node: {} for node in self._nodes.values()}
        self._program = Program()
        for (first, second), weight in units.weights.items():
            if weight > 0.0 and (first in self._nodes or second in self._nodes):
                self._link(self._node(first), self._node(second), weight)
        groups = (dict.fromkeys(unit for unit in group if unit in self._nodes) for group in units.separate)
        self._apart = {(self._nodes[a], self._nodes[b]): None for group in groups for a, b in combinations(group, 2)}
        bases = [node for node in self._beside if node[0] == "role"]
        self._apart |= dict.fromkeys(combinations(bases, 2))

    def _node(self, unit: str) -> Node:
        return self._nodes.get(unit) or ("role", self._units.roles[unit][0])

    def _link(self, first: Node, second: Node, weight: float) -> None:
        known = self._beside.setdefault(first, {}).get(second)
        if known is not None:
            self._program.costs[known] += weight
            return
        number = self._program.variable(weight, whole=False)
        self._links.append((first, second))
        self._beside[first][second] = self._beside.setdefault(second, {})[first] = number

    def pieces(self) -> list[list[Node]] | None:
        """Return what the cheapest cut leaves connected; None where it was not proven within the rounds."""
        lengths: Sequence[float] = [0.0] * len(self._links)
        whole = False
        for _ in range(ROUNDS):
            if not self._close_paths(lengths):
                if whole and not self._mix(lengths):
                    return self._left(lengths)
                if not whole:
                    whole = True
                    self._program.whole = [True] * len(self._links)
            if not self._program.rows:
                continue
            solution = solve(self._program)
            if not isinstance(solution, Solution) or not solution.proven:
                return None
            lengths = solution.values
        return None

    def _close_paths(self, lengths: Sequence[float]) -> bool:
        """Ask for a cut on every path that is open between two that are to be apart; False where there is none."""
        known = len(self._program.rows)
        for begin, goal in self._apart:
            longer = list(lengths)
            for _ in range(PATHS):
                path = self._open_path(begin, goal, longer)
                if path is None:
                    break
                self._program.rows.append(Row(dict.fromkeys(path, 1.0), least=1.0))
                for number in path:
                    longer[number] += AVOIDED
        return len(self._program.rows) > known

    def _open_path(self, begin: Node, goal: Node, lengths: Sequence[float]) -> list[int] | None:
        """Return the links of the shortest path, if it is shorter than one cut."""
        best = {begin: 0.0}
        came: dict[Node, tuple[Node, int]] = {}
        waiting = [(0.0, begin)]
        while waiting:
            so_far, node = heappop(waiting)
            if node == goal:
                return list(self._back(came, goal))
            for other, number in self._beside[node].items() if so_far <= best[node] else ():
                length = so_far + max(lengths[number], 0.0) + 1e-9
                if length < min(best.get(other, CUT), CUT):
                    best[other], came[other] = length, (node, number)
                    heappush(waiting, (length, other))
        return None

    @staticmethod
    def _back(came: Mapping[Node, tuple[Node, int]], node: Node) -> Iterator[int]:
        while node in came:
            node, number = came[node]
            yield number

    def _left(self, lengths: Sequence[float]) -> list[list[Node]]:
        kept: dict[Node, set[Node]] = {node: set() for node in self._beside}
        for number, (first, second) in enumerate(self._links):
            if lengths[number] < 0.5:
                kept[first].add(second)
                kept[second].add(first)
        return connected(kept)

    def _mix(self, lengths: Sequence[float]) -> bool:
        """Find units that are still connected to a role that they may not have, and ask for them to be apart."""
        known = len(self._apart)
        for piece in self._left(lengths):
            for base in (node for node in piece if node[0] == "role"):
                wrong = (node for node in piece if node[0] == "unit" and base[1] not in self._units.roles[node[1]])
                self._apart |= dict.fromkeys((node, base) for node in wrong)
        return len(self._apart) > known


def _hand_out(units: Units, pieces: Sequence[Sequence[Node]], owners: Mapping[str, str]) -> dict[str, str] | None:
    """Give each piece a role that none has from which it is kept apart, the largest piece first."""
    order = sorted(pieces, key=lambda piece: -len(piece))
    place = {name: number for number, piece in enumerate(order) for kind, name in piece if kind == "unit"}
    rivals: dict[int, set[int]] = {number: set() for number in range(len(order))}
    for group in units.separate:
        for one, other in combinations({place[unit] for unit in group if unit in place}, 2):
            rivals[one].add(other)
            rivals[other].add(one)
    choices = [_choices(units, piece, owners) for piece in order]
    taken = _choose(choices, rivals)
    return None if taken is None else {unit: taken[number] for unit, number in place.items()}


def _choices(units: Units, piece: Sequence[Node], owners: Mapping[str, str]) -> list[str]:
    """Return the roles that a piece may have, those with most of its steps today first."""
    bases = [name for kind, name in piece if kind == "role"]
    inside = [name for kind, name in piece if kind == "unit"]
    today = Counter(owners[step_id] for unit in inside for step_id in units.members[unit])
    fitting = (
        [role for role in units.roles[inside[0]] if all(role in units.roles[unit] for unit in inside)] if inside else []
    )
    return bases or sorted(fitting, key=lambda role: -today[role])


def _choose(choices: Sequence[Sequence[str]], rivals: Mapping[int, Iterable[int]]) -> dict[int, str] | None:
    """Try the choices in turn, roles in use first, and take a step back where none is left."""
    taken: dict[int, str] = {}
    trials: list[Iterator[str]] = []
    for _ in range(TRIES):
        if len(trials) == len(taken):
            if len(taken) == len(choices):
                return taken
            number = len(taken)
            used = set(taken.values())
            barred = {taken[rival] for rival in rivals[number] if rival in taken}
            free = [role for role in choices[number] if role not in barred]
            trials.append(iter(sorted(free, key=lambda role: role not in used)))
        role = next(trials[-1], None)
        if role is not None:
            taken[len(taken)] = role
        else:
            trials.pop()
            if not trials:
                return None
            taken.popitem()
    return None
