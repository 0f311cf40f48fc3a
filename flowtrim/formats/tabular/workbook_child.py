"""The child process that reads workbooks: a workbook in, its sheets out as JSON, by the library python-calamine.

It is run as a file, so that it starts without the rest of the package, and may be ended: the library may run in circles
on odd input, or end its whole process where the memory does not suffice.
"""

from __future__ import annotations

import io
import json
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

REFUSED = 4
SECONDS, BYTES = 10, 768 * 2**20
"""Processor time, and memory."""


def main(most: int) -> int:
    """Read what comes in; the exit code is 4 where it cannot be read, with the reason on standard error."""
    _bounded()
    try:
        told = sheets_told(sys.stdin.buffer.read(), most)
    except BaseException as refusal:  # noqa: BLE001 - a panic of the library is no Exception
        sys.stderr.write(str(refusal))
        return REFUSED
    sys.stdout.buffer.write(told)
    return 0


def sheets_told(data: bytes, most: int) -> bytes:
    """Return the sheets of a workbook as JSON, none of more than so many cells."""
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    shown = {sheet.name for sheet in book.sheets_metadata if "Hidden" not in str(sheet.visible)}
    sheets = [_told(book.get_sheet_by_name(name), name, most, hidden=name not in shown) for name in book.sheet_names]
    return json.dumps(sheets).encode()


def _bounded() -> None:
    try:
        import resource
    except ImportError:  # Windows: there the time limit of the parent is all
        return
    for what, most in ((resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_AS, BYTES)):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _told(sheet: Any, name: str, most: int, *, hidden: bool) -> dict[str, Any]:
    if sheet.total_height * sheet.total_width > most:
        raise ValueError(f"a sheet has {sheet.total_height:,} rows and {sheet.total_width:,} columns")
    rows = [[_plain(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    return {"name": name, "hidden": hidden, "rows": rows, "merged": sheet.merged_cell_ranges or ()}


def _plain(cell: Any) -> Any:
    """Return a cell as JSON has it; days and times with the name of what they are."""
    if isinstance(cell, datetime):
        return {"moment": cell.isoformat(" ")}
    if isinstance(cell, date):
        return {"date": cell.isoformat()}
    if isinstance(cell, time):  # how long something takes, to a spreadsheet
        cell = timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second)
    return {"minutes": cell.total_seconds() / 60} if isinstance(cell, timedelta) else cell


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
