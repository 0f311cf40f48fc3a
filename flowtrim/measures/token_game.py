"""Playing a net through all its states, to see where a case deadlocks or is in one place twice."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from msgspec import Struct

from flowtrim.graph import Node
from flowtrim.measures.residual_net import ResidualNet

MOST_LOOKS = 1_000_000
"""Moves tried before the game is broken off."""
MOST_ARCS = 1_000
"""Arcs beyond which a net is not played at all: its states would be too many anyway."""


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
    ``complete`` says whether every state was seen.
    """

    stuck: dict[Node, tuple[int, ...]]
    crowded: dict[Node, tuple[int, ...]]
    complete: bool


def play(net: ResidualNet) -> Played:
    """Play a net through its states, breadth first, up to a limit.

    >>> a, b = ("split", "a"), ("join", "b")
    >>> net = ResidualNet.between(("start", ""), ("end", ""), nodes=(("start", ""), a, b, ("end", "")),
    ...     arcs=((("start", ""), a), (a, b), (a, b), (b, ("end", ""))), waits=frozenset({b}), forks=frozenset())
    >>> play(net).stuck
    {('join', 'b'): (1, 2)}
    """
    if len(net.arcs) > MOST_ARCS:
        return Played({}, {}, complete=False)
    game = _Game(net)
    game.run()
    return Played(
        stuck={node: _numbers(arcs) for node, arcs in game.stuck.items()},
        crowded={node: _numbers(arcs) for node, arcs in (game.crowded or game.doubled).items()},
        complete=game.looks < MOST_LOOKS,
    )


class _Game:
    """The states seen so far, and what was found in them."""

    def __init__(self, net: ResidualNet) -> None:
        self._net = net
        self._into = {node: _bits(arcs) for node, arcs in net.before.items()}
        played = [node for node in net.after if node != net.end and node not in net.meetings]
        self._done = _bits([arc for node in net.meetings for arc in net.before[node]])
        self._moves = [move for node in played for move in _moves(net, node)]
        self._choosing = [node for node in played if len(net.before[node]) > 1 and node not in net.waits]
        self._waiting = [node for node in played if node in net.waits]
        self.stuck: dict[Node, int] = {}
        self.crowded: dict[Node, int] = {}
        self.doubled: dict[Node, int] = {}
        self.looks = 0

    def run(self) -> None:
        """See every state, as long as the looks last."""
        first = _bits(self._net.after[self._net.start]) & ~self._done
        seen = {first}
        waiting = deque([first])
        while waiting and self.looks < MOST_LOOKS:
            for state in self._next(waiting.popleft()):
                if state not in seen:
                    seen.add(state)
                    waiting.append(state)

    def _next(self, state: int) -> Iterator[int]:
        """Yield the states that follow, and note what is wrong with this one."""
        self.looks += len(self._moves) + len(self._choosing)
        self._note_crowds(state)
        able = [move for move in self._moves if state & move.takes == move.takes]
        if not able and state not in (0, self._into[self._net.end]):
            self._note_stuck(state)
        for move in able:
            left, given = state & ~move.takes, move.gives & ~self._done
            if left & given:
                self.doubled[move.node] = self.doubled.get(move.node, 0) | (left & given)
            else:
                yield left | given

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
    entering, leaving = net.before[node], net.after[node]
    taken = [_bits(entering)] if node in net.waits else [1 << arc for arc in entering]
    given = [_bits(leaving)] if node in net.forks else [1 << arc for arc in leaving]
    return [_Move(node, takes, gives) for takes in taken for gives in given]


def _bits(arcs: list[int]) -> int:
    bits = 0
    for arc in arcs:
        bits |= 1 << arc
    return bits


def _numbers(bits: int) -> tuple[int, ...]:
    return tuple(number for number, bit in enumerate(reversed(f"{bits:b}")) if bit == "1")
