"""A process file changed in place: by one at a time, only as long as it is what was read, and in its own encoding."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flowtrim.errors import OutputError
from flowtrim.formats.files import decode, encode_like, read_bytes
from flowtrim.formats.json_text import with_whole_letters
from flowtrim.formats.saving import write_atomically

_PATIENCE = 10.0
"""Seconds to wait for somebody else who is writing into the folder."""
_PAUSE = 0.05


def rewrite_file(path: str | Path, *, read: str, text: str) -> None:
    """Replace a text that was ``read`` from a file by another one, unless it stands there no more.

    Byte-order mark and encoding stay.

    Raises:
        OutputError: somebody else has changed the file since, or it cannot be written.
        InvalidFileError: it can no longer be read.
    """
    with _alone(Path(os.path.realpath(path)).parent):
        data = read_bytes(path)
        stands = decode(data, file=str(path))
        if read not in (stands, with_whole_letters(stands)):
            raise OutputError(f"Nothing was recorded: somebody else has just changed {path}. Try again.")
        write_atomically(path, encode_like(data, text), force=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let no other run write into a folder meanwhile, where the system can promise that."""
    try:
        from fcntl import LOCK_EX, LOCK_NB, flock

        lock = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):
        yield
        return
    try:
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                flock(lock, LOCK_EX | LOCK_NB)
                break
            except BlockingIOError as held:
                if time.monotonic() > until:
                    said = f"Nothing was recorded: somebody else has been writing into {folder} for long. Try again."
                    raise OutputError(said) from held
                time.sleep(_PAUSE)
            except OSError:  # a file system without locks
                break
        yield
    finally:
        os.close(lock)
