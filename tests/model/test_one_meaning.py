"""What the model says once for everybody: where cases begin, what shares become, who is ours, what a change is about."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from flowtrim.changes.working_copy import Draft
from flowtrim.graph import FlowGraph
from flowtrim.model import (
    Add,
    Assign,
    Drop,
    Edit,
    Limits,
    Merge,
    Move,
    Parallel,
    Process,
    Release,
    Role,
    Step,
    identity,
    longest_run,
    spread,
    steps_of,
)
from tests.processes import processes


@given(st.lists(st.integers(0, 9), max_size=9))
def test_no_rising_run_is_longer(numbers):
    positions = longest_run(numbers)
    rising = [numbers[position] for position in positions]

    assert sorted(set(rising)) == rising
    longer = combinations(numbers, len(positions) + 1)
    assert not any(list(row) == sorted(set(row)) for row in longer)


@given(processes())
def test_the_graph_and_a_working_copy_begin_where_the_model_says(process):
    entries = [start.at for start in process.entries]

    assert entries == list(FlowGraph(process).starts)
    assert entries == [start.at for start in Draft(process).starts]


def test_a_process_without_steps_begins_nowhere():
    assert () == Process("P").entries


def test_shares_that_are_all_declared_stay_as_they_are():
    assert [0.25, 0.75] == spread([0.25, 0.75])


def test_nothing_is_left_over_where_the_declared_shares_are_more_than_all():
    assert [0.7, 0.4, 0.0] == spread([0.7, 0.4, None])


def test_each_kind_of_change_is_about_its_steps():
    about = {
        Drop("a"): ("a",),
        Assign("a", "x"): ("a",),
        Move("a", after="b"): ("a",),
        Parallel(("a", "b")): ("a", "b"),
        Add(Step("a", "A"), after="b"): ("a",),
        Release("x"): (),
    }
    assert list(about.values()) == list(map(steps_of, about))
    assert [("a", "b"), ("a",)] == [steps_of(Merge(("a", "b"), {"id": "c"})), steps_of(Edit("a", {"id": "c"}))]


def test_a_role_is_one_of_ours_unless_it_is_a_customer_a_partner_or_a_system():
    kinds = ("person", "team", None, "customer", "partner", "system")
    roles = tuple(Role(str(kind), str(kind), kind=kind) for kind in kinds)
    process = Process("P", tuple(Step(role.id, role.id, owner=role.id) for role in roles), roles, customer="buyer")

    assert ("person", "team", "None") == tuple(role.id for role in process.staff)
    assert process.is_ours("somebody nobody declared")
    assert not process.is_ours("buyer")


def test_parties_are_those_declared_and_those_who_perform_each_once():
    process = Process("P", (Step("a", "A", owner="x"), Step("b", "B", owner="y")), (Role("z", "Z"), Role("y", "Y")))

    assert ["z", "y", "x"] == [role.id for role in process.parties]


def test_a_ride_takes_as_long_as_the_process_says_or_else_as_the_limits_say():
    assert (30.0, 45.0) == (
        Process("P", ride_seconds=30.0).seconds_a_ride(Limits(ride_seconds=45.0)),
        Process("P").seconds_a_ride(Limits(ride_seconds=45.0)),
    )


def test_two_changes_are_the_same_that_do_the_same_for_whatever_reason():
    assert identity(Drop("a", because="Nobody reads it.")) == identity(Drop("a", because="Nobody could say why."))
    assert identity(Merge(("a", "b"), {"id": "a", "name": "A"})) == identity(
        Merge(("a", "b"), {"name": "A", "id": "a"})
    )


def test_changes_that_set_other_values_or_have_other_places_are_not_the_same():
    different = (
        Edit("a", {"takes": 1.0}), Edit("a", {"takes": 2.0}), Merge(("a", "b")), Merge(("a", "b"), {"owner": "x"}),
        Parallel(("a", "b")), Move("a", after="b"), Move("a", before="b"), Drop("a"), Add(Step("a", "A"), after="b"),
        Add(Step("a", "Another"), after="b"), Release("x"), Release("x", to="y"),
    )  # fmt: skip

    assert len(different) == len(set(map(identity, different)))
