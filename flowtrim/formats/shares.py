"""Ways on from a step that came from elsewhere, made to fit together."""

from __future__ import annotations

from msgspec.structs import replace

from flowtrim.formats.next_field import TOLERANCE
from flowtrim.model import Flow, Split


def sensible(flows: tuple[Flow, ...], split: Split) -> tuple[Flow, ...]:
    """Leave out shares that do not add up, and ways that a parallel or an inclusive section has twice.

    >>> [flow.share for flow in sensible((Flow("a", share=0.9), Flow("b", share=0.9)), "one")]
    [None, None]
    """
    told = [flow.share for flow in flows if flow.share is not None]
    if split == "one":
        whole = len(told) == len(flows)
        fits = not told or (abs(sum(told) - 1) <= TOLERANCE if whole else sum(told) <= 1 - TOLERANCE)
        return flows if fits else tuple(replace(flow, share=None) for flow in flows)
    if split == "all":
        flows = tuple(replace(flow, share=None) for flow in flows)
    flows = tuple(replace(flow, share=flow.share or None) for flow in flows)
    return tuple({flow.to: flow for flow in reversed(flows)}.values())[::-1]
