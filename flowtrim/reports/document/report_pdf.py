"""The report for paper: A4 upright for reading, across for the drawings, with a head and numbered pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from flowtrim.drawings.lettering import clean
from flowtrim.reports.change_text import role_name
from flowtrim.reports.document.bars import levels
from flowtrim.reports.document.content import Dossier
from flowtrim.reports.document.headline import headline
from flowtrim.reports.document.kpi_table import kpis_told
from flowtrim.reports.document.tables import cards, findings, handoff_table
from flowtrim.reports.media.html import digest, filled, source
from flowtrim.reports.media.text_lines import shortened, washed

if TYPE_CHECKING:
    from flowtrim.measures import Survey

_HEAD = 70
"""Cells of the title in the head of a page."""
_PARTS = {"A": "answers", "C": "is asked", "I": "is told"}


def as_paper(told: Dossier, sheets: Iterable[str] = ()) -> str:
    """Return the report as a page to be printed; ``sheets`` are SVGs that get a page each."""
    survey = told.analysis.survey
    style = f":root {{ --title: {_quoted(shortened(washed(told.page.title), _HEAD))}; }}\n{source('paper.css')}"
    return filled(
        "paper.html.j2",
        told=told,
        page=told.page,
        language=survey.process.language or "en",
        headline=headline(told.analysis),
        waterfall=levels(told.trim.waterfall) if told.trim else (),
        sheets=tuple(sheets),
        findings=findings(told.analysis),
        kpis=kpis_told(survey),
        handoffs=tuple(_handoffs(survey)),
        cards=cards(told.analysis),
        parts_of=_parts(survey),
        style=style,
        style_hash=digest(style),
    )


def _quoted(text: str) -> str:
    """Return a text as a string of CSS that nothing in it can end."""
    return '"' + "".join(sign if sign.isalnum() and sign.isascii() else f"\\{ord(sign):x} " for sign in text) + '"'


def _handoffs(survey: Survey) -> Iterator[tuple[str, str, str, int]]:
    """Yield who hands to whom, most first, with a shade: a list has room on any paper, a matrix has not."""
    table = handoff_table(survey)
    found = [
        (int(cell.figure.replace(",", "")), giver, taker, cell)
        for giver, row in table.rows
        for taker, cell in zip(table.columns, row, strict=True)
        if cell.figure
    ]
    for _, giver, taker, cell in sorted(found, key=lambda one: -one[0]):
        yield giver, taker, cell.figure, cell.tone


def _parts(survey: Survey) -> Mapping[str, list[tuple[str, str]]]:
    """Return by step who, beside its performer, has a part in it, and which."""
    process = survey.process
    told: dict[str, list[tuple[str, str]]] = {clean(step.id): [] for step in process.work}
    for role, steps in survey.raci.matrix.items():
        for step, letters in steps.items():
            parts = [_PARTS[letter] for letter in letters if letter in _PARTS]
            performs = process.has_step(step) and process.step(step).owner == role
            if parts and not performs:
                told[clean(step)].append((role_name(role, process), ", ".join(parts)))
    return told
