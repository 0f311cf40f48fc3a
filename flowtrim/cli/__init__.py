"""The command line: parse, call, print, exit."""

from __future__ import annotations

import click

from flowtrim._version import __version__
from flowtrim.cli.command_group import Front, run

__all__ = ["front", "run"]


@click.group(
    cls=Front,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 nothing at or above the level asked for, 1 findings, 2 could not run.",
)
@click.version_option(__version__, "--version", message="flowtrim %(version)s")
@click.option("--debug", is_flag=True, expose_value=False, help="Show where flowtrim broke, should it break.")
def front() -> None:
    """Put business processes to the elevator test: can this one be explained in a single ride?"""
