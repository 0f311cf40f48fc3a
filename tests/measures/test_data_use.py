"""What the steps deliver, and who needs it."""

import pytest
from hypothesis import given
from msgspec.structs import replace

from flowtrim.graph import FlowGraph
from flowtrim.measures.data_use import _is_its_own_use, alternatives, data_use
from flowtrim.model import Deadline, Flow, Process, Step
from tests.charts import chart
from tests.processes import processes


def chain(*steps, outputs=()):
    following = [*steps[1:], None]
    linked = (
        Step(s.id, s.name, inputs=s.inputs, outputs=s.outputs, flows=(Flow(f.id),) if f else ())
        for s, f in zip(steps, following, strict=True)
    )
    return data_use(FlowGraph(Process("p", tuple(linked), outputs=outputs)))


def step(name, *, takes=(), makes=()):
    return Step(name, name, inputs=tuple(takes), outputs=tuple(makes))


def test_makers_and_users_stand_in_the_order_of_reading():
    use = chain(step("a", makes="x"), step("b", takes="x", makes="x"), step("c", takes="x"))

    assert ("a", "b") == use.makers["x"]
    assert ("b", "c") == use.users["x"]


def test_an_output_that_only_an_earlier_step_takes_is_unused():
    use = chain(step("a", takes="x"), step("b", makes="x"))

    assert {"b": ("x",)} == use.unused


def test_what_the_process_delivers_is_used():
    use = chain(step("a", makes="xy"), step("b", takes="x"), outputs=("y",))

    assert {} == use.unused


def test_nothing_is_called_unused_while_no_step_says_what_it_takes():
    assert {} == chain(step("a", makes="x"), step("b", makes="y")).unused


def test_a_loop_leads_back_to_an_earlier_user():
    loop = Process(
        "p",
        (
            Step("a", "A", inputs=("x",), flows=(Flow("b"),)),
            Step("b", "B", outputs=("x",), flows=(Flow("a", share=0.5), Flow("end", share=0.5))),
        ),
    )

    assert {} == data_use(FlowGraph(loop)).unused


def test_the_same_thing_made_twice_with_nobody_between_is_made_again():
    use = chain(step("a", makes="x"), step("b"), step("c", makes="x"))

    assert {"c": {"x": "a"}} == use.made_again


def test_a_user_between_makes_it_a_new_version():
    assert {} == chain(step("a", makes="x"), step("b", takes="x"), step("c", makes="x")).made_again


def test_of_two_branches_neither_makes_the_thing_again():
    choice = Process(
        "p",
        (
            Step("a", "A", flows=(Flow("b"), Flow("c"))),
            Step("b", "B", outputs=("x",), flows=(Flow("end"),)),
            Step("c", "C", outputs=("x",)),
        ),
    )

    assert {} == data_use(FlowGraph(choice)).made_again


@given(processes())
def test_unused_outputs_are_the_step_s_own_and_not_those_of_the_process(process):
    use = data_use(FlowGraph(process))

    assert all(set(names) <= set(process.step(s).outputs) - set(process.outputs) for s, names in use.unused.items())


@given(processes())
def test_whoever_makes_a_thing_again_comes_after_another_maker(process):
    use = data_use(FlowGraph(process))

    assert all(
        first != again and first in use.makers[name]
        for again, names in use.made_again.items()
        for name, first in names.items()
    )


def test_data_that_end_nowhere_were_made_in_vain():
    use = chain(step("a", makes="x"), step("b", takes="x", makes="y"), step("c", makes="z"), outputs=("z",))

    assert {"a", "b"} == use.in_vain


def test_data_that_end_at_work_without_a_declared_output_were_not():
    assert frozenset() == chain(step("a", makes="x"), step("b", takes="x", makes="y"), step("c", takes="y")).in_vain


@given(processes())
def test_what_a_step_that_is_not_in_vain_needs_is_not_in_vain_either(process):
    graph = FlowGraph(process)
    idle = data_use(graph).in_vain
    needed = {
        (maker, taker.id)
        for taker in process.work
        for maker in idle
        if taker.id not in idle and not {*taker.inputs}.isdisjoint(process.step(maker).outputs)
    }

    assert not any(graph.can_follow(maker, taker) for maker, taker in needed)


def test_what_is_needed_only_where_no_case_brings_it_was_made_in_vain():
    use = chain(step("b", takes="x", makes="y"), step("a", makes="x"), outputs=("y",))

    assert {"a"} == use.in_vain


@pytest.mark.parametrize(
    ("steps", "unused"),
    [
        # x is taken twice behind what makes y, which only an earlier step takes
        ([step("q", takes="xy"), step("a", makes="y"), step("b", takes="x"), step("c", takes="x")], {"a": ("y",)}),
        ([step("q", takes="yx"), step("a", makes="x"), step("b", takes="y"), step("c", takes="y")], {"a": ("x",)}),
        ([step("q", takes="xy"), step("a", makes="xy"), step("b", takes="x"), step("c", takes="x")], {"a": ("y",)}),
        ([step("q", takes="xy"), step("a", makes="xy"), step("b", takes="x"), step("c", takes="y")], {}),
        ([step("a", makes="x"), step("b", makes="x"), step("c", takes="x")], {}),
        ([step("a", makes="x"), step("b", takes="x", makes="x"), step("c")], {"b": ("x",)}),
        ([step("a", makes="x"), step("b", takes="z"), step("c", makes="z")], {"a": ("x",), "c": ("z",)}),
    ],
    ids=str,
)
def test_what_no_later_step_takes_is_unused_however_often_others_are(steps, unused):
    assert unused == chain(*steps).unused


@pytest.mark.parametrize(
    ("ways", "unused"),
    [
        ({"a": "b", "b": "c", "c": {"b": 0.5, "end": 0.5}}, {}),  # b takes it in the next round
        ({"a": "b", "b": "c", "c": ""}, {"c": ("x",)}),
        ({"a": "b", "b": {"b": 0.5, "c": 0.5}, "c": ""}, {"c": ("x",)}),
        ({"a": "c", "c": {"c": 0.5, "b": 0.5}, "b": ""}, {}),
        ({"a": "b c", "b": "", "c": ""}, {"c": ("x",)}),
    ],
    ids=str,
)
def test_what_is_made_in_a_loop_is_used_in_its_next_round(ways, unused):
    made = [
        replace(one, inputs=("x",) * (one.id == "b"), outputs=("x",) * (one.id == "c")) for one in chart(ways).steps
    ]

    assert unused == data_use(FlowGraph(Process("p", tuple(made)))).unused


def made(ways, makes, *, takes=None, kinds=None, when=None, **how):
    """A process by what follows each step, what it makes and takes, and by what condition each way is gone."""
    steps = []
    for each in chart(ways, **how).steps:
        flows = tuple(replace(flow, when=(when or {}).get(flow.to)) for flow in each.flows)
        given = {"inputs": tuple((takes or {}).get(each.id, "")), "outputs": tuple(makes.get(each.id, ""))}
        steps.append(replace(each, flows=flows, kind=(kinds or {}).get(each.id, each.kind), **given))
    return Process("p", tuple(steps))


CHOICE = {"s": "a b", "a": "z", "b": "z", "z": ""}
ROW = {"a": "b", "b": "c", "c": ""}


@pytest.mark.parametrize(
    ("process", "again"),
    [
        (made(ROW, {"a": "x", "c": "x"}), {"c": {"x": "a"}}),
        (made(ROW, {"a": "x", "b": "x", "c": "x"}), {"b": {"x": "a"}, "c": {"x": "b"}}),
        (made(ROW, {"a": "xy", "c": "xy"}), {"c": {"x": "a", "y": "a"}}),
        (made(ROW, {"a": "x", "c": "x"}, takes={"b": "x"}), {}),
        (made(ROW, {"a": "x", "c": "x"}, takes={"c": "x"}), {}),  # it makes more of it
        (made(ROW, {"a": "x", "c": "x"}, takes={"a": "x"}), {"c": {"x": "a"}}),
        (made(ROW, {"a": "x", "c": "y"}), {}),
        (made(CHOICE, {"a": "x", "b": "x"}), {}),
        (made(CHOICE, {"s": "x", "b": "x"}), {"b": {"x": "s"}}),
        (made(CHOICE, {"a": "x", "z": "x"}), {}),  # not on every way
        # what may have failed the first time
        (made(CHOICE, {"s": "x", "b": "x"}, kinds={"s": "check"}, when={"a": "found", "b": "not found"}), {}),
        (made({"s": {"a": 0.9, "b": 0.1}, "a": "", "b": ""}, {"s": "x", "b": "x"}, kinds={"s": "check"}), {}),
        (made({"s": {"a": 0.1, "b": 0.9}, "a": "", "b": ""}, {"s": "x", "b": "x"}, kinds={"s": "check"}),
         {"b": {"x": "s"}}),
        (made({"s": {"a": 0.9, "b": 0.1}, "a": "", "b": ""}, {"s": "x", "b": "x"}), {"b": {"x": "s"}}),
        (made({"s": {"end": 0.9, "b": 0.1}, "b": ""}, {"s": "x", "b": "x"}, kinds={"s": "check"}), {}),
        (made({"s": {"end": 0.1, "b": 0.9}, "b": ""}, {"s": "x", "b": "x"}, kinds={"s": "check"}), {"b": {"x": "s"}}),
    ],
)  # fmt: skip
def test_a_thing_is_made_again_where_it_was_made_on_every_way_and_nobody_needed_it_since(process, again):
    assert again == data_use(FlowGraph(process)).made_again


@pytest.mark.parametrize(
    ("process", "outputs", "apart"),
    [
        (made(CHOICE, {"a": "x", "b": "y"}), "xy", ("x", "y")),
        (made(CHOICE, {"a": "x", "b": "y"}), "yx", ("y", "x")),
        (made(CHOICE, {"a": "x", "b": "y"}, together="s"), "xy", ("xy",)),
        (made(CHOICE, {"a": "xw", "b": "y"}), "xwy", ("xw", "y")),
        (made(CHOICE, {"a": "xw", "b": "y"}), "xyw", ("xw", "y")),
        (made(CHOICE, {"a": "x", "z": "y"}), "xy", ("xy",)),
        (made(CHOICE, {"a": "x", "b": "y", "z": "w"}), "xyw", ("xyw",)),  # who gets w had the one or the other
        (made(CHOICE, {"a": "x"}), "xy", ("xy",)),  # nobody makes y
        (made(CHOICE, {"a": "x", "b": "xy"}), "xy", ("xy",)),
        (made({"s": "a b c", "a": "", "b": "", "c": ""}, {"a": "x", "b": "y", "c": "z"}), "xyz", ("x", "y", "z")),
        (made({"s": "a b", "a": "s", "b": ""}, {"a": "x", "b": "y"}), "xy", ("xy",)),
        (made(CHOICE, {"a": "x", "b": "y"}), "x", ("x",)),
        (made(CHOICE, {"a": "x", "b": "y"}), "", ()),
    ],
)
def test_what_is_delivered_is_parted_where_no_case_brings_both(process, outputs, apart):
    found = alternatives(FlowGraph(replace(process, outputs=tuple(outputs))))

    assert apart == tuple("".join(part) for part in found)


def taking(takes="", changes="", makes="", *, back=False, later=""):
    """A step a between two others, which may lead back to itself or to the one before; ``later`` changes what it makes."""
    on = (Flow("a"), Flow("z")) if back == "self" else (Flow("b"), Flow("z")) if back else (Flow("z"),)
    return Process("p", (
        Step("b", "B", inputs=("w",), flows=(Flow("a"),)),
        Step("a", "A", inputs=tuple(takes), updates=tuple(changes), outputs=tuple(makes), flows=on),
        Step("z", "Z", updates=tuple(later)),
    ))  # fmt: skip


@pytest.mark.parametrize(
    ("process", "unused"),
    [
        (taking(makes="x"), "x"),
        (taking(makes="x", takes="x"), "x"),
        (taking(makes="x", changes="x"), "x"),  # whoever makes it is no other that needs it
        (taking(makes="x", takes="x", changes="x"), "x"),
        (taking(makes="x", takes="x", back="self"), "x"),
        (taking(makes="x", changes="x", back="self"), "x"),
        (taking(makes="x", takes="x", back=True), "x"),
        (taking(makes="x", changes="x", back=True), "x"),
        (taking(makes="w"), "w"),
        (taking(makes="w", back=True), ""),
        (taking(makes="xw", back=True), "x"),
        (taking(makes="x", later="x"), ""),
        (taking(makes="x", changes="x", later="x"), ""),
        (taking(makes="xy", changes="x", later="y"), "x"),
        (taking(makes="wx", changes="w", later="x", back=True), ""),
    ],
)
def test_what_only_whoever_makes_it_takes_or_changes_is_unused(process, unused):
    assert tuple(unused) == data_use(FlowGraph(process)).unused.get("a", ())


@pytest.mark.parametrize(
    ("fields", "own"),
    [
        ({"kind": "check"}, True),
        ({"kind": "approve"}, True),
        ({"kind": "decide"}, True),
        ({"kind": "do"}, False),
        ({"kind": "check", "split": "all"}, False),
        ({"kind": "check", "outputs": ("x", "y")}, False),
        ({"kind": "check", "outputs": ()}, False),
        ({"kind": "check", "flows": (Flow("b"),)}, False),
        ({"kind": "check", "flows": (Flow("b"),), "within": (Deadline(5.0, instead="c"),)}, True),
        ({"kind": "check", "flows": (Flow("b"),), "within": (Deadline(5.0, then="c"),)}, False),
        ({"kind": "check", "flows": (), "within": (Deadline(5.0, instead="c"),)}, False),
        ({"kind": "check", "flows": (), "within": (Deadline(5.0, instead="c"), Deadline(9.0, instead="d"))}, True),
    ],
    ids=str,
)
def test_the_one_thing_that_a_judgement_delivers_is_the_way_that_a_case_goes(fields, own):
    judging = Step("a", "A", **{"outputs": ("x",), "flows": (Flow("b"), Flow("c"))} | fields)

    assert own == _is_its_own_use(judging)
