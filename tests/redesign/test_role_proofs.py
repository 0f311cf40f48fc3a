"""The proof of each role: what only it can do, what it adds, who could take over, what was checked."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from flowtrim.changes import apply
from flowtrim.formats import read
from flowtrim.measures import Survey
from flowtrim.model import END, Flow, Process, Release, Role, Step, Volume
from flowtrim.redesign import role_proofs, trim
from flowtrim.redesign.staff import enough_staff, smallest_staff, undeclared_staff
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


def gap(*skills, holders=(), **fields):
    """The steps a, b and c of three roles of these names, which need these skills; holders declare what they can."""
    good = "It prevents {} lost vans a year."
    steps = tuple(
        Step(one, f"Do {one}", owner=one.upper(), skill=skill, why=good.format(number), flows=(Flow(to),))
        for number, (one, skill, to) in enumerate(zip("abc", skills, ("b", "c", END), strict=True), start=2)
    )
    roles = tuple(Role(name, name, skills=dict(holders).get(name)) for name in "ABC")
    return Survey(Process("P", steps, roles, **fields), today=TODAY)


@pytest.mark.parametrize(
    ("survey", "staff", "undeclared"),
    [
        (gap(None, None, None), "ABC", "ABC"),
        (gap("x", "x", None, holders=[("A", ("x",))]), "AC", "C"),
        (gap("x", "x", "x", holders=[("A", ("x",))]), "A", ""),
        (gap("x", "x", "y", holders=[("A", ("x",)), ("C", ("y",))]), "AC", ""),
        (gap("x", None, None, holders=[("A", ("x",))], separate=(("a", "b"),)), "ABC", "C"),
        (gap("x", None, None, holders=[("A", ("x",))], separate=(("a", "b", "c"),)), "ABC", ""),
        (gap("x", None, "x", holders=[("A", ("x",))], together=(("a", "b"),)), None, ""),
        (gap("x", "x", None, holders=[("A", ("x",)), ("C", ("x",))]), "C", ""),
    ],
)
def test_a_role_that_no_skill_or_separation_needs_stays_because_nobody_declared_who_else_could(
    survey, staff, undeclared
):
    found = smallest_staff(survey)

    assert staff == (found and "".join(found))
    assert undeclared == "".join(undeclared_staff(survey, found or ()))


def test_where_another_could_do_what_two_are_there_for_neither_is_needed():
    process = gap("x", "y", None, holders=[("C", ("x", "y"))]).process
    first, second, third = process.steps
    row = (first, second, replace(third, owner="A", flows=(Flow("d"),)), Step("d", "Do d", owner="B"))
    survey = Survey(replace(process, steps=row), today=TODAY)

    assert ("A", "B") == smallest_staff(survey) == undeclared_staff(survey, ("A", "B"))


def test_what_was_never_declared_is_no_proof():
    needed, bare = (trim(gap(*skills, holders=[("A", ("x",))])) for skills in (("x",) * 3, ("x", "x", None)))
    gapped = [note for note in bare.notes if note.startswith("Proven")]

    assert ["Proven: no assignment that respects the declared skills and duties has fewer handoffs."] == [
        note for note in needed.notes if note.startswith("Proven")
    ]
    assert len(gapped) == 1
    assert "as long as 1 step that declares none stays with its role" in gapped[0]


def test_contradicting_duties_leave_no_smallest_set_of_roles():
    steps = tuple(
        Step(one, one.upper(), owner="x", why=f"It prevents {n} lost vans a year.") for n, one in enumerate("ab")
    )
    process = Process("P", steps, separate=(("a", "b"),), together=(("a", "b"),))

    assert trim(Survey(process, today=TODAY)).smallest is None


LAW = {"why": "The law wants one.", "serves": "law", "source": "Act, section 4"}


@pytest.mark.parametrize(
    ("role", "kind", "fields", "enough"),
    [
        ({}, "do", {}, ("a",)),
        ({"why": "In 2024 two were paid twice."}, "do", {}, None),
        (LAW, "do", {}, None),
        ({"why": "none"}, "do", {}, ("a",)),
        ({}, "approve", {}, None),  # whoever does it would approve it
        ({}, "do", {"volume": Volume(12_000.0)}, None),  # and has not the time for it
        ({}, "do", {"separate": (("one", "two"),)}, None),
    ],
)
def test_fewer_roles_are_said_to_be_enough_where_nothing_declared_speaks_against_it(role, kind, fields, enough):
    roles = (
        Role("a", "A", skills=("care",), why="It knows each case.", persons=1),
        Role("b", "B", skills=("care",), **role),
    )
    process = Process("P", (
        Step("one", "One", owner="a", skill="care", takes=30.0, outputs=("form",), flows=(Flow("two"),)),
        Step("two", "Two", owner="b", skill="care", takes=20.0, kind=kind, inputs=("form",)),
    ), roles, **fields)  # fmt: skip
    survey = Survey(process, today=TODAY)

    assert enough == enough_staff(survey, survey, smallest_staff(survey))


@pytest.mark.parametrize(("only_safe", "enough"), [(True, ("a",)), (False, None)], ids=["asked", "one has left"])
def test_a_proposal_says_which_roles_are_enough_for_what_it_leaves(only_safe, enough):
    roles = (Role("a", "A", skills=("care",), why="It knows each case."), Role("b", "B", skills=("care",)))
    process = Process("P", (
        Step("one", "One", owner="a", skill="care", why="Two vans were lost in 2023.", flows=(Flow("two"),)),
        Step("two", "Two", owner="b", skill="care", why="Three were paid twice in 2022."),
    ), roles)  # fmt: skip

    assert enough == trim(Survey(process, today=TODAY), only_safe=only_safe).enough


@pytest.mark.parametrize(
    ("skills", "smallest", "undeclared"),
    [
        ((None,), (), ""),
        ((None,), ("A",), ""),  # all work needs one role
        ((None,), ("A", "B"), "A"),
        (("x",), ("A",), ""),
        (("x",), ("A", "B"), ""),
        ((None, None), ("A", "B"), "AB"),
        (("x", None), ("A", "B"), "B"),
        (("x", None), ("B",), ""),
        (("x", "y"), ("A", "B"), ""),
    ],
)
def test_of_one_role_none_is_there_only_since_nobody_declared_who_else_could(skills, smallest, undeclared):
    steps = tuple(
        Step(f"s{number}", f"Do {number}", owner="AB"[number], skill=skill) for number, skill in enumerate(skills)
    )
    roles = Role("A", "A", skills=("x",)), Role("B", "B", skills=("y",))
    survey = Survey(Process("P", steps, roles), today=TODAY)

    assert undeclared == "".join(undeclared_staff(survey, smallest))
