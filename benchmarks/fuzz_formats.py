"""What is fuzzed: for each format how its files end, files that are as they should be, how they are hurt and read."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from random import Random
from typing import NamedTuple

import openpyxl
from msgspec.json import decode as from_json
from msgspec.json import encode as as_json
from msgspec.structs import replace

from flowtrim.cli.effective_settings import known_names
from flowtrim.conversation import Answered, Decided, Idea, Kept, Postponed, Record, Session, read_records
from flowtrim.conversation.hash_chain import linked
from flowtrim.errors import OutputError
from flowtrim.evidence.log_cache import Terms, cached
from flowtrim.evidence.log_columns import role_table
from flowtrim.formats import dumps, encode, loads, read
from flowtrim.formats.baseline_file import read_baseline
from flowtrim.formats.journal import read_journal
from flowtrim.formats.settings_file import read_settings
from flowtrim.measures import Survey
from flowtrim.model import Limits, Process, Settings
from flowtrim.reports.checklist_report import checklist_writer
from flowtrim.reports.checklist_report.checklist_reader import read_checklist
from flowtrim.review.checklist_rows import Table
from flowtrim.review.filling import checklist
from flowtrim.review.signing import sign
from flowtrim.rules import check
from flowtrim.workshop.meeting import Meeting
from flowtrim.workshop.table import after_record

TODAY = date(2026, 11, 24)
SAMPLES = Path(__file__).parents[1] / "samples"
MEASURED_EVERY = 40
"""Of so many processes that can be read one is measured, judged, written and read again: that takes far longer."""
Hurt = Callable[[bytes, Random], bytes]
PIECES = [
    b"", b"\0", b"\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b'"', b"'", b"<", b">", b"&#0;", b"&#xD800;", b"&", b"\n", b"\r", b";", b",",
    b"|", b"[", b"]", b"{", b"}", b"(", b")", b"-->", b"<!--", b"<![CDATA[", b"<!DOCTYPE a>", b"end", b"subgraph ", b"%%", b"- ", b"%", b"&a ", b"*a",
    b"<<: ", b"\xe2\x80\xa8", b"\xc2\x9b", b"\x1b[2J", b"&lt;", b"0", b"-1", b"9" * 30, b"1e400", b"nan", b"null", b":", b"::error::", b"##vso[x]", b"  ", b"\t",
    b'encoding="undefined"', b'number-rows-repeated="999999"', b' r="XFD1048576"', b"next: ", b"all: ", b"share: 200%", b"takes: 5", b"why: none",
    b"9999-12-31", b"0001-01-01", b"2026-02-30", b"1970-01-01T00:00:00+99:00", b"\\ud800", b'{"a":', b"\xf0\x9f\x98\x80", b"=1+1", b"\xc4\xb0", b"each: 3", b"within: 2h",
]  # fmt: skip


class Format(NamedTuple):
    """A kind of file: ``read`` takes a file in a folder of its own and whether to measure what it says, too."""

    ending: str
    seeds: Sequence[bytes]
    read: Callable[[Path, bool], None]
    hurt: Hurt


def wounded(data: bytes, dice: Random) -> bytes:
    """Return bytes with a few places cut, doubled, moved or replaced."""
    for _ in range(dice.choice((1, 1, 1, 2, 3, 6))):
        start = dice.randrange(len(data) + 1)
        end = start + dice.choice((0, 0, 1, 3, 20, 200))
        elsewhere = dice.randrange(len(data) + 1)
        piece = dice.choice(PIECES)
        put = dice.choice((piece, piece, piece * dice.choice((2, 50, 3000)), data[start:end] * 2, data[elsewhere : elsewhere + 30], dice.randbytes(2)))  # fmt: skip
        data = data[:start] + put + data[end:]
    return data if dice.random() < 0.97 else data[: dice.randrange(len(data) + 1)]


def wounded_archive(data: bytes, dice: Random) -> bytes:
    """Return an archive hurt as such, or more often one with a part that is hurt."""
    if dice.random() < 0.2:
        return wounded(data, dice)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = dice.choice(list(parts))
    return _packed({**parts, name: wounded(parts[name], dice)})


def wounded_journal(data: bytes, dice: Random) -> bytes:
    """Return a journal hurt as such, or one in which somebody said something odd and the lines were linked anew."""
    if dice.random() < 0.3:
        return wounded(data, dice)
    records = [from_json(line, type=Record) for line in data.splitlines()]
    place = dice.randrange(len(records))
    try:
        said = json.loads(wounded(as_json(records[place].said), dice))
        told = [record.said for record in records]
        told[place] = said if isinstance(said, dict) else {"what": said}
        again = linked([("clerk", one) for one in told], after=None, at=records[0].at, on=records[0].on)
        return b"".join(as_json(record) + b"\n" for record in again)
    except (ValueError, RecursionError):
        return wounded(data, dice)


def _packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


# --- how each is read ----------------------------------------------------------------------------------------------


def _process(file: Path, measure: bool) -> None:
    process = loads(file.read_bytes(), file=file.name, today=TODAY).process
    if measure:
        check(Survey(process, today=TODAY, limits=Limits()))
        for form in ("bpmn", "csv", "xlsx", "mermaid", "dot", "json"):
            encode(process, form)
        if loads(dumps(process), today=TODAY).process != process:
            raise AssertionError("What was written reads back otherwise.")


def _settings(file: Path, measure: bool) -> None:  # noqa: ARG001
    read_settings(file, known_names())


def _baseline(file: Path, measure: bool) -> None:  # noqa: ARG001
    read_baseline(str(file))


def _roles(file: Path, measure: bool) -> None:  # noqa: ARG001
    role_table(str(file))


def _checklist(process: Process, file: Path, measure: bool) -> None:  # noqa: ARG001
    sign(process, read_checklist(file.read_bytes(), file=file.name), today=TODAY, settings=Settings())


def _journal(file: Path, measure: bool) -> None:
    records = read_records(read_journal(file)[0], file=file.name)
    if not records:
        raise OutputError("It holds nothing.")
    talk = Session(records, today=TODAY, keep=lambda _: None)
    meeting = Meeting()
    for record in records:
        meeting = after_record(meeting, record)
    if measure:
        talk.state()
        dumps(talk.signed())


def _log(file: Path, measure: bool) -> None:  # noqa: ARG001
    cached(file, Terms(), today=TODAY)


# --- files that are as they should be -------------------------------------------------------------------------------


def formats() -> dict[str, Format]:
    """Return every format by its name, with the samples in it."""
    files = sorted(SAMPLES.glob("*/process.yml"), key=lambda file: file.stat().st_size)
    processes = [read(file, today=TODAY).process for file in files][:5]
    written = {form: [encode(process, form).data for process in processes] for form in ("bpmn", "csv", "xlsx", "json", "mermaid")}  # fmt: skip
    known = {
        "yaml": Format("yml", [file.read_bytes() for file in files], _process, wounded),
        "json": Format("json", written["json"], _process, wounded),
        "bpmn": Format("bpmn", written["bpmn"], _process, wounded),
        "csv": Format("csv", written["csv"], _process, wounded),
        "mermaid": Format("mmd", written["mermaid"], _process, wounded),
        "markdown": Format("md", [MARKDOWN], _process, wounded),
        "xlsx": Format("xlsx", written["xlsx"][:2], _process, wounded_archive),
        "ods": Format("ods", [_ods()], _process, wounded_archive),
        "settings": Format("toml", [SETTINGS], _settings, wounded),
        "baseline": Format("json", [BASELINE], _baseline, wounded),
        "roles": Format("csv", [b"who,role\nAnn,Clerk\nBob,Judge\n"], _roles, wounded),
        "journal": Format("jsonl", [_talked(processes[0])], _journal, wounded_journal),
    }
    return known | _checklists(processes[0]) | _logs()


def _checklists(process: Process) -> dict[str, Format]:
    sheet = checklist(process, today=TODAY, settings=Settings())
    sheet = replace(sheet, tables=tuple(map(_decided, sheet.tables)))
    table, page = checklist_writer.as_csv(sheet), checklist_writer.as_markdown(sheet).encode()
    for field, value in SIGNED.items():
        table = table.replace(b"\n%b," % field, b"\n%b,%b" % (field, value))
        page = page.replace(b"| %b |  |" % field, b"| %b | %b |" % (field, value))
    reader = partial(_checklist, process)
    return {
        "checklist.csv": Format("csv", [table], reader, wounded),
        "checklist.md": Format("md", [page], reader, wounded),
        "checklist.xlsx": Format("xlsx", [_signed(checklist_writer.as_xlsx(sheet))], reader, wounded_archive),
    }


def _decided(table: Table) -> Table:
    """Return a table in which everything is kept."""
    titles = [column.title for column in table.columns]
    if "Decision" not in titles:
        return table
    at = titles.index("Decision")
    return replace(table, rows=tuple((*row[:at], "keep", *row[at + 1 :]) for row in table.rows))


def _signed(workbook: bytes) -> bytes:
    book, stream = openpyxl.load_workbook(io.BytesIO(workbook)), io.BytesIO()
    for row in book["Sign-off"].iter_rows():
        for cell in row:
            if value := SIGNED.get(str(cell.value).encode()):
                cell.offset(column=1).value = value.decode()
    book.save(stream)
    return stream.getvalue()


def _logs() -> dict[str, Format]:
    rows = [
        ("case", "activity", "time", "role", "resource"),
        *((str(n // 3), ("Ask", "Check", "Pay")[n % 3], f"2026-03-{1 + n // 3:02} 09:{n % 3}0:00", "Clerk", f"p{n % 2}") for n in range(24)),
    ]  # fmt: skip
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    events = "".join(
        f'<event><string key="concept:name" value="{row[1]}"/><date key="time:timestamp" value="{row[2].replace(" ", "T")}Z"/></event>'
        for row in rows[1:4]
    )
    traces = "".join(f'<trace><string key="concept:name" value="{n}"/>{events}</trace>' for n in range(3))
    xes = f'<?xml version="1.0"?><log>{traces}</log>'
    return {
        "log.csv": Format("csv", [stream.getvalue().encode()], _log, wounded),
        "log.xes": Format("xes", [xes.encode()], _log, wounded),
        "log.parquet": Format("parquet", [_parquet(stream.getvalue())], _log, wounded),
        "log.xlsx": Format("xlsx", [_workbook(rows)], _log, wounded_archive),
    }


def _parquet(table: str) -> bytes:
    import tempfile

    import duckdb

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "log.csv").write_text(table)
        duckdb.execute(f"copy (select * from '{folder}/log.csv') to '{folder}/log.parquet'")
        return (Path(folder) / "log.parquet").read_bytes()


def _workbook(rows: Sequence[Sequence[str]]) -> bytes:
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Log")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return stream.getvalue()


def _talked(process: Process) -> bytes:
    """Return a journal in which most kinds of things are said."""
    lines: list[bytes] = []
    step, other = process.work[0].id, process.work[1].id
    talk = Session.begin(dumps(process).encode(), file="p.yml", today=TODAY, at="2026-11-24T09:00:00", keep=lines.extend)  # fmt: skip
    said = [
        Answered("step", step, {"why": "The law asks for it."}), Kept("step", other), Decided("drop", step, because="Nobody reads it."),
        Idea("Ask earlier.", "step", other, "Clerk"), Postponed("step", other, "Why?", "Clerk", date(2026, 12, 24)),
        {"what": "joined", "role": "Clerk", "token": "t", "device": 1}, {"what": "asked", "question": f"step:{step}:why", "device": 0},
        {"what": "wrote", "question": f"step:{step}:why", "text": "Law", "device": 1}, {"what": "revealed", "device": 0},
        {"what": "votecalled", "device": 0}, {"what": "voted", "question": f"step:{step}:why", "choice": "keep", "device": 1},
        {"what": "counted", "device": 0}, {"what": "measured", "seconds": 31.0, "device": 0}, {"what": "ended", "device": 0},
    ]  # fmt: skip
    talk.take([("clerk", one) for one in said], at="2026-11-24T09:05:00")
    return b"".join(line + b"\n" for line in lines)


def _ods() -> bytes:
    """Return a small open document."""
    cell = '<t:table-cell o:value-type="string" t:number-columns-repeated="1"><x:p>Step</x:p></t:table-cell>'
    names = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    content = f'<o:document-content {names}><o:body><o:spreadsheet><t:table t:name="A"><t:table-row t:number-rows-repeated="2">{cell}</t:table-row></t:table></o:spreadsheet></o:body></o:document-content>'
    return _packed({
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content.replace("o:", "office:").replace("t:", "table:").replace("x:", "text:").encode(),
        "META-INF/manifest.xml": b'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
    })  # fmt: skip


SIGNED = {b"Reviewed on": b"2026-11-24", b"Reviewer": b"Audit", b"Process owner": b"Workshop owner", b"Minutes": b"30"}
MARKDOWN = b"""# Claim

Purpose: pay what is owed.

1. Ask (Clerk)
   - Why: the law
   - Takes: 5 min
2. **Payroll**: Pay, then [tell](x)
3. If refused, go to 1

| Step | Who | Why |
|---|---|---|
| Ask | Clerk | the law |

```mermaid
flowchart LR
a["x"] -->|yes 5%| b{y?} & c
```
"""
SETTINGS = b"""profile = "strict"
fail_on = "error"
[rules]
"why-missing" = "off"
"limit-exceeded" = {severity = "hint"}
"flow-large" = {severity = "warning", limit = 40}
[elevator]
seconds = 60
rates = {en = 150, de = 130}
[review]
process_months = 12
kpi_months = 6
due_soon_days = 30
[evidence]
min_persons = 5
[limits]
max_steps = 30
"""
BASELINE = b"""{"format": "flowtrim-baseline/1", "count": 3, "files": {"claim.yml": {"why-none@stamp": 2, "limit-exceeded@steps": 1}},
"figures": {"claim.yml": {"limit-exceeded@steps": 31}}}"""
