"""Make the annual checklist of a process."""

from __future__ import annotations

from typing import Any

import click

from flowtrim.cli import options
from flowtrim.cli.reader import reader

_FORMATS = ("md", "html", "pdf", "xlsx", "csv")


@click.command()
@click.argument("file", metavar="FILE")
@click.option("--format", "form", type=click.Choice(_FORMATS), help="By default what the ending says, else md.")
@click.option("-o", "--output", metavar="CHECKLIST", help="The file to write; standard output if not given.")
@click.option("--force", is_flag=True, help="Replace CHECKLIST where there is one: it may be filled in already.")
@options.settings
@reader
@options.today
def command(**given: Any) -> None:
    """Make the annual checklist of a process: filled in with facts, never with decisions.

    Fill it in, then take it back with flowtrim sign: as xlsx, csv or md. html and pdf are for paper.
    """
    from flowtrim.cli.checklist_files import hand_out
    from flowtrim.cli.endings import form_of

    given["form"] = given["form"] or form_of(given["output"], _FORMATS, otherwise="md")
    file, settings = given.pop("file"), given.pop("settings")
    document = given.pop("reader").read(file, today=given["today"])
    hand_out(document, settings=settings.of(file), **given)
