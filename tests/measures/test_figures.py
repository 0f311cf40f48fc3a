"""The figures that can be limited are those that are measured."""

from datetime import date

from hypothesis import given

from flowtrim.formats.ceilings import LIMITS, ceilings_of, figure_of
from flowtrim.measures import Survey
from flowtrim.measures.figures import FIGURES
from flowtrim.model import Flow, Process, Role, Step
from flowtrim.reports.figure_text import people
from tests.processes import processes


def test_every_figure_has_a_limit_and_every_limit_a_figure():
    assert list(FIGURES) == [figure_of(field.key) for field in LIMITS.fields]


def test_nothing_is_limited_by_itself():
    assert () == ceilings_of(None)


@given(processes())
def test_roles_are_counted_as_in_every_report(process):
    survey = Survey(process, today=date(2026, 11, 22))

    assert people(survey)["roles"] == FIGURES["roles"].read(survey)


def test_the_headline_counts_steps_our_own_roles_and_rides():
    roles = Role("bot", "Bot", kind="system"), Role("carrier", "Carrier", kind="partner")
    steps = (
        Step("ask", "Ask", owner="buyer", flows=(Flow("mail"),)),
        Step("mail", "Mail comes in", kind="event", flows=(Flow("pack"),)),
        Step("pack", "Pack", owner="store", flows=(Flow("ship"),)),
        Step("ship", "Ship", owner="carrier", flows=(Flow("book"),)),
        Step("book", "Book", owner="bot"),
    )
    survey = Survey(Process("Order", steps, roles, customer="buyer"), today=date(2026, 11, 22))

    assert (4, 1, 1) == (survey.steps, survey.roles, survey.rides)
    assert (3, 1, 2, 1) == (
        survey.handoffs,
        survey.system_handoffs,
        survey.partner_handoffs,
        survey.customer_handoffs,
    )
