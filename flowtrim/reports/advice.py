"""What to do next, in a few sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flowtrim.measures import Survey
from flowtrim.reports.analysis import Analysis
from flowtrim.reports.words import counted, listed


def advice(analysis: Analysis) -> tuple[str, ...]:
    """Return what the figures ask for first; never more than a handful."""
    return tuple(_advice(analysis))


def _advice(analysis: Analysis) -> Iterator[str]:
    survey = analysis.survey
    reasons = survey.justification
    unasked = set(reasons.unasked)
    in_vain = [step for step in reasons.unjustified if step not in unasked]
    if survey.soundness.verdict is False:
        yield "Mend the flow first: as declared, some cases get stuck or never end properly."
    if unasked:
        first = _names(survey, _most_at_stake(survey, unasked))
        yield f"Ask why of {counted(len(unasked), 'step')}, beginning with {first}."
    if in_vain:
        yield f"Let go what nobody had a reason for: {_names(survey, in_vain)}."
    if survey.redundant_roles:
        yield f"Talk about {counted(len(survey.redundant_roles), 'role')} that could go, with the proof above."
    if survey.clock.overdue and survey.process.work:
        yield "Put a date to the full review: process, steps and roles."
    if analysis.open:
        worst = analysis.open[0].finding.rule
        yield f"Read what is behind a finding, and when to accept it: flowtrim rules {worst}"


def _most_at_stake(survey: Survey, steps: Iterable[str]) -> list[str]:
    """Return steps by the handoffs around them, most first; the order of the file breaks ties."""
    graph = survey.graph
    place = {step.id: number for number, step in enumerate(survey.process.steps)}

    def stake(step: str) -> tuple[int, int]:
        around = (*graph.work_after[step], *graph.work_before[step])
        return -sum(graph.owner(other) != graph.owner(step) for other in around), place[step]

    return sorted(steps, key=stake)


def _names(survey: Survey, steps: Iterable[str]) -> str:
    return listed([f"“{survey.process.step(step).name}”" for step in steps], most=3)
