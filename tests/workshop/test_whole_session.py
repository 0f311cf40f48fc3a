"""The four hours of the showcase, played in browsers from the first question to the report, with what may go wrong."""

from __future__ import annotations

import shutil
import time
from datetime import date
from pathlib import Path

import pytest

from flowtrim.formats import read
from tests.workshop.conftest import Client, Server

SHOWCASE = Path(__file__).parents[2] / "samples" / "billing-question" / "process.yml"


@pytest.fixture
def server(tmp_path):
    running = Server(Path(shutil.copy(SHOWCASE, tmp_path / "process.yml")))
    yield running
    running.kill()


class Play:
    """Everybody in the room: a facilitator, the projector and three phones."""

    def __init__(self, screen, server) -> None:
        self.expect = pytest.importorskip("playwright.sync_api").expect
        self.server = server
        self.facilitator = screen(server.facilitator)
        self.room = screen(server.room, width=1920, height=1080)
        self.phones = [screen(server.url, width=390, height=844) for _ in range(3)]
        for phone, role in zip(self.phones, ("Care agent", "Team leader", ""), strict=True):
            phone.locator("#role").select_option(role)
            phone.get_by_role("button", name="Join").click()
            phone.locator("#inside").wait_for()

    def state(self) -> dict:
        return self.facilitator.evaluate("async () => (await fetch('/state/facilitator')).json()")

    def ask(self, question: dict) -> None:
        self.facilitator.locator("#agenda button").nth(self._place(question)).click()
        self.expect(self.room.locator("#question")).to_have_text(question["text"])

    def _place(self, question: dict) -> int:
        return [one["key"] for one in self.state()["agenda"]].index(question["key"])

    def talk(self) -> None:
        """Let a phone answer in silence, then show it, and vote."""
        phone = self.phones[0]
        phone.locator("#answer").fill("Nobody could say.")
        phone.get_by_role("button", name="Send").first.click()
        self.expect(self.room.locator("#answers li")).to_have_count(0)
        self.facilitator.locator("#reveal").click()
        self.expect(self.room.locator("#answers li")).to_have_text(["Nobody could say."])
        self.facilitator.locator("#vote").click()
        phone.get_by_role("button", name="Drop").click()
        self.facilitator.locator("#counted").click()
        self.expect(self.room.locator("#totals")).to_contain_text("Drop")

    def decide(self, question: dict) -> None:
        """Keep what has a reason, drop a step that has none, and answer what is asked of the whole."""
        has_none = "Nobody" in question["because"] or "no answer" in question["because"]
        if question["kind"] == "step" and question["topic"] == "why" and has_none:
            self._submit("drop", "Nobody could say what it is for.")
        else:
            self._submit("keep", "two working days, says the board" if question["kind"] == "process" else "")

    def _submit(self, verb: str, why: str) -> None:
        """Decide, and decide again where something was said against it."""
        page, before = self.facilitator, self.state()["version"]
        page.locator("#verb").select_option(verb)
        page.locator("#why").fill(why)
        page.locator("#decide").click()
        until(lambda: page.locator("#against li").count() or self.state()["version"] > before)
        if self.state()["version"] == before:
            page.locator("#decide").click()
            until(lambda: self.state()["version"] > before)


def test_the_whole_session_of_the_showcase(screen, server):
    play = Play(screen, server)
    questions = 0
    while (asked := next((one for one in play.state()["agenda"] if not one["settled"]), None)) and questions < 120:
        questions += 1
        play.ask(asked)
        now = {**play.state()["question"], "topic": asked["key"].rpartition(":")[2]}
        if questions <= 3:
            play.talk()
        play.decide(now)
        if questions == 5:
            asleep(play)
        if questions == 8:
            killed(play, server)
        if questions == 12:
            lost_and_regained(play, server)
    assert questions > 30
    figures = play.state()["figures"]
    assert figures["steps"][0] == 31 > figures["steps"][1]

    edited = server.file.read_text(encoding="utf-8") + "# mine\n"
    server.file.write_text(edited, encoding="utf-8")
    play.facilitator.locator("#end").click()
    play.expect(play.room.locator("#question")).to_have_text("The session is over. Thank you.")

    result = server.file.with_name("process-workshop.yml")
    until(lambda: server.file.with_name("process-workshop.checklist.xlsx").exists())
    assert edited == server.file.read_text(encoding="utf-8")
    assert read(result, today=date(2099, 1, 1)).process.plans[-1].changes
    assert "Nobody could say." in server.file.with_name("process-workshop.md").read_text(encoding="utf-8")
    assert [] == [line for page in (play.facilitator, play.room) for line in page.said if "Failed to" not in line]


def asleep(play) -> None:
    """A phone sleeps, and is the same one when it wakes."""
    phone = play.phones[2]
    phone.goto("about:blank")
    phone.goto(play.server.url)
    phone.locator("#inside").wait_for()
    assert 3 == play.state()["joined"]


def killed(play, server) -> None:
    """The server is killed and started again: everything that was confirmed is there, and everybody comes back."""
    before = play.state()["figures"]
    server.kill()
    server.start()
    play.facilitator.goto(server.facilitator)
    play.room.goto(server.room)
    for phone in play.phones:
        phone.goto(server.url)
    play.facilitator.locator("#agenda button").first.wait_for()
    assert before == play.state()["figures"]


def lost_and_regained(play, server) -> None:
    """The facilitator hands over to a phone, and regains the lead by the secret of the terminal."""
    play.facilitator.locator("#devices button").first.click()
    play.expect(play.facilitator.locator("#warning")).not_to_have_text("")
    regained = Client(server)
    assert 204 == regained.ask("/enter", {"secret": server.facilitator.partition("#")[2]})[0]
    play.facilitator.goto(server.facilitator)
    play.facilitator.locator("#agenda button").first.wait_for()


def until(holds) -> None:
    end = time.monotonic() + 60
    while not holds() and time.monotonic() < end:
        time.sleep(0.05)
    assert holds()
