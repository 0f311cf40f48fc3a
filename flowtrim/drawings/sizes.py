"""The measures of the picture, in points; at scale 1 a point is 4/3 of a pixel on a screen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from math import fsum

from flowtrim.drawings.chart import Form, Node
from flowtrim.drawings.facts import Fact
from flowtrim.drawings.lettering import clean, leading, may_break, runs_leftwards, width, wrap

NAME_SIZE = 11.0
"""Size of the letters in a box; the smallest letters are ``SMALL``, which is 14 pixels on a screen."""
SMALL = 10.5
CONNECTOR_SIZE = 12.0
"""Size of the sign in a connector."""
BOX = (136.0, 48.0)
"""Width of a step, and its height with up to two lines."""
BOX_LINES = 10
"""More than any name but a hostile one needs."""
SYMBOL: dict[Form, float] = {
    "gateway": 36.0, "event": 26.0, "start": 18.0, "end": 18.0, "in": 24.0, "out": 24.0, "interruption": 26.0,
}  # fmt: skip
CAPTION = 100.0
"""Widest words under a gateway or an event."""
LABEL = 108.0
"""Widest label of a branch."""
BESIDE_LABEL = 50.0
"""How far left of the middle of a box a line goes straight down that has a label at its right."""
TRACK = 9.0
FIRST_STAIR, STAIR = 8.0, 4.0
"""How far from a box the nearest line runs along its edge, and how far from each other several do."""
BADGE = 17.0
FACT = 13.0
"""Size of the sign beside a fact in a box."""
FACT_ROW = 15.0
BESIDE_FACT, BETWEEN_FACTS = 4.0, 8.0
LANE_NAME = 116.0
"""Width of the names of lanes; more where a word of a name needs it."""
WIDEST_LANE_NAME = 176.0
LANE_NAME_SIZE = 1.06 * NAME_SIZE
"""Heavy letters run wider than ordinary ones: this is the size of ordinary ones that run as wide."""
_AROUND_NAME = 14.0
_AROUND_LANE_NAME = 20.0
MARGIN = 20.0
_REMEMBERED = 1 << 17  # texts, so that each is broken into lines once


def extent(node: Node) -> tuple[float, float]:
    """Return width and height of the figure itself, without the words under it."""
    if node.form == "message":
        lines = message_lines(node)
        return max(width(line, SMALL) for line in lines) + 12.0, block_height(lines, SMALL) + 6.0
    if node.form in {"in", "out"}:
        wide = max(SYMBOL[node.form], width(node.sign, CONNECTOR_SIZE) + 7.0)
        return wide, wide
    if node.form != "step" or node.step is None:
        return SYMBOL[node.form], SYMBOL[node.form]
    lines = box_lines(node)
    lines_apart = 12.0 + 2 * STAIR * (node.ways - 1)  # all of them may go to the same side of the middle
    return BOX[0], max(BOX[1], _AROUND_NAME + block_height(lines, NAME_SIZE) + facts_height(node.facts), lines_apart)


def message_lines(node: Node) -> tuple[str, ...]:
    """Return the name of who gets a message, as it stands in its small box."""
    return wrap(node.words, room=CAPTION, size=SMALL, lines=BOX_LINES) or ("?",)


def fact_rows(facts: Sequence[Fact]) -> Iterator[list[tuple[Fact, tuple[str, ...], float]]]:
    """Yield what stands in each row under the name of a step: the facts with their lines, and how wide each is."""
    room = BOX[0] - 12
    row: list[tuple[Fact, tuple[str, ...], float]] = []
    for fact in facts:
        lines = wrap(fact.words, room=room - FACT - BESIDE_FACT, size=SMALL, lines=3)
        wide = FACT + BESIDE_FACT + max(width(line, SMALL) for line in lines)
        if row and fsum(used for *_, used in row) + BETWEEN_FACTS * len(row) + wide > room:
            yield row
            row = []
        row.append((fact, lines, wide))
    if row:
        yield row


def row_height(row: Sequence[tuple[Fact, tuple[str, ...], float]]) -> float:
    """Return the height of a row of facts."""
    return max(FACT_ROW, *(block_height(lines, SMALL) + 2 for _, lines, _ in row))


@lru_cache(maxsize=_REMEMBERED)
def facts_height(facts: tuple[Fact, ...]) -> float:
    """Return the height of all that stands under the name of a step."""
    return fsum(map(row_height, fact_rows(facts))) + (3.0 if facts else 0.0)


def box_lines(node: Node) -> tuple[str, ...]:
    """Return the number and name of a step as they stand in its box; its id where it has none."""
    return _box_lines(node.name)


@lru_cache(maxsize=_REMEMBERED)
def _box_lines(name: str) -> tuple[str, ...]:
    return wrap(name, room=BOX[0] - 12, size=NAME_SIZE, lines=BOX_LINES)


def caption_lines(node: Node) -> tuple[str, ...]:
    """Return the words under a figure that is no box; none where its name says nothing but its id."""
    if node.form == "message":
        return ()
    if node.words:
        return _caption_lines(node.words, 8)
    if node.step is None or node.form == "step" or node.step.name == node.step.id:
        return ()
    return _caption_lines(node.step.name, 3)


@lru_cache(maxsize=_REMEMBERED)
def _caption_lines(words: str, lines: int) -> tuple[str, ...]:
    return wrap(words, room=CAPTION, size=SMALL, lines=lines)


@lru_cache(maxsize=_REMEMBERED)
def label_lines(text: str, share: str) -> tuple[str, ...]:
    """Return the words on a branch: its condition in at most three lines, and its share, which is never cut.

    >>> label_lines("the invoice is above the limit", "5%")
    ('the invoice is above', 'the limit · 5%')
    """
    lines = wrap(text, room=LABEL, size=SMALL, lines=3)
    if not share or not lines:
        return lines or ((share,) if share else ())
    if runs_leftwards(lines[-1]):
        return (*lines, share)
    joined = f"{lines[-1]} · {share}"
    return (*lines[:-1], joined) if width(joined, SMALL) <= LABEL else (*lines, share)


def below(node: Node) -> float:
    """Return how far a node reaches below the middle of its row."""
    lines = caption_lines(node)
    return extent(node)[1] / 2 + (2 + block_height(lines, SMALL) if lines else 0)


def block_height(lines: Sequence[str], size: float) -> float:
    """Return the height of lines of text.

    >>> block_height(["付款", "Pay"], 10.0)
    30.0
    """
    return size * leading(lines) * len(lines)


def lane_name_width(names: Iterable[str]) -> float:
    """Return the width in which no word of these names is broken, as far as that is not too wide.

    >>> lane_name_width(["Sales desk"]), round(lane_name_width(["Vertriebsinnendienst"]))
    (116.0, 135)
    """
    words = {part for name in names for word in clean(name).split(" ") for part in re.split("(?<=-)", word)}
    needed = (width(word, LANE_NAME_SIZE) + _AROUND_LANE_NAME for word in words if not may_break(word))
    return max(LANE_NAME, *(wide for wide in needed if wide <= WIDEST_LANE_NAME), 0.0)


def lane_name_lines(name: str, wide: float, lines: int) -> tuple[str, ...]:
    """Return the name of a lane as it stands in a column of a width."""
    return wrap(name, room=wide - _AROUND_LANE_NAME, size=LANE_NAME_SIZE, lines=lines)


def cell_width(node: Node) -> float:
    """Return the width that a node needs in its column."""
    return max(extent(node)[0], *(width(line, SMALL) for line in caption_lines(node)), 0.0)
