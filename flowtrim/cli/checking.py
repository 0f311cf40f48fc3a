"""Hand out a checklist, and take it back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from flowtrim.cli.frame import say
from flowtrim.formats import Document, write_atomically
from flowtrim.reports import checklist_files as files
from flowtrim.review.checklist import Checklist
from flowtrim.review.filling import checklist

_ENDINGS = {
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".xlsx": "xlsx",
    ".csv": "csv",
}


def hand_out(document: Document, *, form: str | None, output: str | None, force: bool, today: date) -> None:
    """Make the checklist of a file that was read, and write it."""
    target = None if output == "-" else output
    ending = Path(target).suffix.lower() if target else ""
    made = _made(checklist(document.process, today=today), form or _ENDINGS.get(ending, "md"))
    if target is None:
        click.echo(made, nl=False)
        return
    write_atomically(target, made, force=force)
    say(f"Written: {target}")


def _made(sheet: Checklist, form: str) -> str | bytes:
    if form == "pdf":
        from flowtrim.reports.checklist_pdf import as_pdf

        return as_pdf(files.as_html(sheet))
    makers = {"md": files.as_markdown, "html": files.as_html, "xlsx": files.as_xlsx, "csv": files.as_csv}
    return makers[form](sheet)
