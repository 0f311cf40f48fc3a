"""What is reckoned from cases that were played: the mean, the percentiles, and how many more cases it takes."""

import pytest

from flowtrim.measures.simulation import SEED, Percentile, Simulation, _needed, percentiles, summary


@pytest.mark.parametrize(
    ("minutes", "mean", "half_width"),
    [
        ([10.0] * 4, 10.0, 0.0),
        ([5.0], 5.0, 0.0),
        ([8.0, 12.0], 10.0, 1.96 * 2.0),
        ([8.0, 12.0, 8.0, 12.0], 10.0, 1.96 * (4 / 3) ** 0.5),
    ],
)
def test_the_mean_is_told_with_the_error_of_so_many_cases(minutes, mean, half_width):
    found = summary(minutes, 7)

    assert (mean, len(minutes), 7) == (found.minutes, found.cases, found.seed)
    assert half_width == pytest.approx(found.half_width)


@pytest.mark.parametrize(
    ("minutes", "wanted"),
    [
        ([10.0] * 100, 100),  # the mean is known
        ([9.5, 10.5] * 500, 1000),
        ([8.0, 12.0] * 500, 2000),  # a thousand more at least
        ([0.0, 20.0] * 500, 39_224),
        ([0.0, 0.0, 0.0, 40.0] * 250, 100_000),  # as many as are ever played
    ],
    ids=lambda each: str(each)[:20],
)
def test_so_many_cases_are_played_that_the_mean_is_known(minutes, wanted):
    assert wanted == pytest.approx(_needed(minutes), rel=1e-4)
    assert isinstance(_needed(minutes), int)


@pytest.mark.parametrize(("most", "wanted"), [(999, 1000), (1000, 1000), (1500, 1500), (50_000, 39_224)])
def test_no_more_cases_are_played_than_ever(monkeypatch, most, wanted):
    monkeypatch.setattr("flowtrim.measures.simulation.MOST_CASES", most)

    assert wanted == pytest.approx(_needed([0.0, 20.0] * 500), rel=1e-4)


@pytest.mark.parametrize(
    ("minutes", "found"),
    [
        ([float(each) for each in range(1, 101)], [(0.5, 50.0, 41.0, 61.0), (0.9, 90.0, 85.0, 97.0)]),
        ([float(each) for each in range(100, 0, -1)], [(0.5, 50.0, 41.0, 61.0), (0.9, 90.0, 85.0, 97.0)]),
        ([7.0], [(0.5, 7.0, 7.0, 7.0), (0.9, 7.0, 7.0, 7.0)]),
        ([1.0, 2.0], [(0.5, 1.0, 1.0, 2.0), (0.9, 2.0, 1.0, 2.0)]),
    ],
    ids=lambda each: str(each)[:20],
)
def test_half_and_nine_of_ten_cases_are_done_by_the_nearest_rank_and_its_bounds(minutes, found):
    told = percentiles(minutes, SEED)

    assert found == [(each.of, each.minutes, each.least, each.most) for each in told]
    assert {(len(minutes), SEED)} == {(each.cases, each.seed) for each in told}


@pytest.mark.parametrize(
    ("least", "most", "error", "precise"),
    [
        (99.0, 100.5, 1.0, True),
        (99.5, 101.0, 1.0, True),
        (98.9, 100.0, 1.1, False),
        (100.0, 101.1, 1.1, False),
        (100.0, 100.0, 0.0, True),
    ],
)
def test_a_percentile_is_precise_where_both_bounds_are_a_hundredth_away_at_most(least, most, error, precise):
    found = Percentile(0.5, 100.0, least, most, 1000, SEED)

    assert (pytest.approx(error), precise) == (found.error, found.precise)


@pytest.mark.parametrize(("half_width", "precise"), [(0.0, True), (1.0, True), (1.01, False)])
def test_a_mean_is_precise_to_a_hundredth(half_width, precise):
    assert precise == Simulation(100.0, half_width, 1000, SEED).precise
