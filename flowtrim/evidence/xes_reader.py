"""XES, the standard's XML for event logs (IEEE 1849), streamed into a table."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

from flowtrim.errors import InvalidFileError, Problem

KEYS: Mapping[str, int] = {
    "concept:name": 1,
    "time:timestamp": 2,
    "lifecycle:transition": 3,
    "concept:instance": 4,
    "org:resource": 5,
    "org:role": 6,
    "outcome": 7,
}
"""The attributes of an event that are read, with their column in the table; the first column is the case."""
HEADINGS = ("case:concept:name", *KEYS)
_DEEPEST = 200
_CHUNK = 1 << 20


def xes_to_table(stream: BinaryIO, target: Path, *, file: str) -> None:
    """Write the events of a log as a table; a trace without a name gets its number.

    Raises:
        InvalidFileError: it is no XML that can be read, is cut short, or declares a document type.
    """
    parser = expat.ParserCreate()
    with target.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(HEADINGS)
        handler = _Handler(rows.writerow)
        parser.StartElementHandler, parser.EndElementHandler = handler.start, handler.end
        parser.StartDoctypeDeclHandler = _refuse_doctype
        try:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk)
            parser.Parse(b"", True)
        except (expat.ExpatError, _DoctypeError) as broken:
            why = "it declares a document type" if isinstance(broken, _DoctypeError) else str(broken).split(":")[0]
            told = f"This is no XES log that can be read: {why}."
            place = Problem(file, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1, told)
            raise InvalidFileError([place]) from None


class _DoctypeError(Exception):
    """XES needs no document type; attacks do."""


def _refuse_doctype(*_: object) -> None:
    raise _DoctypeError


class _Handler:
    """Collects the attributes of one event at a time; those of its attributes are passed over."""

    def __init__(self, write: object) -> None:
        self._write = write
        self._depth = 0
        self._traces = 0
        self._of = 0
        self._case = ""
        self._row: list[str] | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if tag == "event":
            self._row = [self._case] + [""] * len(KEYS)
            self._of = self._depth
        elif tag == "trace":
            self._traces += 1
            self._case, self._of = str(self._traces), self._depth
        elif self._depth == self._of + 1:
            key = attributes.get("key")
            if self._row is None:
                if key == "concept:name" and self._traces:
                    self._case = attributes.get("value", self._case)
            elif key is not None and key in KEYS:
                self._row[KEYS[key]] = attributes.get("value", "")
        if self._depth > _DEEPEST:
            raise _DoctypeError

    def end(self, tag: str) -> None:
        self._depth -= 1
        if tag == "event" and self._row is not None:
            self._write(self._row)  # type: ignore[operator]
            self._row, self._of = None, self._depth
