"""The charts of a report: bars as long as the figures of the JSON report, absent where nothing is declared."""

from __future__ import annotations

import re

import pytest

from flowtrim.reports.document.bars import Chart, charts
from flowtrim.reports.document.content import dossier
from flowtrim.reports.document.report_pages import as_html, as_paper
from flowtrim.reports.figure_text import measures
from flowtrim.reports.trim_report.waterfall import LENGTH
from tests.reports.claims import CLAIM

TIMED = """
process: Claim
volume: 800/year
roles:
  bank: {name: Bank, rate: 60}
  house: {name: Another house, kind: partner}
steps:
  - {name: Fill in, owner: Traveller, takes: 30m, why: Only the traveller knows what was paid., serves: customer}
  - {name: Ask, owner: house, takes: 10m, waits: {time: 1d, for: partner}, why: "The contract says so.", serves: contract}
  - name: Decide
    owner: bank
    takes: 2h
    waits: 2d
    why: none
    next: [{to: end, as: paid, share: 75%}, {to: end, as: refused, share: 25%}]
"""


def by_key(found) -> dict[str, Chart]:
    return {chart.key: chart for chart in charts(found)}


def lengths(chart: Chart) -> dict[str, float]:
    return {row.cells[0]: sum(piece.length for piece in row.pieces) for row in chart.rows}


def test_the_longest_chart_is_the_first_so_that_the_others_fill_the_columns_beside_it(proposed):
    assert ["way", "rides"] == list(by_key(proposed(TIMED)))[:2]


def test_what_nobody_declared_has_no_chart(analysed):
    assert {} == by_key(analysed("process: Claim\nsteps:\n  - {name: Pay, owner: Bank}\n"))


def test_hours_are_bars_as_long_as_the_figures_of_the_json_report(analysed):
    found = analysed(TIMED)
    hours = {each["role"]: each["hours_per_year"] for each in measures(found.survey)["workload"]}
    top = max(hours.values())

    drawn = lengths(by_key(found)["hours"])
    assert {found.process.role(role).name: round(LENGTH * one / top, 2) for role, one in hours.items()} == drawn


def test_waiting_is_ours_or_that_of_others_and_as_long_as_the_json_report_says(analysed):
    found = analysed(TIMED)
    chart, waits = by_key(found)["waiting"], measures(found.survey)["time"]["waiting_for"]

    assert {"Bank": "ours", "Another house": "others"} == {row.cells[0]: row.pieces[0].kind for row in chart.rows}
    assert {"unsaid": 960.0, "partner": 480.0} == waits
    assert {"Bank": 100.0, "Another house": 50.0} == lengths(chart)


def test_along_the_way_waiting_comes_before_work_and_both_to_one_scale(analysed):
    rows = {row.cells[0]: row.pieces for row in by_key(analysed(TIMED))["way"].rows}

    assert ["ours", "work"] == [piece.kind for piece in rows["3 Decide"]]
    assert [pytest.approx(8 * LENGTH / 9, abs=0.01), pytest.approx(LENGTH / 9, abs=0.01)] == [
        piece.length for piece in rows["3 Decide"]
    ]
    assert pytest.approx(30 * LENGTH / 1080, abs=0.01) == rows["1 Fill in"][0].length


def test_ends_are_bars_of_their_shares(analysed):
    assert {"paid": 75.0, "refused": 25.0} == lengths(by_key(analysed(TIMED))["ends"])


def test_what_adds_value_is_split_as_the_json_report_counts_it(analysed):
    found = analysed(TIMED)
    by_steps, by_work = by_key(found)["value"].rows
    value = measures(found.survey)["value"]

    assert {kind: round(LENGTH * number / 3, 2) for kind, number in value.items() if number} == {
        piece.kind: piece.length for piece in by_steps.pieces
    }
    assert {"VA": 18.75, "BVA": 6.25, "NVA": 75.0} == {piece.kind: piece.length for piece in by_work.pieces}


def test_a_ride_ends_at_its_line(proposed):
    steps = "".join(f"  - {{name: Check the form once more {n}, owner: Role {n}, why: none}}\n" for n in range(20))
    needed = "  - {name: Pay, owner: Bank, why: The traveller lent us the money., serves: customer}\n"
    chart = by_key(proposed(f"process: Claim\noutputs: [money]\nsteps:\n{steps}{needed}"))["rides"]
    today, *_, after = (sum(piece.length for piece in row.pieces) for row in chart.rows)

    assert LENGTH == today
    assert chart.limit is not None
    assert after <= chart.limit < LENGTH


@pytest.mark.parametrize("text", [CLAIM, TIMED], ids=["claim", "timed"])
@pytest.mark.parametrize("page", [as_html, as_paper])
def test_a_page_has_no_style_that_its_policy_would_refuse(analysed, page, text):
    said = page(dossier(analysed(text)))

    assert "unsafe" not in re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', said)[1]
    assert not re.search(r"<[^>]* style=", said)


def test_every_chart_has_its_table(analysed):
    said = as_html(dossier(analysed(TIMED)))

    assert said.count('<div class="bars"') == said.count('<table class="behind">') == len(charts(analysed(TIMED)))
