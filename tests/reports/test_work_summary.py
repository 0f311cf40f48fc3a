"""What owners ask of the work: by role, along the critical path, by loop, by article, and by the share that matters."""

from __future__ import annotations

import re

import pytest

from flowtrim import loads
from flowtrim.measures import Survey
from flowtrim.redesign import trim
from flowtrim.reports.document.content import dossier
from flowtrim.reports.document.report_markdown import as_markdown
from flowtrim.reports.document.report_pages import as_html
from flowtrim.reports.figure_text import measures
from flowtrim.reports.process.case_summary import costs
from flowtrim.reports.process.compose import page
from flowtrim.reports.process.process_text import laid_out, one_screen
from flowtrim.sentences import messages
from tests.days import TODAY

CLAIM = """
process: Claim
volume: 600/year
roles:
  bank: {name: Bank, rate: 60}
  house: {name: Another house, kind: partner}
steps:
  - {id: ask, name: Ask, owner: house, takes: 10m, serves: contract, source: Contract 4.2, within: 3d, why: It is agreed.}
  - {id: pay, name: Pay, owner: bank, takes: 30m, why: none, next: [{to: ask, share: 50%}, {to: end, share: 50%}]}
"""
"""Every other payment is asked again: two rounds a case."""

UNDECLARED = """
process: Claim
steps:
  - {id: ask, name: Ask, owner: house, next: [pay, end]}
  - {id: pay, name: Pay, owner: bank}
"""


def figures(found, language="en") -> dict[str, tuple[str, ...]]:
    tell = messages(language)
    return {str(group.label): tuple(map(tell, group.figures)) for group in page(found).groups}


def test_the_work_of_a_role_is_told_a_year_with_its_posts_and_costs_and_whose_it_is(analysed):
    assert (
        "Bank: 600 hours a year, 0.38 posts, costs 36,000 a year",
        "Another house (not ours): 200 hours a year",
    ) == (figures(analysed(CLAIM))["Work"])


def test_where_no_volume_is_declared_work_is_told_a_case(analysed):
    case = CLAIM.replace("volume: 600/year\n", "")

    assert ("Bank: 1 h a case, costs 60 a case", "Another house (not ours): 20 min a case") == (
        figures(analysed(case))["Work"]
    )
    assert ("'2 Pay' back to '1 Ask': 2 handoffs a case, 40 min of work a case, costs 30 a case",) == (
        figures(analysed(case))["Loops"]
    )


def test_of_many_roles_the_first_are_told_and_the_others_counted(analysed):
    steps = "".join(f"  - {{name: Do {n}, owner: Team {n}, takes: 1h}}\n" for n in range(1, 9))

    told = figures(analysed(f"process: Claim\nsteps:\n{steps}"))["Work"]
    assert ("Team 6: 1 h a case", "2 more") == told[-2:]


def test_the_critical_path_is_told_or_why_there_is_none(analysed):
    assert ("critical in the most usual case: '1 Ask' and '2 Pay'",) == figures(analysed(CLAIM))["Path"]
    assert ("no critical path: no time is declared",) == figures(analysed(UNDECLARED))["Path"]


def test_a_way_back_says_what_it_costs_a_case_and_a_year(analysed):
    assert (
        "'2 Pay' back to '1 Ask': 2 handoffs a case, 40 min of work a case, 400 hours a year, costs 18,000 a year",
    ) == figures(analysed(CLAIM))["Loops"]
    assert "Loops" not in figures(analysed(UNDECLARED))


def test_an_article_says_which_steps_it_demands_and_by_when(analysed):
    assert ("Contract 4.2: '1 Ask' within 3 working days",) == figures(analysed(CLAIM))["Sources"]


def test_the_assumed_share_that_matters_most_says_between_what_the_figures_move(analysed):
    assert ("most hangs on the share from '1 Ask' to '2 Pay', 50% assumed: handoffs 0 to 1",) == (
        figures(analysed(UNDECLARED))["Assumed"]
    )
    assert "Assumed" not in figures(analysed(CLAIM))


def test_the_end_is_named_where_its_share_matters_most(analysed):
    claim = UNDECLARED.replace("[pay, end]", "[end, pay]")

    assert (
        "am meisten hängt am Anteil von „1 Ask“ zum Ende, angenommen 50\u00a0%: Übergaben 0 bis 1"
        == (figures(analysed(claim), "de")["Assumed"][0])
    )


def test_they_are_told_in_the_language_of_the_process(analysed):
    found = figures(analysed(CLAIM), "de")

    assert "Another house (nicht von uns): 200 Stunden im Jahr" == found["Work"][1]
    assert "Contract 4.2: „1 Ask“, höchstens 3 Arbeitstage" == found["Sources"][0]


def text(lines) -> str:
    return " ".join("".join(words for words, _ in line) for line in lines)


@pytest.mark.parametrize("label", ["Work", "Path", "Loops", "Sources"])
def test_all_figures_are_told_where_all_are_asked_for_and_not_on_the_first_screen(label, analysed):
    told = page(analysed(CLAIM))

    assert re.search(rf"\b{label}  ", text(laid_out(told, 80)))
    assert not re.search(rf"\b{label}  ", text(one_screen(told, 80)))


def test_markdown_tells_them_and_the_page_with_charts_tells_hours_by_role_there_alone(analysed):
    found = analysed(CLAIM)
    markdown, html = as_markdown(page(found)), as_html(dossier(found))

    assert "| Work | Bank: 600 hours a year, 0.38 posts, costs 36,000 a year · " in markdown
    assert "<dt>Path</dt>" in html
    assert "<dt>Work</dt>" not in html


@pytest.mark.parametrize(
    ("rates", "told"),
    [
        (("40", "80"), "costs 50 a case"),
        (("40", None), "costs 10 a case, as far as rates are declared (1 of 2 roles)"),
        ((None, None), ""),
        (("40", "80", ""), "costs 10 a case, 1 step without a time not counted"),
    ],
)
def test_a_cost_says_for_which_roles_it_is_known(rates, told):
    roles = "".join(
        f"  {role}: {{name: {role}, rate: {rate}}}\n" for role, rate in zip("xyz", rates, strict=False) if rate
    )
    time = ", takes: 30m" if len(rates) == 2 else ""
    steps = f"steps: [{{name: A, owner: x, takes: 15m}}, {{name: B, owner: y{time}}}]"
    process = loads(
        f"process: P\n{f'roles:{chr(10)}{roles}' if roles else ''}{steps}", file="p.yml", today=TODAY
    ).process

    assert told == "".join(costs(Survey(process, today=TODAY)))


LOST = """
process: Claim
volume: 600/year
steps:
  - {id: ask, name: Ask, owner: Desk, why: Only the customer was there., serves: customer, takes: 30m, next: [{to: look, when: it is large, share: 50%}, {to: pay, share: 50%}]}
  - {id: look, name: Look at it, owner: Expert, why: One in three is wrong by half., serves: risk, takes: 60m, next: pay}
  - {id: pay, name: Pay, owner: Bank, takes: 60m, why: The customer waits for the money., serves: customer, join: all, next: [{to: end, as: paid}]}
"""
"""Whoever pays waits for both ways of a choice."""


@pytest.mark.parametrize(
    ("volume", "told"),
    [
        ("600/year", ("of what follows '3 Pay' all figures count only a part: cases may wait there for ever",)),
        ("", ()),
    ],
)
def test_hours_of_a_process_in_which_cases_get_stuck_say_that_they_count_only_a_part(analysed, volume, told):
    found = analysed(LOST.replace("volume: 600/year\n", f"volume: {volume}\n" if volume else ""))

    assert told == figures(found).get("Costs", ())[1:]
    assert ["pay"] == measures(found.survey)["counted_in_part"]


def test_trimming_a_process_in_which_cases_get_stuck_notes_that_figures_count_only_a_part(analysed):
    told = "Figures count only part of what follows 'Pay': cases may wait there for ever."

    assert told in trim(analysed(LOST).survey).notes
    assert told not in trim(analysed(LOST.replace("join: all, ", "")).survey).notes
    assert [] == measures(analysed(LOST.replace("join: all, ", "")).survey)["counted_in_part"]


SEVERAL = """
process: Claim
promise: 1h
steps:
  - {id: pay, name: Pay, owner: Bank, takes: MINUTES, next: {some: [{to: letter, share: 100%}, {to: car, share: 60%}]}}
  - {id: letter, name: Write, owner: Bank, takes: 10m, next: close}
  - {id: car, name: Mend the car, owner: Garage, takes: 20m, next: close}
  - {id: close, name: Close, owner: Bank, takes: 5m, join: some, next: [{to: end, as: settled}]}
"""


@pytest.mark.parametrize(("minutes", "late"), [("60m", True), ("10m", False)])
def test_ends_that_take_longer_on_average_are_told_where_no_cases_were_played(analysed, minutes, late):
    (told,) = figures(analysed(SEVERAL.replace("MINUTES", minutes)))["Promise"]

    assert "not simulated" in told
    assert late == ("but 'settled' takes 1 h " in told)
