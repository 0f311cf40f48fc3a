"""Figures as bars: their lengths, worked out here so that templates only draw.

Each chart is made from figures that the JSON report has too, and is absent where these are not declared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.analysis import Analysis
from flowtrim.measures import Survey
from flowtrim.measures.term_amounts import lasting_minutes, waiting_minutes
from flowtrim.measures.times import OF_OTHERS
from flowtrim.measures.value import VALUE_CLASSES, ValueClass
from flowtrim.reports.document.decision import stages
from flowtrim.reports.gain_text import role_name
from flowtrim.reports.media.words import WHOLE_DAY, plain, share, spoken, whole, worked
from flowtrim.reports.process.case_summary import WAITED_FOR
from flowtrim.reports.trim_report.waterfall import length
from flowtrim.sentences import Digits, counted, in_a_row, listed, messages, quoted, say, say_many

if TYPE_CHECKING:
    from flowtrim.measures.workload import Workload
    from flowtrim.model import Step

NONE = "–"
"""What stands in a cell without a figure."""
Kind = Literal["work", "ours", "others", "VA", "BVA", "NVA", "unclassified", "limit"]
"""What a part of a bar stands for, and with it its colour."""
_VALUES: dict[ValueClass, str] = {
    "VA": say("for the customer"), "BVA": say("for the business"), "NVA": say("add nothing"),
    "unclassified": say("unclassified"),
}  # fmt: skip


class Piece(Struct, frozen=True):
    """A part of a bar: what it stands for, where it starts and how long it is, from 0 to LENGTH."""

    kind: Kind
    start: float
    length: float


class ChartRow(Struct, frozen=True):
    """A bar of several pieces: the figure in words, and its cells in the table behind the chart, the name first."""

    told: str
    pieces: tuple[Piece, ...]
    cells: tuple[str, ...]


class Chart(Struct, frozen=True):
    """Bars to one scale; ``legend`` says what the kinds stand for, ``limit`` where a line is drawn across them."""

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[ChartRow, ...]
    legend: tuple[tuple[Kind, str], ...] = ()
    limit: float | None = None

    @property
    def said(self) -> str:
        """The chart in one sentence, for whoever does not see it."""
        rows = (", ".join((row.cells[0], *self._figures(row))) for row in self.rows)
        return f"{self.title}. {'. '.join(rows)}."

    def told_in(self, language: str | None) -> Chart:
        """Return the same with its words in a language."""
        tell = messages(language)
        rows = tuple(replace(row, told=tell(row.told), cells=tuple(map(tell, row.cells))) for row in self.rows)
        legend = tuple((kind, tell(words)) for kind, words in self.legend)
        return replace(self, title=tell(self.title), columns=tuple(map(tell, self.columns)), rows=rows, legend=legend)

    def _figures(self, row: ChartRow) -> Iterable[str]:
        cells = zip(self.columns[1:], row.cells[1:], strict=True)
        return (f"{name}: {cell}" for name, cell in cells if cell != NONE)


def charts(analysis: Analysis) -> tuple[Chart, ...]:
    """Return where time and money go, as far as it is declared.

    The longest chart is the first: in columns beside each other, the others then fill what is left.
    """
    survey = analysis.survey
    made = (
        _along_the_way(survey),
        _rides(analysis),
        _waiting(survey),
        _workload(survey),
        _value(survey),
        _ends(survey),
    )
    return tuple(chart.told_in(survey.process.language) for chart in made if chart)


def stacked(parts: Iterable[tuple[Kind, float]], top: float) -> tuple[Piece, ...]:
    """Return figures as the pieces of one bar, one behind the other; what is nothing has no piece.

    >>> stacked([("work", 30.0), ("others", 0.0), ("ours", 10.0)], top=80.0)
    (Piece(kind='work', start=0.0, length=37.5), Piece(kind='ours', start=37.5, length=12.5))
    """
    pieces, start = [], 0.0
    for kind, figure in parts:
        long = length(figure, top)
        if long:
            pieces.append(Piece(kind, round(start, 2), long))
        start += long
    return tuple(pieces)


def _rides(analysis: Analysis) -> Chart | None:
    """Return how long it takes to tell the process today and afterwards, with a line where a ride ends."""
    beside = stages(analysis)
    if len(beside) < 2:
        return None
    limit = analysis.survey.elevator.limit
    top = max(limit, *(survey.elevator.seconds for _, survey in beside))
    rows = (
        ChartRow(in_a_row(told, seconds), stacked([("work", survey.elevator.seconds)], top), (name, told, seconds))
        for name, survey in beside
        for told, seconds in [(counted(survey.rides, "ride"), spoken(survey.elevator.seconds, limit))]
    )
    legend: tuple[tuple[Kind, str], ...] = (("limit", say("here a ride of {number} seconds ends", number=limit)),)
    columns = ("", say("Rides"), say("Told in"))
    return Chart("rides", say("Rides before and after"), columns, tuple(rows), legend, limit=length(limit, top))


def _along_the_way(survey: Survey) -> Chart | None:
    """Return work and waiting at each step that the most usual case goes through and that takes time."""
    process, way = survey.told, survey.times.critical_path or ()
    work, waits = lasting_minutes(process), waiting_minutes(process)
    timed = [(process.step(step), work.get(step, 0.0), waits.get(step, 0.0)) for step in way]
    top = max((lasting + waiting for _, lasting, waiting in timed), default=0.0)
    if not top:
        return None
    rows = tuple(_at_step(step, lasting, waiting, top, survey) for step, lasting, waiting in timed)
    legend = _legend(
        rows,
        (
            ("ours", say("waiting")),
            ("others", say("waiting for law, contract, partner or customer")),
            ("work", say("work")),
        ),
    )
    title = _timed(say("Waiting and work along the usual way"), top, survey)
    columns = (say("Step"), say("Who"), say("Waiting"), say("Waits"), say("Work"))
    return Chart("way", title, columns, rows, legend)


def _timed(title: str, top: float, survey: Survey) -> str:
    """Say in a title what a day is, where the figures below come to days."""
    day = survey.process.clock.day
    return say("{title}, in working days", title=title) if day < WHOLE_DAY and top >= day else title


def _at_step(step: Step, lasting: float, waiting: float, top: float, survey: Survey) -> ChartRow:
    clock, process = survey.process.clock, survey.process
    worth = [worked(minutes, clock, short=True) if minutes else NONE for minutes in (waiting, lasting)]
    return ChartRow(
        told=_added(time for time in worth if time != NONE),
        pieces=stacked([(_whose(step.waited_for), waiting), ("work", lasting)], top),
        cells=(
            step.name,
            role_name(step.owner, process) if step.owner else NONE,
            worth[0],
            WAITED_FOR[step.waited_for or ""] if waiting else NONE,
            worth[1],
        ),
    )


def _added(parts: Iterable[str]) -> str:
    """Return figures in words with a plus between them."""
    first, *rest = (*parts,) or (NONE,)
    for each in rest:
        first = say("{some} + {more}", some=first, more=each)
    return first


def _whose(cause: str | None) -> Kind:
    return "others" if cause in OF_OTHERS else "ours"


def _waiting(survey: Survey) -> Chart | None:
    """Return before whose steps a case waits how long on average, and whether that is our own doing."""
    process, waits = survey.process, waiting_minutes(survey.process)
    by_role: dict[str, dict[str, float]] = {}
    for step in process.work:
        minutes = (survey.visits[step.id] or 0.0) * waits.get(step.id, 0.0)
        if minutes:
            causes = by_role.setdefault(role_name(step.owner, process) if step.owner else say("nobody named"), {})
            cause = step.waited_for or ("batch" if step.waits is None else "")
            causes[cause] = causes.get(cause, 0.0) + minutes
    top = max((sum(causes.values()) for causes in by_role.values()), default=0.0)
    told = sorted(by_role.items(), key=lambda each: -sum(each[1].values()))
    rows = tuple(_before(role, causes, top, survey) for role, causes in told)
    legend = _legend(
        rows, (("ours", say("our own doing, or not said")), ("others", say("law, contract, partner, customer")))
    )
    title = _timed(say("Whose waiting it is, by role"), top, survey)
    columns = (say("Before the steps of"), say("Waiting in a case"), say("Waits"))
    return Chart("waiting", title, columns, rows, legend) if rows else None


def _before(role: str, causes: dict[str, float], top: float, survey: Survey) -> ChartRow:
    time = worked(sum(causes.values()), survey.process.clock, short=True)
    parts = sorted(((_whose(cause), minutes) for cause, minutes in causes.items()), reverse=True)
    return ChartRow(time, stacked(parts, top), (role, time, listed(WAITED_FOR[cause] for cause in causes)))


def _workload(survey: Survey) -> Chart | None:
    """Return the hours of a year and the posts of each role; of a case where the volume is not declared."""
    loads = survey.workloads
    yearly = bool(loads) and all(load.hours is not None for load in loads)
    top = max((_amount(load, yearly=yearly) for load in loads), default=0.0)
    if not top:
        return None
    rows = tuple(_load(load, top, survey, yearly=yearly) for load in loads)
    legend = _legend(rows, (("work", say("our own people")), ("others", say("customers, partners, systems"))))
    if yearly:
        columns = (say("Role"), say("Hours a year"), say("Posts"), say("Cost a year"))
        return Chart("hours", say("Hours and posts a year, by role"), columns, rows, legend)
    title = _timed(say("Work in a case, by role"), top, survey)
    return Chart("hours", title, (say("Role"), say("Work in a case")), rows, legend)


def _amount(load: Workload, *, yearly: bool) -> float:
    return (load.hours or 0.0) if yearly else load.minutes


def _load(load: Workload, top: float, survey: Survey, *, yearly: bool) -> ChartRow:
    name = role_name(load.role, survey.process)
    name = say("{role} (in {process})", role=name, process=quoted(load.called)) if load.called else name
    pieces = stacked([("work" if load.ours else "others", _amount(load, yearly=yearly))], top)
    if not yearly:
        time = worked(load.minutes, survey.process.clock, short=True)
        return ChartRow(time, pieces, (name, time))
    hours = Digits(whole(load.hours or 0.0))
    posts = NONE if load.posts is None else Digits(plain(load.posts))
    cost = NONE if load.cost_per_year is None else Digits(whole(load.cost_per_year))
    number = round(load.posts or 0.0, 2)
    told = in_a_row(
        say("{number} h", number=hours),
        "" if load.posts is None else say_many(number, "{number} post", "{number} posts"),
    )
    return ChartRow(told, pieces, (name, hours, posts, cost))


def _value(survey: Survey) -> Chart | None:
    """Return for whom the steps are, by their number, and by their work where it is declared."""
    value = survey.value
    if set(value.of.values()) <= {"unclassified"}:
        return None
    numbers = {kind: getattr(value, kind) for kind in VALUE_CLASSES}
    rows = [_split(say("By steps"), numbers, str)]
    if value.effort:
        rows.append(_split(say("By work"), value.effort, share))
    legend = _legend(rows, _VALUES.items())
    return Chart("value", say("What adds value, and for whom"), ("", *_VALUES.values()), tuple(rows), legend)


def _split(label: str, parts: Mapping[ValueClass, float], show: Callable[[float], str]) -> ChartRow:
    told = _added(Digits(show(part)) for part in parts.values() if part)
    pieces = stacked(parts.items(), sum(parts.values()))
    return ChartRow(told, pieces, (label, *(Digits(show(parts[kind])) for kind in _VALUES)))


def _ends(survey: Survey) -> Chart | None:
    """Return how the cases end, each end with its share."""
    clock, rows = survey.process.clock, []
    for each in survey.outcomes:
        name, part = each.name or say("otherwise"), Digits(share(each.share))
        time = NONE if each.cycle_minutes is None else worked(each.cycle_minutes, clock)
        handoffs = NONE if each.handoffs is None else Digits(plain(each.handoffs))
        rows.append(ChartRow(part, stacked([("work", each.share)], 1.0), (name, part, time, handoffs)))
    columns = (say("End"), say("Cases"), say("Start to end"), say("Handoffs"))
    return Chart("ends", say("How cases end"), columns, tuple(rows)) if rows else None


def _legend(rows: Sequence[ChartRow], words: Iterable[tuple[Kind, str]]) -> tuple[tuple[Kind, str], ...]:
    """Return the words for the kinds that are drawn."""
    drawn = {piece.kind for row in rows for piece in row.pieces}
    return tuple((kind, said) for kind, said in words if kind in drawn)
