"""Partners: another house is none of our roles, and what it does is asked about, never taken away without a word."""

import pytest
from msgspec.structs import replace

from flowtrim.analysis import analyse
from flowtrim.changes import apply
from flowtrim.formats import dumps, loads
from flowtrim.graph import FlowGraph
from flowtrim.measures import Survey
from flowtrim.measures.cautions import Cautions
from flowtrim.measures.justification import to_be_asked
from flowtrim.model import Assign, Drop, Flow, Parallel, Process, Release, Repetition, Role, Step, Volume
from flowtrim.redesign import AssignmentProblem, role_proofs, trim
from flowtrim.redesign.holding import held
from flowtrim.reports.gain_text import saved
from flowtrim.reports.process.compose import page
from flowtrim.rules import find_rule
from tests.days import TODAY

CARRIER = Role("carrier", "Carrier", kind="partner", skills=("drive",))
STORE = Role("store", "Store", skills=("drive",), why="Only the store may open the warehouse.")

RECALL = """
process: Recall a product
roles:
  maker: {name: Maker, why: Only the maker may recall it., skills: [recall]}
  authority: {name: Competent authority, kind: partner}
  family: {name: Family of the patient, kind: partner}
steps:
  - {name: Decide on the recall, owner: maker, kind: decide, why: "Two lots were recalled in 2024.", consults: [family]}
  - {name: Tell the authority, owner: maker, kind: notify, informs: [authority], why: Serious incidents are reported., serves: law, source: MDR Article 87}
"""


@pytest.fixture
def order():
    """Three steps in a row, of which a partner does the one in the middle; our store could do it, too."""
    return Process("Order", outputs=("parcel",), roles=(CARRIER, STORE), steps=(
        Step("pack", "Pack it", owner="store", why="Glass broke twice in 2024.", flows=(Flow("ship"),)),
        Step("ship", "Ship it", owner="carrier", skill="drive", why="none", flows=(Flow("book"),)),
        Step("book", "Book it", owner="store", why="The tax office asks for it every March.", skill="drive")))  # fmt: skip


def test_what_a_partner_does_without_a_reason_is_asked_about_and_never_safe_to_drop(order):
    proposed = trim(Survey(order, today=TODAY)).changes

    assert [("ship", False)] == [(one.change.step, one.safe) for one in proposed if isinstance(one.change, Drop)]
    assert "'Carrier' is another house: ask first why we need it, and what was agreed." in proposed[0].against


def test_only_safe_changes_leave_everything_at_a_partner(order):
    assert () == trim(Survey(order, today=TODAY), only_safe=True).changes


def test_a_partner_that_nothing_is_left_for_is_not_released_by_trimming(order):
    assert not any(isinstance(one.change, Release) for one in trim(Survey(order, today=TODAY)).changes)


def test_the_solver_neither_takes_from_a_partner_nor_gives_to_one(order):
    assert {"pack": ("store",), "ship": ("carrier",), "book": ("store",)} == AssignmentProblem.of(
        Survey(order, today=TODAY)
    ).allowed


def test_a_plan_of_a_person_may_take_work_from_a_partner_and_give_it_to_one(order):
    assert "store" == apply(order, Assign("ship", to="store")).step("ship").owner
    assert "carrier" == apply(order, Assign("pack", to="carrier")).step("pack").owner


def test_the_fewest_roles_for_the_work_are_ours(order):
    justified = replace(order, steps=tuple(replace(s, why=f"The buyer of {s.id} asked for it.") for s in order.steps))

    assert ("store",) == trim(Survey(justified, today=TODAY)).smallest


def test_no_partner_could_go_and_none_takes_over(order):
    survey = Survey(order, today=TODAY)

    assert [] == [found for found in survey.redundant_roles if "carrier" in (found.role, found.absorbed_by)]
    assert ["store"] == [proof.role for proof in role_proofs(survey)]


def test_a_step_at_a_partner_that_nobody_was_asked_about_is_asked_why_it_is_bought(order):
    unasked = replace(order, steps=tuple(replace(step, why=None) for step in order.steps))
    questions = trim(Survey(unasked, today=TODAY)).questions

    assert "Why do we need 'Ship it' from 'Carrier'?" in [question.text for question in questions]
    assert "carrier" not in [question.at for question in questions]


def test_it_is_told_that_another_house_holds_a_step(order):
    assert ["partner"] == [
        hold.by for one in held(Survey(order, today=TODAY)) if one.at == "ship" for hold in one.holds
    ]


def test_two_steps_in_a_row_at_a_partner_are_one_only_if_the_partner_says_so():
    each = Repetition("parcel of the order that day", 3.0)  # said once of one step, twice of two
    row = Process("Order", roles=(CARRIER,), steps=(
        Step("load", "Load it", owner="carrier", why="Glass broke twice in 2024.", flows=(Flow("ship"),), each=each),
        Step("ship", "Ship it", owner="carrier", why="The buyer lives elsewhere in the country.", each=each)))  # fmt: skip

    assert [False] == [one.safe for one in trim(Survey(row, today=TODAY)).changes]


def test_the_recall_of_a_product_asks_nothing_of_the_authority_and_of_the_family():
    survey = Survey(loads(RECALL, file="recall.yml", today=TODAY).process, today=TODAY)

    assert ((), ()) == (survey.redundant_roles, survey.justification.roles.unasked)


@pytest.mark.parametrize(
    ("why", "rule", "said"),
    [
        ("none", "why-none", "Nobody could say why we need 'Ship it' from 'Carrier'."),
        (None, "why-missing", "Nobody has said why we need 'Ship it' from 'Carrier': ask."),
    ],
)
def test_a_finding_about_a_step_at_a_partner_is_a_question_without_a_remedy(order, why, rule, said):
    asked = replace(order, steps=tuple(replace(s, why=why) if s.id == "ship" else s for s in order.steps))
    (finding,) = find_rule(rule).check(Survey(asked, today=TODAY))

    assert (said, ()) == (finding.message, finding.remedy)


def test_what_is_bought_without_a_reason_is_asked_about_and_not_let_go(order):
    analysis = analyse(loads(dumps(order), file="order.yml", today=TODAY), today=TODAY)

    assert "Ask whether we need what others do: '2 Ship it'." in page(analysis).next
    assert not any(one.startswith("Let go") for one in page(analysis).next)


ASKED = """
process: Answer a request
customer: requester
outputs: [answer]
roles:
  requester: {name: Requester, kind: customer}
  office: {name: Office}
steps:
  - {id: take, name: Take it, owner: office, why: Without a number 40 requests were lost in 2024., outputs: [number]}
  - {id: ask, name: Ask what is meant, owner: office, why: ASKED, outputs: [question]}
  - {id: say, name: Say what is meant, owner: requester, inputs: INPUTS, outputs: OUTPUTS}
  - {id: find, name: Find the records, owner: office, why: The archive holds nine kilometres of files.,
     inputs: [number], outputs: [answer]}
"""


@pytest.mark.parametrize("inputs", ["[question]", "[]"])
@pytest.mark.parametrize("outputs", ["[meaning]", "[]"])
@pytest.mark.parametrize(
    ("asked", "gone"), [("none", ["ask", "say"]), ("Half of them mean another year than they wrote.", [])]
)
def test_what_the_customer_does_goes_only_where_nobody_asks_it_of_them_any_more(inputs, outputs, asked, gone):
    text = ASKED.replace("INPUTS", inputs).replace("OUTPUTS", outputs).replace("why: ASKED", f"why: {asked}")
    proposal = trim(Survey(loads(text, file="p.yml", today=TODAY).process, today=TODAY))
    drops = [one for one in proposal.changes if isinstance(one.change, Drop)]

    assert gone == [one.change.step for one in drops]
    assert all(not one.safe for one in drops if one.change.step == "say")
    assert "Why does 'Requester' have to do 'Say what is meant'?" in [one.text for one in proposal.questions]


PERMIT = """
process: Grant a permit
customer: builder
outputs: [permit]
roles:
  builder: {name: Builder, kind: customer}
  planner: {name: Planner, skills: [plans, registry]}
  jurist: {name: Legal officer, skills: [law, signing]}
  head: {name: Head of the office, skills: [signing]}
steps:
  - {id: draft, name: Draft the permit, owner: planner, skill: plans, takes: 1h, outputs: [draft],
     why: The bank of the builder pays on paper only.}
  - {id: look, name: Look over the draft, owner: jurist, kind: check, skill: law, takes: 30m, inputs: [draft],
     outputs: [checked draft], why: The court lifted nine permits in 2023.}
  - {id: sign, name: Sign the permit, owner: head, kind: approve, skill: signing, takes: 5m, waits: 2d,
     inputs: [checked draft], outputs: [signed permit], why: REASON, decisions: {made: 600, refused: 0}}
  - {id: send, name: Send the permit, owner: planner, skill: registry, kind: notify, takes: 5m,
     inputs: [signed permit], outputs: [permit], informs: [builder], why: Without it the crane does not come.}
"""


def changes_of(text):
    return trim(Survey(loads(text, file="p.yml", today=TODAY).process, today=TODAY)).changes


def test_who_may_give_an_approval_is_no_matter_of_skill_alone():
    text = PERMIT.replace("REASON", "He stands up for it in court.").replace(", refused: 0", ", refused: 9")
    given = [one for one in changes_of(text) if one.moves and "sign" in one.steps]

    assert [False] == [one.safe for one in given]
    assert all(any("a matter of authority" in said for said in one.against) for one in given)


def test_what_takes_what_nobody_makes_any_more_runs_beside_nothing():
    changes = changes_of(PERMIT.replace("REASON", "As before."))

    assert "sign" in [one.change.step for one in changes if isinstance(one.change, Drop)]
    assert [] == [one for one in changes if isinstance(one.change, Parallel)]


def test_that_nobody_uses_something_names_the_question_by_which_it_comes_to_that():
    text = PERMIT.replace("REASON, decisions: {made: 600, refused: 0}", "tbd").replace(
        "[signed permit], outputs: [permit]", "[draft], outputs: [permit]"
    )
    text = text.replace("The court lifted nine permits in 2023.", "It has to be done.")
    unused = [one for one in changes_of(text) if one.change.because == "Nobody uses what it delivers."]

    assert ["look"] == [one.change.step for one in unused]
    assert any("It follows from question" in said for one in unused for said in one.against)


DESK = """
process: Repair a service
roles:
  desk: {name: Help desk, why: REASON, skills: [desk]}
  ops: {name: Operations, skills: [servers, desk]}
steps:
  - {id: log, name: Open a ticket, owner: desk, skill: desk, why: Two technicians worked on one fault in May.}
  - {id: try, name: Try a restart, owner: STARTS, skill: desk, why: Seven of ten faults go away by it.}
  - {id: fix, name: Mend the cause, owner: ops, skill: servers, why: Only they see the logs.}
"""


@pytest.mark.parametrize(("second", "safe"), [("desk", False), ("ops", True)])
def test_a_role_with_several_steps_is_not_ended_without_asking(second, safe):
    changes = changes_of(DESK.replace("STARTS", second).replace("REASON", "none"))

    assert [("desk", "ops")] == [(one.change.role, one.change.to) for one in changes if isinstance(one.change, Release)]
    assert {safe} == {one.safe for one in changes}


UNASKED = "Nobody was asked yet why it takes the role 'Help desk'."


@pytest.mark.parametrize(("reason", "asked"), [("", [UNASKED]), ("why: tbd, ", [UNASKED]), ("why: none, ", [])])
def test_a_role_with_work_that_nobody_was_asked_about_is_ended_only_by_a_question(reason, asked):
    text = DESK.replace("STARTS", "ops").replace("why: REASON, ", reason)
    (leaving,) = [one for one in changes_of(text) if isinstance(one.change, Release)]

    assert asked == [said for said in leaving.against if "asked yet" in said]
    assert (not asked) == leaving.safe


@pytest.mark.parametrize("answering", ["desk", "ops"])
def test_nor_is_its_last_work_given_away_without_asking(answering):
    text = DESK.replace("STARTS", "ops").replace("why: REASON, ", "")
    text = text.replace("why: Only they see", f"accountable: {answering}, why: Only they see")
    (moved,) = changes_of(text)

    assert (["log"], False) == ([*moved.steps], moved.safe)
    assert UNASKED in moved.against


def test_a_role_that_nobody_was_asked_about_goes_without_asking_where_nothing_is_left_for_it_to_do():
    text = DESK.replace("STARTS", "ops").replace("why: REASON, ", "")
    text = text.replace("Two technicians worked on one fault in May.", "none")
    (dropped, ended) = changes_of(text)

    assert [("log",), ("desk",)] == [dropped.subjects, ended.subjects]
    assert dropped.safe
    assert ended.safe


def test_hours_that_others_no_longer_work_are_told_as_theirs(order):
    """A carrier ships for 30 minutes, the store books for 6: of 1,000 cases that is 500 and 100 hours."""
    pack, ship, book = order.steps
    steps = (pack, replace(ship, takes=30.0), replace(book, takes=6.0, why="none"))
    survey = Survey(replace(order, steps=steps, volume=Volume(1_000.0)), today=TODAY)
    saves = {one.change.step: str(saved(one.gain)) for one in trim(survey).changes if isinstance(one.change, Drop)}

    assert (600.0, 500.0) == (survey.yearly.hours, survey.yearly.others)
    assert saves["ship"].endswith("500 hours of others a year")
    assert saves["book"].endswith(" 100 hours a year")


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("It has to be done.", "'Bank' is another house: ask first what was agreed."),
        (None, "'Bank' is another house: ask first why we need it, and what was agreed."),
    ],
)
def test_why_we_need_another_house_is_not_asked_where_it_says_so(why, said):
    bank = Role("bank", "Bank", kind="partner")
    check = Step("check", "Check the account", owner="bank", why=why)

    assert (said,) == Cautions(FlowGraph(Process("P", (check,), roles=(bank,)))).about(check)


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("Object to the refusal", False),
        ("Widerspruch einlegen", False),
        ("提出异议", False),
        ("Send the photos", True),
        ("Name the object", True),
    ],
)
def test_nobody_asks_why_the_customer_objects(name, asked):
    house = Role("house", "House", kind="customer")
    steps = (
        Step("tell", "Tell", owner="clerk", flows=(Flow("act"),), why="They wait."),
        Step("act", name, owner="house"),
    )
    process = Process("P", steps, roles=(house,))

    assert (["act"] if asked else []) == [*to_be_asked(process, ("act",))]
