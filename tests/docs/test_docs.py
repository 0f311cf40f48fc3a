"""The pages made from the code say what the code says."""

import pytest

from docs.reference import DOCS, FAMILIES, leftovers, pages
from flowtrim.rules import catalogue


@pytest.mark.parametrize(("path", "text"), [pytest.param(*page, id=str(page[0].relative_to(DOCS))) for page in pages()])
def test_a_page_says_what_the_code_says(path, text):
    assert text == path.read_text(encoding="utf-8"), "run: python docs/reference.py"


def test_nothing_is_left_of_pages_that_nobody_makes():
    assert [] == leftovers()


def test_every_rule_belongs_to_a_family_of_the_index():
    assert {rule.family for rule in catalogue()} <= FAMILIES.keys()
