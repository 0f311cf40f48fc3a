"""DOT text: nothing a name says can leave its quotes."""

import pytest

from flowtrim.drawings import draw, render, to_dot
from flowtrim.drawings.dot import dq
from flowtrim.model import Flow, Process, Step
from tests.drawings.stories import CLAIM, HOSTILE, ROUTED, SCRIPTS
from tests.drawings.test_before_and_after import AFTER, BEFORE


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_a_quoted_name_has_no_bare_quote_and_no_bare_backslash(name):
    inner = dq(name)[1:-1].replace("\\\\", "").replace('\\"', "").replace("\\n", "")

    assert '"' not in inner
    assert "\\" not in inner
    assert "\0" not in inner


@pytest.mark.parametrize("name", ["graph", "node", "edge", "a:b", "<b>"])
def test_names_of_steps_are_never_names_of_nodes(name):
    (drawing,) = draw(Process(name, (Step(name, name, owner=name),)))
    named = {line.split(" ")[0] for line in to_dot(drawing).splitlines() if "pos=" in line}

    assert all(node[0] == "n" and node[1:].isdigit() for node in named)


@pytest.mark.parametrize(
    ("name", "drawing"),
    [
        ("claim", draw(CLAIM, marks={"pay": ("unasked", "redundant")}, title=["3 steps"])[0]),
        ("routed", draw(ROUTED)[0]),
        ("scripts", draw(SCRIPTS, form="screens")[0]),
        ("after", draw(BEFORE, after=AFTER)[1]),
        ("overlay", draw(BEFORE, after=AFTER, view="overlay")[0]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_text_is_what_it_was(name, drawing, golden):
    text = to_dot(drawing)
    golden(f"drawings/{name}.dot", text)

    assert text.startswith("digraph drawing {")


@pytest.mark.parametrize("letter", ["x", "漢", "&", '"', "🙂"])
def test_names_too_long_for_graphviz_are_cut_in_the_tooltip_and_drawn(letter):
    first = Step("a", letter * 10_000, owner=letter * 10_000, flows=(Flow("b"),))
    second = Step("b", letter * 9_999, owner=letter * 9_999)
    (drawing,) = draw(Process(letter * 10_000, (first, second)))

    assert b"</svg>" in render(drawing, "svg")
