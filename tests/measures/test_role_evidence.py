"""What is known about a role: what it does, what it is there for, and how it stands to others."""

import pytest
from msgspec.structs import replace

from flowtrim.measures import Survey
from flowtrim.measures.role_evidence import Evidence
from flowtrim.model import Deadline, Flow, Kpi, Process, Role, Step
from tests.days import TODAY


def step(name, owner, *ways, **fields):
    flows = tuple(way if isinstance(way, Flow) else Flow(way) for way in ways)
    return Step(name, f"Do {name}", owner=owner, flows=flows, **fields)


def known(*steps, roles=(), **fields):
    declared = {role.id: role for role in roles}
    every = tuple(declared.get(each, Role(each, each.title())) for each in dict.fromkeys(("x", "y", *declared)))
    return Evidence(Survey(Process("P", steps, roles=every, **fields), today=TODAY))


def x_and_y(evidence):
    return evidence.process.role("x"), evidence.process.role("y")


@pytest.mark.parametrize(
    ("fields", "more", "stays"),
    [
        ({}, {}, False),
        ({"serves": "law", "source": "Act 7"}, {}, True),
        ({"serves": "contract", "source": "Annex B"}, {}, True),
        ({"serves": "law"}, {}, False),
        ({"serves": "risk", "source": "Act 7"}, {}, False),
        ({}, {"owner": "x"}, True),
        ({}, {"owner": "X"}, True),  # by its name
        ({}, {"owner": "y"}, False),
        ({}, {"kpis": (Kpi("K", owner="X"),)}, True),
        ({}, {"kpis": (Kpi("K", owner="Y"),)}, False),
        ({}, {"roles": (Role("z", "Z", deputy="x"),)}, True),
        ({"deputy": "z"}, {}, False),
    ],
    ids=str,
)
def test_a_role_stays_without_work_that_is_demanded_answers_for_more_or_stands_in(fields, more, stays):
    others, more = more.get("roles", ()), {name: value for name, value in more.items() if name != "roles"}
    evidence = known(step("a", "y"), roles=(Role("x", "X", **fields), *others), **more)

    assert stays == evidence.stays_without_work(evidence.process.role("x"))


@pytest.mark.parametrize(
    ("steps", "share"),
    [
        ([step("a", "x", "b", takes=10.0), step("b", "y", takes=30.0)], 0.25),
        ([step("a", "x", "b", takes=10.0), step("b", "y")], 1.0),
        ([step("a", "x", "b"), step("b", "y", takes=30.0)], None),
        ([step("a", "x", "b", takes=0.0), step("b", "y", takes=0.0)], None),
        ([step("a", "x", Flow("b", share=0.5), Flow("end", share=0.5), takes=10.0), step("b", "y", takes=20.0)], 0.5),
        ([step("a", "x", "b", takes=10.0), step("b", "x", "c"), step("c", "y", takes=10.0)], None),
    ],
)
def test_the_share_of_work_is_that_of_all_declared_time_where_all_of_its_own_is_declared(steps, share):
    evidence = known(*steps)

    assert share == evidence.share_of_work(evidence.work(evidence.process.role("x")))


@pytest.mark.parametrize(
    ("steps", "times"),
    [
        ([step("a", "x", "b"), step("b", "y")], 1.0),
        ([step("a", "x", "b"), step("b", "y", "c"), step("c", "x")], 2.0),
        ([step("a", "x", "b"), step("b", "x")], 0.0),
        ([step("a", "x", Flow("b", share=0.25), Flow("end", share=0.75)), step("b", "y")], 0.25),
        ([step("a", "x", "b"), step("b", "y", "a")], None),  # it goes on for ever
    ],
)
def test_handoffs_between_two_are_those_in_both_directions(steps, times):
    evidence = known(*steps)

    assert times == evidence.handoffs_between("x", "y") == evidence.handoffs_between("y", "x")


@pytest.mark.parametrize(
    ("fields", "more", "called"),
    [
        ({}, {}, False),
        ({"may": ("pay",)}, {}, True),
        ({"serves": "law", "source": "Act 7"}, {}, True),
        ({"serves": "law"}, {}, False),
        ({}, {"separate": (("a", "b"),)}, True),
        ({}, {"separate": (("b", "c"),)}, False),
        ({}, {"roles": (Role("y", "Y", deputy="x"),)}, True),
    ],
    ids=str,
)
def test_a_role_is_called_for_by_a_duty_an_authority_or_whom_it_stands_in_for(fields, more, called):
    others, more = more.get("roles", ()), {name: value for name, value in more.items() if name != "roles"}
    steps = step("a", "x", "b"), step("b", "y", "c"), step("c", "y")
    evidence = known(*steps, roles=(Role("x", "X", **fields), *others), **more)

    assert called == evidence.is_called_for(evidence.process.role("x"))


@pytest.mark.parametrize(("owner", "called"), [("x", True), ("y", False)])
def test_who_only_does_what_a_deadline_leads_to_stands_in(owner, called):
    late = (Deadline(60.0, instead="b", share=0.1),)
    evidence = known(step("a", "y", "c", within=late), step("b", owner, "c"), step("c", "y"))

    assert called == evidence.is_called_for(evidence.process.role("x"))


@pytest.mark.parametrize(
    ("needed", "own", "others", "has"),
    [
        (("s",), ("s",), (), True),
        (("s",), ("s",), ("s",), False),
        (("s",), ("s",), None, True),
        (("s",), None, (), False),
        (("s", "t"), ("s", "t"), ("t",), False),
        (("s", "t"), ("s", "t"), ("u",), True),
        (("s", None), ("s",), (), False),
        ((), ("s",), (), False),
    ],
)
def test_a_role_has_a_skill_of_its_own_where_all_that_it_does_needs_one_that_another_lacks(needed, own, others, has):
    steps = tuple(step(f"a{number}", "x", skill=skill) for number, skill in enumerate(needed)) or (step("b", "y"),)
    evidence = known(*steps, roles=(Role("x", "X", skills=own), Role("y", "Y", skills=others)))

    assert has == evidence.has_own_skill(*x_and_y(evidence))


@pytest.mark.parametrize(
    ("steps", "answers"),
    [
        ([step("a", "y", "b", "end"), step("b", "x", "a")], True),
        ([step("a", "y", "b"), step("b", "x", "end")], False),
        ([step("a", "y", "b", "end"), step("b", "x", "a", "end")], True),
        ([step("a", "y", "b", "c"), step("b", "x", "a"), step("c", "x")], False),
        ([step("a", "y", "b", "end"), step("b", "x", "a", "d"), step("d", "y")], False),
        ([step("a", "y")], False),
    ],
)
def test_a_role_only_answers_where_all_that_it_does_goes_back(steps, answers):
    evidence = known(*steps)

    assert answers == evidence.only_answers(evidence.process.role("x"))


@pytest.mark.parametrize(
    ("times", "works"),
    [
        ((5.0, 10.0, 5.0), True),
        ((5.0, 9.0, 5.0), False),
        ((5.0, 11.0, 5.0), True),
        ((None, 11.0, 5.0), False),
        ((5.0, None, 5.0), False),
        ((5.0, 11.0, None), False),
        ((0.0, 0.0, 0.0), True),
    ],
)
def test_a_step_does_the_work_that_takes_as_much_as_what_is_around_it(times, works):
    before, at, after = times
    evidence = known(step("a", "y", "b", takes=before), step("b", "x", "c", takes=at), step("c", "y", takes=after))

    assert works == evidence.does_the_work(evidence.process.step("b"))


@pytest.mark.parametrize(
    ("steps", "superior"),
    [
        ([step("a", "y", "b"), step("b", "x", kind="approve")], True),
        ([step("a", "y", "b"), step("b", "x", kind="check")], False),
        ([step("a", "y", "b", accountable="x"), step("b", "x")], True),
        ([step("a", "y", "b", accountable="y"), step("b", "x")], False),
        ([step("a", "y", "c"), step("c", "z", "b"), step("b", "x", kind="approve")], True),
        ([step("b", "x", "a", kind="approve"), step("a", "y")], False),
        ([step("s", "z", "a", "c"), step("a", "y", "d"), step("c", "z", "d"), step("d", "z", "b"),
          step("b", "x", kind="approve")], False),  # it comes to it another way as well
        ([step("s", "z", "a", "b"), step("a", "y", "b"), step("b", "x", kind="approve")], True),
    ],
)  # fmt: skip
def test_a_role_is_superior_that_answers_for_the_work_of_another_or_approves_what_comes_of_it(steps, superior):
    evidence = known(*steps)

    assert superior == evidence.is_superior(*x_and_y(evidence))


@pytest.mark.parametrize(
    ("why", "good"),
    [("Two suppliers were paid twice in 2024 before this.", True), (None, False), ("none", False), ("Because.", False)],
)
def test_a_role_has_a_good_reason_where_somebody_gave_one_that_holds(why, good):
    evidence = known(step("a", "x"), roles=(Role("x", "X", why=why),))

    assert good == evidence.has_good_reason(evidence.process.role("x"))
    assert not evidence.has_good_reason(replace(evidence.process.role("x"), why=None))
