"""What was found in a file of another format, in a line of the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from shlex import quote
from typing import Any

from flowtrim.formats import Document
from flowtrim.reports.media.text_lines import shortened, washed
from flowtrim.reports.process.process_page import Group
from flowtrim.sentences import Message, counted, names_in_a_row, say, say_many

_NAME = 30
_KINDS = 3
_VENDOR = "extensionElements"


def imported(document: Document) -> tuple[Group, ...]:
    """Return what was read from a file that is not our own format, in one group; nothing for one that is."""
    told = (*(_told(document, document.source) if document.source else ()), *_spellings(document))
    return (Group(say("Read"), told),) if told else ()


def _spellings(document: Document) -> Iterator[str]:
    """Yield the roles that are spelt in several ways, which were read as one."""
    for first, others in document.spellings.items():
        spelt = names_in_a_row(*map(_one_line, others))
        yield say("{name} also spelt {others}, read as one role", name=_one_line(first), others=spelt)


def import_advice(document: Document) -> Iterator[str]:
    """Yield how to make the file one's own, where it is of another format."""
    if document.source:
        file = quote(document.file)
        command = f"flowtrim convert {file} process.yml"
        yield say("Keep it as a file of your own, to write the reasons into: {command}", command=command)


def _told(document: Document, source: Mapping[str, Any]) -> Iterator[str]:
    yield from (told for key, told in _counts(source).items() if source.get(key))
    if source.get("columns"):
        yield counted(source["rows"], "row")
        read = ((title, meant) for title, meant in source["columns"].items() if meant)
        yield from (say("{column} read as {field}", column=_one_line(title), field=meant) for title, meant in read)
        passed = [_one_line(title) for title, meant in source["columns"].items() if not meant]
        if passed:
            yield say("passed over: {columns}", columns=names_in_a_row(*passed))
    if source.get("lanes"):
        yield counted(len(source["lanes"]), "lane")
    nobody = sum(step.owner is None for step in document.process.work)
    if nobody:
        yield say_many(nobody, "{number} step without an owner", "{number} steps without an owner")
    yield from _left(source.get("not_carried", ()))
    if source.get("assumed"):
        yield say_many(
            len(source["assumed"]),
            "{number} assumption made in reading, listed in the JSON report",
            "{number} assumptions made in reading, listed in the JSON report",
        )


def _left(told: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield how many elements could not be carried over, and of which kinds; what vendors add is counted apart."""
    kinds = Counter(washed(item["element"]) for item in told if item["element"] != _VENDOR)
    if kinds:
        named = names_in_a_row(*(f"{number} {kind}" for kind, number in kinds.most_common(_KINDS)))
        more = say("{kinds}, and others", kinds=named) if len(kinds) > _KINDS else named
        yield say_many(
            kinds.total(),
            "{number} element that could not be carried over, listed in the JSON report: {kinds}",
            "{number} elements that could not be carried over, listed in the JSON report: {kinds}",
            kinds=more,
        )
    if added := len(told) - kinds.total():
        yield say_many(
            added,
            "what a vendor added to {number} element is not read",
            "what a vendor added to {number} elements is not read",
        )


def _counts(source: Mapping[str, Any]) -> dict[str, Message]:
    return {
        "items": counted(source.get("items", 0), "list item"),
        "tasks": counted(source.get("tasks", 0), "task"),
        "subprocesses": counted(source.get("subprocesses", 0), "sub-process", "sub-processes"),
        "call_activities": counted(source.get("call_activities", 0), "call"),
        "gateways": counted(source.get("gateways", 0), "gateway"),
        "events": counted(source.get("events", 0), "event"),
        "sequence_flows": counted(source.get("sequence_flows", 0), "flow"),
        "message_flows": counted(source.get("message_flows", 0), "message"),
    }


def _one_line(title: str) -> str:
    return f"“{shortened(washed(' '.join(title.split())), _NAME)}”"
