"""What trimming tells: from what to what, every change with its reasons, and what to ask first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from shlex import quote
from typing import TYPE_CHECKING

from msgspec import Struct

from flowtrim.redesign import Apart, Figures, Proposal, Proposed, Question, Refused, Way
from flowtrim.redesign.assignment_problem import unskilled
from flowtrim.reports.comparison import Compared, compared, headlines, made_worse
from flowtrim.reports.gain_text import from_to
from flowtrim.reports.media.words import rounded, share, spoken
from flowtrim.reports.process.process_page import OUTLOOKS, Outlook
from flowtrim.reports.process.verdict import to_mend
from flowtrim.reports.stamp import from_here, stamp
from flowtrim.reports.trim_report.roles import HeldTold, RoleTold, held_told, holding, roles_summed, roles_told
from flowtrim.reports.trim_report.stages import StageTold, Told, stages_told
from flowtrim.reports.trim_report.waterfall import Fall, falls
from flowtrim.sentences import Digits, Message, counted, listed, messages, phrase, quoted, say, say_many

if TYPE_CHECKING:
    from flowtrim.formats import Document
    from flowtrim.model import Process

_REFUSED = 5
_HELD = 4
_QUESTIONS = 5
"""So many are shown; the others are counted."""


class Left(Struct, frozen=True):
    """A change that was considered and left alone, and why."""

    text: str
    reason: str
    rule: str


class Asked(Struct, frozen=True):
    """A question, the id of the step or role that it is about, and what is at stake."""

    at: str
    text: str
    stake: str


class TrimPage(Struct, frozen=True):
    """One proposal as a reader meets it.

    ``outlook`` says whether it fits in one ride with nothing to ask, only if no question finds an answer, or not.
    ``columns`` are the figures that a reader asks for first: name, today, safe alone, if no question finds an answer.
    """

    title: str
    file: str
    outlook: Outlook
    verdict: str
    meaning: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]
    waterfall: tuple[Fall, ...]
    stages: tuple[StageTold, ...]
    refused: tuple[Left, ...]
    refused_folded: int
    roles: tuple[RoleTold, ...]
    roles_folded: int
    holding: str
    held: tuple[HeldTold, ...]
    held_folded: int
    questions: tuple[Asked, ...]
    questions_folded: int
    notes: tuple[str, ...]
    compared: tuple[Compared, ...]
    next: tuple[str, ...]
    stamp: str = ""
    language: str | None = None

    @property
    def sign(self) -> str:
        """What stands before the verdict: fits, ask first, too long."""
        return OUTLOOKS[self.outlook][0].strip()


def trim_page(
    document: Document, proposal: Proposal, *, everything: bool = False, language: str | None = None
) -> TrimPage:
    """Gather what a report on a proposal says, in a language; ``everything`` unfolds long lists."""
    say_in, told = messages(language), _telling(proposal, language)
    most = None if everything or proposal.asking_first else _QUESTIONS
    asked = tuple(_asked(question, proposal, say_in) for question in proposal.questions)
    roles = () if proposal.asking_first else roles_told(proposal, told)
    held = () if proposal.asking_first else held_told(proposal, told)
    named = held[: None if everything or not proposal.changes else _HELD]
    return TrimPage(
        title=document.process.name,
        file=from_here(document.file),
        outlook=_outlook(proposal),
        verdict=say_in(verdict(proposal)),
        meaning=tuple(map(told, (*to_mend(proposal.before), *_meaning(proposal)))),
        columns=_columns(proposal, say_in),
        waterfall=falls(proposal.waterfall),
        stages=tuple(stages_told(proposal, told, everything=everything)),
        roles=tuple(role for role in roles if everything or not role.stays),
        roles_folded=0 if everything else sum(role.stays for role in roles),
        holding=holding(proposal, told),
        held=named,
        held_folded=len(held) - len(named),
        refused=tuple(_left(one, proposal, told) for one in proposal.refused[: None if everything else _REFUSED]),
        refused_folded=0 if everything else len(proposal.refused[_REFUSED:]),
        questions=asked[:most],
        questions_folded=len(asked[most:]) if most else 0,
        notes=() if proposal.asking_first or not document.process.work else tuple(map(told, proposal.notes)),
        compared=compared(proposal.before, proposal.after) if proposal.changes else (),
        next=tuple(map(say_in, _next(document.file, proposal))),
        stamp=say_in(stamp(document.digest, proposal.before.today)),
        language=language,
    )


def _telling(proposal: Proposal, language: str | None) -> Told:
    """Return what says a sentence in a language, with the numbers of the steps that it names."""
    say_in, number = messages(language), proposal.before.quoted_steps.numbered
    return lambda sentence: number(say_in(sentence))


def _outlook(proposal: Proposal) -> Outlook:
    if proposal.asking_first or proposal.conflict or not proposal.before.process.work:
        return "long"
    if proposal.before.rests_on_questions or _only_asks(proposal):
        return "asks"
    if not proposal.after.elevator.fits:
        return "long"
    return "fits" if all(one.safe for one in proposal.changes) else "asks"


def _only_asks(proposal: Proposal) -> bool:
    """Whether nothing is safe, and what could go was left alone since it is a question."""
    return proposal.leaves_questions and not proposal.changes


def verdict(proposal: Proposal) -> Message:
    """Return the outcome in one line."""
    if not proposal.before.process.work:
        return say("No steps yet")
    if proposal.asking_first:
        return say("Ask first")
    asking = proposal.before.rests_on_questions
    if proposal.changes:
        outcome = from_to(Figures.of(proposal.before), Figures.of(proposal.after))
        return say("Ask first: {outcome}", outcome=outcome) if asking else outcome
    if proposal.conflict:
        kept = say("Nothing to cut, and duties that nobody can keep")
        return say("Ask first: nothing to cut, and duties that nobody can keep") if asking else kept
    if _only_asks(proposal):
        return say("Nothing can go without asking")
    return say("Ask first: nothing to cut") if asking else say("Nothing to cut")


def _columns(proposal: Proposal, say_in: Callable[[str], str]) -> tuple[tuple[str, ...], ...]:
    """Return the headline figures today, with what is safe alone, and, where it is asked, if no answer is found."""
    if not proposal.changes:
        return ()
    asked = () if proposal.leaves_questions else (proposal.after,)
    rows = headlines(proposal.before, proposal.safe, *asked)
    return tuple((say_in(phrase(name)), *(cell.text for cell in cells)) for name, cells in rows)


def _meaning(proposal: Proposal) -> Iterator[str]:
    if not proposal.before.process.work:
        yield say("Nobody performs anything here: write down the steps.")
    elif proposal.asking_first:
        yield from proposal.notes
    elif _only_asks(proposal):
        yield say("What could go is a question, and only safe changes were wanted: it stands below.")
    elif not proposal.changes and proposal.refused:
        yield say("What was considered stands below, with the reason why it is left alone.")
    elif not proposal.changes:
        yield from _all_needed(proposal)
    else:
        yield _safe_and_asked(proposal.changes)
        yield from made_worse(compared(proposal.before, proposal.after))
        if proposal.unfound:
            told = listed(map(quoted, proposal.unfound), "or", most=2)
            yield say("Nobody would be left who finds out {conditions}.", conditions=told)
    if not (proposal.asking_first or proposal.after.elevator.fits):
        rides = counted(proposal.after.rides, "ride")
        if proposal.changes:
            yield say("What is left still takes {rides}.", rides=rides)
        else:
            yield say("It still takes {rides}.", rides=rides)
    if proposal.apart:
        yield from apart_told(proposal.apart, proposal.told_after)
    if proposal.conflict:
        why = proposal.conflict
        yield say("What is declared cannot be kept by any assignment of steps to roles: {why}", why=why)
    if proposal.before.process.work and not proposal.asking_first:
        yield from roles_summed(proposal)


def apart_told(apart: Apart, process: Process) -> Iterator[str]:
    """Say which rare ways to tell by themselves, and how many rides each of them and the usual way then take."""
    ways = [_way(way, process) for way in apart.ways]
    yield say_many(
        len(ways), "Tell the rare way apart: {ways}.", "Tell the rare ways apart: {ways}.", ways=listed(ways)
    )
    time = spoken(apart.usual.seconds, apart.usual.limit)
    yield say("The usual way then takes {rides} ({time}).", rides=counted(apart.usual.rides, "ride"), time=time)


def _way(way: Way, process: Process) -> Message:
    parts = {
        "step": quoted(process.step(way.at).name),
        "share": Digits(share(way.share)),
        "rides": counted(way.told.rides, "ride"),
        "time": spoken(way.told.seconds, way.told.limit),
    }
    if way.when:
        when = quoted(way.when)
        return say("{when} after {step} ({share} of the cases, {rides} of {time})", when=when, **parts)
    if way.steps:
        first = quoted(process.step(way.steps[0]).name)
        return say("from {first} on, after {step} ({share} of the cases, {rides} of {time})", first=first, **parts)
    return say("the rest after {step} ({share} of the cases, {rides} of {time})", **parts)


def _all_needed(proposal: Proposal) -> Iterator[Message]:
    if proposal.before.justification.unjustified:
        yield say("Every step of ours has a reason or is needed by one that has.")
    else:
        yield say("Every step has a reason or is needed by one that has.")
    if not proposal.conflict:
        yield _no_change_of_hands(len(unskilled(proposal.after)))


def _no_change_of_hands(bare: int) -> Message:
    """Say that no step is better done by another role, as far as anybody declared who could do it."""
    if not bare:
        return say("No change of hands would save anything.")
    return say_many(
        bare,
        "No change of hands that the declared skills allow would save anything; {number} step declares no skill.",
        "No change of hands that the declared skills allow would save anything; {number} steps declare no skill.",
    )


def _safe_and_asked(changes: tuple[Proposed, ...]) -> Message:
    asked = sum(not one.safe for one in changes)
    number = say_many(len(changes), "{number} change", "{number} changes")
    if not asked:
        return say_many(len(changes), "{number} change, and it is safe.", "{number} changes, all of them safe.")
    rest = say("This is what remains if no question finds an answer.")
    if asked == len(changes):
        all_asked = say_many(
            asked, "{number} change, and it is a question.", "{number} changes, all of them questions."
        )
        return say("{changes} {rest}", changes=all_asked, rest=rest)
    questions = say_many(asked, "{number} is a question", "{number} are questions")
    safe = say_many(len(changes) - asked, "{number} safe", "{number} safe")
    told = say("{changes}: {safe}, {questions}.", changes=number, safe=safe, questions=questions)
    return say("{changes} {rest}", changes=told, rest=rest)


def _left(one: Refused, proposal: Proposal, told: Told) -> Left:
    return Left(told(one.deed(proposal.before.told)), told(one.reason), one.rule)


def _asked(question: Question, proposal: Proposal, say_in: Callable[[str], str]) -> Asked:
    handoffs, hours = rounded(question.handoffs), round(question.hours or 0.0)
    stake = [
        say("{handoffs} a case", handoffs=counted(handoffs, "handoff")) if handoffs else "",
        say("{time} to tell", time=spoken(question.seconds)) if question.seconds else "",
        say("{amount} a year", amount=counted(hours, "hour")) if hours else "",
    ]
    is_role = question.at in {role.id for role in proposal.before.process.parties}  # a step may have the same id
    text = proposal.before.quoted_steps.numbered(say_in(question.text), "" if is_role else question.at)
    return Asked(question.at, text, " · ".join(map(say_in, filter(None, stake))))


def _next(name: str, proposal: Proposal) -> Iterator[str]:
    file = quote(name)
    if not proposal.before.process.work:
        return
    yield from to_mend(proposal.before)
    if proposal.asking_first:
        if proposal.before.justification.unasked:
            yield say("Ask, and write the answers into the file as why: … or, where nobody knows, why: none.")
        else:
            yield say("Ask what the process is for, and write why: … at the steps that serve it.")
        yield say("Then trim again: {command}", command=f"flowtrim trim {file}")
        return
    if not proposal.changes:
        return
    if any(not one.safe for one in proposal.changes):
        yield say("Ask the questions: one by one with flowtrim ask, or leave out what found an answer with --refuse.")
    yield say("Keep it as a plan in the file: {command}", command=f"flowtrim trim {file} --into {file}")
    yield say("Write the process as it would be: {command}", command=f"flowtrim trim {file} -o after.yml")
    yield say("See both: {command}", command=f"flowtrim compare {file} after.yml -o pictures")
