"""What became of a step between two processes, in a few words that can be said in the language of the process."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from msgspec import Struct

from flowtrim.changes import KINDS, FieldChange, StepFate, field_word
from flowtrim.changes.difference.diff import Difference
from flowtrim.formats.json_text import entry_text
from flowtrim.model import Clock, Range, Step
from flowtrim.reports.media.words import declared, plain
from flowtrim.sentences import Message, phrase, quoted_list, say

_CONSEQUENCES = frozenset({"id", "owner", "flows", "split", "join"})
"""Fields that differ because of what is told anyway."""
_MINUTES = frozenset({"takes", "waits"})
_WORDS = {
    "place": say("in another place"),
    "kept": say("as before"),
    "dropped": say("dropped"),
    "merged": say("merged into another step"),
    "new": say("new"),
    "changed": None,  # the fields say how
}


def sort_of(fate: StepFate) -> str:
    """Return the group that a step is told in: its fate, or how it moved, or that only its fields changed."""
    if fate.fate == "merged" and fate.before == fate.to:
        return "changed"
    if fate.fate == "moved":
        return "hands" if fate.to is not None or not fate.replaced else "place"
    return "changed" if fate.fate == "kept" and own_changes(fate) else fate.fate


def own_changes(fate: StepFate) -> list[FieldChange]:
    """Return the fields of a step that changed, without those that its fate tells anyway."""
    told = _CONSEQUENCES | {"name"} if fate.fate == "split" else _CONSEQUENCES
    return [change for change in fate.fields if change.field not in told]


def became(fate: StepFate, difference: Difference) -> Message:
    """Say in a few words what became of a step, without its name."""
    kind, after = sort_of(fate), difference.after
    if fate.fate == "merged" and fate.to and after.has_step(fate.to):
        name = after.step(fate.to).name
        return say("now '{name}'", name=name) if fate.to == fate.before else say("merged into '{name}'", name=name)
    if fate.fate == "split":
        told: Message | None = say("split into {steps}", steps=quoted_list(after.step(part).name for part in fate.into))
    else:
        told = _received(fate, difference) if kind == "hands" else _WORDS[kind]
    return joined((*([told] if told else ()), *(field_text(change, after.clock) for change in own_changes(fate))))


def _received(fate: StepFate, difference: Difference) -> Message:
    role = _owner_after(fate, difference)
    return (
        say("→ {role}, and in another place", role=role)
        if fate.replaced
        else Message(f"→ {role}", "→ {role}", {"role": role})
    )


def hands(fate: StepFate, difference: Difference) -> Message:
    """Say who performed a step, who does now, and whether it stands in another place."""
    was = difference.before.step(fate.before or "").owner
    giver, taker = difference.before.role(was).name if was else "–", _owner_after(fate, difference)
    if fate.replaced:
        return say("{giver} → {taker}, and in another place", giver=giver, taker=taker)
    return Message(f"{giver} → {taker}", "{giver} → {taker}", {"giver": giver, "taker": taker})


def _owner_after(fate: StepFate, difference: Difference) -> str:
    now = difference.after.step(fate.after or "").owner
    return difference.after.role(now).name if now else "–"


def joined(said: Iterable[str], between: str = "; ") -> Message:
    """Return several sentences as one, with a semicolon between them, which every language has."""
    parts = {f"part{place}": each for place, each in enumerate(said)}
    return Message(between.join(parts.values()), between.join(f"{{{name}}}" for name in parts), parts)


def field_text(change: FieldChange, clock: Clock) -> Message:
    """Return a field with its value before and after."""
    name = field_word(change.field)
    was, now = _value(change.field, change.was, clock), _value(change.field, change.now, clock)
    return Message(f"{name} {was} → {now}", "{name} {was} → {now}", {"name": name, "was": was, "now": now})


def _value(field: str, value: Any, clock: Clock) -> str:
    if value is None or value == ():
        return "–"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return declared(value, clock) if field in _MINUTES else plain(value)
    if isinstance(value, Range):
        ends = (value.least, value.likely, value.most)
        return joined((declared(each, clock) for each in ends if each is not None), between="..")
    if isinstance(value, Struct) or (isinstance(value, tuple) and isinstance(value[0], Struct)):
        said: dict[str, Any] = {field: value}
        return entry_text(Step("", "", **said), field, clock)
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if field in ("kind", "serves"):
        word = KINDS.get(value, phrase(value))
        return Message(f"'{word}'", "'{name}'", {"name": word})
    return f"'{value}'" if isinstance(value, str) else value.isoformat() if isinstance(value, date) else str(value)
