from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from flowtrim.reports.document.content import dossier
from flowtrim.reports.document.report_xlsx import as_xlsx
from tests.reports.claims import CLAIM, LEAN

HOSTILE = r"""
process: "=cmd|' /C calc'!A0"
steps:
  - {id: a, name: "=HYPERLINK(\"http://evil.example\")", owner: "@SUM(1)", why: "+1\nline two\u0085\u202E"}
  - {id: b, name: "http://evil.example/x", owner: "-2]]>"}
"""


@pytest.fixture
def made(analysed):
    def make(text: str, **given) -> bytes:
        return as_xlsx(dossier(analysed(text, **given)))

    return make


def sheet(book: bytes, name: str) -> list[list]:
    return CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_name(name).to_python()


def test_the_sheets_stand_in_the_order_of_reading(made):
    names = CalamineWorkbook.from_filelike(BytesIO(made(CLAIM, after=LEAN))).sheet_names

    assert ["Figures", "Findings", "RACI", "Handoffs", "Steps", "Fate", "KPIs"] == names


def test_sheets_heads_and_figures_are_said_in_the_language_of_the_process(made):
    book = made(f"language: de\n{CLAIM}", after=LEAN)
    heads = {name: sheet(book, name)[4 * (name == "Zahlen")] for name in ("Zahlen", "Befunde", "Schritte", "Verbleib")}

    assert ["Zahl", "Einheit", "Vorher", "Nachher"] == heads["Zahlen"][:4]
    assert ["Schwere", "Regel"] == heads["Befunde"][:2]
    assert {row[0] for row in sheet(book, "Befunde")[1:]} <= {"Fehler", "Warnung", "Hinweis"}
    assert {"Schritt", "Rolle", "Warum"} & set(heads["Schritte"])
    assert "Schritte ohne Grund" in {row[0] for row in sheet(book, "Zahlen")}


def test_findings_and_remedies_are_told_in_the_language_of_the_process(made):
    idle = "process: Zahlen\nlanguage: de\nroles: {clerk: {name: Amt}}\nsteps: [{name: Buchen, owner: Kasse}]\n"
    rows = sheet(made(idle), "Befunde")[1:]
    told = {row[1]: (row[3], row[4]) for row in rows}

    assert told["review-never"] == ("Der Prozess wurde noch nie vollständig überprüft.", "")
    assert told["who-idle"][1] == "Die Rolle Amt entfällt"


def test_figures_are_numbers_before_and_after(made):
    rows = {row[0]: row[2:] for row in sheet(made(CLAIM, after=LEAN), "Figures")[5:]}

    assert [3.0, 1.0, -2.0] == rows["steps"]
    assert [2.0, 0.0, -2.0] == rows["handoffs"]


def test_a_figure_that_is_undefined_is_an_empty_cell(made):
    rows = {row[0]: row[2] for row in sheet(made(LEAN), "Figures")[5:]}

    assert "" == rows["work in a case"]


def test_who_hands_to_whom_is_a_matrix_with_totals(made):
    head, *rows = sheet(made(CLAIM), "Handoffs")

    assert ["From \\ to", "Clerk", "Manager", "in all"] == head
    assert [["Employee", 1.0, "", 1.0], ["Clerk", "", 1.0, 1.0]] == rows


def test_who_does_what_is_told_by_its_letters(made):
    head, *rows = sheet(made(CLAIM), "RACI")
    told = {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in rows}

    assert "I" == told["3 Approve"]["Clerk"]
    assert "R" in told["3 Approve"]["Manager"]


def test_the_fate_of_every_step_and_role_is_told(made):
    rows = sheet(made(CLAIM, after=LEAN), "Fate")[1:]
    fates = {(row[0], row[1]): row[2] for row in rows}

    assert "as before" == fates["step", "1 Fill in"]
    assert "dropped" == fates["step", "2 Stamp"]
    assert "dropped" == fates["role", "Manager"]


def test_without_an_after_nothing_is_compared(made):
    assert "Fate" not in CalamineWorkbook.from_filelike(BytesIO(made(CLAIM))).sheet_names


def test_findings_have_a_filter_a_frozen_head_and_colours_for_severities(made):
    page = load_workbook(BytesIO(made(CLAIM)))["Findings"]

    assert page.auto_filter.ref.startswith("A1:G")
    assert "B2" == page.freeze_panes
    rules = {rule.formula[0] for group in page.conditional_formatting for rule in group.rules}
    assert {'"error"', '"warning"', '"hint"'} == rules


def test_the_matrix_is_a_heat_map(made):
    page = load_workbook(BytesIO(made(CLAIM)))["Handoffs"]

    assert ["colorScale"] == [rule.type for group in page.conditional_formatting for rule in group.rules]


def test_nothing_that_people_wrote_is_a_formula_or_a_link(made):
    book = load_workbook(BytesIO(made(HOSTILE, after=HOSTILE)))
    cells = [cell for page in book for row in page.iter_rows() for cell in row]

    assert {"s", "n"} == {cell.data_type for cell in cells}
    assert [] == [cell for cell in cells if cell.hyperlink]
    assert {"@"} == {cell.number_format for cell in cells if str(cell.value).startswith(("=", "+", "-", "@"))}


def test_control_characters_and_marks_of_direction_come_out_as_signs(made):
    why = next(row for row in sheet(made(HOSTILE), "Steps")[1:] if row[2] == "@SUM(1)")[4]

    assert "+1 line two ‹U+202E›" == why


def test_a_reason_longer_than_a_cell_is_cut_and_says_so(made):
    text = f"process: Long\nsteps:\n  - {{name: A, owner: x, why: {'why ' * 10_000}}}\n"

    assert sheet(made(text), "Steps")[1][4].endswith("…")


def test_an_empty_process_has_a_workbook_too(made):
    assert "No steps yet" == sheet(made("process: Nothing\nsteps: []\n"), "Figures")[1][0]


def test_the_same_process_makes_the_same_bytes(made):
    assert made(CLAIM, after=LEAN) == made(CLAIM, after=LEAN)


TIMED = """\
process: Claim
steps:
  - {name: Fill in, owner: Employee, takes: 30m, waits: 3h}
  - {name: Pay, owner: Payroll, takes: 15m, waits: 2d}
"""


def test_times_are_numbers_in_hours_or_days_and_efficiency_is_a_percentage(made):
    page = load_workbook(BytesIO(made(TIMED)))["Figures"]
    cells = {row[0].value: (row[1].value, row[2].value, row[2].number_format) for row in page.iter_rows(min_row=6)}

    assert ("h", 0.75, '#,##0.0## "h"') == cells["work in a case"]
    assert ("working days", pytest.approx(2 + 3.75 / 8), '#,##0.0 "d"') == cells["start to end"]
    assert ("%", pytest.approx(0.75 / 19.75), "0.0%") == cells["efficiency"]


def test_the_times_of_steps_are_hours_so_that_they_can_be_summed(made):
    head, *rows = sheet(made(TIMED), "Steps")

    assert [[0.5, 3.0], [0.25, 16.0]] == [row[head.index("Takes") : head.index("Waits") + 1] for row in rows]


def test_the_longest_word_of_a_role_fits_into_the_head_of_its_column(made):
    book = made("process: P\nsteps:\n  - {id: a, owner: Chef}\n  - {id: b, owner: Vertriebsinnendienst}\n")
    page = load_workbook(BytesIO(book))["Handoffs"]

    assert "Vertriebsinnendienst" == page["B1"].value
    assert len("Vertriebsinnendienst") < page.column_dimensions["B"].width
