"""The text of a file with pieces cut out and put in: what is not touched stays as it is, to the last byte."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from flowtrim.formats.nodes import Entries, Items, Node, Scalar
from flowtrim.formats.yaml_words import entry, inline, item
from flowtrim.model import longest_run

_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'", re.DOTALL)


class Page:
    """Collects changes to a text at the places of its nodes, then makes them all at once."""

    def __init__(self, text: str) -> None:
        self.text = text
        # only signs that occur are looked for: the search for one that does not would go through all of the text
        self._breaks_used = [sign for sign in "\r\n" if sign in text]
        self._newline = "\r\n" if "\r\n" in text else (self._breaks_used or ["\n"])[-1]
        self._splices: list[tuple[int, int, str]] = []

    def result(self) -> str:
        """Return the text with all changes made."""
        parts, done = [], 0
        for start, end, new in sorted(self._splices, key=lambda splice: splice[:2]):
            parts += [self.text[done:start], new]
            done = max(done, end)
        return "".join([*parts, self.text[done:]])

    def set_value(self, node: Node, key: str, value: Any, *, flow: bool) -> None:
        """Put another value under a key; ``flow`` says that the mapping stands in braces."""
        start, end = node.start, true_end(node, self.text)
        lines = [f" {inline(value)}"] if flow else self._value_lines(node.key, key, value)
        if len(lines) == 1 and end > start and not self._breaks(start, end):
            self._put(start, end, lines[0][1:])
            return
        colon = self._colon(node.key, key) + 1
        if lines[0] or self._breaks(colon, end):
            self._put(colon, end, self._newline.join(lines))
        else:  # all of the value stands below: a comment beside the key stays there
            self._put(colon, end, "")
            below = self._line_end(end)
            self._put(below, below, self._newline.join(lines))

    def replace(self, node: Node, value: Any) -> None:
        """Put another value in the place of one that stands in a list."""
        self._put(node.start, true_end(node, self.text), inline(value))

    def add_keys(
        self, mapping: Entries, after: str, new: dict[str, Any], *, gaps: frozenset[str] = frozenset()
    ) -> None:
        """Put new keys right after one that stays; those in ``gaps`` get an empty line above them."""
        anchor = mapping.nodes[after]
        end = true_end(anchor, self.text)
        if mapping.flow:
            self._put(end, end, "".join(f", {inline({key: value})[1:-1]}" for key, value in new.items()))
            return
        indent = " " * self._column(anchor.key)
        lines = [line for key, value in new.items() for line in [""] * (key in gaps) + entry(key, value, indent)]
        place = self._line_end(end)
        self._put(place, place, "".join(self._newline + line for line in lines))

    def remove_keys(self, mapping: Entries, gone: Iterable[str]) -> None:
        """Take keys out, each with its value; at least one key has to stay."""
        gone = set(gone)
        nodes = list(mapping.nodes.items())
        kept = [index for index, (key, _) in enumerate(nodes) if key not in gone]
        for index, (key, node) in enumerate(nodes):
            if key not in gone:
                continue
            if index > kept[-1]:
                self._cut_tail(mapping, true_end(nodes[kept[-1]][1], self.text), node)
            elif mapping.flow or (index < kept[0] and not self._begins_line(nodes[0][1].key)):
                self._put(node.key, nodes[index + 1][1].key, "")
            else:
                self._cut_lines(node.key, true_end(node, self.text))

    def arrange(self, sequence: Items, wanted: list[int | Any]) -> None:
        """Let a list hold these entries: numbers are entries it has now, anything else is new; some entry stays."""
        (self._arrange_flow if sequence.flow else self._arrange_block)(sequence, wanted)

    def _arrange_flow(self, sequence: Items, wanted: list[int | Any]) -> None:
        nodes = sequence.nodes
        gap = self.text[true_end(nodes[0], self.text) : nodes[1].start] if len(nodes) > 1 else ", "
        parts = [self._raw(nodes[each]) if isinstance(each, int) else inline(each) for each in wanted]
        between = ", " if "#" in gap else gap
        self._put(nodes[0].start, true_end(nodes[-1], self.text), between.join(parts))

    def _raw(self, node: Node) -> str:
        return self.text[node.start : true_end(node, self.text)]

    def _arrange_block(self, sequence: Items, wanted: list[int | Any]) -> None:
        spans = self._item_spans(sequence)
        known = [each for each in wanted if isinstance(each, int)]
        stable = {known[place] for place in longest_run(known)}
        for index in sorted(set(range(len(spans))) - stable):
            self._cut_item(spans, index, leading=index < min(stable))
        place, fresh = spans[0][0], True
        airy = any(self._is_blank_above(span[0]) for span in spans[1:])
        indent = " " * (sequence.start - self._line_start(sequence.start))
        for each in wanted:
            if isinstance(each, int) and each in stable:
                place, fresh = spans[each][1], False
                continue
            old = isinstance(each, int)
            lines = [self.text[slice(*spans[each])]] if old else item(each, indent)
            chunk = self._newline.join([*lines, ""] if fresh else ["", *lines])
            air = self._newline if airy else ""
            self._put(place, place, chunk + air if fresh else air + chunk)

    def _item_spans(self, sequence: Items) -> list[tuple[int, int]]:
        """Return the span of each entry, from the line of its dash to the end of its last line."""
        column, spans, floor = sequence.start - self._line_start(sequence.start), [], sequence.start
        for node in sequence.nodes:
            dash = self._dash(node, column, floor)
            floor = true_end(node, self.text)
            spans.append((dash, self._line_end(floor)))
        return spans

    def _dash(self, node: Node, column: int, floor: int) -> int:
        line = self._line_start(node.start)
        while line > floor and self.text[line : line + column + 1] != " " * column + "-":
            line = self._line_start(line - 1)
        return line

    def _cut_item(self, spans: list[tuple[int, int]], index: int, *, leading: bool) -> None:
        """Cut an entry, and the gap to its neighbour unless somebody wrote a comment there."""
        start, end = spans[index]
        gap = (end, spans[index + 1][0]) if leading else (spans[index - 1][1], start)
        if self.text[slice(*gap)].strip():
            self._put(start, self._next_line(end), "")
        else:
            self._put(min(start, gap[0]), max(end, gap[1]), "")

    def _cut_tail(self, mapping: Entries, before: int, node: Node) -> None:
        """Cut a key after which none stays: in braces with the comma before it."""
        if mapping.flow:
            self._put(before, true_end(node, self.text), "")
        else:
            self._cut_lines(node.key, true_end(node, self.text))

    def _cut_lines(self, start: int, end: int) -> None:
        """Cut whole lines; the text then still ends as it ended."""
        first, after = self._line_start(start), self._next_line(end)
        if after == len(self.text) and not self.text.endswith(("\n", "\r")) and first:
            first = self._line_end(self._line_start(first - 1))
        self._put(first, after, "")

    def _value_lines(self, key_at: int, key: str, value: Any) -> list[str]:
        first, *rest = entry(key, value, " " * self._column(key_at))
        return [first[self._column(key_at) + len(entry(key, "x")[0]) - 2 :], *rest]

    def _colon(self, key_at: int, key: str) -> int:
        quoted = _QUOTED.match(self.text, key_at)
        return self.text.index(":", quoted.end() if quoted else key_at + len(key))

    def _put(self, start: int, end: int, new: str) -> None:
        self._splices.append((start, end, new))

    def _line_start(self, offset: int) -> int:
        return max((self.text.rfind(sign, 0, offset) for sign in self._breaks_used), default=-1) + 1

    def _line_end(self, offset: int) -> int:
        ends = (self.text.find(sign, offset) for sign in self._breaks_used)
        return min((end for end in ends if end >= 0), default=len(self.text))

    def _next_line(self, offset: int) -> int:
        end = self._line_end(offset)
        return end + (2 if self.text.startswith("\r\n", end) else 1 if end < len(self.text) else 0)

    def _column(self, offset: int) -> int:
        return offset - self._line_start(offset)

    def _begins_line(self, offset: int) -> bool:
        return not self.text[self._line_start(offset) : offset].strip()

    def _breaks(self, start: int, end: int) -> bool:
        return self._line_end(start) < end

    def _is_blank_above(self, line_start: int) -> bool:
        above = self._line_start(max(line_start - 1, 0))
        return not self.text[above:line_start].strip()


def true_end(node: Node, text: str) -> int:
    r"""Return where a value ends; the mark of a block that YAML gives lies further down, after comments and gaps.

    >>> from flowtrim.formats.nodes import Scalar
    >>> true_end(Scalar("a", 3, 9, plain=False), "x: |\n  a\n\n")
    8
    """
    while not isinstance(node, Scalar) and not node.flow:
        children = node.nodes if isinstance(node, Items) else tuple(node.nodes.values())
        if not children:
            break
        node = children[-1]
    return node.start + len(text[node.start : node.end].rstrip())
