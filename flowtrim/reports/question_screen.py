"""One question a screen, in words: what is asked, why now, what is at stake, and what one may type."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from flowtrim.conversation import Question, Session
from flowtrim.redesign import Figures
from flowtrim.sentences import Message, counted, say

Saying = Callable[[str], str]
"""Says a message in the language of the process."""


def question_lines(
    session: Session, question: Question, _: Saying, *, number: int, ahead: Sequence[Question]
) -> Iterator[str]:
    """Yield the paragraphs of a screen, with what is ahead of those asked; an empty one is an empty line."""
    yield ""
    left, minutes = len(ahead), sum(one.minutes for one in ahead)
    yield _(
        say(
            "Question {number}, {left} to go, about {minutes} minutes.",
            number=number,
            left=left,
            minutes=minutes,
        )
    )
    yield _(figure_line(session.figures))
    yield ""
    yield _(question.text)
    yield ""
    yield _(say("Why now: {reason}", reason=question.because))
    if stake := question.stake.words:
        yield _(say("At stake: {stake}.", stake=stake))
    for fact in question.facts:
        yield _(fact)
    if standing := _standing(session, question):
        yield _(say("So far: {answer}", answer=standing))
    yield ""


def choice_lines(question: Question, _: Saying) -> Iterator[str]:
    """Yield what may be typed: the answer in words, or a letter for a decision."""
    if question.topic == "serves":
        yield _(say("Type one of: {words}.", words=_(say("customer, law, contract, risk, business, enables"))))
        yield _(say("“enables” means that another step needs what it delivers."))
    elif question.field in ("outputs", "skills"):
        yield _(say("Type it in a few words, with commas between; or a letter:"))
    else:
        yield _(say("Type the answer in a sentence; or a letter:"))
    if question.kind == "step":
        yield _(say("k keep it as it is, d drop it, a give it to another role, m merge it with others, v move it"))
    elif question.kind == "role":
        yield _(say("k keep it as it is, d let the role go"))
    yield _(say("l ask later, i note an idea, s skip, j jump, u undo, ? what this is about, q leave"))


def figure_line(figures: tuple[Figures, Figures]) -> Message:
    """Return the figures at the start and now, in one line.

    >>> from flowtrim.redesign import Figures
    >>> figure_line((Figures(31, 12, 29, None, 300, 6), Figures(9, 4, 5, None, 48, 1)))
    'Steps 31 → 9, roles 12 → 4, handoffs 29 → 5, rides 6 → 1.'
    """
    was, now = figures
    pairs = {name: f"{getattr(was, name)} → {getattr(now, name)}" for name in ("steps", "roles", "handoffs", "rides")}
    return say("Steps {steps}, roles {roles}, handoffs {handoffs}, rides {rides}.", **pairs)


def opening_lines(session: Session, _: Saying, *, journal: str, left: int) -> Iterator[str]:
    """Yield what is said before the first question."""
    if session.last_said is None:
        asked = len(session.agenda)
        yield _(
            say(
                "This asks why of each step, role and figure, the most at stake first: {questions}.",
                questions=counted(asked, "question"),
            )
        )
    else:
        yield _(say("Going on where it was left: {answers} so far.", answers=counted(len(session.said), "answer")))
    if left:
        yield _(
            say("{questions} do not fit the time and are left for another day.", questions=counted(left, "question"))
        )
    yield _(say("Every answer is kept at once in {file}. Leave with q or Ctrl-C whenever you like.", file=journal))


def closing_lines(session: Session, speech: str, _: Saying) -> Iterator[str]:
    """Yield what is said at the end: from what to what, the text to read aloud, and the first change to make."""
    yield ""
    yield _(figure_line(session.figures))
    if speech:
        yield _(say("Read it aloud, as in an elevator:"))
        yield speech
    if session.result.changes:
        first = next(iter(session.result.decided.values()))
        yield _(say("The first change to make: {change}", change=_(deed_of(session, first))))


def deed_of(session: Session, decided: object) -> str:
    """Return what a decision does, with names instead of ids."""
    from flowtrim.changes import deed

    return deed(decided.change, session.told)  # type: ignore[attr-defined]


def _standing(session: Session, question: Question) -> str | None:
    """Return what the file says so far of what is asked."""
    process = session.result.process
    item: object = process
    if question.kind == "step":
        item = process.step(question.at)
    elif question.kind == "role":
        item = process.role(question.at)
    elif question.kind == "kpi":
        item = next(kpi for kpi in process.kpis if kpi.name == question.at)
    found = getattr(item, question.field, None) if question.field else None
    return ", ".join(found) if isinstance(found, tuple) else found
