"""The rewriting of a graph to blocks, by a list of places where a rule may fit."""

from __future__ import annotations

from collections import deque

from msgspec import Struct, field

from flowtrim.graph import Connector, Node, NormalForm
from flowtrim.measures.process_tree import NOTHING, Block, BlockKind

BONDS: dict[Connector, BlockKind] = {"XOR": "xor", "AND": "and", "OR": "or"}


class Arc(Struct, frozen=True):
    """What is left between two connectors of an unstructured region: a block, taken with a share at its tail.

    ``last`` is the node right before the head: the last of the block, or the tail.
    """

    tail: Node
    head: Node
    block: Block
    share: float
    last: Node


class _Edge(Struct, eq=False):
    """An arc in the making: a row of blocks, or the branches of a bond that may still grow.

    ``turn`` is its place among the flows of its tail. ``branches`` holds turn, share and block of each. ``row`` is None
    before there is a block: an empty deque for each arc took a quarter of all memory at 100,000 steps.
    """

    tail: Node
    head: Node
    share: float
    turn: int
    last: Node
    row: deque[Block] | None = None
    bond: BlockKind | None = None
    branches: list[tuple[int, float, Block]] = field(default_factory=list)

    def block(self) -> Block:
        """Freeze what the edge holds."""
        if self.bond:
            branches = sorted(self.branches, key=lambda branch: branch[0])
            shares = tuple(share for _, share, _ in branches)
            return Block(self.bond, parts=tuple(b for *_, b in branches), shares=_normal(self.bond, shares))
        if not self.row:
            return NOTHING
        return self.row[0] if len(self.row) == 1 else Block("seq", parts=tuple(self.row))

    def as_row(self) -> deque[Block]:
        """Return what the edge holds as blocks in a row."""
        if self.bond:
            return deque([self.block()])
        return deque() if self.row is None else self.row

    def take_in(self, other: _Edge, kind: BlockKind) -> None:
        """Bond with another edge between the same split and join."""
        if not self.bond:
            self.branches = [(self.turn, self.share, self.block())]
            self.bond = kind
        self.branches.append((other.turn, other.share, other.block()))
        self.turn = min(self.turn, other.turn)
        self.share = _any(self.share, other.share, kind)


def _normal(kind: BlockKind, shares: tuple[float, ...]) -> tuple[float, ...]:
    total = sum(shares)
    if kind == "and":
        return ()
    if kind == "xor":
        return tuple(share / total for share in shares) if total else (1.0 / len(shares),) * len(shares)
    return shares


class Rewriting:
    """The graph while it is rewritten: edges carry blocks, connectors are the nodes between them."""

    def __init__(self, form: NormalForm) -> None:
        self._form = form
        self._kept: dict[Node, None] = {}
        self._splits = {_out_of(form, node): kind for node, kind in form.splits.items()}
        self._joins = dict(form.joins)
        self._after: dict[Node, dict[_Edge, None]] = {}
        self._before: dict[Node, dict[_Edge, None]] = {}
        self._pairs: dict[tuple[Node, Node], _Edge] = {}
        self._total: dict[Node, float] = {}
        self._waiting: deque[Node] = deque()
        self._build()

    def run(self) -> None:
        """Apply the rules until none fits."""
        while self._waiting:
            node = self._waiting.popleft()
            if node in self._kept and not self._absorb(node):
                self._close_loop(node)

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The nodes that are left, in the order of the normal form."""
        return tuple(self._kept)

    @property
    def is_complete(self) -> bool:
        """Whether nothing but a start and an end is left."""
        return len(self._kept) == 2 and bool(self._after[self._form.start])

    @property
    def connectors(self) -> frozenset[Connector]:
        """The types of the connectors that are left."""
        return frozenset(kinds[node] for node in self._kept for kinds in (self._splits, self._joins) if node in kinds)

    def arcs(self) -> tuple[Arc, ...]:
        """Freeze the edges that are left."""
        return tuple(
            Arc(edge.tail, edge.head, edge.block(), self._share(edge), edge.last)
            for node in self._kept
            for edge in sorted(self._after[node], key=lambda edge: edge.turn)
        )

    def _build(self) -> None:
        for node in self._form.after:
            self._add_node(node)
            out = _out_of(self._form, node)
            if out != node:
                self._add_node(out)
                self._attach(_Edge(node, out, 1.0, 0, node))
        for tail, heads in self._form.after.items():
            out = _out_of(self._form, tail)
            for turn, (head, weight) in enumerate(heads.items()):
                self._total[out] += weight
                self._attach(_Edge(out, head, weight, turn, tail))

    def _add_node(self, node: Node) -> None:
        self._kept[node] = None
        self._after[node], self._before[node] = {}, {}
        self._total[node] = 0.0
        self._waiting.append(node)

    def _share(self, edge: _Edge) -> float:
        """Return the share of an edge among those left at its tail."""
        if self._splits.get(edge.tail) != "XOR":
            return edge.share
        total = self._total[edge.tail]
        return edge.share / total if total > 0 else edge.share

    def _attach(self, edge: _Edge) -> None:
        """Put an edge in its place, or into the bond of its split and join when one is open there."""
        pair = edge.tail, edge.head
        kind = self._splits.get(edge.tail)
        if kind and kind == self._joins.get(edge.head):
            other = self._pairs.setdefault(pair, edge)
            if other is not edge:
                other.take_in(edge, BONDS[kind])
                self._waiting.extend(pair)
                return
        self._after[edge.tail][edge] = None
        self._before[edge.head][edge] = None
        self._waiting.extend(pair)

    def _detach(self, edge: _Edge) -> None:
        del self._after[edge.tail][edge]
        del self._before[edge.head][edge]
        self._pairs.pop((edge.tail, edge.head), None)

    def _absorb(self, node: Node) -> bool:
        """Sequence: a node with one way in and one way out becomes part of the edge through it."""
        if len(self._after[node]) != 1 or len(self._before[node]) != 1:
            return False
        (entering,), (leaving,) = self._before[node], self._after[node]
        if entering is leaving or node in (self._form.start, self._form.end):
            return False
        self._detach(entering)
        self._detach(leaving)
        del self._kept[node]
        middle = [Block("task", step=node[1])] if node[0] in ("step", "event") else []
        row = _chained(entering.as_row(), middle, leaving.as_row())
        self._attach(_Edge(entering.tail, leaving.head, entering.share, entering.turn, leaving.last, row))
        return True

    def _close_loop(self, join: Node) -> None:
        """Loop: a join whose only way on leads to a choice that leads straight back to it."""
        if self._joins.get(join) != "XOR" or len(self._after[join]) != 1:
            return
        (body,) = self._after[join]
        split = body.head
        back = self._pairs.get((split, join))
        if back is None or self._splits[split] != "XOR" or len(self._before[split]) != 1:
            return
        if len(self._after[split]) < 2:  # a loop without a way out is no block
            return
        again = min(1.0, self._share(back))
        self._total[split] -= back.share
        self._detach(back)
        body.row = deque([Block("loop", parts=(body.block(), back.block()), shares=(again,))])
        body.bond = None
        self._waiting.extend((join, split))


def _out_of(form: NormalForm, node: Node) -> Node:
    """Return where a node's flows leave: a gateway that joins and splits at once is taken as two nodes."""
    return ("split", node[1]) if node in form.joins and node in form.splits else node


def _any(one: float, other: float, kind: BlockKind) -> float:
    """Return the probability that any of two branches is taken."""
    if kind == "and":
        return 1.0
    return one + other if kind == "xor" else one + other - one * other


def _chained(first: deque[Block], middle: list[Block], rest: deque[Block]) -> deque[Block]:
    """Put blocks in a row, moving the shorter side to the longer one."""
    if len(first) >= len(rest):
        first.extend(middle)
        first.extend(rest)
        return first
    rest.extendleft(reversed(middle))
    rest.extendleft(reversed(first))
    return rest
