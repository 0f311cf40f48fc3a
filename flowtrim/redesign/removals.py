"""The fewest steps to take out so that the rest can be told in the time there is (docs/theory.md#fewest-removals)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct

from flowtrim.redesign.milp import MOST_NODES, Program, Row, Unsolved, solve


class Telling(Struct, frozen=True):
    """A step as it is told: its length, what it needs and makes, and how much would be lost with it.

    ``loss`` is a whole number: of two sets as small, the one with the smaller sum goes. ``stays`` marks steps
    that nothing may take out.
    """

    name: str
    length: float
    needs: frozenset[str] = frozenset()
    makes: frozenset[str] = frozenset()
    stays: bool = False
    loss: int = 0


def fewest_removals(
    tellings: Sequence[Telling], *, budget: float, most_nodes: int = MOST_NODES
) -> tuple[str, ...] | None:
    """Find the fewest steps without which the rest fits the budget; None where no removal is enough.

    A step that stays keeps a maker of each thing that it needs, where there was one. Among sets as small the one
    with the least loss is taken, then the one that leaves the least to tell.

    >>> words = [Telling("A", 10, stays=True), Telling("B", 14), Telling("C", 8, makes=frozenset({"c"})),
    ...          Telling("D", 12, needs=frozenset({"c"})), Telling("E", 6), Telling("F", 9, stays=True)]
    >>> fewest_removals(words, budget=40)
    ('B', 'D')
    """
    if sum(telling.length for telling in tellings) <= budget:
        return ()
    program = Program()
    kept = {telling.name: program.variable() for telling in tellings}
    _demand(program, tellings, kept, budget)
    found: Mapping[str, bool] | None = None
    for costs, slack in _aims(tellings):
        program.costs = [-costs[telling.name] for telling in tellings]
        solution = solve(program, most_nodes=most_nodes)
        if isinstance(solution, Unsolved):
            break
        found = {name: solution.values[variable] > 0.5 for name, variable in kept.items()}
        terms = {kept[name]: -cost for name, cost in costs.items() if cost}
        program.rows.append(Row(terms, most=solution.cost + slack))
    return None if found is None else tuple(name for name, stays in found.items() if not stays)


def _demand(program: Program, tellings: Sequence[Telling], kept: Mapping[str, int], budget: float) -> None:
    makers: dict[str, list[str]] = {}
    for telling in tellings:
        for item in telling.makes:
            makers.setdefault(item, []).append(telling.name)
    program.rows.append(Row({kept[telling.name]: telling.length for telling in tellings}, most=budget))
    for telling in tellings:
        if telling.stays:
            program.rows.append(Row({kept[telling.name]: 1.0}, least=1.0))
        for item in sorted(telling.needs):
            others = [maker for maker in makers.get(item, ()) if maker != telling.name]
            if others and item not in telling.makes:
                program.rows.append(Row({kept[telling.name]: 1.0} | {kept[maker]: -1.0 for maker in others}, most=0.0))


def _aims(tellings: Sequence[Telling]) -> list[tuple[dict[str, float], float]]:
    """What to keep as much of as possible, in turn, and how far a later aim may fall behind: not by a whole one."""
    return [
        ({telling.name: 1.0 for telling in tellings}, 0.5),
        ({telling.name: float(telling.loss) for telling in tellings}, 0.5),
        ({telling.name: -telling.length for telling in tellings}, 1e-6),
    ]


def mandatory(made_by: Mapping[str, Collection[str]], wanted: Collection[str]) -> frozenset[str]:
    """The only makers of what is wanted."""
    return frozenset(next(iter(made_by[item])) for item in wanted if len(made_by.get(item, ())) == 1)
