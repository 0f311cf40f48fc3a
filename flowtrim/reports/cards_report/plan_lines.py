"""What a plan means to a role: what it no longer does, gains and gives, the hours that frees, and what was promised."""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.measures import Survey
from flowtrim.model import Plan, Role
from flowtrim.sentences import Message, listed, quoted, say, say_many


def ended(text: str) -> str:
    """Return a text as a sentence: with a full stop, where it has no end of its own."""
    return text if text.endswith((".", "。", "!", "?")) else f"{text}."


def promised(plan: Plan, role: Role) -> Iterator[Message]:
    """Yield what a plan promises to a role."""
    for one in plan.promises:
        if one.to in (role.id, role.name):
            day = one.until.isoformat() if one.until else ""
            yield (
                say("You are promised by {day}: {what}", day=day, what=ended(one.what))
                if day
                else say("You are promised: {words}", words=ended(one.what))
            )


def plan_lines(before: Survey, after: Survey, role: str, promises: tuple[Message, ...] = ()) -> Iterator[str]:
    """Yield what changes for a role, as messages; where it frees hours, ``promises`` say where they go."""
    was, now = ({one.id: one for one in told.work if one.owner == role} for told in (before.told, after.told))
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
    yield from _hours(before, after, role, known=bool(promises))
    yield from promises


def _hours(before: Survey, after: Survey, role: str, *, known: bool) -> Iterator[str]:
    """Yield how many hours a year are freed, where times and volume are declared; people say where they go."""
    was, now = _hours_of(before, role), _hours_of(after, role)
    if was is None or now is None or round(was - now) == 0:
        return
    if was > now:
        yield (_freed if known else _freed_for_nothing)(round(was - now))
    else:
        yield say_many(
            round(now - was),
            "It takes {number} hour more of yours a year.",
            "It takes {number} hours more of yours a year.",
        )


def _freed(hours: int) -> Message:
    return say_many(hours, "It frees {number} hour of yours a year.", "It frees {number} hours of yours a year.")


def _freed_for_nothing(hours: int) -> Message:
    return say_many(
        hours,
        "It frees {number} hour of yours a year. Ask where it goes: nobody has said yet.",
        "It frees {number} hours of yours a year. Ask where they go: nobody has said yet.",
    )


def _hours_of(survey: Survey, role: str) -> float | None:
    volume = survey.process.volume
    if volume is None:
        return None
    minutes = ((survey.visits[s.id] or 0.0) * (s.takes or 0.0) for s in survey.process.work if s.owner == role)
    return sum(minutes) * volume.per_year / 60
