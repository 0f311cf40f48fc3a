"""Which names of roles may be one name, spelt in two ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtrim.measures.role_likeness import alike, looks_like, spelt_twice
from flowtrim.model import Process, Role, Turn


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Clerk", "Clerks", True),
        ("Cook", "Cooks", False),  # too short for an ending to tell
        ("Planner", "Planer", True),
        ("Officer", "Offcier", True),
        ("Clerk", "Clekr", False),  # too short for a slip
        ("Seller", "Teller", False),  # no slip begins a word
        ("Stocker", "Stock", False),  # two letters that are no ending
        ("Porter", "Potters", False),
        ("Trainer", "Trainee", False),
        ("Trainee", "Trainer", False),
        ("Mortgagor", "Mortgagee", False),
        ("Office2a", "Office2b", False),
        ("Section 1", "Section 2", False),
        ("Sales team", "Team sales", True),
        ("Sales-Team", "salesteam", True),
        ("Billing", "Billing A", False),
        ("Senior buyer", "Senior buyers", True),
        ("Seniors buyer", "Senior buyers", False),  # two words differ
        ("Käufer", "Kaufer", True),
        ("Secrétaire", "SECRETAIRE", True),
        ("", "", True),
    ],
)
def test_a_name_is_spelt_twice_by_an_ending_or_one_letter_of_a_long_word(one, other, same):
    assert same == looks_like(one, other) == looks_like(other, one)


@given(st.text(alphabet="abé -AB", max_size=12), st.text(alphabet="abé -AB", max_size=12))
def test_of_two_names_it_does_not_matter_which_is_first(one, other):
    assert looks_like(one, other) == looks_like(other, one)
    assert looks_like(one, one.upper())


def test_of_several_names_the_first_that_is_alike_is_it():
    assert "Clerk" == alike("clerks", ["Boss", "Clerk", "Clerkes"])
    assert alike("Clerks", ["Boss", "Head"]) is None
    assert alike("Clerks", []) is None


@pytest.mark.parametrize(
    ("one", "other", "pair"),
    [
        ({}, {}, True),
        ({"kind": "team"}, {}, False),
        ({"kind": "team"}, {"kind": "team"}, True),
        ({"deputy": "b"}, {}, False),
        ({}, {"deputy": "a"}, False),
        ({"deputy": "c"}, {}, True),
        ({"of": Turn("b")}, {}, False),
        ({}, {"of": Turn("a")}, False),
    ],
)
def test_a_deputy_and_a_member_of_a_team_are_somebody_else(one, other, pair):
    roles = Role("a", "Buyer", **one), Role("b", "Buyers", **other), Role("c", "Head")

    assert ([("a", "b")] if pair else []) == [
        (first.id, second.id) for first, second in spelt_twice(Process("P", roles=roles))
    ]
