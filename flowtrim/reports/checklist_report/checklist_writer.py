"""The checklist in files to fill in: Markdown, CSV, XLSX and HTML; whatever people wrote stays text."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

from flowtrim.formats.tabular.cell_text import harmless
from flowtrim.reports.checklist_report.checklist_words import HEADING, PROCESS, SIGN_OFF, VERSION, words_in
from flowtrim.review.checklist_rows import Checklist, Table

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from flowtrim.reports.media.workbook import Look

_WIDE = frozenset(
    {
        "Why",
        "Findings",
        "What",
        "Action",
        "Formula",
        "Its steps",
        "Steps",
        "Only it can do",
        "Learnt",
        "Who uses it",
        "Reason today",
        "What today",
        "Action today",
    }
)
_SHORT = frozenset(
    {"Last justified", "Last reviewed", "Decision", "By", "When", "Mark", "Share", "Times decided", "Refused"}
)
_LONGEST = {"No.": 5, "Id": 12, "Findings": 40, "Serves": 12, "Source": 14, "Who performs it": 14}
_WIDTH, _KEY, _VALUE = 18, 32, 90
"""Widths of columns, in characters: of a table, and of the two of a list."""
_UNREADABLE = 1.3
"""So many times as wide as a paper, a sheet is too small to be read on one."""
_BESIDE = 9
"""Columns of a table up to which there is room on paper for what people fill in beside the facts, not below them."""


def as_markdown(sheet: Checklist) -> str:
    """Return the checklist as Markdown: decisions are typed into the empty cells."""
    from flowtrim.reports.document.report_markdown import rendered

    return rendered("checklist.md.j2", sheet=sheet, heads=_head(sheet), tell=words_in(sheet.language))


def as_csv(sheet: Checklist) -> bytes:
    """Return the checklist as one CSV file that spreadsheets open; a text that looks like a formula gets a quote."""
    stream = StringIO(newline="")
    rows, tell = csv.writer(stream, lineterminator="\r\n"), words_in(sheet.language)
    rows.writerow([tell(HEADING)])
    rows.writerows([key, neutral(value)] for key, value in _head(sheet))
    for table in sheet.tables:
        rows.writerows(([], [tell(table.title)], [tell(column.title) for column in table.columns]))
        rows.writerows([neutral(cell) for cell in row] for row in table.rows)
    rows.writerows(([], [tell(SIGN_OFF)]))
    rows.writerows([tell(field), ""] for field in sheet.sign_off)
    return b"\xef\xbb\xbf" + stream.getvalue().encode(errors="replace")


def neutral(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    >>> neutral("=cmd|' /C calc'!A0"), neutral("pay")
    ("'=cmd|' /C calc'!A0", 'pay')
    """
    return f"'{text}" if text.startswith("'") else harmless(text)


def as_html(sheet: Checklist) -> str:
    """Return the checklist as one page that needs nothing else, to print and to fill in by hand."""
    from flowtrim.reports.media.html import filled

    tell = words_in(sheet.language)
    return filled("checklist.html.j2", sheet=sheet, heads=_head(sheet), wide=_WIDE, beside_at_most=_BESIDE, tell=tell)


def as_xlsx(sheet: Checklist) -> bytes:
    """Return the checklist as a workbook: drop-down lists, frozen headers, filters; the same bytes each time."""
    from flowtrim.reports.media.workbook import looks, new_workbook

    stream, tell = BytesIO(), words_in(sheet.language)
    book = new_workbook(stream, tell(HEADING))
    look = looks(book)
    _list(book.add_worksheet(tell(HEADING)), [(tell(HEADING), ""), *_head(sheet)], look)
    for table in sheet.tables:
        _sheet(book.add_worksheet(tell(table.title)), table, look, tell)
    fields = ((tell(field), "") for field in sheet.sign_off)
    _list(book.add_worksheet(tell(SIGN_OFF)), [(tell(SIGN_OFF), ""), *fields], look)
    book.close()
    return stream.getvalue()


def _head(sheet: Checklist) -> list[tuple[str, str]]:
    tell = words_in(sheet.language)
    return [(tell(key), value) for key, value in ((PROCESS, sheet.process), (VERSION, sheet.version), *sheet.facts)]


def _list(page: Worksheet, rows: list[tuple[str, str]], look: dict[Look, Format]) -> None:
    from flowtrim.reports.media.workbook import height

    page.set_column(0, 0, _KEY)
    page.set_column(1, 1, _VALUE)
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    for line, (key, value) in enumerate(rows):
        page.write_string(line, 0, key, look["head"])
        page.write_string(line, 1, value, look["fact" if value else "open"])
        page.set_row(line, height((key, value), (_KEY, _VALUE)))


def _sheet(page: Worksheet, table: Table, look: dict[Look, Format], tell: Callable[[str], str]) -> None:
    from flowtrim.reports.media.workbook import PAPER, height, on_paper, on_two_papers

    widths = _widths(table, PAPER)
    page.freeze_panes(1, min(3, len(table.columns) - 1))
    on_paper(page)
    if sum(widths) > _UNREADABLE * PAPER:
        on_two_papers(page, kept=3, cut=next(n for n, column in enumerate(table.columns) if column.open))
    for number, column in enumerate(table.columns):
        page.set_column(number, number, widths[number])
        page.write_string(0, number, tell(column.title), look["head"])
        if column.choices and table.rows:
            rule = {"validate": "list", "source": list(map(tell, column.choices))}
            page.data_validation(1, number, len(table.rows), number, rule)
        for line, row in enumerate(table.rows, 1):
            page.write_string(line, number, row[number], look["open" if column.open else "fact"])
    for line, row in enumerate([tuple(tell(column.title) for column in table.columns), *table.rows]):
        page.set_row(line, height(row, widths))
    if table.rows:
        page.autofilter(0, 0, len(table.rows), len(table.columns) - 1)


def _widths(table: Table, paper: float) -> list[float]:
    """Return the widths of the columns in letters; what is left of a paper goes to those that hold sentences and names.

    >>> from flowtrim.review.checklist_rows import Column
    >>> _widths(Table("Said", (Column("No."), Column("What"), Column("Still right?")), ()), 80.0)
    [5, 46.9, 28.1]
    """
    widths: list[float] = [_width(column.title) for column in table.columns]
    growing = [n for n, column in enumerate(table.columns) if column.title not in _SHORT | {"No.", "Id"}]
    spare = max(0.0, paper - sum(widths)) / sum(widths[n] for n in growing)
    return [round(wide * (1 + spare), 1) if n in growing else wide for n, wide in enumerate(widths)]


def _width(title: str) -> int:
    if title in _LONGEST:
        return _LONGEST[title]
    return 30 if title in _WIDE else 12 if title in _SHORT else _WIDTH
