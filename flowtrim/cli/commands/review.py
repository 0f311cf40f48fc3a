"""Say what is to be reviewed, over files and folders."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct
from msgspec.structs import replace

from flowtrim.cli import options
from flowtrim.cli.command_group import COULD_NOT_RUN, our_fault, say
from flowtrim.cli.paths import STDIN, sources
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
        from flowtrim.reports.review_report.review_text import MOST_LISTED
        from flowtrim.review.agenda import Unread

        found, lost = sources(self.paths)
        paths = [source.path for source in found]
        limits = {path: settings.limits for path, settings in zip(paths, self.settings.all_of(paths), strict=True)}
        closed = [Unread(each.file, str(each)) for each in lost]
        looks = self._looks(limits, days_alone=len(paths) > MOST_LISTED and self._tells_the_most_urgent(paths))
        result = self._agenda(looks, closed)
        while unmeasured := [state.file for state in result.states[:MOST_LISTED] if state.measured is None]:
            looks |= self._looks({path: limits[path] for path in unmeasured}, days_alone=False)
            result = self._agenda(looks, closed)  # anew, since a file may have been saved meanwhile
        if result.states:
            note_read(*paths)  # other processes may have read them
            self._tell(result)
        for one in result.unread:
            say(one.problem)
        return COULD_NOT_RUN if result.unread else int(result.overdue)

    def _tells_the_most_urgent(self, paths: Sequence[str]) -> bool:
        """Whether no more processes are told, and measured, than fit into a list: each file can be read once more."""
        in_part = self.form == "text" and self.output in (None, "-") and not (self.every or self.steps)
        return in_part and STDIN not in paths

    def _looks(self, limits: Mapping[str, Limits], *, days_alone: bool) -> dict[str, State | Unread]:
        """Look at files that are held against some limits; ``days_alone`` leaves out the figures."""
        from flowtrim.cli.long_runs import shared_out

        look = partial(_look, asked=self, days_alone=days_alone)
        return dict(zip(limits, shared_out(look, list(limits.items()), label="Reviewing"), strict=True))

    def _agenda(self, looks: Mapping[str, State | Unread], closed: Sequence[Unread]) -> Agenda:
        from flowtrim.review.agenda import Unread, agenda
        from flowtrim.review.state import State

        states = [each for each in looks.values() if isinstance(each, State)]
        unread = [*closed, *(each for each in looks.values() if isinstance(each, Unread))]
        return agenda(states, today=self.today, unread=unread)

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


def _look(job: tuple[str, Limits], *, asked: Review, days_alone: bool) -> State | Unread:
    """Return the state of the process in a file, or why there is none."""
    from flowtrim.review.agenda import Unread
    from flowtrim.review.state import state_of

    path, limits = job
    try:
        document = asked.reader.read(path, today=asked.today)
        state = state_of(
            document.process,
            file=document.file,
            today=asked.today,
            limits=limits,
            strict=asked.strict,
            steps=asked.steps,
            days_alone=days_alone,
        )
        return replace(state, digest=document.digest)
    except FlowtrimError as problem:
        return Unread(path, str(problem))
    except Exception as bug:
        if asked.debug:
            raise
        return Unread(path, f"{path}: {our_fault(bug)}")
