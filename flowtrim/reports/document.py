"""The report as one HTML file that needs nothing else: no network, no other file, nothing to install."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from flowtrim.drawings import DrawingError, render
from flowtrim.measures.elevator import spoken_seconds
from flowtrim.reports.analysis import Analysis
from flowtrim.reports.cells import washed
from flowtrim.reports.charts import Pair, pairs, work_by_role
from flowtrim.reports.compose import page
from flowtrim.reports.pictures import drawings
from flowtrim.reports.sheets import StepCard, cards, findings, handoff_table, raci_table

if TYPE_CHECKING:
    from jinja2 import Template

_PROLOGUE = re.compile(r"<\?xml[^>]*\?>\s*")
# Graphviz escapes quotes in every text: only attributes that it wrote itself can match.
_ID = re.compile(r'(<g) id="')


@dataclass(frozen=True, slots=True)
class View:
    """A drawing in the page: its label on the switch, and the SVG."""

    label: str
    svg: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the spoken text, how long it takes to say, in seconds, and the ride in which it ends."""

    text: str
    seconds: float
    ride: int


def as_html(analysis: Analysis) -> str:
    """Return the report as one HTML document; whatever people wrote stays text.

    Styles and script stand in the file, and its policy allows no others, nor any address. Without a script everything
    can be read all the same; so it can where the pictures cannot be made.
    """
    survey = analysis.survey
    style, script = _source("document.css"), _source("document.js")
    return _template().render(
        page=page(analysis, say=True, everything=True),
        language=survey.process.language or "en",
        speech=survey.elevator,
        sentences=tuple(_sentences(analysis)),
        views=_views(analysis),
        cards=_cards(analysis),
        findings=findings(analysis),
        handoffs=handoff_table(survey),
        raci=raci_table(survey),
        pairs=_pairs(analysis),
        work=work_by_role(survey),
        style=style,
        script=script,
        style_hash=_digest(style),
        script_hash=_digest(script),
    )


def _pairs(analysis: Analysis) -> tuple[Pair, ...]:
    return pairs(analysis.survey, analysis.after.survey) if analysis.after else ()


def _cards(analysis: Analysis) -> tuple[StepCard, ...]:
    """Return the cards of the process, then those of steps that only the after-process has."""
    before = cards(analysis)
    known = {card.step for card in before}
    later = cards(analysis.after) if analysis.after else ()
    return (*before, *(card for card in later if card.step not in known))


def _sentences(analysis: Analysis) -> Iterator[Sentence]:
    speech, clock = analysis.survey.elevator, 0.0
    for _, sentence in speech.parts:
        seconds = spoken_seconds(sentence, speech.language, analysis.survey.limits)
        clock += seconds
        yield Sentence(sentence, seconds, ride=max(1, -int(-clock // speech.limit)))


def _views(analysis: Analysis) -> tuple[View, ...]:
    """Draw before, after, and both upon each other; nothing where pictures cannot be made."""
    alone = replace(analysis, after=None, plan=None)
    told = {"Before" if analysis.after else "Process": drawings(alone, form="overview")}
    if analysis.after:
        told["After"] = drawings(analysis.after, form="overview")
        told["What changes"] = drawings(analysis, form="overview", view="overlay")
    try:
        drawn = {label: render(overview, "svg") for label, (overview, *_) in told.items()}
    except DrawingError:
        return ()
    return tuple(View(label, _inline(svg, number)) for number, (label, svg) in enumerate(drawn.items()))


def _inline(svg: bytes, number: int) -> str:
    """Return an SVG as part of a page: ids stay unique though several drawings have the same steps."""
    return _ID.sub(rf'\1 id="view-{number}-', _PROLOGUE.sub("", svg.decode()))


def _digest(text: str) -> str:
    """Return the hash under which a policy allows an inline style or script."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


@cache
def _source(name: str) -> str:
    from importlib.resources import files

    return (files("flowtrim.reports") / name).read_text(encoding="utf-8")


def _finished(value: Any) -> Any:
    """Show control characters and marks of direction as signs, as the other reports do."""
    return washed(value) if type(value) is str else value


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("flowtrim", "reports"),
        autoescape=True,
        finalize=_finished,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("document.html.j2")
