"""What a process declares beside steps and flows is seen in its picture: times, deadlines, ends, messages and the rest."""

import pytest

from flowtrim.drawings import LOOKS, draw
from flowtrim.formats.scalars import duration
from flowtrim.graph import FlowGraph
from flowtrim.measures.handoffs import messages
from flowtrim.model import END, Flow, Interruption, Part, Process, Role, Step
from flowtrim.model.timing import Deadline, Range, Repetition
from tests.drawings.laws import all_that_breaks, flows_drawn, flows_of
from tests.drawings.test_overview import arrow, box, legend_words, only

CARRIER = Role("carrier", "Carrier", kind="partner")
DAY = 480.0


def told(*steps, **more):
    """A drawing of steps in one hand, and of what else the process says."""
    process = Process("P", tuple(steps), **more)
    return only(process, messages=messages(FlowGraph(process)))


def facts(drawing, step):
    drawn = box(drawing, step)
    signs = [sign.mark for sign in drawn.signs][-len(drawn.facts) :]
    return [(mark, " ".join(fact.lines)) for mark, fact in zip(signs, drawn.facts, strict=True)]


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ({"takes": 15.0}, ("work", "15m")),
        ({"takes": 4 * DAY, "takes_range": Range(DAY, 7 * DAY)}, ("work", "1d–7d")),
        ({"waits": 2 * DAY}, ("waiting", "2d")),
        ({"within": (Deadline(3 * DAY, of=0.8),)}, ("deadline", "3d · 80%")),
        ({"within": (Deadline(60.0, since="a"),)}, ("deadline", "1h from “1 Ask”")),
        ({"optional": 0.3}, ("optional", "30%")),
        ({"each": Repetition("branch", 4.0)}, ("repeated", "branch × 4")),
        ({"part": "Pick"}, ("repeated", "line × 3")),
        ({"alongside": ("Editor",)}, ("joint", "Editor")),
    ],
)
def test_what_a_step_declares_stands_under_its_name_and_its_sign_in_the_legend(declared, expected):
    drawing = told(Step("a", "Ask", owner="X", **declared), parts=(Part("Pick", Repetition("line", 3.0)),))

    assert [expected] == facts(drawing, "a")
    assert LOOKS[expected[0]].meaning in legend_words(drawing)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", ["15 Min.", "1,5 Std.–7 T.", "3 T. · 80 %", "2,5 %"]),
        ("fr", ["15 min", "1,5 h–7 j", "3 j · 80 %", "2,5 %"]),
        ("es", ["15 min", "1,5 h–7 d", "3 d · 80 %", "2,5 %"]),
        ("ja", ["15分", "1.5時間–7日", "3日 · 80%", "2.5%"]),
        ("zh", ["15分钟", "1.5小时–7天", "3天 · 80%", "2.5%"]),
    ],
)
def test_times_and_shares_are_written_as_the_language_of_the_picture_does(language, expected):
    between = Range(duration("1.5h"), 7 * DAY)
    step = Step("a", "Ask", owner="X", takes=15.0, waits=DAY, waits_range=between, within=(Deadline(3 * DAY, of=0.8),), optional=0.025)  # fmt: skip
    drawing = told(step, language=language)

    assert expected == [words for _, words in facts(drawing, "a")]


def test_times_by_the_clock_and_labels_of_branches_are_in_the_language_of_the_picture():
    step = Step(
        "a", "Ask", owner="X", takes=duration("36 clock hours"), flows=(Flow("b", "so", 0.125), Flow(END, "or"))
    )
    drawing = told(step, Step("b", "Wait", owner="X", takes=duration("30 calendar days")), language="de")

    assert [("work", "36 Uhrstunden")] == facts(drawing, "a")
    assert [("work", "30 Kalendertage")] == facts(drawing, "b")
    assert ("so · 12,5\N{NO-BREAK SPACE}%",) in {each.label.lines for each in drawing.arrows if each.label}


def test_a_step_that_declares_nothing_has_nothing_under_its_name():
    assert () == box(told(Step("a", "Ask", owner="X")), "a").facts


def test_a_box_grows_with_what_stands_in_it():
    small, large = (
        box(told(Step("a", "Ask", owner="X", **more)), "a")
        for more in ({}, {"takes": 1.0, "waits": DAY, "alongside": ("Somebody with a very long name indeed",)})
    )

    assert small.height < large.height
    assert all(large.y - large.height / 2 < fact.y < large.y + large.height / 2 - fact.size for fact in large.facts)


def test_a_wait_with_its_duration_needs_no_badge_at_the_corner():
    drawing = only(Process("P", (Step("a", "Ask", owner="X", waits=DAY),)), marks={"a": ("waiting",)})

    assert ["waiting"] == [sign.mark for sign in box(drawing, "a").signs]


def test_what_follows_a_deadline_is_an_arrow_of_its_own():
    late = (Deadline(4 * DAY, then="remind"), Deadline(DAY, instead="escalate", share=0.01))
    drawing = told(
        Step("a", "Ask", owner="X", within=late), Step("remind", "Remind", owner="X"), Step("escalate", "Escalate", owner="Y")
    )  # fmt: skip

    assert {("consequence", ("after 4d",)), ("consequence", ("after 1d · 1%",))} == {
        (way.way, way.label.lines) for way in (arrow(drawing, "a", "remind"), arrow(drawing, "a", "escalate"))
    }
    assert box(drawing, "a").x < box(drawing, "remind").x
    assert {} == all_that_breaks(drawing)


def test_each_end_of_another_name_is_a_mark_of_its_own_under_its_name():
    flows = (Flow(END, outcome="paid", share=0.9), Flow(END, outcome="refused", share=0.08), Flow(END, share=0.02))
    process = Process("P", (Step("a", "Ask", owner="X", flows=flows),))
    drawing = only(process)

    assert [("paid",), ("refused",), ()] == [mark.caption for mark in drawing.boxes if mark.form == "end"]
    assert flows_of(process) == flows_drawn([drawing])
    assert {} == all_that_breaks(drawing)


@pytest.mark.parametrize(
    ("what", "words", "goes_on_at"),
    [
        (Interruption("withdrawn", to="stop", share=0.06), "at any time: withdrawn · 6%", "step-2"),
        (Interruption("a fire", to=END, since=("a",), outcome="lost"), "during 1 Ask: a fire", "interrupted-1-1"),
    ],
)
def test_what_may_happen_at_any_time_is_a_mark_with_a_line_to_where_it_goes_on(what, words, goes_on_at):
    drawing = told(Step("a", "Ask", owner="X"), Step("stop", "Stop", owner="X"), anytime=(what,))
    (mark,) = [mark for mark in drawing.boxes if mark.form == "interruption"]

    assert words == " ".join(mark.caption)
    assert [("consequence", goes_on_at)] == [(way.way, way.target) for way in drawing.arrows if way.source == mark.id]
    assert {} == all_that_breaks(drawing)


def test_a_message_to_a_partner_is_an_arrow_to_a_small_box_with_its_name():
    steps = (
        Step("pack", "Pack", owner="Store", informs=("carrier",), flows=(Flow("bill"),)), Step("bill", "Bill", owner="Store")
    )  # fmt: skip
    drawing = told(*steps, roles=(CARRIER,))
    (told_box,) = [message for message in drawing.boxes if message.form == "message"]

    assert ("Carrier",) == told_box.lines
    assert [("step-1", "message", False)] == [
        (way.source, way.way, way.heavy) for way in drawing.arrows if way.target == told_box.id
    ]
    assert "a message to somebody outside" in legend_words(drawing)
    assert {} == all_that_breaks(drawing)


@pytest.mark.parametrize("form", ["overview", "ribbon", "screens"])
def test_many_messages_and_deadlines_lie_upon_nothing(form):
    partners = tuple(Role(f"p{n}", f"Partner number {n}", kind="partner") for n in range(3))
    steps = tuple(
        Step(
            f"s{n}", f"Do number {n}", owner="ABC"[n % 3], informs=tuple(f"p{m}" for m in range(n % 4)), takes=n + 1.0,
            within=(Deadline(DAY, instead=f"s{n + 2}"),) if n % 3 == 0 and n < 28 else (),
            flows=(Flow(f"s{n + 1}"),) if n < 29 else (),
        )
        for n in range(30)
    )  # fmt: skip
    stops = (Interruption("withdrawn", to="s29"), Interruption("a fire", to=END))
    process = Process("P", steps, roles=partners, anytime=stops)
    drawn = draw(process, form=form, messages=messages(FlowGraph(process)))

    assert [{}] * len(drawn) == [all_that_breaks(drawing) for drawing in drawn]
    assert 43 == sum(mark.form == "message" for drawing in drawn for mark in drawing.boxes)
