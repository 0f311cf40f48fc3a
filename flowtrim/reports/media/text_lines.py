"""Text as a terminal sees it: harmless, measured in cells, wrapped to a width, and laid into styled lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Literal, TypeAlias

from flowtrim.sentences import say

_WHITE = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
# The joiners make one emoji of several and shape Indic and Persian words; the Arabic signs are seen.
_SEEN_FORMATS = frozenset("\u200c\u200d\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2")
_CONTROLS = re.compile("[\x7f-\x9f]")
_JOINER = "\u200d"
_AS_PICTURE = "\ufe0f"
_NO_CELL = frozenset({"Mn", "Me", "Cf"})


def washed(text: str) -> str:
    r"""Return the text with everything that could steer a terminal made visible, and on one line.

    Control characters, escape sequences, marks that turn the direction of reading and half characters
    come out as signs; line breaks and tabs as blanks.

    >>> washed("Pay\x1b[31m\nnow \u202eyap")
    'Pay␛[31m now ‹U+202E›yap'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_visible, _WHITE.sub(" ", text)))


_AT_THE_START = re.compile(r"^(\s*):(?=:)", re.MULTILINE)
_ANYWHERE = re.compile(r"##(?=\w*\[)")


def inert(text: str) -> str:
    """Return the text with what the runners of pipelines take for a command pulled apart, for everybody to see.

    GitHub obeys two colons at the start of a line, whatever blanks stand in front; it, Azure and TeamCity obey two hash
    marks before a bracket wherever they stand.

    >>> inert("  ::error::lost"), inert("Pay ##vso[task.complete]"), inert("a::b #1 [2]")
    ('  : :error::lost', 'Pay ## vso[task.complete]', 'a::b #1 [2]')
    """
    return _ANYWHERE.sub("## ", _AT_THE_START.sub(r"\1: ", text)) if "::" in text or "##" in text else text


def inert_json(text: str) -> str:
    r"""Return JSON that says the same without such a command, and without a control character of a terminal.

    >>> inert_json('"##vso[x]\x9b"')
    '"\\u0023#vso[x]\\u009b"'
    """
    calm = _ANYWHERE.sub(r"\\u0023#", text) if "##" in text else text
    return _CONTROLS.sub(lambda sign: f"\\u{ord(sign[0]):04x}", calm)


def _visible(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    hidden = unicodedata.category(character) in {"Cc", "Cf", "Cs"} and character not in _SEEN_FORMATS
    return f"‹U+{code:04X}›" if hidden else character


def width(text: str) -> int:
    """Return how many cells of a terminal the text takes.

    >>> width("bill"), width("账单"), width("é"), width("👩‍💻")
    (4, 4, 1, 2)
    """
    if text.isascii():
        return len(text)
    return sum(cells for _, cells in _clusters(text))


def _clusters(text: str) -> Iterator[tuple[str, int]]:
    """Yield what the eye takes for one character, with its cells."""
    cluster, cells = "", 0
    for character in text:
        joined = cluster.endswith(_JOINER)
        if cluster and (joined or unicodedata.category(character) in _NO_CELL):
            cluster += character
            cells = 2 if character == _AS_PICTURE else cells
            continue
        if cluster:
            yield cluster, cells
        cluster = character
        cells = (
            0 if unicodedata.category(character) in _NO_CELL else 1 + (unicodedata.east_asian_width(character) in "WF")
        )
    if cluster:
        yield cluster, cells


def wrapped(text: str, columns: int) -> list[str]:
    """Return the text cut into lines of at most so many cells, between words where there are any.

    Chinese and Japanese may break between any two characters, a word longer than a line is cut.

    >>> wrapped("Only the customer can say", 12)
    ['Only the', 'customer can', 'say']
    >>> wrapped("账单为什么这么高", 8)
    ['账单为什', '么这么高']
    """
    if len(text) <= columns and text.isascii():
        return [text.rstrip(" ")]
    lines, line, room = [], "", max(2, columns)
    for piece in _pieces(text, max(2, columns)):
        cells = width(piece.rstrip(" "))
        if cells > room and line:
            lines.append(line.rstrip(" "))
            line, room = "", max(2, columns)
        line += piece
        room -= width(piece)
    return [*lines, line.rstrip(" ")]


def _pieces(text: str, columns: int) -> Iterator[str]:
    """Yield the stretches that stay together, each with the blanks that follow it."""
    piece, cells = "", 0
    for cluster, size in _clusters(text):
        if piece and (cells + size > columns or _may_break(piece, cluster, size)):
            yield piece
            piece, cells = "", 0
        piece += cluster
        cells += 0 if cluster == " " else size
    if piece:
        yield piece


def _may_break(piece: str, cluster: str, size: int) -> bool:
    """Whether a line may end between the two: after a blank, or before a wide letter or opening bracket."""
    if piece.endswith(" "):
        return cluster != " "
    opens = unicodedata.category(cluster[0]) == "Ps"
    after_opening = unicodedata.category(piece[-1]) == "Ps" or piece[-1] in "'\""
    return size > 1 and not after_opening and (opens or cluster[0].isalnum())


def shortened(text: str, columns: int) -> str:
    """Return the text cut to so many cells, between words where there are any, with an ellipsis for what is cut.

    >>> shortened("Answer a billing question", 10), shortened("Answer a billing question", 13)
    ('Answer a…', 'Answer a…')
    """
    if width(text) <= columns:
        return text
    kept, room = "", columns - 1
    for cluster, cells in _clusters(text):
        room -= cells
        if room < 0:
            kept = kept if cluster == " " else _without_a_torn_word(kept)
            break
        kept += cluster
    return kept.rstrip(" ,;:") + "…"


def shortened_path(path: str, columns: int) -> str:
    """Return a path cut to so many cells at its beginning: the end tells files apart.

    >>> shortened_path("samples/billing-question/process.yml", 20)
    '…uestion/process.yml'
    """
    if width(path) <= columns:
        return path
    kept, room = "", columns - 1
    for cluster, cells in reversed(list(_clusters(path))):
        room -= cells
        if room < 0:
            break
        kept = cluster + kept
    return "…" + kept


def _without_a_torn_word(text: str) -> str:
    """Leave out the last word, unless that is much of the text."""
    words = text.rpartition(" ")[0]
    return words if len(words) > len(text) // 2 else text


def padded(text: str, columns: int) -> str:
    """Return the text filled up with blanks to so many cells."""
    return text + " " * (columns - width(text))


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


def next_lines(steps: Iterable[str], room: int, _: Callable[[str], str] = str) -> Iterator[Line]:
    """Yield what to do next, numbered."""
    for number, step in enumerate(steps, 1):
        if number == 1:
            yield ((_(say("What to do next")), "strong"),)
        yield from _step_lines(step, room, first=(f"{number}. ", "dim"))


def path_line(path: str, *, indent: int = 0) -> Line:
    """Return a path on a line of its own; it is never broken, or nobody could copy it."""
    return (" " * indent, "plain"), (washed(path), "dim")


def _step_lines(step: str, room: int, *, first: Span) -> Iterator[Line]:
    """Yield a step; a command that does not fit behind it stands unbroken on a line of its own, to be copied."""
    indent = width(first[0])
    words, colon, command = step.partition(": flowtrim ")
    if not colon or width(washed(step)) <= room - indent:
        yield from text_lines(step, room, first=first)
        return
    yield from text_lines(f"{words}:", room, first=first)
    yield (" " * indent, "plain"), (washed(f"flowtrim {command}"), "plain")


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
