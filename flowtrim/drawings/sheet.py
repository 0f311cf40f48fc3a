"""One strip of lanes: a chart on its grid, painted as boxes, lanes and arrows at its place in the picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import fsum

from msgspec import Struct, field

from flowtrim.drawings.badges import LOOKS, Mark, by_weight
from flowtrim.drawings.chart import Chart, Key, Link, Node, State
from flowtrim.drawings.corners import label_corner, points
from flowtrim.drawings.drawing import Arrow, Box, Lane, LaneKind, Sign, Text
from flowtrim.drawings.geometry import Geometry, Point
from flowtrim.drawings.lettering import clean, leading, width
from flowtrim.drawings.sizes import (
    BADGE,
    BESIDE_FACT,
    BETWEEN_FACTS,
    FACT,
    FACT_ROW,
    NAME_SIZE,
    SMALL,
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
from flowtrim.sentences import marked, messages, phrase, say

NOBODY = marked("Nobody named")
_STATE_MARKS: dict[State, tuple[Mark, ...]] = {
    "kept": (), "ghost": (), "dropped": ("dropped",), "moved": ("moved",), "merged": ("merged",), "new": ("new",),
    "split": ("split",),
}  # fmt: skip
_KIND_MARKS: dict[str, tuple[Mark, ...]] = {"approve": ("approval",), "wait": ("waiting",), "store": ("waiting",)}
_MOST_BADGES = 4
_OVER_EDGE = 4.0  # the middle of a badge above the upper edge of a box: lower, it would cover the name
_CAPTIONS = {"customer": marked("customer"), "partner": marked("partner"), "system": marked("system")}


class Painter(Struct, frozen=True):
    """What is painted on a process: the names of its roles, and the marks handed over."""

    process: Process
    marks: Mapping[str, tuple[Mark, ...]] = field(default_factory=dict)
    lane_marks: Mapping[str, tuple[Mark, ...]] = field(default_factory=dict)

    @property
    def tell(self) -> Callable[[str], str]:
        """What says a message in the language of the process."""
        return messages(self.process.language)

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
            signs=(*_badges(_beside_facts(marks, signs), x + wide / 2, y - high / 2 - _OVER_EDGE), *signs),
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
        marks = by_weight(self.lane_marks.get(role, ()) if role is not None and not empty else ())
        kind = self._kind(role)
        return Lane(
            role,
            lane_name_lines(name, wide, lines),
            self._caption(kind, empty=empty),
            -wide, top, room, bottom - top, wide,
            even=number % 2 == 0,
            empty=empty,
            signs=_badges(marks, -4.0, top + 11.0),
            tooltip=". ".join([clean(name), *self._meanings(marks)]),
            kind=kind,
        )  # fmt: skip

    def _lane_name(self, role: str | None) -> str:
        if role is None:  # events and gateways need nobody
            return self.tell(phrase(NOBODY)) if any(not step.owner for step in self.process.work) else ""
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
            assumed=link.assumed,
            tooltip=self._passage(plan.chart, link),
        )

    def _marks(self, node: Node) -> tuple[Mark, ...]:
        if node.step is None:
            return ()
        state = _STATE_MARKS[node.state]
        if node.is_gone:
            return state
        return by_weight((*self.marks.get(true_id(node.step.id), ()), *_KIND_MARKS.get(node.step.kind, ()), *state))

    def _caption(self, kind: LaneKind, *, empty: bool) -> str:
        words = marked("no step here") if empty else _CAPTIONS.get(kind)
        return self.tell(phrase(words)) if words else ""

    def _kind(self, role: str | None) -> LaneKind:
        """Return who a role is where it is none of ours; a lane of gateways only names nobody, and needs nobody."""
        if role is None:
            return "nobody" if self._lane_name(None) else ""
        if self.process.is_customer(role):
            return "customer"
        return "partner" if self.process.is_partner(role) else "system" if self.process.is_system(role) else ""

    def _tooltip(self, node: Node, marks: tuple[Mark, ...]) -> str:
        if node.step is None:
            return clean(self.tell(_symbol(node)))
        who = self.process.role(node.lane).name if node.lane else self.tell(phrase(NOBODY))
        known = [node.name, who if node.form == "step" else "", node.step.why or ""]
        meanings = self._meanings(tuple(fact.mark for fact in node.facts))
        known += (f"{meaning}: {fact.words}" for meaning, fact in zip(meanings, node.facts, strict=True))
        return "\n".join(clean(line) for line in [*known, *self._meanings(marks)] if line)

    def _meanings(self, marks: tuple[Mark, ...]) -> list[str]:
        return [self.tell(phrase(LOOKS[mark].meaning)) for mark in marks]

    def _passage(self, chart: Chart, link: Link) -> str:
        names = (_name(chart.node[key]) for key in (link.source, link.target))
        return " → ".join(filter(None, names)) + (f": {clean(link.label)}" if link.label else "")


def _symbol(node: Node) -> str:
    """Return what a figure stands for that is no step."""
    match node.form:
        case "start":
            return say("A case starts here")
        case "end":
            return say("A case ends here: {name}", name=node.words) if node.words else say("A case ends here")
        case "message":
            return say("A message to {role}", role=node.words)
        case "interruption":
            return node.words
        case "out":
            return say("Goes on at {number}", number=node.sign)
    return say("Comes from {number}", number=node.sign)


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
        left = x - (fsum(wide for *_, wide in row) + BETWEEN_FACTS * (len(row) - 1)) / 2
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
