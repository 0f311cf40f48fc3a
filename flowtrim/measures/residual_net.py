"""What is left of a process after the reduction to blocks, as a net of connectors that wait or not."""

from __future__ import annotations

from itertools import combinations

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.graph import Connector, Node, NormalForm
from flowtrim.measures.blocks import Reduction

Pair = tuple[Node, Node]


class ResidualNet(Struct, frozen=True):
    """A workflow graph: each arc holds a token or none, each node passes tokens on.

    ``arcs`` are pairs of tail and head; ``after`` and ``before`` hold the numbers of the arcs of each node.
    The nodes in ``waits`` need a token on every arc that enters, those in ``forks`` put one on every arc that
    leaves; the others take one and give one. In the ``meetings`` the ends of the process meet: what comes there is
    done. Those in ``gathers`` take what stands on their arcs once nothing more is on its way, those in ``spreads`` give
    to some of theirs.
    """

    start: Node
    end: Node
    arcs: tuple[Pair, ...]
    after: dict[Node, list[int]]
    before: dict[Node, list[int]]
    waits: frozenset[Node]
    forks: frozenset[Node]
    meetings: frozenset[Node] = frozenset()
    gathers: frozenset[Node] = frozenset()
    spreads: frozenset[Node] = frozenset()

    @classmethod
    def of(cls, reduction: Reduction) -> ResidualNet:
        """Read the net off a reduction."""
        form = reduction.form
        net = cls.between(
            form.start,
            form.end,
            nodes=reduction.residual,
            arcs=tuple((arc.tail, arc.head) for arc in reduction.arcs),
            waits=frozenset(node for node in reduction.residual if form.joins.get(node) == "AND"),
            forks=frozenset(node for node in reduction.residual if _split(form, node) == "AND"),
        )
        return replace(
            net,
            meetings=form.meetings.intersection(reduction.residual),
            gathers=frozenset(node for node in reduction.residual if form.joins.get(node) == "OR") - form.meetings,
            spreads=frozenset(node for node in reduction.residual if _split(form, node) == "OR"),
        )

    @classmethod
    def between(  # noqa: PLR0913 - a net is what it is, and all but its two ends are named
        cls,
        start: Node,
        end: Node,
        *,
        nodes: tuple[Node, ...],
        arcs: tuple[Pair, ...],
        waits: frozenset[Node],
        forks: frozenset[Node],
    ) -> ResidualNet:
        """Build a net from its nodes and arcs."""
        after: dict[Node, list[int]] = {node: [] for node in nodes}
        before: dict[Node, list[int]] = {node: [] for node in nodes}
        for number, (tail, head) in enumerate(arcs):
            after[tail].append(number)
            before[head].append(number)
        return cls(start, end, arcs, after, before, waits=waits, forks=forks)

    def choices(self, node: Node) -> list[tuple[int, ...]]:
        """Return the arcs on which a node may put a token each: all where it forks, else any one, or any of some.

        >>> a = ("split", "a")
        >>> net = ResidualNet.between(a, ("end", ""), nodes=(a, ("end", "")), arcs=((a, ("end", "")),) * 2,
        ...     waits=frozenset(), forks=frozenset())
        >>> net.choices(a), replace(net, spreads=frozenset({a})).choices(a)
        ([(0,), (1,)], [(0,), (1,), (0, 1)])
        """
        leaving = self.after[node]
        if node in self.forks:
            return [tuple(leaving)]
        most = len(leaving) if node in self.spreads else 1
        return [arcs for count in range(1, most + 1) for arcs in combinations(leaving, count)]

    def upstream(self, node: Node) -> list[int]:
        """Return the arcs from which a node can be reached without passing it."""
        found = dict.fromkeys(self.before[node])
        waiting = list(found)
        while waiting:
            tail = self.arcs[waiting.pop()][0]
            new = [arc for arc in self.before[tail] if arc not in found] if tail != node else []
            found |= dict.fromkeys(new)
            waiting += new
        return list(found)

    def mirrored(self) -> ResidualNet:
        """Return the net with every arc turned round, and waiting exchanged with choosing.

        What waits for all becomes a choice, a choice waits for all; what forks takes any, and the other way round.
        """
        return ResidualNet.between(
            self.end,
            self.start,
            nodes=tuple(self.after),
            arcs=tuple((head, tail) for tail, head in self.arcs),
            waits=frozenset(node for node, arcs in self.after.items() if len(arcs) > 1 and node not in self.forks),
            forks=frozenset(node for node, arcs in self.before.items() if len(arcs) > 1 and node not in self.waits),
        )


def _split(form: NormalForm, node: Node) -> Connector | None:
    """Return how a residual node splits; a gateway that joins as well does so in its second half."""
    if node in form.joins:
        return None
    return form.splits.get(node) or (form.splits.get(("gateway", node[1])) if node[0] == "split" else None)
