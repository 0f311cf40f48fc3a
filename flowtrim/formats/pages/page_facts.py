"""What a page says of its process as a whole: front matter, lines, lists and tables of keys, sections of one key."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from flowtrim.formats.pages.page_blocks import Block, Heading, Items, Page, Paragraph, Table, Words
from flowtrim.formats.pages.section_words import plain
from flowtrim.formats.tabular.whole_words import Whole, key_of_whole, whole_of

Pair = tuple[str, str, int]
"""A key, its value, and the line on which they stand."""
_KEYED = re.compile(r"([^:：|]{1,40}?)\s*[:：]\s*(\S.*)", re.DOTALL)
_BETWEEN = re.compile(r"\s+[|·•]\s+")
_GENERAL_WORDS = (
    "overview|about|at a glance|general|general information|document control|document information|metadata|"
    "information|summary|properties|steckbrief|uberblick|ubersicht|allgemeines|dokumentenlenkung|angaben|stammdaten|"
    "apercu|informations generales|generalites|fiche|ficha|ficha del proceso|datos generales|informacion general|"
    "概述|基本信息|文件信息|概要|基本情報|文書管理"
)
_GENERAL = frozenset(_GENERAL_WORDS.split("|"))
"""Sections about the page and its process: below any other heading, a key belongs to what the heading names."""


class Facts(NamedTuple):
    """What a page says of its process, and the first lines of the blocks that say it."""

    whole: Whole
    blocks: frozenset[int]


def facts_of(page: Page, steps: Container[int], today: date) -> Facts:
    """Return what keys say of the process before its first step, in lines, lists and tables, and what sections do.

    ``steps`` are the lines on which steps stand. What a block of several keys says that is not read is told.
    """
    pairs: list[Pair] = [(key, value, 1) for key, value in page.front.items() if key_of_whole(key)]
    blocks, begun = set(), False
    for block in page.blocks:
        # what follows a list or a table of steps is none of theirs; below a heading it may be
        begun = begun or (isinstance(block, Heading | Paragraph) and any(line in steps for line in _lines(block)))
        about = bool(block.section) and plain(block.section[-1]) in _GENERAL
        free = len(block.section) < 2 and not begun and not any(line in steps for line in _lines(block))
        found = list(_pairs(block)) if about or free else []
        if any(key_of_whole(key) for key, _, _ in found):
            pairs += found
            blocks.add(_lines(block)[0])
    titled = page.title or any(isinstance(block, Heading) for block in page.blocks)
    told = (pair for pair in (*pairs, *_sections(page.blocks)) if not titled or key_of_whole(pair[0]) != "process")
    return Facts(whole_of(told, today), frozenset(blocks))


def _lines(block: Block) -> Sequence[int]:
    if isinstance(block, Table):
        return block.lines
    return [item.line for item in block.items] if isinstance(block, Items) else [block.line]


def _pairs(block: Block) -> Iterator[Pair]:
    """Yield the keys of a block and their values, none where it holds anything else."""
    if isinstance(block, Paragraph):
        yield from _of_lines(block.words, block.line)
    elif isinstance(block, Items) and not block.ordered:
        found = [(item, _KEYED.fullmatch(item.words.text)) for item in block.items if not item.inner]
        if len(found) == len(block.items) and all(keyed for _, keyed in found):
            yield from ((keyed[1], keyed[2], item.line) for item, keyed in found if keyed)
    elif isinstance(block, Table) and all(len(row) == 2 for row in block.rows):
        known = sum(key_of_whole(row[0].rstrip(" :：")) is not None for row in block.rows[1:])
        headed = key_of_whole(block.rows[0][0].rstrip(" :：")) is not None
        if known and (headed or known + headed > 1):
            rows = list(zip(block.rows, block.lines, strict=True))
            yield from ((row[0].rstrip(" :："), row[1], line) for row, line in (rows if headed else rows[1:]))


def _of_lines(words: Words, line: int) -> Iterator[Pair]:
    """Yield the keys that begin the lines of a paragraph; a line without one goes on with the value above it."""
    pairs: list[Pair] = []
    for number, text in enumerate(words.lines or (words.text,)):
        for part in _BETWEEN.split(text):
            if keyed := _KEYED.fullmatch(part):
                pairs.append((keyed[1], keyed[2], line + number))
            elif pairs:
                key, value, at = pairs[-1]
                pairs[-1] = key, f"{value} {part}", at
            else:
                return
    yield from pairs


def _sections(blocks: Sequence[Block]) -> Iterator[Pair]:
    """Yield the headings that are keys, each with the one name or day below it: longer texts are about it."""
    for heading, block in pairwise(blocks):
        if (
            isinstance(heading, Heading)
            and isinstance(block, Paragraph)
            and key_of_whole(plain(heading.words.text)) in _OF_ONE
        ):
            alone = not any(each is not block and heading.words.text in each.section for each in blocks)
            if alone and len(block.words.text.split()) <= _LONGEST and block.words.text[-1:] not in ".。:":
                yield heading.words.text, block.words.text, block.line


_LONGEST = 6
"""Words of a name or a day."""
_OF_ONE = frozenset({"owner", "customer", "reviewed"})
