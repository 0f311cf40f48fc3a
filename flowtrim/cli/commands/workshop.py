"""The conversation in a room: a projector, a facilitator, phones."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from flowtrim.cli import options
from flowtrim.cli.command_group import say
from flowtrim.cli.paths import single
from flowtrim.errors import OutputError

if TYPE_CHECKING:
    from flowtrim.workshop import Hosting

_MISSING = "A workshop needs the extra: pip install 'flowtrim[workshop]'."


@click.command()
@click.argument("file", metavar="FILE")
@click.option(
    "--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="Where the server listens."
)
@click.option("--share", is_flag=True, help="Let phones on the same network join, with a PIN.")
@click.option("--host", metavar="ADDRESS", help="With --share: the address of this machine that phones can reach.")
@options.today
def command(file: str, *, port: int, share: bool, host: str | None, today: date) -> None:
    """Hold a workshop: everybody answers on a phone, the room decides, and nothing that was said is lost.

    All that is said stands in FILE.journal.jsonl before it is confirmed; started again, the workshop goes on there.
    """
    if host and not share:
        raise click.UsageError("--host goes with --share.")
    try:
        from flowtrim.workshop.serving import bound, hosting, serve
    except ImportError as missing:
        raise OutputError(_MISSING) from missing
    from flowtrim.formats.journal import Journal, journal_beside
    from flowtrim.workshop import Table, workshop_app

    path = str(single(file))
    with Journal(journal_beside(path)) as journal:
        listening = bound(host or "0.0.0.0" if share else "127.0.0.1", port)  # noqa: S104 - only when asked for
        reached = hosting(listening.getsockname()[1], share=share, host=host)
        table = Table(path, journal, today=today)
        if journal.torn:
            say("The last line of the journal was never finished, and nobody was told that it counts: it is left out.")
        serve(workshop_app(table, reached), listening, ready=lambda: _tell(reached, listening.getsockname()[1]))


def _tell(reached: Hosting, port: int) -> None:
    here = f"http://127.0.0.1:{port}"
    click.echo(f"Facilitator  {here}/facilitator#{reached.facilitator}")
    click.echo(f"Room         {here}/room#{reached.room}")
    click.echo(f"Phones       {reached.join or here + '/'}" + (f"   PIN {reached.pin}" if reached.pin else ""))
    if reached.join:
        say("PIN and cookies travel readable on this network. Where phones find nothing, the network keeps them apart.")
    say("Ctrl-C ends the server; started again, the workshop goes on.")
