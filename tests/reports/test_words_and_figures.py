"""What all reports on all samples say agrees with itself: a thing is one, things are several, and a time fits its rides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from flowtrim.analysis import Analysis, analyse
from flowtrim.formats import Document, loads, read
from flowtrim.measures import Survey
from flowtrim.redesign import trim
from flowtrim.reports.cards_report.cards import cards
from flowtrim.reports.cards_report.cards_writer import as_markdown as cards_as_markdown
from flowtrim.reports.checklist_report.checklist_writer import as_markdown as checklist_as_markdown
from flowtrim.reports.comparison_report.comparison_page import compare_page, difference_of
from flowtrim.reports.comparison_report.comparison_text import compare_lines
from flowtrim.reports.document.content import dossier
from flowtrim.reports.document.report_markdown import as_markdown
from flowtrim.reports.document.report_pages import as_html, as_paper
from flowtrim.reports.process.compose import page
from flowtrim.reports.process.process_text import laid_out, one_screen
from flowtrim.reports.trim_report.trim_page import trim_page
from flowtrim.reports.trim_report.trim_text import trim_lines
from flowtrim.review.filling import checklist
from tests.days import TODAY

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*/process.yml"))
NO_PLURALS = {"adds", "process", "is", "was", "has", "does", "this", "its", "less", "address", "business", "ends"}
"""Words in s that one thing may be followed by."""


ONE_OF_EACH = """
process: One of each
volume: 60/year
customer: buyer
roles:
  buyer: {name: Buyer, kind: customer}
steps:
  - {name: Ask, owner: buyer, takes: 1m, why: Only the buyer knows what is wanted., serves: customer, next: [{to: sell, share: 100%}]}
  - {id: sell, name: Sell, owner: Shop, kind: contact, takes: 1m, waits: 1h, why: none, decisions: {made: 1, refused: 0}}
kpis:
  - {name: Sold, what: Number sold.}
"""


def proposed(file: Path) -> Analysis:
    return trimmed(read(file, today=TODAY))


def trimmed(document: Document) -> Analysis:
    proposal = trim(Survey(document.process, today=TODAY))
    plan = proposal.plan("Trim") if proposal.changes else None
    return replace(analyse(document, today=TODAY, plan=plan), proposal=proposal)


def text(lines) -> str:
    return "\n".join("".join(words for words, _ in line) for line in lines)


def reports(found: Analysis) -> Iterator[str]:
    told, process = dossier(found), found.process
    yield re.sub(r"<style>.*?</style>|<script>.*?</script>|<svg.*?</svg>", "", as_html(told), flags=re.DOTALL)
    yield re.sub(r"<style>.*?</style>", "", as_paper(told), flags=re.DOTALL)
    yield as_markdown(page(found), told=told)
    yield text(one_screen(page(found), 80))
    yield text(laid_out(page(found, say=True, everything=True), 80))
    yield text(trim_lines(trim_page(found.document, found.proposal, everything=True), 80))
    yield text(compare_lines(compare_page(found, difference_of(found), everything=True), 80))
    yield cards_as_markdown(cards(found.survey, after=found.after and found.after.survey, plan=found.plan))
    yield checklist_as_markdown(checklist(process, today=TODAY))


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.parent.name)
def test_one_thing_is_never_told_as_several(file):
    assert set() == several_of_one(proposed(file))


@pytest.mark.parametrize("steps", [1, 2])
def test_one_thing_is_never_told_as_several_where_there_is_one_of_each(steps):
    lines = [line for line in ONE_OF_EACH.splitlines() if steps == 2 or "Ask" not in line]

    assert set() == several_of_one(trimmed(loads("\n".join(lines), file="one.yml", today=TODAY)))


def several_of_one(found: Analysis) -> set[str]:
    told = "\n".join(reports(found))
    return {word for word in re.findall(r"(?<![\d.,/-])1 ([a-z]+s)\b", told) if word not in NO_PLURALS}


LONG = "process: {name}\nlanguage: en\nelevator: {{seconds: {limit}}}\nsteps:\n  - {{name: Pay it, owner: Bank, why: none}}\n"


@pytest.mark.parametrize("over", [0.04, 0.4])
def test_a_time_that_is_just_over_a_ride_is_never_told_as_a_ride(over):
    seconds = Survey(loads(LONG.format(name="Claim", limit=60), today=TODAY).process, today=TODAY).elevator.seconds
    limit = round(seconds - over, 3)
    found = proposed_text(LONG.format(name="Claim", limit=limit))

    assert 2 == found.survey.rides
    assert found.survey.elevator.shown > limit
    for said in (text(one_screen(page(found), 80)), as_html(dossier(found))):
        assert f"{found.survey.elevator.shown:g} s" in said


def proposed_text(said: str) -> Analysis:
    return analyse(loads(said, file="claim.yml", today=TODAY), today=TODAY)


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.parent.name)
def test_customers_partners_and_systems_are_counted_alike_in_figures_and_fates(file):
    found = proposed(file)
    told = " ".join(compare_page(found, difference_of(found)).sentences).partition("Roles: ")[2].partition(".")[0]
    number = {fate: int(count) for count, fate in re.findall(r"(\d+) ([a-z ]+)", told)}
    stay, new = number.get("kept", 0) + number.get("renamed", 0), number.get("new", 0)
    after = found.after or found

    assert found.survey.roles == sum(number.values()) - new or not told
    assert after.survey.roles == stay + new or not told
    assert {"Steps", "Roles"} <= {row.name.capitalize() for row in compare_page(found, difference_of(found)).compared}


def test_a_customer_a_partner_and_a_system_are_named_as_what_they_are():
    text_of = "process: Claim\nroles:\n  buyer: {name: Buyer, kind: customer}\n  post: {name: Post, kind: partner}\n"
    steps = "  - {name: Ask, owner: buyer}\n  - {name: Pay, owner: Bank}\n  - {name: Send, owner: post}\n"
    before = loads(f"{text_of}steps:\n{steps}", file="claim.yml", today=TODAY)
    after = loads(f"{text_of}steps:\n  - {{name: Pay, owner: Bank}}\n", file="lean.yml", today=TODAY)
    found = analyse(before, today=TODAY, after=after)
    told = text(compare_lines(compare_page(found, difference_of(found)), 80))

    assert "Roles: 1 kept." in told
    assert "Without work now (1 customer and 1 partner)" in told
    assert "Buyer (customer)" in told


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.parent.name)
def test_the_hours_of_a_year_are_the_same_in_a_sentence_as_in_a_table(file):
    found = proposed(file)
    told = {row.name: row.before for row in compare_page(found, difference_of(found)).compared}
    in_english = replace(page(found), language="en")

    assert ("hours a year" in told) == (f"{told.get('hours a year')} hours a year" in text(one_screen(in_english, 80)))
