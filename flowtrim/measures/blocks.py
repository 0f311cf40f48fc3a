"""How far a process is built of blocks: sequences, choices, parallel sections and loops."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from flowtrim.graph import Connector, Node, NormalForm
from flowtrim.measures.block_rewriting import Arc, Rewriting
from flowtrim.measures.process_tree import Block, bottom_up


class Reduction(Struct, frozen=True):
    """A normal form reduced to blocks as far as it goes.

    ``root`` is the process tree, or None where the process is not built of blocks; then ``residual`` and
    ``arcs`` are the nodes and arcs that are left, start and end among them, and ``connectors`` the types of
    connectors among those nodes. A gateway that joins and splits
    at once may be left as two nodes, the second one called ``("split", id)``.
    ``structuredness`` is the share of the nodes that the reduction took in: 1 for a process built of blocks
    (Mendling 2008), None for a process without steps.
    """

    form: NormalForm
    root: Block | None
    residual: tuple[Node, ...]
    arcs: tuple[Arc, ...]
    connectors: frozenset[Connector]
    structuredness: float | None


def reduce_to_blocks(form: NormalForm) -> Reduction:
    """Rewrite the normal form to blocks until nothing more fits (docs/theory.md#blocks), in near-linear time.

    >>> from flowtrim.graph import FlowGraph
    >>> from flowtrim.model import Flow, Process, Step
    >>> claim = Process("Claim", steps=(
    ...     Step("fill", "Fill in", flows=(Flow("check"),)),
    ...     Step("check", "Check", flows=(Flow("fill", share=0.2), Flow("pay", share=0.8))),
    ...     Step("pay", "Pay")))
    >>> reduction = reduce_to_blocks(NormalForm(FlowGraph(claim)))
    >>> reduction.structuredness, [block.kind for block in reduction.root.parts], reduction.root.parts[0].shares
    (1.0, ['loop', 'task'], (0.2,))
    """
    rewriting = Rewriting(form)
    rewriting.run()
    arcs = rewriting.arcs()
    if rewriting.is_complete:
        whole = 1.0 if form.graph.process.steps else None
        return Reduction(form, arcs[0].block, residual=(), arcs=(), connectors=frozenset(), structuredness=whole)
    return Reduction(
        form=form,
        root=None,
        residual=rewriting.nodes,
        arcs=arcs,
        connectors=rewriting.connectors,
        structuredness=_structuredness(form, rewriting.nodes, arcs),
    )


def _structuredness(form: NormalForm, residual: Iterable[Node], arcs: Iterable[Arc]) -> float | None:
    """Count a block between two connectors as one node that is left; one beside start or end merges with it.

    So does one around a single node: which node of a circle is left depends on where the rewriting began. A block
    of arcs alone is an arc: it took in no node, so counting it would leave more nodes than there were.
    """
    if not form.graph.process.steps:
        return None
    outer = {form.start, form.end}
    inner = (arc for arc in arcs if arc.tail != arc.head and not outer & {arc.tail, arc.head})
    blocks = sum(any(part.step for part in bottom_up(arc.block)) for arc in inner)
    nodes = {node if node in form.after else ("gateway", node[1]) for node in residual}
    return 1.0 - (len(nodes) + blocks) / len(form.after)
