"""The catalogue of rules on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from flowtrim.cli import options

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from flowtrim.cli.effective_settings import Prevailing
    from flowtrim.reports.media.terminal import When


def _names(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str | CompletionItem]:
    from flowtrim.rules import catalogue

    return [rule.name for rule in catalogue() if rule.name.startswith(incomplete)]


@click.command()
@click.argument("name", required=False, shell_complete=_names)
@options.profile
@options.settings
@options.colour
def command(name: str | None, profile: str | None, settings: Prevailing, colour: When) -> None:
    """List the rules, or show the page of one.

    A page says why it matters, gives an example and a counter-example, and when to accept it.
    """
    import sys

    from flowtrim.cli.effective_settings import overruled
    from flowtrim.cli.output import terminal_width
    from flowtrim.cli.paths import STDIN
    from flowtrim.reports.media.terminal import wants_colour, write, write_markdown
    from flowtrim.reports.media.text_lines import WIDEST
    from flowtrim.reports.rules_and_settings import page, table
    from flowtrim.rules import find_rule

    painted = wants_colour(sys.stdout, when=colour)
    room = min(terminal_width(), WIDEST)
    if name:
        write_markdown(page(find_rule(name)), sys.stdout, colour=painted, columns=room)
    else:
        write(table(overruled(settings.of(STDIN), profile=profile), room), sys.stdout, colour=painted)
