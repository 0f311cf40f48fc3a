"""Cells of an OpenDocument sheet that span several: the library for workbooks tells them of XLSX and XLS only."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any
from zipfile import BadZipFile, ZipFile

Range = tuple[tuple[int, int], tuple[int, int]]
"""The first cell and the last one, each as row and column, from 0."""
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def spans_in_open_document(data: bytes) -> dict[str, list[Range]]:
    """Return the cells that span several, by the name of their sheet; nothing for any other file."""
    from lxml import etree

    try:
        with ZipFile(io.BytesIO(data)) as parts:
            text = parts.read("content.xml")
        root = etree.fromstring(text, etree.XMLParser(resolve_entities=False, no_network=True))
    except (BadZipFile, KeyError, OSError, RuntimeError, etree.XMLSyntaxError):
        return {}
    return {table.get(f"{_TABLE}name", ""): list(_spans(table)) for table in root.iter(f"{_TABLE}table")}


def _spans(table: Any) -> Iterator[Range]:
    row = 0
    for line in table.iter(f"{_TABLE}table-row"):
        column = 0
        for cell in line:
            rows, columns = (int(cell.get(f"{_TABLE}number-{each}-spanned", "1")) for each in ("rows", "columns"))
            if rows > 1 or columns > 1:
                yield (row, column), (row + rows - 1, column + columns - 1)
            column += int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        row += int(line.get(f"{_TABLE}number-rows-repeated", "1"))
