"""What holds steps and roles that trimming leaves alone, named one by one."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from flowtrim.formats import read
from flowtrim.graph import FlowGraph
from flowtrim.measures import Survey
from flowtrim.measures.cautions import Cautions
from flowtrim.model import Decisions, Flow, Process, Role, Step
from flowtrim.redesign import Figures, trim
from flowtrim.redesign.holding import held
from flowtrim.redesign.proposal import made_worse
from tests.days import TODAY

SAMPLES = Path(__file__).parents[2] / "samples"
GOOD = ("The traveller gets a number to ask for.", "Two claims were paid twice in 2024.", "He must not lend us money.")


def bonds(*steps, **fields):
    """What holds each step and role of a row of steps."""
    linked = [
        Step(id=name, name=name.title(), flows=(Flow(steps[n + 1][0]),) if n + 1 < len(steps) else (), **given)
        for n, (name, given) in enumerate(steps)
    ]
    found = held(Survey(Process("P", tuple(linked), **fields), today=TODAY))
    return {one.at: [hold.by for hold in one.holds] for one in found}


def test_what_has_a_good_reason_and_no_bond_is_not_named():
    assert {} == bonds(("a", {"why": GOOD[0], "owner": "x"}), ("b", {"why": GOOD[1], "owner": "y"}))


@pytest.mark.parametrize("bond", ["law", "contract"])
def test_law_and_contract_hold_with_their_source(bond):
    step = Step("a", "A", owner="x", why=GOOD[0], serves=bond, source="Clause 7")
    (one,) = held(Survey(Process("P", (step,)), today=TODAY))

    assert [(bond, f"It is said to serve the {bond} (Clause 7).")] == [(hold.by, hold.text) for hold in one.holds]


def test_separated_duties_hold_both_steps():
    found = bonds(("a", {"why": GOOD[0], "owner": "x"}), ("b", {"why": GOOD[1], "owner": "y"}), separate=(("a", "b"),))

    assert {"a": ["separation"], "b": ["separation"]} == found


def test_the_only_maker_of_something_needed_is_held_where_it_has_no_reason_of_its_own():
    found = bonds(
        ("a", {"outputs": ("paper",), "owner": "x"}),
        ("b", {"why": GOOD[1], "inputs": ("paper",), "owner": "y"}),
    )

    assert {"a": ["only-maker"]} == found


def test_the_only_choice_of_a_way_is_held_where_it_has_no_reason_of_its_own():
    ways = (Flow("b", share=0.5), Flow("c", share=0.5))
    steps = (
        Step("a", "A", owner="x", flows=ways),
        *(Step(one, one.upper(), owner="x", why=GOOD[n]) for n, one in enumerate("bc")),
    )
    (one,) = held(Survey(Process("P", steps), today=TODAY))

    assert ("a", ["only-decision"]) == (one.at, [hold.by for hold in one.holds])


def test_a_role_is_held_by_the_skill_that_only_it_declares():
    roles = (Role("x", "X", skills=("sign",)), Role("y", "Y", skills=("pack",)))
    steps = (("a", {"why": GOOD[0], "owner": "x", "skill": "sign"}), ("b", {"why": GOOD[1], "owner": "y"}))

    assert {"x": ["only-skill"]} == bonds(*steps, roles=roles)


def test_a_role_is_held_by_separated_duties_where_only_they_keep_others_from_its_work():
    roles = (Role("x", "X", skills=("sign",)), Role("y", "Y", skills=("sign",)))
    steps = [(one, {"why": GOOD[n], "owner": "xy"[n], "skill": "sign"}) for n, one in enumerate("ab")]

    assert {one: ["separation"] for one in "abxy"} == bonds(*steps, roles=roles, separate=(("a", "b"),))


def test_of_the_medicine_everything_is_held_by_law_or_separated_duties():
    proposal = trim(Survey(read(SAMPLES / "medicine-release" / "process.yml", today=TODAY).process, today=TODAY))
    found = {one.at: {hold.by for hold in one.holds} for one in held(proposal.after)}

    assert () == proposal.changes
    assert {
        "fill-batch": {"separation", "only-maker"},
        "test-batch": {"law", "separation", "only-maker"},
        "explain-deviations": {"law", "separation", "only-maker"},
        "review-record": {"separation", "only-maker"},
        "certify-batch": {"law", "separation", "only-maker"},
        "production": {"law", "separation"},
        "laboratory": {"law", "separation"},
        "qualified-person": {"law", "only-skill"},
    } == found


def test_of_the_bicycle_nothing_is_held_since_nothing_has_to_go():
    proposal = trim(Survey(read(SAMPLES / "bicycle-repair" / "process.yml", today=TODAY).process, today=TODAY))

    assert ((), ()) == (proposal.changes, proposal.refused)
    assert not {"law", "contract", "separation"} & {hold.by for one in held(proposal.after) for hold in one.holds}


def test_what_a_dropped_step_took_holds_its_maker_no_more():
    maker = Step("a", "Fill it in", outputs=("form",), flows=(Flow("b"),))
    taker = Step("b", "Copy it", inputs=("form",))
    cautions = Cautions(FlowGraph(Process("Claim", steps=(maker, taker))))

    assert ("Only it makes 'form', which 'Copy it' takes.",) == cautions.about(maker)
    cautions.forget(taker)
    assert () == cautions.about(maker)


def test_what_a_dropped_step_made_as_well_is_made_by_one_alone_afterwards():
    first = Step("a", "a", outputs=("form",), flows=(Flow("b"),))
    second = Step("b", "b", outputs=("form",))
    cautions = Cautions(FlowGraph(Process("Claim", steps=(first, second), outputs=("form",))))

    assert () == cautions.about(first)
    cautions.forget(second)
    assert ("Only it makes 'form', which the process delivers.",) == cautions.about(first)


@pytest.mark.parametrize(
    ("lost", "said"),
    [
        ({"seconds": -0.4}, []),
        ({"seconds": -1.0}, ["It takes 1 s longer to tell."]),
        ({"seconds": -2.4}, ["It takes 2 s longer to tell."]),
        ({"expected_handoffs": -0.25}, ["It adds 0.25 handoffs in a case."]),
        ({"expected_handoffs": None}, []),
        ({"handoffs": -1, "expected_handoffs": -0.25}, ["It adds 1 handoff."]),
        ({"hours": -1.0, "cost": -1.0}, ["It takes 1 hour a year more.", "It costs 1 a year more."]),
        ({"steps": -1, "roles": -2, "rides": -1}, ["It adds 1 step.", "It adds 2 roles.", "It adds 1 ride."]),
    ],
)
def test_what_a_change_makes_worse_is_said_where_one_would_notice(lost, said):
    even = Figures(steps=0, roles=0, handoffs=0, expected_handoffs=0.0, seconds=0.0, rides=0, hours=0.0, cost=0.0)

    assert said == list(made_worse(replace(even, **lost)))


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({"refused": 40}, ["'Sign it' refused 40 of 20,100: what did that save?"]),
        ({"refused": 1, "kind": "check"}, ["'Sign it' refused 1 of 20,100: what did that save?"]),
        ({"refused": 40, "serves": "risk"}, ["'Sign it' refused 40 of 20,100: what did that save?"]),
        ({"refused": 40, "serves": "risk", "why": "The 40 were worth 310,000."}, []),
        ({"refused": 40, "why": "It held back 40 engines that were never ordered."}, []),
        ({"refused": 40, "serves": "law"}, []),
        ({"refused": 4000}, []),
        ({"refused": 0}, []),
        ({"refused": 40, "owner": "Buyer"}, []),
    ],
)
def test_what_few_refusals_saved_is_asked_of_what_stays(fields, asked):
    told = {"kind": "approve", "owner": "Boss", "why": "The shop floor knows the machines."} | fields
    sign = Step("sign", "Sign it", outputs=("order",), decisions=Decisions(20_100, told.pop("refused")), **told)
    roles = (Role("Clerk", "Clerk", why="Knows the stock."), Role("Boss", "Boss", why="Knows the prices."))
    process = Process(
        "Order", roles=roles, outputs=("order",), customer="Buyer",
        steps=(Step("fill", "Fill it in", owner="Clerk", why="The store needs a list.", flows=(Flow("sign"),)), sign),
    )  # fmt: skip

    assert asked == [one.text for one in trim(Survey(process, today=TODAY)).questions if one.at == "sign"]


@pytest.mark.parametrize(
    ("copying", "asked"),
    [
        ({}, ["Nobody could say what 'Copy it' is there for: could 'Cook it' take 'order' itself?"]),
        ({"why": "The kitchen cannot read the contract."}, []),
        ({"why": None}, []),
        ({"serves": "law", "source": "Food Act 4"}, []),
        ({"inputs": ()}, []),
    ],
)  # fmt: skip
def test_whether_the_taker_of_a_copy_could_take_the_original_is_asked(copying, asked):
    copy = {"why": "none", "inputs": ("order",), "outputs": ("sheet",), "flows": (Flow("cook"),)} | copying
    process = Process("Cater", outputs=("meal",), steps=(
        Step("take", "Take the order", why="The guests say what they eat.", outputs=("order",), flows=(Flow("copy"),)),
        Step("copy", "Copy it", **copy),
        Step("cook", "Cook it", why="The guests are hungry.", inputs=("sheet",), outputs=("meal",)),
    ))  # fmt: skip

    assert asked == [one.text for one in trim(Survey(process, today=TODAY)).questions if one.at == "copy"]
