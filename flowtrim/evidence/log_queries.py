"""The SQL that turns the rows of a log into sorted whole numbers. DuckDB only: it reads files."""

from __future__ import annotations

from collections.abc import Mapping

from flowtrim.evidence.log_engine import name

_TEXTS = ("case", "activity", "lifecycle", "instance", "resource", "role", "outcome")


def rows(columns: Mapping[str, str], moments: Mapping[str, str]) -> str:
    """Return the view of rows with a column for each field, empty texts being nothing, times in milliseconds."""
    texts = (
        f"nullif(trim({name(columns[each])}), '') as {each}_text"
        if each in columns
        else f"cast(null as varchar) as {each}_text"
        for each in _TEXTS
    )
    return (
        f"create view row_events as select row_in_file, {', '.join(texts)}, {moments['time']} as end_ms, "
        f"{moments['start']} as start_ms, {name(columns['time'])} as time_text from raw "
        f"where nullif(trim({name(columns['case'])}), '') is not null "
        f"and nullif(trim({name(columns['activity'])}), '') is not null"
    )


SAMPLE = """
select * from (select * from raw limit 20000) where row_in_file <= 250 or row_in_file % 40 = 0 order by row_in_file
"""
UNREADABLE = """
select min(row_in_file), count(*) from row_events where end_ms is null having count(*) > 0
"""


def absurd(latest: int) -> str:
    """Return the query for times before 1980, or after ``latest`` (in milliseconds)."""
    return f"""
select min(row_in_file), min_by(time_text, row_in_file), count(*) from row_events
where end_ms < 315532800000 or end_ms >= {latest} having count(*) > 0
"""


def paired(lifecycle: bool, instance: bool) -> str:
    """Return the view of events: one for each completion, with the start that belongs to it.

    The n-th start of an activity in a case belongs to its n-th completion, or to that of the same instance. A start
    without a completion is no event yet; other transitions are none at all.
    """
    if not lifecycle:
        return "create view paired as select * from row_events"
    instances = "instance_text" if instance else "''"
    return f"""
create view paired as
with told as (
  select *, lower(coalesce(lifecycle_text, 'complete')) as transition, {instances} as of_instance from row_events),
numbered as (
  select *, row_number() over (
    partition by case_text, activity_text, of_instance, transition order by end_ms, row_in_file) as turn
  from told where transition in ('start', 'complete')),
starts as (select * from numbered where transition = 'start')
select done.* replace (starts.end_ms as start_ms) from numbered as done left join starts
  on starts.case_text = done.case_text and starts.activity_text = done.activity_text
  and starts.of_instance is not distinct from done.of_instance and starts.turn = done.turn
where done.transition = 'complete'
"""


ACTIVITY_CODES = """
select activity_text as activity, row_number() over (order by activity_text) - 1 as code
from (select distinct activity_text from paired)
"""
CASE_CODES = """
select case_text, row_number() over (order by first_row) - 1 as code
from (select case_text, min(row_in_file) as first_row from paired group by case_text)
"""
OUTCOME_CODES = """
select outcome_text as outcome, row_number() over (order by outcome_text) - 1 as code
from (select distinct outcome_text from paired where outcome_text is not null)
"""
RESOURCE_CODES = """
with did as (
  select resource_text, activity_text, max(role_text) as role_text, count(*) as times, min(row_in_file) as first_row
  from paired where resource_text is not null group by 1, 2),
mostly as (
  select resource_text, owners.role, row_number() over (
    partition by resource_text order by sum(times) desc, owners.role) as place
  from did join owners on owners.activity = did.activity_text group by resource_text, owners.role),
known as (select resource_text, max(role_text) as role_text, min(first_row) as first_row from did group by 1)
select known.resource_text as resource, told_roles.role as told, coalesce(known.role_text, mostly.role) as usual,
  row_number() over (order by first_row) - 1 as code
from known left join told_roles on told_roles.resource = known.resource_text
left join mostly on mostly.resource_text = known.resource_text and mostly.place = 1
"""
ROLED = """
create view roled as select paired.*, resource_codes.code as doer, coalesce(told, role_text, usual) as role
from paired left join resource_codes on resource = resource_text
"""
ROLE_CODES = """
select role, row_number() over (order by role) - 1 as code from (select distinct role from roled where role is not null)
"""
EVENTS = """
with coded as (
  select case_codes.code as case_code, activity_codes.code as activity, role_codes.code as role_code,
    doer, start_ms, end_ms, outcome_codes.code as outcome, row_in_file
  from roled join case_codes on case_codes.case_text = roled.case_text
  join activity_codes on activity_codes.activity = roled.activity_text
  left join role_codes on role_codes.role = roled.role
  left join outcome_codes on outcome_codes.outcome = roled.outcome_text)
select row_number() over (order by case_code, end_ms, row_in_file) - 1 as place,
  cast(case_code as integer) as case_code, cast(activity as smallint) as activity,
  cast(role_code as smallint) as role_code,
  cast(case when doer is not null then dense_rank() over (partition by case_code order by doer) end as integer)
    as person,
  least(start_ms, end_ms) as start_ms, end_ms, cast(outcome as smallint) as outcome
from coded order by place
"""
TOTALS = """
select count(*), count(distinct case_text), min(end_ms), max(end_ms), count(start_ms),
  bool_and(not regexp_matches(time_text, '\\d:\\d')), count(resource_text) from paired
"""
PERSONS = """
select role, count(distinct doer) from roled where role is not null group by role order by role
"""
DOERS = """
select count(distinct resource_text) from activity_codes left join paired on paired.activity_text = activity
group by code order by code
"""


def ties(file: str) -> str:
    """Return the query for neighbours in a case at one time, cases of one event, and neighbours at different times."""
    return f"""
with beside as (
  select case_code, end_ms, lag(case_code) over () as case_before, lag(end_ms) over () as end_before,
    lead(case_code) over () as case_after from read_parquet({file}))
select count(*) filter (case_before = case_code and end_before = end_ms),
  count(*) filter (case_before is distinct from case_code and case_after is distinct from case_code),
  count(*) filter (case_before = case_code and end_before <> end_ms) from beside
"""
