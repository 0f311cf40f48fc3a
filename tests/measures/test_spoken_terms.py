"""What the terms of a process sound like: deadlines, repetition, exceptions, several hands and named ends."""

from datetime import date

import pytest
from msgspec.structs import replace

from flowtrim import loads
from flowtrim.graph import FlowGraph
from flowtrim.measures.elevator import speech

REQUEST = """
process: Request
within: 20d
anytime: [{when: withdrawn, share: 6%, to: stop}, {when: it leaks, from: [reply], share: 3%, to: end, as: leaked}]
parts: {Search: {each: {of: office, count: 4, parallel: true}}}
roles: {desk: Desk, head: Head}
steps:
  - {id: log, name: Log it, owner: desk, within: {time: 60m, of: 80%}}
  - {id: ask, name: Ask the office, part: Search, owner: desk}
  - {id: dig, name: Search, part: Search, owner: Office, every: Thursday}
  - id: decide
    name: Decide
    owner: head
    with: [desk, Lawyer]
    within: [{time: 4d, then: remind}, {time: 10d, instead: escalate, share: 1%}]
    next: [{to: reply, when: granted}, {to: end, when: refused, as: rejected}]
  - {id: reply, name: Reply, owner: desk, optional: 30%, next: end}
  - {id: remind, name: Remind the head, owner: desk, next: end}
  - {id: escalate, name: Decide in the stead, owner: Deputy, next: reply}
  - {id: stop, name: Close the file, owner: desk, next: end}
"""


def sentences(text, language="en"):
    process = loads(text, file="request.yml", today=date(2026, 11, 28)).process
    return speech(FlowGraph(replace(process, language=language))).sentences[3:-2]


def steps(*lines, head=""):
    return "\n".join(["process: P", head, "steps:", *(f"  - {{{line}}}" for line in lines)])


def test_each_term_is_one_clause():
    assert (
        "Desk: Log it, within 60 minutes in 80 % of cases.",
        "For each office: Ask the office.",
        "Over to Office: Search, on Thursdays.",
        "When all of that is done, over to Head with Desk and Lawyer: Decide.",
        "If granted, on to Desk for “Reply”.",
        "If refused, it ends there: rejected.",
        "After 4 working days, while “Decide” goes on, Desk: Remind the head.",
        "After 10 working days, instead of “Decide”, over to Deputy: Decide in the stead.",
        "Sometimes, over to Desk: Reply.",
        "At any time, if withdrawn, Desk: Close the file.",
        "During “Reply”, if it leaks, it ends there: leaked.",
        "All of it within 20 working days.",
    ) == sentences(REQUEST)


@pytest.mark.parametrize(
    ("language", "late", "ever"),
    [
        ("de", "Nach 10 Arbeitstagen, statt „Decide“, ", "Jederzeit, falls withdrawn, "),
        ("es", "Pasado el plazo de 10 días laborables, en lugar de «Decide», ", "En cualquier momento, si withdrawn, "),
        ("fr", "Après 10 jours ouvrés, au lieu de « Decide », ", "À tout moment, dans le cas « withdrawn », "),
        ("ja", "10営業日たったら、「Decide」の代わりに、", "どの段階でも、withdrawnなら、"),
        ("zh", "10个工作日后，不再“Decide”，", "任何时候，如果withdrawn，"),
    ],
)
def test_every_language_says_what_a_deadline_and_an_interruption_lead_to(language, late, ever):
    said = [sentence.replace("\u202f", " ").replace("\xa0", " ") for sentence in sentences(REQUEST, language)]
    openings = {sentence[: len(opening)] for sentence in said for opening in (late, ever)}

    assert {late, ever} == openings & {late, ever}


def test_a_deadline_that_leads_to_a_step_told_before_is_said_where_it_passes():
    said = sentences(
        steps("id: ask, name: Ask, owner: Desk", "id: wait, name: Wait, owner: Desk, within: {time: 2d, instead: ask}")
    )

    assert ("Desk: Ask.", "Wait.", "After 2 working days, instead of “Wait”, back to “Ask”.") == said[:3]


def test_a_deadline_that_counts_from_another_step_names_it():
    said = sentences(steps("id: call, name: Call, owner: A", "name: Go, owner: A, within: {time: 60m, from: call}"))

    assert ("A: Call.", "Go, within 60 minutes from “Call”.") == said


@pytest.mark.parametrize(
    ("clock", "time", "words"),
    [
        ("", "72h", "72 hours"),
        ("clock: {day: 24h, week: 7d}", "72h", "72 hours"),
        ("clock: {day: 24h, week: 7d}", "3d", "3 days"),
        ("", "9d", "9 working days"),
        ("", "3 calendar days", "3 calendar days"),
        ("", "72 clock hours", "72 hours by the clock"),
        ("", "20 clock hours", "20 hours by the clock"),
        ("", "90m", "90 minutes"),
        ("", "550m", "9 hours and 10 minutes"),
    ],
)
def test_a_day_is_never_said_without_telling_which_kind_it_is(clock, time, words):
    assert (f"A: Go, within {words}.",) == sentences(steps(f"name: Go, owner: A, within: {time}", head=clock))


def test_nobody_hands_over_to_who_was_present():
    said = sentences(steps("name: Talk, owner: A, with: [B]", "name: Write, owner: B", "name: Send, owner: C"))

    assert ("A with B: Talk.", "B: Write.", "Over to C: Send.") == said


BUY = """
process: Buy
cases: {amount: {up to 10000: 70%, to 25000: 20%, above: 10%}}
steps:
  - {name: Ask, id: ask, owner: A, next: [WAYS]}
  - {name: Sign, id: sign, owner: B}
  - {name: Order, id: order, owner: C}
"""


@pytest.mark.parametrize(
    ("ways", "said"),
    [
        (
            "{to: order, when: {amount: up to 10000}}, {to: order, when: {amount: to 25000}}, {to: sign, when: {amount: above}}",
            ["If the amount is up to 25000, on to C for “Order”.", "If the amount is above 25000, over to B: Sign."],
        ),
        (
            "{to: order, when: {amount: up to 10000}}, {to: sign, when: {amount: to 25000}}, {to: sign, when: {amount: above}}",
            ["If the amount is up to 10000, on to C for “Order”.", "If the amount is above 10000, over to B: Sign."],
        ),
        (
            "{to: sign, when: {amount: to 25000}}, {to: order, when: otherwise}",
            ["If the amount is up to 10000 or above 25000, on to C for “Order”.", "If the amount is up to 25000, over to B: Sign."],
        ),
        (
            "{to: sign, when: otherwise}, {to: end, when: {amount: up to 10000}}, {to: end, when: {amount: above}}",
            ["If the amount is up to 10000 or above 25000, it ends there.", "Otherwise, over to B: Sign."],
        ),
    ],
    ids=["up to a limit", "from a limit on", "all but those between", "a way that is told itself"],
)  # fmt: skip
def test_classes_of_cases_that_go_the_same_way_are_one_condition(ways, said):
    assert said == list(sentences(BUY.replace("WAYS", ways))[1:3])


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "Bei amount bis 25000, weiter an C mit „Order“."),
        ("es", "En caso de amount de hasta 25000, sigue con C para «Order»."),
        ("fr", "Dans le cas « amount jusqu’à 25000 », on passe à C pour « Order »."),
        ("ja", "Amountが25000以下なら、Cの「Order」へ進む。"),
        ("zh", "如果amount不超过25000，转到C那里：“Order”。"),
    ],
)
def test_every_language_says_up_to_what_limit_a_class_goes(language, said):
    ways = "{to: order, when: {amount: up to 10000}}, {to: order, when: {amount: to 25000}}, {to: sign, when: {amount: above}}"

    assert said == sentences(BUY.replace("WAYS", ways), language)[1].replace("\xa0", " ").replace("\u202f", " ")


def test_where_only_interruptions_follow_the_end_is_not_said():
    said = sentences(
        steps("name: A, owner: A, next: end", "id: s, name: S, owner: A", head="anytime: [{when: leak, to: s}]")
    )

    assert ("A: A.", "At any time, if leak, A: S.") == said


def test_ways_to_begin_that_lead_to_the_same_step_are_told_before_it_is_once():
    events = ("id: post, name: It comes by post, kind: event, next: log", "id: mail, name: It comes by e-mail, kind: event, next: log")  # fmt: skip
    said = sentences(steps(*events, "id: log, name: Log it, owner: A", head="starts: [post, mail]"))

    assert (
        "It starts with this: It comes by post.",
        "Or it starts with this: It comes by e-mail.",
        "A: Log it.",
    ) == said


def test_after_a_choice_without_a_name_the_step_before_it_is_named():
    choice = "id: g, name: g, kind: gateway, next: [{to: b}, {to: c}]"
    said = sentences(steps("name: Look, owner: A, next: g", choice, "id: b, name: Pay, owner: A, next: end", "id: c, name: File, owner: A"))  # fmt: skip

    assert ("A: Look.", "Either: Pay.", "Then it ends there.", "Or, after “Look”: File.") == said


@pytest.mark.parametrize(
    ("name", "split", "said"),
    [
        ("See who is asked", "some", "See who is asked."),
        ("See the amount", "one", "See the amount."),
        ("Complete", "one", "Complete?"),
        ("Check it?", "one", "Check it?"),
    ],
)
def test_only_what_can_be_answered_is_said_as_a_question(name, split, said):
    ways = "[{to: b, when: x}, {to: c, when: y}]" if split == "one" else "{some: [{to: b, when: x}, {to: c, when: y}]}"
    told = sentences(steps("name: Look, owner: A", f"name: {name}, id: g, kind: gateway, next: {ways}", "id: b, name: B, next: end", "id: c, name: C"))  # fmt: skip

    assert said == told[1]
