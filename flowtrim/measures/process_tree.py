"""A process as a tree of blocks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

BlockKind = Literal["task", "seq", "xor", "and", "or", "loop"]


class Block(NamedTuple):
    """A part of a process with one way in and one way out; together they make a process tree.

    ``task`` is a step or an event, named by ``step``. ``seq`` has its ``parts`` in order, none for nothing at all.
    ``xor``, ``and`` and ``or`` have branches; ``shares`` are their probabilities, which add up to 1 for ``xor``
    and are absent for ``and``. ``loop`` has a body and a way back, taken again with the one probability in ``shares``.
    """

    kind: BlockKind
    step: str | None = None
    parts: tuple[Block, ...] = ()
    shares: tuple[float, ...] = ()


NOTHING = Block("seq")
"""The block in which nothing is done."""


def bottom_up(root: Block) -> Iterator[Block]:
    """Yield every block of a tree after its parts, however deep it is.

    >>> both = Block("and", parts=(Block("task", step="ship"), Block("task", step="bill")))
    >>> [block.step or block.kind for block in bottom_up(both)]
    ['ship', 'bill', 'and']
    """
    order = []
    waiting = [root]
    while waiting:
        block = waiting.pop()
        order.append(block)
        waiting.extend(block.parts)
    return reversed(order)
