"""Where the work changes hands."""

from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from flowtrim.graph import FlowGraph
from flowtrim.graph.visits import visits
from flowtrim.measures.handoff_ways import Bounded, fewest_handoffs, most_handoffs
from flowtrim.measures.handoffs import (
    expected_handoffs,
    handoff_matrix,
    handoff_share,
    handoffs,
    handoffs_with,
    messages,
    ping_pongs,
)
from flowtrim.model import Flow, Process, Role, Start, Step
from tests.charts import chart, oracle_0a, oracle_0b, oracle_2c
from tests.processes import processes, structured_processes


def measured(figure, process):
    graph = FlowGraph(process)
    return figure(graph, visits(graph))


def oracle_2a():
    return chart({"a": "b", "b": "c", "c": "d", "d": ""}, owners={"a": "clerk", "b": "clerk", "c": "mgr", "d": "clerk"})


def oracle_2b():
    return oracle_0a(a="clerk", b="mgr", c="clerk")


def oracle_2d():
    ways = {"a": "b d", "b": "e", "d": "e", "e": {"a": 0.2, "h": 0.8}, "h": ""}
    owners = {"a": "Pete", "b": "Sue", "d": "Mike", "e": "Sara", "h": "Pete"}
    return chart(ways, together="a", waits="e", owners=owners)


def test_oracle_2a_static_expected_share_and_ping_pong():
    assert 2 == handoffs(FlowGraph(oracle_2a()))
    assert 2.0 == measured(expected_handoffs, oracle_2a())
    assert pytest.approx(2 / 3) == measured(handoff_share, oracle_2a())
    assert 1.0 == measured(ping_pongs, oracle_2a())


def test_oracle_2a_matrix():
    cells = measured(handoff_matrix, oracle_2a())

    assert [("clerk", "mgr", 1, 1.0), ("mgr", "clerk", 1, 1.0)] == [
        (cell.giver, cell.taker, cell.static, cell.expected) for cell in cells
    ]


def test_oracle_2b_rework_counts_every_time_it_is_done():
    assert pytest.approx(2.375) == measured(expected_handoffs, oracle_2b())
    assert pytest.approx(1.375) == measured(ping_pongs, oracle_2b())


def test_work_sent_back_and_delivered_again_comes_back_twice():
    ways = {"a": "b", "b": {"a": 0.5, "end": 0.5}}

    assert pytest.approx(2.0) == measured(ping_pongs, chart(ways, owners={"a": "x", "b": "y"}))


def test_oracle_2c_each_causal_branch_counts():
    process = oracle_2c(a="Pete", b="Sue", d="Mike", e="Sara", h="Pete")

    assert 5.0 == measured(expected_handoffs, process)
    assert 1.0 == measured(handoff_share, process)


def test_oracle_2d_the_book_with_a_loop():
    assert pytest.approx(6.25) == measured(expected_handoffs, oracle_2d())


def test_oracle_2e_rework_inside_a_parallel_branch():
    process = oracle_0b(s="R1", q="R1", x="R2", z="R2", y="R3")

    assert pytest.approx(4.4444, abs=1e-4) == measured(expected_handoffs, process)


def test_work_that_nobody_held_cannot_be_handed_over():
    assert 0 == handoffs(FlowGraph(chart({"a": "b", "b": "c", "c": ""}, owners={"a": "x", "c": "y"})))


def test_gateways_do_not_hide_a_handoff():
    process = chart({"a": "g", "g": "b c", "b": "", "c": ""}, routing="g", owners={"a": "x", "b": "y", "c": "x"})

    assert 1 == handoffs(FlowGraph(process))
    assert 0.5 == measured(expected_handoffs, process)


def test_an_endless_loop_between_two_roles_has_no_expected_handoffs():
    endless = {"a": "b", "b": "a"}

    assert measured(expected_handoffs, chart(endless, owners={"a": "x", "b": "y"})) is None
    assert 0.0 == measured(expected_handoffs, chart(endless, owners={"a": "x", "b": "x"}))


def test_no_transfer_has_no_share():
    assert measured(handoff_share, chart({"a": ""}, owners={"a": "x"})) is None
    assert measured(handoff_share, Process("Nothing")) is None


def test_customer_and_system_are_told_apart_among_the_handoffs():
    roles = (Role("bot", "Bot", kind="system"), Role("buyer", "Buyer", kind="customer"))
    owners = {"a": "buyer", "b": "clerk", "c": "bot", "d": "clerk", "e": "clerk"}
    process = chart({"a": "b", "b": "c", "c": "d", "d": "e", "e": ""}, owners=owners, roles=roles)

    assert 3 == handoffs(FlowGraph(process))
    assert 2 == handoffs_with(FlowGraph(process), process.is_system)
    assert 1 == handoffs_with(FlowGraph(process), process.is_customer)


def test_the_matrix_is_ordered_by_who_acts_first_and_not_by_the_file():
    process = chart({"c": "", "b": "c", "a": "b"}, owners={"a": "z", "b": "y", "c": "x"}, starts="a")

    assert [("z", "y"), ("y", "x")] == [(cell.giver, cell.taker) for cell in measured(handoff_matrix, process)]


@given(processes())
def test_the_matrix_adds_up_to_the_figures(process):
    cells = measured(handoff_matrix, process)
    expected = [cell.expected for cell in cells]

    assert handoffs(FlowGraph(process)) == sum(cell.static for cell in cells)
    if None in expected:
        assert measured(expected_handoffs, process) is None
    else:
        assert pytest.approx(sum(expected)) == measured(expected_handoffs, process)


def test_work_that_two_steps_gave_to_one_comes_back_from_either():
    steps = (
        Step("sort", "Sort", owner="boss", flows=(Flow("ask", share=0.3), Flow("write", share=0.7))),
        Step("ask", "Ask", owner="clerk", flows=(Flow("sign"),)),
        Step("write", "Write", owner="clerk", flows=(Flow("sign"),)),
        Step("sign", "Sign", owner="boss", flows=(Flow("send"),)),
        Step("send", "Send", owner="clerk"),
    )

    assert 0.3 + 0.7 + 1.0 == pytest.approx(measured(ping_pongs, Process("Letter", steps)))


def renamed(process):
    new = {step.id: f"z{number}" for number, step in enumerate(reversed(process.steps))} | {"end": "end"}
    steps = tuple(
        replace(step, id=new[step.id], flows=tuple(replace(f, to=new[f.to]) for f in step.flows))
        for step in process.steps
    )
    return replace(process, steps=steps, starts=tuple(replace(s, at=new[s.at]) for s in process.starts))


@given(processes())
def test_new_ids_change_no_handoff(process):
    before, after = measured(expected_handoffs, process), measured(expected_handoffs, renamed(process))

    assert before is after is None or pytest.approx(before) == after
    assert handoffs(FlowGraph(process)) == handoffs(FlowGraph(renamed(process)))


@given(structured_processes(), st.data())
def test_merging_two_roles_saves_what_passes_between_them(process, data):
    owners = sorted({step.owner for step in process.work if step.owner})
    kept, absorbed = data.draw(st.sampled_from(owners)), data.draw(st.sampled_from(owners))
    merged = replace(process, steps=tuple(replace(s, owner=kept) if s.owner == absorbed else s for s in process.steps))
    between = sum(c.expected for c in measured(handoff_matrix, process) if {c.giver, c.taker} == {kept, absorbed})
    after = measured(expected_handoffs, merged)

    assert pytest.approx(measured(expected_handoffs, process) - between) == after


@given(structured_processes(inclusive=True))
def test_the_order_of_the_file_changes_no_figure(process):
    turned = replace(process, steps=process.steps[::-1])

    for figure in (expected_handoffs, ping_pongs, handoff_share):
        assert pytest.approx(measured(figure, process)) == measured(figure, turned)
    assert fewest_handoffs(FlowGraph(process)) == fewest_handoffs(FlowGraph(turned))
    assert most_handoffs(FlowGraph(process)) == most_handoffs(FlowGraph(turned))


def ways_through(process):
    """List the owners' changes of every loop-free way, by brute force."""
    graph = FlowGraph(process)
    network = nx.DiGraph(graph.network)
    for step in process.steps:
        if not step.is_work:
            others = [(s, t) for s in network.pred[step.id] for t in network.succ[step.id]]
            network.remove_node(step.id)
            network.add_edges_from((s, t) for s, t in others if step.id not in (s, t))
    firsts, lasts, bare = edges_of(process)
    network.add_edges_from(("<", first) for first in firsts)
    network.add_edges_from((last, ">") for last in lasts)
    network.add_nodes_from("<>")
    if bare:
        network.add_edge("<", ">")
    for way in nx.all_simple_paths(network, "<", ">"):
        owners = [graph.owner(node) for node in way[1:-1]]
        yield sum(bool(giver) and bool(taker) and giver != taker for giver, taker in pairwise(owners))


def edges_of(process):
    """Return the first and the last steps of work, and whether a case may pass without any."""
    graph = FlowGraph(process)
    is_work = {step.id: step.is_work for step in process.steps}

    def through(roots, onward):
        seen, waiting = set(), list(roots)
        while waiting:
            node = waiting.pop()
            if node not in seen:
                seen.add(node)
                waiting.extend(() if is_work[node] else onward[node])
        return seen

    forward, backward = through(graph.starts, graph.after), through(graph.ends, graph.before)
    bare = any(not is_work[node] for node in forward & set(graph.ends))
    return [n for n in forward if is_work[n]], [n for n in backward if is_work[n]], bare


@given(processes())
def test_the_fewest_and_the_most_are_those_of_listing_every_way(process):
    listed = list(ways_through(process))
    graph = FlowGraph(process)

    assert min(listed, default=None) == fewest_handoffs(graph)
    assert (Bounded(max(listed), exact=True) if listed else None) == most_handoffs(graph)


def test_where_no_way_leads_to_an_end_there_is_no_figure():
    graph = FlowGraph(chart({"a": "b", "b": "a"}, owners={"a": "x", "b": "y"}))

    assert fewest_handoffs(graph) is None
    assert most_handoffs(graph) is None


def test_an_empty_process_hands_nothing_over():
    assert 0 == handoffs(FlowGraph(Process("Nothing")))
    assert fewest_handoffs(FlowGraph(Process("Nothing"))) is None
    assert () == measured(handoff_matrix, Process("Nothing"))


def test_a_tangle_too_large_to_search_says_that_it_is_not_exact():
    names = [f"s{n}" for n in range(30)]
    flows = tuple(Flow(name) for name in names)
    tangle = Process(
        "Tangle",
        (Step("go", "Go", flows=flows), *(Step(n, n, owner=n, flows=(*flows, Flow("end"))) for n in names)),
    )
    most = most_handoffs(FlowGraph(tangle))

    assert not most.exact
    assert 0 < most.value <= 29


def test_twenty_thousand_steps_with_loops_are_counted_exactly():
    count = 20_000
    steps = tuple(
        Step(
            f"s{n}",
            "S",
            owner="xy"[n % 2],
            flows=(Flow(f"s{n + 1}" if n + 1 < count else "end"), Flow(f"s{n - n % 10}")),
        )
        for n in range(count)
    )
    graph = FlowGraph(Process("Long", steps))

    assert Bounded(count - 1, exact=True) == most_handoffs(graph)
    assert count - 1 == fewest_handoffs(graph)


# ---- who tells whom ---------------------------------------------------------------------------------


def pools(*, apart, roles=(), **informs):
    """a, which x does, and b, which y does: in two pools, or one after the other."""
    steps = (
        Step("a", "A", owner="x", informs=informs.get("a", ()), flows=(Flow("end" if apart else "b"),)),
        Step("b", "B", owner="y", informs=informs.get("b", ()), flows=(Flow("end"),)),
    )
    return Process("P", steps, starts=(Start("a"), Start("b")) if apart else (), roles=roles, customer="buyer")


@pytest.mark.parametrize(
    ("apart", "told", "message"),
    [
        (True, "y", True),  # nothing leads from one to the other
        (False, "y", False),
        (True, "x", False),  # nobody tells themselves
        (True, "z", True),  # who does nothing is in no pool
        (False, "z", False),  # where there is one pool only all are in it
        (True, "buyer", False),
        (True, "carrier", True),
        (False, "carrier", True),
    ],
)
def test_a_message_goes_to_a_partner_or_to_another_pool(apart, told, message):
    process = pools(apart=apart, roles=(Role("carrier", "Carrier", kind="partner"),), a=(told, told))

    assert ((("a", told),) if message else ()) == messages(FlowGraph(process))


def test_who_works_in_several_pools_is_told_nothing_in_one_of_them():
    steps = tuple(
        Step(one, one, owner=owner, informs=("x",) if owner != "x" else (), flows=(Flow(to),))
        for one, owner, to in (("a", "x", "end"), ("b", "y", "c"), ("c", "x", "end"), ("d", "y", "end"))
    )
    process = Process("P", steps, starts=(Start("a"), Start("b"), Start("d")))

    assert (("d", "x"),) == messages(FlowGraph(process))


def test_a_gateway_at_which_all_begin_ties_no_pools_together():
    def begun_by(split):
        gate = Step("g", "g", kind="gateway", split=split, flows=(Flow("a"), Flow("b")))
        return replace(pools(apart=True, a=("y",)), steps=(gate, *pools(apart=True, a=("y",)).steps), starts=())

    assert (("a", "y"),) == messages(FlowGraph(begun_by("all")))
    assert () == messages(FlowGraph(begun_by("one")))
