"""Whose word is the only one to whoever is refused, or whose case ends without what they came for."""

import pytest
from msgspec.structs import replace

from flowtrim.graph import FlowGraph
from flowtrim.measures.refusal_notices import tells_of_an_end, tells_of_refusal
from flowtrim.model import Flow, Process, Role, Step

ROLES = (
    Role("C", "Buyer", kind="customer"),
    Role("M", "Mill", kind="partner"),
    Role("X", "Clerk"),
    Role("B", "Boss"),
)


def step(name, *ways, **fields):
    flows = tuple(way if isinstance(way, Flow) else Flow(way) for way in ways)
    return Step(name, fields.pop("called", name), flows=flows, **{"owner": "X"} | fields)


def told(ask, steps, step_id="tell", **fields):
    process = Process("P", tuple(steps), customer="C", roles=ROLES, **{"outputs": ("money",)} | fields)
    return lambda **how: ask(FlowGraph(process), process.step(step_id), **how)


YES, NO = Flow("pay", "agreed", 0.9), Flow("tell", "not agreed", 0.1)
PAY = step("pay", "end", outputs=("money",))


def claim(look=None, tell=None, *more, ways=(YES, NO)):
    return (
        step("look", *ways, **{"kind": "check"} | (look or {})),
        step("tell", *(tell or {}).pop("ways", ("end",)), **{"kind": "notify", "informs": ("C",)} | (tell or {})),
        PAY, *more,
    )  # fmt: skip


def decide(when, **tell):
    return claim(
        {"kind": "decide"},
        tell,
        ways=(Flow("pay", "it fits", 0.9), Flow("tell", when, 0.1)),
    )


@pytest.mark.parametrize(
    ("steps", "refused"),
    [
        (claim(), True),
        # who tells whom
        (claim(None, {"kind": "do"}), True),
        (claim(None, {"kind": "do", "informs": ()}), False),
        (
            claim(None, {"informs": ()}),
            True,
        ),  # a notice that names nobody may be for them
        (claim(None, {"informs": ("B",)}), False),
        (claim(None, {"informs": ("M",)}), True),
        (claim(None, {"informs": ("B", "C")}), True),
        (claim(None, {"kind": "contact", "informs": ()}), True),
        (claim(None, {"owner": "C"}), False),
        (claim(None, {"owner": "M"}), False),
        (claim(None, {"owner": None}), True),
        # what says that they are refused
        (
            claim(ways=(Flow("tell", "agreed", 0.9), Flow("pay", "not agreed", 0.1))),
            False,
        ),
        (decide("refused"), True),
        (decide("no"), True),
        (decide("it is none"), True),
        (decide("the cover is not granted"), True),
        (decide("large"), False),
        (decide("large", called="Turn it down"), True),
        (decide("large", called="Tell them that we cannot"), True),
        (decide("large", called="Tell them when"), False),
        (decide("abgelehnt"), True),
        (decide("nicht möglich"), True),
        (
            claim(
                {"kind": "decide"},
                ways=(
                    Flow("pay", "fits"),
                    Flow("tell", "refused"),
                    Flow("tell", "large"),
                ),
            ),
            False,
        ),
        (
            claim(
                {"kind": "decide"},
                ways=(Flow("pay", "fits"), Flow("tell", "refused"), Flow("tell", "no")),
            ),
            True,
        ),
        # the way that leads there
        (claim(None, {"ways": ("look",)}), False),  # they are asked for more
        (claim({"split": "all"}), False),
        (claim(ways=(Flow("tell", "not agreed"),)), False),  # no choice
        (
            (*claim(ways=(YES, Flow("log", "not agreed", 0.1)), tell=None), step("log", "tell")),
            True,
        ),
        (
            (*claim(ways=(YES, Flow("log", "not agreed", 0.1))), step("log", "tell", informs=("C",))),
            False,
        ),
        (
            (*claim(ways=(YES, Flow("log", "not agreed", 0.1))), step("log", "tell", kind="notify")),
            True,
        ),
        (
            claim(
                None,
                None,
                step(
                    "late",
                    Flow("tell", "agreed"),
                    Flow("end", "not agreed"),
                    kind="check",
                ),
            ),
            False,
        ),
    ],
    ids=lambda each: None if isinstance(each, bool) else " ".join(str(one.name) for one in each),
)
def test_the_only_word_of_a_refusal_is_that_on_a_way_that_only_refused_cases_take(steps, refused):
    assert refused == told(tells_of_refusal, steps)()


def test_a_step_that_another_way_leads_to_as_well_tells_of_no_refusal():
    both = replace(PAY, flows=(Flow("tell"),))

    assert not told(tells_of_refusal, (*claim()[:2], both))()


@pytest.mark.parametrize(
    ("tell", "write", "left_out", "refused"),
    [
        ({}, {"informs": ("C",)}, (), False),  # they are told after it
        ({}, {"informs": ("C",)}, ("write",), True),
        ({}, {"kind": "notify"}, (), True),  # which names nobody, and is not as sure
        ({"informs": ()}, {"kind": "notify"}, (), False),
        ({"informs": ()}, {"informs": ("C",)}, (), False),
        ({}, {"informs": ("B",)}, (), True),
        ({}, {"informs": ("M",)}, (), False),
    ],
    ids=str,
)
def test_who_is_told_by_another_step_as_surely_is_told_without_it(tell, write, left_out, refused):
    steps = claim(None, {"ways": ("write",), **tell}, step("write", "end", **write))

    assert refused == told(tells_of_refusal, steps)(left_out=left_out)


def test_what_others_come_to_as_well_is_not_behind_it_in_every_case():
    steps = claim(None, {"ways": ("write",)}, step("write", "end", informs=("C",)))

    assert told(tells_of_refusal, (*steps[:2], replace(PAY, flows=(Flow("write"),)), steps[3]))()


CLEAR, SILENT = Flow("pay", "clear", 0.9), Flow("tell", "no word for a month", 0.1)


def closing(look=None, tell=None, *more, ways=(CLEAR, SILENT), **pay):
    first, last, _, *others = claim(look, {"kind": "do"} | (tell or {}), *more, ways=ways)
    return (first, last, replace(PAY, **pay), *others)


@pytest.mark.parametrize(
    ("steps", "fields", "ended"),
    [
        (closing(), {}, True),
        (closing(None, {"kind": "notify"}), {}, True),
        (
            closing(None, {"kind": "notify", "informs": ()}),
            {},
            False,
        ),  # it does not say to whom
        (closing(None, {"informs": ("M",)}), {}, False),
        (closing(None, {"informs": ("B",)}), {}, False),
        (closing(None, {"owner": "C"}), {}, False),
        (closing(), {"outputs": ()}, False),
        (closing(), {"outputs": ("parcel",)}, False),  # nobody makes it
        (closing(None, {"outputs": ("money",)}), {}, False),
        (
            closing(None, {"ways": ("pay",)}),
            {},
            False,
        ),  # it goes on to what they came for
        (
            (*closing(ways=(CLEAR, Flow("log", "no word", 0.1))), step("log", "tell")),
            {},
            True,
        ),
        (
            (*closing(ways=(CLEAR, Flow("log", "no word", 0.1))), step("log", "tell", outputs=("money",))),
            {},
            False,
        ),
        (
            (*closing(ways=(CLEAR, Flow("log", "no word", 0.1))), step("log", "tell", informs=("C",))),
            {},
            False,
        ),
        (
            (*closing(ways=(CLEAR, Flow("log", "no word", 0.1))), step("log", "tell", informs=("M",))),
            {},
            True,
        ),
        (closing({"kind": "contact"}), {}, False),  # whoever was spoken with knows
        (closing({"informs": ("C",)}), {}, False),
        (closing({"informs": ("M",)}), {}, True),
        (
            closing(None, {"ways": ("write",)}, step("write", "end", informs=("C",))),
            {},
            False,
        ),
        (
            closing(None, {"ways": ("write",)}, step("write", "end", informs=("M",))),
            {},
            True,
        ),
        (
            (step("make", "look", outputs=("money",)), *closing(outputs=())),
            {},
            False,
        ),  # they have it already
    ],
    ids=lambda each: None if isinstance(each, bool | dict) else " ".join(str(one.name) for one in each),
)
def test_the_only_word_of_an_end_is_that_on_a_way_without_what_they_came_for(steps, fields, ended):
    assert ended == told(tells_of_an_end, steps, **fields)()


def test_a_word_that_goes_is_none():
    steps = closing(None, {"ways": ("write",)}, step("write", "end", informs=("C",)))

    assert told(tells_of_an_end, steps)(left_out=("write",))
