"""The site: every page has its place, the gallery shows what the program makes, and a dead link is found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from docs import gallery
from docs.dead_links import dead_links
from docs.pictures import draw

DOCS = Path(__file__).parents[2] / "docs"
MENU = re.findall(r"^```\{toctree\}\n(?::.+\n)*\n((?:.+\n)*)```", (DOCS / "index.md").read_text("utf-8"), re.MULTILINE)
MADE = {"gallery/index", "project/changelog", "project/contributing", "project/security"}


def test_every_page_has_one_place_in_the_menu():
    pages = {page.stem for page in DOCS.glob("*.md")} - {"index"}

    assert sorted(pages | MADE | {"rules/README", "words/README"}) == sorted("".join(MENU).split())


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("wrong-dish", {"wrong-dish.before.svg", "wrong-dish.after.svg"}),
        ("bicycle-repair", {"bicycle-repair.process.svg"}),
    ],
)
def test_the_gallery_shows_a_sample_as_the_program_draws_it(name, shown, tmp_path, monkeypatch):
    monkeypatch.setattr(gallery, "samples", lambda: [gallery.sample(gallery.SAMPLES / name / "process.yml")])
    gallery.write_gallery(tmp_path / "made")
    page = (tmp_path / "made" / f"{name}.md").read_text("utf-8")

    assert shown == set(re.findall(r"!\[.+?\]\((.+?)\)", page)) == {file.name for file in tmp_path.rglob("*.svg")}
    assert f"({name}.report.html)" in page
    assert f"]({name}.md) |" in (tmp_path / "made" / "index.md").read_text("utf-8")


def facts(picture):
    """What a picture says whatever it looks like: its title and figures, its steps, lanes and flows."""
    root = etree.fromstring(picture)
    marks = ("data-step", "data-role", "data-from", "data-to")
    told = [element.text for element in root.iterfind("{*}title")] + [e.text for e in root.iterfind("{*}desc")]
    return told, {tuple(element.get(mark) for mark in marks) for element in root.iter(etree.Element)}


def test_before_and_after_in_the_readme_are_what_the_program_draws():
    drawn = draw()

    assert {"before.svg", "after.svg"} == {file.name for file in drawn}
    for file, picture in drawn.items():
        assert facts(picture) == facts(file.read_bytes()), "run: python docs/pictures.py"
        assert f"(docs/{file.name})" in (DOCS.parent / "README.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("link", "is_dead"),
    [
        ("b.html", False),
        ("b.html#there", False),
        ("#here", False),
        ("https://example.org/x", False),
        ("c.html", True),
        ("b.html#gone", True),
        ("#gone", True),
    ],
)
def test_a_dead_link_of_the_site_is_found(link, is_dead, tmp_path):
    (tmp_path / "a.html").write_text(f'<p id="here"><a href="{link}">x</a></p>')
    (tmp_path / "b.html").write_text('<p id="there">y</p>')

    assert [f"a.html: {link}"] * is_dead == list(dead_links(tmp_path))


def test_what_a_page_loads_from_another_host_is_dead(tmp_path):
    loaded = '<script src="https://cdn.example.org/x.js"></script><img src="data:image/gif;base64,R0lGODdh">'
    (tmp_path / "a.html").write_text(f"<head>{loaded}</head>")

    assert ["a.html: https://cdn.example.org/x.js"] == list(dead_links(tmp_path))
