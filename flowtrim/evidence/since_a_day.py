"""Whether something changed on a day: the cases that were over before it, and those that began on it or later."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, datetime

from flowtrim.evidence import figure_queries as queries
from flowtrim.evidence.engines import Engine
from flowtrim.evidence.log_cache import Cache
from flowtrim.measures.confidence import holds_together
from flowtrim.measures.observed import Difference, Figure, Observed, Part, SinceDay
from flowtrim.model import Process
from flowtrim.sentences import say


def since(
    process: Process,
    cache: Cache,
    open_engine: Callable[[], AbstractContextManager[Engine]],
    look: Callable[[Engine], Observed],
    day: date,
) -> SinceDay:
    """Return what differs between the cases before and after a day; those that straddle it are counted and left out.

    ``look`` observes the cases that an engine does not leave out.
    """
    moment = int(datetime(day.year, day.month, day.day, tzinfo=cache.head.clock).timestamp() * 1000)
    sides: list[Observed] = []
    ended_later, began_before, both = queries.beside_day(moment)
    for others in (ended_later, began_before):
        with open_engine() as engine:
            straddling = engine.rows(both)[0][0]
            engine.leave_out(others)
            sides.append(look(engine))
    before, after = sides
    differences, untold = _differences(process, before, after)
    return SinceDay(
        day=day,
        before=before.counted,
        after=after.counted,
        straddling=straddling,
        differences=differences,
        untold=untold,
    )


def _differences(process: Process, before: Observed, after: Observed) -> tuple[tuple[Difference, ...], tuple[str, ...]]:
    """Return the figures that both sides have, each with what it changed, and those of too few cases to tell.

    Where nothing varies on either side there is nothing to prove, so it takes nothing from the others (Tarone 1990).
    """
    first, second = dict(_figures(process, before)), dict(_figures(process, after))
    changes = {name: figure.change(second[name]) for name, figure in first.items() if name in second}  # type: ignore[arg-type]
    told = {name: change for name, change in changes.items() if change and (change.low or change.high)}
    proved = holds_together([change.chance for change in told.values()])
    found = [
        Difference(name, first[name], second[name], change, sure)
        for (name, change), sure in zip(told.items(), proved, strict=True)
    ]
    return tuple(found), tuple(name for name, change in changes.items() if change is None)


def _figures(process: Process, observed: Observed) -> Iterator[tuple[str, Figure]]:
    """Yield what can be compared: no work times, since few persons may have done the work of one of the sides."""
    cases = observed.counted
    if observed.conformance:
        yield say("cases that go a declared way"), observed.conformance.fitting
    whole = {
        say("cases that keep the promise"): observed.promise,
        say("time from start to end"): observed.duration,
        say("handoffs a case"): observed.handoffs,
        say("ping-pongs a case"): observed.ping_pongs,
        say("contacts a case"): observed.contacts,
        say("cases with several contacts"): observed.again,
    }
    yield from ((name, figure) for name, figure in whole.items() if figure is not None)
    for step in observed.steps:
        name = process.step(step.step).name
        yield say("cases with {step}", step=name), Part(step.cases, cases)
        yield say("cases that repeat {step}", step=name), Part(step.repeated, cases)
        if step.refused:
            yield say("refused by {step}", step=name), step.refused
        if step.waiting:
            yield say("waiting before {step}", step=name), step.waiting
        elif step.elapsed:
            yield say("elapsed time of {step}", step=name), step.elapsed
