"""An analysis held against a baseline: what was there before is known, and does not fail unless it got worse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.analysis import Analysis, Placed
from flowtrim.formats.baseline_file import Remembered
from flowtrim.measures.figures import FIGURES, figure
from flowtrim.model import Clock
from flowtrim.rules import Finding, amount


def against(analysis: Analysis, baseline: Remembered) -> Analysis:
    """Return the analysis with the findings of the baseline marked as known, and those that are gone by their keys.

    A figure over its limit that got worse is not known, and says what it was.
    """
    found = [placed.finding for placed in analysis.placed]
    drawn = held_against(found, baseline, _figures(analysis, found))
    placed = (
        _said(one._replace(known=known), drawn.worse.get(one.finding.key), analysis.process.clock)
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


def _said(placed: Placed, was: float | None, clock: Clock) -> Placed:
    if was is None:
        return placed
    told = amount(FIGURES[placed.finding.at], was, clock)
    message = f"{placed.finding.message} It was {told} in the baseline."
    return placed._replace(finding=placed.finding._replace(message=message))


_DUST = 1e-9
"""What floating point, and the digits of a file, may add to a figure."""


class Drawn(Struct, frozen=True):
    """What became of a baseline in one file: ``known`` says of each finding, in order, whether it was there before.

    A figure that is worse than in the baseline is not known: ``worse`` holds what it was, by key, and ``eased`` the
    keys of those that are better, so that the baseline can be drawn closer. ``gone`` are the keys of the baseline that
    nothing was found for any more, once for each time.
    """

    known: tuple[bool, ...]
    gone: tuple[str, ...]
    worse: Mapping[str, float]
    eased: tuple[str, ...]


def held_against(findings: Iterable[Finding], baseline: Remembered, figures: Mapping[str, float]) -> Drawn:
    """Tell known findings from new ones; where a key occurs more often than in the baseline, the last ones are new.

    ``figures`` are those of the findings that are about one, by key.

    >>> twice = [Finding("Two things at once.", at="pay", kind="step", rule="what-two-things")] * 2
    >>> drawn = held_against(twice, Remembered({"what-two-things@pay": 1, "why-none@file": 1}), {})
    >>> drawn.known, drawn.gone
    ((True, False), ('why-none@file',))
    >>> rides = Finding("Rides: 3, and 1 is the limit.", at="rides", kind="figure", rule="limit-exceeded")
    >>> line = Remembered({rides.key: 1}, {rides.key: 2})
    >>> held_against([rides], line, {rides.key: 3}).worse, held_against([rides], line, {rides.key: 2}).known
    ({'limit-exceeded@rides': 2}, (True,))
    """
    left = Counter(baseline.times)
    then = {key: was for key, was in baseline.figures.items() if key in figures and left[key]}
    worse = {key: was for key, was in then.items() if figures[key] > was + abs(was) * _DUST}
    known = []
    for finding in findings:
        was_there = left[finding.key] > 0
        known.append(was_there and finding.key not in worse)
        left[finding.key] -= was_there
    eased = sorted(key for key, was in then.items() if figures[key] < was - abs(was) * _DUST)
    return Drawn(tuple(known), tuple(sorted(left.elements())), worse, tuple(eased))


def counted_keys(findings: Iterable[Finding]) -> dict[str, int]:
    """Return how often each key occurs, sorted, as a baseline has it."""
    return dict(sorted(Counter(finding.key for finding in findings).items()))
