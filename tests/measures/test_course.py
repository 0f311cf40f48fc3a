"""Which node is told after which, who holds the work then, and what goes without saying."""

import networkx as nx
import pytest
from hypothesis import given

from flowtrim.formats.scalars import duration
from flowtrim.graph import FlowGraph
from flowtrim.measures.elevator.course import Course, alike
from flowtrim.measures.elevator.phrases import phrases_of
from flowtrim.measures.elevator.spoken_terms import SpokenTerms, spoken_time
from flowtrim.model import (
    END,
    CaseClass,
    Clock,
    Deadline,
    Flow,
    Interruption,
    Process,
    Rounds,
    Start,
    Step,
)
from tests.charts import chart
from tests.processes import processes, processes_with_everything

PARALLEL = chart(
    {"a": "b c", "b": "b2", "b2": "d", "c": "d", "d": "e", "e": ""}, together="a", waits="d",
    owners={"a": "x", "b": "y", "b2": "y", "c": "z", "d": "x", "e": "x"},
)  # fmt: skip


def course(process):
    return Course(FlowGraph(process))


def with_late_step(**late):
    """a is told, then b; c happens beside or instead of a when that is late."""
    steps = (
        Step("a", "A", owner="x", flows=(Flow("b"),), within=(Deadline(5.0, share=0.1, **late),)),
        Step("b", "B", owner="y", flows=(Flow(END),)),
        Step("c", "C", owner="z", flows=(Flow("d"),)),
        Step("d", "D", owner="z", flows=(Flow(END),)),
    )
    return Process("P", steps)


def test_side_by_side_are_the_branches_from_where_they_part_until_they_meet():
    told = course(PARALLEL)

    assert {"a": 2} == {step.id: told.branches(step) for step in told.steps if told.branches(step)}
    assert ["b", "b2", "c"] == [step.id for step in told.steps if told.is_parallel(step)]


def test_a_choice_has_no_branches_side_by_side():
    told = course(chart({"a": "b c", "b": "d", "c": "d", "d": ""}))

    assert [] == [step.id for step in told.steps if told.branches(step) or told.is_parallel(step)]


def test_one_branch_beside_the_way_to_the_join_is_none():
    told = course(chart({"a": "b c", "b": "c", "c": ""}, together="a", waits="c"))

    assert [0, 0, 0] == [told.branches(step) for step in told.steps]


@given(processes(min_steps=1) | processes_with_everything())
def test_a_node_is_led_to_by_one_flow_from_before_it_and_every_other_flow_is_a_jump(process):
    graph = FlowGraph(process)
    told = Course(graph)
    led = {}
    for step in told.steps:
        for flow in step.flows:
            if not told.is_jump(step, flow):
                assert told.places[step.id] < told.places[flow.to]
                assert flow.to not in led
                led[flow.to] = told.places[step.id] + 1 == told.places[flow.to]
    assert led == {
        target: lead.adjacent for target, lead in told.leads.items() if not (lead.deadline or lead.interruption)
    }
    before = {step.id: [one for one in told.steps if step.id in {flow.to for flow in one.flows}] for step in told.steps}
    for target, sources in before.items():
        earlier = [one for one in sources if told.places[one.id] < told.places[target]]
        if earlier and target not in graph.starts:
            assert max(earlier, key=lambda one: told.places[one.id]) is told.leads[target].source


@given(processes(min_steps=1))
def test_back_leads_what_a_case_has_certainly_been_at(process):
    graph = FlowGraph(process)
    told = Course(graph)
    ways = nx.DiGraph((step.id, flow.to) for step in process.steps for flow in step.flows if flow.to != END)
    ways.add_nodes_from(step.id for step in process.steps)
    reached = set(graph.starts).union(*(nx.descendants(ways, start) for start in graph.starts))
    for source, target in ways.edges:
        if source not in reached:
            continue
        circle = source == target or nx.has_path(ways, target, source)
        assert told.is_back(source=process.step(source), target=target) == (
            circle and told.places[target] <= told.places[source]
        )


@pytest.mark.parametrize(
    ("late", "beside", "lead"), [({"then": "c"}, {"c", "d"}, True), ({"instead": "c"}, set(), False)]
)
def test_what_a_deadline_leads_to_runs_beside_where_its_step_goes_on(late, beside, lead):
    told = course(with_late_step(**late))

    assert beside == {step.id for step in told.steps if told.runs_beside(step)}
    assert lead == (told.leads["c"].aside is not None)
    assert told.leads["c"].deadline is told.steps[0].within[0]


def test_after_the_last_step_only_what_interrupts_a_case_is_told():
    steps = (
        Step("a", "A", flows=(Flow("b"),)),
        Step("b", "B", flows=(Flow(END),)),
        Step("s", "S", flows=(Flow("t"),)),
        Step("t", "T", flows=(Flow(END),)),
    )
    told = course(Process("P", steps, anytime=(Interruption("x", "s"),)))

    assert ["b", "s", "t"] == [step.id for step in told.steps if told.is_last(step)]
    assert told.leads["s"].aside is told.graph.process.anytime[0]
    assert ["t"] == [step.id for step in course(Process("P", steps)).steps if course(Process("P", steps)).is_last(step)]


def test_an_interruption_leads_from_the_first_step_at_which_it_may_happen():
    steps = (Step("a", "A", flows=(Flow("b"),)), Step("b", "B", flows=(Flow(END),)), Step("s", "S", flows=(Flow(END),)))

    for since, source in (((), "a"), (("b",), "b"), (("b", "a"), "b")):
        assert (
            source == course(Process("P", steps, anytime=(Interruption("x", "s", since=since),))).leads["s"].source.id
        )


def test_the_work_is_held_by_who_did_the_last_step_on_the_way():
    gate = Step("g", "g", kind="gateway", flows=(Flow("b"), Flow("c")))
    steps = (
        Step("s", "It comes", kind="event", flows=(Flow("a"),)),
        Step("a", "A", owner="x", alongside=("w",), flows=(Flow("g"),)),
        gate,
        Step("b", "B", flows=(Flow(END),)),
        Step("c", "C", owner="z", flows=(Flow(END),)),
    )
    told = course(Process("P", steps))

    assert {"s": None, "a": "x", "g": "x", "b": "", "c": "z"} == told.holders
    assert {"s": (), "a": ("w",), "g": ("w",), "b": (), "c": ()} == told.present


@pytest.mark.parametrize(
    ("step", "heard"),
    [
        (Step("a", "Ask"), True),
        (Step("a", ""), False),
        (Step("a", "a"), True),
        (Step("g", "Fine?", kind="gateway", flows=(Flow("x"), Flow("y"))), True),
        (Step("g", "g", kind="gateway", flows=(Flow("x"), Flow("y"))), False),
        (Step("g", " . ", kind="gateway", flows=(Flow("x"), Flow("y"))), False),
        (Step("g", "Both", kind="gateway", split="all", flows=(Flow("x"), Flow("y"))), False),
        (Step("g", "Some", kind="gateway", split="some", flows=(Flow("x"), Flow("y"))), True),
        (Step("g", "Join", kind="gateway", flows=(Flow("x"),)), False),
        (Step("e", "It comes", kind="event", flows=(Flow("x"),)), True),
        (Step("e", "e", kind="event", flows=(Flow("x"),)), False),
    ],
)
def test_joins_and_what_has_no_name_of_its_own_are_not_heard(step, heard):
    ends = (Step("x", "X", flows=(Flow(END),)), Step("y", "Y", flows=(Flow(END),)))

    assert heard == course(Process("P", (step, *ends))).is_heard(step)


def test_a_listener_hears_the_next_and_the_last_node_that_has_a_name():
    process = chart({"a": "g", "g": "h", "h": {"b": 0.2, "c": 0.8}, "b": "", "c": ""}, routing="g h")
    quiet = Process("P", tuple(
        Step(one.id, one.id if one.kind == "gateway" else one.name, kind=one.kind, flows=one.flows) for one in process.steps
    ))  # fmt: skip
    told = course(quiet)

    assert ["a", "a", "a"] == [told.heard_before(quiet.step(one)).id for one in "agh"]
    assert ["a", "h", "h", "b"] == [told.first_told(one).id for one in "aghb"]
    assert ["c", "c"] == [told.first_told(one, through_choices=True).id for one in "gh"]  # the more usual way


def test_silent_nodes_that_only_lead_to_each_other_lead_to_one_of_themselves():
    loop = tuple(Step(one, one, kind="gateway", flows=(Flow(to),)) for one, to in (("g", "h"), ("h", "g")))
    told = course(Process("P", (Step("a", "A", flows=(Flow("g"),)), *loop)))

    assert ["h", "g"] == [told.first_told(one).id for one in "gh"]


@pytest.mark.parametrize(
    ("kind", "to", "alike"), [("event", "log", True), ("do", "log", False), ("event", "end", False)]
)
def test_only_events_that_lead_to_one_step_begin_alike(kind, to, alike):
    steps = (
        Step("post", "By post", kind="event", flows=(Flow("log"),)),
        Step("mail", "By mail", kind=kind, flows=(Flow(to),)),
        Step("log", "Log it", flows=(Flow(END),)),
    )
    told = course(Process("P", steps, starts=(Start("post"), Start("mail"))))

    assert alike == told.begins_alike(steps[0], "log")
    assert not told.begins_alike(steps[1], "log") or told.places["mail"] + 1 < told.places["log"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Flow("a", band=("sum", "low")), Flow("a", band=("sum", "high")), True),
        (Flow("a", band=("sum", "low")), Flow("b", band=("sum", "high")), False),
        (Flow("a", band=("sum", "low")), Flow("a", band=("land", "near")), False),
        (Flow("a", band=("sum", "low")), Flow("a"), False),
        (Flow("a"), Flow("a"), False),
        (Flow(END, band=("sum", "low"), outcome="x"), Flow(END, band=("sum", "high"), outcome="y"), False),
    ],
)
def test_ways_are_one_that_lead_cases_of_several_classes_to_the_same_node(one, other, same):
    assert same == alike(one, other) == alike(other, one)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (1.0, "1 minute"), (119.0, "119 minutes"), (120.0, "2 hours"), (121.0, "2 hours and 1 minute"),
        (181.0, "3 hours and 1 minute"), (60.0, "1 hour"), (480.0, "1 working day"), (960.0, "2 working days"),
    ],
)  # fmt: skip
def test_minutes_are_said_as_hours_from_two_hours_on(minutes, said):
    assert said == spoken_time(minutes, Clock(), phrases_of("en"))


# ---- terms ------------------------------------------------------------------------------------------

SUM = CaseClass("sum", (("up to 100", 0.5), ("to 900", 0.3), ("above", 0.2)))


def terms(**fields):
    return SpokenTerms(
        Process("P", (Step("a", "A"), Step("b", "B")), cases=(SUM,), **fields), phrases_of("en"), str.upper
    )


@pytest.mark.parametrize(
    ("ways", "said"),
    [
        ([("sum", "up to 100"), None], "the sum is above 100"),
        ([None, ("sum", "above")], "the sum is up to 900"),
        ([("sum", "up to 100"), ("sum", "to 900"), None], "the sum is above 900"),
        ([("sum", "up to 100"), ("sum", "to 900"), ("sum", "above"), None], ""),  # no class is left
        ([("sum", "up to 100"), None, None], ""),  # two ways are
        ([("sum", "up to 100"), ("land", "near"), None], ""),
        ([None], ""),
    ],
)
def test_all_others_are_the_classes_that_no_way_names(ways, said):
    source = Step("s", "S", flows=tuple(Flow("a", band=band) for band in ways))

    assert said == terms().all_others(source)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Go"),
        ({"within": (Deadline(60.0),)}, "Go, within 1 hour"),
        ({"within": (Deadline(60.0, of=0.8), Deadline(480.0))}, "Go, within 1 hour in 80 % of cases, within 1 working day"),
        ({"within": (Deadline(60.0, of=0.985),)}, "Go, within 1 hour in 98.5 % of cases"),
        ({"within": (Deadline(60.0, since="a"),)}, "Go, within 1 hour from A"),
        ({"within": (Deadline(60.0, then="b", share=0.1),)}, "Go"),
        ({"within": (Deadline(60.0, instead="b", share=0.1),)}, "Go"),
        ({"every": Rounds(2400.0, day="Monday")}, "Go, on Mondays"),
        ({"every": Rounds(2400.0, day="SUNDAY")}, "Go, on Sundays"),
        ({"every": Rounds(2400.0)}, "Go, once in 5 working days"),
        ({"every": Rounds(duration("1w"))}, "Go, once a week"),
        ({"every": Rounds(480.0)}, "Go, once every working day"),
        ({"every": Rounds(960.0), "within": (Deadline(60.0),)}, "Go, once in 2 working days, within 1 hour"),
    ],
)  # fmt: skip
def test_a_step_is_said_with_its_rounds_and_its_times(fields, said):
    assert said == terms().title(Step("s", "Go", **fields), "Go")


@pytest.mark.parametrize(
    ("within", "said"),
    [((), []), ((Deadline(960.0),), ["all of it within 2 working days"]),
     ((Deadline(480.0, of=0.9), Deadline(960.0)), ["all of it within 1 working day in 90 % of cases", "all of it within 2 working days"])],
)  # fmt: skip
def test_the_time_of_the_whole_is_said(within, said):
    assert said == [each[0].lower() + each[1:] for each in terms(within=within).whole()]


@pytest.mark.parametrize(
    ("others", "said"), [([], "Desk"), (["Head"], "Desk with Head"), (["Head", "Law"], "Desk with Head and Law")]
)
def test_who_does_a_step_together_is_said_in_one_breath(others, said):
    assert said == terms().performers("Desk", others)


@pytest.mark.parametrize(
    ("since", "said"),
    [((), "at any time, if it leaks"), (("a",), "during A, if it leaks"), (("a", "b"), "during A and B, if it leaks")],
)
def test_what_comes_in_between_is_said_with_when_it_may(since, said):
    assert said == terms().interrupted(Interruption("it leaks", END, since=since))
