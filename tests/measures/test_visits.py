"""How often each step is done in one case."""

import random
from collections import Counter

import pytest
from hypothesis import given
from msgspec.structs import replace

from flowtrim.graph import FlowGraph, NormalForm, elimination
from flowtrim.graph.visits import visits
from flowtrim.measures.flow_balance import _differ, flow_faults
from flowtrim.model import Flow, Process, Step
from tests.charts import chart, oracle_0a, oracle_0b
from tests.processes import processes, structured_processes


def visits_of(process):
    return dict(visits(FlowGraph(process)))


def faults_of(process):
    graph = FlowGraph(process)
    return flow_faults(NormalForm(graph), visits(graph))


def near(**expected):
    return pytest.approx(expected)


def chain(count, onward):
    """A long process: step n goes on as ``onward(n)`` says."""
    return Process("Long", tuple(Step(f"s{n}", "S", flows=onward(n)) for n in range(count)))


def simulated(process, cases=4000):
    """Play a process whose joins and splits are blocks, token by token, and count."""
    dice = random.Random(7)
    done = Counter()
    for _ in range(cases):
        play(FlowGraph(process), dice, done)
    return {step.id: done[step.id] / cases for step in process.steps}


def play(graph, dice, done):
    tokens, waiting = [next(iter(graph.starts))], Counter()
    while tokens:
        node = tokens.pop()
        step = graph.process.step(node)
        if step.join == "all" and len(graph.before[node]) > 1:
            waiting[node] += 1
            if waiting[node] < len(graph.before[node]):
                continue
            waiting[node] = 0
        done[node] += 1
        onward = graph.after[node]
        if step.split == "all":
            tokens.extend(onward)
        elif dice.random() >= graph.ends.get(node, 0.0):
            tokens.extend(dice.choices(list(onward), weights=list(onward.values())))


def test_oracle_0a_a_loop_of_choices():
    assert near(a=1.25, b=1.25, c=0.875) == visits_of(oracle_0a())


def test_oracle_0b_rework_inside_a_parallel_branch():
    tenth = 10 / 9

    assert near(s=tenth, x=tenth / 0.75, z=tenth / 0.75, y=tenth, q=tenth) == visits_of(oracle_0b())


def test_a_step_that_leads_to_itself_is_a_geometric_series():
    assert near(a=4.0) == visits_of(chart({"a": {"a": 0.75, "end": 0.25}}))


def test_what_no_case_comes_to_is_never_done():
    assert near(a=1.0, b=0.0, c=0.0) == visits_of(chart({"a": "", "b": "c", "c": "b"}))


def test_a_stray_step_adds_nothing_to_what_it_leads_to():
    assert near(a=1.0, b=1.0, stray=0.0) == visits_of(chart({"a": "b", "b": "", "stray": "b"}))


def test_a_loop_without_a_way_out_is_undefined_and_so_is_what_follows_it():
    ways = {"a": {"b": 0.5, "d": 0.5}, "b": "c", "c": {"b": 1.0, "d": 0.0}, "d": ""}

    assert {"a": 1.0, "b": None, "c": None, "d": 0.5} == visits_of(chart(ways))
    assert {"a": 1.0, "b": None, "c": None, "d": None} == visits_of(chart(ways | {"c": "b d"}, together="c"))


def test_a_loop_that_multiplies_cases_is_undefined():
    ways = {"a": "b c", "b": {"a": 0.9, "end": 0.1}, "c": {"a": 0.9, "end": 0.1}}

    assert {"a": None, "b": None, "c": None} == visits_of(chart(ways, together="a"))


def test_a_join_for_some_counts_once_for_the_branches_on_their_way():
    ways = {"a": {"b": 0.6, "c": 0.9}, "b": "d", "c": "d", "d": ""}

    assert near(a=1, b=0.6, c=0.9, d=1) == visits_of(chart(ways, some="a", waits_some="d"))


def test_a_join_for_some_after_a_choice_counts_each_arrival():
    ways = {"a": {"b": 0.3, "c": 0.3, "x": 0.4}, "b": "d", "c": "d", "d": "", "x": ""}

    assert near(a=1, b=0.3, c=0.3, x=0.4, d=0.6) == visits_of(chart(ways, waits_some="d"))


def test_a_join_for_some_counts_only_the_parallel_branches_that_lead_to_it():
    ways = {"a": "b c x", "b": "d", "c": "d", "d": "", "x": ""}

    assert near(a=1, b=1, c=1, x=1, d=1) == visits_of(chart(ways, together="a", waits_some="d"))


def test_a_join_for_some_at_the_head_of_a_loop_counts_every_round():
    ways = {"a": "b", "b": {"a": 0.2, "end": 0.8}, "z": "a"}

    assert near(a=1.25, b=1.25, z=1) == visits_of(chart(ways, waits_some="a", starts="z"))


@given(structured_processes(inclusive=True))
def test_each_case_of_a_structured_process_ends_once(process):
    faults = faults_of(process)

    assert faults.completions is None or pytest.approx(1.0) == faults.completions
    assert () == faults.endless
    assert () == faults.unbalanced


@given(processes())
def test_visits_are_absent_or_not_negative(process):
    values = visits_of(process).values()

    assert all(value is None or 0.0 <= value < float("inf") for value in values)


@given(processes())
def test_what_cannot_be_reached_is_never_done(process):
    graph = FlowGraph(process)

    assert {0.0} >= {value for node, value in visits(graph).items() if node not in graph.reachable}


@given(structured_processes())
def test_the_order_of_the_file_changes_nothing(process):
    turned = replace(process, steps=process.steps[::-1])

    assert pytest.approx(visits_of(process)) == visits_of(turned)


@pytest.mark.parametrize("process", [oracle_0a(), oracle_0b()], ids=["0a", "0b"])
def test_playing_thousands_of_cases_comes_to_the_same(process):
    assert pytest.approx(simulated(process), rel=0.05) == visits_of(process)


def test_a_hundred_thousand_steps_in_a_row():
    long = chain(100_000, lambda n: (Flow(f"s{n + 1}"),) if n < 99_999 else ())

    assert {1.0} == set(visits_of(long).values())


def test_a_loop_of_a_hundred_thousand_steps():
    count = 100_000
    long = chain(
        count, lambda n: (Flow(f"s{n + 1}"),) if n < count - 1 else (Flow("s0", share=0.5), Flow("end", share=0.5))
    )

    assert all(pytest.approx(2.0) == value for value in visits_of(long).values())


def test_twenty_thousand_steps_each_sent_back_a_little():
    count = 20_000
    back = lambda n: (Flow(f"s{max(0, n - 3)}", share=0.1), Flow(f"s{n + 1}" if n < count - 1 else "end", share=0.9))  # noqa: E731
    last = visits_of(chain(count, back))[f"s{count - 1}"]

    assert pytest.approx(1 / 0.9) == last


def test_a_tangle_too_thick_to_eliminate_is_approached(monkeypatch):
    monkeypatch.setattr(elimination, "MOST_WORK", 100_000)
    monkeypatch.setattr(elimination, "MOST_DENSE", 0)
    dice = random.Random(3)
    count = 300
    ways = {f"s{n}": {f"s{place}": 0.2 for place in dice.sample(range(count), 4)} | {"end": 0.2} for n in range(count)}

    assert pytest.approx(5.0) == sum(visits_of(chart(ways)).values())


@pytest.mark.parametrize("count", [100, 150])
def test_where_every_step_leads_to_all_a_case_ends_after_as_many_visits_as_there_are_ways(count):
    ways = {f"s{n}": dict.fromkeys([*(f"s{m}" for m in range(count)), "end"], 1 / (count + 1)) for n in range(count)}

    assert pytest.approx(count + 1) == sum(visits_of(chart(ways)).values())


def test_where_every_step_leads_to_all_and_none_to_the_end_no_number_is_made_up():
    ways = {f"s{n}": dict.fromkeys((f"s{m}" for m in range(100)), 1 / 100) for n in range(100)}

    assert {None} == set(visits_of(chart(ways)).values())


def test_faults_either_branch_but_waiting_for_both():
    faults = faults_of(chart({"a": {"b": 0.75, "c": 0.25}, "b": "d", "c": "d", "d": ""}, waits="d"))

    assert "d" == faults.unbalanced[0].step
    assert (("b", 0.75), ("c", 0.25)) == faults.unbalanced[0].inflows
    assert 0.5 == faults.completions


def test_faults_both_branches_but_waiting_for_neither():
    faults = faults_of(chart({"a": "b c", "b": "d", "c": "d", "d": ""}, together="a"))

    assert () == faults.unbalanced
    assert 2.0 == faults.completions


def test_faults_the_loop_that_cannot_end_is_named_once():
    faults = faults_of(chart({"a": "b", "b": "c", "c": "b"}))

    assert (("b", "c"),) == faults.endless
    assert 0.0 == faults.completions


def test_faults_parallel_ends_are_one_end():
    faults = faults_of(chart({"a": "b c", "b": "d e", "c": "", "d": "", "e": ""}, together="a"))

    assert () == faults.unbalanced
    assert 1.0 == faults.completions


def test_faults_of_an_empty_process_are_none():
    faults = faults_of(Process("Nothing"))

    assert ((), (), None) == (faults.endless, faults.unbalanced, faults.completions)


@pytest.mark.parametrize(
    ("process", "unbalanced", "completions"),
    [
        (chart({"x": "a", "a": "b", "b": {"a": 0.5, "end": 0.5}}, waits="a"), {"a": {"x": 1.0, "b": 1 / 3}}, 1 / 3),
        (chart({"a": "b c", "b": "d", "c": "d", "d": ""}, together="a", waits="d"), {}, 1.0),
        (chart({"a": "b c", "b": "d", "c": {"d": 0.5, "end": 0.5}, "d": ""}, together="a", waits="d"),
         {"d": {"b": 1.0, "c": 0.5}, "end": {"c": 0.5, "d": 0.75}}, 0.625),
        (chart({"a": "b c", "b": "", "c": ""}, together="a"), {}, 1.0),
        (chart({"a": "b c", "b": "", "c": ""}), {}, 1.0),
        (chart({"a": "b c", "b": "", "c": ""}, some="a"), {}, None),  # nobody knows how many come
    ],
)  # fmt: skip
def test_a_join_is_out_of_balance_where_its_flows_do_not_come_equally_often(process, unbalanced, completions):
    faults = faults_of(process)

    assert unbalanced == {one.step: pytest.approx(dict(one.inflows)) for one in faults.unbalanced}
    assert completions == (None if faults.completions is None else pytest.approx(faults.completions))


def test_from_the_start_each_case_comes_once_to_a_join_that_waits_for_it():
    back = {"a": 0.5, "end": 0.5}
    found = faults_of(chart({"a": {"b": 0.5, "c": 0.5}, "b": back, "c": back}, waits="a")).unbalanced

    assert [("a", 1.0)] == [(one.step, dict(one.inflows)[""]) for one in found]


@pytest.mark.parametrize(
    ("ways", "endless"),
    [
        ({"a": "a"}, [("a",)]),
        ({"a": {"b": 0.5, "end": 0.5}, "b": "b"}, [("b",)]),
        ({"a": "b", "b": "a c", "c": "d", "d": "c"}, [("c", "d")]),
        ({"a": "b c", "b": "b", "c": "d", "d": "c"}, [("b",), ("c", "d")]),
        ({"a": "b", "b": "a d", "c": "d", "d": "c"}, [("c", "d")]),
        ({"a": {"b": 1.0, "c": 0.0}, "b": "a", "c": "c"}, [("a", "b")]),
        ({"a": {"b": 0.9, "end": 0.1}, "b": "a"}, []),
    ],
    ids=str,
)
def test_a_loop_without_a_way_out_is_endless(ways, endless):
    assert endless == [*faults_of(chart(ways)).endless]


@pytest.mark.parametrize(
    ("inflows", "differ"),
    [
        ((1.0, 1.0), False),
        ((1.0, 1.0 + 5e-10), False),
        ((1.0, 1.0 + 5e-9), True),
        ((1000.0, 1000.0 + 5e-7), False),
        ((1000.0, 1000.0 + 5e-6), True),
        ((0.001, 0.001 + 5e-10), False),
        ((0.001, 0.001 + 5e-9), True),
        ((0.5, 0.5, 0.25), True),
    ],
)
def test_inflows_differ_by_more_than_what_reckoning_leaves_over(inflows, differ):
    assert differ == _differ(tuple(("x", each) for each in inflows))
