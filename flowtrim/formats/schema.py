"""What may stand in a process file, told to editors as a JSON Schema and to people as rows of a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from flowtrim.formats.setting_fields import Known
    from flowtrim.formats.tables import Table


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
    'a number of seconds, 1 or more'
    """
    from flowtrim.formats.process_fields import SECTIONS

    for title, table in SECTIONS.items():
        yield title, _rows(table)


def setting_rows(known: Known) -> Iterator[tuple[str, tuple[Row, ...]]]:
    """Yield every table of flowtrim.toml, by its title, with a row for each of its keys."""
    from flowtrim.formats.setting_fields import setting_sections

    for title, table in setting_sections(known):
        yield title, _rows(table)


def _rows(table: Table) -> tuple[Row, ...]:
    from flowtrim.formats.tables import Table

    takes = [f"{f.value.title}, as a mapping" if isinstance(f.value, Table) else f.value.words for f in table.fields]
    rows = zip(table.fields, takes, strict=True)
    return tuple(Row(f.key, words, f.about, f.required, f.default) for f, words in rows)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 7) of a process file, made from the same table that checks it.

    A schema cannot look up references, add up shares or know today, so the reader refuses more than it does.

    >>> json_schema()["required"]
    ['process']
    """
    from flowtrim.formats.process_fields import PROCESS

    return _head("flowtrim process", "A business process as a step graph with owners and reasons.") | PROCESS.schema()


def settings_schema(known: Known) -> dict[str, Any]:
    """Return the JSON Schema (draft 7) of flowtrim.toml, made from the same table that checks it."""
    from flowtrim.formats.setting_fields import settings_table

    return _head("flowtrim settings", "What holds for all processes of a folder.") | settings_table(known).schema()


def _head(title: str, about: str) -> dict[str, Any]:
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": title, "description": about}
