"""What the findings mean for a drawing: marks on steps and lanes, and the lines of its title block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypedDict, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.analysis import Analysis
from flowtrim.changes import Fate
from flowtrim.changes.difference.diff import diff
from flowtrim.drawings import WIDE, Drawing, Form, Mark, draw, titled
from flowtrim.measures.handoffs import messages
from flowtrim.model import Change, Process
from flowtrim.reports.comparison import compared
from flowtrim.reports.figure_text import performing
from flowtrim.reports.process.verdict import verdict
from flowtrim.sentences import counted, say
from flowtrim.sentences import messages as messages_of

Sides = dict[str, tuple[Drawing, ...]]
"""Drawings by the side that they show: ``before`` and ``after``, or a nameless one."""


class Shape(TypedDict):
    """What a picture is to look like; see ``draw``."""

    form: Form
    width: float | None
    aspect: float


T = TypeVar("T")
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
    return {step_id: tuple(marks) for step_id, marks in found.items()}


def lane_marks(analysis: Analysis) -> dict[str, tuple[Mark, ...]]:
    """Return the marks of the lanes: roles that the process could do without."""
    return {spare.role: ("redundant",) for spare in analysis.survey.redundant_roles}


def drawings(analysis: Analysis, *, form: Form, width: float | None = None, aspect: float = WIDE) -> Sides:
    """Draw what was analysed, with its findings painted on.

    Where there is an after-process, before and after stand alone, each as large as it needs.
    """
    shape: Shape = {"form": form, "width": width, "aspect": aspect}
    if analysis.after is None:
        return {"": _alone(analysis, analysis.process, shape)}
    same = _aligned(analysis, analysis.after)
    after = replace(same.process, name=analysis.after.process.name)
    return {
        "before": _alone(analysis, titled(analysis.process, "before"), shape),
        "after": _alone(analysis.after, titled(after, "after"), shape, same),
    }


def overlaid(
    analysis: Analysis, *, form: Form, width: float | None = None, aspect: float = WIDE
) -> tuple[Drawing, ...]:
    """Draw before and after upon each other, what goes in grey.

    Raises:
        ValueError: there is no after-process.
    """
    if analysis.after is None:
        raise ValueError("There is nothing to lay over the process.")
    same = _aligned(analysis, analysis.after)
    return draw(
        analysis.process,
        form=form,
        width=width,
        aspect=aspect,
        view="overlay",
        title=_differences(analysis, analysis.after),
        lane_marks=lane_marks(analysis),
        after=same.process,
        numbers={**_called(same, analysis.after), **analysis.survey.numbers},
        after_marks=_under(same, marks(analysis.after)),
        fates=same.fates,
    )


def numbered(name: str, drawn: Sequence[T]) -> dict[str, T]:
    """Return pictures under names that sort as they are shown.

    >>> numbered("before", ["first", "second"])
    {'before-01': 'first', 'before-02': 'second'}
    """
    digits = max(2, len(str(len(drawn))))
    return {f"{name}-{number:0{digits}}": picture for number, picture in enumerate(drawn, 1)}


def _alone(analysis: Analysis, process: Process, shape: Shape, same: Aligned | None = None) -> tuple[Drawing, ...]:
    """Draw one process with the findings of its analysis; its steps may have the ids that they had before."""
    ids = same.ids if same else {}
    return draw(
        process,
        title=title_lines(analysis),
        numbers=_called(same, analysis) if same else analysis.survey.numbers,
        marks=_under(same, marks(analysis)) if same else marks(analysis),
        lane_marks=lane_marks(analysis),
        messages=[(ids.get(step_id, step_id), role) for step_id, role in messages(analysis.survey.graph)],
        fates={step_id: fate for step_id, fate in same.fates.items() if process.has_step(step_id)} if same else None,
        **shape,
    )


def _called(same: Aligned, after: Analysis) -> dict[str, str]:
    """Return the numbers of the steps of after by the ids that they had before."""
    return {same.ids.get(step_id, step_id): number for step_id, number in after.survey.numbers.items()}


def _aligned(analysis: Analysis, after: Analysis) -> Aligned:
    """Return the after-process as it lies upon the one before."""
    return aligned(analysis.process, after.process, plan=analysis.plan.changes if analysis.plan else ())


def _under(same: Aligned, found: Mapping[str, tuple[Mark, ...]]) -> dict[str, tuple[Mark, ...]]:
    """Return marks of steps by the ids that they had before."""
    return {same.ids.get(step_id, step_id): marks for step_id, marks in found.items()}


def title_lines(analysis: Analysis) -> tuple[str, ...]:
    """Return what stands in the title block: the rides, and the figures."""
    survey = analysis.survey
    figures = (
        counted(survey.steps, "step"),
        *performing(survey),
        counted(survey.handoffs, "handoff"),
        say("{number} without a reason", number=len(survey.justification.unjustified)),
    )
    tell = messages_of(survey.process.language)
    return tell(verdict(survey).text), " · ".join(map(tell, figures))


def _differences(before: Analysis, after: Analysis) -> tuple[str, ...]:
    """Return what stands in the title block of before and after: the same figures with the difference."""
    rows = [row for row in compared(before.survey, after.survey) if row.name in _IN_TITLE]
    told = [f"{row.name} {row.before} → {row.after}" for row in rows]
    return told[0], " · ".join(told[1:])


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
