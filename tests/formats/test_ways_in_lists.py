"""Items of a list that say where it goes on: what a sentence at their end leads to is a flow, and stays in no name."""

import pytest

from flowtrim.formats import loads
from tests.days import TODAY


def page(*items, text=None):
    lines = text or "".join(f"{number}. {item}\n" for number, item in enumerate(items, 1))
    return loads(f"# Claim\n\n{lines}".encode(), file="claim.md", today=TODAY)


def ways(document):
    names = {step.id: step.name.rstrip(".。") for step in document.process.steps}
    return {
        step.name.rstrip(".。"): [(names.get(flow.to, flow.to), flow.when) for flow in step.flows]
        for step in document.process.steps
    }


def told(document):
    return [item["why"] for key in ("not_carried", "assumed") for item in document.source.get(key, ())]


@pytest.mark.parametrize(
    "behind",
    [
        "Go to 4.", "Go to step 4", "Then go to step 4.", "→ 4", "-> 4", "=> step 4", "Continue with step 4.", "Skip to 4.",
        "Weiter mit 4.", "weiter mit Schritt 4", "Dann weiter bei 4.", "Gehe zu Schritt 4.", "Aller à l'étape 4.", "Passez à l'étape 4.",
        "Continuer avec l'étape 4.", "Ir al paso 4.", "Pase al paso 4.", "Continuar con el paso 4.", "转到第4步。", "跳到4。", "进入步骤4",
        "手順4に進む。", "4へ進む。",
    ],
)  # fmt: skip
def test_a_sentence_at_the_end_leads_on(behind):
    document = page("Ask", f"Pay it. {behind}", "Refuse", "File")

    assert {"Ask": [("Pay it", None)], "Pay it": [("File", None)], "Refuse": [("File", None)], "File": []} == ways(
        document
    )
    assert ["was read as leading to 4"] == told(document)


@pytest.mark.parametrize(
    "item",
    ["Pay it, then go to 4", "Pay it – weiter mit 4", "Pay it (go to 4)", "Pay it (→ 4)", "Pay it → 4", "Pay it; go to step 4", "Pay it and go to 4",
     "Pay it, dann weiter mit 4", "Pay it, puis aller à 4"],
)  # fmt: skip
def test_so_does_what_stands_behind_a_sign(item):
    assert [("File", None)] == ways(page("Ask", item, "Refuse", "File"))["Pay it"]


@pytest.mark.parametrize(
    "word",
    ["End.", "The process ends.", "Ende.", "Prozess endet.", "Schluss.", "Fin.", "Fin du processus.", "Fin del proceso.",
     "结束。", "流程结束。", "終了。", "終わり"],
)  # fmt: skip
def test_a_word_for_the_end_at_the_end_ends_it(word):
    document = page("Ask", f"Pay it. {word}", "Refuse")

    assert {"Ask": [("Pay it", None)], "Pay it": [], "Refuse": []} == ways(document)
    assert ["was read as leading to the end"] == told(document)


@pytest.mark.parametrize(
    ("sentence", "when"),
    {
        "If wrong, go back to step 1.": "wrong", "If wrong go to 1": "wrong", "Wenn falsch, zurück zu Schritt 1.": "falsch",
        "Bei Fehlern zurück zu 1.": "Fehlern", "Si incomplet, retour à l'étape 1.": "incomplet", "Si falta algo, vuelva al paso 1.": "falta algo",
        "如不合格，返回第1步。": "不合格", "不備があれば1に戻る。": "不備があれば", "NGの場合は手順1に戻る。": "NGの場合は", "Wrong: back to 1": "Wrong",
        "No → 1": "No",
    }.items(),
)  # fmt: skip
def test_a_condition_at_the_end_is_a_loop(sentence, when):
    document = page("Ask", f"Check it. {sentence}", "Pay")

    assert [("Ask", when), ("Pay", "otherwise")] == ways(document)["Check it"]


@pytest.mark.parametrize(
    "sentence",
    ["If ok, go to 4, otherwise go to 1.", "Wenn ok, weiter mit 4, sonst zurück zu 1.", "Si ok, passer à l'étape 4, sinon retour à l'étape 1.",
     "Si ok, pase al paso 4, si no vuelva al paso 1.", "Yes → 4, No → 1", "Ja: weiter mit 4; nein: zurück zu 1"],
)  # fmt: skip
def test_two_ways_that_cover_all_are_all(sentence):
    assert ["Pay", "Ask"] == [to for to, _ in ways(page("Ask", f"Check it. {sentence}", "File", "Pay"))["Check it"]]


def test_an_item_that_only_leads_on_is_no_step_and_numbers_still_mean_what_they_did():
    document = page("Write", "Go to 4.", "Fix it. Go to 1", "Send. If lost, go to 3", "End.")

    assert {
        "Write": [("Send", None)], "Fix it": [("Write", None)], "Send": [("Fix it", "lost"), ("end", "otherwise")],
    } == ways(document)  # fmt: skip
    assert "'Go to 4.' is where it goes on, and no step" in told(document)
    assert "'End.' is where it ends, and no step" in told(document)


def test_numbers_mean_items_of_the_same_list():
    text = "## A\n\n1. Write\n2. Check. If wrong, go to 1.\n\n## B\n\n1. Send\n2. Wait. If lost, go to 1.\n"

    assert [("Write", "wrong"), ("Send", "otherwise")] == ways(page(text=text))["Check"]
    assert [("Send", "lost"), ("end", "otherwise")] == ways(page(text=text))["Wait"]


def test_numbers_that_go_on_mean_items_of_all_lists():
    text = "## A\n\n1. Write\n2. Check\n\n## B\n\n3. Send. If lost, go to 1.\n4. File\n"

    assert [("Write", "lost"), ("File", "otherwise")] == ways(page(text=text))["Send"]


@pytest.mark.parametrize(
    ("item", "name"), [("Pay. Go to 9.", "Pay."), ("Unless it is complete, go to 1", "Unless it is complete, go to 1")]
)
def test_what_is_not_understood_is_told(item, name):
    document = page("Ask", item, "File")

    assert [("File", None)] == [(to, when) for to, when in ways(document)[name.rstrip(".")]]
    assert any("leads to a step that was not found" in why for why in told(document))


@pytest.mark.parametrize(
    "item", ["Ship to 2 customers", "Turn to page 3", "Add 2 to 3", "Call 3", "Close (done)", "Repeat 2 times"]
)
def test_other_numbers_lead_nowhere(item):
    document = page("Ask", item, "File")

    assert [("File", None)] == ways(document)[item]
    assert [] == told(document)


@pytest.mark.parametrize("word", ["Fertig."])
def test_a_word_that_may_be_done_is_a_step_unless_it_is_last(word):
    assert [("Call 112", None)] == ways(page("Look", word, "Call 112"))[word.rstrip(".")]
    assert [("Call 112", None)] == ways(page("Look", f"Press it. {word}", "Call 112"))[f"Press it. {word}".rstrip(".")]
    assert ["Look", "Call 112"] == list(ways(page("Look", "Call 112", word)))
    assert [] == ways(page("Look", f"Call 112. {word}"))["Call 112"]
