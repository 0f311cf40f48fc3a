import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtrim.measures.lexicon import (
    Words,
    answers_of_none,
    padded,
    placeholders,
    plain,
    surely_adds,
    tokens,
    words_for,
)
from flowtrim.measures.lexicon.packs import FOLDER, LANGUAGES, pack
from flowtrim.measures.lexicon.spelling import stem


def new(name, why, language=None):
    """What a reason says beyond a name, as one set."""
    words = words_for(language, (name, why))
    left = tokens(why, words) - tokens(name, words)
    return left.words | left.pairs | left.syllables


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Approve invoice", "Because invoices must be approved"),
        ("Check stock", "We need to check the stock"),
        ("审批发票", "为了审批发票"),
        ("审批发票", "发票需要审批"),
        ("請求書を承認する", "請求書を承認するため"),
        ("在庫を確認する", "在庫の確認のため"),
    ],
)
def test_oracle_11_2_a_restatement_adds_nothing(name, why):
    assert frozenset() == new(name, why)


def test_oracle_11_2_one_odd_stem_remains_of_log_and_logging():
    assert {"logg"} == new("Log ticket", "Ticket logging step")


def test_oracle_11_2_a_purpose_adds_three_words():
    assert 3 == len(new("Approve invoice", "Prevents duplicate payment"))


def test_oracle_11_2_a_chinese_purpose_adds_twelve_pairs_and_the_number():
    added = new("审批发票", "防止重复付款，依据财务制度第5条")

    assert "5" in added
    assert 12 + 1 == len(added)


def test_oracle_11_2_another_chinese_purpose_adds_eight_pairs():
    assert 8 == len(new("核对库存", "避免承诺无法交付的订单"))


def test_oracle_11_2_a_japanese_purpose_adds_five_pairs():
    assert {"納期", "約束", "前", "欠品", "防ぐ"} == new("在庫を確認する", "納期を約束する前に欠品を防ぐ")


def test_particles_of_korean_add_nothing():
    assert frozenset() == new("송장 승인", "송장을 승인하기 위해")


def test_full_width_and_case_do_not_count():
    assert frozenset() == new("Pay ＧＡＳ bill", "PAY gas BILL")


def test_scripts_without_spaces_are_compared_in_pairs():
    assert len(new("อนุมัติ", "ป้องกันการจ่ายซ้ำ")) > 4


@pytest.mark.parametrize(
    ("word", "expected"),
    [("approvals", "approv"), ("processes", stem("process")), ("sing", "sing"), ("validation", "valid"), ("", "")],
)
def test_endings_come_off_while_four_letters_remain(word, expected):
    assert expected == stem(word)


def test_every_language_has_a_file_and_every_file_a_language():
    assert {*LANGUAGES, "any"} == {file.stem for file in FOLDER.glob("*.json")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_list(language):
    lists = json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))

    assert ["stop", "tradition", "authority", "vague"] == list(lists)
    assert all(lists.values())


def test_no_phrase_is_empty_once_it_is_spelt_plainly():
    phrases = [phrase for language in LANGUAGES for phrase in (*pack(language).tradition, *pack(language).authority)]

    assert all(phrase.strip() for phrase in phrases)
    assert "" not in placeholders() | answers_of_none()
    assert frozenset() == placeholders() & answers_of_none()


def test_the_language_of_the_file_decides():
    assert "weil" in words_for("de-AT", ()).stop
    assert "weil" not in words_for("en", ("weil wir das so machen",)).stop


def test_without_a_language_the_small_words_tell():
    assert pack("de") == words_for(None, ("Damit der Kunde weiß, wann die Ware kommt",))
    assert pack("en") == words_for(None, ("Invoice",))


def test_other_scripts_in_the_text_bring_their_lists():
    words = words_for("en", ("Approve 审批",))

    assert "为了" in words.glue
    assert "because" in words.stop


def test_han_beside_kana_is_japanese():
    assert pack("ja").glue == words_for("ja", ("承認", "確認する")).glue
    assert pack("ja").glue == words_for(None, ("請求書 支払う前に欠品を防ぐ",)).glue


def test_chinese_and_japanese_reasons_of_one_file_bring_both_lists():
    glue = words_for(None, ("审批发票 为了审批发票", "在庫を確認する 在庫の確認のため")).glue

    assert {"为了", "ため"} <= set(glue)


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_english_comes_along_with_every_declared_language(language):
    assert "because" in words_for(language, ()).stop


def test_a_language_without_lists_has_none():
    assert Words() == words_for("../../etc/passwd", ("Betaal de rekening",))


def test_a_house_can_add_its_own_words():
    words = words_for("en", ()) | Words.of({"authority": ["works council"], "vague": "leverage"})

    assert any(phrase in padded("The Works-Council wants it.") for phrase in words.authority)
    assert stem("leverage") in words.vague


@pytest.mark.parametrize("text", ["", " ", "?", "—", "🙂", "\x00", "___"])
def test_text_without_letters_is_nothing(text):
    assert plain(text) == ""


said = st.lists(
    st.sampled_from(
        (
            "invoice",
            "Invoices",
            "approving",
            "APPROVAL",
            "ＰＡＹ",
            "pays",
            "ßtock",
            "İd",
            "审批发票",
            "송장을",
            "the",
            "a-b_c",
        )
    ),
    max_size=6,
).map(" ".join)


@given(said | st.text(max_size=20), said | st.text(max_size=20))
def test_what_surely_adds_is_more_than_hardly_anything(why, name):
    for words in (Words(), words_for("en", (why, name))):
        content = tokens(why, words)

        assert not (surely_adds(content, name) and (content - tokens(name, words)).is_hardly_anything)


@given(said | st.text(max_size=30), st.sampled_from(LANGUAGES))
def test_only_phrases_that_stand_in_no_text_are_left_out(text, language):
    words = pack(language)
    phrases = (*words.tradition, *words.authority)
    texts = [text, *phrases[:1]]
    found = words.within(texts)

    assert [p for p in phrases if any(p in padded(t) for t in texts)] == [
        p for p in (*found.tradition, *found.authority) if any(p in padded(t) for t in texts)
    ]
