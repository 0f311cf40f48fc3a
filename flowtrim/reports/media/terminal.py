"""Lines on a terminal or down a pipe: in colour where somebody looks, as plain text everywhere else."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Literal, TextIO

from flowtrim.reports.media.text_lines import Line, Style, inert, wrapped

if TYPE_CHECKING:
    from rich.console import Console

When = Literal["auto", "always", "never"]

_LOOKS: dict[Style, str] = {
    "plain": "",
    "title": "bold",
    "strong": "bold",
    "good": "bold green",
    "bad": "bold red",
    "error": "red",
    "warning": "yellow",
    "hint": "cyan",
    "dim": "dim",
}
# What a terminal without Unicode can show instead.
_PLAINER = str.maketrans({
    "✗": "x", "✓": "+", "▲": "!", "•": "-", "→": ">", "·": "|", "×": "x", "–": "-", "−": "-", "─": "-",
    "“": '"', "”": '"', "’": "'", "…": "~", "█": "#", "░": ".",
})  # fmt: skip


def wants_colour(stream: TextIO, *, when: When, environment: Mapping[str, str] = os.environ) -> bool:
    """Decide on colour: what was asked for, else NO_COLOR, FORCE_COLOR, a dumb terminal, no terminal, in this order."""
    if when != "auto":
        return when == "always"
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return stream.isatty() and environment.get("TERM") != "dumb"


def write(lines: Iterable[Line], stream: TextIO, *, colour: bool) -> None:
    """Write lines; the letters are the same with colour and without."""
    if colour:
        _paint(lines, stream)
        return
    texts = (inert("".join(text for text, _ in line).rstrip()) for line in lines)
    stream.writelines(spelt(text, stream.encoding) + "\n" for text in texts)


def write_markdown(text: str, stream: TextIO, *, colour: bool, columns: int) -> None:
    """Write a page of Markdown of our own, as wide as the columns: set for reading in colour, as Markdown without."""
    if not colour:
        stream.write(spelt(_refilled(text, columns), stream.encoding))
        return
    from rich.markdown import Markdown

    _console(stream, columns).print(Markdown(text, code_theme="ansi_dark", hyperlinks=False))


def spelt(text: str, encoding: str | None) -> str:
    """Return the text with our signs in plain letters where the encoding has none for them.

    >>> spelt("✗ 6 rides – limit 1", "ascii")
    'x 6 rides - limit 1'
    """
    try:
        text.encode(encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return text.translate(_PLAINER)
    return text


def _paint(lines: Iterable[Line], stream: TextIO) -> None:
    from rich.text import Text

    console = _console(stream)
    for line in lines:
        text = Text.assemble(*((spelt(words, stream.encoding), _LOOKS[style]) for words, style in line))
        if (calm := inert(text.plain)) != text.plain:
            text = Text(calm)  # whoever writes such a thing is shown it without colour
        console.print(text, soft_wrap=True)


def _console(stream: TextIO, columns: int | None = None) -> Console:
    from rich.console import Console

    return Console(
        file=stream,
        width=columns,
        force_terminal=True,
        color_system="standard",
        highlight=False,
        markup=False,
        emoji=False,
        _environ={},
    )


_FENCE = "```"


def _refilled(text: str, columns: int) -> str:
    r"""Return headings, paragraphs and fenced YAML with no line longer than the columns, as far as words allow it.

    >>> _refilled("One reason\nis not another.", 20)
    'One reason is not\nanother.\n'
    """
    return "\n".join(_wrapped_blocks(text.splitlines(), columns))


def _wrapped_blocks(lines: list[str], columns: int) -> Iterator[str]:
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
