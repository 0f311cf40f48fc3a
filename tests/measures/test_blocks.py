"""How far a process is built of blocks."""

from itertools import permutations

import pytest
from hypothesis import given
from msgspec.structs import replace

from flowtrim.graph import FlowGraph, NormalForm
from flowtrim.measures.blocks import reduce_to_blocks
from flowtrim.measures.process_tree import bottom_up
from flowtrim.model import Process
from tests.charts import chart, oracle_0a, oracle_0b, oracle_2c
from tests.processes import processes, structured_processes


def reduced(process):
    return reduce_to_blocks(NormalForm(FlowGraph(process)))


def told(block):
    """Tell a tree in one line."""
    if block.step:
        return block.step
    return f"{block.kind}({', '.join(map(told, block.parts))})"


def test_a_row_of_steps_is_a_sequence():
    assert "seq(a, b, c)" == told(reduced(chart({"a": "b", "b": "c", "c": ""})).root)


def test_one_step_is_a_task():
    assert "a" == told(reduced(chart({"a": ""})).root)


def test_branches_stand_in_the_order_of_the_flows():
    root = reduced(chart({"a": {"c": 0.3, "b": 0.5, "d": 0.2}, "b": "d", "c": "d", "d": ""})).root

    assert "seq(a, xor(c, b, seq()), d)" == told(root)
    assert pytest.approx((0.3, 0.5, 0.2)) == root.parts[1].shares


def test_oracle_0a_is_a_loop_and_then_a_choice():
    root = reduced(oracle_0a()).root

    assert "seq(loop(seq(a, b), seq()), xor(c, seq()))" == told(root)
    assert pytest.approx((0.875, 0.125)) == root.parts[1].shares


def test_oracle_0b_is_a_loop_around_a_parallel_section_with_rework_inside():
    root = reduced(oracle_0b()).root

    assert "loop(seq(s, and(loop(seq(x, z), seq()), y), q), seq())" == told(root)


def test_oracle_2c_is_a_parallel_section():
    assert "seq(a, and(b, d), e, h)" == told(reduced(oracle_2c()).root)


def test_inclusive_branches_keep_their_shares():
    root = reduced(chart({"a": {"b": 0.6, "c": 0.9}, "b": "d", "c": "d", "d": ""}, some="a", waits_some="d")).root

    assert "seq(a, or(b, c), d)" == told(root)
    assert (0.6, 0.9) == root.parts[1].shares


def test_a_gateway_that_joins_and_splits_at_once_can_close_one_block_and_open_the_next():
    ways = {"a": {"b": 0.5, "c": 0.5}, "b": "g", "c": "g", "g": "d e", "d": "z", "e": "z", "z": ""}
    root = reduced(chart(ways, routing="g", together="g", waits="z")).root

    assert "seq(a, xor(b, c), and(d, e), z)" == told(root)


def test_a_choice_into_a_join_that_waits_is_no_block():
    reduction = reduced(chart({"a": "b c", "b": "d", "c": "d", "d": ""}, waits="d"))

    assert reduction.root is None
    assert {("split", "a"), ("join", "d")} <= set(reduction.residual)
    assert {"XOR", "AND"} == reduction.connectors
    assert 0.0 < reduction.structuredness < 1.0


def test_a_jump_into_a_loop_is_no_block():
    reduction = reduced(chart({"a": "b c", "b": "c", "c": "b end"}))

    assert reduction.root is None
    assert frozenset({"XOR"}) == reduction.connectors


def test_a_step_that_nothing_leads_to_is_left_over():
    reduction = reduced(chart({"a": "", "stray": ""}))

    assert reduction.root is None
    assert reduction.structuredness < 1.0


def test_an_empty_process_has_no_structure():
    assert reduced(Process("Nothing")).structuredness is None
    assert reduced(Process("Nothing")).root is None


@given(structured_processes(inclusive=True))
def test_what_is_built_of_blocks_is_taken_apart_completely(process):
    reduction = reduced(process)
    tasks = [block.step for block in bottom_up(reduction.root) if block.step]

    assert 1.0 == reduction.structuredness
    assert sorted(step.id for step in process.work) == sorted(tasks)


@given(structured_processes(inclusive=True))
def test_the_order_of_the_file_changes_no_tree(process):
    turned = replace(process, steps=process.steps[::-1])

    assert told(reduced(process).root) == told(reduced(turned).root)


@pytest.mark.parametrize("order", list(permutations(("lost", "mend", "fork", "route"))))
def test_the_order_of_the_file_changes_no_structuredness_of_circles_without_a_way_out(order):
    ways = {"lost": "route", "route": "lost", "mend": "fork", "fork": "mend mend2", "mend2": "mend"}
    process = chart({"start": "end"} | ways, routing="route")
    turned = sorted(process.steps, key=lambda step: ("start", *order, "mend2").index(step.id))

    assert reduced(process).structuredness == reduced(replace(process, steps=tuple(turned))).structuredness


@given(processes())
def test_every_step_is_in_one_block_or_left_over(process):
    reduction = reduced(process)
    trees = [reduction.root] if reduction.root else [arc.block for arc in reduction.arcs]
    within = [block.step for tree in trees for block in bottom_up(tree) if block.step]
    over = [node[1] for node in reduction.residual if node[0] in ("step", "event")]
    # an event that only passes a case on is nothing in a tree
    work = {step.id for step in process.work}

    assert work == {*within, *over} & work
    assert len(within) == len(set(within))


def test_a_circle_in_which_nothing_is_done_is_no_node_that_is_left():
    ways = {"a": "b g", "b": "g", "g": "g a end"}
    tangled = chart(ways, some="a", routing="g", waits="a")

    # start, the connectors around a, the gateway, the end, and the blocks of a and b: none of 7 nodes was taken in
    assert 0.0 == reduced(tangled).structuredness


@given(processes())
def test_structuredness_is_a_share(process):
    structuredness = reduced(process).structuredness

    assert structuredness is None or 0.0 <= structuredness <= 1.0


def test_ten_thousand_steps_in_a_row_are_one_sequence():
    count = 10_000
    ways = {f"s{n}": f"s{n + 1}" if n + 1 < count else "end" for n in range(count)}

    assert count == len(reduced(chart(ways)).root.parts)


def test_choices_five_thousand_deep_are_taken_apart_completely():
    count = 5_000
    opening = {f"a{n}": f"a{n + 1} b{n}" for n in range(count)} | {f"a{count}": f"b{count - 1}"}
    closing = {f"b{n}": f"b{n - 1}" if n else "end" for n in range(count)}

    assert 1.0 == reduced(chart(opening | closing)).structuredness


@pytest.mark.parametrize(
    ("again", "onward", "left"),
    [(0.5, (0.3, 0.2), (0.6, 0.4)), (0.0, (0.3, 0.7), (0.3, 0.7)), (1.0, (0.0, 0.0), (0.0, 0.0))],
)
def test_a_loop_that_is_closed_leaves_its_share_to_the_ways_out_of_it(again, onward, left):
    ways = {"a": "b c", "b": "d", "c": {"c": again, "d": onward[0], "e": onward[1]}, "d": "e", "e": ""}
    reduction = reduced(chart(ways))
    shares = {(arc.tail[1], arc.head[1]): arc.share for arc in reduction.arcs if arc.tail == ("split", "c")}

    assert pytest.approx(dict(zip((("c", "d"), ("c", "e")), left, strict=True))) == shares
