"""The cache of a log: its events as whole numbers, sorted by case and time, beside the log and keyed by its hash.

It holds codes of activities, roles and outcomes, and for each person an ordinal within its case: no name, no case id.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from pathlib import Path
from stat import S_ISDIR
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

import msgspec
from msgspec import Struct, field

from flowtrim.errors import InvalidFileError, OutputError, Problem
from flowtrim.evidence import log_queries as queries
from flowtrim.evidence.log_columns import Column, understood
from flowtrim.evidence.log_engine import connect, file_text, name, text
from flowtrim.evidence.log_source import raw_view, refusal_of
from flowtrim.evidence.log_times import TimeForm, time_form
from flowtrim.formats.drafts import draft_beside
from flowtrim.formats.files import open_file

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

VERSION = 1
_SAMPLE = 500
Check = Callable[[Sequence[str]], None]
"""Raises where the activities of a log are none of the process."""


class Terms(Struct, frozen=True, kw_only=True):
    """How a log is to be read: what columns mean, the zone of times without one, which comes first in dates.

    ``roles`` says the role of a resource; ``owners`` the role that does an activity, for logs that tell none.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    zone: str | None = None
    order: str | None = None
    roles: Mapping[str, str] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)


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
    zone: str
    events: int
    cases: int
    tied: int
    first: int
    last: int
    has_start: bool
    by_day: bool
    without_resource: int
    single: int
    remarks: tuple[str, ...] = ()

    @property
    def clock(self) -> tzinfo:
        """The zone in which its times are told; UTC stands for that of a log that names none."""
        return ZoneInfo(self.zone) if self.zone in available_timezones() else UTC


class Cache(Struct, frozen=True):
    """A log that has been read: the file of its events, and its head."""

    events: Path
    head: Head


def cached(path: Path, terms: Terms, *, today: date, check: Check = lambda _: None) -> Cache:
    """Return the cache of a log, reading the log where there is none yet; ``check`` may refuse its activities.

    Raises:
        FlowtrimError: the log cannot be read, or does not hold what figures need.
    """
    home = _home(path, terms)
    events = home / "events.parquet"
    if known := _known(home / "log.json", events):
        return Cache(events, known)
    with draft_beside(home.parent, folder=True) as work:  # whoever is killed leaves it to the next run to clear away
        told = _read(path, terms, work, today, check)
        (work / "log.json").write_bytes(msgspec.json.encode(told))
        home.mkdir(parents=True, exist_ok=True)
        for made in ("events.parquet", "log.json"):
            (work / made).replace(home / made)
    return Cache(events, told)


def _known(head: Path, events: Path) -> Head | None:
    """Return what was known of a log when it was read before; None where it was not, or somebody changed that."""
    if not (head.is_file() and events.is_file()):
        return None
    with suppress(OSError, ValueError, RecursionError):
        return msgspec.json.decode(head.read_bytes(), type=Head)
    return None


def _home(path: Path, terms: Terms) -> Path:
    """Return the folder of the cache: beside the log, or among temporary files where that may not be written."""
    digest = hashlib.sha256(msgspec.json.encode((VERSION, terms), order="deterministic"))
    try:
        with open_file(path) as stream:
            while chunk := stream.read(1 << 20):
                digest.update(chunk)
    except OSError as refusal:
        why = "There is no such file." if isinstance(refusal, FileNotFoundError) else f"{refusal.strerror}."
        raise InvalidFileError([Problem(str(path), 0, 0, why)]) from refusal
    caches = path.parent / ".flowtrim-evidence"
    if not os.access(path.parent, os.W_OK) or not _is_ours(caches):
        caches = Path(tempfile.gettempdir()) / f".flowtrim-evidence-{getattr(os, 'getuid', int)()}"
    if not _is_ours(caches):
        raise OutputError(f"{caches} is a link, or belongs to somebody else: remove it.")
    return caches / digest.hexdigest()[:32]


def _is_ours(folder: Path) -> bool:
    """Whether a folder is one that nobody else can have prepared: a link of that name would lead elsewhere."""
    if not os.path.lexists(folder):
        return True
    about = folder.lstat()
    return S_ISDIR(about.st_mode) and about.st_uid == getattr(os, "getuid", lambda: about.st_uid)()


def _read(path: Path, terms: Terms, work: Path, today: date, check: Check) -> Head:
    import duckdb

    connection = connect(str(work))
    try:
        return _Reading(connection, path, terms, work=work, today=today).head(check)
    except duckdb.Error as trouble:
        raise refusal_of(path, trouble) from trouble
    finally:
        connection.close()


class _Reading:
    """One reading of a log, from its rows to its codes."""

    def __init__(self, connection: DuckDBPyConnection, path: Path, terms: Terms, *, work: Path, today: date) -> None:
        self._db, self._path, self._terms, self._work, self._today = connection, path, terms, work, today
        self._remarks: list[str] = []
        self._db.execute(f"set timezone = {text(terms.zone or 'UTC')}")

    def head(self, check: Check) -> Head:
        """Read the log, write its events, and return what is known beside them."""
        names = raw_view(self._db, self._path, self._work)
        columns = self._understood(names)
        self._check_zones(columns)
        self._db.execute(queries.rows(columns, {each: self._moment(columns, each) for each in ("time", "start")}))
        self._check_times(columns)
        self._db.execute(queries.paired("lifecycle" in columns, "instance" in columns))
        self._db.execute("create table activity_codes as " + queries.ACTIVITY_CODES)
        check(self._column("select activity from activity_codes order by code"))
        self._db.execute("create table case_codes as " + queries.CASE_CODES)
        self._resources()
        self._db.execute("create table outcome_codes as " + queries.OUTCOME_CODES)
        self._db.execute(f"copy ({queries.EVENTS}) to {text(str(self._work / 'events.parquet'))} (format parquet)")
        return self._told(columns)

    def _understood(self, names: list[str]) -> dict[str, str]:
        found = self._rows(queries.SAMPLE)
        if not found:
            self._refuse("The log is empty: it has headings and no rows.")
        told = [Column(each, [row[n + 1] for row in found if row[n + 1]]) for n, each in enumerate(names)]
        return understood(told, self._terms.columns, file=str(self._path))

    def _check_zones(self, columns: Mapping[str, str]) -> None:
        column = name(columns["time"])
        sign = r"\d(Z| ?UTC|[+-]\d{2}(:?\d{2})?)$"
        hours = f"strlen({column}) > 12"
        some, of = self._rows(
            f"select count(*) filter (regexp_matches({column}, {text(sign)})), count({column}) from raw where {hours}"
        )[0]
        if 0 < some < of:
            self._refuse(f"{some:,} of {of:,} times say their zone and the others do not. Write all of them alike.")
        self._zone = "UTC" if some else self._terms.zone or "as written, no zone"
        if not some and not self._terms.zone:
            self._remarks.append("No time says its zone: all are taken to be of one; --zone names it.")

    def _moment(self, columns: Mapping[str, str], field_name: str) -> str:
        """Return the SQL that makes milliseconds of what stands in a column of times."""
        if field_name not in columns:
            return "cast(null as bigint)"
        column = name(columns[field_name])
        form = self._form(column, columns[field_name])
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

    def _check_times(self, columns: Mapping[str, str]) -> None:
        """Refuse times that cannot be read, or cannot be true, with the row of the first one."""
        untold = self._rows(queries.UNREADABLE)
        if untold:
            row, count = untold[0]
            self._refuse(f"{count:,} rows have no time that can be read in {columns['time']}.", row + 1)
        latest = int(datetime.combine(self._today + timedelta(days=2), time.min, UTC).timestamp() * 1000)
        odd = self._rows(queries.absurd(latest))
        if odd:
            row, when, count = odd[0]
            self._refuse(
                f"{count:,} rows have a time that can hardly be true, the first one {when}. "
                "Mend them, or take them out of the log.",
                row + 1,
            )

    def _resources(self) -> None:
        """Give every resource its role: as told, as its column says, or by the steps that it mostly does."""
        self._db.execute("create table told_roles (resource varchar, role varchar)")
        self._db.execute("create table owners (activity varchar, role varchar)")
        for table, entries in (("told_roles", self._terms.roles), ("owners", self._terms.owners)):
            if entries:
                self._db.executemany(f"insert into {table} values (?, ?)", [list(each) for each in entries.items()])
        self._db.execute("create table resource_codes as " + queries.RESOURCE_CODES)
        self._db.execute(queries.ROLED)
        self._db.execute("create table role_codes as " + queries.ROLE_CODES)

    def _told(self, columns: Mapping[str, str]) -> Head:
        events, cases, first, last, starts, by_day, resources = self._rows(queries.TOTALS)[0]
        tied, single, apart = self._rows(queries.ties(file_text(self._work / "events.parquet")))[0]
        self._check_order(events, cases, single, apart)
        activities = self._column("select activity from activity_codes order by code")
        return Head(
            activities=activities,
            roles=self._column("select role from role_codes order by code"),
            outcomes=self._column("select outcome from outcome_codes order by code"),
            persons=dict(self._rows(queries.PERSONS)),
            doers=self._column(queries.DOERS) if "resource" in columns else (None,) * len(activities),
            columns=columns,
            zone=self._zone,
            events=events,
            cases=cases,
            tied=tied,
            first=first,
            last=last,
            has_start=bool(starts),
            by_day=bool(by_day),
            without_resource=events - resources,
            single=single,
            remarks=tuple(self._remarks),
        )

    def _check_order(self, events: int, cases: int, single: int, apart: int) -> None:
        if cases == 1:
            self._refuse(f"The log holds one case with {events:,} events: one case shows no shares and no habits.")
        if single == cases:
            self._refuse(
                f"Each of the {cases:,} cases has one event, so nothing follows anything. "
                'Is the case another column? Say it with --map "Column=case".'
            )
        if not apart:
            self._refuse("All events of each case have the same time, so their order is unknown.")

    def _column(self, query: str) -> tuple[Any, ...]:
        return tuple(row[0] for row in self._rows(query))

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        return self._db.execute(query).fetchall()

    def _refuse(self, message: str, row: int = 0) -> None:
        raise InvalidFileError([Problem(str(self._path), row, 1 if row else 0, message)])
