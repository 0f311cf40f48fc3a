"""Every link between the pages, and every mention of a page in the code, leads to a page and a heading that exist."""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [page for folder in (".", "docs", "docs/rules", "docs/words") for page in sorted((ROOT / folder).glob("*.md"))]
CODE = [p for room in ("flowtrim", "tests", "benchmarks", "docs") for p in sorted((ROOT / room).rglob("*.py"))]
FENCED = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)")
MENTION = re.compile(r"\b(docs/[\w/-]+\.md)(?:#([\w-]+))?")


@cache
def anchors(page):
    """The anchors that GitHub gives to the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def is_dead(page, anchor):
    return not page.exists() or bool(anchor and anchor not in anchors(page))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page):
    links = LINK.findall(FENCED.sub("", page.read_text(encoding="utf-8")))

    assert [] == [link for link in links if is_dead(page.parent / link[0] if link[0] else page, link[1])]


def test_every_page_that_the_code_mentions_has_the_heading_that_it_names():
    mentions = {
        (str(code.relative_to(ROOT)), *found) for code in CODE for found in MENTION.findall(code.read_text("utf-8"))
    }

    assert [] == sorted(found for found in mentions if is_dead(ROOT / found[1], found[2]))
