"""YAML read event by event into a tree: every value keeps its text and its place, and nothing in it can run.

The words of a value are left alone here (``no`` stays a word): what they mean is for the field that reads them.
Tags, merge keys, several documents in one file, deep nesting and aliases that explode are refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, NoReturn

import yaml
from msgspec.structs import replace

from flowtrim.formats.characters import first_unreadable
from flowtrim.formats.nodes import Entries, Items, Node, Scalar
from flowtrim.formats.problems import Reading
from flowtrim.sentences import quoted

DEEPEST = 60
TOO_DEEP = f"This is nested more than {DEEPEST} deep; a process file never is."
HEAVIEST = 1_000_000
"""Letters that all aliases together may stand for; a value of one letter costs as well."""
_ALIAS = 10
"""Letters that an alias counts for beside what it stands for."""

# YAML 1.1 ends lines at these signs, also in the middle of a pasted sentence; YAML 1.2 and editors do not.
DISGUISE = {0x85: 0xF8F0, 0x2028: 0xF8F1, 0x2029: 0xF8F2}
UNDISGUISE = {mask: sign for sign, mask in DISGUISE.items()}

Text: Any = yaml.ScalarEvent
FAST: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _Stop(Exception):  # noqa: N818  (not an error: it ends the reading of a file that is already found wrong)
    """The rest of the file cannot be read sensibly."""


def load_tree(reading: Reading, parser: Any = FAST) -> Node | None:
    """Read the text of a file as one tree; what is wrong is noted in the reading.

    None where there is nothing, or where the file cannot be read to its end.
    """
    builder = _Builder(reading)
    with suppress(_Stop):
        return builder.build(parser)
    return None


class _Builder:
    """Builds the tree from the events, with its own stack: nesting cannot overflow anything.

    What a mapping or list holds is first gathered as it comes, a text as the event that brings it; it becomes nodes,
    and keys find their values, when the mapping or list ends.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._here: list[Any] = []
        self._open: list[tuple[Items | Entries, str | None, list[Any], int]] = []
        self._anchors: dict[str, tuple[Any, int] | None] = {}
        self._inside = 0
        self._aliased = 0
        self._documents = 0

    def build(self, parser: Any) -> Node | None:
        """Go through all events; a file that is not YAML is one problem, since nobody knows what follows."""
        text = self._reading.text
        disguised = any(chr(sign) in text for sign in DISGUISE) and not any(chr(mask) in text for mask in UNDISGUISE)
        try:
            events = iter(parser(text.translate(DISGUISE) if disguised else text).get_event, None)
            self._go_through(map(_undisguised, events) if disguised else events)
        except yaml.MarkedYAMLError as refusal:
            self._stop(*_told(refusal, self._reading.text))
        except (yaml.YAMLError, ValueError) as refusal:
            self._stop(*_unreadable_sign(self._reading.text, refusal))
        return _node(self._here[0]) if self._here else None

    def _go_through(self, events: Iterator[Any]) -> None:
        act: dict[type, Callable[[Any], None]] = {
            yaml.MappingStartEvent: self._mapping,
            yaml.SequenceStartEvent: self._sequence,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        for event in events:
            if type(event) is Text:
                self._here.append(event)
                if event.tag is not None or event.anchor is not None:
                    self._marked(event)
            elif (step := act.get(type(event))) is not None:
                step(event)

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            self._stop(event.start_mark.index, "A file holds one process; a second document ('---') begins here.")

    def _marked(self, event: Any) -> None:
        if event.tag is not None:
            self._refuse_tag(event)
        if event.anchor is not None:
            self._anchors[event.anchor] = (event, len(event.value))

    def _mapping(self, event: Any) -> None:
        self._begin(Entries({}, event.start_mark.index, 0, event.flow_style), event)

    def _sequence(self, event: Any) -> None:
        self._begin(Items([], event.start_mark.index, 0, event.flow_style), event)

    def _begin(self, node: Items | Entries, event: Any) -> None:
        if event.tag is not None:
            self._refuse_tag(event)
        if len(self._open) >= DEEPEST:
            self._stop(node.start, TOO_DEEP)
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        self._here.append(node)
        self._open.append((node, event.anchor, self._here, self._inside))
        self._here, self._inside = [], 0

    def _close(self, event: Any) -> None:
        node, anchor, outside, inside = self._open.pop()
        node.end = event.end_mark.index
        weight = node.end - node.start + self._inside
        if type(node) is Entries:
            self._pair(node.nodes, self._here)
        else:
            node.nodes = list(map(_node, self._here))
        if anchor is not None:
            self._anchors[anchor] = (node, weight)
        self._here, self._inside = outside, inside + self._inside

    def _alias(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        known = self._anchors.get(event.anchor)
        if known is None:
            why = "stands inside what it refers to" if event.anchor in self._anchors else "refers to nothing above it"
            self._stop(start, f"The alias {quoted('*' + event.anchor)} {why}.")
        node, weight = known
        self._aliased += weight + _ALIAS
        self._inside += weight + _ALIAS
        if self._aliased > HEAVIEST:
            self._stop(start, f"The aliases of this file unfold to more than {HEAVIEST:,} letters.")
        if type(node) is Text:
            alias = Text(None, None, node.implicit, node.value, event.start_mark, event.end_mark)
        else:
            alias = replace(node, start=start, end=end, flow=True)  # it is all here on one line, whatever its entries
        self._here.append(alias)

    def _pair(self, nodes: dict[str, Node], flat: list[Any]) -> None:
        for key, value in zip(flat[::2], flat[1::2], strict=True):
            if type(key) is not Text:
                self._reading.add(key.start, "A key must be a word, not a list or a mapping.")
            elif key.value in nodes or (key.value == "<<" and key.implicit[0]):
                self._refuse_key(key, nodes)
            else:
                nodes[key.value] = node = _node(value)
                node.key = key.start_mark.index

    def _refuse_key(self, key: Any, nodes: dict[str, Node]) -> None:
        at = key.start_mark.index
        if key.value not in nodes:
            self._reading.add(at, "The merge key '<<' is not part of the format; write the keys out.")
            return
        line, _ = self._reading.lines.place(nodes[key.value].key)
        said = f"The key {quoted(key.value)} stands twice in one mapping, first on line {line}."
        self._reading.add(at, said)

    def _refuse_tag(self, event: Any) -> None:
        said = f"The tag {quoted(event.tag)} is not part of the format; leave it out."
        self._reading.add(event.start_mark.index, said)

    def _stop(self, offset: int, message: str) -> NoReturn:
        self._reading.add(offset, message)
        raise _Stop


def _node(gathered: Any) -> Node:
    """Return the node of what was gathered: a text becomes one now, the others are already."""
    if type(gathered) is not Text:
        return gathered  # type: ignore[no-any-return]
    return Scalar(gathered.value, gathered.start_mark.index, gathered.end_mark.index, gathered.implicit[0])


def _undisguised(event: Any) -> Any:
    if type(event) is Text:
        event.value = event.value.translate(UNDISGUISE)
    return event


HINTS = {
    "cannot start any token": "A value that begins with this sign needs quotes.",
    "mapping values are not allowed": "Is a value with a colon in it missing its quotes, or a line indented too far?",
    "could not find expected ':'": "A line above may lack its colon.",
    "expected <block end>": "A line may be indented too little or too far.",
    "unexpected end of stream": "A quote that is opened here is never closed.",
    "expected ',' or": "A bracket or brace that is opened above may not be closed, or a comma be missing.",
}
"""What somebody may have done where YAML stumbles with these words."""


def _unreadable_sign(text: str, refusal: Exception) -> tuple[int, str]:
    """Say which sign kept the text from being read at all."""
    found = first_unreadable(text)
    if found is None:
        return 0, f"This is not YAML: {' '.join(str(refusal).split())}."
    return found, f"The character U+{ord(text[found]):04X} cannot stand in a text file; delete it."


def _told(refusal: yaml.MarkedYAMLError, text: str) -> tuple[int, str]:
    """Say where and in one line what YAML stumbled over, and what may have caused it."""
    said = " ".join(", ".join(part for part in (refusal.context, refusal.problem) if part).split())
    unclosed = "end of stream" in said and refusal.context_mark is not None
    mark = refusal.context_mark if unclosed else refusal.problem_mark or refusal.context_mark
    offset = min(mark.index, len(text)) if mark else 0
    if "maximum nesting depth" in said:  # libyaml reads ahead, and may meet its own limit before we meet ours
        return offset, TOO_DEEP
    hint = next((hint for words, hint in HINTS.items() if words in said), "")
    if text[offset : offset + 1] == "\t":
        hint = "YAML indents with spaces, never with tabs."
    return offset, f"This is not YAML: {said}. {hint}".rstrip()
