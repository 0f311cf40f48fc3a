"""Soundness, against theory's minimal cases and against every course of random processes."""

from datetime import date

import pytest
from hypothesis import given

from flowtrim.measures import Survey
from flowtrim.measures.balance import is_balanced
from flowtrim.measures.residual_net import ResidualNet
from flowtrim.measures.token_game import play
from flowtrim.model import Flow, Process, Step
from tests.processes import processes, structured_processes

TODAY = date(2026, 11, 22)


def step(name, *targets, **more):
    return Step(name, name, flows=tuple(Flow(target) for target in targets), **more)


def soundness(*steps):
    return Survey(Process("P", steps=steps), today=TODAY).soundness


def test_oracle_7a_a_choice_into_a_join_that_waits_for_all_is_a_deadlock():
    found = soundness(step("a", "b", "c"), step("b", "d"), step("c", "d"), step("d", join="all"))

    assert (False, [("deadlock", ("d",))]) == (found.verdict, [(f.kind, f.steps) for f in found.faults])


def test_oracle_7b_a_parallel_split_into_a_join_for_any_lacks_synchronisation():
    found = soundness(step("a", "b", "c", split="all"), step("b", "d"), step("c", "d"), step("d"))

    assert (False, "lack-of-synchronisation") == (found.verdict, found.faults[0].kind)


def test_oracle_7c_a_parallel_split_into_a_join_that_waits_for_all_is_sound():
    found = soundness(step("a", "b", "c", split="all"), step("b", "d"), step("c", "d"), step("d", join="all"))

    assert (True, ()) == (found.verdict, found.faults)


def test_oracle_7d_a_loop_out_of_one_branch_of_a_parallel_section_is_unsound():
    found = soundness(step("a", "b", "c", split="all"), step("b", "a", "d"), step("c", "d"), step("d", join="all"))

    assert found.verdict is False


def test_a_step_that_no_case_comes_to_is_named():
    found = soundness(step("a"), step("b"))

    assert [("dead", ("b",))] == [(f.kind, f.steps) for f in found.faults]


def test_a_loop_that_no_case_leaves_is_named():
    found = soundness(step("a", "b", "c"), step("b", "b"), step("c"))

    assert ("no-exit", "b") == (found.faults[0].kind, found.faults[0].steps[-1])


def test_a_process_without_steps_is_neither_sound_nor_unsound():
    assert soundness().verdict is None


def test_inclusive_branches_that_form_no_block_stay_undecided():
    found = soundness(
        step("a", "b", "c", split="some"), step("b", "d", "e"), step("c", "e"), step("d", "f"), step("e", "f"),
        step("f", join="some"),
    )  # fmt: skip

    assert found.verdict is None


@given(structured_processes())
def test_what_is_built_of_blocks_is_sound(process):
    survey = Survey(process, today=TODAY)

    assert survey.soundness.verdict is not False


@given(processes())
def test_the_balance_of_a_net_tells_what_playing_it_through_tells(process):
    survey = Survey(process, today=TODAY)
    reduction = survey.reduction
    astray = any(fault.kind in ("dead", "no-exit") for fault in survey.soundness.faults)
    if (
        not process.steps
        or reduction.root is not None
        or "OR" in reduction.connectors
        or (astray and survey.soundness.verdict is False)
    ):
        return
    net = ResidualNet.of(reduction)
    game = play(net)

    assert not game.complete or is_balanced(net) in (None, game.is_sound)


@pytest.mark.parametrize("size", [2, 30, 400])
def test_a_tangle_of_any_size_is_decided(size):
    """Two choices whose branches cross over before they meet: no blocks, but every case ends."""
    steps = []
    for n in range(size):
        steps += [
            step(f"a{n}", f"b{n}", f"c{n}"), step(f"b{n}", f"d{n}", f"e{n}"), step(f"c{n}", f"d{n}", f"e{n}"),
            step(f"d{n}", f"f{n}"), step(f"e{n}", f"f{n}"), step(f"f{n}", *([f"a{n + 1}"] if n + 1 < size else [])),
        ]  # fmt: skip

    assert soundness(*steps).verdict is True
