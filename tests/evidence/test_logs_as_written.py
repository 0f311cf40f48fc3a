"""Logs as systems and people write them: other files than CSV, clocks that change, dates that can be read two ways."""

import csv
import json
from io import BytesIO

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from flowtrim.cli import front
from flowtrim.evidence.xes_log import xes_to_table
from tests.workbooks import ods

duckdb = pytest.importorskip("duckdb", reason="logs are read with DuckDB, an extra")

PROCESS = """
process: Refund
separate: [[ask, pay]]
promise: %s
steps:
  - {id: ask, name: Ask for it, owner: Customer}
  - {id: check, name: Check it, owner: Clerk}
  - {id: pay, name: Pay it, owner: Cashier}
"""
STEPS = ("Ask for it", "Check it", "Pay it")
HEADS = ("case", "activity", "time")


def rows(cases=3, times=("09:00", "09:10", "09:30"), day="2026-03-{:02}"):
    return [
        (str(case), step, f"{day.format(case + 2)} {at}")
        for case in range(cases)
        for step, at in zip(STEPS, times, strict=True)
    ]


def as_csv(table, heads=HEADS):
    return "".join(",".join(row) + "\n" for row in (heads, *table)).encode()


ODD_XES = """<?xml version="1.0" encoding="{encoding}"?>
<!-- <event> is a word here --><log xes.version="1.0">
<global scope="event"><string key="concept:name" value="__INVALID__"/></global>
<string key="concept:name" value="The log"/>
<trace><string value='Müller &amp; "Söhne"' key="concept:name"/><string key="note" value="{long}>"/>
  <event><string key="concept:name" value="Ask for it"><string key="concept:name" value="Pay it"/></string>
    <list key="cost:drivers"><values><string key="concept:name" value="Check it"/></values></list>
    <date key="time:timestamp" value="2026-03-02T09:00:00.000+01:00"/></event>
  <event >
    <date key='time:timestamp' value='2026-03-02T09:10:00.000+01:00'/>
    <![CDATA[<event>]]><?word <event> ?><string
      key="concept:name"
      value="Check it"></string></event>
  <event/>
</trace><trace/>
<x:trace xmlns:x="urn:x"><x:event><x:string key="concept:name" value="Ask&#32;for it" /><x:date
  key="time:timestamp" value="2026-03-03T09:00:00.000+01:00" /></x:event></x:trace>
</log>"""


@pytest.fixture
def told(tmp_path):
    def report(file, *options, promise="1h"):
        (tmp_path / "process.yml").write_text(PROCESS % promise, encoding="utf-8")
        path = tmp_path / "log.csv"
        if isinstance(file, bytes):
            path.write_bytes(file)
        given = ["evidence", str(tmp_path / "process.yml"), str(path if isinstance(file, bytes) else file)]
        done = CliRunner().invoke(front, [*given, "--today", "2026-11-28", "--format", "json", *options])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return json.loads(done.stdout)

    return report


def test_a_parquet_file_tells_what_its_table_tells(told, tmp_path):
    (tmp_path / "rows.csv").write_bytes(as_csv(rows()))
    source = f"select * from read_csv('{tmp_path}/rows.csv')"
    duckdb.sql(f"copy ({source}) to '{tmp_path}/log.parquet' (format parquet)")

    found, expected = told(tmp_path / "log.parquet"), told(as_csv(rows()))
    assert [step["elapsed"] for step in expected["steps"]] == [step["elapsed"] for step in found["steps"]]
    assert expected["conformance"] == found["conformance"]


def test_a_workbook_tells_what_its_table_tells(told, tmp_path):
    book = Workbook()
    for row in (HEADS, *rows()):
        book.active.append(row)
    book.save(tmp_path / "log.xlsx")

    assert told(as_csv(rows()))["conformance"] == told(tmp_path / "log.xlsx")["conformance"]


def test_an_open_document_tells_what_its_table_tells(told, tmp_path):
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    table = "".join(f"<table:table-row>{''.join(map(cell.format, row))}</table:table-row>" for row in (HEADS, *rows()))
    (tmp_path / "log.ods").write_bytes(ods(table))

    assert told(as_csv(rows()))["conformance"] == told(tmp_path / "log.ods")["conformance"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_events_of_xes_are_those_of_its_traces_however_it_is_written(tmp_path, encoding):
    text = ODD_XES.format(encoding=encoding.upper(), long="x" * 3000)
    with BytesIO(text.encode(encoding)) as stream:
        xes_to_table(stream, tmp_path / "log.csv", file="log.xes")
    with (tmp_path / "log.csv").open(encoding="utf-8", newline="") as table:
        found = [row[:3] for row in csv.reader(table)][1:]

    assert [
        ['Müller & "Söhne"', "Ask for it", "2026-03-02T09:00:00.000+01:00"],
        ['Müller & "Söhne"', "Check it", "2026-03-02T09:10:00.000+01:00"],
        ["3", "Ask for it", "2026-03-03T09:00:00.000+01:00"],
    ] == found


def test_a_table_of_roles_says_who_hands_to_whom_and_stays_out_of_the_cache(told, tmp_path):
    table = [(*row, person) for row, person in zip(rows(), ["u1", "u2", "u3"] * 3, strict=True)]
    (tmp_path / "roles.csv").write_text("resource,role\nu1,Customer\nu2,Clerk\nu3,Clerk\n", encoding="utf-8")

    found = told(as_csv(table, (*HEADS, "user")), "--roles", str(tmp_path / "roles.csv"))
    assert [["Customer", "Clerk", 3]] == found["handoffs"]["matrix"]
    held = b"".join(file.read_bytes() for file in (tmp_path / ".flowtrim-evidence").rglob("*") if file.is_file())
    assert b"u1" not in held


@pytest.mark.parametrize(
    ("times", "day", "minutes"),
    [
        (("01:30", "03:30", "04:00"), "2026-03-29", 60),  # in Berlin it is never half past two that night
        (("01:30", "03:30", "04:00"), "2026-10-25", 180),  # and an hour longer in autumn
        (("01:30", "03:30", "04:00"), "2026-06-29", 120),
    ],
)
def test_a_case_across_the_change_of_the_clock_lasts_as_long_as_it_lasted(told, times, day, minutes):
    found = told(as_csv(rows(times=times, day=day)), "--zone", "Europe/Berlin")

    assert minutes * 60_000 == found["steps"][1]["elapsed"]["median"]


def test_times_that_say_their_zone_are_the_same_in_any(told):
    here = [(case, step, f"{at}+01:00") for case, step, at in rows()]
    there = [(case, step, f"{at.replace('09:', '08:')}Z") for case, step, at in rows()]

    assert told(as_csv(here))["log"]["first"] == told(as_csv(there))["log"]["first"]


def test_a_date_that_can_be_read_two_ways_is_a_question_and_the_answer_decides(told, tmp_path):
    table = [(case, step, f"03/0{int(case) + 4}/2026 {at[-5:]}") for case, step, at in rows()]
    (tmp_path / "process.yml").write_text(PROCESS % "1h", encoding="utf-8")
    (tmp_path / "log.csv").write_bytes(as_csv(table))
    asked = CliRunner().invoke(front, ["evidence", str(tmp_path / "process.yml"), str(tmp_path / "log.csv")])

    assert "--dates day-first or --dates month-first" in str(asked.exception)
    assert "2026-04-03 09:00" == told(as_csv(table), "--dates", "day-first")["log"]["first"]
    assert "2026-03-04 09:00" == told(as_csv(table), "--dates", "month-first")["log"]["first"]


def test_one_date_beyond_the_twelfth_answers_for_all(told):
    table = [(case, step, f"{int(case) + 11}/03/2026 {at[-5:]}") for case, step, at in rows()]

    assert "2026-03-11 09:00" == told(as_csv(table))["log"]["first"]


@pytest.mark.parametrize(
    ("promise", "kept"),
    [("3 calendar days", 2), ("30 clock hours", 1), ("1d", 1), ("2 calendar days", 1), ("1w", 3)],
)
def test_a_promise_by_the_clock_is_held_against_the_clock(told, promise, kept):
    last = ("2026-03-02 19:00", "2026-03-05 08:59", "2026-03-08 09:00")
    table = [
        (str(case), step, at)
        for case, end in enumerate(last)
        for step, at in zip(STEPS, ("2026-03-02 09:00", "2026-03-02 09:10", end), strict=True)
    ]

    assert kept == told(as_csv(table), promise=promise)["promise"]["count"]


def test_what_few_persons_do_is_filled_into_no_file(told, tmp_path):
    table = [
        (
            str(case),
            step,
            f"2026-03-{case + 2:02} {at}",
            f"2026-03-{case + 2:02} {at[:3]}{int(at[3:]) + 5:02}",
            who + str(case % n),
        )
        for case in range(20)
        for step, at, who, n in (
            ("Ask for it", "09:00", "a", 9),
            ("Check it", "10:00", "b", 2),
            ("Pay it", "11:00", "c", 9),
        )
    ]
    found = told(as_csv(table, ("case", "activity", "start", "end", "user")), "--into", str(tmp_path / "filled.yml"))
    check = (tmp_path / "filled.yml").read_text(encoding="utf-8").partition("check")[2].partition("pay")[0]

    assert (True, None, True) == (found["steps"][1]["withheld"], found["duration"], found["duration_withheld"])
    assert "takes" not in check
    assert "waits" in check
    assert 2 == (tmp_path / "filled.yml").read_text(encoding="utf-8").count("takes: 5m")
