"""Whether every case can end, properly, whatever way it takes (docs/theory.md#soundness)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from msgspec import Struct

from flowtrim.graph import Dominators, Node, NormalForm, origin
from flowtrim.measures.blocks import Reduction
from flowtrim.measures.flow_balance import is_balanced
from flowtrim.measures.residual_net import ResidualNet
from flowtrim.model import END

FaultKind = Literal["deadlock", "lack-of-synchronisation", "dead", "no-exit"]
MOST_LOOKS = 1_000_000
"""Moves tried before the game is broken off."""
MOST_ARCS = 1_000
"""Arcs beyond which a net is not played at all: its states would be too many anyway."""
MOST_SPREAD = 8
"""Ways out of a node that takes some of them, beyond which the same holds."""


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

    None when it is not known: no steps, a tangle with inclusive connectors that is not seen to be sound, or one too
    large to decide.
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
    net = ResidualNet.of(reduction)
    if "OR" in reduction.connectors:
        return Soundness(False, cut_off) if cut_off else Soundness(_ends_properly(net))
    only_choices = reduction.connectors <= {"XOR"}  # one token can neither wait nor meet itself
    verdict = False if cut_off else only_choices or is_balanced(net)
    if verdict:
        return Soundness(True)
    played = play(net)
    faults = cut_off + _played_faults(reduction, played.stuck, played.crowded | played.endless)
    if faults:
        return Soundness(False, faults)
    if played.complete and (net.meetings or verdict is None):
        return Soundness(True)
    return Soundness(None) if verdict is None or net.meetings else Soundness(False, _likely_faults(reduction, net))


def _ends_properly(net: ResidualNet) -> bool | None:
    """Whether a net with inclusive connectors is seen to be sound; where it is not seen, it is not known.

    Such a join waits for what is on its way to it, which has several meanings where joins wait for each other.
    """
    played = play(net)
    return True if played.complete and not (played.stuck or played.crowded or played.endless) else None


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


class _Move(Struct, frozen=True):
    """One way in which a node can pass tokens on; sets of arcs are bits."""

    node: Node
    takes: int
    gives: int


class Played(Struct, frozen=True):
    """What the game showed.

    ``stuck`` holds the nodes that were left waiting, each with the arcs on which nothing came.
    ``crowded`` holds the nodes that do not wait although tokens stood on several of their arcs, with those arcs;
    where there are none of these, the nodes that put a second token on an arc, with that arc.
    What comes to an end is done: ends may be reached together in some cases, and alone in others.
    ``endless`` are the meetings of ends that a case comes to over and over, since it can never be done.
    ``complete`` says whether every state was seen.
    """

    stuck: dict[Node, tuple[int, ...]]
    crowded: dict[Node, tuple[int, ...]]
    complete: bool
    endless: dict[Node, tuple[int, ...]] = {}


def play(net: ResidualNet) -> Played:
    """Play a net through its states, breadth first, up to a limit.

    >>> a, b = ("split", "a"), ("join", "b")
    >>> net = ResidualNet.between(("start", ""), ("end", ""), nodes=(("start", ""), a, b, ("end", "")),
    ...     arcs=((("start", ""), a), (a, b), (a, b), (b, ("end", ""))), waits=frozenset({b}), forks=frozenset())
    >>> play(net).stuck
    {('join', 'b'): (1, 2)}
    """
    if len(net.arcs) > MOST_ARCS or any(len(net.after[node]) > MOST_SPREAD for node in net.spreads):
        return Played({}, {}, complete=False)
    game = _Game(net)
    game.run()
    return Played(
        stuck={node: _numbers(arcs) for node, arcs in game.stuck.items()},
        crowded={node: _numbers(arcs) for node, arcs in (game.crowded or game.doubled).items()},
        complete=game.looks < MOST_LOOKS,
        endless={node: tuple(net.before[node]) for node in net.meetings} if game.is_endless() else {},
    )


class _Game:
    """The states seen so far, and what was found in them."""

    def __init__(self, net: ResidualNet) -> None:
        self._net = net
        self._into = {node: _bits(arcs) for node, arcs in net.before.items()}
        played = [node for node in net.after if node != net.end and node not in net.meetings]
        self._done = _bits([arc for node in net.meetings for arc in net.before[node]])
        self._moves = [move for node in played for move in _moves(net, node)]
        waiting = net.waits | net.gathers
        self._choosing = [node for node in played if len(net.before[node]) > 1 and node not in waiting]
        self._waiting = [node for node in played if node in waiting]
        self._upstream = {node: _bits(net.upstream(node)) for node in played if node in net.gathers}
        self.stuck: dict[Node, int] = {}
        self.crowded: dict[Node, int] = {}
        self.doubled: dict[Node, int] = {}
        self.looks = 0
        self._came_from: dict[int, list[int]] = {}

    def run(self) -> None:
        """See every state, as long as the looks last."""
        first = _bits(self._net.after[self._net.start]) & ~self._done
        self._came_from = {first: []}
        waiting = deque([first])
        while waiting and self.looks < MOST_LOOKS:
            here = waiting.popleft()
            for state in self._next(here):
                if state not in self._came_from:
                    self._came_from[state] = []
                    waiting.append(state)
                self._came_from[state].append(here)

    def is_endless(self) -> bool:
        """Whether a case may come to a state from which it can never be done, though nothing is left waiting."""
        if not self._net.meetings or self.stuck or self.crowded or self.doubled or self.looks >= MOST_LOOKS:
            return False
        waiting = [state for state in (0, self._into[self._net.end]) if state in self._came_from]
        done = set(waiting)
        while waiting:
            fresh = [state for state in self._came_from[waiting.pop()] if state not in done]
            done.update(fresh)
            waiting += fresh
        return len(done) < len(self._came_from)

    def _next(self, state: int) -> Iterator[int]:
        """Yield the states that follow, and note what is wrong with this one."""
        self.looks += len(self._moves) + len(self._choosing)
        self._note_crowds(state)
        able = [move for move in self._moves if state & move.takes == move.takes]
        able += [move for node in self._upstream for move in self._gathered(node, state)]
        if not able and state not in (0, self._into[self._net.end]):
            self._note_stuck(state)
        for move in able:
            left, given = state & ~move.takes, move.gives & ~self._done
            if left & given:
                self.doubled[move.node] = self.doubled.get(move.node, 0) | (left & given)
            else:
                yield left | given

    def _gathered(self, node: Node, state: int) -> list[_Move]:
        """Return how a node passes on what stands before it, once nothing more is on its way there."""
        here = state & self._into[node]
        waits = not here or state & self._upstream[node] & ~here
        return [] if waits else [_Move(node, here, _bits(arcs)) for arcs in self._net.choices(node)]

    def _note_crowds(self, state: int) -> None:
        for node in self._choosing:
            here = state & self._into[node]
            if here & (here - 1):
                self.crowded[node] = self.crowded.get(node, 0) | here

    def _note_stuck(self, state: int) -> None:
        for node in self._waiting:
            if state & self._into[node]:
                self.stuck[node] = self.stuck.get(node, 0) | (self._into[node] & ~state)


def _moves(net: ResidualNet, node: Node) -> list[_Move]:
    entering = [] if node in net.gathers else net.before[node]
    taken = [_bits(entering)] if node in net.waits else [1 << arc for arc in entering]
    return [_Move(node, takes, _bits(arcs)) for takes in taken for arcs in net.choices(node)]


def _bits(arcs: Iterable[int]) -> int:
    bits = 0
    for arc in arcs:
        bits |= 1 << arc
    return bits


def _numbers(bits: int) -> tuple[int, ...]:
    return tuple(number for number, bit in enumerate(reversed(f"{bits:b}")) if bit == "1")
