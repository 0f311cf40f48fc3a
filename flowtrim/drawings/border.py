"""What stands around the lanes: the title block above, the legend below; the legend explains what occurs only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from flowtrim.drawings.badges import LOOKS, MARKS, colouring
from flowtrim.drawings.chart import GONE, Form, State, Way
from flowtrim.drawings.drawing import Arrow, Box, Drawing, Lane, LaneKind, Point, Sign, Text
from flowtrim.drawings.facts import share_words
from flowtrim.drawings.lettering import width, wrap
from flowtrim.drawings.sizes import BADGE, FACT, MARGIN, SMALL, block_height
from flowtrim.drawings.strip import Painted
from flowtrim.sentences import marked, messages, phrase

TITLE = 18.0
FIGURES = 12.0
_SAMPLE = 30.0
_ROW = 19.0
_WAYS: tuple[Way, ...] = ("message", "consequence", "undeclared")
_GATEWAYS = {
    "×": marked("one way is taken"),
    "+": marked("all ways are taken"),
    "o": marked("some ways are taken"),
}
_FORMS: dict[Form, str] = {
    "start": marked("a case begins"),
    "end": marked("a case ends"),
    "event": marked("something happens"),
    "interruption": marked("may happen at any time"),
}
_LANES: dict[LaneKind, str] = {
    "customer": marked("the customer"),
    "partner": marked("a partner"),
    "system": marked("a system"),
    "nobody": marked("nobody is named"),
}
_ARROWS = {
    "handoff": marked("the work changes hands"),
    "flow": marked("the same role goes on"),
    "lost": marked("way that is gone"),
    "message": marked("a message to somebody outside"),
    "consequence": marked("when a time has passed, or at any time"),
    "undeclared": marked("way that nobody declared"),
    "never": marked("declared way that no case took"),
}
_BOXES: dict[str, tuple[State, str]] = {
    "done": ("undeclared", marked("done, and declared by nobody")),
    "undone": ("never", marked("declared, and never done")),
}
_ASSUMED = f"{share_words(0.5, 'en')}?"

Part = Box | Arrow | Sign | Text | Lane


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


def legend(painted: Painted, corner: tuple[float, float], room: float, language: str | None) -> tuple[Part, ...]:
    """Return samples with their meaning in a language, in as many rows as they need."""
    tell, coloured = messages(language), {colouring(box.marks) for box in painted.boxes if box.state not in GONE}
    parts: list[Part] = []
    left, y = corner
    x = left
    for number, (sample, meaning) in enumerate(_entries(painted)):
        words = tell(phrase(meaning))
        needed = _SAMPLE + width(words, SMALL) + 22
        if x > left and x + needed > left + room:
            x, y = left, y + _ROW
        parts.append(_at(sample, (x, y + _ROW / 2), f"legend-{number}", coloured=sample in coloured))
        parts.append(Text((words,), x + _SAMPLE + 4, y + (_ROW - SMALL * 1.25) / 2, needed - _SAMPLE, SMALL, soft=True))
        x += needed
    return tuple(parts)


def legend_height(parts: Sequence[Part]) -> float:
    """Return the height of a legend."""
    rows = {part.y for part in parts if isinstance(part, Text) and part.soft}
    return _ROW * len(rows)


def explained(drawing: Drawing) -> Drawing:
    """Return a picture, changed since it was drawn, with a legend of what it has now."""
    painted = Painted(drawing.lanes, drawing.boxes, drawing.arrows)
    top = drawing.height - MARGIN - legend_height(drawing.legend)
    new = legend(painted, (MARGIN, top), drawing.width - 2 * MARGIN, drawing.language)
    return replace(drawing, legend=new, height=top + legend_height(new) + MARGIN)


def _below(text: Text) -> float:
    return text.y + block_height(text.lines, text.size)


def _entries(painted: Painted) -> Iterator[tuple[str, str]]:
    """Yield what occurs: a word for the sample, and its meaning."""
    boxes, arrows = painted.boxes, painted.arrows
    if any(box.form == "step" for box in boxes):
        yield "number", marked("step number, in reading order")
    drawn = set(map(_line, arrows))
    yield from ((line, meaning) for line, meaning in _ARROWS.items() if line in drawn)
    if any(arrow.assumed and arrow.label for arrow in arrows):
        yield _ASSUMED, marked("a share that nobody declared")
    if any(box.state in GONE for box in boxes):
        yield "ghost", marked("was here before")
    states = {box.state for box in boxes if box.form == "step"}
    yield from ((sample, meaning) for sample, (state, meaning) in _BOXES.items() if state in states)
    forms = {box.form for box in boxes}
    yield from ((form, meaning) for form, meaning in _FORMS.items() if form in forms)
    signs = {line for box in boxes if box.form == "gateway" for line in box.lines}
    yield from ((sign, meaning) for sign, meaning in _GATEWAYS.items() if sign in signs)
    if any(box.form == "in" and not box.caption for box in boxes):  # the step before it, which is in no picture
        yield "connector", marked("comes from that step, or goes on there")
    elif forms & {"in", "out"}:
        yield "connector", marked("goes on at that step")
    kinds = {lane.kind for lane in painted.lanes if not lane.empty}
    yield from ((kind, meaning) for kind, meaning in _LANES.items() if kind in kinds)
    marks = {mark for box in boxes for mark in box.marks}
    marks |= {sign.mark for signs in _signs(painted) for sign in signs}
    yield from ((mark, LOOKS[mark].meaning) for mark in MARKS if mark in marks)


def _line(arrow: Arrow) -> str:
    """Return what a line looks like, as a word for its sample."""
    if arrow.state != "kept":
        return "never" if arrow.state == "never" else "lost"
    return "handoff" if arrow.heavy else arrow.way


def _signs(painted: Painted) -> Iterator[tuple[Sign, ...]]:
    yield from (box.signs for box in painted.boxes)
    yield from (lane.signs for lane in painted.lanes)


def _at(sample: str, corner: Point, name: str, *, coloured: bool) -> Part:
    """Return a sample from a left edge on, its middle at a height; a mark is in a box if it gives one its colour."""
    x, y = corner
    middle = x + _SAMPLE / 2
    if sample in _ARROWS:
        way: Way = next((way for way in _WAYS if way == sample), "flow")
        return Arrow(f"{name}-from", f"{name}-to", ((x, y), (x + _SAMPLE, y)), heavy=sample == "handoff",
                     state="ghost" if sample == "lost" else "never" if sample == "never" else "kept",
                     way=way)  # fmt: skip
    if sample == _ASSUMED:
        return Text((sample,), x, y - SMALL * 0.625, _SAMPLE, SMALL, centred=True)
    kind = next((kind for kind in _LANES if kind == sample), None)
    if kind is not None:
        return Lane(None, (), "", x, y - 8.0, _SAMPLE, 16.0, _SAMPLE, even=True, kind=kind)
    mark = next((mark for mark in MARKS if mark == sample), None)
    if mark is None:
        return _box(sample, name, middle, y)
    if not coloured:
        return Sign(mark, middle, y, BADGE)
    badge = Sign(mark, middle, y, FACT)
    return Box(("legend", name), name, "step", middle, y, _SAMPLE, 18.0, marks=(mark,), signs=(badge,))


def _box(sample: str, name: str, x: float, y: float) -> Box:
    key = ("legend", name)
    if sample in _GATEWAYS:
        return Box(key, name, "gateway", x, y, 20.0, 20.0, (sample,))
    form = next((form for form in _FORMS if form == sample), None)
    if form is not None:
        size = 14.0 if form in {"start", "end"} else 18.0
        return Box(key, name, form, x, y, size, size)
    if sample == "connector":
        return Box(key, name, "out", x, y, 18.0, 18.0, ("7",))
    if sample == "ghost":
        return Box(key, name, "step", x, y, _SAMPLE, 16.0, state="ghost")
    if sample in _BOXES:
        return Box(key, name, "step", x, y, _SAMPLE, 16.0, state=_BOXES[sample][0])
    return Box(key, name, "step", x, y, _SAMPLE, 16.0, ("7",))
