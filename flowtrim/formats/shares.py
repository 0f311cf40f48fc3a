"""Ways on from a step that came from elsewhere, made to fit together; shares as people write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Context, Decimal

from msgspec.structs import replace

from flowtrim.formats import scalars
from flowtrim.formats.next_field import TOLERANCE
from flowtrim.model import Flow, Process, Split, Start, Step

_PERCENT = r"(\d+(?:[.,]\d+)?\s*%)"
_SHARE = re.compile(
    rf"[(（]?{_PERCENT}[)）]?|(.+?)(?<!\s)\s*+[(（]{_PERCENT}[)）]"
    rf"|(yes|no|y|n|ja|nein|oui|non|sí|si|是|否|はい|いいえ|true|false)\s*[,;:–—-]?\s*{_PERCENT}",
    re.DOTALL | re.IGNORECASE,
)
DIGITS = 4
"""Significant digits of a share that was worked out: nobody counted more precisely than that."""
_WHOLE = Decimal(1)
_SHORT = Context(prec=DIGITS)


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


def with_short_shares(after: Process, before: Process) -> Process:
    """Return a process in which the shares that a plan has worked out have few digits; those declared stay.

    >>> from flowtrim.model import Flow
    >>> worked_out = Step("a", "A", flows=(Flow("b", share=0.8985200846), Flow("end", share=0.1014799154)))
    >>> after = with_short_shares(Process("P", (worked_out, Step("b", "B"))), Process("P"))
    >>> [flow.share for flow in after.step("a").flows]
    [0.8985, 0.1015]
    """
    steps = tuple(_short_step(step, before) for step in after.steps)
    return replace(after, steps=steps, starts=_short_starts(after.starts, before.starts))


def _short_step(step: Step, before: Process) -> Step:
    shares = [flow.share for flow in step.flows]
    if step.split == "all" or (before.has_step(step.id) and _declared(shares, before.step(step.id).flows)):
        return step
    made = short_shares(shares) if step.split == "one" else [_short(share) for share in shares]
    return replace(step, flows=tuple(replace(flow, share=share) for flow, share in zip(step.flows, made, strict=True)))


def _short_starts(starts: tuple[Start, ...], before: tuple[Start, ...]) -> tuple[Start, ...]:
    shares = [start.share for start in starts]
    if _declared(shares, before):
        return starts
    return tuple(replace(start, share=share) for start, share in zip(starts, short_shares(shares), strict=True))


def _declared(shares: Sequence[float | None], before: Sequence[object]) -> bool:
    """Whether all these shares stood there already."""
    return {*shares} <= {None, *(getattr(one, "share", None) for one in before)}


def short_shares(shares: Sequence[float | None]) -> list[float | None]:
    """Return the shares of a choice with few digits; the largest takes what is left, so that the sum stays.

    >>> short_shares([1 / 3, 1 / 3, 1 / 3]), short_shares([0.123456, None])
    ([0.3334, 0.3333, 0.3333], [0.1235, None])
    """
    known = {place: share for place, share in enumerate(shares) if share is not None}
    if not known:
        return [*shares]
    short = {place: _SHORT.create_decimal_from_float(share) for place, share in known.items()}
    if len(known) == len(shares):
        largest = max(known, key=lambda place: known[place])
        short[largest] = _WHOLE - sum(share for place, share in short.items() if place != largest)
    elif not _leaves_as_much(sum(known.values()), float(sum(short.values()))):
        return [*shares]  # the ways without a share would get another one
    return [float(short[place]) if place in short else None for place in range(len(shares))]


def _leaves_as_much(total: float, short: float) -> bool:
    return abs(total - short) <= (1.0 - total) * 10.0 ** (1 - DIGITS)


def _short(share: float | None) -> float | None:
    return None if share is None else float(_SHORT.create_decimal_from_float(share))
