"""A process seen as who follows whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec.structs import replace

from flowtrim.errors import TooLargeError
from flowtrim.graph.dominators import Dominators
from flowtrim.graph.loops import led_to, linked, loops_in_order
from flowtrim.graph.spelled_out import spelled_out
from flowtrim.model import END, Process, Start, Step, spread
from flowtrim.sentences import quoted

if TYPE_CHECKING:
    import networkx as nx

Weights = dict[str, dict[str, float]]
MOST_PASSED_ON = 2_000_000
"""Ways through gateways that are told one by one; 1,200 steps in a row that may each be left out have as many."""
_TOO_MANY_WAYS = (
    "there are millions of ways from one step to the next, by choices that follow each other. "
    "Tell parts of it as processes of their own."
)


class StepGraph:
    """The steps, gateways and events of a process as a directed graph. Read-only.

    ``network`` is that graph for NetworkX. The mappings beside it say the same for inner loops: a weight is read from
    ``after`` ten times as fast as from ``network`` (measured on 10,000 steps), and most figures read all of them.
    ``after[s][t]`` is the weight of the flow from s to t: the probability that one visit of s takes it
    (1 for each branch of a parallel split). Two flows between the same nodes are one, their shares added,
    but a step is never led to more than once at a time.
    ``ends[s]`` is the weight with which a visit of s ends the case, or its branch of the case.
    ``starts[s]`` is the share of the cases that begin at s.
    ``assumed`` says that some share was not declared and was taken to be equal (docs/theory.md#the-step-graph).

    >>> from flowtrim.model import Flow, Process, Step
    >>> graph = StepGraph(Process("Refund", steps=(
    ...     Step("log", "Log it", flows=(Flow("check"),)),
    ...     Step("check", "Check it", flows=(Flow("log", share=0.2), Flow("end"))))))
    >>> graph.after["check"], graph.ends["check"], graph.starts["log"], graph.assumed
    ({'log': 0.2}, 0.8, 1.0, True)
    """

    def __init__(self, process: Process) -> None:
        self.process = process
        self.assumed = False
        after: Weights = {step.id: {} for step in process.steps}
        before: Weights = {step.id: {} for step in process.steps}
        ends: dict[str, float] = {}
        for step in process.steps:
            weights, guessed = branch_weights(_with_class_shares(step, process))
            self.assumed |= guessed
            for flow, weight in zip(step.flows, weights, strict=True):
                if flow.to == END:
                    ends[step.id] = min(1.0, ends.get(step.id, 0.0) + weight)
                else:
                    after[step.id][flow.to] = min(1.0, after[step.id].get(flow.to, 0.0) + weight)
            if not step.flows:
                ends[step.id] = 1.0
        for source, targets in after.items():
            for target, weight in targets.items():
                before[target][source] = weight
        self.after: Mapping[str, Mapping[str, float]] = MappingProxyType(after)
        self.before: Mapping[str, Mapping[str, float]] = MappingProxyType(before)
        self.ends: Mapping[str, float] = MappingProxyType(ends)
        shares, guessed = start_shares(process.entries)
        self.assumed |= guessed
        self.starts: Mapping[str, float] = MappingProxyType(shares)

    @cached_property
    def network(self) -> nx.DiGraph[str]:
        """The graph for NetworkX, frozen: nodes with ``name``, ``kind`` and ``owner``, edges with ``weight``.

        A routing node has no ``owner``, nor has a step that nobody was named for.
        """
        import networkx as nx

        network: nx.DiGraph[str] = nx.DiGraph(name=self.process.name)
        for step in self.process.steps:
            named = {"owner": step.owner} if step.owner and step.is_work else {}
            network.add_node(step.id, name=step.name, kind=step.kind, **named)
        network.add_weighted_edges_from(
            (source, target, weight) for source, targets in self.after.items() for target, weight in targets.items()
        )
        nx.freeze(network)
        return network

    @cached_property
    def undisturbed(self) -> frozenset[str]:
        """Every node that a case can come to while no deadline passes and nothing interrupts it."""
        return frozenset(led_to(self.starts, self.after))

    @cached_property
    def reachable(self) -> frozenset[str]:
        """Every node that a case can come to."""
        found, led = self.undisturbed, self.consequences.items()
        while fresh := {to for node, targets in led if node in found for to in targets} - found:
            found |= led_to(fresh, self.after)
        return found

    @cached_property
    def consequences(self) -> Mapping[str, tuple[str, ...]]:
        """What a step may lead to otherwise than by a flow: where its deadline passes, or an interruption strikes."""
        steps = self.process.steps
        led = {step.id: [to for each in step.within if (to := each.consequence)] for step in steps if step.within}
        for interruption in self.process.anytime:
            for step in interruption.since or self.starts if interruption.to != END else ():
                led.setdefault(step, []).append(interruption.to)
        return {step: tuple(targets) for step, targets in led.items() if targets}

    @cached_property
    def work_after(self) -> Mapping[str, Mapping[str, float]]:
        """Which step follows which once gateways and events are contracted (docs/theory.md#handoffs).

        The weight of s to t is the sum over the ways from s to t through routing nodes of the product of the
        weights on the way; infinite where gateways go round in a circle that no case leaves.
        """
        return MappingProxyType(_contract(self.process, self.after))

    @cached_property
    def work_before(self) -> Mapping[str, Mapping[str, float]]:
        """The same, seen from the step that follows."""
        before: Weights = {step_id: {} for step_id in self.work_after}
        for source, targets in self.work_after.items():
            for target, weight in targets.items():
                before[target][source] = weight
        return MappingProxyType(before)

    @cached_property
    def loops(self) -> list[list[str]]:
        """The nodes grouped by who leads to each other, in the order of flow; one in no loop stands alone."""
        return loops_in_order(self.network)

    @cached_property
    def loop_of(self) -> Mapping[str, int]:
        """A number for each node, equal for nodes that lead to each other: the place in ``loops``."""
        return {node: number for number, loop in enumerate(self.loops) for node in loop}

    def told_shares(self, step: Step) -> list[tuple[float | None, bool]]:
        """Return the share of each way on from a step, and whether it was assumed; None where there is no choice."""
        if step.split == "all" or len(step.flows) < 2:
            return [(flow.share, False) for flow in step.flows] or [(None, False)]
        declared = _with_class_shares(step, self.process)
        weights, _ = branch_weights(declared)
        return [(weight, flow.share is None) for weight, flow in zip(weights, declared.flows, strict=True)]

    def dominates(self, one: str, other: str) -> bool:
        """Whether no case comes to the other node without having been at the one; none comes to a stray node."""
        tree = self._dominators
        return tree.reaches(other) and tree.reaches(one) and tree.dominates(one, other)

    def can_follow(self, one: str, other: str) -> bool:
        """Whether a case may come to the other node after the one (docs/theory.md#what-can-follow).

        >>> from flowtrim.model import Flow, Process, Step
        >>> bill = StepGraph(Process("Bill", steps=(
        ...     Step("log", "Log it", split="all", flows=(Flow("ask"), Flow("count"))),
        ...     Step("ask", "Ask", flows=(Flow("send"),)), Step("count", "Count", flows=(Flow("send"),)),
        ...     Step("send", "Send it", join="all"))))
        >>> bill.can_follow("log", "send"), bill.can_follow("ask", "count"), bill.can_follow("send", "log")
        (True, True, False)
        """
        if other in self.after[one] or (one != other and self.dominates(one, other)):
            return True  # what is so most often, and known at once
        place, behind = self._order
        if behind[place[one]] >> place[other] & 1:
            return True
        return not behind[place[other]] >> place[one] & 1 and self._are_side_by_side(one, other)

    @cached_property
    def _order(self) -> tuple[Mapping[str, int], list[int]]:
        """A number for each node, equal within a loop, and as bits of one number for each loop all those behind it."""
        onward = self._onward
        loops = (self.loops if onward is self.after else loops_in_order(linked(onward)))[::-1]
        place = {node: number for number, loop in enumerate(loops) for node in loop}
        behind = [0] * len(loops)
        for number, loop in enumerate(loops):
            for target in (place[target] for node in loop for target in onward[node]):
                behind[number] |= behind[target] | 1 << target
        return place, behind

    @cached_property
    def _onward(self) -> Mapping[str, Iterable[str]]:
        """What follows each node by a flow, by a deadline that has passed, or since the case is interrupted there."""
        if not self.consequences:
            return self.after
        always = {each.to for each in self.process.anytime if not each.since} - {END}
        met = {step.id: always for step in self.process.work if step.id in self.reachable}
        led = self.consequences
        return {node: {*to, *led.get(node, ()), *met.get(node, ())} for node, to in self.after.items()}

    def _are_side_by_side(self, one: str, other: str) -> bool:
        """Whether both are done in a case, in any order, of two nodes of which none leads to the other."""
        if not any(step.flows for step in self.process.steps):
            return True  # nobody said what comes after what
        graph = self._spelled
        if not (graph.dominates(one, one) and graph.dominates(other, other)):
            return False  # no case comes to one of them but by an interruption
        split = graph.parting(one, other)
        return split is not None and graph.process.step(split).split != "one"

    @cached_property
    def _spelled(self) -> StepGraph:
        return StepGraph(spelled_out(self.process)) if self.consequences else self

    def parting(self, one: str, other: str) -> str | None:
        """Return the last node that every case passes before two nodes; None where they begin apart."""
        parent = self._dominators.parent
        above = {one}
        while (one := parent[one]) in parent:
            above.add(one)
        while other not in above:
            if other not in parent:
                return None
            other = parent[other]
        return other

    @cached_property
    def _dominators(self) -> Dominators[str]:
        root = "\0root"
        return Dominators({root: [*self.starts], **self.after}, root)


def branch_weights(step: Step) -> tuple[list[float], bool]:
    """Return the weight of each flow of a step, and whether any of them was assumed.

    What declared shares leave over is spread equally over the flows without one. Inclusive branches leave nothing
    over to each other: one without a share is taken as often as if none of them had one.
    """
    if step.split == "all" or len(step.flows) == 1:
        return [1.0] * len(step.flows), False
    shares = [flow.share for flow in step.flows]
    if step.split == "some":
        return [1.0 / len(shares) if share is None else share for share in shares], None in shares
    return spread(shares), None in shares


def _with_class_shares(step: Step, process: Process) -> Step:
    """Return the step with the share of each class of cases at the way that it takes, where none was declared there."""
    if not process.cases or not any(flow.band for flow in step.flows):
        return step
    shares = {(each.name, band): share for each in process.cases for band, share in each.bands}
    flows = (
        replace(flow, share=shares.get(flow.band)) if flow.band and flow.share is None else flow for flow in step.flows
    )
    return replace(step, flows=tuple(flows))


def start_shares(starts: Iterable[Start]) -> tuple[dict[str, float], bool]:
    """Return the share of the cases that begin at each start, and whether any of them was assumed."""
    starts = tuple(starts)
    if len(starts) == 1:
        return {starts[0].at: 1.0}, False
    shares = [start.share for start in starts]
    return {start.at: weight for start, weight in zip(starts, spread(shares), strict=True)}, None in shares


def _contract(process: Process, flows: Mapping[str, Mapping[str, float]]) -> Weights:
    after = {source: dict(targets) for source, targets in flows.items()}
    before: dict[str, set[str]] = {node: set() for node in after}
    for source, targets in after.items():
        for target in targets:
            before[target].add(source)
    passed_on = 0
    for step in process.steps:
        if not step.is_work:
            passed_on += len(before[step.id]) * len(after[step.id])
            if passed_on > MOST_PASSED_ON:
                raise TooLargeError(f"{quoted(process.name)}: {_TOO_MANY_WAYS}")
            _eliminate(step.id, after, before)
    return after


def _eliminate(node: str, after: Weights, before: dict[str, set[str]]) -> None:
    """Take a node out and let every way through it pass on; a circle at the node is a geometric series."""
    onward = after.pop(node)
    circle = onward.pop(node, 0.0)
    rounds = 1.0 / (1.0 - circle) if circle < 1.0 - 1e-12 else float("inf")
    sources = before.pop(node)
    for target in onward:
        before[target].discard(node)
    for source in sources:
        if source == node:
            continue
        entering = after[source].pop(node)
        for target, share in onward.items():
            passing = entering * share * rounds if entering and share else 0.0
            after[source][target] = after[source].get(target, 0.0) + passing
            before[target].add(source)
