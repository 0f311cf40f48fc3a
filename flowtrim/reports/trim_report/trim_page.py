"""What trimming tells: from what to what, every change with its reasons, and what to ask first."""

from __future__ import annotations

from collections.abc import Iterator
from shlex import quote
from typing import TYPE_CHECKING

from msgspec import Struct

from flowtrim.changes import deed
from flowtrim.redesign import Apart, Figures, Proposal, Proposed, Question, Refused, Way
from flowtrim.reports.comparison import Compared, compared, headlines
from flowtrim.reports.gain_text import from_to
from flowtrim.reports.media.words import several, share, spoken
from flowtrim.reports.process.process_page import OUTLOOKS, Outlook
from flowtrim.reports.stamp import from_here, stamp
from flowtrim.reports.trim_report.roles import HeldTold, RoleTold, held_told, holding, roles_summed, roles_told
from flowtrim.reports.trim_report.stages import StageTold, stages_told
from flowtrim.reports.trim_report.waterfall import Fall, falls
from flowtrim.sentences import counted, listed

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
    columns: tuple[tuple[str, str, str, str], ...]
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

    @property
    def sign(self) -> str:
        """What stands before the verdict: fits, ask first, too long."""
        return OUTLOOKS[self.outlook][0].strip()


def trim_page(document: Document, proposal: Proposal, *, everything: bool = False) -> TrimPage:
    """Gather what a report on a proposal says; ``everything`` unfolds long lists."""
    most = len(proposal.questions) if everything or proposal.asking_first else _QUESTIONS
    left = proposal.refused if everything else proposal.refused[:_REFUSED]
    told = [_asked(question, proposal) for question in proposal.questions[:most]]
    roles = () if proposal.asking_first else roles_told(proposal)
    leaving = tuple(role for role in roles if everything or not role.stays)
    held = () if proposal.asking_first else held_told(proposal)
    named = held if everything or not proposal.changes else held[:_HELD]
    return TrimPage(
        title=document.process.name,
        file=from_here(document.file),
        outlook=_outlook(proposal),
        verdict=verdict(proposal),
        meaning=tuple(_meaning(proposal)),
        columns=_columns(proposal),
        waterfall=falls(proposal.waterfall),
        stages=tuple(stages_told(proposal, everything=everything)),
        roles=leaving,
        roles_folded=len(roles) - len(leaving),
        holding=holding(proposal),
        held=named,
        held_folded=len(held) - len(named),
        refused=tuple(_left(one, proposal) for one in left),
        refused_folded=len(proposal.refused) - len(left),
        questions=tuple(told),
        questions_folded=len(proposal.questions) - len(told),
        notes=() if proposal.asking_first or not document.process.work else tuple(_notes(proposal)),
        compared=compared(proposal.before, proposal.after) if proposal.changes else (),
        next=tuple(_next(document.file, proposal)),
        stamp=stamp(document.digest, proposal.before.today),
    )


def _outlook(proposal: Proposal) -> Outlook:
    if proposal.asking_first or proposal.conflict or not proposal.before.process.work:
        return "long"
    if proposal.before.rests_on_questions:
        return "asks"
    if not proposal.after.elevator.fits:
        return "long"
    return "fits" if all(one.safe for one in proposal.changes) else "asks"


def verdict(proposal: Proposal) -> str:
    """Return the outcome in one line."""
    if not proposal.before.process.work:
        return "No steps yet"
    if proposal.asking_first:
        return "Ask first"
    asking = "Ask first: " if proposal.before.rests_on_questions else ""
    if not proposal.changes:
        nothing = "Nothing to cut, and duties that nobody can keep" if proposal.conflict else "Nothing to cut"
        return f"{asking}{nothing[0].lower()}{nothing[1:]}" if asking else nothing
    return asking + from_to(Figures.of(proposal.before), Figures.of(proposal.after))


def _columns(proposal: Proposal) -> tuple[tuple[str, str, str, str], ...]:
    """Return the headline figures today, with what is safe alone, and if no question finds an answer."""
    if not proposal.changes:
        return ()
    rows = headlines(proposal.before, proposal.safe, proposal.after)
    return tuple((name, today.text, safe.text, after.text) for name, (today, safe, after) in rows)


def _meaning(proposal: Proposal) -> Iterator[str]:
    if not proposal.before.process.work:
        yield "Nobody performs anything here: write down the steps."
    elif proposal.asking_first:
        yield from _notes(proposal)
    elif not proposal.changes and proposal.refused:
        yield "What was considered stands below, with the reason why it is left alone."
    elif not proposal.changes:
        hands = "" if proposal.conflict else ", and no change of hands would save anything"
        every = "Every step of ours" if proposal.before.justification.unjustified else "Every step"
        yield f"{every} has a reason or is needed by one that has{hands}."
    else:
        yield _safe_and_asked(proposal.changes)
    if not (proposal.asking_first or proposal.after.elevator.fits):
        yield f"What is left takes {counted(proposal.after.rides, 'ride')} still."
    if proposal.apart:
        yield from apart_told(proposal.apart, proposal.told_after)
    if proposal.conflict:
        yield f"What is declared cannot be kept by any assignment of steps to roles: {proposal.conflict}"
    if proposal.before.process.work and not proposal.asking_first:
        yield from roles_summed(proposal)


def _notes(proposal: Proposal) -> Iterator[str]:
    return map(proposal.before.quoted_steps.numbered, proposal.notes)


def apart_told(apart: Apart, process: Process) -> Iterator[str]:
    """Say which rare ways to tell by themselves, and how many rides each of them and the usual way then take."""
    ways = [_way(way, process) for way in apart.ways]
    yield f"Tell the rare {'way' if len(ways) == 1 else 'ways'} apart: {listed(ways)}."
    told = spoken(apart.usual.seconds, apart.usual.limit)
    yield f"The usual way then takes {counted(apart.usual.rides, 'ride')} ({told})."


def _way(way: Way, process: Process) -> str:
    begins = (
        f"'{way.when}'" if way.when else f"from '{process.step(way.steps[0]).name}' on" if way.steps else "the rest"
    )
    rides = f"{counted(way.told.rides, 'ride')} of {spoken(way.told.seconds, way.told.limit)}"
    return f"{begins} after '{process.step(way.at).name}' ({share(way.share)} of the cases, {rides})"


def _safe_and_asked(changes: tuple[Proposed, ...]) -> str:
    asked = sum(not one.safe for one in changes)
    number = counted(len(changes), "change")
    if not asked:
        return f"{number}, nothing of it a question."
    rest = "This is what remains if no question finds an answer."
    if asked == len(changes):
        return f"{number}, all of it to be asked about. {rest}"
    return f"{number}: {len(changes) - asked:,} safe, {counted(asked, 'is a question', 'are questions')}. {rest}"


def _left(one: Refused, proposal: Proposal) -> Left:
    told = proposal.before.quoted_steps.numbered
    return Left(deed(one.change, proposal.before.told), told(one.reason), one.rule)


def _asked(question: Question, proposal: Proposal) -> Asked:
    stake = [
        f"{several(question.handoffs, 'handoff')} a case" if question.handoffs else "",
        f"{spoken(question.seconds)} to tell" if question.seconds else "",
        f"{several(round(question.hours), 'hour')} a year" if question.hours else "",
    ]
    text = proposal.before.quoted_steps.numbered(question.text, question.at)
    return Asked(question.at, text, " · ".join(filter(None, stake)))


def _next(name: str, proposal: Proposal) -> Iterator[str]:
    file = quote(name)
    if not proposal.before.process.work:
        return
    if proposal.asking_first:
        yield "Ask, and write the answers into the file as why: … or, where nobody knows, why: none."
        yield f"Then trim again: flowtrim trim {file}"
        return
    if not proposal.changes:
        return
    if any(not one.safe for one in proposal.changes):
        yield "Ask the questions: one by one with flowtrim ask, or leave out what found an answer with --refuse."
    yield f"Keep it as a plan in the file: flowtrim trim {file} --into {file}"
    yield f"Write the process as it would be: flowtrim trim {file} -o after.yml"
    yield f"See both: flowtrim compare {file} after.yml -o pictures"
