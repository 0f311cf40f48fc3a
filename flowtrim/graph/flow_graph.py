"""The graph of a process in the order in which it is read, as who hands to whom, and which of its flows lead back."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from flowtrim.graph.dominators import Dominators
from flowtrim.graph.loops import leads_out, linked, loops_in_order, reverse_postorder
from flowtrim.graph.step_graph import StepGraph
from flowtrim.graph.visits import visits

if TYPE_CHECKING:
    import networkx as nx

    from flowtrim.model import Process


Arc = tuple[str, str]
ROOT = "\0root"
Rank = Callable[[Arc], Any]

MOST_WEIGHED = 200
"""Arcs in tangles up to which they are taken out one by one; in larger ones a walk decides, the usual way first."""


class Transfer(NamedTuple):
    """Work that passes from a step to the next one, with the roles that perform them: often the same."""

    source: str
    giver: str
    target: str
    taker: str


class FlowGraph(StepGraph):
    """The graph of a process, with how often a case takes its flows, which of them lead back, and how it is read."""

    def weighted(self, process: Process) -> FlowGraph:
        """Return the graph of a process with the same steps and flows but other shares.

        What shares do not change is taken over, which is two thirds of the work of a graph.
        """
        graph = FlowGraph(process)
        arcs = ("back_arcs", "work_back") if self.is_reducible else ()
        taken = ("reachable", "consequences", "loops", "loop_of", "_dominators", *arcs)
        vars(graph).update((name, getattr(self, name)) for name in taken)
        return graph

    @cached_property
    def is_reducible(self) -> bool:
        """Whether each loop is entered at one node only: then no share decides which of its flows lead back."""
        return all(self.dominates(head, tail) for tail, head in self.back_arcs)

    @cached_property
    def visits(self) -> Mapping[str, float | None]:
        """The expected executions of each node in one case (docs/theory.md#visits)."""
        return visits(self)

    @cached_property
    def back_arcs(self) -> frozenset[tuple[str, str]]:
        """The flows that lead back (docs/theory.md#handoffs)."""
        return back_arcs(self.after, self.starts, self._seldom_first(self.after), self.loop_of)

    @cached_property
    def work_back(self) -> frozenset[tuple[str, str]]:
        """The same once gateways and events are contracted: those of ``work_after`` that lead back."""
        # a step leads to another one and back through the same loops as when gateways were between them
        return back_arcs(self.work_after, self.first_steps(), self._seldom_first(self.work_after), self.loop_of)

    def onward(self, node: str) -> list[str]:
        """Return what follows a node, ways back left out."""
        return [target for target in self.after[node] if (node, target) not in self.back_arcs]

    def past(self, step_id: str, others: Iterable[str]) -> frozenset[str]:
        """Return what a case may come to from a step on, having been there but at none of the others all the way."""
        import networkx as nx

        way = nx.restricted_view(self.network, set(others) - {step_id}, [])
        if self.starts.keys().isdisjoint({step_id, *nx.ancestors(way, step_id)}):
            return frozenset()
        return frozenset({step_id, *nx.descendants(way, step_id)})

    def first_steps(self) -> tuple[str, ...]:
        """Return the steps to which a case may come before any other step."""
        passed = [*self.starts]
        for node in passed:
            if not self.process.step(node).is_work:
                passed.extend(target for target in self.after[node] if target not in passed)
        return tuple(node for node in passed if self.process.step(node).is_work)

    def _seldom_first(self, after: Mapping[str, Mapping[str, float]]) -> Callable[[tuple[str, str]], object]:
        """Rank flows by how often a case takes them, then by the names of the steps."""

        def rank(arc: tuple[str, str]) -> tuple[float, str, str, tuple[str, str]]:
            tail, head = map(self.process.step, arc)
            visited = self.visits[tail.id]
            often = float("inf") if visited is None else round(visited * after[tail.id][head.id], 9)
            return often, tail.name, head.name, arc

        return rank

    @cached_property
    def reading_order(self) -> tuple[str, ...]:
        """Every node once, in the order of flow: a join after its branches, a loop's body before what follows it.

        Of several branches the most frequent comes first; what is as frequent, and all else that the flow leaves
        open, stands in the order of the file. A branch that ends alone comes before those that meet again, and what
        follows there. Nodes that cannot be reached come last, by name.
        """
        strays = sorted((s for s in self.process.steps if s.id not in self.reachable), key=lambda s: (s.name, s.id))
        roots = [s.id for s in strays if not self.before[s.id]] + [s.id for s in strays]
        return reverse_postorder((*self.starts, *roots), {node: self._forward(node) for node in self.after})

    def _forward(self, node: str) -> list[str]:
        """Return what follows a node in the order in which it is told: within the loop first, then by frequency.

        What may happen because of a deadline or an interruption comes last.
        """
        targets, aside = self.after[node], self.consequences.get(node, ())
        forward = self.onward(node)
        if len(targets) < 2:
            return [*forward, *aside]
        loop_of, here = self.loop_of, self.loop_of[node]
        meeting = {
            to for to in forward if self.process.step(node).split == "all" and leads_out(to, self.after, self.dominates)
        }
        ranked = sorted(forward, key=lambda to: (loop_of[to] != here, to in meeting, -targets[to]))
        return [*ranked, *aside]

    @cached_property
    def usual_first(self) -> Mapping[str, tuple[str, ...]]:
        """What follows each node, the most frequent first; of equals the first by name.

        A node without a name, as models drawn elsewhere have, counts by what it leads to.
        """

        def ranked(targets: Mapping[str, float]) -> tuple[str, ...]:
            return tuple(sorted(targets, key=lambda node: (-targets[node], self._name_ahead(node), node)))

        return {node: ranked(targets) if len(targets) > 1 else (*targets,) for node, targets in self.after.items()}

    def _name_ahead(self, node: str) -> str:
        """Return the name of a node, or the first by the alphabet of those that come next after it."""
        names, waiting = [], [node]
        for here in waiting:
            step = self.process.step(here)
            if step.name != step.id or step.kind != "gateway":
                names.append(step.name)
            else:
                waiting.extend(target for target in self.after[here] if target not in waiting)
        return min(names, default="")

    @property
    def telling_order(self) -> Hashable:
        """All that shares decide of how a process is told: equal for two graphs of the same steps, told alike."""
        return self.reading_order, self.back_arcs, (*self.usual_first.values(),)

    def owner(self, step_id: str) -> str | None:
        """Return the role that performs a step; None for routing nodes and where nobody was named."""
        return self.owners[step_id]

    @cached_property
    def owners(self) -> Mapping[str, str | None]:
        """The same for every node at once."""
        return {step.id: step.owner if step.is_work else None for step in self.process.steps}

    @cached_property
    def transfers(self) -> tuple[Transfer, ...]:
        """Each flow between two steps with known owners, gateways and events contracted.

        Who took part in a step already has what it made: whatever they do next, they give to themselves.
        """
        owners = self.owners
        present = {step.id: step.alongside for step in self.process.steps if step.alongside}
        return tuple(
            Transfer(source, taker if taker in present.get(source, ()) else giver, target, taker)
            for source, targets in self.work_after.items()
            if (giver := owners[source])
            for target in targets
            if (taker := owners[target])
        )


def role_graph(graph: FlowGraph) -> nx.DiGraph[str]:
    """Contract the steps of each role to one node; an edge counts the flows that pass from role to role.

    Gateways and events are contracted first. Flows from or to a step without an owner are left out:
    nobody held the work. Flows within a role stand as loops at its node. Nodes are the ids of roles, each with its
    ``name`` and ``kind`` (``person`` where the file does not say).

    >>> from flowtrim.model import Flow, Process, Step
    >>> roles = role_graph(FlowGraph(Process("Claim", steps=(
    ...     Step("fill", "Fill in", owner="Employee", flows=(Flow("check"),)),
    ...     Step("check", "Check", owner="Manager", flows=(Flow("approve"),)),
    ...     Step("approve", "Approve", owner="Manager")))))
    >>> list(roles.edges(data="flows"))
    [('Employee', 'Manager', 1), ('Manager', 'Manager', 1)]
    """
    import networkx as nx

    roles: nx.DiGraph[str] = nx.DiGraph(name=graph.process.name)
    for role in graph.process.performers:
        roles.add_node(role.id, name=role.name, kind=role.kind or "person")
    passed = Counter((transfer.giver, transfer.taker) for transfer in graph.transfers)
    roles.add_edges_from((giver, taker, {"flows": count}) for (giver, taker), count in passed.items())
    nx.freeze(roles)
    return roles


def back_arcs(
    after: Mapping[str, Iterable[str]], starts: Collection[str], rank: Rank, loop_of: Mapping[str, int]
) -> frozenset[Arc]:
    """Return the arcs that lead back (docs/theory.md#handoffs); ``loop_of`` is equal for nodes in one loop.

    An arc leads back when its head dominates its tail: then no case was at the tail without having been at the head.
    In a loop that can be entered in several places there may be none such; there those arcs lead back that rank lowest,
    but never one without which nothing would come to a node, nor one that closes no loop once the others lead back.

    >>> back_arcs({"ask": ["check"], "check": ["ask"]}, ["check"], str, {"ask": 0, "check": 0})
    frozenset({('ask', 'check')})
    """
    back: set[Arc] = set()
    weighed: set[Arc] = set()
    left: Mapping[str, Iterable[str]] = after
    tangles = _tangles(((tail, head) for tail, heads in after.items() for head in heads), loop_of)
    while tangles:
        inner = [arc for arcs in tangles for arc in arcs]
        fresh = _dominated(left, starts, inner)
        if not fresh:
            fresh = _lowest(left, starts, tangles, rank)
            weighed.update(fresh if len(inner) <= MOST_WEIGHED else ())
        back.update(fresh)
        left = {tail: [head for head in heads if (tail, head) not in fresh] for tail, heads in left.items()}
        tangles = _tangled_again([arc for arc in inner if arc not in fresh])
    return frozenset(back - _closing_nothing(left, sorted(weighed, key=rank, reverse=True)))


def _closing_nothing(left: Mapping[str, Iterable[str]], arcs: Iterable[Arc]) -> set[Arc]:
    """Return those of some arcs that close no loop with what is left, each beside those that were found before."""
    onward: dict[str, list[str]] = {tail: [*heads] for tail, heads in left.items()}
    found: set[Arc] = set()
    for tail, head in arcs:
        if tail not in reverse_postorder([head], onward):
            onward[tail].append(head)
            found.add((tail, head))
    return found


def _dominated(after: Mapping[str, Iterable[str]], starts: Collection[str], arcs: list[Arc]) -> set[Arc]:
    """Return the arcs whose head dominates their tail."""
    tree = Dominators({ROOT: starts, **after}, ROOT)
    return {(tail, head) for tail, head in arcs if tree.reaches(tail) and tree.dominates(head, tail)}


def _lowest(
    after: Mapping[str, Iterable[str]], starts: Collection[str], tangles: list[list[Arc]], rank: Rank
) -> set[Arc]:
    """Return the arc of each tangle that ranks lowest, of those that are not the last to lead to a node."""
    if sum(map(len, tangles)) > MOST_WEIGHED:
        return _against_the_walk(after, starts, tangles, rank)
    led = Counter([*starts, *(head for heads in after.values() for head in heads)])
    return {min(arcs, key=lambda arc: (led[arc[1]] < 2, rank(arc))) for arcs in tangles}


def _against_the_walk(
    after: Mapping[str, Iterable[str]], starts: Collection[str], tangles: list[list[Arc]], rank: Rank
) -> set[Arc]:
    usual = {tail: sorted(heads, key=lambda head: rank((tail, head)), reverse=True) for tail, heads in after.items()}
    reached = {*reverse_postorder(starts, usual)}
    # who walks from the starts comes to each node by some flow, which then does not lead back
    order = reverse_postorder((*starts, *(node for node in sorted(after) if node not in reached)), usual)
    place = {node: number for number, node in enumerate(order)}
    return {(tail, head) for arcs in tangles for tail, head in arcs if place[head] <= place[tail]}


def _tangles(arcs: Iterable[Arc], loop_of: Mapping[str, int]) -> list[list[Arc]]:
    """Return the arcs within each loop."""
    within: dict[int, list[Arc]] = defaultdict(list)
    for tail, head in arcs:
        if loop_of[tail] == loop_of[head]:
            within[loop_of[tail]].append((tail, head))
    return [*within.values()]


def _tangled_again(arcs: Collection[Arc]) -> list[list[Arc]]:
    """Return those of some arcs that are still in a loop, loop by loop."""
    after: dict[str, list[str]] = {node: [] for arc in arcs for node in arc}
    for tail, head in arcs:
        after[tail].append(head)
    loops = loops_in_order(linked(after)) if arcs else []
    return _tangles(arcs, {node: number for number, loop in enumerate(loops) for node in loop})
