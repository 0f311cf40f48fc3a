"""What speaks against letting a step go that nobody had a reason for: said alike by the rule, the advice and a plan."""

import pytest
from msgspec.structs import replace

from flowtrim.changes import Trial
from flowtrim.formats import loads
from flowtrim.graph import FlowGraph
from flowtrim.measures import Survey
from flowtrim.measures.cautions import Cautions
from flowtrim.measures.letting_go import (
    backwards,
    emptied_branches,
    is_asking_first,
    left_behind,
    letting_go,
)
from flowtrim.measures.refusal_notices import tells_of_an_end
from flowtrim.model import Decisions, Drop, Flow, Kpi, Process, Step
from flowtrim.redesign import trim
from flowtrim.reports.process.advice import to_ask
from flowtrim.rules import find_rule
from tests.charts import chart
from tests.days import TODAY

CLAIM = """
process: Pay a claim
customer: buyer
outputs: [money]
roles:
  buyer: {{name: Buyer, kind: customer}}
  garage: {{name: Garage, kind: partner}}
  clerk: {{name: Clerk}}
  boss: {{name: Boss}}
steps:
  - {{id: look, name: Look at it, owner: clerk, kind: {kind}, why: Receipts handed in twice cost 4000 in 2024., next: [{{to: pay, when: {yes}, share: 90%}}, {{to: log, when: {no}, share: 10%}}]}}
  - {{id: pay, name: Pay, owner: clerk, outputs: [money], why: Buyers must not lend us their money., next: end}}
  - {{id: log, name: Write it down, owner: clerk, why: "{log}"}}
  - {{id: tell, name: {name}, owner: clerk, {tell}, why: none}}
"""


def claim(**said):
    words = {"kind": "check", "yes": "fine", "no": "not fine", "log": "none", "name": "Send a letter"} | said
    return Survey(loads(CLAIM.format(**words), file="p.yml", today=TODAY).process, today=TODAY)


GOOD = "Two suppliers were paid twice in 2024 before this."
TOLD = "Whoever is refused must be told."


@pytest.mark.parametrize(
    "said",
    [
        {"tell": "kind: notify, informs: [buyer]"},
        {"tell": "kind: notify"},
        {"tell": "informs: [garage]"},
        {"tell": "kind: contact", "kind": "decide", "no": "refused"},
        {"tell": "kind: notify", "kind": "decide", "no": "not covered"},
        {"tell": "kind: notify", "kind": "gateway", "no": '"no"'},
        {"tell": "kind: notify", "kind": "decide", "no": "above the limit", "name": "Tell the buyer no"},
        {"tell": "kind: notify", "kind": "decide", "no": "it is none", "name": "Write to the buyer"},
        {"tell": "kind: notify", "kind": "decide", "no": "empty", "name": "Tell the buyer that there is nothing"},
        {"tell": "kind: notify", "kind": "decide", "no": "zu alt", "name": "Dem Kunden absagen"},
    ],
    ids=str,
)
def test_the_only_word_to_whoever_is_refused_is_held(said):
    seen = claim(**said)
    proposal = trim(seen)

    assert (TOLD,) == letting_go(seen)["tell"][:1]
    assert "tell" not in {step for one in proposal.changes for step in one.steps}
    assert ["Whoever is refused must be told: it needs a reason, not an end."] == [
        one.reason for one in proposal.refused if one.change.step == "tell"
    ]


@pytest.mark.parametrize(
    "said",
    [
        {"tell": "kind: notify, informs: [boss]"},
        {"tell": "kind: do"},
        {"tell": "kind: notify", "kind": "decide", "no": "large"},
        {"tell": "kind: notify", "log": "Half of the buyers call us about it.", "name": "Send it again"}
        | {"kind": "decide", "no": "by post"},
    ],
    ids=str,
)
def test_a_notice_to_one_of_us_or_to_nobody_refused_is_not_held(said):
    assert TOLD not in letting_go(claim(**said))["tell"]


def test_whoever_is_asked_for_what_is_missing_is_not_refused():
    seen = claim(tell="kind: contact")
    steps = tuple(replace(step, flows=(Flow("look"),)) if step.id == "tell" else step for step in seen.process.steps)

    assert TOLD not in letting_go(Survey(replace(seen.process, steps=steps), today=TODAY))["tell"]


def test_of_two_words_to_whoever_is_refused_one_may_go():
    seen = claim(tell="kind: notify", log="none, kind: notify").process
    twice = tuple(step if step.id != "log" else Step("log", "Call", "clerk", "notify", flows=step.flows, why="none")
                  for step in seen.steps)  # fmt: skip
    cautions = Cautions(Survey(Process("P", twice, customer="buyer", roles=seen.roles), today=TODAY).graph)

    assert not any(map(cautions.tells_of_refusal, twice))
    cautions.forget(twice[-1])
    assert cautions.tells_of_refusal(twice[2])


@pytest.mark.parametrize(
    ("other", "held"), [({}, True), ({"informs": ("buyer",)}, False), ({"informs": ("boss",)}, True)], ids=str
)
def test_a_notice_that_does_not_say_for_whom_takes_the_place_of_no_word_that_does(other, held):
    seen = claim(tell="kind: notify, informs: [buyer]", log="none, kind: notify").process
    twice = tuple(step if step.id != "log" else Step("log", "Call", "clerk", "notify", flows=step.flows, **other)
                  for step in seen.steps)  # fmt: skip
    cautions = Cautions(Survey(Process("P", twice, customer="buyer", roles=seen.roles), today=TODAY).graph)

    assert held == cautions.tells_of_refusal(next(step for step in twice if step.id == "tell"))


def test_a_talk_with_whoever_is_refused_is_held_whoever_of_us_hears_of_it():
    assert TOLD in letting_go(claim(tell="kind: contact, informs: [boss]"))["tell"]


def test_one_letter_for_several_refusals_is_held():
    process = """
    process: Lend
    steps:
      - {id: a, name: Check the pay, kind: check, why: A third cannot pay., next: [{to: b, share: 70%}, {to: no, share: 30%}]}
      - {id: b, name: Check the house, kind: check, why: Two houses did not exist in 2024., next: [{to: pay, share: 90%}, {to: no, share: 10%}]}
      - {id: pay, name: Pay, why: The seller wants the money at the notary., next: end}
      - {id: no, name: Write the letter, kind: notify, why: none}
    """
    seen = Survey(loads(process, file="p.yml", today=TODAY).process, today=TODAY)

    assert (TOLD,) == letting_go(seen)["no"][:1]


def said_of(seen):
    return {finding.at: str(finding.message) for finding in find_rule("why-none").check(seen)}


def test_the_rule_and_the_advice_let_go_only_what_a_plan_lets_go():
    seen = claim(tell="kind: notify")
    seen = Survey(seen.process, today=TODAY)
    told = said_of(seen)

    assert "Nobody could say why 'Write it down' is there: let it go." == told["log"]
    assert f"Nobody could say why 'Send a letter' is there. Before it goes: {TOLD}" == told["tell"]
    assert [
        "Let go what nobody had a reason for: '3 Write it down'.",
        "Ask before you let go '4 Send a letter': nobody had a reason, but something speaks against it.",
    ] == [str(sentence) for sentence in to_ask(seen)][:2]
    assert ["log"] == [one.change.step for one in trim(seen).changes if one.safe]


def test_where_no_step_has_a_reason_nothing_is_let_go():
    steps = (Step("a", "Stamp", why="none"), Step("b", "File", why="none"))
    seen = Survey(Process("P", steps), today=TODAY)

    assert all("ask first what the process is for" in message for message in said_of(seen).values())
    assert not any("Let go" in sentence for sentence in to_ask(seen))


@pytest.mark.parametrize(
    ("held", "words"),
    [
        ({}, ["It refused 21 of 433: ask first what those refusals saved."]),
        (
            {"source": "Company policy 12"},
            [
                "It refused 21 of 433, and 'Company policy 12' is said to ask for it: ask first whoever answers for that."
            ],
        ),
        (
            {"serves": "law", "source": "Act 3"},
            ["It is said to serve the law (Act 3).", "It refused 21 of 433."],
        ),
    ],
    ids=["nothing", "a policy", "the law"],
)
def test_what_refusals_saved_is_asked_only_where_nothing_else_asks_for_the_control(held, words):
    sign = Step(
        "sign", "Sign", kind="approve", decisions=Decisions(433, 21), why="Limits are set by the board.", **held
    )
    process = Process("P", (sign, Step("pay", "Pay")))

    assert words == list(Cautions(Survey(process, today=TODAY).graph).about(sign))


def test_what_nothing_can_replace_is_asked_about_and_not_to_be_let_go():
    steps = (
        Step("pay", "Pay", outputs=("money",)),
        Step("file", "File", outputs=("copy",)),
        Step("thank", "Thank us", owner="Buyer"),
    )
    seen = Survey(Process("P", steps, outputs=("money",), customer="Buyer"), today=TODAY)

    assert [
        "Nobody has said why 'Pay' is there: ask. Only it makes 'money', which the process delivers.",
        "Nobody has said why 'File' is there: ask, or let it go.",
        "Nobody has said why 'Buyer' has to do 'Thank us': ask.",
    ] == [str(finding.message) for finding in find_rule("why-missing").check(seen)]


def test_a_machine_that_tells_whoever_is_refused_is_held_like_a_person():
    words = {
        "kind": "check",
        "yes": "fine",
        "no": "not fine",
        "log": "none",
        "name": "Send a letter",
        "tell": "kind: contact",
    }
    by_machine = CLAIM.replace("boss: {{name: Boss}}", "boss: {{name: Letter machine, kind: system}}")
    by_machine = by_machine.replace("{name}, owner: clerk", "{name}, owner: boss")
    survey = Survey(loads(by_machine.format(**words), file="p.yml", today=TODAY).process, today=TODAY)

    assert Cautions(survey.graph).tells_of_refusal(survey.process.step("tell"))


PERMIT = """
process: Grant a permit
customer: Citizen
outputs: [permit]
steps:
  - {id: read, name: Read the plans, owner: Clerk, why: Two houses fell down in 1998., outputs: [opinion]}
  - {id: ask, name: Ask the neighbour, owner: Clerk, why: none, within: {time: 5d, instead: remind, share: 20%}}
  - {id: write, name: Write the permit, owner: Clerk, why: The bank pays out on the permit only., inputs: [opinion], outputs: [permit], next: end}
  - {id: remind, name: Remind the neighbour, owner: Clerk, why: none, next: write}
"""


def test_what_a_deadline_leads_to_goes_with_the_step_that_has_the_deadline():
    seen = Survey(loads(PERMIT, file="permit.yml", today=TODAY).process, today=TODAY)
    proposal = trim(seen)

    assert {"ask": (), "remind": ()} == letting_go(seen)
    assert ["ask", "remind"] == [one.change.step for one in proposal.changes if one.safe]
    assert () == proposal.refused


def test_what_holds_a_step_is_said_with_the_names_of_steps():
    text = PERMIT.replace("why: none, within", "why: Neighbours sued us nine times., within")
    seen = Survey(loads(text, file="permit.yml", today=TODAY).process, today=TODAY)

    assert ("a deadline counts from it or leads to it.",) == letting_go(seen)["remind"]


@pytest.mark.parametrize(("optional", "asked"), [("30%", True), ("100%", False)])
def test_what_is_done_in_some_cases_only_is_asked_about_as_if_it_stood_on_a_branch(optional, asked):
    text = PERMIT.replace(
        "why: none, within: {time: 5d, instead: remind, share: 20%}", f"why: none, optional: {optional}"
    )
    seen = Survey(loads(text, file="permit.yml", today=TODAY).process, today=TODAY)
    words = "It is done in some cases only: ask first what becomes of those without it."

    assert ((words,) if asked else ()) == letting_go(seen)["ask"]
    assert asked != any(one.change.step == "ask" and one.safe for one in trim(seen).changes)


ENDED = """
process: Answer a request
why: Anybody may see what the office holds.
customer: buyer
outputs: [answer]
roles: {{buyer: {{name: Buyer, kind: customer}}, boss: {{name: Boss}}}}
steps:
  - {{id: ask, name: Ask what is meant, kind: contact, owner: {asker}, why: A search for the wrong thing is done twice.,
      next: [{{to: search, when: clarified, share: 85%}}, {{to: close, when: no word within 30 days, share: 15%}}]}}
  - {{id: search, name: Search and answer, owner: boss, outputs: [answer], why: Nobody else knows the files., next: end}}
  - {{id: close, name: Close the request, owner: boss, why: none, informs: [{told}], outputs: [{made}], next: {then}}}
  - {{id: file, name: File it, owner: boss, informs: [{later}], why: The archive asks for the papers each May.}}
"""


@pytest.mark.parametrize(
    ("said", "held"),
    [
        ({}, True),
        ({"told": "boss"}, False),
        ({"asker": "boss"}, False),
        ({"later": "buyer"}, False),
        ({"then": "search"}, False),
    ],
    ids=str,
)
def test_the_only_word_to_whoever_has_their_case_ended_is_held_whatever_the_condition(said, held):
    words = {"asker": "buyer", "told": "buyer", "made": "letter", "then": "file", "later": "boss"} | said
    seen = Survey(loads(ENDED.format(**words), file="p.yml", today=TODAY).process, today=TODAY)

    assert held == ("Whoever's case is ended must be told." in letting_go(seen)["close"])
    assert held == any("case is ended must be told: it needs a reason" in one.reason for one in trim(seen).refused)


@pytest.mark.parametrize(("join", "owed"), [("all", True), ("any", False)])
def test_what_waits_for_the_branch_that_was_left_delivers_nothing_beside_it(join, owed):
    def leaving(step_id, stays):
        ways = (Flow("pay", "goes on"), Flow("close", "withdrawn")) if stays else (Flow("pay"),)
        return Step(step_id, step_id, owner="Desk", flows=ways)

    claim = Process(
        "Claim",
        (
            Step("take", "Take it", owner="Desk", split="all", flows=(Flow("police"), Flow("survey"))),
            leaving("police", stays=True),
            leaving("survey", stays=False),
            Step("pay", "Pay", owner="Accounts", join=join, outputs=("money",), flows=(Flow("end"),)),
            Step("close", "Close it", owner="Desk", informs=("Buyer",)),
        ),
        outputs=("money",),
        customer="Buyer",
    )
    found = find_rule("why-missing").check(Survey(claim, today=TODAY))
    said = "Nobody has said why 'Close it' is there: ask. Whoever's case is ended must be told."

    assert owed == (said in [str(finding.message) for finding in found])


def test_the_one_address_of_a_customer_is_missed_only_where_one_is_named():
    def told(customer):
        steps = tuple(Step(role, f"Do {role}", owner=role) for role in ("X", "Y", "Z"))
        survey = Survey(Process("P", steps, customer=customer), today=TODAY)
        return [str(finding.message) for finding in find_rule("who-process-owner-missing").check(survey)]

    whole = "Nobody is named who answers for the process as a whole."
    assert [whole] == told(None)
    assert [f"{whole} 3 roles work in it, and the customer has no one address."] == told("Buyer")


def test_the_finding_names_the_kpi_that_is_measured_from_a_step_as_the_plan_does():
    steps = (
        Step("fill", "Fill it in", why="The buyer gets a number to ask for.", flows=(Flow("stamp"),)),
        Step("stamp", "Stamp it", why="none", flows=(Flow("pay"),)),
        Step("pay", "Pay it", why="Buyers must not lend us their money."),
    )
    kpis = (Kpi("Days to pay", steps=("stamp", "pay")), Kpi("Days open", steps=("stamp", "pay")))
    seen = Survey(Process("Claim", steps, kpis=kpis), today=TODAY)
    (finding,) = find_rule("why-none").ask(seen)
    (drop,) = trim(seen).changes

    assert "The KPIs 'Days to pay' and 'Days open' are measured from it." in finding.message
    assert not drop.safe
    assert drop.against == letting_go(seen)["stamp"]


# ---- what only a step keeps apart --------------------------------------------------------------------


def follow(*steps):
    ways = [*(one.id for one in steps[1:]), "end"]
    told = (one if one.flows else replace(one, flows=(Flow(to),)) for one, to in zip(steps, ways, strict=True))
    return Survey(Process("P", tuple(told)), today=TODAY)


def does(step_id, owner="clerk", **fields):
    return Step(step_id, f"Do {step_id}", owner=owner, **fields)


TWO_WAYS = (Flow("c"), Flow("end"))


@pytest.mark.parametrize(
    ("survey", "tried"),
    [
        (follow(does("a"), does("b"), does("c")), False),
        (follow(does("a"), does("b"), does("c", kind="approve")), True),
        (follow(does("a"), does("b"), does("c", kind="check")), True),
        (follow(does("a"), does("b"), does("c"), does("d", kind="check")), False),
        (follow(does("a", kind="check"), does("b"), does("c")), False),
        (follow(does("a", outputs=("x",)), does("b", inputs=("x",)), does("c")), False),
        (follow(does("a", outputs=("x",)), does("b", inputs=("x",)), does("c", outputs=("x",))), True),
        (follow(does("a", outputs=("x",)), does("b", outputs=("x",)), does("c")), True),
        (follow(does("a", outputs=("x",)), does("b", inputs=("y",)), does("c", outputs=("x",))), False),
        (follow(does("a"), does("b", flows=TWO_WAYS), does("c")), True),
        (follow(does("a"), does("b", flows=TWO_WAYS, split="all"), does("c")), False),
    ],
)
def test_a_process_is_tried_without_a_step_that_may_keep_something_apart(survey, tried):
    asked = []

    assert () == left_behind(survey, survey.process.step("b"), asked.append)
    assert ([Drop("b")] if tried else []) == asked


JUDGED = "'clerk' would approve its own work: 'Do a'."
CHECKED = "'clerk' would check its own work: 'Do a'."
AGAIN = "Nobody would need the 'x' of 'Do a' any more before 'Do c' makes it again."


@pytest.mark.parametrize(
    ("survey", "said"),
    [
        (follow(does("a"), does("b", "boss"), does("c", kind="approve")), (JUDGED,)),
        (follow(does("a"), does("b", "boss"), does("c", kind="check")), (CHECKED,)),
        (follow(does("a"), does("b", "boss"), does("c", "boss", kind="approve")), ()),
        (follow(does("a", outputs=("x",)), does("b", "boss"), does("c", kind="approve", inputs=("x",))), ()),
        (follow(does("a", outputs=("x",)), does("b", inputs=("x",)), does("c", outputs=("x",))), (AGAIN,)),
        (follow(does("a", outputs=("x",)), does("b", outputs=("x",)), does("c", outputs=("z",))), ()),
    ],
)
def test_without_a_step_one_may_judge_ones_own_work_or_make_a_thing_twice(survey, said):
    def without(drop):
        left = [one for one in survey.process.steps if one.id != drop.step]
        return follow(*(replace(one, flows=()) for one in left))

    assert said == left_behind(survey, survey.process.step("b"), without)


@pytest.mark.parametrize(
    ("whys", "first"),
    [
        ((None, None, GOOD), True),  # two of three: the share from which on it is asked first
        ((None, GOOD, GOOD), False),
        ((None, None, None, GOOD, GOOD), False),
        (("none", "none"), True),
        (("none", GOOD), False),
    ],
)
def test_it_is_asked_first_where_two_of_three_have_no_reason_yet(whys, first):
    survey = follow(*(does(f"s{number}", why=why and f"{why}{number}" if why == GOOD else why)
                      for number, why in enumerate(whys)))  # fmt: skip

    assert first == is_asking_first(survey)


def test_word_on_a_branch_beside_after_a_choice_ends_no_case():
    text = """
process: Admit
customer: Patient
outputs: [bed]
roles: {desk: {name: Desk}}
steps:
  - {id: a, name: Check the form, owner: desk, kind: check, next: [{to: b, when: wrong}, {to: c, when: right}]}
  - {id: b, name: Call the patient, owner: desk, kind: contact, next: a}
  - {id: c, name: Choose the bed, owner: desk, next: {all: [d, e]}}
  - {id: d, name: Send the leaflet, owner: desk, informs: [Patient], next: f}
  - {id: e, name: Book the test, owner: desk, next: f}
  - {id: f, name: Admit the patient, owner: desk, join: all, outputs: [bed]}
"""
    graph = FlowGraph(loads(text, file="admit.yml", today=TODAY).process)

    assert not tells_of_an_end(graph, graph.process.step("d"))


def test_that_only_a_step_makes_what_is_delivered_is_said_first():
    steps = (
        Step("order", "Order it", owner="clerk", why="The treasury pays by order.", flows=(Flow("pay"),)),
        Step("pay", "Pay it", owner="cashier", why="none", outputs=("money",)),
    )
    claim = Process("Claim", steps=steps, outputs=("money",), separate=(("order", "pay"),))

    assert (
        "Only it makes 'money', which the process delivers.",
        "A separation of duties sets it against 'Order it'.",
    ) == letting_go(Survey(claim, today=TODAY))["pay"]


# ---- branches that would be left empty -----------------------------------------------------------------


def branching(ways, *, reasons="", kinds=None):
    """Steps that nobody has a reason for, but for some, and for those that others begin and end with."""
    steps = tuple(
        replace(
            one,
            owner="clerk",
            kind=(kinds or {}).get(one.id, one.kind),
            why=f"{GOOD} {one.id}" if one.id in f"az{reasons}" else "none",
        )
        for one in chart(ways).steps
    )
    return Survey(Process("P", steps), today=TODAY)


@pytest.mark.parametrize(
    ("ways", "fields", "emptied"),
    [
        # two on a branch; of one alone it is asked otherwise
        ({"a": {"b": 0.1, "z": 0.9}, "b": "c", "c": "z", "z": ""}, {}, {"b": "b", "c": "b"}),
        ({"a": {"b": 0.1, "z": 0.9}, "b": "z", "z": ""}, {}, {}),
        ({"a": {"b": 0.1, "z": 0.9}, "b": "c", "c": "d", "d": "z", "z": ""}, {}, {"b": "b", "c": "b", "d": "b"}),
        # one of them stays
        ({"a": {"b": 0.1, "z": 0.9}, "b": "c", "c": "z", "z": ""}, {"reasons": "c"}, {}),
        # what only passes the case on is no work
        ({"a": {"b": 0.1, "z": 0.9}, "b": "c", "c": "z", "z": ""}, {"kinds": {"b": "gateway"}}, {}),
        ({"a": {"b": 0.1, "z": 0.9}, "b": "c", "c": "z", "z": ""}, {"kinds": dict.fromkeys("bc", "gateway")}, {}),
        # what the usual way comes to as well is on no branch
        ({"a": {"b": 0.1, "c": 0.9}, "b": "c", "c": "z", "z": ""}, {}, {}),
        # two branches
        ({"a": {"b": 0.1, "d": 0.1, "z": 0.8}, "b": "c", "c": "z", "d": "e", "e": "z", "z": ""}, {},
         {"b": "b", "c": "b", "d": "d", "e": "d"}),
        ({"a": {"b": 0.1, "d": 0.1, "z": 0.8}, "b": "c", "c": "z", "d": "e", "e": "z", "z": ""}, {"reasons": "e"},
         {"b": "b", "c": "b"}),
        # nobody chooses
        ({"a": "b", "b": "c", "c": "z", "z": ""}, {}, {}),
        # branches that part again
        ({"a": {"b": 0.1, "z": 0.9}, "b": {"c": 0.5, "d": 0.5}, "c": "z", "d": "z", "z": ""}, {},
         {"b": "b", "c": "b", "d": "b"}),
    ],
    ids=str,
)  # fmt: skip
def test_a_branch_is_emptied_where_all_of_its_work_may_go(ways, fields, emptied):
    survey = branching(ways, **fields)
    found = emptied_branches(survey, Cautions(survey.graph, Trial(survey.process).passing, lambda: survey.graph))

    assert emptied == {step: "".join(flow.to for flow in flows) for step, flows in found.items()}


def test_of_a_branch_on_which_one_was_decided_against_nothing_is_emptied():
    survey = branching({"a": {"b": 0.1, "z": 0.9}, "b": "c", "c": "z", "z": ""})
    cautions = Cautions(survey.graph, Trial(survey.process).passing, lambda: survey.graph)

    assert {} == emptied_branches(survey, cautions, lambda drop: drop.step != "c")


@pytest.mark.parametrize(("steps", "order"), [([], ""), (["a"], "a"), ("abz", "zba"), ("bza", "zba"), ("aab", "ba")])
def test_what_comes_last_goes_first(steps, order):
    survey = branching({"a": "b", "b": "z", "z": ""})

    assert order == "".join(backwards(survey, steps))
