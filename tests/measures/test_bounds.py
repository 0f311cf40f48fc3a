"""Where a measure just counts, and where it just does not; each test was written for a fault that none told."""

from datetime import date
from math import comb

import pytest
from msgspec.structs import replace

from flowtrim.graph import FlowGraph
from flowtrim.measures.capability import Capabilities, overlaps
from flowtrim.measures.clock import add_months, months_between, review_clock
from flowtrim.measures.elevator.counting import Units
from flowtrim.measures.elevator.rates import guess_language, rate_of, seconds_of, shown_seconds
from flowtrim.measures.groups_of_cases import outcomes
from flowtrim.measures.kpis import audit
from flowtrim.measures.pending import pending
from flowtrim.measures.rubber_stamp import contradicting_share, is_rubber_stamp, refusal_bound, refuses_less_than
from flowtrim.model import END, Decisions, Drop, Flow, Kpi, Limits, Plan, Process, Role, Step

REFUSING = Step(
    "a", "A", kind="approve", flows=(Flow("b", when="approved", share=0.5), Flow(END, when="refused", share=0.5))
)


@pytest.mark.parametrize(
    ("step", "share"),
    [
        (replace(REFUSING, decisions=Decisions(1000, refused=0)), 0.5),
        (replace(REFUSING, decisions=Decisions(1000, refused=500)), None),
        (replace(REFUSING, decisions=Decisions(0)), None),
        (REFUSING, None),
        (
            replace(REFUSING, decisions=Decisions(1000), flows=(Flow("b", when="approved"), Flow(END, when="refused"))),
            None,
        ),
    ],
)
def test_a_share_contradicts_counts_only_where_both_are_declared_and_differ(step, share):
    assert share == contradicting_share(step)


def test_a_process_whose_ends_have_no_names_has_no_outcomes():
    assert () == outcomes(FlowGraph(Process("P", (Step("a", "A", flows=(Flow(END),)),))))


def test_what_is_pending_is_told_by_its_day_and_what_has_none_last():
    changes = (Drop("a", by="Care"), Drop("b", until=date(2026, 5, 1)), Drop("c", until=date(2026, 3, 1)))
    steps = tuple(Step(each, each.upper()) for each in "abcd")

    assert [date(2026, 3, 1), date(2026, 5, 1), None] == [
        one.until for one in pending(Process("P", steps, plans=(Plan("Trim", changes=changes),)))
    ]


def test_a_measure_that_takes_exactly_one_ride_fits_in_it():
    kpi = Kpi("Calls", what="Calls answered in time.", why="Callers hang up.", action="Add agents.")

    def speech(**limits):
        return audit(Process("P", kpis=(kpi,)), today=date(2026, 3, 2), limits=Limits(**limits))[0].speech

    assert speech(ride_seconds=speech().seconds).fits
    assert not speech(ride_seconds=speech().seconds - 0.01).fits


@pytest.mark.parametrize(
    ("made", "refused", "bound"),
    [(0, 0, None), (1, 1, 1.0), (5, 7, 1.0), (1, 0, 0.95), (2, 1, 0.974679), (10, 3, 0.606624), (100, 1, 0.046560)],
)
def test_the_bound_of_refusals_is_where_so_few_come_about_in_5_of_100_cases(made, refused, bound):
    found = refusal_bound(Decisions(made, refused))

    assert found == (None if bound is None else pytest.approx(bound, abs=1e-6))
    if bound is not None and refused < made:
        few = sum(comb(made, each) * found**each * (1 - found) ** (made - each) for each in range(refused + 1))
        assert 0.05 == pytest.approx(few)


@pytest.mark.parametrize("confidence", [0.8, 0.99])
def test_the_surer_the_bound_is_to_be_the_higher_it_is(confidence):
    found = refusal_bound(Decisions(20, 2), confidence=confidence)
    few = sum(comb(20, each) * found**each * (1 - found) ** (20 - each) for each in range(3))

    assert 1 - confidence == pytest.approx(few)


@pytest.mark.parametrize(
    ("share", "made", "refused", "less"),
    [
        (0.02, 149, 0, True), (0.02, 148, 0, False), (0.02, 0, 0, False), (0.02, 100, 2, False), (0.02, 10**6, 19_000, True),
        (0.02, 3 * 10**12, 3 * 10**10, True), (0.01, 3 * 10**12, 3 * 10**10, False), (0.5, 10, 1, True),
        (0.5, 10, 2, False), (1.0, 10, 9, True), (1.0, 10, 10, False), (1.0, 0, 0, False),
    ],
)  # fmt: skip
def test_counts_rule_out_a_share_only_where_so_few_refusals_are_too_rare(share, made, refused, less):
    assert less == refuses_less_than(share, Decisions(made, refused))


@pytest.mark.parametrize(
    ("fields", "stamp"),
    [
        ({}, True), ({"kind": "check"}, True), ({"kind": "decide"}, False), ({"serves": "law"}, False),
        ({"serves": "contract"}, False), ({"serves": "risk"}, True), ({"decisions": None}, False),
        ({"decisions": Decisions(412, 30)}, False),
    ],
)  # fmt: skip
def test_a_rubber_stamp_decides_and_is_asked_for_by_nobody(fields, stamp):
    step = Step("a", "A", kind="approve", decisions=Decisions(412))

    assert stamp == is_rubber_stamp(replace(step, **fields), Limits())


@pytest.mark.parametrize(
    ("shares", "refused", "contradicted"),
    [
        ((0.98, 0.02), 20, None),
        ((0.985, 0.015), 20, None),  # rounded to a percent it may be 2 %
        ((0.9, 0.1), 20, 0.1),
        ((1.0, 0.0), 20, 0.0),
        ((0.9, 0.1), 1000, 0.1),
        ((0.5, 0.5), 0, 0.5),
        ((1.0, 0.0), 0, None),
    ],
)
def test_a_declared_share_of_refusals_contradicts_only_counts_that_rule_it_out(shares, refused, contradicted):
    ways = (Flow("b", "approved", shares[0]), Flow(END, "refused", shares[1]))

    assert contradicted == contradicting_share(replace(REFUSING, decisions=Decisions(1000, refused), flows=ways))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2025, 1, 31), 0, date(2025, 1, 31)),
        (date(2025, 11, 30), 1, date(2025, 12, 30)),
        (date(2025, 12, 1), 1, date(2026, 1, 1)),
        (date(2025, 12, 31), 12, date(2026, 12, 31)),
        (date(9999, 11, 30), 1, date(9999, 12, 30)),
        (date(9999, 12, 31), 1, date.max),
    ],
)
def test_months_are_added_to_the_end_of_the_year_and_of_the_calendar(day, months, later):
    assert later == add_months(day, months)


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [
        (date(2025, 3, 15), date(2025, 3, 15), 0),
        (date(2025, 3, 15), date(2025, 4, 14), 0),
        (date(2025, 3, 15), date(2025, 4, 15), 1),
        (date(2025, 12, 15), date(2026, 1, 15), 1),
        (date(2025, 3, 15), date(2025, 3, 14), 0),
        (date(2025, 3, 15), date(2024, 3, 15), 0),
        (date(2024, 3, 15), date(2026, 2, 15), 23),
    ],
)
def test_months_between_are_whole_ones(earlier, later, months):
    assert months == months_between(earlier, later)


@pytest.mark.parametrize(
    ("today", "overdue", "due_soon"),
    [
        (date(2026, 2, 1), False, True),
        (date(2026, 1, 31), False, False),
        (date(2026, 3, 2), False, True),
        (date(2026, 3, 3), True, False),
        (date(2025, 3, 2), False, False),
    ],
)
def test_a_review_is_due_soon_in_the_last_days_before_its_day(today, overdue, due_soon):
    state = review_clock(date(2025, 3, 2), today=today, months=12, due_soon_days=29)

    assert (date(2026, 3, 2), overdue, due_soon) == (state.due, state.overdue, state.due_soon)


@pytest.mark.parametrize(
    ("units", "language", "seconds"),
    [
        (Units(words=150), "en", 60.0),
        (Units(han=240), "zh", 60.0 * 240 / rate_of("zh").a_minute),
        (Units(words=75, han=240), "en", 30.0 + 60.0 * 240 / rate_of("zh").a_minute),
        (Units(words=75, han=240), "ja", 30.0 + 60.0 * 240 / rate_of("ja").a_minute),
        (Units(kana=100), "en", 60.0 * 100 / rate_of("ja").a_minute),
        (Units(kana=100, words=10), "ja", 60.0 * 100 / rate_of("ja").a_minute + 4.0),
        (Units(hangul=100), "en", 60.0 * 100 / rate_of("ko").a_minute),
        (Units(hangul=100), "ko", 60.0 * 100 / rate_of("ko").a_minute),
        (Units(words=10), "de", 600.0 / rate_of("de").a_minute),
        (Units(signs=10), "en", 4.0),
        (Units(signs=10), "ko", 600.0 / rate_of("ko").a_minute),
    ],
)
def test_each_script_is_spoken_at_its_own_rate(units, language, seconds):
    assert seconds == pytest.approx(seconds_of(units, rate_of(language)))


def test_a_rate_of_our_own_counts_for_its_language_only():
    limits = Limits(spoken_rates=(("en", 100.0), ("zh", 120.0)))

    assert 60.0 == seconds_of(Units(words=100), rate_of("en", limits), limits)
    assert 120.0 == seconds_of(Units(words=100, han=120), rate_of("en", limits), limits)
    assert 120.0 == seconds_of(Units(words=100, han=120), rate_of("zh", limits), limits)


@pytest.mark.parametrize(
    ("text", "language"),
    [("", "en"), ("Ask SAP", "en"), ("Größe", "en"), ("审批", "zh"), ("审批 invoice now please", "en"), ("審査する", "ja"),
     ("ア이", "ja"), ("이ア이", "ko"), ("송장", "ko"), ("审 ok", "en"), ("审批 ok", "zh")],
)  # fmt: skip
def test_a_language_is_guessed_by_what_most_is_written_in(text, language):
    assert language == guess_language(text)


@pytest.mark.parametrize(
    ("seconds", "limit", "shown"),
    [(60.0, 60.0, 60), (60.04, 60.0, 60.1), (59.6, 60.0, 60), (60.6, 60.0, 61), (120.3, 60.0, 120.3), (0.0, 60.0, 0)],
)
def test_rounding_hides_no_ride(seconds, limit, shown):
    assert shown == shown_seconds(seconds, limit)


@pytest.mark.parametrize(
    ("takes", "shared"), [((10.0, 30.0, 60.0), 0.9 / 1.1), ((None, 30.0, 60.0), 0.5), ((0.0, 0.0, 60.0), 1.0)]
)
def test_two_roles_overlap_by_the_time_of_what_both_can_do_or_by_its_number_where_a_time_is_unknown(takes, shared):
    owners, skills = ("one", "two", "two"), (None, "ledger", "ledger")
    steps = tuple(
        Step(each, each, owner=owner, skill=skill, takes=minutes)
        for each, owner, skill, minutes in zip("abc", owners, skills, takes, strict=True)
    )
    roles = tuple(Role(each, each, skills=("ledger",)) for each in ("one", "two"))
    found = overlaps(Capabilities(Process("P", steps, roles=roles)), dict.fromkeys("abc", 1.0))

    assert {"one": ("two", pytest.approx(shared)), "two": ("one", pytest.approx(shared))} == found
