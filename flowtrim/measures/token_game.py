"""Every marking that a small net can come to: what goes wrong in it, and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from flowtrim.graph import Node
from flowtrim.measures.residual_net import ResidualNet

MOST_MARKINGS = 5_000
"""Beyond so many, the game is given up; the verdict then comes from the balance of the net."""


@dataclass(slots=True)
class Game:
    """What the game showed: ``stuck`` joins wait for a token that never comes, ``crowded`` nodes get two at once.

    ``dead`` nodes are never done. ``trapped`` says that some case goes round for ever; ``complete`` that every
    marking was seen.
    """

    stuck: dict[Node, None] = field(default_factory=dict)
    crowded: dict[Node, None] = field(default_factory=dict)
    dead: tuple[Node, ...] = ()
    trapped: bool = False
    complete: bool = True

    @property
    def is_sound(self) -> bool:
        """Whether nothing went wrong."""
        return not (self.stuck or self.crowded or self.dead or self.trapped)


def play(net: ResidualNet) -> Game:
    """Play every course that a case can take; a marking is a number whose bits are the arcs that hold a token.

    >>> a, b = ("split", "a"), ("join", "b")
    >>> net = ResidualNet.between(("start", ""), ("end", ""), nodes=(("start", ""), a, b, ("end", "")),
    ...     arcs=((("start", ""), a), (a, b), (a, b), (b, ("end", ""))), waits=frozenset({b}), forks=frozenset())
    >>> play(net).stuck
    {('join', 'b'): None}
    """
    game = Game()
    begin = sum(1 << arc for arc in net.after[net.start][:1])
    before: dict[int, list[int]] = {begin: []}
    done: set[Node] = {net.start}
    waiting = [begin]
    while waiting:
        marking = waiting.pop()
        moves = list(_moves(net, marking, game, done))
        if marking and not moves:
            game.stuck.update(dict.fromkeys(_joins_with_a_token(net, marking)))
        for onward in moves:
            if onward not in before:
                before[onward] = []
                waiting.append(onward)
            before[onward].append(marking)
        if len(before) > MOST_MARKINGS:
            game.complete = False
            return game
    game.dead = tuple(node for node in net.after if node not in done)
    game.trapped = not game.crowded and not game.stuck and not _all_can_end(before)
    return game


def _moves(net: ResidualNet, marking: int, game: Game, done: set[Node]) -> Iterator[int]:
    """Yield every marking one move on; a move onto an arc that still holds a token is noted and not made."""
    for node, entering in net.before.items():
        held = [arc for arc in entering if marking >> arc & 1]
        if not held or (node in net.waits and len(held) < len(entering)):
            continue
        done.add(node)
        used = [sum(1 << arc for arc in held)] if node in net.waits else [1 << arc for arc in held]
        for taken in used:
            rest = marking & ~taken
            if node == net.end:
                if rest:
                    game.crowded[node] = None
                yield rest
                continue
            for put in _outcomes(net, node):
                if rest & put:
                    game.crowded.update(dict.fromkeys(_heads(net, rest & put)))
                else:
                    yield rest | put


def _outcomes(net: ResidualNet, node: Node) -> list[int]:
    leaving = [1 << arc for arc in net.after[node]]
    return [sum(leaving)] if node in net.forks else leaving


def _heads(net: ResidualNet, arcs: int) -> list[Node]:
    return [head for number, (_, head) in enumerate(net.arcs) if arcs >> number & 1]


def _joins_with_a_token(net: ResidualNet, marking: int) -> list[Node]:
    return [node for node in net.waits if any(marking >> arc & 1 for arc in net.before[node])]


def _all_can_end(before: dict[int, list[int]]) -> bool:
    """Whether the empty marking can be reached from every marking."""
    if 0 not in before:
        return False
    seen = {0}
    waiting = [0]
    while waiting:
        fresh = [marking for marking in before[waiting.pop()] if marking not in seen]
        seen.update(fresh)
        waiting.extend(fresh)
    return len(seen) == len(before)
