"""How far the sheets of a workbook reach: a reader lays out every cell up to the last one, also where nothing is.

One forgotten word in the last cell of a sheet is 17 thousand million cells, for which no machine has the memory; the
library that reads workbooks then ends the whole program, and nothing can catch that.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterator
from zipfile import BadZipFile, ZipFile

MOST_CELLS = 10_000_000
_SHEET = re.compile(rb"<(?:\w+:)?sheetData")
_CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Za-z]{1,9})([0-9]{1,20})["'][^>]*>\s*<(?!/)""")
"""A cell that holds something: whole columns are often painted down to the last row, with nothing in them."""
_BROKEN = (BadZipFile, zlib.error, struct.error, EOFError, OSError, LookupError, RuntimeError, SyntaxError, ValueError)
"""The ways in which an archive, or XML in it, can be broken."""
_ODS = "content.xml"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def too_far(data: bytes) -> str | None:
    """Return what to say of a workbook in which a cell lies too far out; None where it can be laid out.

    A file that is no workbook at all is for its reader to refuse.
    """
    try:
        with ZipFile(io.BytesIO(data)) as parts:
            reaches = [reach for name in parts.namelist() for reach in _reaches(name, parts)]
    except _BROKEN:
        return None
    far = next(((row, column) for row, column in reaches if row * column > MOST_CELLS), None)
    if far is None:
        return None
    said = f"A sheet reaches as far as row {far[0]:,} and column {far[1]:,}"
    return f"{said}, more than {MOST_CELLS:,} cells: delete what stands out there."


def _reaches(name: str, parts: ZipFile) -> Iterator[tuple[int, int]]:
    """Yield the last row and column of each sheet in a part of the archive."""
    if name == _ODS:
        yield from _open_document(parts.read(name))
    elif name.endswith(".xml") and _SHEET.search(text := parts.read(name)):
        places = [(_number(letters), int(row)) for letters, row in set(_CELL.findall(text))]
        yield max((row for _, row in places), default=0), max((column for column, _ in places), default=0)


def _number(letters: bytes) -> int:
    """Return the number of a column.

    >>> _number(b"A"), _number(b"AB"), _number(b"XFD")
    (1, 28, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _open_document(text: bytes) -> Iterator[tuple[int, int]]:
    from lxml import etree

    root = etree.fromstring(text, etree.XMLParser(resolve_entities=False, no_network=True))
    for table in root.iter(f"{_TABLE}table"):
        row = last_row = last_column = 0
        for line in table.iter(f"{_TABLE}table-row"):
            row += int(line.get(f"{_TABLE}number-rows-repeated", "1"))
            column = 0
            for cell in line:
                column += int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
                if len(cell):
                    last_row, last_column = row, max(last_column, column)
        yield last_row, last_column
