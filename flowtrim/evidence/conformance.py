"""How far the cases of a log keep to the declared process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import pairwise

from flowtrim.evidence.replayed_cases import TokenGame
from flowtrim.evidence.silent_net import SilentNet, require_few
from flowtrim.measures.observed import Conformance, Deviation, Part

Trace = tuple[str, ...]


Pair = tuple[str | None, str | None]


def conformance(game: TokenGame, cases: Mapping[Trace, int]) -> Conformance:
    """Return the allowed moves, the cases that fit, and where the others leave (docs/theory.md#conformance).

    ``cases`` counts each sequence of declared steps; work that nobody declared is left out of them.

    >>> from flowtrim.model import Flow, Process, Step
    >>> line = Process("N3", steps=(Step("a", "A", flows=(Flow("b"),)), Step("b", "B", flows=(Flow("c"),)),
    ...     Step("c", "C")))
    >>> told = conformance(TokenGame(line), {("a", "b", "c"): 8, ("a", "c", "b"): 2})
    >>> told.allowed, told.fitting, [(left.source, left.target, left.cases) for left in told.deviations]
    (Part(count=34, of=40), Part(count=8, of=10), [('a', 'c', 2)])
    """
    fitting = sum(count for case, count in cases.items() if game.fits(case))
    return Conformance(_allowed(game, cases), Part(fitting, sum(cases.values())), _deviations(game, cases))


def moves(case: Iterable[str]) -> Iterable[Pair]:
    """Yield the moves of a case: from its start to the first step, from step to step, from the last one to its end.

    >>> list(moves(["a", "b"]))
    [(None, 'a'), ('a', 'b'), ('b', None)]
    """
    return pairwise([None, *case, None])


@lru_cache(maxsize=1)
def follows(game: TokenGame) -> frozenset[Pair]:
    """Return every pair of steps of which the second may come right after the first; None is the start, or the end.

    Raises:
        TooManyMarkingsError: there are too many states to see all of them.
    """
    net: SilentNet = game.net
    pairs: set[Pair] = {(None, step) for step in game.may_follow(game.start)}
    seen, waiting = set(game.start), list(game.start)
    while waiting:
        marking = waiting.pop()
        for step, firings in net.letters.items():
            for fired in filter(None, (firing.fired(marking) for firing in firings)):
                state = net.closed(fired)
                pairs |= {(step, following) for following in game.may_follow(state)}
                waiting.extend(state - seen)
                seen |= state
        require_few(len(seen))
    return frozenset(pairs)


def _allowed(game: TokenGame, cases: Mapping[Trace, int]) -> Part:
    pairs = follows(game)
    counted: Counter[Pair] = Counter()
    for case, count in cases.items():
        for move in moves(case):
            counted[move] += count
    return Part(sum(count for move, count in counted.items() if move in pairs), sum(counted.values()))


def _deviations(game: TokenGame, cases: Mapping[Trace, int]) -> tuple[Deviation, ...]:
    """Return the first deviations, the most frequent first."""
    found: Counter[tuple[str | None, str | None, tuple[str | None, ...]]] = Counter()
    for case, count in cases.items():
        state, before = game.start, None
        for step in case:
            following = game.after(state, step)
            if not following:
                found[before, step, game.may_follow(state)] += count
                break
            state, before = following, step
        else:
            if not game.may_end(state):
                found[before, None, game.may_follow(state)] += count
    told = [Deviation(source, target, count, allowed) for (source, target, allowed), count in found.items()]
    return tuple(sorted(told, key=lambda left: (-left.cases, left.source or "", left.target or "")))
