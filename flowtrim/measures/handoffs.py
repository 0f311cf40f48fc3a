"""Where the work changes hands."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct

from flowtrim.graph import FlowGraph
from flowtrim.graph.side_by_side import side_by_side
from flowtrim.measures.term_amounts import between_rounds, times_within
from flowtrim.model import END, Step

Visits = Mapping[str, float | None]


class HandoffCell(Struct, frozen=True):
    """How often one role hands work to another: flows (``static``), and transfers in one case (``expected``).

    ``expected`` is None where a loop has no way out.
    """

    giver: str
    taker: str
    static: int
    expected: float | None


def handoffs(graph: FlowGraph) -> int:
    """Count the flows where the work changes hands: the lane crossings of the drawing (docs/theory.md#handoffs).

    Gateways and events are contracted first. Flows from or to a step without an owner are no handoffs:
    nobody held the work.

    >>> from flowtrim.model import Flow, Process, Step
    >>> handoffs(FlowGraph(Process("Claim", steps=(
    ...     Step("fill", "Fill in", owner="Employee", flows=(Flow("check"),)),
    ...     Step("check", "Check", owner="Manager", flows=(Flow("approve"),)),
    ...     Step("approve", "Approve", owner="Manager")))))
    1
    """
    return sum(giver != taker for giver, taker in _drawn(graph))


def _drawn(graph: FlowGraph) -> Iterator[tuple[str, str]]:
    """Yield who gives to whom in each line that a drawing has between two owned steps: flows, and consequences.

    What may be interrupted at many steps is one line.
    """
    yield from ((giver, taker) for _, giver, _, taker in graph.transfers)
    owners, process = graph.owners, graph.process
    for step in process.work:
        if step.within:
            yield from _given(owners, (step.id,), [to for each in step.within if (to := each.consequence)])
    for each in process.anytime:
        if each.to != END:
            yield from _given(owners, each.since or tuple(graph.starts), [each.to])


def _given(owners: Mapping[str, str | None], sources: tuple[str, ...], targets: list[str]) -> Iterator[tuple[str, str]]:
    """Yield one giver for each target: one who is not the taker, if there is any."""
    for target in targets:
        taker = owners[target]
        givers = [giver for source in sources if (giver := owners[source])]
        if taker and givers:
            yield next((giver for giver in givers if giver != taker), taker), taker


def handoffs_with(graph: FlowGraph, concerns: Callable[[str], bool]) -> int:
    """Count the handoffs given or taken by a role of some sort, such as the customer or a system.

    >>> from flowtrim.model import Flow, Process, Role, Step
    >>> claim = Process("Claim", roles=(Role("bot", "Bot", kind="system"),), steps=(
    ...     Step("fill", "Fill in", owner="Employee", flows=(Flow("check"),)),
    ...     Step("check", "Check", owner="bot", flows=(Flow("pay"),)),
    ...     Step("pay", "Pay", owner="Payroll", flows=(Flow("file"),)),
    ...     Step("file", "File it", owner="Employee")))
    >>> handoffs_with(FlowGraph(claim), claim.is_system)
    2
    """
    return sum(giver != taker and (concerns(giver) or concerns(taker)) for giver, taker in _drawn(graph))


def messages(graph: FlowGraph) -> tuple[tuple[str, str], ...]:
    """Return who tells whom in another pool, as pairs of a step or event and a role: hand-overs beside the handoffs.

    Another pool is a partner, or a role that no flow ties to the step that tells. Pools that run side by side in every
    case begin at one gateway, which ties nothing together.

    >>> from flowtrim.model import Flow, Process, Role, Step
    >>> messages(FlowGraph(Process("Order", roles=(Role("carrier", "Carrier", kind="partner"),), steps=(
    ...     Step("pack", "Pack", owner="Store", informs=("carrier", "Sales"), flows=(Flow("bill"),)),
    ...     Step("bill", "Bill", owner="Sales")))))
    (('pack', 'carrier'),)
    """
    process = graph.process
    told = [(step, role) for step in process.steps for role in dict.fromkeys(step.informs) if role != step.owner]
    pools = _pools(graph) if told else {}
    working: dict[str, set[int]] = defaultdict(set)
    for step in process.work:
        working[step.owner or ""].add(pools.get(step.id, 0))
    several = len(set(pools.values())) > 1

    def is_elsewhere(step: Step, role: str) -> bool:
        if role in working:
            return pools.get(step.id) not in working[role]
        return several and not process.is_customer(role)

    return tuple((step.id, role) for step, role in told if process.is_partner(role) or is_elsewhere(step, role))


def _pools(graph: FlowGraph) -> dict[str, int]:
    """Return the number of the pool of each step: what hangs together by flows, a gateway at the only start aside."""
    import networkx as nx

    begins = [graph.process.step(at) for at in graph.starts]
    aside = {step.id for step in begins if len(begins) == 1 and step.kind == "gateway" and step.split == "all"}
    parts = nx.weakly_connected_components(graph.network.subgraph(graph.network.nodes - aside))
    return {step_id: number for number, part in enumerate(parts) for step_id in part}


def expected_handoffs(graph: FlowGraph, visits: Visits) -> float | None:
    """Return the expected handoffs of one case (docs/theory.md#handoffs): every branch and every repetition counts.

    None where a loop that the work crosses has no way out.

    >>> from flowtrim.graph.visits import visits
    >>> from flowtrim.model import Flow, Process, Step
    >>> graph = FlowGraph(Process("2.B", steps=(
    ...     Step("a", "A", owner="clerk", flows=(Flow("b"),)),
    ...     Step("b", "B", owner="manager", flows=(
    ...         Flow("a", share=0.2), Flow("c", share=0.7), Flow("end", share=0.1))),
    ...     Step("c", "C", owner="clerk"))))
    >>> expected_handoffs(graph, visits(graph))
    2.375
    """
    return total(_crossings(graph, visits))


def successive_handoffs(graph: FlowGraph, visits: Visits) -> float | None:
    """Return the expected handoffs of one case but for those where work parts to go on side by side, or meets again.

    What is done for each of several things hands over as often as for one of them.

    >>> from flowtrim.graph.visits import visits
    >>> from flowtrim.model import Flow, Process, Step
    >>> graph = FlowGraph(Process("Alarm", steps=(
    ...     Step("call", "Call", owner="desk", split="all", flows=(Flow("a"), Flow("b"))),
    ...     Step("a", "A", owner="fire", flows=(Flow("go"),)), Step("b", "B", owner="police", flows=(Flow("go"),)),
    ...     Step("go", "Go", owner="desk", join="all", flows=(Flow("tell"),)), Step("tell", "Tell", owner="press"))))
    >>> expected_handoffs(graph, visits(graph)), successive_handoffs(graph, visits(graph))
    (5.0, 1.0)
    """
    beside = side_by_side(graph)
    arcs = ((s, t) for s, giver, t, taker in graph.transfers if giver != taker and (s, t) not in beside)
    return total(_product(visits[source], graph.work_after[source][target]) for source, target in arcs)


def handoff_share(graph: FlowGraph, visits: Visits) -> float | None:
    """Return the share of the expected transfers that change hands, in [0, 1] (docs/theory.md#handoffs).

    None where nothing is transferred, or a loop has no way out.

    >>> from flowtrim.model import Flow, Process, Step
    >>> graph = FlowGraph(Process("Claim", steps=(
    ...     Step("fill", "Fill in", owner="Employee", flows=(Flow("check"),)),
    ...     Step("check", "Check", owner="Manager", flows=(Flow("approve"),)),
    ...     Step("approve", "Approve", owner="Manager"))))
    >>> handoff_share(graph, {"fill": 1.0, "check": 1.0, "approve": 1.0})
    0.5
    """
    changing = total(_crossings(graph, visits))
    straight = (traversals(graph, visits, source, target) for source, _, target, _ in graph.transfers)
    every = total((*straight, *(times for _, _, times in between_rounds(graph, visits))))
    return None if changing is None or not every else changing / every


def ping_pongs(graph: FlowGraph, visits: Visits) -> float | None:
    """Return the expected times in one case that work comes straight back to the role that gave it.

    A window of three steps slides over the case, as process mining counts it (docs/theory.md#ping-pongs): work that
    is sent back to be redone, and then delivered again, comes back twice. None where a loop that the work crosses has
    no way out.

    >>> from flowtrim.model import Flow, Process, Step
    >>> graph = FlowGraph(Process("Ask the boss", steps=(
    ...     Step("ask", "Ask", owner="waiter", flows=(Flow("decide"),)),
    ...     Step("decide", "Decide", owner="boss", flows=(Flow("tell"),)),
    ...     Step("tell", "Tell the guest", owner="waiter"))))
    >>> ping_pongs(graph, {"ask": 1.0, "decide": 1.0, "tell": 1.0})
    1.0
    """
    given: dict[str, dict[str, float | None]] = defaultdict(dict)
    for source, giver, target, taker in graph.transfers:
        if giver != taker:
            given[target][giver] = total((given[target].get(giver, 0.0), traversals(graph, visits, source, target)))
    back = (
        _product(given[target][taker], graph.work_after[target][onward])
        for target, giver, onward, taker in graph.transfers
        if giver != taker and taker in given[target]
    )
    return total(back)


def handoff_matrix(graph: FlowGraph, visits: Visits, drawn: FlowGraph | None = None) -> tuple[HandoffCell, ...]:
    """Return who hands to whom, and how often; roles in the order in which they first act.

    ``drawn`` is the graph whose flows are counted, where ``graph`` has the terms of the process spelled out.

    >>> from flowtrim.model import Flow, Process, Step
    >>> graph = FlowGraph(Process("Claim", steps=(
    ...     Step("fill", "Fill in", owner="Employee", flows=(Flow("check"),)),
    ...     Step("check", "Check", owner="Manager"))))
    >>> handoff_matrix(graph, {"fill": 1.0, "check": 1.0})
    (HandoffCell(giver='Employee', taker='Manager', static=1, expected=1.0),)
    """
    shown = drawn or graph
    lines = Counter(pair for pair in _drawn(shown) if pair[0] != pair[1])
    expected: dict[tuple[str, str], list[float | None]] = {pair: [] for pair in lines}
    for giver, taker, times in _passed_on(graph, visits):
        expected.setdefault((giver, taker), []).append(times)
    actors = dict.fromkeys(shown.owners[node] for node in shown.reading_order)
    turn = {owner: number for number, owner in enumerate(actors)}
    ordered = sorted(expected, key=lambda pair: (turn[pair[0]], turn[pair[1]]))
    return tuple(HandoffCell(*pair, static=lines[pair], expected=total(expected[pair])) for pair in ordered)


def traversals(graph: FlowGraph, visits: Visits, source: str, target: str) -> float | None:
    """Return how often one case passes from a step straight to another, gateways and events aside.

    None where a loop has no way out.
    """
    passed = _product(visits[source], graph.work_after[source][target])
    return None if passed is None else passed * times_within(graph.process, source, target)


def _crossings(graph: FlowGraph, visits: Visits) -> Iterator[float | None]:
    return (times for _, _, times in _passed_on(graph, visits))


def _passed_on(graph: FlowGraph, visits: Visits) -> Iterator[tuple[str, str, float | None]]:
    """Yield who gives to whom, and how often in a case, wherever the work changes hands."""
    for source, giver, target, taker in graph.transfers:
        if giver != taker:
            yield giver, taker, traversals(graph, visits, source, target)
    for source, target, times in between_rounds(graph, visits):
        giver, taker = graph.owners[source] or "", graph.owners[target] or ""
        if giver != taker:
            yield giver, taker, times


def total(amounts: Iterable[float | None]) -> float | None:
    """Add up amounts; the sum is undefined, None, as soon as one of them is.

    >>> total([1.25, 0.5]), total([1.25, None])
    (1.75, None)
    """
    added = 0.0
    for amount in amounts:
        if amount is None:
            return None
        added += amount
    return added


def _product(amount: float | None, weight: float) -> float | None:
    """Multiply; 0 where one of them is 0, None where one is undefined or infinite."""
    if not weight or amount == 0:
        return 0.0
    return None if amount is None or weight == float("inf") else amount * weight
