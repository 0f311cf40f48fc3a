"""Single cells: lists in one cell, and texts that a spreadsheet must not take for formulas."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from flowtrim.formats.tabular.nobody import says_nothing

_FORMULA = re.compile(r"'*[\s\x00-\x1f]*[=+\-@＝＋－＠]|'*[\t\r\n]")
"""What spreadsheets may take for a formula: in East Asia also by full-width signs, and after breaks."""
_ITEM = re.compile(r'\s*(?:"((?:[^"]|"")*)"[^\S\n]*(?=[;\n]|\Z)|([^;\n]*))(?:[;\n]|\Z)')
_WHOLE = re.compile(r'"((?:[^"]|"")*)"')


class Item(NamedTuple):
    """One item of a list in a cell; in quotes it is meant to the letter."""

    text: str
    quoted: bool = False


def join_cell(items: Iterable[str | None]) -> str:
    """Write a list into one cell; nothing at all where no item says anything.

    >>> join_cell(["a", None, "b; c"]), join_cell([None, None]), join_cell(["none"])
    ('a; ; "b; c"', '', '"none"')
    """
    told = list(items)
    return "; ".join(map(_item, told)) if any(item is not None for item in told) else ""


def _item(item: str | None) -> str:
    if item is None:
        return ""
    return _quoted(item) if re.search(r'[;,"\n\r]', item) or _needs_quotes(item) else item


def split_cell(cell: str, *, commas: bool = False) -> list[Item]:
    """Read a list from one cell: items stand apart by semicolons or lines, by commas too where asked for.

    >>> [item.text for item in split_cell('a; ; "b; c"')], [item.text for item in split_cell("a, b", commas=True)]
    (['a', '', 'b; c'], ['a', 'b'])
    """
    if not cell.strip():
        return []
    items = [_found(found) for found in _ITEM.finditer(cell)]
    if items[-1] == Item("") and cell.rstrip()[-1:] != ";":
        items.pop()
    if commas and len(items) == 1 and not items[0].quoted:
        return [Item(item.strip()) for item in re.split(r"[,、，]", items[0].text)]
    return items


def _found(found: re.Match[str]) -> Item:
    return Item(found[2].strip()) if found[1] is None else Item(found[1].replace('""', '"'), quoted=True)


def whole_cell(text: str, *, name: bool = False) -> str:
    """Write a text into a cell of its own, in quotes where the reader would take it for nothing or trim it.

    Of a ``name`` the reader makes one line with single blanks.

    >>> whole_cell("Pay"), whole_cell("none"), whole_cell(" Pay"), whole_cell(""), whole_cell("Front  desk", name=True)
    ('Pay', '"none"', '" Pay"', '""', '"Front  desk"')
    """
    return _quoted(text) if _needs_quotes(text) or (name and one_line(text) != text) else text


def literal(cell: str) -> str | None:
    """Return the text in a cell that has quotes because it needs them; None for any other cell.

    >>> literal('"none"'), literal('"We always did it."')
    ('none', None)
    """
    found = _WHOLE.fullmatch(cell)
    inner = found[1].replace('""', '"') if found else None
    return inner if inner is not None and (_needs_quotes(inner) or one_line(inner) != inner) else None


def one_line(text: str) -> str:
    """Return a name on one line, with single blanks, as it is read from a cell.

    >>> one_line("Take  the   order")
    'Take the order'
    """
    return " ".join(text.split())


def _needs_quotes(text: str) -> bool:
    return text != text.strip() or says_nothing(text) or text[0] == text[-1] == '"'


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless("Pay"), harmless("'=1")
    ("'=1+1", 'Pay', "''=1")
    """
    return f"'{text}" if _FORMULA.match(text) else text


def as_meant(text: str) -> str:
    """Take away the sign that made a text harmless.

    >>> as_meant("'=1+1"), as_meant("'tis")
    ('=1+1', "'tis")
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
