"""The checklist on the command line, in every format."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date

import pytest
from openpyxl import load_workbook

from flowtrim.cli import front, run
from flowtrim.formats import loads
from flowtrim.review.checklist_rows import DECISION
from flowtrim.review.filling import checklist

CLAIM = """process: Claim  # ours
steps:
  - {id: fill, name: "=cmd|' /C calc'!A0", owner: "<script>alert(1)</script>", outputs: [form]}
  - {id: sign, name: "Sign | *it*\\nnow", owner: "@Boss", inputs: [form], reviewed: 2026-01-01}
kpis:
  - {name: "+Paid", why: None knows.}
"""


@pytest.fixture
def claim(tmp_path):
    file = tmp_path / "claim.yml"
    file.write_text(CLAIM)
    return file


def make(claim, ending):
    target = claim.with_name(f"list.{ending}")
    assert 0 == run(front, ["checklist", str(claim), "--today", "2026-03-02", "--force", "-o", str(target)])
    return target.read_bytes()


def test_facts_are_filled_in_and_decisions_never():
    sheet = checklist(loads(CLAIM, today=date(2026, 3, 2)).process, today=date(2026, 3, 2))

    for key in ("steps", "roles", "kpis"):
        table = sheet.table(key)
        assert all(
            not cell for row in table.rows for column, cell in zip(table.columns, row, strict=True) if column.open
        )
        assert DECISION in [column.title for column in table.columns]
    assert "2 Sign | *it* now" == sheet.table("steps").rows[0][6], "who uses the form"


@pytest.mark.parametrize("ending", ["md", "csv", "xlsx", "html"])
def test_the_same_process_yields_the_same_bytes(claim, ending):
    assert make(claim, ending) == make(claim, ending)


def test_no_cell_of_a_csv_file_begins_like_a_formula(claim):
    rows = csv.reader(io.StringIO(make(claim, "csv").decode("utf-8-sig"), newline=""))

    assert [] == [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_a_workbook_holds_texts_alone_with_lists_to_choose_from_and_frozen_heads(claim):
    book = load_workbook(io.BytesIO(make(claim, "xlsx")))

    cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
    assert {"s"} == {cell.data_type for cell in cells}
    assert "=cmd|' /C calc'!A0" in {cell.value for cell in cells}
    offered = [rule.formula1 for rule in book["Steps"].data_validations.dataValidation]
    assert ['"customer,law,contract,risk,business,enables"', '"keep,merge,move,automate,drop"'] == offered
    assert "D2" == book["Steps"].freeze_panes
    assert book["Steps"].auto_filter.ref


def test_a_workbook_links_to_nothing_outside(claim):
    parts = zipfile.ZipFile(io.BytesIO(make(claim, "xlsx")))

    assert [] == [name for name in parts.namelist() if b'TargetMode="External"' in parts.read(name)]


def test_a_page_escapes_names_and_needs_nothing_else(claim):
    page = make(claim, "html").decode()

    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "src=" not in page
    assert "href=" not in page


def test_markdown_keeps_names_in_their_cells(claim):
    text = make(claim, "md").decode()

    assert r"Sign \| \*it\* now" in text
    assert "<script" not in text


def test_a_checklist_that_may_be_filled_in_is_not_replaced_unless_forced(claim, capsys):
    make(claim, "csv")

    code = run(front, ["checklist", str(claim), "-o", str(claim.with_name("list.csv"))])

    assert 2 == code
    assert "list.csv exists already. --force replaces it.\n" in capsys.readouterr().err


def test_without_a_printer_the_message_says_what_to_install(claim, monkeypatch, capsys):
    monkeypatch.setattr("flowtrim.reports.media.pdf.shutil.which", lambda _: None)
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)

    code = run(front, ["checklist", str(claim), "-o", str(claim.with_name("list.pdf"))])

    assert 2 == code
    assert "flowtrim[pdf]" in capsys.readouterr().err
