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
