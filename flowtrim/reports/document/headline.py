"""What the first screen says: the figures that decide, and what they would be after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from flowtrim.reports.document.bars import Pair, pairs

if TYPE_CHECKING:
    from flowtrim.analysis import Analysis


class Headline(Struct, frozen=True):
    """The deciding figures before and after; ``says`` tells what leads there, and is empty where nothing does."""

    figures: tuple[Pair, ...]
    says: str
    note: str


def headline(analysis: Analysis) -> Headline:
    """Return the figures of the first screen, beside those of the after-process or, failing that, of the proposal."""
    survey, proposal = analysis.survey, analysis.proposal
    if analysis.after:
        led = f"With the plan '{analysis.plan.name}'" if analysis.plan else f"As '{analysis.after.process.name}'"
        return Headline(pairs(survey, analysis.after.survey), led, _caveat(analysis))
    if proposal and proposal.changes:
        return Headline(pairs(survey, proposal.after), "If it were trimmed", _caveat(analysis))
    return Headline(pairs(survey, survey), "", _caveat(analysis))


def _caveat(analysis: Analysis) -> str:
    """Say how sure the proposal is: how many of its changes are questions, or that the asking comes first."""
    proposal = analysis.proposal
    if proposal is None:
        return ""
    if proposal.asking_first:
        return "Hardly any step has a reason yet, so the asking comes first: no plan is made before."
    asked = sum(not one.safe for one in proposal.changes)
    if not asked:
        return ""
    return (
        f"{asked:,} of {len(proposal.changes):,} changes are questions; this is what remains if none finds an answer."
    )
