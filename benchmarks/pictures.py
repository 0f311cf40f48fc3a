"""The default overview of every sample beside two other layouts of the same model: ``python benchmarks/pictures.py``.

Beside it stand Graphviz ``dot`` with a cluster for each role, and bpmn-auto-layout, for which ``NODE_PATH`` names the
``node_modules`` that it was installed into by npm; without it, its rows are left out. Each picture is fitted into a
screen of 1920 by 1080 pixels. bpmn-auto-layout draws no lanes; the data, which it sets aside in a long column, is
left out. Neither draws a title or a legend, so ours is told without them, too. The median is that of all its lines of text. Ink is the share of the picture that boxes
cover. A crossing is a point in which two lines cross; a connector is a pair of numbered circles in place of a line.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations, pairwise
from pathlib import Path
from statistics import median

from msgspec import Struct
from msgspec.structs import replace

from flowtrim.analysis import analyse
from flowtrim.drawings import Drawing, render
from flowtrim.formats import read
from flowtrim.formats.bpmn.bpmn_writer import write_bpmn
from flowtrim.formats.diagrams.graphviz import write_dot
from flowtrim.model import Process
from flowtrim.reports.pictures import drawings

Point = tuple[float, float]
TODAY = date(2026, 11, 22)
SAMPLES = Path(__file__).parents[1] / "samples"
SCREEN = (1920.0, 1080.0)
_TEXT = re.compile(r'<text[^>]* font-size="([\d.]+)"')
_LAY_OUT = """
import { layoutProcess } from "bpmn-auto-layout";
let told = ""; for await (const part of process.stdin) told += part;
process.stdout.write(await layoutProcess(told));
"""
_BPMN_LETTERS = {"task": 12.0, "label": 11.0}  # pixels in which bpmn-js writes names in and beside figures


class Picture(Struct, frozen=True):
    """A picture of any maker: its size, the sizes of its letters, the areas of its boxes, and its lines."""

    size: Point
    letters: tuple[float, ...]
    boxes: tuple[float, ...]
    lines: tuple[tuple[Point, ...], ...]
    bends: int
    connectors: int = 0

    @property
    def letter(self) -> float:
        """The median of its letters in pixels, when it fills a screen."""
        fitted = min(SCREEN[0] / self.size[0], SCREEN[1] / self.size[1])
        return fitted * median(self.letters)

    @property
    def ink(self) -> float:
        """The share of it that boxes cover."""
        return sum(self.boxes) / (self.size[0] * self.size[1])

    @property
    def crossings(self) -> int:
        """How often two of its lines cross."""
        pieces = [(number, piece) for number, line in enumerate(self.lines) for piece in pairwise(line)]
        return sum(one != other and _cross(a, b) for (one, a), (other, b) in combinations(pieces, 2))


def lanes_of(drawing: Drawing) -> Picture:
    """Return a drawing of flowtrim without its title and legend, which the others do not have."""
    sides = [(lane.x, lane.y, lane.x + lane.width, lane.y + lane.height) for lane in drawing.lanes]
    left, top, right, bottom = (
        pick(each) for pick, each in zip((min, min, max, max), zip(*sides, strict=True), strict=True)
    )
    return replace(ours(drawing), size=(right - left, bottom - top))


def ours(drawing: Drawing) -> Picture:
    """Return a drawing of flowtrim."""
    letters = tuple(map(float, _TEXT.findall(render(drawing, "svg").decode())))
    lines = tuple(arrow.points for arrow in drawing.arrows)
    boxes = tuple(box.width * box.height for box in drawing.boxes)
    leaving = sum(box.form == "out" for box in drawing.boxes)
    return Picture((drawing.width, drawing.height), letters, boxes, lines, _bends(lines), leaving)


def by_dot(process: Process) -> Picture:
    """Return a process as Graphviz lays it out."""
    import pygraphviz

    laid = json.loads(pygraphviz.AGraph(string=write_dot(process)).draw(format="json", prog="dot"))
    nodes = [node for node in laid["objects"] if "pos" in node]
    letters = [part["size"] for thing in (*laid["objects"], *laid["edges"]) for part in thing.get("_ldraw_", ())
               if part["op"] == "F" for _ in range(sum(p["op"] == "T" for p in thing["_ldraw_"]))]  # fmt: skip
    boxes = tuple(72 * 72 * float(node["width"]) * float(node["height"]) for node in nodes)
    curves = [part["points"] for edge in laid["edges"] for part in edge["_draw_"] if part["op"] == "b"]
    lines = tuple(tuple(_sampled(curve)) for curve in curves)
    _, _, wide, high = map(float, laid["bb"].split(","))
    return Picture((wide, high), tuple(letters), boxes, lines, sum(len(curve) > 4 for curve in curves))


def by_bpmn_auto_layout(process: Process) -> Picture | None:
    """Return a process as bpmn-auto-layout lays it out, letters as bpmn-js writes them; None where it is missing."""
    modules = os.environ.get("NODE_PATH", "")
    entry = Path(modules) / "bpmn-auto-layout"
    if not modules or not entry.is_dir():
        return None
    script = _LAY_OUT.replace('"bpmn-auto-layout"', json.dumps(str(entry / "dist" / "index.js")))
    command = ["node", "--input-type=module", "--eval", script]
    return _from_diagram(subprocess.run(command, input=write_bpmn(process), capture_output=True, check=True).stdout)


def _from_diagram(document: bytes) -> Picture:
    root = ET.fromstring(document)
    shapes = [found for found in root.iter() if found.tag.endswith("}BPMNShape")]
    names = {element.get("id"): element for element in root.iter() if element.get("id")}
    bounds = {shape.get("bpmnElement"): _bounds(shape) for shape in shapes}
    bounds = {own: place for own, place in bounds.items() if "}data" not in names[own].tag}  # set aside in a column
    lines = {edge.get("bpmnElement"): tuple(_waypoints(edge)) for edge in root.iter() if edge.tag.endswith("}BPMNEdge")}
    tasks = {own for own, (_, _, wide, high) in bounds.items() if wide > 50 and high < 100}
    letters = [_BPMN_LETTERS["task" if own in tasks else "label"] for own in (*bounds, *lines)
               for _ in range(_lines_of(names[own].get("name") or ""))]  # fmt: skip
    xs = [x for left, _, wide, _ in bounds.values() for x in (left, left + wide)]
    ys = [y for _, top, _, high in bounds.values() for y in (top, top + high)]
    xs += [x for line in lines.values() for x, _ in line]
    ys += [y for line in lines.values() for _, y in line]
    boxes = tuple(wide * high for own, (_, _, wide, high) in bounds.items() if high < 100)
    kept = tuple(lines.values())
    return Picture((max(xs) - min(xs), max(ys) - min(ys)), tuple(letters), boxes, kept, _bends(kept))


def _lines_of(name: str) -> int:
    """Return about how many lines a name takes in a figure of 100 pixels."""
    return -(-len(name) // 16)


def _bounds(shape: ET.Element) -> tuple[float, float, float, float]:
    found = next(part for part in shape if part.tag.endswith("}Bounds"))
    x, y, wide, high = (float(found.get(key, 0)) for key in ("x", "y", "width", "height"))
    return x, y, wide, high


def _waypoints(edge: ET.Element) -> Iterator[Point]:
    return ((float(p.get("x", 0)), float(p.get("y", 0))) for p in edge if p.tag.endswith("}waypoint"))


def _sampled(curve: list[Point]) -> Iterator[Point]:
    """Yield points of a chain of Bezier curves, eight a piece."""
    for start in range(0, len(curve) - 3, 3):
        a, b, c, d = curve[start : start + 4]
        for step in range(9):
            t = step / 8
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            yield tuple(sum(w * p[axis] for w, p in zip(weights, (a, b, c, d), strict=True)) for axis in (0, 1))  # type: ignore[misc]


def _bends(lines: Iterable[tuple[Point, ...]]) -> int:
    return sum(max(0, len(line) - 2) for line in lines)


def _cross(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    """Whether two pieces of line cross within both."""
    (a, b), (c, d) = one, other
    return _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _row(name: str, maker: str, picture: Picture) -> str:
    width, height = picture.size
    both = picture.crossings + picture.connectors
    return (f"| {name} | {maker} | {width:,.0f} × {height:,.0f} | {picture.letter:.1f} | {picture.ink:.0%} | "
            f"{picture.crossings} | {picture.connectors} | {both} | {picture.bends} |")  # fmt: skip


def main() -> None:
    """Print a table."""
    print("| Sample | Layout | Size | Letters, px | Ink | Crossings | Connectors | Both | Bends |")
    print("|---|---|---:|---:|---:|---:|---:|---:|---:|")
    for file in sorted(SAMPLES.glob("*/process.yml")):
        process = read(file, today=TODAY).process
        (drawing,) = drawings(analyse(read(file, today=TODAY), today=TODAY), form="overview")[""]
        made = {
            "flowtrim": ours(drawing),
            "flowtrim, lanes alone": lanes_of(drawing),
            "bpmn-auto-layout": by_bpmn_auto_layout(process),
            "dot": by_dot(process),
        }
        for maker, picture in made.items():
            if picture:
                print(_row(file.parent.name, maker, picture), flush=True)


if __name__ == "__main__":
    sys.exit(main())
