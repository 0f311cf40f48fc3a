"""Take a filled-in checklist back."""

from __future__ import annotations

from typing import Any

import click

from flowtrim.cli import options


@click.command()
@click.argument("file", metavar="FILE")
@click.argument("filled", metavar="CHECKLIST")
@click.option("-o", "--output", metavar="SIGNED", help="Write the signed process here, - for standard output.")
@options.settings
@options.today
def command(**given: Any) -> None:
    """Take a filled-in checklist (xlsx, csv or md) into the process FILE: dates, decisions, and the review on record.

    Comments of the file stay. Where anything is wrong with the checklist, nothing is changed.
    """
    from flowtrim.cli.checklist_files import take_back
    from flowtrim.cli.endings import form_of

    form_of(given["output"], ("yaml",), otherwise="yaml")
    take_back(**given)
