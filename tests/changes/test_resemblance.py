"""How much two steps have in common, which pairs are the same, and what a plan says of each step."""

from types import SimpleNamespace

import pytest
from msgspec.structs import replace

from flowtrim.changes.difference.diff import _does_all, _groups, _heir, _outside
from flowtrim.changes.difference.fates import StepFate
from flowtrim.changes.difference.plan_trace import retell
from flowtrim.changes.difference.resemblance import Resemblance, alike, holds
from flowtrim.changes.working_copy import Draft
from flowtrim.model import Add, Assign, Decisions, Drop, Edit, Flow, Merge, Move, Process, Release, Step
from tests.charts import chart


def between(**fields):
    """A step between two others."""
    return Process("P", (
        Step("a", "First", flows=(Flow("m"),)),
        Step("m", **{"name": "abc", "owner": "x", "flows": (Flow("z"),)} | fields),
        Step("z", "Last"),
    ))  # fmt: skip


@pytest.mark.parametrize(
    ("was", "now", "matched", "likeness"),
    [
        ({}, {}, "az", 0.925),  # nothing is declared of what they could share besides
        ({}, {"name": "xyz"}, "az", 0.475),
        ({}, {"name": "cba"}, "az", 0.625),  # one of three letters in its place
        ({}, {"owner": "y"}, "az", 0.775),
        ({"owner": "old"}, {"owner": "new"}, "az", 0.925),  # the same role by another id
        ({"owner": None}, {"owner": None}, "az", 0.925),
        ({"owner": None}, {}, "az", 0.775),
        # the place
        ({}, {}, "a", 0.8),
        ({}, {}, "z", 0.8),
        ({}, {}, "", 0.675),
        ({}, {"flows": ()}, "az", 0.8),
        ({"flows": ()}, {"flows": (Flow("end"),)}, "az", 0.925),
        ({"flows": (Flow("z"), Flow("a"))}, {}, "az", 0.8625),
        # what is declared of one of them or both
        ({"why": "So."}, {"why": "So."}, "az", 1.0),
        ({"why": "So."}, {"why": "Not so."}, "az", 0.85),
        ({"why": "So."}, {}, "az", 0.85),
        ({}, {"why": "So."}, "az", 0.85),
        ({"inputs": ("i",), "takes": 5.0}, {"inputs": ("i",), "takes": 6.0}, "az", 0.925),
        ({"outputs": ("o",), "waits": 5.0}, {"outputs": ("o",), "waits": 5.0}, "az", 1.0),
        ({"system": "S", "skill": "s"}, {"system": "S", "skill": "t"}, "az", 0.925),
        ({"decisions": Decisions(100, 1)}, {"decisions": Decisions(100, 1)}, "az", 1.0),
        ({"kind": "check"}, {"kind": "check"}, "az", 1.0),
        ({"kind": "check"}, {}, "az", 0.85),
        ({}, {"kind": "check"}, "az", 0.85),
        ({"kind": "check", "why": "So."}, {"kind": "approve", "why": "So."}, "az", 0.925),
    ],
    ids=str,
)
def test_the_likeness_of_two_steps_is_that_of_name_owner_place_and_what_they_declare(was, now, matched, likeness):
    before, after = between(**was), between(**now)
    found = Resemblance(before, after, same=dict(zip(matched, matched, strict=True)), roles={"old": "new"})

    assert likeness == pytest.approx(found.of(before.step("m"), after.step("m")))


@pytest.mark.parametrize(
    ("step_id", "other", "likeness"),
    [
        ("a", "a", 0.925),  # nothing leads to the one, nor to the other
        ("m", "a", 0.475 - 0.25),
        ("z", "z", 0.925),
        ("a", "m", 0.475 - 0.25),
    ],
)
def test_the_first_steps_stand_in_the_same_place_and_in_another_than_those_behind_them(step_id, other, likeness):
    before = Process("P", tuple(replace(each, name=f"{each.id * 3}", owner="x") for each in between().steps))
    found = Resemblance(before, before, same={each: each for each in "amz"}, roles={})

    assert likeness == pytest.approx(found.of(before.step(step_id), before.step(other)))


def known(*pairs):
    return SimpleNamespace(pairs=lambda *_: iter(pairs))


@pytest.mark.parametrize(
    ("pairs", "same"),
    [
        ([(0.9, "a", "x"), (0.8, "b", "x"), (0.7, "b", "y")], {"a": "x", "b": "y"}),
        ([(0.7, "b", "y"), (0.8, "b", "x"), (0.9, "a", "x")], {"a": "x", "b": "y"}),
        ([(0.9, "a", "x"), (0.8, "a", "y")], {"a": "x"}),
        ([(0.9, "a", "x"), (0.9, "b", "y")], {"a": "x", "b": "y"}),
        ([(0.9, "a", "x"), (0.9, "b", "x")], {}),  # nothing tells them apart
        ([(0.9, "a", "x"), (0.9, "a", "y")], {}),
        ([(0.9, "a", "x"), (0.9, "a", "y"), (0.6, "b", "x")], {"b": "x"}),
        ([(0.9, "a", "x"), (0.8, "b", "x")], {"a": "x"}),
        ([], {}),
    ],
)
def test_the_likeliest_pair_is_the_same_first_and_of_two_as_likely_none(pairs, same):
    assert same == alike(known(*pairs), ["a", "b"], ["x", "y"])


@pytest.mark.parametrize(("most", "same"), [(3, {}), (4, {"a": "x"}), (5, {"a": "x"})])
def test_more_pairs_than_anybody_reads_are_not_compared(monkeypatch, most, same):
    monkeypatch.setattr("flowtrim.changes.difference.resemblance.MOST_PAIRS", most)

    assert same == alike(known((0.9, "a", "x")), ["a", "b"], ["x", "y"])


def test_a_gateway_is_no_step_reworded_nor_is_what_has_little_in_common():
    before = Process("P", (Step("a", "Look at it", "x"), Step("g", "Look at it", kind="gateway")))
    after = Process("P", (Step("n", "Look at it", "x"), Step("o", "Pay", "y", kind="approve", why="So.")))
    found = Resemblance(before, after, same={}, roles={})

    assert [("a", "n")] == [pair[1:] for pair in found.pairs(before.steps, after.steps)]


@pytest.mark.parametrize(
    ("name", "part", "held"),
    [
        ("Pack it", "Pack it", False),
        ("abcdefghijklm", "abcdefghij", False),  # not so much longer
        ("abcdefghijklmn", "abcdefghij", True),
        ("Weigh and pack it", "PACK", True),
        ("Weigh and send it", "pack", False),
        ("Put a card in a box", "pack", False),  # letters that only stand there in this order
        ("荷物を詰めて送る", "荷物送る", True),
        ("荷物を詰めて送るよ", "荷送る", False),  # too few signs to tell
        ("荷物を詰めて送る", "送る荷物", False),
        ("Pack and send the parcel", "the parcel pack", True),
        ("Pack and send the parcel", "Pack a box", False),
        ("Weigh and wash the engnie", "Wash the engine", True),
    ],
)
def test_a_name_holds_another_one_that_is_shorter_and_whose_words_are_in_it(name, part, held):
    assert held == holds(name, part)


@pytest.mark.parametrize(
    ("plan", "gone", "fresh", "moved", "merged", "because"),
    [
        ([], "", "", "", {}, {}),
        ([Drop("a", because="x")], "a", "", "", {}, {"a": "x"}),
        ([Drop("a")], "a", "", "", {}, {}),
        ([Drop("unknown", because="x")], "", "", "", {}, {}),
        ([Add(Step("n", "N"), after="a", because="y")], "", "n", "", {}, {"n": "y"}),
        ([Add(Step("n", "N"), because="y"), Edit("n", {"id": "m"}, because="z")], "", "m", "", {}, {"m": "y"}),
        ([Add(Step("n", "N"), because="y"), Drop("n", because="z")], "", "", "", {}, {}),
        ([Move("a", after="b", because="x")], "", "", "a", {}, {"a": "x"}),
        ([Edit("a", {"id": "n"}), Move("n", after="b")], "", "", "a", {}, {}),
        ([Edit("a", {"id": "n"}), Drop("n", because="x")], "a", "", "", {}, {"a": "x"}),
        ([Edit("a", {"name": "n"}), Move("n")], "", "", "", {}, {}),
        ([Edit("a", {"name": "A"}, because="x"), Assign("a", "r", because="y")], "", "", "", {}, {"a": "y"}),
        ([Edit("a", {"name": "A"}, because="x"), Assign("a", "r")], "", "", "", {}, {"a": "x"}),
        ([Merge(("a", "b"), because="m")], "", "", "", {"a": "a", "b": "a"}, {"a": "m", "b": "m"}),
        ([Merge(("a", "b"), {"id": "ab"})], "", "", "", {"a": "ab", "b": "ab"}, {}),
        ([Merge(("a", "b"), because="m"), Assign("a", "r", because="x")], "", "", "", {"a": "a", "b": "a"},
         {"a": "m", "b": "m"}),
        ([Merge(("a", "b"), because="m"), Drop("a", because="x")], "ab", "", "", {}, {"a": "x", "b": "x"}),
        ([Merge(("a", "b"), because="m"), Merge(("a", "c"), {"id": "n"}, because="x")], "", "", "",
         {"a": "n", "b": "n", "c": "n"}, {"a": "x", "b": "x", "c": "x"}),
        ([Merge(("a", "b")), Edit("a", {"id": "n"})], "", "", "", {"a": "n", "b": "n"}, {}),
        ([Add(Step("n", "N"), because="y"), Merge(("n", "a"), because="m")], "", "", "", {"a": "n"}, {"a": "m"}),
        ([Release("r", because="x")], "", "", "", {}, {}),
    ],
    ids=str,
)  # fmt: skip
def test_a_plan_is_followed_by_whatever_id_a_step_has_meanwhile(plan, gone, fresh, moved, merged, because):
    told = retell(Process("P", tuple(Step(each, each.upper()) for each in "abc")), plan)

    assert ({*gone}, {*fresh}, {*moved}) == (told.gone, told.fresh, told.moved)
    assert (merged, because) == (told.merged, told.because)


@pytest.mark.parametrize(("before", "after", "key"), [("a", "b", "a"), (None, "b", "b"), ("a", None, "a")])
def test_a_fate_is_known_by_the_id_before_and_what_is_new_by_that_after(before, after, key):
    assert key == StepFate(before, after, "A", "kept").key


def does(owner="x", takes=None, makes="", name="Do"):
    return Step(f"{owner}{takes}{makes}{name}", name, owner=owner, takes=takes, outputs=tuple(makes))


@pytest.mark.parametrize(
    ("heir", "group", "by_hands", "whole"),
    [
        (does(makes="pq"), [does(makes="p"), does(makes="q")], False, True),
        (does(makes="pqr"), [does(makes="p"), does(makes="q")], False, True),
        (does(makes="p"), [does(makes="p"), does(makes="q")], False, False),
        (does(), [does(), does()], False, False),  # they made nothing
        (does(takes=8.0), [does(takes=5.0), does(takes=3.0)], False, True),
        (does(takes=7.0), [does(takes=5.0), does(takes=3.0)], False, False),
        (does(takes=5.0), [does(takes=5.0), does()], False, False),  # nobody knows how long both took
        (does(), [does(takes=0.0), does(takes=0.0)], False, False),
        (does(takes=0.0), [does(takes=0.0), does(takes=0.0)], False, True),
        (does("y"), [does(), does()], True, True),
        (does("y"), [does(), does()], False, False),
        (does("y"), [does(), does("y")], True, False),
        (does(name="Weigh and pack it"), [does(name="Pack"), does(name="Send")], False, True),
        (does(name="Weigh it"), [does(name="Pack"), does(name="Send")], False, False),
    ],
)
def test_a_new_step_does_what_several_did_if_it_makes_it_or_lasts_as_long_or_is_called_so(heir, group, by_hands, whole):
    assert whole == _does_all(heir, group, by_hands=by_hands)


ROW = {"a": "b", "b": "c", "c": "d", "d": "e", "e": ""}


@pytest.mark.parametrize(
    ("gone", "groups"),
    [
        ("", []),
        ("b", [["b"]]),
        ("bc", [["b", "c"]]),
        ("bd", [["b"], ["d"]]),
        ("cb", [["c", "b"]]),
        ("abde", [["a", "b"], ["d", "e"]]),
        ("bcd", [["b", "c", "d"]]),
    ],
)
def test_steps_that_are_gone_hang_together_where_one_leads_to_another(gone, groups):
    assert groups == _groups(Draft(chart(ROW)), set(gone), [*gone])


@pytest.mark.parametrize(
    ("ways", "group", "same", "outside"),
    [
        (ROW, "bc", {"a": "A", "d": "D"}, ({"A"}, {"D"})),
        (ROW, "bc", {"a": "A"}, ({"A"}, {""})),  # whoever follows is gone as well
        (ROW, "ab", {"c": "C"}, (set(), {"C"})),
        (ROW, "de", {"c": "C"}, ({"C"}, {"end"})),
        ({"a": "b", "b": "c end", "c": ""}, "b", {"a": "A", "c": "C"}, ({"A"}, {"C", "end"})),
    ],
)
def test_what_stands_around_a_group_is_told_in_the_ids_of_now(ways, group, same, outside):
    assert outside == _outside(Draft(chart(ways)), [*group], same)


@pytest.mark.parametrize(
    ("made", "now", "same", "heir"),
    [
        ({"b": "p"}, {"c": "p"}, "ac", "c"),
        ({"b": "p"}, {"a": "p"}, "ac", "a"),
        ({"b": "p"}, {"a": "p", "c": "p"}, "ac", "a"),
        ({"b": "p"}, {"c": "p"}, "a", None),  # nobody knows that it is the same
        ({"b": "pq"}, {"c": "p"}, "ac", None),
        ({"b": "p", "c": "p"}, {"c": "p"}, "ac", None),  # it made it before
        ({}, {"c": "p"}, "ac", None),
        ({"b": "p"}, {"d": "p"}, "acd", None),  # no neighbour
    ],
    ids=str,
)
def test_the_neighbour_that_now_makes_what_a_step_made_is_its_heir(made, now, same, heir):
    def process(outputs, *, without=""):
        steps = (Step(s.id, s.name, outputs=tuple(outputs.get(s.id, "")), flows=s.flows) for s in chart(ROW).steps)
        return Process("P", tuple(step for step in steps if step.id not in without))

    before = process(made)

    assert heir == _heir(Draft(before), process(now, without="b"), before.step("b"), {each: each for each in same})
