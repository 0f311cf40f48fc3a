"""Pictures: made in a child process, the same each time, with nothing in them that acts."""

import re
import stat
import sys
import xml.etree.ElementTree as ET
from io import BytesIO
from itertools import pairwise

import pytest

from flowtrim.drawings import DrawingError, booklet, draw, engine, legibility, remarks, render, render_all, to_dot
from flowtrim.drawings.drawing import Drawing
from flowtrim.model import Flow, Process, Step
from tests.drawings.stories import CLAIM, HOSTILE, SCRIPTS, chain

SVG = "{http://www.w3.org/2000/svg}"
CLAIMED = draw(CLAIM, marks={"pay": ("weak",)})[0]


def groups(svg):
    return {group.get("id"): group for group in ET.fromstring(svg).iter(f"{SVG}g") if group.get("id")}


@pytest.fixture
def no_graphviz(monkeypatch):
    monkeypatch.setattr(engine, "_run", lambda *_: engine.subprocess.CompletedProcess((), 3, b"", b""))
    monkeypatch.setattr(engine.shutil, "which", lambda _: None)
    monkeypatch.delenv("FLOWTRIM_DOT", raising=False)


@pytest.mark.parametrize(("format_", "begins"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_every_format_is_made_and_is_the_same_each_time(format_, begins):
    first, second = (render(CLAIMED, format_) for _ in range(2))

    assert begins == first[: len(begins)]
    assert first == second


def test_a_step_is_a_group_with_its_number_and_its_id():
    group = groups(render(CLAIMED, "svg"))["step-3"]

    assert "pay" == group.get("data-step")
    assert {"node", "step", "weak"} <= set(group.get("class").split())
    assert "3 Pay the claim\nPayroll\nthe reason is weak" == group.find(f"{SVG}title").text


def test_the_picture_tells_its_name_to_those_who_cannot_see_it():
    root = ET.fromstring(render(CLAIMED, "svg"))

    assert ("Expense claim", "3 steps in 3 lanes.") == (root[0].text, root[1].text)


def test_an_svg_links_nowhere_runs_nothing_and_keeps_silent_about_its_maker():
    svg = render(CLAIMED, "svg").decode()

    assert [] == [word for word in ("href", "<script", "<!--", "DOCTYPE", "raphviz", "xlink") if word in svg]


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_name_is_drawn_as_it_is_written(name):
    drawing = draw(Process(name, (Step(name, name, owner=name, why=name),)))[0]
    svg = render(drawing, "svg")
    shown = "".join(text.text for text in groups(svg)["step-1"].iter(f"{SVG}text"))

    assert "".join(drawing.boxes[1].lines) == shown
    assert b"href" not in svg
    assert not list(ET.fromstring(svg).iter(f"{SVG}script"))


def test_several_pictures_are_made_in_one_go():
    drawings = draw(chain(31), form="screens")

    assert [render(drawing, "png") for drawing in drawings] == list(render_all(drawings, "png"))


def test_screens_are_the_pages_of_one_pdf():
    from pypdf import PdfReader

    drawings = draw(chain(31), form="screens")
    pages = PdfReader(BytesIO(booklet(drawings))).pages

    assert [(1440, 810)] * len(drawings) == [(round(p.mediabox.width), round(p.mediabox.height)) for p in pages]


def test_a_booklet_is_the_same_each_time():
    drawings = draw(chain(31), form="screens")

    assert booklet(drawings) == booklet(drawings)


def test_a_screen_is_a_png_of_1920_by_1080_pixels():
    png = render(draw(SCRIPTS, form="screens")[0], "png")

    assert (1920, 1080) == (int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big"))


def test_dot_text_of_ours_can_be_painted_too():
    assert b"<svg" in render(to_dot(CLAIMED), "svg")


def test_an_unknown_format_is_refused():
    with pytest.raises(DrawingError, match="svg, png, pdf, not gif"):
        render(CLAIMED, "gif")


def test_a_time_limit_is_kept():
    with pytest.raises(DrawingError, match="not ready after"):
        render(draw(chain(300))[0], "png", timeout=0.01)


@pytest.mark.usefixtures("no_graphviz")
def test_without_graphviz_it_says_what_to_install():
    with pytest.raises(DrawingError, match=r"apt install graphviz.*brew install graphviz.*winget install"):
        render(CLAIMED, "svg")


@pytest.mark.usefixtures("no_graphviz")
def test_without_graphviz_the_text_can_still_be_had():
    assert "digraph" in to_dot(CLAIMED)


def test_an_engine_that_does_not_exist_is_told():
    with pytest.raises(DrawingError, match="There is no program 'no-such-program' here. Graphviz is missing"):
        render(CLAIMED, "svg", engine="no-such-program")


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for Graphviz")
def test_the_engine_of_the_environment_is_used(tmp_path, monkeypatch):
    program = tmp_path / "neato"
    program.write_text('#!/bin/sh\ncat >/dev/null\necho "<svg>$@</svg>"\n')
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv("FLOWTRIM_DOT", str(program))

    assert b"<svg>-Kneato -n2 -Tsvg</svg>\n" == render(to_dot(CLAIMED), "svg")


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for Graphviz")
def test_what_graphviz_complains_of_is_passed_on(tmp_path):
    program = tmp_path / "neato"
    program.write_text('#!/bin/sh\necho "Error: something broke" >&2\nexit 1\n')
    program.chmod(program.stat().st_mode | stat.S_IEXEC)

    with pytest.raises(DrawingError, match="something broke"):
        render(CLAIMED, "svg", engine=str(program))


def test_a_drawing_too_large_for_a_png_is_made_smaller_and_says_so():
    huge = Drawing("Huge", "Nothing.", 60_000, 200)

    assert 30_000 == int.from_bytes(render(huge, "png")[16:20], "big")
    assert ["The picture is larger than PNG allows and was made 2.7 times smaller"] == [
        said.split(";")[0] for said in remarks([huge], "png")
    ]


def test_a_common_drawing_needs_no_remark():
    assert () == remarks([CLAIMED], "pdf")


def test_letters_that_no_font_has_are_told_for_png_and_not_for_svg(monkeypatch):
    monkeypatch.setattr(legibility.sys, "platform", "linux")
    monkeypatch.setattr(legibility.shutil, "which", lambda _: "fc-list")
    answer = legibility.subprocess.CompletedProcess((), 0, b"", b"")
    monkeypatch.setattr(legibility.subprocess, "run", lambda *_, **__: answer)
    drawings = draw(SCRIPTS)
    missing = [said.split(" letters")[0] for said in remarks(drawings, "png")]

    assert ["No font here has Arabic", "No font here has Japanese", "No font here has Chinese"] == missing
    assert () == remarks(drawings, "svg")


def test_a_font_list_that_does_not_answer_in_time_is_no_complaint(monkeypatch):
    monkeypatch.setattr(legibility.sys, "platform", "linux")
    monkeypatch.setattr(legibility.shutil, "which", lambda _: "fc-list")

    def late(asked, **_):
        raise legibility.subprocess.TimeoutExpired(asked, 10)

    monkeypatch.setattr(legibility.subprocess, "run", late)

    assert () == remarks(draw(SCRIPTS), "png")


def test_pages_can_tell_marks_words_flows_and_lanes():
    process = Process(
        "p",
        (
            Step("pay", "Pay", owner="Bank", flows=(Flow("post", "paid"), Flow("end"))),
            Step("post", "Post", owner="Post"),
        ),
    )
    [drawing] = draw(process, marks={"pay": ("unjustified",)})
    svg = render(drawing, "svg").decode()

    assert 'class="node mark unjustified" data-step="pay"' in svg
    assert 'data-from="pay" data-to="post"' in svg
    assert 'class="node lane" data-role="Bank"' in svg
    assert "style=" not in svg


def test_a_lane_and_a_flow_are_one_group_each_with_their_words():
    flows = (Flow("post", "paid"), Flow("end"))
    process = Process("p", (Step("pay", "Pay", owner="Bank", flows=flows), Step("post", "Post", owner="Post")))
    (drawing,) = draw(process, lane_marks={"Bank": ("redundant",)})
    root = ET.fromstring(render(drawing, "svg"))
    whole = {g.get("class"): g for g in root.iter(f"{SVG}g") if (g.get("class") or "").endswith("-with-words")}
    lanes = [g for g in root.iter(f"{SVG}g") if g.get("class") == "lane-with-words"]
    labelled = [g for g in root.iter(f"{SVG}g") if g.get("data-to") == "post" and len(g.findall(f"{SVG}g")) == 2]

    assert {"lane-with-words", "flow-with-words"} == set(whole)
    assert ["Bank", "Post"] == [lane.get("data-role") for lane in lanes]
    assert [("pay", "paid · 50%?")] == [
        (g.get("data-from"), "".join(t.text for t in g.iter(f"{SVG}text"))) for g in labelled
    ]


@pytest.mark.parametrize(
    ("name", "apart"),
    [
        ("Write to the customer and wait for the answer", 13.75),
        ("发票超过限额时转交给财务经理审批并登记在册后归档", 16.5),
    ],
)
def test_lines_of_a_name_are_as_far_apart_as_the_box_was_made_for_whatever_fonts_are_here(name, apart):
    (drawing,) = draw(Process("p", (Step("a", name, owner="A", takes=5.0), Step("b", name, owner="A"))))
    root = ET.fromstring(render(drawing, "svg"))
    for step in ("a", "b"):
        (box,) = (
            g
            for g in root.iter(f"{SVG}g")
            if g.get("data-step") == step and g.get("id") and "node step" in g.get("class")
        )
        heights = [float(text.get("y")) for text in box.findall(f"{SVG}text")]

        assert len(heights) > 1
        assert [apart] * (len(heights) - 1) == [pytest.approx(low - high, abs=0.02) for high, low in pairwise(heights)]


def test_a_notebook_shows_each_of_several_drawings():
    drawn = draw(CLAIM, after=CLAIM)

    assert 2 == drawn._repr_html_().count("<svg ")
    assert "<?xml" not in drawn._repr_html_()


def test_a_notebook_shrinks_a_picture_to_its_cell_and_enlarges_none(browser):
    (drawing,) = drawn = draw(CLAIM)
    width = re.search(r'width="([\d.]+)pt"', render(drawing, "svg").decode())[1]
    page = browser.new_page()
    page.set_content(drawn._repr_html_())

    for cell in (300, 3000):
        page.set_viewport_size({"width": cell, "height": 400})
        box = page.locator("svg").bounding_box()
        assert page.evaluate("document.documentElement.scrollWidth") <= cell
    assert float(width) * 4 / 3 == pytest.approx(box["width"], abs=1)
