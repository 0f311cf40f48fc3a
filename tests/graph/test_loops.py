import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from flowtrim.graph import linked, loops_in_order

SIZE = 8
graphs = st.lists(st.lists(st.integers(0, SIZE - 1), max_size=3), min_size=SIZE, max_size=SIZE).map(
    lambda rows: linked(dict(enumerate(rows)))
)


@given(graphs)
def test_loops_are_the_strongly_connected_components(graph):
    expected = nx.strongly_connected_components(graph)

    assert {frozenset(loop) for loop in expected} == {frozenset(loop) for loop in loops_in_order(graph)}


@given(graphs)
def test_no_loop_leads_to_one_before_it(graph):
    place = {node: number for number, loop in enumerate(loops_in_order(graph)) for node in loop}

    assert all(place[tail] <= place[head] for tail, head in graph.edges)


@given(graphs)
def test_each_loop_stands_in_the_order_of_the_graph(graph):
    loops = loops_in_order(graph)

    assert [sorted(loop) for loop in loops] == loops


def test_a_very_long_row_is_no_trouble():
    row = linked({number: [number + 1] for number in range(50_000)} | {50_000: []})

    assert [[number] for number in range(50_001)] == loops_in_order(row)
