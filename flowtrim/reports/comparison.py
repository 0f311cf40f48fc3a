"""Figures before and after, side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from math import hypot

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.errors import UnknownNameError
from flowtrim.measures import Survey
from flowtrim.measures.figures import FIGURES as MEASURED
from flowtrim.measures.simulation import SPREAD
from flowtrim.model import Clock
from flowtrim.reports.media import rounding
from flowtrim.reports.media.words import WHOLE_DAY, plain, points, share, spoken, whole, worked
from flowtrim.sentences import Digits, Message, listed, marked, phrase, say


class Compared(Struct, frozen=True):
    """A figure before and after, and what became of it: better, worse, same, or None where nobody can say.

    ``key`` is its name among ``FIGURES``; the error of a simulated one is told below it, under ``ERROR``.
    """

    key: str
    name: str
    before: str
    after: str
    change: str
    better: bool | None = None


class _Row(Struct, frozen=True):
    key: str
    name: str
    read: Callable[[Survey], float | None]
    show: Callable[[float], str] = plain
    rounded: Callable[[float], float] = rounding.plain
    show_change: Callable[[float], str] | None = None
    more_is_better: bool = False
    unit: str = ""
    error: Callable[[Survey], float | None] = lambda _: None
    only_where_any: bool = False


def _duration_error(survey: Survey) -> float | None:
    return survey.times.simulated.half_width if survey.times.simulated else None


def _percentile(of: float, survey: Survey) -> float | None:
    return next((each.minutes for each in survey.percentiles if each.of == of), None)


def _percentile_error(of: float, survey: Survey) -> float | None:
    return next((each.error for each in survey.percentiles if each.of == of), None)


_PERCENTILES = tuple(
    _Row(
        f"percentile-{100 * of:.0f}",
        say("{share} of cases within", share=share(of)),
        partial(_percentile, of),
        worked,
        rounding.worked,
        unit="minutes",
        error=partial(_percentile_error, of),
    )
    for of in SPREAD
)
"""Within which times cases are done, where a range makes somebody ask."""

_ROWS = (
    _Row("rides", phrase(marked("rides")), MEASURED["rides"].read),
    _Row("seconds", phrase(marked("told in")), MEASURED["seconds"].read, spoken, rounding.spoken, unit="seconds"),
    _Row("steps", phrase(marked("steps")), MEASURED["steps"].read),
    _Row("roles", phrase(marked("roles")), MEASURED["roles"].read),
    _Row("handoffs", phrase(marked("handoffs")), MEASURED["handoffs"].read),
    _Row("expected", phrase(marked("handoffs expected")), MEASURED["expected_handoffs"].read),
    _Row("ping-pongs", phrase(marked("ping-pongs expected")), MEASURED["ping_pongs"].read),
    _Row("unjustified", phrase(marked("steps without a reason")), MEASURED["unjustified"].read),
    _Row("work", phrase(marked("work in a case")), MEASURED["work"].read, worked, rounding.worked, unit="minutes"),
    _Row(
        "duration",
        phrase(marked("start to end")),
        MEASURED["duration"].read,
        worked,
        rounding.worked,
        unit="minutes",
        error=_duration_error,
    ),
    *_PERCENTILES,
    _Row("contacts", phrase(marked("contacts with the customer")), MEASURED["contacts"].read),
    _Row("people-met", phrase(marked("people the customer meets")), MEASURED["people_met"].read),
    _Row(
        "silence",
        phrase(marked("longest without a word")),
        MEASURED["silence"].read,
        worked,
        rounding.worked,
        unit="minutes",
    ),
    _Row(
        "efficiency",
        phrase(marked("efficiency")),
        lambda survey: survey.times.efficiency,
        share,
        rounding.share,
        points,
        more_is_better=True,
        unit="share",
        error=lambda survey: survey.times.efficiency_error,
    ),
    _Row("hours", phrase(marked("hours a year")), MEASURED["hours"].read, whole, rounding.whole),
    _Row(
        "hours-of-others",
        phrase(marked("hours of others included")),
        lambda survey: survey.yearly.others,
        whole,
        rounding.whole,
        only_where_any=True,
    ),
    _Row("cost", phrase(marked("cost a year")), lambda survey: survey.times.cost_per_year, whole, rounding.whole),
    _Row("complexity", phrase(marked("control-flow complexity")), MEASURED["complexity"].read),
)


FIGURES = tuple(row.key for row in _ROWS)
"""The names under which figures are asked for, in the order in which they are shown."""
ERROR = "error"
"""The key of the row below a simulated figure."""


def compared(before: Survey, after: Survey) -> tuple[Compared, ...]:
    """Return the figures of two processes side by side; a row that is undefined on both sides is left out.

    Soundness comes first where it changed.

    The difference is that of the figures as they are shown.
    """
    sound = (before.soundness.verdict, after.soundness.verdict)
    first = () if sound[0] == sound[1] else (_soundness(*sound),)
    return *first, *(told for row in _ROWS for told in _told(row, before, after))


def made_worse(rows: Iterable[Compared]) -> Iterator[Message]:
    """Say in one sentence which figures are worse after than before, if any are.

    >>> row = Compared("ping-pongs", "ping-pongs expected", "0", "1.4", "+1.4", better=False)
    >>> [str(sentence) for sentence in made_worse([row])]
    ['This gets worse: ping-pongs expected 0 → 1.4.']
    """
    told = [
        say("{figure} {before} → {after}", figure=row.name, before=row.before, after=row.after)
        for row in rows
        if row.better is False
    ]
    if told:
        yield say("This gets worse: {figures}.", figures=listed(told))


def _told(row: _Row, before: Survey, after: Survey) -> Iterator[Compared]:
    """Yield a figure where it is known, and below it the errors where one of the two was simulated."""
    was, now = row.read(before), row.read(after)
    if (was is None and now is None) or (row.only_where_any and not was and not now):
        return
    row = _by(before.process.clock, _in_rides(row, before), was, now)
    errors = row.error(before), row.error(after)
    found = _compared(row, was, now)
    if found.better is not None and was is not None and now is not None and _is_within(now - was, errors):
        found = replace(found, change=say("within the errors"), better=None)
    yield found
    if errors != (None, None):
        in_points = row.unit == "share"
        show = (lambda error: plain(round(error * 100, 1))) if in_points else row.show
        was_told, now_told = ("–" if error is None else f"± {show(error)}" for error in errors)
        name = say("  simulated, error at 95% in points") if in_points else say("  simulated, error at 95%")
        yield Compared(ERROR, name, was_told, now_told, change="")


def _is_within(difference: float, errors: tuple[float | None, float | None]) -> bool:
    """Whether a difference is no larger than the errors of what was simulated, which are independent of each other."""
    return abs(difference) <= hypot(*(error or 0.0 for error in errors))


def _in_rides(row: _Row, survey: Survey) -> _Row:
    """Return a row that tells the time to tell a process so that it agrees with the rides."""
    return replace(row, show=partial(spoken, limit=survey.elevator.limit)) if row.unit == "seconds" else row


def _by(clock: Clock, row: _Row, *values: float | None) -> _Row:
    """Return a row that tells working time by the clock of the process, and says so where it comes to days."""
    if row.unit != "minutes":
        return row
    in_days = clock.day < WHOLE_DAY and any(value is not None and value >= clock.day for value in values)
    return replace(
        row,
        name=say("{figure} in working days", figure=row.name) if in_days else row.name,
        show=partial(worked, clock=clock, short=True),
        rounded=partial(rounding.worked, day=clock.day),
    )


HEADLINES = ("roles", "steps", "handoffs", "rides", "hours a year", "hours of others included", "cost a year")
"""The figures that a reader asks for first."""


class Column(Struct, frozen=True):
    """A figure of one of several processes beside each other, and whether it is better there than today."""

    text: str
    better: bool | None = None


def headlines(today: Survey, *others: Survey) -> tuple[tuple[str, tuple[Column, ...]], ...]:
    """Return the figures that a reader asks for first, of today and then of the others; undefined ones are left out."""
    told = [{row.name: Column(row.after, row.better) for row in compared(today, each)} for each in (today, *others)]
    called = {name: name for rows in told for name in rows}
    known = [called[name] for name in HEADLINES if name in called]
    return tuple((name, tuple(rows.get(name, Column("–")) for rows in told)) for name in known)


def became_sound(before: Survey, after: Survey) -> str:
    """Say whether a process became sound, or is so no more; nothing where that stayed as it was."""
    was, now = before.soundness.verdict, after.soundness.verdict
    if was is now or None in (was, now):
        return ""
    return "Sound now: " if now else "Not sound any more: "


def _soundness(was: bool | None, now: bool | None) -> Compared:
    words = {True: "sound", False: "not sound", None: "undecided"}
    return Compared(
        "soundness", "soundness", words[was], words[now], change="", better=None if None in (was, now) else bool(now)
    )


def _compared(row: _Row, was: float | None, now: float | None) -> Compared:
    before, after = ("–" if value is None else _figure(row.show(value)) for value in (was, now))
    if was is None or now is None:
        return Compared(row.key, row.name, before, after, change="")
    if before == after:
        return Compared(row.key, row.name, before, after, change="=")
    amount = (row.show_change or row.show)(abs(row.rounded(now) - row.rounded(was)))
    less = say("−{amount}", amount=_figure(amount))
    change = less if now < was else say("+{amount}", amount=_figure(amount))
    return Compared(row.key, row.name, before, after, change, better=(now > was) == row.more_is_better)


def _figure(text: str) -> str:
    return text if isinstance(text, Message) else Digits(text)


def figures_of(survey: Survey) -> dict[str, float | None]:
    """Return the figures by the names of ``FIGURES``; None where one is undefined."""
    return {row.key: row.read(survey) for row in _ROWS}


def named_figures(*surveys: Survey) -> Iterator[tuple[str, str, tuple[float | None, ...]]]:
    """Yield the figures as people read them: name, unit (empty for a count) and the values, None where undefined.

    Below a figure that was simulated stands its error; percentiles are told where a range asks for them.
    """
    for row in _ROWS:
        values, errors = tuple(map(row.read, surveys)), tuple(map(row.error, surveys))
        if row not in _PERCENTILES or values != (None,) * len(surveys):
            yield row.name, row.unit, values
        if any(error is not None for error in errors):
            yield f"{row.name}, simulated: ± at 95%", row.unit, errors


def worse(before: Survey, after: Survey, *, watched: Iterable[str]) -> tuple[str, ...]:
    """Say of each watched figure that got worse, or that cannot be told any more, what it was and is.

    Raises:
        UnknownNameError: there is no such figure; the message says which there are.
    """
    rows = {row.key: row for row in _ROWS}
    told = []
    for name in dict.fromkeys(watched):
        if name not in rows:
            raise UnknownNameError(f"There is no figure '{name}'. There are: {', '.join(FIGURES)}.")
        row = rows[name]
        was, now = row.read(before), row.read(after)
        if was is not None and now is None:
            told.append(f"{row.name} cannot be told any more; it was {row.show(was)}.")
        elif was is not None and now is not None and _is_worse(was, now, row, (row.error(before), row.error(after))):
            told.append(f"{row.name} got worse: {row.show(was)} → {row.show(now)}.")
    return tuple(one[0].upper() + one[1:] for one in told)


def _is_worse(was: float, now: float, row: _Row, errors: tuple[float | None, float | None]) -> bool:
    """Whether a figure got worse by more than rounding errors of floating point, and than those of a simulation."""
    if any(errors) and _is_within(now - was, errors):
        return False
    return (was - now if row.more_is_better else now - was) > 1e-9 * max(1.0, abs(was))
