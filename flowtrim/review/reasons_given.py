"""Reasons that people wrote into a checklist, put into the fields that they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from msgspec.structs import replace

from flowtrim.model import Kpi, Role, Step
from flowtrim.review.checklist_rows import ACTION_TODAY, MAY, REASON, SERVED, SOURCE, WHAT_TODAY
from flowtrim.review.returned import Row

Reasoned = TypeVar("Reasoned", Step, Role)
Item = TypeVar("Item", Step, Role, Kpi)

STEP_FIELDS = {REASON: "why", SERVED: "serves", SOURCE: "source"}
ROLE_FIELDS = {REASON: "why", MAY: "may"}
KPI_FIELDS = {WHAT_TODAY: "what", REASON: "why", ACTION_TODAY: "action"}
_FIELDS = {"steps": STEP_FIELDS, "roles": ROLE_FIELDS, "kpis": KPI_FIELDS}


def is_answered(key: str, row: Row) -> bool:
    """Whether somebody wrote a reason, or what goes with one, into a row of the table of that key."""
    return any(row.get(title, "").strip() for title in _FIELDS[key])


def answered(item: Item, row: Row, fields: Mapping[str, str]) -> Item:
    """Return a step, role or KPI with what a row says of it; empty cells change nothing.

    >>> answered(Step("pay", "Pay"), {REASON: "The bank lent it.", SERVED: "Customer"}, STEP_FIELDS).serves
    'customer'
    """
    told: dict[str, Any] = {
        field: " ".join(row[title].split()) for title, field in fields.items() if row.get(title, "").strip()
    }
    if "serves" in told:
        told["serves"] = told["serves"].casefold()
    return replace(item, **told)
