"""Files written whole or not at all, and never over what they were made from."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from flowtrim.errors import OutputError
from flowtrim.formats.drafts import draft_beside
from flowtrim.formats.files import was_read

ELSEWHERE = "Name another file, or remove this one first."


def write_atomically(
    path: str | Path,
    content: str | bytes,
    *,
    force: bool = False,
    instead: str = ELSEWHERE,
    in_place: bool = False,
) -> None:
    """Write a file in one go: whoever looks sees the old content or the new one, never a half; a text as UTF-8.

    A link is followed; rights and owner of a file that is replaced stay as they are. What this run has read is not
    replaced, unless it is changed ``in_place``. ``instead`` is what to tell a person to do where the file exists.

    Raises:
        OutputError: the file exists already and ``force`` is not set, or it cannot be written.
    """
    with _refusals_of(path):
        target = Path(os.path.realpath(path))
        if target.is_dir():
            raise OutputError(f"{path} is a folder; name a file in it.")
        if not in_place:
            keep_apart(path)
        if target.exists() and not force:
            raise OutputError(f"{path} exists already. {instead}")
        _write(target, _bytes(content))


def write_unnamed(path: str | Path, content: str | bytes) -> None:
    """Write a file whose name nobody typed, as beside a process file; a link of that name goes, and is not followed.

    Raises:
        OutputError: it is one that was read, or it cannot be written.
    """
    with _refusals_of(path):
        keep_apart(path)
        _write(Path(os.path.realpath(Path(path).parent), Path(path).name), _bytes(content))


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


@contextmanager
def _refusals_of(path: str | Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as refusal:
        why = getattr(refusal, "strerror", None) or refusal
        name = str(path).replace("\0", "\ufffd")
        raise OutputError(f"{name} cannot be written: {why}.") from refusal


def keep_apart(path: str | Path) -> None:
    """Raise OutputError where a file to be written is one that was read, by whatever name."""
    if was_read(path):
        raise OutputError(f"{path} is a file that is read here, and would be lost; write to another one.")


def _write(target: Path, data: bytes) -> None:
    if target.exists() and not target.is_file() and not target.is_symlink():
        # a device or a pipe: there is nothing to replace
        target.write_bytes(data)
        return
    with draft_beside(target) as draft:
        with draft.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists() and not target.is_symlink():
            take_after(draft, target)
        draft.replace(target)


def take_after(draft: Path, target: Path) -> None:
    """Give a draft the rights, the owner and the attributes of what it is to replace.

    Raises:
        OutputError: it would not be the same file afterwards for somebody else.
    """
    kept, made = target.stat(), draft.stat()
    if kept.st_nlink > 1 and target.is_file():
        raise OutputError(f"{target} has other names (hard links), which would keep the old content. Write elsewhere.")
    if hasattr(os, "chown") and (kept.st_uid, kept.st_gid) != (made.st_uid, made.st_gid):
        try:
            os.chown(draft, kept.st_uid, kept.st_gid)
        except PermissionError as refusal:
            said = f"{target} belongs to somebody else, and would become yours. Write elsewhere."
            raise OutputError(said) from refusal
    for name in os.listxattr(target) if hasattr(os, "listxattr") else ():
        with suppress(OSError):
            os.setxattr(draft, name, os.getxattr(target, name))
    draft.chmod(kept.st_mode & 0o7777)
