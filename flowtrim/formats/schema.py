"""What may stand in a process file, told to editors as a JSON Schema and to people as rows of a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple


class Row(NamedTuple):
    """One key as the documentation tells it."""

    key: str
    takes: str
    about: str
    required: bool
    default: str


def field_rows() -> Iterator[tuple[str, tuple[Row, ...]]]:
    """Yield every kind of mapping of a process file, by its title, with a row for each of its keys.

    >>> dict(field_rows())["The elevator"][0].takes
    'a number of seconds above 0'
    """
    from flowtrim.formats.process_fields import SECTIONS
    from flowtrim.formats.tables import Table

    for title, table in SECTIONS.items():
        takes = [
            f"{f.value.title}, as a mapping" if isinstance(f.value, Table) else f.value.words for f in table.fields
        ]
        rows = zip(table.fields, takes, strict=True)
        yield title, tuple(Row(f.key, words, f.about, f.required, f.default) for f, words in rows)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 7) of a process file, made from the same table that checks it.

    A schema cannot look up references, add up shares or know today, so the reader refuses more than it does.

    >>> json_schema()["required"]
    ['process']
    """
    from flowtrim.formats.process_fields import PROCESS

    head = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "flowtrim process",
        "description": "A business process as a step graph with owners and reasons.",
    }
    return head | PROCESS.schema()
