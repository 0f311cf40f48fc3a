from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

import flowtrim.reports.folder as folder
from flowtrim.drawings import DrawingError
from flowtrim.reports.folder import as_page as as_html

BROWSER = Path("/usr/bin/chromium")
CLAIM = """\
process: Expense claim
why: Travellers get their money back.
steps:
  - {name: Fill in, owner: Employee, why: Only the traveller knows what was paid.}
  - {name: Stamp, owner: Clerk, why: none}
  - {name: Approve, owner: Manager, kind: approve, waits: 1d, informs: [Clerk]}
"""
LEAN = """\
process: Lean claim
steps:
  - {name: Fill in, owner: Employee, why: Only the traveller knows what was paid.}
"""
HOSTILE = r"""
process: "</title><script>document.title = 'owned'</script>"
steps:
  - {id: a, name: "</style><img src=x onerror=\"document.title='owned'\">", owner: "\" onclick=\"x", why: "</script><b>{{ 7 * 7 }}"}
  - {id: b, name: "\u202Eevil", owner: "<svg onload=x>"}
"""


class Structure(HTMLParser):
    """Collects the tags, ids and attributes of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.names: set[str] = set()
        self.ids: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags[tag] += 1
        self.names |= {name for name, _ in attrs}
        self.ids += [value for name, value in attrs if name == "id"]


def test_the_verdict_is_the_first_thing_said(analysed):
    html = as_html(analysed(CLAIM))

    assert html.index("1 ride: it fits") < html.index("<main")


def test_nothing_in_the_page_asks_for_another_file(analysed):
    html = as_html(analysed(CLAIM, after=LEAN))

    assert [] == re.findall(r'(?:src|href)="(?!#)|url\(|@import', html)
    assert "default-src 'none'" in html


def test_ids_are_unique_though_a_step_is_drawn_three_times(analysed):
    ids = Structure(as_html(analysed(CLAIM, after=LEAN))).ids

    assert len(ids) == len(set(ids))


def test_one_process_has_one_picture(analysed):
    assert 'data-picture="1"' not in as_html(analysed(CLAIM))


def test_before_and_after_can_be_switched(analysed):
    html = as_html(analysed(CLAIM, after=LEAN))

    assert all(f">{label}</button>" in html for label in ("Before", "After", "What changes"))


def test_hostile_names_add_no_tag_and_no_handler(analysed):
    page = Structure(as_html(analysed(HOSTILE)))

    assert (1, 1, 0) == (page.tags["script"], page.tags["style"], page.tags["img"])
    assert not {"onerror", "onclick", "onload"} & page.names


def test_marks_that_turn_the_direction_of_reading_are_shown_as_signs(analysed):
    assert "\u202e" not in as_html(analysed(HOSTILE))


def test_the_same_process_makes_the_same_page(analysed):
    assert as_html(analysed(CLAIM)) == as_html(analysed(CLAIM))


def test_an_empty_process_has_a_page_too(analysed):
    assert "No steps yet" in as_html(analysed("process: Nothing\nsteps: []\n"))


def test_a_hundred_steps_stay_under_a_megabyte(analysed):
    steps = "".join(f"  - {{name: Step {n}, owner: Role {n % 12}}}\n" for n in range(100))

    assert len(as_html(analysed(f"process: Long\nsteps:\n{steps}")).encode()) < 1_000_000


def test_where_no_picture_can_be_made_the_rest_is_told(analysed, monkeypatch):
    def refuse(*_):
        raise DrawingError("no Graphviz")

    monkeypatch.setattr(folder, "painted", refuse)
    html = as_html(analysed(CLAIM))

    assert "No picture could be made" in html
    assert "Fill in" in html


@pytest.fixture(scope="module")
def browser():
    """A real browser without a network."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not BROWSER.exists():
        pytest.skip("chromium is not installed")
    with playwright.sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=str(BROWSER), args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def opened(browser, analysed, tmp_path):
    """Open the report on a process in the browser; what the console says is collected as ``said``."""
    contexts = []

    def make(text: str, **options):
        (tmp_path / "report.html").write_text(as_html(analysed(text, after=options.pop("after", None))))
        contexts.append(browser.new_context(offline=True, **options))
        page = contexts[-1].new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.goto((tmp_path / "report.html").as_uri())
        return page

    yield make
    for context in contexts:
        context.close()


def test_the_browser_has_nothing_to_complain_about(opened):
    page = opened(CLAIM, after=LEAN)

    assert "yes" == page.evaluate("document.documentElement.dataset.ready")
    assert [] == page.said


def test_a_click_on_a_step_shows_its_owner_and_why(opened):
    page = opened(CLAIM)
    page.locator("[data-step='fill-in']").click()

    told = page.locator("dialog").inner_text()
    assert "Employee" in told
    assert "Only the traveller knows" in told


def test_a_step_is_asked_with_the_keyboard_too(opened):
    page = opened(CLAIM)
    page.locator("[data-step='stamp']").focus()
    page.keyboard.press("Enter")

    assert page.locator("dialog").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("dialog").is_visible()


def test_the_after_picture_takes_the_place_of_the_one_before(opened):
    page = opened(CLAIM, after=LEAN)
    page.locator("#picture").get_by_role("button", name="After", exact=True).click()

    assert [False, True, False] == [view.is_visible() for view in page.locator("[data-picture]").all()]


def test_the_picture_zooms_and_fits_again(opened):
    page = opened(CLAIM)
    whole = page.locator("figure svg").get_attribute("viewBox")
    page.get_by_role("button", name="Larger").click()

    assert whole != page.locator("figure svg").get_attribute("viewBox")
    page.get_by_role("button", name="Fit").click()
    assert [float(n) for n in whole.split()] == [
        float(n) for n in page.locator("figure svg").get_attribute("viewBox").split()
    ]


def test_reading_aloud_lights_up_the_first_sentence(opened):
    page = opened(CLAIM)
    page.get_by_role("button", name="Read it aloud").click()

    assert "Expense claim." == page.locator(".now").inner_text()


def test_findings_are_sifted_by_their_words(opened):
    page = opened(CLAIM)
    page.get_by_label("Search").fill("no such words anywhere")

    assert "0 shown" == page.locator("#shown").inner_text()


def test_hostile_names_do_nothing_in_a_browser(opened):
    page = opened(HOSTILE)
    page.locator("[data-step='a']").click()

    assert "owned" != page.title()
    assert [] == page.said


@pytest.mark.parametrize("width", [390, 1920])
def test_the_page_is_never_wider_than_the_screen(opened, width):
    page = opened(CLAIM, after=LEAN, viewport={"width": width, "height": 800})

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_paper_shows_every_picture_and_no_buttons(opened):
    page = opened(CLAIM, after=LEAN)
    page.emulate_media(media="print")

    assert all(view.is_visible() for view in page.locator("[data-picture]").all())
    assert not page.get_by_role("button", name="Read it aloud").is_visible()


def test_without_a_script_everything_can_be_read(opened):
    page = opened(CLAIM, java_script_enabled=False)

    assert page.locator("[data-card] summary").first.is_visible()
    assert not page.locator("#search").is_visible()
