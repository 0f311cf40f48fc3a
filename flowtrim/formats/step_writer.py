"""Steps and their ways on, as they are written in a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flowtrim.formats.scalars import write_duration, write_number, write_share
from flowtrim.formats.step_values import DEFAULTS
from flowtrim.formats.yaml_words import Word
from flowtrim.model import END, Decisions, Flow, Split, Step

NULL = Word("null")
ORDER = Step.__struct_fields__


def step_entries(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keys that set fields of a step, in the order of the format; a value of None takes a key away."""
    entries = {name: written(values[name]) for name in ORDER if name in values and name not in ("flows", "split")}
    for name in ("takes", "waits"):
        if values.get(name) is not None:
            entries[name] = Word(write_duration(values[name]))
    if "flows" in values:
        join = {"join": entries.pop("join")} if "join" in entries else {}
        entries |= {"next": ways_on(values["flows"], values.get("split", "one"))} | join
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
    if flow.when is None and flow.share is None:
        return flow.to
    when = {} if flow.when is None else {"when": flow.when}
    share = {} if flow.share is None else {"share": Word(write_share(flow.share))}
    return {"to": flow.to} | when | share
