"""The picture of a report in the README: ``python docs/pictures.py`` takes it anew, with Debian's Chromium.

It shows the showcase beside what trimming makes of it. It is taken by hand, since fonts and browsers differ by a pixel.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from flowtrim.cli import front, run

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "report.png"
DAY = date(2026, 11, 24)
BROWSER = "/usr/bin/chromium"


def take(page: Path) -> None:
    """Photograph the first screen of a report, as wide as a README is read."""
    with sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        tab = chromium.new_context(offline=True, viewport={"width": 1360, "height": 1000}).new_page()
        tab.goto(page.as_uri())
        tab.screenshot(path=PICTURE)
        chromium.close()


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        showcase = ROOT / "samples" / "billing-question" / "process.yml"
        run(front, ["trim", str(showcase), "-o", folder, "--today", DAY.isoformat()])
        take(Path(folder, "report.html"))
