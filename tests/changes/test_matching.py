"""Which step or role of one process is which of another, where names and ids do not say so alone."""

import pytest

from flowtrim.changes.difference.matching import _match_places, same_roles
from flowtrim.model import Flow, Process, Role, Step


def row(ids, **owners):
    onward = [*ids[1:], "end"]
    return Process("P", tuple(
        Step(one, one, owner=owners.get(one, "x"), flows=(Flow(to),)) for one, to in zip(ids, onward, strict=True)
    ))  # fmt: skip


@pytest.mark.parametrize(
    ("after", "known", "owners", "found"),
    [
        ("aBc", "ac", {}, {"b": "B"}),
        ("aBcDe", "ace", {}, {"b": "B", "d": "D"}),
        ("aBCd", "ad", {}, {}),  # each stands beside one that nobody knows
        ("aBc", "ac", {"B": "y"}, {}),  # somebody else does it
        ("aBcD", "ac", {}, {"b": "B", "d": "D"}),  # the last one, too, has all its neighbours
        ("AbC", "b", {}, {"a": "A", "c": "C"}),
    ],
)
def test_a_step_is_the_one_that_stands_between_the_same_neighbours(after, known, owners, found):
    before, now = row(after.lower()), row(after, **owners)
    same = {one: one for one in known}
    _match_places(before, now, before.steps, now.steps, same=same)

    assert {one: one for one in known} | found == same


@pytest.mark.parametrize(
    ("before", "after", "work", "same"),
    [
        ([("a", "Clerk")], [("b", "Clerk")], {}, {"a": "b"}),
        ([("a", "Clerk")], [("b", "clerk ")], {}, {"a": "b"}),
        ([("a", "Clerk")], [("a", "Desk")], {}, {"a": "a"}),
        ([("a", "Clerk"), ("b", "Boss")], [("a", "Boss"), ("b", "Clerk")], {}, {"a": "b", "b": "a"}),  # by name first
        ([("a", "Clerk")], [("b", "Desk")], {"one": ("a", "b")}, {"a": "b"}),  # it does the same
        ([("a", "Clerk")], [("b", "Desk")], {"one": ("a", "b"), "two": ("a", None)}, {}),
        ([("a", "Clerk")], [("b", "Desk")], {}, {}),
        ([("a", "Clerk"), ("c", "Clerk")], [("b", "Clerk")], {}, {}),  # nobody knows which
    ],
)
def test_a_role_is_the_one_of_its_name_or_id_or_the_one_that_does_its_work(before, after, work, same):
    def process(roles, side):
        steps = tuple(Step(name, name, owner=owners[side]) for name, owners in work.items())
        return Process("P", steps, roles=tuple(Role(role_id, name) for role_id, name in roles))

    assert same == same_roles(process(before, 0), process(after, 1))
