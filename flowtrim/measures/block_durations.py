"""How long blocks last on average, and how long the whole; the most usual case where there are no blocks."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence

from flowtrim.graph import Node, NormalForm, linked, loops_in_order
from flowtrim.graph.elimination import solve
from flowtrim.measures.block_rewriting import Arc
from flowtrim.measures.process_tree import Block, bottom_up

ENDLESS = float("inf")
HALF = 0.5
"""The share of the cases from which on an inclusive branch is part of the most usual one."""


def mean_duration(root: Block, minutes: Mapping[str, float]) -> float:
    """Return the mean duration of a block by the rules of flow analysis; infinite for an endless loop.

    See docs/theory.md#cycle-time.

    A sequence adds up, a choice weighs by its shares, parallel branches last as long as the longest, a loop is a
    geometric series; of inclusive branches, the longest of those taken counts. ``minutes`` are those of the tasks.
    Where parallel branches vary, the mean of the longest is longer than the longest mean: see ``varies_in_parallel``.

    >>> both = Block("and", parts=(Block("task", step="ship"), Block("task", step="bill")))
    >>> mean_duration(both, {"ship": 20.0, "bill": 10.0})
    20.0
    """
    return _durations(root, minutes)[id(root)]


def residual_duration(arcs: Iterable[Arc], start: Node, minutes: Mapping[str, float]) -> float | None:
    """Return the mean duration of a process that is not built of blocks but only chooses between them.

    Exact, since without parallel work the time of a case is the sum over its arcs (docs/theory.md#cycle-time).
    None where a loop has no way out.
    """
    arcs = tuple(arcs)
    flows: dict[Node, dict[Node, float]] = {}
    for arc in arcs:
        flows.setdefault(arc.head, {})
        onward = flows.setdefault(arc.tail, {})
        onward[arc.head] = onward.get(arc.head, 0.0) + arc.share
    passed = solve({start: 1.0}, flows, loops_in_order(linked(flows)))
    total = 0.0
    for arc in arcs:
        times = passed[arc.tail]
        if times is None:
            return None
        total += times * arc.share * mean_duration(arc.block, minutes) if times * arc.share else 0.0
    return total if total < ENDLESS else None


def varies_in_parallel(root: Block, drawn: Container[str] = ()) -> bool:
    """Whether a branch beside others holds a choice, a loop or a step of ``drawn``, whose duration varies.

    The mean duration is a lower bound then.

    >>> maybe = Block("xor", parts=(Block("task", step="ask"), Block("seq")), shares=(0.5, 0.5))
    >>> varies_in_parallel(Block("and", parts=(maybe, Block("task", step="wait"))))
    True
    """
    varying: set[int] = set()
    for block in bottom_up(root):
        inside = any(id(part) in varying for part in block.parts)
        if inside and block.kind in ("and", "or"):
            return True
        if inside or block.kind in ("xor", "or", "loop") or block.step in drawn:
            varying.add(id(block))
    return False


def critical_path(root: Block, minutes: Mapping[str, float]) -> tuple[str, ...]:
    """Return the tasks that set the duration of the most usual case: shortening others does not help.

    At a choice the likeliest branch counts, of parallel branches the longest in that case, of inclusive ones the
    longest of those that half of the cases take, of a loop its body once; it lasts as long as it does on average
    (docs/theory.md#critical-path).

    >>> both = Block("and", parts=(Block("task", step="ship"), Block("task", step="bill")))
    >>> critical_path(both, {"ship": 20.0, "bill": 10.0})
    ('ship',)
    """
    named = _first_names(root)
    lasted = _usual_durations(root, minutes, named)
    path = []
    waiting = [root]
    while waiting:
        block = waiting.pop()
        if block.step:
            path.append(block.step)
        waiting.extend(reversed(_decisive(block, lasted, named)))
    return tuple(path)


def _durations(root: Block, minutes: Mapping[str, float]) -> dict[int, float]:
    """Return the mean duration of every block of a tree, by its identity."""
    lasted: dict[int, float] = {}
    for block in bottom_up(root):
        lasted[id(block)] = _duration(block, [lasted[id(part)] for part in block.parts], minutes)
    return lasted


def _usual_durations(root: Block, minutes: Mapping[str, float], named: Mapping[int, str]) -> dict[int, float]:
    """Return how long every block of a tree lasts where each choice falls on its likeliest branch."""
    mean = _durations(root, minutes)
    lasted: dict[int, float] = {}
    for block in bottom_up(root):
        if block.kind in ("task", "loop"):
            lasted[id(block)] = mean[id(block)]
        else:
            lasted[id(block)] = sum(lasted[id(part)] for part in _decisive(block, lasted, named))
    return lasted


def _first_names(root: Block) -> dict[int, str]:
    """Return of every block of a tree, by its identity, the first in the alphabet of the steps in it."""
    named: dict[int, str] = {}
    for block in bottom_up(root):
        named[id(block)] = block.step or min((named[id(part)] for part in block.parts), default="")
    return named


def _decisive(block: Block, lasted: Mapping[int, float], named: Mapping[int, str]) -> Sequence[Block]:
    """Return the parts that decide how long a block lasts; of equals the first by name, an empty one last."""
    if block.kind == "loop":
        return block.parts[:1]
    if not block.parts or block.kind == "seq":
        return block.parts
    weights = block.shares if block.kind == "xor" else [lasted[id(part)] for part in block.parts]
    names = [named[id(part)] for part in block.parts]
    ranks = [(-round(weight, 9), not name, name) for weight, name in zip(weights, names, strict=True)]
    taken = _usually_taken(block.shares) if block.kind == "or" else range(len(ranks))
    return (block.parts[min(taken, key=ranks.__getitem__)],)


def _usually_taken(shares: Sequence[float]) -> list[int]:
    """Return the places of the inclusive branches that at least half of the cases take; else those of the likeliest."""
    often = min(HALF, max(shares))
    return [place for place, share in enumerate(shares) if share >= often]


def _duration(block: Block, parts: Sequence[float], minutes: Mapping[str, float]) -> float:
    match block.kind:
        case "task":
            return minutes.get(block.step or "", 0.0)
        case "seq":
            return sum(parts)
        case "xor":
            return sum(share * part for share, part in zip(block.shares, parts, strict=True) if share)
        case "and":
            return max(parts)
        case "or":
            return _longest_of_some(block.shares, parts)
    return _repeated(parts[0], parts[1], block.shares[0])


def _repeated(body: float, back: float, again: float) -> float:
    if not again:
        return body
    return (body + again * back) / (1.0 - again) if again < 1.0 else (ENDLESS if body + back else 0.0)


def _longest_of_some(shares: Sequence[float], parts: Sequence[float]) -> float:
    """Return the mean of the longest branch taken, where at least one is.

    Branches are taken independently of each other under that condition, each as often as declared; with shares
    that add up to 1 or less that leaves exactly one of them in each case.
    """
    total = sum(shares)
    if total <= 1.0:
        return sum(share * part for share, part in zip(shares, parts, strict=True)) / total if total else 0.0
    any_taken = _chance_of_any(shares)
    longest, none_longer = 0.0, 1.0
    for part, share in sorted(zip(parts, shares, strict=True), reverse=True):
        longest += part * share * none_longer
        none_longer *= 1.0 - share * any_taken
    return longest


def _chance_of_any(shares: Sequence[float]) -> float:
    """Find z such that branches taken independently with chance z times their share leave out all with chance 1 - z."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        left_out = 1.0
        for share in shares:
            left_out *= 1.0 - share * middle
        if 1.0 - left_out > middle:
            low = middle
        else:
            high = middle
    return high


def usual_path(form: NormalForm, minutes: Mapping[str, float]) -> tuple[str, ...] | None:
    """Return the steps on the longest way of the most usual case (docs/theory.md#critical-path).

    At each choice it goes the likeliest way that does not lead back, of parallel branches all, of inclusive ones those
    that half of the cases take, and the longest counts.
    None where that way never comes to an end.

    >>> from flowtrim.graph import FlowGraph
    >>> from flowtrim.model import Flow, Process, Step
    >>> form = NormalForm(FlowGraph(Process("Pay", steps=(
    ...     Step("log", "Log", flows=(Flow("ask", share=0.4), Flow("pay", share=0.6))),
    ...     Step("ask", "Ask", flows=(Flow("end", share=0.5), Flow("pay", share=0.5))), Step("pay", "Pay")))))
    >>> usual_path(form, {"log": 1.0, "ask": 9.0, "pay": 2.0})
    ('log', 'pay')
    """
    import networkx as nx

    after = {node: _usual(form, node) for node in form.after}
    reached = [form.start, *nx.descendants(linked(after), form.start)]
    way = linked({node: after[node] for node in reached})
    if form.end not in way or not nx.is_directed_acyclic_graph(way):
        return None
    longest: dict[Node, tuple[float, Node | None]] = {}
    for node in nx.topological_sort(way):
        before = min(way.predecessors(node), key=lambda each: (-round(longest[each][0], 9), each), default=None)
        lasted = longest[before][0] if before is not None else 0.0
        longest[node] = lasted + _minutes(node, minutes), before
    return tuple(_walked_back(form, longest, minutes))


def _walked_back(
    form: NormalForm, longest: Mapping[Node, tuple[float, Node | None]], minutes: Mapping[str, float]
) -> list[str]:
    path = []
    node: Node | None = form.end
    while node is not None:
        if node[0] in ("step", "event") and node[1] in minutes:
            path.append(node[1])
        node = longest[node][1]
    return path[::-1]


def _minutes(node: Node, minutes: Mapping[str, float]) -> float:
    return minutes.get(node[1], 0.0) if node[0] in ("step", "event") else 0.0


def _usual(form: NormalForm, node: Node) -> list[Node]:
    """Return where the most usual case goes from a node: at a choice the likeliest way on, else each usual way.

    Of equals it goes the first by name, and to the end last.
    """
    heads = form.after[node]
    if form.splits.get(node) == "OR" and len(heads) > 1:
        return [[*heads][place] for place in _usually_taken([*heads.values()])]
    if form.splits.get(node) != "XOR" or len(heads) < 2:
        return [*heads]
    back = form.graph.back_arcs
    onward = {head: weight for head, weight in heads.items() if (node[1], head[1]) not in back} or heads
    is_step = form.graph.process.has_step
    return [min(onward, key=lambda head: (-round(onward[head], 9), not is_step(head[1]), head[1]))]
