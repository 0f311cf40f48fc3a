"""Limits of a process keep their place in every format that has one, and the others say that they have none."""

import pytest

from flowtrim.formats import encode, loads
from flowtrim.model import Ceiling
from tests.days import TODAY

CLAIM = """\
process: Claim
limits: {max_rides: 1, max_expected_handoffs: 2.5, max_work: 1h 30m}
steps: [{name: Pay, owner: Payroll}]
"""
LIMITS = (Ceiling("rides", 1), Ceiling("expected_handoffs", 2.5), Ceiling("work", 90))


@pytest.mark.parametrize("form", ["yaml", "json", "xlsx", "bpmn"])
def test_limits_go_there_and_back(form):
    written = encode(loads(CLAIM, today=TODAY).process, form)

    assert LIMITS == loads(written.data, file=f"claim.{form}", today=TODAY).process.ceilings


@pytest.mark.parametrize("form", ["csv", "mermaid", "dot"])
def test_a_format_without_a_place_for_limits_says_so(form):
    (said,) = encode(loads(CLAIM, today=TODAY).process, form).lost

    assert "limits (3)" in said


def test_a_limit_knows_its_line():
    assert (2, 24) == loads(CLAIM, today=TODAY).place("figure", "expected_handoffs")
