from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

import flowtrim.reports.document.folder as folder
from flowtrim.drawings import DrawingError
from flowtrim.reports.document.folder import as_page as as_html
from tests.reports.claims import CLAIM, LEAN

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


LONG = "Write a letter made up of the standard paragraphs that fit the case, and of what the caller said on the phone"


def test_names_are_told_in_full_where_there_is_room(analysed):
    said = as_html(
        analysed(
            f"process: Claim\nsteps:\n- {{name: '{LONG}', owner: Clerk, takes: 10m}}\n- {{name: Pay, owner: Bank}}\n"
        )
    )
    words = re.sub(r"<(style|script|svg).*?</\1>", "", said, flags=re.DOTALL)

    assert "…" not in words
    assert f"<p>1 {LONG}</p>" in words


def test_what_needs_the_width_of_the_page_has_it(analysed):
    said = as_html(analysed(CLAIM.replace("name: Stamp", f"takes: 2h, name: '{LONG}'")))
    long = re.findall(r'<div class="long"><dt>([^<]*)</dt>', said)
    short = re.findall(r"<div><dt>([^<]*)</dt>", said)

    assert "Path" in long, (long, short)
    assert "Size" in short or "Handoffs" in short


def test_steps_are_told_by_number_whatever_their_order_in_the_file(analysed):
    text = """process: Claim
steps:
  - {id: ask, name: Ask, owner: Bank, next: [{to: refuse, share: 50%}, {to: pay, share: 50%}]}
  - {id: pay, name: Pay, owner: Bank, next: [{to: end}]}
  - {id: refuse, name: Refuse, owner: Bank}
"""
    cards = re.findall(r'<details class="card"[^>]*>\s*<summary><strong>(\d+) ', as_html(analysed(text)))

    assert ["1", "2", "3"] == cards


def test_many_seconds_have_a_separator(analysed, monkeypatch):
    def refuse(*_):
        raise DrawingError("no Graphviz")

    monkeypatch.setattr(folder, "painted", refuse)
    steps = "".join(f"  - {{name: Ask for all that is missing in part {n}, owner: Clerk}}\n" for n in range(400))
    html = as_html(analysed(f"process: Claim\nsteps:\n{steps}"))

    assert re.search(r"\b\d,\d{3}(\.\d+)? s; a ride lasts 60 s", html)
