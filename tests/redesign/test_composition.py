"""Which neighbours of one role are one step told at length."""

from types import SimpleNamespace

import pytest
from msgspec.structs import replace

from flowtrim.measures import Survey
from flowtrim.model import Flow, Merge, Process, Role, Start, Step
from flowtrim.redesign import composition
from flowtrim.redesign.composition import rows_of_one_role
from flowtrim.redesign.proposal import Figures
from flowtrim.redesign.workbench import Bench
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


# ---- which rows are made one step ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gain", "expected"),
    [
        ({}, False),
        ({"seconds": 0.5}, False),
        ({"seconds": 0.51}, True),
        ({"seconds": 1.0}, True),
        ({"handoffs": 1}, True),
        ({"rides": 1}, True),
        ({"handoffs": 1, "rides": 1, "seconds": 1.0}, True),
        # what is only counted otherwise
        ({"steps": 3, "roles": 1, "hours": 9.0, "cost": 9.0, "expected_handoffs": 1.0}, False),
        ({"seconds": 9.0, "handoffs": -1}, False),
        ({"rides": 1, "seconds": -0.1}, False),
        ({"handoffs": 1, "cost": -1.0}, False),
        ({"seconds": 9.0, "cost": None, "hours": None}, True),
    ],
    ids=str,
)
def test_a_merge_is_worth_it_where_somebody_notices_and_nothing_gets_worse(gain, expected, monkeypatch):
    names = ("steps", "roles", "handoffs", "expected_handoffs", "seconds", "rides", "hours", "cost")
    now, after = (Figures(**dict.fromkeys(names, 10.0) | figures) for figures in ({}, {
        name: None if saved is None else 10.0 - saved for name, saved in gain.items()
    }))  # fmt: skip
    monkeypatch.setattr(composition.Figures, "of", lambda figures: figures)
    tried = SimpleNamespace(measures_each=True, survey=replace(now, **dict.fromkeys(
        (name for name, saved in gain.items() if saved is None), None)), try_out=lambda _: after)  # fmt: skip

    assert expected == composition._gains(tried, Merge(("a", "b")))


@pytest.mark.parametrize("fields", [{"measures_each": False}, {"try_out": lambda _: None}], ids=["large", "impossible"])
def test_what_is_not_measured_or_cannot_be_is_not_merged(fields):
    same = Survey(row(), today=TODAY)

    assert not composition._gains(
        SimpleNamespace(**{"measures_each": True, "survey": same, "try_out": lambda _: same} | fields),
        Merge(("a", "b")),
    )


@pytest.mark.parametrize("gaining", ["", "a", "c", "ac"])
def test_a_row_that_gains_nothing_keeps_no_other_from_being_told(gaining, monkeypatch):
    monkeypatch.setattr(composition, "_gains", lambda _, change: change.steps[0] in gaining)
    bench = Bench(Survey(row(c={"owner": "boss"}, d={"owner": "boss"}), today=TODAY))
    composition.compose(bench)

    assert list(gaining) == [one.change.steps[0] for one in bench.changes]
    assert [] == bench.refused


@pytest.mark.parametrize(
    ("names", "name"),
    [
        (("Open it", "Read it"), "Open it, Read it"),
        (("打开信件", "阅读信件"), "打开信件、阅读信件"),
        (("手紙を開く", "読む"), "手紙を開く、読む"),
        (("打开信件", "Read it"), "打开信件, Read it"),
        (("Ouvrir", "打开信件"), "Ouvrir, 打开信件"),
    ],
)
def test_a_row_is_called_by_all_of_its_names(names, name, monkeypatch):
    monkeypatch.setattr(composition, "_gains", lambda *_: True)
    first, second = ({"name": each} for each in names)
    steps = tuple(replace(one, **given) for one, given in zip(row().steps, (first, second, {}, {}), strict=True))
    bench = Bench(Survey(Process("P", (*steps[:1], replace(steps[1], flows=()))), today=TODAY))
    composition.compose(bench)
    (made,) = bench.changes

    assert (("a", "b"), name, "clerk", "One role does them in a row.") == (
        made.change.steps, made.change.into["name"], made.change.into["owner"], str(made.change.because),
    )  # fmt: skip
    assert (True, ()) == (made.safe, tuple(made.against))


def test_what_another_house_does_in_a_row_is_asked_about(monkeypatch):
    monkeypatch.setattr(composition, "_gains", lambda *_: True)
    bench = Bench(Survey(replace(row(), roles=(Role("clerk", "Clerk", kind="partner"),)), today=TODAY))
    bench.only_safe = False
    composition.compose(bench)
    (made,) = bench.changes

    assert not made.safe
    assert ["Another house does them, and may not see them as one."] == [str(words) for words in made.against]
