from __future__ import annotations

import pytest
from msgspec.structs import replace

from flowtrim.model import Settings

CLAIM = """\
process: Expense claim
steps:
  - {name: Fill in the claim, owner: Employee, why: Only the traveller knows what was paid.}
  - {name: Stamp the claim, owner: Clerk, why: none}
"""
ACCEPTED = (
    CLAIM
    + """\
accepted:
  why-none@stamp-the-claim: {because: The bank asks for it., until: 2027-03-01}
  why-none@gone: {because: It was there once., until: 2027-03-01}
  customer-missing@process: {because: We know him., until: 2026-01-31}
"""
)


def rules_at(placed, step):
    return {one.finding.rule for one in placed if one.finding.at == step}


def test_every_finding_has_its_place_in_the_file(analysed):
    stamp = [one for one in analysed(CLAIM).placed if one.finding.rule == "why-none"]

    assert [("stamp-the-claim", 4)] == [(one.finding.at, one.line) for one in stamp]


def test_a_finding_fails_while_nobody_accepted_it(analysed):
    assert "why-none" in rules_at(analysed(CLAIM).failing, "stamp-the-claim")
    assert "why-none" not in rules_at(analysed(ACCEPTED).failing, "stamp-the-claim")


@pytest.mark.parametrize(
    ("level", "severities"),
    [
        ("error", {"error"}),
        ("warning", {"error", "warning"}),
        ("hint", {"error", "warning", "hint"}),
        ("never", set()),
    ],
)
def test_a_finding_fails_at_the_level_of_the_settings_and_above(level, severities, analysed):
    failing = replace(analysed(CLAIM), settings=Settings(fail_on=level)).failing

    assert severities == {one.finding.severity for one in failing}


def test_an_accepted_finding_is_kept_and_marked(analysed):
    analysis = analysed(ACCEPTED)

    assert "why-none" in rules_at(analysis.placed, "stamp-the-claim")
    assert "why-none" not in rules_at(analysis.open, "stamp-the-claim")


def test_an_acceptance_that_ran_out_leaves_its_finding_open(analysed):
    analysis = analysed(ACCEPTED)

    assert "customer-missing" in rules_at(analysis.open, "process")
    assert ["customer-missing"] == [note.rule for note in analysis.ledger.lapsed]


def test_an_acceptance_that_matches_nothing_is_kept_for_the_report(analysed):
    assert ["gone"] == [note.at for note in analysed(ACCEPTED).ledger.unmatched]


def test_counts_are_of_open_findings(analysed):
    assert 1 == analysed(CLAIM).count("error") - analysed(ACCEPTED).count("error")


def test_the_after_process_is_analysed_under_the_same_terms(analysed):
    lean = "process: Lean\nsteps:\n  - {name: Fill in the claim, owner: Employee}\n"
    analysis = analysed(CLAIM, after=lean)

    assert ("Lean", analysis.survey.today) == (analysis.after.process.name, analysis.after.survey.today)


def test_nothing_is_broken_where_every_rule_can_be_asked(analysed):
    assert not analysed(CLAIM).broken
