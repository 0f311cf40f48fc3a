from __future__ import annotations

from flowtrim.drawings import legibility
from flowtrim.reports.document.report_drawings import album
from flowtrim.reports.pictures import drawings, lane_marks, marks, numbered, overlaid, title_lines

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


def test_before_and_after_tell_their_own_figures_and_the_overlay_the_difference(analysed):
    analysis = analysed(CLAIM, after="process: Lean\nsteps:\n  - {name: Fill in, owner: Employee}\n")
    sides = drawings(analysis, form="overview")
    told = {side: [text.lines[0] for text in drawing.texts] for side, (drawing,) in sides.items()}
    (both,) = overlaid(analysis, form="overview")

    assert ["Expense claim: before", "Lean: after"] == [lines[0] for lines in told.values()]
    assert told["after"][2].startswith("1 step · 1 role · 0 handoffs")
    assert [
        "Before · 1 ride: it fits · 4 steps · 3 roles · 2 handoffs · 2 without a reason",
        "After · Ask first: 1 ride · 1 step · 1 role · 0 handoffs · 1 without a reason",
    ] == [text.lines[0] for text in both.texts][1:3]


def test_before_and_after_are_headed_in_the_language_of_the_process(analysed):
    after = "process: Schlank\nsteps:\n  - {name: Ausfüllen, owner: Mitarbeiter}\n"
    (both,) = overlaid(analysed(f"{CLAIM}language: de\n", after=after), form="overview")

    assert ["Vorher", "Nachher"] == [text.lines[0].partition(" · ")[0] for text in both.texts[1:3]]
    assert [] == [text for text in both.texts if "step" in text.lines[0]]


def test_a_process_too_large_for_screens_has_its_overview_all_the_same(analysed, monkeypatch):
    monkeypatch.setattr(legibility, "_LARGEST", {"node": 13, "lane": 40, "line": 40})
    drawn = album(analysed(CLAIM))

    assert (["swimlanes"], ()) == (list(drawn.files), drawn.remarks)


def test_what_is_too_large_even_for_an_overview_is_told(analysed, monkeypatch):
    monkeypatch.setattr(legibility, "_LARGEST", {"node": 11, "lane": 40, "line": 40})
    drawn = album(analysed(CLAIM))

    assert ({}, ["There is no picture."]) == (drawn.files, [said[:20] for said in drawn.remarks])


def test_several_pictures_have_names_that_sort_as_they_are_shown():
    names = list(numbered("after", range(120)))

    assert sorted(names) == names
    assert ("after-001", "after-120") == (names[0], names[-1])


def test_every_step_is_drawn(analysed):
    (overview,) = drawings(analysed(CLAIM), form="overview")[""]

    assert {"fill-in", "stamp", "file", "approve"} == {
        box.step for box in overview.boxes if box.step and box.form == "step"
    }
