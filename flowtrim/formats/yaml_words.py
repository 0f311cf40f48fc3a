"""Values written as YAML: quoted wherever some reader could take them for something else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flowtrim.formats.characters import unreadable

NARROW = 100
"""Columns up to which a small mapping stays on one line."""
LONGEST_KEY = 1000
"""YAML takes a longer key only when it is announced with a question mark."""

_SAFE = re.compile(r"[^\W_](?:[^:#\x00-\x1f\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]|:(?! |$)|(?<! )#)*")
_IN_FLOW = re.compile(r"[,\[\]{}:]")
_TAKEN_FOR_MORE = re.compile(
    # truth values and nothing, by YAML 1.1 as well, which other programs still read
    r"(?i:null|true|false|yes|no|on|off|y|n)"
    # numbers in every notation, base 60 and dates among them
    r"|[0-9][0-9_,.:]*(?:[eE][-+]?[0-9]+)?|0[xob][0-9a-fA-F_]+|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*"
)
_ESCAPED = {
    "\\": "\\\\",
    '"': '\\"',
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\x85": "\\N",
    "\u2028": "\\L",
    "\u2029": "\\P",
}
_TO_ESCAPE = re.compile(r'["\\\n\r\t\x85\u2028\u2029]')


class Word(str):
    """A value that is written as it stands: a number, a date, a duration, a word of the format."""

    __slots__ = ()


def text(value: str, *, flow: bool = False) -> str:
    r"""Write a text on one line; ``flow`` says that it stands in brackets or braces.

    Control characters, which the reader refuses, become U+FFFD.

    >>> print(text("Take the call"), text("no"), text('a: "b"'), text("a, b", flow=True))
    Take the call "no" "a: \"b\"" "a, b"
    """
    if isinstance(value, Word):
        return str(value)
    plain = _SAFE.fullmatch(value) and not value.endswith(" ") and not _TAKEN_FOR_MORE.fullmatch(value)
    if plain and not (flow and _IN_FLOW.search(value)):
        return value
    readable = unreadable().sub("\ufffd", value)
    return '"' + _TO_ESCAPE.sub(lambda sign: _ESCAPED[sign[0]], readable) + '"'


def inline(value: Any) -> str:
    """Write a value in brackets and braces.

    >>> inline({"to": "explain", "share": Word("5%"), "tags": ["a", "b, c"]})
    '{to: explain, share: 5%, tags: [a, "b, c"]}'
    """
    if isinstance(value, str):
        return text(value, flow=True)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{text(key, flow=True)}: {inline(each)}" for key, each in value.items()) + "}"
    return "[" + ", ".join(map(inline, value)) + "]"


def block(value: Mapping[str, Any], indent: str = "") -> list[str]:
    """Write a mapping as lines, one key each; what is small enough stays on the line of its key."""
    lines: list[str] = []
    for key, each in value.items():
        lines.extend(entry(key, each, indent))
    return lines


def entry(key: str, value: Any, indent: str = "") -> list[str]:
    """Write one key with its value as lines."""
    head = f"{indent}{text(key)}:"
    if len(key) > LONGEST_KEY:
        head = f"{indent}? {text(key)}\n{indent}:"
    if isinstance(value, str):
        return [f"{head} {text(value)}"]
    small = f"{head} {inline(value)}"
    if not value or (len(small) <= NARROW and _is_small(value)):
        return [small]
    if isinstance(value, Mapping):
        return [head, *block(value, indent + "  ")]
    return [head, *(line for each in value for line in item(each, indent + "  "))]


def item(value: Any, indent: str) -> list[str]:
    """Write one entry of a list as lines."""
    small = f"{indent}- {inline(value) if not isinstance(value, str) else text(value)}"
    if isinstance(value, str) or not isinstance(value, Mapping) or (len(small) <= NARROW and _is_small(value)):
        return [small]
    first, *rest = block(value, indent + "  ")
    return [f"{indent}- {first[len(indent) + 2 :]}", *rest]


def _is_small(value: Any) -> bool:
    """Whether a value reads well on one line: words, lists of them, and mappings of no more than these."""
    if isinstance(value, Mapping):
        return not isinstance(value, Tall) and all(_is_small(each) for each in value.values())
    if isinstance(value, str):
        return True
    return all(_is_small(each) for each in value) and sum(isinstance(each, Mapping) for each in value) < 2


class Tall(dict[str, Any]):
    """A mapping that is written with one key a line, however small it is: steps, KPIs, plans, all roles."""
