import pytest
from hypothesis import given
from msgspec.structs import replace

from flowtrim.graph import FlowGraph
from flowtrim.graph.visits import visits
from flowtrim.measures.waste import repeated_executions, waste
from flowtrim.model import Flow, Process, Step
from tests.processes import processes, structured_processes


def found_in(*steps, **fields):
    graph = FlowGraph(Process("Claim", steps=steps, **fields))
    return waste(graph, visits(graph))


def test_oracle_0a_work_that_goes_back_costs_half_a_step():
    found = found_in(
        Step("a", "A", flows=(Flow("b"),)),
        Step("b", "B", flows=(Flow("a", share=0.2), Flow("c", share=0.7), Flow("end", share=0.1))),
        Step("c", "C"),
    )

    assert 0.5 == pytest.approx(found.repeated)
    assert 0.25 == pytest.approx(found.returns)


def test_a_branch_that_leads_nowhere_but_back_is_part_of_the_return():
    found = found_in(
        Step("a", "A", flows=(Flow("b"),)),
        Step("b", "B", flows=(Flow("mend", share=0.2), Flow("c", share=0.8))),
        Step("mend", "Mend", kind="rework", flows=(Flow("a"),)),
        Step("c", "C"),
    )

    assert 0.25 * 3 == pytest.approx(found.repeated)


def test_inclusive_branches_are_taken_as_often_without_the_way_back_declared_or_not():
    steps = Step("a", "A", flows=(Flow("b"),)), Step("c", "C"), Step("d", "D")
    open_, told = (tuple(Flow(to, share=share) for to in "acd") for share in (None, 1 / 3))
    assumed, declared = (found_in(*steps, Step("b", "B", split="some", flows=flows)) for flows in (open_, told))

    assert declared.repeated == pytest.approx(assumed.repeated)


def test_work_that_never_goes_back_costs_nothing():
    found = found_in(Step("a", "A", flows=(Flow("b"),)), Step("b", "B"))

    assert (0.0, 0.0) == (found.returns, found.repeated)


def test_a_loop_without_a_way_out_has_no_figures():
    found = found_in(Step("a", "A", flows=(Flow("b"),)), Step("b", "B", flows=(Flow("a"),)))

    assert (None, None) == (found.returns, found.repeated)


def test_system_switches_are_counted_between_declared_systems_only():
    found = found_in(
        Step("a", "A", system="CRM", flows=(Flow("b"),)),
        Step("b", "B", system="CRM", flows=(Flow("c"),)),
        Step("c", "C", system="ERP", flows=(Flow("d"),)),
        Step("d", "D", flows=(Flow("e"),)),
        Step("e", "E", system="CRM"),
    )

    assert (1, 1.0) == (found.system_switches, found.system_switches_expected)


def test_what_is_moved_made_for_nobody_and_approved_twice_is_told():
    found = found_in(
        Step("a", "A", outputs=("x", "y"), flows=(Flow("b"),)),
        Step("b", "B", kind="approve", inputs=("x",), flows=(Flow("c"),)),
        Step("c", "C", kind="notify", flows=(Flow("d"),)),
        Step("d", "D", kind="approve"),
    )

    assert ("c",) == found.transfers
    assert {"a": ("y",)} == found.unused
    assert {"d": "b"} == found.approved_again


@given(structured_processes())
def test_going_back_only_ever_costs(process):
    graph = FlowGraph(process)
    often, loop_of = visits(graph), graph.loop_of
    # a loop on a way that no case takes costs nothing
    looped = max((often[s] for s, ts in graph.after.items() for t in ts if loop_of[s] == loop_of[t]), default=0.0)
    repeated = repeated_executions(graph, often)

    assert repeated > looped / 1000 if looped else repeated == pytest.approx(0.0, abs=1e-9)


@given(processes())
def test_any_process_can_be_searched_for_waste(process):
    graph = FlowGraph(replace(process))
    found = waste(graph, visits(graph))

    assert found.system_switches >= 0
    assert found.repeated is None or found.repeated >= 0
