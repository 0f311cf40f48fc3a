import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from flowtrim.graph import cut_nodes, loops_in_order

SIZE = 8
graphs = st.lists(st.lists(st.integers(0, SIZE - 1), max_size=3), min_size=SIZE, max_size=SIZE).map(
    lambda rows: dict(enumerate(rows))
)


@given(graphs)
def test_loops_are_the_strongly_connected_components(after):
    expected = nx.strongly_connected_components(nx.DiGraph(after))

    assert {frozenset(loop) for loop in expected} == {frozenset(loop) for loop in loops_in_order(after)}


@given(graphs)
def test_no_loop_leads_to_one_before_it(after):
    place = {node: number for number, loop in enumerate(loops_in_order(after)) for node in loop}

    assert all(place[tail] <= place[head] for tail, heads in after.items() for head in heads)


@given(graphs)
def test_each_loop_stands_in_the_order_of_the_graph(after):
    loops = loops_in_order(after)

    assert [sorted(loop) for loop in loops] == loops


@given(graphs)
def test_cut_nodes_are_the_articulation_points(after):
    undirected = nx.Graph((tail, head) for tail, heads in after.items() for head in heads if tail != head)

    assert set(nx.articulation_points(undirected)) == cut_nodes(after)


def test_a_very_long_row_is_no_trouble():
    row = {number: [number + 1] for number in range(50_000)} | {50_000: []}

    assert (50_001, 49_999) == (len(loops_in_order(row)), len(cut_nodes(row)))
