"""Begin a process: by being asked, or from a sample."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flowtrim.errors import OutputError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from flowtrim.cli.interview import Interview

_NOTHING = "No step was named yet, so nothing was written."


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
    Nothing is ever overwritten. Whoever breaks off, as with Ctrl-C, finds the steps so far in FILE.
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
    from flowtrim.cli.interview import Interview
    from flowtrim.formats.ids import id_from_name

    if target:
        _refuse_existing(Path(target))
    name = _name()
    file = Path(target or f"{id_from_name(name)}.yml")
    _refuse_existing(file)
    interview = Interview(name)
    try:
        interview.ask()
    except EOFError as end:
        if not interview.has_steps:
            raise OutputError(_NOTHING) from end
        _keep(interview, file, said=f"What was answered so far is in {file}.")
    except click.Abort:
        if interview.has_steps:
            _keep(interview, file, said=f"What was answered so far is in {file}.")
        else:
            click.echo(_NOTHING, err=True)
        raise
    else:
        _keep(interview, file, said="Written.")


def _name() -> str:
    from flowtrim.cli.interview import answer

    with suppress(EOFError):
        if name := answer("What is the process called?"):
            return name
    raise OutputError("A process needs a name, so nothing was written.")


def _keep(interview: Interview, file: Path, *, said: str) -> None:
    from flowtrim.formats import dumps, write_atomically

    write_atomically(file, dumps(interview.process()))
    click.echo(f"{said} Look at it with: flowtrim analyze {file}", err=True)


def _refuse_existing(file: Path) -> None:
    if file.exists():
        raise OutputError(f"{file} is there already, and nothing is overwritten; name another file.")
