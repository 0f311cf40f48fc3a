"""The kinds of value a field can hold: each reads itself from a node, and tells a schema and a person what it takes.

A kind that meets something else notes a problem and returns None, as it does for no value at all.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any, NamedTuple, Protocol

from msgspec import Struct

from flowtrim.formats import scalars
from flowtrim.formats.characters import first_unreadable
from flowtrim.formats.nodes import Items, Node, Scalar, is_null, shape
from flowtrim.formats.problems import Reading
from flowtrim.sentences import did_you_mean, listed, quoted

WORD_TYPES = ["string", "number", "boolean"]
"""JSON types of a text: words that YAML takes for numbers or truth values are texts where a text is due."""


class Value(Protocol):
    """A kind of value; ``words`` completes the sentence "It takes …"."""

    @property
    def words(self) -> str:
        """What it takes, for a message and for the documentation."""

    def read(self, node: Node, key: str, reading: Reading) -> Any:
        """Return the value of a node under a key, or note a problem and return None."""

    def schema(self) -> dict[str, Any]:
        """Return its JSON Schema, draft 7."""


def refuse(node: Node, key: str, value: Value, reading: Reading, guess: str = "") -> None:
    """Note that a key cannot have the value it has."""
    found = quoted(node.text) if type(node) is Scalar else shape(node)
    reading.add(node.start, f"The key {quoted(key)} cannot be {found}.{guess} It takes {value.words}.")


def text_of(node: Node, key: str, value: Value, reading: Reading) -> str | None:
    """Return the text of a node, and note a problem where it is a list or a mapping, or holds control characters."""
    if type(node) is not Scalar:
        refuse(node, key, value, reading)
        return None
    if not node.plain and (found := first_unreadable(node.text)) is not None:
        sign = f"U+{ord(node.text[found]):04X}"
        reading.add(node.start, f"The key {quoted(key)} holds the control character {sign}; leave it out.")
        return None
    return node.text


class Text:
    """Any text, kept as it stands."""

    words = "a text"

    def read(self, node: Node, key: str, reading: Reading) -> str | None:
        """Return the text as it stands."""
        if type(node) is Scalar and node.plain:
            return node.text
        return text_of(node, key, self, reading)

    def schema(self) -> dict[str, Any]:
        """Any word."""
        return {"type": WORD_TYPES}


class Name(Struct, eq=False):
    """A text that is not empty: a name or an id."""

    words: str = "a text that is not empty"
    never: str | None = None

    def read(self, node: Node, key: str, reading: Reading) -> str | None:
        """Return the name, unless it is empty or a word with a meaning of its own."""
        text = text_of(node, key, self, reading)
        if text is None or (text.strip() and text != self.never):
            return text
        refuse(node, key, self, reading)
        return None

    def schema(self) -> dict[str, Any]:
        """Words with something in them."""
        schema: dict[str, Any] = {"type": WORD_TYPES, "pattern": r"\S"}
        return schema | ({"not": {"const": self.never}} if self.never else {})


class Whose:
    """A role by its id or its name; an empty text is nobody yet."""

    words = "the id or the name of a role"

    def read(self, node: Node, key: str, reading: Reading) -> str | None:
        """Return the text, None where it is empty."""
        return (text_of(node, key, self, reading) or "").strip() or None

    def schema(self) -> dict[str, Any]:
        """Any word."""
        return {"type": WORD_TYPES}


class Matching(Struct, eq=False):
    """A text of a certain form."""

    words: str
    pattern: str

    def read(self, node: Node, key: str, reading: Reading) -> str | None:
        """Return the text, where it has the form."""
        text = text_of(node, key, self, reading)
        if text is None or re.fullmatch(self.pattern, text):
            return text
        refuse(node, key, self, reading)
        return None

    def schema(self) -> dict[str, Any]:
        """Its form."""
        return {"type": "string", "pattern": f"^(?:{self.pattern})$"}


LANGUAGE = Matching("a code such as en, zh or pt-BR", "[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


class Choice(Struct, eq=False):
    """One of a few words."""

    choices: tuple[str, ...]

    @property
    def words(self) -> str:
        """The words themselves."""
        return listed(self.choices, "or")

    def read(self, node: Node, key: str, reading: Reading) -> str | None:
        """Return the word, where it is one of them."""
        text = text_of(node, key, self, reading)
        if text is None or text in self.choices:
            return text
        refuse(node, key, self, reading, reading.guess(text, self.choices))
        return None

    def schema(self) -> dict[str, Any]:
        """Return the words themselves."""
        return {"enum": list(self.choices)}


class Day(Struct, eq=False):
    """A date; ``past`` refuses the days to come."""

    past: bool = True

    @property
    def words(self) -> str:
        """An ISO date, and which."""
        return "a date such as 2026-03-01" + (", today or earlier" if self.past else "")

    def read(self, node: Node, key: str, reading: Reading) -> date | None:
        """Return the day."""
        text = text_of(node, key, self, reading)
        if text is None:
            return None
        day = scalars.day(text)
        if day is None:
            likely = scalars.likely_day(text)
            refuse(node, key, self, reading, did_you_mean(likely) if likely else "")
        elif self.past and day > reading.today:
            reading.add(node.start, f"The key {quoted(key)} lies in the future: {day}, and today is {reading.today}.")
        else:
            return day
        return None

    def schema(self) -> dict[str, Any]:
        """Return the form of a date; a schema does not know today."""
        return {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


class ListOf(Struct, eq=False):
    """Several values; where ``lone`` is set, one that stands alone is a list of one."""

    one: Value
    lone: bool = True
    what: str = "texts"

    @property
    def words(self) -> str:
        """A list, and of what."""
        return f"a list of {self.what}"

    def read(self, node: Node, key: str, reading: Reading) -> tuple[Any, ...] | None:
        """Return the values that could be read."""
        if type(node) is Items:
            found = [self._entry(child, key, reading) for child in node.nodes]
        elif self.lone and type(node) is Scalar:
            found = [self.one.read(node, key, reading)]
        else:
            refuse(node, key, self, reading)
            return None
        return tuple(value for value in found if value is not None)

    def _entry(self, node: Node, key: str, reading: Reading) -> Any:
        if is_null(node):
            reading.add(node.start, f"An entry of the key {quoted(key)} is empty. It takes {self.one.words}.")
            return None
        return self.one.read(node, key, reading)

    def schema(self) -> dict[str, Any]:
        """Return a list, or one value where that is allowed."""
        several = {"type": "array", "items": self.one.schema()}
        return {"anyOf": [several, self.one.schema()]} if self.lone else several


class Reference(NamedTuple):
    """A text that refers to something else in the file, with its place: whether that exists is known only later."""

    text: str
    at: int


class StepId:
    """The id of a step; ``words`` may add what else it can be."""

    def __init__(self, words: str = "the id of a step") -> None:
        self.words = words

    def read(self, node: Node, key: str, reading: Reading) -> Reference | None:
        """Return the id with its place."""
        text = text_of(node, key, self, reading)
        if text is None or text.strip():
            return None if text is None else Reference(text, node.start)
        refuse(node, key, self, reading)
        return None

    def schema(self) -> dict[str, Any]:
        """Any word: a schema cannot look things up."""
        return {"type": WORD_TYPES, "pattern": r"\S"}


TEXTS = ListOf(Text())
STEP_IDS = ListOf(StepId(), what="step ids")
STEP_GROUPS = ListOf(ListOf(StepId(), lone=False, what="step ids"), lone=False, what="lists of step ids: [[a, b]]")
