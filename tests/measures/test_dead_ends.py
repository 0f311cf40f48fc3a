"""At which steps a case may end with nothing delivered and nobody told."""

import pytest
from msgspec.structs import replace

from flowtrim.graph import FlowGraph
from flowtrim.measures.dead_ends import dead_ends
from flowtrim.model import Deadline, Decisions, Flow, Process, Role, Step

ROLES = (Role("C", "Buyer", kind="customer"), Role("X", "Clerk"))


def step(name, *ways, **fields):
    flows = tuple(way if isinstance(way, Flow) else Flow(way) for way in ways)
    return Step(name, name, flows=flows, **{"owner": "X"} | fields)


LOOK, PAY = step("look", "pay", "shelve"), step("pay", "end", outputs=("money",))


def process(*steps, outputs=("money",), **fields):
    return Process("P", steps, customer="C", roles=ROLES, outputs=outputs, **fields)


def shelved(**fields):
    return process(LOOK, PAY, step("shelve", "end", **fields))


GATE = {"kind": "gateway", "owner": None}
FORK = step("s", "pay", "note", split="all")


@pytest.mark.parametrize(
    ("of", "dead"),
    [
        (shelved(), ["shelve"]),
        (replace(shelved(), outputs=()), []),
        (replace(shelved(), outputs=("parcel",)), []),  # nobody makes it
        # a word, or what the customer has
        (shelved(kind="notify"), []),
        (shelved(kind="contact"), []),
        (shelved(kind="event"), []),
        (shelved(informs=("C",)), []),
        (shelved(calls="other.yml"), []),
        (shelved(owner="C"), []),
        (shelved(owner=None), ["shelve"]),
        (shelved(outputs=("money",)), []),
        (shelved(outputs=("list",)), ["shelve"]),
        (shelved(kind="check", decisions=Decisions(100, 1)), []),  # it refused some
        (shelved(kind="check", decisions=Decisions(100, 0)), ["shelve"]),
        (shelved(kind="do", decisions=Decisions(100, 1)), ["shelve"]),
        # a choice by which a case ends is a word
        (process(step("look", "pay", "end"), PAY), []),
        (process(replace(LOOK, kind="contact"), PAY, step("shelve", "end")), []),  # told at the choice
        (process(replace(LOOK, informs=("C",)), PAY, step("shelve", "end")), []),
        (process(LOOK, PAY, step("shelve", "file", kind="notify"), step("file", "end")), []),  # told since
        (process(LOOK, PAY, step("shelve", "file"), step("file", "end")), ["file"]),
        (process(step("call", "look", kind="contact"), LOOK, PAY, step("shelve", "end")), ["shelve"]),  # before it
        # after a gateway that only leads together
        (process(step("look", "pay", "shelve", "bin"), PAY, step("shelve", "g"), step("bin", "g"),
                 step("g", "end", **GATE)), ["shelve", "bin"]),
        (process(step("look", "pay", "shelve", "bin"), PAY, step("shelve", "g", kind="notify"), step("bin", "g"),
                 step("g", "end", **GATE)), ["bin"]),
        (process(step("look", "pay", "shelve"), PAY, step("shelve", "g"), step("g", "h", **GATE),
                 step("h", "end", **GATE)), ["shelve"]),
        # where branches meet that go on side by side, a word on one of them is enough
        (process(step("look", "pay", "s"), PAY, step("s", "a", "b", split="all"), step("a", "g"), step("b", "g"),
                 step("g", "end", join="all", **GATE)), ["a", "b"]),
        (process(step("look", "pay", "s"), PAY, step("s", "a", "b", split="all"), step("a", "g", kind="notify"),
                 step("b", "g"), step("g", "end", join="all", **GATE)), []),
        (process(step("look", "pay", "s"), PAY, step("s", "a", "b", split="all"), step("a", "g", owner="C"),
                 step("b", "g"), step("g", "end", join="all", **GATE)), []),
        (process(step("look", "pay", "s"), PAY, step("s", "a", "b", split="all"), step("a", "c", kind="notify"),
                 step("c", "g"), step("b", "g"), step("g", "end", join="all", **GATE)), []),
        # beside a branch that goes on
        (process(FORK, PAY, step("note", "end")), []),
        (process(replace(FORK, split="one"), PAY, step("note", "end")), ["note"]),
        (process(replace(FORK, split="some"), PAY, step("note", "end")), ["note"]),
        (process(step("s", "look", "note", split="all"), LOOK, PAY, step("shelve", "end"), step("note", "end")),
         ["shelve"]),
        # no case comes there
        (process(LOOK, PAY, step("shelve", "end"), step("lost", "end"), starts=()), ["shelve"]),
        (process(step("pay", "file", outputs=("money",)), step("file", "end")), []),
        (process(step("log", "pay"), PAY), []),
    ],
)  # fmt: skip
def test_a_case_ends_dead_where_it_brings_nothing_and_nobody_is_told(of, dead):
    assert dead == [*dead_ends(FlowGraph(of))]


@pytest.mark.parametrize(("late", "dead"), [({"then": "shelve"}, []), ({"instead": "shelve"}, ["shelve"])], ids=str)
def test_what_is_done_beside_a_late_step_ends_no_case(late, dead):
    of = process(step("pay", "end", outputs=("money",), within=(Deadline(60.0, share=0.1, **late),)), step("shelve"))

    assert dead == [*dead_ends(FlowGraph(of))]


ASIDE = step("s", "pay", "n", split="all"), step("n", "x", "y"), step("x", "end"), step("y", "end")


@pytest.mark.parametrize(
    ("more", "dead"),
    [
        ((PAY,), []),  # whatever is chosen beside it, they have the money
        ((replace(PAY, optional=0.5),), ["x", "y"]),
        ((step("pay", "z"), step("z", "end", outputs=("money",))), []),
        ((step("pay", "z", "w"), step("z", "end", outputs=("money",)), step("w", "end", kind="notify")), ["x", "y"]),
        ((step("pay", "z", "w", split="all"), step("z", "end", outputs=("money",)), step("w", "end")), []),
        ((step("pay", "w", outputs=("money",)), step("w", "end", within=(Deadline(60.0, instead="late"),)),
          step("late", "end", kind="notify")), []),
    ],
)  # fmt: skip
def test_whom_a_choice_leads_aside_has_what_the_other_branch_makes_in_every_case(more, dead):
    assert dead == [*dead_ends(FlowGraph(process(*ASIDE, *more)))]
