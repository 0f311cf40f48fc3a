"""The first thing a report says: how many rides, and what that means."""

from __future__ import annotations

from flowtrim.measures import Survey
from flowtrim.reports.media.words import spoken
from flowtrim.reports.process.process_page import Verdict
from flowtrim.sentences import counted, say


def verdict(survey: Survey) -> Verdict:
    """Return the answer to the elevator test, with one sentence on what it means."""
    speech = survey.elevator
    if not survey.process.work:
        return Verdict("long", text=say("No steps yet"), meaning="Nobody performs anything here: write down the steps.")
    rides = counted(speech.rides, "ride")
    meaning = f"{_length(survey)} {_reasons(survey)}"
    if survey.rests_on_questions:
        return Verdict("asks", text=say("Ask first: {rides}", rides=rides), meaning=meaning)
    if speech.fits:
        return Verdict("fits", text=say("1 ride: it fits"), meaning=meaning)
    return Verdict("long", text=say("{rides}, limit 1", rides=rides), meaning=meaning)


def _length(survey: Survey) -> str:
    speech = survey.elevator
    ride = f"a ride lasts {speech.limit:g} s"
    if speech.fits:
        return f"It is told in {spoken(speech.seconds)}, and {ride}."
    return f"It takes {spoken(speech.seconds, speech.limit)} to tell what happens, and {ride}."


def _reasons(survey: Survey) -> str:
    steps, bare = survey.steps, len(survey.justification.unjustified)
    if not bare:
        return "Every step has a reason."
    if bare == steps:
        return "No step has a reason yet: ask why."
    if survey.rests_on_questions:
        unasked = len(survey.justification.unasked)
        return f"Nobody was asked yet why {unasked:,} of {steps:,} steps {'is' if unasked == 1 else 'are'} there."
    return f"{counted(bare, 'step')} of {steps:,} {'has' if bare == 1 else 'have'} no reason."
