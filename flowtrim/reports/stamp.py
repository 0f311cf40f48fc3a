"""What every report says of itself: the day it holds for, the version that made it, the file, and its content."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from flowtrim._version import __version__
from flowtrim.formats import Document

_SHORT = 12
"""Signs of a hash that people compare; the data has all of them."""


def stamp(document: Document, today: date) -> str:
    """Return one line for people, to see whether two reports tell of the same file on the same day."""
    told = (f"As of {today}", f"flowtrim {__version__}", document.digest and f"sha256 {document.digest[:_SHORT]}")
    return " · ".join(filter(None, told))


def origin(document: Document, today: date) -> dict[str, Any]:
    """Return the same for programs; ``source_hash`` is the SHA-256 of the file, None where there is no file."""
    return {"as_of": today.isoformat(), "version": __version__, "source_hash": document.digest or None}


def from_here(file: str) -> str:
    """Return the path of a file from where one works, if it lies below: a report is read on other machines, too."""
    path, here = Path(file), Path.cwd()
    return str(path.relative_to(here)) if path.is_absolute() and path.is_relative_to(here) else file
