"""Say what is to be reviewed, over files and folders."""

from __future__ import annotations

from typing import Any

import click

from flowtrim.cli import options
from flowtrim.cli.reader import reader

FORMS = ("text", "json", "markdown", "html", "ics")


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    help="By default what the ending of FILE says, else text; ics is a calendar of the due dates, with reminders.",
)
@click.option("-o", "--output", metavar="FILE", help="Write to a file instead; an existing one is replaced.")
@click.option("--steps", is_flag=True, help="Tell every step, too.")
@click.option("--all", "every", is_flag=True, help="Tell every process, however many there are.")
@click.option("--strict", is_flag=True, help="Demand a date of its own for every step.")
@reader
@options.settings
@options.today
@options.colour
@click.pass_obj
def command(debug: bool, /, **given: Any) -> int:
    """Say what is due for review, due soon, overdue or was never reviewed: processes and their KPIs.

    PATH is a process file, or a folder that is searched for them. Exits with 1 when anything is overdue.
    """
    from flowtrim.cli.endings import form_of
    from flowtrim.cli.reviewing import Review

    given["form"] = given["form"] or form_of(given["output"], FORMS, otherwise="text")
    return Review(debug=debug, **given).carry_out()
