"""Why a change cannot be made, said with names and in the language of the process."""

import pytest
from msgspec.structs import replace

from flowtrim.changes import apply, apply_plan, with_names
from flowtrim.errors import ChangeError
from flowtrim.measures import Survey
from flowtrim.model import (
    Add,
    Assign,
    Deadline,
    Drop,
    Edit,
    Flow,
    Merge,
    Move,
    Parallel,
    Process,
    Promise,
    Release,
    Step,
)
from flowtrim.redesign import trim
from flowtrim.sentences import Message, messages
from tests.days import TODAY

WHY = "Die Bank nimmt die Belege nur mit dieser Nummer an."
STEPS = (
    Step("fill", "Ausfüllen", owner="clerk", outputs=("form",), why=WHY, flows=(Flow("stamp"),)),
    Step("stamp", "Stempeln", owner="boss", inputs=("form",), why="none", flows=(Flow("pay"),)),
    Step("pay", "Zahlen", owner="clerk", why="Der Reisende hat das Geld vorgestreckt."),
)
PROCESS = Process("Antrag", STEPS, language="de", promise=Promise(within=60.0, since="stamp"))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (Drop("stamp"), "„Stempeln“ kann nicht gestrichen werden: Das Versprechen an den Kunden zählt ab ihm oder bis zu ihm."),
        (Drop("stanp"), "„stanp“ kann nicht gestrichen werden: Es gibt keinen Schritt „stanp“. Meinten Sie „Stempeln“?"),
        (Merge(("fill", "pay")), "Aus „Ausfüllen“, „Zahlen“ kann nicht ein Schritt werden: Die Schritte stehen nicht nebeneinander; verschieben Sie sie zuerst."),
        (Parallel(("fill", "stamp")), "„Ausfüllen“, „Stempeln“ können nicht gleichzeitig laufen: „Stempeln“ braucht „form“ von „Ausfüllen“."),
        (Release("boss"), "Die Rolle „boss“ kann nicht entfallen: Sie führt noch „Stempeln“ aus, und es ist niemand genannt, der übernimmt."),
        (Add(Step("new", "Neu"), after="fill", before="pay"), "„new“ kann nicht zwischen „Ausfüllen“ und „Zahlen“ eingefügt werden: Kein Weg führt von „Ausfüllen“ zu „Zahlen“."),
    ],
    ids=lambda one: type(one).__name__,
)  # fmt: skip
def test_a_refusal_is_said_in_the_language_of_the_process_with_its_names(change, told):
    with pytest.raises(ChangeError) as refused:
        apply(PROCESS, change)

    assert told == messages("de")(with_names(refused.value.message, PROCESS))


EDITED = Edit("", {"order": ("pay",)})
CHANGES = (
    Assign("x", "clerk"), Move("pay"), Move("pay", after="pay"), Move("pay", before="pay"), Add(STEPS[0]), EDITED,
    Move("pay", after="fill", before="pay"), Add(STEPS[0], after="pay"), Add(STEPS[0], before="pay"), Release("boss", to="boss"),
    Edit("pay", {"name": " "}), Edit("pay", {"shade": 1}), Edit("pay", {"id": "fill"}), Merge(("fill",)), Release("nobody"),
    Edit("pay", {"flows": (Flow("fill", share=2.0),)}), Edit("pay", {"flows": (Flow("fill", share=0.1), Flow("stamp", share=0.2))}),
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=str)
@pytest.mark.parametrize("language", ["de", "es", "fr", "ja", "zh"])
def test_no_refusal_has_english_left(change, language):
    with pytest.raises(ChangeError) as refused:
        apply_plan(PROCESS, (change,))
    said = messages(language)(with_names(refused.value.message, PROCESS))

    assert isinstance(refused.value.message, Message)
    assert not {"cannot", "the", "is", "step", "steps", "there", "needs", "of"}.intersection(said.lower().split())


def test_a_plan_says_in_german_why_what_nobody_had_a_reason_for_stays():
    late = replace(PROCESS, promise=None, within=(Deadline(60.0, since="stamp"),))
    (left,) = (
        one
        for one in trim(Survey(late, today=TODAY)).refused
        if one.change == Drop("stamp", because=one.change.because)
    )

    assert "„Stempeln“ kann nicht gestrichen werden: Eine Frist läuft ab ihm oder führt zu ihm." == messages("de")(
        left.reason
    )
