"""What is said of a file that was written, in the language in which its process was told just before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flowtrim.sentences import messages, say

if TYPE_CHECKING:
    from flowtrim.reports.document.folder import Kept


def written(file: str | Path, language: str | None) -> str:
    """Say that a file was written.

    >>> written("claim.yml", "en"), written("antrag.yml", "de")
    ('Written: claim.yml', 'Geschrieben: antrag.yml')
    """
    return messages(language)(say("Written: {file}", file=str(file)))


def written_into(kept: Kept) -> str:
    """Say in one line what was written into a folder."""
    files = ", ".join(kept.files)
    return messages(kept.language)(say("Written into {folder}: {files}.", folder=str(kept.folder), files=files))
