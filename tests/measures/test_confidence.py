"""How sure a counted figure is: against exact sums, closed forms and the tables of those who published the methods."""

from math import asin, atan, comb, cos, erfc, pi, sin, sqrt

import pytest

from flowtrim.measures.confidence import (
    Interval,
    _solve,
    clopper_pearson,
    holds_together,
    incomplete_beta,
    mean_change,
    mean_interval,
    median_change,
    median_rank,
    share_change,
)


def tail(count, of, share):
    """The chance of so many or more, by adding up."""
    return sum(comb(of, each) * share**each * (1 - share) ** (of - each) for each in range(count, of + 1))


@pytest.mark.parametrize("share", [0.001, 0.2, 0.5, 0.77, 0.999])
@pytest.mark.parametrize("a", [1, 2, 5, 12])
@pytest.mark.parametrize("b", [1, 3, 9])
def test_the_incomplete_beta_function_of_whole_numbers_is_a_binomial_tail(share, a, b):
    assert tail(a, a + b - 1, share) == pytest.approx(incomplete_beta(share, a, b), rel=1e-12)


@pytest.mark.parametrize("x", [0.01, 0.3, 0.5, 0.9])
def test_the_incomplete_beta_function_has_known_forms(x):
    assert 2 / pi * asin(sqrt(x)) == pytest.approx(incomplete_beta(x, 0.5, 0.5), rel=1e-12)
    assert x**2.5 == pytest.approx(incomplete_beta(x, 2.5, 1), rel=1e-12)
    assert 1 - (1 - x) ** 2.5 == pytest.approx(incomplete_beta(x, 1, 2.5), rel=1e-12)


@pytest.mark.parametrize(
    ("x", "a", "b", "expected"),
    [(0.0, 2, 3, 0.0), (-0.1, 2, 3, 0.0), (1.0, 2, 3, 1.0), (1.1, 2, 3, 1.0), (1e-9, 90.0, 90.0, 0.0), (0.5, 9000, 9000, 0.5)],
)  # fmt: skip
def test_the_incomplete_beta_function_at_its_ends(x, a, b, expected):
    assert expected == pytest.approx(incomplete_beta(x, a, b), abs=1e-9)


@pytest.mark.parametrize(("count", "of"), [(1, 2), (1, 9), (3, 10), (8, 10), (19, 20)])
@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_an_exact_interval_leaves_half_of_the_doubt_at_each_end(count, of, confidence):
    low, high = clopper_pearson(count, of, confidence=confidence)
    doubt = (1 - confidence) / 2

    assert (doubt, doubt) == (pytest.approx(tail(count, of, low)), pytest.approx(1 - tail(count + 1, of, high)))


@pytest.mark.parametrize(
    ("count", "of", "interval"),
    [(0, 0, (0.0, 1.0)), (0, 1, (0.0, 0.975)), (1, 1, (0.025, 1.0)), (0, 3, (0.0, 0.707598))],
)
def test_an_interval_of_nothing_or_all_reaches_to_the_end(count, of, interval):
    assert interval == pytest.approx(clopper_pearson(count, of), abs=1e-6)


@pytest.mark.parametrize(("figure", "held"), [(0.1, False), (0.2, True), (0.3, True), (0.4, True), (0.41, False)])
def test_an_interval_holds_its_own_bounds(figure, held):
    assert held == Interval(0.2, 0.4).holds(figure)


@pytest.mark.parametrize(
    ("after", "before", "low", "high"),
    [  # Newcombe 1998, table II, method 10
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_a_difference_of_shares_has_the_published_interval(after, before, low, high):
    change = share_change(before, after)

    assert (low, high) == pytest.approx(change[:2], abs=5e-5)
    assert (change.chance < 0.05) == (low > 0)
    assert (-high, -low) == pytest.approx(share_change(after, before)[:2], abs=5e-5)


@pytest.mark.parametrize(("before", "after"), [((0, 0), (1, 2)), ((1, 2), (0, 0)), ((5, 9), (5, 9))])
def test_chance_alone_explains_what_was_not_counted_or_did_not_change(before, after):
    change = share_change(before, after)

    assert 1.0 == change.chance
    assert [-1.0, 1.0] == list(change[:2]) or change.low == -change.high


T_97_5 = [(2, 12.7062), (3, 4.3027), (4, 3.1824), (5, 2.7764), (11, 2.2281), (31, 2.0423), (101, 1.9840)]
"""How many figures there are, and Student's t for them, as tables of it have it."""


@pytest.mark.parametrize(("many", "t"), T_97_5)
def test_a_mean_is_as_sure_as_the_table_of_student_says(many, t):
    figures = list(range(many))
    mean = sum(figures) / many
    error = sqrt(sum((figure - mean) ** 2 for figure in figures) / (many - 1) / many)
    low, high = mean_interval((many, sum(figures), sum(figure**2 for figure in figures)))

    assert (mean - t * error, mean + t * error) == pytest.approx((low, high), rel=1e-4, abs=1e-3)


def test_one_figure_has_no_interval():
    assert [None, None] == [mean_interval((1, 5, 25)), mean_interval((0, 0, 0))]
    assert [None, None] == [mean_change((1, 5, 25), (2, 9, 41)), mean_change((2, 9, 41), (1, 5, 25))]
    assert mean_interval((2, 9, 41)).holds(4.5)
    assert 0.0 == mean_change((2, 9, 41), (2, 9, 41)).low + mean_change((2, 9, 41), (2, 9, 41)).high


@pytest.mark.parametrize(("after", "change"), [((3, 6, 12), (0.0, 0.0, 1.0)), ((3, 9, 27), (1.0, 1.0, 0.0))])
def test_figures_that_never_vary_differ_surely_or_not_at_all(after, change):
    assert change == mean_change((3, 6, 12), after)


def test_two_means_of_as_many_figures_that_vary_alike_differ_as_student_says():
    before, after = (6, 21, 91), (6, 39, 271)  # 1 to 6, and 4 to 9: ten degrees of freedom, variance 3.5
    half = 2.2281 * sqrt(3.5 / 6 * 2)

    assert (3 - half, 3 + half) == pytest.approx(mean_change(before, after)[:2], rel=1e-4)
    # the chance for an even number of degrees of freedom is a finite sum (Abramowitz and Stegun 26.7.4)
    angle = atan(3 / sqrt(3.5 / 6 * 2) / sqrt(10))
    terms = [1.0]
    for each in (1, 3, 5, 7):
        terms.append(terms[-1] * each / (each + 1) * cos(angle) ** 2)
    assert 1 - sin(angle) * sum(terms) == pytest.approx(mean_change(before, after).chance)


@pytest.mark.parametrize("many", range(1, 120))
def test_the_median_lies_between_its_bounds_in_95_of_100_samples_by_adding_up(many):
    rank = median_rank(many)

    assert rank <= (many + 1) // 2
    assert not rank or 1 - 2 * tail(many - rank + 1, many, 0.5) >= 0.95
    wanted = [each for each in range(1, (many + 1) // 2 + 1) if many + 1 - 2 * each >= 2 * sqrt(many) - 1e-9]
    assert max(wanted, default=0) == rank


@pytest.mark.parametrize(
    ("before", "after", "moved", "error"),
    [
        # ranks of 100 are 40 and 61, so that the bounds stand 2 · 21 / √100 errors apart
        ((100, 50, 40, 60), (100, 90, 80, 100), 40, sqrt(2) * 20 * 10 / 42),
        ((100, 90, 80, 100), (100, 50, 45, 60), -40, sqrt(20**2 + 15**2) * 10 / 42),
        ((6, 5, 1, 9), (100, 5, 5, 5), 0, 8 * sqrt(6) / 10),
    ],
)
def test_medians_differ_by_what_their_bounds_allow(before, after, moved, error):
    change = median_change(before, after)

    assert (moved - 1.959964 * error, moved + 1.959964 * error) == pytest.approx(change[:2], abs=1e-4)
    assert erfc(abs(moved) / error / sqrt(2)) == pytest.approx(change.chance, abs=1e-12)


@pytest.mark.parametrize(("after", "change"), [(5, (0, 0, 1.0)), (7, (2, 2, 0.0))])
def test_medians_without_doubt_differ_surely_or_not_at_all(after, change):
    assert change == median_change((9, 5, 5, 5), (9, after, after, after))


@pytest.mark.parametrize(
    ("chances", "proved"),
    [
        ([], []),
        ([0.05], [True]),
        ([0.051], [False]),
        ([0.0251, 0.0249], [True, True]),
        ([0.026, 0.03], [False, False]),
        ([0.03, 0.01, 0.02], [True, True, True]),
        ([0.01, 0.04, 0.03, 0.005], [True, False, False, True]),
        ([0.02, 0.001, 0.9], [True, True, False]),
    ],
)
def test_of_several_differences_the_surest_is_held_to_the_hardest_measure(chances, proved):
    assert proved == holds_together(chances)


@pytest.mark.parametrize("count", [0, 1, 3, 9, 10])
def test_to_be_certain_of_a_share_is_to_say_nothing_and_no_share_is_below_nothing(count):
    low, high = clopper_pearson(count, 10, confidence=1.0)

    assert 0.0 <= low < 1e-15
    assert high == pytest.approx(1.0, abs=0.05)
    assert high <= 1.0


@pytest.mark.parametrize(
    ("goal", "share"),
    [(-1.0, 0.0), (0.0, 0.0), (1e-12, 1e-12), (0.25, 0.25), (0.5, 0.5), (0.999, 0.999), (1.0, 1.0), (2.0, 1.0)],
)
def test_a_share_is_found_between_nothing_and_all(goal, share):
    found = _solve(lambda each: each, goal)

    assert 0.0 <= found <= 1.0
    assert share == pytest.approx(found, abs=1e-15)
