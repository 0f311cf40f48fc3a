"""The comparison as people read it: a whole text on the showcase, and every width."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from flowtrim.analysis import Analysis, analyse
from flowtrim.analysis.planning import find_plan, leading_plan
from flowtrim.formats import Document, read
from flowtrim.reports.comparison import worse
from flowtrim.reports.comparison_report.comparison_page import compare_page, difference_of
from flowtrim.reports.comparison_report.comparison_text import compare_lines
from flowtrim.reports.figure_rows import FIGURES
from flowtrim.reports.media.text_lines import width
from tests.days import TODAY
from tests.processes import processes

ROOT = Path(__file__).parents[2]


def planned(sample: str, plan: str) -> Analysis:
    file = ROOT / "samples" / sample / "process.yml"
    document = read(file, today=TODAY, name=file.relative_to(ROOT).as_posix())
    return analyse(document, today=TODAY, plan=find_plan(document.process, plan))


def text(analysis: Analysis, columns: int = 80) -> str:
    lines = compare_lines(compare_page(analysis, difference_of(analysis)), columns)
    return "".join("".join(words for words, _ in line).rstrip() + "\n" for line in lines)


def test_the_text_on_the_showcase_is_the_same_letter_by_letter(golden):
    golden("compare/billing-question.txt", text(planned("billing-question", "Ask why")))


def test_the_text_on_the_sixth_attempt_is_the_same_letter_by_letter(golden):
    golden("compare/quality-and-billing.txt", text(planned("quality-and-billing", "One weight")))


@pytest.mark.parametrize("columns", [10, 24, 40, 80, 200])
def test_no_line_is_wider_than_the_terminal(columns):
    lines = text(planned("billing-question", "Ask why"), columns).splitlines()

    assert max(map(width, lines)) <= min(max(columns, 24), 100)


def test_of_several_plans_the_one_that_leads_there_is_found():
    found = planned("quality-and-billing", "One form for both")

    assert found.after is not None
    assert found.plan == leading_plan(found.process, found.after.process)


def test_without_a_plan_that_leads_there_nobody_is_named():
    found = planned("quality-and-billing", "One weight")

    assert found.after is not None
    assert leading_plan(found.after.process, found.process) is None


@given(processes())
@settings(max_examples=30)
def test_a_process_beside_itself_is_as_it_was(process):
    document = Document(process, "p.yml", "")
    found = analyse(document, today=TODAY, after=document)
    page = compare_page(found, difference_of(found), watched=FIGURES)

    assert () == page.worse
    assert "No step and no role changed." in page.sentences


def test_every_figure_can_be_watched():
    found = planned("billing-question", "Ask why")
    assert found.after is not None

    told = worse(found.survey, found.after.survey, watched=FIGURES)
    assert ["Handoffs expected", "Ping-pongs expected"] == [sentence.partition(" got")[0] for sentence in told]
