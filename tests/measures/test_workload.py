"""Hours, posts and cost of roles, worked out by hand (docs/theory.md#workload)."""

import pytest

from flowtrim.measures.workload import Workload, called_workloads, workloads
from flowtrim.model import Process, Repetition, Role, Step, Volume

VOLUME = Volume(100.0, "month")  # 1,200 a year


def work(*steps, visits=None, **fields):
    process = Process("P", steps, **fields)
    return workloads(process, dict.fromkeys((step.id for step in steps), 1.0) | (visits or {}))


def step(step_id, owner, takes, **fields):
    return Step(step_id, step_id, owner=owner, takes=takes, **fields)


def test_the_work_of_a_role_is_summed_as_often_as_it_is_done_most_first():
    steps = step("a", "x", 10.0), step("b", "y", 30.0), step("c", "x", 8.0)

    assert (Workload("x", True, 34.0), Workload("y", True, 30.0)) == work(*steps, visits={"c": 3.0})
    assert ["x", "y"] == [load.role for load in work(*steps, visits={"c": 2.5})]  # 30 minutes each: by name


def test_hours_and_posts_are_those_of_a_year():
    (load,) = work(step("a", "x", 160.0), volume=VOLUME)

    assert (160.0, 3200.0, 2.0) == (load.minutes, load.hours, load.posts)


def test_the_customer_works_hours_but_fills_no_post():
    (load,) = work(step("a", "x", 160.0), volume=VOLUME, customer="x")

    assert (False, 3200.0, None) == (load.ours, load.hours, load.posts)


def test_work_costs_what_an_hour_of_the_role_costs():
    roles = (Role("x", "X", rate=30.0),)
    (case,), (year,) = work(step("a", "x", 20.0), roles=roles), work(step("a", "x", 20.0), roles=roles, volume=VOLUME)

    assert [(10.0, None), (10.0, 12_000.0)] == [(one.cost, one.cost_per_year) for one in (case, year)]
    (free,) = work(step("a", "x", 20.0), volume=VOLUME)
    assert (None, None) == (free.cost, free.cost_per_year)


@pytest.mark.parametrize(
    ("steps", "visits", "expected"),
    [
        ([step("a", "x", None), step("b", "x", 5.0)], {}, [("x", 5.0)]),
        ([step("a", "x", 7.0), step("b", "x", 5.0)], {"a": 0.0}, [("x", 5.0)]),
        ([step("a", "x", None)], {}, []),
        ([step("a", "x", 0.0)], {}, [("x", 0.0)]),
        ([step("a", None, 7.0), step("b", "x", 5.0)], {}, [("x", 5.0)]),
        ([step("a", "x", 7.0, alongside=("y", "z"))], {}, [("x", 7.0), ("y", 7.0), ("z", 7.0)]),
        ([step("a", "x", 7.0, each=Repetition("item", 3.0))], {}, [("x", 21.0)]),
        ([step("a", "x", 7.0), step("b", "y", 5.0)], {"a": None}, [("y", 5.0)]),  # a loop without a way out
    ],
)
def test_what_is_not_known_is_not_told(steps, visits, expected):
    assert expected == [(load.role, load.minutes) for load in work(*steps, visits=visits)]


OTHER = Process("Other", (step("o", "y", 30.0),), roles=(Role("y", "Y", rate=60.0),))


def called(often=2.0, others=(OTHER,), **fields):
    steps = Step("a", "A", calls="Other", **fields.pop("step", {})), Step("b", "B")
    return called_workloads(Process("P", steps, **fields), {"a": often, "b": 1.0}, {one.name: one for one in others})


def test_a_process_that_is_called_works_as_often_as_it_is_called():
    assert (Workload("y", True, 60.0, called="Other", cost=60.0),) == called()
    (load,) = called(volume=Volume(1600.0))
    assert (60.0, 1600.0, 1.0, 60.0, 96_000.0) == (load.minutes, load.hours, load.posts, load.cost, load.cost_per_year)
    (load,) = called(volume=Volume(7.5))
    assert (7.5, 7.5 / 1600.0, 450.0) == (load.hours, load.posts, load.cost_per_year)
    (load,) = called(step={"each": Repetition("item", 3.0)})
    assert 180.0 == load.minutes


@pytest.mark.parametrize(("often", "others"), [(0.0, (OTHER,)), (None, (OTHER,)), (2.0, ())])
def test_what_is_never_called_or_not_known_does_no_work(often, others):
    assert () == called(often, others)


def test_whose_work_it_is_and_what_it_costs_is_known_in_the_process_that_is_called():
    theirs = Process("Other", (step("o", "y", 30.0),), customer="y")
    (load,) = called(others=(theirs,), volume=VOLUME, roles=(Role("y", "Y", rate=60.0),))

    assert (False, None, None, None) == (load.ours, load.posts, load.cost, load.cost_per_year)


def test_processes_that_call_each_other_are_entered_once():
    one = Process("Other", (step("o", "y", 30.0, calls="Third"),))
    third = Process("Third", (step("t", "z", 10.0, calls="Other"), Step("u", "U", calls="Third")))

    assert [("y", 60.0, "Other"), ("z", 20.0, "Other")] == [
        (load.role, load.minutes, load.called) for load in called(others=(one, third))
    ]
