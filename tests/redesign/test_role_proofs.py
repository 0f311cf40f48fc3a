"""The proof of each role: what only it can do, what it adds, who could take over, what was checked."""

from pathlib import Path

import pytest

from flowtrim.changes import apply
from flowtrim.formats import read
from flowtrim.measures import Survey
from flowtrim.model import Flow, Process, Release, Role, Step
from flowtrim.redesign import role_proofs, trim
from tests.days import TODAY

SAMPLES = Path(__file__).parents[2] / "samples"
ROLES = (
    Role("clerk", "Clerk", skills=("enter", "check")),
    Role("checker", "Checker", skills=("check",)),
    Role("boss", "Boss", skills=("sign",)),
)


def claim(**fields):
    return Process(
        "Claim",
        (
            Step("log", "Log", owner="clerk", skill="enter", outputs=("claim",), flows=(Flow("check"),)),
            Step("check", "Check", owner="checker", kind="check", skill="check", inputs=("claim",),
                 outputs=("claim", "mark"), flows=(Flow("sign"),)),
            Step("sign", "Sign", owner="boss", kind="approve", skill="sign", inputs=("claim",), outputs=("order",)),
        ),
        roles=ROLES,
        outputs=("order",),
        **fields,
    )  # fmt: skip


def proofs(process):
    return {proof.role: proof for proof in role_proofs(Survey(process, today=TODAY))}


def test_what_only_a_role_can_do_is_named():
    assert {"clerk": ("log",), "checker": (), "boss": ("sign",)} == {
        role: proof.only_it_can for role, proof in proofs(claim()).items()
    }


def test_what_a_role_adds_are_decisions_what_others_use_and_what_only_it_makes():
    found = proofs(claim())

    assert ((), ("claim",), ("claim",)) == (found["clerk"].decisions, found["clerk"].used, found["clerk"].information)
    assert (("check",), ("claim",), ("mark",)) == (
        found["checker"].decisions,
        found["checker"].used,
        found["checker"].information,
    )
    assert (("sign",), ("order",)) == (found["boss"].decisions, found["boss"].used)


def test_who_could_take_over_saves_exactly_the_handoffs_between_the_two():
    found = proofs(claim())["checker"]
    after = Survey(apply(claim(), Release("checker", to="clerk")), today=TODAY)

    assert ("clerk", 1.0) == (found.absorbed_by, found.handoffs_saved)
    assert Survey(claim(), today=TODAY).expected_handoffs - found.handoffs_saved == after.expected_handoffs


def test_separated_duties_keep_the_only_able_role_from_taking_over():
    found = proofs(claim(separate=(("log", "check"),)))["checker"]

    assert (None, ("clerk",), (("log", "check"),), False) == (
        found.absorbed_by,
        found.kept_apart,
        found.separations,
        found.unchecked,
    )


def test_where_no_separation_is_declared_that_is_said():
    assert all(proof.unchecked for proof in proofs(claim()).values())


def test_a_role_that_adds_nothing_is_found():
    passing = Step("pass", "Pass on", owner="post", kind="transfer", inputs=("claim",), outputs=("claim",))
    found = proofs(Process("P", (passing,)))["post"]

    assert (False, ("pass",)) == (found.adds, found.unskilled)


def test_neither_customers_nor_machines_are_asked_for_a_proof():
    process = Process(
        "P", (Step("a", "A", owner="buyer"), Step("b", "B", owner="bot")), (Role("bot", "Bot", kind="system"),)
    )

    assert ["buyer"] == list(proofs(process))


@pytest.mark.parametrize(
    ("name", "smallest"),
    [
        ("billing-question", {"agent", "back-office", "complaints", "team-leader"}),
        ("medicine-release", {"production", "laboratory", "qualified-person"}),
        ("survey-loop", {"caller", "service"}),
    ],
)
def test_the_fewest_roles_that_skills_and_separations_allow(name, smallest):
    process = read(SAMPLES / name / "process.yml", today=TODAY).process

    assert smallest == set(trim(Survey(process, today=TODAY)).smallest)


def test_contradicting_duties_leave_no_smallest_set_of_roles():
    steps = tuple(
        Step(one, one.upper(), owner="x", why=f"It prevents {n} lost vans a year.") for n, one in enumerate("ab")
    )
    process = Process("P", steps, separate=(("a", "b"),), together=(("a", "b"),))

    assert trim(Survey(process, today=TODAY)).smallest is None
