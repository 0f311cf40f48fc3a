"""What is spoken of a text, unit by unit, and how long that takes (docs/theory.md#spoken-length)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtrim.measures.elevator import Units, count, guess_language, rate_of, spoken_seconds
from flowtrim.model import Limits


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (0, ""),
        (0, " — … ! "),
        (2, "Check stock"),
        (1, "don't"),
        (1, "don’t"),
        (1, "follow-up"),
        (1, "state-of-the-art"),
        (2, "and/or"),
        (2, "snake_case"),
        (2, "a - b"),
        (2, "yes—no"),
        (4, "Café à la crème"),
        (1, "Cafe\u0301"),
        (2, "विवरण जाँचें"),
        (1, "بِسْمِ"),
        (2, "Проверить счёт"),
        (1, "über\u00adprüfen"),
        (1, "می\u200cشود"),
    ],
)
def test_a_word_is_a_run_of_letters_and_marks_joined_by_apostrophe_or_hyphen(words, text):
    assert Units(words=words) == count(text)


@pytest.mark.parametrize(
    ("words", "text"),
    [(3, "CRM"), (2, "IT"), (3, "CRM's"), (4, "CRM-System"), (1, "A"), (1, "ABCDEF"), (1, "McDonald"), (3, "ＣＲＭ")],
)
def test_an_acronym_of_two_to_five_capitals_is_spelt(words, text):
    assert words == count(text).words


@pytest.mark.parametrize("text", ["NASA", "EUR", "PIN", "SAP"])
def test_an_acronym_listed_as_pronounced_is_one_word(text):
    assert Units(words=1) == count(text)


@pytest.mark.parametrize(
    ("signs", "text"),
    [
        (3, "412"),
        (6, "2025-14"),
        (3, "95%"),
        (3, "95 ％"),
        (4, "12:30"),
        (2, "€5"),
        (3, "1 + 2"),
        (3, "１２３"),
        (0, "1st"[1:]),
    ],
)
def test_digits_are_spoken_one_by_one_and_a_symbol_is_one_word(signs, text):
    assert signs == count(text).signs


def test_a_code_of_letters_and_digits_is_its_letters_and_each_digit():
    assert Units(words=1, signs=2) == count("K-12")
    assert Units(words=3, signs=4) == count("ISO9001")


@pytest.mark.parametrize(
    ("units", "text"),
    [
        (Units(han=4), "审批发票"),
        (Units(han=5, kana=3), "請求書を承認する"),
        (Units(kana=4), "コーヒー"),
        (Units(kana=3), "ﾃｽﾄ"),
        (Units(hangul=4), "송장 승인"),
        (Units(han=2), "人々"),
        (Units(words=3, han=2), "CRM系统"),
        (Units(han=3), "审批，发。"),
        (Units(han=1), "\U00020000"),
    ],
)
def test_han_kana_and_hangul_are_counted_by_the_character(units, text):
    assert units == count(text)


def test_a_line_of_thai_is_more_than_one_word():
    assert 3 == count("ตรวจสอบเอกสาร").words


@pytest.mark.parametrize(
    ("seconds", "language", "unit", "times"),
    [
        (60, "en", "word", 150), (60, "es", "palabra", 145), (60, "nl", "woord", 135), (60, "fr", "mot", 130),
        (60, "it", "parola", 125), (60, "de", "Wort", 120), (60, "pl", "slowo", 110), (60, "fi", "sana", 105),
        (60, "ar", "كلمة", 90), (60, "zh", "字", 180), (60, "ja", "字", 300), (60, "ja", "か", 300), (60, "ko", "글", 300),
        (30, "en", "word", 75), (120, "zh", "字", 360), (60, "he", "מילה", 125), (60, "ru", "слово", 120),
        (60, "sv", "ord", 130), (60, "pt", "palavra", 120), (60, "sl", "beseda", 120), (60, "tr", "kelime", 110),
    ],
)  # fmt: skip
def test_oracle_9_2_so_many_units_fill_the_ride(seconds, language, unit, times):
    assert seconds == spoken_seconds(" ".join([unit] * times), language)


def test_mixed_text_is_added_up_each_script_at_its_own_rate():
    assert 60 == spoken_seconds("字" * 90 + " word" * 75, "zh")
    assert 60 == spoken_seconds("字" * 90 + " word" * 75, "en")
    assert 60 == spoken_seconds("字" * 150 + " word" * 75, "ja")
    assert 60 == spoken_seconds("글" * 150 + " word" * 75, "ko")


def test_digits_are_spoken_in_the_language_around_them():
    assert 60 == spoken_seconds("1" * 180, "zh")
    assert 60 == spoken_seconds("1" * 150, "en")


def test_a_rate_of_ones_own_replaces_that_of_its_language_only():
    calm = Limits(spoken_rates=(("en", 100), ("zh", 90)))

    assert 60 == spoken_seconds("word " * 100, "en", calm)
    assert 60 == spoken_seconds("字" * 90, "en", calm)
    assert 60 == spoken_seconds("字" * 90, "zh", calm)
    assert 60 == spoken_seconds("word " * 120, "de", calm)


@pytest.mark.parametrize(("rate", "tag"), [(120, "de-AT"), (180, "zh_TW"), (180, "ZH"), (150, "xx"), (150, "")])
def test_a_language_tag_is_read_by_its_first_part_and_an_unknown_one_as_english(rate, tag):
    assert rate == rate_of(tag).a_minute


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Check the invoice"),
        ("en", "Prüfe das Angebot"),
        ("en", "Проверить счёт"),
        ("en", "Print the receipt for カメラ and file it with the others"),
        ("en", ""),
        ("zh", "在 CRM 中登记工单"),
        ("zh", "审批发票"),
        ("ja", "在庫を確認"),
        ("ko", "송장 승인"),
    ],
)
def test_the_language_of_names_is_guessed_by_their_script(language, text):
    assert language == guess_language(text)


@given(st.text(st.sampled_from("aZ'-_. ,“\"\n\x1f"), max_size=30))
def test_plain_letters_are_counted_as_letters_with_accents_are(text):
    assert count(text).words == count(text.replace("a", "é")).words


@given(st.text(max_size=60), st.text(max_size=60))
def test_what_is_said_twice_takes_as_long_as_both(one, other):
    together = sum(count(f"{one} . {other}"))

    assert sum(count(one)) + sum(count(other)) == together


@given(st.text(), st.sampled_from(["en", "zh", "ja", "ko", "de", "xx", None]))
def test_any_text_takes_some_time_and_never_less_than_none(text, language):
    assert 0 <= spoken_seconds(text, language)
