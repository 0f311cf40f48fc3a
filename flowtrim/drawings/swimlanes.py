"""A process as swimlanes, or before and after of one: in one picture of any size, or on screens of one size."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.changes import Fate
from flowtrim.drawings.badges import Mark
from flowtrim.drawings.chart import Chart, chart_of
from flowtrim.drawings.drawing import Drawing
from flowtrim.drawings.facts import terms_of
from flowtrim.drawings.legibility import refuse_sizes
from flowtrim.drawings.lettering import clean
from flowtrim.drawings.order import Order
from flowtrim.drawings.overlay import fates_of, moved, overlay, state_of, titled
from flowtrim.drawings.render import Drawings
from flowtrim.drawings.scene import Scene
from flowtrim.drawings.sheet import Painter
from flowtrim.formats import Document
from flowtrim.graph import FlowGraph, step_numbers
from flowtrim.model import Process

WIDE = 16 / 9
"""The shape of a screen, width by height."""
Form = Literal["overview", "ribbon", "screens"]
Layout = Literal["beside", "overlay"]
Marks = Mapping[str, tuple[Mark, ...]]


def draw(  # noqa: PLR0913 (the front door of the room; all but the process can be left out)
    process: Process | Document,
    *,
    form: Form = "overview",
    width: float | None = None,
    aspect: float = WIDE,
    title: Sequence[str] = (),
    marks: Marks | None = None,
    lane_marks: Marks | None = None,
    after: Process | Document | None = None,
    after_marks: Marks | None = None,
    view: Layout = "beside",
    fates: Mapping[str, Fate] | None = None,
    messages: Sequence[tuple[str, str]] = (),
    numbers: Mapping[str, str] | None = None,
    steady: bool = False,
    part: Collection[str] = (),
) -> Drawings:
    """Draw a process, or what becomes of it, as swimlanes.

    ``overview`` is one drawing of everything, folded into bands: of at most ``width`` points, or so that its letters
    are the largest on a page of the shape ``aspect``, width by height. ``ribbon`` is the same in one line. ``screens``
    are as many as a projector of 1920 by 1080 pixels needs for letters of 14 pixels or more. ``marks`` and
    ``lane_marks`` say what to show at steps and roles, ``title`` holds lines for the title block. With ``after``,
    before and after each stand alone, one after the other; ``overlay`` is one picture of both with what goes in grey.
    ``fates`` says what becomes of the steps where their ids do not tell; without ``after``, what became of these.
    ``messages`` are pairs of a step and the role outside that it tells. Steps are numbered as they are read; those
    of which ``numbers`` says how they are called, before and after, are called so. Lanes stand as their roles first
    act, but for those that save crossings elsewhere, unless the picture is to be ``steady`` while a process changes.
    ``part`` names the only steps to show, in one drawing, with the numbers of those where work comes from or goes on.

    >>> from flowtrim.model import Step
    >>> drawing, = draw(Process("Refund", steps=(Step("log", "Log it", owner="Clerk"),)))
    >>> [box.id for box in drawing.boxes]
    ['start-1', 'step-1', 'end-1']
    """
    process = process.process if isinstance(process, Document) else process
    after = after.process if isinstance(after, Document) else after
    shape = _Shape(form, width, aspect)
    called = step_numbers(FlowGraph(process), numbers)
    painter = Painter(process, marks or {}, lane_marks or {})
    if after is None:
        scene = _scene(painter, called, title, fates or {}, tuple(messages))
        if part:
            return Drawings((scene.excerpt(part),))
        return Drawings(shape.of(replace(scene, arranged=None) if steady else scene))
    called |= step_numbers(FlowGraph(after), {**called, **(numbers or {})})
    if view == "overlay":
        both = _both(painter, replace(painter, process=after, marks=after_marks or {}), called, title, fates)
        return Drawings(shape.of(both))
    became = fates_of(process, after) | dict(fates or {})
    before = replace(painter, process=titled(process, "before"))
    later = Painter(titled(after, "after"), after_marks or {})
    first, second = _scene(before, called, title, {}, tuple(messages)), _scene(later, called, title, became)
    return Drawings((*shape.of(first), *shape.of(second)))


class _Shape(Struct, frozen=True):
    """What a picture is to look like."""

    form: Form
    width: float | None
    aspect: float

    def of(self, scene: Scene) -> tuple[Drawing, ...]:
        """Return the drawings of a scene in this shape.

        Raises:
            DrawingError: it is too large to draw.
        """
        chart = scene.chart
        refuse_sizes(node=len(chart.nodes), lane=len(scene.lanes), line=len(chart.links))
        if self.form == "screens":
            return scene.screens()
        if self.form == "ribbon":
            return (scene.ribbon(),)
        return (scene.fitted(self.aspect) if self.width is None else scene.within(self.width),)


def _scene(
    painter: Painter,
    numbers: Mapping[str, str],
    title: Sequence[str],
    fates: Mapping[str, Fate],
    messages: tuple[tuple[str, str], ...] = (),
) -> Scene:
    process = painter.process
    graph = FlowGraph(process)
    states = {step_id: state_of(fate) for step_id, fate in fates.items()}

    def arranged(lanes: Sequence[str | None] = ()) -> Scene:
        order = Order.of(graph, messages, lanes)
        chart = chart_of(process, order, numbers, states=states)
        return replace(_headed(painter, numbers, title, order, chart), arranged=arranged)

    return arranged()


def _both(
    before: Painter,
    after: Painter,
    numbers: Mapping[str, str],
    title: Sequence[str],
    fates: Mapping[str, Fate] | None,
) -> Scene:
    """Return before and after upon each other; what is gone needs the names that its roles had."""
    order, chart = overlay(before.process, after.process, numbers, fates)
    roles = {role.id: role for role in (*before.process.roles, *after.process.roles)}
    steps = {step.id: step for step in (*before.process.steps, *after.process.steps)}
    both = replace(after.process, name=before.process.name, roles=tuple(roles.values()), steps=tuple(steps.values()))
    return _headed(replace(after, process=both), numbers, title, order, chart)


def _headed(painter: Painter, numbers: Mapping[str, str], title: Sequence[str], order: Order, chart: Chart) -> Scene:
    """Return a chart under its words, with the names of its boxes; of a step that moved there are two."""
    places = dict.fromkeys(step.id for step in painter.process.steps)
    ids = {step_id: str(place) for place, step_id in enumerate(places, start=1)}
    ids |= {moved(step_id): f"{place}m" for step_id, place in ids.items()}
    process = painter.process
    lines = tuple(filter(None, map(clean, (*title, terms_of(process, numbers)))))
    return Scene(clean(process.name), process.language, lines, order.lanes, chart, painter, ids)
