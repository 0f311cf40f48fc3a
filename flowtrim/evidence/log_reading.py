"""One reading of a log: from its rows to sorted whole numbers, and what is known beside them.

Rows become codes in one pass, into a file without order; that is sorted case by case in parts that fit into memory.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

from msgspec import Struct, field

from flowtrim.errors import InvalidFileError, Problem
from flowtrim.evidence import log_queries as queries
from flowtrim.evidence.log_columns import Column, understood
from flowtrim.evidence.log_engine import FEW_WORDS, events_view, file_text, name, text
from flowtrim.evidence.log_source import Source, keep_columns, raw_view
from flowtrim.evidence.log_times import TimeForm, time_form
from flowtrim.measures.observed import Unread

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SAMPLE = 500
_PART = 1_250_000
"""Events that are sorted at once: they fit into memory; what has to be set aside on the disk costs twice the time."""
Check = Callable[[Sequence[str]], None]
"""Raises where the activities of a log are none of the process."""


class Terms(Struct, frozen=True, kw_only=True):
    """How a log is to be read: what columns mean, the zone of times without one, which comes first in dates.

    ``roles`` says the role of a resource; ``owners`` the role that does an activity, for logs that tell none.
    ``told_apart`` says whether the persons of a case are told apart: only separations of duties need it.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    zone: str | None = None
    order: str | None = None
    roles: Mapping[str, str] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)
    told_apart: bool = True


class Head(Struct, frozen=True, kw_only=True):
    """What is known of a log beside its events; the codes of events count into these lists.

    ``doers`` is the number of different persons that did each activity, None where the log names none.
    """

    activities: tuple[str, ...]
    roles: tuple[str, ...]
    outcomes: tuple[str, ...]
    persons: Mapping[str, int]
    doers: tuple[int | None, ...]
    columns: Mapping[str, str]
    zone: str | None
    rows: int
    events: int
    cases: int
    tied: int
    first: int
    last: int
    has_start: bool
    by_day: bool
    unread: Unread

    @property
    def clock(self) -> tzinfo:
        """The zone in which its times are told; UTC stands for that of a log that names none."""
        return ZoneInfo(self.zone) if self.zone in available_timezones() else UTC


class Reading:
    """One reading of a log, from its rows to its codes."""

    def __init__(self, connection: DuckDBPyConnection, path: Path, terms: Terms, *, work: Path, today: date) -> None:
        self._db, self._path, self._terms, self._work, self._today = connection, path, terms, work, today
        self._columns: Mapping[str, str] = {}
        self._types: Mapping[str, str] = {}
        self._source = Source({})
        self._db.execute(f"set timezone = {text(terms.zone or 'UTC')}")

    def head(self, check: Check, folder: Path) -> Head:
        """Read the log, write its events into a folder, and return what is known beside them."""
        self._understand()
        self._check_zones()
        self._db.execute(queries.rows(self._columns, {each: self._moment(each) for each in ("time", "start")}))
        self._db.execute(queries.COMPLETED)
        self._db.execute("create table told as " + queries.TOLD)
        self._db.execute("create table activity_codes as " + queries.ACTIVITY_CODES)
        check(self._activities())
        self._db.execute("create table case_codes as " + queries.CASE_CODES)
        self._check_cases()
        self._resources()
        self._db.execute("create table outcome_codes as " + queries.OUTCOME_CODES)
        self._code()
        self._check_times()
        self._sort(folder)
        return self._told(folder)

    def _understand(self) -> None:
        self._source = raw_view(self._db, self._path, self._work)
        self._types = self._source.types
        found = self._rows(queries.SAMPLE)
        if not found:
            self._refuse("The log is empty: it holds no events.")
        told = [Column(each, [row[n + 1] for row in found if row[n + 1]]) for n, each in enumerate(self._types)]
        self._columns = understood(told, self._terms.columns, file=str(self._path))
        keep_columns(self._db, self._path, set(self._columns.values()), self._work)

    def _check_zones(self) -> None:
        heading = self._columns["time"]
        column = name(heading)
        sign = r"\d(Z| ?UTC|[+-]\d{2}(:?\d{2})?)$"
        some, of = int(self._types[heading] == "TIMESTAMP WITH TIME ZONE"), 1
        if self._types[heading] == "VARCHAR":
            some, of = self._rows(
                f"select count(*) filter (regexp_matches({column}, {text(sign)})), count({column}) from raw "
                f"where strlen({column}) > 12"
            )[0]
        if 0 < some < of:
            self._refuse(f"{some:,} of {of:,} times say their zone and the others do not. Write all of them alike.")
        self._zone = "UTC" if some else self._terms.zone

    def _moment(self, field_name: str) -> str:
        """Return the SQL that makes milliseconds of what stands in a column of times."""
        if field_name not in self._columns:
            return "cast(null as bigint)"
        heading = self._columns[field_name]
        column = name(heading)
        if self._types[heading] == "TIMESTAMP WITH TIME ZONE":
            return f"epoch_ms({column})"
        if self._types[heading] != "VARCHAR":
            of_zone = "timestamptz" if self._terms.zone else "timestamp"
            return f"epoch_ms(cast({column} as {of_zone}))"
        form = self._form(column, heading)
        if form.is_iso:
            return f"epoch_ms(try_cast(replace({column}, ',', '.') as timestamptz))"
        formats = ", ".join(map(text, form.formats))
        return f"epoch_ms(try_strptime(trim({column}), [{formats}]) at time zone {text(self._terms.zone or 'UTC')})"

    def _form(self, column: str, heading: str) -> TimeForm:
        """Return how times are written, from the first ones and those that show which number is the day."""
        first = self._rows(f"select {column} from raw where {column} is not null limit {_SAMPLE}")
        number = f"try_cast(regexp_extract({column}, '^(\\d+)[/-](\\d+)', {{}}) as integer)"
        telling = self._rows(
            "select " + ", ".join(f"max_by({column}, {number.format(n)})" for n in (1, 2)) + " from raw"
        )
        sample = [row[0] for row in first] + [each for each in telling[0] if each]
        return time_form(sample, order=self._terms.order, place=f"{self._path}, column {heading}")

    def _activities(self) -> tuple[str, ...]:
        found = self._column("select activity from activity_codes order by code")
        if not found and "lifecycle" in self._columns:
            self._refuse(f"No event is complete: no row says 'complete' in {self._columns['lifecycle']}.")
        if not found:
            self._refuse("No row says both its case and its activity.")
        return found

    def _check_cases(self) -> None:
        """Refuse a log in which nothing follows anything, before it is read as a whole."""
        cases, events = self._rows("select count(*), sum(events) from case_codes")[0]
        self._cases = cases
        if cases == 1:
            self._refuse(f"The log holds one case, events in it: {events:,}. One case shows no shares and no habits.")
        if cases == events:
            self._refuse(
                f"Each of the {cases:,} cases has one event, so nothing follows anything. "
                'Is the case another column? Say it with --map "Column=case".'
            )

    def _resources(self) -> None:
        """Give every resource its role: as told, as its column says, or by the steps that it mostly does."""
        self._db.execute("create table told_roles (resource varchar, role varchar)")
        self._db.execute("create table owners (activity varchar, role varchar)")
        for table, entries in (("told_roles", self._terms.roles), ("owners", self._terms.owners)):
            if entries:
                self._db.executemany(f"insert into {table} values (?, ?)", [list(each) for each in entries.items()])
        self._db.execute("create table resource_codes as " + queries.RESOURCE_CODES)
        self._db.execute("create table role_codes as " + queries.ROLE_CODES)
        self._db.execute("create table doer_codes as " + queries.DOER_CODES)

    def _code(self) -> None:
        """Write the rows as codes, in no order; a dictionary or compression would cost more than it spares here."""
        target = self._work / "coded.parquet"
        as_it_is = "format parquet, compression uncompressed, dictionary_size_limit 1"
        self._db.execute(f"copy ({queries.coded(self._columns)}) to {text(str(target))} ({as_it_is})")
        self._db.execute(f"create view coded as select * from read_parquet({file_text(target)})")

    def _check_times(self) -> None:
        """Refuse times that cannot be read, or cannot be true, with the row of the first one."""
        untold = self._rows(queries.UNREADABLE)
        if untold:
            row, count = untold[0]
            self._refuse(f"{_rows_have(count)} no time that can be read in {self._columns['time']}.", row + 1)
        latest = int(datetime.combine(self._today + timedelta(days=2), time.min, UTC).timestamp() * 1000)
        odd = self._rows(queries.absurd(latest))
        if odd:
            row, count = odd[0]
            when = self._rows(f"select time_text from row_events where row_in_file = {row}")[0][0]
            self._refuse(
                f"{_rows_have(count)} a time that can hardly be true, the first one {when}. "
                "Mend what is wrong, or take it out of the log.",
                row + 1,
            )

    def _sort(self, folder: Path) -> None:
        """Write the events in the order of cases and times, part by part."""
        parts = self._rows("select count(*) from coded")[0][0] // _PART + 1
        for part in range(parts):
            first, beyond = (self._cases * each // parts for each in (part, part + 1))
            events = queries.events(self._columns, first, beyond, told_apart=self._terms.told_apart)
            target = folder / f"events-{part:06}.parquet"
            self._db.execute(f"copy ({events}) to {text(str(target))} ({FEW_WORDS})")

    def _told(self, folder: Path) -> Head:
        self._db.execute(events_view(folder))
        events, first, last, starts, tied, apart = self._rows(queries.TOTALS)[0]
        if not apart:
            self._refuse("All events of each case have the same time, so their order is unknown.")
        self._db.execute("create table did as " + queries.did(self._columns))
        activities = self._column("select activity from activity_codes order by code")
        rows = self._rows("select count(*) from raw")[0][0]
        return Head(
            activities=activities,
            roles=self._column("select role from role_codes order by code"),
            outcomes=self._column("select outcome from outcome_codes order by code"),
            persons=dict(self._rows(queries.PERSONS)),
            doers=self._column(queries.DOERS) if "resource" in self._columns else (None,) * len(activities),
            columns=self._columns,
            zone=self._zone,
            rows=rows,
            events=events,
            cases=self._cases,
            tied=tied,
            first=first,
            last=last,
            has_start=bool(starts),
            by_day=bool(self._by_day()),
            unread=self._unread(rows, starts),
        )

    def _unread(self, rows: int, starts: int) -> Unread:
        """Return what stands in the log and is in no figure; so many starts of all rows are."""
        transitions: dict[str, int] = {}
        named = self._rows("select sum(events) from case_codes")[0][0]
        given = starts
        if "lifecycle" in self._columns:
            transitions = dict(self._rows(queries.TRANSITIONS))
            named += sum(transitions.values())
            given = transitions.pop("start", 0)
        elif "start" in self._columns:
            given = self._rows(queries.given(self._columns["start"]))[0][0]
        return Unread(
            unnamed=rows - int(named),
            unpaired=given - starts,
            transitions=transitions,
            repeated=tuple(each for each in self._source.repeated if each in self._columns.values()),
            encoding=self._source.encoding,
        )

    def _by_day(self) -> bool:
        """Whether no time says an hour, so that nothing is known of the order within a day."""
        heading = self._columns["time"]
        if self._types[heading] == "VARCHAR":
            return bool(self._rows(queries.BY_DAY)[0][0])
        return self._types[heading] == "DATE"

    def _column(self, query: str) -> tuple[Any, ...]:
        return tuple(row[0] for row in self._rows(query))

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        return self._db.execute(query).fetchall()

    def _refuse(self, message: str, row: int = 0) -> None:
        raise InvalidFileError([Problem(str(self._path), row, 1 if row else 0, message)])


def _rows_have(count: int) -> str:
    return "1 row has" if count == 1 else f"{count:,} rows have"
