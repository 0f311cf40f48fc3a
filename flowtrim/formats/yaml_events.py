"""YAML read event by event into a tree: every value keeps its text and its place, and nothing in it can run.

The words of a value are left alone here (``no`` stays a word): what they mean is for the field that reads them.
Tags, merge keys, several documents in one file, deep nesting and aliases that explode are refused.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

import yaml

from flowtrim.formats.nodes import Entries, Items, Node, Scalar
from flowtrim.formats.reading import Reading, quoted

DEEPEST = 60
HEAVIEST = 100_000

FAST: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _Stop(Exception):  # noqa: N818  (not an error: it ends the reading of a file that is already found wrong)
    """The rest of the file cannot be read sensibly."""


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep the garbage collector still while a tree grows: it would search it again and again for nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def load_tree(reading: Reading, parser: Any = FAST) -> Node | None:
    """Read the text of a file as one tree, None where it is empty; what is wrong is noted in the reading."""
    builder = _Builder(reading)
    with collector_paused(), suppress(_Stop):
        builder.build(parser)
    return builder.root


class _Builder:
    """Builds the tree from the events, with its own stack: nesting cannot overflow anything."""

    def __init__(self, reading: Reading) -> None:
        self.root: Node | None = None
        self._reading = reading
        self._open: list[Items | Entries] = []
        self._keys: list[Scalar | None] = []
        self._anchors: dict[str, tuple[Node, int] | None] = {}
        self._opened: list[tuple[str | None, int]] = []
        self._count = 0
        self._aliased = 0
        self._documents = 0
        self._act: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._mapping,
            yaml.SequenceStartEvent: self._sequence,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }

    def build(self, parser: Any) -> None:
        """Go through all events; a file that is not YAML is one problem, since nobody knows what follows."""
        act = self._act
        try:
            source = parser(self._reading.text)
            while (event := source.get_event()) is not None:
                if (step := act.get(type(event))) is not None:
                    step(event)
        except yaml.MarkedYAMLError as refusal:
            mark = refusal.problem_mark or refusal.context_mark
            offset = min(mark.index, len(self._reading.text)) if mark else 0
            self._reading.add(offset, f"This is not YAML: {_plainly(refusal)}.")
        except (yaml.YAMLError, ValueError) as refusal:
            self._reading.add(0, f"This is not YAML: {' '.join(str(refusal).split())}.")

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            self._stop(event, "A file holds one process; a second document ('---') begins here.")

    def _scalar(self, event: Any) -> None:
        node = Scalar(event.value, event.start_mark.index, event.end_mark.index, event.implicit[0])
        if event.tag is not None:
            self._refuse_tag(event)
        self._count += 1
        if event.anchor is not None:
            self._anchors[event.anchor] = (node, 1)
        self._place(node)

    def _mapping(self, event: Any) -> None:
        self._begin(Entries({}, event.start_mark.index, event.end_mark.index, event.flow_style), event)

    def _sequence(self, event: Any) -> None:
        self._begin(Items([], event.start_mark.index, event.end_mark.index, event.flow_style), event)

    def _begin(self, node: Items | Entries, event: Any) -> None:
        if event.tag is not None:
            self._refuse_tag(event)
        if len(self._open) >= DEEPEST:
            self._stop(event, f"This is nested more than {DEEPEST} deep; a process file never is.")
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        self._place(node)
        self._opened.append((event.anchor, self._count))
        self._count += 1
        self._open.append(node)
        self._keys.append(None)

    def _close(self, event: Any) -> None:
        node = self._open.pop()
        self._keys.pop()
        node.end = event.end_mark.index
        anchor, before = self._opened.pop()
        if anchor is not None:
            self._anchors[anchor] = (node, self._count - before)

    def _alias(self, event: Any) -> None:
        known = self._anchors.get(event.anchor)
        start, end = event.start_mark.index, event.end_mark.index
        if known is None:
            self_made = event.anchor in self._anchors
            why = "stands inside what it refers to" if self_made else "refers to nothing above it"
            self._stop(event, f"The alias {quoted('*' + event.anchor)} {why}.")
            return
        node, weight = known
        self._aliased += weight
        self._count += weight
        if self._aliased > HEAVIEST:
            self._stop(event, f"The aliases of this file unfold to more than {HEAVIEST:,} values.")
        self._place(replace(node, start=start, end=end))

    def _place(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if type(parent) is Items:
            parent.nodes.append(node)
        elif (key := self._keys[-1]) is None:
            self._keys[-1] = self._key(node)
        else:
            self._keys[-1] = None
            self._enter(parent, key, node)

    def _key(self, node: Node) -> Scalar:
        if type(node) is not Scalar:
            self._reading.add(node.start, "A key must be a word, not a list or a mapping.")
            raise _Stop
        return node

    def _enter(self, parent: Items | Entries, key: Scalar, node: Node) -> None:
        assert isinstance(parent, Entries)  # noqa: S101  (the caller has ruled out the list)
        node.key = key.start
        if key.text == "<<" and key.plain:
            self._reading.add(key.start, "The merge key '<<' is not part of the format; write the keys out.")
        elif (first := parent.nodes.get(key.text)) is not None:
            line, _ = self._reading.lines.place(first.key)
            self._reading.add(
                key.start, f"The key {quoted(key.text)} stands twice in one mapping, first on line {line}."
            )
        else:
            parent.nodes[key.text] = node

    def _refuse_tag(self, event: Any) -> None:
        self._reading.add(
            event.start_mark.index, f"The tag {quoted(event.tag)} is not part of the format; leave it out."
        )

    def _stop(self, event: Any, message: str) -> None:
        self._reading.add(event.start_mark.index, message)
        raise _Stop


def _plainly(refusal: yaml.MarkedYAMLError) -> str:
    """Say in one line what PyYAML stumbled over."""
    said = [part for part in (refusal.context, refusal.problem) if part]
    return " ".join(", ".join(said).split()) or "it cannot be read"
