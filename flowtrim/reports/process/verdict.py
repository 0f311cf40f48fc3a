"""The first thing a report says: how many rides, and what that means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flowtrim.measures import Survey
from flowtrim.measures.answers import reading
from flowtrim.measures.letting_go import needed_without_answer
from flowtrim.reports.media.text_lines import shortened, washed
from flowtrim.reports.media.words import spoken, worked
from flowtrim.reports.process.process_page import Verdict
from flowtrim.sentences import Digits, Message, counted, quoted, say, say_many

if TYPE_CHECKING:
    from flowtrim.measures.promises import Kept


def verdict(survey: Survey) -> Verdict:
    """Return the answer to the elevator test, with one sentence on what it means."""
    speech = survey.elevator
    if not survey.process.work:
        return Verdict(
            "long", text=say("No steps yet"), meaning=say("Nobody performs anything here: write down the steps.")
        )
    rides = counted(speech.rides, "ride")
    meaning = say("{length} {reasons}", length=_length(survey), reasons=_reasons(survey))
    for first in to_mend(survey):
        meaning = say("{first} {meaning}", first=first, meaning=meaning)
    if survey.rests_on_questions:
        return Verdict("asks", text=say("Ask first: {rides}", rides=rides), meaning=meaning)
    if speech.fits:
        fits = say("1 ride: it fits") if speech.rides == 1 else say("{rides}: it fits", rides=rides)
        return Verdict("fits", text=fits, meaning=meaning)
    return Verdict("long", text=say("{rides}, limit {limit}", rides=rides, limit=speech.most_rides), meaning=meaning)


def to_mend(survey: Survey) -> Iterator[Message]:
    """Yield what comes before all else where a process is not sound."""
    if survey.soundness.verdict is False:
        yield say("Mend the flow first: as declared, some cases get stuck or never end properly.")


def needed(survey: Survey) -> bool:
    """Whether some step has no reason of its own, and is only needed by one that has."""
    enabled = survey.justification.enabled_by
    return any(step.id in enabled and reading(step.why) != "text" for step in survey.process.work)


def _length(survey: Survey) -> str:
    speech = survey.elevator
    limit = say("{number} s", number=Digits(f"{speech.limit:g}"))
    if speech.rides == 1:
        short = speech.limit < 100  # else it is told in minutes, and so is the limit
        seconds = say("{number} s", number=Digits(f"{speech.seconds:.0f}"))
        time = seconds if short and speech.seconds >= 0.5 else spoken(speech.seconds)
        return say("It is told in {time}, and a ride lasts {limit}.", time=time, limit=limit)
    time = spoken(speech.seconds, speech.limit)
    return say("It takes {time} to tell what happens, and a ride lasts {limit}.", time=time, limit=limit)


def _reasons(survey: Survey) -> str:
    steps, bare = survey.steps, len(survey.justification.unjustified)
    if not bare:
        return _all_needed(survey) if needed(survey) else say("Every step has a reason.")
    if bare == steps:
        return say("No step has a reason yet: ask why.")
    if survey.rests_on_questions:
        unasked = len(survey.justification.unasked)
        return say_many(
            unasked,
            "Nobody was asked yet why {number} of {steps} steps is there.",
            "Nobody was asked yet why {number} of {steps} steps are there.",
            steps=steps,
        )
    return say_many(
        bare, "{number} step of {steps} has no reason.", "{number} steps of {steps} have no reason.", steps=steps
    )


def _all_needed(survey: Survey) -> Message:
    """Say that every step has a reason or is needed, and of how many of the latter nobody could say why."""
    every = say("Every step has a reason or is needed by one that has.")
    if not (number := len(needed_without_answer(survey))):
        return every
    asked = say_many(
        number,
        "Nobody could say why {number} step is there, but others need it.",
        "Nobody could say why {number} steps are there, but others need them.",
    )
    return say("{first} {meaning}", first=every, meaning=asked)


def longer_on_average(found: Kept, survey: Survey) -> Iterator[Message]:
    """Say which ends take longer on average than a time set for the whole, where no cases were played."""
    term = found.term
    if found.share is not None or term.step or term.since or term.until:
        return
    for each in survey.outcomes:
        error = each.simulated.half_width if each.simulated else 0.0
        if each.name and each.cycle_minutes and each.cycle_minutes - error > term.within:
            time = worked(each.cycle_minutes, survey.process.clock)
            yield say("but {name} takes {time} on average", name=quoted(shortened(washed(each.name), 40)), time=time)
