"""Screens for a room: large enough letters, and a way from each screen to the next."""

from collections import Counter
from itertools import pairwise

import pytest

from flowtrim.drawings import draw
from flowtrim.drawings.scene import SCREEN
from flowtrim.drawings.sizes import NAME_SIZE, SMALL
from flowtrim.model import Flow, Process, Step
from tests.drawings.laws import all_that_breaks, flows_drawn, flows_of, steps_drawn
from tests.drawings.stories import CLAIM, SCRIPTS, chain

PIXELS = 96 / 72


def test_a_short_process_needs_one_screen():
    assert 1 == len(draw(CLAIM, form="screens"))


@pytest.mark.parametrize("process", [CLAIM, SCRIPTS, chain(31), chain(100)], ids=lambda p: p.name)
def test_every_screen_has_the_size_of_a_projector(process):
    sizes = {(round(d.width * d.scale), round(d.height * d.scale)) for d in draw(process, form="screens")}

    assert {SCREEN} == sizes


@pytest.mark.parametrize("process", [CLAIM, SCRIPTS, chain(100)], ids=lambda p: p.name)
def test_no_letter_is_smaller_than_fourteen_pixels(process):
    sizes = [
        size * drawing.scale * PIXELS
        for drawing in draw(process, form="screens", title=["figures"])
        for size in (NAME_SIZE, SMALL, *(text.size for text in drawing.texts))
    ]

    assert min(sizes) >= 14


def test_a_screen_shows_only_the_lanes_that_it_uses():
    for drawing in draw(chain(60, roles=12), form="screens"):
        assert {box.lane for box in drawing.boxes} == {lane.role for lane in drawing.lanes}


def test_what_goes_out_under_a_number_comes_in_under_it():
    boxes = [box for drawing in draw(chain(100), form="screens") for box in drawing.boxes]
    leaving, coming = ({box.lines for box in boxes if box.form == form} for form in ("out", "in"))

    assert leaving == coming != set()


def test_work_that_changes_hands_comes_in_as_heavy_as_it_went_out():
    drawings = draw(chain(100), form="screens")
    sign = {box.id: box.lines for drawing in drawings for box in drawing.boxes if box.form in {"in", "out"}}
    gone = {sign[a.target] for drawing in drawings for a in drawing.arrows if a.heavy and a.target in sign}
    come = {sign[a.source] for drawing in drawings for a in drawing.arrows if a.heavy and a.source in sign}

    assert gone == come != set()


def test_steps_and_flows_of_all_screens_are_those_of_the_process():
    process = chain(200)
    drawings = draw(process, form="screens")

    assert len(process.steps) == len(steps_drawn(drawings))
    assert flows_of(process) == flows_drawn(drawings)
    assert [{}] * len(drawings) == [all_that_breaks(drawing) for drawing in drawings]


def test_screens_are_numbered():
    names = [drawing.name for drawing in draw(chain(60), form="screens")]

    assert [f"60 steps {n} / {len(names)}" for n in range(1, len(names) + 1)] == names


def test_it_is_cut_where_few_flows_pass():
    knot = [
        Step(f"k{n}", f"Knot {n}", owner="A", flows=(Flow(f"k{n + 1}"), Flow(f"k{n + 2}")), split="all")
        for n in range(4)
    ]
    line = [Step(f"k{n}", f"Line {n}", owner="A", flows=(Flow(f"k{n + 1}"),)) for n in range(4, 9)]
    process = Process("P", (*knot, *line, Step("k9", "Last", owner="A")))
    cut = [box for drawing in draw(process, form="screens") for box in drawing.boxes if box.form == "out"]

    assert 1 == len(cut)


def test_a_step_with_sixty_ways_makes_a_taller_screen_instead_of_smaller_letters():
    ways = tuple(Flow(f"t{n}", when=f"kind {n}") for n in range(60))
    steps = (Step("h", "Sort", owner="A", flows=ways), *(Step(f"t{n}", f"Do {n}", owner="B") for n in range(60)))
    drawings = draw(Process("Hub", steps), form="screens")

    assert {1.0} == {drawing.scale for drawing in drawings}
    assert [{}] * len(drawings) == [all_that_breaks(drawing) for drawing in drawings]


def test_a_process_without_steps_has_one_screen():
    assert 1 == len(draw(Process("Empty"), form="screens"))


def test_a_part_says_at_its_edges_which_steps_are_next_and_claims_no_start_or_end():
    row = [Step(name, name, flows=(Flow(after),)) for name, after in pairwise("abcdefgh")]
    (drawing,) = draw(Process("Row", (*row, Step("h", "h"))), part={"d", "e", "f"})
    others = {box.form: box.lines for box in drawing.boxes if box.form != "step"}

    assert {"in": ("3",), "out": ("7",)} == others
    assert ["4", "5", "6"] == [box.lines[0].split()[0] for box in drawing.boxes if box.form == "step"]


def test_a_part_with_the_whole_process_is_all_of_it():
    (whole,), (part,) = draw(CLAIM), draw(CLAIM, part={step.id for step in CLAIM.steps})

    assert Counter(box.form for box in whole.boxes) == Counter(box.form for box in part.boxes)
