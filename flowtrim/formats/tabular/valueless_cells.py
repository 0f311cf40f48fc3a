"""Cells of a workbook that show something where it is open and hold no value: formulas not computed yet, and errors.

Scripts write formulas without values: a spreadsheet computes them, and stores them when it saves the file.
"""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterator
from typing import Any
from zipfile import BadZipFile, ZipFile

from flowtrim.formats.tabular.grids import letters_of

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_WORKBOOK, _RELATIONS, _OPEN_DOCUMENT = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "content.xml"


def cells_without_values(data: bytes) -> dict[str, list[str]]:
    """Return the cells that hold an error, or a formula whose value is not stored, as B2, by their sheet.

    The workbook is one that was measured; nothing is returned for any other file.
    """
    from lxml import etree

    try:
        with ZipFile(io.BytesIO(data)) as parts:
            found = {name: list(cells) for name, cells in _sheets(parts)}
    except (BadZipFile, KeyError, OSError, RuntimeError, ValueError, etree.XMLSyntaxError):
        return {}
    return {name: cells for name, cells in found.items() if cells}


def _sheets(parts: ZipFile) -> Iterator[tuple[str, Iterator[str]]]:
    if _OPEN_DOCUMENT in parts.namelist():
        tables = (each for each in _parsed(parts.read(_OPEN_DOCUMENT)).iter("{*}table"))
        yield from ((_named(table, "name"), _in_open_document(table)) for table in tables)
        return
    targets = {each.get("Id"): each.get("Target", "") for each in _parsed(parts.read(_RELATIONS))}
    for sheet in _parsed(parts.read(_WORKBOOK)).iter("{*}sheet"):
        target = targets.get(sheet.get(_RELATION), "")
        content = parts.read(posixpath.normpath(posixpath.join("/xl", target)).lstrip("/"))
        if b"<f" in content or b't="e"' in content:
            yield sheet.get("name", ""), _in_sheet(_parsed(content))


def _parsed(text: bytes) -> Any:
    from lxml import etree

    return etree.fromstring(text, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


def _in_sheet(sheet: Any) -> Iterator[str]:
    for cell in sheet.iter("{*}c"):
        computed = cell.find("{*}f") is not None and not (cell.findtext("{*}v") or cell.findtext("{*}is/{*}t"))
        empty = computed and cell.get("t") != "str"  # a formula may well yield an empty text
        if (empty or cell.get("t") == "e") and cell.get("r"):
            yield cell.get("r")


def _in_open_document(table: Any) -> Iterator[str]:
    """Yield the cells with errors, and where no formula has a value all of them: one may well yield nothing."""
    computed = list(_computed(table))
    stored = any(kind for _, kind in computed)
    yield from (cell for cell, kind in computed if kind == "error" or not stored)


def _computed(table: Any) -> Iterator[tuple[str, str]]:
    row = 0
    for line in table.iter("{*}table-row"):
        column = 0
        for cell in line:
            if _named(cell, "formula"):
                yield f"{letters_of(column)}{row + 1}", _named(cell, "value-type")
            column += int(_named(cell, "number-columns-repeated") or 1)
        row += int(_named(line, "number-rows-repeated") or 1)


def _named(element: Any, name: str) -> str:
    """Return what an element says under a name, whatever its prefix; an error is said under another prefix as well."""
    said: dict[str, str] = {key.rpartition("}")[2]: value for key, value in sorted(element.attrib.items())}
    return said.get(name, "")
