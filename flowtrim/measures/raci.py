"""Who is responsible, accountable, consulted and informed (docs/theory.md#raci)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from flowtrim.model import Process, Step

MOST_CONSULTED = 2
MOST_INFORMED = 3


class Raci(Struct, frozen=True):
    """The RACI matrix of a process, and what catches the eye in it; ids in the order of the file.

    ``matrix[role][step]`` holds the letters that a role has at a step, such as ``RA``: R performs the step, A answers
    for it, C is asked, I is told. Roles that are named nowhere are not in it. ``unaccounted`` are the steps for which
    nobody is accountable, while somebody is for others. ``crowded`` are those at which more than two are consulted or
    more than three informed. ``informed_only`` are roles with nothing but C and I; ``accountable_only`` are those
    that answer for steps and perform none. Who does a step together with its owner is neither.
    """

    matrix: Mapping[str, Mapping[str, str]]
    unaccounted: tuple[str, ...]
    crowded: tuple[str, ...]
    informed_only: tuple[str, ...]
    accountable_only: tuple[str, ...]


def raci(process: Process) -> Raci:
    """Read the RACI matrix off the steps: the owner performs, the rest is as declared.

    >>> claim = Process("Claim", steps=(
    ...     Step("pay", "Pay", owner="Payroll", accountable="Manager", informs=("Employee",)),))
    >>> found = raci(claim)
    >>> found.matrix["Manager"], found.informed_only
    ({'pay': 'A'}, ('Employee',))
    """
    matrix: dict[str, dict[str, str]] = {role.id: {} for role in process.roles}
    for step in process.work:
        for role, letter in _letters(step):
            row = matrix.setdefault(role, {})
            row[step.id] = row.get(step.id, "") + letter
    named = {role: row for role, row in matrix.items() if row}
    helpers = {role for step in process.work for role in step.alongside}
    letters = {role: frozenset().union(*row.values()) for role, row in named.items() if role not in helpers}
    declared = any(step.accountable for step in process.work)
    return Raci(
        named,
        unaccounted=tuple(s.id for s in process.work if declared and not s.accountable),
        crowded=tuple(s.id for s in process.work if is_crowded(s)),
        informed_only=tuple(role for role, found in letters.items() if found <= {"C", "I"}),
        accountable_only=tuple(role for role, found in letters.items() if "A" in found and "R" not in found),
    )


def is_crowded(step: Step) -> bool:
    """Whether more than two roles are consulted on a step, or more than three informed.

    >>> is_crowded(Step("pay", "Pay", consults=("a", "b", "c")))
    True
    """
    return len(set(step.consults)) > MOST_CONSULTED or len(set(step.informs)) > MOST_INFORMED


def _letters(step: Step) -> Iterator[tuple[str, str]]:
    if step.owner:
        yield step.owner, "R"
    if step.accountable:
        yield step.accountable, "A"
    yield from ((role, "C") for role in dict.fromkeys(step.consults))
    yield from ((role, "I") for role in dict.fromkeys(step.informs))
