"""A process as cases of each class go through it: what one condition decides, it decides everywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from math import prod

from msgspec.structs import replace

from flowtrim.graph.spelled_out import MARK
from flowtrim.graph.step_graph import branch_weights
from flowtrim.model import END, Flow, Process, Start, Step, spread

MOST_CLASSES = 64
"""Combinations of classes beyond which conditions count as if they were independent of each other."""

Bands = Mapping[str, str]
"""A case: for each property by which cases differ, the band it is in."""


def classes(process: Process) -> tuple[tuple[float, Bands], ...]:
    """Return the combinations of the classes that decide something, each with its share of the cases.

    >>> from flowtrim.model import CaseClass
    >>> amount = CaseClass("amount", (("small", 0.9), ("large", 0.1)))
    >>> ways = (Flow("pay", band=("amount", "small")), Flow("ask", band=("amount", "large")))
    >>> classes(Process("Pay", cases=(amount,), steps=(Step("log", "Log", flows=ways),)))
    ((0.9, {'amount': 'small'}), (0.1, {'amount': 'large'}))
    """
    deciding = {flow.band[0] for step in process.steps for flow in step.flows if flow.band}
    used = [each for each in process.cases if each.name in deciding]
    if not used or prod(len(each.bands) for each in used) > MOST_CLASSES:
        return ()
    combined = product(*(each.bands for each in used))
    return tuple(
        (prod(share for _, share in bands), {each.name: band for each, (band, _) in zip(used, bands, strict=True)})
        for bands in combined
    )


def for_class(process: Process, bands: Bands) -> Process:
    """Return the process as the cases of one class go through it: no other ways are there.

    A step with no way for them ends the case; docs/theory.md#classes-of-cases.
    """
    shares = {(each.name, band): share for each in process.cases for band, share in each.bands}
    return replace(process, steps=tuple(_for_class(step, bands, shares) for step in process.steps))


def class_by_class(process: Process) -> Process:
    """Return a process in which each class of cases has a way of its own from the start.

    The first class keeps the ids of the steps; in the others a mark and a number follow them.
    """
    found = [(share, bands) for share, bands in classes(process) if share > 0]
    if len(found) < 2:
        return for_class(process, found[0][1]) if found else process
    copies = [(share, _marked(for_class(process, bands), number)) for number, (share, bands) in enumerate(found)]
    begins = zip(process.entries, spread([start.share for start in process.entries]), strict=True)
    portions = [portion for _, portion in begins]
    starts = tuple(
        Start(start.at, share * portion)
        for share, copy in copies
        for start, portion in zip(copy.starts, portions, strict=True)
    )
    return replace(process, steps=tuple(step for _, copy in copies for step in copy.steps), starts=starts)


def _marked(process: Process, number: int) -> Process:
    """Return a copy of a process whose steps bear a number, but for the first."""
    ids = {step.id: f"{step.id}{MARK}{number}" for step in process.steps} if number else {}
    return replace(process, starts=process.entries).renamed(ids)


def _for_class(step: Step, bands: Bands, shares: Mapping[tuple[str, str], float]) -> Step:
    if not any(flow.band for flow in step.flows):
        return step
    weights, _ = branch_weights(step)
    kept = [(flow, weight) for flow, weight in zip(step.flows, weights, strict=True) if _is_open(flow, bands)]
    if step.split != "one" or not kept:
        return replace(step, flows=tuple(flow for flow, _ in kept) or (Flow(END),))
    return replace(step, flows=tuple(_of_cases(kept, shares)))


def _is_open(flow: Flow, bands: Bands) -> bool:
    return flow.band is None or bands.get(flow.band[0]) == flow.band[1]


def _of_cases(kept: list[tuple[Flow, float]], shares: Mapping[tuple[str, str], float]) -> Iterator[Flow]:
    """Yield the ways on with their shares among the cases of the class: those of the class first, the rest shares."""
    taken = [_portion(flow, shares) for flow, _ in kept]
    of_class = sum(portion for portion in taken if portion is not None)
    scale = 1.0 / of_class if of_class > 1.0 or (of_class and None not in taken) else 1.0
    others = sum(weight for (_, weight), portion in zip(kept, taken, strict=True) if portion is None)
    left = max(0.0, 1.0 - of_class * scale)
    for (flow, weight), portion in zip(kept, taken, strict=True):
        share = left * weight / others if portion is None and others else (portion or 0.0) * scale
        yield replace(flow, share=share, band=None)


def _portion(flow: Flow, shares: Mapping[tuple[str, str], float]) -> float | None:
    """Return the share of the cases of its class that take a way; None for one that is open to all."""
    if flow.band is None:
        return None
    band = shares.get(flow.band, 0.0)
    return 1.0 if flow.share is None or not band else min(1.0, flow.share / band)
