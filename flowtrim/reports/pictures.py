"""What the findings mean for a drawing: marks on steps and lanes, and the lines of its title block."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypedDict, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.analysis import Analysis
from flowtrim.drawings import WIDE, Arrow, Box, Drawing, Form, Mark, draw, explained, titled
from flowtrim.measures import Survey
from flowtrim.measures.handoffs import messages
from flowtrim.measures.observed import Observed
from flowtrim.model import END, Flow, Process, Step
from flowtrim.reports.aligned_steps import Aligned, aligned
from flowtrim.reports.figure_text import performing
from flowtrim.reports.media.rounding import measured
from flowtrim.reports.process.verdict import verdict
from flowtrim.rules import Finding
from flowtrim.sentences import counted, say, say_many
from flowtrim.sentences import messages as messages_of

Sides = dict[str, tuple[Drawing, ...]]
"""Drawings by the side that they show: ``before`` and ``after``, or a nameless one."""


class Shape(TypedDict):
    """What a picture is to look like; see ``draw``."""

    form: Form
    width: float | None
    aspect: float


T = TypeVar("T")
Beside = dict[tuple[str, str], int]
"""How often cases went ways that nobody declared, by the steps between which these lead."""
_MOST_BESIDE = 6
"""Of work and of moves that nobody declared, so many are drawn."""


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
        title=tuple(_differences(analysis, analysis.after)),
        lane_marks=lane_marks(analysis),
        after=same.process,
        numbers={**_called(same, analysis.after), **analysis.survey.numbers},
        after_marks=_under(same, marks(analysis.after)),
        fates=same.fates,
    )


def as_done(survey: Survey, observed: Observed, findings: Iterable[Finding] = ()) -> Drawing:
    """Draw a process as a log shows it, with the shares that were measured.

    Lines are as thick as they are used. What was never done and ways that nobody took are pale, and what
    nobody declared is dashed: work, and steps that came where they may not.
    """
    process, beside = _with_undeclared(survey.process, observed)
    marked_steps: dict[str, tuple[Mark, ...]] = {each.at: ("finding",) for each in findings if each.kind == "step"}
    cases, log, tell = counted(observed.counted, "case"), observed.log, messages_of(process.language)
    span = say("{cases}, {first} to {last}", cases=cases, first=log.first[:10], last=log.last[:10])
    title = tell(span), tell(say("Lines are as thick as they are used."))
    (drawing,) = draw(process, form="overview", title=title, numbers=survey.numbers, marks=marked_steps)

    boxes = tuple(_as_done(box, survey.process, observed) for box in drawing.boxes)
    most = max([1, *beside.values(), *(times for ways in observed.used.values() for times in ways)])
    taken = _Taken(survey.process, process, observed, beside, {box.id: box for box in drawing.boxes}, most, tell)
    return explained(replace(drawing, boxes=boxes, arrows=tuple(map(taken.painted, drawing.arrows))))


def _as_done(box: Box, process: Process, observed: Observed) -> Box:
    if box.step in observed.never:
        return replace(box, state="never")
    return replace(box, state="undeclared") if box.step and not process.has_step(box.step) else box


class _Taken(Struct, frozen=True):
    """How often cases went each way that is drawn; ``beside`` are those that nobody declared, ``most`` the busiest."""

    declared: Process
    drawn: Process
    observed: Observed
    beside: Beside
    boxes: Mapping[str, Box]
    most: int
    tell: Callable[[str], str]

    def painted(self, arrow: Arrow) -> Arrow:
        """Return a line as thick as it is used."""
        if arrow.way != "flow":
            return arrow
        if arrow.flow is None:
            times = self._at_the_rim(arrow)
            return arrow if times is None else self._thick(arrow, times)
        step, place = arrow.flow
        ways, flow = self.observed.used.get(step, ()), self.drawn.step(step).flows[place]
        label = arrow.label if len(ways) > 1 else None
        if place >= len(
            ways
        ):  # the end of a step that leads nowhere is written out, so that others can stand beside it
            if self.declared.has_step(step) and not ways and place == 0:
                return replace(arrow, label=None)
            times = self.beside.get((step, flow.to), 0)
            return self._thick(replace(arrow, way="undeclared", heavy=False, label=None), times)
        if not ways[place]:
            return replace(arrow, state="never", heavy=False, label=label, tooltip=self.tell(say("never taken")))
        return self._thick(replace(arrow, label=label), ways[place])

    def _at_the_rim(self, arrow: Arrow) -> int | None:
        """Return how often cases began or ended at a mark, if that is known."""
        source, target = self.boxes[arrow.source], self.boxes[arrow.target]
        if source.form == "start":
            return self.observed.counted if sum(box.form == "start" for box in self.boxes.values()) == 1 else None
        visits = (step.visits for step in self.observed.steps if step.step == source.step)
        return next(visits, None) if target.form == "end" else None

    def _thick(self, arrow: Arrow, times: int) -> Arrow:
        told = self.tell(say_many(times, "{number} time", "{number} times"))
        return replace(arrow.thickened(0.8 + 6.0 * times / self.most), tooltip=told)


def _with_undeclared(process: Process, observed: Observed) -> tuple[Process, Beside]:
    """Return the process with the shares that were measured, and with flows and steps for what nobody declared.

    Beside it how often each of these flows was taken.
    """
    added = {f"undeclared-{n}": found for n, found in enumerate([*observed.undeclared.items()][:_MOST_BESIDE])}
    left = observed.conformance.deviations if observed.conformance else ()
    beside: Beside = {}
    for step_id, (_, work) in added.items():
        beside[step_id, work.before or END] = work.visits
        if work.after:
            beside[work.after, step_id] = work.visits
    beside |= {(move.source, move.target): move.cases for move in left[:_MOST_BESIDE] if move.source and move.target}
    more: dict[str, list[str]] = {}
    for source, target in beside:
        more.setdefault(source, []).append(target)
    steps = [
        replace(step, flows=_measured(step, observed.used.get(step.id, ()), more.get(step.id, ())))
        for step in process.steps
    ]
    steps += [
        Step(step_id, name, owner=work.role, flows=(Flow(work.before or END),))
        for step_id, (name, work) in added.items()
    ]
    return replace(process, steps=tuple(steps), starts=process.entries), beside


def _measured(step: Step, used: Sequence[int], more: Sequence[str]) -> tuple[Flow, ...]:
    """Return the flows of a step with the shares that cases took, and the ways that nobody declared."""
    flows = step.flows or ((Flow(END),) if more else ())
    total = sum(used)
    if step.split == "one" and len(flows) > 1 and total and len(used) == len(flows):
        flows = tuple(replace(flow, share=measured(times / total)) for flow, times in zip(flows, used, strict=True))
    return (*flows, *(Flow(target, share=0.0) for target in more if target not in {flow.to for flow in flows}))


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
    tell = messages_of(analysis.process.language)
    return tell(verdict(analysis.survey).text), " · ".join(map(tell, _figures(analysis.survey)))


def _figures(survey: Survey) -> Iterator[str]:
    yield counted(survey.steps, "step")
    yield from performing(survey)
    yield counted(survey.handoffs, "handoff")
    yield say("{number} without a reason", number=len(survey.justification.unjustified))


def _differences(before: Analysis, after: Analysis) -> Iterator[str]:
    """Yield what stands in the title block of before and after: the same figures of each."""
    tell = messages_of(before.process.language)
    for side, analysis in ((say("Before"), before), (say("After"), after)):
        yield " · ".join(map(tell, (side, verdict(analysis.survey).text, *_figures(analysis.survey))))


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
