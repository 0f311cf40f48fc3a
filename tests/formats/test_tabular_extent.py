"""Workbooks that ask for more than any machine has, and those that only look like it."""

from __future__ import annotations

import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from flowtrim.errors import FlowtrimError, InvalidFileError
from flowtrim.formats import loads, read
from flowtrim.formats.tabular.extent import WorkbookError
from flowtrim.formats.tabular.sheets import read_sheets
from flowtrim.formats.tabular.workbook_parts import measured
from flowtrim.reports.checklist_report.checklist_reader import read_checklist
from tests.days import TODAY
from tests.workbooks import MAIN, ROW, ods, packed, xlsx

FAR = "reaches as far as row 1,048,576 and column 16,384"
CELL = '<c r="XFD1048576" t="str"><v>x</v></c>'
HEAD = '<table:table-row><table:table-cell office:value-type="string"><text:p>Step</text:p></table:table-cell></table:table-row>'


def workbook(**cells):
    book = Workbook()
    for place, value in {"A1": "Name", "B1": "Owner", "A2": "Pay", "B2": "Bank", **cells}.items():
        if value is None:
            book.active[place].fill = PatternFill("solid", fgColor="FFFF00")
        else:
            book.active[place] = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def cells(inside="", **said):
    told = "".join(f' table:{name.replace("_", "-")}="{value}"' for name, value in said.items())
    told += ' office:value-type="string"' * bool(inside)
    return f"<table:table-cell{told}>{inside}</table:table-cell>"


def rows(inside, repeated=1):
    return f'<table:table-row table:number-rows-repeated="{repeated}">{inside}</table:table-row>'


def refusal(data, ending="xlsx"):
    with pytest.raises(InvalidFileError) as refused:
        loads(data, file=f"f.{ending}", today=TODAY)
    return str(refused.value)


FAR_SHEETS = {
    "as spreadsheets write it": xlsx(f'<row r="1048576">{CELL}</row>'),
    "blanks round the equals sign": xlsx(CELL.replace('r="', 'r = "')),
    "in single quotes": xlsx(CELL.replace('"', "'")),
    "an ending in capitals": xlsx(CELL, part="sheet1.XML"),
    "another ending": xlsx(CELL, part="sheet1.png"),
    "a prefix with a hyphen": xlsx(
        sheet=f'<x-y:worksheet xmlns:x-y="{MAIN}"><x-y:sheetData>{CELL.replace("<", "<x-y:").replace("<x-y:/", "</x-y:")}</x-y:sheetData></x-y:worksheet>'
    ),
    "a letter as a reference": xlsx(CELL.replace("XFD", "&#88;FD")),
    "a comment in the cell": xlsx(CELL.replace("<v>", "<!-- > --><v>")),
    "a line break in the tag": xlsx(CELL.replace(" r=", "\n\tr=")),
    "a formula without a value": xlsx('<c r="XFD1048576"><f>1+1</f></c>'),
    "a word for number of the row": xlsx('<row r="1048576"><c t="str"><v>x</v></c></row>' + CELL),
}


@pytest.mark.parametrize("data", FAR_SHEETS.values(), ids=FAR_SHEETS.keys())
def test_a_word_in_the_last_cell_is_refused_in_words_however_it_is_spelt(data):
    assert FAR in refusal(data)


@pytest.mark.parametrize("data", FAR_SHEETS.values(), ids=FAR_SHEETS.keys())
def test_a_checklist_is_measured_in_the_same_way(data):
    with pytest.raises(FlowtrimError, match=FAR):
        read_checklist(data, file="f.xlsx")


def test_what_is_only_painted_down_there_is_nothing(tmp_path):
    file = tmp_path / "painted.xlsx"
    file.write_bytes(workbook(A1048576=None, XFD1048576=None))

    assert ["Pay"] == [step.name for step in read(file, today=TODAY).process.steps]


FAR_TABLES = {
    "a word in the last cell": rows(cells(), 1048574) + rows(cells(number_columns_repeated=16383) + cells("<text:p/>")),
    "a value without a text": rows(cells(), 1048574) + rows(cells(number_columns_repeated=9) + cells(value=1)),
    "a covered cell": rows(cells(), 1048575) + rows(f"{cells()}<table:covered-table-cell><text:p/></table:covered-table-cell>"),
}  # fmt: skip


@pytest.mark.parametrize("told", FAR_TABLES.values(), ids=FAR_TABLES.keys())
def test_an_open_document_counts_up_to_the_last_cell_that_holds_something(told):
    assert "reaches as far as row 1,0" in refusal(ods(HEAD + told), "ods")


@pytest.mark.parametrize(("times", "rows_"), [(10_002, 1), (1, 10_002), (101, 100), (10**6, 10**6)])
def test_a_cell_that_stands_in_too_many_places_is_refused(times, rows_):
    told = rows(cells("<text:p>x</text:p>", number_columns_repeated=times), rows_)

    assert "A sheet repeats its cells more than 10,000 times." in refusal(ods(HEAD + told), "ods")


def test_an_open_document_that_is_painted_to_its_end_is_read():
    told = (
        HEAD + rows(cells("<text:p>Pay</text:p>")) + rows(cells(number_columns_repeated=16384, style_name="y"), 1048574)
    )

    assert ["Pay"] == [step.name for step in loads(ods(told), file="f.ods", today=TODAY).process.steps]


@pytest.mark.parametrize("cut", [10, 60, 400, 700, 900])
def test_an_open_document_that_breaks_off_ends_at_once(cut):
    told = HEAD + rows(cells("<text:p>Pay</text:p>")) * 5

    assert "content.xml is broken, or breaks off" in refusal(ods(told, cut), "ods")


@pytest.mark.parametrize("repeated", ["-1", "9" * 30, "many", "1.5"])
def test_odd_repeats_are_refused_or_read(repeated):
    assert refusal(ods(HEAD + rows(cells("<text:p>x</text:p>"), repeated)), "ods")


REFUSED = {
    "a bomb": (xlsx(**{"xl/media/x.xml": "<x>" + " " * 80_000_000 + "</x>"}), "unpacks to more than 64 MB"),
    "many elements": (xlsx("<c />" * 4_100_000), "has more than 4,000,000 elements"),
    "no end": (xlsx(sheet="<c " * 3_000_000), "sheet1.xml is broken, or breaks off"),
    "many merges": (xlsx(after='<mergeCell ref="A1:B1"/>' * 100_001), "more than 100,000 merged ranges"),
    "large merges": (
        xlsx('<c r="J50000" t="str"><v>x</v></c>', after='<mergeCell ref="A1:XFD1048576"/>' * 5),
        "merged ranges of a sheet span more than 1,000,000 cells",
    ),
    "a document type": (
        xlsx(sheet=f'<!DOCTYPE x [<!ENTITY a "b">]><worksheet xmlns="{MAIN}">&a;</worksheet>'),
        "sheet1.xml declares a document type",
    ),
    "no cell": (xlsx('<c r="1A"><v>1</v></c>'), "'1A' is no cell"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_too_large_is_said_within_seconds(data, said):
    begin = time.process_time()

    assert said in refusal(data)
    assert time.process_time() - begin < 10


def test_merged_ranges_over_whole_columns_are_read():
    told = loads(
        xlsx('<row r="2"><c r="A2" t="str"><v>Pay</v></c></row>', after='<mergeCell ref="B1:B1048576"/>'),
        file="f.xlsx",
        today=TODAY,
    )

    assert ["Pay"] == [step.name for step in told.process.steps]


@pytest.mark.parametrize(
    "data", [b"PK", b"PK\x03\x04 nothing", workbook()[:900], packed({"a": "b"}), b"\xd0\xcf\x11\xe0" + b"\0" * 600]
)
def test_what_is_no_workbook_is_refused_in_words(data):
    assert "f.xlsx: This is not a workbook that can be read: " in refusal(data)


def test_measuring_takes_a_moment_also_in_a_large_sheet():
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for number in range(5000):
        sheet.append([f"Step {number}", *["x"] * 20])
    stream = io.BytesIO()
    book.save(stream)
    begin = time.process_time()

    assert measured(stream.getvalue())
    assert time.process_time() - begin < 1


pieces = st.sampled_from([
    ROW, CELL, "<row>", "</row>", "<c>", "</c>", "<v>1</v>", '<c r="C3"><v>1</v></c>', '<c t="s"><v>7</v></c>', "<is><t>x</t></is>",
    '<mergeCell ref="A1:B2"/>', HEAD, "<table:table-row>", "</table:table-row>", "<table:table-cell>", "</table:table-cell>", "<table:table>",
    "</table:table>", cells("<text:p>x</text:p>", number_columns_repeated=3), rows(cells("x"), 70_000), "&amp;", "&x;", "<!--", "-->", "<![CDATA[", "]]>",
])  # fmt: skip


@given(st.lists(pieces, max_size=12).map("".join), st.booleans(), st.integers(1, 500) | st.none())
def test_whatever_a_sheet_holds_it_ends_in_rows_or_in_a_sentence(told, open_document, cut):
    whole = f'<worksheet xmlns="{MAIN}"><sheetData>{told}</sheetData></worksheet>'
    data = ods(told, cut) if open_document else xlsx(sheet=whole[:cut])
    try:
        said = [f"{sheet.name}." for sheet in read_sheets(data)]
    except WorkbookError as refused:
        said = [str(refused)]
    assert all(one.endswith(".") for one in said)
