from __future__ import annotations

from msgspec.structs import replace

from flowtrim.reports.comparison import Compared
from flowtrim.reports.document.content import dossier
from flowtrim.reports.document.decision import Decision, DecisionRow
from flowtrim.reports.document.report_markdown import Picture, as_markdown, code, escaped
from flowtrim.reports.process.process_page import Block, Family, Figure, Group, Page, Said, Spare, Verdict

PAGE = Page(
    title="Answer a billing question",
    file="billing.yml",
    verdict=Verdict("long", text="6 rides, limit 1", meaning="It takes 5 min 42 s to tell what happens."),
    after_title=None,
    compared=(),
    speech=(),
    groups=(Group("Size", ("31 steps", "12 roles")),),
    tally=(("error", "1 error"), ("hint", "2 hints")),
    families=(Family("Why", (Block("error", "No reason.", "why-none", "billing.yml:85", ("file:90", "print:101")),)),),
    asides=("2 hints not shown.",),
    spare=(Spare("Dispatcher", "Care agent could take over", ("It only passes work on.",), ("who-pass-through",)),),
    spare_folded=0,
    next=("Ask why of 9 steps.", "Then what."),
)


def test_the_verdict_comes_first():
    assert as_markdown(PAGE).startswith(
        "# Answer a billing question\n\n**✗ 6 rides, limit 1.** It takes 5 min 42 s to tell what happens.\n"
    )


def test_a_finding_is_an_entry_with_its_rule_and_places():
    assert "- ✗ No reason.\n  `why-none` · `billing.yml:85`; also file:90, print:101\n" in as_markdown(PAGE)


def test_places_of_which_the_rule_speaks_in_other_words_are_told_apart():
    block = replace(PAGE.families[0].blocks[0], others=("pay:120",))
    page = replace(PAGE, families=(replace(PAGE.families[0], blocks=(block,)),))

    assert "; also file:90, print:101; see also pay:120\n" in as_markdown(page)


def test_figures_are_a_table():
    assert "| | |\n|---|---|\n| Size | 31 steps · 12 roles |\n" in as_markdown(PAGE)


def test_what_to_do_next_is_a_numbered_list():
    assert "1. Ask why of 9 steps.\n2. Then what.\n" in as_markdown(PAGE)


def test_before_and_after_is_a_table_that_says_what_got_better():
    page = replace(PAGE, after_title="Lean", compared=(Compared("rides", "rides", "6", "1", "−5", better=True),))

    assert "| rides | 6 | 1 | −5 better |\n" in as_markdown(page)


def test_what_a_decider_asks_for_comes_first_and_is_told_once():
    rows = (
        DecisionRow("steps", (("31", False), ("9", True))),
        DecisionRow("hours a year", (("900", False), ("90", True))),
    )
    decided = Decision(("Today", "Safe alone"), rows, "1 of 2 changes is a question.", sure=False)
    compared = (
        Compared("steps", "steps", "31", "9", "−22", True),
        Compared("work", "work in a case", "2 h", "1 h", "−1 h", True),
    )
    figures = (Figure.of("steps", "31 steps"), "1 system", Figure.of("hours", "900 hours a year", "30 hours of others included"),
               Figure.of("work", "2 h of work"))  # fmt: skip
    page = replace(PAGE, compared=compared, groups=(Group("Size", figures),))
    text = as_markdown(page, decided=decided)

    order = ["| steps | 31 | 9 |", "## What to do next", "work in a case", "1 system · 30 hours of others included"]

    assert order == sorted(order, key=text.index)
    assert "1 of 2 changes is a question." in text
    assert 1 == text.count("31")
    assert "2 h of work" not in text


def test_the_overview_is_shown_right_after_what_to_do_and_the_screens_last():
    pictures = (Picture("The whole process", "swimlanes.svg"), Picture("1 / 1", "swimlanes-1.svg"))
    text = as_markdown(PAGE, pictures=pictures)

    assert "2. Then what.\n\n![The whole process](swimlanes.svg)\n" in text
    assert text.endswith("<summary>Screen by screen</summary>\n\n![1 / 1](swimlanes-1.svg)\n\n</details>\n")


def test_the_spoken_text_is_told_ride_by_ride():
    page = replace(PAGE, speech=(Said("First.", 1), Said("Second.", 2)))

    assert "Ride 1:\n\n- First.\n\nRide 2:\n\n- Second.\n" in as_markdown(page)


def test_no_paragraph_is_separated_by_more_than_one_empty_line():
    assert "\n\n\n" not in as_markdown(PAGE)


def test_html_in_a_name_stays_text():
    page = replace(PAGE, title="<script>alert(1)</script>", asides=("<img src=x onerror=alert(1)>",))

    assert "<script" not in as_markdown(page)
    assert "<img" not in as_markdown(page)


def test_a_link_in_a_name_stays_text():
    assert r"\[click\](javascript:alert(1))" == escaped("[click](javascript:alert(1))")


def test_a_name_cannot_break_out_of_its_table_cell():
    page = replace(PAGE, groups=(Group("Size", ("a | b\n| c |",)),))

    assert r"| Size | a \| b \| c \| |" in as_markdown(page)


def test_a_text_that_looks_like_a_list_stays_a_text():
    assert [r"\- a", r"1\. b", r"\+ c", "2026 is 1.5 fine"] == [
        escaped(text) for text in ("- a", "1. b", "+ c", "2026 is 1.5 fine")
    ]


def test_backquotes_cannot_end_the_code_of_a_name():
    assert "``` a``b ```" == code("a``b")


def test_a_report_longer_than_a_comment_is_cut_with_a_line_and_every_fold_is_closed():
    page = replace(PAGE, speech=tuple(Said("word " * 100, ride) for ride in range(1, 200)))
    text = as_markdown(page)

    assert len(text) < 65_536
    assert "did not fit" in text.splitlines()[-1]
    assert text.count("<details>") == text.count("</details>")


def test_the_plan_and_the_fates_stand_in_the_report_of_a_proposal(proposed):
    told = dossier(
        proposed(
            "process: Claim\nsteps:\n  - {name: Fill in, owner: x, why: Only the traveller knows what was paid.}\n"
            "  - {name: Stamp, owner: y, why: none}\n"
        )
    )
    text = as_markdown(told.page, told=told)

    assert "Drop '2 Stamp'" in text
    assert "### Dropped (1)" in text
