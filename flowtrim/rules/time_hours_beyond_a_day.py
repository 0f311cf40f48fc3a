"""A time of a day and a night or more that is set in hours, which count as hours of work.

## Why it matters

`72h` is nine working days of eight hours, and three days by the clock on the wall: who writes a deadline or a promise
in hours mostly means the clock. Nothing is guessed: it counts as work, and this rule says so. Asked of deadlines,
promises, waits and limits of 24 hours and more, and of work that takes whole days and nights, where the process
closes at night.

## Example

```yaml
process: Report an incident
steps:
  - {name: Tell the authority, owner: Care, within: 72h}
```

## Instead

```yaml
process: Report an incident
steps:
  - {name: Tell the authority, owner: Care, within: 72 clock hours}
```

## When to accept it

Where hours of work are meant; `9d` says the same beyond doubt.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.formats.scalars import units_of
from flowtrim.measures import Survey
from flowtrim.model import Clock, Process, Step, WrittenTime
from flowtrim.rules._catalogue import Finding, on_step, quoted
from flowtrim.rules._told_times import due
from flowtrim.sentences import Message, listed, say

WHOLE_DAY = 24
_MOST = 4
"""Places that are named; the rest is counted."""


def ask(survey: Survey) -> Iterator[Finding]:
    """Ask of hours that are more than a day has whether the clock on the wall is meant."""
    process = survey.process
    found = [(step, hours, time) for step, time in _times(process) if (hours := _hours(time, process.clock))]
    if not found:
        return
    places = listed((_place(step, time, process.clock) for step, _, time in found), most=_MOST)
    told = say(
        "{places}: hours of work. Write '{meant}' where the clock on the wall is meant.",
        places=places,
        meant=f"{found[0][1]:g} clock hours",  # as files spell it in every language
    )
    step = found[0][0] if len(found) == 1 else None
    yield on_step(step, told) if step else Finding(told)


def _times(process: Process) -> Iterator[tuple[Step | None, float | None]]:
    yield from ((None, deadline.within) for deadline in process.within)
    yield None, process.promise.within if process.promise else None
    yield from ((None, ceiling.most) for ceiling in process.ceilings)
    for step in process.work:
        yield from ((step, deadline.within) for deadline in step.within)
        yield step, step.waits
        yield step, step.takes if isinstance(step.takes, WrittenTime) and step.takes % (WHOLE_DAY * 60) == 0 else None


def _hours(time: float | None, clock: Clock) -> float:
    """Return the hours of a time that its file sets in hours, where they are more than a day has; else 0."""
    if not isinstance(time, WrittenTime) or clock.day >= WHOLE_DAY * 60:
        return 0.0
    [(number, unit), *more] = units_of(time, clock)
    return number if unit == "hour" and not more and number >= WHOLE_DAY else 0.0


def _place(step: Step | None, time: float | None, clock: Clock) -> Message:
    told = due(time or 0.0, clock)
    if step is None:
        return say("{time} for the whole", time=told)
    return say("{time} at {name}", time=told, name=quoted(step.name))
