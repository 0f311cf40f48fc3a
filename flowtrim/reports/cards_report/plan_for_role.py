"""What a plan means to one role: what it does no more, what it does anew, and where its hours go."""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.sentences import listed, quoted, say


def plan_lines(before: Survey, after: Survey, role: str) -> Iterator[str]:
    """Yield what changes for a role, as messages."""
    was = {step.id: step for step in before.process.work if step.owner == role}
    now = {step.id: step for step in after.process.work if step.owner == role}
    gone = [was[step].name for step in was if not after.process.has_step(step)]
    given = [step for step in was if after.process.has_step(step) and step not in now]
    new = [now[step].name for step in now if step not in was]
    if gone:
        yield say("You no longer do: {steps}.", steps=listed(map(quoted, gone)))
    for step in given:
        taker = after.process.step(step).owner
        name = after.process.role(taker).name if taker else "–"
        yield say("{step} goes to {role}.", step=quoted(was[step].name), role=name)
    if new:
        yield say("You gain: {steps}.", steps=listed(map(quoted, new)))
    if not (gone or given or new):
        yield say("Your work stays as it is.")
    yield from _hours(before, after, role)


def _hours(before: Survey, after: Survey, role: str) -> Iterator[str]:
    """Yield how many hours a year are freed, where times and volume are declared; people say where they go."""
    was, now = _hours_of(before, role), _hours_of(after, role)
    if was is None or now is None or round(was - now) == 0:
        return
    if was > now:
        yield say(
            "It frees {number} hours of yours a year. Ask where they go: nobody has said yet.", number=round(was - now)
        )
    else:
        yield say("It takes {number} hours more of yours a year.", number=round(now - was))


def _hours_of(survey: Survey, role: str) -> float | None:
    volume = survey.process.volume
    if volume is None:
        return None
    minutes = ((survey.visits[s.id] or 0.0) * (s.takes or 0.0) for s in survey.process.work if s.owner == role)
    return sum(minutes) * volume.per_year / 60
