"""The letters of the default overview, when it fills a screen of 1920 by 1080 pixels, and how few of its lines cross."""

import re
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest

from flowtrim.analysis import analyse
from flowtrim.drawings import draw, render
from flowtrim.formats import read
from flowtrim.model import Flow, Process, Step
from flowtrim.reports.pictures import drawings
from tests.days import TODAY

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*/process.yml"))
LEAST = {"billing-question": 8.0}
CROSSED = {"billing-question": 1}
CROSSED_ON_SCREENS = {"angebot": 1, "billing-question": 1}
CONNECTORS = {"billing-question": 7}
SIZE = re.compile(r'<text[^>]* font-size="([\d.]+)"')


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.parent.name)
def test_the_median_of_all_letters_can_be_read_on_a_screen(file):
    (drawing,) = drawings(analyse(read(file, today=TODAY), today=TODAY), form="overview")[""]
    fitted = min(1920 / drawing.width, 1080 / drawing.height)
    sizes = [float(size) * fitted for size in SIZE.findall(render(drawing, "svg").decode())]

    assert median(sizes) >= LEAST.get(file.parent.name, 10.0)


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.parent.name)
def test_hardly_a_line_crosses_another_one_or_goes_on_elsewhere(file):
    (drawing,) = draw(read(file, today=TODAY).process)

    assert len(crossings(drawing)) <= CROSSED.get(file.parent.name, 0)
    assert sum(box.form == "out" for box in drawing.boxes) <= CONNECTORS.get(file.parent.name, 0)


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.parent.name)
def test_hardly_a_line_crosses_another_one_on_the_screens_for_a_room(file):
    crossed = [len(crossings(drawing)) for drawing in draw(read(file, today=TODAY).process, form="screens")]

    assert sum(crossed) <= CROSSED_ON_SCREENS.get(file.parent.name, 0)


def lines_over(lanes_of, flows):
    steps = tuple(
        Step(name, name, owner=owner, flows=tuple(Flow(to) for a, to in flows if a == name)) for name, owner in lanes_of
    )
    return Process("P", steps=steps)


def test_a_lane_stands_elsewhere_than_its_role_first_acts_where_that_saves_a_crossing():
    told = lines_over(
        [("ask", "A"), ("answer", "B"), ("call", "C"), ("read", "D"), ("mend", "D"), ("count", "E")],
        [("ask", "answer"), ("answer", "count"), ("answer", "call"), ("call", "ask"), ("call", "read"),
         ("read", "mend")],
    )  # fmt: skip

    (drawing,), (steady,) = draw(told), draw(told, steady=True)

    assert len(crossings(drawing)) < len(crossings(steady))
    assert [*"ABCDE"] == [lane.role for lane in steady.lanes]
    assert {*"ABCDE"} == {lane.role for lane in drawing.lanes}


def crossings(drawing):
    """Two arrows for each point in which they cross."""
    level, upright = [], []
    for arrow in drawing.arrows:
        for (x1, y1), (x2, y2) in pairwise(arrow.points):
            if y1 == y2:
                level.append((y1, *sorted((x1, x2)), arrow.source, arrow.target))
            else:
                upright.append((x1, *sorted((y1, y2)), arrow.source, arrow.target))
    return [
        (one, other)
        for y, left, right, *one in level
        for x, top, bottom, *other in upright
        if left < x < right and top < y < bottom and one != other
    ]
