"""What stands around the lanes: the title block above, the legend below; the legend explains what occurs only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flowtrim.drawings.badges import LOOKS, MARKS
from flowtrim.drawings.chart import GONE, Way
from flowtrim.drawings.drawing import Arrow, Box, Sign, Text
from flowtrim.drawings.lettering import width, wrap
from flowtrim.drawings.sizes import BADGE, SMALL, block_height
from flowtrim.drawings.strip import Painted

TITLE = 18.0
FIGURES = 12.0
_SAMPLE = 30.0
_ROW = 22.0
_WAYS: dict[str, Way] = {"message": "message", "consequence": "consequence"}
_GATEWAYS = {"×": "one way is taken", "+": "all ways are taken", "o": "some ways are taken"}

Part = Box | Arrow | Sign | Text


def title_block(name: str, lines: Sequence[str], corner: tuple[float, float], room: float) -> tuple[Text, ...]:
    """Return the name and the figures, one under the other."""
    x, y = corner
    block = [Text(wrap(name, room=room, size=TITLE * 1.08, lines=2), x, y, room, TITLE, bold=True)]
    for line in lines:
        y = _below(block[-1]) + 2
        block.append(Text(wrap(line, room=room, size=FIGURES, lines=2), x, y, room, FIGURES, soft=True))
    return tuple(text for text in block if text.lines)


def height_of(texts: Sequence[Text]) -> float:
    """Return the height of a title block."""
    return _below(texts[-1]) - texts[0].y if texts else 0.0


def legend(painted: Painted, corner: tuple[float, float], room: float) -> tuple[Part, ...]:
    """Return samples with their meaning, in as many rows as they need."""
    parts: list[Part] = []
    left, y = corner
    x = left
    for number, (sample, words) in enumerate(_entries(painted)):
        needed = _SAMPLE + width(words, SMALL) + 22
        if x > left and x + needed > left + room:
            x, y = left, y + _ROW
        parts.append(_at(sample, x, y + _ROW / 2, number))
        parts.append(Text((words,), x + _SAMPLE + 4, y + (_ROW - SMALL * 1.25) / 2, needed - _SAMPLE, SMALL, soft=True))
        x += needed
    return tuple(parts)


def legend_height(parts: Sequence[Part]) -> float:
    """Return the height of a legend."""
    rows = {part.y for part in parts if isinstance(part, Text)}
    return _ROW * len(rows)


def _below(text: Text) -> float:
    return text.y + block_height(text.lines, text.size)


def _entries(painted: Painted) -> Iterator[tuple[str, str]]:
    """Yield what occurs: a word for the sample, and its meaning."""
    boxes, arrows = painted.boxes, painted.arrows
    if any(box.form == "step" for box in boxes):
        yield "number", "its number, in the order of reading"
    if any(arrow.heavy and arrow.state == "kept" for arrow in arrows):
        yield "handoff", "the work changes hands"
    if any(not arrow.heavy and arrow.state == "kept" and arrow.way == "flow" for arrow in arrows):
        yield "flow", "it stays in one hand"
    if any(arrow.state != "kept" for arrow in arrows):
        yield "lost", "way that is gone"
    if any(arrow.way == "message" for arrow in arrows):
        yield "message", "a message to somebody outside"
    if any(arrow.way == "consequence" for arrow in arrows):
        yield "consequence", "when a time has passed, or at any time"
    if any(box.state in GONE for box in boxes):
        yield "ghost", "was here before"
    signs = {line for box in boxes if box.form == "gateway" for line in box.lines}
    yield from ((sign, words) for sign, words in _GATEWAYS.items() if sign in signs)
    if any(box.form in {"in", "out"} for box in boxes):
        yield "connector", "goes on at the step of that number"
    marks = {mark for box in boxes for mark in box.marks}
    marks |= {sign.mark for signs in _signs(painted) for sign in signs}
    yield from ((mark, LOOKS[mark].meaning) for mark in MARKS if mark in marks)


def _signs(painted: Painted) -> Iterator[tuple[Sign, ...]]:
    yield from (box.signs for box in painted.boxes)
    yield from (lane.signs for lane in painted.lanes)


def _at(sample: str, x: float, y: float, number: int) -> Part:
    """Return a sample with its middle at a height."""
    name = f"legend-{number}"
    if sample in {"handoff", "flow", "lost", "message", "consequence"}:
        return Arrow(f"{name}-from", f"{name}-to", ((x, y), (x + _SAMPLE, y)), heavy=sample == "handoff",
                     state="ghost" if sample == "lost" else "kept", way=_WAYS.get(sample, "flow"))  # fmt: skip
    middle = x + _SAMPLE / 2
    if sample == "number":
        return Box(("legend", name), name, "step", middle, y, _SAMPLE, 16.0, ("7",))
    if sample == "ghost":
        return Box(("legend", name), name, "step", middle, y, _SAMPLE, 15.0, state="ghost")
    if sample in _GATEWAYS:
        return Box(("legend", name), name, "gateway", middle, y, 20.0, 20.0, (sample,))
    if sample == "connector":
        return Box(("legend", name), name, "out", middle, y, 18.0, 18.0, ("1",))
    return Sign(next(mark for mark in MARKS if mark == sample), middle, y, BADGE)
