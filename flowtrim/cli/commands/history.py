"""Show how a process has changed over time."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from flowtrim.cli import options
from flowtrim.cli.reader import reader

FORMS = ("text", "json", "markdown", "csv", "html", "svg")


def _since(_ctx: click.Context, _param: click.Parameter, value: str | None) -> date | None:
    return options.as_day(value) if value else None


@click.command()
@click.argument("file", metavar="FILE")
@click.option("--format", "form", type=click.Choice(FORMS), help="By default what the ending of OUT says, else text.")
@click.option("-o", "--output", metavar="OUT", help="Write to a file instead; an existing one is replaced.")
@click.option("--since", callback=_since, metavar="YYYY-MM-DD", help="Only revisions from this day on.")
@click.option("--last", type=click.IntRange(min=1), metavar="N", help="Only the last so many revisions.")
@options.ride
@options.settings
@reader
@options.today
@options.colour
def command(**given: Any) -> int:
    """Show how a process has changed over time: its figures in each revision of git.

    Renames are followed. A revision that cannot be read is told with the reason; what is not committed yet is shown as
    now. Each revision is judged on its own day, by the settings of today.
    """
    from flowtrim.cli.endings import form_of
    from flowtrim.cli.revision_history import Recall

    given["form"] = given["form"] or form_of(given["output"], FORMS, otherwise="text")
    return Recall(**given).carry_out()
