"""What to do next, in a few sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from flowtrim.measures import Survey
from flowtrim.reports.media.text_lines import shortened, washed
from flowtrim.reports.media.words import plain
from flowtrim.sentences import counted, listed

if TYPE_CHECKING:
    from flowtrim.measures.redundancy import RedundantRole

_FEW = 3
_NAME = 40
"""Cells of a name in a list of names."""


def advice(survey: Survey, *, worst: str | None) -> Iterator[str]:
    """Yield what the figures ask for first, never more than a handful; ``worst`` is the rule of the worst finding."""
    reasons = survey.justification
    if survey.soundness.verdict is False:
        yield "Mend the flow first: as declared, some cases get stuck or never end properly."
    if reasons.unasked:
        yield f"Ask why of {_asking(survey)}."
    bought = {step.id for step in survey.process.work if survey.process.is_bought(step)}
    if pointless := [step for step in reasons.unanswered if step not in bought]:
        yield f"Let go what nobody had a reason for: {_names(survey, pointless)}."
    if doubtful := [step for step in reasons.unanswered if step in bought]:
        yield f"Ask whether we need to buy {_names(survey, doubtful)}."
    if spare := len(survey.redundant_roles):
        beside = "it" if spare == 1 else "each"
        yield f"Talk about {counted(spare, 'role')} that could go; the proof stands with {beside}."
    if survey.clock.overdue and survey.process.work:
        yield "Review it in full, process, steps and roles, and write down the day."
    if worst:
        yield f"Read what is behind a finding, and when to accept it: flowtrim rules {worst}"


def _asking(survey: Survey) -> str:
    """Name the steps to be asked about; of many, those first that change hands most."""
    unasked = survey.justification.unasked
    if len(unasked) <= _FEW:
        return _names(survey, unasked)
    first = _names(survey, _most_at_stake(survey, unasked)[:_FEW])
    return f"{counted(len(unasked), 'step')}, beginning with {first}"


def _most_at_stake(survey: Survey, steps: Iterable[str]) -> list[str]:
    """Return steps by the handoffs around them, most first; the order of the file breaks ties."""
    graph = survey.graph
    place = {step.id: number for number, step in enumerate(survey.process.steps)}

    def stake(step: str) -> tuple[int, int]:
        around = (*graph.work_after[step], *graph.work_before[step])
        return -sum(graph.owner(other) != graph.owner(step) for other in around), place[step]

    return sorted(steps, key=stake)


def _names(survey: Survey, steps: Iterable[str]) -> str:
    return listed([f"'{shortened(washed(survey.process.step(step).name), _NAME)}'" for step in steps], most=_FEW)


def gain(survey: Survey, spare: RedundantRole) -> str:
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
