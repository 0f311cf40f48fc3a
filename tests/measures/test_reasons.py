import os
import subprocess
import sys
from datetime import date
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowtrim.graph import FlowGraph
from flowtrim.measures import reasons
from flowtrim.measures.answers import has_reference, reading
from flowtrim.measures.justification import justification
from flowtrim.measures.lexicon import Content, Words, words_for
from flowtrim.measures.reasons import (
    Reason,
    _appeals_to_authority,
    _appeals_to_habit,
    _is_restated,
    _says_too_little,
    _word_too_many,
    told_by_lists,
    weakness,
)
from flowtrim.model import Limits, Process, Step
from tests.processes import NAMES


def flaw(name, why, *, language=None, twin=None, **fields):
    return weakness(Reason(name, why, **fields), words=words_for(language, (name, why or "")), twin=twin)


def code(name, why, **fields):
    found = flaw(name, why, **fields)
    return found and found.code


TAUTOLOGIES = [
    ("Approve invoice", "Because invoices must be approved"),
    ("Check stock", "We need to check the stock"),
    ("Log ticket", "Ticket logging step"),
    ("Send reminder", "To send the reminders."),
    ("File the survey", "The survey has to be filed."),
    ("Compare prices", "Price comparison is needed because prices should be compared."),
    ("审批发票", "为了审批发票"),
    ("审批发票", "发票需要审批"),
    ("請求書を承認する", "請求書を承認するため"),
    ("在庫を確認する", "在庫の確認のため"),
    ("송장 승인", "송장을 승인하기 위해"),
    ("Stamp the form", "Stamping."),
]
ADEQUATE = [
    ("Approve invoice", "Prevents duplicate payment"),
    ("Check stock", "Check stock before promising a delivery date, otherwise 8% of orders are cancelled later"),
    ("Take the call", "Only the customer can say what looks wrong on the bill."),
    ("Approve the claim", "Spending limits are set by the board, minute 2025-14."),
    ("Log ticket", "Night shift sees which customers still wait for an answer."),
    ("审批发票", "防止重复付款，依据财务制度第5条"),
    ("核对库存", "避免承诺无法交付的订单"),
    ("联系客户", "客户在两天之内得到答复"),
    ("在庫を確認する", "納期を約束する前に欠品を防ぐ"),
    ("송장 승인", "중복 결제를 막고 공급업체가 제때 돈을 받는다"),
]


@pytest.mark.parametrize(("name", "why"), TAUTOLOGIES)
def test_oracle_11_twelve_restatements_are_told(name, why):
    assert "tautology" == code(name, why)


@pytest.mark.parametrize(("name", "why"), ADEQUATE)
def test_oracle_11_ten_adequate_reasons_pass(name, why):
    assert None is flaw(name, why)


@pytest.mark.parametrize("language", [None, "en", "de", "zh", "ko"])
def test_oracle_11_all_languages_are_told_apart_in_one_file(language):
    steps = tuple(Step(why, name, why=why) for name, why in (*TAUTOLOGIES, *ADEQUATE))
    reasons = justification(
        FlowGraph(Process("Mixed", steps, language=language)), today=date(2026, 3, 2), limits=Limits()
    )

    assert {why for _, why in TAUTOLOGIES} == reasons.weak.keys() | reasons.unjustified


def test_oracle_11_there_are_twenty_two_examples():
    assert (12, 10) == (len(TAUTOLOGIES), len(ADEQUATE))


@pytest.mark.parametrize("why", [None, "", "  ", "tbd", "TBD.", "todo", "?", "???", "-", "—", "n/a", "N/A", "待定", "未定", "미정"])  # fmt: skip
def test_placeholders_mean_that_nobody_was_asked(why):
    assert "absent" == reading(why)


@pytest.mark.parametrize("why", ["none", "None.", "(none)", "无", "無", "なし", "없음", "keiner", "keine", "Ninguno", "ninguna", "aucun", "Aucune"])  # fmt: skip
def test_none_in_any_language_is_an_answer(why):
    assert "none" == reading(why)


@pytest.mark.parametrize(
    "why",
    ["None of the customers would pay twice.", "无人知道价格就不能报价", "To do a favour", "The police ask for it."],
)
def test_a_sentence_that_begins_like_none_is_a_reason(why):
    assert "text" == reading(why)


@pytest.mark.parametrize("why", [None, "tbd", "none", "🙂"])
def test_no_reason_is_no_reason(why):
    assert "empty" == code("Pay", why)


@pytest.mark.parametrize(
    ("why", "language"),
    [
        ("We have always filed a copy in the cellar.", "en"),
        ("That's how the branch in Lyon did it.", "en"),
        ("Das wurde in Lyon schon immer abgelegt.", "de"),
        ("Siempre se ha archivado una copia en Lyon.", "es"),
        ("On a toujours gardé une copie à Lyon.", "fr"),
        ("分公司历来都保留一份副本在地下室", "zh"),
        ("昔から支店で控えを保管している", "ja"),
        ("예전부터 지점에서 사본을 보관해 왔다", "ko"),
    ],
)
def test_habit_is_no_purpose(why, language):
    assert "tradition" == code("Keep a second file", why, language=language)


@pytest.mark.parametrize(
    ("why", "language"),
    [
        ("The boss wants two signatures.", "en"),
        ("Company policy for larger amounts.", "en"),
        ("Das verlangt die Konzernrichtlinie so von uns allen.", "de"),
        ("La normativa de la empresa pide dos firmas.", "es"),
        ("La direction veut deux signatures.", "fr"),
        ("领导要求每张都要两个签名", "zh"),
        ("上司が二つの署名を求めている", "ja"),
        ("내규에 따라 서명 두 개를 받는다", "ko"),
    ],
)
def test_authority_without_a_reference_is_no_purpose(why, language):
    assert "authority" == code("Sign", why, language=language)


@pytest.mark.parametrize(
    "why",
    [
        "Company policy, section 4.2, for amounts over 500.",
        "The law asks for it: § 147 AO.",
        "Audit found double payments, SOX 404.",
        "财务制度第五条规定每张都要两个签名",
    ],
)
def test_authority_with_a_reference_can_be_looked_up(why):
    assert None is flaw("Sign", why)


def weak_step(why, customer, language="en"):
    process = Process("p", (Step("a", "Write the change", owner="Dev", why=why),), customer=customer, language=language)
    found = justification(FlowGraph(process), today=date(2026, 3, 2), limits=Limits()).weak
    return found["a"].code if found else None


@pytest.mark.parametrize(
    ("why", "customer", "language"),
    [
        ("The shop asked for it.", "Shop", "en"),
        ("The shops asked for it.", "Shop", "en"),
        ("Der Vermieter hat es verlangt.", "Vermieter", "de"),
    ],
)
def test_what_the_customer_wants_by_name_is_no_appeal(why, customer, language):
    assert None is weak_step(why, customer, language)
    assert weak_step(why, "Somebody else", language) in ("authority", "vague")


def test_who_gives_orders_appeals_to_them_also_where_the_customer_has_a_name():
    assert "authority" == weak_step("The boss asked for it.", "Shop")


@pytest.mark.parametrize("name", ["?", "*", "A, B*", "商店"])
def test_whatever_the_name_of_the_customer_is_it_can_be_read(name):
    assert "authority" == weak_step("The boss asked for it.", name)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Order from the supplier", "A supplier ships on an order only."),
        ("Order from the supplier", "The supplier ships on an order only."),
        ("Show the ward", "Who has seen the ward on a bad day stays longer."),
        ("Visit the ward", "Who has seen the ward on a bad day stays longer."),
    ],
)
def test_who_says_on_what_it_depends_what_becomes_of_something_says_something(name, why):
    assert None is code(name, why, language="en")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Check the order", "Only the best quality is good enough for the order."),
        ("Approve the order", "Who approves the order takes responsibility."),
        ("Log the ticket", "Only logged tickets are logged."),
    ],
)
def test_a_condition_on_values_still_says_nothing(name, why):
    assert code(name, why, language="en") in ("vague", "tautology", "authority")


def test_authority_with_a_source_can_be_looked_up():
    assert None is flaw("Sign", "The law asks for two signatures.", source="§ 12")
    assert "authority" == code("Sign", "The law asks for two signatures.", source="tbd")


@pytest.mark.parametrize(
    ("why", "language"),
    [
        ("To ensure the best quality and efficiency.", "en"),
        ("Zur Sicherstellung der Qualität und Transparenz.", "de"),
        ("Para mejorar la calidad y garantizar la eficiencia.", "es"),
        ("Pour améliorer la qualité et garantir la performance.", "fr"),
        ("为了提高质量和效率", "zh"),
        ("品質の向上と効率化のため", "ja"),
        ("품질과 효율을 향상하기 위해", "ko"),
    ],
)
def test_praise_alone_names_nothing(why, language):
    assert "vague" == code("Sign", why, language=language)


@pytest.mark.parametrize("why", ["Quality: 3 of 100 parcels came back broken.", "避免客户收到质量不合格的货物"])
def test_praise_with_an_object_or_a_number_passes(why):
    assert None is flaw("Weigh the parcel", why)


def test_two_things_cannot_share_a_reason():
    found = flaw("Check", "Prevents double payment of an invoice.", twin="Approve")

    assert "duplicate" == found.code
    assert "'Approve'" in found.explanation


@pytest.mark.parametrize("serves", ["law", "contract"])
def test_law_and_contract_need_their_source(serves):
    why = "Receipts have to be kept for ten years."

    assert "source" == code("File", why, serves=serves)
    assert None is flaw("File", why, serves=serves, source="§ 147 AO")


@pytest.mark.parametrize("serves", [None, "customer", "risk", "business", "enables"])
def test_other_reasons_need_no_source(serves):
    assert None is flaw("File", "Receipts have to be kept for ten years.", serves=serves)


def test_a_short_reason_gets_a_hint_only():
    found = flaw("Call back", "Customers forget.")

    assert ("short", True) == (found.code, found.mild)


def test_a_restatement_with_a_reference_gets_a_hint_only():
    found = flaw("Approve invoice", "Because invoices must be approved, § 4.")

    assert ("tautology", True) == (found.code, found.mild)


def test_a_graver_flaw_goes_before_a_mild_one():
    assert "tradition" == code("Approve invoice", "Always been approved.", source="§ 4")


def test_an_unknown_language_is_judged_by_less():
    assert None is flaw("Betaal", "Omdat de baas dat altijd zo heeft gewild.", language="nl")
    assert "tautology" == code("Betaal de rekening", "De rekening betaald.", language="nl")


@pytest.mark.parametrize(
    "text",
    ["§5", "Art. 6", "article 12-b", "Section 4.2", "clause 9", "para. 3", "req 12", "ISO 9001", "GDPR-6", "第5条", "第五条",
     "minute 2025-14", "No. 17", "(EU) 2016/679", "Abs. 2", "제5조", "ticket OPS-12"],
)  # fmt: skip
def test_references_are_recognised(text):
    assert has_reference(f"Asked for by {text} since then.")


@pytest.mark.parametrize("text", ["start 5 days early", "8% of orders", "article of faith", "no 5 people agree", "A 4"])
def test_numbers_alone_are_no_references(text):
    assert not has_reference(text)


@given(st.sampled_from(NAMES) | st.text(max_size=40), st.text(max_size=80))
def test_any_text_gets_a_verdict_without_trouble(name, why):
    found = weakness(Reason(name, why), words=Words())

    assert (found is not None and found.code == "empty") == (reading(why) != "text")


def test_three_thousand_long_reasons_take_less_than_a_second():
    words = ["invoice", "quality", "because", "order", "the", "boss", "customer", "always", "report", "risk"]
    steps = tuple(
        Step(f"s{n}", f"Step {n}", why=" ".join(words[(n * k) % len(words)] for k in range(2, 320)))
        for n in range(3000)
    )
    process = Process("Long", steps)
    start = process_time()

    justification(FlowGraph(process), today=date(2026, 3, 2), limits=Limits())

    assert process_time() - start < 2.0  # about a second, two in Chinese; it was nine
    assert 1900 < len(steps[5].why) < 2200


@given(st.sampled_from(NAMES))
def test_a_name_is_no_reason_for_itself(name):
    assert code(name, name) in {"tautology", "empty"}


@pytest.mark.parametrize(
    "why", ["s" * 200_000, "第" * 200_000, "§ " * 100_000, "art. " * 50_000, "a1 " * 50_000, "无 " * 50_000]
)
def test_hostile_text_takes_no_time(why):
    assert code("Pay", why) in {None, "tautology", "empty", "short", "vague"}


def sounding(monkeypatch, odds):
    """Let every reason sound like talk by so much."""
    monkeypatch.setattr(reasons, "odds_of_talk", lambda *_: odds)


def test_what_the_lists_let_pass_is_told_by_its_odds(monkeypatch):
    why = "The stone wall garden hedge."
    sounding(monkeypatch, reasons.ODDS_NEEDED)
    assert None is flaw("Pay", why, language="en")

    sounding(monkeypatch, reasons.ODDS_NEEDED + 0.01)
    assert reasons.TALK == flaw("Pay", why, language="en")


def test_what_the_lists_tell_is_let_pass_by_its_odds(monkeypatch):
    why = "The boss's son wants it."
    sounding(monkeypatch, reasons.ODDS_LISTED + 0.01)
    assert "authority" == code("Lock the shed", why, language="en")

    sounding(monkeypatch, reasons.ODDS_LISTED - 0.01)
    assert "authority" != code("Lock the shed", why, language="en")


def test_a_restatement_is_told_whatever_its_odds(monkeypatch):
    sounding(monkeypatch, -9.0)

    assert "tautology" == code("Approve invoice", "Because invoices must be approved.", language="en")


def test_a_reference_settles_what_sounds_like_talk(monkeypatch):
    sounding(monkeypatch, 9.0)

    assert None is flaw("Pay", "Stone wall garden, SOX 404.", language="en")


def test_of_a_language_without_lists_nothing_is_told_by_odds(monkeypatch):
    sounding(monkeypatch, 9.0)

    assert None is flaw("Inviare", "Pietra muro giardino.", language="it")
    assert None is flaw("Lähettää", "Kivi muuri puutarha.", language="en"), "not one word is known"


@pytest.mark.parametrize(
    ("why", "read"),
    [
        ("[the bank, the mill, the crane]", "absent"),
        ("<explanation by the estate office>", "absent"),
        ("[SOX 404, the bank]", "text"),
        ("(Marketing to supply wording)", "absent"),
        ("(The bank wants the text of the guarantee.)", "text"),
        ("Rationale outstanding (unit four)", "absent"),
        ("--- text to follow from Hygiene ---", "absent"),
        ("To follow.", "absent"),
        ("The surveyors who are to come up the river want light.", "text"),
    ],
)
def test_templates_and_put_off_answers_are_no_reason(why, read):
    assert read == reading(why)


@pytest.mark.parametrize("sign", ["-", ".", "_", "[", "(", "<", "…"])
def test_brackets_and_dashes_without_end_are_read_in_no_time(sign):
    began = process_time()
    reading(sign * 20_000 + "a")

    assert process_time() - began < 1


@pytest.mark.parametrize(
    ("language", "name", "why", "code"),
    [
        ("ja", "初回面談", "初日に不安を聞くと離職が減る。", None),
        ("de", "Unterweisen", "Die meisten Stürze geschehen am ersten Tag.", None),
        ("fr", "Former", "La plupart des chutes arrivent le premier jour.", None),
        ("fr", "Goûter", "Les habitués connaissent l'ancien goût et se plaignent.", None),
        ("es", "Formar", "La mayoría de las caídas ocurre el primer día.", None),
        ("ja", "確認", "初日にそう教わりました。", "tradition"),
        ("de", "Liste führen", "Am ersten Tag hat man mir das so gezeigt.", "tradition"),
        ("fr", "Tenir la liste", "Nous la tenons depuis le premier jour.", "tradition"),
        ("es", "Llevar la lista", "La llevamos desde el primer día.", "tradition"),
    ],
)
def test_what_happens_on_a_first_day_is_a_fact_and_what_is_done_since_then_a_habit(language, name, why, code):
    found = weakness(Reason(name, why), words=words_for(language, ()))

    assert code == (found.code if found and not found.mild else None)


@pytest.mark.parametrize(
    ("language", "name", "why", "talk"),
    [
        ("fr", "Compter les comprimés", "La boîte du commerce en contient 28, celle de l'hôpital 30.", False),
        ("ja", "錠剤を数える", "通常の箱は28錠、病院用は30錠。", False),
        ("zh", "数药片", "平常一盒28片，医院一盒30片。", False),
        ("en", "Rate the visit", "Continuous improvement 24/7 is close to our heart.", True),
    ],
)
def test_whoever_tells_two_numbers_says_something(language, name, why, talk):
    found = weakness(Reason(name, why), words=words_for(language, ()))

    assert talk == (found is not None and found.code == "vague")


ON_THE_EDGE = """
from flowtrim.measures.lexicon import content_of, odds_of_talk, words_for
why = "Das Blechkästchen mit den Haken hat der Pförtner Lehmann gebastelt, aus einem Schrank vom Robotron-Sportfest."
print(repr(odds_of_talk(why, content_of(why, "Besucherausweis am Tor tauschen", words_for("de", ())))))
"""


def test_the_odds_of_talk_are_the_same_in_whatever_order_they_are_added_up():
    def odds(seed):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        return subprocess.run([sys.executable, "-c", ON_THE_EDGE], env=environment, capture_output=True, check=True)

    assert odds("1").stdout == odds("2").stdout


TWO_COPIES = {
    "en": "Send two copies",
    "de": "Zwei Kopien schicken",
    "es": "Enviar dos copias",
    "fr": "Envoyer deux copies",
    "ja": "控えを二部送る",
    "zh": "寄送两份副本",
}


@pytest.mark.parametrize(
    ("language", "why"),
    [
        ("en", "The department has always done this."),
        ("en", "The supplier has always sent two."),
        ("en", "The supplier has always sent two copies."),
        ("en", "The office has done this for decades."),
        ("en", "Sales has always printed them."),
        ("en", "The team has been doing it since 1990."),
        ("de", "Sie haben das immer so gemacht."),
        ("de", "Der Lieferant hat immer zwei Kopien geschickt."),
        ("es", "El departamento siempre lo ha hecho así."),
        ("es", "El proveedor siempre ha enviado dos copias."),
        ("fr", "L'agence a toujours procédé ainsi."),
        ("fr", "Le fournisseur a toujours envoyé deux copies."),
        ("ja", "あの部署は昔からそうしています。"),
        ("ja", "同僚はいつもそうしてきました。"),
        ("zh", "供应商一直寄两份副本。"),
        ("zh", "分公司一向如此。"),
    ],
)
def test_what_others_always_did_is_a_habit_as_well(language, why):
    assert "tradition" == code(TWO_COPIES[language], why, language=language)


@pytest.mark.parametrize(
    ("language", "why"),
    [
        ("en", "As before the fire of 2019, the second copy stands in another building."),
        ("en", "The supplier has always sent two copies, and one was lost in the mail in three cases of 2023."),
        ("en", "The court has always rejected filings with one copy."),
        ("en", "The night shift has always been ten euros short."),
        ("de", "Das Gericht hat Schriften mit nur einer Kopie immer zurückgewiesen."),
        ("de", "Der Fahrer hat immer eine Kopie für den Zöllner dabei."),
        ("es", "El juzgado siempre ha devuelto los escritos con una sola copia."),
        ("fr", "Le tribunal a toujours rejeté les dossiers avec une seule copie."),
        ("ja", "裁判所は控えが一部だけの書類をいつも差し戻してきました。"),
        ("zh", "法院一直退回只有一份副本的文件。"),
    ],
)
def test_what_others_always_did_is_a_reason_where_it_says_what_for(language, why):
    assert code(TWO_COPIES[language], why, language=language) is None


# ---- from how many words on ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "why", "code"),
    [
        # a pair of signs more beside the whole name: of two signs that is half as much again, of three or more hardly
        ("审发", "为了审发信用", None),
        ("审发票", "为了审发票信用", "tautology"),
        ("审批发票", "为了审批发票信用", "tautology"),
        ("审发票", "为了审发票信用风险", None),
        ("审发票", "为了审票信用", None),
    ],
)
def test_one_pair_of_signs_is_no_news_beside_a_name_of_three(name, why, code):
    _, told = told_by_lists(Reason(name, why), words_for("zh", (name, why)))

    assert code == (told and told.code)


def content(*, left=0, shared=0, share=0.0, said=0, again=0, **kinds):
    return Content(kinds, shared, left, share, said, again)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (content(share=1.0, shared=2), 0),
        (content(share=1.0, shared=2, again=1), 1),
        (content(share=1.0, shared=2, again=3), 1),
        (content(share=0.9, shared=2, again=1), 0),
        (content(share=1.0, shared=3), 1),
        (content(share=1.0, shared=3, stop=2), 1),
        (content(share=1.0, shared=3, stop=2, vague=1), 0),
        (content(share=0.9, shared=3), 0),
        (content(share=1.0, shared=4, again=1, facts=1), 1),
    ],
)
def test_one_word_may_be_new_where_the_whole_name_is_said(made, words):
    assert words == _word_too_many(made)


@pytest.mark.parametrize(
    ("made", "restated"),
    [
        (content(share=0.5, shared=1), True),
        (content(share=0.49, shared=1), False),
        (content(share=0.49, shared=2), True),
        (content(share=0.5, shared=1, left=1), False),
        (content(share=1.0, shared=1, left=1, again=1), True),
        (content(share=1.0, shared=1, left=2, again=1), False),
        (content(share=0.5, shared=1, stop=9, limits=1, served=1), True),
        (content(share=0.5, shared=1, facts=1), False),
        (content(share=0.5, shared=1, vague=1), True),
        (content(share=0.5, shared=1, vague=2), False),
        (content(share=0.75, shared=1, wishes=1), True),
        (content(share=0.74, shared=1, wishes=1), False),
        (content(share=0.74, shared=1, taught=1), False),
        (content(share=0.9, shared=1, plain=1), False),
        (content(share=1.0, shared=1, plain=1), True),
        (content(share=1.0, shared=1, plain=2), False),
    ],
)
def test_a_name_is_said_again_where_half_of_it_or_two_words_are_and_nothing_beside(made, restated):
    assert restated == _is_restated(made)


@pytest.mark.parametrize(
    ("made", "habit"),
    [
        (content(), False),
        (content(tradition=1, left=4), True),
        (content(tradition=1, left=5), False),
        (content(tradition=1, served=1), False),
        (content(elders=1, left=0), False),
        (content(elders=1, taught=1, left=3), True),
        (content(elders=1, taught=1, left=4), False),
        (content(elders=1, habit=1, left=3), True),
        (content(elders=1, taught=1, harms=1), False),
        (content(habit=1, left=1), True),
        (content(habit=1, left=2), False),
        (content(habit=1, left=2, shared=2), False),
        (content(habit=1, left=2, shared=3), True),
        (content(habit=1, left=2, shared=3, facts=1), False),
        (content(habit=1, left=3, shared=4), False),
    ],
)
def test_a_habit_is_no_purpose_with_hardly_a_word_beside_it(made, habit):
    assert habit == _appeals_to_habit(made)


@pytest.mark.parametrize(
    ("made", "appeal"),
    [
        (content(), False),
        (content(orders=1, left=2), True),
        (content(orders=1, left=3), False),
        (content(orders=1, harms=1), False),
        (content(orders=1, served=1), False),
        (content(norms=1, left=1), True),
        (content(norms=1, left=2), False),
        (content(superiors=1, left=0), True),
        (content(superiors=1, left=1), False),
        (content(superiors=1, wishes=1, left=2), True),
        (content(superiors=1, wishes=1, left=3), False),
        (content(norms=1, only=1), False),
        (content(superiors=1, wishes=1, limits=1, left=1), True),
        (content(superiors=1, wishes=1, limits=1, left=2), False),
        (content(superiors=1, limits=1), False),
        (content(norms=1, wishes=1, limits=1), False),
    ],
)
def test_an_authority_is_no_purpose_with_hardly_a_word_beside_it(made, appeal):
    assert appeal == _appeals_to_authority(made)


@pytest.mark.parametrize(
    ("made", "little"),
    [
        (content(), False),
        (content(stop=1, left=1), False),  # a word or two that say it all
        (content(stop=2, left=1), True),
        (content(stop=2, left=2), False),
        (content(stop=2, left=2, vague=1), True),
        (content(stop=2, left=2, norms=1), True),
        (content(stop=2, left=3, vague=1), False),
        (content(stop=2, shared=1), False),
        (content(stop=2, harms=1), False),
        (content(stop=2, limits=1), False),
        (content(stop=2, limits=1, vague=1), True),
        (content(stop=2, wishes=1), False),
        (content(stop=2, taught=1, norms=1), True),
        (content(stop=2, taught=1, orders=1), True),
    ],
)
def test_a_sentence_says_too_little_with_hardly_a_word_of_its_own(made, little):
    assert little == _says_too_little(made)


@pytest.mark.parametrize(
    ("why", "skilled", "code"),
    [
        ("Judges it.", True, "short"),
        ("Judges the risk by figures.", True, None),
        ("Oil acid.", False, "short"),
        ("Oil acid fumes.", False, None),
    ],
)
def test_three_words_are_a_reason_and_two_a_short_one(why, skilled, code):
    found = flaw("Melt", why, language="en", skilled=skilled)

    assert code == (found and found.code)
