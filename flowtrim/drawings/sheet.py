"""One strip of lanes: a chart on its grid, painted as boxes, lanes and arrows at its place in the picture."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt

from msgspec import Struct, field

from flowtrim.drawings.badges import LOOKS, Mark, by_weight
from flowtrim.drawings.chart import Chart, Key, Link, Node, State
from flowtrim.drawings.drawing import Arrow, Box, Lane, Sign, Text
from flowtrim.drawings.geometry import OVER_BADGES, Geometry, Point
from flowtrim.drawings.lettering import clean, leading, width
from flowtrim.drawings.sizes import (
    BADGE,
    BESIDE_FACT,
    BETWEEN_FACTS,
    FACT,
    FACT_ROW,
    FIRST_STAIR,
    NAME_SIZE,
    SMALL,
    STAIR,
    block_height,
    box_lines,
    caption_lines,
    extent,
    fact_rows,
    facts_height,
    label_lines,
    lane_name_lines,
    message_lines,
    row_height,
)
from flowtrim.model import Process

NOBODY = "Nobody named"
_STATE_MARKS: dict[State, tuple[Mark, ...]] = {
    "kept": (), "ghost": (), "dropped": ("dropped",), "moved": ("moved",), "merged": ("merged",), "new": ("new",),
    "split": ("split",),
}  # fmt: skip
_KIND_MARKS: dict[str, tuple[Mark, ...]] = {"approve": ("approval",), "wait": ("waiting",), "store": ("waiting",)}
_MOST_BADGES = 4


class Painter(Struct, frozen=True):
    """What is painted on a process: the names of its roles, and the marks handed over."""

    process: Process
    marks: Mapping[str, tuple[Mark, ...]] = field(default_factory=dict)
    lane_marks: Mapping[str, tuple[Mark, ...]] = field(default_factory=dict)

    def box(self, node: Node, geometry: Geometry, number: Mapping[str, str]) -> Box:
        """Return the box of a node."""
        x, y = geometry.middle(node.key)
        wide, high = extent(node)
        marks = self._marks(node)
        signs, facts = _facts(node, (x, y)) if node.facts and not node.is_gone else ((), ())
        return Box(
            node.key, self.box_id(node.key, number), node.form, x, y, wide, high,
            lines=_lines(node),
            caption=caption_lines(node),
            step=true_id(node.step.id) if node.step else None,
            lane=node.lane,
            kind=node.step.kind if node.step else "",
            state=node.state,
            marks=marks,
            signs=(*_badges(_beside_facts(marks, signs), x + wide / 2, y - high / 2 - 2), *signs),
            facts=facts,
            tooltip=self._tooltip(node, marks),
        )  # fmt: skip

    def box_id(self, key: Key, number: Mapping[str, str]) -> str:
        """Return a name for a box that is safe everywhere: ``step-4``, ``start-1``."""
        return "-".join([key[0], *(number[step_id] for step_id in key[1:3]), *key[3:]])

    def lane(
        self, role: str | None, geometry: Geometry, number: int, widths: tuple[float, float], *, empty: bool
    ) -> Lane:
        """Return the lane of a role; ``widths`` are those of its name and of all of it.

        ``empty`` where no step of it is left, as in a comparison.
        """
        wide, room = widths
        name = self._lane_name(role)
        top = geometry.band_top[geometry.grid.top[role]]
        bottom = geometry.band_top[geometry.grid.top[role] + 2 * geometry.grid.depth[role] + 1]
        lines = max(1, min(4, int((bottom - top - 16) / (NAME_SIZE * leading([name])))))
        marks = by_weight(self.lane_marks.get(role, ()) if role is not None else ())
        return Lane(
            role,
            lane_name_lines(name, wide, lines),
            "no step here" if empty else self._caption(role),
            -wide, top, room, bottom - top, wide,
            even=number % 2 == 0,
            empty=empty,
            signs=_badges(marks, -4.0, top + 11.0),
            tooltip=". ".join([clean(name), *(LOOKS[mark].meaning for mark in marks)]),
        )  # fmt: skip

    def _lane_name(self, role: str | None) -> str:
        if role is None:  # events and gateways need nobody
            return NOBODY if any(not step.owner for step in self.process.work) else ""
        return self.process.role(role).name

    def arrow(self, geometry: Geometry, number: int, numbers: Mapping[str, str]) -> Arrow:
        """Return the arrow of a link, with its label."""
        plan = geometry.plan
        link = plan.ways[number].link
        return Arrow(
            self.box_id(link.source, numbers),
            self.box_id(link.target, numbers),
            points(geometry, number),
            heavy=link.heavy,
            state=link.state,
            flow=(true_id(link.flow[0]), link.flow[1]) if link.flow else None,
            way=link.way,
            label=_label(geometry, number),
            tooltip=self._passage(plan.chart, link),
        )

    def _marks(self, node: Node) -> tuple[Mark, ...]:
        if node.step is None:
            return ()
        state = _STATE_MARKS[node.state]
        if node.is_gone:
            return state
        return by_weight((*self.marks.get(true_id(node.step.id), ()), *_KIND_MARKS.get(node.step.kind, ()), *state))

    def _caption(self, role: str | None) -> str:
        if role is None:
            return ""
        kind = "customer" if self.process.is_customer(role) else self.process.role(role).kind
        return kind if kind in {"customer", "system", "partner"} else ""

    def _tooltip(self, node: Node, marks: tuple[Mark, ...]) -> str:
        if node.step is None:
            told = {
                "start": "A case starts here",
                "end": f"A case ends here: {node.words}".removesuffix(": "),
                "message": f"A message to {node.words}",
                "interruption": node.words,
                "out": f"Goes on at {node.sign}",
            }
            return clean(told.get(node.form, f"Comes from {node.sign}"))
        who = self.process.role(node.lane).name if node.lane else NOBODY
        known = [node.name, who if node.form == "step" else "", node.step.why or ""]
        known += (f"{LOOKS[fact.mark].meaning}: {fact.words}" for fact in node.facts)
        return "\n".join(clean(line) for line in [*known, *(LOOKS[mark].meaning for mark in marks)] if line)

    def _passage(self, chart: Chart, link: Link) -> str:
        names = (_name(chart.node[key]) for key in (link.source, link.target))
        return " → ".join(filter(None, names)) + (f": {clean(link.label)}" if link.label else "")


def true_id(step_id: str) -> str:
    """Return the id that a step has in its file; a moved step stands twice in a comparison."""
    return step_id.partition("\0")[0]


def _name(node: Node) -> str:
    if node.step:
        return node.name
    return {"start": "start", "end": "end"}.get(node.form, "") or clean(node.words or node.sign)


def _lines(node: Node) -> tuple[str, ...]:
    """Return what stands in the figure of a node."""
    if node.form == "message":
        return message_lines(node)
    return box_lines(node) if node.step and node.form == "step" else tuple(filter(None, [node.sign]))


def _facts(node: Node, middle: Point) -> tuple[tuple[Sign, ...], tuple[Text, ...]]:
    """Return what stands under the name of a step, each fact as a sign and words beside it."""
    x, y = middle
    name = block_height(_lines(node), NAME_SIZE)
    top = y + (name - facts_height(node.facts)) / 2 + 3.0
    signs: list[Sign] = []
    texts: list[Text] = []
    for row in fact_rows(node.facts):
        left = x - (sum(wide for *_, wide in row) + BETWEEN_FACTS * (len(row) - 1)) / 2
        for fact, lines, wide in row:
            signs.append(Sign(fact.mark, left + FACT / 2, top + FACT_ROW / 2, FACT))
            texts.append(Text(lines, left + FACT + BESIDE_FACT, top + 1.0, wide - FACT - BESIDE_FACT, SMALL))
            left += wide + BETWEEN_FACTS
        top += row_height(row)
    return tuple(signs), tuple(texts)


def _beside_facts(marks: tuple[Mark, ...], facts: tuple[Sign, ...]) -> tuple[Mark, ...]:
    """Return the marks that need a badge: those that no fact in the box tells."""
    told = {sign.mark for sign in facts}
    return tuple(mark for mark in marks if mark not in told)


def _badges(marks: tuple[Mark, ...], right: float, y: float) -> tuple[Sign, ...]:
    shown = marks[:_MOST_BADGES]
    right += 9.0 * (len(shown) == _MOST_BADGES)  # the middle is for a line that comes in from above
    return tuple(
        Sign(mark, right - 9.0 - (BADGE + 1.5) * place, y, BADGE) for place, mark in enumerate(reversed(shown))
    )


def _label(geometry: Geometry, number: int) -> Text | None:
    way, ports = geometry.plan.ways[number], geometry.plan.ports
    lines = label_lines(way.link.text, way.link.share)
    if not lines:
        return None
    x, y = label_corner(geometry, number)
    hangs = number in ports.under if way.leave == "right" else way.leave == "bottom"
    y -= 0.0 if hangs else block_height(lines, SMALL)
    return Text(lines, x, y, max(width(line, SMALL) for line in lines), SMALL)


def points(geometry: Geometry, number: int) -> tuple[Point, ...]:
    """Return the corners of a link's line, its ends included."""
    plan = geometry.plan
    way = plan.ways[number]
    source, target = plan.chart.node[way.link.source], plan.chart.node[way.link.target]
    line = _start(geometry, number, source)
    goal = _goal(geometry, number, target)
    if way.first is not None:
        x = geometry.upright(way.first, plan.track[number, "first"])
        line.append((x, line[-1][1]))
    if way.across is not None:
        y = geometry.across(way.across, plan.track[number, "across"])
        line.append((line[-1][0], y))
        x = goal[0] if way.second is None else geometry.upright(way.second, plan.track[number, "second"])
        line.append((x, y))
    line.extend([(line[-1][0], goal[1]), goal])
    return _simple(line)


def label_corner(geometry: Geometry, number: int) -> Point:
    """Return the lower left corner of a link's label above its line, or the upper left one of a label under it."""
    plan = geometry.plan
    way = plan.ways[number]
    key, offset = way.link.source, plan.ports.leave[number]
    x, y = geometry.middle(key)
    if number in plan.ports.late:
        left, line = geometry.late_label(way.link.target)
        return left, line + plan.ports.enter[number]
    if way.leave != "right":
        edge = extent(plan.chart.node[key])[1] / 2
        return x + offset + 5.0, y + (edge + 3.0 if way.leave == "bottom" else -edge - OVER_BADGES)
    channel = geometry.grid.column[key] + 1
    right = geometry.cell_right(key) + 6.0 + geometry.stairs.get(channel, 0.0)
    return right, y + offset + (2.0 if number in plan.ports.under else -1.5)


def _start(geometry: Geometry, number: int, node: Node) -> list[Point]:
    plan = geometry.plan
    way, offset = plan.ways[number], plan.ports.leave[number]
    x, y = geometry.middle(node.key)
    if way.leave == "right":
        first = plan.ports.exit[number]
        begin = (x + _reach(node, first), y + first)
        if not plan.ports.climbs(number):
            return [begin]
        along = geometry.cell_right(node.key) + FIRST_STAIR + STAIR * plan.ports.stair[number]
        return [begin, (along, y + first), (along, y + offset)]
    edge = extent(node)[1] / 2
    return [(x + offset, y + (edge if way.leave == "bottom" else -edge))]


def _goal(geometry: Geometry, number: int, node: Node) -> Point:
    plan = geometry.plan
    way, offset = plan.ways[number], plan.ports.enter[number]
    x, y = geometry.middle(node.key)
    if way.enter == "left":
        return x - _reach(node, offset), y + offset
    edge = extent(node)[1] / 2
    return x + offset, y + (edge if way.enter == "bottom" else -edge)


def _reach(node: Node, offset: float) -> float:
    """Return how far a figure reaches sideways at a distance from its middle."""
    wide, high = (side / 2 for side in extent(node))
    away = min(abs(offset), high)
    if node.form == "step":
        return wide
    return wide - away if node.form == "gateway" else sqrt(wide * wide - away * away)


def _simple(line: list[Point]) -> tuple[Point, ...]:
    """Leave out points that are no corners."""
    kept = [line[0]]
    for place, point in enumerate(line[1:], start=1):
        if point == kept[-1]:
            continue
        after = line[place + 1] if place + 1 < len(line) else None
        if after and (kept[-1][0] == point[0] == after[0] or kept[-1][1] == point[1] == after[1]):
            continue
        kept.append(point)
    return tuple(kept)
