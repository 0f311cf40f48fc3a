"""Cases that take a deadline's way, an interruption, a class of cases or a repetition are declared ones."""

import pytest

from flowtrim.evidence.conformance import follows
from flowtrim.evidence.replayed_cases import OpenCases, TokenGame
from flowtrim.evidence.shares_taken import choices
from flowtrim.formats import loads
from tests.days import TODAY


def game(text):
    return TokenGame(process(text))


def process(text):
    return loads("process: P\n" + text, file="p.yml", today=TODAY).process


ROW = """
steps:
  - {id: a, name: A, owner: r}
  - {id: b, name: B, owner: r%s}
  - {id: c, name: C, owner: r, next: end}
"""
STOP = "  - {id: s, name: S, owner: r, next: end}\n"
LATE = ROW % ", within: [{time: 4d, then: m}, {time: 5d, instead: d}], next: c" + (
    "  - {id: m, name: M, owner: r, next: n}\n  - {id: n, name: N, owner: r, next: c}\n"
    "  - {id: d, name: D, owner: r, next: c}\n"
)
ANYTIME = "anytime: [{when: withdrawn, to: s}]" + ROW % "" + STOP
DURING = "anytime: [{when: lost, from: [b], to: end}]" + ROW % ""
CLASSES = """
cases: {amount: {small: 90%, large: 10%}}
steps:
  - {id: a, name: A, owner: r, next: [{to: b, when: {amount: small}}, {to: x, when: {amount: large}}]}
  - {id: x, name: X, owner: r, next: b}
  - {id: b, name: B, owner: r, next: [{to: end, when: {amount: small}}, {to: y, when: {amount: large}}]}
  - {id: y, name: Y, owner: r, next: end}
"""
PART = """
parts: {Q: {each: {of: line, count: 3%s}}}
steps:
  - {id: a, name: A, owner: r}
  - {id: b, name: B, owner: r, part: Q}
  - {id: c, name: C, owner: r, part: Q}
  - {id: d, name: D, owner: r}
"""
FORK = """
anytime: [{when: withdrawn, to: s, from: [b]}]
steps:
  - {id: a, name: A, owner: r, next: {all: [b, c]}}
  - {id: b, name: B, owner: r, next: d}
  - {id: c, name: C, owner: r, next: d}
  - {id: d, name: D, owner: r, join: all, next: end}
  - {id: s, name: S, owner: r, next: end}
"""


@pytest.mark.parametrize(
    ("text", "declared", "not_declared"),
    [
        pytest.param(LATE, "abc adc ambnc abmnc ambcn amnbc", "ac abdc amc amnc ambmnbc abmnmnc mabnc", id="deadlines"),
        pytest.param(ANYTIME, "abc as abs abcs s", "asb abcsb sabc acs ss", id="anytime"),
        pytest.param(DURING, "abc a ab", "c ac abcb", id="during one step"),
        pytest.param(CLASSES, "ab axby", "axb aby a xby", id="classes of cases"),
        pytest.param(ROW % ", each: {of: line, count: 3}", "abc abbbc", "ac abcb aabc", id="a step for each"),
        pytest.param(PART % "", "abcd abcbcd", "abbccd abcbd acd ad abcdbcd", id="a part for each, in a row"),
        pytest.param(PART % ", parallel: true", "abcd abbccd abcbcd", "acbd acd ad abcdb", id="a part, in parallel"),
        pytest.param(FORK, "abcd acbd abs abcs acbs as acs", "abds abc asd abcds", id="out of a parallel section"),
    ],
)
def test_a_case_fits_where_a_term_of_the_file_allows_it(text, declared, not_declared):
    played = game(text)

    assert declared.split() == [case for case in declared.split() if played.fits(case)]
    assert [] == [case for case in not_declared.split() if played.fits(case)]


def test_a_move_that_a_term_allows_is_an_allowed_one():
    pairs = follows(game(ANYTIME))

    assert {("a", "s"), ("b", "s"), ("c", "s")} <= pairs
    assert ("s", "s") not in pairs


def test_a_step_that_nothing_leads_to_is_allowed_nowhere():
    stray = game(ROW % "" + "  - {id: z, name: Z, owner: r, next: end}\n")

    assert (True, False, False) == (stray.fits("abc"), stray.fits("abzc"), stray.fits("zabc"))


def test_a_case_that_may_be_broken_off_at_any_time_is_still_open_at_the_end_of_a_log():
    declared = process(DURING.replace(", from: [b]", ""))
    going_on = OpenCases(declared, TokenGame(declared))

    assert (True, False) == (going_on.may_go_on(("a", "b")), going_on.may_go_on(("a", "b", "c")))


def test_shares_of_a_choice_pass_over_what_happens_beside_and_count_what_happens_instead():
    declared = process(
        """
steps:
  - {id: a, name: A, owner: r, next: [{to: b}, {to: c}]}
  - {id: b, name: B, owner: r, within: {time: 4d, instead: d}, next: end}
  - {id: c, name: C, owner: r, within: {time: 4d, then: m}, next: end}
  - {id: d, name: D, owner: r, next: end}
  - {id: m, name: M, owner: r, next: end}
"""
    )
    cases = {tuple("ab"): 4, tuple("ad"): 3, tuple("amc"): 2, tuple("acm"): 1, tuple("am"): 9}

    assert [{"b": 7, "c": 3}] == [choice.ways for choice in choices(declared, TokenGame(declared), cases)]
