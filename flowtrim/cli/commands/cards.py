"""A card for everybody in a process: what you do, why it matters, and to whom."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from flowtrim.cli import options
from flowtrim.cli.command_group import say
from flowtrim.cli.reader import Reader, reader
from flowtrim.cli.written import written

if TYPE_CHECKING:
    from flowtrim.cli.effective_settings import Prevailing
    from flowtrim.formats import Document
    from flowtrim.reports.cards_report.cards import Card

_FORMATS = ("md", "html", "pdf")


@click.command()
@click.argument("file", metavar="FILE")
@click.option("--role", metavar="NAME", callback=options.named, help="Only the card of this role.")
@click.option("--plan", metavar="NAME", callback=options.named, help="Say what this plan changes for each role.")
@click.option("--format", "form", type=click.Choice(_FORMATS), help="By default what the ending says, else md.")
@click.option("-o", "--output", metavar="CARDS", callback=options.named, help="The file to write.")
@click.option("--force", is_flag=True, help="Replace CARDS where it is there.")
@options.settings
@reader
@options.today
def command(  # noqa: PLR0913 - the options, all of them keywords
    file: str,
    *,
    role: str | None,
    plan: str | None,
    form: str | None,
    output: str | None,
    force: bool,
    settings: Prevailing,
    reader: Reader,
    today: date,
) -> None:
    """Make a card for every role of FILE, a page each: what you do, why it matters and to whom.

    It says what you get and give, what you may decide, and which figure is yours. The card of the customer is the way
    through the process. In the language of FILE.
    """
    from flowtrim.analysis.planning import find_plan, planned
    from flowtrim.cli.endings import form_of
    from flowtrim.measures import Survey
    from flowtrim.reports.cards_report.cards import cards
    from flowtrim.reports.stamp import signed
    from flowtrim.sentences import messages

    made_as = form or form_of(output, _FORMATS, otherwise="md")
    document = reader.read(file, today=today)
    limits = settings.of(file).limits
    found = find_plan(document.process, plan) if plan else None
    after = planned(document, found) if found else None
    origin = (document.process, found.changes) if found else None
    made = cards(
        Survey(document.process, today=today, limits=limits),
        after=Survey(after.process, today=today, limits=limits, origin=origin) if after else None,
        plan=found,
        role=role,
    )
    made_from = messages(document.process.language)(signed(document.file, document.digest, today))
    made = tuple(replace(card, stamp=made_from) for card in made)
    _write(made, made_as, document, output, force=force)


def _write(made: tuple[Card, ...], form: str, document: Document, output: str | None, *, force: bool) -> None:
    from flowtrim.errors import OutputError
    from flowtrim.formats import write_atomically
    from flowtrim.reports.cards_report import cards_writer

    if not made:
        raise OutputError(f"{document.file}: nobody performs anything in this process yet, so there is no card.")
    if form == "md":
        text: str | bytes = cards_writer.as_markdown(made)
    else:
        language = document.process.language or "en"
        text = (cards_writer.as_pdf if form == "pdf" else cards_writer.as_html)(made, language=language)
    if output in (None, "-"):
        click.echo(text, nl=False)
        return
    write_atomically(str(output), text, force=force, instead=options.FORCED)
    say(written(str(output), document.process.language))
