"""What the figures and findings of a process ask for next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from shlex import quote
from typing import TYPE_CHECKING

from flowtrim.measures import Survey
from flowtrim.measures.dead_steps import refusing_nothing
from flowtrim.measures.figures import is_trifle
from flowtrim.measures.letting_go import is_asking_first, letting_go
from flowtrim.measures.redundancy import asked_about
from flowtrim.measures.stakes import Stake, stakes, yearly_work
from flowtrim.reports.media.text_lines import shortened, washed
from flowtrim.reports.process.verdict import to_mend
from flowtrim.reports.stamp import from_here
from flowtrim.sentences import Message, listed, quoted, say, say_many

if TYPE_CHECKING:
    from flowtrim.analysis import Analysis
    from flowtrim.measures.redundancy import RedundantRole
    from flowtrim.model import Decisions

_FEW = 3
_NAME = 40
"""Cells of a name in a list of names."""


def advice(analysis: Analysis) -> Iterator[str]:
    """Yield what the figures ask for first, never more than a handful, and what to type next."""
    survey = analysis.survey
    yield from to_mend(survey)
    yield from _dearest(analysis)
    yield from to_ask(survey)
    if survey.clock.overdue and survey.process.work:
        yield say("Review it in full, process, steps and roles, and write down the day.")
    if _something_could_go(survey):
        yield from _trimming(analysis)
    if analysis.open:
        command = f"flowtrim rules {analysis.open[0].finding.rule}"
        yield say("Read what is behind a finding, and when to accept it: {command}", command=command)


def to_ask(survey: Survey) -> Iterator[str]:
    """Yield what to ask about, and what can go: steps first, then roles."""
    reasons = survey.justification
    if reasons.unasked and (asked := stakes(survey).to_ask()):
        yield _asking(survey, asked)
    against = _ours_to_let_go(survey)
    if pointless := [step for step, said in against.items() if not said]:
        yield say("Let go what nobody had a reason for: {steps}.", steps=_names(survey, pointless))
    if held := [step for step, said in against.items() if said]:
        told = _names(survey, held)
        yield say("Ask before you let go {steps}: nobody had a reason, but something speaks against it.", steps=told)
    if doubtful := [step for step in reasons.unanswered if step not in against]:
        yield say("Ask whether we need what others do: {steps}.", steps=_names(survey, doubtful))
    if could_go := asked_about(survey.redundant_roles, survey.evidence):
        yield _talking(survey, could_go)


def _ours_to_let_go(survey: Survey) -> Mapping[str, tuple[str, ...]]:
    process = survey.process
    return {step: said for step, said in letting_go(survey).items() if not process.is_by_partner(process.step(step))}


def _something_could_go(survey: Survey) -> bool:
    """Whether ``trim`` would ask about something, as far as what is measured anyway tells."""
    could_go = _ours_to_let_go(survey) or asked_about(survey.redundant_roles, survey.evidence)
    return bool(could_go or refusing_nothing(survey))


def _trimming(analysis: Analysis) -> Iterator[str]:
    """Say what to type to see what could go, where that is a file and its steps were asked about first."""
    file = from_here(analysis.document.file)
    if not file.startswith("<") and not is_asking_first(analysis.survey):
        command = f"flowtrim trim {quote(file)}"
        yield say("See what could go, what speaks against it and what it saves: {command}", command=command)


def _dearest(analysis: Analysis) -> Iterator[str]:
    """Name what takes most of a year among what the findings put in doubt, where that is declared and noticed.

    What nobody was asked about yet is in no doubt: the question comes first.
    """
    if analysis.process.volume is not None:
        doubts = [one for one in (*_doubtful_work(analysis), *_ways_back(analysis)) if _is_noticed(analysis, one[0])]
        if doubts:
            yield max(doubts, key=lambda one: (one[0].hours or 0.0, one[0].cost or 0.0))[1]


def _is_noticed(analysis: Analysis, stake: Stake) -> bool:
    year = analysis.survey.yearly
    parts = ((year.hours, stake.hours), (year.cost, stake.cost))
    return any(whole and part and round(part) and not is_trifle(whole, whole - part) for whole, part in parts)


def _doubtful_work(analysis: Analysis) -> Iterator[tuple[Stake, Message]]:
    """Yield our work that nobody had a reason for, or that refuses nothing, unless somebody accepted that."""
    survey, process, found = analysis.survey, analysis.process, yearly_work(analysis.survey)
    accepted = {one.finding.key for one in analysis.placed if one.accepted}
    doubts = dict.fromkeys(survey.justification.unanswered, "why-none") | refusing_nothing(survey)
    for step_id, rule in doubts.items():
        step = process.step(step_id)
        is_ours = step.owner is None or process.is_ours(step.owner)
        if is_ours and step_id in found and f"{rule}@{step_id}" not in accepted:
            parts = {"step": _names(survey, [step_id]), "amounts": found[step_id].words or ""}
            refused = None if rule == "why-none" else step.decisions
            yield found[step_id], _worth(refused, parts)


def _worth(counts: Decisions | None, parts: Mapping[str, str]) -> Message:
    """Say what to weigh of a step: its work, against what nobody knows it to be good for."""
    if counts is None:
        return say("Weigh whether {step} is worth {amounts}: nobody could say why it is there.", **parts)
    return say("Weigh whether {step} is worth {amounts}: it refused none of {number}.", **parts, number=counts.made)


def _ways_back(analysis: Analysis) -> Iterator[tuple[Stake, Message]]:
    """Yield the ways back that a finding tells; where others work too, nobody knows how much of it is ours."""
    survey = analysis.survey
    found = {one.finding.at for one in analysis.open if one.finding.kind == "flow"}
    for each in survey.loop_costs if found and not survey.yearly.others else ():
        if f"{each.source}->{each.target}" in found:
            stake = Stake(hours=each.hours_per_year, cost=each.cost_per_year)
            source, target = (_names(survey, [end]) for end in (each.source, each.target))
            yield (
                stake,
                say(
                    "Find out what would spare {amounts}: the work goes back from {source} to {target}.",
                    amounts=stake.words or "",
                    source=source,
                    target=target,
                ),
            )


def _talking(survey: Survey, could_go: Sequence[RedundantRole]) -> Message:
    return say_many(
        len(could_go),
        "Talk about {number} role that could go with the steps as they are, {roles}, and what speaks for it.",
        "Talk about {number} roles that could each go with the steps as they are, {roles}, and what speaks for each.",
        roles=listed([_either(survey, spare) for spare in could_go], most=_FEW),
    )


def _either(survey: Survey, spare: RedundantRole) -> str:
    """Name a role that could go, or the two of which one could, each in quotation marks."""
    both = filter(None, (spare.role, spare.instead))
    return listed([quoted(shortened(washed(survey.process.role(role).name), _NAME)) for role in both], "or")


def _asking(survey: Survey, asked: Sequence[str]) -> str:
    """Say which steps to ask about, those first with most at stake."""
    first = _names(survey, asked[:_FEW])
    if len(asked) <= _FEW:
        return say("Ask why of {steps}.", steps=first)
    return say("Ask why of {number} steps, beginning with {first}.", number=len(asked), first=first)


def _names(survey: Survey, steps: Iterable[str]) -> str:
    return listed([quoted(shortened(washed(survey.told.step(step).name), _NAME)) for step in steps], most=_FEW)
