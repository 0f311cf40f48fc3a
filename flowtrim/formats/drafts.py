"""Drafts beside what is to be written: they take its place in one go, and none stays for good.

Whoever is killed midway leaves its draft behind, so the next draft in that folder clears it away. Its name is random,
and a lock that ends with the process tells whether somebody is still at work on it: in two containers with one folder
between them, the numbers of processes tell nothing.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

_DRAFT = re.compile(r"\.flowtrim-[0-9a-f]{16}\.tmp")


@contextmanager
def draft_beside(target: Path, *, folder: bool = False) -> Iterator[Path]:
    """Make the draft of a file, or of a folder, and yield where it is; what is still there in the end goes.

    Raises:
        OSError: none can be made there.
    """
    with suppress(OSError):
        _clear(target.parent)
    draft, lock = _made(target.parent, folder=folder)
    try:
        yield draft
    finally:
        _remove(draft)
        if lock is not None:
            os.close(lock)


def _made(parent: Path, *, folder: bool) -> tuple[Path, int | None]:
    """Make a draft and lock it; one that was cleared away between the two is made again."""
    while True:
        draft = parent / f".flowtrim-{secrets.token_hex(8)}.tmp"
        if folder:
            draft.mkdir()
        else:
            draft.open("xb").close()
        lock = _locked(draft)
        if lock is None or draft.exists():
            return draft, lock
        os.close(lock)


@cache
def _clear(folder: Path) -> None:
    """Clear a folder once in a run: who writes thousands of files does not look around for each."""
    with os.scandir(folder) as entries:
        left = [Path(entry) for entry in entries if _DRAFT.fullmatch(entry.name)]
    for draft in left:
        lock = _locked(draft)
        if lock is not None:
            _remove(draft)
            os.close(lock)


def _locked(draft: Path) -> int | None:
    """Return the lock of a draft; None where somebody is at work on it, or the system knows no such locks."""
    try:
        from fcntl import LOCK_EX, LOCK_NB, flock

        lock = os.open(draft, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except (ImportError, OSError):
        return None
    try:
        flock(lock, LOCK_EX | LOCK_NB)
    except OSError:
        os.close(lock)
        return None
    return lock


def _remove(draft: Path) -> None:
    if draft.is_dir() and not draft.is_symlink():
        shutil.rmtree(draft, ignore_errors=True)
    else:
        with suppress(OSError):
            draft.unlink()
