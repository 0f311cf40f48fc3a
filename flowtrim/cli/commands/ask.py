"""Ask why of each step, role and figure, and write the answers into the file."""

from __future__ import annotations

from math import isfinite
from typing import Any

import click

from flowtrim.cli import options


def _hours(_context: click.Context, _option: click.Parameter, value: float | None) -> float | None:
    if value is not None and not (isfinite(value) and value > 0):
        raise click.BadParameter("it takes a number of hours above 0, such as 4.")
    return value


@click.command()
@click.argument("file", metavar="FILE")
@click.option("--role", metavar="NAME", callback=options.named, help="Ask only about this role and its steps.")
@click.option("--unasked", is_flag=True, help="Ask only what nobody was asked yet.")
@click.option("--kpis", is_flag=True, help="Ask only about the figures that are measured.")
@click.option(
    "--hours", type=float, callback=_hours, metavar="H", help="As many questions as fit, most at stake first."
)
@click.option(
    "--as",
    "who",
    metavar="ROLE",
    default="facilitator",
    show_default=True,
    help="The role that answers, in the journal.",
)
@click.option("--plan", metavar="NAME", callback=options.named, help="The name of the plan.  [default: Ask why]")
@options.settings
@options.today
def command(**given: Any) -> int:
    """Ask why of each step, role and figure of FILE, the most at stake first; the answers go into FILE.

    Every answer is kept at once in FILE.journal.jsonl. Leave whenever you like, also by Ctrl-C: the same command goes
    on where you left. At the end the reasons are written into FILE, with a plan of what was decided; comments stay.
    """
    from flowtrim.cli.asking_file import Talk

    return Talk(**given).carry_out()
