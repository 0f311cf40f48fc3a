"""A role that is left without a step of its own is told so everywhere, with what it is still there for."""

import pytest
from msgspec.structs import replace

from flowtrim.measures import Survey
from flowtrim.model import END, Decisions, Flow, Kpi, Process, Role, Step
from flowtrim.redesign import trim
from flowtrim.reports.trim_report.roles import roles_summed, roles_told
from tests.days import TODAY

REASON = "Answers to the mayor for 14 million a year."
HEAD = Role("head", "Head", why=REASON)
CLERK = Role("clerk", "Clerk", why="Only a clerk knows the tariff of each town by heart.")
DAYS = Kpi("Days", owner="head", steps=("work", "send"))
WITHOUT = "left without a step of its own"


def notice(*, head=HEAD, **fields):
    """A head signs each notice that a clerk writes and sends, and has refused none."""
    said = "Two towns were billed twice before"
    steps = (
        Step("work", "Write it", owner="clerk", outputs=("sum",), why=f"{said} that.", flows=(Flow("sign"),)),
        Step("sign", "Sign it", owner="head", kind="approve", why="The mayor wants it.", flows=(Flow("send"),),
             inputs=("sum",), decisions=Decisions(900, 0)),
        Step("send", "Send it", owner="clerk", inputs=("sum",), outputs=("bill",), why=f"{said} this.",
             flows=(Flow(END),)),
    )  # fmt: skip
    send = fields.pop("send", {})
    steps = tuple(replace(one, **send) if one.id == "send" else one for one in steps)
    return Process("Notice", steps, (head, CLERK), outputs=("bill",), **fields)


@pytest.mark.parametrize(
    ("fields", "fate"),
    [
        ({"kpis": (DAYS,)}, f"{WITHOUT}; still answers for the KPI 'Days'"),
        ({"kpis": (replace(DAYS, owner="Head"), replace(DAYS, name="Due"))},
         f"{WITHOUT}; still answers for the KPIs 'Days' and 'Due'"),
        ({"owner": "Head"}, f"{WITHOUT}; still answers for the process"),
        ({"send": {"accountable": "head"}}, f"{WITHOUT}; still answers for '2 Send it'"),
        ({"send": {"alongside": ("head",)}}, f"{WITHOUT}; still does '2 Send it' with others"),
    ],
)  # fmt: skip
def test_a_role_without_steps_is_told_as_such_and_what_it_is_still_there_for(fields, fate):
    proposal = trim(Survey(notice(**fields), today=TODAY))
    told = {role.name: role for role in roles_told(proposal, str)}

    assert proposal.gain.roles == 1
    assert (fate.replace("'2 ", "'3 "), False) == (told["Head"].fate, told["Head"].stays)
    assert ("stays", True) == (told["Clerk"].fate, told["Clerk"].stays)
    assert "Head is left without a step of its own." in [*roles_summed(proposal)]
    assert f"The reason of 'Head' is said to be: {REASON}" in proposal.changes[0].against


def test_a_role_that_is_there_for_nothing_else_goes():
    proposal = trim(Survey(notice(), today=TODAY))
    told = {role.name: role.fate for role in roles_told(proposal, str)}

    assert told == {"Head": "goes, nothing is left to do", "Clerk": "stays"}
    assert not any(WITHOUT in words for words in roles_summed(proposal))


def test_no_reason_is_quoted_of_a_role_that_has_more_to_do_or_a_weak_one():
    more = trim(Survey(notice(send={"owner": "head"}, kpis=(DAYS,)), today=TODAY))
    weak = trim(Survey(notice(head=replace(HEAD, why="none"), kpis=(DAYS,)), today=TODAY))

    for proposal in (more, weak):
        assert not any("The reason of 'Head'" in words for one in proposal.changes for words in one.against)
