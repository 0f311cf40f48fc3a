"""Dominators where they are dear: a ladder with ways back, of 2,001 nodes."""

import networkx as nx
import pytest

from flowtrim.graph import Dominators, linked

RUNGS = 1_000
MOST_SECONDS = 0.1


def ladder(rungs):
    """Two rails of nodes in a row, each node of the first leading across to the second, where ways lead back as well.

    Seen from the far end, every node of the second rail gets another dominator from the node behind it, one a round.
    """
    first = {n: [n + 1, rungs + n] for n in range(1, rungs + 1)}
    second = {n: [n + 1, n - 1] for n in range(rungs + 2, 2 * rungs)}
    return {0: [1, 2 * rungs], **first, rungs + 1: [rungs + 2], **second, 2 * rungs: [2 * rungs - 1]}


@pytest.mark.benchmark(group="dominators of a ladder of 2,001 nodes within 0.1 s")
def test_dominators_of_a_ladder(benchmark):
    after = ladder(RUNGS)
    tree = benchmark(lambda: Dominators(after, 0).parent)

    assert {0} == {tree[rung] for rung in range(RUNGS + 1, 2 * RUNGS + 1)}
    assert benchmark.stats.stats.min < MOST_SECONDS


@pytest.mark.benchmark(group="the same by networkx.immediate_dominators")
def test_dominators_of_a_ladder_by_networkx(benchmark):
    graph = linked(ladder(RUNGS))
    tree = benchmark.pedantic(nx.immediate_dominators, args=(graph, 0), rounds=1)

    assert {0} == {tree[rung] for rung in range(RUNGS + 1, 2 * RUNGS + 1)}
