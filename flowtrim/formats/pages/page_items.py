"""One item of a list, taken apart: what is done, who does it where that reads as a role, and how long it takes."""

from __future__ import annotations

import re

from msgspec import Struct

from flowtrim.formats.owners_in_text import KEYED, Roles, key_and_value, key_of, owner_and_name, subject_of
from flowtrim.formats.pages.page_blocks import Item, Items, Words


class Told(Struct):
    """What an item says of a step, by field, and what was assumed about it."""

    cells: dict[str, str]
    line: int
    assumed: str = ""


def take_apart(item: Item, roles: Roles) -> Told:
    """Return what an item tells; what stands inside of it tells more, as in ``Why: the law asks``, else is a note."""
    item = _with_its_keys_inside(item)
    said: dict[str, str] = {}
    for line in (line for inner in item.inner for line in _lines(inner)):
        field, text = key_and_value(line)
        said[field] = "\n".join(filter(None, [said.get(field), text]))
    return Told(_both(_told_of(item.words, roles), said), item.line)


def _with_its_keys_inside(item: Item) -> Item:
    """Return an item with the keys below its first line inside of it: no blank line parts them in many pages."""
    first, *below = item.words.lines or (item.words.text,)
    keyed = below and all(map(KEYED.fullmatch, below)) and any(key_and_value(line)[0] != "note" for line in below)
    if not keyed:
        return item
    bold = item.words.bold if first.startswith(item.words.bold) else ""
    return Item(Words(first, bold), item.line, (*map(Words, below), *item.inner))


def _both(cells: dict[str, str], said: dict[str, str]) -> dict[str, str]:
    """Return what an item and the lines inside of it say; these win, but for notes, which add up."""
    notes = "\n".join(filter(None, [cells.get("note"), said.get("note")]))
    return {**cells, **said, **({"note": notes} if notes else {})}


def _lines(words: Words) -> tuple[str, ...]:
    """Return the lines of a paragraph where keys begin several of them, else the whole."""
    keys = sum(key_and_value(line)[0] != "note" for line in words.lines)
    told = keys > 1 or (keys and (key_and_value(words.text)[0] == "note" or all(map(KEYED.fullmatch, words.lines))))
    return words.lines if told else (words.text,)


def _told_of(words: Words, roles: Roles) -> dict[str, str]:
    told = owner_and_name(words.text, roles)
    return {**told, **_titled(words.bold, told["name"], roles)}


def _titled(bold: str, name: str, roles: Roles) -> dict[str, str]:
    """Take a title in bold for the name, where a sentence about it follows: ``**Submit** – The buyer submits it``."""
    title, rest = bold.rstrip(" :：.–—-"), name[len(bold) :].lstrip(" :：.–—-")
    parted = name.startswith(bold) and (
        bold[-1:] in ":：." or name[len(bold) :].lstrip()[:1] in (":", "：", "–", "—", "-")
    )
    if not title or not parted or len(rest.split()) < _SENTENCE or title.casefold() in _WARNINGS:
        return {}
    return {"name": title, "note": rest, **(subject_of(rest, roles) or {})}


_SENTENCE = 4
"""So many words make a sentence."""
_WARNINGS = {
    "important", "note", "warning", "tip", "caution", "hint", "attention", "danger", "nb", "optional", "do not",
    "never", "always", "wichtig", "achtung", "hinweis", "warnung", "nicht", "remarque", "avertissement", "ne pas",
    "jamais", "nota", "atención", "importante", "no", "nunca", "注意", "重要", "警告", "提示", "备注",
}  # fmt: skip


def is_beside(each: Items, roles: Roles) -> bool:
    """Whether a list is one of links, of keys with their values, or of letters with what they mean."""
    words = [item.words for item in each.items]
    if all(word.link for word in words):
        return True
    keys = [re.fullmatch(r"([^:：]{1,30})[:：]\s*(\S.*)", word.text, re.DOTALL) for word in words]
    if all(keys) and all(_is_key(found[1], found[2], roles, each) for found in keys if found):
        return True
    legend = [re.fullmatch(r"[A-Z]\s*[-–—:=]\s*\S+.{0,60}", word.text) for word in words]
    return len(words) > 2 and all(legend)


def _is_key(key: str, value: str, roles: Roles, of: Items) -> bool:
    if key_of(key) or len(key) == 1:
        return True
    return not of.ordered and len(of.items) > 1 and not roles.holds(key) and len(value.split()) < _WORDS


_WORDS = 4
"""So many words tell what is done, and are no value of a key."""
