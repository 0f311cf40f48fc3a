"""What can be said of a text that people wrote for the eye."""

from __future__ import annotations

import re
from functools import lru_cache

UNSPEAKABLE = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]+")


@lru_cache(maxsize=4096)  # one speech says a name several times, and trimming makes many speeches of one process
def speakable(text: str) -> str:
    r"""Take out what nobody can say: line breaks, control and direction signs, a full stop at the end.

    >>> speakable("  Check\n it.\x00 ")
    'Check it'
    """
    if not text.isprintable() or "  " in text:
        text = UNSPEAKABLE.sub(" ", text)
    text = text.strip()
    return text[:-1].rstrip() if text[-1:] in ".。．" and text[-3:] != "..." else text
