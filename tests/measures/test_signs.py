"""What the signs against a role say, and where they just do not."""

import pytest

from flowtrim.measures import Survey
from flowtrim.measures.reason_patterns import QUESTIONS
from flowtrim.measures.role_evidence import Evidence, Sandwich
from flowtrim.model import Decisions, Role
from tests.days import TODAY
from tests.measures.test_redundancy import chain, step


def said_of(role, sign, process, **known):
    evidence = Evidence(Survey(process, today=TODAY))
    for name, value in known.items():
        setattr(evidence, name, value)
    found = QUESTIONS[sign](evidence, process.role(role))
    return None if found is None else str(found)


@pytest.mark.parametrize(
    ("minutes", "others", "said"),
    [
        (1.0, 1999.0, "It does 0.1% of the work."),
        (1.0, 2000.0, "It does hardly any of the work."),
        (1.0, 99.0, "It does 1.0% of the work."),
        (1.0, 50.0, "It does 2.0% of the work."),
        (1.0, 49.0, None),  # the limit itself
        (1.0, 1.0, None),
        (0.0, 100.0, None),
        (None, 100.0, None),
        (1.0, None, None),  # it is all the work that is known
    ],
)
def test_hardly_any_work_is_told_to_a_tenth_of_a_percent(minutes, others, said):
    process = chain(step("a", "clerk", takes=others), step("b", "boss", takes=minutes))

    assert said == said_of("boss", "who-underloaded", process)


@pytest.mark.parametrize(
    ("fields", "spoken_for"),
    [
        ({}, False),
        ({"may": ("pay 1000",)}, True),
        ({"serves": "law", "source": "Act 7"}, True),
        ({"serves": "law"}, False),
        ({"serves": "risk", "source": "Act 7"}, False),
        ({"why": "Two suppliers were paid twice in 2024 before this."}, True),
        ({"why": "none"}, False),
    ],
    ids=str,
)
def test_who_is_called_for_or_has_a_reason_may_do_little(fields, spoken_for):
    roles = (Role("boss", "Boss", **fields), Role("clerk", "Clerk"))
    process = chain(step("a", "clerk", takes=999.0), step("b", "boss", takes=1.0), roles=roles)

    assert (None if spoken_for else "It does 0.1% of the work.") == said_of("boss", "who-underloaded", process)


@pytest.mark.parametrize(
    ("decisions", "said"),
    [(None, True), (Decisions(100), True), (Decisions(100, 1), False)],
)
def test_who_refuses_may_do_little(decisions, said):
    process = chain(step("a", "clerk", takes=999.0), step("b", "boss", kind="approve", takes=1.0, decisions=decisions))

    assert said == (said_of("boss", "who-underloaded", process) is not None)


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (1.0, "Work comes to it from 'clerk' and goes straight back, every time."),
        (0.9996, "Work comes to it from 'clerk' and goes straight back, every time."),
        (0.99, "Work comes to it from 'clerk' and goes straight back, 99% of the time."),
        (0.95, "Work comes to it from 'clerk' and goes straight back, 95% of the time."),
        (0.9, "Work comes to it from 'clerk' and goes straight back, 90% of the time."),
        (0.899, None),
    ],
)
def test_who_lies_between_two_of_one_role_is_told_how_often(share, said):
    process = chain(step("a", "clerk"), step("b", "boss"), step("c", "clerk"))

    assert said == said_of("boss", "who-sandwich", process, sandwiches={"boss": Sandwich(share, "clerk")})


@pytest.mark.parametrize(
    ("between", "around", "said"),
    [
        ({}, {}, True),
        ({"takes": 10.0}, {"takes": 5.0}, False),  # it does the work
        ({"takes": 9.0}, {"takes": 5.0}, True),
        ({"takes": 10.0}, {}, True),  # nobody knows how long the others take
        ({"kind": "check", "decisions": Decisions(100, 5)}, {}, False),
        ({"kind": "check", "decisions": Decisions(100)}, {}, True),
        ({"skill": "ledger"}, {}, False),  # what it can do nobody around it can
    ],
    ids=str,
)
def test_who_does_the_work_or_sends_back_is_no_sandwich(between, around, said):
    roles = (Role("boss", "Boss", skills=("ledger",)), Role("clerk", "Clerk", skills=("phone",)))
    process = chain(
        step("a", "clerk", **around), step("b", "boss", **between), step("c", "clerk", **around), roles=roles
    )

    assert said == (said_of("boss", "who-sandwich", process) is not None)


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (((412, 0),), "It only approves and checks, and refused none of 412 cases."),
        (((412, 3),), "It only approves and checks, and refused 3 of 412 cases."),
        (((412, 1), (1000, 2)), "It only approves and checks, and refused 3 of 1,412 cases."),
        (((412, 0), (300, 0)), "It only approves and checks, and refused none of 712 cases."),
        (((412, 0), (300, 100)), None),
        (((412, 0), None), None),
    ],
    ids=str,
)
def test_who_only_stamps_is_told_how_often_it_refused(counts, said):
    made = [
        step(f"b{number}", "boss", kind="approve", decisions=count and Decisions(*count))
        for number, count in enumerate(counts)
    ]

    assert said == said_of("boss", "who-rubber-stamp", chain(step("a", "clerk"), *made))


@pytest.mark.parametrize(("refused", "said"), [(0, True), (1, False)])
def test_what_refusals_against_a_risk_saved_is_a_question(refused, said):
    stamp = step("b", "boss", kind="approve", serves="risk", decisions=Decisions(412, refused))

    assert said == (said_of("boss", "who-rubber-stamp", chain(step("a", "clerk"), stamp)) is not None)
