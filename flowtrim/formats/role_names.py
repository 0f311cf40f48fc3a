"""Who is meant where a file names a role: by its id, by its name, or by words that nobody declared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from flowtrim.formats.problems import Reading
from flowtrim.formats.tables import Record
from flowtrim.model import Process, Role, Step
from flowtrim.sentences import listed, quoted


class Spellings:
    """Hold the roles that a file names; names that differ in case and blanks only are one role, spelt as at first."""

    def __init__(self, declared: Mapping[str, str]) -> None:
        self._first: dict[str, str | None] = {}
        self._others: dict[str, dict[str, None]] = {}
        for word, role_id in declared.items():
            spelt = _folded(word)
            # two declared roles that differ in case only were meant to be two
            self._first[spelt] = role_id if self._first.get(spelt, role_id) == role_id else None

    def of(self, text: str) -> str:
        """Return the role that a text means, which is its first spelling, and remember every other one."""
        first = self._first.setdefault(_folded(text), text) or text
        if text != first:
            self._others.setdefault(first, {})[text] = None
        return first

    def others(self) -> dict[str, tuple[str, ...]]:
        """Return the other spellings of each role that has some."""
        return {first: tuple(spellings) for first, spellings in self._others.items()}


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()


class RoleNames:
    """Looks up declared roles; what is neither an id nor a name of one is a role of its own, called as written."""

    def __init__(self, roles: Mapping[str, Record], reading: Reading) -> None:
        self._reading = reading
        self._ids = frozenset(roles)
        self._by_name: dict[str, list[str]] = {}
        for role_id, record in roles.items():
            self._by_name.setdefault(record.values.get("name", role_id), []).append(role_id)
        names = {name: ids[0] for name, ids in self._by_name.items() if len(ids) == 1}
        self.spellings = Spellings({role_id: role_id for role_id in roles} | names)

    def id_of(self, text: str, at: int) -> str:
        """Return the id of the role that a text at an offset means."""
        if text in self._ids:
            return text
        ids = self._by_name.get(text)
        if ids is None:
            return self.spellings.of(text)
        if len(ids) > 1:
            meant = listed(map(quoted, ids), "or")
            self._reading.add(
                at, f"Several roles have the name {quoted(text)}; write the id of the one meant: {meant}."
            )
        return ids[0]


def with_one_spelling(process: Process) -> tuple[Process, dict[str, tuple[str, ...]]]:
    """Return a process of another format with one spelling for each role, and the other spellings that it had.

    >>> steps = Step("a", "Ask", owner="Sales"), Step("b", "Pay", owner="SALES")
    >>> with_one_spelling(Process("p", steps))[1]
    {'Sales': ('SALES',)}
    """
    spellings = Spellings({role.id: role.id for role in process.roles} | {role.name: role.id for role in process.roles})
    ids = {role.id for role in process.roles}

    def one(name: str | None) -> str | None:
        return name if name is None or name in ids else spellings.of(name)

    for step in process.steps:  # nearly no process has two spellings, and nothing is made anew for one without
        for name in (*step.alongside, *step.consults, *step.informs, step.owner, step.accountable):
            one(name)
    roles = tuple(_with_others_respelt(role, one) for role in process.roles)
    customer, others = one(process.customer), spellings.others()
    if not others:
        return process, others
    steps = tuple(_respelt(step, one) for step in process.steps)
    return replace(process, steps=steps, roles=roles, customer=customer), others


def _respelt(step: Step, one: Any) -> Step:
    several = {key: tuple(map(one, getattr(step, key))) for key in ("alongside", "consults", "informs")}
    return replace(step, owner=one(step.owner), accountable=one(step.accountable), **several)


def _with_others_respelt(role: Role, one: Any) -> Role:
    """Return a role with the others that it names, its deputy and its team, in their one spelling."""
    team = role.of and replace(role.of, team=one(role.of.team))
    return replace(role, deputy=one(role.deputy), of=team)
