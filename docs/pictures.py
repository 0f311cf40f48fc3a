"""The pictures of the README: ``python docs/pictures.py`` takes them anew, with Debian's Chromium.

Before and after of a sample are drawn by the program, and a test says when they are no longer what it draws. The
picture of the report is taken by hand, since fonts and browsers differ by a pixel.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from docs.gallery import DAY, SAMPLES, pictures, sample  # noqa: E402
from flowtrim.cli import front, run  # noqa: E402

DOCS = ROOT / "docs"
REPORTED = SAMPLES / "billing-question" / "process.yml"
DRAWN = SAMPLES / "wrong-dish" / "process.yml"
"""A sample whose pictures can be read in a column of text."""

BROWSER = "/usr/bin/chromium"


def draw() -> dict[Path, bytes]:
    """Return before and after of a sample, by the files that the README shows."""
    return {DOCS / f"{side}.svg": picture for side, picture in pictures(sample(DRAWN)).items()}


def take(page: Path) -> None:
    """Photograph the first screen of a report, as wide as a README is read."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        tab = chromium.new_context(offline=True, viewport={"width": 1360, "height": 1000}).new_page()
        tab.goto(page.as_uri())
        tab.screenshot(path=DOCS / "report.png")
        chromium.close()


if __name__ == "__main__":
    for file, picture in draw().items():
        file.write_bytes(picture)
    with TemporaryDirectory() as folder:
        run(front, ["trim", str(REPORTED), "-o", folder, "--today", DAY.isoformat()])
        take(Path(folder, "report.html"))
