"""The SQL that turns the rows of a log into sorted whole numbers. DuckDB only: it reads files."""

from __future__ import annotations

from collections.abc import Mapping

from flowtrim.evidence.log_engine import name

_TEXTS = ("activity", "lifecycle", "instance", "resource", "role", "outcome")
_COMPLETE = "lower(coalesce(lifecycle_text, 'complete')) = 'complete'"


def rows(columns: Mapping[str, str], moments: Mapping[str, str]) -> str:
    """Return the view of rows with a column for each field, empty texts being nothing, times in milliseconds.

    A case stays as it is written: there are so many that to trim them would double the time of joining them.
    """
    texts = (
        f"nullif(trim({name(columns[each])}), '') as {each}_text"
        if each in columns
        else f"cast(null as varchar) as {each}_text"
        for each in _TEXTS
    )
    return (
        f"create view row_events as select row_in_file, {name(columns['case'])} as case_text, {', '.join(texts)}, "
        f"{moments['time']} as end_ms, {moments['start']} as start_ms, "
        f"cast({name(columns['time'])} as varchar) as time_text from raw "
        "where activity_text is not null"
    )


SAMPLE = """
select cast(columns(*) as varchar) from (
  select * from (select * from raw limit 20000) where row_in_file <= 250 or row_in_file % 40 = 0 order by row_in_file)
"""
COMPLETED = f"create view completed as select * from row_events where {_COMPLETE}"
"""The rows that are events: one for each completion. A start alone is no event yet; other transitions are none."""
TRANSITIONS = f"""
select lower(lifecycle_text) as transition, count(*) as times from row_events
where case_text <> '' and not ({_COMPLETE}) group by transition order by times desc, transition
"""
"""What is told of work beside that it was completed: only starts say more of its times."""
TOLD = """
select activity_text, resource_text, role_text, count(*) as times, min(row_in_file) as first_row
from completed group by 1, 2, 3
"""
"""Who is told to have done what: a table of a few rows, from which the codes are made."""
ACTIVITY_CODES = """
select activity_text as activity, cast(row_number() over (order by activity_text) - 1 as integer) as code
from (select distinct activity_text from told)
"""
CASE_CODES = """
select case_text, events, cast(row_number() over (order by first_row) - 1 as integer) as code
from (
  select case_text, min(row_in_file) as first_row, count(*) as events from completed where case_text <> ''
  group by case_text)
"""
OUTCOME_CODES = """
select outcome_text as outcome, cast(row_number() over (order by outcome_text) - 1 as integer) as code
from (select distinct outcome_text from completed where outcome_text is not null)
"""
RESOURCE_CODES = """
with mostly as (
  select resource_text, owners.role, row_number() over (
    partition by resource_text order by sum(times) desc, owners.role) as place
  from told join owners on owners.activity = activity_text group by resource_text, owners.role),
known as (
  select resource_text, max(role_text) as role_text, min(first_row) as first_row
  from told where resource_text is not null group by 1)
select known.resource_text as resource, told_roles.role as told, coalesce(known.role_text, mostly.role) as usual,
  cast(row_number() over (order by first_row) - 1 as integer) as code
from known left join told_roles on told_roles.resource = known.resource_text
left join mostly on mostly.resource_text = known.resource_text and mostly.place = 1
"""
ROLE_CODES = """
select role, cast(row_number() over (order by role) - 1 as integer) as code from (
  select distinct coalesce(resource_codes.told, role_text, usual) as role
  from told left join resource_codes on resource = resource_text)
where role is not null
"""


DOER_CODES = """
select distinct resource_text, role_text, resource_codes.code as doer, role_codes.code as role_code
from told left join resource_codes on resource = resource_text
left join role_codes on role = coalesce(resource_codes.told, role_text, usual)
"""
"""The codes of who is told for an event: few rows, so that no event has to look for its role by name."""


def coded(columns: Mapping[str, str]) -> str:
    """Return the query for rows of codes, as they stand in the log; what the log does not have costs nothing here."""
    more = ["end_ms"]
    joins = ""
    by = [each for each in ("resource", "role") if each in columns]
    if by:
        joins += "left join doer_codes on " + " and ".join(
            f"doer_codes.{each}_text is not distinct from row_events.{each}_text" for each in by
        )
    more += ["doer", "role_code"] if by else ["cast(null as integer) as doer", "cast(null as integer) as role_code"]
    if "outcome" in columns:
        joins += " left join outcome_codes on outcome_codes.outcome = outcome_text"
        more.append("outcome_codes.code as outcome")
    if "lifecycle" in columns:
        more.append(f"not {_COMPLETE} as begins")
    elif "start" in columns:
        more.append("start_ms")
    if "instance" in columns:
        more.append("instance_text as instance")
    return f"""
select row_in_file, case_codes.code as case_code, activity_codes.code as activity, {", ".join(more)}
from row_events join case_codes on case_codes.case_text = row_events.case_text
join activity_codes on activity_codes.activity = activity_text {joins}
where {_COMPLETE} or lower(lifecycle_text) = 'start'
"""


def given(column: str) -> str:
    """Return the query for how many rows say something in a column."""
    return f"select count(nullif(trim(cast({name(column)} as varchar)), '')) from raw"


UNREADABLE = """
select min(row_in_file), count(*) from coded where end_ms is null having count(*) > 0
"""


def absurd(latest: int) -> str:
    """Return the query for times before 1980, or after ``latest`` (in milliseconds)."""
    return f"""
select min(row_in_file), count(*) from coded where end_ms < 315532800000 or end_ms >= {latest} having count(*) > 0
"""


def _completions(columns: Mapping[str, str], first: int, beyond: int) -> str:
    """Return the events of some cases, each with the start that belongs to it where starts have rows of their own.

    The n-th start of an activity in a case belongs to its n-th completion, or to that of the same instance.
    """
    part = f"select * from coded where case_code >= {first} and case_code < {beyond}"
    if "lifecycle" not in columns:
        return part
    instance = "instance" if "instance" in columns else "''"
    return f"""
with told as (select *, {instance} as of_instance from ({part})),
numbered as (
  select *, row_number() over (
    partition by case_code, activity, of_instance, begins order by end_ms, row_in_file) as turn from told)
select done.*, begun.end_ms as start_ms from numbered as done left join numbered as begun
  on begun.begins and begun.case_code = done.case_code and begun.activity = done.activity
  and begun.of_instance is not distinct from done.of_instance and begun.turn = done.turn
where not done.begins
"""


def events(columns: Mapping[str, str], first: int, beyond: int, *, told_apart: bool) -> str:
    """Return the query for the events of some cases, sorted; a person is the ordinal that it has within its case."""
    optional = {
        "person": "cast(case when doer is not null then dense_rank() over (partition by case_code order by doer) end "
        "as integer)" if told_apart and "resource" in columns else None,
        "start_ms": "case when start_ms <= end_ms then start_ms end" if {"start", "lifecycle"} & {*columns} else None,
        "outcome": "outcome" if "outcome" in columns else None,
    }  # fmt: skip
    known = "".join(f", {sql} as {each}" for each, sql in optional.items() if sql)
    unknown = "".join(f", cast(null as bigint) as {each}" for each, sql in optional.items() if not sql)
    return f"""
select *{unknown} from (
  select case_code, activity, role_code, end_ms{known} from ({_completions(columns, first, beyond)})
  order by case_code, end_ms, row_in_file)
"""


def did(columns: Mapping[str, str]) -> str:
    """Return the query for who did what in which role."""
    done = "where not begins" if "lifecycle" in columns else ""
    return f"select distinct activity, role_code, doer from coded {done}"


PERSONS = """
select role, count(distinct doer) from did join role_codes on code = role_code group by role order by role
"""
DOERS = """
select count(distinct doer) from activity_codes left join did on did.activity = code group by code order by code
"""
TOTALS = """
with beside as (
  select case_code, start_ms, end_ms, lag(case_code) over () as case_before, lag(end_ms) over () as end_before
  from events)
select count(*), min(end_ms), max(end_ms), count(start_ms),
  count(*) filter (case_before = case_code and end_before = end_ms),
  count(*) filter (case_before = case_code and end_before <> end_ms)
from beside
"""
BY_DAY = "select bool_and(not regexp_matches(time_text, '\\d:\\d')) from completed"
