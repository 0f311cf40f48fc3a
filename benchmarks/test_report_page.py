"""The report of a hundred steps on a screen: how large the page is, and how soon a reader can touch it.

What is timed is a real browser without a network, from the order to open the page until its script has run and a step
answers a click; the browser itself is running already. The step stands in the middle of the drawing.
"""

import re
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from benchmarks.drawn import drawn_process
from flowtrim.analysis import analyse
from flowtrim.formats import loads
from flowtrim.measures import Survey
from flowtrim.redesign import trim
from flowtrim.reports.document.folder import as_page

STEPS = 100
MOST_BYTES = 1_000_000
MOST_SECONDS = 1.0
TODAY = date(2026, 11, 22)
BROWSER = Path("/usr/bin/chromium")


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> Path:
    """The heaviest page that there is: before, after and what changes, with a proposal that drops every third step."""
    asked_in_vain = re.sub(r"name: (Look|File|Write)[^,]*", r"\g<0>, why: none", drawn_process(STEPS))
    document = loads(asked_in_vain, file="drawn.yml", today=TODAY)
    proposal = trim(Survey(document.process, today=TODAY))
    assert len(proposal.changes) > STEPS / 4
    analysis = replace(analyse(document, today=TODAY, plan=proposal.plan("Trim")), proposal=proposal)
    file = tmp_path_factory.mktemp("page") / "report.html"
    file.write_text(as_page(analysis), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def tab():
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=str(BROWSER), args=["--no-sandbox"])
        yield chromium.new_context(offline=True, viewport={"width": 1920, "height": 1080}).new_page()
        chromium.close()


def test_the_page_of_a_hundred_steps_is_under_a_megabyte(report):
    size = report.stat().st_size
    print(f"\n{size / 1000:.0f} kB")

    assert size < MOST_BYTES


@pytest.mark.benchmark(group="a page of 100 steps answers within a second")
def test_a_step_answers_within_a_second(benchmark, report, tab):
    def open_and_ask() -> None:
        tab.goto(report.as_uri())
        tab.evaluate(
            """() => {
                const steps = [...document.querySelectorAll("[data-picture]:not([hidden]) [data-step]")];
                steps[steps.length >> 1].dispatchEvent(new MouseEvent("click", {bubbles: true}));
                return new Promise(requestAnimationFrame);
            }"""
        )

    benchmark.pedantic(open_and_ask, rounds=5, warmup_rounds=1)

    assert tab.locator("dialog").is_visible()
    assert benchmark.stats.stats.min < MOST_SECONDS
