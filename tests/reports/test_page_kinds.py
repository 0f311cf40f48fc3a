"""Pages of every kind that the program writes: nobody is shut out of any, in light and in dark, on a phone."""

import pytest

from flowtrim.cli import front, run
from tests.cli.every_command import lay_out
from tests.days import ON_THE_DAY

PAGES = {
    "report": ["analyze", "p.yml", "--plan", "Leaner"],
    "trim": ["trim", "p.yml"],
    "compare": ["compare", "p.yml", "q.yml"],
    "review": ["review", "p.yml", "--steps"],
    "checklist": ["checklist", "p.yml"],
    "cards": ["cards", "p.yml"],
    "evidence": ["evidence", "p.yml", "log.csv"],
    "history": ["history", "p.yml"],
}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    lay_out(folder)
    return folder


@pytest.mark.parametrize("kind", PAGES)
def test_axe_finds_nothing_on_pages_of_any_kind(kind, place, shown, violations, monkeypatch, capsys):
    monkeypatch.chdir(place)
    run(front, [*PAGES[kind], "--format", "html", *ON_THE_DAY])
    html = capsys.readouterr().out

    for scheme, width in (("light", 1280), ("dark", 390)):
        page = shown(html, color_scheme=scheme, viewport={"width": width, "height": 800})
        assert [] == violations(page), scheme
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("kind", PAGES)
def test_pages_of_any_kind_are_dark_on_a_dark_screen_and_white_on_paper(kind, place, shown, monkeypatch, capsys):
    monkeypatch.chdir(place)
    run(front, [*PAGES[kind], "--format", "html", *ON_THE_DAY])
    page = shown(capsys.readouterr().out, color_scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/g).slice(0, 3).map(Number)"

    assert max(page.evaluate(ground)) < 64
    page.emulate_media(media="print", color_scheme="dark")
    assert min(page.evaluate(ground)) > 240


def test_no_table_of_what_really_happens_hides_rows(place, shown, monkeypatch, capsys):
    monkeypatch.chdir(place)
    run(front, [*PAGES["evidence"], "--format", "html", *ON_THE_DAY])
    page = shown(capsys.readouterr().out, viewport={"width": 1280, "height": 150})
    tall = "[...document.querySelectorAll('.scroll:not(.picture)')].map(e => e.scrollHeight - e.clientHeight)"

    assert {0} == set(page.evaluate(tall))


def test_on_paper_the_foot_of_a_card_is_smaller_than_its_text(place, shown, monkeypatch, capsys):
    monkeypatch.chdir(place)
    run(front, [*PAGES["cards"], "--format", "html", *ON_THE_DAY])
    page = shown(capsys.readouterr().out)
    page.emulate_media(media="print")
    size = "told => parseFloat(getComputedStyle(document.querySelector(told)).fontSize)"

    assert page.evaluate(size, ".told") < page.evaluate(size, "li") < page.evaluate(size, ".purpose")
