"""Numbers in sentences."""

from __future__ import annotations


def counted(number: float, one: str) -> str:
    """Put a number into a sentence.

    >>> counted(1, "step"), counted(2.4, "second")
    ('1 step', '2.4 seconds')
    """
    return f"{number:.4g} {one}{'' if number == 1 else 's'}"
