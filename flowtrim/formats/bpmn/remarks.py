"""What a flow node says in words: its documentation, its markers, what triggers it, its messages and annotations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flowtrim.formats.bpmn.elements import EVENT_DEFINITIONS
from flowtrim.formats.bpmn.import_notes import reason_and_note
from flowtrim.formats.bpmn.messages import Contact
from flowtrim.formats.bpmn.records import Node, Scan, bare
from flowtrim.formats.bpmn.scan import definitions_of
from flowtrim.formats.bpmn.xml import cardinality, clean, documentation_of, local, whole_text, without_markup
from flowtrim.model import Repetition

_REFERENCES = ("messageRef", "signalRef", "errorRef", "escalationRef")


def remarks(
    found: Scan, node: Node, *, annotations: Iterable[str], contacts: Iterable[Contact]
) -> tuple[str | None, str | None]:
    """Return the reason of a node, where its documentation is marked as one, and everything else as its note."""
    texts = documentation_of(node.element)
    why, notes = reason_and_note(texts if node.mark else map(without_markup, texts))
    if node.mark is None:  # where our writer drew messages, the step itself says whom it informs
        notes += [*_loops(node), *_message(found, node), *_triggers(found, node), *(each.words for each in contacts)]
    notes += annotations
    return why, "\n".join(notes) or None


def _loops(node: Node) -> Iterator[str]:
    for child in node.element:
        if local(child) == "standardLoopCharacteristics":
            yield _told("Repeated", whole_text(child))
        elif local(child) == "multiInstanceLoopCharacteristics" and cardinality(child) is None:
            in_turn = child.get("isSequential") in ("true", "1")
            yield _told(
                "Done several times, " + ("one after the other" if in_turn else "side by side"), whole_text(child)
            )


def repetition(found: Scan, node: Node) -> Repetition | None:
    """Return how often an activity is done, and for each of what; None where it is done once, or nobody says how often.

    What it is done for is named by the item that each instance takes, else by the data that they come from.
    """
    for child in node.element:
        count = cardinality(child) if local(child) == "multiInstanceLoopCharacteristics" else None
        if count is not None:
            item = next((clean(each.get("name")) for each in child if local(each) == "inputDataItem"), "")
            data = next((whole_text(each) for each in child if local(each) == "loopDataInputRef"), "")
            named = found.data.get(data, "").lstrip("\0")
            in_turn = child.get("isSequential") in ("true", "1")
            return Repetition(item or named or "instance", count, parallel=not in_turn)
    return None


def trigger_words(found: Scan, node: Node) -> str:
    """Return the time or the condition of an event, as it is written."""
    return next((words for each in definitions_of(found, node.element) if (words := whole_text(each))), "")


def _message(found: Scan, node: Node) -> Iterator[str]:
    """Yield what a task sends or waits for, where it says so itself and not on the flow of the message."""
    name = found.names.get(bare(clean(node.element.get("messageRef"))), "")
    if name and name != node.name:
        yield _told("Message", name)


def occasion(found: Scan, node: Node) -> str | None:
    """Return when an event happens, in words: its name, else what triggers it, else of which kind it is."""
    return node.name or next(_triggers(found, node), "") or node.event or None


def _triggers(found: Scan, node: Node) -> Iterator[str]:
    """Yield what triggers an event, or what it throws, beyond the kind that its name or its flow already tells."""
    for definition in definitions_of(found, node.element):
        kind = local(definition).removesuffix(EVENT_DEFINITIONS)
        reference = next((bare(clean(definition.get(each))) for each in _REFERENCES if definition.get(each)), "")
        words = " ".join(filter(None, (found.names.get(reference, reference), whole_text(definition))))
        if words and words != node.name:
            yield _told(kind.capitalize(), words)


def _told(what: str, words: str) -> str:
    return f"{what}: {words}" if words else what
