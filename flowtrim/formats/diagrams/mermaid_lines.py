"""The statements of a Mermaid text, each with its line: quotes, braces and descriptions may run over several lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_QUOTED = re.compile(r'"[^"]*"')
_OPENED = re.compile(r"@\{[^}]*$|^\s*accDescr\s*\{[^}]*$")
_LONGEST = 40
"""Lines that one statement may run over; a quote that is never closed is a slip of its own line."""


def front_matter(lines: Sequence[str]) -> tuple[str, int]:
    """Return the title before a diagram, empty where there is none, and the number of lines it takes."""
    title = ""
    if not lines or lines[0].strip() != "---":
        return title, 0
    for number, line in enumerate(lines[1:], 1):
        if line.strip() == "---":
            return title, number + 1
        if found := re.match(r"\s*title:\s*(.*)", line):
            title = found[1].strip().strip("\"'")
    return title, 0


def whole_lines(lines: Sequence[str], start: int) -> Iterator[tuple[int, str]]:
    """Yield the lines that say something, what belongs together as one; remarks are left out."""
    held: list[tuple[int, str]] = []
    for number, line in enumerate(lines[start:], start + 1):
        held.append((number, line.strip()))
        text = "\n".join(part for _, part in held)
        if _is_open(text) and len(held) < _LONGEST:
            continue
        yield from held if _is_open(text) else [(held[0][0], text)]
        held = []
    yield from held


def _is_open(text: str) -> bool:
    """Whether more lines belong to a text."""
    if text.startswith("%%"):
        return text.startswith("%%{") and "}%%" not in text
    bare = _QUOTED.sub("", text)
    return '"' in bare or bool(_OPENED.search(bare))


def statements(line: str) -> list[str]:
    """Cut a line at its semicolons, those in quotes and of written signs (#35;) apart.

    >>> statements('a["1; 2"] --> b; b --> c')
    ['a["1; 2"] --> b', 'b --> c']
    """
    parts = re.split(r"((?:[^;\"#]|\"[^\"]*\"|#\w+;|[#\"])+)", line)
    return [part.strip() for part in parts if part.strip(" ;\t\n")]
