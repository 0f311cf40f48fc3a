"""The way from one process to another, told in changes: where a new step stands, and which ids make way."""

import pytest

from flowtrim.changes import apply_plan
from flowtrim.changes.difference.diff import _does_all
from flowtrim.changes.difference.edit_script import Route
from flowtrim.errors import ChangeError
from flowtrim.model import END, Add, Assign, Drop, Edit, Flow, Process, Release, Role, Step


def step(step_id, *ways, **fields):
    flows = tuple(way if isinstance(way, Flow) else Flow(way) for way in ways)
    return Step(step_id, fields.pop("name", step_id.upper()), flows=flows, **fields)


def route(before, after, same=None, **fields):
    was, now = Process("P", before, **fields), Process("P", after, **fields)
    changes = Route(
        was, now, same or {one.id: one.id for one in before if any(one.id == each.id for each in after)}
    ).changes

    assert now == apply_plan(was, changes)
    return changes


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        # right after the only step that leads to it, where that leads nowhere else
        ((step("a", "b"), step("b")), (step("a", "n"), step("n", "b"), step("b")), ("a", None)),
        ((step("a"),), (step("a", "n"), step("n")), ("a", None)),
        # else right before the only step to which it leads, where nothing else does
        ((step("a", END), step("b")), (step("a", "n", END), step("n", "b"), step("b")), (None, "b")),
        ((step("a"), step("b", END)), (step("a"), step("b", "n", END), step("n", "a")), (None, "a")),
        # else alone
        ((step("a", "b", END), step("b")), (step("a", "b", "n"), step("n", "b"), step("b")), (None, None)),
        ((step("a", "b"), step("b")), (step("a", "n"), step("n", "b", END), step("b", "n")), (None, None)),
        ((step("a", "b", END), step("b")), (step("a", "b", "n"), step("n"), step("b")), (None, None)),
    ],
)
def test_a_new_step_stands_beside_the_neighbour_that_says_all_of_it(before, after, place):
    (added,) = (each for each in route(before, after) if isinstance(each, Add))

    assert place == (added.after, added.before)


def test_two_steps_that_swap_their_ids_make_way_for_each_other():
    before, after = (step("a", "b"), step("b")), (step("b", "a"), step("a"))
    changes = route(before, after, {"a": "b", "b": "a"})

    assert ["a", "b"] == [each.step for each in changes[:2]]
    assert [{"id": "a-before"}, {"id": "b-before"}] == [each.values for each in changes[:2]]


def test_a_step_that_goes_is_dropped_and_an_owner_that_changes_assigned():
    before = step("a", "b", owner="x"), step("b", "c", owner="x"), step("c", owner="y")
    after = step("a", "c", owner="x"), step("c", owner="x")
    changes = route(before, after)

    assert Drop("b") in changes
    assert Assign("c", "x") in changes


def test_a_role_that_is_gone_is_released():
    was = Process("P", (step("a", owner="x", consults=("y",)),), roles=(Role("x", "X"), Role("y", "Y")))
    now = Process("P", (step("a", owner="x"),), roles=(Role("x", "X"),))

    assert [Release("y")] == Route(was, now, {"a": "a"}).changes


@pytest.mark.parametrize(
    ("after", "why"),
    [((), "a process without steps"), ((step("g", kind="gateway"),), "in which nobody performs a step")],
)
def test_no_changes_lead_to_nothing(after, why):
    with pytest.raises(ChangeError, match=why):
        Route(Process("P", (step("a"),)), Process("P", after), {})


def test_a_field_that_differs_is_set():
    assert [Edit("a", {"takes": 5.0})] == route((step("a"),), (step("a", takes=5.0),))
    assert [] == route((step("a"),), (step("a"),))


OLD = (
    step("o", takes=2.0, outputs=("x",), owner="x", name="Check the stock"),
    step("p", takes=3.0, outputs=("y",), owner="y"),
)


@pytest.mark.parametrize(
    ("heir", "by_hands", "all_of_it"),
    [
        ({}, False, False),
        ({"outputs": ("x", "y", "z")}, False, True),
        ({"outputs": ("x",)}, False, False),
        ({"takes": 5.0}, False, True),
        ({"takes": 4.0}, False, False),
        ({"owner": "z"}, False, False),
        ({"owner": "z"}, True, True),
        ({"owner": "x"}, True, False),
        ({"name": "Check the stock and pack it"}, False, True),
    ],
)
def test_a_new_step_does_what_several_did_where_it_makes_or_takes_as_much_or_is_called_so(heir, by_hands, all_of_it):
    assert all_of_it == _does_all(step("n", **heir), list(OLD), by_hands=by_hands)


def test_what_nobody_timed_takes_as_long_as_nothing():
    assert not _does_all(step("n", takes=2.0), [step("o", takes=2.0), step("p")], by_hands=False)
    assert not _does_all(step("n"), [step("o"), step("p")], by_hands=False)
