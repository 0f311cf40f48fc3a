"""Where a measure just counts, and where it just does not; each test was written for a fault that none told."""

from datetime import date

import pytest
from msgspec.structs import replace

from flowtrim.graph import FlowGraph
from flowtrim.measures.groups_of_cases import outcomes
from flowtrim.measures.kpis import audit
from flowtrim.measures.pending import pending
from flowtrim.measures.rubber_stamp import contradicting_share
from flowtrim.model import END, Decisions, Drop, Flow, Kpi, Limits, Plan, Process, Step

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
