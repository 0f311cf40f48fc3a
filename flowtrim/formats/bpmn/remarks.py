"""What a flow node says in words: its documentation, its markers, what triggers it, its messages and annotations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from flowtrim.formats.bpmn.attachments import data_of
from flowtrim.formats.bpmn.elements import EVENT_DEFINITIONS
from flowtrim.formats.bpmn.import_notes import TERMINATE, reason_and_note
from flowtrim.formats.bpmn.messages import Contact
from flowtrim.formats.bpmn.records import Node, Scan, bare
from flowtrim.formats.bpmn.scan import definitions_of
from flowtrim.formats.bpmn.xml import cardinality, clean, documentation_of, local, whole_text, without_markup
from flowtrim.model import Repetition

if TYPE_CHECKING:
    from lxml.etree import _Element

_REFERENCES = ("messageRef", "signalRef", "errorRef", "escalationRef")


def remarks(
    found: Scan, node: Node, *, annotations: Iterable[str], contacts: Iterable[Contact]
) -> tuple[str | None, str | None]:
    """Return the reason of a node, where its documentation is marked as one, and everything else as its note."""
    texts = documentation_of(node.said)
    why, notes = reason_and_note(texts if node.mark else map(without_markup, texts))
    if node.mark is None:  # where our writer drew messages, the step itself says whom it informs
        notes += [
            *_loops(found, node),
            *_message(found, node),
            *_triggers(found, node),
            *(each.words for each in contacts),
        ]
    notes += annotations
    return why, "\n".join(notes) or None


def _loops(found: Scan, node: Node) -> Iterator[str]:
    for child in node.said:
        if local(child) == "standardLoopCharacteristics":
            yield _told("Repeated", whole_text(child))
        elif local(child) == "multiInstanceLoopCharacteristics" and cardinality(child) is None:
            in_turn = child.get("isSequential") in ("true", "1")
            yield _told(
                "Done several times, " + ("one after the other" if in_turn else "side by side"), _each(found, child)
            )


def _each(found: Scan, several: _Element) -> str:
    """Return for what, and until when, an activity is done several times, by names and not by ids."""
    said = (data_of(found, [whole_text(each)]) if _is_reference(each) else [whole_text(each)] for each in several)
    items = [clean(each.get("name")) for each in several if local(each) == "inputDataItem"]
    return ", ".join(dict.fromkeys(filter(None, [*items, *(word for words in said for word in words)])))


def _is_reference(element: _Element) -> bool:
    return local(element) in ("loopDataInputRef", "loopDataOutputRef")


def repetition(found: Scan, node: Node) -> Repetition | None:
    """Return how often an activity is done, and for each of what; None where it is done once, or nobody says how often.

    What it is done for is named by the item that each instance takes, else by the data that they come from.
    """
    for child in node.said:
        count = cardinality(child) if local(child) == "multiInstanceLoopCharacteristics" else None
        if count is not None:
            item = next((clean(each.get("name")) for each in child if local(each) == "inputDataItem"), "")
            data = (whole_text(each) for each in child if local(each) == "loopDataInputRef")
            named = next(iter(data_of(found, data)), "")
            in_turn = child.get("isSequential") in ("true", "1")
            return Repetition(item or named or "instance", count, parallel=not in_turn)
    return None


def trigger_words(found: Scan, node: Node) -> str:
    """Return the time or the condition of an event, as it is written."""
    return next((words for each in definitions_of(found, node.said) if (words := whole_text(each))), "")


def _message(found: Scan, node: Node) -> Iterator[str]:
    """Yield what a task sends or waits for, where it says so itself and not on the flow of the message."""
    reference = node.element.get("messageRef")
    name = found.names.get(bare(clean(reference)), "") if reference else ""
    if name and name != node.name:
        yield _told("Message", name)


def occasion(found: Scan, node: Node) -> str | None:
    """Return when an event happens, in words: its name, else what triggers or reaches it, else of which kind it is."""
    return node.name or next(_triggers(found, node), "") or _reaching(found, node) or node.event or None


def _reaching(found: Scan, node: Node) -> str:
    """Return what the message is called that an event waits for."""
    messages = found.messages if node.event == "message" else ()
    return next((each.name for each in messages if each.name and found.node_id(each.target) == node.id), "")


def _triggers(found: Scan, node: Node) -> Iterator[str]:
    """Yield what triggers an event, or what it throws, beyond the kind that its name or its flow already tells."""
    for definition in definitions_of(found, node.said):
        kind = local(definition).removesuffix(EVENT_DEFINITIONS)
        reference = next((bare(clean(definition.get(each))) for each in _REFERENCES if definition.get(each)), "")
        words = " ".join(filter(None, (found.names.get(reference, reference), whole_text(definition))))
        if words and words != node.name:
            yield _told(kind.capitalize(), words)
        elif kind == "terminate" and node.tag == "endEvent":
            yield TERMINATE


def _told(what: str, words: str) -> str:
    return f"{what}: {words}" if words else what


def link_names(node: Node) -> list[str]:
    """Return what a link is called: by its definition, else by its event; one name, empty, where it has none."""
    return [name for name in (node.thrown, node.name) if name] or [""]
