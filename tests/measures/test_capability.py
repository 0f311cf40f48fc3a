"""Who could do what: by the skills that are declared, and what has to stay apart."""

import pytest

from flowtrim.measures.capability import Capabilities, overlaps, profile_overlap, separations_of
from flowtrim.model import Process, Role, Step


def step(name, owner, skill=None, **fields):
    return Step(name, name, owner=owner, skill=skill, **fields)


def role(name, skills=None, **fields):
    return Role(name, name, skills=None if skills is None else tuple(skills), **fields)


def able(*steps, roles=(), **fields):
    return Capabilities(Process("P", steps, roles=tuple(roles), **fields))


def ids(roles):
    return "".join(one.id for one in roles)


@pytest.mark.parametrize(
    ("needs", "skills", "capable"),
    [
        ("s", {"x": "s", "y": "s"}, "y"),
        ("s", {"x": "s", "y": "t"}, ""),
        ("s", {"x": "s", "y": None}, ""),
        ("st", {"x": "st", "y": "st", "z": "s"}, "y"),
        ("st", {"x": "st", "y": "s", "z": "t"}, ""),
        ("s", {"x": None, "y": "s", "z": "st"}, "yz"),
        ("s", {"x": "s"}, ""),
        ("s-", {"x": "s", "y": "s"}, ""),  # one of them needs no skill: nobody knows who could do it
        ("-", {"x": "s", "y": "s"}, ""),
        ("", {"x": "s", "y": "s"}, ""),
    ],
)
def test_who_declares_all_skills_that_a_role_needs_could_do_its_work(needs, skills, capable):
    work = [step(f"a{number}", "x", None if skill == "-" else skill) for number, skill in enumerate(needs)]
    others = [step(f"b{name}", name) for name in skills if name != "x"]
    known = able(*work, *others, roles=[role(name, has) for name, has in skills.items()])

    assert capable == ids(known.capable("x")) == ids(known.takers("x"))


@pytest.mark.parametrize("kind", ["customer", "partner", "system"])
def test_nobody_takes_over_who_is_not_ours(kind):
    known = able(step("a", "x", "s"), step("b", "y", "s"), roles=[role("x", "s"), role("y", "s", kind=kind)])

    assert ("x", "", "") == (ids(known.workers), ids(known.capable("x")), ids(known.takers("x")))


@pytest.mark.parametrize(
    ("duties", "apart", "takers"),
    [
        ({}, False, "y"),
        ({"separate": (("a", "b"),)}, True, ""),
        ({"separate": (("a", "c"),)}, False, "y"),
        ({"separate": (("a", "z"), ("b", "z"))}, False, "y"),
        ({"separate": (("a", "c"), ("c", "b"))}, False, "y"),
        ({"separate": (("a", "c", "b"),)}, True, ""),
        ({"separate_persons": (("a", "b"),)}, True, ""),
    ],
    ids=str,
)
def test_who_does_one_of_two_that_are_to_stay_apart_does_not_take_the_other(duties, apart, takers):
    steps = step("a", "x", "s"), step("b", "y", "s"), step("c", "v", "t")
    known = able(*steps, roles=[role("x", "s"), role("y", "s"), role("v", "t")], **duties)

    assert (apart, apart) == (known.kept_apart("x", "y"), known.kept_apart("y", "x"))
    assert takers == ids(known.takers("x"))


def test_the_separations_of_a_role_are_those_of_its_steps():
    groups = ("a", "b"), ("c", "d"), ("b", "c")
    known = able(step("a", "x"), step("b", "y"), step("c", "y"), step("d", None), separate=groups)

    assert ((("a", "b"),), groups, ()) == tuple(known.separations(each) for each in ("x", "y", "z"))
    assert {"a": {0}, "b": {0, 2}, "c": {1, 2}, "d": {1}} == separations_of(known.process)


@pytest.mark.parametrize(
    ("skills", "only"),
    [
        ({"x": "s"}, "a"),
        ({"x": None}, "a"),
        ({"x": "s", "y": "s"}, ""),
        ({"x": "s", "y": "t"}, "a"),
        ({"y": "s"}, ""),
    ],
    ids=str,
)
def test_only_a_role_can_do_what_needs_a_skill_that_nobody_else_declares(skills, only):
    known = able(step("a", "x", "s"), step("c", "x"), step("b", "y"), roles=[role(*each) for each in skills.items()])

    assert only == ids(known.only_it_can("x"))


@pytest.mark.parametrize(
    ("first", "second", "overlap"),
    [
        ({"x": 2.0}, {"x": 5.0}, 1.0),
        ({"x": 2.0}, {"y": 5.0}, 0.0),
        ({}, {"y": 5.0}, None),
        ({"x": 2.0}, {}, None),
        ({"x": 0.0}, {"x": 1.0}, None),
        ({"x": 1.0, "y": 1.0}, {"x": 1.0}, 1 / 3),
        ({"x": 3.0, "y": 1.0}, {"x": 1.0, "y": 3.0}, 1 / 3),
    ],
    ids=str,
)
def test_two_profiles_overlap_by_what_both_have_in_common_of_all(first, second, overlap):
    found = profile_overlap(first, second)

    assert overlap == (None if found is None else pytest.approx(found))
    assert found == profile_overlap(second, first)


@pytest.mark.parametrize(
    ("duties", "best"),
    [
        ({}, {"x": ("y", 1.0), "y": ("x", 1.0), "z": ("x", 1 / 3)}),
        ({"separate": (("a", "b"),)}, {"x": ("z", 1 / 3), "y": ("z", 1 / 3), "z": ("x", 1 / 3)}),
    ],
    ids=str,
)
def test_the_work_of_a_role_is_most_like_that_of_one_that_may_do_it(duties, best):
    steps = step("a", "x", "s"), step("b", "y", "s"), step("c", "z", "t"), step("d", "z", "t")
    known = able(*steps, roles=[role("x", "s"), role("y", "s"), role("z", "st")], **duties)

    assert best == {
        name: (other, pytest.approx(share))
        for name, (other, share) in overlaps(known, dict.fromkeys("abcd", 1.0)).items()
    }
