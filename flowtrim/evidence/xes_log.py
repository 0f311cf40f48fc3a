"""The events of a log in XES as a table, read by expat with as little of our own beside it as can be."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
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
_NOTHING = ("",) * len(KEYS)
_DEEPEST = 200
_CHUNK = 1 << 20
_LONGEST = 4 * _CHUNK  # bytes of one tag; what an attribute holds beyond a megabyte no system writes


def xes_to_table(stream: BinaryIO, target: Path, *, file: str) -> None:
    """Write the events of a log as a table; a trace without a name gets its number.

    Raises:
        InvalidFileError: it is no XML that can be read, is cut short, declares a document type, or has elements that
            lie deeper or tags that are longer than those of any log.
    """
    parser = expat.ParserCreate()
    parser.ordered_attributes = True  # a list of names and values, which is made faster than a mapping
    with target.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(HEADINGS)
        events = _Events()
        parser.StartElementHandler, parser.EndElementHandler = events.start, events.ended.append
        parser.StartDoctypeDeclHandler = _refuse_doctype
        try:
            fed = 0
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk)
                fed += len(chunk)
                _refuse_long_tag(fed - parser.CurrentByteIndex)
                rows.writerows(events.complete())
            parser.Parse(b"", True)
            rows.writerows(events.rows)
        except (expat.ExpatError, _NoLogError) as broken:
            told = f"This is no XES log that can be read: {str(broken).split(':')[0]}."
            place = Problem(file, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1, told)
            raise InvalidFileError([place]) from None


class _NoLogError(Exception):
    """What no log needs and attacks bring; its text says what."""


def _refuse_doctype(*_: object) -> None:
    raise _NoLogError("it declares a document type")


def _refuse_long_tag(unread: int) -> None:
    if unread > _LONGEST:
        raise _NoLogError("a tag is longer than 4 MB")


class _Events:
    """Collects the events of a log as rows; attributes of attributes are passed over.

    ``ended`` takes the name of each element that ends, from the parser itself: a function of ours that counted them
    would take as long as all of the rest.
    """

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.ended: list[str] = []
        self._begun = 0
        self._traces = 0
        self._inside = 0
        self._case = ""
        self._row: list[str] | None = None

    def complete(self) -> list[list[str]]:
        """Return the rows of the events that are over, and forget them; the last one may not be.

        Raises:
            _NoLogError: elements lie deeper than in any log.
        """
        done, self.rows = self.rows[:-1], self.rows[-1:]
        self._begun -= len(self.ended)
        self.ended.clear()
        if self._begun > _DEEPEST:
            raise _NoLogError(f"its elements lie more than {_DEEPEST} deep")
        return done

    def start(self, tag: str, attributes: Sequence[str]) -> None:
        """Take the beginning of an element, with the names and values of its attributes in turn."""
        self._begun += 1
        depth = self._begun - len(self.ended)
        if depth == self._inside and self._row is not None and tag != "event":
            if len(attributes) == 4 and attributes[0] == "key":
                if attributes[1] in KEYS:
                    self._row[KEYS[attributes[1]]] = attributes[3]
            else:
                self._take(attributes)
        elif tag == "event":
            self._row = [self._case, *_NOTHING]
            self.rows.append(self._row)
            self._inside = depth + 1
        elif tag == "trace":
            self._traces += 1
            self._row, self._case, self._inside = None, str(self._traces), depth + 1
        elif depth <= self._inside:
            self._row, self._inside = None, depth
            self._take(attributes)

    def _take(self, attributes: Sequence[str]) -> None:
        """Take an attribute of the trace, or one of an event that is written in an unusual order."""
        given = dict(zip(attributes[::2], attributes[1::2], strict=True))
        key, value = given.get("key"), given.get("value")
        if self._row is not None and key is not None and key in KEYS:
            self._row[KEYS[key]] = value or ""
        elif self._row is None and key == "concept:name" and self._traces and value is not None:
            self._case = value
