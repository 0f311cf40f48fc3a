"""What was found in a file of another format, in a line of the report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flowtrim.formats import Document
from flowtrim.reports.cells import shortened, washed
from flowtrim.reports.page import Group
from flowtrim.reports.words import counted

_NAME = 30
_COUNTS = {
    "tasks": "task",
    "subprocesses": "sub-process",
    "call_activities": "call",
    "gateways": "gateway",
    "events": "event",
    "sequence_flows": "flow",
    "message_flows": "message",
}


def imported(document: Document) -> tuple[Group, ...]:
    """Return what was read from a file that is not our own format, in one group; nothing for one that is."""
    return (Group("Read", tuple(_told(document, document.source))),) if document.source else ()


def import_advice(document: Document) -> Iterator[str]:
    """Yield how to make the file one's own, where it is of another format."""
    if document.source:
        yield f"Keep it as a file of your own, to write the reasons into: flowtrim convert {document.file} process.yml"


def _told(document: Document, source: Mapping[str, Any]) -> Iterator[str]:
    for key, word in _COUNTS.items():
        if source.get(key):
            yield counted(source[key], word, f"{word}{'es' if word.endswith('s') else 's'}")
    if source.get("columns"):
        yield counted(source["rows"], "row")
        yield from (f"{_one_line(title)} read as {meant}" for title, meant in source["columns"].items() if meant)
        passed = [_one_line(title) for title, meant in source["columns"].items() if not meant]
        if passed:
            yield f"passed over: {', '.join(passed)}"
    if source.get("lanes"):
        yield counted(len(source["lanes"]), "lane")
    nobody = sum(step.owner is None for step in document.process.work)
    if nobody:
        yield f"{counted(nobody, 'step')} without an owner"
    if source.get("not_carried"):
        left = counted(len(source["not_carried"]), "element")
        yield f"{left} that could not be carried over, listed in the JSON report"


def _one_line(title: str) -> str:
    return f"“{shortened(washed(' '.join(title.split())), _NAME)}”"
