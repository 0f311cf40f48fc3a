"""The conversation in a room: a projector, a facilitator, phones."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from flowtrim.cli import options
from flowtrim.cli.command_group import say
from flowtrim.cli.paths import single
from flowtrim.errors import OutputError

if TYPE_CHECKING:
    from flowtrim.workshop.hosting import Hosting
    from flowtrim.workshop.table import Table

_MISSING = "A workshop needs the extra: pip install 'flowtrim[workshop]'."


@click.command()
@click.argument("file", metavar="FILE")
@click.option(
    "--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="Where the server listens."
)
@click.option("--share", is_flag=True, help="Let phones on the same network join, with a PIN.")
@click.option("--host", metavar="ADDRESS", help="With --share: the address of this machine that phones can reach.")
@click.option("--print", "on_paper", is_flag=True, help="Write a sheet with the questions for people without a screen.")
@click.option(
    "--replay",
    is_flag=True,
    help="Tell the session of FILE, or of its journal, again in the room by the arrow keys; with --print as lines.",
)
@options.today
def command(file: str, *, replay: bool, today: date, **given: Any) -> None:
    """Hold a workshop: everybody answers on a phone, the room decides, and nothing that was said is lost.

    All that is said stands in FILE.journal.jsonl before it is confirmed; started again, the workshop goes on there.
    """
    if given["host"] and not given["share"]:
        raise click.UsageError("--host goes with --share.")
    try:
        import flowtrim.workshop.app  # noqa: F401 - the extra is there or not
    except ImportError as missing:
        raise OutputError(_MISSING) from missing
    path = str(single(file))
    if replay:
        from flowtrim.formats.journal import ENDING

        _replay(path.removesuffix(ENDING), today=today, on_paper=given["on_paper"], port=given["port"])
    else:
        _hold(path, today=today, **given)


def _replay(path: str, *, today: date, on_paper: bool, port: int) -> None:
    """Tell a session again: in the terminal, or on the room's screen until somebody stops it."""
    from flowtrim.reports.media.text_lines import inert, washed
    from flowtrim.workshop.app import workshop_app
    from flowtrim.workshop.hosting import bound, hosting, serve
    from flowtrim.workshop.session_report import told_again
    from flowtrim.workshop.table import PlayedBack

    if on_paper:
        for line in told_again(path, today=today):
            click.echo(inert(washed(line)))
        return
    table, listening = PlayedBack(path, today=today), bound("127.0.0.1", port)
    reached = hosting(listening.getsockname()[1], share=False, host=None)
    here = f"http://127.0.0.1:{listening.getsockname()[1]}"
    serve(
        workshop_app(table, reached),
        listening,
        ready=lambda: click.echo(f"Room         {here}/room#{reached.room}\nThe arrow keys go on and back."),
    )


def _hold(  # noqa: PLR0913 - the options of the command, all of them keywords
    path: str, *, port: int, share: bool, host: str | None, on_paper: bool, today: date
) -> None:
    """Write the sheet, or serve until somebody stops it."""
    from flowtrim.formats.journal import Journal, journal_beside
    from flowtrim.workshop.app import workshop_app
    from flowtrim.workshop.hosting import bound, hosting, serve
    from flowtrim.workshop.table import Table

    with Journal(journal_beside(path)) as journal:
        table = Table(path, journal, today=today)
        if journal.torn:
            say("The last line of the journal was never finished, and nobody was told that it counts: it is left out.")
        if on_paper:
            _print(table)
            return
        with bound("0.0.0.0" if share else "127.0.0.1", port) as listening:  # noqa: S104 - only when asked for
            reached = hosting(listening.getsockname()[1], share=share, host=host)
            serve(workshop_app(table, reached), listening, ready=lambda: _tell(reached, listening.getsockname()[1]))


def _print(table: Table) -> None:
    from flowtrim.formats import write_unnamed
    from flowtrim.workshop.closing import beside
    from flowtrim.workshop.session_report import as_sheet

    sheet = beside(table.file, "sheet.html")
    write_unnamed(sheet, as_sheet(table))
    say(f"Written: {sheet}")


def _tell(reached: Hosting, port: int) -> None:
    here = f"http://127.0.0.1:{port}"
    click.echo(f"Facilitator  {here}/facilitator#{reached.facilitator}")
    click.echo(f"Room         {here}/room#{reached.room}")
    click.echo(f"Phones       {reached.join or here + '/'}" + (f"   PIN {reached.pin}" if reached.pin else ""))
    if reached.join:
        say("PIN and cookies travel readable on this network. Where phones find nothing, the network keeps them apart.")
    say("Ctrl-C ends the server; started again, the workshop goes on.")
