"""Hand out a checklist, and take it back."""

from __future__ import annotations

from datetime import date

import click
from msgspec.structs import replace

from flowtrim.cli.command_group import say
from flowtrim.cli.effective_settings import Prevailing
from flowtrim.cli.options import FORCED
from flowtrim.cli.written import written
from flowtrim.errors import OutputError
from flowtrim.formats import Document, write_atomically
from flowtrim.model import Settings
from flowtrim.reports.checklist_report import checklist_writer as files
from flowtrim.reports.checklist_report.checklist_words import MADE_FROM
from flowtrim.reports.stamp import signed
from flowtrim.review.checklist_rows import Checklist
from flowtrim.review.filling import checklist
from flowtrim.sentences import messages


def hand_out(  # noqa: PLR0913 - the options of the command, all of them keywords
    document: Document, *, settings: Settings, form: str, output: str | None, force: bool, today: date
) -> None:
    """Make the checklist of a file that was read, and write it."""
    target = None if output == "-" else output
    sheet = checklist(document.process, today=today, settings=settings)
    made_from = messages(sheet.language)(signed(document.file, document.digest, today))
    made = _made(replace(sheet, facts=(*sheet.facts, (MADE_FROM, made_from))), form)
    if target is None:
        click.echo(made, nl=False)
        return
    write_atomically(target, made, force=force, instead=FORCED)
    say(written(target, sheet.language))


def _made(sheet: Checklist, form: str) -> str | bytes:
    if form == "pdf":
        from flowtrim.reports.media.pdf import as_pdf

        return as_pdf(files.as_html(sheet))
    if form in ("md", "html"):
        return files.as_markdown(sheet) if form == "md" else files.as_html(sheet)
    return files.as_xlsx(sheet) if form == "xlsx" else files.as_csv(sheet)


def take_back(*, file: str, filled: str, output: str | None, settings: Prevailing, today: date) -> None:
    """Write what a filled-in checklist decided into the file of the process, or into another one."""
    from flowtrim.formats import read, rewrite, rewrite_file
    from flowtrim.formats.files import read_bytes
    from flowtrim.reports.checklist_report.checklist_reader import read_checklist
    from flowtrim.review.signing import sign

    document = read(file, today=today)
    if document.source is not None or (file == "-" and output is None):
        raise OutputError(f"{file}: a review is signed in a YAML file; convert the process to one first.")
    returned = read_checklist(read_bytes(filled), file=filled)
    signed = sign(document.process, returned, today=today, settings=settings.of(file))
    text = rewrite(document, signed.process)
    if output is None:
        rewrite_file(file, read=document.text, text=text)
    elif output == "-":
        click.echo(text, nl=False)
    else:
        write_atomically(output, text)
    for sentence in signed.said:
        say(sentence)
    if output != "-":
        say(written(output or file, document.process.language))
