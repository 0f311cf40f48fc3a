"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from math import isfinite
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from flowtrim.cli.effective_settings import Prevailing
    from flowtrim.model import Ceiling

Command = TypeVar("Command", bound=Callable[..., Any])


def _day(_ctx: click.Context, _param: click.Parameter, value: str | None) -> date:
    """Return the day that was asked for; this is the one place where the clock is read."""
    # click's own type for dates loads strptime, which costs a cold start more than reading the file
    return as_day(value) if value else date.today()  # noqa: DTZ011 - the day where the person sits


def as_day(value: str) -> date:
    """Return the day that an option names; raises BadParameter where it names none."""
    try:
        return date.fromisoformat(value)
    except ValueError as refusal:
        raise click.BadParameter(f"{value!r} is no date; write it as in 2026-03-01.") from refusal


FORCED = "--force replaces it."
"""What a command that has this option says where a file is in its way."""

today = click.option(
    "--today",
    callback=_day,
    metavar="YYYY-MM-DD",
    help="The day on which reviews are due or not; the date of this machine if not given.",
)
profile = click.option(
    "--profile",
    type=click.Choice(("recommended", "strict", "all")),
    help="Which rules speak, and how loudly.  [default: that of flowtrim.toml, else recommended]",
)


def _prevailing(context: click.Context, option: click.Parameter, value: str | None) -> Prevailing:
    from flowtrim.cli.effective_settings import Prevailing

    return Prevailing(named(context, option, value))


settings = click.option(
    "--settings",
    callback=_prevailing,
    metavar="FILE",
    help="The settings to go by.  [default: the nearest flowtrim.toml in the folder of PATH or above it]",
)


def _ceilings(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> tuple[Ceiling, ...]:
    if not values:
        return ()
    from flowtrim.errors import UnknownNameError
    from flowtrim.formats.ceilings import ceiling

    try:
        return tuple(map(ceiling, values))
    except UnknownNameError as refusal:
        raise click.BadParameter(str(refusal)) from refusal


ceilings = click.option(
    "--max",
    "ceilings",
    callback=_ceilings,
    multiple=True,
    metavar="FIGURE=MOST",
    help="An error when a figure is above this, as in --max rides=1 --max handoffs=5; as in limits of a process.",
)


def _seconds(_context: click.Context, _option: click.Parameter, value: str | None) -> float | None:
    """Return the seconds that an option names; click's own type would call it a float range."""
    if value is None:
        return None
    with suppress(ValueError):
        seconds = float(value)
        if isfinite(seconds) and seconds >= 1:
            return seconds
    raise click.BadParameter(f"{value!r} is no number of seconds, 1 or more, such as 60.")


def named(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """Refuse an empty name, which a script passes where a variable is not set."""
    if value is not None and not value.strip():
        raise click.BadParameter("It is empty.")
    return value


def folder(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """Refuse a name that asks for a file where a folder is written."""
    if value is not None:
        from flowtrim.cli.endings import asks_for_a_file

        if asks_for_a_file(value):
            raise click.BadParameter(
                f"{value!r} looks like a file, and a folder is written: end it with a slash if it is one. "
                "For a file, redirect what --format prints."
            )
    return value


def form(*forms: str, said: str = "What is printed.") -> Callable[[Command], Command]:
    """Return the option for the form of what is printed, the first one by default."""
    kinds = click.Choice(forms)
    return click.option("--format", "form", type=kinds, default=forms[0], show_default=True, help=said)


def reports(said: str) -> Callable[[Command], Command]:
    """Return the option for a folder into which reports and drawings are written, too."""
    kind = click.Path(file_okay=False)
    return click.option("-o", "--output", type=kind, callback=folder, metavar="DIR", help=said)


ride = click.option(
    "--ride",
    callback=_seconds,
    metavar="SECONDS",
    help="How long a ride lasts.  [default: what the process says, else flowtrim.toml, else 60]",
)
colour = click.option(
    "--color",
    "colour",
    type=click.Choice(("auto", "always", "never")),
    default="auto",
    show_default=True,
    help="Colour on a terminal; NO_COLOR is honoured.",
)
