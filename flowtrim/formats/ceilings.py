"""Limits on the figures of a process, as a file or the settings have them: declared once, read by both."""

from __future__ import annotations

from flowtrim.errors import UnknownNameError
from flowtrim.formats.amounts import AMOUNT, COUNT, DURATION, Measured
from flowtrim.formats.tables import Field, Record, Table
from flowtrim.model import Ceiling

PREFIX = "max_"
LIMITS = Table(
    "the limits",
    (
        Field("max_rides", COUNT, "The most elevator rides that telling it may take."),
        Field("max_seconds", AMOUNT, "The most seconds that telling it may take."),
        Field("max_steps", COUNT, "The most steps."),
        Field("max_roles", COUNT, "The most roles that perform steps; customers, partners and systems are not."),
        Field("max_handoffs", COUNT, "The most flows on which work changes hands."),
        Field("max_expected_handoffs", AMOUNT, "The most handoffs expected in one case."),
        Field("max_ping_pongs", AMOUNT, "The most returns to the role that just gave the work, expected in one case."),
        Field("max_unjustified", COUNT, "The most steps without a reason."),
        Field("max_weak", COUNT, "The most steps with a weak reason."),
        Field("max_expired", COUNT, "The most steps whose reason nobody has confirmed in time."),
        Field("max_redundant_roles", COUNT, "The most roles that the process could do without."),
        Field("max_work", DURATION, "The most work time expected in one case."),
        Field("max_duration", DURATION, "The most time expected from start to end."),
        Field("max_cost", AMOUNT, "The highest cost expected of one case."),
        Field("max_hours", AMOUNT, "The most hours of work a year."),
        Field("max_contacts", AMOUNT, "The most contacts with the customer expected in one case."),
        Field("max_people_met", AMOUNT, "The most roles that the customer speaks with in one case, on average."),
        Field("max_silence", DURATION, "The longest time that the customer may hear nothing."),
        Field("max_complexity", COUNT, "The highest control-flow complexity."),
    ),
)


def figure_of(key: str) -> str:
    """Return the figure that a key limits.

    >>> figure_of("max_handoffs")
    'handoffs'
    """
    return key.removeprefix(PREFIX)


def ceiling(written: str) -> Ceiling:
    """Return the limit that somebody wrote as a figure and a number.

    Raises:
        UnknownNameError: there is no such figure, or its limit cannot be that.

    >>> ceiling("ping-pongs=1.5")
    Ceiling(figure='ping_pongs', most=1.5)
    """
    name, sign, amount = (part.strip() for part in written.partition("="))
    known = {figure_of(field.key): field.value for field in LIMITS.fields}
    figure = name.replace("-", "_")
    if figure not in known:
        raise UnknownNameError(f"There is no figure '{name}' to limit. There are: {', '.join(known)}.")
    value = known[figure]
    most = value.amount(amount) if sign and isinstance(value, Measured) else None
    if most is None:
        raise UnknownNameError(f"The limit of '{name}' cannot be '{amount}'. It takes {value.words}.")
    return Ceiling(figure, most)


def ceilings_of(record: Record | None) -> tuple[Ceiling, ...]:
    """Return the limits that were read, in the order of the file."""
    values = {} if record is None else record.values
    return tuple(Ceiling(figure_of(key), most) for key, most in values.items())
