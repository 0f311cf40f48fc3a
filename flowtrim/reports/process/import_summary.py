"""What was found in a file of another format, in a line of the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from shlex import quote
from typing import Any

from flowtrim.formats import Document
from flowtrim.reports.media.text_lines import shortened, washed
from flowtrim.reports.process.process_page import Group
from flowtrim.sentences import counted

_NAME = 30
_KINDS = 3
_VENDOR = "extensionElements"
_COUNTS = {
    "items": "list item",
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
    told = (*(_told(document, document.source) if document.source else ()), *_spellings(document))
    return (Group("Read", told),) if told else ()


def _spellings(document: Document) -> Iterator[str]:
    """Yield the roles that are spelt in several ways, which were read as one."""
    for first, others in document.spellings.items():
        yield f"{_one_line(first)} also spelt {', '.join(map(_one_line, others))}, read as one role"


def import_advice(document: Document) -> Iterator[str]:
    """Yield how to make the file one's own, where it is of another format."""
    if document.source:
        file = quote(document.file)
        yield f"Keep it as a file of your own, to write the reasons into: flowtrim convert {file} process.yml"


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
    yield from _left(source.get("not_carried", ()))
    if source.get("assumed"):
        yield f"{counted(len(source['assumed']), 'assumption')} made in reading, listed in the JSON report"


def _left(told: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield how many elements could not be carried over, and of which kinds; what vendors add is counted apart."""
    kinds = Counter(washed(item["element"]) for item in told if item["element"] != _VENDOR)
    if kinds:
        named = ", ".join(f"{number} {kind}" for kind, number in kinds.most_common(_KINDS))
        left = counted(kinds.total(), "element")
        more = ", and others" if len(kinds) > _KINDS else ""
        yield f"{left} that could not be carried over, listed in the JSON report: {named}{more}"
    if added := len(told) - kinds.total():
        yield f"what a vendor added to {counted(added, 'element')} is not read"


def _one_line(title: str) -> str:
    return f"“{shortened(washed(' '.join(title.split())), _NAME)}”"
