"""Say which links of a built site lead nowhere: ``python docs/dead_links.py build/site``.

Sphinx checks what the pages say; this checks what a reader gets, the menus, pictures and whole reports among it. Links
to other hosts are left alone, and nothing is fetched; what a page loads from another host is dead without a network.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html


def dead_links(site: Path) -> Iterator[str]:
    """Yield each link within a site that leads to no file, or to no place in its file, with its page."""
    for page in sorted(site.rglob("*.html")):
        yield from (
            f"{page.relative_to(site)}: {link}" for tag, link in sorted(_links(page)) if _is_dead(page, tag, link)
        )


def _links(page: Path) -> set[tuple[str, str]]:
    """Return the links of a page, each with the element that it stands at."""
    found = html.parse(page).getroot().iterlinks()
    return {(element.tag, link) for element, attribute, link, _ in found if attribute in {"href", "src"}}


def _is_dead(page: Path, tag: str, link: str) -> bool:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return bool(parts.netloc) and tag != "a"
    target = page.parent / unquote(parts.path) if parts.path else page
    return not target.exists() or (bool(parts.fragment) and unquote(parts.fragment) not in _places(target))


@cache
def _places(page: Path) -> frozenset[str]:
    """Return the places of a page that a link can lead to."""
    return frozenset(map(str, html.parse(page).getroot().xpath("//@id")))


if __name__ == "__main__":
    sys.exit("\n".join(dead_links(Path(sys.argv[1]))) or 0)
