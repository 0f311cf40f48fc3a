"""All that the documents on one process tell, gathered once and handed to each writer: HTML, PDF, XLSX, Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowtrim.reports.analysis import Analysis
from flowtrim.reports.compare_page import Fates, compare_page, difference_of
from flowtrim.reports.compose import page
from flowtrim.reports.deeds import deed
from flowtrim.reports.page import Page
from flowtrim.reports.trim_page import TrimPage, trim_page
from flowtrim.reports.trim_stages import Deed, StageTold

if TYPE_CHECKING:
    from flowtrim.changes import Difference


@dataclass(frozen=True, slots=True)
class Dossier:
    """An analysis with what is told about it, everything unfolded.

    ``trim`` tells the proposal, if there is one. ``stages`` are the changes with their reasons, of the proposal or of
    the recorded plan that leads to the after-process. ``steps`` and ``roles`` are the ledger of what becomes of whom.
    """

    analysis: Analysis
    page: Page
    trim: TrimPage | None
    stages: tuple[StageTold, ...]
    difference: Difference | None
    steps: tuple[Fates, ...]
    roles: tuple[Fates, ...]

    @property
    def ledger(self) -> tuple[tuple[str, tuple[Fates, ...]], ...]:
        """The fates of steps and of roles, each under its title; empty where nothing is compared."""
        return tuple((title, fates) for title, fates in (("Steps", self.steps), ("Roles", self.roles)) if fates)


def dossier(analysis: Analysis) -> Dossier:
    """Gather what the documents on an analysis tell."""
    proposal, after = analysis.proposal, analysis.after
    trim = trim_page(analysis.document, proposal, everything=True) if proposal else None
    difference = difference_of(analysis) if after and after.process.steps else None
    compared = compare_page(analysis, difference, everything=True) if difference else None
    return Dossier(
        analysis=analysis,
        page=page(analysis, say=True, everything=True),
        trim=trim,
        stages=trim.stages if trim else tuple(_recorded(analysis)),
        difference=difference,
        steps=compared.steps if compared else (),
        roles=compared.roles if compared else (),
    )


def _recorded(analysis: Analysis) -> Iterator[StageTold]:
    """Tell the changes of a recorded plan, which knows neither stages nor rules."""
    plan, process = analysis.plan, analysis.process
    if plan and plan.changes:
        told = (
            Deed(number, deed(change, process), change.because or "", rule="", saves="", against=(), safe=True)
            for number, change in enumerate(plan.changes, 1)
        )
        yield StageTold(f"The plan '{plan.name}'", grounds=(), deeds=tuple(told))
