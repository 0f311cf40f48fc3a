"""Numbers with the signs of many countries for the decimal point and for thousands; what has two readings has none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from flowtrim.formats import scalars

Sign = Literal[".", ","]
"""What stands before the decimals."""
_SPACES = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f'’](?=\d{3}(?!\d))")
_TWO_READINGS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_ONE_READING = re.compile(r"(?<![\d.,])(?:(?:0|[1-9]\d*)([.,])(?:\d{1,2}|\d{4,})|0([.,])\d+)(?![\d.,])")
_WITH_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}([.,])\d{3}(?:\1\d{3}|(?!\1)[.,]\d+)(?![\d.])")


def local_number(text: str, decimal: Sign | None = None) -> float | None:
    """Return the number that a text means; ``decimal`` is the habit of the table, for what has two readings.

    >>> local_number("1.234,50"), local_number("12,5"), local_number("1 500"), local_number("0,125")
    (1234.5, 12.5, 1500.0, 0.125)
    >>> local_number("1.500"), local_number("1.500", ","), local_number("1.500", ".")
    (None, 1500.0, 1.5)
    """
    bare = _SPACES.sub("", text.strip())
    if _TWO_READINGS.fullmatch(bare):
        if decimal is None:
            return None
        thousands = "," if decimal == "." else "."
        return scalars.number(bare.replace(thousands, "").replace(decimal, "."))
    for thousands, point in (",.", ".,"):
        if re.fullmatch(rf"[1-9]\d{{0,2}}(?:\{thousands}\d{{3}})+(?:\{point}\d+)?", bare):
            return scalars.number(bare.replace(thousands, "").replace(point, "."))
    return scalars.number(bare.replace(",", ".") if "." not in bare else bare)


def one_reading(written: str) -> str:
    """Return a number that we wrote with a zero more where three decimals could be taken for thousands.

    >>> one_reading("1.125"), one_reading("1.125m"), one_reading("1.25"), one_reading("0.125")
    ('1.1250', '1.1250m', '1.25', '0.125')
    """
    return re.sub(r"^([1-9][0-9]{0,2}\.[0-9]{3})(?![0-9])", r"\g<1>0", written)


def decimal_sign(texts: Iterable[str]) -> Sign | None:
    """Return the sign before decimals in texts where that is certain; None where none is, or both are used.

    >>> decimal_sign(["1,5 Std.", "2 h"]), decimal_sign(["1.5", "2,5"]), decimal_sign(["1.234,50"])
    (',', None, ',')
    """
    found = {sign for text in texts for sign in _certain(_SPACES.sub("", text))}
    return "." if found == {"."} else "," if found == {","} else None


def _certain(text: str) -> set[str]:
    decimals = {found[1] or found[2] for found in _ONE_READING.finditer(text)}
    return decimals | {"," if found[1] == "." else "." for found in _WITH_THOUSANDS.finditer(text)}
