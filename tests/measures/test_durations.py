"""How long blocks last, by listing what can happen (docs/theory.md#cycle-time)."""

from itertools import product

import pytest

from flowtrim.graph import FlowGraph, NormalForm
from flowtrim.measures.block_durations import (
    ENDLESS,
    critical_path,
    mean_duration,
    residual_duration,
    usual_path,
    varies_in_parallel,
)
from flowtrim.measures.block_rewriting import Arc
from flowtrim.measures.process_tree import Block
from flowtrim.model import END, Flow, Process, Step

MINUTES = {"a": 10.0, "b": 30.0, "c": 5.0}
A, B, C, NOTHING, UNKNOWN = (Block("task", step=step) for step in ("a", "b", "c", None, "x"))


def block(kind, *parts, shares=()):
    return Block(kind, parts=parts, shares=shares)


@pytest.mark.parametrize(
    ("root", "minutes"),
    [
        (A, 10.0),
        (NOTHING, 0.0),
        (UNKNOWN, 0.0),
        (block("seq"), 0.0),
        (block("seq", A, B, A), 50.0),
        (block("and", A, B, C), 30.0),
        (block("xor", A, B, shares=(0.25, 0.75)), 25.0),
        (block("xor", A, block("loop", B, C, shares=(1.0,)), shares=(1.0, 0.0)), 10.0),  # nobody takes what never ends
        (block("loop", A, B, shares=(0.0,)), 10.0),
        (block("loop", A, B, shares=(0.5,)), 50.0),
        (block("loop", A, block("seq"), shares=(0.2,)), 12.5),
        (block("loop", A, block("seq"), shares=(1.0,)), ENDLESS),
        (block("loop", block("seq"), B, shares=(1.0,)), ENDLESS),
        (block("loop", block("seq"), block("seq"), shares=(1.0,)), 0.0),
        (block("or", A, B, shares=(0.5, 0.5)), 20.0),
        (block("or", A, B, shares=(0.25, 0.25)), 20.0),
        (block("or", A, B, shares=(0.0, 0.0)), 0.0),
        (block("or", A, B, shares=(1.0, 1.0)), 30.0),
        (block("or", A, B, C, shares=(1.0, 0.0, 0.5)), 10.0),
    ],
)
def test_a_block_lasts_as_long_as_its_parts_let_it(root, minutes):
    assert minutes == pytest.approx(mean_duration(root, MINUTES))


@pytest.mark.parametrize("shares", [(0.7, 0.6), (0.9, 0.9, 0.1), (0.4, 0.4, 0.4)])
def test_of_inclusive_branches_the_longest_taken_counts_each_as_often_as_declared(shares):
    tasks = (A, B, C)[: len(shares)]
    lasted = mean_duration(block("or", *tasks, shares=shares), MINUTES)
    # branches are taken by chance, each with z times its share, where z is the chance that any is
    low, high = 0.0, 1.0
    for _ in range(50):
        z = (low + high) / 2
        none = 1.0
        for share in shares:
            none *= 1 - z * share
        low, high = (z, high) if 1 - none > z else (low, z)
    expected, often = 0.0, [0.0] * len(shares)
    for taken in product((False, True), repeat=len(shares)):
        chance = 1.0
        for share, is_taken in zip(shares, taken, strict=True):
            chance *= z * share if is_taken else 1 - z * share
        if any(taken):
            expected += chance / z * max(MINUTES[t.step] for t, is_taken in zip(tasks, taken, strict=True) if is_taken)
            often = [so_far + chance / z * is_taken for so_far, is_taken in zip(often, taken, strict=True)]

    assert list(shares) == pytest.approx(often)
    assert expected == pytest.approx(lasted)


@pytest.mark.parametrize(
    ("root", "drawn", "varies"),
    [
        (block("and", A, B), (), False),
        (block("and", A, B), ("b",), True),
        (block("and", A, B), ("c",), False),
        (block("and", A, block("seq", C, block("xor", A, B, shares=(0.5, 0.5)))), (), True),
        (block("and", A, block("loop", B, C, shares=(0.5,))), (), True),
        (block("seq", A, block("xor", B, C, shares=(0.5, 0.5))), ("a",), False),
        (block("or", A, B, shares=(0.7, 0.7)), (), False),
        (block("or", A, B, shares=(0.7, 0.7)), ("a",), True),
        (block("and", A, block("or", B, C, shares=(0.7, 0.7))), (), True),
        (block("xor", block("and", A, B), C, shares=(0.5, 0.5)), (), False),
    ],
)
def test_what_varies_beside_others_makes_the_mean_a_lower_bound(root, drawn, varies):
    assert varies == varies_in_parallel(root, drawn)


@pytest.mark.parametrize(
    ("root", "path"),
    [
        (A, ("a",)),
        (NOTHING, ()),
        (block("seq", A, B, C), ("a", "b", "c")),
        (block("and", A, B, C), ("b",)),
        (block("xor", A, B, shares=(0.6, 0.4)), ("a",)),
        (block("xor", A, B, shares=(0.5, 0.5)), ("a",)),
        (block("xor", B, A, shares=(0.5, 0.5)), ("a",)),  # of equals the first by name, in either order
        (block("xor", block("seq"), B, shares=(0.5, 0.5)), ("b",)),
        (block("and", Block("task", step="b2"), Block("task", step="b1")), ("b1",)),
        (block("or", A, B, shares=(0.9, 0.2)), ("a",)),
        (block("or", A, B, shares=(0.9, 0.5)), ("b",)),
        (block("or", A, B, shares=(0.4, 0.3)), ("a",)),
        (block("or", A, B, shares=(0.4, 0.4)), ("b",)),
        (block("loop", A, B, shares=(0.9,)), ("a",)),
        # beside the likeliest branch of 10 minutes the 30 of the other branch decide, whatever is rarely done
        (block("and", block("xor", A, block("seq", B, B, B), shares=(0.9, 0.1)), B), ("b",)),
        # a loop lasts as long as it does on average: 10 / (1 - 0.75) = 40
        (block("and", block("loop", A, block("seq"), shares=(0.75,)), B), ("a",)),
        (block("and", block("loop", A, block("seq"), shares=(0.5,)), B), ("b",)),
    ],
)
def test_the_steps_that_set_the_duration_of_the_most_usual_case(root, path):
    assert path == critical_path(root, MINUTES)


START, MIDDLE, LAST = ("start", ""), ("split", "m"), ("end", "")


def arc(tail, head, share, task=NOTHING):
    return Arc(tail, head, share=share, block=task, last=tail)


@pytest.mark.parametrize(
    ("arcs", "minutes"),
    [
        ([arc(START, LAST, 1.0, A)], 10.0),
        ([arc(START, MIDDLE, 1.0, A), arc(MIDDLE, LAST, 0.5, B), arc(MIDDLE, LAST, 0.5, C)], 27.5),
        ([arc(START, MIDDLE, 1.0, A), arc(MIDDLE, MIDDLE, 0.5, B), arc(MIDDLE, LAST, 0.5, C)], 45.0),
        ([arc(START, MIDDLE, 1.0, A), arc(MIDDLE, MIDDLE, 1.0, B)], None),
        ([arc(START, MIDDLE, 0.0, block("loop", A, B, shares=(1.0,))), arc(START, LAST, 1.0, C)], 5.0),
        ([arc(START, LAST, 1.0, block("loop", A, B, shares=(1.0,)))], None),
    ],
)
def test_a_case_of_choices_lasts_the_sum_over_its_ways(arcs, minutes):
    found = residual_duration(arcs, START, MINUTES)

    assert found == (None if minutes is None else pytest.approx(minutes))


def step(step_id, *ways, **fields):
    flows = tuple(way if isinstance(way, Flow) else Flow(way) for way in ways)
    return Step(step_id, step_id.upper(), flows=flows, **fields)


@pytest.mark.parametrize(
    ("steps", "path"),
    [
        ((step("a", "b"), step("b", "c"), step("c")), ("a", "b", "c")),
        ((step("a", "b"), step("b", "x"), step("x")), ("a", "b")),  # of x no time is known
        ((step("a", Flow("b", share=0.4), Flow("c", share=0.6)), step("b"), step("c")), ("a", "c")),
        # the likelier way leads back: the most usual case goes on
        ((step("a", "c"), step("c", Flow("a", share=0.6), Flow("b", share=0.4)), step("b")), ("a", "c", "b")),
        ((step("a", Flow("c"), Flow("b")), step("b"), step("c")), ("a", "b")),  # of equals the first by name
        ((step("a", "a"),), None),
        ((step("a", "b", "c", split="all"), step("b", "x"), step("c", "x"), step("x", join="all")), ("a", "b")),
        ((step("a", "c", "b", split="all"), step("b", "x"), step("c", "x"), step("x", join="all")), ("a", "b")),
        (
            (
                step("a", Flow("b", share=0.1), Flow("c", share=1.0), split="some"),
                step("b", "x"),
                step("c", "x"),
                step("x", join="some"),
            ),
            ("a", "c"),
        ),
        (
            (
                step("a", Flow("b", share=0.5), Flow("c", share=1.0), split="some"),
                step("b", "x"),
                step("c", "x"),
                step("x", join="some"),
            ),
            ("a", "b"),
        ),
        ((step("a", "c", "b", split="all"), step("b"), step("c", "x"), step("x", "b", END)), ("a", "c", "b")),
    ],
)
def test_the_longest_way_of_the_most_usual_case(steps, path):
    assert path == usual_path(NormalForm(FlowGraph(Process("P", steps))), MINUTES)
