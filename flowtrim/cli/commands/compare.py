"""Compare two processes: what became of every step and role."""

from __future__ import annotations

from typing import Any

import click

from flowtrim.cli import options
from flowtrim.cli.reader import reader


@click.command()
@click.argument("before", metavar="BEFORE")
@click.argument("after", metavar="[AFTER]", required=False)
@click.option("--plan", metavar="NAME", help="A plan of BEFORE, instead of AFTER.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json", "markdown", "html")),
    default="text",
    show_default=True,
    help="What is printed.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False),
    callback=options.folder,
    metavar="DIR",
    help="Write both drawings (side by side, and one upon the other) and the reports into a folder, too.",
)
@click.option(
    "--no-worse",
    multiple=True,
    metavar="FIGURE",
    help="Exit with 1 when this figure got worse: rides, seconds, steps, roles, handoffs, expected, ping-pongs, "
    "unjustified, work, duration, efficiency, hours or complexity. May be given several times.",
)
@click.option("--all", "everything", is_flag=True, help="Name what stayed as it was, too.")
@options.ride
@options.settings
@reader
@options.today
@options.colour
def command(**given: Any) -> int:
    """Compare two processes: figures side by side, and the fate of every step and role.

    BEFORE and AFTER are process files, or files in revisions of git such as HEAD~1:process.yml.
    """
    from flowtrim.cli.comparing import Comparing

    return Comparing(**given).carry_out()
