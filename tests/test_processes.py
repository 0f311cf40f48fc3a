"""The strategies that all tests share draw what they promise."""

from hypothesis import find, given, settings

from flowtrim.graph import FlowGraph
from flowtrim.model import END
from tests.processes import processes, structured_processes


@given(processes())
def test_every_flow_leads_to_a_step_or_to_the_end(process):
    targets = {flow.to for step in process.steps for flow in step.flows}

    assert set() == targets - {step.id for step in process.steps} - {END}


@given(processes())
def test_declared_shares_of_an_exclusive_split_never_add_up_to_more_than_one(process):
    sums = [sum(f.share or 0.0 for f in s.flows) for s in process.steps if s.split == "one"]

    assert all(total <= 1 + 1e-9 for total in sums)


@given(structured_processes(inclusive=True))
def test_every_node_of_a_structured_process_is_reachable(process):
    assert {step.id for step in process.steps} == FlowGraph(process).reachable


def test_orphans_loops_and_unowned_steps_are_among_the_processes():
    quick = settings(max_examples=2000, derandomize=True, database=None)

    assert find(processes(), lambda p: any(s.id not in FlowGraph(p).reachable for s in p.steps), settings=quick)
    assert find(processes(), lambda p: any(s.id in FlowGraph(p).after[s.id] for s in p.steps), settings=quick)
    assert find(processes(), lambda p: any(s.owner is None for s in p.work), settings=quick)
