from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtrim.measures.clock import Clock, add_months, clock, months_between, review_clock
from flowtrim.model import Limits, Process, Role, Step
from tests.processes import processes

DAY = date(2026, 3, 2)
days = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31))


def clock_of(**fields):
    return clock(Process("Claim", **fields), today=DAY, limits=Limits())


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 8, 31), 18, date(2026, 2, 28)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
    ],
)
def test_oracle_10_2_months_are_added_as_calendars_do(day, months, later):
    assert later == add_months(day, months)


def test_months_may_pass_the_turn_of_the_year_and_a_leap_day():
    assert date(2028, 2, 29) == add_months(date(2027, 12, 31), 2)


def test_the_calendar_ends_with_the_year_9999():
    assert date.max == add_months(date(2026, 1, 1), 12 * 9000)


@given(days, st.integers(0, 600))
def test_months_added_are_months_between(day, months):
    later = add_months(day, months)

    assert months == months_between(day, later)
    assert max(0, months - 1) == months_between(day, later - timedelta(days=1))


@given(days, days)
def test_whole_months_never_exceed_the_time_that_passed(first, second):
    months = months_between(first, second)

    assert months == 0 or add_months(first, months) <= second


def test_the_due_day_itself_is_still_in_time():
    state = review_clock(date(2025, 3, 2), today=DAY, months=12, due_soon_days=30)

    assert Clock(last=date(2025, 3, 2), due=DAY, overdue=False, due_soon=True, months=12) == state


def test_the_day_after_the_due_day_is_late():
    state = review_clock(date(2025, 3, 1), today=DAY, months=12, due_soon_days=30)

    assert state.overdue
    assert not state.due_soon


def test_due_soon_begins_thirty_days_before():
    def due_soon(reviewed):
        return review_clock(reviewed, today=DAY, months=12, due_soon_days=30).due_soon

    assert due_soon(date(2025, 4, 1))
    assert not due_soon(date(2025, 4, 2))


def test_what_never_was_reviewed_is_overdue_without_a_due_day():
    state = clock_of(steps=(Step("a", "A"),))

    assert (None, None, True, None) == (state.last, state.due, state.overdue, state.months)
    assert state.never
    assert ("process", "Claim") == state.oldest


def test_steps_without_a_date_inherit_that_of_the_process():
    state = clock_of(reviewed=date(2025, 6, 1), steps=(Step("a", "A"),), roles=(Role("r", "R"),))

    assert (date(2025, 6, 1), ("process", "Claim")) == (state.last, state.oldest)
    assert not state.overdue


def test_the_oldest_step_sets_the_clock_of_the_process():
    steps = (Step("a", "A", reviewed=date(2025, 1, 1)), Step("b", "B", reviewed=date(2026, 1, 1)))

    assert ("step", "a") == clock_of(reviewed=date(2025, 12, 1), steps=steps).oldest


def test_the_oldest_role_sets_the_clock_of_the_process():
    state = clock_of(reviewed=date(2025, 12, 1), roles=(Role("r", "R", reviewed=date(2020, 1, 1)),))

    assert ("role", "r") == state.oldest
    assert state.overdue


def test_younger_dates_do_not_hide_that_the_process_was_never_reviewed():
    assert clock_of(steps=(Step("a", "A", reviewed=date(2026, 1, 1)),)).never


def test_events_and_gateways_have_no_review_of_their_own():
    state = clock_of(reviewed=date(2026, 1, 1), steps=(Step("g", "G", kind="gateway", reviewed=date(2001, 1, 1)),))

    assert not state.overdue


def test_age_counts_from_the_day_of_creation():
    assert 82 == clock_of(created=date(2019, 5, 1)).age_months
    assert None is clock_of().age_months


@given(processes())
def test_every_process_has_a_clock(process):
    state = clock(process, today=DAY, limits=Limits())

    assert state.never == (process.reviewed is None)
    assert state.never == (state.due is None)
