"""From a process, or from before and after, to finished drawings: the overview, and the screens for a room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec.structs import replace

from flowtrim.changes import Fate
from flowtrim.drawings.badges import Mark
from flowtrim.drawings.chart import Order, chart_of
from flowtrim.drawings.drawing import Drawing
from flowtrim.drawings.lettering import clean
from flowtrim.drawings.overlay import Pair, pair_of
from flowtrim.drawings.scene import Scene, View
from flowtrim.drawings.sheet import Painter
from flowtrim.graph import FlowGraph
from flowtrim.model import Process

Form = Literal["overview", "screens"]
Layout = Literal["beside", "overlay"]
Marks = Mapping[str, tuple[Mark, ...]]


def draw(  # noqa: PLR0913 (the front door of the room; all but the process can be left out)
    process: Process,
    *,
    form: Form = "overview",
    title: Sequence[str] = (),
    marks: Marks | None = None,
    lane_marks: Marks | None = None,
    after: Process | None = None,
    after_marks: Marks | None = None,
    view: Layout = "beside",
    fates: Mapping[str, Fate] | None = None,
) -> tuple[Drawing, ...]:
    """Draw a process, or what becomes of it, as swimlanes.

    ``overview`` is one drawing of everything; ``screens`` are as many as a projector of 1920 by 1080 pixels needs
    for letters of 14 pixels or more. ``marks`` and ``lane_marks`` say what to show at steps and roles, ``title``
    holds lines for the title block. With ``after``, before and after have the same columns and lanes: one above the
    other in the overview, turn by turn in the screens; ``overlay`` is one picture with what goes in grey.
    ``fates`` says what becomes of the steps where their ids do not tell.

    >>> from flowtrim.model import Step
    >>> drawing, = draw(Process("Refund", steps=(Step("log", "Log it", owner="Clerk"),)))
    >>> [box.id for box in drawing.boxes]
    ['start-1', 'step-1', 'end-1']
    """
    painter = Painter(process, marks or {}, lane_marks or {})
    if after is None:
        order = Order.of(FlowGraph(process))
        views: tuple[View, ...] = (View("", chart_of(process, order), painter),)
    else:
        pair = pair_of(process, after, fates)
        order = pair.order
        views = _views(pair, view, painter, replace(painter, process=after, marks=after_marks or {}))
    scene = Scene(clean(process.name), process.language, tuple(map(clean, title)), order, views)
    return (scene.overview(),) if form == "overview" else scene.screens()


def _views(pair: Pair, view: Layout, before: Painter, after: Painter) -> tuple[View, ...]:
    """Return what is shown of a pair; what is gone needs the names that its roles had."""
    roles = {role.id: role for role in (*before.process.roles, *after.process.roles)}
    after = replace(after, process=replace(after.process, roles=tuple(roles.values())))
    if view == "overlay":
        steps = {step.id: step for step in (*before.process.steps, *after.process.steps)}
        both = replace(after, process=replace(after.process, steps=tuple(steps.values())))
        return (View("", pair.overlay, both),)
    return (
        View("Before", pair.before, replace(before, prefix="before-")),
        View("After", pair.after, replace(after, prefix="after-")),
    )
