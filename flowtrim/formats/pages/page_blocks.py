"""The blocks of a page: headings, paragraphs, lists, tables and flowcharts, each with its line and its section."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from markdown_it.token import Token

Section = tuple[str, ...]
"""The headings that a block stands below, the outermost first."""


class Words(Struct, frozen=True):
    """A text without the marks of Markdown; ``bold`` is what it begins with in bold, ``link`` that it is but a link.

    ``lines`` are its lines as they were written, where it has several.
    """

    text: str
    bold: str = ""
    link: bool = False
    lines: tuple[str, ...] = ()


class Heading(Struct, frozen=True):
    """A heading, with its level from 1."""

    level: int
    words: Words
    line: int
    section: Section = ()


class Paragraph(Struct, frozen=True):
    """A paragraph."""

    words: Words
    line: int
    section: Section = ()


class Item(Struct, frozen=True):
    """An item of a list, and what stands inside of it: paragraphs and the items of further lists."""

    words: Words
    line: int
    inner: Sequence[Words] = ()


class Items(Struct, frozen=True):
    """A list; ``ordered`` is the number that it begins with, nothing where it has none."""

    items: Sequence[Item]
    ordered: int
    line: int
    section: Section = ()


class Table(Struct, frozen=True):
    """A table: its rows, the headings first; ``lines`` are theirs, ``spans`` those with what a cell above says."""

    rows: Sequence[Sequence[str]]
    lines: Sequence[int]
    section: Section = ()
    spans: frozenset[tuple[int, str]] = frozenset()


class Diagram(Struct, frozen=True):
    """What stands in a fence that names Mermaid, and the line of its first line."""

    text: str
    line: int
    section: Section = ()


Block = Heading | Paragraph | Items | Table | Diagram


class Page(Struct, frozen=True):
    """A page: its blocks in order, the title that its front matter gives it, and the other keys there."""

    blocks: Sequence[Block]
    title: str | None = None
    front: Mapping[str, str] = {}


_FRONT = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_TITLE = re.compile(r"^title[ \t]*:[ \t]*(\S.*?)[ \t]*$", re.MULTILINE | re.IGNORECASE)
_OTHER_FENCES = (
    (re.compile(r"[ \t]*:::+[ \t]*\{?\.?mermaid\b.*"), re.compile(r"[ \t]*:::+[ \t]*")),
    (re.compile(r"[ \t]*\{\{[<%][ \t]*mermaid\b.*"), re.compile(r"[ \t]*\{\{[<%][ \t]*/[ \t]*mermaid\b.*")),
    (re.compile(r"""[ \t]*<(?:div|pre)\b[^>]*\bclass=["'][^"']*\bmermaid\b[^>]*>[ \t]*"""), re.compile(r"[ \t]*</.*")),
)
"""Fences that are none of Markdown: those of wikis, of site generators, and of HTML."""
_RULER = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_MERMAID = re.compile(r"\{?\s*\.?mermaid\b", re.IGNORECASE)
_MARK_OF_A_TASK = re.compile(r"\[[ xX]\]\s+")
_EMOJI = re.compile(r":[a-z][a-z0-9_+-]*:|[\U0001f300-\U0001faff\u2600-\u27bf]\ufe0f?")
_FOOTNOTE = re.compile(r"\[\^[^\]]{0,80}\]|\s*[¹²³⁰-⁹]+(?=\s|$)")


def read_page(text: str) -> Page:
    """Return the blocks of a page."""
    from markdown_it import MarkdownIt

    front = _FRONT.match(text)
    title = _TITLE.search(front[1]) if front else None
    if front:
        text = "\n" * front[0].count("\n") + text[front.end() :]
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse("\n".join(_mended(text.split("\n"))))
    return Page(tuple(_Blocks(tokens)), title[1].strip("\"'") if title else None, _keys(front[1]) if front else {})


def _keys(front: str) -> dict[str, str]:
    """Return the plain keys of front matter with their values: what stands deeper inside of it is left out."""
    found = (_FRONT_KEY.fullmatch(line) for line in front.splitlines())
    return {key[1].replace("_", " "): key[2].strip("\"'") for key in found if key}


_FRONT_KEY = re.compile(r"([^\W\d_][\w -]{0,40}?)[ \t]*:[ \t]*(\S.*?)[ \t]*")


def _mended(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines with every fence written as Markdown has it, and rulers of tables as wide as their headings."""
    closing, before, in_table = None, "", False
    for line in lines:
        # a blank line ends a piece of HTML, and with it its table
        in_table = (in_table or "<table" in line.casefold()) and "</table" not in line.casefold()
        if in_table and not line.strip():
            yield "<!-- -->"
            continue
        opened = None if closing else next((end for begin, end in _OTHER_FENCES if begin.fullmatch(line)), None)
        if opened:
            closing, before = opened, "```mermaid"
        elif closing and closing.fullmatch(line):
            closing, before = None, "```"
        elif "|" in line and "|" in before and _RULER.fullmatch(line):
            before = "|" + "---|" * (len(re.findall(r"(?<!\\)\|", before.strip().strip("|"))) + 1)
        else:
            before = line if closing else _EAST_ASIAN_ITEM.sub(_item_mark, line)
        yield before


_EAST_ASIAN_ITEM = re.compile(r"^([ \t]*)(?:([0-9０-９]{1,2})[、．]|([①-⑳]))[ \t]*(?=\S)")


def _item_mark(found: re.Match[str]) -> str:
    """Return the mark of an item that is written as East Asian texts number theirs, as Markdown has it."""
    return f"{found[1]}{int(found[2]) if found[2] else ord(found[3]) - ord('①') + 1}. "


class _Blocks:
    """Turns the tokens of the parser into blocks."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._headings: list[tuple[int, str]] = []

    def __iter__(self) -> Iterator[Block]:
        at = 0
        while at < len(self._tokens):
            token, end = self._tokens[at], self._end(at)
            yield from self._block(token, self._tokens[at + 1 : end])
            at = end + 1

    def _end(self, at: int) -> int:
        """Return where the block that opens here closes."""
        depth = 0
        for number in range(at, len(self._tokens)):
            depth += self._tokens[number].nesting
            if depth == 0:
                return number
        return len(self._tokens) - 1

    def _block(self, token: Token, inner: Sequence[Token]) -> Iterator[Block]:
        section, line = tuple(text for _, text in self._headings), (token.map or [0])[0] + 1
        if token.type == "heading_open":
            level, words = int(token.tag[1]), words_of(inner[0])
            self._headings = [each for each in self._headings if each[0] < level]
            yield Heading(level, words, line, tuple(text for _, text in self._headings))
            self._headings.append((level, words.text))
        elif token.type == "paragraph_open":
            yield Paragraph(words_of(inner[0]), line, section)
        elif token.type == "table_open":
            yield _table(inner, section)
        elif token.type in ("ordered_list_open", "bullet_list_open"):
            yield Items(tuple(_items(inner)), int(token.type[0] == "o" and token.attrs.get("start", 1)), line, section)
        elif token.type == "html_block" and "<table" in token.content.casefold():
            yield from _html_tables(token.content, line, section)
        elif token.type == "blockquote_open":
            yield from (replaced for replaced in _Blocks(inner) if isinstance(replaced, Table | Items))
        for each in (token, *inner):
            if each.type == "fence" and _MERMAID.match(each.info.strip()):
                yield Diagram(each.content, (each.map or [0])[0] + 2, section)


def _table(inner: Sequence[Token], section: Section) -> Table:
    starts = [number for number, token in enumerate(inner) if token.type == "tr_open"]
    ends = pairwise([*starts, len(inner)])
    cells = [[words_of(each) for each in inner[at:end] if each.type == "inline"] for at, end in ends]
    rows = [["\n".join(words.lines) or words.text for words in row] for row in cells]
    return Table(rows, [(inner[at].map or [0])[0] + 1 for at in starts], section)


def _html_tables(text: str, line: int, section: Section) -> Iterator[Table]:
    """Yield the tables of a piece of HTML; a cell that spans rows stands in each of them."""
    from lxml import html

    for table in html.fragment_fromstring(_HTML_BREAK.sub(_BREAK, text), create_parent=True).iter("table"):
        rows: list[list[str]] = []
        lines: list[int] = []
        spans: dict[int, tuple[int, str]] = {}
        spanned: set[tuple[int, str]] = set()
        for row in table.iter("tr"):
            lines.append(line + (row.sourceline or 1) - 1)
            spanned |= {(lines[-1], text) for left, text in spans.values() if left}
            rows.append(_html_row([cell for cell in row if cell.tag in ("td", "th")], spans))
        if rows and not any(each is not table for each in table.iter("table")):
            yield Table(rows, lines, section, frozenset(spanned))


def _html_row(cells: Sequence[Any], spans: dict[int, tuple[int, str]]) -> list[str]:
    """Return the cells of a row; ``spans`` tells for how many more rows a text stands in a column."""
    row: list[str] = []

    def go_on() -> None:
        while spans.get(len(row), (0, ""))[0]:
            left, text = spans[len(row)]
            spans[len(row)] = (left - 1, text)
            row.append(text)

    for cell in cells:
        go_on()
        text = "\n".join(filter(None, map(_clean, str(cell.text_content()).split(_BREAK))))
        for number in range(_span(cell.attrib, "colspan")):
            spans[len(row)] = (_span(cell.attrib, "rowspan") - 1, text if number == 0 else "")
            row.append(text if number == 0 else "")
    go_on()
    return row


def _span(given: Mapping[str, str], key: str) -> int:
    told = given.get(key, "1").strip()
    return min(int(told), _MOST_SPANNED) if told.isdecimal() and told.isascii() and 0 < len(told) < 6 else 1


_MOST_SPANNED = 100
_HTML_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_BREAK = "\ue000"  # stands for a break while the blanks of a cell are made one


def _items(inner: Sequence[Token]) -> Iterator[Item]:
    """Yield the items of a list; the first paragraph of each is what it says, all others tell more."""
    depth, line = 0, 0
    texts: list[Words] = []
    for token in inner:
        depth += token.nesting
        if token.type == "list_item_open" and depth == 1:
            texts, line = [], (token.map or [0])[0] + 1
        elif token.type == "inline":
            texts.append(words_of(token))
        elif token.type == "list_item_close" and depth == 0 and texts:
            yield Item(texts[0], line, tuple(texts[1:]))


def words_of(token: Token) -> Words:
    """Return what an inline token says; breaks are blanks, and pictures say what is written for those who see none."""
    said: list[str] = []
    bold, depth, links, other = "", 0, 0, False
    for child in token.children or ():
        if child.type == "strong_open" and not "".join(said).strip():
            depth = 1
        elif child.type == "strong_close":
            depth = 0
        text = _said(child)
        links += child.nesting if child.type.startswith("link") else 0
        other = other or bool(text.strip() and not links)
        bold += text if depth else ""
        said.append(text)
    text = "".join(said)
    lines = tuple(filter(None, map(_clean, text.split("\n"))))
    return Words(_clean(text), _clean(bold), not other and bool(text.strip()), lines if len(lines) > 1 else ())


def _said(child: Token) -> str:
    if child.type in ("text", "code_inline", "image", "text_special"):
        return child.content
    breaks = child.type in ("softbreak", "hardbreak") or (child.type == "html_inline" and child.content[:3] == "<br")
    return "\n" if breaks else ""


def _clean(text: str) -> str:
    said = _MARK_OF_A_TASK.sub("", " ".join(text.split()), count=1)
    return said if _EMOJI.fullmatch(said) else " ".join(_FOOTNOTE.sub("", _EMOJI.sub("", said)).split())
