"""The formats of files that are known: how each is told from the others, and who reads and writes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from flowtrim.errors import InvalidFileError, Problem, UnknownNameError
from flowtrim.formats.files import beginning, decode, of_another_tool
from flowtrim.formats.source_text import Document
from flowtrim.model import Process


class Given(Struct, frozen=True):
    """The content of a file, and what was said about reading it.

    ``pool`` is the one pool of a BPMN document to read; ``columns`` says what columns of a table mean.
    """

    data: bytes
    file: str
    today: date
    pool: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


class Written(NamedTuple):
    """A process as the content of a file, and a sentence for each thing that the format has no place for."""

    data: bytes
    lost: tuple[str, ...] = ()


class Format(NamedTuple):
    """A format of files: the endings of their names, how they begin, their reader and their writer.

    ``columns`` tells one in which a person may say what columns mean.
    """

    name: str
    endings: tuple[str, ...]
    begins: tuple[bytes, ...] = ()
    read: Callable[[Given], Document] | None = None
    write: Callable[[Process], Written] | None = None
    columns: bool = False


def _with_one_spelling(document: Document) -> Document:
    from flowtrim.formats.role_names import with_one_spelling

    process, spellings = with_one_spelling(document.process)
    return replace(document, process=process, spellings=spellings) if spellings else document


def _read_yaml(given: Given) -> Document:
    from flowtrim.formats.process_reader import read_text

    return read_text(decode(given.data, file=given.file), file=given.file, today=given.today)


def _read_json(given: Given) -> Document:
    from flowtrim.formats.json_text import with_whole_letters
    from flowtrim.formats.process_reader import read_text

    text = with_whole_letters(decode(given.data, file=given.file))
    return read_text(text, file=given.file, today=given.today)


def _write_yaml(process: Process) -> Written:
    from flowtrim.formats.yaml_writer import dumps

    return Written(dumps(process).encode())


def _read_bpmn(given: Given) -> Document:
    from flowtrim.formats.bpmn import read_bpmn

    process, source, lines = read_bpmn(given.data, file=given.file, pool=given.pool, today=given.today)
    places = {"step": {step_id: (line, 1) for step_id, line in lines.items()}}
    return _with_one_spelling(Document(process, given.file, "", places, source))


def _write_bpmn(process: Process) -> Written:
    from flowtrim.formats.bpmn import write_bpmn

    return Written(write_bpmn(process))


def _read_csv(given: Given) -> Document:
    from flowtrim.formats.tabular.delimited import read_csv

    return read_csv(given.data, file=given.file, today=given.today, columns=given.columns)


def _write_csv(process: Process) -> Written:
    from flowtrim.formats.tabular.delimited import write_csv
    from flowtrim.formats.tabular.table_writer import lost_in_a_table, rows_of, without_classes

    return Written(write_csv(rows_of(without_classes(process))), lost_in_a_table(process))


def _read_workbook(given: Given) -> Document:
    from flowtrim.formats.tabular.workbook_reader import read_workbook

    return read_workbook(given.data, file=given.file, today=given.today, columns=given.columns)


def _write_workbook(process: Process) -> Written:
    from flowtrim.formats.tabular.table_writer import rows_of
    from flowtrim.formats.tabular.workbook_writer import cut_in_a_workbook, write_workbook

    rows = rows_of(process)
    return Written(write_workbook(process, rows), cut_in_a_workbook(process, rows))


def _read_mermaid(given: Given) -> Document:
    from flowtrim.formats.diagrams.mermaid import read_mermaid

    return _with_one_spelling(read_mermaid(decode(given.data, file=given.file), file=given.file))


def _write_mermaid(process: Process) -> Written:
    from flowtrim.formats.diagrams.mermaid_writer import lost_in_a_flowchart, write_mermaid

    return Written(write_mermaid(process).encode("utf-8", "replace"), lost_in_a_flowchart(process))


def _read_markdown(given: Given) -> Document:
    from flowtrim.formats.pages.page_reader import read_markdown

    text = decode(given.data, file=given.file)
    document = read_markdown(text, file=given.file, today=given.today, columns=given.columns, chart=given.pool)
    return _with_one_spelling(document)


def _write_dot(process: Process) -> Written:
    from flowtrim.formats.diagrams.graphviz import lost_in_a_graph, write_dot

    return Written(write_dot(process).encode("utf-8", "replace"), lost_in_a_graph(process))


def _write_json(process: Process) -> Written:
    from flowtrim.formats.json_text import as_text, process_data

    return Written((as_text(process_data(process), indent=2) + "\n").encode())


YAML = Format("yaml", (".yml", ".yaml"), (), _read_yaml, _write_yaml)
FORMATS: tuple[Format, ...] = (
    YAML,
    Format("bpmn", (".bpmn", ".bpmn2", ".bpmn20.xml", ".xml"), (b"<",), _read_bpmn, _write_bpmn),
    Format("json", (".json",), (b"{",), _read_json, _write_json),
    Format("csv", (".csv", ".tsv"), (), _read_csv, _write_csv, columns=True),
    Format("xlsx", (".xlsx", ".xlsm"), (b"PK\x03\x04",), _read_workbook, _write_workbook, columns=True),
    Format("ods", (".ods", ".xls"), (), _read_workbook, columns=True),
    Format("mermaid", (".mmd", ".mermaid"), (b"flowchart", b"graph ", b"swimlane"), _read_mermaid, _write_mermaid),
    Format("markdown", (".md", ".markdown"), (), _read_markdown, columns=True),
    Format("dot", (".dot", ".gv"), (), None, _write_dot),
)
"""One line for each format; what fits none of them is read as YAML."""


def readable(name: str) -> Format:
    """Return the format of that name, to read from.

    Raises:
        UnknownNameError: there is none.
    """
    return _named(name, [known for known in FORMATS if known.read])


def writable(name: str) -> Format:
    """Return the format of that name, to write to.

    Raises:
        UnknownNameError: there is none.
    """
    return _named(name, [known for known in FORMATS if known.write])


def writable_by_ending(file: str) -> Format:
    """Return the format that a file to be written has by its ending.

    Raises:
        UnknownNameError: it has none.
    """
    found = next((known for known in FORMATS if known.write and file.lower().endswith(known.endings)), None)
    if found is None:
        endings = ", ".join(ending for known in FORMATS if known.write for ending in known.endings)
        raise UnknownNameError(f"The ending of {file!r} names no format to write. There are: {endings}.")
    return found


def _named(name: str, known: list[Format]) -> Format:
    found = next((each for each in known if each.name == name), None)
    if found is None:
        raise UnknownNameError(
            f"There is no format {name!r} here. There are: {', '.join(each.name for each in known)}."
        )
    return found


def format_of(file: str, data: bytes) -> Format:
    """Return the format of a file: that of its ending, else that of its first bytes, else YAML.

    Raises:
        InvalidFileError: it is one of another tool, which is not read.
    """
    if (other := of_another_tool(file, data)) is not None:
        told = f"This is {other.name}, which flowtrim does not read; {other.instead}."
        raise InvalidFileError([Problem(file, 0, 0, told)])
    name, start = file.lower(), beginning(data)
    readable = [known for known in FORMATS if known.read]
    by_ending = (known for known in readable if name.endswith(known.endings))
    by_start = (known for known in readable if known.begins and start.startswith(known.begins))
    return next(by_ending, None) or next(by_start, YAML)
