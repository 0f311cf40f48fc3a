"""How the pages become a site: ``sphinx-build -W -n docs build/site``, with what ``pip install '.[docs]'`` brings."""

from __future__ import annotations

import sys
from pathlib import Path

from sphinx.application import Sphinx

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS.parent))

from docs.gallery import write_gallery  # noqa: E402
from flowtrim import __version__  # noqa: E402

project = "flowtrim"
html_title = f"flowtrim {__version__}"
html_theme = "furo"
html_show_copyright = False
html_copy_source = html_show_sourcelink = False
html_show_search_summary = False  # it fetches pages, which a browser refuses where the site lies in a folder
extensions = ["myst_parser"]
myst_heading_anchors = 4
highlight_language = "text"

LISTS = ("rules/README", "words/README")
"""Pages that list the others of their folder."""

FROM_THE_ROOT = {"changelog": "CHANGELOG.md", "contributing": "CONTRIBUTING.md", "security": "SECURITY.md"}
"""Pages that stand in the repository's root, by their names in the site."""


def write_pages(_: Sphinx) -> None:
    """Write what the site has and the repository has not: the gallery, and the pages of the root."""
    write_gallery(DOCS / "gallery")
    folder = DOCS / "project"
    folder.mkdir(exist_ok=True)
    for name, page in FROM_THE_ROOT.items():
        text = led_elsewhere((DOCS.parent / page).read_text(encoding="utf-8"))
        folder.joinpath(f"{name}.md").write_text(text, encoding="utf-8")


def led_elsewhere(text: str) -> str:
    """Return a page of the root with its links as they lead in the site."""
    for name, page in FROM_THE_ROOT.items():
        text = text.replace(f"]({page}", f"]({name}.md")
    return text.replace("](docs/", "](../")


def list_in_the_menu(_: Sphinx, name: str, source: list[str]) -> None:
    """Put the pages that a page lists below it in the menu; on GitHub the list itself is enough."""
    if name in LISTS:
        source[0] += "\n```{toctree}\n:hidden:\n:glob:\n\n*\n```\n"


def open_to_all(_: Sphinx, __: str, ___: str, context: dict[str, str], ____: object) -> None:
    """Let what scrolls be reached by keyboard, and say the level of the menu's headings, as axe asks for."""
    context["body"] = context.get("body", "").replace("<pre>", '<pre tabindex="0">')
    menu = context["furo_navigation_tree"]
    context["furo_navigation_tree"] = menu.replace('role="heading"', 'role="heading" aria-level="2"')


def setup(app: Sphinx) -> None:
    """Have this done at each build, the last of it after the theme."""
    app.connect("builder-inited", write_pages)
    app.connect("source-read", list_in_the_menu)
    app.connect("html-page-context", open_to_all, priority=900)
