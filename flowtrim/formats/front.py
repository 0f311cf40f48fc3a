"""Reading a file of any format, by its ending, else by how it begins; and writing our own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from flowtrim.formats.document import Document
from flowtrim.formats.files import STANDARD_INPUT, decode, read_bytes
from flowtrim.model import Process


class Format(NamedTuple):
    """A format of files: the endings of their names, how they begin, and their reader."""

    name: str
    endings: tuple[str, ...]
    begins: tuple[bytes, ...]
    read: Callable[[bytes, str, date], Document]


def _read_yaml(data: bytes, file: str, today: date) -> Document:
    from flowtrim.formats.process_reader import read_text

    return read_text(decode(data, file=file), file=file, today=today)


def _read_bpmn(data: bytes, file: str, _: date) -> Document:
    from flowtrim.formats.bpmn import read_bpmn

    process, source, lines = read_bpmn(data, file=file)
    places = {"step": {step_id: (line, 1) for step_id, line in lines.items()}}
    return Document(process, file, "", places, source)


YAML = Format("yaml", (".yml", ".yaml"), (), _read_yaml)
FORMATS: tuple[Format, ...] = (
    YAML,
    Format("bpmn", (".bpmn", ".xml"), (b"<",), _read_bpmn),
)
"""One line for each format; what fits none of them is read as YAML."""


def format_of(file: str, data: bytes) -> Format:
    """Return the format of a file: that of its ending, else that of its first bytes, else YAML."""
    ending = Path(file).suffix.lower()
    by_ending = (known for known in FORMATS if ending in known.endings)
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    by_start = (known for known in FORMATS if known.begins and start.startswith(known.begins))
    return next(by_ending, None) or next(by_start, YAML)


def read(source: str | Path, *, today: date, name: str | None = None) -> Document:
    """Read a process from a file, or from standard input for ``-``; ``name`` is what messages call it.

    Raises:
        InvalidFileError: it cannot be read as a process; it carries every problem found, each with its place.
    """
    file = name or ("<stdin>" if str(source) == STANDARD_INPUT else str(source))
    return loads(read_bytes(source, name=file), file=file, today=today)


def loads(data: bytes | str, *, file: str = "process.yml", today: date) -> Document:
    """Read a process from the content of a file; a text is always taken as YAML.

    Raises:
        InvalidFileError: it cannot be read as a process.

    >>> loads("{process: Refund, steps: [{name: Pay}]}", today=date(2026, 3, 1)).process.steps[0].id
    'pay'
    """
    if isinstance(data, bytes):
        return format_of(file, data).read(data, file, today)
    from flowtrim.formats.process_reader import read_text

    return read_text(data.removeprefix("\ufeff"), file=file, today=today)


def dumps(process: Process) -> str:
    """Write a process as YAML that reads back equal; what the reader would assume anyway is left out.

    Raises:
        OutputError: a plan of it changes something that a file has no words for.
    """
    from flowtrim.formats import writer

    return writer.dumps(process)


def rewrite(document: Document, process: Process) -> str:
    """Return the text of a file changed so that it reads as the process; comments, order and quoting stay.

    Raises:
        OutputError: the file is written in a way that cannot be changed in place, as with aliases.
    """
    from flowtrim.formats import rewriter

    return rewriter.rewrite(document, process)
