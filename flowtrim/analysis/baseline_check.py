"""An analysis held against a baseline: what was there before is known, and does not fail unless it got worse."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from flowtrim.analysis.analysis import Analysis, Placed
from flowtrim.formats.baseline_file import Remembered
from flowtrim.measures.figures import FIGURES, figure
from flowtrim.review.known_findings import counted_keys, held_against
from flowtrim.rules import Finding, amount


def against(analysis: Analysis, baseline: Remembered) -> Analysis:
    """Return the analysis with the findings of the baseline marked as known, and those that are gone by their keys.

    A figure over its limit that got worse is not known, and says what it was.
    """
    found = [placed.finding for placed in analysis.placed]
    drawn = held_against(found, baseline, _figures(analysis, found))
    placed = (
        _said(one._replace(known=known), drawn.worse.get(one.finding.key))
        for one, known in zip(analysis.placed, drawn.known, strict=True)
    )
    return replace(analysis, placed=tuple(placed), gone=drawn.gone, eased=drawn.eased)


def recorded(analysis: Analysis) -> Remembered:
    """Return what a baseline keeps of an analysis: every finding that nobody accepted, but no broken rule."""
    unanswered = (placed.finding for placed in analysis.placed if not placed.accepted)
    kept = [finding for finding in unanswered if "/" not in finding.rule]
    return Remembered(counted_keys(kept), _figures(analysis, kept))


def _figures(analysis: Analysis, findings: Iterable[Finding]) -> dict[str, float]:
    """Return the figures that findings are about, by key, as a file keeps them."""
    about = {one.key: figure(FIGURES[one.at].read(analysis.survey)) for one in findings if one.kind == "figure"}
    return {key: value for key, value in about.items() if value is not None}


def _said(placed: Placed, was: float | None) -> Placed:
    if was is None:
        return placed
    told = amount(FIGURES[placed.finding.at], was)
    message = f"{placed.finding.message} It was {told} in the baseline."
    return placed._replace(finding=placed.finding._replace(message=message))
