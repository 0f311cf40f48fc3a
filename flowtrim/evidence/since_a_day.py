"""Whether something changed on a day: the cases that were over before it, and those that began on it or later."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, datetime

from flowtrim.evidence import figure_queries as queries
from flowtrim.evidence.engines import Engine
from flowtrim.evidence.log_cache import Cache
from flowtrim.evidence.observing import observe
from flowtrim.measures.observed import Difference, Observed, Part, SinceDay
from flowtrim.model import Process


def since(
    process: Process, cache: Cache, open_engine: Callable[[], AbstractContextManager[Engine]], *, day: date, name: str
) -> SinceDay:
    """Return what differs between the cases before and after a day; those that straddle it are counted and left out.

    Raises:
        InvalidFileError: the log is of another process.
    """
    moment = int(datetime(day.year, day.month, day.day, tzinfo=cache.head.clock).timestamp() * 1000)
    sides: list[Observed] = []
    ended_later, began_before, both = queries.beside_day(moment)
    for others in (ended_later, began_before):
        with open_engine() as engine:
            straddling = engine.rows(both)[0][0]
            engine.leave_out(others)
            sides.append(observe(process, cache, engine, name=name, min_persons=1))
    before, after = sides
    return SinceDay(
        day=day,
        before=before.counted,
        after=after.counted,
        straddling=straddling,
        differences=tuple(_differences(process, before, after)),
    )


def _differences(process: Process, before: Observed, after: Observed) -> Iterator[Difference]:
    """Yield the shares of cases and decisions that can be told of both sides."""
    first, second = dict(_parts(process, before)), dict(_parts(process, after))
    for name, part in first.items():
        if name in second and part.of and second[name].of:
            yield Difference(name, part, second[name])


def _parts(process: Process, observed: Observed) -> Iterator[tuple[str, Part]]:
    cases = observed.counted
    if observed.conformance:
        yield "cases that go a declared way", observed.conformance.fitting
    if observed.promise:
        yield "cases that keep the promise", observed.promise
    for step in observed.steps:
        name = process.step(step.step).name
        yield f"cases with {name}", Part(step.cases, cases)
        yield f"cases that repeat {name}", Part(step.repeated, cases)
        if step.refused:
            yield f"refused by {name}", step.refused
