"""Acceptances that no longer hold, as every report tells them: those that ran out, and those that answer nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from flowtrim.analysis import Analysis
    from flowtrim.formats import Document
    from flowtrim.model import Acceptance
    from flowtrim.review.acceptance import Ledger


class Remark(NamedTuple):
    """A sentence about an acceptance, and its place in the file."""

    text: str
    line: int
    column: int


def remarks(ledger: Ledger, document: Document) -> Iterator[Remark]:
    """Yield a sentence for each acceptance that no longer holds."""
    for note in ledger.lapsed:
        yield _placed(f"The acceptance of {note.key} ran out on {note.until}.", note, document)
    for note in ledger.unmatched:
        yield _placed(f"The acceptance of {note.key} answers nothing any more.", note, document)


def acceptances(analysis: Analysis) -> dict[str, list[dict[str, Any]]]:
    """Return all acceptances as plain data, by whether they hold."""
    book = analysis.ledger
    told = {"held": book.held.values(), "lapsed": book.lapsed, "unmatched": book.unmatched}
    return {state: list(_entries(notes)) for state, notes in told.items()}


def _entries(notes: Iterable[Acceptance]) -> Iterator[dict[str, Any]]:
    for note in notes:
        yield {"key": note.key, "because": note.because, "by": note.by, "until": note.until.isoformat()}


def _placed(text: str, note: Acceptance, document: Document) -> Remark:
    return Remark(text, *document.place("acceptance", note.key))
