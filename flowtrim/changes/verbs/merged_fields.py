"""What the fields of several steps become when they are one step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from msgspec.structs import replace

from flowtrim.changes.working_copy import Draft
from flowtrim.errors import ChangeError
from flowtrim.model import Kind, Step

T = TypeVar("T")


def united(draft: Draft, row: list[Step], into: Mapping[str, Any]) -> Step:
    """Unite a row of steps, in the order of the flow, to one; ``into`` decides wherever it says something.

    Declared work times, waiting and cost stay what they were in sum, since a merge is no forecast: what nobody
    declared adds nothing, and is no gain.
    What only passed between the members is no longer an input or output. Two different skills cannot be told in
    one field, so the step then declares none, and stays with its owner.
    """
    first = row[0]
    values: dict[str, Any] = {
        "name": " + ".join(dict.fromkeys(step.name for step in row)),
        "kind": _kind(row),
        "part": _common(step.part for step in row),
        "why": _joined(step.why for step in row),
        "serves": _first(step.serves for step in row if step.why),
        "source": _joined(step.source for step in row),
        "reviewed": min((step.reviewed for step in row if step.reviewed), default=None),
        "system": _common(step.system for step in row),
        "skill": _common(step.skill for step in row if step.skill),
        "takes": _known_sum(step.takes for step in row),
        "waits": _known_sum(step.waits for step in row),
        "cost": _known_sum(step.cost for step in row),
        "accountable": _common(step.accountable for step in row if step.accountable),
        "consults": tuple(dict.fromkeys(party for step in row for party in step.consults)),
        "informs": tuple(dict.fromkeys(party for step in row for party in step.informs)),
        "terms": _joined(step.terms for step in row),
        "calls": _common(step.calls for step in row if step.calls),
        "note": _joined(step.note for step in row),
        "decisions": _common(step.decisions for step in row if step.decisions),
        "inputs": _inputs(row),
        "outputs": _outputs(draft, row),
        **_circumstances(row),
    }
    values.update(into)
    values["owner"] = _owner(draft, row, into)
    return replace(first, **values)


def _circumstances(row: list[Step]) -> dict[str, Any]:
    """Return who helps, when and how often the united step is done; how its time varies is no longer known."""
    if len({(step.each, step.optional) for step in row}) > 1:
        raise ChangeError("they are not done equally often: some are optional, or repeated for each of something.")
    return {
        "alongside": tuple(dict.fromkeys(party for step in row for party in step.alongside)),
        "takes_range": None,
        "waits_range": None,
        "waits_for": _common(step.waits_for for step in row if step.waits_for),
        "every": _common(step.every for step in row if step.every),
        "within": tuple(deadline for step in row for deadline in step.within),
        "updates": tuple(dict.fromkeys(item for step in row for item in step.updates)),
        "aliases": tuple(dict.fromkeys(alias for step in row for alias in step.aliases)),
    }


def _owner(draft: Draft, row: list[Step], into: Mapping[str, Any]) -> str | None:
    if into.get("owner") is not None:
        return draft.head.role_id(into["owner"])
    owners = {step.owner for step in row}
    if len(owners) > 1:
        raise ChangeError("the steps have different owners, and it is not said who performs the merged one.")
    return row[0].owner


def _kind(row: list[Step]) -> Kind:
    """Return the kind of the one that decides, if any; else *contact* if one is; else the one beside plain work."""
    deciding = next((step.kind for step in reversed(row) if len(step.flows) > 1 and step.split == "one"), None)
    kinds = list(dict.fromkeys(step.kind for step in row if step.kind != "do"))
    return deciding or ("contact" if "contact" in kinds else kinds[0] if len(kinds) == 1 else "do")


def _inputs(row: list[Step]) -> tuple[str, ...]:
    """Return what the members need that none before them in the row makes."""
    made: set[str] = set()
    needed: dict[str, None] = {}
    for step in row:
        needed.update(dict.fromkeys(item for item in step.inputs if item not in made))
        made.update(step.outputs)
    return tuple(needed)


def _outputs(draft: Draft, row: list[Step]) -> tuple[str, ...]:
    """Return what the members make, without what only they themselves used."""
    members = {step.id for step in row}
    inside = {item for step in row for item in step.inputs}
    outside = {item for step in draft.steps.values() if step.id not in members for item in step.inputs}
    wanted = outside.union(draft.head.outputs)
    made = dict.fromkeys(item for step in row for item in step.outputs)
    return tuple(item for item in made if item in wanted or item not in inside)


def _common(values: Iterable[T | None]) -> T | None:
    found = set(values)
    return found.pop() if len(found) == 1 else None


def _first(values: Iterable[T | None]) -> T | None:
    return next((value for value in values if value is not None), None)


def _joined(texts: Iterable[str | None]) -> str | None:
    return " ".join(dict.fromkeys(text for text in texts if text)) or None


def _known_sum(figures: Iterable[float | None]) -> float | None:
    known = [figure for figure in figures if figure is not None]
    return sum(known) if known else None
