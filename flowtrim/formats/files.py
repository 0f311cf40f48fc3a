"""Files in and out: bytes read whole and safely, texts written whole or not at all."""

from __future__ import annotations

import codecs
import errno
import os
import sys
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import BinaryIO

from flowtrim.errors import InvalidFileError, Problem

LARGEST = 256 * 2**20
"""Bytes of the largest file that is read: a process of more than a million steps."""
STANDARD_INPUT = "-"
_SYSTEM = ("/proc/", "/sys/", "/dev/")
"""Where Unix shows itself as files; some of them have no end."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte-order marks; those of UTF-32 come first, since those of UTF-16 begin like them."""

# Said by what it is and not by what it is not: compiling the large set costs more than reading a file.


def read_bytes(source: str | Path, *, name: str | None = None) -> bytes:
    """Return the bytes of a file, those of standard input for ``-``, or of a revision for ``HEAD~1:process.yml``.

    Raises:
        InvalidFileError: there is no such file, it is a folder, it may not be read, or it is far too large.
    """
    file = name or str(source) or "''"
    try:
        if str(source) == STANDARD_INPUT:
            data = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with open_file(source) as stream:
                data = stream.read(LARGEST + 1)
    except (OSError, ValueError) as refusal:
        from flowtrim.formats.git_revisions import is_revision, revision_bytes

        # Windows has no names with a colon, and says so in a way of its own
        if is_revision(str(source)) and not isinstance(refusal, PermissionError):
            return revision_bytes(str(source), largest=LARGEST)
        raise InvalidFileError([Problem(file, 0, 0, _why_not(refusal))]) from refusal
    if len(data) > LARGEST:
        raise InvalidFileError([Problem(file, 0, 0, f"The file is larger than {LARGEST // 2**20} MiB.")])
    return data


def open_file(source: str | Path) -> BinaryIO:
    """Open a file to be read, where it is one that lies on a disk: others may keep us waiting, or never end.

    Raises:
        OSError: it cannot be opened, or is a pipe, a device or a window into the system.
        ValueError: nothing can have such a name.
    """
    handle = os.open(source, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
    stream = open(handle, "rb")  # noqa: SIM115, PTH123 - the caller closes it
    kind = os.fstat(handle).st_mode
    if S_ISDIR(kind):
        refusal: OSError = IsADirectoryError()
    elif S_ISREG(kind) and not os.path.realpath(source).startswith(_SYSTEM):
        note_read(source)
        return stream
    else:
        refusal = OSError(errno.EINVAL, "it is a pipe, a device or a part of the system; standard input is read for -")
    stream.close()
    raise refusal


_READ: defaultdict[str, set[str]] = defaultdict(set)
"""The files that were read, under their names without case, which some systems do not tell apart."""


def note_read(*files: str | Path) -> None:
    """Remember that files were read: nothing that this run makes of them may take their place, by whatever name."""
    for file in map(os.path.realpath, files):
        _READ[file.casefold()].add(file)


def was_read(file: str | Path) -> bool:
    """Whether this run has read a file."""
    here = os.path.realpath(file)
    with suppress(OSError):
        return any(known == here or os.path.samefile(known, here) for known in _READ.get(here.casefold(), ()))  # noqa: PTH121
    return False


def _why_not(refusal: OSError | ValueError) -> str:
    said: dict[type[Exception], str] = {
        FileNotFoundError: "There is no such file.",
        IsADirectoryError: "This is a folder, not a file.",
        PermissionError: "This file may not be read: permission denied.",
    }
    fallback = f"The file cannot be read: {getattr(refusal, 'strerror', None) or refusal}."
    return said.get(type(refusal), fallback)


def encode_like(data: bytes, text: str) -> bytes:
    r"""Return a text in the encoding of the bytes of a file, with the byte-order mark that those have.

    >>> encode_like(b"\xff\xfea\0", "b")
    b'\xff\xfeb\x00'
    """
    mark, encoding = _encoding(data)
    return mark + text.encode(encoding)


def _encoding(data: bytes) -> tuple[bytes, str]:
    return next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", "utf-8"))


def decode(data: bytes, *, file: str) -> str:
    """Return the text of a file: UTF-8, or what its byte-order mark says; the mark itself is left out.

    Raises:
        InvalidFileError: the bytes are not a text.
    """
    mark, encoding = _encoding(data)
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as refusal:
        line = data.count(b"\n", 0, refusal.start) + 1
        said = f"This is not {encoding.upper()} text (byte {data[refusal.start]:#04x}). Save the file as UTF-8."
        raise InvalidFileError([Problem(file, line, 1, said)]) from refusal
    if "\0" in text:
        said = "This is not a text file, or not one in UTF-8: it holds NUL characters. Save it as UTF-8."
        raise InvalidFileError([Problem(file, text.count("\n", 0, text.index("\0")) + 1, 1, said)])
    return text
