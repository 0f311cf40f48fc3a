"""Begin a process: by being asked, or from a sample."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import click

from flowtrim.cli import options
from flowtrim.cli.command_group import say
from flowtrim.errors import OutputError
from flowtrim.model import Flow, Process, Step

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from flowtrim.cli.effective_settings import Prevailing

_YES = ("y", "yes")
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
@options.settings
@options.today
def command(  # noqa: PLR0913 - the options of the command
    *, target: str | None, example: str | None, listing: bool, form: str | None, settings: Prevailing, today: date
) -> int:
    """Ask for a name, the steps, who does them and why, and write a first FILE; then go on with flowtrim ask.

    FILE is made from the name of the process when it is not given; with --example it is the folder to copy into.
    Nothing is ever overwritten. Whoever breaks off, as with Ctrl-C, finds the steps so far in FILE.
    """
    from flowtrim.reports.samples import copy_sample, samples

    if listing:
        for name, story in samples().items():
            click.echo(f"{name:<20} {story}")
    elif example:
        folder = copy_sample(example, Path(target or example))
        say(f"Look at it with: flowtrim analyze {quote(str(folder / 'process.yml'))}")
    elif (form := form or _form_of(target)) != "yaml":
        _template(Path(target or f"process.{form}"), form)
    elif (file := _write(target)) is not None and _goes_on(file):
        from flowtrim.cli.asking_file import Talk

        return Talk(file=str(file), settings=settings, today=today).carry_out()
    return 0


def _goes_on(file: Path) -> bool:
    """Whether somebody wants to be asked more of the process that was just told."""
    with suppress(EOFError, click.Abort):
        return _answer(f"Ask why of it now? (y; Enter: later, with flowtrim ask {quote(str(file))})").lower() in _YES
    return False


def _form_of(target: str | None) -> str:
    from flowtrim.cli.endings import form_of

    return form_of(target, ("yaml", "xlsx", "csv"), otherwise="yaml")


def _template(file: Path, form: str) -> None:
    """Write a table with headings and no rows yet."""
    from flowtrim.formats import template, write_atomically

    _refuse_existing(file)
    write_atomically(file, template(form))
    say(f"Written. Fill in a row for each step, then: flowtrim analyze {quote(str(file))}")


def _write(target: str | None) -> Path | None:
    """Ask, and write the file; return it, or None where the answers ended before the last question.

    Where the file stands already, that is said as soon as its name is known: no answer is lost.
    """
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
        return None
    except click.Abort:
        if interview.has_steps:
            _keep(interview, file, said=f"What was answered so far is in {file}.")
        else:
            say(_NOTHING)
        raise
    _keep(interview, file, said="Written.")
    return file


def _name() -> str:
    with suppress(EOFError):
        if name := _answer("What is the process called?"):
            return name
    raise OutputError("A process needs a name, so nothing was written.")


def _keep(interview: Interview, file: Path, *, said: str) -> None:
    from flowtrim.formats import dumps, write_atomically

    write_atomically(file, dumps(interview.process()))
    say(f"{said} Look at it with: flowtrim analyze {quote(str(file))}")


def _refuse_existing(file: Path) -> None:
    if file.exists():
        raise OutputError(f"{file} is there already, and nothing is overwritten; name another file.")


class Interview:
    """What somebody answered about a process so far.

    An empty answer to a why means that nobody was asked yet; “none” that somebody was, and had no answer.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._why = self._customer = ""
        self._steps: list[list[str]] = []

    @property
    def has_steps(self) -> bool:
        """Whether a step was named."""
        return bool(self._steps)

    def ask(self) -> None:
        """Ask what it is for, and step after step with owner and why until there is no more.

        Raises:
            EOFError: the answers ended, as with Ctrl-D, before an empty name of a step said that this is all.
            click.Abort: the person stopped the asking, as with Ctrl-C.
        """
        self._why = _answer("Why does it exist? (empty: later)")
        self._customer = _answer("Who is its customer? (empty: later)")
        say("Now the steps, in their order; an empty name ends.")
        say("Leave a why empty where nobody was asked yet.")
        while name := _answer(f"{len(self._steps) + 1}. What is done?"):
            step = [name]
            self._steps.append(step)
            step.append(self._owner())
            step.append(_answer("   Why?"))

    def _owner(self) -> str:
        """Ask who does a step, and offer those who were named; what looks like one of them is asked about."""
        from flowtrim.measures.role_likeness import alike

        known = [*dict.fromkeys(filter(None, (self._customer, *(step[1] for step in self._steps if len(step) > 1))))]
        offered = ", ".join(f"{number} {name}" for number, name in enumerate(known, 1))
        who = _answer(f"   Who does it? ({offered}; or a name)" if known else "   Who does it?")
        if who.isdecimal() and 0 < int(who) <= len(known):
            return known[int(who) - 1]
        same = None if who in known else alike(who, known)
        is_same = same and _answer(f"   That looks like the role '{same}': is it the same? (y; Enter: no)")
        return same if same and is_same and is_same.lower() in _YES else who

    def process(self) -> Process:
        """Return the process as far as it was told, each step following the one before."""
        from flowtrim.formats.ids import ids_of

        ids = ids_of((None, name) for name, *_ in self._steps)
        after = [(Flow(following),) for following in ids[1:]] + [()]
        steps = tuple(
            _step(made, *told, flows=flows) for made, told, flows in zip(ids, self._steps, after, strict=False)
        )
        return Process(self.name, steps=steps, why=self._why or None, customer=self._customer or None)


def _step(made: str, name: str, who: str = "", because: str = "", *, flows: tuple[Flow, ...]) -> Step:
    return Step(made, name, owner=who or None, why=because or None, flows=flows)


def _answer(question: str) -> str:
    """Ask one question on standard error.

    Raises:
        EOFError: there are no more answers: a pipe has run out, or a person pressed Ctrl-D.
        click.Abort: the person pressed Ctrl-C.
    """
    from flowtrim.reports.media.text_lines import inert, washed

    try:
        text: str = click.prompt(inert(washed(question)), default="", show_default=False, prompt_suffix=" ", err=True)
    except click.Abort as stop:
        click.echo(err=True)  # the question still stands on the line
        ended = isinstance(stop.__context__, EOFError)  # click makes one of both
        if ended:
            raise EOFError from stop
        raise
    return text.strip()
