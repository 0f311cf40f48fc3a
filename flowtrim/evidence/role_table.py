"""The table that says which role a resource of the log has: it stays with those whose log it is."""

from __future__ import annotations

import csv
import io

from flowtrim.errors import InvalidFileError, Problem
from flowtrim.formats.files import decode, read_bytes


def role_table(path: str) -> dict[str, str]:
    """Return the role of each resource, from a CSV with two columns and a line of headings.

    Raises:
        InvalidFileError: it cannot be read, or a row has not two cells; every such row is told.
    """
    told = decode(read_bytes(path), file=path)
    sign = max(",;\t", key=told.splitlines()[0].count) if told.strip() else ","
    rows = list(csv.reader(io.StringIO(told, newline=""), delimiter=sign))
    problems = [
        Problem(path, number, 1, "A row takes two cells: a resource of the log, and its role.")
        for number, row in enumerate(rows, 1)
        if row and (len(row) != 2 or not all(cell.strip() for cell in row))
    ]
    if problems or len(rows) < 2:
        raise InvalidFileError(problems or [Problem(path, 0, 0, "The table of roles is empty.")])
    return {row[0].strip(): row[1].strip() for row in rows[1:] if row}
