"""A checklist that comes back filled in: nothing missing, nothing typed over, and of this process."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from unicodedata import digit

from msgspec import Struct

from flowtrim.errors import MOST_TOLD, FlowtrimError
from flowtrim.review.checklist_rows import ID, MARK, NUMBER, Checklist, Column, Table, mark
from flowtrim.review.filling import version_of

KEYS = {"steps": "Steps", "roles": "Roles", "kpis": "KPIs", "changes": "Decided changes"}
_NAMING = {"steps": ID, "roles": ID, "kpis": "KPI", "changes": ID}
_VERSION = "Version"
_COUNT = re.compile("[0-9]{1,9}")
Row = Mapping[str, str]


class ChecklistError(FlowtrimError):
    """A checklist that cannot be taken back as it is; says everything that is wrong with it."""


class Returned(Struct, frozen=True):
    """What a filled-in file holds: the head, the rows of each table with their column titles, and the sign-off.

    Of the table of findings only the ``actions`` count, which people wrote down: each with who does it, until when.
    """

    head: Mapping[str, str]
    tables: Mapping[str, tuple[Sequence[str], Sequence[Sequence[str]]]]
    sign_off: Mapping[str, str]
    actions: tuple[str, ...] = ()

    def rows(self, key: str) -> Iterator[Row]:
        """Yield the rows of a table by the titles of its columns."""
        titles, rows = self.tables.get(key, ((), ()))
        for row in rows:
            padded = [*row, *[""] * (len(titles) - len(row))]
            yield dict(zip(titles, padded, strict=False))


class Since(Struct, frozen=True):
    """What changed since the checklist was made: sentences, and the rows, by table and id, that no longer hold."""

    said: tuple[str, ...]
    stale: frozenset[tuple[str, str]]


def named(key: str, row: Row) -> str:
    """Return the id of the step, role or change, or the name of the KPI, that a row is about."""
    return row[_NAMING[key]]


def verify(returned: Returned, current: Checklist) -> None:
    """Raise ChecklistError where it is of another process, or rows are missing, moved or typed over."""
    process = returned.head.get("Process", "")
    if process != current.process:
        said = f"This checklist is of the process “{process}”, and the file holds “{current.process}”."
        raise ChecklistError(f"{said} Nothing was changed.")
    problems = [said for key in KEYS for said in _problems(returned, current.table(key), process)]
    if not problems and returned.head.get(_VERSION) != _version(returned, process):
        problems = ["Rows are missing at the end of a table, or the version at the head was typed over."]
    if problems:
        raise ChecklistError("\n".join([*problems, "Nothing was changed."]))


def since(returned: Returned, current: Checklist) -> Since:
    """Say what became of the process since the checklist was made."""
    said: list[str] = []
    stale: set[tuple[str, str]] = set()
    for key, title in KEYS.items():
        now = {named(key, row): row for row in _current(current.table(key))}
        then = {named(key, row): row for row in returned.rows(key)}
        for name, row in then.items():
            if name not in now:
                said.append(
                    f"{title}: “{name}” is gone since the checklist was made; what was decided is not taken in."
                )
                stale.add((key, name))
            elif _says(row) != _says(now[name]):
                where = ", ".join(_differing(current.table(key).columns, row, now[name])) or "its wording"
                said.append(
                    f"{title}: “{name}” was changed since the checklist was made ({where}); it stays unreviewed."
                )
                stale.add((key, name))
        said += [f"{title}: “{name}” was added since, and stays unreviewed." for name in now if name not in then]
    return Since(tuple(said), frozenset(stale))


def _problems(returned: Returned, table: Table, process: str) -> Iterator[str]:
    key, title = table.key or "", table.title
    titles = [column.title for column in table.columns]
    if key not in returned.tables:
        yield f"{title}: the whole table is missing."
        return
    # what people added beside our columns is theirs
    have = [each for each in returned.tables[key][0] if each in titles]
    if have != titles:
        lost = [f"“{each}”" for each in titles if each not in have]
        why = f"there is no {' and no '.join(lost)}" if lost else "they stand in another order, or twice"
        yield f"{title}: the columns are not those that were handed out; {why}."
        return
    rows = list(returned.rows(key))
    if added := [row for row in rows if not (row[NUMBER] or row[MARK])]:
        said = next(filter(None, added[0].values()), "")
        yield f"{title}: a row was added that has no number (“{said}”); take it out."
        return
    yield from _out_of_order(title, [row[NUMBER] for row in rows], _count(returned, key))
    now = {named(key, row): row for row in _current(table)}
    for row in rows:
        if row[MARK] != mark(table.columns, [row[each] for each in titles], process=process, key=key):
            current = now.get(named(key, row), {})
            same = current and _says(current) == _says(row)
            where = ", ".join(_differing(table.columns, row, current)) if same else ""
            yield f"{title}, row {row[NUMBER]} ({named(key, row)}): {where or 'a fact'} was typed over."


def _out_of_order(title: str, numbers: Sequence[str], count: int) -> Iterator[str]:
    expected = list(map(str, range(1, min(count, len(numbers) + MOST_TOLD) + 1)))
    if list(numbers) == expected:
        return
    times = Counter(numbers)
    lost = [number for number in expected if not times[number]]
    yield from (f"{title}: row {number} is missing." for number in lost)
    if count > len(expected):  # who says that there were millions of rows is not answered by millions of sentences
        yield f"{title}: it had {count:,} rows, and has {len(numbers):,}."
    twice = [number for number, count in times.items() if count > 1]
    yield from (f"{title}: row {number} stands twice." for number in twice)
    if not lost and not twice:
        number = next((have for have, want in zip(numbers, expected, strict=False) if have != want), numbers[-1])
        yield f"{title}: row {number} is not in its place; sort the rows by “{NUMBER}”."


def _count(returned: Returned, key: str) -> int:
    counts = returned.head.get(_VERSION, "").split("-")
    place = list(KEYS).index(key)
    rows = len(returned.tables.get(key, ((), ()))[1])
    return int(counts[place]) if len(counts) == len(KEYS) + 1 and _COUNT.fullmatch(counts[place]) else rows


def _version(returned: Returned, process: str) -> str:
    return version_of(process, [[[row[MARK]] for row in returned.rows(key)] for key in KEYS])


def _current(table: Table) -> Iterator[Row]:
    titles = [column.title for column in table.columns]
    return (dict(zip(titles, row, strict=True)) for row in table.rows)


def _says(row: Row) -> str:
    return row[MARK].partition("-")[0]


def _differing(columns: Sequence[Column], row: Row, other: Row) -> list[str]:
    return [f"“{c.title}”" for c in columns if c.tells and row[c.title] != other.get(c.title)]


_FIRST_DAY = date(1899, 12, 30)
"""Day 0 of spreadsheets, as they count from March 1900 on."""


def meant_day(text: str) -> str | None:
    """Return the day that was meant, or the two that it can be; None where nobody can tell.

    >>> meant_day("46080"), meant_day("2026-2-1"), meant_day("01/02/2026"), meant_day("27.2.2026"), meant_day("soon")
    ('2026-02-27', '2026-02-01', '2026-01-02 or 2026-02-01', '2026-02-27', None)
    """
    if re.fullmatch(r"[34567][0-9]{4}(?:\.0+)?", text):
        return str(_FIRST_DAY + timedelta(days=int(float(text))))
    text = _plain(text)
    numbers = [int(part) for part in re.findall(r"[0-9]+", text)]
    if not re.fullmatch(r"[0-9]{1,4}([-/. ])[0-9]{1,2}\1[0-9]{1,4}\.?", text) or len(numbers) != len("ymd"):
        return None
    first, second, last = numbers
    orders = [(first, second, last)] if first > 31 else [(last, first, second), (last, second, first)]
    days = dict.fromkeys(filter(None, (_day(*order) for order in orders)))
    return " or ".join(days) or None


def _plain(text: str) -> str:
    """Return the digits of any script as ours, and years, months and days of East Asia with hyphens."""
    signs = {"年": "-", "月": "-", "日": "", "년": "-", "월": "-", "일": ""}
    plain = "".join(str(digit(sign)) if sign.isdecimal() else signs.get(sign, sign) for sign in text)
    return re.sub(r"- +", "-", plain)


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return str(date(year, month, day)) if year > 1900 else None
    except ValueError:
        return None
