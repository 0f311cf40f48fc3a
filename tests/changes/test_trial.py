"""Trying changes one by one."""

import pytest

from flowtrim.changes import Trial, apply_plan
from flowtrim.errors import ChangeError
from flowtrim.model import Drop, Flow, Merge, Process, Step

PROCESS = Process(
    "P",
    (
        Step("a", "A", "x", flows=(Flow("b"),)),
        Step("b", "B", "x", flows=(Flow("c"),)),
        Step("c", "C", "y", flows=(Flow("d"),)),
        Step("d", "D", "y"),
    ),
)


def test_changes_that_fit_add_up():
    trial = Trial(PROCESS)
    plan = [Drop("b"), Merge(("c", "d"))]
    for change in plan:
        trial.make(change)

    assert apply_plan(PROCESS, plan) == trial.process()


def test_a_change_that_does_not_fit_leaves_no_trace():
    trial = Trial(PROCESS)
    trial.make(Drop("b"))
    with pytest.raises(ChangeError, match="different owners"):
        trial.make(Merge(("a", "c")))

    assert apply_plan(PROCESS, [Drop("b")]) == trial.process()


def test_a_step_is_shown_as_it_is_now():
    trial = Trial(PROCESS)
    trial.make(Drop("b"))

    assert (("c",), None) == (tuple(way.to for way in trial.step("a").flows), trial.find("b"))
