"""Whether every case can end, properly, whatever way it takes."""

import random
from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import assume, given
from msgspec.structs import replace

from flowtrim.graph import FlowGraph, NormalForm
from flowtrim.measures.blocks import reduce_to_blocks
from flowtrim.measures.flow_balance import is_balanced
from flowtrim.measures.residual_net import ResidualNet
from flowtrim.measures.soundness import Fault, play, soundness
from flowtrim.model import END, Process
from tests.charts import chart, oracle_0a, oracle_0b, oracle_2c
from tests.processes import processes, structured_processes


def judged(process):
    form = NormalForm(FlowGraph(process))
    return soundness(form, reduce_to_blocks(form))


def moves_of(nodes, before, after, waits, forks):
    for node in nodes:
        entering, leaving = frozenset(before(node)), frozenset(after(node))
        for taken in [entering] if node in waits else [frozenset([arc]) for arc in entering]:
            for given_on in [leaving] if node in forks else [frozenset([arc]) for arc in leaving]:
                yield taken, given_on


def exhaustively(first, last, moves, limit=5000, done=frozenset()):
    """Search every state: safe, and from each of them the one last state can be reached; None beyond the limit.

    What comes to where ends meet is ``done``: nothing need be left then.
    """
    moves = [(taken, given_on - done) for taken, given_on in moves]
    first -= done
    seen, waiting, came_from = {first}, [first], {}
    while waiting:
        state = waiting.pop()
        for taken, given_on in moves:
            if taken <= state:
                if (state - taken) & given_on:
                    return False
                following = (state - taken) | given_on
                came_from.setdefault(following, []).append(state)
                if following not in seen:
                    seen.add(following)
                    waiting.append(following)
        if len(seen) > limit:
            return None
    last = {last, frozenset()} if done else {last}
    ending, waiting = last & seen, list(last & seen)
    while waiting:
        fresh = [state for state in came_from.get(waiting.pop(), ()) if state not in ending]
        ending.update(fresh)
        waiting.extend(fresh)
    return ending == seen


def searched(process):
    """Judge a process by every state of its normal form."""
    form = NormalForm(FlowGraph(process))
    network = form.network
    inner = [node for node in network if node not in (form.start, form.end)]
    mixed = {node: (node, "inside") for node in inner if node in form.joins and node in form.splits}
    waits = {node for node, kind in form.joins.items() if kind == "AND"}
    forks = {mixed.get(node, node) for node, kind in form.splits.items() if kind == "AND"}
    arcs = [(mixed.get(tail, tail), head) for tail, head in network.edges] + list(mixed.items())
    graph = nx.DiGraph(arcs)
    moves = moves_of([*inner, *mixed.values()], graph.in_edges, graph.out_edges, waits, forks) if arcs else ()
    reachable = nx.descendants(network, form.start) >= set(inner)
    first = frozenset(graph.out_edges(form.start)) if arcs else frozenset()
    last = frozenset(graph.in_edges(form.end)) if form.end in graph else frozenset()
    done = frozenset(arc for node in form.meetings & set(graph) for arc in graph.in_edges(node))
    return reachable and exhaustively(first, last, moves, done=done)


def net_verdict(net):
    inner = [node for node in net.after if node not in (net.start, net.end)]
    moves = moves_of(inner, net.before.get, net.after.get, net.waits, net.forks)
    return exhaustively(frozenset(net.after[net.start]), frozenset(net.before[net.end]), moves)


def random_net(dice):
    """Draw a workflow graph in which every node lies between start and end, or None."""
    start, end = ("start", ""), ("end", "")
    nodes = [("gateway", str(number)) for number in range(dice.randrange(2, 8))]
    row = [start, *nodes, end]
    arcs = list(pairwise(row))
    arcs += [tuple(dice.sample(nodes, 2)) for _ in range(dice.randrange(1, 2 * len(nodes)))]
    if dice.random() < 0.5:
        arcs = [arc for arc in arcs if dice.random() < 0.8 or start in arc or end in arc]
    graph = nx.MultiDiGraph(arcs)
    if len(nx.descendants(graph, start)) < len(nodes) + 1 or len(nx.ancestors(graph, end)) < len(nodes) + 1:
        return None
    second = {n: ("split", n[1]) for n in nodes if graph.in_degree(n) > 1 and graph.out_degree(n) > 1}
    arcs = [(second.get(tail, tail), head) for tail, head in arcs] + list(second.items())
    every = (start, *nodes, *second.values(), end)
    counts = nx.MultiDiGraph(arcs)
    waits = frozenset(n for n in every if counts.in_degree(n) > 1 and dice.random() < 0.5)
    forks = frozenset(n for n in every if counts.out_degree(n) > 1 and dice.random() < 0.5)
    return ResidualNet.between(start, end, nodes=every, arcs=tuple(arcs), waits=waits, forks=forks)


def random_nets(count, seed):
    dice = random.Random(seed)
    nets = []
    while len(nets) < count:
        net = random_net(dice)
        if net is not None:
            nets.append(net)
    return nets


def agree(net):
    """Tell whether playing a net through, where that can be done, shows what the exact test proves."""
    played = play(net)
    return not played.complete or is_balanced(net) is not bool(played.stuck or played.crowded)


def test_oracle_7a_a_choice_into_a_join_that_waits_is_a_deadlock():
    result = judged(chart({"a": "b c", "b": "d", "c": "d", "d": ""}, waits="d"))

    assert result.verdict is False
    assert (Fault("deadlock", ("d",), (("b", "d"), ("c", "d"))),) == result.faults


def test_oracle_7b_parallel_branches_into_a_join_that_does_not_wait_lack_synchronisation():
    result = judged(chart({"a": "b c", "b": "d", "c": "d", "d": ""}, together="a"))

    assert result.verdict is False
    assert (Fault("lack-of-synchronisation", ("d",), (("b", "d"), ("c", "d"))),) == result.faults


def test_oracle_7c_parallel_branches_into_a_join_that_waits_are_sound():
    assert judged(chart({"a": "b c", "b": "d", "c": "d", "d": ""}, together="a", waits="d")).verdict is True


def test_oracle_7d_a_way_back_out_of_a_parallel_branch_is_not_sound():
    ways = {"a": "b", "b": "c d", "c": {"a": 0.2, "e": 0.8}, "d": "e", "e": ""}
    result = judged(chart(ways, together="b", waits="e"))

    assert result.verdict is False
    assert result.faults


@pytest.mark.parametrize("process", [oracle_0a(), oracle_0b(), oracle_2c()], ids=["0a", "0b", "2c"])
def test_processes_built_of_blocks_are_sound(process):
    assert judged(process).verdict is True


def test_parallel_work_that_overlaps_can_be_sound_without_being_built_of_blocks():
    ways = {"a": "b c", "b": "d e", "c": "e", "d": "z", "e": "z", "z": ""}

    assert judged(chart(ways, together="a b", waits="e z")).verdict is True


def test_a_jump_into_a_loop_is_sound():
    assert judged(chart({"a": "b c", "b": "c", "c": "b end"})).verdict is True


def test_a_step_that_waits_for_what_comes_after_it_is_a_deadlock():
    result = judged(chart({"a": "b", "b": "c", "c": "b end"}, waits="b"))

    assert (Fault("deadlock", ("b",), (("c", "b"),)),) == result.faults


def test_an_unfinished_parallel_branch_that_ends_by_itself_is_sound():
    assert judged(chart({"a": "b c", "b": "", "c": ""}, together="a")).verdict is True


def test_a_case_that_ends_while_another_branch_waits_is_told_where_the_ends_meet():
    ways = {"a": "b c", "b": {"d": 0.5, "end": 0.5}, "c": "d", "d": ""}
    result = judged(chart(ways, together="a", waits="d"))

    assert result.verdict is False
    assert "d" in [step for fault in result.faults for step in fault.steps]


def test_a_step_that_no_case_comes_to_is_dead():
    result = judged(chart({"a": "", "stray": "more", "more": ""}))

    assert result.verdict is False
    assert Fault("dead", ("stray", "more")) in result.faults


def test_a_loop_that_cannot_be_left_has_no_exit():
    result = judged(chart({"a": "b end", "b": "c", "c": "b"}))

    assert result.verdict is False
    assert Fault("no-exit", ("b", "c")) in result.faults


def test_inclusive_blocks_are_sound():
    assert judged(chart({"a": "b c", "b": "d", "c": "d", "d": ""}, some="a", waits_some="d")).verdict is True


def test_an_inclusive_join_that_waits_for_what_is_still_on_its_way_is_sound_where_one_branch_may_end_before():
    ways = {"a": "b c", "b": "d end", "c": "d", "d": ""}

    assert judged(chart(ways, together="a", waits_some="d")).verdict is True


def test_inclusive_joins_that_wait_for_each_other_are_not_known():
    ways = {"a": "b c", "b": "d", "c": "e", "d": "f", "e": "g", "f": "e h", "g": "d h", "h": ""}

    assert judged(chart(ways, together="a", waits_some="d e h")).verdict is None


def test_an_inclusive_split_into_a_join_that_waits_is_not_known():
    assert judged(chart({"a": "b c", "b": "d", "c": "d", "d": ""}, some="a", waits="d")).verdict is None


def test_an_inclusive_tangle_with_a_dead_step_is_not_sound_all_the_same():
    ways = {"a": "b c", "b": "d", "c": "d", "d": "", "stray": ""}

    assert judged(chart(ways, some="a", waits="d")).verdict is False


def test_an_empty_process_is_neither_sound_nor_not():
    assert judged(Process("Nothing")).verdict is None
    assert () == judged(Process("Nothing")).faults


def test_an_inclusive_tangle_of_choices_is_not_known():
    ways = {"a": "b c", "b": "d e", "c": "e", "d": "f", "e": "f", "f": ""}

    assert judged(chart(ways, some="a", waits_some="f")).verdict is None


@pytest.mark.parametrize("size", [2, 30, 400])
def test_a_tangle_of_choices_of_any_size_is_decided(size):
    """Two choices whose branches cross over before they meet are no blocks, but every case ends."""
    ways = {}
    for n in range(size):
        onward = f"a{n + 1}" if n + 1 < size else "end"
        ways |= {f"a{n}": f"b{n} c{n}", f"b{n}": f"d{n} e{n}", f"c{n}": f"d{n} e{n}"}
        ways |= {f"d{n}": f"f{n}", f"e{n}": f"f{n}", f"f{n}": onward}

    assert judged(chart(ways)).verdict is True


def test_a_gateway_may_join_any_and_split_all_at_once():
    ways = {"a": {"b": 0.5, "c": 0.5}, "b": "g", "c": "g", "g": "d e", "d": "z", "e": "z", "z": ""}

    assert judged(chart(ways, routing="g", together="g", waits="z")).verdict is True
    assert judged(chart(ways, routing="g", together="a", waits="z")).verdict is False


@given(structured_processes(inclusive=True))
def test_whatever_is_built_of_blocks_is_sound(process):
    assert judged(process).verdict is True


def test_a_case_that_comes_to_an_end_over_and_over_is_not_sound():
    result = judged(chart({"a": "b end", "b": "a end"}, together="a b"))

    assert (False, [("lack-of-synchronisation", (END,))]) == (
        result.verdict,
        [(fault.kind, fault.steps) for fault in result.faults],
    )


@given(processes(max_steps=7))
def test_the_verdict_on_a_process_is_that_of_searching_every_state(process):
    assume(process.steps and not any("some" in (step.split, step.join) for step in process.steps))

    assert searched(process) in (judged(process).verdict, None)


@given(processes())
def test_playing_what_is_left_of_a_process_tells_what_the_exact_test_tells(process):
    reduction = reduce_to_blocks(NormalForm(FlowGraph(process)))
    cut_off = any(fault.kind in ("dead", "no-exit") for fault in judged(process).faults)
    undecided = not process.steps or reduction.root or cut_off or "OR" in reduction.connectors
    net = None if undecided else ResidualNet.of(reduction)

    assert net is None or net.meetings or agree(net)  # the exact test knows of no ends that need not meet


@given(processes())
def test_what_is_not_sound_has_a_fault_and_what_is_sound_has_none(process):
    result = judged(process)

    assert result.verdict is None or result.verdict is not bool(result.faults)


@given(processes())
def test_faults_name_steps_of_the_process(process):
    known = {step.id for step in process.steps} | {END}

    assert {step for fault in judged(process).faults for step in fault.steps} <= known


def test_the_exact_test_agrees_with_searching_every_state_of_hundreds_of_nets():
    nets = random_nets(700, seed=5)
    verdicts = [(net_verdict(net), is_balanced(net)) for net in nets]

    assert all(by_search is None or by_search == by_balance for by_search, by_balance in verdicts)
    assert sum(by_balance is True for _, by_balance in verdicts) > 50
    assert sum(by_balance is False for _, by_balance in verdicts) > 50


def test_the_game_finds_something_wrong_just_where_the_exact_test_does():
    assert all(agree(net) for net in random_nets(300, seed=6))


def ladder(rungs, *, waits=True):
    """Return parallel work with a rung from one side to the other at every step, which no block can hold."""
    ways, forking, waiting = {"go": "l0 r0"}, ["go"], ["stop"]
    for n in range(rungs):
        ways[f"l{n}"] = f"l{n + 1} r{n + 1}"
        ways[f"r{n}"] = f"r{n + 1}"
        forking.append(f"l{n}")
        waiting.append(f"r{n + 1}")
    ways |= {f"l{rungs}": "stop", f"r{rungs}": "stop", "stop": ""}
    return chart(ways, together=" ".join(forking), waits=" ".join(waiting) if waits else "stop")


def test_a_large_tangle_of_parallel_work_is_proven_sound():
    assert judged(ladder(1000)).verdict is True


def test_a_large_tangle_that_is_not_sound_names_the_joins_that_do_not_fit():
    result = judged(ladder(1000, waits=False))

    assert result.verdict is False
    assert ("lack-of-synchronisation", ("r1",)) == (result.faults[0].kind, result.faults[0].steps)
    assert {("l0", "r1"), ("r0", "r1")} == set(result.faults[0].flows)


def test_a_tangle_too_thick_to_prove_is_not_known(monkeypatch):
    monkeypatch.setattr("flowtrim.measures.flow_balance.MOST_WORK", 0)
    monkeypatch.setattr("flowtrim.measures.soundness.MOST_LOOKS", 1)

    assert judged(ladder(3)).verdict is None


@given(structured_processes())
def test_the_order_of_the_file_changes_no_verdict(process):
    broken = replace(process, steps=tuple(replace(step, join="any") for step in process.steps))

    assert judged(broken).verdict is judged(replace(broken, steps=broken.steps[::-1])).verdict


# ---- cases whose ends meet, and nets that the flow does not decide -----------------------------------

BEGIN, FINISH, PART, X, Y, MEET = (
    ("start", ""), ("end", ""), ("split", "p"), ("join", "x"), ("split", "y"), ("join", "m"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("more", "endless"),
    [
        ((), True),  # beside an end a circle without a way out
        (((Y, MEET),), False),
        (((X, MEET),), False),
        (((PART, MEET),), True),
    ],
)
def test_a_case_is_endless_that_may_come_to_a_circle_that_leads_to_no_end(more, endless):
    arcs = ((BEGIN, PART), (PART, MEET), (PART, X), (X, Y), (Y, X), (MEET, FINISH), *more)
    net = ResidualNet.between(
        BEGIN, FINISH, nodes=(BEGIN, PART, X, Y, MEET, FINISH), arcs=arcs, waits=frozenset(), forks=frozenset({PART})
    )
    played = play(replace(net, meetings=frozenset({MEET})))

    assert (({MEET: tuple(net.before[MEET])} if endless else {}), {}, {}) == (
        played.endless, played.stuck, played.crowded,
    )  # fmt: skip
    assert {} == play(net).endless


TANGLE = {"a": "b c", "b": "d e", "c": "d e", "d": "f", "e": "f", "f": ""}
"""Two splits that cross over to two joins: no blocks, though nothing goes wrong where all of them fork and wait."""


@pytest.mark.parametrize(
    ("balanced", "most", "verdict"), [(None, 100_000, True), (None, 1, None), (True, 1, True), (False, 1, False)]
)
def test_what_the_flow_does_not_decide_is_decided_by_playing_it_to_the_end(monkeypatch, balanced, most, verdict):
    import flowtrim.measures.soundness as module

    process = chart(TANGLE, together="a b c", waits="d e f")
    assert judged(process).verdict
    monkeypatch.setattr(module, "is_balanced", lambda _: balanced)
    monkeypatch.setattr(module, "MOST_LOOKS", most)

    assert verdict is judged(process).verdict


def net_of(*arcs, waits=(), forks=(), spreads=()):
    nodes = tuple(dict.fromkeys(node for arc in arcs for node in arc))
    net = ResidualNet.between(BEGIN, FINISH, nodes=nodes, arcs=arcs, waits=frozenset(waits), forks=frozenset(forks))
    return replace(net, spreads=frozenset(spreads))


BOTH = net_of((BEGIN, PART), (PART, X), (PART, X), (X, FINISH), waits=(X,), forks=(PART,))
"""Four arcs; of a case three states follow each other, and at each of them two moves and no choice are looked at."""


@pytest.mark.parametrize(("most", "complete"), [(3, False), (4, True), (5, True), (2, False)])
def test_a_net_of_more_arcs_than_can_be_played_is_not(monkeypatch, most, complete):
    monkeypatch.setattr("flowtrim.measures.soundness.MOST_ARCS", most)

    assert complete == play(BOTH).complete


@pytest.mark.parametrize(("most", "complete"), [(1, False), (2, True), (3, True), (0, False)])
def test_a_net_that_spreads_over_more_arcs_than_can_be_played_is_not(monkeypatch, most, complete):
    monkeypatch.setattr("flowtrim.measures.soundness.MOST_SPREAD", most)

    assert complete == play(replace(BOTH, spreads=frozenset({PART}))).complete
    assert play(BOTH).complete


@pytest.mark.parametrize(("most", "complete"), [(1, False), (5, False), (6, False), (7, True), (8, True)])
def test_a_net_is_seen_whole_where_the_looks_last(monkeypatch, most, complete):
    monkeypatch.setattr("flowtrim.measures.soundness.MOST_LOOKS", most)

    assert complete == play(BOTH).complete
