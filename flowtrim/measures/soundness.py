"""Whether every case can end, and end properly, whatever way it takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from flowtrim.graph import Node, NormalForm
from flowtrim.measures.balance import is_balanced
from flowtrim.measures.blocks import Reduction
from flowtrim.measures.residual_net import ResidualNet
from flowtrim.measures.token_game import Game, play
from flowtrim.model import END

Kind = Literal["deadlock", "lack-of-synchronisation", "dead", "no-exit"]


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a case gets stuck (``deadlock``), is multiplied (``lack-of-synchronisation``), or never comes (``dead``).

    ``no-exit`` is where it cannot leave. ``steps`` are ids; END where the ends of the process meet.
    """

    kind: Kind
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Soundness:
    """The verdict: True, False, or None where it cannot be decided, and the faults behind a False."""

    verdict: bool | None
    faults: tuple[Fault, ...] = ()


def soundness(form: NormalForm, reduction: Reduction) -> Soundness:
    """Decide soundness (theory 7; Favre, Völzer and Müller 2016), exactly, in polynomial time.

    A process that reduces to one block is sound. What is left of another is a net: small ones are played through,
    which also shows where they fail; large ones are tested for balance. Inclusive branches that do not form blocks
    leave this class: None.

    >>> from flowtrim.graph import FlowGraph
    >>> from flowtrim.measures.blocks import reduce_to_blocks
    >>> from flowtrim.model import Flow, Process, Step
    >>> form = NormalForm(FlowGraph(Process("Either, but wait for both", steps=(
    ...     Step("order", "Order", flows=(Flow("ship"), Flow("bill"))),
    ...     Step("ship", "Ship", flows=(Flow("close"),)),
    ...     Step("bill", "Bill", flows=(Flow("close"),)),
    ...     Step("close", "Close", join="all")))))
    >>> soundness(form, reduce_to_blocks(form))
    Soundness(verdict=False, faults=(Fault(kind='deadlock', steps=('close',)),))
    """
    if not form.graph.process.steps:
        return Soundness(None)
    if reduction.root is not None:
        return Soundness(True)
    astray = tuple(_astray(form))
    if astray:
        return Soundness(False, astray)
    if "OR" in reduction.connectors:
        return Soundness(None)
    net = ResidualNet.of(reduction)
    game = play(net)
    if game.complete or not game.is_sound:
        return Soundness(game.is_sound, tuple(_faults(game)))
    return Soundness(is_balanced(net))


def _astray(form: NormalForm) -> Iterable[Fault]:
    """Yield what no case comes to, and what no case leaves."""
    for kind, reached in (("dead", _from(form.start, form.after)), ("no-exit", _from(form.end, form.before))):
        lost = _steps(node for node in form.after if node not in reached)
        if lost:
            yield Fault(kind, lost)  # type: ignore[arg-type]


def _from(root: Node, onward: Mapping[Node, Iterable[Node]]) -> set[Node]:
    seen = {root}
    waiting = [root]
    while waiting:
        fresh = [node for node in onward[waiting.pop()] if node not in seen]
        seen.update(fresh)
        waiting.extend(fresh)
    return seen


def _faults(game: Game) -> Iterable[Fault]:
    if game.stuck:
        yield Fault("deadlock", _steps(game.stuck))
    if game.crowded:
        yield Fault("lack-of-synchronisation", _steps(game.crowded))
    if game.trapped:
        yield Fault("no-exit", ())
    if game.dead and not game.stuck:
        yield Fault("dead", _steps(game.dead))


def _steps(nodes: Iterable[Node]) -> tuple[str, ...]:
    """Return the ids that nodes stand for, each once; the joins made for several ends stand for the end."""
    return tuple(dict.fromkeys(node[1] if node[1] and not node[1].startswith("\0") else END for node in nodes))
