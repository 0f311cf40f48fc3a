from hypothesis import given

from flowtrim.measures.raci import raci
from flowtrim.model import Process, Role, Step
from tests.processes import processes


def raci_of(*steps, roles=()):
    return raci(Process("Claim", steps=steps, roles=roles))


def test_the_matrix_has_a_letter_for_each_part_that_a_role_plays():
    found = raci_of(
        Step("a", "A", owner="one", accountable="one", consults=("two",)),
        Step("b", "B", owner="two", accountable="one", informs=("three", "two")),
    )

    assert {"one": {"a": "RA", "b": "A"}, "two": {"a": "C", "b": "RI"}, "three": {"b": "I"}} == found.matrix


def test_roles_stand_in_the_order_of_the_file():
    found = raci_of(Step("a", "A", owner="two"), roles=(Role("one", "One"), Role("two", "Two")))

    assert ["two"] == list(found.matrix)


def test_nobody_is_missed_as_long_as_nobody_is_accountable_anywhere():
    assert () == raci_of(Step("a", "A", owner="one"), Step("b", "B")).unaccounted


def test_a_step_without_anybody_accountable_is_told_beside_those_with():
    assert ("b",) == raci_of(Step("a", "A", accountable="one"), Step("b", "B")).unaccounted


def test_more_than_two_consulted_or_three_informed_is_a_crowd():
    found = raci_of(
        Step("a", "A", consults=("1", "2")),
        Step("b", "B", consults=("1", "2", "3")),
        Step("c", "C", informs=("1", "2", "3")),
        Step("d", "D", informs=("1", "2", "3", "4")),
    )

    assert ("b", "d") == found.crowded


def test_who_is_only_asked_and_told_and_who_only_answers():
    found = raci_of(
        Step("a", "A", owner="one", accountable="boss", consults=("two",), informs=("three", "one")),
        Step("b", "B", owner="two", informs=("three", "four")),
    )

    assert ("three", "four") == found.informed_only
    assert ("boss",) == found.accountable_only


@given(processes())
def test_every_owner_performs(process):
    found = raci(process)

    assert all(found.matrix[s.owner][s.id].startswith("R") for s in process.work if s.owner)
