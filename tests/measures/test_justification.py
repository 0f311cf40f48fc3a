from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from flowtrim.graph import FlowGraph
from flowtrim.measures.justification import asked_roles, justification
from flowtrim.measures.lexicon import Words, words_for
from flowtrim.model import Limits, Process, Role, Step
from tests.processes import processes

DAY = date(2026, 3, 2)
GOOD = "Only the customer can say what looks wrong on the bill."
OTHER = "Night shift sees which callers still wait for an answer."


def weigh(*steps, **fields):
    return justification(FlowGraph(Process("Claim", steps=steps, **fields)), today=DAY, limits=Limits())


def step(step_id, why=None, **fields):
    return Step(step_id, f"Name of {step_id}", owner=fields.pop("owner", "clerk"), why=why, **fields)


def naive_fixpoint(process, own):
    """The definition to the letter (docs/theory.md#justified-steps): all steps again and again until nothing changes."""
    justified, follows = set(own), FlowGraph(process).can_follow
    while True:
        takers = [s for s in process.work if s.id in justified]
        more = justified | {
            s.id for s in process.work
            if any(set(s.outputs) & set(taker.inputs) and follows(s.id, taker.id) for taker in takers)
        }  # fmt: skip
        if more == justified:
            return justified
        justified = more


def test_oracle_1b_justification_flows_backwards_along_data():
    reasons = weigh(
        step("a", outputs=("x",)),
        step("b", inputs=("x",), outputs=("y",)),
        step("c", outputs=("z",)),
        step("d", GOOD, inputs=("y",), serves="customer"),
    )

    assert {"a", "b", "d"} == reasons.justified
    assert ("c",) == reasons.unjustified
    assert {"b": "d", "a": "b"} == reasons.enabled_by


def test_without_data_only_those_with_a_reason_are_justified():
    assert ("b",) == weigh(step("a", GOOD), step("b"), step("c", OTHER)).unjustified


def test_asked_without_answer_and_never_asked_are_told_apart():
    reasons = weigh(step("a", "none"), step("b"), step("c", "T.B.D."), step("d", "keiner"))

    assert ("a", "b", "c", "d") == reasons.unjustified
    assert ("b", "c") == reasons.unasked


def test_an_answer_of_none_is_no_matter_where_the_output_is_needed():
    reasons = weigh(step("a", "none", outputs=("x",)), step("b", GOOD, inputs=("x",)))

    assert () == reasons.unjustified


def test_a_weak_reason_is_no_lack_of_reason_and_justifies_nobody_else():
    reasons = weigh(step("a", outputs=("x",)), step("b", "We have always kept a copy of it in Lyon.", inputs=("x",)))

    assert ("a",) == reasons.unjustified
    assert ["b"] == list(reasons.weak)
    assert "tradition" == reasons.weak["b"].code


def test_a_weak_reason_stays_weak_where_the_step_is_needed():
    reasons = weigh(step("a", "To name of a.", outputs=("x",)), step("b", GOOD, inputs=("x",)))

    assert "a" in reasons.justified
    assert "tautology" == reasons.weak["a"].code


def test_law_without_source_is_weak_and_justifies_nobody_else():
    law = step("b", "Receipts have to be kept for ten years.", serves="law", inputs=("x",))

    assert ("a",) == weigh(step("a", outputs=("x",)), law).unjustified
    assert () == weigh(step("a", outputs=("x",)), replace(law, source="§ 147 AO")).unjustified


def test_an_expired_reason_is_reported_and_still_justifies():
    reasons = weigh(step("a", outputs=("x",)), step("b", GOOD, inputs=("x",), reviewed=date(2025, 3, 1)))

    assert ("b",) == reasons.expired
    assert () == reasons.unjustified


def test_a_reason_expires_after_its_due_day():
    assert () == weigh(step("a", GOOD, reviewed=date(2025, 3, 2))).expired


def test_a_reason_without_a_date_has_that_of_the_process():
    assert ("a",) == weigh(step("a", GOOD), step("b", OTHER, reviewed=DAY), reviewed=date(2024, 1, 1)).expired


def test_what_has_no_reason_cannot_expire():
    assert () == weigh(step("a", "none"), step("b"), reviewed=date(2001, 1, 1)).expired


def test_without_any_date_nothing_expires_and_it_is_said_once():
    reasons = weigh(step("a", GOOD))

    assert reasons.never_reviewed
    assert () == reasons.expired


def test_an_enabler_is_justified_by_what_it_enables():
    reasons = weigh(step("a", OTHER, serves="enables", outputs=("x",)), step("b", GOOD, inputs=("x",)))

    assert {"a", "b"} == reasons.justified
    assert {} == reasons.weak


def test_an_enabler_that_nobody_needs_dangles():
    reasons = weigh(step("a", OTHER, serves="enables", outputs=("x",)), step("b", GOOD))

    assert ("a",) == reasons.dangling
    assert "enables-nothing" == reasons.weak["a"].code
    assert () == reasons.unjustified


def test_enablers_of_each_other_are_circular():
    reasons = weigh(
        step("a", OTHER, serves="enables", inputs=("y",), outputs=("x",)),
        step("b", GOOD, serves="enables", inputs=("x",), outputs=("y",)),
        step("c", "Shipping needs the weight before the lorry leaves at six.", serves="enables", outputs=("y",)),
    )

    assert ("a", "b") == reasons.circular
    assert () == reasons.dangling
    assert ["circular", "circular", "enables-nothing"] == [flaw.code for flaw in reasons.weak.values()]


def test_a_step_that_enables_itself_is_circular():
    assert ("a",) == weigh(step("a", OTHER, serves="enables", inputs=("x",), outputs=("x",))).circular


def test_a_circle_that_a_justified_step_needs_is_justified():
    reasons = weigh(
        step("a", OTHER, serves="enables", inputs=("y",), outputs=("x",)),
        step("b", GOOD, serves="enables", inputs=("x",), outputs=("y",)),
        step("c", "Shipping needs the weight before the lorry leaves at six.", inputs=("y",)),
    )

    assert () == reasons.circular
    assert {} == reasons.weak


def test_the_same_reason_twice_is_weak_both_times():
    reasons = weigh(step("a", GOOD), step("b", GOOD.upper()), step("c", OTHER))

    assert ["a", "b"] == list(reasons.weak)
    assert "'Name of b'" in reasons.weak["a"].explanation


def test_nearly_the_same_reason_twice_is_weak_both_times():
    reasons = weigh(
        step("a", "Prevents duplicate payments to suppliers."),
        step("b", "It prevents duplicate payment to suppliers."),
        step("c", "Prevents late delivery to customers."),
    )

    assert ["a", "b"] == list(reasons.weak)


@pytest.mark.parametrize(("count", "weak"), [(2, 0), (3, 3)])
def test_two_steps_may_rest_on_the_same_law_but_not_three(count, weak):
    why = "Receipts have to be kept for ten years."
    steps = [step(f"s{n}", why, serves="law", source="§ 147 AO") for n in range(count)]

    assert weak == len(weigh(*steps).weak)


def test_two_steps_may_not_share_a_reason_with_different_laws():
    why = "Receipts have to be kept for ten years."
    steps = [step(f"s{n}", why, serves="law", source=f"§ {n}") for n in range(2)]

    assert 2 == len(weigh(*steps).weak)


def test_several_answers_of_none_are_no_duplicates():
    assert {} == weigh(step("a", "none"), step("b", "none"), step("c", "tbd"), step("d", "tbd")).weak


def test_mild_flaws_are_hints_and_justify():
    reasons = weigh(step("a", "Customers forget."))

    assert ["a"] == list(reasons.hints)
    assert {"a"} == reasons.justified
    assert {} == reasons.weak


def test_gateways_and_events_are_not_asked():
    reasons = weigh(Step("g", "G", kind="gateway"), Step("e", "E", kind="event"), step("a", GOOD))

    assert () == reasons.unjustified


def test_roles_are_asked_but_customers_and_systems_are_not():
    process = Process(
        "Claim",
        customer="Buyer",
        roles=(Role("crm", "CRM", kind="system"), Role("idle", "Idle"), Role("vip", "VIP", kind="customer")),
        steps=(step("a", owner="crm"), step("b", owner="Buyer"), step("c", owner="Clerk"), step("d", owner=None)),
    )

    assert ["idle", "Clerk"] == [role.id for role in asked_roles(process)]


def test_roles_have_reasons_of_their_own():
    roles = (
        Role("one", "One", why="Talks with callers at night.", reviewed=date(2020, 1, 1)),
        Role("two", "Two", why="none"),
        Role("three", "Three"),
        Role("four", "Four", why="The boss wants it so."),
    )
    reasons = weigh(step("a", GOOD, owner="one"), roles=roles, language="en").roles

    assert ("two", "three") == reasons.unjustified
    assert ("three",) == reasons.unasked
    assert ["four"] == list(reasons.weak)
    assert ("one",) == reasons.expired


def test_a_role_that_enables_needs_a_step_with_a_reason():
    role = Role("r", "R", why="Keeps the scales in order for shipping.", serves="enables")

    assert {} == weigh(step("a", GOOD, owner="r"), roles=(role,)).roles.weak
    assert "enables-nothing" == weigh(step("a", "none", owner="r"), roles=(role,)).roles.weak["r"].code


def test_a_role_without_a_justified_step_is_hollow_whatever_is_said_of_it():
    reasons = weigh(
        step("a", GOOD, owner="one"),
        step("b", owner="two"),
        step("c", "none", owner="two"),
        step("d", owner="one"),
        roles=(Role("two", "Two", why="Talks with callers at night."), Role("idle", "Idle")),
    )

    assert ("two",) == reasons.hollow_roles
    assert ("idle", "one") == reasons.roles.unjustified


def test_a_house_can_bring_its_own_words():
    process = Process("Claim", steps=(step("a", "The steering circle wants two signatures."),), language="en")
    words = words_for("en", ()) | Words.of({"superiors": ["steering circle,"]})

    assert "authority" == justification(FlowGraph(process), today=DAY, limits=Limits(), words=words).weak["a"].code
    assert {} == justification(FlowGraph(process), today=DAY, limits=Limits()).weak


def test_an_empty_process_has_nothing_to_justify():
    assert ((), (), {}) == (weigh().unjustified, weigh().roles.unjustified, weigh().weak)


def test_a_hundred_thousand_steps_in_a_chain_are_no_trouble():
    chain = [step(f"s{n}", inputs=(f"d{n}",), outputs=(f"d{n + 1}",)) for n in range(100_000)]
    reasons = weigh(*chain, step("last", GOOD, inputs=("d100000",)))

    assert () == reasons.unjustified


@given(processes())
def test_the_fixpoint_is_that_of_the_definition(process):
    reasons = justification(FlowGraph(process), today=DAY, limits=Limits())
    own = reasons.justified - reasons.enabled_by.keys()

    assert naive_fixpoint(process, own) == reasons.justified


@given(processes(min_steps=1), st.data())
def test_adding_a_justification_never_enlarges_what_is_unjustified(process, data):
    process = replace(process, language="en")
    chosen = data.draw(st.sampled_from(process.steps)).id
    why = "Night shift sees which callers still wait for an answer."
    steps = tuple(replace(s, why=why, serves="customer") if s.id == chosen else s for s in process.steps)
    before = justification(FlowGraph(process), today=DAY, limits=Limits())
    after = justification(FlowGraph(replace(process, steps=steps)), today=DAY, limits=Limits())

    assert set(after.unjustified) <= set(before.unjustified)


@given(processes(), st.randoms(use_true_random=False))
def test_the_order_of_the_file_changes_no_figure(process, random):
    steps = list(process.steps)
    random.shuffle(steps)
    process = replace(process, starts=process.entries)  # else cases would begin at another step
    before = justification(FlowGraph(process), today=DAY, limits=Limits())
    after = justification(FlowGraph(replace(process, steps=tuple(steps))), today=DAY, limits=Limits())

    assert set(before.unjustified) == set(after.unjustified)
    assert set(before.weak) == set(after.weak)
    assert before.justified == after.justified


@given(processes())
def test_what_is_said_fits_together(process):
    reasons = justification(FlowGraph(process), today=DAY, limits=Limits())

    assert set(reasons.unasked) <= set(reasons.unjustified)
    assert not reasons.weak.keys() & set(reasons.unjustified)
    assert not reasons.weak.keys() & reasons.hints.keys()
    assert not reasons.justified & set(reasons.unjustified)
    assert set(reasons.dangling) | set(reasons.circular) <= reasons.weak.keys()
    assert not set(reasons.hollow_roles) & {s.owner for s in process.work if s.id not in reasons.unjustified}
