from __future__ import annotations

from flowtrim.reports.media.text_lines import width
from flowtrim.reports.process.overview import Row, overview

LONG = "process: Long\nsteps:\n" + "".join(
    f"  - {{name: Step number {n}, owner: R{n % 2}, why: Two vans were lost in 19{n + 10} without it.}}\n"
    for n in range(40)
)
SHORT = "process: Short\nreviewed: 2026-10-01\nsteps:\n  - {name: A, owner: B, why: The traveller paid for us., reviewed: 2026-10-01}\n"


def text(rows, columns=80):
    return "\n".join("".join(words for words, _ in line) for line in overview(rows, columns))


def test_the_longest_process_comes_first(analysed):
    told = text([Row.of(analysed(SHORT)), Row.of(analysed(LONG))])

    assert told.index("Long") < told.index("Short")


def test_the_first_line_sums_up(analysed):
    rows = [Row.of(analysed(SHORT)), Row.of(analysed(LONG))]

    assert "✗ 1 of 2 processes cannot be told in one ride" == text(rows).splitlines()[0]


def test_processes_that_nobody_was_asked_about_are_counted_and_not_praised(analysed):
    unasked = Row.of(analysed("process: Short\nsteps:\n  - {name: A, owner: B}\n"))

    assert "? ask first about 1 of 1 process" == text([unasked]).splitlines()[0]
    assert (
        "✗ 1 of 3 processes cannot be told in one ride; ask first about 1"
        == (text([unasked, Row.of(analysed(SHORT)), Row.of(analysed(LONG))]).splitlines()[0])
    )


def test_all_that_fit_are_praised(analysed):
    assert "✓ 1 process, each told in one ride" == text([Row.of(analysed(SHORT))]).splitlines()[0]


def test_figures_stand_under_their_names(analysed):
    told = text([Row.of(analysed(LONG))]).splitlines()
    heads = next(line for line in told if line.startswith("rides"))
    figures = told[told.index(heads) + 1]

    assert "40" == figures[: heads.index("steps") + len("steps")].split()[1]


def test_a_process_never_reviewed_is_said_to_be(analysed):
    assert "never reviewed" in text([Row.of(analysed(LONG))])


def test_narrow_terminals_get_one_thing_under_the_other(analysed):
    told = text([Row.of(analysed(LONG))], 40)

    assert "Long\nclaim.yml\n  rides " in told
    assert 40 >= max(map(width, told.splitlines()))


def test_no_process_is_no_table():
    assert "" == text([])
