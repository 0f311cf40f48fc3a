"""What a log shows, as figures: shares, averages and spreads, each with its interval and its change."""

import pytest

from flowtrim.measures.confidence import clopper_pearson, mean_change, mean_interval, median_change, share_change
from flowtrim.measures.observed import Average, ObservedStep, Part, Spread, Undeclared, Unread


@pytest.mark.parametrize(("part", "share"), [(Part(1, 4), 0.25), (Part(0, 4), 0.0), (Part(0, 0), None)])
def test_a_share_is_what_was_counted_by_all(part, share):
    assert [share, share] == [part.share, part.figure]
    assert clopper_pearson(part.count, part.of) == part.interval


@pytest.mark.parametrize(("before", "after"), [(Part(0, 0), Part(1, 4)), (Part(1, 4), Part(0, 0))])
def test_where_nothing_was_counted_no_share_has_changed(before, after):
    assert None is before.change(after)
    assert share_change((1, 4), (3, 5)) == Part(1, 4).change(Part(3, 5))


def test_an_average_counts_cases_times_and_squares():
    found = Average.of_cases({0: 2, 1: 3, 3: 1})

    assert (6, 6, 12) == (found.cases, found.total, found.squares)
    assert [1.0, 1.0] == [found.mean, found.figure]
    assert mean_interval((6, 6, 12)) == found.interval
    later = Average.of_cases({2: 5, 3: 5})
    assert mean_change((6, 6, 12), (10, 25, 65)) == found.change(later)


def test_of_no_case_there_is_no_average():
    assert [None, None, None] == [Average(0, 0, 0).mean, Average(0, 0, 0).figure, Average(0, 0, 0).interval]


SURE = Spread(100, 50, 90, 40, 60)


@pytest.mark.parametrize(
    ("spread", "interval"),
    [(SURE, (40, 60)), (Spread(5, 50, 90), None), (Spread(5, 50, 90, 40), None), (Spread(5, 50, 90, None, 60), None)],
)
def test_a_spread_is_told_by_its_median_and_bounded_where_it_was_measured_often(spread, interval):
    assert (50, interval) == (spread.figure, spread.interval)
    assert (interval is None) == (SURE.change(spread) is None) == (spread.change(SURE) is None)


def test_a_median_changes_by_what_its_bounds_allow():
    assert median_change((100, 50, 40, 60), (80, 90, 85, 99)) == SURE.change(Spread(80, 90, 120, 85, 99))


def test_of_a_log_that_was_wholly_read_nothing_is_unread():
    assert Unread(unnamed=0, unpaired=0, transitions={}, repeated=(), encoding=None) == Unread()


def test_of_a_step_that_a_log_tells_little_of_nothing_else_is_known():
    found = ObservedStep(step="a", cases=4, visits=8, in_a_case=Average(4, 8, 20))

    assert (2.0, {}, 0, 0, 0) == (found.in_a_case.mean, found.roles, found.repeated, found.returned, found.batched)
    assert (None, None, None, False, None) == (
        found.work, found.waiting, found.elapsed, found.withheld, found.refused,
    )  # fmt: skip
    assert (None, None, None) == (Undeclared(1, 1).role, Undeclared(1, 1).after, Undeclared(1, 1).before)
