"""UTF-16, in which some spreadsheets and most databases of Windows export tables, with a byte-order mark or without."""

from __future__ import annotations

import codecs

from flowtrim.formats.characters import first_unreadable

_BETWEEN = ",;\t|\n"
_SAMPLE = 2_000
"""Bytes that are looked at; an even number."""


def wide_encoding(data: bytes) -> str | None:
    """Return which UTF-16 bytes are in: as their mark says, else as delimiters and ends of lines; None where in none.

    Zeros alone do not tell: where Latin letters have one, 一 and 最 have theirs on the other side.

    >>> wide_encoding("步骤,负责人".encode("utf-16-be")), wide_encoding("Step,Owner".encode("utf-16-le"))
    ('utf-16-be', 'utf-16-le')
    >>> wide_encoding("步骤,负责人".encode()), wide_encoding(bytes(range(100)))
    (None, None)
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    sample = data[:_SAMPLE]
    if 0 not in sample or len(data) % 2:
        return None
    read = {encoding: sample.decode(encoding, "ignore") for encoding in ("utf-16-le", "utf-16-be")}
    found = {encoding: sum(map(text.count, _BETWEEN)) for encoding, text in read.items()}
    likely = max(found, key=found.__getitem__)
    return likely if found[likely] and first_unreadable(read[likely]) is None else None
