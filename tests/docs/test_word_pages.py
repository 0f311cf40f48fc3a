"""Each word of the file has a page: what it means, its default, an example, how it is spoken, what BPMN calls it."""

import re
from pathlib import Path

import pytest

from flowtrim import analyse, loads
from flowtrim.formats.bpmn import read_bpmn, write_bpmn
from flowtrim.graph import FlowGraph
from flowtrim.measures.elevator import speech
from tests.days import TODAY

WORDS = Path(__file__).parents[2] / "docs" / "words"
PAGES = [page for page in sorted(WORDS.glob("*.md")) if page.name != "README.md"]


def text_of(page):
    return page.read_text(encoding="utf-8")


def example(page):
    (found,) = re.findall(r"^```yaml\n(.*?)^```$", text_of(page), re.DOTALL | re.MULTILINE)
    return loads(found, today=TODAY)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_says_the_default_and_what_bpmn_calls_it(page):
    assert ["Default:", "In BPMN:"] == [part for part in ("Default:", "In BPMN:") if f"\n**{part}** " in text_of(page)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_its_example_can_be_analysed_and_comes_back_from_bpmn(page):
    process = example(page).process

    assert process.name == analyse(example(page), today=TODAY).survey.process.name
    assert process == read_bpmn(write_bpmn(process), file="x.bpmn", today=TODAY)[0]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_it_is_spoken_as_the_page_says(page):
    spoken = speech(FlowGraph(example(page).process)).sentences

    assert [] == [line for line in re.findall(r"^> (.+)$", text_of(page), re.MULTILINE) if line not in spoken]


def test_every_page_stands_in_the_list_and_the_format_page_leads_there():
    listed = re.findall(r"\]\((\w+\.md)\)", text_of(WORDS / "README.md"))

    assert [page.name for page in PAGES] == sorted(listed)
    assert "(words/README.md)" in text_of(WORDS.parent / "file-format.md")


def test_the_core_of_the_format_fits_one_screen():
    core = text_of(WORDS.parent / "file-format.md").partition("All keys")[0]

    assert len(core.splitlines()) <= 40
