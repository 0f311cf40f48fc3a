"""The figures that can be limited are those that are measured."""

from datetime import date

import pytest
from hypothesis import given

from flowtrim.formats.ceilings import LIMITS, ceilings_of, figure_of
from flowtrim.measures import Survey
from flowtrim.measures.figures import FIGURES, figure, is_trifle
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


def test_of_a_case_three_figures_are_times():
    assert ["work", "duration", "silence"] == [name for name, figure in FIGURES.items() if figure.time]


@pytest.mark.parametrize(
    ("was", "now", "in_a_case", "trifle"),
    [
        (3, 3, False, False),  # whole numbers are counted
        (300, 301, True, False),
        (3.0, 3.0, False, True),
        (0.0, 0.0, False, False),  # nothing is not less than nothing
        (0.0, 0.0, True, True),
        (200.0, 200.9, False, True),
        (200.9, 200.0, False, True),
        (200.0, 201.1, False, False),
        (-200.0, -200.9, False, True),
        (0.0, 0.049, False, False),
        (0.0, 0.049, True, True),
        (0.049, 0.0, True, True),
        (0.0, 0.05, True, False),
        (300, 300.5, False, True),
    ],
)
def test_nobody_notices_half_a_per_cent_or_less_than_one_case_in_twenty(was, now, in_a_case, trifle):
    assert trifle == is_trifle(was, now, in_a_case=in_a_case)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.1 + 0.2, 0.3), (float("inf"), None), (float("-inf"), None), (float("nan"), None), (0.0, 0.0), (7, 7),
        (True, True), (None, None), ("x", "x"), (date(2026, 3, 1), "2026-03-01"), (1.0000000000004, 1.0),
        (1.000000000006, 1.00000000001),
    ],
)  # fmt: skip
def test_a_figure_is_written_in_twelve_digits(value, written):
    assert written == figure(value)
