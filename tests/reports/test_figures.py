"""The figures of the JSON report, all of them at once."""

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from flowtrim.graph import FlowGraph
from flowtrim.measures import Survey
from flowtrim.model import END, Flow, Process, Promise, Role, Start, Step
from flowtrim.reports.figure_text import measures, performing
from flowtrim.reports.process.case_summary import promises
from flowtrim.reports.process.summary import groups
from tests.processes import processes

DAY = date(2026, 3, 2)


def told(process):
    """Every figure; steps and roles are listed in the order of the file, so lists are sorted, and digits rounded."""
    return _ordered(measures(Survey(process, today=DAY)))


def _ordered(value):
    if isinstance(value, dict):
        return {key: _ordered(item) for key, item in value.items()}
    if isinstance(value, list):
        return sorted(map(_ordered, value), key=lambda item: json.dumps(item, sort_keys=True))
    return float(f"{value:.9g}") if isinstance(value, float) else value


@given(processes(), st.randoms(use_true_random=False))
def test_the_order_of_the_file_changes_no_figure_once_the_starts_are_written_out(process, random):
    starts = tuple(Start(at, share) for at, share in FlowGraph(process).starts.items())
    written_out = replace(process, starts=starts)
    steps = random.sample(process.steps, len(process.steps))

    assert told(written_out) == told(replace(written_out, steps=tuple(steps)))


def test_partners_customers_and_systems_are_counted_beside_the_roles_and_not_among_them():
    kinds = {"buyer": "customer", "carrier": "partner", "mint": "partner", "ledger": "system"}
    roles = tuple(Role(name, name, kind=kind) for name, kind in kinds.items())
    steps = tuple(Step(f"do-{name}", name, owner=name) for name in (*kinds, "clerk"))
    survey = Survey(Process("P", steps, roles), today=DAY)

    figures = measures(survey)
    assert (1, 2, 1, 1) == tuple(figures[name] for name in ("roles", "partners", "customers", "systems"))
    assert ["1 role", "2 partners"] == list(performing(survey))


def handoffs_told(*steps):
    (group,) = (group for group in groups(Survey(Process("P", steps), today=DAY)) if group.label == "Handoffs")
    return " · ".join(group.figures)


def test_a_way_through_leaves_out_going_back_and_what_runs_side_by_side_only_where_there_is_such():
    again = (Flow("a", share=0.9), Flow(END, share=0.1))
    back = handoffs_told(Step("a", "A", owner="x", flows=(Flow("b"),)), Step("b", "B", owner="y", flows=again))
    both = (Flow("b"), Flow("c"))
    branches = (Step("b", "B", owner="y", flows=(Flow(END),)), Step("c", "C", owner="z", flows=(Flow(END),)))
    beside = handoffs_told(Step("a", "A", owner="x", flows=both, split="all"), *branches)
    side = "counting only one of the branches that run side by side"

    assert (True, False) == ("without going back" in back, side in back)
    assert (False, True) == ("without going back" in beside, side in beside)


def test_of_a_whole_case_in_time_it_is_told_how_many_steps_have_no_time():
    def promised(*others):
        timed = Step("a", "A", owner="x", takes=5.0, waits=5.0, flows=(Flow("b" if others else END),))
        return " ".join(promises(Survey(Process("P", (timed, *others), promise=Promise(within=60.0)), today=DAY)))

    assert "without the time of 1 step" in promised(Step("b", "B", owner="x"))
    assert "without the times of 2 steps" in promised(
        Step("b", "B", owner="x", flows=(Flow("c"),)), Step("c", "C", owner="x")
    )
    assert "without" not in promised()
