"""Draw a process as swimlanes."""

from __future__ import annotations

from typing import Any

import click

from flowtrim.cli import options
from flowtrim.cli.reader import reader

_FORMATS = ("svg", "png", "pdf", "dot")


@click.command()
@click.argument("file", metavar="FILE")
@click.option(
    "-o",
    "--output",
    metavar="PICTURE",
    help="The file to write, - for standard output; made from the name of FILE when it is not given.",
)
@click.option("--format", "form", type=click.Choice(_FORMATS), help="By default what the ending says, else svg.")
@click.option(
    "--screens/--overview",
    default=False,
    help="As many pictures as a projector needs, or one of everything.  [default: overview]",
)
@click.option("--after", metavar="FILE", help="The process as it is to be, drawn beside it.")
@click.option("--plan", metavar="NAME", help="What a plan of the file makes of it, drawn beside it.")
@click.option("--overlay", is_flag=True, help="With --after or --plan: one picture, with what goes in grey.")
@click.option("--engine", metavar="PROGRAM", help="A Graphviz of your own instead of the one that came along.")
@reader
@options.profile
@options.settings
@options.today
def command(file: str, **given: Any) -> None:
    """Draw a process as swimlanes, with its findings painted on.

    An existing picture is replaced. --format dot works without Graphviz.
    """
    from flowtrim.cli.drawing_files import paint
    from flowtrim.cli.endings import form_of

    given["form"] = given["form"] or form_of(given["output"], _FORMATS, otherwise="svg")
    for picture in paint(file, **given):
        click.echo(f"Written: {picture}", err=True)
