from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from flowtrim.graph import FlowGraph
from flowtrim.measures import Survey
from flowtrim.measures.value import effort_share
from flowtrim.model import Flow, Limits, Process, Step
from tests.days import TODAY
from tests.processes import processes, structured_processes

GOOD = "Only the customer can say what looks wrong on the bill."
OTHER = "Night shift sees which callers still wait for an answer."


def value_of(*steps):
    chained = [replace(s, flows=(Flow(t.id),)) for s, t in pairwise(steps)]
    return Survey(Process("Claim", steps=(*chained, *steps[-1:])), today=TODAY, limits=Limits()).value


def step(step_id, why=None, **fields):
    return Step(step_id, f"Name of {step_id}", why=why, **fields)


@pytest.mark.parametrize(
    ("serves", "expected"),
    [("customer", "VA"), ("law", "BVA"), ("contract", "BVA"), ("risk", "BVA"), ("business", "BVA")],
)
def test_whom_it_serves_decides(serves, expected):
    assert expected == value_of(step("a", GOOD, serves=serves, source="§ 1")).of["a"]


@pytest.mark.parametrize("kind", ["transfer", "wait", "rework"])
def test_moving_waiting_and_redoing_add_nothing_unless_they_serve_somebody(kind):
    assert "NVA" == value_of(step("a", GOOD, kind=kind)).of["a"]
    assert "VA" == value_of(step("a", GOOD, kind=kind, serves="customer")).of["a"]


@pytest.mark.parametrize("kind", ["notify", "store"])
@pytest.mark.parametrize(
    ("why", "expected"),
    [(GOOD, "unclassified"), (None, "NVA"), ("none", "NVA"), ("It has always been done.", "NVA")],
)
def test_telling_and_keeping_add_nothing_without_a_reason_that_holds(kind, why, expected):
    assert expected == value_of(step("a", why, kind=kind)).of["a"]


@pytest.mark.parametrize("kind", ["notify", "store"])
def test_what_somebody_takes_who_has_a_reason_was_not_kept_for_nothing(kind):
    found = value_of(step("a", kind=kind, outputs=("x",)), step("b", GOOD, inputs=("x",)))

    assert "unclassified" == found.of["a"]


@pytest.mark.parametrize("kind", ["notify", "store", "transfer", "rework", "approve"])
def test_what_alone_makes_what_the_process_delivers_adds_something(kind):
    def of_last(*makers):
        last = step("last", "none", kind=kind, outputs=("letter",))
        chained = [replace(s, flows=(Flow("last"),)) for s in makers]
        return Survey(Process("P", (*chained, last), outputs=("letter",)), today=TODAY).value.of["last"]

    assert "unclassified" == of_last(step("first"))
    assert "NVA" == of_last(step("first", outputs=("letter",)))


def test_the_only_word_to_whoever_is_refused_adds_something():
    def of_told(end):
        look = step("look", GOOD, kind="check", flows=(Flow("pay", "agreed", 0.9), Flow("tell", "refused", 0.1)))
        tell = step("tell", kind="notify", informs=("Buyer",), flows=(Flow(end),))
        letter = step("letter", kind="notify", informs=("Buyer",), flows=(Flow("end"),))
        steps = (look, step("pay", GOOD, flows=(Flow("end"),)), tell, letter)
        process = Process("P", steps if end == "letter" else steps[:-1], customer="Buyer")
        return Survey(process, today=TODAY).value.of["tell"]

    assert "unclassified" == of_told("end")
    assert "NVA" == of_told("letter")


def test_a_reason_that_does_not_say_whom_it_serves_is_unclassified():
    assert "unclassified" == value_of(step("a", GOOD)).of["a"]


def test_what_nobody_was_asked_about_is_unclassified():
    assert "unclassified" == value_of(step("a")).of["a"]


def test_asked_and_without_an_answer_adds_nothing():
    assert "NVA" == value_of(step("a", "none")).of["a"]
    assert "NVA" == value_of(step("a", "none", serves="customer")).of["a"]


def test_an_answer_of_none_is_not_waste_where_the_output_is_needed():
    found = value_of(step("a", "none", outputs=("x",)), step("b", GOOD, serves="customer", inputs=("x",)))

    assert "unclassified" == found.of["a"]


def test_an_enabler_inherits_along_the_chain():
    found = value_of(
        step("a", serves="enables", outputs=("x",)),
        step("b", OTHER, serves="enables", inputs=("x",), outputs=("y",)),
        step("c", GOOD, serves="customer", inputs=("y",)),
    )

    assert {"a": "VA", "b": "VA", "c": "VA"} == found.of


def test_an_enabler_inherits_the_best_of_several():
    found = value_of(
        step("a", OTHER, serves="enables", outputs=("x",)),
        step("b", "Receipts are kept for ten years.", serves="law", source="§ 147", inputs=("x",)),
        step("c", GOOD, serves="customer", inputs=("x",)),
    )

    assert "VA" == found.of["a"]


def test_an_enabler_of_nothing_is_unclassified():
    assert "unclassified" == value_of(step("a", OTHER, serves="enables", outputs=("x",))).of["a"]


def test_an_enabler_of_the_unclassified_is_unclassified():
    found = value_of(step("a", OTHER, serves="enables", outputs=("x",)), step("b", GOOD, inputs=("x",)))

    assert "unclassified" == found.of["a"]


def test_counts_and_shares_are_of_steps():
    found = value_of(step("a", GOOD, serves="customer"), step("b"), step("c", kind="wait"), step("d", kind="store"))

    assert (1, 0, 2, 1) == (found.VA, found.BVA, found.NVA, found.unclassified)
    assert {"VA": 0.25, "BVA": 0.0, "NVA": 0.5, "unclassified": 0.25} == found.shares


def test_effort_is_weighted_by_visits():
    loop = Process(
        "Claim",
        steps=(
            step("a", GOOD, serves="customer", takes=10.0, flows=(Flow("b"),)),
            step("b", kind="rework", takes=10.0, flows=(Flow("b", share=0.5), Flow("end", share=0.5))),
        ),
    )

    assert {"VA": pytest.approx(1 / 3), "BVA": 0.0, "NVA": pytest.approx(2 / 3), "unclassified": 0.0} == Survey(
        loop, today=TODAY
    ).value.effort


def test_without_times_there_are_no_effort_shares():
    assert None is value_of(step("a", GOOD)).effort
    assert None is value_of(step("a", GOOD, takes=0.0)).effort


def test_without_steps_there_are_no_shares():
    found = value_of()

    assert (0, None, None) == (found.VA, found.shares, found.effort)


def test_the_unjustified_have_a_share_in_the_effort():
    process = Process("Claim", steps=(step("a", GOOD, takes=30.0, flows=(Flow("b"),)), step("b", takes=10.0)))
    survey = Survey(process, today=TODAY)

    assert 0.25 == effort_share(process, survey.visits, frozenset(survey.justification.unjustified))


@given(processes())
def test_every_step_has_one_class(process):
    found = Survey(process, today=TODAY).value

    assert len(process.work) == found.VA + found.BVA + found.NVA + found.unclassified
    assert [s.id for s in process.work] == list(found.of)


@given(structured_processes(), st.randoms(use_true_random=False))
def test_the_order_of_the_file_changes_no_class(process, random):
    kinds = ("customer", "law", "enables", "enables", None)
    steps = [
        replace(s, why=f"{GOOD} {n}" * (n % 3), serves=random.choice(kinds), source="§ 1",
                inputs=(f"d{random.randrange(4)}",), outputs=(f"d{random.randrange(4)}",))
        for n, s in enumerate(process.steps)
    ]  # fmt: skip
    before = Survey(replace(process, steps=tuple(steps)), today=TODAY).value
    random.shuffle(steps)
    after = Survey(replace(process, steps=tuple(steps)), today=TODAY).value

    assert before.of == after.of
    assert FlowGraph(process).work_after.keys() == before.of.keys()
