"""What a report must not tell, tried as somebody would who has the report and not the log."""

import json

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from flowtrim.cli import front
from flowtrim.formats import read

pytest.importorskip("duckdb", reason="logs are read with DuckDB, an extra")

PROCESS = """
process: Refund
promise: {promise}
steps:
  - {{id: ask, name: Ask, owner: Customer}}
  - {{id: check, name: Check, owner: Clerk, aliases: [Look at it]}}
  - {{id: pay, name: Pay, owner: Cashier}}
  - {{id: book, name: Book, owner: Cashier}}
"""
PAID = 17
"""Minutes that it takes to pay, which nothing may tell where few persons do it."""


def log_of(cashiers, cases=30, check="Check"):
    """Cases that all go the same way: only so many persons pay, and book; everybody else is many."""
    rows = ["case,activity,start,end,resource,role"]
    for case in range(cases):
        day = f"2026-03-{case % 28 + 1:02}"
        rows += [
            f"{case},Ask,{day} 09:00,{day} 09:02,c{case},Customer",
            f"{case},{check if case % 2 else 'Check'},{day} 09:10,{day} 09:15,k{case % 9},Clerk",
            f"{case},Pay,{day} 09:20,{day} 09:{20 + PAID},p{case % cashiers},Cashier",
            f"{case},Book,{day} 10:00,{day} 10:07,p{case % cashiers},Cashier",
        ]
    return "\n".join(rows)


@pytest.fixture
def told(tmp_path):
    def report(log, *options, promise="1h", **roles):
        process = PROCESS.format(promise=promise)
        for role, owner in roles.items():
            process = process.replace(f"owner: {role}", f"owner: {owner}")
        (tmp_path / "process.yml").write_text(process, encoding="utf-8")
        (tmp_path / "log.csv").write_text(log, encoding="utf-8")
        given = ["evidence", str(tmp_path / "process.yml"), str(tmp_path / "log.csv"), "--today", "2026-11-28"]
        done = CliRunner().invoke(front, [*given, *options])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.output

    return report


def steps(output):
    return {step["step"]: step for step in json.loads(output)["steps"]}


def test_the_time_of_a_case_tells_no_work_of_one_step(told):
    found = json.loads(told(log_of(3).replace(",Book,", ",Ask,"), "--format", "json"))

    assert (None, True) == (found["duration"], found["duration_withheld"])


def test_the_time_of_a_case_tells_no_work_of_several_steps_that_the_same_few_do(told):
    found = json.loads(told(log_of(3), "--format", "json"))

    assert [True, True] == [step["withheld"] for step in found["steps"][2:]]
    assert (None, True) == (found["duration"], found["duration_withheld"])
    assert json.loads(told(log_of(5), "--format", "json"))["duration"]["median"]


@pytest.mark.parametrize(
    ("promise", "is_told"),
    [
        ("{within: 15m, from: pay, to: pay}", False),
        ("{within: 15m, from: book}", False),
        ("{within: 15m, from: check, to: pay}", True),
        ("1h", True),
    ],
)
def test_a_promise_of_one_step_tells_no_work_of_few(told, promise, is_told):
    assert is_told == (json.loads(told(log_of(3), "--format", "json", promise=promise))["promise"] is not None)
    assert json.loads(told(log_of(6), "--format", "json", promise=promise))["promise"] is not None


@pytest.mark.parametrize("form", ["text", "json", "markdown", "html"])
@pytest.mark.parametrize("options", [(), ("--since", "2026-03-14")])
def test_no_form_tells_what_is_withheld(told, form, options):
    def tells(cashiers):
        output = told(log_of(cashiers), "--format", form, *options)
        return f"{PAID} min" in output or str(PAID * 60_000) in output

    assert (False, True) == (tells(4), tells(5))


def test_no_file_holds_what_is_withheld(told, tmp_path):
    told(log_of(4), "-o", str(tmp_path / "report.xlsx"), "--into", str(tmp_path / "filled.yml"), "--prefer", "log")
    cells = [cell.value for sheet in load_workbook(tmp_path / "report.xlsx") for row in sheet.rows for cell in row]

    assert not any(isinstance(cell, float) and abs(cell - PAID / 60) < 1e-9 for cell in cells)
    assert [2.0, 5.0, None, None] == [step.takes for step in read(tmp_path / "filled.yml").process.steps]


def test_a_step_of_several_names_is_measured_under_all_of_them(told):
    one, several = (steps(told(log_of(6, check=name), "--format", "json"))["check"] for name in ("Check", "Look at it"))

    assert 30 == one["work"]["count"]
    for time in ("work", "waiting", "elapsed"):
        assert one[time] == several[time]


def test_a_step_of_several_names_is_withheld_where_few_do_it_under_each(told):
    few = log_of(6, check="Look at it").replace("k8", "k1").replace("k7", "k1")
    for number in range(3, 7):
        few = few.replace(f"k{number},", f"k{number % 3},")

    assert (True, None) == tuple(steps(told(few, "--format", "json"))["check"][each] for each in ("withheld", "work"))
