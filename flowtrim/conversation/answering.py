"""An answer put where it belongs: into the fields of a step, a role, a KPI or the process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from msgspec.structs import replace

from flowtrim.measures.reasons import reading
from flowtrim.model import Kpi, Process, Role, Step
from flowtrim.model.step import SERVES
from flowtrim.sentences import say

Item = TypeVar("Item", Step, Role, Kpi)

FIELDS = {
    "process": ("why", "customer", "owner"),
    "step": ("why", "serves", "source", "outputs", "note"),
    "role": ("why", "serves", "source", "may"),
    "kpi": ("what", "why", "action"),
}
"""What may be answered of each kind of item, by the name of its field."""

LONGEST_ANSWER = 2000
"""Signs of an answer that are taken; a reason that is longer is none that a newcomer understands."""


def fit(kind: str, values: Mapping[str, str]) -> str | None:
    """Return what is wrong with an answer as a sentence; None where it can be taken.

    >>> fit("step", {"serves": "boss"})
    "'boss' is nobody that a step serves; take one of customer, law, contract, risk, business, enables."
    """
    for field, text in values.items():
        if field not in FIELDS[kind]:
            return say("'{field}' cannot be answered here.", field=field)
        if field == "serves" and text not in SERVES:
            known = tuple(SERVES)
            return say("'{word}' is nobody that a step serves; take one of {known}.", word=text, known=", ".join(known))
        if len(text) > LONGEST_ANSWER:
            return say("This is longer than {number} signs: say it in one or two sentences.", number=LONGEST_ANSWER)
    return None


def plain_text(text: str) -> str:
    r"""Return a typed text on one line without signs that nobody can see.

    >>> plain_text(" It \x1b[2Jkeeps\n the  books. ")
    'It [2Jkeeps the books.'
    """
    return " ".join("".join(sign for sign in text if sign.isprintable() or sign.isspace()).split())


def fill_in(process: Process, kind: str, at: str, values: Mapping[str, str], *, today: date) -> Process:
    """Return the process with an answer in its fields; what has a reason then counts as reviewed today.

    >>> from flowtrim.model import Step
    >>> claim = Process("Claim", (Step("pay", "Pay"),))
    >>> fill_in(claim, "step", "pay", {"why": "He lent it to us."}, today=date(2026, 3, 2)).steps[0].reviewed
    datetime.date(2026, 3, 2)
    """
    told: dict[str, Any] = {field: plain_text(text) for field, text in values.items() if field in FIELDS[kind]}
    if "outputs" in told:
        told["outputs"] = tuple(filter(None, (part.strip() for part in told["outputs"].split(","))))
    match kind:
        case "process":
            return replace(process, **told)
        case "step":
            return replace(process, steps=_changed(process.steps, lambda one: one.id == at, told, today))
        case "role":
            declared = (
                process.roles if any(role.id == at for role in process.roles) else (*process.roles, process.role(at))
            )
            return replace(process, roles=_changed(declared, lambda one: one.id == at, told, today))
    return replace(process, kpis=_changed(process.kpis, lambda one: one.name == at, told, today))


def _changed(
    items: tuple[Item, ...], is_meant: Callable[[Item], bool], told: Mapping[str, Any], today: date
) -> tuple[Item, ...]:
    return tuple(_dated(replace(one, **told), today) if is_meant(one) else one for one in items)


def _dated(item: Item, today: date) -> Item:
    """Return an item as reviewed today, where there is a reason that somebody could have looked at."""
    return replace(item, reviewed=today) if reading(item.why) == "text" else item
