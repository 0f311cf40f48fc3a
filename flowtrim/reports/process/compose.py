"""From an analysis to the page that people read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flowtrim.analysis.analysis import Analysis
from flowtrim.measures import Survey
from flowtrim.reports.comparison import compared
from flowtrim.reports.media.words import plain
from flowtrim.reports.process.findings import asides, families, tally
from flowtrim.reports.process.import_summary import import_advice, imported
from flowtrim.reports.process.next_steps import advice
from flowtrim.reports.process.process_page import Attempt, Page, Said, Spare
from flowtrim.reports.process.summary import groups
from flowtrim.reports.process.verdict import verdict

if TYPE_CHECKING:
    from flowtrim.measures.redundancy import RedundantRole


_SPARE = 5
"""Roles shown with their proof; the others are counted."""


def page(analysis: Analysis, *, say: bool = False, everything: bool = False) -> Page:
    """Gather what a report says; ``say`` adds the spoken text, ``everything`` unfolds the findings."""
    survey, after = analysis.survey, analysis.after
    spare = survey.redundant_roles if everything else survey.redundant_roles[:_SPARE]
    return Page(
        title=analysis.process.name,
        file=analysis.document.file,
        verdict=verdict(survey),
        after_title=_after_title(analysis),
        compared=compared(survey, after.survey) if after else (),
        speech=tuple(_speech(survey)) if say else (),
        groups=(*imported(analysis.document), *groups(survey)),
        tally=tally(analysis),
        families=families(analysis, everything=everything),
        asides=asides(analysis, everything=everything),
        spare=tuple(
            Spare(survey.process.role(role.role).name, _gain(survey, role), role.proof, role.reasons) for role in spare
        ),
        spare_folded=len(survey.redundant_roles) - len(spare),
        next=(*advice(analysis), *import_advice(analysis.document)),
        attempts=_attempts(analysis),
    )


def _after_title(analysis: Analysis) -> str | None:
    if analysis.plan:
        return f"the plan '{analysis.plan.name}'"
    return analysis.after.process.name if analysis.after else None


def _attempts(analysis: Analysis) -> tuple[Attempt, ...]:
    """Tell all attempts where somebody asked for one: they are understood beside each other."""
    if analysis.plan is None:
        return ()
    from flowtrim.reports.process.attempts import attempts

    return attempts(analysis.survey, chosen=analysis.plan)


def _speech(survey: Survey) -> Iterator[Said]:
    """Yield the sentences with the ride in which each of them ends."""
    from flowtrim.measures.elevator import spoken_seconds

    speech, clock = survey.elevator, 0.0
    for _, sentence in speech.parts:
        clock += spoken_seconds(sentence, speech.language, survey.limits)
        yield Said(sentence, ride=max(1, -int(-clock // speech.limit)))


def _gain(survey: Survey, spare: RedundantRole) -> str:
    """Say what would become of the steps of a role, and what that saves."""
    if spare.absorbed_by is None:
        return _left(survey, spare.role)
    taker = survey.process.role(spare.absorbed_by).name
    saved = f", with {plain(spare.handoffs_saved)} handoffs a case fewer" if spare.handoffs_saved else ""
    return f"{taker} could take over{saved}"


def _left(survey: Survey, role: str) -> str:
    """Say what would be left of a role that nobody could take over from."""
    reasons = survey.justification
    if role not in reasons.hollow_roles:
        return "nobody is declared who could take over"
    unasked = set(reasons.unasked)
    if all(step.id in unasked for step in survey.process.work if step.owner == role):
        return "ask first, nobody was asked about any of its steps"
    return "all its steps could go"
