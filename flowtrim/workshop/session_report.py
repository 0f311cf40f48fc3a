"""What a room leaves with, as a page: decisions with their reasons, what is open, ideas; and the session told again."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from flowtrim.conversation import Answered, Decided, Idea, Kept, Postponed, Session, read_records
from flowtrim.errors import OutputError
from flowtrim.formats.journal import journal_beside, read_journal
from flowtrim.measures import Survey
from flowtrim.measures.clock import add_months
from flowtrim.reports.document.report_markdown import rendered
from flowtrim.reports.media.html import digest, filled, source
from flowtrim.workshop.acts import as_act
from flowtrim.workshop.meeting import Round
from flowtrim.workshop.page_words import words
from flowtrim.workshop.table import Table
from flowtrim.workshop.views import FIGURES, grouped, named, told

_KEPT_APART = {"what", "device", "token", "content", "choice"}
"""What is not told again: who voted what is nobody's business, and bytes are no words."""


class Row(Struct, frozen=True):
    """A figure before and now."""

    name: str
    before: str
    after: str


class SessionPage(Struct, frozen=True):
    """The report of a session, in the language of its process.

    ``lists`` are headings with their lines, ``pictures`` show before and now.
    """

    title: str
    when: str
    who: str
    figures: tuple[Row, ...]
    measured: str
    first: str
    review: str
    lists: tuple[tuple[str, tuple[str, ...]], ...]
    speech_before: str
    speech_now: str
    pictures: tuple[str, str]


def session_page(table: Table) -> SessionPage:
    """Return the report of a session as it stands, whatever was reached."""
    talk, meeting = table.talk, table.meeting
    w = words(talk.process.language or "en")
    joined = Counter(one.role or w["guest"] for one in meeting.devices.values())
    decisions = tuple(_lines(table, w, Decided))
    first = _lines(table, w, Answered), _lines(table, w, Kept)
    return SessionPage(
        title=talk.process.name,
        when=table.today.isoformat(),
        who=", ".join(f"{number} × {role}" for role, number in sorted(joined.items())) or w["guest"],
        figures=tuple(_figures(table, w)),
        measured=w["measured"].format(number=round(meeting.seconds)) if meeting.seconds else "",
        first=decisions[0] if decisions else "",
        review=add_months(table.today, talk.limits.review_months).isoformat(),
        lists=(
            (w["decisions"], decisions),
            (w["why"], tuple(line for lines in first for line in lines)),
            (w["later"], tuple(_lines(table, w, Postponed))),
            (w["idea"], tuple(_lines(table, w, Idea))),
            (w["vote"], tuple(_rounds(table, w))),
        ),
        speech_before=Survey(talk.process, today=table.today).elevator.text,
        speech_now=table.look.speech,
        pictures=(_image(table.look.before), _image(table.look.now)),
    )


def _image(svg: bytes) -> str:
    """Return a picture as the address of an image that stands in the page itself."""
    return f"data:image/svg+xml;base64,{b64encode(svg).decode('ascii')}"


def as_html(table: Table) -> str:
    """Return the report as a page that needs nothing from outside."""
    return _page("workshop.html.j2", table, page=session_page(table))


def as_markdown(table: Table) -> str:
    """Return the report as Markdown; whatever people wrote stays text."""
    return rendered("workshop.md.j2", page=session_page(table), w=words(table.talk.process.language or "en"))


def as_sheet(table: Table) -> str:
    """Return the questions of today on paper, for whoever will not touch a screen."""
    questions = [one.text for one in table.talk.agenda if one.topic in ("why", "still")]
    return _page("workshop_sheet.html.j2", table, title=table.talk.process.name, questions=questions)


def _page(template: str, table: Table, **values: object) -> str:
    language, style = table.talk.process.language or "en", source("workshop.css")
    return filled(template, language=language, style=style, style_hash=digest(style), w=words(language), **values)


def _figures(table: Table, w: dict[str, str]) -> Iterator[Row]:
    was, now = table.talk.figures
    for name in FIGURES:
        yield Row(w[name], f"{round(getattr(was, name)):,}", f"{round(getattr(now, name)):,}")


def _lines(table: Table, w: dict[str, str], kind: type) -> Iterator[str]:
    for _, entry in table.meeting.said:
        if isinstance(entry, kind):
            parts = told(table, entry)
            verb = w.get(parts.get("verb", ""), "")
            yield " · ".join(filter(None, (verb, parts["at"], parts["text"], parts.get("role", ""))))


def _rounds(table: Table, w: dict[str, str]) -> Iterator[str]:
    """Yield what was answered and voted on each question that was put to the room; totals only."""
    texts = {one.key: (one.text, one.at) for one in table.talk.questions}
    for key, one in table.meeting.rounds.items():
        if one.phase != "writing":
            text, at = texts.get(key, (key, ""))
            yield f"{text or named(table, at)} {_answers(one)} {_totals(one, w)}".strip()


def _answers(one: Round) -> str:
    return " / ".join(f"{each['text']} (× {each['times']})" for each in grouped(one))


def _totals(one: Round, w: dict[str, str]) -> str:
    return "" if one.totals is None else "[" + ", ".join(f"{w[choice]} {n}" for choice, n in one.totals.items()) + "]"


def told_again(file: str, *, today: date) -> Iterator[str]:
    """Yield a line for each thing that was said or done.

    Raises:
        JournalError: the journal was edited.
        OutputError: there is none, or it cannot be read.
    """
    path = journal_beside(file)
    lines, _ = read_journal(path)
    records = read_records(lines, file=str(path))
    if not records:
        raise OutputError(f"{path} holds no session.")
    for place, record in enumerate(records, 1):
        parts = (f"{key} {value}" for key, value in record.said.items() if key not in _KEPT_APART and value)
        yield f"{record.n}  {record.at[:19]}  {record.who}  {record.said['what']}  {', '.join(parts)}".rstrip()
        if isinstance(record.entry, Decided):
            said = [one for one in records[:place] if as_act(one.said) is None]
            was, now = Session(said, today=today, keep=lambda _: None).figures
            handoffs = f"{was.handoffs} → {now.handoffs} handoffs"
            yield f"      {was.steps} → {now.steps} steps, {handoffs}, {round(now.seconds)} s"
