"""Signs that no text for people holds, and that YAML forbids: control characters and halves of pairs."""

from __future__ import annotations

import re
from functools import cache


@cache
def unreadable() -> re.Pattern[str]:
    """Return the pattern of one such sign; it is made only when needed, since that takes as long as a small file."""
    return re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]|[\ud800-\udfff]|\ufffe|\uffff")


def first_unreadable(text: str) -> int | None:
    r"""Return the offset of the first such sign, None where all is well.

    >>> first_unreadable("审批 🙂"), first_unreadable("bell\a")
    (None, 4)
    """
    found = None if text.isprintable() else unreadable().search(text)
    return None if found is None else found.start()
