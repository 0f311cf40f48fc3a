"""Dropping a step (docs/theory.md#taking-a-step-out)."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from flowtrim.changes import apply
from flowtrim.changes.verbs.tidy import returns_by
from flowtrim.changes.working_copy import Draft
from flowtrim.errors import ChangeError
from flowtrim.formats import loads
from flowtrim.graph import FlowGraph
from flowtrim.model import END, Acceptance, Drop, Flow, Kpi, Process, Start, Step
from tests.changes.checks import defects, flows_of, visits
from tests.processes import processes, structured_processes

DAY = date(2027, 1, 1)


def step(step_id, *ways, split="one", join="any", **fields):
    flows = tuple(way if isinstance(way, Flow) else Flow(way) for way in ways)
    return Step(step_id, step_id.title(), flows=flows, split=split, join=join, **fields)


def test_a_step_in_a_sequence_is_bridged():
    process = Process("P", (step("a", "b"), step("b", "c"), step("c")))

    assert {"a": ["c"], "c": []} == flows_of(apply(process, Drop("b")))


def test_the_last_step_in_a_sequence_leaves_the_end_behind():
    process = Process("P", (step("a", "b"), step("b")))

    assert {"a": []} == flows_of(apply(process, Drop("b")))


def test_a_choice_moves_to_the_step_before():
    ways = (Flow("c", "yes", 0.7), Flow(END, "no", 0.3))
    process = Process("P", (step("a", "b"), step("b", *ways), step("c")))

    assert ways == apply(process, Drop("b")).step("a").flows


def test_shares_are_multiplied_through_and_conditions_kept():
    process = Process(
        "P",
        (
            step("a", Flow("b", "new", 0.4), Flow("d", "known", 0.6)),
            step("b", Flow("c", "big", 0.5), Flow("e", "small", 0.5)),
            step("c"), step("d"), step("e"),
        ),
    )  # fmt: skip
    expected = (Flow("c", "new, big", 0.2), Flow("e", "new, small", 0.2), Flow("d", "known", 0.6))

    assert expected == apply(process, Drop("b")).step("a").flows


def test_branches_that_meet_at_once_are_no_choice_any_more():
    process = Process("P", (step("a", Flow("b", "yes", 0.9), Flow("c", "no", 0.1)), step("b", "c"), step("c")))

    assert (Flow("c"),) == apply(process, Drop("b")).step("a").flows


def test_two_of_three_branches_that_meet_become_one_with_the_sum_of_their_shares():
    ways = (Flow("b", "x", 0.2), Flow("c", "y", 0.3), Flow("d", "z", 0.5))
    process = Process("P", (step("a", *ways), step("b", "c"), step("c"), step("d")))

    assert (Flow("c", "x / y", 0.5), Flow("d", "z", 0.5)) == apply(process, Drop("b")).step("a").flows


def test_shares_that_nobody_declared_are_not_invented():
    process = Process("P", (step("a", "b", "c", "d"), step("b", "c"), step("c"), step("d")))
    after = apply(process, Drop("b"))

    assert FlowGraph(after).work_after["a"] == pytest.approx({"c": 2 / 3, "d": 1 / 3})
    assert [None] * 4 == [flow.share for one in after.steps for flow in one.flows]


def test_a_step_that_repeats_itself_leaves_with_its_shares_renormalised():
    process = Process(
        "P", (step("a", "b"), step("b", Flow("b", share=0.2), Flow("c", share=0.6), Flow(END, share=0.2)), step("c"))
    )

    assert (Flow("c", share=0.75), Flow(END, share=0.25)) == apply(process, Drop("b")).step("a").flows


def test_with_all_that_is_done_on_a_way_back_the_way_goes():
    process = Process(
        "P",
        (
            step("a", Flow("b", "x", 0.2), Flow("c", "y", 0.6), Flow("d", "z", 0.2)),
            step("b", "a"),
            step("c"),
            step("d"),
        ),
    )

    assert (Flow("c", "y", 0.75), Flow("d", "z", 0.25)) == apply(process, Drop("b")).step("a").flows


def test_a_way_back_of_two_steps_goes_with_the_second_of_them():
    process = Process(
        "P", (step("a", Flow("b", "x", 0.2), Flow("d", "y", 0.8)), step("b", "c"), step("c", "a"), step("d"))
    )
    one = apply(process, Drop("c"))

    assert {"a": ["b", "d"], "b": ["a"], "d": []} == flows_of(one)
    assert (Flow("d"),) == apply(one, Drop("b")).step("a").flows


@pytest.mark.parametrize("share", [0.8, None])
def test_a_way_back_goes_with_a_step_that_may_also_lead_elsewhere(share):
    remind = step("b", Flow("a", "answered", share), Flow("c", "no answer", share and 0.2))
    process = Process("P", (step("a", Flow("b", "late", 0.1), Flow("d", "signed", 0.9)), remind, step("c"), step("d")))
    after = apply(process, Drop("b"))

    assert "a" not in {to for targets in flows_of(after).values() for to in targets}
    assert {"c", "d"} == set(FlowGraph(after).work_after["a"])


def test_an_answer_that_only_a_reminder_brought_does_not_come_without_it():
    remind = step("b", Flow("a", "answered", 0.8), Flow("c", "no answer", 0.2))
    process = Process("P", (step("a", Flow("b", "late", 0.1), Flow("d", "signed", 0.9)), remind, step("c"), step("d")))

    assert (Flow("c", "late", 0.1), Flow("d", "signed", 0.9)) == apply(process, Drop("b")).step("a").flows


def test_a_way_back_that_a_gateway_chooses_goes_and_the_gateway_with_it():
    process = Process(
        "P",
        (
            step("a", "g"),
            step("g", Flow("b", "x", 0.2), Flow("d", "y", 0.8), kind="gateway"),
            step("b", "a"),
            step("d"),
        ),
    )

    assert {"a": ["d"], "d": []} == flows_of(apply(process, Drop("b")))


@pytest.mark.parametrize(
    "ways",
    [
        {"a": ("m",), "m": ("b", "d"), "b": ("a",)},  # something else is done again
        {"a": ("b", "d", "a"), "b": ("a",)},  # it was done again at once before
        {"a": ("b",), "b": ("a",)},  # nothing else is chosen
        {"s": ("b",), "b": ("a",), "a": ("b", "d")},  # the step is done a first time as well
    ],
)
def test_a_way_back_stays_that_leads_elsewhere_or_was_there_before(ways):
    process = Process("P", tuple(step(name, *ways.get(name, ())) for name in dict.fromkeys((*ways, "d"))))
    after = flows_of(apply(process, Drop("b")))

    assert "a" in {to for targets in after.values() for to in targets}


def test_a_parallel_split_moves_to_the_step_before_when_that_has_one_way():
    process = Process("P", (step("a", "b"), step("b", "c", "d", split="all"), step("c"), step("d")))
    before = apply(process, Drop("b")).step("a")

    assert (("c", "d"), "all") == (tuple(flow.to for flow in before.flows), before.split)


def test_a_parallel_split_behind_a_choice_stays_as_a_silent_gateway():
    process = Process(
        "P", (step("a", Flow("b", share=0.5), Flow("e", share=0.5)), step("b", "c", "d", split="all"),
              step("c"), step("d"), step("e")),
    )  # fmt: skip
    after = apply(process, Drop("b"))
    (gateway,) = (one for one in after.steps if one.kind == "gateway")

    assert ("all", ["c", "d"]) == (gateway.split, [flow.to for flow in gateway.flows])
    assert (Flow(gateway.id, share=0.5), Flow("e", share=0.5)) == after.step("a").flows


def test_a_section_within_a_section_becomes_one():
    process = Process(
        "P", (step("a", "b", "e", split="all"), step("b", "c", "d", split="all"), step("c"), step("d"), step("e"))
    )

    assert ["c", "d", "e"] == flows_of(apply(process, Drop("b")))["a"]


def test_an_empty_branch_of_a_parallel_section_is_no_branch():
    process = Process("P", (step("a", "b", "c", split="all"), step("b", "d"), step("c", "d"), step("d", join="all")))
    after = apply(process, Drop("b"))

    assert {"a": ["c"], "c": ["d"], "d": []} == flows_of(after)
    assert visits(process)["d"] == pytest.approx(visits(after)["d"])


def test_a_join_that_waits_moves_to_what_follows():
    process = Process(
        "P", (step("a", "b", "c", split="all"), step("b", "d"), step("c", "d"), step("d", "e", join="all"), step("e"))
    )
    after = apply(process, Drop("d"))

    assert "all" == after.step("e").join
    assert {"a": ["b", "c"], "b": ["e"], "c": ["e"], "e": []} == flows_of(after)


def test_a_join_that_waits_at_the_end_stays_as_a_silent_gateway():
    process = Process("P", (step("a", "b", "c", split="all"), step("b", "d"), step("c", "d"), step("d", join="all")))
    after = apply(process, Drop("d"))

    assert ["gateway"] == [one.kind for one in after.steps if one.join == "all"]


def test_alternatives_never_arrive_where_a_join_waits_for_all():
    process = Process(
        "P",
        (
            step("s", "a", "z", split="all"), step("a", "b", "c"), step("b", "x"), step("c", "x"),
            step("x", "t"), step("z", "t"), step("t", join="all"),
        ),
    )  # fmt: skip
    after = apply(process, Drop("x"))

    assert visits(process)["t"] == pytest.approx(visits(after)["t"])
    assert ["gateway"] == [
        one.kind for one in after.steps if "b" in {s.id for s in after.steps if one.id in flows_of(after)[s.id]}
    ]


def test_a_branch_that_only_keeps_an_order_stays():
    process = Process(
        "P",
        (
            step("s", "p", "z", split="all"), step("p", "b", "y", split="all"), step("b", "t"), step("y", "u"),
            step("z", "t"), step("t", "u", join="all"), step("u", join="all"),
        ),
    )  # fmt: skip

    assert {"t", "y"} == set(flows_of(apply(process, Drop("b")))["p"])


def test_gateways_with_nothing_left_between_them_go_too():
    split = Step("g", "G", kind="gateway", flows=(Flow("b", share=0.5), Flow("j", share=0.5)))
    process = Process(
        "P", (step("a", "g"), split, step("b", "j"), Step("j", "J", kind="gateway", flows=(Flow("c"),)), step("c"))
    )

    assert {"a": ["c"], "c": []} == flows_of(apply(process, Drop("b")))


def test_a_choice_that_no_case_comes_to_leaves_no_gateway_behind():
    way_back = (Flow("x"), Flow("y", share=0.5), Flow("a", share=0.5))
    process = Process(
        "P", (step("a", "b"), step("b"), step("x", "y"), step("y", *way_back[::2]), step("z", *way_back[:2]))
    )

    after = apply(process, Drop("y"))

    assert {"a": ["b"], "b": [], "x": [], "z": ["x"]} == flows_of(after)


def test_a_gateway_of_which_only_a_circle_was_left_goes_too():
    process = Process(
        "P", (step("a", "g"), step("g", Flow("b", share=0.25), Flow(END, share=0.75), kind="gateway"), step("b", "g"))
    )

    assert {"a": []} == flows_of(apply(process, Drop("b")))


def test_the_start_moves_on():
    process = Process("P", (step("a", "c"), step("b"), step("c", "b")))

    assert (Start("c"),) == apply(process, Drop("a")).starts


def test_a_start_that_the_file_implies_stays_implied():
    process = Process("P", (step("a", "b"), step("b", "c"), step("c")))

    assert () == apply(process, Drop("a")).starts


def test_a_start_with_a_choice_leaves_the_choice_behind():
    process = Process("P", (step("a", Flow("b", share=0.3), Flow(END, share=0.7)), step("b")))
    after = apply(process, Drop("a"))

    assert 0.3 == pytest.approx(visits(after)["b"])


def test_alternative_starts_that_meet_add_their_shares():
    starts = (Start("a", 0.2), Start("b", 0.3), Start("c", 0.5))
    process = Process("P", (step("a", "b"), step("b"), step("c")), starts=starts)

    assert (Start("b", 0.5), Start("c", 0.5)) == apply(process, Drop("a")).starts


def test_nothing_speaks_of_the_step_any_more():
    process = Process(
        "P", (step("a", "b"), step("b", "c"), step("c")),
        separate=(("a", "b"), ("a", "b", "c")), together=(("b", "c"),),
        kpis=(Kpi("k", steps=("a", "b")),),
        accepted=(Acceptance("r", "b", "x", DAY), Acceptance("r", "a->b", "x", DAY), Acceptance("r", "a", "x", DAY)),
    )  # fmt: skip
    after = apply(process, Drop("b"))

    assert (("a", "c"),) == after.separate
    assert () == after.together
    assert ("a",) == after.kpis[0].steps
    assert ["a"] == [one.at for one in after.accepted]


def test_the_last_step_cannot_be_dropped():
    process = Process("P", (step("a", "g"), Step("g", "G", kind="gateway")))

    with pytest.raises(ChangeError, match=r"Cannot drop 'a': it is the last step, and a process needs one\."):
        apply(process, Drop("a"))


def test_a_step_that_is_gone_is_named_with_a_guess():
    process = Process("P", (step("stamp", "b"), step("b")))

    with pytest.raises(ChangeError, match=r"Cannot drop 'stmp': there is no step 'stmp'\. Did you mean 'stamp'\?"):
        apply(process, Drop("stmp"))


def test_the_process_handed_in_stays_as_it_was():
    process = Process("P", (step("a", "b"), step("b", "c"), step("c")))
    copy = replace(process)
    apply(process, Drop("b"))

    assert copy == process


@given(processes(min_steps=1), st.data())
def test_what_is_left_is_always_a_valid_process(process, data):
    gone = data.draw(st.sampled_from(process.steps)).id
    try:
        after = apply(process, Drop(gone))
    except ChangeError:
        assert [one.id for one in process.work] == [gone] or process.step(gone).kind == "gateway"
        return

    assert [] == defects(after)
    assert not after.has_step(gone)
    assert {one.id for one in process.work} - {gone} == {one.id for one in after.work}


@given(structured_processes(inclusive=True), st.data())
def test_every_other_step_is_visited_as_often_as_before(process, data):
    assume(len(process.work) > 1)
    gone = data.draw(st.sampled_from(process.work)).id
    assume(not returns_by(Draft(process), gone))  # with it a way back goes
    after = apply(process, Drop(gone))
    was, now = visits(process), visits(after)

    assert {one.id: now[one.id] for one in after.work} == pytest.approx({one.id: was[one.id] for one in after.work})


def is_all_beside(draft, step_id):
    parted = any(draft.steps[source].split == "all" for source in draft.sources(step_id))
    return parted and any(flow.to != END and draft.steps[flow.to].join == "all" for flow in draft.steps[step_id].flows)


@given(structured_processes(), st.data())
def test_the_way_through_a_dropped_step_leads_on_with_the_same_weight(process, data):
    assume(len(process.work) > 1)
    gone = data.draw(st.sampled_from(process.work)).id
    assume(not returns_by(Draft(process), gone))  # with it a way back goes
    assume(not is_all_beside(Draft(process), gone))  # with it a branch goes beside which another one leads there
    was, now = FlowGraph(process).work_after, FlowGraph(apply(process, Drop(gone))).work_after
    rounds = 1 / (1 - was[gone].get(gone, 0.0))
    for source in now:
        for target in now[source]:
            through = was[source].get(gone, 0.0) * rounds * was[gone].get(target, 0.0)
            expected = was[source].get(target, 0.0) + through

            assert now[source][target] == pytest.approx(expected) or (expected > 1.0 and now[source][target] == 1.0)


def test_a_duty_does_not_speak_of_a_gateway_that_went_along():
    gate = Step("gate", "Gate", kind="gateway", flows=(Flow("b"),))
    process = Process(
        "P",
        (Step("a", "A", flows=(Flow("b"),)), Step("x", "X", flows=(Flow("gate"),)), gate, Step("b", "B")),
        starts=(Start("x"),),
        separate=(("gate", "a", "b"),),
    )
    after = apply(process, Drop("x"))

    assert [] == defects(after)


def test_a_branch_on_which_nothing_is_left_goes_also_where_what_is_beside_it_parts_again():
    process = Process(
        "Order",
        (
            step("order", "ship", "copy", split="all"),
            step("ship", "receive", "invoice", split="all"),
            step("copy", "match"),
            step("receive", "match"),
            step("invoice", "match"),
            step("match", join="all"),
        ),
    )

    assert (Flow("ship"),) == apply(process, Drop("copy")).step("order").flows


def test_a_branch_stays_where_what_is_beside_it_may_end_before_they_meet():
    process = Process(
        "Order",
        (
            step("order", "ship", "copy", split="all"),
            step("ship", Flow("match", "it came"), Flow("end", "it did not")),
            step("copy", "match"),
            step("match", join="all"),
        ),
    )

    assert ["match", "ship"] == sorted(flow.to for flow in apply(process, Drop("copy")).step("order").flows)


EMPTIED = """
process: Release a fix
steps:
  - {id: choose, name: Choose the way, kind: decide, outputs: [plan], next: [{to: public, when: harmless},
     {to: early, when: easily avoided}, {to: tell, when: grave}]}
  - {id: public, name: Mend it in public, next: tell}
  - {id: early, name: Warn the users early, next: tell}
  - {id: tell, name: Tell the distributors, inputs: [plan]}
"""


@pytest.mark.parametrize("dropped", [["public", "early"], ["early", "public"]])
def test_a_choice_whose_ways_all_meet_with_nothing_done_on_them_is_none(dropped):
    process = loads(EMPTIED, file="p.yml").process
    for step_id in dropped:
        process = apply(process, Drop(step_id))

    assert ["choose", "tell"] == [step.id for step in process.steps]
    assert (Flow("tell"),) == process.step("choose").flows


def test_a_choice_stays_while_something_is_done_on_one_of_its_ways():
    process = apply(loads(EMPTIED, file="p.yml").process, Drop("early"))

    assert ["harmless", "easily avoided", "grave"] == [flow.when for flow in process.step("choose").flows]
