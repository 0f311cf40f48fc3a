"""Say what is to be reviewed, over files and folders."""

from __future__ import annotations

import sys
from datetime import date
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct
from msgspec.structs import replace

from flowtrim.cli import options
from flowtrim.cli.command_group import COULD_NOT_RUN, our_fault, say
from flowtrim.cli.paths import sources
from flowtrim.cli.reader import Reader, reader
from flowtrim.errors import FlowtrimError
from flowtrim.formats import write_atomically
from flowtrim.formats.files import note_read
from flowtrim.model import Limits

if TYPE_CHECKING:
    from flowtrim.cli.effective_settings import Prevailing
    from flowtrim.reports.media.terminal import When
    from flowtrim.review.agenda import Agenda, Unread
    from flowtrim.review.state import State

FORMS = ("text", "json", "markdown", "html", "ics")


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    help="By default what the ending of FILE says, else text; ics is a calendar of the due dates, with reminders.",
)
@click.option("-o", "--output", metavar="FILE", help="Write to a file instead; an existing one is replaced.")
@click.option("--steps", is_flag=True, help="Tell every step, too.")
@click.option("--all", "every", is_flag=True, help="Tell every process, however many there are.")
@click.option("--strict", is_flag=True, help="Demand a date of its own for every step.")
@reader
@options.settings
@options.today
@options.colour
@click.pass_obj
def command(debug: bool, /, **given: Any) -> int:
    """Say what is due for review, due soon, overdue or was never reviewed: processes and their KPIs.

    PATH is a process file, or a folder that is searched for them. Exits with 1 when anything is overdue.
    """
    from flowtrim.cli.endings import form_of

    given["form"] = given["form"] or form_of(given["output"], FORMS, otherwise="text")
    return Review(debug=debug, **given).carry_out()


class Review(Struct, frozen=True, kw_only=True):
    """The options of ``review``, as one value."""

    paths: tuple[str, ...]
    form: str
    output: str | None
    steps: bool
    every: bool
    strict: bool
    reader: Reader
    settings: Prevailing
    today: date
    colour: When
    debug: bool

    def carry_out(self) -> int:
        """Look at every file and tell; return 2 where one could not be read, else 1 where anything is overdue."""
        from flowtrim.cli.long_runs import shared_out
        from flowtrim.review.agenda import Unread, agenda
        from flowtrim.review.state import State

        found, lost = sources(self.paths)
        paths = [source.path for source in found]
        limits = [settings.limits for settings in self.settings.all_of(paths)]
        look = partial(
            _look, reader=self.reader, today=self.today, strict=self.strict, steps=self.steps, debug=self.debug
        )
        states: list[State] = []
        unread = [Unread(each.file, str(each)) for each in lost]
        for outcome in shared_out(look, list(zip(paths, limits, strict=True)), label="Reviewing"):
            if isinstance(outcome, State):
                states.append(outcome)
            else:
                unread.append(outcome)
        result = agenda(states, today=self.today, unread=unread)
        if states:
            note_read(*paths)  # other processes may have read them
            self._tell(result)
        for one in unread:
            say(one.problem)
        return COULD_NOT_RUN if unread else int(result.overdue)

    def _tell(self, result: Agenda) -> None:
        if self.output is not None and self.output != "-":
            write_atomically(self.output, self._made(result), force=True)
            say(f"Written: {self.output}")
        elif self.form == "text":
            from flowtrim.cli.output import terminal_width
            from flowtrim.reports.media.terminal import wants_colour, write
            from flowtrim.reports.review_report.review_text import laid_out

            lines = laid_out(result, terminal_width(), steps=self.steps, every=self.every)
            write(lines, sys.stdout, colour=wants_colour(sys.stdout, when=self.colour))
        else:
            click.echo(self._made(result), nl=False)

    def _made(self, result: Agenda) -> str | bytes:
        if self.form == "ics":
            from flowtrim.reports.review_report.review_files import as_calendar

            return as_calendar(result, steps=self.steps)
        if self.form == "html":
            from flowtrim.reports.review_report.review_html import as_html

            return as_html(result, steps=self.steps)
        from flowtrim.reports.review_report.review_files import as_json, as_markdown

        if self.form == "text":
            from flowtrim.reports.review_report.review_text import laid_out, unread_lines

            lines = chain(laid_out(result, 100, steps=self.steps, every=True), unread_lines(result, 100))
            return "".join("".join(text for text, _ in line).rstrip() + "\n" for line in lines)
        return (as_json if self.form == "json" else as_markdown)(result, steps=self.steps)


def _look(  # noqa: PLR0913 - what was asked of the command, by name
    job: tuple[str, Limits], *, reader: Reader, today: date, strict: bool, steps: bool, debug: bool
) -> State | Unread:
    """Return the state of the process in a file, or why there is none."""
    from flowtrim.review.agenda import Unread
    from flowtrim.review.state import state_of

    path, limits = job
    try:
        document = reader.read(path, today=today)
        state = state_of(document.process, file=document.file, today=today, limits=limits, strict=strict, steps=steps)
        return replace(state, digest=document.digest)
    except FlowtrimError as problem:
        return Unread(path, str(problem))
    except Exception as bug:
        if debug:
            raise
        return Unread(path, f"{path}: {our_fault(bug)}")
