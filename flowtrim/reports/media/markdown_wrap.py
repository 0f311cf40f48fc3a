"""Markdown of our own set to a width: it stays Markdown, and an example in it stays YAML that says the same."""

from __future__ import annotations

from collections.abc import Iterator

from flowtrim.reports.media.table_layout import wrapped

_FENCE = "```"


def refilled(text: str, columns: int) -> str:
    r"""Return headings, paragraphs and fenced YAML with no line longer than the columns, as far as words allow it.

    >>> refilled("One reason\nis not another.", 20)
    'One reason is not\nanother.\n'
    """
    return "\n".join(_lines(text.splitlines(), columns))


def _lines(lines: list[str], columns: int) -> Iterator[str]:
    paragraph: list[str] = []
    fenced = False
    for line in [*lines, ""]:
        alone = fenced or not line or line.startswith((_FENCE, "#"))
        if not alone:
            paragraph.append(line)
            continue
        if paragraph:
            yield from wrapped(" ".join(paragraph), columns)
            paragraph.clear()
        fenced ^= line.startswith(_FENCE)
        yield from _continued(line, columns) if fenced else wrapped(line, columns)


def _continued(line: str, columns: int) -> Iterator[str]:
    """Yield a line of YAML, its further parts deeper than its key: there a new line counts as a blank."""
    deeper = " " * (len(line) - len(line.lstrip(" -")) + 2)
    room = max(columns - len(deeper), 1)
    first, *rest = wrapped(line, columns)
    yield first
    for part in wrapped(line[len(first) :].strip(), room) if rest else ():
        yield deeper + part
