import json
from string import ascii_lowercase

import pytest

from flowtrim.measures.lexicon import Words, content_of, features, odds, plain, unwritten, words_for
from flowtrim.measures.lexicon.packs import FOLDER, KINDS, LANGUAGES, pack
from flowtrim.measures.lexicon.spelling import brackets, is_same_word, pieces, stem, units


def left(name, why, language=None):
    """How many words of a reason are neither in the name nor in the lists."""
    return content_of(why, name, words_for(language, (name, why))).left


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Approve invoice", "Because invoices must be approved"),
        ("Check stock", "We need to check the stock"),
        ("Log ticket", "Ticket logging step"),
        ("审批发票", "为了审批发票"),
        ("审批发票", "发票需要审批"),
        ("請求書を承認する", "請求書を承認するため"),
        ("在庫を確認する", "在庫の確認のため"),
        ("송장 승인", "송장을 승인하기 위해"),
    ],
)
def test_oracle_11_2_a_restatement_leaves_nothing(name, why):
    assert 0 == left(name, why)


@pytest.mark.parametrize(
    ("expected", "name", "why"),
    [
        (2, "Approve invoice", "Prevents duplicate payment"),
        (4, "核对库存", "避免承诺无法交付的订单"),
        (4, "在庫を確認する", "納期を約束する前に欠品を防ぐ"),
    ],
)
def test_oracle_11_2_a_purpose_leaves_words(expected, name, why):
    assert expected == left(name, why)


def test_what_can_be_counted_or_hurts_weighs_double():
    assert 3 == left("Pay", "twelve 8 cups".replace("twelve ", ""))
    assert 2 == left("Call back", "Customers forget.", "en")


def test_a_hundred_words_are_read_at_most():
    assert 100 == left("Pay", " ".join(f"{one}{two}x" for one in ascii_lowercase for two in ascii_lowercase))


def test_a_word_said_again_is_no_news():
    assert 1 == left("Pay", "stone " * 50)
    assert left("Pay", "An informed ensemble") == left("Pay", "An informed ensemble, ensemble, ensemble")


def test_full_width_case_and_accents_do_not_count():
    assert 0 == left("Pay ＧＡＳ bill", "PAY gas BILL")
    assert units("Über") == units("uber")


@pytest.mark.parametrize(
    ("word", "expected"),
    [("approvals", "approv"), ("processes", stem("process")), ("sing", "sing"), ("validation", "valid"), ("", "")],
)
def test_endings_come_off_while_four_letters_remain(word, expected):
    assert expected == stem(word)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("log", "logging"),
        ("verify", "verification"),
        ("prufen", "uberprufung"),
        ("abschicken", "abgeschickt"),
        ("송장", "송장을"),
    ],
)
def test_forms_and_compounds_are_one_word(one, other):
    assert is_same_word(stem(one), stem(other))


@pytest.mark.parametrize(("one", "other"), [("contract", "contact"), ("car", "carbide"), ("invoice", "invite")])
def test_words_that_begin_alike_are_not_one_word(one, other):
    assert not is_same_word(stem(one), stem(other))


def test_every_language_has_a_file_and_every_file_a_language():
    assert {*LANGUAGES, "any", "weights"} == {file.stem for file in FOLDER.glob("*.json")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_list(language):
    lists = json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))

    assert {*lists} <= {*KINDS, "forms"}
    assert {"stop", "vague", "sayings", "tradition", "norms", "superiors", "wishes", "orders"} <= {*lists}


def test_every_entry_begins_with_a_word():
    assert all(first.strip("*") for language in LANGUAGES for first in pack(language).phrases)
    assert all(first for first in unwritten().phrases)


def is_small(word, words):
    phrase = words.first_of(units(word), 0)
    return phrase is not None and phrase.kind == "stop"


def test_the_language_of_the_file_decides():
    assert is_small("weil", words_for("de-AT", ()))
    assert not is_small("weil", words_for("en", ("weil wir das so machen",)))


def test_without_a_language_the_small_words_tell():
    assert pack("de").phrases == words_for(None, ("Damit der Kunde weiß, wann die Ware kommt",)).phrases
    assert pack("en").phrases == words_for(None, ("Invoice",)).phrases


def test_other_scripts_in_the_text_bring_their_lists():
    words = words_for("en", ("Approve 审批",))

    assert is_small("为了", words)
    assert is_small("because", words)


def test_han_beside_kana_is_japanese():
    assert not is_small("进行", words_for("ja", ("承認", "確認する")))
    assert not is_small("进行", words_for(None, ("請求書 支払う前に欠品を防ぐ",)))


def test_chinese_and_japanese_reasons_of_one_file_bring_both_lists():
    words = words_for(None, ("审批发票 为了审批发票", "在庫を確認する 在庫の確認のため"))

    assert is_small("为了", words)
    assert is_small("ため", words)


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_english_comes_along_with_every_declared_language(language):
    assert is_small("because", words_for(language, ()))


def test_a_language_without_lists_has_none():
    words = words_for("../../etc/passwd", ("Betaal de rekening",))

    assert ({}, {}, frozenset()) == (words.phrases, words.forms, words.stars)


def test_a_house_can_add_its_own_words():
    words = words_for("en", ()) | Words.of({"superiors": ["works circle, chapter"], "vague": ["leverag*"]})

    assert "superiors" == words.first_of(units("The Works-Circle wants it."), 1).kind
    assert "superiors" == words.first_of(["chapter"], 0).kind
    assert "vague" == words.first_of(["leveraging"], 0).kind


def test_the_longest_phrase_counts_and_of_two_kinds_the_first():
    words = Words.of({"vague": ["safety"], "sayings": ["safety first,"], "stop": ["safety first"]})

    assert "sayings" == words.first_of(["safety", "first"], 0).kind
    assert "vague" == words.first_of(["safety", "second"], 0).kind


@pytest.mark.parametrize("text", ["", " ", "?", "—", "🙂", "\x00", "___"])
def test_text_without_letters_is_nothing(text):
    assert plain(text) == ""


def level(text, *told):
    return odds.odds_of_talk(text, content_of(text, "Pay", words_for("en", ())), *told)


def test_odds_are_the_weights_of_the_known_features_over_the_root_of_their_number(monkeypatch):
    monkeypatch.setattr(odds, "weights", lambda: {"": 1.0, "a": 2.0, " a": 1.0, "#left 0": -1.0, "#told vague": 4.0})

    assert pytest.approx(1 + 2 / 3**0.5) == level("A")
    assert pytest.approx(1 + 6 / 4**0.5) == level("A", "#told vague")


@pytest.mark.parametrize("text", ["", "Клиент ждёт посылку.", "العميل ينتظر الطرد"])
def test_of_a_script_that_was_not_weighed_the_odds_are_even(text):
    assert 0.0 == level(text) or not text


@pytest.mark.parametrize(
    ("why", "frame"),
    [
        ("The quality of 3 welds", "the <vague> of 0 _"),
        ("Pays, pay, of a hook must be", "~ of _ _ must be"),
        ("Crane hook", "_ _"),
        ("", ""),
    ],
)
def test_a_frame_tells_how_a_reason_is_put_together(why, frame):
    words = Words.of({"stop": ["the of must be"], "vague": ["quality"]})

    assert tuple(frame.split()) == content_of(why, "Pay", words).frame


def test_signs_without_spaces_between_them_are_one_unit_of_a_frame():
    assert ("_", "0") == content_of("焊缝检查3", "", Words()).frame


@pytest.mark.parametrize(
    ("why", "form"),
    [
        ("Because Ann asks (twice)!", {"#ends !", "#begins large", "#name", "#mark (", "#mark )", "#mark !"}),
        ("later", {"#ends ", "#begins small"}),
        ("", {"#ends ", "#begins small"}),
    ],
)
def test_the_form_of_a_reason_is_how_it_begins_and_ends_and_its_marks(why, form):
    found = features(why, content_of(why, "", Words()))

    assert form == {feature for feature in found if feature.startswith(("#ends", "#begins", "#name", "#mark"))}


def test_amounts_end_where_more_makes_no_difference():
    why = " ".join(f"stone{letter}" for letter in "abcdefghijklmno")
    found = features(why, content_of(why, "", Words()))

    assert {"#left 6", "#said 8", "#words 12"} <= found


def test_pieces_are_the_runs_of_up_to_four_signs_within_words():
    assert {"a", " a", "a ", " a "} == pieces("A")
    assert "bcde" in pieces("abcdef")
    assert "abcde" not in pieces("abcdef")
    assert "b c" not in pieces("ab cd")


@pytest.mark.parametrize(
    ("text", "bracket"),
    [
        ("", ""), (".", ""), ("[x]", "["), ("[x].", "["), ("[x]。", "["), ("[x)", ""), ("(x)", "("), ("（x）", "（"),
        ("【x】", "【"), ("「x」", "「"), ("<x>", "<"), ("{x}", "{"), ("(a) and b", ""), ("a (b)", ""), ("--x--", "-"),
        ("-x-", ""), ("---", ""), ("----", ""), ("-----", "-"), ("__ later __", "-"), ("**x--", "-"), ("-- x", ""), ("x --", ""),
    ],
)  # fmt: skip
def test_a_text_stands_in_brackets_or_between_dashes_only_as_a_whole(text, bracket):
    assert bracket == brackets(text)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("pay", "pays", True), ("pay", "payer", False), ("pay", "say", False), ("log", "logs", True), ("bank", "bankrot", True),
        ("kontroll", "zollkontroll", True), ("contract", "contact", False), ("审批", "审批单", True), ("审批", "批", False),
        ("승인", "승인을", True), ("invoice", "invoicing", True),
    ],
)  # fmt: skip
def test_two_stems_are_one_word_where_one_begins_or_holds_the_other(one, other, same):
    assert same == is_same_word(one, other) == is_same_word(other, one)
