"""What is said about time, as it is written in a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flowtrim.formats.scalars import write_duration, write_number, write_share
from flowtrim.formats.yaml_words import Word
from flowtrim.model import Clock, Deadline, Promise, Range, Repetition, Rounds, ToldRide


def time_entry(name: str, values: Mapping[str, Any], clock: Clock) -> Any:
    """Return what is written under ``takes`` or ``waits``: a duration or a range, and what is waited for."""
    varies: Range | None = values.get(f"{name}_range")
    time = Word(write_duration(values[name], clock)) if varies is None else _range(varies, clock)
    cause = values.get("waits_for") if name == "waits" else None
    return time if cause is None else {"time": time, "for": cause}


def _range(varies: Range, clock: Clock) -> Word:
    bounds = (varies.least, varies.likely, varies.most)
    return Word("..".join(write_duration(minutes, clock) for minutes in bounds if minutes is not None))


def deadlines_entry(deadlines: tuple[Deadline, ...], clock: Clock) -> Any:
    """Return what is written under ``within``: one deadline, or a list of them."""
    entries = [_deadline(deadline, clock) for deadline in deadlines]
    return entries[0] if len(entries) == 1 else entries


def _deadline(deadline: Deadline, clock: Clock) -> Any:
    time = Word(write_duration(deadline.within, clock))
    steps = {"from": deadline.since, "then": deadline.then, "instead": deadline.instead}
    shares = {"of": deadline.of, "share": deadline.share}
    more: dict[str, Any] = {key: step for key, step in steps.items() if step is not None}
    more |= {key: Word(write_share(share)) for key, share in shares.items() if share is not None}
    return {"time": time} | more if more else time


def promise_entry(promise: Promise | None, clock: Clock) -> Any:
    """Return what is written under ``promise``: free words, a duration, or both ends of it."""
    if promise is None or promise.within is None:
        return promise and promise.text
    within = Word(write_duration(promise.within, clock))
    more: dict[str, Any] = {
        key: step for key, step in (("from", promise.since), ("to", promise.until)) if step is not None
    }
    more |= {} if promise.of is None else {"of": Word(write_share(promise.of))}
    return {"within": within} | more if more else within


def rounds_entry(rounds: Rounds, clock: Clock) -> str:
    """Return what is written under ``every``: a day of the week, or the time between two rounds."""
    return rounds.day or Word(write_duration(rounds.period, clock))


def each_entry(each: Repetition) -> dict[str, Any]:
    """Return what is written under ``each``."""
    parallel = {"parallel": Word("true")} if each.parallel else {}
    return {"of": each.of, "count": Word(write_number(each.count))} | parallel


def clock_entry(clock: Clock) -> dict[str, Any] | None:
    """Return what is written under ``clock``; nothing where it is that of an office."""
    if clock == Clock():
        return None
    return {"day": Word(f"{write_number(clock.day / 60)}h"), "week": Word(f"{write_number(clock.week)}d")}


def elevator_entry(ride_seconds: float | None, told: ToldRide | None) -> dict[str, Any]:
    """Return what is written under ``elevator``: the length of a ride, and how long somebody took."""
    entries: dict[str, Any] = {} if ride_seconds is None else {"seconds": Word(write_number(ride_seconds))}
    if told is not None:
        day = {} if told.on is None else {Word("on"): Word(told.on.isoformat())}
        entries["measured"] = {"seconds": Word(write_number(told.seconds))} | day
    return entries
