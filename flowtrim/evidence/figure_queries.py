"""The SQL of the figures: one text for every engine, over the events and cases of the cache.

Only whole numbers leave it: codes, counts and milliseconds. ``events`` are sorted by case and time, ``cases`` tell when
each began and ended and what was done in it; ``left_out`` holds the cases that no figure counts. A window without an
order runs over the events as they are sorted, which DuckDB streams; another engine is told to sort and part them by
case, which gives the same rows.
"""

from __future__ import annotations

from collections.abc import Sequence

_COUNTED = "case_code not in (select case_code from left_out)"

GAPS = """
select 0 as activity, end_ms - end_before as taken from (
  select end_ms, lag(end_ms) over () as end_before, case_code, lag(case_code) over () as case_before from events
) as beside where case_before = case_code
"""
FLOWS = f"""
with beside as (
  select case_code, activity, role_code, lead(case_code) over () as next_case, lead(activity) over () as next_activity,
    lead(role_code) over () as next_role
  from events)
select activity, next_activity, role_code, next_role, count(*) as times from beside
where next_case = case_code and {_COUNTED}
group by activity, next_activity, role_code, next_role order by activity, next_activity, role_code, next_role
"""
HANDED_OVER = f"""
with beside as (
  select case_code, role_code, lead(case_code) over () as next_case, lead(role_code) over () as next_role,
    lead(case_code, 2) over () as case_after, lead(role_code, 2) over () as role_after
  from events),
each as (
  select case_code,
    sum(case when next_case = case_code and role_code <> next_role then 1 else 0 end) as handoffs,
    sum(case when case_after = case_code and role_code = role_after and role_code <> next_role then 1 else 0 end)
      as ping_pongs
  from beside where {_COUNTED} group by case_code)
select cast(handoffs as bigint) as handoffs, cast(ping_pongs as bigint) as ping_pongs, count(*) as cases
from each group by handoffs, ping_pongs order by handoffs, ping_pongs
"""
ROLES = f"""
select activity, role_code, count(*) as visits from events where {_COUNTED}
group by activity, role_code order by activity, role_code
"""
OUTCOMES = f"""
select activity, outcome, count(*) as visits from events where outcome is not null and {_COUNTED}
group by activity, outcome order by activity, outcome
"""
BATCHED = f"""
with together as (
  select activity, end_ms, count(*) as visits, min(case_code) as first_case, max(case_code) as last_case
  from events where {_COUNTED} group by activity, end_ms)
select activity, cast(sum(visits) as bigint) as visits from together where first_case <> last_case
group by activity order by activity
"""
WORK = f"select activity, end_ms - start_ms as taken from events where start_ms is not null and {_COUNTED}"
_AFTER = """
select activity, {measure} as taken from (
  select case_code, activity, start_ms, end_ms, lag(case_code) over () as case_before, lag(end_ms) over () as end_before
  from events) as beside where case_before = case_code and {given}
"""
WAITING = _AFTER.format(measure="greatest(start_ms - end_before, 0)", given=f"start_ms is not null and {_COUNTED}")
ELAPSED = _AFTER.format(measure="end_ms - end_before", given=_COUNTED)
DURATION = f"select 0 as activity, last_ms - first_ms as taken from cases where {_COUNTED}"
_BUCKET = "cast(floor(512 * ln(taken + 1)) as integer)"
_BUCKETS = 32_768
"""More buckets than there can be: the longest time of 64 bits is in the 22,361st."""


def bucketed(measure: str) -> str:
    """Return the query for how many times there are of about one length, of each activity.

    The buckets grow with the times, by 0.2 %, so that there are few however long times are; none of them overlap.
    """
    return f"""
select activity, {_BUCKET} as bucket, count(*) as times from ({measure}) as measured
group by activity, bucket order by activity, bucket
"""


def of_buckets(measure: str, buckets: Sequence[tuple[int, int]]) -> str:
    """Return the query for the times in some buckets, each given with its activity, and how often each comes."""
    chosen = ", ".join(str(activity * _BUCKETS + bucket) for activity, bucket in buckets)
    return f"""
select activity, bucket, taken, count(*) as times from (
  select activity, taken, {_BUCKET} as bucket from ({measure}) as measured) as told
where activity * {_BUCKETS} + bucket in ({chosen})
group by activity, bucket, taken order by activity, bucket, taken
"""


def variants(near: int) -> str:
    """Return the query for each sequence of activities, its cases, the first of them, and those that end near the end.

    ``near`` is the moment in milliseconds from which on a case ends near the end of the log.
    """
    return f"""
select activities, count(*) as times, min(case_code) as first_case,
  sum(case when last_ms >= {near} then 1 else 0 end) as near_the_end
from cases where {_COUNTED} group by activities order by first_case
"""


def recent_like(first_cases: Sequence[int], near: int) -> str:
    """Return the query for the cases that end near the end of the log and did the same as one of some cases."""
    chosen = ", ".join(map(str, first_cases))
    return f"""
select case_code from cases where last_ms >= {near} and {_COUNTED}
and activities in (select activities from cases where case_code in ({chosen}))
"""


def beside_day(moment: int) -> tuple[str, str, str]:
    """Return the queries for the cases that ended after a moment, that began before it, and for how many did both."""
    return (
        f"select case_code from cases where last_ms >= {moment}",
        f"select case_code from cases where first_ms < {moment}",
        f"select count(*) as cases from cases where first_ms < {moment} and last_ms >= {moment}",
    )


def promised(milliseconds: int, since: str, until: str) -> str:
    """Return the query for cases that took at most so long between two activities, given as conditions, of all."""
    return f"""
with spans as (
  select case_code, min(case when {since} then coalesce(start_ms, end_ms) end) as began,
    max(case when {until} then end_ms end) as ended from events where {_COUNTED} group by case_code)
select sum(case when ended - began <= {milliseconds} then 1 else 0 end) as kept, count(*) as cases from spans
where began is not null and ended is not null
"""


def together(groups: tuple[tuple[int, ...], ...], by: str) -> str:
    """Return the query for cases in which one doer (``person`` or ``role_code``) did work of several groups.

    The first number counts those cases, the second the cases in which several groups were done by known doers.
    """
    which = " ".join(
        f"when activity in ({', '.join(map(str, group))}) then {number}" for number, group in enumerate(groups)
    )
    return f"""
with told as (
  select case_code, {by} as doer, case {which} end as part from events where {by} is not null and {_COUNTED}),
parts as (select distinct case_code, doer, part from told where part is not null),
cases as (select case_code from parts group by case_code having count(distinct part) > 1),
broken as (select case_code, doer from parts group by case_code, doer having count(*) > 1)
select (select count(distinct case_code) from broken) as broken, (select count(*) from cases) as cases
"""
