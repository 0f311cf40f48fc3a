"""A measure that somebody keeps on the process."""

from __future__ import annotations

from datetime import date

from msgspec import Struct


class Kpi(Struct, frozen=True):
    """A key figure: what is measured, why, and which action it leads to."""

    name: str
    what: str | None = None
    why: str | None = None
    action: str | None = None
    formula: str | None = None
    target: str | None = None
    owner: str | None = None
    steps: tuple[str, ...] = ()
    reviewed: date | None = None
