"""How a step of ours looks in BPMN; the writer writes it, and the reader tells by it what was changed elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flowtrim.formats.bpmn.xml import clean
from flowtrim.model import Join, Kind, Split

SPLITS: dict[Split, str] = {"one": "exclusiveGateway", "all": "parallelGateway", "some": "inclusiveGateway"}
JOINS: dict[Join, str] = {"any": "exclusiveGateway", "all": "parallelGateway", "some": "inclusiveGateway"}

TERMINATE = "Terminate"
"""The note of an end that stops whatever runs beside it."""
_REASON = re.compile(r"^(?:why|warum|pourquoi|por qu[eé]|为什么|なぜ|理由)\s*[:：]\s*", re.IGNORECASE)


def task_tag(kind: Kind, *, calls: bool, by_system: bool) -> str:
    """Return the element of a step that somebody performs.

    >>> task_tag("notify", calls=False, by_system=False), task_tag("approve", calls=False, by_system=True)
    ('sendTask', 'serviceTask')
    """
    if calls:
        return "callActivity"
    plain = "serviceTask" if by_system else "task"
    return {"notify": "sendTask", "wait": "receiveTask"}.get(kind, plain)


def documentation(why: str | None, note: str | None) -> tuple[str, ...]:
    """Return the texts of the documentation: the reason, marked as such, and the note.

    >>> documentation("The law asks.", None)
    ('Why: The law asks.',)
    """
    reason = (f"Why: {why}",) if clean(why) else ()
    return (*reason, note) if note and clean(note) else reason


def reason_and_note(texts: Iterable[str]) -> tuple[str | None, list[str]]:
    """Return the reason and the notes that documentation holds, the first text that is marked as reason being it.

    >>> reason_and_note(["Why: the law asks.", "Use the form."])
    ('the law asks.', ['Use the form.'])
    """
    why: str | None = None
    notes: list[str] = []
    for text in filter(None, map(clean, texts)):
        if why is None and _REASON.match(text):
            why = _REASON.sub("", text)
        else:
            notes.append(text)
    return why, notes


def data_names(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names of data objects as they are written: each once, on one line, none empty."""
    return tuple(dict.fromkeys(filter(None, map(clean, names))))
