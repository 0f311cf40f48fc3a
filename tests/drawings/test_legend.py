"""The legend: every colour, shape, sign and line style that a picture has is explained, and nothing else."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace

from flowtrim.analysis import analyse
from flowtrim.drawings import draw, to_dot
from flowtrim.formats import read
from flowtrim.model import END, Flow, Interruption, Process, Role, Start, Step
from flowtrim.reports.pictures import drawings, overlaid
from tests.days import TODAY
from tests.drawings.laws import all_that_breaks
from tests.drawings.test_before_and_after import AFTER, BEFORE
from tests.drawings.test_overview import labels_between_lines

ROOT = Path(__file__).parents[2]
REFUSED = {"keys.yml", "owners.yml"}
"""Files that say what no file can say."""
FILES = sorted((*ROOT.glob("samples/*/*.yml"), *ROOT.glob("../shared/cases/model/*.yml")))
SAID_BY_ITSELF = {("lane-name", "box", "#e4eaf1"), ("lane-name", "box", "#f4f5f7"), ("step", "box", "#ffffff")}
"""Lanes of our own people, and those that are empty and say so; healthy steps."""


def only(process, **options):
    (drawing,) = draw(process, **options)
    return drawing


def meanings(drawing):
    return {text.lines[0] for text in drawing.legend if getattr(text, "soft", False)}


def looks(dot):
    """What is seen of each figure and line: what it is, its shape or style, its colour, and its sign."""
    found = set()
    for line in dot.splitlines():
        told = dict(re.findall(r'(\w+)="?((?:[^"\\]|\\.)*?)"?(?:, |\])', line))
        kinds = told.get("class", "").split()
        if not kinds or kinds[0] in {"page", "lane", "words", "continued"}:
            continue
        if "->" in line:
            found.add(("line", told["style"], told["color"]))
        elif kinds[0] == "mark":
            found.add(("mark", told["shape"], told["fillcolor"], told.get("label")))
        elif "dashed" in told.get("style", ""):
            found.add(("dashed", told["fillcolor"]))
        elif kinds[0] == "gateway":
            found.add(("gateway", told["label"]))
        else:
            found.add((kinds[0].replace("out", "in"), told["shape"], told.get("fillcolor", "#ffffff")))
    return found


def assert_explained(drawing):
    seen = looks(to_dot(replace(drawing, legend=())))
    told = looks(to_dot(replace(drawing, lanes=(), boxes=(), arrows=(), texts=())))

    assert set() == {look for look in seen - told if look[:3] not in SAID_BY_ITSELF and look[0] != "message"}
    assert set() == told - seen - SAID_BY_ITSELF


@pytest.mark.parametrize(
    "file", [file for file in FILES if file.name not in REFUSED], ids=lambda file: f"{file.parent.name}/{file.name}"
)
def test_whatever_is_seen_in_a_picture_of_a_process_is_in_its_legend_and_nothing_more(file):
    analysis = analyse(read(file, today=TODAY), today=TODAY)

    for drawing in drawings(analysis, form="overview")[""]:
        assert_explained(drawing)


@pytest.mark.parametrize("form", ["overview", "ribbon"])
@pytest.mark.parametrize("file", [file for file in FILES if file.name not in REFUSED], ids=lambda file: f"{file.parent.name}/{file.name}")  # fmt: skip
def test_no_label_of_a_real_process_lies_between_two_lines(file, form):
    drawing = only(read(file, today=TODAY).process, form=form)

    assert [] == labels_between_lines(drawing)
    assert {} == all_that_breaks(drawing)


def test_the_legend_of_before_and_after_explains_what_is_gone_and_what_moved():
    (both,) = draw(BEFORE, after=AFTER, view="overlay")

    assert_explained(both)
    assert {"was here before", "way that is gone", "moved", "new", "dropped"} <= meanings(both)


def test_a_lane_without_a_step_left_is_grey_and_its_colour_is_not_explained():
    ask = Step("ask", "Ask", owner="C", flows=(Flow(BEFORE.steps[0].id),))
    before = replace(BEFORE, steps=(ask, *BEFORE.steps), roles=(*BEFORE.roles, Role("C", "C", kind="customer")))
    drawing = only(before, after=AFTER, view="overlay", lane_marks={"C": ("redundant",)})

    assert [("C", True)] == [(lane.role, lane.empty) for lane in drawing.lanes if lane.kind == "customer"]
    assert not {"the customer", "role that could go"} & meanings(drawing)


def test_the_legend_of_the_showcase_laid_over_its_plan_explains_all_of_it():
    document = read(ROOT / "samples/billing-question/process.yml", today=TODAY)
    (drawing,) = overlaid(analyse(document, today=TODAY, plan=document.process.plans[0]), form="overview")

    assert_explained(drawing)


def test_a_share_that_nobody_declared_is_told_with_a_question_mark_and_the_legend_says_so():
    ways = (Flow("b", share=0.7), Flow("c"), Flow(END))
    steps = (Step("a", "A", owner="X", flows=ways), Step("b", "B", owner="X"), Step("c", "C", owner="X"))
    drawing = only(Process("P", steps))

    assert ["15%?", "15%?", "70%"] == sorted(line.label.lines[0] for line in drawing.arrows if line.label)
    assert "a share that nobody declared" in meanings(drawing)


def test_declared_shares_and_ways_that_are_all_taken_have_no_question_mark():
    ways = (Flow("b", share=0.7), Flow("c", share=0.3))
    steps = (Step("a", "A", flows=ways), Step("b", "B", flows=(Flow("d"), Flow("e")), split="all"), Step("c", "C"),
             Step("d", "D"), Step("e", "E"))  # fmt: skip
    drawing = only(Process("P", steps))

    assert ["30%", "70%"] == sorted(line.label.lines[0] for line in drawing.arrows if line.label)
    assert "a share that nobody declared" not in meanings(drawing)


def test_where_cases_begin_at_several_steps_an_assumed_share_is_told_as_one():
    steps = (Step("a", "A", flows=(Flow("c"),)), Step("b", "B", flows=(Flow("c"),)), Step("c", "C"))
    drawing = only(Process("P", steps, starts=(Start("a", 0.8), Start("b"))))

    assert ["20%?", "80%"] == sorted(line.label.lines[0] for line in drawing.arrows if line.label)


def test_the_legend_says_who_stands_outside_and_what_may_happen_at_any_time():
    roles = (Role("c", "Customer", kind="customer"), Role("s", "System", kind="system"), Role("p", "P", kind="partner"))
    steps = (Step("a", "A", owner="c"), Step("b", "B", owner="s"), Step("d", "D", owner="p"), Step("e", "E"))
    row = tuple(replace(one, flows=(Flow(then.id),)) for one, then in pairwise(steps))
    drawing = only(Process("P", (*row, steps[-1]), roles=roles, anytime=(Interruption("a fire", to=END),)))

    assert {"the customer", "a system", "a partner", "nobody is named", "may happen at any time"} <= meanings(drawing)
    assert_explained(drawing)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", {"die Arbeit wechselt die Hand", "ein Fall beginnt", "Niemand genannt", "ein Anteil, den niemand angegeben hat"}),
        ("ja", {"担当が替わる", "案件が始まる", "担当の指定なし"}),
    ],
)  # fmt: skip
def test_a_picture_speaks_the_language_of_its_process(language, expected):
    ways = (Flow("b"), Flow("c"))
    steps = (Step("a", "A", owner="X", flows=ways), Step("b", "B", owner="Y"), Step("c", "C"))
    drawing = only(Process("P", steps, language=language))

    assert expected <= meanings(drawing) | {" ".join(lane.name) for lane in drawing.lanes}
