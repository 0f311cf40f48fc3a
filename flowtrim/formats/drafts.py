"""Drafts beside what is to be written: they take its place in one go, and none stays for good.

A run that is killed while writing leaves its draft behind; the next draft in that folder removes it. A file without a
name (O_TMPFILE) would leave nothing, but only Linux has it, and there it cannot replace a file that exists.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

_DRAFT = re.compile(r"\.flowtrim-([1-9][0-9]{0,8})\.tmp")


def draft_beside(target: Path) -> Path:
    """Return where the draft of a file or folder is to be made, after removing the drafts of runs that were killed."""
    with suppress(OSError):
        _clear(target.parent)
    return target.with_name(f".flowtrim-{os.getpid()}.tmp")


@cache
def _clear(folder: Path) -> None:
    """Remove old drafts from a folder, once in a run: to search it for each of thousands of files would take long.

    This run has written no draft yet, so one under its own process number is left from an earlier run with the same
    number, as happens in containers.
    """
    for left in tuple(_left_behind(folder)):
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)
        else:
            with suppress(OSError):
                left.unlink()


def _left_behind(folder: Path) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        for entry in entries:
            found = _DRAFT.fullmatch(entry.name)
            if found and (int(found[1]) == os.getpid() or _dead(int(found[1]))):
                yield Path(entry)


def _dead(process: int) -> bool:
    """Whether a process is known to have ended; never on Windows, where asking for it would end it."""
    if os.name != "posix":
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False
