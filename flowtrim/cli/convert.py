"""Convert between formats."""

from __future__ import annotations

from typing import Any

import click

from flowtrim.cli import options

READ = ("yaml", "json", "bpmn", "csv", "xlsx", "ods", "mermaid", "markdown")
WRITTEN = ("yaml", "json", "bpmn", "csv", "xlsx", "mermaid", "dot")


@click.command()
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT")
@click.option(
    "--from", "form", type=click.Choice(READ), help="What IN is; by default what its ending or beginning says."
)
@click.option("--to", type=click.Choice(WRITTEN), help="What OUT is to be; by default what its ending says.")
@click.option(
    "--map",
    "maps",
    multiple=True,
    metavar="COLUMN=FIELD",
    help='What a column of a table means, as in --map "My column=owner".',
)
@click.option("--force", is_flag=True, help="Replace OUT where there is one.")
@options.pool
@options.today
def command(**given: Any) -> None:
    """Convert a process: YAML, JSON, BPMN, CSV, XLSX, Mermaid; in also ODS and Markdown, out also DOT.

    IN is a file, or - for standard input. OUT is a file, - for standard output with --to, or a folder, which gets a
    file for each pool of IN. What could not be carried over is said.
    """
    from flowtrim.cli.converting import convert

    convert(**given)
