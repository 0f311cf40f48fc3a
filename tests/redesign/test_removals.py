"""The fewest removals, and what is alive: against the oracle, brute force and a naive fixpoint."""

import itertools
import random

import pytest

from flowtrim.measures.dead_steps import is_declared
from flowtrim.measures.needs import needed_by
from flowtrim.model import Process, Step
from flowtrim.redesign.fitting import Telling, fewest_removals

ORACLE = [
    Telling("A", 10, stays=True), Telling("B", 14), Telling("C", 8, makes=frozenset("c")),
    Telling("D", 12, needs=frozenset("c")), Telling("E", 6), Telling("F", 9, stays=True),
]  # fmt: skip


def allowed(tellings, budget):
    """Every set of removals that leaves enough: by trying them all."""
    makers = {}
    for telling in tellings:
        for item in telling.makes:
            makers.setdefault(item, set()).add(telling.name)
    for count in range(len(tellings) + 1):
        for gone in map(set, itertools.combinations([t.name for t in tellings], count)):
            kept = [telling for telling in tellings if telling.name not in gone]
            fits = sum(telling.length for telling in kept) <= budget and not any(
                telling.stays for telling in tellings if telling.name in gone
            )
            fed = all(
                makers[item] - {t.name} - gone
                for t in kept
                for item in t.needs - t.makes
                if makers.get(item, set()) - {t.name}
            )
            if fits and fed:
                yield gone


def test_oracle_8c_takes_2_removals():
    found = set(fewest_removals(ORACLE, budget=40))

    assert [{"B", "D"}, {"B", "E"}, {"C", "D"}] == [gone for gone in allowed(ORACLE, 40) if len(gone) == 2]
    assert {"B", "D"} == found


def test_what_fits_loses_nothing():
    assert () == fewest_removals(ORACLE, budget=59)


def test_what_can_never_fit_is_said_to():
    assert None is fewest_removals(ORACLE, budget=18)


def test_of_two_that_would_do_the_smaller_loss_goes():
    words = [Telling("A", 5, loss=3), Telling("B", 5, loss=1), Telling("C", 5, loss=2)]

    assert ("B",) == fewest_removals(words, budget=10)


@pytest.mark.parametrize("seed", range(200))
def test_no_smaller_set_of_removals_would_do(seed):
    chance = random.Random(seed)
    things = "xyz"
    tellings = [
        Telling(
            f"s{n}",
            chance.randint(1, 15),
            frozenset(chance.sample(things, chance.randint(0, 2))),
            frozenset(chance.sample(things, chance.randint(0, 1))),
            stays=chance.random() < 0.25,
            loss=chance.randint(0, 3),
        )
        for n in range(chance.randint(1, 8))
    ]
    loss = {telling.name: telling.loss for telling in tellings}
    budget = chance.randint(5, 60)
    everything = list(allowed(tellings, budget))
    found = fewest_removals(tellings, budget=budget)
    ranked = min(((len(gone), sum(loss[name] for name in gone)) for gone in everything), default=None)

    assert ranked == (None if found is None else (len(found), sum(loss[name] for name in found)))
    assert found is None or set(found) in everything


def naive(steps, roots, follows):
    live = {*roots}
    while True:
        takers = [step for step in steps if step.id in live]
        more = live | {
            step.id for step in steps
            if any(set(step.outputs) & set(taker.inputs) and (step.id, taker.id) in follows for taker in takers)
        }  # fmt: skip
        if more == live:
            return live
        live = more


@pytest.mark.parametrize("seed", range(200))
def test_what_is_needed_is_the_naive_fixpoint(seed):
    chance = random.Random(seed)
    things = "uvwxyz"
    steps = [
        Step(
            f"s{n}", "S",
            inputs=tuple(chance.sample(things, chance.randint(0, 2))),
            outputs=tuple(chance.sample(things, chance.randint(0, 2))),
        )
        for n in range(chance.randint(0, 10))
    ]  # fmt: skip
    roots = {step.id for step in steps if chance.random() < 0.2}
    follows = {(one.id, other.id) for one in steps for other in steps if chance.random() < 0.7}
    needed = needed_by(steps, roots, lambda *pair: pair in follows)

    assert naive(steps, roots, follows) == roots | needed.keys()
    assert roots.isdisjoint(needed)


def test_a_hundred_thousand_steps_in_a_chain_are_all_needed():
    steps = [Step(f"s{n}", "S", inputs=(f"d{n}",), outputs=(f"d{n + 1}",)) for n in range(100_000)]

    assert 99_999 == len(needed_by(steps, {"s99999"}, lambda *_: True))


@pytest.mark.parametrize(
    ("steps", "outputs", "expected"),
    [
        ((Step("a", "A", inputs=("x",), outputs=("y",)),), ("y",), True),
        ((Step("a", "A", inputs=("x",), outputs=("y",)),), (), False),
        ((Step("a", "A", outputs=("y",)),), ("y",), False),
        ((Step("a", "A", inputs=("x",)),), ("y",), False),
    ],
)
def test_nothing_is_called_dead_where_too_little_is_declared(steps, outputs, expected):
    assert expected == is_declared(Process("P", steps, outputs=outputs))
