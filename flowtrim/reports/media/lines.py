"""Lines of styled text and how text is laid into them: what every terminal page is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

from flowtrim.reports.media.table_layout import shortened, washed, width, wrapped

Style = Literal["plain", "title", "strong", "good", "bad", "error", "warning", "hint", "dim"]

Span: TypeAlias = tuple[str, Style]

Line: TypeAlias = tuple[Span, ...]

NARROWEST = 24

WIDEST = 100

_TITLE_LINES = 3


def title_lines(name: str, room: int) -> Iterator[Line]:
    """Yield the name of a process as a title; what does not fit into a few lines is cut."""
    return text_lines(shortened(washed(name), _TITLE_LINES * room), room, style="title")


def fitting(line: Line, room: int) -> Iterator[Line]:
    """Yield a line whole where there is room for it, else one thing under the other."""
    if sum(width(text) for text, _ in line) <= room:
        yield line
        return
    for text, style in line:
        yield from text_lines(text.strip(), room, style=style)


def next_lines(steps: Iterable[str], room: int) -> Iterator[Line]:
    """Yield what to do next, numbered."""
    for number, step in enumerate(steps, 1):
        if number == 1:
            yield (("What to do next", "strong"),)
        yield from text_lines(step, room, first=(f"{number}. ", "dim"))


def text_lines(text: str, room: int, *, first: Span = ("", "plain"), style: Style = "plain") -> Iterator[Line]:
    """Yield a text wrapped behind what stands before its first line; the other lines are indented as deep."""
    indent = width(first[0])
    head: Span = first
    for line in wrapped(washed(text), room - indent):
        yield tuple(span for span in (head, (line, style)) if span[0])
        head = (" " * indent, "plain")


def phrase_lines(phrases: Iterable[str], room: int, *, first: Span) -> Iterator[Line]:
    """Yield phrases set behind each other, a line's end between them and never inside while they are short enough."""
    indent = width(first[0])
    head, line = first, ""
    for piece in (line for phrase in phrases for line in wrapped(washed(phrase), room - indent)):
        joined = f"{line} · {piece}" if line else piece
        if width(joined) > room - indent:
            yield head, (line, "plain")
            head, joined = (" " * indent, "plain"), piece
        line = joined
    yield head, (line, "plain")
