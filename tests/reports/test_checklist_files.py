"""A checklist written and read back, whatever people call their steps."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from openpyxl import load_workbook

from flowtrim.model import Decisions, Drop, Flow, Kpi, Plan, Process, Role, Step
from flowtrim.reports.checklist_report.checklist_reader import read_checklist
from flowtrim.reports.checklist_report.checklist_words import HEADING, TITLES, WORDS, english_of, words_in
from flowtrim.reports.checklist_report.checklist_writer import as_csv, as_html, as_markdown, as_xlsx
from flowtrim.review.checklist_rows import ACTIONS
from flowtrim.review.filling import checklist
from flowtrim.review.returned import since, verify

DAY = date(2026, 3, 2)
HOSTILE = (
    "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "'quoted", "a|b\\|c\\", "1. first",
    "- item", "# head", "Steps", "Sign-off", "&amp; &lt;", "line\nbreak", "\u202eback\x07", "2026-03-01", "007", "`x`",
    "{{ 7*7 }}", "https://example.org", "单步", "x" * 5000,
)  # fmt: skip


def process(*names: str) -> Process:
    first, *_ = names
    steps = tuple(Step(f"s{n}", name, owner=name, why=name, outputs=(name,)) for n, name in enumerate(names))
    return Process(f"P {first}", steps, roles=(Role("r", first),), why=first, kpis=(Kpi(f"K {first}", what=first),))


def holds(sheet, data):
    returned = read_checklist(data, file="filled")
    verify(returned, sheet)
    return since(returned, sheet).said


@pytest.mark.parametrize(
    "write", [as_csv, as_xlsx, lambda sheet: as_markdown(sheet).encode()], ids=["csv", "xlsx", "md"]
)
def test_what_is_handed_out_is_known_again(write):
    sheet = checklist(process(*HOSTILE), today=DAY)

    assert () == holds(sheet, write(sheet))


@given(st.lists(st.text(min_size=1, max_size=30).filter(str.strip), min_size=1, max_size=3, unique=True))
@settings(max_examples=40)
def test_any_name_survives_csv_and_markdown(names):
    sheet = checklist(process(*names), today=DAY)

    assert () == holds(sheet, as_csv(sheet))
    assert () == holds(sheet, as_markdown(sheet).encode())


def test_no_name_becomes_markup_of_a_page():
    page = as_html(checklist(process(*HOSTILE), today=DAY))

    assert "<script" not in page
    assert "{{ 7*7 }}" in page


def test_the_page_fits_a_common_screen_and_scrolls_in_boxes_on_a_small_one(shown):
    told = "Tell the customer once more what was said before"
    steps = tuple(
        Step(f"tell-customer-{n}", told, owner="Second-line agent", why=told, outputs=("second verification",))
        for n in range(3)
    )
    page = shown(as_html(checklist(Process("Claim", steps=steps), today=DAY)))
    for width, fits in ((1920, True), (1366, True), (1200, True), (390, False)):
        page.set_viewport_size({"width": width, "height": 800})
        box = page.locator(".scroll").first

        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert fits is box.evaluate("box => box.scrollWidth <= box.clientWidth")


def test_a_sheet_too_wide_to_be_read_on_one_paper_is_printed_on_two_with_its_names_on_both():
    book = load_workbook(BytesIO(as_xlsx(checklist(process("Pay"), today=DAY))))
    steps, said = book["Steps"], book["Said in the elevator"]
    heads = [
        cell.value for cell in steps[1]
    ]  # a sheet that is fitted to one page, which is the default, says no number

    assert [("landscape", 2, "$1:$1", "$A:$C"), ("landscape", None, "$1:$1", None)] == [
        (page.page_setup.orientation, page.page_setup.fitToWidth, page.print_title_rows, page.print_title_cols)
        for page in (steps, said)
    ]
    assert [heads.index("Last changed an outcome")] == [cut.id for cut in steps.col_breaks.brk]
    assert {True} == {cell.alignment.wrap_text for page in book for row in page for cell in row if cell.value}


def test_columns_of_words_take_what_is_left_of_a_paper():
    page = load_workbook(BytesIO(as_xlsx(checklist(process("Pay"), today=DAY))))["Said in the elevator"]

    assert page.column_dimensions["B"].width > 100


def test_what_is_asked_stands_beside_the_facts_where_the_page_has_room_and_below_them_where_not():
    one, two = (
        Step("a", "A", owner="X", flows=(Flow("b", share=0.5), Flow("end", share=0.5))),
        Step("b", "B", owner="Y"),
    )
    page = as_html(checklist(Process("P", (one, two)), today=DAY))
    steps, shares = (
        page.partition(f"<h2>{title}</h2>")[2].partition("<h2>")[0] for title in ("Steps", "Exceptions and shares")
    )

    assert (True, False) == ('class="asked"' in steps, 'class="asked"' in shares)
    assert '<th scope="col">Still right?</th>' in shares
    assert '<th scope="col">Decision</th>' not in steps


LANGUAGE_CODES = ("en", "de", "es", "fr", "ja", "zh-Hans")


@pytest.mark.parametrize(
    "write", [as_csv, as_xlsx, lambda sheet: as_markdown(sheet).encode()], ids=["csv", "xlsx", "md"]
)
@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_a_checklist_is_known_again_in_each_language(language, write):
    made = process("Pay", "Steps")
    sheet = checklist(replace(made, language=language), today=DAY)

    assert () == holds(sheet, write(sheet))


def test_titles_fields_and_choices_are_said_in_the_language_of_the_process():
    sheet = checklist(replace(process("Pay"), language="de"), today=DAY)

    page = as_markdown(sheet)

    assert "# Jahresprüfung" in page
    assert "| Begründung heute | Dient | Quelle | Entscheidung |" in page
    assert "| Geprüft am |  |" in page
    assert "<dt>Begründung heute</dt>" in as_html(sheet)


@pytest.mark.parametrize("language", LANGUAGE_CODES[1:])
def test_each_word_that_is_read_back_means_one_thing_in_a_language(language):
    tell = words_in(language)
    english = english_of(tell(HEADING))
    sheet = checklist(process("Pay"), today=DAY)
    tables = [table for table in sheet.tables if table.key or table.title == ACTIONS]
    words = {column.title for table in tables for column in table.columns} | set(sheet.sign_off)
    choices = {choice for table in tables for column in table.columns for choice in column.choices}

    assert {word: word for word in words} == {word: english.word(tell(word)) for word in words}
    assert {word: word for word in choices} == {word: english.word(tell(word)).casefold() for word in choices}
    assert {title: title for title in TITLES} == {title: english.title(tell(title)) for title in TITLES}
    assert all(len(tell(title)) <= 31 for title in TITLES)


def test_every_word_of_a_checklist_can_be_said_in_each_language():
    made = process("Pay", "Steps")
    plan = Plan("One less", changes=(Drop("s0", by="Pay"),), lesson="It works.")
    decided = replace(made.steps[0], decisions=Decisions(10, 1), flows=(Flow("s1", share=0.5), Flow("end", share=0.5)))
    full = replace(made, steps=(decided, *made.steps[1:]), plans=(plan,), separate=(("s0", "s1"),))
    sheet = checklist(full, today=DAY)

    words = {key for key, _ in sheet.facts} | {table.title for table in sheet.tables} | set(sheet.sign_off)
    for table in sheet.tables:
        words |= {word for column in table.columns for word in (column.title, *column.choices)}

    assert set() == words - {*TITLES, *WORDS}
