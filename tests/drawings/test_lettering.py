"""Words in boxes: how they run, break and end."""

import pytest

from flowtrim.drawings.lettering import ELLIPSIS, clean, leading, runs_leftwards, width, wrap
from tests.drawings.stories import HOSTILE


def test_words_break_at_blanks():
    assert ("Approve the", "credit") == wrap("Approve the credit", room=70, size=11, lines=3)


def test_what_does_not_fit_ends_in_an_ellipsis():
    assert ("Approve", "the credi…") == wrap("Approve the credit of the customer", room=60, size=11, lines=2)


def test_a_name_that_just_fits_is_not_cut():
    assert ("Pay",) == wrap("Pay", room=width("Pay", 11), size=11, lines=1)


def test_a_long_german_word_breaks_evenly_with_a_hyphen():
    first, second = wrap("Vertriebsinnendienst", room=80, size=11, lines=4)

    assert ("Vertriebsin-", "nendienst") == (first, second)


def test_chinese_breaks_anywhere_but_before_a_closing_mark():
    assert ("审批", "发。") == wrap("审批发。", room=30, size=10, lines=3)


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_no_line_runs_wider_than_its_room(name):
    lines = wrap(name, room=60, size=11, lines=3)

    assert 1 <= len(lines) <= 3
    assert all(width(line, 11) <= 60 + 0.01 for line in lines)


def test_a_name_of_ten_thousand_letters_is_cut_and_says_so():
    assert ELLIPSIS == wrap("x" * 10_000, room=100, size=11, lines=3)[-1][-1]


def test_a_blank_name_has_no_lines():
    assert () == wrap(" \n ", room=100, size=11, lines=3)


def test_control_letters_and_turns_of_direction_are_left_out():
    assert "a b gnp" == clean("a\x07b\n\u202egnp")


def test_letters_that_no_file_can_hold_are_replaced():
    assert "\ufffd\ufffd" == clean("\0\ud800")


def test_letters_on_letters_take_no_room():
    assert width("e", 10) == width("e\u0301", 10)


def test_lines_of_chinese_stand_farther_apart_than_european_ones():
    assert (1.25, 1.25, 1.5) == (leading(["Größe", "счёт"]), leading([]), leading(["Pay", "付款"]))


def test_arabic_and_hebrew_run_leftwards_and_others_do_not():
    assert [True, True, False] == [runs_leftwards(text) for text in ("دفع", "בדיקה", "Größe 付款")]
