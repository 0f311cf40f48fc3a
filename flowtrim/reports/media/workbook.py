"""Workbooks as flowtrim writes them: texts are never formulas or links, and the same content makes the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from flowtrim.reports.media.text_lines import washed, width

if TYPE_CHECKING:
    from io import BytesIO

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Look = Literal[
    "head",
    "fact",
    "open",
    "number",
    "decimal",
    "error",
    "warning",
    "hint",
    "good",
    "bad",
    "title",
    "note",
    "hours",
    "days",
    "percent",
]


class Measured(NamedTuple):
    """A number with a look that says its unit: the cell still calculates."""

    number: float
    look: Look


Value = str | float | bool | Measured | None

_LONGEST = 32_000
"""Characters of a cell; Excel refuses more than 32,767."""
_LINE, _TALLEST = 15.0, 400.0
"""Points of a line, and of the tallest row."""
_BOLD, _BUTTON, _WIDEST = 1.2, 3, 40
"""How much wider bold letters run, the room of the button of a filter, and the widest column of a name, in letters."""
_MARGIN = 0.4
"""Inches of paper around a sheet."""
PAPER = 140.0
"""Letters that stand beside each other on A4 across."""
_PLAIN = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#B8BEC6"}
_TEXT = {**_PLAIN, "num_format": "@"}
_LOOKS: dict[Look, dict[str, Any]] = {
    "head": {**_TEXT, "bold": True, "bg_color": "#DDE3EA"},
    "fact": _TEXT,
    "open": {**_TEXT, "bg_color": "#FFF8DC"},
    "number": {**_PLAIN, "num_format": "#,##0", "align": "right"},
    "decimal": {**_PLAIN, "num_format": "#,##0.00", "align": "right"},
    "hours": {**_PLAIN, "num_format": '#,##0.0## "h"', "align": "right"},
    "days": {**_PLAIN, "num_format": '#,##0.0 "d"', "align": "right"},
    "percent": {**_PLAIN, "num_format": "0.0%", "align": "right"},
    "error": {**_TEXT, "bold": True, "font_color": "#9C1C22", "bg_color": "#FBE3E4"},
    "warning": {**_TEXT, "bold": True, "font_color": "#7A4B00", "bg_color": "#FFF1D6"},
    "hint": {**_TEXT, "font_color": "#3F4C59", "bg_color": "#EEF1F5"},
    "good": {**_TEXT, "font_color": "#1D6B43"},
    "bad": {**_TEXT, "font_color": "#9C1C22"},
    "note": {"font_color": "#52606D", "num_format": "@"},
    "title": {"bold": True, "font_size": 14, "num_format": "@"},
}


def new_workbook(stream: BytesIO, title: str) -> Workbook:
    """Return an empty workbook in which nothing that people wrote becomes a formula, a link or a number."""
    from datetime import datetime

    from xlsxwriter import Workbook

    off = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = Workbook(stream, off)
    book.set_properties({"title": title, "created": datetime(2000, 1, 1)})  # noqa: DTZ001 - the library wants it so
    return book


def looks(book: Workbook) -> dict[Look, Format]:
    """Return the formats of a workbook by what they are for."""
    return {name: book.add_format(look) for name, look in _LOOKS.items()}


def on_paper(page: Worksheet) -> None:
    """Print a sheet on A4 across, as wide as the paper, with its head on every page and its name and number below."""
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(left=_MARGIN, right=_MARGIN, top=_MARGIN, bottom=2 * _MARGIN)
    page.set_footer("&L&A&R&P / &N")
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def on_two_papers(page: Worksheet, *, kept: int, cut: int) -> None:
    """Print a sheet that is too wide to be read on one paper on two beside each other, best cut before a column.

    The first columns, so many as are ``kept``, stand on both. How small letters get is left to the program that
    prints, since it knows the width of its letters.
    """
    page.repeat_columns(0, kept - 1)
    page.set_v_pagebreaks([cut])
    page.fit_to_pages(2, 0)
    page.print_across()


def fill(
    page: Worksheet,
    columns: Sequence[tuple[str, float]],
    rows: Iterable[Sequence[Value]],
    look: dict[Look, Format],
    *,
    frozen: int = 1,
) -> int:
    """Write a table with a frozen head and a filter, and return how many rows it has; columns are title and width."""
    on_paper(page)
    page.freeze_panes(1, frozen)
    for number, (title, room) in enumerate(columns):
        page.set_column(number, number, room)
        page.write_string(0, number, washed(title), look["head"])
    page.set_row(0, height([title for title, _ in columns], [room / _BOLD for _, room in columns]))
    line = 0
    for line, row in enumerate(rows, 1):
        for number, value in enumerate(row):
            put(page, line, number, value, look)
        page.set_row(line, height(row, [room for _, room in columns]))
    if line:
        page.autofilter(0, 0, line, len(columns) - 1)
    return line


def named_column(name: str, least: float) -> tuple[str, float]:
    """Return a column headed by a name: wide enough that its longest word is not broken, and no narrower than `least`.

    >>> named_column("Head of sales", 14), named_column("Vertriebsinnendienst", 14)
    (('Head of sales', 14), ('Vertriebsinnendienst', 27.0))
    """
    longest = max(map(width, name.split()), default=0)
    return name, max(least, min(_WIDEST, longest * _BOLD + _BUTTON))


def height(row: Sequence[Value], widths: Sequence[float]) -> float:
    """Return the height in points that the texts of a row need, since not every program works it out by itself."""
    lines = (
        -(-width(value) // max(1, int(room))) for value, room in zip(row, widths, strict=True) if isinstance(value, str)
    )
    return min(_TALLEST, _LINE * max(1, *lines, 1))


def put(  # noqa: PLR0913 - a place, what stands there, and how it looks
    page: Worksheet, line: int, column: int, value: Value, look: dict[Look, Format], *, as_: Look = "fact"
) -> None:
    """Write one cell: a number as a number, everything else as harmless text, nothing as an empty cell."""
    if isinstance(value, Measured):
        page.write_number(line, column, value.number, look[value.look])
        return
    if isinstance(value, int | float) and not isinstance(value, bool):
        page.write_number(line, column, value, look["number" if value == int(value) else "decimal"])
        return
    told = {None: "", True: "yes", False: ""}[value] if value is None or isinstance(value, bool) else washed(value)
    page.write_string(line, column, told if len(told) <= _LONGEST else told[:_LONGEST] + "…", look[as_])
