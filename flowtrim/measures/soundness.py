"""Whether every case can end, properly, whatever way it takes (docs/theory.md#soundness)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from msgspec import Struct

from flowtrim.graph import Dominators, Node, NormalForm, origin
from flowtrim.measures.balance import is_balanced
from flowtrim.measures.blocks import Reduction
from flowtrim.measures.residual_net import ResidualNet
from flowtrim.measures.token_game import play
from flowtrim.model import END

FaultKind = Literal["deadlock", "lack-of-synchronisation", "dead", "no-exit"]


class Fault(Struct, frozen=True):
    """One thing wrong with the flow.

    ``deadlock``: a step waits for flows that may not come. ``lack-of-synchronisation``: a step is done once for
    each of several flows that come from one case. ``dead``: steps that no case can come to. ``no-exit``: steps
    from which no way leads to an end. ``steps`` are the steps concerned, in the order of the file; END stands for
    the place where the ends of the process meet. ``flows`` are pairs of steps, the source "" at a start.
    """

    kind: FaultKind
    steps: tuple[str, ...]
    flows: tuple[tuple[str, str], ...] = ()


class Soundness(Struct, frozen=True):
    """True when each case ends exactly once and nothing is left behind, whatever choices are made; False when not.

    None when it is not known: no steps, a tangle with inclusive connectors, or one too large to decide.
    A process that is not sound has at least one fault.
    """

    verdict: bool | None
    faults: tuple[Fault, ...] = ()


def soundness(form: NormalForm, reduction: Reduction) -> Soundness:
    """Decide soundness, and say what is wrong.

    A process built of blocks is sound. What is left of any other is decided exactly, in polynomial time, and
    played through its states to name the faults. Ends that are reached together in some cases and alone in others
    are proper completion.

    >>> from flowtrim.graph import FlowGraph
    >>> from flowtrim.measures.blocks import reduce_to_blocks
    >>> from flowtrim.model import Flow, Process, Step
    >>> form = NormalForm(FlowGraph(Process("Either, but wait for both", steps=(
    ...     Step("order", "Order", flows=(Flow("ship"), Flow("bill"))),
    ...     Step("ship", "Ship", flows=(Flow("close"),)),
    ...     Step("bill", "Bill", flows=(Flow("close"),)),
    ...     Step("close", "Close", join="all")))))
    >>> soundness(form, reduce_to_blocks(form)).faults
    (Fault(kind='deadlock', steps=('close',), flows=(('ship', 'close'), ('bill', 'close'))),)
    """
    if not form.graph.process.steps:
        return Soundness(None)
    if reduction.root:
        return Soundness(True)
    cut_off = tuple(_cut_off(form))
    if "OR" in reduction.connectors:
        return Soundness(False if cut_off else None, cut_off)
    net = ResidualNet.of(reduction)
    only_choices = reduction.connectors <= {"XOR"}  # one token can neither wait nor meet itself
    verdict = False if cut_off else only_choices or is_balanced(net)
    if verdict:
        return Soundness(True)
    played = play(net)
    faults = cut_off + _played_faults(reduction, played.stuck, played.crowded)
    if faults:
        return Soundness(False, faults)
    if played.complete and (net.meetings or verdict is None):
        return Soundness(True)
    return Soundness(None) if verdict is None or net.meetings else Soundness(False, _likely_faults(reduction, net))


def _cut_off(form: NormalForm) -> Iterator[Fault]:
    """Yield the steps that no case comes to, and those from which no case comes to an end."""
    import networkx as nx

    reached = {form.start, *nx.descendants(form.network, form.start)}
    leaving = {form.end, *nx.ancestors(form.network, form.end)}
    kinds: tuple[tuple[FaultKind, set[str]], ...] = (
        ("dead", {origin(node[1]) for node in form.after if node not in reached}),
        ("no-exit", {origin(node[1]) for node in reached if node not in leaving}),
    )
    for kind, concerned in kinds:
        steps = tuple(step.id for step in form.graph.process.steps if step.id in concerned)
        if steps:
            yield Fault(kind, steps)


def _played_faults(
    reduction: Reduction, stuck: Mapping[Node, tuple[int, ...]], crowded: Mapping[Node, tuple[int, ...]]
) -> tuple[Fault, ...]:
    deadlocks = [_fault(reduction, "deadlock", node, arcs) for node, arcs in stuck.items()]
    meetings = [_fault(reduction, "lack-of-synchronisation", node, arcs) for node, arcs in crowded.items()]
    return (*_in_order(reduction, deadlocks), *_in_order(reduction, meetings))


def _fault(reduction: Reduction, kind: FaultKind, node: Node, arcs: Iterable[int]) -> Fault:
    concerned = [reduction.arcs[arc] for arc in arcs]
    flows = dict.fromkeys((_step(arc.last), _step(arc.head)) for arc in concerned)
    return Fault(kind, (_step(node),), tuple(flows))


def _in_order(reduction: Reduction, faults: Iterable[Fault]) -> list[Fault]:
    place = {step.id: number for number, step in enumerate(reduction.form.graph.process.steps)}
    return sorted(faults, key=lambda fault: place.get(fault.steps[0], len(place)))


def _step(node: Node) -> str:
    """Return the step that a node belongs to; END where ends meet, "" at the start."""
    if node[0] == "end" or node[1].startswith("\0"):
        return END
    return origin(node[1])


def _likely_faults(reduction: Reduction, net: ResidualNet) -> tuple[Fault, ...]:
    """Name the joins that do not fit the split that dominates them, where the states are too many to play."""
    after = {node: [net.arcs[arc][1] for arc in arcs] for node, arcs in net.after.items()}
    joins = [node for node, parent in Dominators(after, net.start).parent.items() if _mismatched(net, node, parent)]
    suspects = joins or [node for node, arcs in net.before.items() if len(arcs) > 1]
    faults = [
        _fault(reduction, "deadlock" if node in net.waits else "lack-of-synchronisation", node, net.before[node])
        for node in suspects
    ]
    return tuple(_in_order(reduction, faults))


def _mismatched(net: ResidualNet, join: Node, split: Node) -> bool:
    if len(net.before[join]) < 2 or len(net.after[split]) < 2:
        return False
    return (join in net.waits) != (split in net.forks)
