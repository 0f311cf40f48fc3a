"""How much room the labels of a diagram take: modellers write them at 11 pixels, and break them into lines."""

from __future__ import annotations

from flowtrim.formats.bpmn.xml import clean

LINE = 14
"""Pixels from line to line."""
_NARROW, _WIDE = 6, 11
_ONE_LINE = 80
"""Pixels up to which a label is not broken."""
_FIRST_WIDE = "\u1100"
"""Signs from Hangul onwards are about square."""


def width_of(text: str) -> int:
    """Return the pixels that a text takes on one line.

    >>> width_of("approved"), width_of("承認")
    (48, 22)
    """
    return sum(_WIDE if sign >= _FIRST_WIDE else _NARROW for sign in text)


def height_of(text: str, width: int) -> int:
    """Return the pixels that a text takes in a column; words that are wider than the column are broken.

    >>> height_of("the weights differ", 70), height_of("承認する", 22)
    (28, 28)
    """
    lines, used = 1, 0
    for word in clean(text).split():
        long = width_of(word)
        if used and used + _NARROW + long > width:
            lines, used = lines + 1, 0
        broken = max(0, -(-long // width) - 1)
        lines += broken
        used += long - broken * width + _NARROW * bool(used)
    return LINE * lines


def room_for(text: str, widest: int) -> tuple[int, int]:
    """Return the width and the height of a label that is no wider than it has to be."""
    longest, whole = max((width_of(word) for word in clean(text).split()), default=0), width_of(text)
    width = min(widest, whole + 4 if whole <= _ONE_LINE else max(longest, whole // 2) + 12)
    return width, height_of(text, width)
