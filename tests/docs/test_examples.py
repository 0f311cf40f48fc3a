"""The examples of the pages run as they are written."""

import doctest
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
EXAMPLES = re.compile(r"^```pycon\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PAGES = [page for page in sorted(DOCS.glob("*.md")) if EXAMPLES.search(page.read_text(encoding="utf-8"))]


def session(page):
    """The examples of a page, one after the other, so that later ones know the names of earlier ones."""
    text = "\n".join(EXAMPLES.findall(page.read_text(encoding="utf-8")))
    return doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_example_gives_what_the_page_says(page):
    said = []
    result = doctest.DocTestRunner().run(session(page), out=said.append)

    assert result.attempted
    assert not result.failed, "".join(said)
