"""Tables of fields: declared once, they check a mapping, make its JSON Schema and fill a page of the documentation."""

from __future__ import annotations

from typing import Any, NamedTuple

from msgspec import Struct, field

from flowtrim.formats.nodes import NULL_WORDS, Entries, Node, Scalar, is_null
from flowtrim.formats.problems import Reading
from flowtrim.formats.values import Value, refuse
from flowtrim.sentences import did_you_mean, listed, quoted

KINDRED = {"if": "when", "deadline": "within", "repeat": "each", "duration": "takes", "role": "owner"}
"""Words of other tools, and the keys that mean the same here."""


class Field(NamedTuple):
    """One key of a mapping: what it takes, what it is for, and what holds where it is absent."""

    key: str
    value: Value
    about: str
    required: bool = False
    default: str = ""


class Record(NamedTuple):
    """A mapping that was read: its values by key, and the node with their places."""

    values: dict[str, Any]
    node: Entries

    def place(self, key: str) -> int:
        """Return the offset of the value of a key, or of the mapping where it has none."""
        return self.node.nodes[key].start if key in self.node.nodes else self.node.start


class Table(Struct, eq=False):
    """The fields of one kind of mapping; ``title`` names it in messages ("a step").

    A table that ``clears`` keeps the keys without a value: in a change these take a value away.
    """

    title: str
    fields: tuple[Field, ...]
    clears: bool = False
    needs: tuple[str, ...] = ()
    """Keys of which at least one must be there."""
    _by_key: dict[str, Field] = field(default_factory=dict)
    _required: dict[str, Field] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_key.update((each.key, each) for each in self.fields)
        self._required.update((each.key, each) for each in self.fields if each.required)

    @property
    def words(self) -> str:
        """A mapping, and of what."""
        return f"a mapping with the keys of {self.title}: {', '.join(self._by_key)}"

    def read(self, node: Node, key: str, reading: Reading) -> Record | None:
        """Return the values of a mapping, and note its unknown and missing keys."""
        if type(node) is not Entries:
            refuse(node, key, self, reading)
            return None
        values: dict[str, Any] = {}
        for name, child in node.nodes.items():
            known = self._by_key.get(name)
            if known is None:
                self._unknown(name, child, reading)
            elif type(child) is Scalar and child.plain and child.text in NULL_WORDS:
                if self.clears:
                    values[name] = None
            elif (value := known.value.read(child, name, reading)) is not None:
                values[name] = value
        if self.needs or not self._required.keys() <= values.keys():
            self._missing(node, reading)
        return Record(values, node)

    def _unknown(self, name: str, node: Node, reading: Reading) -> None:
        meant = KINDRED.get(name)
        guess = did_you_mean(meant) if meant in self._by_key else ""
        guess = guess or _cut_off(name, node, reading.text) or reading.guess(name, self._by_key)
        known = listed(self._by_key, "or")
        reading.add(node.key, f"The key {quoted(name)} is not known in {self.title}.{guess} It takes {known}.")

    def _missing(self, node: Entries, reading: Reading) -> None:
        for each in self._required.values():
            if not _has(node, each.key):
                reading.add(
                    node.start, f"The key '{each.key}' is missing in {self.title}. It takes {each.value.words}."
                )
        if self.needs and not any(_has(node, key) for key in self.needs):
            reading.add(node.start, f"{self.title.capitalize()} needs the key {listed(map(quoted, self.needs), 'or')}.")

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the mapping; every key that may be absent may also have no value."""
        schema: dict[str, Any] = {
            "type": "object",
            "properties": {each.key: _described(each) for each in self.fields},
            "additionalProperties": False,
        }
        required = list(self._required)
        schema |= {"required": required} if required else {}
        schema |= {"anyOf": [{"required": [key]} for key in self.needs]} if self.needs else {}
        return schema


class NamedRecord(Struct, eq=False):
    """A mapping, or a text that is nothing but its name."""

    table: Table
    key: str = "name"

    @property
    def words(self) -> str:
        """The name, or the mapping."""
        return f"a name, or {self.table.words}"

    def read(self, node: Node, key: str, reading: Reading) -> Record | None:
        """Return the record; a text is read as a mapping with that name."""
        if type(node) is not Scalar:
            return self.table.read(node, key, reading)
        return self.table.read(Entries({self.key: node}, node.start, node.end, key=node.key), key, reading)

    def schema(self) -> dict[str, Any]:
        """Both forms."""
        return {"anyOf": [{"type": "string"}, self.table.schema()]}


def _cut_off(name: str, node: Node, text: str) -> str:
    """Say that a key without a colon is the rest of a text with a comma, as in ``{why: It rains, it pours.}``."""
    behind = text[node.key + len(name) : node.key + len(name) + 99].lstrip()
    if text.startswith(name, node.key) and behind[:1] in (",", "}"):
        return " If it belongs to the text before it, put that in quotes: a comma ends a text between { and }."
    return ""


def _has(node: Entries, key: str) -> bool:
    return key in node.nodes and not is_null(node.nodes[key])


def _described(each: Field) -> dict[str, Any]:
    schema = each.value.schema()
    about = {"description": each.about}
    return schema | about if each.required else or_null(schema) | about


def or_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema that takes no value as well."""
    if "enum" in schema:
        return schema | {"enum": [*schema["enum"], None]}
    if "type" in schema:
        types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        return schema | {"type": [*types, "null"]}
    if "anyOf" in schema:
        return schema | {"anyOf": [*schema["anyOf"], {"type": "null"}]}
    return {"anyOf": [schema, {"type": "null"}]}


class Named(Struct, eq=False):
    """A mapping whose keys are names that the author chose, each with a record; ``bare`` allows a name without one.

    Where ``short`` is set, a text is a record that is nothing but a name.
    """

    one: Table
    what: str
    bare: bool = False
    short: bool = False

    @property
    def words(self) -> str:
        """A mapping, and from what to what."""
        return f"a mapping from {self.what} to {self.one.title}"

    def read(self, node: Node, key: str, reading: Reading) -> dict[str, Record] | None:
        """Return the records by their name."""
        if type(node) is not Entries:
            refuse(node, key, self, reading)
            return None
        found = {name: self._record(name, child, reading) for name, child in node.nodes.items()}
        return {name: record for name, record in found.items() if record is not None}

    def _record(self, name: str, node: Node, reading: Reading) -> Record | None:
        if not name.strip():
            reading.add(node.key, f"{self.one.title.capitalize()} has an empty name.")
        if self.bare and is_null(node):
            return Record({}, Entries({}, node.key, node.end, key=node.key))
        return (NamedRecord(self.one) if self.short else self.one).read(node, name, reading)

    def schema(self) -> dict[str, Any]:
        """Any keys, each with the schema of a record."""
        one = NamedRecord(self.one).schema() if self.short else self.one.schema()
        return {"type": "object", "additionalProperties": or_null(one) if self.bare else one}


class Either(Struct, eq=False):
    """A mapping with keys, or a text that says the same in short."""

    short: Value
    table: Table

    @property
    def words(self) -> str:
        """Those of the short form."""
        return self.short.words

    def read(self, node: Node, key: str, reading: Reading) -> Any:
        """Return what the form that was used yields."""
        return (self.table if type(node) is Entries else self.short).read(node, key, reading)

    def schema(self) -> dict[str, Any]:
        """Both forms."""
        return {"anyOf": [self.short.schema(), self.table.schema()]}
