"""Ways on that are told by the others: "otherwise" comes after them, and "if they are" keeps what it speaks of."""

import re

import pytest

from flowtrim.graph import FlowGraph
from flowtrim.measures.elevator import speech
from flowtrim.measures.elevator.phrases import phrases_of
from flowtrim.model import END, Flow, Process, Step

REFUSED = "the conditions are not fulfilled"
LEANING = {
    "de": ("sie sind es", "sie es nicht sind", "dem nicht so ist", "nicht", "das ist so"),
    "en": ("they are", "if they are not", "it does", "there is none", "it isn't", "not"),
    "es": ("lo son", "si no lo es", "no hay ninguno", "no es así"),
    "fr": ("c'est le cas", "si ce n’est pas le cas", "il n'y en a pas", "elles le sont"),
    "ja": ("そうでない場合", "そうなら", "なければ"),
    "zh": ("不是", "没有", "如果不是这样"),
}
WHOLE = {
    "de": ("nicht bezahlt", "sie sind vollständig", "es gibt Einwände", "nein"),
    "en": ("it does not fit", "they are late", "there is a typing mistake", "no", "not paid"),
    "es": ("lo pagó el cliente", "no hay recibo", "no"),
    "fr": ("c'est une urgence", "il n'y a pas de reçu", "non"),
    "ja": ("不備がなければ", "承認されない", "はい"),
    "zh": ("没有发票", "不是本人", "否"),
}
RULE = {
    "de": "In der Regel",
    "en": "As a rule",
    "es": "Por regla general",
    "fr": "En règle générale",
    "ja": "通常は",
    "zh": "通常",
}


def told(*ways, language="en"):
    """Return what is told of a decision with some ways on, to "p" and on to "q", to "r" and to "x"."""
    flows = tuple(Flow(to, when, share) for to, when, share in ways)
    steps = (
        Step("d", "D", owner="O", flows=flows),
        *(Step(name, name.upper(), owner="O", flows=(Flow(to),)) for name, to in (("p", "q"), ("q", END), ("r", END))),
        *([Step("x", "X", owner="O", flows=(Flow(END),))] * any(to == "x" for to, _, _ in ways)),
    )
    parts = speech(FlowGraph(Process("V", steps, language=language))).parts
    return " ".join(part.sentence for part in parts if part.step is not None)


def test_all_others_before_the_others_are_the_rule_where_most_cases_go_there():
    assert f"O: D. As a rule: P. Q. Then it ends there. If {REFUSED}: R." == told(
        ("r", REFUSED, 0.12), ("p", "else", 0.88)
    )


def test_a_condition_that_leans_on_one_told_later_is_not_told_alone():
    assert f"O: D. As a rule: P. Q. Then it ends there. If {REFUSED}: R." == told(
        ("r", REFUSED, 0.12), ("p", "they are", 0.88)
    )


def test_a_way_without_a_condition_before_the_others_is_the_rule_too():
    assert told(("r", REFUSED, 0.12), ("p", None, 0.88)).startswith("O: D. As a rule: P.")


def test_a_whole_condition_is_told_as_it_stands_wherever_it_comes():
    assert told(("r", REFUSED, 0.12), ("p", "they are fulfilled", 0.88)).startswith("O: D. If they are fulfilled: P.")


def test_after_the_others_it_is_otherwise_at_the_step_that_parted_them():
    assert told(("p", "paid", 0.88), ("r", "else", 0.12)).endswith("Otherwise, after “D”: R.")
    assert told(("p", "paid", 0.88), ("r", "it is not", 0.12)).endswith("Otherwise, after “D”: R.")
    assert told(("p", "paid", 0.88), ("r", "they are late", 0.12)).endswith("If they are late: R.")


def test_right_after_what_it_leans_on_a_condition_stays():
    assert told((END, "a price is missing", 0.1), ("p", "there is none", 0.9)).startswith(
        "O: D. If a price is missing, it ends there. If there is none: P."
    )


def test_of_two_ways_the_one_left_over_names_the_other():
    assert told((END, "else", 0.4), ("p", "paid", 0.6)).startswith("O: D. Unless paid, it ends there. If paid: P.")


def test_of_several_ways_none_is_named():
    said = told((END, "else", 0.4), ("p", "paid", 0.3), ("r", "late", 0.3))

    assert said.startswith("O: D. If none of the other cases applies, it ends there. If paid: P.")


@pytest.mark.parametrize("language", RULE)
def test_a_rule_is_said_in_each_language(language):
    said = told(("r", WHOLE[language][0], 0.12), ("p", LEANING[language][0], 0.88), language=language)

    assert RULE[language] in said
    assert LEANING[language][0] not in said
    assert WHOLE[language][0] in said


@pytest.mark.parametrize("language", RULE)
def test_what_says_nothing_without_the_other_way_is_known_from_what_does(language):
    leaning = phrases_of(language).leaning

    assert all(re.fullmatch(leaning, when) for when in LEANING[language])
    assert not any(re.fullmatch(leaning, when) for when in WHOLE[language])


@pytest.mark.parametrize("language", RULE)
def test_the_words_for_the_way_left_over_have_their_places(language):
    phrases = phrases_of(language)

    assert "X" in phrases.unless.format(when="X")
    assert phrases.no_other_case == phrases.no_other_case.format()


def joined(*owners):
    """Two things side by side and what follows them, each by one of the owners."""
    ways = (("a", "b", "c"), ("b", "d"), ("c", "d"), ("d",))
    steps = (
        Step(name, name.upper(), owner=owner, flows=tuple(map(Flow, to or (END,))), split="all", join="all")
        for (name, *to), owner in zip(ways, owners, strict=True)
    )
    return speech(FlowGraph(Process("V", tuple(steps)))).text


def test_who_goes_on_after_several_is_named():
    assert "When all of that is done, Teacher: D." in joined("Head", "Doctor", "Teacher", "Teacher")


def test_who_did_all_of_it_alone_is_not_named_again():
    assert "When all of that is done: D." in joined("Head", "Teacher", "Teacher", "Teacher")
