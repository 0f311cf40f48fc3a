"""A journal on disk: lines are appended, synced, and only then confirmed; one writer at a time."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from stat import S_ISREG
from types import TracebackType
from typing import Self

from flowtrim.errors import OutputError
from flowtrim.formats.files import open_file

ENDING = ".journal.jsonl"
"""What the name of a journal ends with, behind that of its process file."""


def journal_beside(file: str | Path) -> Path:
    """Return where the journal of a process file lies.

    >>> journal_beside("claim.yml").name
    'claim.yml.journal.jsonl'
    """
    return Path(f"{file}{ENDING}")


_AS_IT_IS = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
"""Nobody typed the name of a journal: a link of that name leads to a file that somebody else wants spoilt."""


class Journal:
    """An append-only file of lines, locked for as long as it is open.

    ``lines`` are those that were there, without their ends. ``torn`` is what stood in a last line that was never
    finished, as when the machine lost its power: it was not confirmed to anybody, and is cut off with the first append.
    """

    def __init__(self, path: str | Path) -> None:
        """Open a journal, or begin one.

        Raises:
            OutputError: somebody else has it open, or it cannot be opened.
        """
        self.path = Path(path)
        self._failed = False
        try:
            self._handle = os.open(self.path, os.O_RDWR | os.O_CREAT | _AS_IT_IS, 0o600)
        except OSError as refusal:
            why = "it is a link" if self.path.is_symlink() else refusal.strerror
            raise OutputError(f"{self.path} cannot be opened: {why}.") from refusal
        try:
            _require_file(self._handle, self.path)
            _lock(self._handle, self.path)
            self.lines, self.torn, self._end = _read(self._handle)
        except BaseException:
            os.close(self._handle)
            raise

    def append(self, lines: Iterable[bytes]) -> None:
        """Append lines with one write and one sync; once this returns, they are on the disk, all of them.

        Raises:
            OutputError: they could not be kept. None of them counts, and nothing more is taken until it is opened anew.
        """
        if self._failed:
            raise OutputError(f"{self.path} could not be written before, so nothing more is taken. Begin again.")
        data = b"".join(line + b"\n" for line in lines)
        try:
            os.ftruncate(self._handle, self._end)
            _write_all(self._handle, data, self._end)
            _sync(self._handle)
        except OSError as refusal:
            self._failed = True
            self._take_back()
            said = (
                f"{self.path} cannot be written: {refusal.strerror}. The last answer was not kept; those before were."
            )
            raise OutputError(said) from refusal
        if self._end == 0:
            _sync_folder(self.path.parent)
        self._end += len(data)

    def _take_back(self) -> None:
        """Cut off what may have been half written; where even that fails, the torn line is told when it is read."""
        try:
            os.ftruncate(self._handle, self._end)
        except OSError:
            return

    def close(self) -> None:
        """Let go of the file, and of its lock; a journal that holds nothing goes."""
        if self._handle >= 0:
            if self._end == 0 and not self.torn:
                self.path.unlink(missing_ok=True)
            os.close(self._handle)
            self._handle = -1

    def __enter__(self) -> Self:
        """Hold it open for a while."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()


def read_journal(path: str | Path) -> tuple[tuple[bytes, ...], bytes]:
    """Return the lines of a journal, and what a torn last one holds, without locking it.

    Raises:
        OutputError: it cannot be read.
    """
    try:
        with open_file(path) as stream:
            lines, torn = _split(stream.read())
    except (OSError, ValueError) as refusal:
        raise OutputError(f"{path} cannot be read: {getattr(refusal, 'strerror', None) or refusal}.") from refusal
    return tuple(lines), torn


def _require_file(handle: int, path: Path) -> None:
    if not S_ISREG(os.fstat(handle).st_mode):
        raise OutputError(f"{path} cannot be opened: it is no file, but a pipe or a device.")


def _read(handle: int) -> tuple[tuple[bytes, ...], bytes, int]:
    size = os.fstat(handle).st_size
    data = b""
    while len(data) < size:
        data += os.pread(handle, size - len(data), len(data))
    lines, torn = _split(data)
    return tuple(lines), torn, len(data) - len(torn)


def _split(data: bytes) -> tuple[Sequence[bytes], bytes]:
    """Cut a journal into lines; what stands behind the last end of a line was never finished."""
    *lines, torn = data.split(b"\n")
    return lines, torn


def _write_all(handle: int, data: bytes, at: int) -> None:
    while data:
        written = os.pwrite(handle, data, at)
        data, at = data[written:], at + written


def _sync(handle: int) -> None:
    getattr(os, "fdatasync", os.fsync)(handle)


def _sync_folder(folder: Path) -> None:
    """Make sure that the name of a new file is on the disk as well, where the system can promise that."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        return
    finally:
        os.close(handle)


def _lock(handle: int, path: Path) -> None:
    """Let no other conversation write into a journal, where the system can promise that."""
    try:
        from fcntl import LOCK_EX, LOCK_NB, flock
    except ImportError:
        return
    try:
        flock(handle, LOCK_EX | LOCK_NB)
    except BlockingIOError as held:
        said = f"{path} is open in another conversation about this file. Go on there, or end that one first."
        raise OutputError(said) from held
    except OSError:  # a file system without locks
        return
