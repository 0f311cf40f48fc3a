"""flowtrim.toml, read as a tree with places like that of a YAML file, with every problem at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from flowtrim.formats.ceilings import ceilings_of
from flowtrim.formats.files import decode, read_bytes
from flowtrim.formats.nodes import Entries, Items, Node, Scalar
from flowtrim.formats.problems import Reading
from flowtrim.formats.setting_fields import Known, settings_table
from flowtrim.formats.tables import Record
from flowtrim.model import Limits, Settings

_WHOLE = frozenset({"size_hint", "connector_degree", "roles_hint"})
Keys = tuple[str, ...]
_PART = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_DOTTED = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_TABLE = re.compile(rf"[ \t]*\[\[?[ \t]*({_DOTTED})[ \t]*\]")
_KEY = re.compile(rf"[ \t]*({_DOTTED})[ \t]*=[ \t]*")
_INNER = re.compile(rf"[{{,][ \t]*({_DOTTED})[ \t]*=[ \t]*")
_WHERE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def read_settings(file: Path, known: Known, *, name: str | None = None) -> Settings:
    """Read a file of settings; ``name`` is what messages call it.

    Raises:
        InvalidFileError: it cannot be read as settings; it carries every problem found, each with its place.
    """
    called = name or str(file)
    text = decode(read_bytes(file, name=called), file=called)
    reading = Reading(file=called, text=text, today=date.max)
    tree = load_toml(reading)
    record = settings_table(known).read(tree, "flowtrim.toml", reading) if tree else None
    reading.finish()
    assert record is not None and tree is not None  # noqa: S101, PT018  (else a problem was noted)
    return _settings(record, known, file=called, places=dict(_places(tree, reading, "")))


def _settings(record: Record, known: Known, *, file: str, places: dict[str, tuple[int, int]]) -> Settings:
    values = record.values
    rules: dict[str, str | Record] = values.get("rules", {})
    levels = {name: rule if isinstance(rule, str) else rule.values.get("severity") for name, rule in rules.items()}
    return Settings(
        severities={name: level for name, level in levels.items() if level},  # type: ignore[misc]  # the table checked
        limits=Limits(**_limits(values), **_numbers(rules, known)),
        file=file,
        places=places,
        **{key: values[key] for key in ("profile", "fail_on", "baseline") if key in values},
    )


def _limits(values: dict[str, Any]) -> dict[str, Any]:
    sections = ("elevator", "review", "evidence")
    elevator, review, evidence = (values[key].values if key in values else {} for key in sections)
    named = {
        "ride_seconds": elevator.get("seconds"),
        "spoken_rates": tuple(elevator.get("rates", {}).items()),
        "review_months": _count(review.get("process_months")),
        "kpi_months": _count(review.get("kpi_months")),
        "due_soon_days": _count(review.get("due_soon_days")),
        "min_persons": _count(evidence.get("min_persons")),
        "ceilings": ceilings_of(values.get("limits")),
    }
    return {key: value for key, value in named.items() if value is not None}


def _numbers(rules: dict[str, str | Record], known: Known) -> dict[str, Any]:
    found = {known.rules[name]: rule.values.get("limit") for name, rule in rules.items() if isinstance(rule, Record)}
    return {key: _count(value) if key in _WHOLE else value for key, value in found.items() if key and value is not None}


def _count(value: float | None) -> int | None:
    return None if value is None else int(value)


def _places(tree: Entries, reading: Reading, prefix: str) -> Iterator[tuple[str, tuple[int, int]]]:
    for name, node in tree.nodes.items():
        if isinstance(node, Entries):
            yield from _places(node, reading, f"{prefix}{name}.")
        else:
            yield prefix + name, reading.lines.place(node.key)


class _Place(NamedTuple):
    """Where a key stands, and where its value does: offsets in the text."""

    key: int
    value: int


_MOST_DOTS = 500


def load_toml(reading: Reading) -> Entries | None:
    """Return the tree of a TOML text; None, with the problem noted, where it is none."""
    import tomllib

    for number, line in enumerate(reading.text.split("\n"), 1):
        if line.count(".") > _MOST_DOTS:  # the library goes through all parts of a key for each of them
            begin = sum(len(before) + 1 for before in reading.text.split("\n")[: number - 1])
            reading.add(begin, f"This line has more than {_MOST_DOTS} dots: no key of settings has that many parts.")
            return None
    try:
        values = tomllib.loads(reading.text)
        return _Planting(reading.text).entries(values, ())
    except RecursionError:
        reading.add(0, "This is nested too deeply to be settings.")
    except ValueError as refusal:  # a broken file, or a number with more digits than Python reads
        said = str(refusal)
        found = _WHERE.search(said)
        offset = _offset(reading.text, found) if found else 0
        reading.add(offset, f"This is not TOML: {_WHERE.sub('', said)}.")
    return None


def _offset(text: str, place: re.Match[str]) -> int:
    if place[1] is None:
        return len(text.rstrip())
    lines = text.split("\n")
    return sum(len(line) + 1 for line in lines[: int(place[1]) - 1]) + int(place[2]) - 1


class _Planting:
    """Makes a tree of plain values; what is not found in the text stands where that around it does."""

    def __init__(self, text: str) -> None:
        self._places_in: dict[Keys, _Place] = {}
        for path, place in _places_in(text):
            self._places_in.setdefault(path, place)

    def entries(self, values: dict[str, Any], path: Keys) -> Entries:
        """Return the node of a table."""
        key, start = self._place(path)
        nodes = {name: self._node(value, (*path, name)) for name, value in values.items()}
        return Entries(nodes, start, start, key=key)

    def _node(self, value: Any, path: Keys) -> Node:
        if isinstance(value, dict):
            return self.entries(value, path)
        key, start = self._place(path)
        if isinstance(value, list):
            return Items([self._node(each, path) for each in value], start, start, key=key)
        text = str(value).lower() if isinstance(value, bool) else str(value)
        return Scalar(text, start, start, plain=False, key=key)

    def _place(self, path: Keys) -> _Place:
        while path and path not in self._places_in:
            path = path[:-1]
        return self._places_in.get(path, _Place(0, 0))


def _places_in(text: str) -> Iterator[tuple[Keys, _Place]]:
    r"""Yield the path of each key with its place.

    >>> list(_places_in("[rules]\nwhy = {limit = 3}\n"))[1:]
    [(('rules', 'why'), _Place(key=8, value=14)), (('rules', 'why', 'limit'), _Place(key=15, value=23))]
    """
    table: Keys = ()
    offset = 0
    for line in text.splitlines(keepends=True):
        if heading := _TABLE.match(line):
            table = _parts(heading[1])
            yield table, _Place(offset + heading.start(1), offset + heading.start(1))
        elif found := _KEY.match(line):
            path = (*table, *_parts(found[1]))
            yield path, _Place(offset + found.start(1), offset + found.end())
            for inner in _INNER.finditer(line, found.end()):
                yield (*path, *_parts(inner[1])), _Place(offset + inner.start(1), offset + inner.end())
        offset += len(line)


def _parts(dotted: str) -> Keys:
    return tuple(part.strip("\"'") for part in re.findall(_PART, dotted))
