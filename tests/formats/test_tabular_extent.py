"""Workbooks that reach further than any machine has memory for."""

from __future__ import annotations

import io
import time
from datetime import date
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from flowtrim.errors import InvalidFileError
from flowtrim.formats import read
from flowtrim.formats.tabular.extent import too_far

TODAY = date(2026, 3, 2)
ODS = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
 <table:table><table:table-row><table:table-cell><text:p>Name</text:p></table:table-cell></table:table-row>
 <table:table-row table:number-rows-repeated="1048574"><table:table-cell/></table:table-row>
 <table:table-row><table:table-cell table:number-columns-repeated="16383"/>
 <table:table-cell>{last}</table:table-cell></table:table-row></table:table>
 </office:spreadsheet></office:body></office:document-content>"""


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


def open_document(last):
    stream = io.BytesIO()
    with ZipFile(stream, "w") as parts:
        parts.writestr("content.xml", ODS.format(last=last))
    return stream.getvalue()


def test_a_word_in_the_last_cell_is_refused_in_words(tmp_path):
    file = tmp_path / "far.xlsx"
    file.write_bytes(workbook(XFD1048576="oops"))

    with pytest.raises(InvalidFileError, match="reaches as far as row 1,048,576 and column 16,384"):
        read(file, today=TODAY)


def test_what_is_only_painted_down_there_is_nothing(tmp_path):
    file = tmp_path / "painted.xlsx"
    file.write_bytes(workbook(A1048576=None, XFD1048576=None))

    assert ["Pay"] == [step.name for step in read(file, today=TODAY).process.steps]


@pytest.mark.parametrize(("last", "far"), [("<text:p>oops</text:p>", True), ("", False)])
def test_an_open_document_counts_up_to_the_last_cell_that_holds_something(last, far):
    assert far == bool(too_far(open_document(last)))


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x03\x04 nothing", workbook()[:900]])
def test_what_is_no_workbook_is_for_its_reader_to_refuse(data):
    assert None is too_far(data)


def test_looking_takes_a_moment_also_in_a_large_sheet():
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for number in range(5000):
        sheet.append([f"Step {number}", *["x"] * 20])
    stream = io.BytesIO()
    book.save(stream)
    begin = time.process_time()

    assert None is too_far(stream.getvalue())
    assert time.process_time() - begin < 1
