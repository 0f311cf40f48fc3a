"""Which neighbours of one role are one step told at length."""

import pytest
from msgspec.structs import replace

from flowtrim.measures import Survey
from flowtrim.model import Flow, Process, Start, Step
from flowtrim.redesign.composition import rows_of_one_role
from tests.days import TODAY

REASONS = {
    "a": "A letter may hold a cheque for us.",
    "b": "Only then we know who can help.",
    "c": "The customer waits for a date.",
    "d": "The post takes nothing without a stamp.",
}


def row(**fields):
    """Four steps of one role that follow each other, with other fields where given."""
    ways = dict(zip("abcd", ("b", "c", "d", "end"), strict=True))
    steps = (
        Step(
            each,
            each.upper(),
            **{"owner": "clerk", "why": REASONS[each], "flows": (Flow(ways[each]),)} | fields.get(each, {}),
        )
        for each in "abcd"
    )
    return Process("P", tuple(steps))


def rows(process):
    return ["".join(step.id for step in each) for each in rows_of_one_role(Survey(process, today=TODAY))]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, ["abcd"]),
        # whose it is
        ({"a": {"owner": "boss"}}, ["bcd"]),
        ({"b": {"owner": "boss"}}, ["cd"]),
        ({"c": {"owner": "boss"}, "d": {"owner": "boss"}}, ["ab", "cd"]),
        ({each: {"owner": None} for each in "abcd"}, []),
        ({"d": {"part": "Later"}}, ["abc"]),
        # what it is
        ({"b": {"kind": "wait"}}, ["cd"]),
        ({"b": {"kind": "approve"}}, ["cd"]),
        ({"b": {"kind": "decide"}}, ["ab", "cd"]),
        ({"d": {"kind": "check"}}, ["abc"]),  # it looks at what was done right before
        ({"a": {"outputs": ("x",)}, "d": {"kind": "check", "inputs": ("x",)}}, ["abc"]),
        ({"b": {"kind": "transfer"}}, ["abcd"]),
        ({"b": {"kind": "transfer"}, "d": {"kind": "store"}}, ["abc"]),
        ({"b": {"kind": "gateway", "owner": None, "why": None}}, ["cd"]),
        # what lies between
        ({"b": {"waits": 60.0}}, ["bcd"]),
        ({"b": {"waits": 0.0}}, ["abcd"]),
        ({"a": {"waits": 60.0}}, ["abcd"]),
        ({"b": {"flows": (Flow("c"), Flow("end"))}}, ["ab", "cd"]),
        ({"d": {"flows": (Flow("c"),)}}, ["ab", "cd"]),
        ({"d": {"flows": (Flow("d"),)}}, ["abc"]),
        ({"d": {"flows": ()}}, ["abcd"]),
        # what has to be seen, or would be lost
        ({"d": {"serves": "law", "source": "Act 7"}}, ["abc"]),
        ({"d": {"serves": "contract", "source": "Contract 7"}}, ["abc"]),
        ({"a": {"serves": "law", "source": "Act 7"}, "c": {"owner": "boss"}}, []),
        ({"b": {"serves": "risk"}}, ["abcd"]),
        ({"b": {"why": "none"}}, ["cd"]),
        ({"b": {"why": None}}, ["cd"]),
        ({"b": {"skill": "ledger"}}, ["abcd"]),
        ({"b": {"skill": "ledger"}, "d": {"skill": "ledger"}}, ["abcd"]),
        ({"b": {"skill": "ledger"}, "d": {"skill": "phone"}}, ["abc"]),
        ({"d": {"calls": "other.yml"}}, ["abc"]),
    ],
    ids=str,
)  # fmt: skip
def test_neighbours_of_one_role_are_one_row_where_nothing_lies_between_and_nothing_would_be_lost(fields, found):
    assert found == rows(row(**fields))


@pytest.mark.parametrize(
    ("duties", "found"),
    [
        ({"separate": (("a", "d"),)}, ["abc"]),
        ({"separate": (("c", "d"),)}, ["abc"]),
        ({"separate": (("b", "x"), ("d", "x"))}, ["abcd"]),
        ({"separate_persons": (("b", "d"),)}, ["abc"]),
        ({"together": (("a", "b"),)}, ["abcd"]),
    ],
    ids=str,
)
def test_what_a_duty_keeps_apart_joins_no_row(duties, found):
    assert found == rows(replace(row(), **duties))


def test_what_cases_begin_at_or_come_to_another_way_joins_no_row_before_it():
    begun = replace(row(), starts=(Start("a"), Start("c")))
    met = replace(row(), steps=(*row().steps, Step("e", "E", flows=(Flow("b"),))), starts=(Start("a"), Start("e")))

    assert (["ab", "cd"], ["bcd"]) == (rows(begun), rows(met))
