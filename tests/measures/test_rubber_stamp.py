from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtrim.measures.rubber_stamp import is_rubber_stamp, refusal_bound, refuses_less_than
from flowtrim.model import Decisions, Limits, Step


def binomial_tail(made, refused, share):
    """Written out term by term, as in the schoolbook."""
    return sum(comb(made, k) * share**k * (1 - share) ** (made - k) for k in range(refused + 1))


def stamp(decisions, *, kind="approve", serves=None):
    return is_rubber_stamp(Step("a", "A", kind=kind, serves=serves, decisions=decisions), Limits())


@pytest.mark.parametrize(("made", "percent"), [(20, 13.9), (50, 5.8), (100, 2.95), (150, 1.98), (300, 0.99)])
def test_oracle_3_3_no_refusal_in_so_many_decisions(made, percent):
    assert percent == pytest.approx(100 * refusal_bound(Decisions(made)), abs=0.05)


@pytest.mark.parametrize(("made", "refused", "bound"), [(10, 1, 0.39416), (20, 2, 0.28262), (100, 5, 0.10225)])
def test_bounds_with_refusals_agree_with_printed_tables(made, refused, bound):
    assert bound == pytest.approx(refusal_bound(Decisions(made, refused)), abs=5e-5)


def test_nothing_decided_proves_nothing():
    assert None is refusal_bound(Decisions(0))


def test_everything_refused_leaves_every_share_possible():
    assert 1.0 == refusal_bound(Decisions(7, 7))


@given(st.integers(1, 300).flatmap(lambda made: st.tuples(st.just(made), st.integers(0, made - 1))))
def test_at_the_bound_so_few_refusals_are_as_unlikely_as_the_confidence_says(counts):
    made, refused = counts

    assert 0.05 == pytest.approx(binomial_tail(made, refused, refusal_bound(Decisions(made, refused))), rel=1e-6)


@pytest.mark.parametrize("refused", [1, 1000, 10**6, 5 * 10**8, 10**9 - 1])
def test_a_billion_decisions_are_no_trouble(refused):
    made = 10**9
    bound = refusal_bound(Decisions(made, refused))
    spread = (refused * (1 - refused / made)) ** 0.5 / made

    assert refused / made < bound <= min(1.0, refused / made + 4 * spread + 4 / made)


@pytest.mark.parametrize("refused", [0, 1, 2**40, 2**69, 2**70])
def test_counts_beyond_measure_are_weighed_as_a_billion_of_the_same_share(refused):
    bound = refusal_bound(Decisions(2**70, refused))

    assert refused / 2**70 < bound <= refused / 2**70 + 1e-4 or bound == 1.0
    assert refuses_less_than(0.6, Decisions(2**70, refused)) == (refused < 2**70)


def test_the_limit_of_two_percent_needs_149_decisions_without_refusal():
    assert stamp(Decisions(149))
    assert not stamp(Decisions(148))


def test_one_refusal_in_two_hundred_is_no_proof_yet():
    assert not stamp(Decisions(200, 1))
    assert stamp(Decisions(400, 1))


@pytest.mark.parametrize("serves", ["law", "contract"])
def test_what_law_or_contract_asks_for_is_no_rubber_stamp(serves):
    assert not stamp(Decisions(10_000), serves=serves)


def test_only_approvals_and_checks_can_be_rubber_stamps():
    assert stamp(Decisions(412), kind="check")
    assert not stamp(Decisions(412), kind="decide")
    assert not stamp(None)


@given(
    st.integers(0, 400).flatmap(lambda made: st.tuples(st.just(made), st.integers(0, made))),
    st.sampled_from((0.005, 0.02, 0.1, 0.5, 1.0)),
)
def test_to_refuse_less_than_a_share_is_to_have_a_bound_below_it(counts, share):
    bound = refusal_bound(Decisions(*counts))

    assert (bound is not None and bound < share) == refuses_less_than(share, Decisions(*counts))
