from __future__ import annotations

from flowtrim.reports.pictures import drawings, lane_marks, marks, title_lines

CLAIM = """\
process: Expense claim
steps:
  - {name: Fill in, owner: Employee, why: Only the traveller knows what was paid.}
  - {name: Stamp, owner: Clerk, why: none}
  - {name: File, owner: Clerk}
  - {name: Approve, owner: Manager, kind: approve, waits: 1d, why: "The board sets limits, minute 2025-14."}
accepted:
  why-none@stamp: {because: The bank., until: 2027-01-31}
"""


def test_a_step_with_a_reason_and_nothing_else_has_no_mark(analysed):
    assert "fill-in" not in marks(analysed(CLAIM))


def test_a_step_that_nobody_was_asked_about_is_marked_so(analysed):
    assert {"unjustified", "unasked"} <= set(marks(analysed(CLAIM))["file"])


def test_an_approval_that_waits_is_marked_as_both(analysed):
    assert {"waiting", "approval"} <= set(marks(analysed(CLAIM))["approve"])


def test_a_step_is_accepted_only_when_all_that_was_found_there_is(analysed):
    analysis = analysed(CLAIM)
    still_open = {placed.finding.at for placed in analysis.open if placed.finding.kind == "step"}

    assert ("stamp" in still_open) is (marks(analysis)["stamp"] != ("accepted",))


def test_the_lanes_of_redundant_roles_are_marked(analysed):
    analysis = analysed(CLAIM)

    assert {spare.role for spare in analysis.survey.redundant_roles} == set(lane_marks(analysis))


def test_the_title_block_tells_rides_and_figures(analysed):
    rides, figures = title_lines(analysed(CLAIM))

    assert "1 ride: it fits" == rides
    assert figures.startswith("4 steps · 3 roles · 2 handoffs · ")


def test_the_title_block_of_before_and_after_tells_the_difference(analysed):
    lean = "process: Lean\nsteps:\n  - {name: Fill in, owner: Employee}\n"

    rides, figures = title_lines(analysed(CLAIM, after=lean))
    assert "rides 1 → 1" == rides
    assert "steps 4 → 1 · roles 3 → 1 · handoffs 2 → 0 · steps without a reason 2 → 1" == figures


def test_every_step_is_drawn(analysed):
    (overview,) = drawings(analysed(CLAIM), form="overview")

    assert {"fill-in", "stamp", "file", "approve"} == {
        box.step for box in overview.boxes if box.step and box.form == "step"
    }
