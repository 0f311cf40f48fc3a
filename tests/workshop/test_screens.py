"""A round as people see it, in a real browser under the strict policy."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import pytest

from flowtrim.workshop.page_words import words
from tests.workshop.conftest import AXE


def test_a_round_is_played_in_browsers_from_question_to_decision(screen, server):
    expect = pytest.importorskip("playwright.sync_api").expect
    facilitator, room = screen(server.facilitator), screen(server.room, width=1920, height=1080)
    phone = screen(server.url, width=390, height=844)
    phone.locator("#role").select_option("Clerk")
    phone.get_by_role("button", name="Join").click()
    facilitator.get_by_role("button", name="Why does '2 Stamp the claim' exist?").click()
    phone.locator("#answer").fill("It was always so.")
    phone.get_by_role("button", name="Send").first.click()
    expect(room.locator("#count")).to_have_text("1 of 1 have answered")
    expect(room.locator("#answers li")).to_have_count(0)
    expect(room.locator("#close svg")).to_be_visible()
    assert [] == room.evaluate("[...document.querySelectorAll('.picture')].filter(e => e.scrollWidth > e.clientWidth)")
    facilitator.get_by_role("button", name="Show the answers").click()
    expect(room.locator("#answers li")).to_have_text(["It was always so."])
    facilitator.get_by_role("button", name="Vote").click()
    phone.get_by_role("button", name="Drop").click()
    expect(room.locator("#count")).to_have_text("1 of 1 have voted")
    facilitator.get_by_role("button", name="Show the votes").click()
    expect(room.locator("#totals")).to_contain_text("Drop1")
    facilitator.locator("#verb").select_option("drop")
    facilitator.locator("#why").fill("Nobody looks at it.")
    facilitator.locator("#decide").click()
    expect(room.locator("#figures tr").first).to_have_text("Steps43")
    expect(room.locator('#map [data-step="stamp"]')).to_have_count(0)
    room.locator("#switch").click()
    expect(room.locator('#map [data-step="stamp"]')).to_have_count(1)
    expect(room.locator('#map [data-step="stamp"]')).to_have_count(0)
    assert [] == [*facilitator.said, *room.said, *phone.said]


def test_a_phone_that_sleeps_keeps_its_answer(screen, server, facilitator):
    expect = pytest.importorskip("playwright.sync_api").expect
    phone = screen(server.url, width=390, height=844)
    phone.get_by_role("button", name="Join").click()
    facilitator.lead("asked", question="step:stamp:why")
    phone.locator("#answer").fill("Habit.")
    phone.get_by_role("button", name="Send").first.click()
    expect(phone.locator("#said")).to_contain_text("Kept.")
    phone.goto("about:blank")
    phone.goto(server.url)

    expect(phone.locator("#answer")).to_have_value("Habit.")


PANELS = "[...document.querySelectorAll('aside > *')].filter(e => !e.hidden).map(e => e.getBoundingClientRect())"


def test_what_a_room_looks_at_ends_where_its_screen_does(screen, server, facilitator):
    facilitator.lead("asked", question="step:stamp:why")
    room = screen(server.room, width=1920, height=1080)
    room.locator("#map svg").wait_for()
    room.wait_for_timeout(500)

    assert 1080 == room.evaluate("document.documentElement.scrollHeight")
    assert (
        room.evaluate(
            "Math.max(...[...document.querySelectorAll('.picture svg')].map(e => e.getBoundingClientRect().bottom))"
        )
        <= 1080
    )


@pytest.mark.parametrize("width", [390, 1366])
def test_no_panel_of_the_facilitator_lies_upon_another_one(screen, server, width):
    page = screen(server.facilitator, width=width, height=844)
    page.locator("#agenda button").first.wait_for()
    panels = page.evaluate(PANELS)

    assert [] == [(a, b) for a, b in pairwise(panels) if a["bottom"] > b["top"]]


def test_whom_a_reason_serves_is_asked_in_the_language_of_the_process():
    said = words("de")

    assert ["Kunde", "Gesetz", "Vertrag", "Risiko"] == [said[name] for name in ("customer", "law", "contract", "risk")]


def test_a_facilitator_reads_that_the_session_is_over(screen, server):
    expect = pytest.importorskip("playwright.sync_api").expect
    page = screen(server.facilitator)
    page.locator("#agenda button").first.wait_for()
    page.get_by_role("button", name="End and write the report").click()

    expect(page.locator("#question")).to_have_text("The session is over. Thank you.")


def test_what_is_longer_than_its_panel_fades_until_its_end_is_seen(screen, server):
    page = screen(server.facilitator, width=1366, height=500)
    page.locator("#agenda button").first.wait_for()
    page.locator("#agenda.more").wait_for()
    page.evaluate("document.getElementById('agenda').scrollTop = 1e6")

    page.locator("#agenda:not(.more)").wait_for()


@pytest.mark.skipif(not AXE.is_file(), reason="NODE_PATH names no axe-core")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("which", ["room", "facilitator", "url"])
def test_nobody_is_shut_out_of_a_screen(screen, server, facilitator, which, scheme):
    facilitator.lead("asked", question="step:stamp:why")
    page = screen(getattr(server, which), color_scheme=scheme)
    page.locator("button").first.wait_for(state="attached")
    page.wait_for_timeout(1000)
    page.evaluate(AXE.read_text())

    found = page.evaluate("axe.run()")["violations"]

    assert [] == [f"{one['id']}: {node['html'][:150]}" for one in found for node in one["nodes"]]


def test_a_session_is_played_back_on_the_rooms_screen_by_the_arrow_keys(screen, server, facilitator):
    expect = pytest.importorskip("playwright.sync_api").expect
    facilitator.lead("asked", question="step:stamp:why")
    facilitator.lead("decided", verb="drop", at="stamp", because="Nobody looks at it.")
    server.kill()
    command = [sys.executable, "-u", "-m", "flowtrim", "workshop", str(server.file), "--replay", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as again:
        room = screen(again.stdout.readline().split()[1])
        expect(room.locator("#clock")).to_have_text("1 / 3")
        expect(room.locator("#figures tr").first).to_have_text("Steps44")
        room.keyboard.press("ArrowRight")
        expect(room.locator("#question")).to_have_text("Why does '2 Stamp the claim' exist?")
        room.keyboard.press("ArrowRight")
        expect(room.locator("#figures tr").first).to_have_text("Steps43")
        room.keyboard.press("Home")
        expect(room.locator("#figures tr").first).to_have_text("Steps44")
        again.terminate()
    server.start()


def tab_to(page, name: str) -> None:
    """Go by the tab key to what has that id."""
    for _ in range(150):
        if page.evaluate("document.activeElement.id") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the tab key never reaches {name}")


def test_a_round_is_played_by_keys_alone(screen, server):
    expect = pytest.importorskip("playwright.sync_api").expect
    facilitator, room = screen(server.facilitator), screen(server.room)
    phone = screen(server.url, width=390, height=844)
    phone.locator("#joining").wait_for()
    tab_to(phone, "role")
    phone.keyboard.type("Clerk")
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    phone.locator("#inside").wait_for()

    agenda = facilitator.locator("#agenda button", has_text="Why does '2 Stamp the claim' exist?")
    agenda.focus()
    facilitator.keyboard.press("Enter")
    phone.locator("#answer").wait_for()
    tab_to(phone, "answer")
    phone.keyboard.type("Habit.")
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    expect(room.locator("#count")).to_have_text("1 of 1 have answered")
    for button in ("reveal", "vote"):
        tab_to(facilitator, button)
        facilitator.keyboard.press("Enter")
        facilitator.locator(f"#{button}").wait_for(state="hidden")
    tab_to(facilitator, "verb")
    facilitator.keyboard.type("Drop")
    tab_to(facilitator, "why")
    facilitator.keyboard.type("Nobody looks at it.")
    tab_to(facilitator, "decide")
    facilitator.keyboard.press("Enter")

    expect(room.locator("#figures tr").first).to_have_text("Steps43")


def test_single_keys_lead_a_round(screen, server, phone):
    expect = pytest.importorskip("playwright.sync_api").expect
    facilitator, room = screen(server.facilitator), screen(server.room)
    facilitator.locator("#agenda button").first.wait_for()
    facilitator.keyboard.press("n")
    facilitator.locator("#reveal").wait_for()
    phone("Clerk")
    for key, then in (("r", "vote"), ("v", "counted")):
        facilitator.keyboard.press(key)
        facilitator.locator(f"#{then}").wait_for()
    facilitator.keyboard.press("c")
    facilitator.locator("#counted").wait_for(state="hidden")
    facilitator.get_by_role("button", name="Why does '2 Stamp the claim' exist?").click()
    facilitator.locator("#verb option[value=drop]").wait_for(state="attached")
    facilitator.locator("h1").click()
    facilitator.keyboard.press("d")
    facilitator.keyboard.type("Drop")
    facilitator.locator("#decide").click()
    expect(room.locator("#figures tr").first).to_have_text("Steps43")
    facilitator.locator("h1").click()
    facilitator.keyboard.press("u")
    expect(room.locator("#figures tr").first).to_have_text("Steps44")


def test_somebody_who_joins_takes_neither_the_keyboard_nor_a_half_made_click_from_the_facilitator(
    screen, server, phone
):
    facilitator = screen(server.facilitator)
    agenda = facilitator.locator("#agenda button", has_text="Why does '2 Stamp the claim' exist?")
    agenda.focus()
    agenda.hover()
    facilitator.mouse.down()

    phone("Clerk")
    facilitator.locator("#devices li").first.wait_for()
    facilitator.mouse.up()

    facilitator.locator("#deciding").wait_for()
    assert "Why does '2 Stamp the claim' exist?" == facilitator.evaluate("document.activeElement.textContent")
    assert "Why does '2 Stamp the claim' exist?" == facilitator.locator("#question").inner_text()
