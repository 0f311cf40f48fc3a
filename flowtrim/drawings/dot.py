"""A drawing as DOT text, by way of pydot: every place pinned, every name of ours, every text quoted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flowtrim.drawings.badges import LOOKS, colouring
from flowtrim.drawings.chart import GONE
from flowtrim.drawings.drawing import Arrow, Box, Drawing, Lane, Point, Sign, Text
from flowtrim.drawings.lettering import clean
from flowtrim.drawings.palette import BOLD, COLOURS, fonts
from flowtrim.drawings.sizes import CONNECTOR_SIZE, NAME_SIZE, SMALL, block_height
from flowtrim.sentences import messages, phrase

_STYLES = {"flow": "solid", "message": "dashed", "consequence": "dotted", "undeclared": "dashed"}
_COLOUR = {"undeclared": COLOURS.undeclared}
_CORNER = 5.0  # radius of an arrow's corners
CONTINUED = "continued"
"""The class of a line of words that belongs to what was written before it."""
_LONGEST = 15_000  # bytes of a quoted text; Graphviz refuses to read more than 16 kB in one


def to_dot(drawing: Drawing) -> str:
    """Return a drawing as DOT text, for ``neato -n2``; the same drawing always gives the same text.

    >>> to_dot(Drawing("Refund", "No steps.", 200, 100)).splitlines()[0]
    'digraph drawing {'
    """
    return _Writer(drawing).text()


def dq(text: str) -> str:
    r"""Quote a text for DOT: pydot leaves what stands in quotes alone, and Graphviz then reads it as it was.

    >>> print(dq('say "no" & C:/N'))
    "say \"no\" &amp; C:/N"
    """
    text = text.replace("\0", "\ufffd").replace("&", "&amp;").replace("\\", "\\\\")
    return '"' + text.replace('"', '\\"').replace("\r\n", "\n").replace("\n", "\\n") + '"'


class _Writer:
    """Writes the parts of a drawing from back to front."""

    def __init__(self, drawing: Drawing) -> None:
        import pydot

        self._pydot = pydot
        self._drawing = drawing
        self._scale = drawing.scale
        self._tell = messages(drawing.language)
        self._named: dict[str, str] = {}
        self._count = 0
        face = fonts(drawing.language)
        self._graph = pydot.Dot(
            "drawing", graph_type="digraph", pad="0", margin="0", splines="true", outputorder="nodesfirst",
            bgcolor=dq("#ffffff"), fontname=dq(face), tooltip=_hint(clean(drawing.name)),
        )  # fmt: skip
        self._graph.set_node_defaults(
            fixedsize="true", fontname=dq(face), fontcolor=dq(COLOURS.ink), shape="plaintext", label='""',
            margin="0",
        )  # fmt: skip
        self._graph.set_edge_defaults(fontname=dq(face), arrowsize=_number(0.8 * self._scale))

    def text(self) -> str:
        drawing = self._drawing
        self._node(drawing.width / 2, drawing.height / 2, drawing.width, drawing.height, shape="box", style="filled",
                   fillcolor="#ffffff", color="#ffffff", penwidth="0", classes="page")  # fmt: skip
        for number, lane in enumerate(drawing.lanes):
            self._lane(lane, f"lane-{number}")
        for text in drawing.texts:
            self._words(text)
        self._paint(drawing.boxes)
        for number, arrow in enumerate(drawing.arrows):
            self._arrow(arrow, f"flow-{number}")
        self._paint(drawing.legend)
        written: str = self._graph.to_string()
        return written

    def _paint(self, parts: Iterable[Box | Arrow | Sign | Text | Lane], of: str = "") -> None:
        """Paint parts from back to front; ``of`` is the id of the box or lane that they belong to."""
        for number, part in enumerate(parts):
            if isinstance(part, Box):
                self._box(part)
            elif isinstance(part, Arrow):
                self._arrow(part)
            elif isinstance(part, Sign):
                self._sign(part, f"{of}-mark-{number}" if of else "")
            elif isinstance(part, Lane):
                self._lane_name(part, "")
            else:
                self._words(part)

    def _lane(self, lane: Lane, own: str) -> None:
        middle = lane.y + lane.height / 2
        self._node(lane.x + lane.width / 2, middle, lane.width, lane.height, shape="box", style="filled",
                   fillcolor=COLOURS.lane if lane.even else COLOURS.other_lane, color=COLOURS.rule,
                   penwidth=0.75, classes="lane", tooltip=lane.tooltip, id=own)  # fmt: skip
        self._lane_name(lane, f"{own}-name-0")
        name = block_height(lane.name, NAME_SIZE)
        top = middle - (name + (block_height((lane.caption,), SMALL) if lane.caption else 0.0)) / 2
        left, room = lane.x + 10, lane.name_width - 14
        self._words(Text(lane.name, left, top, room, NAME_SIZE, bold=not lane.empty, soft=lane.empty), f"{own}-words-0")
        if lane.caption:
            self._words(Text((lane.caption,), left, top + name, room, SMALL, soft=True), f"{own}-words-1")
        self._paint(lane.signs, own)

    def _lane_name(self, lane: Lane, own: str) -> None:
        """Paint the ground of the name of a lane; a sample of one in the legend has no id."""
        fill = COLOURS.ghost if lane.empty else COLOURS.named_lane[lane.kind]
        known = {"tooltip": lane.tooltip, "id": own} if own else {}
        self._node(lane.x + lane.name_width / 2, lane.y + lane.height / 2, lane.name_width, lane.height, shape="box",
                   style="filled", fillcolor=fill, color=COLOURS.rule, penwidth=0.75, classes="lane-name",
                   **known)  # fmt: skip

    def _box(self, box: Box) -> None:
        looks = _box_looks(box)
        size = {"step": NAME_SIZE, "gateway": 16.0, "message": SMALL}.get(box.form, CONNECTOR_SIZE)
        classes = " ".join([box.form, f"kind-{box.kind}" if box.kind else "", box.state, *box.marks]).split()
        ring = 8.0 if box.form in {"event", "interruption"} else 0.0  # Graphviz draws a second line around the figure
        alone = len(box.lines) == 1 and not box.facts
        self._named[box.id] = self._node(
            box.x, box.y, box.width - ring, box.height - ring, id=box.id, classes=" ".join(classes),
            label=_line(box.lines[0] if alone else ""), fontsize=size * self._scale, tooltip=box.tooltip, **looks,
        )  # fmt: skip
        if not alone:
            self._many_lines(_heading(box, size), looks.get("fontcolor", COLOURS.ink), first=CONTINUED)
        for number, words in enumerate(box.facts, start=1):
            self._words(words, f"{box.id}-words-{number}")
        if box.caption:
            caption = Text(box.caption, box.x - 60, box.y + box.height / 2 + 2, 120, SMALL, centred=True)
            self._words(caption, f"{box.id}-words-0")
        self._paint(box.signs, box.id)

    def _arrow(self, arrow: Arrow, own: str = "") -> None:
        gone = arrow.state != "kept"
        alive = COLOURS.handoff if arrow.heavy else _COLOUR.get(arrow.way, COLOURS.line)
        ends = [self._named.get(end) or self._point(place) for end, place in
                ((arrow.source, arrow.points[0]), (arrow.target, arrow.points[-1]))]  # fmt: skip
        colour = COLOURS.ghost_line if gone else alive
        looks = {"pos": self._spline(arrow.points), "color": colour, "tooltip": arrow.tooltip,
                 "penwidth": _number((arrow.thickness or (2.6 if arrow.heavy else 1.3)) * self._scale),
                 "style": "dashed" if gone else _STYLES[arrow.way],
                 "class": "handoff" if arrow.heavy else arrow.way} | ({"id": own} if own else {})  # fmt: skip
        quoted: dict[str, Any] = {key: _hint(value) if key == "tooltip" else dq(value) for key, value in looks.items()}
        self._graph.add_edge(self._pydot.Edge(ends[0], ends[1], **quoted))
        if arrow.label:
            self._words(arrow.label, f"{own}-words-0" if own else "")

    def _sign(self, sign: Sign, own: str) -> None:
        look = LOOKS[sign.mark]
        wide = sign.size * (1.25 if look.shape in {"diamond", "triangle", "invtriangle"} else 1.0)
        self._node(sign.x, sign.y, wide, sign.size, shape=look.shape, style="filled", fillcolor=look.dark,
                   color="#ffffff", penwidth=self._scale, fontcolor="#ffffff", label=dq(look.sign),
                   fontsize=SMALL * self._scale, classes=f"mark {sign.mark}", tooltip=self._tell(phrase(look.meaning)),
                   **({"id": own} if own else {}))  # fmt: skip

    def _words(self, text: Text, own: str = "") -> None:
        """Write a text that hangs from its upper left corner, or from the middle of its upper edge."""
        self._many_lines(text, COLOURS.soft if text.soft else COLOURS.ink, own=own)

    def _many_lines(self, text: Text, colour: str, *, own: str = "", first: str = "words") -> None:
        """Write each line by itself: Graphviz sets lines apart as its font does, which is not that of the reader."""
        face = fonts(self._drawing.language) + (BOLD if text.bold else "")
        apart = block_height(text.lines, text.size) / max(1, len(text.lines))
        for number, line in enumerate(text.lines):
            known = {"id": own} if own and not number else {}
            self._node(text.x + text.width / 2, text.y + (number + 0.5) * apart, text.width, apart,
                       label=_line(line, end="" if text.centred else "\\l"), fontsize=text.size * self._scale,
                       fontcolor=colour, classes=CONTINUED if number else first,
                       **({"fontname": face} if text.bold else {}), **known)  # fmt: skip

    def _point(self, place: Point) -> str:
        return self._node(*place, 0.01, 0.01, shape="point", style="invis")

    def _node(self, x: float, y: float, width: float, height: float, *, classes: str = "", **looks: Any) -> str:
        name = f"n{self._count}"
        self._count += 1
        looks |= {"pos": self._place((x, y)), "width": _number(width * self._scale / 72),
                  "height": _number(height * self._scale / 72)}  # fmt: skip
        if classes:
            looks["class"] = classes
        if "tooltip" in looks:
            looks["tooltip"] = _hint(looks["tooltip"])
        ready = {"label", "tooltip"}
        quoted: dict[str, Any] = {key: value if key in ready else dq(_plain(value)) for key, value in looks.items()}
        self._graph.add_node(self._pydot.Node(name, **quoted))
        return name

    def _place(self, point: Point) -> str:
        x, y = point
        return f"{_number(x * self._scale)},{_number((self._drawing.height - y) * self._scale)}"

    def _spline(self, corners: tuple[Point, ...]) -> str:
        """Write corners as a spline with rounded turns; the arrowhead takes the last points."""
        *body, tip = corners
        last = body[-1]
        head = 9.0
        away = max(abs(tip[0] - last[0]), abs(tip[1] - last[1])) or 1.0
        part = 1.0 - min(head, away * 0.9) / away
        neck = (last[0] + (tip[0] - last[0]) * part, last[1] + (tip[1] - last[1]) * part)
        return " ".join([f"e,{self._place(tip)}", *map(self._place, _rounded([*body, neck]))])


def _hint(text: str) -> str:
    """Quote a tooltip; one too long for Graphviz keeps its beginning."""
    quoted = dq(text)
    return quoted if len(quoted.encode(errors="replace")) <= _LONGEST else dq(f"{text[:2_000]}…")


def _rounded(corners: list[Point]) -> list[Point]:
    """Return the control points of a Bezier spline along straight lines with round corners."""
    path = [corners[0]]
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        start, goal = _towards(corner, before), _towards(corner, after)
        path += [path[-1], start, start, corner, corner, goal]
    return [*path, path[-1], corners[-1], corners[-1]]


def _towards(corner: Point, other: Point) -> Point:
    """Return the point where a round corner begins, on the way to another corner."""
    away = max(abs(other[0] - corner[0]), abs(other[1] - corner[1])) or 1.0
    part = min(_CORNER, away / 2) / away
    return corner[0] + (other[0] - corner[0]) * part, corner[1] + (other[1] - corner[1]) * part


def _box_looks(box: Box) -> dict[str, Any]:
    mark = colouring(box.marks)
    pale, dark = (LOOKS[mark].pale, LOOKS[mark].dark) if mark else ("#ffffff", COLOURS.border)
    look: dict[str, Any] = {"style": "filled", "fillcolor": pale, "color": dark, "penwidth": 1.6 if mark else 1.1}
    if box.form == "step":
        look |= {"shape": "box", "style": "filled,rounded"}
    elif box.form == "gateway":
        look |= {"shape": "diamond"}
    elif box.form == "message":
        look |= {"shape": "box", "fillcolor": COLOURS.named_lane["partner"]}
    elif box.form in {"in", "out"}:
        look |= {"shape": "circle", "fillcolor": COLOURS.connector, "color": COLOURS.connector, "fontcolor": "#ffffff"}
    elif box.form == "start":
        look |= {"shape": "circle", "fillcolor": "#ffffff", "penwidth": 1.8}
    elif box.form == "end":
        look |= {"shape": "circle", "fillcolor": COLOURS.border, "peripheries": 1, "penwidth": 3.0}
    else:
        look |= {"shape": "circle", "peripheries": 2}
    if box.state == "undeclared":
        look |= {"fillcolor": COLOURS.undeclared_ground, "color": COLOURS.undeclared, "penwidth": 1.6,
                 "style": look["style"] + ",dashed"}  # fmt: skip
    if box.state in {*GONE, "never"}:
        look |= {"fillcolor": COLOURS.ghost, "color": COLOURS.ghost_line, "fontcolor": COLOURS.soft,
                 "style": look["style"] + ",dashed"}  # fmt: skip
    return look


def _heading(box: Box, size: float) -> Text:
    """Return the words of a box in its middle, or above its facts."""
    high = block_height(box.lines, size)
    lower = min((fact.y for fact in box.facts), default=box.y + box.height / 2)
    top = (box.y - box.height / 2 + lower - high) / 2
    return Text(box.lines, box.x - box.width / 2, top, box.width, size, centred=True)


def _line(line: str, *, end: str = "") -> str:
    return f'{dq(line)[:-1]}{end}"'


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if abs(value) >= 0.005 else "0"


def _plain(value: Any) -> str:
    return _number(value) if isinstance(value, float) else str(value)
