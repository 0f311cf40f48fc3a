"""Who performs steps."""

from __future__ import annotations

from datetime import date
from typing import Literal, get_args

from msgspec import Struct

from flowtrim.model.step import Serves

RoleKind = Literal["person", "team", "system", "customer", "partner"]

ROLE_KINDS: tuple[RoleKind, ...] = get_args(RoleKind)


class Turn(Struct, frozen=True):
    """The team from which a role is taken for each case, and how: ``turn`` in the words of the file."""

    team: str
    turn: str | None = None


class Role(Struct, frozen=True):
    """Who performs steps: a person's role, a team, a system, the customer or a partner; never a named person.

    ``kind`` is None where the file does not say; it then counts as a person's role.
    ``skills`` is None where the file does not declare any, which is not the same as having none.
    ``deputy`` is the role that acts for it, ``of`` the team it is taken from, ``may`` what it may decide in words,
    ``persons`` how many people have it, ``rate`` what an hour of its work costs, in the currency of the file.
    """

    id: str
    name: str
    kind: RoleKind | None = None
    department: str | None = None
    why: str | None = None
    serves: Serves | None = None
    source: str | None = None
    reviewed: date | None = None
    skills: tuple[str, ...] | None = None
    note: str | None = None
    deputy: str | None = None
    of: Turn | None = None
    may: str | None = None
    persons: float | None = None
    rate: float | None = None
