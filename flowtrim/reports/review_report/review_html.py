"""What is to be reviewed, as one HTML file that needs nothing else: no network, no other file, nothing to install."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from flowtrim.reports.media.html import digest, filled, source
from flowtrim.reports.media.labels import labels
from flowtrim.reports.media.text_lines import Style
from flowtrim.reports.media.words import whole
from flowtrim.reports.review_report.listing import SIGNS
from flowtrim.reports.review_report.review_text import URGENCY_WORDS, made_from, open_ends, undecided
from flowtrim.review.agenda import Agenda
from flowtrim.review.state import URGENCIES, Item, State, Urgency
from flowtrim.sentences import counted, paragraph

_STYLES = ("document.css", "document_parts.css", "document_paper.css", "review.css")
_SCRIPTS = ("document_base.js", "document_sifting.js")


class Tile(Struct, frozen=True):
    """How many processes and KPIs are of one urgency."""

    label: str
    style: Style
    processes: int
    kpis: int


class Row(Struct, frozen=True):
    """A process, KPI or step in a table; ``rank`` is its place where the most urgent comes first."""

    rank: int
    state: State
    item: Item

    @property
    def urgency(self) -> Urgency:
        """How urgent its review is."""
        return self.item.urgency

    @property
    def sign(self) -> str:
        """The sign of its urgency, for those who cannot tell the colours."""
        return SIGNS[self.urgency][0]

    @property
    def style(self) -> Style:
        """The colour of its urgency."""
        return SIGNS[self.urgency][1]

    @property
    def standing(self) -> str:
        """Its urgency in words."""
        return URGENCY_WORDS[self.urgency]

    @property
    def ago(self) -> str:
        """How long ago the last review was, in whole months."""
        months = self.item.clock.months
        return "" if months is None else f"{counted(months, 'month')} ago" if months else "this month"


def as_html(agenda: Agenda, *, steps: bool) -> str:
    """Return the review as one HTML document; whatever people wrote stays text.

    Without a script everything can be read all the same. With ``steps`` every step is told, too.
    """
    style, script = source(*_STYLES), source(*_SCRIPTS)
    kpis = tuple(_kpis(agenda))
    return filled(
        "review.html.j2",
        t=labels(None),
        agenda=agenda,
        verdict=_verdict(agenda),
        unread=agenda.problems,
        meaning=paragraph(_meaning(agenda)),
        stamp=made_from(agenda),
        tiles=tuple(_tiles(agenda)),
        urgencies=[(urgency, URGENCY_WORDS[urgency]) for urgency in URGENCIES],
        processes=[Row(rank, state, state.item) for rank, state in enumerate(agenda.states)],
        kpis=kpis,
        open_ends=[(state, *told) for state in agenda.states for told in open_ends(state, agenda.today)],
        undecided=[row for row in kpis if row.item.at in row.state.undecided],
        busy=[(one, "" if one.hours is None else whole(one.hours)) for one in agenda.busy],
        stepwise=[(state, _steps(state)) for state in agenda.states if state.steps] if steps else [],
        style=style,
        script=script,
        style_hash=digest(style),
        script_hash=digest(script),
    )


def _verdict(agenda: Agenda) -> str:
    """Say what is to be reviewed now.

    >>> from datetime import date
    >>> _verdict(Agenda(date(2026, 3, 2), (), ()))
    'Nothing is overdue'
    """
    counts, kpi_counts = agenda.counts, agenda.kpi_counts
    processes, kpis = (found["never"] + found["overdue"] for found in (counts, kpi_counts))
    told = [counted(processes, "process", "processes")] if processes else []
    told += [counted(kpis, "KPI")] if kpis else []
    return f"{' and '.join(told)} to review now" if told else "Nothing is overdue"


def _meaning(agenda: Agenda) -> Iterator[str]:
    """Say what was looked at, and how many KPIs lead nowhere."""
    kpis = sum(agenda.kpi_counts.values())
    told = f" and {counted(kpis, 'KPI')}" if kpis else ""
    yield f"Looked at: {counted(len(agenda.states), 'process', 'processes')}{told}."
    if agenda.undecided:
        yield undecided(agenda)


def _tiles(agenda: Agenda) -> Iterator[Tile]:
    for urgency in URGENCIES:
        yield Tile(URGENCY_WORDS[urgency], SIGNS[urgency][1], agenda.counts[urgency], agenda.kpi_counts[urgency])


def _kpis(agenda: Agenda) -> Iterator[Row]:
    found = [(kpi, state) for state in agenda.states for kpi in state.kpis]
    found.sort(key=lambda pair: (pair[0].order, pair[1].file))
    for rank, (kpi, state) in enumerate(found):
        yield Row(rank, state, kpi)


def _steps(state: State) -> tuple[Row, ...]:
    ordered = sorted(state.steps, key=lambda step: step.order)
    return tuple(Row(rank, state, step) for rank, step in enumerate(ordered))
