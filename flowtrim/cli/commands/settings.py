"""Show the settings that are in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from flowtrim.cli import options

if TYPE_CHECKING:
    from flowtrim.cli.effective_settings import Prevailing


@click.command()
@click.argument("path", default="-", metavar="[PATH]")
@options.settings
def command(path: str, settings: Prevailing) -> None:
    """Show the settings that hold for PATH, each with where it was set, as a flowtrim.toml.

    PATH is a process file or a folder; the working folder if not given. Settings stand in the nearest flowtrim.toml
    in the folder of the file or above it; what a process file says goes before, and options go before both.
    """
    from flowtrim.reports.rules_and_settings import as_toml

    click.echo(as_toml(settings.of(path)), nl=False)
