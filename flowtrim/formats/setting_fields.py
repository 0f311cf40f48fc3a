"""Every key of flowtrim.toml, declared once: checks, JSON Schema and documentation read here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from msgspec import Struct

from flowtrim.formats.amounts import COUNT, SECONDS, SHARE, Measured, whole
from flowtrim.formats.ceilings import LIMITS
from flowtrim.formats.nodes import Entries, Node
from flowtrim.formats.problems import Reading
from flowtrim.formats.scalars import number
from flowtrim.formats.tables import Either, Field, Record, Table
from flowtrim.formats.values import Choice, Name, Value, refuse
from flowtrim.model import Gate, Level
from flowtrim.sentences import quoted

MONTHS = Measured("a whole number of months from 1 to 1200", whole, types=["string", "number"], least=1, most=1200)
DAYS = Measured("a whole number of days from 0 to 3650", whole, types=["string", "number"], most=3650)
PERSONS = Measured("a whole number of persons from 1 to 1000", whole, types=["string", "number"], least=1, most=1000)
RATE = Measured("a number, 1 or more", number, types=["string", "number"], least=1.0)
LIKENESS = Measured("a number from 0 to 100", number, types=["string", "number"], most=100)
LEVEL = Choice(get_args(Level))
PATH = Name("the path of a file")
CODE = "[a-z]{2,3}"

NUMBERS: dict[str, tuple[Value, str]] = {
    "size_hint": (COUNT, "31"),
    "connector_degree": (COUNT, "3"),
    "roles_hint": (COUNT, "5"),
    "role_overlap": (SHARE, "65%"),
    "rubber_stamp": (SHARE, "2%"),
    "exception_share": (SHARE, "5%"),
    "underloaded_share": (SHARE, "2%"),
    "near_duplicate": (LIKENESS, "90"),
}
"""What the limit of a rule takes, by the field of ``Limits`` that it sets, and the default as people write it."""


class Known(Struct, frozen=True):
    """The names that rooms above this one give: the profiles, and each rule with the field of its limit, if any."""

    profiles: tuple[str, ...]
    rules: Mapping[str, str | None]


class Rates(Struct, eq=False):
    """How fast languages are spoken, by their codes."""

    words = "a mapping from languages such as en to units a minute"

    def read(self, node: Node, key: str, reading: Reading) -> dict[str, float] | None:
        """Return the rates by the code of the language."""
        if type(node) is not Entries:
            refuse(node, key, self, reading)
            return None
        for name, child in node.nodes.items():
            if not re.fullmatch(CODE, name):
                reading.add(child.key, f"The key {quoted(name)} is no language. It takes a code such as en or zh.")
        found = {name: RATE.read(child, name, reading) for name, child in node.nodes.items()}
        return {name: rate for name, rate in found.items() if rate is not None}

    def schema(self) -> dict[str, Any]:
        """Rates by the form of a code."""
        names = {f"^{CODE}$": RATE.schema()}
        return {"type": "object", "patternProperties": names, "additionalProperties": False}


class Rules(Struct, eq=False):
    """Rules by name, each with how grave it is, or with that and the number that it goes by."""

    rules: Mapping[str, str | None]
    words = "a mapping from names of rules to error, warning, hint or off"

    def read(self, node: Node, key: str, reading: Reading) -> dict[str, str | Record] | None:
        """Return a level or a record for each rule."""
        if type(node) is not Entries:
            refuse(node, key, self, reading)
            return None
        found = {name: self._rule(name, child, reading) for name, child in node.nodes.items()}
        return {name: value for name, value in found.items() if value is not None}

    def _rule(self, name: str, node: Node, reading: Reading) -> str | Record | None:
        if name not in self.rules:
            guess = reading.guess(name, self.rules)
            reading.add(node.key, f"There is no rule {quoted(name)}.{guess} 'flowtrim rules' lists them all.")
            return None
        found: str | Record | None = self._value(name).read(node, name, reading)
        return found

    def _value(self, name: str) -> Either:
        fields = [Field("severity", LEVEL, "How grave it is.")]
        limit = self.rules[name]
        if limit is not None:
            value, default = NUMBERS[limit]
            fields.append(Field("limit", value, "The number that the rule goes by.", default=default))
        return Either(LEVEL, Table(f"the rule {name}", tuple(fields)))

    def schema(self) -> dict[str, Any]:
        """Return every rule with what it takes."""
        rules = {name: self._value(name).schema() for name in self.rules}
        return {"type": "object", "properties": rules, "additionalProperties": False}


def settings_table(known: Known) -> Table:
    """Return the table of flowtrim.toml as a whole."""
    return Table(
        "flowtrim.toml",
        (
            Field("profile", Choice(known.profiles), "Which rules speak, and how loudly.", default="recommended"),
            Field("fail_on", Choice(get_args(Gate)), "The mildest severity that makes a run fail.", default="error"),
            Field("baseline", PATH, "A baseline, from the folder of this file: what it knows does not fail."),
            Field("elevator", ELEVATOR, "The ride, where a process file says nothing of its own."),
            Field("review", REVIEW, "How long reviews hold."),
            Field("evidence", EVIDENCE, "What may be told from event logs."),
            Field("limits", LIMITS, "What a figure may be at most; a process file may set its own."),
            Field("rules", Rules(known.rules), "How grave single rules are, whatever the profile says."),
        ),
    )


def setting_sections(known: Known) -> Iterator[tuple[str, Table]]:
    """Yield every kind of table with its title, in the order in which the documentation tells them."""
    yield "flowtrim.toml", settings_table(known)
    yield "[elevator]", ELEVATOR
    yield "[review]", REVIEW
    yield "[evidence]", EVIDENCE
    yield "[limits]", LIMITS


ELEVATOR = Table(
    "the elevator",
    (
        Field("seconds", SECONDS, "How long one ride takes.", default="60"),
        Field("rates", Rates(), "Words or signs that are spoken in a minute.", default="measured rates"),
    ),
)
REVIEW = Table(
    "the review",
    (
        Field("process_months", MONTHS, "How long the review of a process, step or role holds.", default="12"),
        Field("kpi_months", MONTHS, "How long that of a KPI holds.", default="18"),
        Field("due_soon_days", DAYS, "How long before its day a review is due soon.", default="30"),
    ),
)
EVIDENCE = Table(
    "the evidence",
    (Field("min_persons", PERSONS, "Work times of steps that fewer persons do are withheld.", default="5"),),
)
