"""The review as one page: what is urgent comes first, is sifted, and asks nothing of the network."""

from __future__ import annotations

import re

import pytest

from flowtrim.formats import loads
from flowtrim.reports.review_report.review_html import as_html
from flowtrim.review.agenda import agenda
from flowtrim.review.state import state_of
from tests.days import TODAY

LATE = """
process: Refund
owner: Head of Care
reviewed: 2023-01-01
volume: 1200/year
steps:
  - {name: Check, owner: Clerk, takes: 5m}
  - {name: Pay, owner: Payroll, why: none}
kpis:
  - {name: Answers, reviewed: 2022-01-01}
  - {name: Days to pay, reviewed: 2026-06-01, what: From claim to payment., why: They lent us the money., action: Pay on Fridays too.}
"""
FRESH = "process: Claim\nreviewed: 2026-06-01\nsteps:\n  - {name: Look, owner: Clerk}\n"
HOSTILE = """
process: "</title><script>document.title = 'owned'</script>"
owner: "<img src=http://evil.example/o onerror=document.title='owned'>"
steps:
  - {name: "</style><img src=x onerror=\\"document.title='owned'\\">", owner: "\\" onclick=\\"x"}
  - {name: "LONG", owner: "\\" onclick=\\"x"}
kpis:
  - {name: "\\"><script>document.title = 'owned'</script>\\u202Eevil"}
""".replace("LONG", "w" * 5_000)


def page_of(*texts: str, steps: bool = False) -> str:
    states = (
        state_of(loads(text, file=f"p{n}.yml", today=TODAY).process, file=f"p{n}.yml", today=TODAY, steps=steps)
        for n, text in enumerate(texts)
    )
    return as_html(agenda(states, today=TODAY), steps=steps)


def words(html: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", html[html.index("<body>") : html.index("<script>")]).split())


def test_what_is_to_be_reviewed_now_is_said_first():
    assert "Review on 2026-11-22 ✗ 1 process and 1 KPI to review now" in words(page_of(FRESH, LATE))


def test_where_nothing_is_overdue_it_says_so():
    assert "✓ Nothing is overdue" in words(page_of(FRESH))


def test_processes_and_kpis_come_by_urgency_with_their_figures():
    told = words(page_of(FRESH, LATE))

    assert (
        "Refund p1.yml · ask first ✗ overdue 2024-01-01 2023-01-01 46 months ago 1 2 1 2 Head of Care Claim p0.yml · ask first ✓"
        in told
    )
    assert "Answers ✗ overdue 2023-07-01 2022-01-01 58 months ago no decision Refund p1.yml Days to pay From" in told


def test_a_kpi_says_what_it_measures_why_and_which_action_it_leads_to():
    told = words(page_of(LATE))

    assert "Days to pay From claim to payment. They lent us the money. ✓ in time" in told
    assert "5 months ago Pay on Fridays too. Refund p0.yml" in told


def test_kpis_without_a_decision_and_busy_roles_have_places_of_their_own():
    told = words(page_of(FRESH, LATE))

    assert "No action is written down that they lead to. Answers Refund Roles" in told
    assert "Clerk 2 2 100 Hours as far" in told


def test_steps_are_told_when_asked_for():
    assert "Step by step" not in page_of(LATE)
    assert "Step by step Refund p0.yml Step Review Due Last reviewed 1 Check ✗ overdue 2024-01-01" in words(
        page_of(LATE, steps=True)
    )


def test_nothing_in_the_page_asks_for_another_file_and_it_is_the_same_every_time():
    html = page_of(HOSTILE, LATE, steps=True)

    assert [] == re.findall(r'(?:src|href)="(?!#)|url\(|@import', html)
    assert "\u202e" not in html
    assert html == page_of(HOSTILE, LATE, steps=True)


def test_an_agenda_of_nothing_is_a_page_too():
    assert "Looked at: 0 processes." in words(page_of())


def test_each_list_is_sifted_and_sorted_for_itself(shown):
    page = shown(page_of(FRESH, LATE))
    processes, kpis = page.locator("#processes tbody tr:visible"), page.locator("#kpis tbody tr:visible")
    page.locator("#processes").get_by_label("Show").select_option("overdue")

    assert (1, 2) == (processes.count(), kpis.count())
    assert "1 shown" == page.locator("#processes output").text_content()
    page.locator("#processes").get_by_label("Show").select_option("")
    page.locator("#processes").get_by_label("Sort by").select_option("name")
    assert processes.first.inner_text().startswith("Claim")
    page.locator("#processes").get_by_label("Sort by").select_option("-steps")
    assert processes.first.inner_text().startswith("Refund")
    page.locator("#kpis").get_by_label("Search").fill("fridays")
    assert 1 == kpis.count()
    page.locator("#kpis").get_by_label("Search").fill("mondays")
    assert 0 == kpis.count()
    assert [] == page.said


def test_of_a_great_many_the_most_urgent_are_shown_until_somebody_asks_for_all(shown):
    page = shown(page_of(*(FRESH.replace("Claim", f"Claim {n}") for n in range(120))))
    rows = page.locator("#processes tbody tr:visible")

    assert 100 == rows.count()
    page.get_by_role("button", name="Show all 120").click()
    assert 120 == rows.count()


def test_hostile_names_run_nothing_and_ask_for_nothing(shown):
    page = shown(page_of(HOSTILE, steps=True))

    assert "Review on 2026-11-22: 1 process and 1 KPI to review now" == page.title()
    assert [] == page.asked
    assert [] == page.said


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1920])
@pytest.mark.parametrize("texts", [(FRESH, LATE), (HOSTILE,), ()], ids=["claim", "hostile", "empty"])
def test_axe_finds_nothing_that_shuts_anybody_out(shown, violations, texts, width, scheme):
    page = shown(page_of(*texts, steps=True), viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")

    assert [] == violations(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_paper_shows_every_row_and_nothing_to_press(shown):
    page = shown(page_of(FRESH, LATE))
    page.locator("#processes").get_by_label("Search").fill("no such words")
    page.emulate_media(media="print")

    assert 2 == page.locator("#processes tbody tr:visible").count()
    assert not page.get_by_label("Search").first.is_visible()


def test_without_a_script_everything_can_be_read(shown):
    page = shown(page_of(FRESH, LATE), java_script_enabled=False)

    assert 2 == page.locator("#processes tbody tr:visible").count()
    assert not page.get_by_label("Search").first.is_visible()
