"""What the findings mean for a drawing: marks on steps and lanes, and the lines of its title block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from msgspec import Struct

from flowtrim.analysis import Analysis
from flowtrim.changes import Fate, diff
from flowtrim.drawings import Drawing, Mark, draw
from flowtrim.measures.handoffs import messages
from flowtrim.model import Change, Process
from flowtrim.reports.comparison import compared
from flowtrim.reports.figure_text import performing
from flowtrim.reports.process.verdict import verdict
from flowtrim.sentences import counted

Form = Literal["overview", "screens"]
View = Literal["beside", "overlay"]
_IN_TITLE = ("rides", "steps", "roles", "handoffs", "steps without a reason")


def marks(analysis: Analysis) -> dict[str, tuple[Mark, ...]]:
    """Return the marks of each step that has any.

    A step whose findings are all accepted is marked so; an error that no other mark tells is a finding.
    """
    found: dict[str, list[Mark]] = {}
    for step_id, mark in (*_about_reasons(analysis), *_about_work(analysis)):
        found.setdefault(step_id, []).append(mark)
    for step_id in _errors(analysis):
        found.setdefault(step_id, ["finding"])
    for step_id in _accepted(analysis):
        found[step_id] = ["accepted"]
    for step_id, _ in messages(analysis.survey.graph):
        found.setdefault(step_id, []).append("message")
    return {step_id: tuple(marks) for step_id, marks in found.items()}


def lane_marks(analysis: Analysis) -> dict[str, tuple[Mark, ...]]:
    """Return the marks of the lanes: roles that the process could do without."""
    return {spare.role: ("redundant",) for spare in analysis.survey.redundant_roles}


def drawings(analysis: Analysis, *, form: Form, view: View = "beside") -> tuple[Drawing, ...]:
    """Draw what was analysed, with its findings painted on; before and after where there is an after-process."""
    same = _aligned(analysis)
    return draw(
        analysis.process,
        form=form,
        view=view,
        title=title_lines(analysis),
        marks=marks(analysis),
        lane_marks=lane_marks(analysis),
        after=same.process if same else None,
        after_marks=_after_marks(analysis, same) if same else None,
        fates=same.fates if same else None,
    )


def _aligned(analysis: Analysis) -> Aligned | None:
    """Return the after-process as it lies upon the one before; None where there is none."""
    if analysis.after is None:
        return None
    from flowtrim.reports.pictures import aligned

    return aligned(analysis.process, analysis.after.process, plan=analysis.plan.changes if analysis.plan else ())


def _after_marks(analysis: Analysis, same: Aligned) -> dict[str, tuple[Mark, ...]]:
    found = marks(analysis.after) if analysis.after else {}
    return {same.ids.get(step_id, step_id): marks for step_id, marks in found.items()}


def title_lines(analysis: Analysis) -> tuple[str, ...]:
    """Return what stands in the title block: the rides, and the figures; before and after with the difference."""
    if analysis.after:
        rows = [row for row in compared(analysis.survey, analysis.after.survey) if row.name in _IN_TITLE]
        told = [f"{row.name} {row.before} → {row.after}" for row in rows]
        return told[0], " · ".join(told[1:])
    survey = analysis.survey
    figures = (
        counted(survey.steps, "step"),
        *performing(survey),
        counted(survey.handoffs, "handoff"),
        f"{len(survey.justification.unjustified):,} without a reason",
    )
    return verdict(survey).text, " · ".join(figures)


def _about_reasons(analysis: Analysis) -> Iterator[tuple[str, Mark]]:
    reasons = analysis.survey.justification
    told: dict[Mark, Iterable[str]] = {
        "unjustified": reasons.unjustified,
        "unasked": reasons.unasked,
        "weak": reasons.weak,
        "expired": reasons.expired,
    }
    return ((step_id, mark) for mark, steps in told.items() for step_id in steps)


def _about_work(analysis: Analysis) -> Iterator[tuple[str, Mark]]:
    for step in analysis.process.work:
        if step.kind == "wait" or step.waits:
            yield step.id, "waiting"
        if step.kind == "approve":
            yield step.id, "approval"


def _errors(analysis: Analysis) -> Iterator[str]:
    found = (placed.finding for placed in analysis.open)
    return (finding.at for finding in found if finding.kind == "step" and finding.severity == "error")


def _accepted(analysis: Analysis) -> set[str]:
    """Return the steps whose findings somebody accepted, every one of them."""
    at_step = [placed for placed in analysis.placed if placed.finding.kind == "step"]
    still_open = {placed.finding.at for placed in at_step if not placed.accepted}
    return {placed.finding.at for placed in at_step if placed.accepted} - still_open


class Aligned(Struct, frozen=True):
    """The after-process with the ids of before where a step is the same; ``ids`` leads from its own ids to those."""

    process: Process
    fates: Mapping[str, Fate]
    ids: Mapping[str, str]


def aligned(before: Process, after: Process, *, plan: Iterable[Change] = ()) -> Aligned:
    """Find out which step of after is which of before, also where it got another id.

    >>> from flowtrim.model import Flow, Step
    >>> before = Process("P", (Step("a", "Pay it", flows=(Flow("b"),)), Step("b", "B")))
    >>> told = aligned(before, Process("P", (Step("x", "Pay it"),)))
    >>> [step.id for step in told.process.steps], told.fates
    (['a'], {'a': 'kept', 'b': 'dropped'})
    """
    if not after.steps:
        return Aligned(after, dict.fromkeys((step.id for step in before.steps), "dropped"), {})
    fates = diff(before, after, plan=plan).steps
    ids = {fate.after: fate.before for fate in fates if fate.after and fate.before and fate.fate != "merged"}
    return Aligned(
        process=after.renamed({now: was for now, was in ids.items() if now != was}),
        fates={fate.key: fate.fate for fate in fates if fate.is_work},
        ids=ids,
    )
