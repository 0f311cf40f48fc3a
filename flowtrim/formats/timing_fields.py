"""The keys that speak of time: ranges, waits, deadlines, promises, rounds and the clock."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from flowtrim.formats.amounts import COUNT, DURATION, SHARE
from flowtrim.formats.nodes import Entries, Items, Node, Scalar
from flowtrim.formats.problems import Reading
from flowtrim.formats.scalars import duration
from flowtrim.formats.tables import Either, Field, Record, Table
from flowtrim.formats.values import Choice, Reference, StepId, Text, refuse, text_of
from flowtrim.model import CAUSES, Clock, Deadline, Promise, Range, Repetition, Rounds
from flowtrim.sentences import quoted

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DOTS = re.compile(r"\s*(?:\.\.\.?|…)\s*")


class RangeValue:
    """A duration, or a range of durations: ``1d..7d``, or ``5m..10m..1h`` with the likeliest in the middle."""

    words = f"{DURATION.words}; or a range such as 1d..7d or 5m..10m..1h"

    def read(self, node: Node, key: str, reading: Reading) -> float | Range | None:
        """Return minutes, or the range."""
        parts = _DOTS.split(node.text) if type(node) is Scalar else ()
        if not 2 <= len(parts) <= 3:
            return DURATION.read(node, key, reading)
        bounds = [duration(part, reading.clock) for part in parts]
        amounts = [minutes for minutes in bounds if minutes is not None]
        if len(amounts) < len(parts):
            refuse(node, key, self, reading)
            return None
        if amounts != sorted(amounts):
            said = f"The key {quoted(key)} is a range that goes down: {quoted(' '.join(parts))}."
            reading.add(node.start, f"{said} The shortest comes first.")
            return None
        return Range(amounts[0], amounts[-1], likely=amounts[1] if len(amounts) == 3 else None)

    def schema(self) -> dict[str, Any]:
        """Return the schema of a text: the ranges are for the reader."""
        return {"type": "string"}


RANGE = RangeValue()
WAIT = Table(
    "a wait",
    (
        Field("time", RANGE, "How long it lasts.", required=True),
        Field("for", Choice(CAUSES), "What it waits for."),
    ),
)
WAITS = Either(RANGE, WAIT)

FROM = Field("from", StepId(), "The step at whose beginning the time begins.")
OF = Field("of", SHARE, "The share of cases that have to keep it.", default="all")
DEADLINE = Table(
    "a deadline",
    (
        Field("time", DURATION, "How long it may take.", required=True),
        FROM,
        OF,
        Field("then", StepId(), "The step that happens beside, once the time has passed."),
        Field("instead", StepId(), "The step that happens in its place, once the time has passed."),
        Field("share", SHARE, "How often the time passes.", default="an equal part, marked assumed"),
    ),
)


class DeadlinesValue:
    """One deadline or several; a duration says the same in short."""

    words = f"{DURATION.words}; a mapping with the keys of a deadline; or a list of them"

    def read(self, node: Node, key: str, reading: Reading) -> tuple[Record | float, ...] | None:
        """Return each deadline as a record, or as minutes where it is nothing else."""
        nodes = node.nodes if type(node) is Items else [node]
        one = Either(DURATION, DEADLINE)
        return tuple(found for each in nodes if (found := one.read(each, key, reading)) is not None)

    def schema(self) -> dict[str, Any]:
        """Return the schema of all forms."""
        forms = [DURATION.schema(), DEADLINE.schema()]
        return {"anyOf": [*forms, {"type": "array", "items": {"anyOf": forms}}]}


PROMISE = Table(
    "a promise",
    (
        Field("within", DURATION, "How long it takes at most.", required=True),
        FROM,
        Field("to", StepId(), "The step at whose end the time ends.", default="the end of the case"),
        Field("of", SHARE, "The share of cases for which it is promised.", default="all"),
    ),
)


class PromiseValue:
    """What the customer is told to expect: a duration, a mapping, or free words."""

    words = "a duration such as 2d; a mapping with the keys of a promise; or a text"

    def read(self, node: Node, key: str, reading: Reading) -> Promise | Record | None:
        """Return the promise; a text that reads as a duration is one."""
        if type(node) is Entries:
            return PROMISE.read(node, key, reading)
        text = text_of(node, key, self, reading)
        if text is None:
            return None
        minutes = duration(text, reading.clock)
        return Promise(text=text) if minutes is None else Promise(within=minutes)

    def schema(self) -> dict[str, Any]:
        """Return the schema of all forms."""
        return {"anyOf": [Text().schema(), PROMISE.schema()]}


class RoundsValue:
    """How often work is done that is done in rounds: on a day of the week, or every so often."""

    words = "a day of the week such as Thursday, or the time between two rounds such as 1w"

    def read(self, node: Node, key: str, reading: Reading) -> Rounds | None:
        """Return the rounds, with the minutes between two of them."""
        text = text_of(node, key, self, reading)
        if text is None:
            return None
        if text.capitalize() in WEEKDAYS:
            return Rounds(reading.clock.week_minutes, day=text)
        if period := duration(text, reading.clock):
            return Rounds(period)
        refuse(node, key, self, reading, reading.guess(text, WEEKDAYS))
        return None

    def schema(self) -> dict[str, Any]:
        """Return the schema of a text."""
        return {"type": "string"}


class Truth:
    """Whether something holds: true or false."""

    words = "true or false"

    def read(self, node: Node, key: str, reading: Reading) -> bool | None:
        """Return whether it holds."""
        text = text_of(node, key, self, reading)
        if text in (None, "true", "false"):
            return None if text is None else text == "true"
        refuse(node, key, self, reading)
        return None

    def schema(self) -> dict[str, Any]:
        """Return the schema of a truth value, or its word."""
        return {"enum": [True, False, "true", "false"]}


EACH = Table(
    "a repetition",
    (
        Field("of", Text(), "What it is done for, in the singular: supported branch.", required=True),
        Field("count", COUNT, "How many of them there are.", required=True),
        Field("parallel", Truth(), "Whether they are done at the same time.", default="false"),
    ),
)


class Span(Struct, eq=False):
    """A length of a day or a week of work: a number of hours, or of days."""

    unit: str
    most: int

    @property
    def words(self) -> str:
        """The form it takes."""
        return f"a number with its unit, such as {self.most // 3}{self.unit}, at most {self.most}{self.unit}"

    def read(self, node: Node, key: str, reading: Reading) -> float | None:
        """Return the number of units."""
        text = text_of(node, key, self, reading)
        if text is None:
            return None
        found = re.fullmatch(rf"\s*([0-9]+(?:\.[0-9]+)?)\s*{self.unit}\s*", text)
        if found and 0 < float(found[1]) <= self.most:
            return float(found[1])
        refuse(node, key, self, reading)
        return None

    def schema(self) -> dict[str, Any]:
        """Return the schema of a text with its unit."""
        return {"type": "string", "pattern": rf"^\s*[0-9]+(\.[0-9]+)?\s*{self.unit}\s*$"}


CLOCK = Table(
    "the clock",
    (
        Field("day", Span("h", 24), "Hours of work in a day.", default="8h"),
        Field("week", Span("d", 7), "Days of work in a week.", default="5d"),
    ),
)


def clock_of(node: Node | None, reading: Reading) -> Clock:
    """Return the clock that a file declares; it has to be known before any duration is read."""
    record = CLOCK.read(node, "clock", reading) if type(node) is Entries else None
    values = record.values if record else {}
    return Clock(values.get("day", 8.0) * 60, values.get("week", 5.0))


def deadlines_of(found: Iterable[Record | float]) -> tuple[Deadline, ...]:
    """Return the deadlines of the model; where they lead is not looked up here."""
    said = (each for each in found if not isinstance(each, Record) or "time" in each.values)
    return tuple(each if isinstance(each, Deadline) else _deadline(each) for each in said)


def _deadline(found: Record | float) -> Deadline:
    if not isinstance(found, Record):
        return Deadline(found)
    values = found.values
    return Deadline(
        values.get("time", 0.0),
        since=step_named(values.get("from")),
        of=values.get("of"),
        then=step_named(values.get("then")),
        instead=step_named(values.get("instead")),
        share=values.get("share"),
    )


def promise_of(found: Promise | Record | None) -> Promise | None:
    """Return the promise of the model."""
    if not isinstance(found, Record):
        return found
    values = found.values
    since, until = step_named(values.get("from")), step_named(values.get("to"))
    return Promise(within=values.get("within"), since=since, until=until, of=values.get("of"))


def repetition_of(record: Record) -> Repetition:
    """Return the repetition of the model."""
    values = record.values
    return Repetition(values.get("of", ""), float(values.get("count", 1)), parallel=values.get("parallel", False))


def step_named(reference: Reference | None) -> str | None:
    """Return the id that a reference holds."""
    return None if reference is None else reference.text
