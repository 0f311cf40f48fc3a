from datetime import date

import pytest
from hypothesis import given
from msgspec.structs import replace

from flowtrim.measures.kpis import audit
from flowtrim.model import Kpi, Limits, Process, Step
from tests.processes import processes

DAY = date(2026, 3, 2)
WHOLE = Kpi(
    "Average handling time",
    what="Minutes from greeting to end of call.",
    why="Shows where answers take long.",
    action="Coach the topic with the longest answers.",
    formula="total handling minutes / calls",
    target="6m",
    owner="Head of Customer Care",
    steps=("call",),
    reviewed=date(2025, 1, 10),
)


def audit_of(*kpis, **fields):
    process = Process("Care", steps=(Step("call", "Take the call"),), kpis=kpis, language="en", **fields)
    return audit(process, today=DAY, limits=Limits())


def test_a_whole_record_has_nothing_missing():
    (found,) = audit_of(WHOLE)

    assert ((), (), False, None) == (found.missing, found.duplicates, found.orphan, found.weak)
    assert not found.overdue


@pytest.mark.parametrize("part", ["what", "why", "action", "owner", "formula", "target"])
@pytest.mark.parametrize("filling", [None, "", "tbd", "none", "?"])
def test_an_unfilled_part_is_missing(part, filling):
    assert (part,) == audit_of(replace(WHOLE, **{part: filling}))[0].missing


def test_oracle_10_2_a_kpi_is_due_after_eighteen_months():
    (found,) = audit_of(Kpi("A", reviewed=date(2024, 8, 31)))

    assert date(2026, 2, 28) == found.due
    assert found.overdue


def test_a_kpi_that_was_never_reviewed_is_overdue():
    (found,) = audit_of(Kpi("A"))

    assert (True, None, None, True) == (found.overdue, found.due, found.last, found.clock.never)


def test_the_statement_is_name_purpose_formula_and_action():
    (found,) = audit_of(WHOLE)

    assert (
        "Average handling time. Shows where answers take long. total handling minutes / calls. "
        "Coach the topic with the longest answers."
    ) == found.speech.text
    assert found.speech.fits
    assert 5 < found.speech.seconds < 15


def test_what_does_not_fit_in_one_ride_is_told():
    assert not audit_of(Kpi("A", why="one word more " * 60))[0].speech.fits


def test_the_ride_of_the_file_counts():
    assert not audit_of(WHOLE, ride_seconds=5.0)[0].speech.fits


def test_placeholders_are_not_read_aloud():
    assert "A." == audit_of(Kpi("A", why="tbd", formula="none", action="?"))[0].speech.text


def test_two_kpis_with_one_formula_are_duplicates():
    first, second, third = audit_of(Kpi("A", formula="calls / day"), Kpi("B", formula="Calls/Day"), Kpi("C"))

    assert (("B",), ("A",), ()) == (first.duplicates, second.duplicates, third.duplicates)


def test_kpis_without_a_formula_are_no_duplicates():
    assert all(not kpi.duplicates for kpi in audit_of(Kpi("A", formula="tbd"), Kpi("B", formula="tbd")))


def test_a_kpi_of_no_step_is_an_orphan():
    assert [True, True, False] == [k.orphan for k in audit_of(Kpi("A"), Kpi("B", steps=("gone",)), WHOLE)]


def test_a_weak_reason_is_told_but_not_a_missing_one():
    weak, missing = audit_of(Kpi("A", why="Management wants it every month."), Kpi("B"))

    assert "authority" == weak.weak.code
    assert None is missing.weak


@given(processes())
def test_every_kpi_is_audited(process):
    found = audit(process, today=DAY, limits=Limits())

    assert [kpi.name for kpi in process.kpis] == [kpi.name for kpi in found]
    assert all(kpi.speech.seconds >= 0 for kpi in found)
