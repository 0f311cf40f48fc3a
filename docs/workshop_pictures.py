"""The pictures of the workshop's tutorial; ``python docs/workshop_pictures.py`` takes them anew, with Chromium.

A round is played on the showcase: a question, an answer from a phone, and a vote. They are taken by hand, since fonts
and browsers differ by a pixel.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
SHOWCASE = ROOT / "samples" / "billing-question" / "process.yml"
BROWSER = "/usr/bin/chromium"
QUESTION = "Why does '4 Attach the recording of the whole call to the ticket' exist?"


@contextmanager
def workshop(file: Path) -> Iterator[list[str]]:
    """Start a workshop, and yield the addresses of facilitator, room and phones."""
    command = [sys.executable, "-u", "-m", "flowtrim", "workshop", str(file), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            yield [(server.stdout or sys.stdin).readline().split()[1] for _ in range(3)]
        finally:
            server.terminate()


def screen(browser: Browser, address: str, width: int, height: int) -> Page:
    """Open a screen of that size."""
    page = browser.new_context(viewport={"width": width, "height": height}, locale="en").new_page()
    page.goto(address)
    return page


def play(browser: Browser, facilitator_at: str, room_at: str, phone_at: str) -> dict[str, Page]:
    """Play a round up to the votes, and return the screens."""
    facilitator = screen(browser, facilitator_at, 1366, 900)
    room = screen(browser, room_at, 1920, 1080)
    phone = screen(browser, phone_at, 390, 844)
    phone.locator("#role").select_option("Care agent")
    phone.get_by_role("button", name="Join").click()
    facilitator.get_by_role("button", name=QUESTION).click()
    phone.locator("#answer").fill("Somebody once had to listen to a call again, years ago.")
    phone.get_by_role("button", name="Send").first.click()
    facilitator.locator("#reveal").click()
    facilitator.locator("#vote").click()
    phone.get_by_role("button", name="Drop").click()
    facilitator.locator("#counted").click()
    room.locator("#close svg").wait_for()
    room.wait_for_timeout(1500)
    return {"facilitator": facilitator, "room": room, "phone": phone}


def take() -> None:
    """Play a round, and photograph each screen."""
    with TemporaryDirectory() as folder, sync_playwright() as running:
        browser = running.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        with workshop(Path(shutil.copy(SHOWCASE, folder))) as addresses:
            for name, page in play(browser, *addresses).items():
                page.screenshot(path=ROOT / "docs" / f"workshop-{name}.png")
        browser.close()


if __name__ == "__main__":
    take()
