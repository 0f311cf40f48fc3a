"""XML in, safely: no document type, no entities, no network, bounded depth and size."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flowtrim.errors import InvalidFileError, Problem

if TYPE_CHECKING:
    from lxml.etree import _Element

_ENCODING = re.compile(rb"""encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
LARGEST = 256 * 1024 * 1024
"""Bytes; the largest public models are a few megabytes."""


def parse(data: bytes, file: str) -> tuple[_Element, tuple[Problem, ...]]:
    """Return the root of an XML document, and what had to be mended to read it.

    Exports with a slip in them (an undeclared prefix, a stray byte) are read as far as they make sense;
    each slip is told. A document type is refused before anything is parsed: BPMN needs none, attacks do.

    Raises:
        InvalidFileError: no XML, too large, too deep, or with a document type.
    """
    from lxml import etree

    if len(data) > LARGEST:
        raise _refusal(file, 0, f"The file is larger than {LARGEST // 1024 // 1024} MB.")
    if b"<!DOCTYPE" in data or "<!DOCTYPE".encode("utf-16-le") in data or "<!DOCTYPE".encode("utf-16-be") in data:
        raise _refusal(file, 1, "The file declares a document type (DOCTYPE), which process models do not need.")
    for attempt, recover in ((data, False), (_as_utf8(data), False), (_as_utf8(data), True)):
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=recover)
        try:
            root = etree.fromstring(attempt, parser)
        except (etree.XMLSyntaxError, ValueError) as slip:
            line = getattr(slip, "lineno", None) or 1
            if recover or "xcessive depth" in str(slip):
                raise _refusal(file, line, f"This is not XML that can be read: {_plain(str(slip))}.") from None
            continue
        if root is None:
            break
        slips = [Problem(file, slip.line, slip.column, _plain(slip.message)) for slip in parser.error_log]
        return root, tuple(slips if recover else ())
    raise _refusal(file, 1, "This is not XML that can be read.")


def _as_utf8(data: bytes) -> bytes:
    """Read a document in the encoding that it names, or in the one that Windows tools mean, and name UTF-8 instead."""
    declared = _ENCODING.search(data[:200])
    for encoding in filter(None, (declared and declared[1].decode("ascii"), "utf-8", "cp1252")):
        try:
            text = data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
        return _DECLARATION.sub("", text.lstrip("\ufeff"), count=1).encode("utf-8", "replace")
    return data


def local(element: _Element) -> str:
    """Return the name of an element without its namespace; empty for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def clean(text: str | None) -> str:
    """Return a text with every run of white space made one space."""
    return " ".join((text or "").split())


def whole_text(element: _Element) -> str:
    """Return all the text inside an element, mark-up left out."""
    return clean("".join(element.itertext(with_tail=False)))


def _plain(message: str) -> str:
    return message.split(", line ", maxsplit=1)[0].rstrip(".")


def _refusal(file: str, line: int, message: str) -> InvalidFileError:
    return InvalidFileError([Problem(file, line, 1 if line else 0, message)])
