"""Files written whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from flowtrim.errors import OutputError
from flowtrim.formats.drafts import draft_beside

ELSEWHERE = "Name another file, or remove this one first."


def write_atomically(path: str | Path, content: str | bytes, *, force: bool = False, instead: str = ELSEWHERE) -> None:
    """Write a file in one go: readers see the old content or the new one, never a part; a text as UTF-8.

    A link is followed, and the rights of a file that is replaced stay as they are. ``instead`` is what to tell a
    person to do where the file exists already.

    Raises:
        OutputError: the file exists already and ``force`` is not set, or it cannot be written.
    """
    try:
        data = content.encode() if isinstance(content, str) else content
        target = Path(os.path.realpath(path))
        if target.is_dir():
            raise OutputError(f"{path} is a folder; name a file in it.")
        if target.exists() and not force:
            raise OutputError(f"{path} exists already. {instead}")
        _write(target, data)
    except (OSError, ValueError) as refusal:
        why = getattr(refusal, "strerror", None) or refusal
        name = str(path).replace("\0", "\ufffd")
        raise OutputError(f"{name} cannot be written: {why}.") from refusal


def _write(target: Path, data: bytes) -> None:
    if target.exists() and not target.is_file():
        # a device or a pipe: there is nothing to replace
        target.write_bytes(data)
        return
    draft = draft_beside(target)
    try:
        with draft.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            draft.chmod(target.stat().st_mode & 0o7777)
        draft.replace(target)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise
