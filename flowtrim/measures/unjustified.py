"""Which steps have no reason, where nobody asks what the reasons of the others are worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from flowtrim.measures.exclusive_branches import ExclusiveBranches
from flowtrim.measures.judging import twins_of
from flowtrim.measures.justification import words_of
from flowtrim.measures.lexicon import Words
from flowtrim.measures.needs import needed_by
from flowtrim.measures.reasons import Reason, reading, weakness
from flowtrim.model import Limits, Process, Step


def unjustified_steps(process: Process, *, limits: Limits) -> tuple[str, ...]:
    """Return the ids of the steps without a reason, as ``justification`` does, at a fraction of its cost.

    See docs/theory.md#justified-steps.

    A step that gives no reason has one if what it delivers is needed by a step that has. So reasons are weighed only
    from such steps onwards along the data, and no further than to the first ones that are good.

    >>> claim = Process("Claim", steps=(
    ...     Step("log", "Log it", outputs=("number",)),
    ...     Step("stamp", "Stamp it", why="none"),
    ...     Step("pay", "Pay it", inputs=("number",), why="The customer gets back what he spent on our behalf.")))
    >>> unjustified_steps(claim, limits=Limits())
    ('stamp',)
    """
    bare = [step for step in process.work if reading(step.why) != "text"]
    if not any(step.outputs for step in bare):
        return tuple(step.id for step in bare)
    bench = _Bench(process, limits)
    reached = tuple(_reached(process, bare, bench))
    needed = needed_by(reached, {step.id for step in reached if bench.is_good(step)})
    return tuple(step.id for step in bare if step.id not in needed)


MOST_UNASKED = 1 / 3
"""The share of steps that nobody was asked about, beyond which every figure waits for the answers."""


def rests_on_questions(process: Process, unjustified: Sequence[str]) -> bool:
    """Whether so many steps were never asked about that the asking comes first, whatever the figures say.

    ``unjustified`` are the steps without a reason. See docs/theory.md#justified-steps.

    >>> claim = Process("Claim", steps=(Step("log", "Log it"), Step("pay", "Pay it", why="none")))
    >>> rests_on_questions(claim, ["log", "pay"]), rests_on_questions(claim, ["pay"])
    (True, False)
    """
    unasked = sum(reading(process.step(step_id).why) == "absent" for step_id in unjustified)
    return unasked > MOST_UNASKED * len(process.work)


def _reached(process: Process, bare: Sequence[Step], bench: _Bench) -> Iterator[Step]:
    """Yield some steps and those that need what they deliver, and so on up to those with a good reason."""
    takers = _takers(process.work)
    waiting = list(bare)
    seen = {step.id for step in bare}
    while waiting:
        step = waiting.pop()
        yield step
        if bench.is_good(step):
            continue
        for name in step.outputs:
            # each data object is followed once, so that the time grows with the data alone
            fresh = [taker for taker in takers.pop(name, ()) if taker.id not in seen]
            waiting += fresh
            seen.update(taker.id for taker in fresh)


def _takers(steps: Sequence[Step]) -> dict[str, list[Step]]:
    takers: dict[str, list[Step]] = {}
    for step in steps:
        for name in step.inputs:
            takers.setdefault(name, []).append(step)
    return takers


class _Bench:
    """Judges the reason of a step when it is asked, beside those of all the others."""

    def __init__(self, process: Process, limits: Limits) -> None:
        self._process = process
        self._limits = limits
        self._verdicts: dict[str, bool] = {}

    def is_good(self, step: Step) -> bool:
        """Whether the reason of a step justifies it by itself."""
        if step.id not in self._verdicts:
            self._verdicts[step.id] = step.serves != "enables" and reading(step.why) == "text" and self._holds(step)
        return self._verdicts[step.id]

    def _holds(self, step: Step) -> bool:
        flaw = weakness(Reason.of(step), words=self._words, twin=self._twins.get(step.id))
        return flaw is None or flaw.mild

    @cached_property
    def _words(self) -> Words:
        return words_of(self._process)

    @cached_property
    def _twins(self) -> Mapping[str, str]:
        told = {step.id: Reason.of(step) for step in self._process.work if reading(step.why) == "text"}
        return twins_of(told, self._limits.near_duplicate, ExclusiveBranches(self._process))
