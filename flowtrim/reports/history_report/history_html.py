"""The progress of a process as one HTML file with its charts, or as the charts alone in an SVG."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from flowtrim.reports.history_report.history_text import known, made_from, standing
from flowtrim.reports.media.html import digest, filled, source
from flowtrim.review.revisions import FOLLOWED, Moment, Progress

WIDTH = 640.0
HEIGHT = 120.0
_EDGE = 8.0
"""Room around the curve, so that no point is cut off."""
_TITLES = {
    "rides": "Elevator rides",
    "steps": "Steps",
    "roles": "Roles",
    "handoffs": "Handoffs",
    "unjustified": "Steps without a reason",
    "expected_handoffs": "Handoffs expected in a case",
}


class Point(Struct, frozen=True):
    """A figure on one day, and where it stands in the chart; ``told`` is what is said when somebody points at it."""

    x: float
    y: float
    told: str


class Chart(Struct, frozen=True):
    """The course of one figure: a line of steps, since a figure holds until the next revision."""

    title: str
    points: tuple[Point, ...]
    line: str
    change: str
    better: bool | None
    first: str
    last: str


def as_html(progress: Progress) -> str:
    """Return the progress as one HTML document that needs nothing else; whatever people wrote stays text."""
    rows = [(moment, [known(moment.figures.get(name)) for name in FOLLOWED]) for moment in reversed(progress.moments)]
    style = source("document.css", "document_parts.css", "progress.css")
    return filled(
        "progress.html.j2",
        **_told(progress),
        heads=[_TITLES[name] for name in FOLLOWED],
        rows=rows,
        style=style,
        style_hash=digest(style),
    )


def as_svg(progress: Progress) -> str:
    """Return the charts as one SVG."""
    return filled("progress.svg.j2", **_told(progress))


def _told(progress: Progress) -> dict[str, Any]:
    return {
        "progress": progress,
        "standing": standing(progress),
        "stamp": made_from(progress),
        "charts": list(charts(progress)),
        "width": WIDTH,
        "height": HEIGHT,
    }


def charts(progress: Progress) -> Iterator[Chart]:
    """Yield a chart for each figure that is followed and was defined at least once."""
    for name in FOLLOWED:
        told = [moment for moment in progress.told if moment.figures[name] is not None]
        if told:
            yield _chart(name, told)


def _chart(name: str, moments: list[Moment]) -> Chart:
    values = [moment.figures[name] or 0.0 for moment in moments]
    places = zip(_across(moments), _down(values), strict=True)
    points = tuple(
        Point(x, y, f"{moment.day}, {(moment.commit or 'now')[:7]}: {known(value)}")
        for (x, y), moment, value in zip(places, moments, values, strict=True)
    )
    return Chart(
        title=_TITLES[name],
        points=points,
        line=f"M{points[0].x:g} {points[0].y:g}" + "".join(f"H{point.x:g}V{point.y:g}" for point in points[1:]),
        change=" → ".join(dict.fromkeys((known(values[0]), known(values[-1])))),
        better=None if values[0] == values[-1] else values[-1] < values[0],
        first=str(moments[0].day),
        last=_until(moments),
    )


def _until(moments: list[Moment]) -> str:
    """Say the day on which a course ends; where it is of one day, that stands at its beginning already."""
    first, last = moments[0].day, moments[-1].day
    if first != last:
        return str(last)
    return f"{len(moments):,} revisions on this day" if len(moments) > 1 else ""


def _across(moments: list[Moment]) -> Iterator[float]:
    """Place moments by their days; all of one day stand side by side."""
    first, span = moments[0].day, (moments[-1].day - moments[0].day).days
    for number, moment in enumerate(moments):
        share = (moment.day - first).days / span if span else number / max(1, len(moments) - 1)
        yield round(_EDGE + min(max(share, 0.0), 1.0) * (WIDTH - 2 * _EDGE), 2)


def _down(values: list[float]) -> Iterator[float]:
    """Place values on a scale from 0 to the highest."""
    top = max(values) or 1.0
    return (round(HEIGHT - _EDGE - value / top * (HEIGHT - 2 * _EDGE), 2) for value in values)
