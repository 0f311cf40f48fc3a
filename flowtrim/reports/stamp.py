"""What every report says of itself: the day it holds for, the version that made it, the file, and its content."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from flowtrim._version import __version__
from flowtrim.sentences import Message, say, say_many

_SHORT = 12
"""Signs of a hash that people compare; the data has all of them."""


def stamp(digest: str, today: date) -> Message:
    """Return one line for people, to see whether two reports tell of the same file on the same day.

    ``digest`` is the SHA-256 of the file, empty where there is none.

    >>> stamp("", date(2026, 3, 2)).replace(__version__, "1.0")
    'As of 2026-03-02 · flowtrim 1.0'
    """
    if not digest:
        return say("As of {day} · flowtrim {version}", day=today.isoformat(), version=__version__)
    return say(
        "As of {day} · flowtrim {version} · sha256 {digest}",
        day=today.isoformat(),
        version=__version__,
        digest=digest[:_SHORT],
    )


def signed(file: str, digest: str, today: date) -> Message:
    """Return the same behind the file."""
    return say("{file} · {stamp}", file=from_here(file), stamp=stamp(digest, today))


def stamp_of_many(digests: Sequence[str], today: date) -> Message:
    """Return one line for many files, with a hash of their hashes in the order in which they are told."""
    return say_many(
        len(digests),
        "As of {day} · flowtrim {version} · {number} file, sha256 {digest}",
        "As of {day} · flowtrim {version} · {number} files, sha256 {digest}",
        day=today.isoformat(),
        version=__version__,
        digest=sha256("\n".join(digests).encode()).hexdigest()[:_SHORT],
    )


def made_on(today: date) -> dict[str, Any]:
    """Return for programs the day for which a report holds, and the version that made it."""
    return {"as_of": today.isoformat(), "version": __version__}


def origin(digest: str, today: date) -> dict[str, Any]:
    """Return the same with ``source_hash``, the SHA-256 of the file, None where there is no file."""
    return {**made_on(today), "source_hash": digest or None}


def from_here(file: str) -> str:
    """Return the path of a file from where one works, if it lies below: a report is read on other machines, too."""
    path, here = Path(file), Path.cwd()
    return str(path.relative_to(here)) if path.is_absolute() and path.is_relative_to(here) else file
