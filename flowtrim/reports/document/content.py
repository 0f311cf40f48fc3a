"""All that the documents on one process tell, gathered once and handed to each writer: HTML, PDF, XLSX, Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from flowtrim.analysis import Analysis
from flowtrim.changes import deed
from flowtrim.reports.comparison_report.comparison_page import Fates, compare_page, difference_of
from flowtrim.reports.process.compose import page
from flowtrim.reports.process.process_page import Page
from flowtrim.reports.trim_report.stages import Deed, Ground, StageTold
from flowtrim.reports.trim_report.trim_page import TrimPage, trim_page
from flowtrim.sentences import messages, quoted, say

if TYPE_CHECKING:
    from flowtrim.changes.difference.diff import Difference


class Alike(Struct, frozen=True):
    """Changes of a stage that one rule asked for; ``ground`` is what they have in common, said once."""

    rule: str
    ground: Ground | None
    deeds: tuple[Deed, ...]

    def against(self, one: Deed) -> tuple[str, ...]:
        """Return what speaks against one of them alone."""
        common = self.ground.against if self.ground else ()
        return tuple(said for said in one.against if said not in common)


class Dossier(Struct, frozen=True):
    """An analysis with what is told about it, everything unfolded, in the language of the process.

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
    def grouped(self) -> tuple[tuple[StageTold, tuple[Alike, ...]], ...]:
        """The stages, each with its changes by the rule that asked for them, in the order of their numbers."""
        return tuple((stage, tuple(_alike(stage))) for stage in self.stages)

    @property
    def ledger(self) -> tuple[tuple[str, tuple[Fates, ...]], ...]:
        """The fates of steps and of roles, each under its title; empty where nothing is compared."""
        return tuple((title, fates) for title, fates in (("Steps", self.steps), ("Roles", self.roles)) if fates)


def dossier(analysis: Analysis) -> Dossier:
    """Gather what the documents on an analysis tell."""
    proposal, after = analysis.proposal, analysis.after
    language = analysis.process.language
    trim = trim_page(analysis.document, proposal, everything=True, language=language) if proposal else None
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


def _alike(stage: StageTold) -> Iterator[Alike]:
    grounds = {ground.rule: ground for ground in stage.grounds}
    for rule in dict.fromkeys(one.rule for one in stage.deeds):
        yield Alike(rule, grounds.get(rule), tuple(one for one in stage.deeds if one.rule == rule))


def _recorded(analysis: Analysis) -> Iterator[StageTold]:
    """Tell the changes of a recorded plan, which knows neither stages nor rules."""
    plan, process = analysis.plan, analysis.survey.told
    tell = messages(process.language)
    if plan and plan.changes:
        told = (
            Deed(number, tell(deed(change, process)), tell(change.because or ""), "", "", against=(), safe=True)
            for number, change in enumerate(plan.changes, 1)
        )
        yield StageTold(tell(say("The plan {name}", name=quoted(plan.name))), grounds=(), deeds=tuple(told))
