"""A TOML file as a tree with places, like that of a YAML file: the tables of fields read either.

The reader of Python itself keeps no places, so the keys are looked for in the text a second time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from flowtrim.formats.nodes import Entries, Items, Node, Scalar
from flowtrim.formats.problems import Reading

Path = tuple[str, ...]
_PART = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_DOTTED = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_TABLE = re.compile(rf"[ \t]*\[\[?[ \t]*({_DOTTED})[ \t]*\]")
_KEY = re.compile(rf"[ \t]*({_DOTTED})[ \t]*=[ \t]*")
_INNER = re.compile(rf"[{{,][ \t]*({_DOTTED})[ \t]*=[ \t]*")
_WHERE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


class _Place(NamedTuple):
    """Where a key stands, and where its value does: offsets in the text."""

    key: int
    value: int


def load_toml(reading: Reading) -> Entries | None:
    """Return the tree of a TOML text; None, with the problem noted, where it is none."""
    import tomllib

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
        self._places: dict[Path, _Place] = {}
        for path, place in _places(text):
            self._places.setdefault(path, place)

    def entries(self, values: dict[str, Any], path: Path) -> Entries:
        """Return the node of a table."""
        key, start = self._place(path)
        nodes = {name: self._node(value, (*path, name)) for name, value in values.items()}
        return Entries(nodes, start, start, key=key)

    def _node(self, value: Any, path: Path) -> Node:
        if isinstance(value, dict):
            return self.entries(value, path)
        key, start = self._place(path)
        if isinstance(value, list):
            return Items([self._node(each, path) for each in value], start, start, key=key)
        text = str(value).lower() if isinstance(value, bool) else str(value)
        return Scalar(text, start, start, plain=False, key=key)

    def _place(self, path: Path) -> _Place:
        while path and path not in self._places:
            path = path[:-1]
        return self._places.get(path, _Place(0, 0))


def _places(text: str) -> Iterator[tuple[Path, _Place]]:
    r"""Yield the path of each key with its place.

    >>> list(_places("[rules]\nwhy = {limit = 3}\n"))[1:]
    [(('rules', 'why'), _Place(key=8, value=14)), (('rules', 'why', 'limit'), _Place(key=15, value=23))]
    """
    table: Path = ()
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


def _parts(dotted: str) -> Path:
    return tuple(part.strip("\"'") for part in re.findall(_PART, dotted))
