from __future__ import annotations

import pytest
from msgspec.structs import replace

from flowtrim.reports.comparison import Compared
from flowtrim.reports.media.text_lines import width
from flowtrim.reports.process.process_page import Attempt, Block, Family, Group, Page, Said, Spare, Verdict
from flowtrim.reports.process.process_text import SCREEN, laid_out, one_screen

PAGE = Page(
    title="Answer a billing question",
    file="billing.yml",
    verdict=Verdict("long", text="6 rides, limit 1", meaning="It takes 5 min 42 s to tell what happens."),
    after_title=None,
    compared=(),
    speech=(),
    groups=(Group("Size", ("31 steps", "12 roles")), Group("Handoffs", ("27 handoffs", "24.3 expected in a case"))),
    tally=(("error", "1 error"), ("hint", "14 hints")),
    families=(
        Family(
            "Why", (Block("error", "“Stamp” has no reason.", "why-none", "billing.yml:85", ("file:90", "print:101")),)
        ),
    ),
    asides=("2 findings accepted.",),
    spare=(Spare("Dispatcher", "Care agent could take over", ("It only passes work on.",), ("who-pass-through",)),),
    spare_folded=0,
    next=("Ask why of 9 steps.",),
)


def text(page: Page, columns: int = 80) -> str:
    return "\n".join("".join(words for words, _ in line) for line in laid_out(page, columns))


def screen(page: Page, columns: int = 80) -> list[str]:
    return ["".join(words for words, _ in line) for line in one_screen(page, columns)]


def many(blocks: int, sentence: str) -> Page:
    block = Block("error", sentence, "why-none", "billing.yml:85")
    return replace(PAGE, foremost=(block,) * blocks, found=100)


def test_on_one_screen_the_verdict_is_said_last_too():
    assert "✗ 6 rides, limit 1" == screen(PAGE)[-1] == screen(PAGE)[3]


def test_findings_that_would_leave_the_screen_are_counted_instead():
    lines = screen(many(5, "word " * 200))

    assert SCREEN >= len(lines)
    assert 0 < sum("why-none" in line for line in lines) < 5
    assert any(line.startswith("--all shows 9") for line in lines)


def test_what_attempts_changed_and_taught_gives_way_to_the_screen():
    attempts = tuple(
        Attempt(f"Try {n}", "failed", "failed", ("steps 13 → 14",) * 9, "Nobody had asked why. " * 9) for n in range(9)
    )
    told = replace(many(5, "It waits."), attempts=attempts)
    lines = screen(told)

    assert SCREEN >= len(lines)
    assert 9 == sum("Try" in line for line in lines)
    assert 5 == sum("why-none" in line for line in lines)
    assert any("steps 13 → 14" in line for line in text(told).splitlines())


def test_a_figure_that_changes_much_stays_on_one_line():
    rows = (
        Compared("silence", "longest without a word in working days", "13 d 2 h", "3 d 3 h", "−9 d 7 h", True),
        Compared("efficiency", "efficiency", "3.6%", "4.5%", "+0.9 points", True),
    )
    lines = screen(replace(PAGE, compared=rows))

    assert 1 == sum("efficiency" in line and "3.6% →" in line and "+0.9 points better" in line for line in lines)
    assert max(map(len, lines)) <= 80


def test_figures_stay_on_one_line_under_a_name_that_leaves_them_no_room():
    rows = (
        Compared(
            "silence", "längste Zeit ohne Nachricht in Arbeitstagen", "22 T. 1 Std.", "19 T.", "−3 T. 1 Std.", True
        ),
        Compared("rides", "Fahrten", "2", "1", "−1", True),
    )
    lines = screen(replace(PAGE, compared=rows))
    name = lines.index(rows[0].name)

    assert "22 T. 1 Std. → 19 T.  −3 T. 1 Std. better" == lines[name + 1].strip()
    assert lines[name + 1].index("→") == lines[name + 2].index("→")
    assert max(map(len, lines)) <= 80


def test_one_screen_has_the_five_groups_of_figures_that_say_most_on_two_lines_each():
    labels = ("Size", "Handoffs", "Customer", "Reasons", "Value", "Time", "Costs", "Shape")
    told = replace(PAGE, groups=tuple(Group(label, ("31 of these",) * 12) for label in labels))
    lines = [line for line in screen(told) if "31 of these" in line]

    assert ["Size", "Handoffs", "Reasons", "Time", "Costs"] == [line.split()[0] for line in lines[::2]]
    assert all(line.startswith("   ") for line in lines[1::2])


def test_a_path_is_never_broken():
    path = "a folder/" * 12 + "process.yml"
    told = replace(many(1, "Stamp."), file=path, next=(f"Trim: flowtrim trim '{path}'",))
    told = replace(told, foremost=(replace(told.foremost[0], place=f"{path}:85"),))

    assert [path, f"  {path}:85", f"   flowtrim trim '{path}'"] == [line for line in screen(told) if path in line]


def test_the_verdict_comes_before_every_figure():
    assert text(PAGE).index("6 rides") < text(PAGE).index("31 steps")


def test_a_verdict_is_told_by_sign_and_not_by_colour_alone():
    assert "✗ 6 rides, limit 1" in text(PAGE)


def test_a_name_without_end_does_not_push_the_verdict_off_the_screen():
    endless = replace(PAGE, title="P" * 10_000, spare=(replace(PAGE.spare[0], role="R" * 10_000),))
    lines = text(endless).splitlines()

    assert 6 > next(place for place, line in enumerate(lines) if "6 rides" in line)
    assert len(lines) < 2 + len(text(PAGE).splitlines()) + 3


def test_a_process_that_fits_gets_another_sign():
    fits = replace(PAGE, verdict=Verdict("fits", text="1 ride: it fits", meaning=""))

    assert "✓ 1 ride: it fits" in text(fits)


def test_a_finding_stands_with_its_sign_its_place_and_where_else_it_was_found():
    assert "✗ “Stamp” has no reason.\n  billing.yml:85  why-none\n  also file:90, print:101" in text(PAGE)


def test_places_of_which_the_rule_speaks_in_other_words_have_a_line_of_their_own():
    block = replace(PAGE.families[0].blocks[0], others=("pay:120",))
    page = replace(PAGE, families=(replace(PAGE.families[0], blocks=(block,)),))

    assert "\n  also file:90, print:101\n  see also pay:120\n" in text(page)


def test_no_findings_is_said():
    silent = replace(PAGE, tally=(), families=(), asides=())

    assert "✓ No findings" in text(silent)


def test_empty_sections_leave_no_gap():
    bare = replace(PAGE, groups=(), families=(), asides=(), spare=(), next=())

    assert "\n\n\n" not in text(bare)


@pytest.mark.parametrize("columns", [24, 30, 40, 60, 80, 100])
def test_no_line_is_wider_than_the_terminal(columns):
    chinese = replace(
        PAGE,
        title="为什么我的账单这么高" * 9,
        next=("核对账单。" * 30,),
        tally=(("error", "1,200 errors"), ("warning", "31,000 warnings"), ("hint", "14 hints")),
        after_title="Lean",
        compared=(Compared("unjustified", "steps without a reason", "1,200", "1,100", "−100", better=True),),
        speech=(Said("核对账单。" * 30, 1), Said("核对账单。" * 30, 2)),
    )

    assert columns >= max(width(line) for line in text(chinese, columns).splitlines())


def test_a_terminal_wider_than_a_page_is_not_filled():
    long = replace(PAGE, next=("word " * 100,))

    assert 100 >= max(map(len, text(long, 250).splitlines()))


def test_the_spoken_text_shows_where_each_ride_ends():
    spoken = replace(PAGE, speech=(Said("First.", 1), Said("Second.", 2), Said("Fourth.", 4)))
    lines = text(spoken).splitlines()
    rules = [line.split(" here")[0] for line in lines if "ends here" in line]

    assert ["── ride 1 ends", "── ride 3 ends"] == rules


def test_escape_sequences_in_names_never_reach_the_terminal():
    hostile = replace(PAGE, title="\x1b[2J\x1b[31mred", next=("\x07\u202e",), groups=(Group("Size", ("\x1b[0m",)),))

    assert "\x1b" not in text(hostile) + text(hostile)
    assert "␛[2J␛[31mred" in text(hostile)


def test_figures_before_and_after_stand_under_each_other():
    page = replace(
        PAGE,
        after_title="Lean",
        compared=(Compared("rides", "rides", "6", "1", "−5", better=True), Compared("a", "a", "10", "12", "")),
    )

    assert "rides   6 →  1  −5 better\na      10 → 12" in text(page)
