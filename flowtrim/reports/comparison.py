"""Figures before and after, side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from math import hypot

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.errors import UnknownNameError
from flowtrim.measures import Survey
from flowtrim.measures.figures import is_trifle
from flowtrim.model import Clock
from flowtrim.reports.figure_rows import FIGURES, ROWS, Row
from flowtrim.reports.media import rounding
from flowtrim.reports.media.words import WHOLE_DAY, plain, spoken, worked
from flowtrim.sentences import Digits, Message, listed, say


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


ERROR = "error"
"""The key of the row below a simulated figure."""


def compared(before: Survey, after: Survey) -> tuple[Compared, ...]:
    """Return the figures of two processes side by side; a row that is undefined on both sides is left out.

    Soundness comes first where it changed.

    The difference is that of the figures as they are shown; one that nobody would notice is neither better nor worse.
    """
    sound = (before.soundness.verdict, after.soundness.verdict)
    first = () if sound[0] == sound[1] else (_soundness(*sound),)
    return *first, *(told for row in ROWS for told in _told(row, before, after))


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


def _told(row: Row, before: Survey, after: Survey) -> Iterator[Compared]:
    """Yield a figure where it is known, and below it the errors where one of the two was simulated."""
    was, now = row.read(before), row.read(after)
    if (was is None and now is None) or (row.only_where_any and not was and not now):
        return
    row = _by(before.process.clock, _in_rides(row, before), was, now)
    errors = row.error(before), row.error(after)
    found = _compared(row, was, now)
    if found.better is not None and was is not None and now is not None and _is_within(now - was, errors):
        found = replace(found, change=say("within the errors"), better=None)
    if row.key == "efficiency" and found.better is False and _is_no_later(before, after):
        found = replace(found, better=None)  # less work in no more time is a smaller part of it, and no loss
    yield found
    if errors != (None, None):
        in_points = row.unit == "share"
        show = (lambda error: plain(round(error * 100, 1))) if in_points else row.show
        was_told, now_told = (
            "–" if error is None else say("± {error}", error=_figure(show(error))) for error in errors
        )
        name = say("  simulated, error at 95% in points") if in_points else say("  simulated, error at 95%")
        yield Compared(ERROR, name, was_told, now_told, change="")


def _is_no_later(before: Survey, after: Survey) -> bool:
    """Whether a case takes no longer from start to end than it did."""
    was, now = before.times.cycle_minutes, after.times.cycle_minutes
    return was is not None and now is not None and now <= was


def _is_within(difference: float, errors: tuple[float | None, float | None]) -> bool:
    """Whether a difference is no larger than the errors of what was simulated, which are independent of each other."""
    return abs(difference) <= hypot(*(error or 0.0 for error in errors))


def _in_rides(row: Row, survey: Survey) -> Row:
    """Return a row that tells the time to tell a process so that it agrees with the rides."""
    return replace(row, show=partial(spoken, limit=survey.elevator.limit)) if row.unit == "seconds" else row


def _by(clock: Clock, row: Row, *values: float | None) -> Row:
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


def became_sound(before: Survey, after: Survey, outcome: Message) -> Message:
    """Say before the outcome whether a process became sound, or is so no more; only it where that stayed as it was."""
    was, now = before.soundness.verdict, after.soundness.verdict
    if was is now or None in (was, now):
        return outcome
    sound = say("Sound now: {outcome}", outcome=outcome)
    return sound if now else say("Not sound any more: {outcome}", outcome=outcome)


def _soundness(was: bool | None, now: bool | None) -> Compared:
    words = {True: say("sound"), False: say("not sound"), None: say("undecided")}
    return Compared(
        "soundness",
        say("soundness"),
        words[was],
        words[now],
        change="",
        better=None if None in (was, now) else bool(now),
    )


def _compared(row: Row, was: float | None, now: float | None) -> Compared:
    before, after = ("–" if value is None else _figure(row.show(value)) for value in (was, now))
    if was is None or now is None:
        return Compared(row.key, row.name, before, after, change="")
    if before == after:
        return Compared(row.key, row.name, before, after, change="=")
    amount = (row.show_change or row.show)(abs(row.rounded(now) - row.rounded(was)))
    less = say("−{amount}", amount=_figure(amount))
    change = less if now < was else say("+{amount}", amount=_figure(amount))
    better = None if is_trifle(was, now, in_a_case=row.in_a_case) else (now > was) == row.more_is_better
    return Compared(row.key, row.name, before, after, change, better)


def _figure(text: str) -> str:
    return text if isinstance(text, Message) else Digits(text)


def worse(
    before: Survey, after: Survey, *, watched: Iterable[str], tell: Callable[[str], str] = str
) -> tuple[str, ...]:
    """Say of each watched figure that got worse, or that cannot be told any more, what it was and is, in a language.

    Raises:
        UnknownNameError: there is no such figure; the message says which there are.
    """
    rows = {row.key: row for row in ROWS}
    told = []
    for name in dict.fromkeys(watched):
        if name not in rows:
            raise UnknownNameError(f"There is no figure '{name}'. There are: {', '.join(FIGURES)}.")
        row = rows[name]
        show = row.show
        was, now = row.read(before), row.read(after)
        if was is not None and now is None:
            told.append(say("{figure} cannot be told any more; it was {before}.", figure=row.name, before=show(was)))
        elif was is not None and now is not None and _is_worse(was, now, row, (row.error(before), row.error(after))):
            figures = {"figure": row.name, "before": show(was), "after": show(now)}
            told.append(say("{figure} got worse: {before} → {after}.", **figures))
    return tuple(said[0].upper() + said[1:] for said in map(tell, told))


def _is_worse(was: float, now: float, row: Row, errors: tuple[float | None, float | None]) -> bool:
    """Whether a figure got worse by more than rounding errors of floating point, and than those of a simulation."""
    if any(errors) and _is_within(now - was, errors):
        return False
    return (was - now if row.more_is_better else now - was) > 1e-9 * max(1.0, abs(was))
