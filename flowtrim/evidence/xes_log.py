"""The events of a log in XES as a table, read by expat with as little of our own beside it as can be.

Expat hands over tags as they are written: the same few tell most of a log, so that each is taken apart only once.
"""

from __future__ import annotations

import csv
import re
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
_PLAIN = re.compile(r'<[\w:]+ key="([^"&\s]+)" value="([^"&\n\r\t]*)" ?/>')
"""An attribute as most programs write it, without signs that stand for others."""
_MOST_KNOWN = 20_000
_CHUNK = 1 << 18
_DEEPEST = 200
_LONGEST = 1 << 22  # bytes of one tag; what an attribute holds beyond a megabyte no system writes
_LEVELS = frozenset({"log", "trace", "event"})
Meaning = tuple[int, str]
"""The column that a tag fills, and with what; for column 0, what it begins or ends, if that matters."""
_NO_MATTER: Meaning = (0, "")


def xes_to_table(stream: BinaryIO, target: Path, *, file: str) -> None:
    """Write the events of a log as a table; a trace without a name gets its number.

    Raises:
        InvalidFileError: it is no XML that can be read, is cut short, declares a document type, or has elements that
            lie deeper or tags that are longer than those of any log.
    """
    tags: list[str] = []
    parser, events = _parser(tags), _Events()
    with target.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerow(HEADINGS)
        try:
            fed = 0
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk)
                fed += len(chunk)
                _refuse_long_tag(fed - parser.CurrentByteIndex)
                events.take(tags)
                tags.clear()
                out.write(events.complete())
            parser.Parse(b"", True)
            out.write(events.complete(all_of_them=True))
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


def _pass_over(*_: object) -> None:
    """Take what says nothing of events."""


def _parser(tags: list[str]) -> expat.XMLParserType:
    """Return a parser that collects tags, and nothing else.

    Only functions of the interpreter itself are called for what is frequent: one of ours would take as long as expat.
    """
    parser = expat.ParserCreate()
    parser.DefaultHandler = tags.append
    parser.CharacterDataHandler = len
    parser.CommentHandler = parser.ProcessingInstructionHandler = parser.XmlDeclHandler = _pass_over
    parser.StartCdataSectionHandler = parser.EndCdataSectionHandler = _pass_over
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


class _Events:
    """Collects the events of a log as rows of a table, their cells quoted; attributes of attributes are passed over."""

    def __init__(self) -> None:
        self._rows: list[list[str]] = []
        self._row = self._trace = self._outside = ["", "", *_NOTHING]
        self._traces = self._levels = self._deep = 0
        self._piece = ""
        self._known = self._learnt = {"<event>": (0, "event"), "</event>": (0, "/event")}

    def complete(self, *, all_of_them: bool = False) -> str:
        """Return the rows of the events that are over, and forget them; the last one may not be."""
        kept = self._rows[-1:] if not all_of_them else []
        done = self._rows[: len(self._rows) - len(kept)]
        self._rows = kept
        return "\n".join([*map(",".join, done), ""])

    def take(self, tags: Sequence[str]) -> None:
        """Take the next tags of the log.

        Raises:
            _NoLogError: an event lies in another one, or elements lie deeper than in any log.
        """
        known, row, rows = self._known, self._row, self._rows
        for tag in tags:
            meaning = known.get(tag)
            if meaning is None:
                meaning = self._read(tag)
                known = self._known
            column, cell = meaning
            if column:
                row[column] = cell
            elif cell == "event":
                if row is not self._trace:
                    raise _NoLogError("an event lies in another one")
                row = [self._trace[1], *_NOTHING]
                rows.append(row)
            elif cell:
                row = self._trace
        self._row = row

    def _read(self, tag: str) -> Meaning:
        """Return what a tag means that is not known yet."""
        tag, self._piece = self._piece + tag, ""
        plain = _PLAIN.fullmatch(tag)
        if plain is None:
            return self._ended(tag[2:-1].rstrip()) if tag.startswith("</") else self._begun(tag)
        if self._deep:
            return _NO_MATTER
        key, value = plain.groups()
        if key == "time:timestamp":  # hardly any comes twice
            return 2, f'"{value}"'
        if len(self._learnt) < _MOST_KNOWN:
            return self._learnt.setdefault(tag, _meaning(key, value))
        return _meaning(key, value)

    def _begun(self, tag: str) -> Meaning:
        """Return what the beginning of an element means that is not written as most are."""
        try:
            name, given = _element(tag)
        except expat.ExpatError:  # one that is long and not in UTF-8 comes in pieces
            self._piece = tag
            return _NO_MATTER
        named, is_over = name.rpartition(":")[2], tag.endswith("/>")
        if self._deep or named not in _LEVELS:
            meaning = _NO_MATTER if self._deep else _meaning(given.get("key", ""), given.get("value", ""))
            self._nest(0 if is_over else 1)
            return meaning
        if named == "trace":
            self._traces += 1
            self._trace = self._outside if is_over else ["", f'"{self._traces}"', *_NOTHING[1:]]
        self._nest(0, levels=0 if is_over or named == "event" else 1)
        return _NO_MATTER if is_over else (0, named)

    def _ended(self, name: str) -> Meaning:
        if self._deep:
            self._nest(-1)
            return _NO_MATTER
        if not name.endswith("event"):
            self._trace = self._outside
            self._nest(0, levels=-1)
        return 0, f"/{name}"

    def _nest(self, deeper: int, *, levels: int = 0) -> None:
        """Go into the attributes of an attribute, or out of them: within, no tag means what it does elsewhere."""
        self._deep += deeper
        self._levels += levels
        if self._deep + self._levels > _DEEPEST:
            raise _NoLogError(f"its elements lie more than {_DEEPEST} deep")
        self._known = {} if self._deep else self._learnt


def _meaning(key: str, value: str) -> Meaning:
    column = KEYS.get(key, 0)
    return (column, '"' + value.replace('"', '""') + '"') if column else _NO_MATTER


def _element(tag: str) -> tuple[str, Mapping[str, str]]:
    """Return the name and the attributes of an element, of which this is the tag that begins it.

    Raises:
        ExpatError: it is only a piece of one.

    >>> _element("<string value='R&amp;D' key='org:role'>")
    ('string', {'value': 'R&D', 'key': 'org:role'})
    """
    found: list[tuple[str, Mapping[str, str]]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: found.append((name, attributes))
    parser.Parse(tag if tag.endswith("/>") else f"{tag[:-1]}/>", True)
    return found[0]
