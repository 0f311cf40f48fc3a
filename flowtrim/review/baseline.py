"""A line drawn under what was found so far, so that only what is new counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flowtrim.rules import Finding


@dataclass(frozen=True, slots=True)
class Drawn:
    """What became of a baseline in one file: ``known`` says of each finding, in order, whether it was there before.

    ``gone`` are the keys of the baseline that nothing was found for any more, once for each time.
    """

    known: tuple[bool, ...]
    gone: tuple[str, ...]


def held_against(findings: Iterable[Finding], baseline: Mapping[str, int]) -> Drawn:
    """Tell known findings from new ones; where a key occurs more often than in the baseline, the last ones are new.

    >>> twice = [Finding("Two things at once.", at="pay", kind="step", rule="what-two-things")] * 2
    >>> held_against(twice, {"what-two-things@pay": 1, "why-none@file": 1})
    Drawn(known=(True, False), gone=('why-none@file',))
    """
    left = Counter(baseline)
    known = []
    for finding in findings:
        known.append(left[finding.key] > 0)
        left[finding.key] -= known[-1]
    return Drawn(tuple(known), tuple(sorted(left.elements())))


def counted_keys(findings: Iterable[Finding]) -> dict[str, int]:
    """Return how often each key occurs, sorted, as a baseline has it."""
    return dict(sorted(Counter(finding.key for finding in findings).items()))
