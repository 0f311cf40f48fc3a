"""How much room the labels of a diagram take: modellers write them at 11 pixels, and break them into lines."""

from __future__ import annotations

from collections.abc import Callable

from flowtrim.formats.bpmn.xml import clean

LINE = 14
"""Pixels from line to line."""
_NARROW, _WIDE = 6, 11
_LINE_INSIDE, _MARGIN = 15, 10
"""Pixels from line to line of a name inside its box, and around it."""
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


def height_of(text: str, width: int, measure: Callable[[str], int] = width_of) -> int:
    """Return the pixels that a text takes in a column; words that are wider than the column are broken.

    >>> height_of("the weights differ", 70), height_of("承認する", 22)
    (28, 28)
    """
    lines, used = 1, 0
    for word in clean(text).split():
        long = measure(word)
        if used and used + _NARROW + long > width:
            lines, used = lines + 1, 0
        broken = max(0, -(-long // width) - 1)
        lines += broken
        used += long - broken * width + _NARROW * bool(used)
    return LINE * lines


def height_inside(text: str, width: int) -> int:
    """Return the height of a box that holds a text, which modellers write larger there, and no line to the full.

    >>> height_inside("Pay", 120), height_inside("Write a letter made up of the standard paragraphs that fit", 120)
    (25, 85)
    """
    return height_of(text, width - 2 * _MARGIN, _width_inside) // LINE * _LINE_INSIDE + _MARGIN


def _width_inside(text: str) -> int:
    return sum(13 if sign >= _FIRST_WIDE else 8 if sign.isupper() else _NARROW for sign in text)


def room_for(text: str, widest: int) -> tuple[int, int]:
    """Return the width and the height of a label that is no wider than it has to be."""
    longest, whole = max((width_of(word) for word in clean(text).split()), default=0), width_of(text)
    width = min(widest, whole + 4 if whole <= _ONE_LINE else max(longest, whole // 2) + 12)
    return width, height_of(text, width)
