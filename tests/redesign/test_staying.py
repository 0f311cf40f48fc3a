"""Whatever makes what a step that stays takes stays as well, and what a change rests on is told by number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from flowtrim.changes import apply
from flowtrim.graph import FlowGraph
from flowtrim.measures import Survey
from flowtrim.model import END, Deadline, Decisions, Drop, Flow, Process, Role, Step
from flowtrim.redesign import trim
from flowtrim.sentences import quoted
from tests.days import TODAY
from tests.redesign.test_laws import DRAWN, part_of

GOOD = "Two suppliers were paid twice in 2024 before this."
ROLES = (Role("clerk", "Clerk"), Role("house", "House", kind="customer"))


def step(step_id, *ways, **fields):
    flows = tuple(way if isinstance(way, Flow) else Flow(way) for way in ways)
    fields = {"owner": "clerk", "why": f"{GOOD} It is for {step_id}."} | fields
    return Step(step_id, f"Do {step_id}", flows=flows, **fields)


def two(one, other):
    return Flow(one, "x", 0.5), Flow(other, "y", 0.5)


def survey(*steps, outputs=("bill",)):
    return Survey(Process("P", steps, roles=ROLES, customer="house", outputs=outputs), today=TODAY)


def dropped(proposal):
    return [one.change.step for one in proposal.changes if isinstance(one.change, Drop)]


def asked_by_letter(kind):
    """Somebody asks the house, and the answer says which way a case goes; nobody said why."""
    return survey(
        step("write", "answer", outputs=("letter",), why=None),
        step("answer", "call", owner="house", inputs=("letter",), outputs=("answer",), why=None),
        step("call", *two("mend", "file"), kind=kind, inputs=("answer",), outputs=("notes",), why="It has to be done."),
        step("mend", END, inputs=("order",), outputs=("bill",)),
        step("file", END, inputs=("notes",), outputs=("copy",), why=None),
    )


@pytest.mark.parametrize(
    ("kind", "gone"),
    [
        ("contact", ["file"]),
        ("survey", ["file"]),
        ("decide", ["file"]),
        ("store", ["file", "write", "call", "answer"]),
    ],
)
def test_who_finds_out_which_way_a_case_goes_keeps_what_it_is_found_out_by(kind, gone):
    proposal = trim(asked_by_letter(kind))

    assert gone == dropped(proposal)


def test_it_is_said_who_would_lack_what():
    left = {one.change.step: one.reason for one in trim(asked_by_letter("contact")).refused}

    assert "Only it makes 'letter', which 'Do answer' takes." == left["write"]
    assert not {"answer", "call"} & left.keys()


def needed(**bill):
    return survey(
        step("draft", "copy", outputs=("draft",), why="none"),
        step("copy", "bill", inputs=("draft",), outputs=("copy",), why="none"),
        step("bill", "other", inputs=("copy",), **{"outputs": ("bill",), "why": "none"} | bill),
        step("other", END, inputs=("sum",)),
    )


def test_what_needs_a_reason_and_no_end_keeps_all_that_is_made_for_it():
    assert [] == dropped(trim(needed()))


def test_what_somebody_keeps_keeps_all_that_is_made_for_it():
    process = needed(outputs=("note",))

    assert ["bill", "copy", "draft"] == dropped(trim(process))
    assert [] == dropped(trim(process, refused=[Drop("bill")]))
    assert ["bill"] == dropped(trim(process, refused=[Drop("copy")]))


def test_of_those_who_make_a_thing_one_is_left():
    process = survey(
        step("first", "second", outputs=("copy",), why="none"),
        step("second", "bill", outputs=("copy",), why="none"),
        step("bill", "other", inputs=("copy",), outputs=("bill",), why="none"),
        step("other", END),
    )

    assert 1 == len(dropped(trim(process)))


def test_a_stamp_that_refused_none_is_asked_about_though_somebody_takes_it():
    process = survey(
        step("ask", "stamp", outputs=("form",)),
        step("stamp", "bill", kind="approve", inputs=("form",), outputs=("stamp",), decisions=Decisions(900, 0)),
        step("bill", END, inputs=("form", "stamp"), outputs=("bill",)),
    )

    assert ["stamp"] == dropped(trim(process))


def rests(*steps):
    against = {one.change.step: one.against for one in trim(survey(*steps)).changes if isinstance(one.change, Drop)}
    return {at: [said for said in sentences if said.startswith("It follows")] for at, sentences in against.items()}


def test_that_a_step_can_go_rests_on_the_question_about_whoever_takes_what_it_makes():
    found = rests(
        step("weigh", "send", outputs=("weight",), why="none"),
        step("send", "type", outputs=("copy",), why="none"),
        step("type", "wait", inputs=("weight",), outputs=("form",), why=None),
        step("wait", "bill", inputs=("copy",), outputs=("paper",), why=None),
        step("bill", END, outputs=("bill",)),
    )

    assert {
        "wait": [],
        "type": [],
        "send": ["It follows from question 1."],
        "weigh": ["It follows from question 2."],
    } == found


def test_where_it_also_decides_it_rests_on_the_question_beside_it_as_well():
    found = rests(
        step("print", "check", outputs=("form",), why=None),
        step("check", Flow("print", "x", 0.2), Flow("file", "y", 0.8), inputs=("form",), outputs=("good",), why="none"),
        step("file", "bill", inputs=("good",), outputs=("copy",), why=None),
        step("bill", END, outputs=("bill",)),
    )

    assert ["It follows from questions 1 and 2."] == found["check"]


def test_a_stamp_stays_that_is_left_to_make_what_went_safely_without_it():
    late = Deadline(within=60.0, then="late", share=0.1)
    process = survey(
        step("write", "stamp", outputs=("form",), why="none"),
        step("stamp", "bill", kind="approve", outputs=("form",), decisions=Decisions(900, 0)),
        step("bill", END, inputs=("order",), outputs=("bill",), within=(late,)),
        step("late", END, inputs=("form",), why="none"),
    )
    whole, alone = trim(process), trim(process, only_safe=True)

    assert ["write"] == dropped(whole) == dropped(alone)
    assert ["Only it makes 'form', which 'Do late' takes."] == [
        one.reason for one in whole.refused if isinstance(one.change, Drop) and one.change.step == "stamp"
    ]


def lab(*, why="none", sign=None):
    """A report is written, typed, signed without a refusal and sent."""
    return survey(
        step("write", "copy", outputs=("draft",), why=why),
        step("copy", "sign", inputs=("draft",), outputs=("copy",), why=why),
        step(
            "sign", "send", kind="approve", inputs=("copy",), outputs=("signed",), decisions=Decisions(900, 0), why=sign
        ),
        step("send", END, inputs=("signed",), outputs=("bill",), why="It is sent."),
    )


@pytest.mark.parametrize("why", ["none", "It has to be done.", None])
@pytest.mark.parametrize("sign", ["none", "The head signs all of it.", GOOD])
def test_what_was_signed_is_what_is_left_without_the_signature_and_whoever_made_it_stays(why, sign):
    proposal = trim(lab(why=why, sign=sign))

    assert ["sign"] == dropped(proposal)
    assert ("copy",) == proposal.after.process.step("send").inputs


@pytest.mark.parametrize("fields", [{"decisions": Decisions(900, 1)}, {"decisions": None}, {"kind": "do"}])
def test_what_was_looked_at_and_what_was_made_is_missed(fields):
    made = lab().process
    process = replace(made, steps=tuple(replace(one, **fields) if one.id == "sign" else one for one in made.steps))

    assert ("signed",) == apply(process, Drop("sign")).step("send").inputs


def test_who_takes_what_somebody_else_makes_as_well_goes_on_taking_it():
    again = step("again", "send", outputs=("signed",))
    made = lab().process
    process = replace(made, steps=(*made.steps[:3], again, made.steps[3]))

    assert ("signed",) == apply(process, Drop("sign")).step("send").inputs


def lacking(process, left):
    """What steps that are left took from others today, and nobody makes any more, with who made it."""
    follows, made = FlowGraph(process).can_follow, {item for one in left.work for item in one.outputs}
    for one in left.work:
        for item in set(one.inputs) & set(process.step(one.id).inputs) - made if process.has_step(one.id) else ():
            if makers := {maker.id for maker in process.work if item in maker.outputs and follows(maker.id, one.id)}:
                yield item, makers


@given(DRAWN, st.data())
def test_no_part_of_a_plan_leaves_a_taker_with_nothing_unless_it_says_so(process, data):
    for proposal in (trim(Survey(process, today=TODAY)), part_of(process, data)):
        drops = [one for one in proposal.changes if isinstance(one.change, Drop)]
        for item, makers in lacking(process, proposal.after.process):
            said = [text for one in drops if one.change.step in makers for text in one.against]

            assert any(f"nly it makes {quoted(item)}" in text for text in said)
