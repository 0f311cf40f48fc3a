"""Shares that were worked out are written as a person would write them, and mean what they meant."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtrim.changes import apply
from flowtrim.formats import dumps, loads
from flowtrim.formats.shares import short_shares, with_short_shares
from flowtrim.model import Drop, Flow, Process, Start, Step
from tests.days import TODAY

PARTS = st.lists(st.integers(1, 10_000_000), min_size=2, max_size=7)


def digits(share):
    return len(Decimal(repr(share)).normalize().as_tuple().digits)


@given(PARTS)
def test_a_choice_still_sums_to_all_cases_and_no_share_changes_by_more_than_its_last_digit(parts):
    shares = [round(part / sum(parts), 12) for part in parts]
    short = short_shares(shares)

    assert 1 == sum(Decimal(repr(share)) for share in short)
    assert short == pytest.approx(shares, rel=len(shares) * 1e-3)
    assert 1 >= sum(digits(share) > 4 for share in short)


@given(PARTS, st.floats(0.001, 0.999))
def test_what_is_left_for_ways_without_a_share_stays_as_well(parts, declared):
    shares = [round(declared * part / sum(parts), 12) for part in parts]
    short = short_shares([*shares, None])

    assert None is short[-1]
    assert 1 - sum(short[:-1]) == pytest.approx(1 - sum(shares), rel=2e-3)


def process_of(share):
    remind = Step("b", "B", flows=(Flow("c", "x", share), Flow("d", "y", round(1 - share, 12))))
    begin = Step("a", "A", flows=(Flow("b", "late", 0.123), Flow("d", "in time", 0.877)))
    kept = Step("c", "C", flows=(Flow("d", "all", 0.123456789), Flow("end", "none", 0.876543211)))
    return Process("P", (begin, remind, kept, Step("d", "D")))


@given(st.floats(0.01, 0.99).map(lambda share: round(share, 7)))
def test_what_is_written_reads_back_and_what_somebody_declared_stays(share):
    before = process_of(share)
    after = apply(before, Drop("b"))
    written = loads(dumps(with_short_shares(after, before)), file="p.yml", today=TODAY).process

    assert before.step("c").flows == written.step("c").flows
    assert [flow.share for flow in written.step("a").flows] == pytest.approx(
        [flow.share for flow in after.step("a").flows], rel=1e-3
    )


def test_cases_that_begin_in_several_places_are_written_short_as_well():
    before = Process("P", (Step("a", "A"), Step("b", "B")))
    after = Process("P", before.steps, starts=(Start("a", 2 / 3), Start("b", 1 / 3)))

    assert (Start("a", 0.6667), Start("b", 0.3333)) == with_short_shares(after, before).starts


def test_ways_that_are_each_taken_or_not_are_rounded_each_by_itself():
    some = Step("a", "A", flows=(Flow("b", share=2 / 3), Flow("c", share=2 / 3)), split="some")
    after = Process("P", (some, Step("b", "B"), Step("c", "C")))

    assert [0.6667, 0.6667] == [flow.share for flow in with_short_shares(after, Process("P")).step("a").flows]
