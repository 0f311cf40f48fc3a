"""What an overview shows of a process."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowtrim.drawings import LOOKS, MARKS, draw, to_dot
from flowtrim.drawings.badges import by_weight
from flowtrim.drawings.lettering import clean
from flowtrim.drawings.sizes import LANE_NAME
from flowtrim.model import Flow, Process, Step
from tests.drawings.laws import all_that_breaks, flows_drawn, flows_of, steps_drawn
from tests.drawings.stories import CLAIM, ROUTED, SCRIPTS, chain


def only(process, **options):
    (drawing,) = draw(process, **options)
    return drawing


def box(drawing, step):
    return next(box for box in drawing.boxes if box.step == step)


def arrow(drawing, source, target):
    names = {box.step: box.id for box in drawing.boxes}
    return next(a for a in drawing.arrows if (a.source, a.target) == (names[source], names[target]))


def test_lanes_stand_in_the_order_in_which_roles_first_act():
    assert ["Employee", "Manager", "Payroll"] == [lane.role for lane in only(CLAIM).lanes]


def test_a_word_in_the_name_of_a_lane_is_not_broken_where_a_little_room_helps():
    steps = (Step("a", "Ask", owner="Vertriebsinnendienst", flows=(Flow("b"),)), Step("b", "Answer", owner="Chef"))
    first, second = only(Process("P", steps=steps)).lanes

    assert ("Vertriebsinnendienst",) == first.name
    assert first.name_width == second.name_width > LANE_NAME


def test_a_word_that_no_lane_could_hold_leaves_the_names_as_narrow_as_ever():
    steps = (Step("a", "Ask", owner="Rindfleischetikettierungsüberwachungsbeauftragter"),)

    assert [LANE_NAME] == [lane.name_width for lane in only(Process("P", steps=steps)).lanes]


def test_an_event_is_told_in_up_to_three_lines():
    come = Step("come", "A household has called, written or been visited", kind="event", flows=(Flow("do"),))
    drawing = only(Process("P", steps=(come, Step("do", "Do", owner="Desk"))))

    assert come.name == " ".join(box(drawing, "come").caption)


def test_work_flows_from_left_to_right():
    drawing = only(CLAIM)
    places = [box(drawing, step).x for step in ("fill", "approve", "pay")]

    assert sorted(places) == places


def test_a_case_starts_at_a_mark_and_ends_at_one():
    assert ["start-1", "end-3"] == [box.id for box in only(CLAIM).boxes if box.form in {"start", "end"}]


def test_events_are_the_marks_of_start_and_end_themselves():
    forms = {box.step: box.form for box in only(ROUTED).boxes if box.form in {"start", "end"}}

    assert {"come": "start", "done": "end"} == forms


def test_a_gateway_stands_in_the_lane_of_the_step_before_it():
    drawing = only(ROUTED)

    assert ["clerk", "clerk"] == [box(drawing, step).lane for step in ("ready", "both")]


def test_before_anybody_has_worked_no_work_changes_hands():
    both = Step("both", "both", kind="gateway", flows=(Flow("order"), Flow("bill")), split="all")
    events = (
        Step("order", "Order", kind="event", flows=(Flow("sell"),)),
        Step("bill", "Bill", kind="event", flows=(Flow("pay"),)),
    )
    drawing = only(Process("P", (both, *events, Step("sell", "Sell", owner="shop"), Step("pay", "Pay", owner="bank"))))

    assert ["shop", "bank"] == [box(drawing, step).lane for step in ("order", "bill")]
    assert [False] * 4 == [
        arrow(drawing, *ends).heavy
        for ends in (("both", "order"), ("both", "bill"), ("order", "sell"), ("bill", "pay"))
    ]


def test_a_step_without_an_owner_stands_in_a_lane_that_says_so():
    lane = next(lane for lane in only(ROUTED).lanes if lane.role is None)

    assert ("Niemand", "genannt") == lane.name


def test_lanes_of_customers_and_systems_say_so():
    captions = {lane.role: lane.caption for lane in only(ROUTED).lanes}

    assert ("Kunde", "System", "") == (captions["buyer"], captions["erp"], captions["clerk"])


def test_handoffs_are_heavy_and_flows_in_one_hand_are_not():
    drawing = only(ROUTED)
    heavy = [arrow(drawing, *ends).heavy for ends in (("both", "ship"), ("both", "bill"), ("check", "ready"))]

    assert [True, True, False] == heavy


def test_a_flow_to_a_step_that_nobody_owns_is_no_handoff():
    drawing = only(Process("P", (Step("a", "A", owner="X", flows=(Flow("b"),)), Step("b", "B"))))

    assert not arrow(drawing, "a", "b").heavy


def test_a_branch_tells_its_condition_and_its_share():
    assert ("refused · 5%",) == arrow(only(CLAIM), "approve", "fill").label.lines


def test_words_do_not_touch_the_edge_of_a_heavy_line():
    ways = (Flow("b", when="yes"), Flow("c", when="no"))
    steps = (Step("a", "A", owner="X", flows=ways), Step("b", "B", owner="Y"), Step("c", "C", owner="Z"))
    for line in (arrow for arrow in only(Process("P", steps)).arrows if arrow.label and arrow.heavy):
        (_, y), (_, down) = line.points[:2]
        top, bottom = line.label.y, line.label.y + 1.25 * line.label.size

        assert y != down or min(abs(top - y), abs(bottom - y)) >= 2.5


def test_a_plain_flow_has_no_label():
    assert arrow(only(CLAIM), "fill", "approve").label is None


def test_a_long_condition_is_cut_and_its_share_and_the_whole_of_it_remain():
    condition = "the customer has written that he does not agree with any of the reasons that he was given"
    flows = (Flow("b", when=condition, share=0.5), Flow("end"))
    told = arrow(only(Process("P", (Step("a", "A", flows=flows), Step("b", "B")))), "a", "b")

    assert "50%" == told.label.lines[-1]
    assert condition in told.tooltip


def test_marks_are_signs_on_the_step_and_words_in_the_legend():
    drawing = only(CLAIM, marks={"pay": ("weak", "redundant")})

    assert ["weak", "redundant"] == sorted((sign.mark for sign in box(drawing, "pay").signs), key=MARKS.index)
    assert {LOOKS["weak"].meaning, LOOKS["redundant"].meaning} <= legend_words(drawing)


def test_the_legend_is_silent_about_what_does_not_occur():
    assert LOOKS["expired"].meaning not in legend_words(only(CLAIM))


def test_approvals_and_waits_are_marked_by_their_kind():
    marks = {box.step: box.marks for box in (*only(CLAIM).boxes, *only(ROUTED).boxes) if box.marks}

    assert {"approve": ("approval",), "file": ("waiting",)} == marks


def test_a_healthy_step_is_white_whatever_its_kind():
    steps = (Step("a", "A", kind="approve", owner="X", waits=480.0), Step("b", "B", kind="wait", owner="X"))
    drawn = to_dot(only(Process("P", steps), marks={"b": ("waiting",)}))
    boxes = [line for line in drawn.splitlines() if 'id="step-1"' in line or 'id="step-2"' in line]

    assert ["#ffffff", "#ffffff"] == [re.search('fillcolor="(#[0-9a-f]+)"', line)[1] for line in boxes]
    assert "diagonals" not in drawn


def test_a_role_is_marked_at_its_lane():
    signs = {
        lane.role: [s.mark for s in lane.signs] for lane in only(CLAIM, lane_marks={"Manager": ("redundant",)}).lanes
    }

    assert {"Employee": [], "Manager": ["redundant"], "Payroll": []} == signs


def test_nobody_asked_says_more_than_no_reason_and_stands_for_it():
    assert ("unasked", "approval") == by_weight(("approval", "unjustified", "unasked", "approval"))


def test_the_title_block_holds_name_and_figures():
    texts = [line for text in only(CLAIM, title=["3 steps", "2 handoffs"]).texts for line in text.lines]

    assert ["Expense claim", "3 steps", "2 handoffs"] == texts


def test_a_process_without_steps_is_a_title():
    drawing = only(Process("Empty"))

    assert ((), ()) == (drawing.boxes, drawing.lanes)


@pytest.mark.parametrize("process", [CLAIM, ROUTED, SCRIPTS, chain(100), chain(300)], ids=lambda p: p.name)
def test_nothing_lies_upon_anything_else(process):
    drawing = only(process)

    assert {} == all_that_breaks(drawing)
    assert len(process.steps) == len(steps_drawn([drawing]))
    assert flows_of(process) == flows_drawn([drawing])


@pytest.mark.parametrize("owner", ["a", "c"])
@pytest.mark.parametrize("branches", [2, 3, 6, 12])
def test_each_branch_of_a_step_has_a_line_of_its_own_from_the_box_on(branches, owner):
    goals = [Step(f"s{n}", f"Do {n}", owner="abcd"[n % 4], flows=()) for n in range(branches)]
    ways = tuple(Flow(goal.id, when=f"kind {n}", share=1 / branches) for n, goal in enumerate(goals))
    drawing = only(Process("Sort", steps=(Step("sort", "Sort the mail", owner=owner, flows=ways), *goals)))

    assert {} == all_that_breaks(drawing)
    sort = box(drawing, "sort").id
    assert branches == len({arrow.points[0] for arrow in drawing.arrows if arrow.source == sort})


@pytest.mark.parametrize("branches", [13, 20, 40])
def test_very_many_branches_do_not_touch_at_the_box(branches):
    goals = [Step(f"s{n}", f"Do {n}", owner="abcd"[n % 4], flows=()) for n in range(branches)]
    ways = tuple(Flow(goal.id, when=f"kind {n}", share=1 / branches) for n, goal in enumerate(goals))
    drawing = only(Process("Sort", steps=(Step("sort", "Sort the mail", owner="a", flows=ways), *goals)), form="ribbon")
    sort = box(drawing, "sort")
    leaving = sorted(
        y for a in drawing.arrows if a.source == sort.id for x, y in a.points[:1] if x == sort.x + sort.width / 2
    )

    assert min(low - high for high, low in pairwise(leaving)) > 3
    assert {} == all_that_breaks(drawing)


def test_many_branches_of_a_gateway_leave_it_apart_and_a_few_by_its_tip():
    def exits(branches):
        goals = [Step(f"s{n}", f"Do {n}", owner="abcd"[n % 4], flows=()) for n in range(branches)]
        gate = Step("g", "What is it?", kind="gateway", flows=tuple(Flow(goal.id, when=goal.name) for goal in goals))
        drawing = only(Process("Sort", steps=(Step("a", "Look", owner="a", flows=(Flow("g"),)), gate, *goals)))
        assert {} == all_that_breaks(drawing)
        return len({arrow.points[0] for arrow in drawing.arrows if arrow.source == box(drawing, "g").id})

    assert [1, 1, 6] == [exits(2), exits(3), exits(6)]


def test_a_process_too_long_for_a_page_is_folded_and_says_at_both_ends_where_it_goes_on():
    drawing = only(chain(60))
    places = {(box.form, box.lines, box.caption) for box in drawing.boxes if box.form in {"in", "out"}}
    bands = [text.lines[0] for text in drawing.texts if text.lines[0].startswith("Band ")]

    assert [f"Band {n}" for n in range(1, len(bands) + 1)] == bands != []
    first = min(int(lines[0]) for form, lines, caption in places if (form, caption) == ("out", ("→ band 2",)))
    assert ("in", (str(first),), ("band 1 →",)) in places
    assert f"{first} " == box(drawing, f"s{first - 1}").lines[0][: len(str(first)) + 1]
    assert {lines for form, lines, _ in places if form == "out"} == {lines for form, lines, _ in places if form == "in"}


def test_a_ribbon_is_one_line_of_lanes():
    drawing = only(chain(60), form="ribbon")

    assert 4 == len(drawing.lanes)
    assert [] == [box for box in drawing.boxes if box.form in {"in", "out"}]


@pytest.mark.parametrize("width", [760.0, 1000.0, 1600.0])
def test_bands_are_no_wider_than_asked(width):
    assert only(chain(60), width=width).width <= width


@pytest.mark.parametrize("aspect", [0.7, 4 / 3, 16 / 9, 3.0])
def test_bands_make_a_page_of_about_the_shape_asked_for(aspect):
    drawing = only(chain(100), aspect=aspect)

    assert aspect / 1.5 < drawing.width / drawing.height < aspect * 1.5


def test_a_handoff_goes_straight_down_where_nothing_is_in_the_way():
    drawing = only(Process("P", steps=(
        Step("a", "A", owner="X", flows=(Flow("b"),)), Step("b", "B", owner="Y", flows=(Flow("c", when="good"), Flow("a", when="bad"))),
        Step("c", "C", owner="Z"),
    )))  # fmt: skip
    x = {step: box(drawing, step).x for step in "abc"}

    assert x["a"] == x["b"] == x["c"]
    assert 2 == len(arrow(drawing, "b", "c").points)
    assert ("good · 50%?",) == arrow(drawing, "b", "c").label.lines


def test_a_long_name_of_a_step_is_not_cut():
    name = "Print the proposal, fill in form K-12 by hand and in two copies, sign both and put one of them into the blue tray"
    drawing = only(Process("P", steps=(Step("a", name, owner="Desk"),)))

    assert f"1 {name}" == " ".join(box(drawing, "a").lines)


@settings(max_examples=30)
@given(st.text(min_size=1, max_size=90))
def test_no_name_is_cut_whatever_it_is(name):
    drawing = only(Process("P", steps=(Step("a", name, owner="Desk"),)))
    told = "".join(box(drawing, "a").lines).replace("-", "").replace(" ", "")

    assert told == f"1{clean(name) or 'a'}".replace("-", "").replace(" ", "")


def test_the_label_of_no_branch_of_three_lies_between_two_lines():
    straight = [Step(f"s{n}", f"Do {n}", owner="abc"[n], flows=()) for n in range(3)]
    ways = tuple(Flow(goal.id, when=f"kind {n}", share=1 / 3) for n, goal in enumerate(straight))
    back = (Flow("s0", when="again", share=0.2), *ways[1:])
    first = Step("take", "Take it", owner="a", flows=(Flow("sort"),))
    for flows in (ways, back, (Flow("take", when="again", share=0.2), *ways[1:])):
        drawing = only(Process("Sort", steps=(first, Step("sort", "Sort", owner="b", flows=flows), *straight)))

        assert {} == all_that_breaks(drawing)
        assert [] == labels_between_lines(drawing)


def labels_between_lines(drawing):
    """Labels that have a line of another branch of the same step closely above and its own closely below, or so."""
    lines = [
        (a, (min(x, u), max(x, u), y)) for a in drawing.arrows for (x, y), (u, v) in pairwise(a.points) if y == v
    ]  # fmt: skip
    found = []
    for arrow in drawing.arrows:
        if arrow.label is None:
            continue
        left, right, top = arrow.label.x, arrow.label.x + arrow.label.width, arrow.label.y
        bottom = top + arrow.label.size * 1.25 * len(arrow.label.lines)
        near = [
            (other, y)
            for other, (low, high, y) in lines
            if other.source == arrow.source and low < right and left < high
        ]
        above = [other for other, y in near if top - 12 < y < top + 1]
        below = [other for other, y in near if bottom - 1 < y < bottom + 12]
        found += [arrow.label.lines] if above and below else []
    return found


def legend_words(drawing):
    return {line for part in drawing.legend if hasattr(part, "soft") for line in part.lines}
