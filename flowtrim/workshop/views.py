"""What each screen shows, as plain data; nobody's screen is given what only somebody else may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from msgspec import to_builtins

from flowtrim.conversation import Answered, Decided, Idea, Kept, Postponed, Question
from flowtrim.conversation.journal_entries import Entry
from flowtrim.workshop.acts import CHOICES
from flowtrim.workshop.meeting import Meeting, Round
from flowtrim.workshop.table import PlayedBack, Table

Say = Callable[[str], str]

FIGURES = ("steps", "roles", "handoffs", "seconds", "rides")
"""The figures that screens and reports show, in their order."""


def common(table: Table, say: Say) -> dict[str, Any]:
    """Return what every screen may show; answers only once they are revealed, totals once they are counted."""
    meeting, talk = table.meeting, table.talk
    return {
        "version": table.version,
        "process": talk.process.name,
        "question": _question(table, say),
        "round": _round(meeting),
        "joined": len(meeting.devices),
        "roles": Counter(device.role for device in meeting.devices.values()),
        "ended": meeting.ended,
        "measured": meeting.seconds,
        "problem": table.problem,
        "changed": table.is_file_changed,
        "lost": [say(one) for one in talk.result.lost],
    }


def room(table: Table, say: Say) -> dict[str, Any]:
    """Return what the projector shows."""
    talk = table.talk
    return {
        **common(table, say),
        "figures": _figures(table),
        "waterfall": [
            {"name": named(table, one.at), "verb": one.verb, "seconds": seconds} for one, seconds in table.look.seconds
        ],
        "speech": table.look.speech,
        "open": len(talk.agenda),
        "of": len(talk.questions),
        "begun": _seconds_since(table.records[0].at),
        "told": (table.line, table.lines) if isinstance(table, PlayedBack) else None,
        "dropped": [one.id for one in talk.process.work if not talk.result.after.has_step(one.id)],
    }


def facilitator(table: Table, say: Say) -> dict[str, Any]:
    """Return what the facilitator sees: the room, the agenda, what was said with its line, and the devices."""
    meeting, talk = table.meeting, table.talk
    return {
        **room(table, say),
        "agenda": [_on_agenda(table, one, say) for one in talk.questions],
        "log": [_logged(table, line, entry) for line, entry in meeting.said],
        "steps": [{"id": step.id, "name": f"{talk.numbers[step.id]} {step.name}"} for step in talk.result.after.work],
        "all_roles": [{"id": role.id, "name": role.name} for role in talk.result.after.parties],
        "devices": [{"number": one.number, "role": one.role} for one in meeting.devices.values()],
        "door": meeting.door,
        "leader": meeting.leader,
    }


def participant(table: Table, device: int, say: Say) -> dict[str, Any]:
    """Return what a phone shows: what everybody sees, and what it said itself."""
    meeting = table.meeting
    known = meeting.devices.get(device)
    return {
        **common(table, say),
        "all_roles": [role.name for role in table.talk.process.parties],
        "device": device if known else 0,
        "role": known.role if known else "",
        "leads": bool(known) and meeting.leader == device,
        "door": meeting.door,
        "answer": meeting.round.answers.get(device),
        "vote": meeting.round.votes.get(device),
        "later": device in meeting.round.later,
    }


def _question(table: Table, say: Say) -> dict[str, Any] | None:
    question = next((one for one in table.talk.questions if one.key == table.meeting.question), None)
    if question is None:
        return None
    return {
        "key": question.key,
        "kind": question.kind,
        "at": question.at,
        "field": question.field,
        "text": say(question.text),
        "because": say(question.because),
        "facts": [say(fact) for fact in question.facts],
        "here": question.kind == "step" and table.talk.result.after.has_step(question.at),
    }


def _round(meeting: Meeting) -> dict[str, Any]:
    now = meeting.round
    return {
        "phase": now.phase,
        "answered": len(now.answers),
        "voted": len(now.votes),
        "later": len(now.later),
        "answers": [] if now.phase == "writing" else grouped(now),
        "totals": None if now.totals is None else {choice: now.totals.get(choice, 0) for choice in CHOICES},
    }


def grouped(one: Round) -> list[dict[str, Any]]:
    """Return the answers of a round, equal ones together, the most frequent first; in no order that tells who.

    >>> grouped(Round("talking", {1: "By law.", 2: "by law", 3: "Habit"}))
    [{'text': 'By law.', 'times': 2}, {'text': 'Habit', 'times': 1}]
    """
    groups: dict[str, list[str]] = {}
    for text in sorted(filter(None, one.answers.values())):
        groups.setdefault(" ".join(text.casefold().split()).strip(" .!?。！？"), []).append(text)
    texts = ((group[0], len(group)) for group in groups.values())
    return [{"text": text, "times": times} for text, times in sorted(texts, key=lambda pair: (-pair[1], pair[0]))]


def _figures(table: Table) -> dict[str, tuple[float, float]]:
    was, now = (to_builtins(one) for one in table.talk.figures)
    return {name: (was[name], now[name]) for name in FIGURES}


def named(table: Table, at: str) -> str:
    """Return the name of a step or role as the file has it, also after it went."""
    process = table.talk.told
    return process.step(at).name if process.has_step(at) else process.role(at).name if at else process.name


def _on_agenda(table: Table, question: Question, say: Say) -> dict[str, Any]:
    return {
        "key": question.key,
        "text": say(question.text),
        "minutes": question.minutes,
        "settled": table.talk.is_settled(question),
        "phase": table.meeting.rounds[question.key].phase if question.key in table.meeting.rounds else "",
    }


def _logged(table: Table, line: int, entry: Entry) -> dict[str, Any]:
    return {"line": line, "what": type(entry).__name__.lower(), **told(table, entry)}


def told(table: Table, entry: Entry) -> Mapping[str, str]:
    """Return what was said, about what, and why, as texts."""
    match entry:
        case Decided():
            seen_to = ", ".join(filter(None, (entry.by, entry.until.isoformat() if entry.until else None)))
            said = " · ".join(filter(None, (entry.because, seen_to)))
            return {
                "at": named(table, entry.at),
                "verb": entry.verb,
                "text": said,
                "role": _who_said(table, entry.because),
            }
        case Answered():
            text, role = " · ".join(entry.values.values()), _who_said(table, entry.values.get("why"))
            return {"at": named(table, entry.at), "text": text, "role": role}
        case Kept():
            return {"at": named(table, entry.at), "text": ""}
        case Postponed():
            return {"at": named(table, entry.at), "text": f"{entry.question} ({entry.owner}, {entry.until})"}
        case Idea():
            return {"at": named(table, entry.at), "text": entry.text, "role": entry.role or ""}
    return {"at": "", "text": ""}


def _who_said(table: Table, reason: str | None) -> str:
    """Return the roles that had written a reason before it was taken; empty where it came up in the talk.

    What is not shown yet is not looked at, or a guess would tell who wrote it.
    """
    devices, shown = table.meeting.devices, (one for one in table.meeting.rounds.values() if one.phase != "writing")
    wrote = (number for one in shown for number, text in one.answers.items() if text and text == reason)
    return ", ".join(sorted({devices[number].role for number in wrote if number in devices} - {""}))


def _seconds_since(at: str) -> float:
    return (datetime.now(UTC) - datetime.fromisoformat(at)).total_seconds()
