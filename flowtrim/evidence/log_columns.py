"""What the columns of an event log mean: by their names, else by what stands in them; and whose role a resource has."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from flowtrim.errors import InvalidFileError, Problem, UnknownNameError
from flowtrim.evidence.log_times import looks_like_time
from flowtrim.formats.files import decode, read_bytes
from flowtrim.formats.tabular.delimited import cells_of
from flowtrim.sentences import did_you_mean, nearest, quoted, quoted_list

FIELDS: Mapping[str, tuple[str, ...]] = {
    "case": (
        "caseconceptname", "caseid", "case", "traceid", "trace", "casenumber", "caseno", "casekey", "processinstance",
        "instanceid", "ticketid", "ticket", "orderid", "order", "requestid", "incidentid", "claimid", "applicationid",
        "patientid", "patient",
        "fallid", "fall", "vorgang", "vorgangsnummer", "auftrag", "auftragsnummer", "案件id", "案件", "ケースid",
    ),
    "activity": (
        "conceptname", "activity", "activityname", "activityid", "event", "eventname", "task", "taskname", "step",
        "stepname", "action", "operation", "aktivität", "tätigkeit", "schritt", "actividad", "activité", "活动", "作業",
    ),
    "time": (
        "timetimestamp", "completetimestamp", "completiontime", "completetime", "endtimestamp", "endtime", "enddate",
        "end", "timestamp", "eventtime", "activitytime", "complete", "finish", "finished", "time", "datetime", "date",
        "zeitstempel", "zeit", "ende", "datum", "时间", "日時",
    ),
    "start": ("starttimestamp", "starttime", "startdate", "start", "started", "begin", "begintime", "beginn"),
    "lifecycle": ("lifecycletransition", "lifecycle", "transition", "registrationtype", "eventtype"),
    "instance": ("conceptinstance", "activityinstance", "activityinstanceid", "handlingid", "instance"),
    "resource": (
        "orgresource", "resource", "resourceid", "user", "userid", "username", "employee", "performer", "agent",
        "originator", "worker", "bearbeiter", "mitarbeiter", "person", "员工", "担当者",
    ),
    "role": ("orgrole", "role", "rolle", "rolename", "team", "group", "orggroup", "department"),
    "outcome": ("outcome", "result", "decision", "ergebnis", "entscheidung"),
}  # fmt: skip
"""The names of columns, without blanks and signs, in the order of preference."""
NEEDED = ("case", "activity", "time")
_OF_EVENTS = 0.7
"""A column of cases has fewer values than this share of the rows."""


class Column(Struct, frozen=True):
    """A column with the first values that stand in it."""

    name: str
    sample: Sequence[str]


def understood(columns: Sequence[Column], told: Mapping[str, str], *, file: str) -> dict[str, str]:
    """Return the column of each field that there is; ``told`` are the fields of columns that somebody named.

    Raises:
        UnknownNameError: a column is named that is not there, or one that is needed is missing.

    >>> understood([Column("Case ID", ["1", "1"]), Column("Task", ["Ask", "Pay"]), Column("When", ["2026-03-01"] * 2)],
    ...     {}, file="log.csv")
    {'case': 'Case ID', 'activity': 'Task', 'time': 'When'}
    """
    found = _told(columns, told, file)
    for field, names in FIELDS.items():
        taken = set(found.values())
        free = {_bare(column.name): column.name for column in reversed(columns) if column.name not in taken}
        known = next((free[name] for name in names if name in free), None)
        if field not in found and known is not None:
            found[field] = known
    for field, likely in (("time", _is_time), ("activity", _is_activity), ("case", _is_case)):
        left = [column for column in columns if column.name not in found.values() and likely(column)]
        if field not in found and len(left) == 1:
            found[field] = left[0].name
    if "start" in found and "time" not in found:
        found["time"] = found.pop("start")
    _check(found, columns, file)
    return {field: found[field] for field in FIELDS if field in found}


def _told(columns: Sequence[Column], told: Mapping[str, str], file: str) -> dict[str, str]:
    names = [column.name for column in columns]
    for name, field in told.items():
        if name not in names:
            guess = did_you_mean(nearest(name, names)) or f" There are {quoted_list(names)}."
            raise UnknownNameError(f"{file} has no column {quoted(name)}.{guess}")
        if field not in FIELDS:
            guess = did_you_mean(nearest(field, FIELDS)) or f" There are {quoted_list(FIELDS)}."
            raise UnknownNameError(f"{quoted(field)} is nothing that a column of a log can mean.{guess}")
    return {field: name for name, field in told.items()}


def _check(found: Mapping[str, str], columns: Sequence[Column], file: str) -> None:
    missing = [field for field in NEEDED if field not in found]
    if missing:
        names = [column.name for column in columns]
        raise UnknownNameError(
            f"{file} has no column that is understood as {quoted_list(missing)}. There are {quoted_list(names)}. "
            f'Say which it is, as in --map "{names[0] if names else "Column"}={missing[0]}"'
        )


def _is_time(column: Column) -> bool:
    return bool(column.sample) and all(map(looks_like_time, column.sample))


def _is_activity(column: Column) -> bool:
    values = set(column.sample)
    return 1 < len(values) <= max(3, len(column.sample) // 3) and not any(map(_is_number, values))


def _is_case(column: Column) -> bool:
    return 1 < len(set(column.sample)) < _OF_EVENTS * len(column.sample) and not _is_time(column)


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[\d.,+-]+", text) is not None


def _bare(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


def role_table(path: str) -> dict[str, str]:
    """Return the role of each resource of a log, from a CSV with two columns and a line of headings.

    Raises:
        InvalidFileError: it cannot be read, or a row has not two cells; every such row is told.
    """
    told = decode(read_bytes(path), file=path)
    sign = max(",;\t", key=told.splitlines()[0].count) if told.strip() else ","
    rows = list(cells_of(told, sign))
    problems = [
        Problem(path, number, 1, "A row takes two cells: a resource of the log, and its role.")
        for number, row in enumerate(rows, 1)
        if row and (len(row) != 2 or not all(cell.strip() for cell in row))
    ]
    if problems or len(rows) < 2:
        raise InvalidFileError(problems or [Problem(path, 0, 0, "The table of roles is empty.")])
    return {row[0].strip(): row[1].strip() for row in rows[1:] if row}
