"""A file changed in place or a folder written in one go: whoever looks sees the old one or the new one."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from flowtrim.errors import OutputError
from flowtrim.formats.drafts import draft_beside
from flowtrim.formats.files import decode, encode_like, read_bytes
from flowtrim.formats.json_text import with_whole_letters
from flowtrim.formats.saving import keep_apart, take_after, write_atomically

Stale = Callable[[Path], bool]
"""Whether a file was written by an earlier run, and goes."""
_PATIENCE = 10.0
"""Seconds to wait for somebody else who is writing into the folder."""
_PAUSE = 0.05
_MOST_OTHERS = 2_000
"""Files of others up to which a folder is exchanged; of a whole archive only our own files are replaced."""
_SWAP = 2
_HERE = -100


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
        write_atomically(path, encode_like(data, text), force=True, in_place=True)


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


@contextmanager
def written_folder(folder: Path, *, stale: Stale) -> Iterator[Path]:
    """Yield an empty folder to write into, which then takes the place of ``folder``.

    Files of others stay in it; those that are ``stale`` go, unless they were written anew. Where the folder
    cannot be exchanged, since somebody works in it or the system knows no such thing, files are replaced one by one.

    Raises:
        OutputError: it cannot be made, or a file that was read would be lost.
    """
    target = Path(os.path.realpath(folder))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and not target.is_dir():
            raise OutputError(f"The folder {folder} cannot be made: there is a file of that name.")
        with draft_beside(_draft_place(target), folder=True) as draft:
            yield draft
            for name in _names(draft):
                keep_apart(target / name)
            _put(draft, target, stale)
    except (OSError, ValueError) as refusal:
        why = getattr(refusal, "strerror", None) or refusal
        raise OutputError(f"The folder {folder} cannot be made: {why}.") from refusal


def _draft_place(target: Path) -> Path:
    """Return beside what the draft is made: the folder, or a file in it where nothing can be made beside the folder."""
    beside = os.access(target.parent, os.W_OK) and not os.path.ismount(target)
    return target if beside else target / "draft"


def _put(draft: Path, target: Path, stale: Stale) -> None:
    made = _names(draft)
    if not target.exists():
        draft.rename(target)
    elif _stays_the_same(draft, target) and _linked(target, draft, stale) and _exchanged(draft, target):
        for name in _names(draft) - _names(target):
            if not stale(draft / name):  # it came while we were at work
                (draft / name).replace(target / name)
    else:
        for name in made:
            (draft / name).replace(target / name)  # a link of that name goes, and is not followed
        for name in _names(target) - made:
            if stale(target / name):
                (target / name).unlink()


def _names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


def _stays_the_same(draft: Path, target: Path) -> bool:
    """Whether a folder may be exchanged: nobody stands in it, as a shell may, and its owner and rights can be kept."""
    here = Path.cwd()
    if target in (here, *here.parents) or target in draft.parents:
        return False
    try:
        take_after(draft, target)
    except (OutputError, OSError):
        return False
    return True


def _linked(old: Path, new: Path, stale: Stale) -> bool:
    """Give the files of others a second place in the new folder; False where that cannot be done for all of them."""
    with suppress(OSError):
        waiting, count = [(old, new)], 0
        while waiting:
            source, place = waiting.pop()
            for entry in os.scandir(source):
                there = place / entry.name
                count += 1
                if count > _MOST_OTHERS or os.path.ismount(entry):
                    return False
                if source == old and (stale(Path(entry)) or os.path.lexists(there)):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    there.mkdir()
                    shutil.copystat(entry, there)
                    waiting.append((Path(entry), there))
                else:
                    os.link(entry, there, follow_symlinks=False)
        return True
    return False


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, where the system can."""
    import ctypes

    try:
        system = ctypes.CDLL(None, use_errno=True)
        if hasattr(system, "renameat2"):
            return bool(system.renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _SWAP) == 0)
        return bool(system.renamex_np(os.fsencode(one), os.fsencode(other), _SWAP) == 0)
    except (OSError, TypeError, AttributeError):
        return False
