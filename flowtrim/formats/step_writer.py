"""Steps and their ways on, as they are written in a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flowtrim.formats.process_values import DEFAULTS
from flowtrim.formats.scalars import OFFICE, write_number, write_share
from flowtrim.formats.timing_writer import deadlines_entry, each_entry, rounds_entry, time_entry
from flowtrim.formats.yaml_words import Word
from flowtrim.model import END, Clock, Decisions, Flow, Split, Start, Step

NULL = Word("null")
ORDER = Step.__struct_fields__
ROUTING = ("flows", "split")
WITHIN_TIMES = ("takes_range", "waits_range", "waits_for")
"""Fields that are written under ``takes`` and ``waits``."""
KEYS = {"alongside": "with"}
"""Keys of fields that cannot be called so in the model: Python keeps the words for itself."""


def step_entries(values: Mapping[str, Any], clock: Clock = OFFICE) -> dict[str, Any]:
    """Return the keys that set fields of a step, in the order of the format; a value of None takes a key away."""
    shown = (name for name in ORDER if name in values and name not in ROUTING and name not in WITHIN_TIMES)
    entries = {KEYS.get(name, name): written(values[name]) for name in shown}
    entries |= {name: time_entry(name, values, clock) for name in ("takes", "waits") if values.get(name) is not None}
    entries |= _about_time(values, clock)
    if "flows" in values:
        join = {"join": entries.pop("join")} if "join" in entries else {}
        entries |= {"next": ways_on(values["flows"], values.get("split", "one"))} | join
    return entries


def _about_time(values: Mapping[str, Any], clock: Clock) -> dict[str, Any]:
    """Return the keys with deadlines, rounds, repetition and the share of an optional step."""
    entries: dict[str, Any] = {}
    if values.get("within"):
        entries["within"] = deadlines_entry(values["within"], clock)
    if values.get("every") is not None:
        entries["every"] = rounds_entry(values["every"], clock)
    if values.get("each") is not None:
        entries["each"] = each_entry(values["each"])
    if values.get("optional") is not None:
        entries["optional"] = Word(write_share(values["optional"]))
    return entries


def declared(step: Step) -> dict[str, Any]:
    """Return the fields of a step that differ from what it has where its file says nothing, without its flows."""
    values = {name: getattr(step, name) for name in ORDER if name not in ("flows", "split")}
    return {name: value for name, value in values.items() if name not in DEFAULTS or value != DEFAULTS[name]}


def written(value: Any) -> Any:
    """Return a value of the model as it is written: dates and numbers as words, tuples as lists.

    >>> written(date(2026, 3, 1)), written(12.0), written(("a", "b")), written(None)
    ('2026-03-01', '12', ['a', 'b'], 'null')
    """
    if value is None:
        return NULL
    if isinstance(value, date):
        return Word(value.isoformat())
    if isinstance(value, float | int):
        return Word(write_number(value))
    if isinstance(value, Decisions):
        refused = {"refused": Word(str(value.refused))} if value.refused else {}
        return {"made": Word(str(value.made))} | refused
    if isinstance(value, tuple | list):
        return [written(each) for each in value]
    return value


def ways_on(flows: Iterable[Flow], split: Split) -> Any:
    """Return what is written under ``next``.

    >>> ways_on([Flow("a", share=0.25), Flow("b")], "one"), ways_on([Flow("a"), Flow("b")], "all")
    ([{'to': 'a', 'share': '25%'}, 'b'], {'all': ['a', 'b']})
    """
    branches = [_branch(flow) for flow in flows]
    if split != "one":
        return {split: branches}
    if not branches:
        return Word(END)
    lone = len(branches) == 1 and isinstance(branches[0], str) and branches[0] != END
    return branches[0] if lone else branches


def _branch(flow: Flow) -> Any:
    when: dict[str, Any] = {} if flow.when is None else {"when": flow.when}
    if flow.band is not None:
        when = {"when": {flow.band[0]: flow.band[1]}}
    share = {} if flow.share is None else {"share": Word(write_share(flow.share))}
    outcome = {} if flow.outcome is None else {"as": flow.outcome}
    return {"to": flow.to} | when | share | outcome if when or share or outcome else flow.to


def starts_entry(starts: tuple[Start, ...]) -> Any:
    """Return what is written under ``starts``."""
    entries = [
        start.at if start.share is None else {"at": start.at, "share": Word(write_share(start.share))}
        for start in starts
    ]
    return entries[0] if len(entries) == 1 and isinstance(entries[0], str) else entries
