"""Acceptances that no longer hold, as every report tells them: those that ran out, and those that answer nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from flowtrim.sentences import listed, say, say_many

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
        yield _placed(
            say("The acceptance of {finding} ran out on {date}.", finding=note.key, date=note.until), note, document
        )
    for note in ledger.unmatched:
        yield _placed(say("The acceptance of {finding} answers nothing any more.", finding=note.key), note, document)


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


def asides(analysis: Analysis, *, everything: bool) -> tuple[str, ...]:
    """Return what stands beside the findings: acceptances that hold, ran out, or match nothing.

    So do the findings of a baseline that are known, those that are gone, and the settings, where somebody wrote some.
    """
    return tuple(filter(None, (
        _accepted(analysis, everything=everything),
        _known(analysis, everything=everything),
        _gone(analysis),
        _eased(analysis),
        *(remark.text for remark in remarks(analysis.ledger, analysis.document)),
        say("Judged by the settings of {file}.", file=analysis.settings.file) if analysis.settings.file else None,
    )))  # fmt: skip


def _accepted(analysis: Analysis, *, everything: bool) -> str | None:
    number = sum(placed.accepted for placed in analysis.placed)
    if not number:
        return None
    if everything:
        return say_many(number, "{number} finding accepted.", "{number} findings accepted.")
    return say_many(number, "{number} finding accepted, not shown.", "{number} findings accepted, not shown.")


def _known(analysis: Analysis, *, everything: bool) -> str | None:
    number = sum(placed.known and not placed.accepted for placed in analysis.placed)
    if not number:
        return None
    if everything:
        return say_many(
            number, "{number} finding known from the baseline.", "{number} findings known from the baseline."
        )
    return say_many(
        number,
        "{number} finding known from the baseline, not shown.",
        "{number} findings known from the baseline, not shown.",
    )


def _gone(analysis: Analysis) -> str | None:
    """Say what the baseline holds in vain, so that it gets smaller as the process gets better."""
    told = say_many(
        len(analysis.gone or ()),
        "{number} finding of the baseline is gone ({keys}): write the baseline anew.",
        "{number} findings of the baseline are gone ({keys}): write the baseline anew.",
        keys=listed(analysis.gone or (), most=3),
    )
    return told if analysis.gone else None


def _eased(analysis: Analysis) -> str | None:
    """Say which figures could be held to less, so that what was gained is not lost again."""
    told = say_many(
        len(analysis.eased or ()),
        "{number} figure over its limit is better than in the baseline ({keys}): write the baseline anew.",
        "{number} figures over their limits are better than in the baseline ({keys}): write the baseline anew.",
        keys=listed(analysis.eased or (), most=3),
    )
    return told if analysis.eased else None
