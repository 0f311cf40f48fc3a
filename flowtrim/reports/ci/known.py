"""An analysis held against a baseline: what was there before is known, and does not fail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flowtrim.reports.analysis import Analysis
from flowtrim.review.baseline import counted_keys, held_against


def against(analysis: Analysis, baseline: Mapping[str, int]) -> Analysis:
    """Return the analysis with the findings of the baseline marked as known, and those that are gone by their keys."""
    drawn = held_against((placed.finding for placed in analysis.placed), baseline)
    placed = (one._replace(known=known) for one, known in zip(analysis.placed, drawn.known, strict=True))
    return replace(analysis, placed=tuple(placed), gone=drawn.gone)


def recorded(analysis: Analysis) -> dict[str, int]:
    """Return what a baseline keeps of an analysis: every finding that nobody accepted, but no broken rule."""
    found = (placed.finding for placed in analysis.placed if not placed.accepted)
    return counted_keys(finding for finding in found if "/" not in finding.rule)
