"""Tables that tell what was done in each case, and not what the steps of a process are."""

from __future__ import annotations

from collections.abc import Sequence

from flowtrim.formats.tabular.columns import spelling
from flowtrim.sentences import quoted

CASES = frozenset({"caseid", "caseconceptname", "traceid", "case", "fallid", "案件id", "ケースid"})
"""What the column is called that says to which case a row belongs."""


def event_log(headings: Sequence[str], fields: Sequence[str | None], rows: Sequence[Sequence[str]]) -> str | None:
    """Say why a table is an event log: rows have cases, and the same is done in several. None where it is none.

    Where no column is understood as the steps, a column of cases is enough.

    >>> event_log(["case_id", "Activity"], [None, "name"], [["1", "Ask"], ["1", "Pay"], ["2", "Ask"]])[:32]
    'This looks like an event log: in'
    >>> event_log(["Case", "Activity"], [None, "name"], [["Refund", "Ask"], ["Repair", "Look"]]) is None
    True
    """
    case = next((n for n, text in enumerate(headings) if not fields[n] and spelling(text) in CASES), None)
    if case is None or ("name" in fields and not _repeats(case, fields.index("name"), rows)):
        return None
    return (
        f"This looks like an event log: in the column {quoted(headings[case].strip())} each row has its case. "
        "A process has a row for each step, told once. If it is no log, say which column holds the steps, as in: "
        f'--map "{_steps(headings, fields, case)}=name"'
    )


def _repeats(case: int, name: int, rows: Sequence[Sequence[str]]) -> bool:
    """Whether the same step is done in several cases."""
    done = {(row[name], row[case]) for row in rows if len(row) > max(case, name) and row[name].strip()}
    return len(done) > len({step for step, _ in done})


def _steps(headings: Sequence[str], fields: Sequence[str | None], case: int) -> str:
    """Return the heading of the steps, or else of the first column that could be it."""
    if "name" in fields:
        return headings[fields.index("name")].strip()
    return next((text.strip() for n, text in enumerate(headings) if n != case and text.strip()), "Step")
