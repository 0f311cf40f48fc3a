"""The terms of a step in the phrases of a language: until when, how often, in which rounds, and with whom."""

from __future__ import annotations

from collections.abc import Callable

from flowtrim.measures.elevator.phrases import Phrases, speakable
from flowtrim.model import CLOCK_MINUTES_A_WEEK, DAYS_A_WEEK, Clock, Deadline, Process, Rounds, Step

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def spoken_time(minutes: float, clock: Clock, phrases: Phrases) -> str:
    """Say a duration in the largest unit that it is a whole number of; a day of work is told from one by the clock.

    >>> from flowtrim.measures.elevator.phrases import phrases_of
    >>> [spoken_time(minutes, Clock(), phrases_of("en")) for minutes in (90.0, 480.0, 72 * 60 * 2400 / 10080)]
    ['90 minutes', '1 working day', '3 calendar days']
    >>> spoken_time(4320.0, Clock(day=1440.0, week=7.0), phrases_of("de"))
    '3 Tagen'
    """
    number, unit = _amount(minutes, clock)
    one, many = phrases.times[unit]
    return (one if number == 1 else many).format(number=f"{number:g}")


def _amount(minutes: float, clock: Clock) -> tuple[float, str]:
    """Return a number and its unit; what is no whole number of working minutes was read from hours by the clock."""
    by_the_clock = minutes / clock.week_minutes * CLOCK_MINUTES_A_WEEK / 60
    if minutes != int(minutes) and abs(by_the_clock - round(by_the_clock)) < 1e-6:
        hours = round(by_the_clock)
        return (hours, "clock hour") if hours % 24 else (hours // 24, "calendar day")
    day = "day" if clock.week >= DAYS_A_WEEK else "working day"
    for size, unit in ((clock.day, day), (60.0, "hour")):
        if minutes and minutes % size == 0:
            return minutes / size, unit
    return minutes, "minute"


class SpokenTerms:
    """What the terms of the steps of one process are called; ``quoted`` says which step is meant."""

    def __init__(self, process: Process, phrases: Phrases, quoted: Callable[[str], str]) -> None:
        self.process = process
        self.say = phrases
        self.quoted = quoted

    def title(self, step: Step, name: str) -> str:
        """Say a step with its rounds and the time within which it has to be done, one clause each.

        What follows a deadline is told where it happens, and the deadline with it.
        """
        plain = [self._within(deadline) for deadline in step.within if not deadline.consequence]
        for clause in ([self._rounds(step.every)] if step.every else []) + plain:
            name = self.say.limited.format(step=name, clause=clause)
        return name

    def cues(self, step: Step, *, of_part: bool) -> list[str]:
        """Return the words that open a step: what it is done for each of, and that not every case needs it."""
        repeated = self.process.repetitions(step) if of_part else filter(None, [step.each])
        each = [self.say.each.format(of=speakable(repetition.of)) for repetition in repeated]
        return ([] if step.optional is None else [self.say.optional]) + each

    def late(self, step: Step, deadline: Deadline) -> str:
        """Open what happens once a deadline has passed: beside the step, or instead of it."""
        pattern = self.say.beside if deadline.then else self.say.instead
        return pattern.format(time=self._time(deadline), step=self.quoted(step.id))

    def whole(self) -> list[str]:
        """Say within which time a case has to be done."""
        return [self.say.all_within.format(time=self._time(deadline)) for deadline in self.process.within]

    def performers(self, owner: str, alongside: list[str]) -> str:
        """Say who does a step, and with whom."""
        return self.say.together.format(role=owner, others=self.say.listing(alongside)) if alongside else owner

    def _within(self, deadline: Deadline) -> str:
        clause = self.say.within.format(time=self._time(deadline))
        return (
            clause
            if deadline.of is None
            else self.say.in_share.format(clause=clause, share=f"{100 * deadline.of:.3g} %")
        )

    def _time(self, deadline: Deadline) -> str:
        time = spoken_time(deadline.within, self.process.clock, self.say)
        return self.say.since.format(time=time, step=self.quoted(deadline.since)) if deadline.since else time

    def _rounds(self, rounds: Rounds) -> str:
        day = rounds.text.casefold()
        if day in WEEKDAYS:
            return self.say.weekdays[WEEKDAYS.index(day)]
        return self.say.every.format(time=spoken_time(rounds.period, self.process.clock, self.say))
