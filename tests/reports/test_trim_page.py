"""The proposal as people read it: whole texts on the samples, and the waterfall at every width."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from flowtrim.formats import loads, read
from flowtrim.measures import Survey
from flowtrim.redesign import Figures, trim
from flowtrim.reports.document.report_markdown import rendered
from flowtrim.reports.media.text_lines import width
from flowtrim.reports.process.process_json import as_json
from flowtrim.reports.trim_report.trim_json import trim_report
from flowtrim.reports.trim_report.trim_page import trim_page
from flowtrim.reports.trim_report.trim_text import trim_lines
from flowtrim.reports.trim_report.waterfall import falls, waterfall_lines
from tests.days import TODAY

ROOT = Path(__file__).parents[2]


def told(name, **options):
    file = ROOT / "samples" / name / "process.yml"
    document = read(file, today=TODAY, name=file.relative_to(ROOT).as_posix())
    return document, trim(Survey(document.process, today=TODAY), **options)


def text(lines):
    return "".join("".join(words for words, _ in line).rstrip() + "\n" for line in lines)


@pytest.mark.parametrize("name", ["billing-question", "ringi", "medicine-release", "bicycle-repair"])
def test_the_text_on_a_sample_is_the_same_letter_by_letter(name, golden):
    golden(f"trim/{name}.txt", text(trim_lines(trim_page(*told(name)), 80)))


def test_the_markdown_on_the_showcase_is_the_same_letter_by_letter(golden):
    golden("trim/billing-question.md", rendered("trim.md.j2", page=trim_page(*told("billing-question"))))


def test_every_row_of_a_table_in_markdown_has_as_many_cells_as_its_heading():
    page = rendered("trim.md.j2", page=trim_page(*told("billing-question")))
    tables = [table.splitlines() for table in re.findall(r"(?:^\|.*\n)+", page, re.MULTILINE)]
    cells = [{len(re.findall(r"(?<!\\)\|", row)) for row in table} for table in tables]

    assert tables
    assert [1] * len(tables) == [len(counts) for counts in cells]


def test_the_json_on_a_sample_is_the_same_letter_by_letter(golden):
    golden("trim/wrong-dish.json", as_json([trim_report(*told("wrong-dish"))], several=False))


@pytest.mark.parametrize("name", sorted(each.parent.name for each in (ROOT / "samples").glob("*/process.yml")))
def test_what_a_plan_makes_worse_is_said_in_its_summary(name):
    page = trim_page(*told(name))
    said = [sentence for sentence in page.meaning if str(sentence).startswith("This gets worse: ")]
    worse = [row for row in page.compared if row.better is False]

    assert bool(worse) == len(said)
    assert all(f"{row.name} {row.before} → {row.after}" in said[0] for row in worse)


def test_the_showcase_says_who_takes_whose_work():
    meaning = " ".join(trim_page(*told("billing-question")).meaning)

    assert "What Second-line agent, Billing clerk and Credit controller still do goes to Care agent." in meaning
    assert "Nothing is left to do for Ticket dispatcher, Tariff specialist" in meaning
    assert "would be enough" not in meaning  # it takes as many roles as the plan leaves


def test_the_roles_that_go_have_their_proof_and_those_that_stay_are_counted():
    page = trim_page(*told("billing-question"))
    proofs = {role.name: role for role in page.roles}

    assert (8, 4) == (len(page.roles), page.roles_folded)
    assert "Care agent could take over" in proofs["Billing clerk"].facts
    assert "makes signature for others" in proofs["Finance manager"].facts
    assert 12 == len(trim_page(*told("billing-question"), everything=True).roles)


def test_what_holds_is_named_in_every_form():
    document, proposal = told("medicine-release")
    page = trim_page(document, proposal)
    law = "It is said to serve the law (Directive 2001/83/EC, article 51)."

    assert (8, 0) == (len(page.held), page.held_folded)
    assert "Steps that are held: 3 by the law, 5 by separated duties, 5 by being the only" in page.holding
    assert law in " ".join(text(trim_lines(page, 200)).split())
    assert law in rendered("trim.md.j2", page=page)
    assert {"at": "certify-batch", "by": ["law", "separation", "only-maker"]} in [
        {"at": one["at"], "by": [hold["by"] for hold in one["holds"]]}
        for one in trim_report(document, proposal)["held"]
    ]


def test_what_many_changes_have_in_common_is_said_once():
    (why, *_) = trim_page(*told("billing-question")).stages
    grounds = {ground.rule: ground for ground in why.grounds}
    lines = text(trim_lines(trim_page(*told("billing-question")), 80))

    assert ("Nobody was asked yet: it may have a reason.",) == grounds["why-missing"].against
    assert 1 == lines.count("Nobody has said what it is there for.")


@pytest.mark.parametrize("name", ["medicine-release", "bicycle-repair"])
def test_where_nothing_can_go_it_says_so(name):
    page = trim_page(*told(name))

    assert ("Nothing to cut", (), ()) == (page.verdict, page.stages, page.next)


def test_every_change_has_its_reason_and_rule():
    deeds = [deed for stage in trim_page(*told("billing-question")).stages for deed in stage.deeds]

    assert all(deed.because and deed.rule for deed in deeds)


@pytest.mark.parametrize("columns", [10, 24, 40, 60, 80, 200])
@pytest.mark.parametrize("name", ["billing-question", "ringi"])
def test_no_line_is_wider_than_the_terminal_but_those_with_a_path_to_copy(name, columns):
    lines = ["".join(words for words, _ in line) for line in trim_lines(trim_page(*told(name)), columns)]

    assert max(width(line) for line in lines if "process.yml" not in line) <= min(max(columns, 24), 100)
    assert 1 < sum("process.yml" in line for line in lines)


def test_a_figure_that_grew_shows_no_loss():
    rows = falls([(None, Figures(3, 1, 0, None, 9.0, 1)), ("order", Figures(4, 1, 0, None, 9.0, 1))])

    assert -1 == rows[1].taken[0]
    assert "░" not in text(waterfall_lines(rows, 80))


def test_each_stage_is_told_once_though_it_was_gone_through_again():
    page = trim_page(*told("lost-signal"))
    lines = text(trim_lines(page, 80))

    assert ["Why is it there?", "What is it good for?"] == [stage.title for stage in page.stages]
    assert [[1, 2, 3, 4, 6], [5]] == [[deed.number for deed in stage.deeds] for stage in page.stages]
    assert ["before", "why", "what", "once more"] == [fall.stage for fall in page.waterfall]
    assert 1 == lines.count("Why is it there?")


def test_what_was_gone_through_again_is_one_row():
    steps = (None, 9), ("why", 7), ("what", 6), ("why", 5), ("what", 3)
    rows = falls([(stage, Figures(count, 1, 0, None, 9.0, 1)) for stage, count in steps])

    assert [("before", 9, 0), ("why", 7, 2), ("what", 6, 1), ("once more", 3, 3)] == [
        (row.stage, row.figures[0], row.taken[0]) for row in rows
    ]


@pytest.mark.parametrize(("only_safe", "figures"), [(True, 2), (False, 3)])
def test_what_the_questions_come_to_is_told_only_where_they_were_asked(only_safe, figures):
    page = trim_page(*told("angebot", only_safe=only_safe))
    markdown = rendered("trim.md.j2", page=page)

    assert {1 + figures} == {len(row) for row in page.columns}
    assert only_safe != ("if no question finds an answer" in text(trim_lines(page, 80)))
    assert only_safe != ("If no question finds an answer" in markdown)
    assert f"|---|{'---:|' * figures}\n" in markdown


def test_figures_stay_a_table_where_only_the_heads_are_too_long():
    page = trim_page(*told("angebot"))
    dear = (("what all of this comes to in a year", "10,216,810", "10,216,810", "10,196,060"),)
    page = replace(page, columns=dear, language=None)
    lines = text(trim_lines(page, 80)).splitlines()
    at = next(number for number, line in enumerate(lines) if "10,196,060" in line)

    assert ["what all of this comes to in a year", "10,216,810", "10,216,810", "10,196,060"] == re.split(
        "  +", lines[at]
    )
    assert lines[at - 1].endswith("finds an answer")
    assert lines[at - 2].strip() == "if no question"


def test_why_all_were_left_alone_is_said_once():
    page = trim_page(*told("wrong-dish", only_safe=True))
    lines = text(trim_lines(page, 80))

    assert 1 < len(page.refused)
    assert 1 == lines.count("It is a question, and only safe changes were wanted.")
    assert "• Drop '2 Look for the shift manager'  why-none\n" in lines
    assert lines.startswith(
        "Make good a wrong dish\nsamples/wrong-dish/process.yml\n\n? Nothing can go without asking\n"
    )


def test_without_a_change_there_is_no_waterfall():
    assert "" == text(waterfall_lines(falls([(None, Figures(3, 1, 0, None, 9.0, 1))]), 80))


def test_json_has_no_figure_that_is_not_a_number():
    document, proposal = told("billing-question")
    report = json.loads(as_json([trim_report(document, proposal)], several=False))

    assert [12, 10, 7, 4] == [row["roles"] for row in report["waterfall"]]


FOUND_OUT = """\
process: Claim
outputs: [payment]
steps:
  - {id: open, name: Open the bill, owner: clerk, why: Two bills were lost in 2023., outputs: [bill]}
  - {id: look, name: Look at it, owner: clerk, why: WHY, inputs: [bill], outputs: [notes], next: [{to: ask, when: they differ, share: 12%}, {to: pay, when: they agree}]}
  - {id: ask, name: Ask the house, owner: clerk, why: Three houses owed us 900 euros., next: pay}
  - {id: pay, name: Pay it, owner: clerk, why: A late bill cost us 4% in 2024., inputs: [bill], outputs: [payment]}
"""


@pytest.mark.parametrize(
    ("why", "unfound"),
    [("none", ["they differ", "they agree"]), ("In 12 of 100 bills a figure is wrong.", [])],
)
def test_json_names_what_nobody_would_find_out_any_more_as_the_text_does(why, unfound):
    document = loads(FOUND_OUT.replace("WHY", why), today=TODAY)
    proposal = trim(Survey(document.process, today=TODAY))

    assert unfound == trim_report(document, proposal)["unfound"]
    assert bool(unfound) == ("who finds out" in text(trim_lines(trim_page(document, proposal), 800)))


def test_a_stage_of_many_changes_is_folded():
    steps = "".join(f"  - {{name: Step {n}, owner: x, why: none}}\n" for n in range(40))
    kept = "".join(
        f"  - {{name: Kept {n}, owner: x, why: Two vans were lost in 20{n} without it.}}\n" for n in (11, 22)
    )
    document = loads(f"process: P\nsteps:\n{steps}{kept}", today=TODAY)
    proposal = trim(Survey(document.process, today=TODAY))
    (stage, *_) = trim_page(document, proposal).stages
    (whole, *_) = trim_page(document, proposal, everything=True).stages

    assert (30, 10) == (len(stage.deeds), stage.folded)
    assert (40, 0) == (len(whole.deeds), whole.folded)
    assert "  and 10 more; see --all\n" in text(trim_lines(trim_page(document, proposal), 80))


PURCHASE = """
process: {process}
outputs: [p1]
customer: C
language: {language}
volume: 2000/year
roles:
  k: {{name: R1, skills: [s1, s2]}}
  b: {{name: R2}}
  z: {{name: R3, why: 1999, skills: [s2]}}
steps:
  - {{id: a, name: X1, owner: k, outputs: [o1], takes: 10m, skill: s1}}
  - {{id: b, name: X2, owner: b, kind: approve, why: none, inputs: [o1], outputs: [o2], takes: 2m, waits: 2d, decisions: {{made: 900, refused: 9}},
     next: [{{to: c, when: c1, share: 99%}}, {{to: a, when: c2, share: 1%}}]}}
  - {{id: c, name: X3, owner: z, inputs: [o1], outputs: [p1], skill: s2, takes: 20m, waits: 1d, why: 4711 4712 4713 4714}}
  - {{id: d, name: X4, owner: z, kind: store, serves: law, source: 7, inputs: [p1], outputs: [o3], takes: 5m}}
separate: [[a, c]]
"""
ENGLISH = re.compile(
    r"\b(the|and|is|are|what|why|who|nobody|step|steps|handoffs?|saves|drop|only|told|more|better)\b", re.IGNORECASE
)


@pytest.mark.parametrize("language", ["de", "es", "fr", "ja", "zh"])
def test_a_proposal_is_told_in_the_language_of_the_process(language):
    document = loads(PURCHASE.format(process="P", language=language), today=TODAY)
    proposal = trim(Survey(document.process, today=TODAY))
    lines = text(trim_lines(trim_page(document, proposal, everything=True, language=language), 100))
    told = re.sub(r"\b(why|who|what|flow|handoff)-[a-z-]+|flowtrim .*|why: (none|…)|--all", "", lines)

    assert proposal.changes
    assert [] == [found for line in told.splitlines() for found in ENGLISH.findall(line)]


def test_in_english_a_proposal_needs_no_catalogue():
    document, proposal = told("wrong-dish")

    assert text(trim_lines(trim_page(document, proposal), 80)) == text(
        trim_lines(trim_page(document, proposal, language="en"), 80)
    )


def test_a_process_that_is_not_sound_is_told_so_first():
    stuck = """
process: Stuck
steps:
  - {id: a, name: A, why: none, next: [b, c]}
  - {id: b, name: B, why: The buyer waits for it., next: d}
  - {id: c, name: C, why: The seller waits for it., next: d}
  - {id: d, name: D, why: It ends the contract., join: all}
"""
    document = loads(stuck, file="stuck.yml", today=TODAY)
    page = trim_page(document, trim(Survey(document.process, today=TODAY)))

    first = "Mend the flow first: as declared, some cases get stuck or never end properly."
    assert (first, first) == (page.meaning[0], page.next[0])


def test_a_step_that_is_called_as_a_role_has_its_number_where_a_skill_holds_the_role():
    cook = "{id: cook, name: Cook, owner: Cook, skill: cooking, outputs: [dish], why: Guests want it warm.}"
    document = loads(
        "process: Dinner\noutputs: [dish]\nroles:\n  Cook: {skills: [cooking]}\nsteps:\n"
        f"  - {{id: order, name: Take the order, owner: Waiter, why: none}}\n  - {cook}\n"
    )
    page = trim_page(document, trim(Survey(document.process, today=TODAY)), everything=True)

    assert "Only it declares the skill for '2 Cook'." in [hold for one in page.held for hold in one.because]
