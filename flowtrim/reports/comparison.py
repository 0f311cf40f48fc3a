"""Figures before and after, side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.errors import UnknownNameError
from flowtrim.measures import Survey
from flowtrim.measures.figures import FIGURES as MEASURED
from flowtrim.model import Clock
from flowtrim.reports.media import rounding
from flowtrim.reports.media.words import WHOLE_DAY, plain, points, share, spoken, whole, worked


class Compared(Struct, frozen=True):
    """A figure before and after, and what became of it: better, worse, same, or None where nobody can say."""

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


_ROWS = (
    _Row("rides", "rides", MEASURED["rides"].read),
    _Row("seconds", "told in", MEASURED["seconds"].read, spoken, rounding.spoken, unit="seconds"),
    _Row("steps", "steps", MEASURED["steps"].read),
    _Row("roles", "roles", MEASURED["roles"].read),
    _Row("handoffs", "handoffs", MEASURED["handoffs"].read),
    _Row("expected", "handoffs expected", MEASURED["expected_handoffs"].read),
    _Row("ping-pongs", "ping-pongs expected", MEASURED["ping_pongs"].read),
    _Row("unjustified", "steps without a reason", MEASURED["unjustified"].read),
    _Row("work", "work in a case", MEASURED["work"].read, worked, rounding.worked, unit="minutes"),
    _Row("duration", "start to end", MEASURED["duration"].read, worked, rounding.worked, unit="minutes"),
    _Row("contacts", "contacts with the customer", MEASURED["contacts"].read),
    _Row("people-met", "people the customer meets", MEASURED["people_met"].read),
    _Row("silence", "longest without a word", MEASURED["silence"].read, worked, rounding.worked, unit="minutes"),
    _Row(
        "efficiency",
        "efficiency",
        lambda survey: survey.times.efficiency,
        share,
        rounding.share,
        points,
        more_is_better=True,
        unit="share",
    ),
    _Row("hours", "hours a year", MEASURED["hours"].read, whole, rounding.whole),
    _Row("cost", "cost a year", lambda survey: survey.times.cost_per_year, whole, rounding.whole),
    _Row("complexity", "control-flow complexity", MEASURED["complexity"].read),
)


FIGURES = tuple(row.key for row in _ROWS)
"""The names under which figures are asked for, in the order in which they are shown."""


def compared(before: Survey, after: Survey) -> tuple[Compared, ...]:
    """Return the figures of two processes side by side; a row that is undefined on both sides is left out.

    Soundness comes first where it changed.

    The difference is that of the figures as they are shown.
    """
    sound = (before.soundness.verdict, after.soundness.verdict)
    first = () if sound[0] == sound[1] else (_soundness(*sound),)
    rows = ((_in_rides(row, before), row.read(before), row.read(after)) for row in _ROWS)
    known = ((row, was, now) for row, was, now in rows if was is not None or now is not None)
    told = (_compared(_by(before.process.clock, row, was, now), was, now) for row, was, now in known)
    return *first, *told


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
        name=f"{row.name} in working days" if in_days else row.name,
        show=partial(worked, clock=clock, short=True),
        rounded=partial(rounding.worked, day=clock.day),
    )


HEADLINES = ("roles", "steps", "handoffs", "rides", "hours a year", "cost a year")
"""The figures that a reader asks for first."""


class Column(Struct, frozen=True):
    """A figure of one of several processes beside each other, and whether it is better there than today."""

    text: str
    better: bool | None = None


def headlines(today: Survey, *others: Survey) -> tuple[tuple[str, tuple[Column, ...]], ...]:
    """Return the figures that a reader asks for first, of today and then of the others; undefined ones are left out."""
    told = [{row.name: Column(row.after, row.better) for row in compared(today, each)} for each in (today, *others)]
    known = [name for name in HEADLINES if any(name in rows for rows in told)]
    return tuple((name, tuple(rows.get(name, Column("–")) for rows in told)) for name in known)


def became_sound(before: Survey, after: Survey) -> str:
    """Say whether a process became sound, or is so no more; nothing where that stayed as it was."""
    was, now = before.soundness.verdict, after.soundness.verdict
    if was is now or None in (was, now):
        return ""
    return "Sound now: " if now else "Not sound any more: "


def _soundness(was: bool | None, now: bool | None) -> Compared:
    words = {True: "sound", False: "not sound", None: "undecided"}
    return Compared("soundness", words[was], words[now], change="", better=None if None in (was, now) else bool(now))


def _compared(row: _Row, was: float | None, now: float | None) -> Compared:
    before, after = ("–" if value is None else row.show(value) for value in (was, now))
    if was is None or now is None:
        return Compared(row.name, before, after, change="")
    if before == after:
        return Compared(row.name, before, after, change="=")
    change = ("−" if now < was else "+") + (row.show_change or row.show)(abs(row.rounded(now) - row.rounded(was)))
    return Compared(row.name, before, after, change, better=(now > was) == row.more_is_better)


def figures_of(survey: Survey) -> dict[str, float | None]:
    """Return the figures by the names of ``FIGURES``; None where one is undefined."""
    return {row.key: row.read(survey) for row in _ROWS}


def named_figures(survey: Survey) -> tuple[tuple[str, str, float | None], ...]:
    """Return the figures as people read them: name, unit (empty for a count) and value, None where undefined."""
    return tuple((row.name, row.unit, row.read(survey)) for row in _ROWS)


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
        elif was is not None and now is not None and _is_worse(was, now, row):
            told.append(f"{row.name} got worse: {row.show(was)} → {row.show(now)}.")
    return tuple(one[0].upper() + one[1:] for one in told)


def _is_worse(was: float, now: float, row: _Row) -> bool:
    """Whether a figure got worse by more than rounding errors of floating point."""
    return (was - now if row.more_is_better else now - was) > 1e-9 * max(1.0, abs(was))
