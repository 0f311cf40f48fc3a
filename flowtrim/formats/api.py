"""Reading a file of any format, by its ending, else by how it begins; and writing our own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec import Struct, to_builtins
from msgspec.structs import replace

from flowtrim.errors import UnknownNameError
from flowtrim.formats.characters import first_unreadable, unreadable
from flowtrim.formats.files import STANDARD_INPUT, decode, read_bytes
from flowtrim.formats.registry import Given, Written, format_of, readable, writable
from flowtrim.formats.source_text import Document
from flowtrim.model import Process


def read(  # noqa: PLR0913 - all of them keywords, and only the day is needed
    source: str | Path,
    *,
    today: date | None = None,
    name: str | None = None,
    pool: str | None = None,
    columns: Mapping[str, str] | None = None,
    form: str | None = None,
) -> Document:
    """Read a process from a file, or from standard input for ``-``; ``name`` is what messages call it.

    ``pool`` names the one pool of a BPMN document to read; ``columns`` says what columns of a table mean;
    ``form`` is the name of a format, where neither the ending nor the beginning of the file tells it. ``today`` is
    the day up to which dates are past, this day where nobody says.

    Raises:
        InvalidFileError: it cannot be read as a process; it carries every problem found, each with its place.
        UnknownNameError: there is no such pool or column.
    """
    file = name or ("<stdin>" if str(source) == STANDARD_INPUT else str(source))
    return loads(read_bytes(source, name=file), file=file, today=today, pool=pool, columns=columns, form=form)


def loads(  # noqa: PLR0913 - all of them keywords, and only the day is needed
    data: bytes | str,
    *,
    file: str = "process.yml",
    today: date | None = None,
    pool: str | None = None,
    columns: Mapping[str, str] | None = None,
    form: str | None = None,
) -> Document:
    """Read a process from the content of a file; a text is always taken as YAML.

    Raises:
        InvalidFileError: it cannot be read as a process.
        UnknownNameError: there is no such pool or column.

    >>> loads("{process: Refund, steps: [{name: Pay}]}", today=date(2026, 3, 1)).process.steps[0].id
    'pay'
    """
    today = today or this_day()
    if isinstance(data, bytes):
        known = readable(form) if form else format_of(file, data)
        if columns and not known.columns:
            raise UnknownNameError(f"{file} is read as {known.name}, which has no columns that could mean anything.")
        assert known.read is not None  # noqa: S101  (only formats that can be read are found by their file)
        document = known.read(Given(data, file, today, pool, columns or {}))
    else:
        from flowtrim.formats.process_reader import read_text

        document = read_text(data.removeprefix("\ufeff"), file=file, today=today)
        data = data.encode(errors="replace")
    return replace(document, digest=sha256(data).hexdigest())


def this_day() -> date:
    """Return the day where the person sits: what ``today`` is where nobody says."""
    return date.today()  # noqa: DTZ011 - a day of the person's calendar, not a moment in UTC


def dumps(process: Process) -> str:
    """Write a process as YAML that reads back equal; what the reader would assume anyway is left out.

    Raises:
        OutputError: a plan of it changes something that a file has no words for.
    """
    from flowtrim.formats import yaml_writer as writer

    return writer.dumps(process)


def encode(process: Process, form: str) -> Written:
    r"""Write a process in the format of that name; returns the bytes, and a sentence for what it has no place for.

    Raises:
        UnknownNameError: there is no such format, or none to write to.
        OutputError: the format has no words for a part of the process.

    >>> encode(Process("Refund"), "csv").data.decode("utf-8-sig")
    'ID,Step,Owner,Why,Next,When\r\n'
    """
    writer = writable(form).write
    assert writer is not None  # noqa: S101  (only formats that can be written are found)
    spoilt = sum(first_unreadable(text) is not None for text in _texts(to_builtins(process, enc_hook=float)))
    if not spoilt:
        return writer(process)
    written = writer(_without_control_signs(process))
    told = f"No file has a place for control characters: \N{REPLACEMENT CHARACTER} stands for them in {spoilt} texts."
    return written._replace(lost=(*written.lost, told))


def _without_control_signs(value: Any) -> Any:
    """Return a value of the model as every reader takes it: U+FFFD stands for what is no sign for people."""
    if isinstance(value, str):
        return unreadable().sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, tuple):
        return tuple(map(_without_control_signs, value))
    if isinstance(value, Mapping):
        return {key: _without_control_signs(each) for key, each in value.items()}
    if isinstance(value, Struct):
        fields = {name: _without_control_signs(getattr(value, name)) for name in value.__struct_fields__}
        return replace(value, **fields)
    return value


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | Sequence):
        for each in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(each)


def template(form: str) -> bytes:
    """Return a table to fill in, as ``xlsx`` or ``csv``: headings, and in a workbook drop-downs and explanations."""
    from flowtrim.formats.tabular import delimited, workbook_writer

    return workbook_writer.write_template() if form == "xlsx" else delimited.write_template()


def pools(data: bytes, *, file: str, form: str | None = None) -> tuple[str, ...]:
    """Return the names of the processes in a file that holds several: pools of BPMN, flowcharts of a page."""
    known = form or format_of(file, data).name
    if known == "bpmn":
        from flowtrim.formats.bpmn import filled_pools

        return filled_pools(data, file=file)
    if known == "markdown":
        from flowtrim.formats.pages.page_reader import chart_names

        return chart_names(decode(data, file=file))
    return ()


def rewrite(document: Document, process: Process) -> str:
    """Return the text of a file changed so that it reads as the process; comments, order and quoting stay.

    Raises:
        OutputError: the file is written in a way that cannot be changed in place, as with aliases.
    """
    from flowtrim.formats import rewriter

    return rewriter.rewrite(document, process)
