"""Who finds out which way a case goes does not go in silence, wherever the choice stands that rests on it."""

import pytest

from flowtrim.graph import FlowGraph
from flowtrim.measures import Survey
from flowtrim.measures.choices import found_for
from flowtrim.measures.dead_steps import dead_steps
from flowtrim.measures.letting_go import letting_go
from flowtrim.model import END, Drop, Flow, Process, Step
from flowtrim.redesign import trim
from tests.days import TODAY

GOOD = "Two suppliers were paid twice in 2024 before this."
DIFFER = (Flow("ask", "they differ", 0.12), Flow("pay", "they agree", 0.88))
ELSE = "ask first who would find out 'they differ' (12%) without it."


def step(step_id, *ways, **fields):
    flows = tuple(way if isinstance(way, Flow) else Flow(way) for way in ways)
    fields = {"owner": "clerk", "why": f"{GOOD} It is for {step_id}."} | fields
    return Step(step_id, f"Do {step_id}", flows=flows, **fields)


HOUSE = step("house", "pay", owner="House", kind="contact")


def claim(*middle, first="look"):
    """A bill comes in, something is looked at, and what differs is asked about before it is paid."""
    return Process("Claim", customer="House", outputs=("payment",), steps=(
        step("open", first, outputs=("bill",)), *middle,
        step("ask", "pay"), HOUSE, step("pay", END, inputs=("bill",), outputs=("payment",)),
    ))  # fmt: skip


def look(*ways, **fields):
    return step("look", *ways, **({"why": "none", "inputs": ("bill",), "outputs": ("notes",)} | fields))


def asked(process):
    return {one.change.step: one for one in trim(Survey(process, today=TODAY)).changes if isinstance(one.change, Drop)}


GATEWAY = Step("way", "way", kind="gateway", flows=DIFFER)
TRAY = step("way", *DIFFER, kind="transfer")


@pytest.mark.parametrize(
    ("middle", "said"),
    [
        ([look(*DIFFER, kind="check")], "what it refuses ('they differ', 12%) would go on like all the rest."),
        ([look("way", kind="check"), GATEWAY], "what it refuses ('they differ', 12%) would go on like all the rest."),
        ([look(*DIFFER)], f"It decides which way a case goes: {ELSE}"),
        ([look("way"), GATEWAY], f"What it finds out may decide which way a case goes: {ELSE}"),
        ([look("way", kind="check"), TRAY], f"What it finds out may decide which way a case goes: {ELSE}"),
    ],
)
def test_who_finds_out_which_way_a_case_goes_is_asked_about(middle, said):
    process = claim(*middle)
    drop = asked(process)["look"]

    assert not drop.safe
    assert any(said in told for told in drop.against)
    assert any(said in told for told in letting_go(Survey(process, today=TODAY))["look"])


def test_the_way_of_what_a_dropped_check_refused_goes_along_where_a_gateway_tells_it():
    proposal = trim(Survey(claim(look("way", kind="check"), GATEWAY), today=TODAY))

    assert {"ask", "look", "way"}.isdisjoint(one.id for one in proposal.after.process.steps)
    assert f"Its reason is said to be: {GOOD} It is for ask." == asked(proposal.before.process)["ask"].against[0]
    assert () == proposal.unfound


@pytest.mark.parametrize(
    ("middle", "unfound"),
    [
        ([look(*DIFFER)], ("they differ", "they agree")),
        ([look("way"), GATEWAY], ("they differ", "they agree")),
        ([look("way", kind="check"), TRAY], ("they differ", "they agree")),
        ([look(*DIFFER, kind="check")], ()),
        ([look("way", why=GOOD), GATEWAY], ()),
    ],
)
def test_a_plan_names_what_nobody_would_find_out_any_more(middle, unfound):
    assert unfound == trim(Survey(claim(*middle), today=TODAY)).unfound


@pytest.mark.parametrize(
    "middle",
    [
        [look("way"), Step("way", "way", kind="gateway", flows=(Flow("house", "it objects", 0.2), Flow("pay")))],
        [look("way"), Step("way", "way", kind="gateway", flows=(Flow("ask", "above 500"), Flow("pay", "up to 500")))],
        [look("way", kind="store"), GATEWAY],
        [look("reply"), Step("reply", "A reply comes in", kind="event", flows=(Flow("way"),)), GATEWAY],
    ],
)
def test_what_is_known_without_a_step_is_asked_of_nobody(middle):
    process = claim(*middle)

    assert "look" not in found_for(FlowGraph(process))
    assert not any("find" in told for told in asked(process)["look"].against)


def test_of_several_who_were_at_a_case_only_those_that_judge_may_have_found_it_out():
    both = Step("part", "part", kind="gateway", flows=(Flow("look"), Flow("see")))
    process = claim(both, look("way"), step("see", "way", kind="check"), GATEWAY, first="part")

    assert ["see"] == [*found_for(FlowGraph(process))]


def test_what_a_check_found_is_used_by_the_choice_after_it():
    use = step("use", END, inputs=("bill",), outputs=("payment",))
    process = claim(look("way", kind="check", why="It has to be done."), GATEWAY, use)

    assert "look" not in [one.id for one in dead_steps(Survey(process, today=TODAY))]


def test_what_was_found_out_is_asked_about_though_the_choice_has_come_to_the_step_itself():
    tray = step("way", *DIFFER, kind="transfer", why="none")
    found = asked(claim(look("way", kind="check"), tray))

    assert {"way", "look"} <= set(found)
    assert any("they differ" in told for told in found["look"].against)


def test_whoever_only_passes_a_case_on_is_asked_who_tells_the_ways_apart():
    send = look(*DIFFER, kind="transfer")

    assert any(
        "who would tell 'they differ' (12%) from the rest" in said for said in asked(claim(send))["look"].against
    )
