"""The tree of a YAML file: values as they were written, each with its place in the text."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

NULL_WORDS = frozenset({"", "~", "null", "Null", "NULL"})


class Scalar(Struct, eq=False):
    """One value as written; ``start`` and ``end`` are offsets in the text, ``key`` that of the key it stands under.

    ``plain`` says that it was written without quotes: only then can it mean nothing at all.
    """

    text: str
    start: int
    end: int
    plain: bool = True
    key: int = -1


class Items(Struct, eq=False):
    """A list; ``flow`` says that it was written in brackets."""

    nodes: list[Node]
    start: int
    end: int
    flow: bool = False
    key: int = -1


class Entries(Struct, eq=False):
    """A mapping, in the order of the file; ``flow`` says that it was written in braces."""

    nodes: dict[str, Node]
    start: int
    end: int
    flow: bool = False
    key: int = -1


Node: TypeAlias = Scalar | Items | Entries


def is_null(node: Node) -> bool:
    """Whether a value stands for no value at all; a key with such a value counts as absent."""
    return type(node) is Scalar and node.plain and node.text in NULL_WORDS


def shape(node: Node) -> str:
    """Name what a value is, for a message."""
    return {Scalar: "a text", Items: "a list", Entries: "a mapping"}[type(node)]
