from pathlib import Path

import pytest

from flowtrim.measures.lexicon import words_for
from flowtrim.measures.reasons import Reason, weakness
from flowtrim.model import Step

FILE = Path(__file__).parent / "reasons" / "concrete.tsv"
ROWS = [tuple(line.split("\t")) for line in FILE.read_text(encoding="utf-8").splitlines()[1:]]


def verdict(name, why, language="en", **fields):
    found = weakness(Reason(name, why, **fields), words=words_for(language, (name, why)))
    return "good" if found is None or found.mild else found.code


@pytest.mark.parametrize(("language", "name", "why", "label"), ROWS)
def test_what_is_concrete_is_a_reason_and_what_sounds_like_it_is_none(language, name, why, label):
    assert (label == "good") == (verdict(name, why, language) == "good")


@pytest.mark.parametrize("language", ["en", "de", "es", "fr", "ja", "zh"])
def test_each_language_has_thirty_of_each(language):
    good = [label == "good" for spoken, *_, label in ROWS if spoken == language]

    assert 30 < sum(good)
    assert 25 < len(good) - sum(good)


@pytest.mark.parametrize(
    ("language", "why"),
    [
        ("en", "Knows the rules."),
        ("en", "Knows the law."),
        ("en", "Labour law."),
        ("de", "Kennt die Vorschriften."),
        ("de", "Arbeitsrecht."),
        ("es", "Conoce las normas."),
        ("fr", "Connaît les règles."),
        ("ja", "規則を知っている。"),
        ("zh", "熟悉规定。"),
    ],
)
def test_to_know_that_there_are_rules_is_no_knowledge(language, why):
    assert "good" != verdict("Clerk", why, language)


@pytest.mark.parametrize(
    ("language", "name", "why", "thing"),
    [
        ("en", "Call the buyer", "The contract says what both promise.", "Contract"),
        ("en", "Call the buyer", "The policy says who may drive the truck.", "Policy"),
        ("de", "Käufer anrufen", "Die Satzung nennt die Plätze.", "Satzung"),
        ("fr", "Appeler l'acheteur", "Le règlement donne douze places aux pêcheurs.", "Règlement"),
        ("es", "Llamar al comprador", "La normativa da doce amarres a los pescadores.", "Normativa"),
        ("zh", "给买家打电话", "章程给渔民十二个泊位。", "章程"),
        ("ja", "買主に電話する", "規約に係留場所が書いてある。", "規約"),
    ],
)
def test_a_contract_that_a_step_takes_or_makes_is_no_appeal(language, name, why, thing):
    assert "authority" != verdict(name, why, language, things=(thing,))


@pytest.mark.parametrize("why", ["The boss wants it.", "The contract.", "The contract says so.", "Company policy."])
def test_to_have_a_contract_at_hand_is_no_reason(why):
    assert "good" != verdict("Call the buyer", why, things=("Contract", "Letter"))


def test_the_things_of_a_step_are_what_it_takes_and_makes():
    assert ("Order", "Contract") == Reason.of(Step("a", "A", inputs=("Order",), outputs=("Contract",))).things
