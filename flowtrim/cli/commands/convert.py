"""Convert between formats."""

from __future__ import annotations

from typing import Any

import click

from flowtrim.cli import options
from flowtrim.cli.reader import reader

WRITTEN = ("yaml", "json", "bpmn", "csv", "xlsx", "mermaid", "dot")


@click.command()
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT")
@click.option("--to", type=click.Choice(WRITTEN), help="What OUT is to be; by default what its ending says.")
@click.option("--force", is_flag=True, help="Replace OUT where there is one.")
@reader
@options.today
def command(**given: Any) -> None:
    """Convert a process: YAML, JSON, BPMN, CSV, XLSX, Mermaid; in also ODS and Markdown, out also DOT.

    IN is a file, or - for standard input. OUT is a file, - for standard output with --to, or a folder, which gets a
    file for each pool of IN. What could not be carried over is said.
    """
    from flowtrim.cli.converting import convert

    convert(**given)
