"""The lines of a journal: numbered, dated, and each with the hash of the line before, so that an edit shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

import msgspec
from msgspec import Struct

from flowtrim.conversation.journal_entries import FORMAT, Entry, Opened, as_data, as_entry
from flowtrim.errors import FlowtrimError

NOTHING_BEFORE = ""


class JournalError(FlowtrimError):
    """A journal that cannot be gone on with: of another file, edited, or of a newer version."""


class Record(Struct, frozen=True):
    """One line of a journal.

    ``n`` counts from 1, ``at`` is the time in ISO 8601, ``who`` a role, never a person unless that was typed.
    ``on`` is the SHA-256 of the process file that it was said about, ``before`` that of the line before.
    """

    n: int
    at: str
    who: str
    said: dict[str, Any]
    on: str
    before: str

    @property
    def entry(self) -> Entry | None:
        """What was said; None where only another door understands it."""
        return as_entry(self.said)


def digest(data: bytes) -> str:
    """Return the SHA-256 of bytes, in hexadecimal."""
    return sha256(data).hexdigest()


def encoded(record: Record) -> bytes:
    """Return a record as a line of JSON, without its end."""
    return msgspec.json.encode(record)


def linked(
    sayings: Iterable[tuple[str, Entry | Mapping[str, Any]]], *, after: Record | None, at: str, on: str
) -> tuple[Record, ...]:
    """Return records of what several roles said, each linked to the one before it.

    >>> from flowtrim.conversation.journal_entries import Kept
    >>> one, two = linked([("clerk", Kept("step", "a")), ("clerk", Kept("step", "b"))], after=None, at="", on="")
    >>> two.n, two.before == digest(encoded(one))
    (2, True)
    """
    records: list[Record] = []
    last = after
    for who, said in sayings:
        before = NOTHING_BEFORE if last is None else digest(encoded(last))
        last = Record(1 if last is None else last.n + 1, at, who, as_data(said), on, before)
        records.append(last)
    return tuple(records)


def read_records(lines: Iterable[bytes], *, file: str) -> tuple[Record, ...]:
    """Read the lines of a journal, and make sure that none was edited, taken out or put in between.

    Raises:
        JournalError: one was, or the journal was written by a newer version.
    """
    records: list[Record] = []
    before = NOTHING_BEFORE
    for number, line in enumerate(lines, 1):
        record = _record(line, f"{file}:{number}")
        if record.n != number or record.before != before:
            said = "This line does not follow from the one before: somebody edited the journal."
            raise JournalError(f"{file}:{number}: {said} Nothing was taken from it.")
        before = digest(line)
        records.append(record)
    _check_first(records, file)
    return tuple(records)


def _record(line: bytes, place: str) -> Record:
    try:
        record = msgspec.json.decode(line, type=Record)
        if not isinstance(record.said.get("what"), str):
            raise JournalError(f"{place}: This line does not say what was done. Nothing was taken from the journal.")
        _ = record.entry
    except (ValueError, RecursionError) as refusal:  # no JSON, no text, or nested without end
        raise JournalError(f"{place}: This is no line of a journal: {refusal}. Nothing was taken from it.") from refusal
    return record


def _check_first(records: list[Record], file: str) -> None:
    first = records[0].entry if records else None
    if records and not isinstance(first, Opened):
        raise JournalError(f"{file}:1: A journal begins with the process file that it is about, and this does not.")
    if isinstance(first, Opened) and first.format != FORMAT:
        said = f"This journal is of the kind '{first.format}', and this flowtrim reads '{FORMAT}'."
        raise JournalError(f"{file}:1: {said} A newer flowtrim wrote it: install that one.")
