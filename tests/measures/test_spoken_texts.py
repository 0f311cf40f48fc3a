"""Whole texts, each read aloud and judged by somebody who speaks the language before it was pinned."""

from datetime import date
from pathlib import Path

import pytest

from flowtrim import read
from flowtrim.graph import FlowGraph
from flowtrim.measures.elevator import speech
from flowtrim.measures.elevator.conditions import condition_of
from flowtrim.measures.elevator.phrases import phrases_of
from flowtrim.measures.elevator.spoken_terms import SpokenTerms
from flowtrim.model import Flow, Interruption, Process, Step

ROOT = Path(__file__).parents[2]
FILES = {
    **{file.stem: file for file in sorted((Path(__file__).parent / "spoken").glob("*.yml"))},
    **{f"{file.parent.name}-{file.stem}": file for file in sorted((ROOT / "samples").glob("*/process*.yml"))},
}


def sentences(file):
    return speech(FlowGraph(read(file, today=date(2026, 11, 28)).process)).sentences


@pytest.mark.parametrize("name", FILES)
def test_the_text_of_a_process_is_what_a_person_would_say(name, golden):
    golden(f"speech/{name}.txt", "\n".join(sentences(FILES[name])) + "\n")


@pytest.mark.parametrize(
    ("language", "when", "opened"),
    [
        ("en", "signed", "If signed"),
        ("en", "if signed", "If signed"),
        ("en", "Unless signed", "Unless signed"),
        ("en", "otherwise", "Otherwise"),
        ("en", "Else", "Otherwise"),
        ("en", ">= 5 days", "If at least 5 days"),
        ("en", "roaming was on, the ticket says no", "If roaming was on and the ticket says no"),
        ("en", "small, or paid", "If small, or paid"),
        ("en", "always", "In any case"),
        ("en", "goes to the ombudsman", "If it goes to the ombudsman"),
        ("de", "immer", "In jedem Fall"),
        ("fr", "toujours", "Dans tous les cas"),
        ("es", "siempre", "En todo caso"),
        ("ja", "常に", "どの場合も"),
        ("zh", "总是", "在任何情况下"),
        ("de", "klein, bezahlt", "Falls klein und bezahlt"),
        ("zh", "材料齐全,金额超过50,000元", "如果材料齐全，而且金额超过50,000元"),
        ("zh", "材料齐全, 或金额超过五万元", "如果材料齐全，或金额超过五万元"),
        ("ja", "不備がない,予算内", "不備がない、かつ予算内なら"),
        ("zh", "材料齐全, 金额超过五万元", "如果材料齐全，而且金额超过五万元"),
        ("ja", "不備がない, 予算内", "不備がない、かつ予算内なら"),
        ("de", "wenn etwas fehlt", "Wenn etwas fehlt"),
        ("de", "vollständig", "Falls vollständig"),
        ("de", "sonst", "Sonst"),
        ("fr", "si complète", "Si complète"),
        ("fr", "s’il manque une pièce", "S’il manque une pièce"),
        ("fr", "incomplète", "Si elle est incomplète"),
        ("fr", "sinon", "Sinon"),
        ("es", "si supera 500 euros", "Si supera 500 euros"),
        ("es", "falta algo", "Si falta algo"),
        ("es", "de lo contrario", "Si no"),
        ("ja", "不備があれば", "不備があれば"),
        ("ja", "不備がない場合", "不備がない場合"),
        ("ja", "五十万円を超えるとき", "五十万円を超えるとき"),
        ("ja", "届いたら", "届いたら"),
        ("ja", "不備あり", "不備ありの場合"),
        ("ja", "それ以外", "それ以外なら"),
        ("zh", "缺材料时", "如果缺材料"),
        ("zh", "如果缺材料", "如果缺材料"),
        ("zh", "材料齐全", "如果材料齐全"),
        ("zh", "否则", "否则"),
    ],
)
def test_a_condition_gets_one_conjunction(language, when, opened):
    assert opened == condition_of(when, phrases_of(language))


@pytest.mark.parametrize(
    ("language", "when", "opened"),
    [
        ("en", "in time", "If in time"),
        ("en", "over the limit", "If over the limit"),
        ("en", "amount over 500", "If the amount is over 500"),
        ("en", "if amount > 500", "If amount more than 500"),
        ("de", "außer Haus", "Falls außer Haus"),
        ("de", "außer Privatkunden", "Außer Privatkunden"),
        ("de", "im Notfall", "Im Notfall"),
        ("de", "im Urlaub", "Falls im Urlaub"),
        ("es", "fuera de plazo", "Si está fuera de plazo"),
        ("es", "Por encima del límite", "Si está por encima del límite"),
        ("es", "en stock", "Si está en stock"),
        ("es", "en verano", "En verano"),
        ("es", "no urgente", "Si no es urgente"),
        ("es", "favorables", "Si son favorables"),
        ("es", "aprobada por el jefe", "Si está aprobada por el jefe"),
        ("es", "rechazados", "Si están rechazados"),
        ("es", "recibida la carta", "Recibida la carta"),
        ("es", "debido a un error", "Debido a un error"),
        ("es", "más de 500 euros", "Si es más de 500 euros"),
        ("es", "importe > 500", "En caso de importe de más de 500"),
        ("es", "obra menor", "En caso de obra menor"),
        ("es", "falta de stock", "En caso de falta de stock"),
        ("es", "cliente desiste", "Si cliente desiste"),
        ("es", "pedido", "En caso de pedido"),
        ("es", "hay stock", "Si hay stock"),
        ("fr", "hors délai", "Si c’est hors délai"),
        ("fr", "en stock", "Si c’est en stock"),
        ("fr", "en été", "En été"),
        ("fr", "non urgent", "Si ce n’est pas urgent"),
        ("fr", "pas encore payée", "Si elle n’est pas encore payée"),
        ("fr", "accepté par le client", "Si c’est accepté par le client"),
        ("fr", "le chef refuse", "Si le chef refuse"),
        ("fr", "le client absent", "Dans le cas « le client absent »"),
        ("fr", "la première demande", "Dans le cas « la première demande »"),
        ("fr", "il paie", "S’il paie"),
        ("fr", "manque une pièce", "S’il manque une pièce"),
        ("fr", "employé absent", "Dans le cas « employé absent »"),
        ("fr", "montant supérieur à 500 euros", "Pour un montant supérieur à 500 euros"),
        ("fr", "non", "Si non"),
        ("ja", "承認された", "承認された場合"),
        ("ja", "承認しません", "「承認しません」の場合"),
        ("ja", "緊急です", "緊急なら"),
        ("ja", "期限切れ", "期限切れなら"),
        ("zh", "大额报销", "如果是大额报销"),
        ("zh", "大客户取消", "如果大客户取消"),
        ("zh", "紧急", "如果紧急"),
    ],
)
def test_a_condition_without_a_verb_is_opened_as_a_native_would(language, when, opened):
    assert opened == condition_of(when, phrases_of(language))


@pytest.mark.parametrize(
    ("language", "when", "opened"),
    [
        ("de", "unvollständig", "Außer wenn unvollständig"),
        ("es", "fuera de plazo", "Salvo si está fuera de plazo"),
        ("ja", "期限切れ", "「期限切れ」の場合を除き"),
        ("fr", "hors délai", "Si aucun des autres cas ne se présente"),
        ("en", "is late", "Unless it is late"),
    ],
)
def test_what_holds_unless_something_does_is_opened_by_it(language, when, opened):
    ways = Flow("b"), Flow("c", when)
    terms = SpokenTerms(Process("P"), phrases_of(language), str)

    assert opened == terms.before_others(Step("a", "A", flows=ways), ways[0])


@pytest.mark.parametrize(
    ("when", "opened"),
    [
        ("der Mieter zieht aus", "Falls der Mieter auszieht"),
        ("Mieter zieht aus", "Falls gilt: Mieter zieht aus"),
        ("der Plan wird geändert", "Falls der Plan geändert wird"),
        ("ist dringend", "Falls es dringend ist"),
        ("besteht weiter", "Falls es weiter besteht"),
        ("fehlt etwas", "Falls etwas fehlt"),
        ("der Kunde zahlt nicht", "Falls der Kunde nicht zahlt"),
        ("wir lagen falsch", "Falls wir falsch lagen"),
        ("er ruft zurück", "Falls er zurückruft"),
        ("er zahlen kann", "Falls er zahlen kann"),
        ("er zahlt und ist zufrieden", "Falls gilt: er zahlt und ist zufrieden"),
        ("der Kunde kündigt den Vertrag", "Falls der Kunde den Vertrag kündigt"),
        ("er verstößt gegen den Plan", "Falls er gegen den Plan verstößt"),
        ("ein Kind mit Fieber", "Falls gilt: ein Kind mit Fieber"),
        ("der Mieter auszieht", "Falls der Mieter auszieht"),
        ("der Plan geändert wird", "Falls der Plan geändert wird"),
        ("der Betrag größer ist als 500", "Falls der Betrag größer ist als 500"),
        ("viele Menschen darin sind", "Falls viele Menschen darin sind"),
        ("etwas fehlt und dringend ist", "Falls etwas fehlt und dringend ist"),
        ("der Kunde den Vertrag kündigt", "Falls der Kunde den Vertrag kündigt"),
        ("nicht binnen drei Monaten", "Falls nicht binnen drei Monaten"),
        ("großer Schaden", "Falls großer Schaden"),
        ("noch nicht", "Falls noch nicht"),
        ("Kunde droht mit Anwalt", "Falls gilt: Kunde droht mit Anwalt"),
        ("Betrag nicht bekannt", "Falls Betrag nicht bekannt"),
    ],
)
def test_after_a_german_conjunction_no_verb_stands_in_second_place(when, opened):
    assert opened == condition_of(when, phrases_of("de"))


def told(*steps, language="en"):
    process = Process("P", steps, why="W.", customer="C", outputs=("o",), owner="O", language=language)
    return " ".join(speech(FlowGraph(process)).sentences[3:-2])


def test_a_branch_beside_others_ends_as_a_branch():
    steps = (
        Step("a", "Sell", owner="Clerk", split="all", flows=(Flow("b"), Flow("c"))),
        Step("b", "Ship", owner="Depot"),
        Step("c", "Bill", owner="Clerk", flows=(Flow("d"),)),
        Step("d", "File", owner="Clerk"),
    )

    assert "Clerk: Sell. Two things side by side. Depot: Ship. That branch ends there. Clerk: Bill. File." == told(
        *steps
    )


def test_a_branch_that_goes_straight_to_the_join_is_not_counted():
    steps = (
        Step("a", "Sell", owner="Clerk", split="all", flows=(Flow("b"), Flow("c"))),
        Step("b", "Ship", owner="Depot", flows=(Flow("c"),)),
        Step("c", "Close", owner="Clerk", join="all"),
    )

    assert "Clerk: Sell. Over to Depot: Ship. When all of that is done, over to Clerk: Close." == told(*steps)


def test_who_was_not_there_before_does_not_come_back():
    steps = (
        Step("a", "Look", owner="Clerk", flows=(Flow("c", share=0.6), Flow("b", share=0.4))),
        Step("b", "Ask", owner="Clerk", flows=(Flow("c"),)),
        Step("c", "Pay", owner="Bank"),
    )

    assert "back to" not in told(*steps)


@pytest.mark.parametrize("language", ["en", "de", "es", "fr", "ja", "zh"])
def test_few_branches_are_counted_in_words_and_many_in_figures(language):
    phrases = phrases_of(language)
    last = 1 + len(phrases.counts)

    assert phrases.side_by_side.format(count=phrases.counts[0]) == phrases.beginning_of(2)
    assert phrases.side_by_side.format(count=phrases.counts[-1]) == phrases.beginning_of(last)
    assert phrases.side_by_side.format(count=last + 1) == phrases.beginning_of(last + 1)
    assert phrases.side_by_side.format(count=1) == phrases.beginning_of(1)


def told_of(*steps):
    return speech(FlowGraph(Process("Order", steps=steps, language="en"))).sentences


def test_an_event_that_is_called_as_its_branch_is_not_said_twice():
    ask = Step("ask", "Ask for it", owner="X", flows=(Flow("late", "7 days", 0.5), Flow("came", "it comes", 0.5)))
    late = Step("late", "7 Days", kind="event", flows=(Flow("ask"),))
    came = Step("came", "it comes", kind="event", flows=(Flow("eat"),))
    told = told_of(ask, late, came, Step("eat", "Eat it", owner="Y"))

    assert "If 7 days, back to “Ask for it”." in told
    assert "If it comes, over to Y: Eat it." in told


def test_an_event_at_which_a_branch_ends_is_said_beside_its_condition_once():
    go = Step("go", "Go", owner="X", split="all", flows=(Flow("ask"), Flow("pay")))
    ask = Step("ask", "Ask for it", owner="X", flows=(Flow("late", "7 days", 0.5), Flow("eat", "it comes", 0.5)))
    late = Step("late", "7 days", kind="event", flows=(Flow("over"),))
    over = Step("over", "over", kind="event", flows=(Flow("end"),))
    eat = Step("eat", "Eat it", owner="X", flows=(Flow("end"),))
    told = told_of(go, ask, late, over, eat, Step("pay", "Pay it", owner="X", flows=(Flow("end"),)))

    assert "If 7 days, it ends there." in told
    assert not any("7 days: 7 days" in said for said in told)


@pytest.mark.parametrize(
    ("language", "when", "opened"),
    [
        ("de", "Lagen wir falsch?", "Falls wir falsch lagen"),
        ("de", "Sagt der Kunde zu?", "Falls der Kunde zusagt"),
        ("de", "Bezahlt der Kunde?", "Falls die Antwort auf „Bezahlt der Kunde?“ Ja ist"),
        ("en", "can pay", "If they can pay"),
        ("en", "can be mended", "If it can be mended"),
        ("en", "Is complete?", "If it is complete"),
        ("en", "wants more", "If they want more"),
        ("en", "has the customer paid", "If the customer has paid"),
        ("en", "are missing", "If they are missing"),
        ("en", "Paid?", "If paid"),
        ("fr", "Peut-il payer ?", "S'il peut payer"),
        ("fr", "Y a-t-il une panne ?", "S'il y a une panne"),
        ("fr", "Est-ce que le client paie ?", "Si le client paie"),
        ("fr", "Le client peut-il payer ?", "Si le client peut payer"),
        ("fr", "est-ce payé", "Si la réponse à « est-ce payé » est oui"),
        ("fr", "Adressez-vous au guichet", "Dans le cas « Adressez-vous au guichet »"),
        ("fr", "Que manque-t-il ?", "Dans le cas « Que manque-t-il »"),
        ("es", "Puede pagar?", "Si puede pagar"),
        ("es", "¿Pagado?", "Si está pagado"),
        ("ja", "修理可能か", "修理可能なら"),
        ("zh", "能不能付款", "如果能付款"),
        ("zh", "付了没有？", "如果付了"),
    ],
)
def test_a_condition_is_said_as_a_person_would(language, when, opened):
    assert opened == condition_of(when, phrases_of(language))


@pytest.mark.parametrize(
    ("language", "role", "name", "says"),
    [
        ("en", "Clerk", "Clerk pays the bill", True),
        ("en", "Clerk", "The clerk may refuse it", True),
        ("en", "Sales", "Sales order entry", False),
        ("en", "Till", "Till check", False),
        ("de", "Kasse", "Kasse zahlt den Betrag aus", True),
        ("de", "Sachbearbeiter", "Der Sachbearbeiter prüft den Antrag", True),
        ("de", "Kasse", "Kasse prüfen", False),
        ("de", "Kunde", "Kunde nicht erreichbar", False),
        ("es", "Caja", "Caja cobra la tasa", True),
        ("es", "Caja", "Caja de ahorros: abrir cuenta", False),
        ("fr", "Comptable", "Le comptable contrôle les montants", True),
        ("fr", "Vente", "Vente directe", False),
        ("ja", "窓口", "窓口が申込みを確認する", True),
        ("ja", "課長", "課長承認", True),
        ("ja", "営業", "営業日報を書く", False),
        ("zh", "出纳", "出纳付款", True),
        ("zh", "客户", "客户的资料核对", False),
    ],
)
def test_a_role_is_said_once_where_the_name_of_its_step_begins_with_it(language, role, name, says):
    first = Step("a", "Begin", owner="X", flows=(Flow("b", share=0.5), Flow("c", share=0.5)))
    steps = first, Step("b", name, owner=role), Step("c", "End", owner="X", flows=(Flow("b"),))
    text = told(*steps, language=language)

    assert (role.casefold() not in text.casefold().replace(name.casefold(), "")) == says


def test_a_role_that_does_its_step_with_others_is_said_before_its_name():
    assert "Clerk with Boss: Clerk pays." == told(Step("a", "Clerk pays", owner="Clerk", alongside=("Boss",)))


def test_what_interrupts_a_case_leads_to_a_step_that_says_who():
    steps = (Step("a", "Ask", owner="Desk", flows=(Flow("b"),)), Step("b", "Clerk pays", owner="Clerk"))
    process = Process("P", steps, language="en", anytime=(Interruption("stolen", "b"),))

    assert "At any time, if stolen, on to “Clerk pays”." in speech(FlowGraph(process)).sentences


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("bei Zustimmung", "Bei Zustimmung ist hier Schluss."),
        ("Im Notfall", "Im Notfall ist hier Schluss."),
        ("ohne Mangel", "Ohne Mangel ist hier Schluss."),
        ("bei Kunden, die zahlen", "Bei Kunden, die zahlen, ist hier Schluss."),
        ("wenn er zahlt", "Wenn er zahlt, ist hier Schluss."),
        ("dringend", "Falls dringend, ist hier Schluss."),
    ],
)
def test_after_a_german_preposition_no_comma_stands_before_the_verb(when, said):
    steps = Step("a", "A", owner="X", flows=(Flow("b", "sonst"), Flow("end", when))), Step("b", "B", owner="X")

    assert said in told(*steps, language="de")
