"""The speech that is made of a process."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

import flowtrim.measures.elevator as elevator
from flowtrim.graph import FlowGraph
from flowtrim.measures.elevator import speech
from flowtrim.measures.elevator.conditions import condition_of
from flowtrim.measures.elevator.course import Course
from flowtrim.measures.elevator.phrases import Phrases, phrases_of
from flowtrim.measures.elevator.speakable import speakable
from flowtrim.model import END, Flow, Limits, Process, Role, Start, Step
from tests.processes import processes, structured_processes

PACKS = ("de", "en", "es", "fr", "ja", "zh")
HERE = Path(elevator.__file__).parent
FRAME = Process("P", why="Good.", customer="C", outputs=("o",), owner="O", language="en")
"""The speech about it says "P. Purpose: Good. Customer: C." and ends with "The result: o. O answers for it."."""


def step(step_id, name, owner="Clerk", to=(), **more):
    ways = tuple(way if isinstance(way, Flow) else Flow(way) for way in to)
    return Step(step_id, name, owner=owner, flows=ways, **more)


def told(*steps, frame=FRAME, **more):
    """What is said between the opening and the closing."""
    parts = speech(FlowGraph(replace(frame, steps=steps, **more))).parts
    return " ".join(part.sentence for part in parts if part.step is not None)


def seconds(process):
    return speech(FlowGraph(process)).seconds


# ---- what is said


def test_the_speech_opens_with_the_purpose_and_closes_with_result_and_owner():
    said = speech(FlowGraph(replace(FRAME, steps=(step("a", "Ask"),))))

    assert "P. Purpose: Good. Customer: C. Clerk: Ask. The result: o. O answers for it." == said.text


def test_customer_and_owner_are_called_by_the_names_of_their_roles():
    roles = (Role("c", "Subscriber"), Role("o", "Head of Care"))
    said = speech(FlowGraph(replace(FRAME, customer="c", owner="o", roles=roles)))

    assert "Customer: Subscriber." == said.sentences[2]
    assert "Head of Care answers for it." == said.sentences[-1]


def test_what_nobody_has_declared_is_said_to_be_missing():
    said = speech(FlowGraph(Process("P")))

    assert (
        "P. Nobody has said what it is for. Nobody has said who it is for. Nobody has said what is done. "
        "Nobody has said what comes out. Nobody answers for it."
    ) == said.text


def test_a_purpose_of_none_is_no_purpose():
    assert "Nobody has said what it is for." == speech(FlowGraph(replace(FRAME, why="none"))).sentences[1]


def test_an_empty_process_takes_one_ride():
    said = speech(FlowGraph(Process("P")))

    assert (1, True) == (said.rides, said.fits)


def test_a_role_is_named_only_when_the_work_changes_hands():
    said = told(step("a", "Ask", to="b"), step("b", "Look", to="c"), step("c", "Sign", "Boss", to="d"), step("d", "Go"))

    assert "Clerk: Ask. Look. Over to Boss: Sign. Over to Clerk: Go." == said


def test_who_decides_and_acts_on_a_second_way_is_named_again_and_takes_nothing_over():
    said = told(
        step("a", "Check", to=(Flow("b", when="complaint"), Flow("c", when="question"))),
        step("b", "Settle", "Boss"),
        step("c", "Answer"),
    )

    assert "Clerk: Check. If complaint, over to Boss: Settle. Then it ends there. If question, Clerk: Answer." == said


def test_before_anybody_has_worked_nobody_takes_over():
    gate = Step("g", "g", kind="gateway", flows=(Flow("b", when="new"), Flow("c", when="known")))
    said = told(gate, step("b", "Enter"), step("c", "Look up", "Boss"))

    assert "If new, Clerk: Enter. Then it ends there. If known, Boss: Look up." == said


def test_a_step_that_nobody_owns_is_said_to_be_for_someone():
    said = told(step("a", "Ask", to="b"), step("b", "Look", None, to="c"), step("c", "Go"))

    assert "Clerk: Ask. Over to someone: Look. Over to Clerk: Go." == said


def test_a_choice_names_each_condition_and_says_where_the_shorter_way_leads():
    said = told(
        step("a", "Check", to=(Flow("b", when="incomplete"), Flow("c", when="complete"))),
        step("b", "Ask back", to="c"),
        step("c", "Pay", "Bank"),
    )

    assert "Clerk: Check. If complete, on to Bank for “Pay”. If incomplete: Ask back. Over to Bank: Pay." == said


def test_a_choice_without_conditions_says_either_and_or():
    said = told(step("a", "Check", to=("b", "c")), step("b", "Ask"), step("c", "Pay"))

    assert "Clerk: Check. Either: Ask. Then it ends there. Or, after “Check”: Pay." == said


def test_the_way_that_is_told_first_is_the_either_whichever_the_file_names_first():
    said = told(step("a", "Ask", to=("b",)), step("b", "Check", to=("c", "a")), step("c", "Pay"))

    assert "Clerk: Ask. Check. Either, back to “Ask”. Or: Pay." == said


def test_the_way_left_over_is_every_other_case():
    said = told(
        step("a", "Check", to=(Flow("b", when="late"), Flow("c"))), step("b", "Remind", to="c"), step("c", "Pay")
    )

    assert "Clerk: Check. Unless late, on to “Pay”. If late: Remind. Pay." == said


def test_a_refusal_that_ends_the_case_is_said():
    said = told(step("a", "Check", to=(Flow("b", when="fine"), Flow(END, when="refused"))), step("b", "Pay"))

    assert "Clerk: Check. If refused, it ends there. If fine: Pay." == said


@pytest.mark.parametrize(
    ("language", "asked", "said"),
    [
        ("en", "Is it paid?", "If it is paid"),
        ("en", "is it paid", "If it is paid"),
        ("en", "Can we deliver?", "If we can deliver"),
        ("en", "Does the customer agree?", "If the answer to “Does the customer agree?” is yes"),
        ("en", "paid?", "If paid"),
        ("en", "is a member", "If it is a member"),
        ("en", "has the right stamp", "If it has the right stamp"),
        ("de", "Hat der Kunde unterschrieben?", "Falls der Kunde unterschrieben hat"),
        ("de", "Liegt alles vor?", "Falls alles vorliegt"),
        ("de", "bezahlt?", "Falls bezahlt"),
        ("es", "¿Está pagado?", "Si está pagado"),
        ("es", "pagado", "Si está pagado"),
        ("fr", "Est-ce payé ?", "Si la réponse à « est-ce payé ? » est oui"),
        ("fr", "rendez-vous manqué ?", "Dans le cas « rendez-vous manqué »"),
        ("ja", "支払い済みですか？", "支払い済みなら"),
        ("ja", "支払いますか", "「支払いますか」への答えが「はい」なら"),
        ("ja", "確か", "確かなら"),
        ("zh", "付款了吗？", "如果付款了"),
        ("zh", "材料是否齐全", "如果材料齐全"),
        ("zh", "有没有问题", "如果有问题"),
    ],
)
def test_a_condition_that_is_a_question_says_what_is_so_if_the_answer_is_yes(language, asked, said):
    assert said == condition_of(asked, phrases_of(language))


def test_a_loop_says_where_it_goes_back_to():
    said = told(
        step("a", "Write", to="b"), step("b", "Check", "Boss", to=(Flow("a", when="wrong"), Flow(END, when="right")))
    )

    assert "Clerk: Write. Over to Boss: Check. If wrong, back to Clerk for “Write”. If right, it ends there." == said


def test_a_step_that_repeats_itself_is_done_once_more():
    said = told(step("a", "Call", to=(Flow("a", when="nobody answers"), Flow("b", when="reached"))), step("b", "Tell"))

    assert "Clerk: Call. If nobody answers, do that again. If reached: Tell." == said


@pytest.mark.parametrize(("name", "is_told"), [("Customer", False), ("customer", False), ("Buyer", True)])
def test_a_customer_who_is_called_so_is_not_told_twice(name, is_told):
    text = speech(FlowGraph(replace(FRAME, customer=name, steps=(step("a", "Ask", name),)))).text

    assert is_told is (f" Customer: {name}. " in text)
    assert f" {name.capitalize()}: Ask." in text


def test_parallel_branches_and_their_join_are_said():
    said = told(
        step("a", "Sell", to=("b", "c"), split="all"),
        step("b", "Ship", "Depot", to="d"),
        step("c", "Bill", to="d"),
        step("d", "Close", join="all"),
    )

    assert (
        "Clerk: Sell. Two things side by side. Depot: Ship. Clerk: Bill. When all of that is done, Clerk: Close."
    ) == said


def test_an_inclusive_branch_of_every_case_is_no_alternative():
    ways = (Flow("b", share=1.0), Flow("c", share=0.1))
    said = told(
        step("a", "Pack", to=ways, split="some"),
        step("b", "Wrap", to="d"),
        step("c", "Pad", to="d"),
        step("d", "Send", join="some"),
    )

    assert (
        "Clerk: Pack. One or more of these. In any case: Wrap. Sometimes, after “Pack”: Pad. When those are done: Send."
    ) == said


def test_an_inclusive_choice_says_that_several_may_apply():
    said = told(
        step("a", "Pack", to=(Flow("b", when="a gift"), Flow("c", when="fragile")), split="some"),
        step("b", "Wrap", to="d"),
        step("c", "Pad", to="d"),
        step("d", "Send", join="some"),
    )

    assert ("Clerk: Pack. One or more of these. If a gift: Wrap. If fragile: Pad. When those are done: Send.") == said


def test_a_gateway_with_a_name_is_asked_as_a_question():
    said = told(
        step("a", "Count", to="g"),
        Step("g", "Enough", kind="gateway", flows=(Flow("b", when="yes"), Flow("a", when="no"))),
        step("b", "Send"),
    )

    assert "Clerk: Count. Enough? If no, back to “Count”. If yes: Send." == said


def test_gateways_without_a_name_are_heard_only_in_the_words_around_them():
    said = told(
        step("a", "Sell", to="g"),
        Step("g", "g", kind="gateway", flows=(Flow("b"), Flow("c")), split="all"),
        step("b", "Ship", to="j"),
        step("c", "Bill", to="j"),
        Step("j", "j", kind="gateway", flows=(Flow("d"),), join="all"),
        step("d", "Close"),
    )

    assert "Clerk: Sell. Two things side by side. Clerk: Ship. Clerk: Bill. When all of that is done: Close." == said


def test_a_choice_within_a_choice_is_another_choice():
    said = told(
        step("a", "Check", to=(Flow("g", when="fine"), Flow(END, when="not"))),
        Step("g", "g", kind="gateway", flows=(Flow("b", when="gold"), Flow(END, when="tin"))),
        step("b", "Thank"),
    )

    assert (
        "Clerk: Check. Unless fine, it ends there. If fine: another choice. If tin, it ends there. If gold: Thank."
        == said
    )


def test_a_jump_to_a_choice_without_a_name_says_before_what_it_stands():
    said = told(
        Step("g", "g", kind="gateway", flows=(Flow("a", when="open"), Flow(END, when="closed"))),
        step("a", "Knock", to="g"),
    )

    assert "If closed, it ends there. If open, Clerk: Knock. Then back to the choice before “Knock”." == said


@pytest.mark.parametrize("ending", [(), (Flow(END),)])
def test_the_event_that_starts_it_is_the_trigger_and_the_one_that_ends_it_the_end(ending):
    said = told(
        Step("s", "Order received", kind="event", flows=(Flow("a"),)),
        step("a", "Pack", to="w"),
        Step("w", "Truck arrived", kind="event", flows=(Flow("b"),)),
        step("b", "Load", to="e"),
        Step("e", "Order sent", kind="event", flows=ending),
    )

    assert (
        "It starts with this: Order received. Clerk: Pack. Truck arrived. Load. It ends with this: Order sent." == said
    )


def test_other_starts_and_unreachable_steps_are_said():
    steps = (step("a", "Call", to="c"), step("b", "Mail", to="c"), step("c", "Answer"), step("z", "Stamp"))

    assert (
        "Clerk: Call. Then on to “Answer”. Or it starts here: Mail. Answer. Then it ends there. "
        "With nothing leading to it: Stamp."
    ) == told(*steps, starts=(Start("a"), Start("b")))


def test_names_keep_their_own_full_stop_and_get_a_capital_in_front():
    said = told(step("a", "check it.", to="b"), step("b", "really?", to="c"), step("c", "iron out", "Ann."))

    assert "Clerk: check it. Really? Over to Ann: iron out." == said


@pytest.mark.parametrize(
    "name", ["{step}", "{0.__class__}", "%s", "a\nb\x00", "\u202edone", "“”", "...", "{", "}}", "\\N"]
)
def test_hostile_names_are_harmless(name):
    said = speech(
        FlowGraph(replace(FRAME, name=name, why=name, steps=(step("a", name, name, to="b"), step("b", name))))
    )

    assert said.text.isprintable()
    assert "\u202e" not in said.text


def test_reasons_are_said_after_their_steps_when_asked_for():
    steps = (step("a", "Ask", to="b", why="Only she knows."), step("b", "File", why="none"))
    said = speech(FlowGraph(replace(FRAME, steps=steps)), reasons=True)

    assert ("Clerk: Ask.", "Because: Only she knows.", "File.", "Nobody has said why.") == said.sentences[3:7]


# ---- the figures


def test_rides_are_counted_by_the_limit_of_the_process_else_of_the_house():
    long = replace(FRAME, steps=(step("a", "word " * 140),))
    said = speech(FlowGraph(long))

    assert (61.2, 2, False, 60) == (said.seconds, said.rides, said.fits, said.limit)
    assert 3 == speech(FlowGraph(long), Limits(ride_seconds=30)).rides
    assert (1, True) == (speech(FlowGraph(replace(long, ride_seconds=90))).rides, True)


def test_a_speech_that_fills_the_ride_to_the_second_fits():
    said = speech(FlowGraph(replace(FRAME, steps=(step("a", "word " * 137),))))

    assert (60, 1, True) == (said.seconds, said.rides, said.fits)


@pytest.mark.parametrize(
    ("language", "unit"), [("de", "words"), ("zh", "characters"), ("ja", "characters"), ("ko", "syllables")]
)
def test_the_language_of_the_process_decides_phrases_and_rate(language, unit):
    said = speech(FlowGraph(replace(FRAME, language=language)))

    assert (language, unit) == (said.language, said.unit)


def test_a_language_without_a_pack_is_told_in_english_at_its_own_rate():
    said = speech(FlowGraph(replace(FRAME, language="nl-BE")))

    assert "Purpose: Good." == said.sentences[1]
    assert 135 == said.rate


@pytest.mark.parametrize("language", ["../en", "en/../de", "speaking", "__init__", "ʰ", "x" * 5000])
def test_a_language_that_is_none_opens_no_file(language):
    assert "Purpose: Good." == speech(FlowGraph(replace(FRAME, language=language))).sentences[1]


def test_each_handoff_branch_and_loop_costs_time():
    chain = replace(FRAME, steps=(step("a", "Ask", to="b"), step("b", "Look", to="c"), step("c", "Go")))
    a, b, c = chain.steps
    handed_over = replace(chain, steps=(a, replace(b, owner="Boss"), c))
    branched = replace(chain, steps=(replace(a, flows=(Flow("b"), Flow("c"))), b, c))
    looped = replace(chain, steps=(a, replace(b, flows=(Flow("c"), Flow("a"))), c))

    assert seconds(chain) < seconds(handed_over)
    assert seconds(chain) < seconds(branched)
    assert seconds(chain) < seconds(looped)


@given(processes())
def test_every_sentence_belongs_to_a_step_or_to_the_whole_and_they_make_the_text(process):
    said = speech(FlowGraph(process))
    spent_on = {part.step for part in said.parts if part.step}

    assert {work.id for work in process.work} <= spent_on <= {node.id for node in process.steps}
    assert all(said.sentences)
    assert said.rides >= 1


@given(processes())
def test_every_flow_is_told_exactly_once(process):
    course = Course(FlowGraph(process))
    leads = [(lead.source.id, lead.flow) for lead in course.leads.values()]
    jumps = [(s.id, flow) for s in process.steps for flow in s.flows if course.is_jump(s, flow)]
    flows = [(s.id, flow) for s in process.steps for flow in s.flows]

    assert sorted(flows, key=repr) == sorted(leads + jumps, key=repr)


@given(structured_processes(), st.integers())
def test_neither_the_order_of_the_file_nor_ids_change_the_speech(process, seed):
    graph = FlowGraph(process)
    starts = tuple(Start(at) for at in graph.starts)
    chance = random.Random(seed)
    numbers = chance.sample(range(1000), len(process.steps))
    new = {s.id: f"renamed-{number}" for s, number in zip(process.steps, numbers, strict=True)} | {END: END}
    renamed = [
        replace(
            s,
            id=new[s.id],
            name=new[s.id] if s.name == s.id else s.name,
            flows=tuple(replace(flow, to=new[flow.to]) for flow in s.flows),
        )
        for s in process.steps
    ]
    chance.shuffle(renamed)
    other = replace(process, steps=tuple(renamed), starts=tuple(Start(new[start.at]) for start in starts))

    assert speech(graph).text == speech(FlowGraph(other)).text


@given(structured_processes(), st.sampled_from(PACKS))
def test_no_language_says_two_full_stops(process, language):
    text = speech(FlowGraph(replace(process, language=language))).text

    assert ".." not in text.replace("…", "")
    assert "。。" not in text


# ---- the packs


@pytest.mark.parametrize("language", PACKS)
def test_a_pack_has_every_phrase_with_the_same_places_as_english(language):
    english, pack = (json.loads((HERE / f"phrases_{code}.json").read_text("utf-8")) for code in ("en", language))
    places = ("why", "customer", "event", "role", "step", "cue", "jump", "when", "name", "outputs", "owner")

    assert set(Phrases.__struct_fields__) == set(pack)
    for key, phrase in english.items():
        if isinstance(phrase, str):
            assert [f"{{{p}}}" in phrase for p in places] == [f"{{{p}}}" in pack[key] for p in places], key


@pytest.mark.parametrize("language", PACKS)
def test_a_pack_lists_names_as_its_speakers_do(language):
    listed = {
        "de": "a, b und c", "en": "a, b and c", "es": "a, b y c", "fr": "a, b et c", "ja": "a、bとc", "zh": "a、b和c",
    }  # fmt: skip

    assert listed[language] == phrases_of(language).listing("abc")


def test_every_pack_file_is_a_pack():
    assert sorted(PACKS) == sorted(path.stem.removeprefix("phrases_") for path in HERE.glob("phrases_*.json"))


# ---- size


def test_a_hundred_thousand_steps_are_told():
    count = 100_000
    steps = tuple(step(f"s{n}", "Do", f"r{n % 2}", to=[f"s{n + 1}"] if n + 1 < count else ()) for n in range(count))
    said = speech(FlowGraph(replace(FRAME, steps=steps)))

    assert count + 5 == len(said.parts)


@pytest.mark.parametrize(
    ("language", "when", "said"),
    [
        ("en", "only if paid", "Only if paid"),
        ("en", "where needed", "Where needed"),
        ("en", "except when closed", "Except when closed"),
        ("en", "assuming he agrees", "Assuming he agrees"),
        ("en", "No.", "If no"),
        ("en", "everything else", "Otherwise"),
        ("en", "amount >= 500 EUR", "If the amount is at least 500 EUR"),
        ("de", "nur wenn bezahlt", "Nur wenn bezahlt"),
        ("de", "es sei denn, er zahlt", "Es sei denn, er zahlt"),
        ("de", "außer bei Regen", "Außer bei Regen"),
        ("de", "NEIN", "Falls nein"),
        ("de", "alle anderen", "Sonst"),
        ("de", "Betrag < 500 €", "Falls Betrag unter 500 €"),
        ("fr", "à condition qu'il paie", "À condition qu'il paie"),
        ("fr", "seulement si payé", "Seulement si payé"),
        ("fr", "tant qu’il pleut", "Tant qu’il pleut"),
        ("fr", "autres", "Sinon"),
        ("es", "solo si paga", "Solo si paga"),
        ("es", "siempre y cuando pague", "Siempre y cuando pague"),
        ("es", "sí", "Si es así"),
        ("es", "el resto", "Si no"),
        ("ja", "支払い済みの場合のみ", "支払い済みの場合のみ"),
        ("ja", "雨でない限り", "雨でない限り"),
        ("ja", "同じ名前", "同じ名前なら"),
        ("ja", "金額 > 500", "金額500超なら"),
        ("zh", "要是付款", "要是付款"),
        ("zh", "付款后", "付款后"),
        ("zh", "进度落后", "如果进度落后"),
        ("zh", "如有疑问", "如有疑问"),
        ("zh", "如期付款", "如果如期付款"),
    ],
)
def test_a_condition_with_its_conjunction_gets_no_second_one(language, when, said):
    assert said == condition_of(speakable(when), phrases_of(language))


@pytest.mark.parametrize("order", [("bake", "sweep"), ("sweep", "bake")])
def test_a_branch_that_ends_alone_is_told_before_what_waits_for_the_others(order):
    shop = Process("Shop", steps=(
        Step("open", "Unlock the door", owner="A", split="all", flows=(Flow(order[0]), Flow("count"), Flow(order[1]))),
        Step("bake", "Bake", owner="A", flows=(Flow("sell"),)), Step("count", "Count", owner="B", flows=(Flow("sell"),)),
        Step("sell", "Sell", owner="B", join="all"), Step("sweep", "Sweep", owner="C", flows=(Flow("end"),)),
    ))  # fmt: skip
    told = FlowGraph(shop).reading_order

    assert told.index("sweep") < told.index("bake")
    assert "sell" == told[-1]


@pytest.mark.parametrize(
    ("language", "result"),
    [("en", "The result: loan and contract or refusal."), ("de", "Ergebnis: loan und contract oder refusal.")],
)
def test_what_no_case_brings_together_is_told_with_or(language, result):
    steps = (
        Step("look", "Look", flows=(Flow("pay", "good"), Flow("no", "bad"))),
        Step("pay", "Pay", outputs=("loan", "contract"), flows=(Flow("end"),)),
        Step("no", "Refuse", outputs=("refusal",)),
    )
    process = Process("Loan", steps, outputs=("loan", "contract", "refusal"), language=language)

    assert result in speech(FlowGraph(process)).text
