"""Propose a plan: what can go and why, from before to after."""

from __future__ import annotations

from typing import Any

import click

from flowtrim.cli import options
from flowtrim.cli.reader import reader


@click.command()
@click.argument("file", metavar="FILE")
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
    metavar="AFTER|DIR",
    callback=options.named,
    help="Write the process as it would be into a file (- for standard output), or the report and the drawings of "
    "before and after into a folder.",
)
@click.option(
    "--into",
    metavar="FILE",
    callback=options.named,
    help="Record the plan in a process file, which may be FILE itself.",
)
@click.option(
    "--name", metavar="NAME", callback=options.named, help="The name of the plan that is recorded.  [default: Trim]"
)
@click.option("--force", is_flag=True, help="Replace AFTER, or a plan of that name, where there is one.")
@click.option("--only", type=click.Choice(("safe",)), help="Only what goes without further talk.")
@click.option("--accept", multiple=True, metavar="N,N-N,ID", help="Keep these changes only; by number, step or role.")
@click.option(
    "--refuse", multiple=True, metavar="N,N-N,ID", help="Leave these changes out, and work out the rest anew."
)
@click.option("--interactive", is_flag=True, help="Be asked about the changes one by one.")
@click.option("--all", "everything", is_flag=True, help="Show all that was left alone, and every question.")
@options.ride
@options.settings
@reader
@options.today
@options.colour
def command(**given: Any) -> int:
    """Propose a plan: what can go and why, measured again after every change.

    Changes marked ✓ are safe, those marked ? are questions: answer them, or let the change go ahead. The numbers
    are those of the proposal without --accept and --refuse. Nothing is written unless asked for. What -o names is a
    folder if it is one, ends with a slash, or has no ending such as .yml.
    """
    from flowtrim.cli.trimming import Order

    return Order(**given).carry_out()
