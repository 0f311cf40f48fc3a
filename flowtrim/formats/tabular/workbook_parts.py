"""The parts of a workbook, each read as XML and measured before another library sees any of them.

What was measured is packed anew, so that nothing else is read later: neither a part of the same name, nor one that
another reader of archives would find.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator, Mapping
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from flowtrim.formats.tabular.extent import Extent, WorkbookError

MOST_BYTES = 64 * 2**20
"""Bytes of all parts together, unpacked."""
MOST_ELEMENTS = 4_000_000
_MIMETYPE = "mimetype"
"""The one part of an open document that is no XML; it says what kind of document it is."""
_START = 200
_BLANK = b"\xef\xbb\xbf \t\r\n"
_UNREAD = "This is not a workbook that can be read"
_BROKEN = (BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, LookupError, ValueError)
"""The ways in which an archive can be broken, or locked with a password."""


def measured(data: bytes) -> bytes:
    """Return a workbook of XLSX or ODS with those parts of it that are XML: pictures, macros and the like are left out.

    Raises:
        WorkbookError: it is broken, or asks for more than is read.
    """
    packed = io.BytesIO()
    elements = _Elements()
    try:
        with ZipFile(io.BytesIO(data)) as parts, ZipFile(packed, "w") as kept:
            for name, content in _contents(parts):
                if name == _MIMETYPE or elements.are_whole(name, content):
                    kept.writestr(name, content)
    except WorkbookError:
        raise
    except _BROKEN as refusal:
        raise WorkbookError(f"{_UNREAD}: {str(refusal)[:80] or 'it breaks off'}.") from refusal
    return packed.getvalue()


def _contents(parts: ZipFile) -> Iterator[tuple[str, bytes]]:
    """Yield each part that is XML by how it begins, whatever its name, and the type of an open document."""
    left = MOST_BYTES
    for name in dict.fromkeys(parts.namelist()):
        with parts.open(name) as part:
            start = part.read(_START)
            if start.lstrip(_BLANK).startswith(b"<"):
                content = start + part.read(left)
                left -= len(content)
                if left < 0:
                    raise WorkbookError(f"The workbook unpacks to more than {MOST_BYTES // 2**20} MB.")
                yield name, content
            elif name == _MIMETYPE:
                yield name, start


class _Elements:
    """All elements of a workbook, counted as its parts are read."""

    def __init__(self) -> None:
        self._count = 0

    def are_whole(self, name: str, content: bytes) -> bool:
        """Whether a part is XML to its end.

        Raises:
            WorkbookError: one that ought to be is not, or goes too far.
        """
        extent = Extent()

        def start(tag: str, given: Mapping[str, str]) -> None:
            self._count += 1
            if self._count > MOST_ELEMENTS:
                raise WorkbookError(f"The workbook has more than {MOST_ELEMENTS:,} elements.")
            extent.start(tag, given)

        def no_type(*_: object) -> None:
            raise WorkbookError(f"{_UNREAD}: {name} declares a document type.")

        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = start, extent.end
        parser.StartDoctypeDeclHandler = no_type
        try:
            parser.Parse(content, True)
        except expat.ExpatError as refusal:
            if name.lower().endswith((".xml", ".rels")):
                raise WorkbookError(f"{_UNREAD}: {name} is broken, or breaks off ({refusal}).") from refusal
            return False  # drawings of old are no XML, and nobody needs them here
        extent.close()
        return True
