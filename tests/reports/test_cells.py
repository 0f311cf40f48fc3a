from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flowtrim.reports.media.text_lines import padded, shortened, shortened_path, washed, width, wrapped


def test_escape_sequences_become_signs():
    assert "␛[2J␛]0;owned␇" == washed("\x1b[2J\x1b]0;owned\x07")


def test_text_that_turns_the_direction_of_reading_is_made_visible():
    assert "safe‹U+202E›txt.exe‹U+2066›" == washed("safe\u202etxt.exe\u2066")


def test_line_breaks_of_every_kind_become_one_blank():
    assert "a b c d" == washed("a\r\n\tb\u2028c\x85d")


def test_half_characters_are_made_visible():
    assert "‹U+D800›" == washed("\ud800")


def test_arabic_and_emoji_stay_as_they_are():
    text = "فاتورة 👩‍💻 ☎️ é"

    assert text == washed(text)


@given(st.text())
def test_washed_text_holds_nothing_that_steers_a_terminal(text):
    assert not any(ord(sign) < 32 or 127 <= ord(sign) < 160 for sign in washed(text))


@given(st.text())
def test_washing_twice_changes_nothing(text):
    assert washed(text) == washed(washed(text))


def test_chinese_takes_two_cells_a_character():
    assert 8 == width("账单问题")


def test_combining_accents_take_no_cell():
    assert 4 == width("cafe\u0301")


def test_an_emoji_of_several_takes_two_cells():
    assert 2 == width("👨‍👩‍👧‍👦")


@given(st.text(alphabet="ab 账单。「」é👩‍💻\u0301", max_size=60), st.integers(2, 20))
def test_no_wrapped_line_is_wider_than_the_room(text, columns):
    assert all(width(line) <= columns for line in wrapped(text, columns))


@given(st.text(alphabet="ab 账单。「」é👩‍💻", max_size=60), st.integers(2, 20))
def test_wrapping_loses_no_letter(text, columns):
    assert text.replace(" ", "") == "".join(wrapped(text, columns)).replace(" ", "")


def test_a_word_longer_than_the_line_is_cut():
    assert ["Donau", "dampf"] == wrapped("Donaudampf", 5)


def test_a_full_stop_is_not_set_at_the_beginning_of_a_line():
    assert ["账", "单。"] == wrapped("账单。", 5)


def test_shortening_counts_cells_and_not_letters():
    assert "账单…" == shortened("账单问题", 6)


def test_shortening_tears_no_word_where_whole_ones_remain():
    assert "Send a message with a…" == shortened("Send a message with a link", 22)
    assert "Open a ticket…" == shortened("Open a ticket, and call", 18)
    assert "Send a message with…" == shortened("Send a message with a link", 20)
    assert "Donaudampfschiff…" == shortened("Donaudampfschifffahrt buchen", 17)


def test_a_path_is_cut_at_its_beginning():
    assert "…/process.yml" == shortened_path("samples/angebot/process.yml", 13)
    assert "…程.yml" == shortened_path("流程/流程.yml", 7)
    assert "a.yml" == shortened_path("a.yml", 5)


def test_what_fits_is_not_shortened():
    assert "账单" == shortened("账单", 4)


def test_padding_counts_cells():
    assert "账单  |" == padded("账单", 6) + "|"
