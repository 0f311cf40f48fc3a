"""No page of a process in another language carries an English sentence of ours."""

import re
from functools import cache
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook

from docs.messages import CATALOGUES, read, templates
from flowtrim.analysis import analyse
from flowtrim.formats import loads
from flowtrim.measures import Survey
from flowtrim.redesign import trim
from flowtrim.reports.cards_report.cards import cards
from flowtrim.reports.cards_report.cards_writer import as_markdown as cards_told
from flowtrim.reports.comparison_report.comparison_page import compare_page, difference_of
from flowtrim.reports.comparison_report.comparison_text import compare_lines
from flowtrim.reports.document.content import dossier
from flowtrim.reports.document.decision import decision
from flowtrim.reports.document.report_markdown import as_markdown, rendered
from flowtrim.reports.document.report_pages import as_html, as_paper
from flowtrim.reports.document.report_xlsx import as_xlsx
from flowtrim.reports.process.compose import page
from flowtrim.reports.process.process_text import laid_out, one_screen
from flowtrim.reports.trim_report.trim_page import trim_page
from flowtrim.reports.trim_report.trim_text import trim_lines
from flowtrim.rules import catalogue
from flowtrim.sentences import LANGUAGES, Message
from tests.days import TODAY

MANY = Path(__file__).with_name("many_findings.yml").read_text("utf-8")
"""A process with much to find and to tell, whose names are words of no language."""
RULES = re.compile("|".join(rule.name for rule in catalogue()))
ENGLISH = re.compile(
    r"\b(the|of|and|nobody|nothing|which|with|its|there|that|than|they|each|from|were|would|could|should|this|these|"
    r"steps?|rides?|case|cases|handoffs?|findings?|shown|hours|cost|kept|dropped|lines?)\b",
    re.IGNORECASE,
)
"""Words that English sentences have, and those of the other languages have not."""
NO_WORDS = re.compile(r"\{\w+\}|flowtrim \w+( [\w./]+\.yml)?( after\.yml)?|--[a-z-]+|-o \w+")
"""Commands, which are the same everywhere, and blanks that a script fills in."""


def pages(language):
    """Return what every report says of the process, by its name."""
    document = loads(MANY.replace("LANGUAGE", language), file="qorba.yml", today=TODAY)
    proposal = trim(Survey(document.process, today=TODAY))
    of_plan = _with_findings_said(analyse(document, today=TODAY, plan=document.process.plans[0]))
    of_trim = _with_findings_said(analyse(document, today=TODAY, plan=proposal.plan("Trim")))
    of_trim = replace(of_trim, proposal=proposal)
    return {
        **_documents("trim", of_trim),
        **_documents("plan", of_plan),
        "plan in the terminal": _lines(laid_out(_with_proofs_said(page(of_plan, everything=True), of_plan), 100)),
        "screen in the terminal": _lines(one_screen(page(of_plan), 100)),
        "trim in the terminal": _lines(trim_lines(trim_page(document, proposal, language=language), 100)),
        "cards": cards_told(cards(Survey(document.process, today=TODAY))),
    }


def _with_findings_said(analysis):
    """Leave the findings that were made as templates: those that were not are English everywhere."""
    said = (one for one in analysis.placed if isinstance(one.finding.message, Message))
    return replace(analysis, placed=tuple(said))


def _with_proofs_said(told, analysis):
    """Leave what speaks against a role where that was made as a template."""
    roles, number = analysis.survey.redundant_roles, analysis.survey.quoted_steps.numbered
    unsaid = {number(said) for role in roles for said in role.proof if not isinstance(said, Message)}
    spare = (replace(one, proof=tuple(said for said in one.proof if said not in unsaid)) for one in told.spare)
    return replace(told, spare=tuple(spare))


def _documents(name, analysis):
    told = dossier(analysis)
    told = replace(told, page=_with_proofs_said(told.page, analysis))
    compared = compare_page(analysis, difference_of(analysis), watched=("hours", "work"), everything=True)
    book = load_workbook(BytesIO(as_xlsx(told)))
    cells = (cell.value for sheet in book for row in sheet.iter_rows() for cell in row)
    made = {
        "page": _text(as_html(told)),
        "paper": _text(as_paper(told)),
        "markdown": as_markdown(told.page, decided=decision(analysis), told=told),
        "workbook": "\n".join((*book.sheetnames, *(cell for cell in cells if isinstance(cell, str)))),
        "comparison": rendered("compare.md.j2", language=compared.language, page=compared, pictures=()),
        "comparison in the terminal": _lines(compare_lines(compared, 100)),
    }
    return {f"{kind} of {name}": text for kind, text in made.items()}


def _lines(lines):
    return "\n".join("".join(text for text, _ in line) for line in lines)


def _text(html):
    """Return what people read or hear of a page, but for what is marked as English."""
    seen = re.sub(r"<(style|script)\b.*?</\1>|<(\w+)[^>]* lang=\"en\".*?</\2>", "", html, flags=re.DOTALL)
    spoken = re.findall(r'\b(?:title|aria-label|alt|data-(?:told|all|every|some|start|pause))="([^"]*)"', seen)
    blocks = re.sub(r"</?(?:strong|em|a|span|code|small|b|tspan)\b[^>]*>", " ", seen)
    return unescape("\n".join((re.sub(r"<[^>]*>", "\n", blocks), *spoken)))


@cache
def fragments(language):
    """Return what stands between the parts of our English sentences, where it has two words and no translation has it."""
    (file,) = (file for file in CATALOGUES if file.parts[-3] == LANGUAGES[language])
    ids = [message.id for message in templates() if message.id]
    texts = [text for each in ids for text in ([each] if isinstance(each, str) else each)]
    said = "\n".join("\n".join([message.string] if isinstance(message.string, str) else message.string) for message in read(file))  # fmt: skip
    found = {piece.strip() for text in texts for piece in re.split(r"\{\w+\}", text)}
    return sorted(piece for piece in found if re.search(r"[A-Za-z]{2,}\W+[A-Za-z]{2,}", piece) and piece not in said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_is_partly_in_english(language):
    lines = {
        (name, line.strip()) for name, text in pages(language).items() for line in text.splitlines() if line.strip()
    }
    read = {(name, RULES.sub("", NO_WORDS.sub("", line))) for name, line in lines}
    everything = "\n".join(line for _, line in read)
    english = [piece for piece in fragments(language) if piece in everything]
    whole = re.compile("|".join(rf"(?<!\w){re.escape(piece)}(?!\w)" for piece in english) or "(?!)")

    assert len(fragments(language)) > 1000
    assert set() == {(name, line) for name, line in read if whole.search(line)}
    assert set() == {(name, line) for name, line in read if ENGLISH.search(line)}
