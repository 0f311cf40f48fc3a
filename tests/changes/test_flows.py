"""The arithmetic of flows in tables (docs/theory.md#taking-a-step-out); the values were worked out by hand."""

import pytest

from flowtrim.changes.verbs.flows import lets_pass, one_flow_each, onward, rounded, through, without
from flowtrim.model import END, Flow, Step

BIG, SMALL = ("amount", "big"), ("amount", "small")


def step(*flows, split="one", **fields):
    return Step("a", "A", flows=flows, split=split, **fields)


def to(target, share=None, **fields):
    return Flow(target, share=share, **fields)


@pytest.mark.parametrize(
    ("given", "left"),
    [
        (step(to("b", 0.2), to("c", 0.8, when="x", outcome="y")), ((Flow("c", outcome="y"),), "one")),
        (step(to("b", 0.5), to("c", 0.3), to("d", 0.2)), ((to("c", 0.6), to("d", 0.4)), "one")),
        (step(to("b", 0.2), to("b", 0.3), to("c", 0.1), to("d", 0.4)), ((to("c", 0.2), to("d", 0.8)), "one")),
        (step(to("b"), to("c", 0.2), to("d", 0.4)), ((to("c", 0.333333333333), to("d", 0.666666666667)), "one")),
        (step(to("b", 0.5), to("c"), to("d", 0.25)), ((to("c"), to("d", 0.5)), "one")),
        (step(to("b", 1.0), to("c", 0.0), to("d", 0.0)), ((to("c"), to("d")), "one")),
        (step(to("c", 0.3), to("d", 0.2)), ((to("c", 0.3), to("d", 0.2)), "one")),
        (step(to("c", 0.3)), ((to("c"),), "one")),
        (step(to("b", 0.3)), ((to(END),), "one")),
        (step(), ((to(END),), "one")),
        (step(to("b"), to("c"), to("d"), split="all"), ((to("c"), to("d")), "all")),
        (step(to("b"), to("c"), to(END), split="all"), ((to("c"),), "one")),
        (step(to("b"), to(END), split="all"), ((to(END),), "one")),
        (step(to("b", 0.5), to("c", 0.9), to("d", 0.3), split="some"), ((to("c", 0.9), to("d", 0.3)), "some")),
        (step(to("b", 0.5), to("c", 0.9), to(END, 0.3), split="some"), ((to("c", 0.9), to(END, 0.3)), "some")),
    ],
)
def test_without_one_way_the_others_share_what_they_had(given, left):
    assert left == without(given, "b")


def test_what_repeats_a_step_is_no_way_on():
    assert ((to("b", 0.25), to(END, 0.75)), "one") == onward(step(to("a", 0.6), to("b", 0.1), to(END, 0.3)))


@pytest.mark.parametrize(
    ("given", "led_on"),
    [
        # a single way: whatever the next one does is done here
        ((step(to("b", when="x", outcome="lost")), (to("c", outcome="kept"),), "one"),
         step(to("c", when="x", outcome="kept"))),
        ((step(to("b")), (to(END),), "one"), step()),
        ((step(to("b")), (to(END, outcome="done"),), "one"), step(to(END, outcome="done"))),
        ((step(to("b")), (to("c", 0.3), to("d", 0.7)), "one"), step(to("c", 0.3), to("d", 0.7))),
        ((step(to("b")), (to("c"), to("d")), "all"), step(to("c"), to("d"), split="all")),
        ((step(to("b")), (to("c"), to(END)), "all"), step(to("c"))),
        # a way of a choice
        ((step(to("b", 0.4, when="new"), to("d", 0.6)), (to("c", when="lost"),), "one"),
         step(to("c", 0.4, when="new"), to("d", 0.6))),
        ((step(to("d", 0.6), to("b", 0.4)), (to("d"),), "one"), step(to("d"))),
        ((step(to("b", 0.4), to("d", 0.6)), (to("c"), to("e")), "all"), None),
        ((step(to("b", 0.4), to("d", 0.6)), (to("c", 0.5), to("e", 0.5)), "some"), None),
        ((step(to("b"), to("d", 0.6)), (to("c", 0.5), to("e", 0.5)), "one"),
         step(to("c", 0.2), to("e", 0.2), to("d", 0.6))),
        ((step(to("b"), to("d")), (to("c", 0.5), to("e", 0.5)), "one"), None),
        ((step(to("b", 0.4), to("d")), (to("c", 0.5), to("e", 0.5)), "one"),
         step(to("c", 0.2), to("e", 0.2), to("d"))),
        ((step(to("b", 0.4), to("d", 0.6)), (to("c"), to("e")), "one"), step(to("c"), to("e"), to("d", 0.6))),
        ((step(to("b", 0.4), to("d")), (to("c"), to("e", 0.5)), "one"), None),
        ((step(to("b", 0.0), to("d")), (to("c"), to("e", 0.5)), "one"), step(to("c", 0.0), to("e", 0.0), to("d"))),
        ((step(to("b", 0.4), to("d", 0.6)), (to("c"), to("d")), "one"), None),
        ((step(to("b", 0.4), to("d", 0.6)), (to("c", 0.25), to("d", 0.75)), "one"),
         step(to("c", 0.1), to("d", 0.9))),
        # several ways of a choice lead to what goes
        ((step(to("b", 0.4, when="x"), to("b", 0.6, when="y")), (to("c"),), "one"),
         step(to("c", 0.4, when="x"), to("c", 0.6, when="y"))),
        ((step(to("b", 0.4), to("d", 0.1), to("b", 0.5)), (to("c"),), "one"),
         step(to("c", 0.4), to("d", 0.1), to("c", 0.5))),
        ((step(to("b", 0.4), to("b", 0.6)), (to("c", 0.5), to("e", 0.5)), "one"), None),
        ((step(to("b"), to("b"), split="some"), (to("c"),), "one"), None),
        # a branch of a section
        ((step(to("b"), to("d"), split="all"), (to("c"),), "one"), step(to("c"), to("d"), split="all")),
        ((step(to("d"), to("b"), split="all"), (to("c"), to("e")), "all"),
         step(to("d"), to("c"), to("e"), split="all")),
        ((step(to("b"), to("d"), split="all"), (to("c"), to("d")), "all"), None),
        ((step(to("b"), to("d"), split="all"), (to("c"), to("e")), "one"), None),
        ((step(to("b"), to("d"), split="all"), (to("d"),), "one"), step(to("d"))),
        ((step(to("b"), to("d"), split="all"), (to(END),), "one"), step(to("d"))),
        ((step(to("b", 0.5), to("d", 0.7), split="some"), (to("c"),), "one"),
         step(to("c", 0.5), to("d", 0.7), split="some")),
        ((step(to("b", 0.5), to("d", 0.7), split="some"), (to("d"),), "one"), None),
        ((step(to("b", 0.5), to("d", 0.7), split="some"), (to("c"), to("e")), "some"), None),
    ],
)  # fmt: skip
def test_a_way_leads_on_through_what_goes_or_no_split_can_say_it(given, led_on):
    before, flows, split = given

    assert led_on == through(before, "b", (flows, split))


@pytest.mark.parametrize(
    ("outer", "inner", "joined"),
    [
        ({}, {}, {}),
        ({"when": "x"}, {"when": "y"}, {"when": "x, y"}),
        ({"when": "x"}, {}, {"when": "x"}),
        ({}, {"when": "y"}, {"when": "y"}),
        ({"outcome": "lost"}, {"outcome": "kept"}, {"outcome": "kept"}),
    ],
)
def test_two_choices_in_a_row_are_one_that_says_both_conditions(outer, inner, joined):
    routing = (to("c", 0.7, **inner), to("e", 0.3)), "one"
    after = through(step(to("b", 0.1, **outer), to("d", 0.9)), "b", routing)

    assert to("c", 0.07, **joined) == after.flows[0]


@pytest.mark.parametrize(
    ("outer", "inner"),
    [({"band": BIG}, {}), ({}, {"band": BIG}), ({"band": BIG}, {"band": BIG}), ({"band": BIG}, {"band": SMALL})],
)
def test_a_choice_by_the_class_of_a_case_is_not_made_one_with_another(outer, inner):
    routing = (to("c", 0.7, **inner), to("e", 0.3)), "one"

    assert None is through(step(to("b", 0.1, **outer), to("d", 0.9)), "b", routing)


@pytest.mark.parametrize(
    ("flows", "united"),
    [
        ((to("c", 0.5, when="x"), to("c", 0.5, when="y")), (to("c"),)),
        ((to("c"), to("c"), to("d", 0.5)), None),
        ((to("c", 0.5), to("c"), to("d", 0.5)), None),
        ((to("c", 0.1), to("d"), to("c", 0.2)), (to("c", 0.3), to("d"))),
        ((to("c", 0.5), to("d", 0.5)), (to("c", 0.5), to("d", 0.5))),
        ((to(END, 0.5, outcome="x"), to(END, 0.5, outcome="y")),
         (to(END, 0.5, outcome="x"), to(END, 0.5, outcome="y"))),
        ((to(END, 0.2, outcome="x"), to(END, 0.3, outcome="x"), to("d", 0.5)), (to(END, 0.5, outcome="x"), to("d", 0.5))),
        ((to("c", 0.2, when="x"), to("c", 0.3), to("d", 0.5)), (to("c", 0.5, when="x"), to("d", 0.5))),
        ((to("c", 0.2, when="x"), to("c", 0.3, when="x"), to("d", 0.5)), (to("c", 0.5, when="x"), to("d", 0.5))),
        ((to("c", 0.2, band=BIG), to("c", 0.3, band=BIG), to("d", 0.5)), (to("c", 0.5, band=BIG), to("d", 0.5))),
        ((to("c", 0.2, band=BIG), to("c", 0.3, band=SMALL), to("d", 0.5)), (to("c", 0.5), to("d", 0.5))),
        ((to("c", 0.2, when="good, big"), to("c", 0.3, when="good, small"), to("d", 0.5, when="bad")),
         (to("c", 0.5, when="good"), to("d", 0.5, when="bad"))),
        ((to("c", 0.2, when="good, big"), to("c", 0.3, when="new"), to("d", 0.5, when="good, small")),
         (to("c", 0.5, when="good, big / new"), to("d", 0.5, when="good, small"))),
        ((to("c", 0.2, when="good, big"), to("c", 0.3, when="new"), to("d", 0.5, when="goods")),
         (to("c", 0.5, when="good / new"), to("d", 0.5, when="goods"))),
        ((to("c", 0.2, when="good, big"), to("c", 0.3, when="new"), to("d", 0.5, when="good")),
         (to("c", 0.5, when="good, big / new"), to("d", 0.5, when="good"))),
    ],
)  # fmt: skip
def test_flows_that_meet_add_their_shares_and_conditions(flows, united):
    assert united == one_flow_each(flows)


@pytest.mark.parametrize(
    ("steps", "passes"),
    [
        ({}, None),  # what passes comes back to be checked again, and so never ends
        ({"zz": (to(END),)}, "zz"),
        ({"zz": ()}, "zz"),
        ({"zz": (to("more"),), "more": (to("a"), to(END))}, "zz"),
        ({"zz": (to("a"),)}, None),
        ({"zz": (to("more"),), "more": (to("zz"),)}, None),
    ],
)
def test_what_passes_goes_where_a_case_can_end(steps, passes):
    made = {"a": step(to("zz" if steps else "a", 0.6), to("back", 0.4), kind="check"), "back": Step("back", "Back")}
    made |= {each: Step(each, each, flows=flows) for each, flows in steps.items()}
    found = lets_pass(made["a"], made)

    assert passes == (None if found is None else found.to)


def test_nothing_passes_where_nothing_is_decided():
    assert None is lets_pass(step(to("b")), {"b": Step("b", "B")})


@pytest.mark.parametrize(
    ("share", "expected"),
    [(0.1 + 0.2, 0.3), (1.0 + 1e-9, 1.0), (0.1234567890126, 0.123456789013), (0.0, 0.0), (1 / 3, 0.333333333333)],
)
def test_a_share_is_written_with_twelve_decimals_and_never_above_one(share, expected):
    assert expected == rounded(share)
