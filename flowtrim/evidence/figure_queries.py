"""The SQL of the figures: one text for every engine, over the events of the cache.

Only whole numbers leave it: codes, counts and milliseconds. ``events`` are sorted by case and time and ``place`` counts
them; ``left_out`` holds the cases that no figure counts. A window without an order runs over the events as they are
sorted, which DuckDB streams; another engine is told to sort and part them by case, which gives the same rows.
"""

from __future__ import annotations

_COUNTED = "case_code not in (select case_code from left_out)"

CASES = """
select case_code, min(coalesce(start_ms, end_ms)) as first_ms, max(end_ms) as last_ms
from events group by case_code order by case_code
"""
LONG_GAP = """
with gaps as (
  select end_ms - lag(end_ms) over () as gap, case_code, lag(case_code) over () as case_before from events),
ranked as (
  select gap, row_number() over (order by gap) as place, count(*) over (partition by 1) as total
  from gaps where case_before = case_code)
select min(gap) as gap from ranked where 20 * place >= 19 * total
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
PING_PONGS = f"""
with beside as (
  select case_code, role_code, lead(case_code, 2) over () as next_case, lead(role_code) over () as next_role,
    lead(role_code, 2) over () as role_after
  from events)
select count(*) as times from beside
where next_case = case_code and role_code = role_after and role_code <> next_role and {_COUNTED}
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
  select activity, end_ms, count(*) as visits, count(distinct case_code) as cases from events where {_COUNTED}
  group by activity, end_ms)
select activity, cast(sum(visits) as bigint) as visits from together where cases > 1 group by activity order by activity
"""
_TIMED = """
with beside as (
  select case_code, activity, start_ms, end_ms, lag(case_code) over () as case_before, lag(end_ms) over () as end_before
  from events),
measured as (
  select activity, {measure} as taken from beside where {given} and {counted}),
ranked as (
  select activity, taken, row_number() over (partition by activity order by taken) as place,
    count(*) over (partition by activity) as total from measured)
select activity, total, min(case when 2 * place >= total then taken end) as median,
  min(case when 10 * place >= 9 * total then taken end) as p90
from ranked group by activity, total order by activity
"""
WORK = _TIMED.format(measure="end_ms - start_ms", given="start_ms is not null", counted=_COUNTED)
WAITING = _TIMED.format(
    measure="greatest(start_ms - end_before, 0)", given="start_ms is not null and case_before = case_code",
    counted=_COUNTED,
)  # fmt: skip
ELAPSED = _TIMED.format(measure="end_ms - end_before", given="case_before = case_code", counted=_COUNTED)
DURATION = f"""
with spans as (
  select case_code, max(end_ms) - min(coalesce(start_ms, end_ms)) as taken from events where {_COUNTED}
  group by case_code),
ranked as (
  select taken, row_number() over (order by taken) as place, count(*) over (partition by 1) as total from spans)
select total, min(case when 2 * place >= total then taken end) as median,
  min(case when 10 * place >= 9 * total then taken end) as p90
from ranked group by total
"""
VARIANTS = """
with told as (
  select case_code, max(end_ms) as last_ms, list(activity order by place) as activities
  from events where case_code not in (select case_code from left_out) group by case_code)
select activities, count(*) as cases, min(case_code) as first_case,
  list(case_code order by case_code) filter (last_ms >= {near}) as near_the_end
from told group by activities order by first_case
"""


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
