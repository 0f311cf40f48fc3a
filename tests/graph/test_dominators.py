from hypothesis import given
from hypothesis import strategies as st

from flowtrim.graph import Dominators

SIZE = 8
graphs = st.lists(st.lists(st.integers(0, SIZE - 1), max_size=3), min_size=SIZE, max_size=SIZE).map(
    lambda rows: dict(enumerate(rows))
)


def reached(after, root, *, without=None):
    seen, waiting = set(), [root]
    while waiting:
        node = waiting.pop()
        if node not in seen and node != without:
            seen.add(node)
            waiting.extend(after[node])
    return seen


@given(graphs)
def test_a_node_dominates_what_cannot_be_reached_without_it(after):
    tree = Dominators(after, 0)
    everything = reached(after, 0)
    expected = {(one, other) for one in everything for other in everything - (reached(after, 0, without=one) - {one})}

    assert expected == {(one, other) for one in everything for other in everything if tree.dominates(one, other)}


@given(graphs)
def test_the_parent_is_the_nearest_dominator(after):
    tree = Dominators(after, 0)

    for node, parent in tree.parent.items():
        others = [n for n in tree.parent.keys() | {0} if n != node and tree.dominates(n, node)]

        assert all(tree.dominates(other, parent) for other in others)


def test_a_hundred_thousand_early_exits_to_one_node_are_no_trouble():
    count = 100_000
    after = {n: [n + 1, count + 1] for n in range(count)} | {count: [count + 1], count + 1: []}

    assert 0 == Dominators(after, 0).parent[count + 1]
