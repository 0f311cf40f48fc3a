"""The end of a session: what was said is written into the process file, and the report beside it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from msgspec.structs import replace

from flowtrim.conversation import Written
from flowtrim.errors import OutputError
from flowtrim.formats import dumps, rewrite, rewrite_file, write_unnamed
from flowtrim.measures import Survey
from flowtrim.model import Process, ToldRide
from flowtrim.reports.cards_report.cards import cards
from flowtrim.reports.cards_report.cards_writer import as_html as cards_as_html
from flowtrim.reports.checklist_report.checklist_writer import as_xlsx
from flowtrim.review.filling import checklist
from flowtrim.workshop.session_report import as_html, as_markdown
from flowtrim.workshop.table import Table

PLAN = "Workshop"


def close(table: Table) -> Written | None:
    """Write the result, the report, the role cards and the checklist of the next review.

    Return what the file reads now. A file that somebody else changed meanwhile is left alone: the result then stands in
    a file of its own, and there is nothing to return.

    Raises:
        OutputError: something cannot be written; what was said is safe in the journal.
    """
    written = _write(table, _result(table))
    for ending, made in (
        ("html", as_html(table)),
        ("md", as_markdown(table)),
        ("cards.html", _cards(table)),
        ("checklist.xlsx", as_xlsx(checklist(table.talk.result.after, today=table.today))),
    ):
        write_unnamed(beside(table.file, ending), made)
    with suppress(OutputError):  # a machine without anything that prints still has the page
        from flowtrim.reports.media.pdf import as_pdf

        write_unnamed(beside(table.file, "pdf"), as_pdf(as_html(table)))
    return written


def _cards(table: Table) -> str:
    """Return a card for everybody, with what the decisions change for each."""
    outcome, limits = table.talk.result, table.talk.limits
    before = Survey(outcome.process, today=table.today, limits=limits)
    after = Survey(outcome.after, today=table.today, limits=limits, origin=(outcome.process, outcome.changes))
    made = cards(before, after=after if outcome.changes and outcome.after.steps else None)
    return cards_as_html(made, language=table.talk.process.language or "en")


def beside(file: Path, ending: str) -> Path:
    """Return where a result lies: beside the file, named after it.

    >>> beside(Path("claim.yml"), "html").name
    'claim-workshop.html'
    """
    return file.with_name(f"{file.stem}-workshop.{ending}")


def _result(table: Table) -> Process:
    signed = table.talk.signed(PLAN)
    seconds = table.meeting.seconds
    return replace(signed, told=ToldRide(round(seconds, 1), table.today)) if seconds else signed


def _write(table: Table, result: Process) -> Written | None:
    document = table.talk.document
    if table.is_file_changed:
        write_unnamed(beside(table.file, "yml"), dumps(result))
        return None
    try:
        text = rewrite(document, result)
    except OutputError:
        write_unnamed(beside(table.file, "yml"), dumps(result))
        return None
    if text != document.text:
        rewrite_file(table.file, read=document.text, text=text)
    return Written(table.file.read_bytes(), PLAN)
