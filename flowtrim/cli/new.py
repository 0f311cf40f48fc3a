"""Begin a process: by being asked, or from a sample."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flowtrim.errors import OutputError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from flowtrim.model import Process


def _samples(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str | CompletionItem]:
    from flowtrim.reports.samples import samples

    return [name for name in samples() if name.startswith(incomplete)]


@click.command()
@click.argument("target", required=False, type=click.Path(), metavar="[FILE]")
@click.option(
    "--example", metavar="NAME", shell_complete=_samples, help="Copy a sample into a folder instead of asking."
)
@click.option("--list", "listing", is_flag=True, help="List the samples.")
@click.option("--format", "form", type=click.Choice(("xlsx", "csv")), help="Write a table to fill in, and ask nothing.")
def command(target: str | None, example: str | None, listing: bool, form: str | None) -> None:
    """Ask for a name, the steps, who does them and why, and write a first FILE.

    FILE is made from the name of the process when it is not given; with --example it is the folder to copy into.
    Nothing is ever overwritten.
    """
    from flowtrim.reports.samples import copy_sample, samples

    if listing:
        for name, story in samples().items():
            click.echo(f"{name:<20} {story}")
    elif example:
        folder = copy_sample(example, Path(target or example))
        click.echo(f"Look at it with: flowtrim analyze {folder / 'process.yml'}", err=True)
    elif (form := form or _form_of(target)) != "yaml":
        _template(Path(target or f"process.{form}"), form)
    else:
        _write(target)


def _form_of(target: str | None) -> str:
    from flowtrim.cli.endings import form_of

    return form_of(target, ("yaml", "xlsx", "csv"), otherwise="yaml")


def _template(file: Path, form: str) -> None:
    """Write a table with headings and no rows yet."""
    from flowtrim.formats import template, write_atomically

    _refuse_existing(file)
    write_atomically(file, template(form))
    click.echo(f"Written. Fill in a row for each step, then: flowtrim analyze {file}", err=True)


def _write(target: str | None) -> None:
    """Ask, and write the file; where it stands already, say so as soon as its name is known: no answer is lost."""
    from flowtrim.formats import dumps, write_atomically
    from flowtrim.formats.ids import id_from_name

    if target:
        _refuse_existing(Path(target))
    name = _answer("What is the process called?")
    if not name:
        raise OutputError("A process needs a name, so nothing was written.")
    file = Path(target or f"{id_from_name(name)}.yml")
    _refuse_existing(file)
    write_atomically(file, dumps(ask(name)))
    click.echo(f"Written. Look at it with: flowtrim analyze {file}", err=True)


def ask(name: str) -> Process:
    """Ask for the rest of a process: what it is for, and step after step with owner and why until there is no more.

    An empty answer to a why means that nobody was asked yet; “none” that somebody was, and had no answer.
    """
    from flowtrim.formats.ids import ids_of
    from flowtrim.model import Flow, Process, Step

    why, customer = _answer("Why does it exist? (empty: later)"), _answer("Who is its customer? (empty: later)")
    click.echo("Now the steps, in their order; an empty name ends.", err=True)
    click.echo("Leave a why empty where nobody was asked yet.", err=True)
    told: list[tuple[str, str, str]] = []
    while step := _answer(f"{len(told) + 1}. What is done?"):
        told.append((step, _answer("   Who does it?"), _answer("   Why?")))
    ids = ids_of((None, step) for step, _, _ in told)
    after = [(Flow(following),) for following in ids[1:]] + [()]
    steps = tuple(
        Step(made, step, owner=who or None, why=because or None, flows=flows)
        for made, (step, who, because), flows in zip(ids, told, after, strict=False)
    )
    return Process(name, steps=steps, why=why or None, customer=customer or None)


def _answer(question: str) -> str:
    """Ask one question on standard error; where piped answers have run out, the answer is empty."""
    try:
        answer: str = click.prompt(question, default="", show_default=False, prompt_suffix=" ", err=True)
    except click.Abort:
        click.echo(err=True)  # the question still stands on the line
        if sys.stdin.isatty():
            raise
        return ""
    return answer.strip()


def _refuse_existing(file: Path) -> None:
    if file.exists():
        raise OutputError(f"{file} is there already, and nothing is overwritten; name another file.")
