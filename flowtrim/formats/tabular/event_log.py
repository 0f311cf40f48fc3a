"""Tables that tell what was done in each case, and not what the steps of a process are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from flowtrim.formats.tabular.columns import spelling
from flowtrim.formats.tabular.durations_in_cells import likely_date
from flowtrim.formats.unit_words import bare
from flowtrim.sentences import quoted

CASES = frozenset(
    {"caseid", "caseconceptname", "traceid", "case", "fallid", "fall", "vorgangsnummer", "案件id", "ケースid"}
)
"""What the column is called that says to which case a row belongs."""
_KEY = re.compile(
    r"(?:.* )?(?:id|no|nr|num|number|numero|nummer|key|ref|reference|ticket|case|order|request|claim|invoice|incident|"
    r"fall|vorgang|auftrag|bestellung|antrag|dossier|commande|demande|cas|pedido|caso|solicitud|expediente)\.?"
    r"|.*(?:编号|单号|号|工单|订单|案件|番号|チケット|伝票|受付)"
)
_SHARE = 0.5
"""So much of the rows tell a step that is done in several cases, in a log; a process seldom tells a step twice."""

Rows = Sequence[Sequence[str]]


def event_log(headings: Sequence[str], fields: Sequence[str | None], rows: Rows) -> str | None:
    """Say why a table is an event log: rows have cases, and the same is done in several. None where it is none.

    Where no column is understood as the steps, a column of cases is enough.

    >>> event_log(["case_id", "Activity"], [None, "name"], [["1", "Ask"], ["1", "Pay"], ["2", "Ask"]])[:32]
    'This looks like an event log: in'
    >>> event_log(["Case", "Activity"], [None, "name"], [["Refund", "Ask"], ["Repair", "Look"]]) is None
    True
    """
    case = _case(headings, fields, rows)
    if case is None:
        return None
    return (
        f"This looks like an event log: in the column {quoted(headings[case].strip())} each row has its case. "
        "A log belongs beside a process, which has a row for each step, told once. If it is no log, say which column "
        f'holds the steps, as in: --map "{_steps(headings, fields, case)}=name"'
    )


def _case(headings: Sequence[str], fields: Sequence[str | None], rows: Rows) -> int | None:
    """Return the column of the cases: by its name, else by a key in it, or any column beside one of times."""
    known = next((n for n, text in enumerate(headings) if not fields[n] and spelling(text) in CASES), None)
    if "name" not in fields:
        return known
    name = fields.index("name")
    if known is not None:
        return known if _repeated(known, name, rows) else None
    timed = any(_holds_times(rows, n) for n, field in enumerate(fields) if field in (None, "ends"))
    for n, text in enumerate(headings):
        likely = bool(_KEY.fullmatch(bare(text).replace("_", " "))) or timed
        if not (likely and text.strip() and fields[n] in (None, "id", "order", "inputs")):
            continue
        if _repeated(n, name, rows) >= _SHARE and _several_rows_each(n, rows):
            return n
    return None


def _repeated(case: int, name: int, rows: Rows) -> float:
    """Return the share of the rows whose step is done in several cases."""
    cases: dict[str, set[str]] = defaultdict(set)
    told = [(row[name].strip(), row[case].strip()) for row in rows if len(row) > max(case, name) and row[name].strip()]
    for step, each in told:
        if each:
            cases[step].add(each)
    return sum(len(cases[step]) > 1 for step, _ in told) / len(told) if told else 0.0


def _several_rows_each(case: int, rows: Rows) -> bool:
    told = [row[case].strip() for row in rows if len(row) > case and row[case].strip()]
    return 1 < len(set(told)) <= 0.7 * len(told)


def _holds_times(rows: Rows, column: int) -> bool:
    told = [row[column].strip() for row in rows[:50] if len(row) > column and row[column].strip()]
    return bool(told) and all(_time(text) for text in told)


def _time(text: str) -> bool:
    day = re.split(r"[T ]", text, maxsplit=1)[0].replace("/", "-")
    return likely_date(day) is not None or re.fullmatch(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}", day) is not None


def _steps(headings: Sequence[str], fields: Sequence[str | None], case: int) -> str:
    """Return the heading of the steps, or else of the first column that could be it."""
    if "name" in fields:
        return headings[fields.index("name")].strip()
    return next((text.strip() for n, text in enumerate(headings) if n != case and text.strip()), "Step")
