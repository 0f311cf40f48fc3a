"""Show how a process has changed over time."""

from __future__ import annotations

import sys
from datetime import date
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click
from msgspec import Struct

from flowtrim.cli import options
from flowtrim.cli.command_group import say
from flowtrim.cli.paths import single
from flowtrim.cli.reader import Reader, measured
from flowtrim.errors import FlowtrimError, InvalidFileError
from flowtrim.formats import write_atomically
from flowtrim.formats.files import LARGEST, note_read, read_bytes
from flowtrim.model import Process
from flowtrim.sentences import counted

if TYPE_CHECKING:
    from flowtrim.cli.effective_settings import Prevailing
    from flowtrim.formats.git_revisions import Revision
    from flowtrim.reports.media.terminal import When
    from flowtrim.review.revisions import Moment, Progress

FORMS = ("text", "json", "markdown", "csv", "html", "svg")


def _since(_ctx: click.Context, _param: click.Parameter, value: str | None) -> date | None:
    return options.as_day(value) if value else None


@click.command()
@click.argument("file", metavar="FILE")
@click.option("--format", "form", type=click.Choice(FORMS), help="By default what the ending of OUT says, else text.")
@click.option("-o", "--output", metavar="OUT", help="Write to a file instead; an existing one is replaced.")
@click.option("--since", callback=_since, metavar="YYYY-MM-DD", help="Only revisions from this day on.")
@click.option("--last", type=click.IntRange(min=1), metavar="N", help="Only the last so many revisions.")
@measured
def command(**given: Any) -> int:
    """Show how a process has changed over time: its figures in each revision of git.

    Renames are followed. A revision that cannot be read is told with the reason; what is not committed yet is shown as
    now. Each revision is judged on its own day, by the settings of today.
    """
    from flowtrim.cli.endings import form_of

    given["form"] = given["form"] or form_of(given["output"], FORMS, otherwise="text")
    return Recall(**given).carry_out()


class Look(NamedTuple):
    """What a look at one revision tells, and the name that the process had then; None where it could not be read."""

    moment: Moment
    name: str | None = None


class Recall(Struct, frozen=True, kw_only=True):
    """What was asked of ``history``."""

    file: str
    form: str
    output: str | None
    since: date | None
    last: int | None
    ride: float | None
    settings: Prevailing
    reader: Reader
    today: date
    colour: When

    def carry_out(self) -> int:
        """Look into the history, and tell; nothing is written where there is nothing to tell."""
        progress = self._progress()
        if self.output and self.output != "-":
            note_read(self.file)  # by way of git
            write_atomically(self.output, self._made(progress), force=True)
            say(f"Written: {self.output}")
        elif self.form == "text":
            from flowtrim.cli.output import terminal_width
            from flowtrim.reports.history_report.history_text import laid_out
            from flowtrim.reports.media.terminal import wants_colour, write

            lines = laid_out(progress, terminal_width())
            write(lines, sys.stdout, colour=wants_colour(sys.stdout, when=self.colour))
        else:
            click.echo(self._made(progress), nl=False)
        return 0

    def _made(self, progress: Progress) -> str | bytes:
        if self.form == "text":
            from flowtrim.reports.history_report.history_text import laid_out
            from flowtrim.reports.media.terminal import write

            page = StringIO()
            write(laid_out(progress, 100), page, colour=False)
            return page.getvalue()
        if self.form in ("html", "svg"):
            from flowtrim.reports.history_report.history_html import as_html, as_svg

            return as_html(progress) if self.form == "html" else as_svg(progress)
        from flowtrim.reports.history_report.history_text import as_csv, as_json, as_markdown

        if self.form == "csv":
            return as_csv(progress)
        return as_json(progress) if self.form == "json" else as_markdown(progress)

    def _progress(self) -> Progress:
        """Measure every revision, and the file as it stands now where that differs from the last one."""
        from flowtrim.cli.long_runs import watched
        from flowtrim.formats.git_revisions import contents, revisions
        from flowtrim.review.revisions import Progress

        found = revisions(single(self.file), since=self.since, last=self.last)
        blobs = contents(self.file, (one.blob for one in found if one.blob), largest=LARGEST)
        looks: list[Look] = []
        newest = None
        for revision in watched(found, label="Looking back"):
            newest = next(blobs) if revision.blob else None
            looks.append(self._look(newest, revision))
        now = self._now(newest)
        if now is not None:
            looks.append(self._look(now))
        if not looks:
            raise FlowtrimError(f"{self.file}: git knows no revision of it{self._when()}, and it is not there now.")
        name = next((look.name for look in reversed(looks) if look.name), Path(self.file).name)
        digest = "" if (content := now or newest) is None else sha256(content).hexdigest()
        return Progress(name, self.file, tuple(look.moment for look in looks), self.today, digest)

    def _when(self) -> str:
        return f" since {self.since}" if self.since else ""

    def _now(self, committed: bytes | None) -> bytes | None:
        """Return what the file holds, where that differs from the last commit in more than line ends."""
        if not Path(self.file).exists():
            return None
        data = read_bytes(self.file)
        return data if committed is None or _plain(data) != _plain(committed) else None

    def _look(self, data: bytes | None, revision: Revision | None = None) -> Look:
        from flowtrim.review.revisions import Moment, moment

        day, commit = (revision.day, revision.commit) if revision else (self.today, None)
        subject = revision.subject if revision else "now"
        file = revision.path if revision else self.file
        if data is None:
            gone = "The file was deleted." if revision and revision.blob is None else "git does not give its content."
            return Look(Moment(day, commit, subject, {}, problem=gone))
        try:
            process = self._process(data, file)
        except FlowtrimError as problem:
            return Look(Moment(day, commit, subject, {}, problem=_first(problem)))
        limits = self.settings.of(self.file).limits
        return Look(moment(process, day=day, commit=commit, subject=subject, limits=limits), process.name)

    def _process(self, data: bytes, file: str) -> Process:
        from flowtrim.cli.effective_settings import asked_of

        # dates are checked against today: those after the commit are past by now, and no error
        document = self.reader.loads(data, file=file, today=self.today)
        return asked_of(document.process, ride=self.ride)


def _plain(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n")


def _first(problem: FlowtrimError) -> str:
    """Return the first thing that is wrong, and how many there are more."""
    if not isinstance(problem, InvalidFileError):
        return str(problem)
    first, *others = problem.problems
    place = f"line {first.line}: " if first.line else ""
    return f"{place}{first.message}" + (f" And {counted(len(others), 'more problem')}." if others else "")
