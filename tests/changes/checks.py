"""What the tests of changes look at: whether a process is valid, and how often its steps are visited."""

import networkx as nx
import numpy as np

from flowtrim.graph import FlowGraph
from flowtrim.model import END


def flows_of(process):
    return {step.id: [flow.to for flow in step.flows] for step in process.steps}


def defects(process):
    """Everything that the reader of files would refuse."""
    ids = [step.id for step in process.steps]
    found = [] if ids else ["it is empty"]
    found += [f"{i} stands twice" for i in set(ids) if ids.count(i) > 1 or i == END]
    found += [f"starts at {start.at}" for start in process.starts if start.at not in ids]
    groups = (*process.separate, *process.together)
    found += [f"speaks of {i}" for group in (*groups, *(k.steps for k in process.kpis)) for i in group if i not in ids]
    found += [f"duty {group}" for group in groups if len(set(group)) < 2]
    shares = [start.share for start in process.starts if start.share is not None]
    if len(shares) == len(process.starts) > 1 and abs(sum(shares) - 1) > 1e-6:
        found.append("shares of the starts")
    for step in process.steps:
        found += _flow_defects(step, ids)
    return found


def _flow_defects(step, ids):
    targets = [flow.to for flow in step.flows]
    shares = [flow.share for flow in step.flows if flow.share is not None]
    found = [] if step.name else [f"{step.id} has no name"]
    found += [f"{step.id} leads to {t}" for t in targets if t != END and t not in ids]
    found += [f"{step.id} leads twice to {t}" for t in set(targets) if targets.count(t) > 1]
    found += [f"{step.id} has a share of {s}" for s in shares if not 0 <= s <= 1]
    if step.split == "one" and len(targets) > 1:
        full = len(shares) == len(targets)
        if (full and abs(sum(shares) - 1) > 1e-6) or sum(shares) > 1 + 1e-6:
            found.append(f"{step.id} has shares of {sum(shares)}")
    if step.split == "all" and shares:
        found.append(f"{step.id} shares out a parallel section")
    return found


def visits(process):
    """Expected visits (docs/theory.md#visits), by one dense linear system; inclusive joins divide by their split."""
    graph = FlowGraph(process)
    ids = [step.id for step in process.steps]
    place = {step_id: n for n, step_id in enumerate(ids)}
    matrix = np.eye(len(ids))
    for source, targets in graph.after.items():
        for target, weight in targets.items():
            matrix[place[target], place[source]] -= weight / _inflow(graph, target)
    begin = np.zeros(len(ids))
    for start, share in graph.starts.items():
        begin[place[start]] = share
    return dict(zip(ids, np.linalg.solve(matrix, begin), strict=True))


def _inflow(graph, node):
    """By how much the arrivals at a node exceed its visits."""
    step = graph.process.step(node)
    if step.join == "all":
        return max(1, len(graph.before[node]))
    if step.join == "some" and len(graph.before[node]) > 1:
        network = nx.DiGraph(graph.network)
        network.add_edges_from(("", start) for start in graph.starts)
        dominator = nx.immediate_dominators(network, "")[node]
        return sum(graph.after[dominator].values())
    return 1
