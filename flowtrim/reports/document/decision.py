"""What a decider sees first: the figures today, what is safe alone, and what remains if no question finds an answer."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from flowtrim.analysis import Analysis
from flowtrim.measures import Survey
from flowtrim.model import Plan, Process
from flowtrim.reports.comparison import HEADLINES, Compared, headlines
from flowtrim.reports.process.process_page import Figure, Group, Page
from flowtrim.sentences import Digits, Message, quoted, say, say_many

SAFE = say("Safe alone")
"""What stands above the figures that are reached without an answer from anybody."""


def stages(analysis: Analysis) -> list[tuple[str, Survey]]:
    """Return the process today, with what is safe alone and in the end; today alone where nothing changes."""
    proposal, after, plan = analysis.proposal, analysis.after, analysis.plan
    today = (say("Today"), analysis.survey)
    if proposal and proposal.changes:
        asked = [] if proposal.leaves_questions else [(say("If no question finds an answer"), proposal.after)]
        return [today, (SAFE, proposal.safe), *asked]
    if after is None:
        return [today]
    return [today, (_called(after.process, plan, analysis.process), after.survey)]


def _called(after: Process, plan: Plan | None, before: Process) -> str:
    """Return the name of what is reached: that of the plan, or of the other process where it has one of its own."""
    if plan:
        return say("With {name}", name=quoted(plan.name))
    return say("After") if after.name == before.name else say("As {name}", name=quoted(after.name))


class DecisionRow(Struct, frozen=True):
    """A figure today and in what could become of the process; ``sure`` marks what is better whatever the answers."""

    name: str
    cells: tuple[tuple[str, bool], ...]


class Decision(Struct, frozen=True):
    """The figures that a reader asks for first, under the names of the columns, and how sure they are in a sentence.

    ``sure`` says that what gets better rests on no question that nobody answered.
    """

    heads: tuple[str, ...]
    rows: tuple[DecisionRow, ...]
    note: str
    sure: bool


def decision(analysis: Analysis) -> Decision:
    """Return the figures of the first screen: today, and those of the after-process or of the proposal beside it.

    What is safe alone is sure, unless the verdict itself rests on questions.
    """
    compared_with, sure = stages(analysis), _is_sure(analysis)
    heads = tuple(name for name, _ in compared_with)
    certain = [not analysis.survey.rests_on_questions and (sure or name == SAFE) for name in heads]
    rows = headlines(*(survey for _, survey in compared_with))
    told = (
        DecisionRow(
            name,
            tuple(
                (_figure(cell.text), known and bool(cell.better)) for cell, known in zip(cells, certain, strict=True)
            ),
        )
        for name, cells in rows
    )
    return Decision(heads, tuple(told), _caveat(analysis), sure)


def _figure(text: str) -> str:
    """Return a figure that a language can write with signs of its own."""
    return text if isinstance(text, Message) else Digits(text)


def beside(page: Page) -> tuple[Compared, ...]:
    """Return the figures before and after that do not stand on the first screen."""
    return tuple(row for row in page.compared if row.name not in HEADLINES)


def further(page: Page, decided: Decision) -> Iterator[Group]:
    """Yield the figures that stand neither on the first screen nor beside those of the process as it is to be."""
    seen = {row.name.removesuffix(" a year") for row in decided.rows} | {row.key for row in page.compared}
    for group in page.groups:
        if figures := tuple(left for each in group.figures if (left := _left(each, seen))):
            yield Group(group.label, figures)


def _left(phrase: str, seen: set[str]) -> str:
    """Return what a phrase tells beyond the figures that were seen."""
    return phrase.besides if isinstance(phrase, Figure) and phrase.key in seen else phrase


def _is_sure(analysis: Analysis) -> bool:
    """Whether nobody still has to be asked: no change of the proposal is a question, and the reasons are known."""
    asked = analysis.proposal is not None and any(not one.safe for one in analysis.proposal.changes)
    return not (asked or analysis.survey.rests_on_questions)


def _caveat(analysis: Analysis) -> str:
    """Say how sure the proposal is: how many of its changes are questions, or that the asking comes first."""
    proposal = analysis.proposal
    if proposal is None:
        told = say_many(
            len(analysis.survey.justification.unasked),
            "{number} of {steps} steps was never asked about.",
            "{number} of {steps} steps were never asked about.",
            steps=analysis.survey.steps,
        )
        return told if analysis.survey.rests_on_questions else ""
    if proposal.asking_first:
        return say("Hardly any step has a reason yet, so the asking comes first: no plan is made before.")
    asked, every = sum(not one.safe for one in proposal.changes), len(proposal.changes)
    if asked == every == 1:
        return say("The only change is a question; this is what remains if it finds no answer.")
    remaining = say_many(
        asked,
        "{number} of {changes} changes is a question; this is what remains if none finds an answer.",
        "{number} of {changes} changes are questions; this is what remains if none finds an answer.",
        changes=every,
    )
    return remaining if asked else ""
