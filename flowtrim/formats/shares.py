"""Ways on from a step that came from elsewhere, made to fit together; shares as they are written on them."""

from __future__ import annotations

import re

from msgspec.structs import replace

from flowtrim.formats import scalars
from flowtrim.formats.next_field import TOLERANCE
from flowtrim.model import Flow, Split

_PERCENT = r"(\d+(?:[.,]\d+)?\s*%)"
_SHARE = re.compile(
    rf"[(（]?{_PERCENT}[)）]?|(.+?)(?<!\s)\s*+[(（]{_PERCENT}[)）]"
    rf"|(yes|no|y|n|ja|nein|oui|non|sí|si|是|否|はい|いいえ|true|false)\s*[,;:–—-]?\s*{_PERCENT}",
    re.DOTALL | re.IGNORECASE,
)


def share_told(label: str) -> tuple[str | None, float | None]:
    """Return the words on a way, and the share that stands alone, in brackets, or after a plain yes or no.

    >>> share_told("approved (95%)"), share_told("No - 20%"), share_told("up to 10%")
    (('approved', 0.95), ('No', 0.2), ('up to 10%', None))
    """
    if found := _SHARE.fullmatch(label):
        told = found[1] or found[3] or found[5]
        if (share := scalars.share(told.replace(",", "."))) is not None and share <= 1:
            return found[2] or found[4] or None, share
    return label or None, None


def with_shares_told(flows: tuple[Flow, ...], split: Split) -> tuple[Flow, ...]:
    """Return ways with the shares that their words tell; where these do not fit together, the words stay whole.

    >>> [flow.share for flow in with_shares_told((Flow("a", "Yes (90%)"), Flow("b", "No")), "one")]
    [0.9, None]
    """
    told = tuple(_with_share_told(flow) for flow in flows)
    return told if sensible(told, split) == told else flows


def _with_share_told(flow: Flow) -> Flow:
    when, share = share_told(flow.when or "")
    return flow if share is None else replace(flow, when=when, share=share)


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
