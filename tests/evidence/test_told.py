"""What the report says of how a log was read, and in which language; nothing of a log is passed over in silence."""

import json
import re

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from flowtrim.cli import front

pytest.importorskip("duckdb", reason="logs are read with DuckDB, an extra")

PROCESS = """
process: Refund
language: {language}
promise: 1d
separate: [[check, pay]]
steps:
  - {{id: ask, name: A1, owner: R1, kind: contact}}
  - {{id: check, name: A2, owner: R2, kind: check, takes: 20m, waits: 1d,
     next: [{{to: pay, when: yes1, share: 95%}}, {{to: ask, when: no1, share: 5%}}]}}
  - {{id: pay, name: A3, owner: R3}}
"""
ROWS = [
    (f"C{case}", f"A{step}", f"2026-03-{case % 28 + 1:02} {7 + 3 * step}:00", f"2026-03-{case % 28 + 1:02} {8 + 3 * step}:{case % 60:02}")
    for case in range(60)
    for step in (1, 2, 3)
]  # fmt: skip


def as_log(rows=ROWS, heads="case,activity,start,end", sign=","):
    return "\n".join([heads.replace(",", sign), *(sign.join(row) for row in rows)]) + "\n"


@pytest.fixture
def tell(tmp_path):
    def report(log, *options, language="en", name="log.csv"):
        (tmp_path / "process.yml").write_text(PROCESS.format(language=language), encoding="utf-8")
        (tmp_path / name).write_bytes(log if isinstance(log, bytes) else log.encode())
        given = ["evidence", str(tmp_path / "process.yml"), str(tmp_path / name), "--today", "2026-11-28", *options]
        done = CliRunner().invoke(front, given)
        return " ".join(done.output.split()) if done.output else str(done.exception)

    return report


def completed(*transitions):
    """The rows of a log in which each work goes through some transitions, a minute apart."""
    rows = [
        (case, step, f"{end[:-2]}{place:02}", transition)
        for case, step, _, end in ROWS
        for place, transition in enumerate(transitions)
    ]
    return as_log(rows, "case,activity,time,lifecycle")


@pytest.mark.parametrize(
    ("log", "words"),
    [
        (as_log([*ROWS, ("", "A1", "", "2026-03-02 09:00"), ("C1", "", "", "2026-03-02 09:00")]), "2 rows name no case or"),
        (as_log([*ROWS, ("C1", "A1", "2026-03-02 09:00", "2026-03-02 08:00")]), "1 start cannot be read, or has no complet"),
        (as_log([*ROWS, ("C1", "A1", "at nine", "2026-03-02 08:00")] * 9), "'at nine' is no time in a known form"),
        (as_log([*ROWS * 5, ("C1", "A1", "at nine", "2026-03-02 08:00")]), "1 start cannot be read, or has no complet"),
        (completed("schedule", "start", "complete"), "180 rows tell neither of a start nor of a completion, and are left"),
        (completed("start", "suspend", "resume", "complete"), "Work includes the time for which it was suspended."),
        (completed("start", "complete") + "C1,A1,2026-03-28 09:00,start\n", "1 start cannot be read, or has no complet"),
        (as_log([(*row, "2020-01-01") for row in ROWS], "case,activity,start,end,End"), "More than one column is called"),
        (as_log().replace("A3", "Zahlé").encode("cp1252"), "The text is not in UTF-8: it is taken for cp1252"),
        (as_log([(c, a, f"2026-03-{n % 5 + 1:02}") for n, (c, a, *_) in enumerate(ROWS)], "case,activity,date"),
         "No time says an hour: the order within a day is that of the rows"),
        ("sep=;\n" + as_log(sign=";"), "60 cases with 3.0 events each"),
        ('[\n {"case": 1, "activity": "A1"}]', "This is JSON, which is not read as a log"),
        (b"PK\x03\x04rest", "This is a workbook, or another archive: call it log.xlsx"),
        (b"PAR1rest", "This is Parquet: call it log.parquet"),
        (b"\x1f\x8brest", "This is gzip: call it by what is in it"),
    ],
)  # fmt: skip
def test_what_is_in_no_figure_is_told(tell, log, words):
    assert words in tell(log)


def test_a_complete_log_has_nothing_left_out(tell):
    told = tell(as_log(), "--zone", "UTC")

    assert not re.search("left out|not in UTF-8|More than one column|cannot be read|suspended|No time says", told)


def test_a_log_that_is_xml_is_xes_whatever_its_name(tell):
    events = "".join(
        f'<trace>{"".join(f"""<event><string key="concept:name" value="A{n}"/><date key="time:timestamp" value="2026-03-0{c}T0{n}:00:00Z"/></event>""" for n in (1, 2, 3))}</trace>'
        for c in (1, 2)
    )  # fmt: skip

    assert "2 cases with 3.0 events each" in tell(f'<?xml version="1.0"?><log>{events}</log>', name="log.xml")


ENGLISH = re.compile(
    r"\b(the|of|and|is|are|with|were|before|after|cases?|steps?|times?|declared|withheld|share|waiting|work|each)\b"
)


@pytest.mark.parametrize("language", ["de", "es", "fr", "ja", "zh"])
@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_the_report_speaks_the_language_of_the_process(tell, language, form):
    told = tell(
        as_log([*ROWS, ("C1", "Ax", "", "2026-03-28 20:00")], "vorgang,activity,start,end"),
        "--since",
        "2026-03-14",
        "--format",
        form,
        language=language,
    )
    words = re.sub(r"<(style|svg|head).*?</\1>|<[^>]*>|case = .*? end[^。.]*|/\S+|evidence-\S+|--\w+", " ", told)

    assert [] == ENGLISH.findall(words), words


def test_a_workbook_speaks_the_language_of_the_process(tell, tmp_path):
    tell(as_log(), "-o", str(tmp_path / "told.xlsx"), language="de")
    book = load_workbook(tmp_path / "told.xlsx")

    assert ("Wie lange Schritte dauern", "Protokoll") == (book.sheetnames[2], book.sheetnames[-1]), book.sheetnames


def test_json_is_the_same_in_every_language(tell):
    one, other = (json.loads(tell(as_log(), "--format", "json", language=each)) for each in ("en", "de"))

    assert one["steps"] == other["steps"]
    assert {"unnamed": 0, "unpaired": 0, "transitions": {}, "repeated": [], "encoding": None} == one["log"]["unread"]
