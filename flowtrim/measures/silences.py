"""How long a customer hears nothing, and between what (docs/theory.md#the-customer)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from flowtrim.graph import FlowGraph
from flowtrim.measures.customer_contacts import acts, has_customer, hears, is_with_customer
from flowtrim.model import Process, Step

KNOWN = frozenset({"customer", "law", "contract"})
"""What a customer knows that is waited for."""


class Silence(NamedTuple):
    """The longest time without a word from a step at which the customer heard something to the next one.

    In minutes of working time. ``since`` is None for the start of a case, ``until`` for its end.
    """

    minutes: float
    since: str | None
    until: str | None


def silence(graph: FlowGraph) -> float | None:
    """Return the longest time that a customer hears nothing, in minutes of working time, ways back left out.

    None without a customer who waits for something, or where no time is declared.

    >>> from flowtrim.model import Flow, Process, Step
    >>> silence(FlowGraph(Process("Claim", customer="Buyer", steps=(
    ...     Step("log", "Log it", takes=10, flows=(Flow("ask"),)),
    ...     Step("ask", "Ask", kind="contact", takes=5, waits=480, flows=(Flow("pay"),)),
    ...     Step("pay", "Pay", takes=5, waits=60)))))
    490.0
    """
    process = graph.process
    if not has_customer(process) or all(step.waits is None and step.takes is None for step in process.work):
        return None
    return None if _asks_of_customer(graph) else max((float(each.minutes) for each in silences(graph)), default=0.0)


def silences(graph: FlowGraph) -> Iterator[Silence]:
    """Yield for each start, and each step at which the customer hears something, how long it may be to the next word.

    It is the longest way, by declared waiting and work, to the next word or the end. What a customer does, or is waited
    for, and what a law or a contract wants, the customer knows of; once everything has come to them, they wait for
    nothing, and nor do they of whom the process asks what it delivers.

    >>> from flowtrim.model import Flow, Process, Step
    >>> list(silences(FlowGraph(Process("Claim", customer="Buyer", steps=(
    ...     Step("ask", "Ask", kind="contact", waits=480, flows=(Flow("pay"),)), Step("pay", "Pay", waits=60))))))
    [Silence(minutes=480, since=None, until='ask'), Silence(minutes=60, since='ask', until=None)]
    """
    if _asks_of_customer(graph):
        return
    process, behind = graph.process, _silence_behind(graph)
    for start in graph.starts:
        minutes, until = _from(process, start, behind[start], served_before(graph))
        yield Silence(minutes, None, until)
    for node in graph.reading_order:
        if node in graph.reachable and hears(process, process.step(node)):
            yield Silence(behind[node][0], node, behind[node][1])


def _silence_behind(graph: FlowGraph) -> Mapping[str, tuple[float, str | None]]:
    """Return for each node the longest time from its end to the next word, and the step that gives it, if any."""
    served, behind = served_before(graph), dict[str, tuple[float, str | None]]()
    for node in reversed(graph.reading_order):
        forward = [target for target in graph.after[node] if (node, target) not in graph.back_arcs]
        ways = (_from(graph.process, target, behind.get(target, (0.0, None)), served) for target in forward)
        behind[node] = max(ways, key=lambda way: (way[0], way[1] is not None), default=(0.0, None))
    return behind


def _from(
    process: Process, node: str, behind: tuple[float, str | None], served: frozenset[str]
) -> tuple[float, str | None]:
    """Return the longest time from the start of a node to the next word, and the step that gives it, if any."""
    step = process.step(node)
    quiet = 0.0 if node in served else _quiet(process, step)
    return (quiet, node) if hears(process, step) else (_plus(quiet, behind[0]), behind[1])


def _quiet(process: Process, step: Step) -> float:
    """Return the minutes of a step until the customer hears of it."""
    waits = 0.0 if acts(process, step) or step.waited_for in KNOWN else step.waits or 0.0
    return _plus(waits, 0.0 if acts(process, step) or is_with_customer(process, step) else step.takes or 0.0)


def _plus(time: float, other: float) -> float:
    """Add two times; where one of them is none, the other keeps the words of its file."""
    return time + other if time and other else time or other


def served_before(graph: FlowGraph) -> frozenset[str]:
    """Return the nodes to which a case comes only once the customer has all that comes to them: for these nobody waits.

    That is known where some step makes what the process delivers; what leads back is left out.

    >>> from flowtrim.model import Flow, Process, Step
    >>> sorted(served_before(FlowGraph(Process("Claim", customer="Buyer", outputs=("money",), steps=(
    ...     Step("pay", "Pay", outputs=("money",), flows=(Flow("book"),)), Step("book", "Book"))))))
    ['book']
    """
    process, delivered = graph.process, set(graph.process.outputs)
    makes = {step.id for step in process.work if not delivered.isdisjoint(step.outputs)}
    served: set[str] = set()
    for node in graph.reading_order:
        before = [source for source in graph.before[node] if (source, node) not in graph.back_arcs]
        if before and node not in graph.starts and all(source in served or source in makes for source in before):
            served.add(node)
    coming: set[str] = set()
    for node in reversed(graph.reading_order):
        onward = [target for target in graph.after[node] if (node, target) not in graph.back_arcs]
        if node in makes or hears(process, process.step(node)) or not coming.isdisjoint(onward):
            coming.add(node)
    return frozenset(served - coming)


def _asks_of_customer(graph: FlowGraph) -> bool:
    """Whether a process wants of its customer all that it delivers, as one that collects a debt does.

    All of it may come from a wait for the customer who was told before, and it is not the customer who began. Such a
    customer does not wait for us: we wait for them.

    >>> from flowtrim.model import Flow
    >>> _asks_of_customer(FlowGraph(Process("Dunning", customer="Debtor", outputs=("money",), steps=(
    ...     Step("remind", "Remind", kind="notify", flows=(Flow("wait"),)),
    ...     Step("wait", "Wait", kind="wait", serves="law", waits=4800, outputs=("money",))))))
    True
    """
    process, wanted = graph.process, set(graph.process.outputs)
    if not wanted or any(
        acts(process, step) or is_with_customer(process, step) for step in map(process.step, graph.first_steps())
    ):
        return False
    return wanted <= {output for step in process.work if _is_asked_for(graph, step) for output in step.outputs}


def _is_asked_for(graph: FlowGraph, step: Step) -> bool:
    """Whether we wait at a step for the customer, who heard of it right before: for an act, or a term set to them."""
    process, before = graph.process, graph.work_before[step.id]
    waits = step.waited_for == "customer" or (step.kind == "wait" and step.waited_for in KNOWN)
    told = bool(before) and all(hears(process, process.step(each)) for each in before)
    return waits and told and not acts(process, step)
