import pytest
from hypothesis import given
from msgspec.structs import replace

from flowtrim.graph import FlowGraph
from flowtrim.measures import Survey
from flowtrim.measures.capability import Capabilities, overlaps, profile_overlap
from flowtrim.measures.passing_on import empty_approvals, passes_on, serial_approvals
from flowtrim.measures.reason_patterns import QUESTIONS, Sign
from flowtrim.measures.redundancy import RedundantRole, asked_about, best_taker
from flowtrim.measures.role_evidence import Sandwich, sandwiches
from flowtrim.measures.workload import called_workloads
from flowtrim.model import Decisions, Flow, Kpi, Process, Role, Step, Volume
from tests.days import TODAY
from tests.processes import processes, structured_processes

REASONS = (
    "Only the customer can say what looks wrong on the bill.",
    "Night shift sees which callers still wait for an answer.",
    "Shipping needs the weight before the lorry leaves at six.",
    "Credits to friends were found in 2023.",
)


def step(step_id, owner, **fields):
    return Step(step_id, f"Name of {step_id}", owner=owner, **fields)


def chain(*steps, **fields):
    """A process of steps that follow each other, each with a reason of its own unless it has one already."""
    told = [s if s.why else replace(s, why=f"{REASONS[n % 4]} {n * 'x'}") for n, s in enumerate(steps)]
    ways = [*(t.id for t in told[1:]), "end"]
    return Process(
        "Claim", steps=tuple(replace(s, flows=(Flow(t),)) for s, t in zip(told, ways, strict=True)), **fields
    )


def redundant(process):
    return {found.role: found for found in Survey(process, today=TODAY).redundant_roles}


def signs_of(process):
    return {role: found.reasons for role, found in redundant(process).items()}


def graph(process):
    return FlowGraph(process)


def test_a_role_with_justified_work_stays():
    assert {} == signs_of(chain(step("a", "clerk"), step("b", "boss"), step("c", "clerk")))


def test_a_declared_role_that_does_nothing_is_idle():
    assert {"spare": ("who-idle", "who-unjustified")} == signs_of(
        chain(step("a", "clerk"), roles=(Role("spare", "Spare"),))
    )


@pytest.mark.parametrize("fields", [{"owner": "Spare"}, {"owner": "spare"}, {"kpis": (Kpi("Speed", owner="Spare"),)}])
def test_who_answers_for_the_whole_is_not_idle(fields):
    roles = (Role("spare", "Spare", why="Answers to the subscribers for the bill as a whole."),)

    assert {} == signs_of(chain(step("a", "clerk"), roles=roles, **fields))


def test_who_answers_for_a_step_is_not_idle():
    assert {} == signs_of(chain(step("a", "clerk", accountable="boss"), roles=(Role("boss", "Boss"),)))


def test_who_is_only_informed_could_get_a_report():
    process = chain(
        step("a", "clerk", informs=("boss",), consults=("aide",)), roles=(Role("boss", "Boss", why="Asks."),)
    )

    assert {"boss": ("who-informed-only",)} == signs_of(process)


def test_customers_and_systems_are_never_redundant():
    roles = (
        Role("buyer", "Buyer", kind="customer"),
        Role("crm", "CRM", kind="system"),
        Role("idle", "X", kind="system"),
    )
    process = chain(step("a", "buyer", why="none"), step("b", "crm", kind="transfer", why="none"), roles=roles)

    assert {} == signs_of(process)


def test_a_role_whose_steps_have_no_reason_is_unjustified():
    found = redundant(chain(step("a", "clerk"), step("b", "boss", why="none"), step("c", "boss", why="tbd")))["boss"]

    assert ("who-unjustified",) == found.reasons
    assert (
        "Nothing that it does has a reason: 'Name of b' and 'Name of c'. Nobody was asked yet about 'Name of c'."
    ) == found.proof[0]


def test_a_role_without_a_reason_of_its_own_is_no_proof_while_its_steps_have_theirs():
    assert {} == signs_of(chain(step("a", "clerk"), roles=(Role("clerk", "Clerk", why="none"),)))


def test_a_role_that_only_passes_on_is_redundant():
    process = chain(
        step("a", "clerk"), step("b", "desk", kind="transfer"), step("c", "desk", kind="wait"), step("d", "boss")
    )

    assert ("who-unjustified", "who-pass-through") == signs_of(process)["desk"]


def test_a_role_that_also_does_something_is_not_only_passing_on():
    assert {} == signs_of(
        chain(step("a", "clerk"), step("b", "desk", kind="transfer"), step("c", "desk"), step("d", "x"))
    )


def test_to_notify_the_customer_for_a_good_reason_is_more_than_passing_on():
    assert {} == signs_of(chain(step("a", "clerk"), step("b", "desk", kind="notify", serves="customer")))


def test_unreachable_steps_do_not_count_as_doing_something():
    process = chain(step("a", "clerk"), step("b", "desk", kind="transfer"), step("c", "boss"))
    stray = step("d", "desk", why=REASONS[0] + " Yes.")

    assert "who-pass-through" in signs_of(replace(process, steps=(*process.steps, stray)))["desk"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"kind": "transfer"}, True),
        ({"kind": "contact"}, False),
        ({}, False),
        ({"inputs": ("x",)}, False),
        ({"outputs": ("x",)}, False),
        ({"inputs": ("x", "y"), "outputs": ("x",)}, True),
        ({"inputs": ("x",), "outputs": ("x",), "kind": "check"}, False),
    ],
)
def test_what_only_passes_on(fields, expected):
    assert expected == passes_on(step("a", "desk", **fields))


def test_a_role_that_refuses_hardly_anything_is_a_rubber_stamp():
    approve = step("b", "boss", kind="approve", decisions=Decisions(412))

    assert "who-rubber-stamp" in signs_of(chain(step("a", "clerk"), approve))["boss"]
    assert {} == signs_of(chain(step("a", "clerk"), replace(approve, decisions=Decisions(412, 21))))
    assert {} == signs_of(chain(step("a", "clerk"), replace(approve, serves="law", source="§ 1")))


def test_a_role_that_approves_the_approved_is_a_serial_approver():
    process = chain(
        step("a", "clerk", outputs=("claim",)),
        step("b", "boss", kind="approve", inputs=("claim",), outputs=("signed claim",)),
        step("c", "boss", kind="transfer"),
        step("d", "director", kind="approve", inputs=("claim", "signed claim")),
    )

    assert {"d": "b"} == serial_approvals(graph(process))
    assert ("who-serial-approver",) == signs_of(process)["director"][1:]


def test_an_approval_with_something_new_to_look_at_is_no_repetition():
    process = chain(
        step("b", "boss", kind="approve", inputs=("claim",)), step("d", "x", kind="approve", inputs=("budget",))
    )

    assert {} == serial_approvals(graph(process))


def test_work_between_two_approvals_makes_the_second_one_worth_it():
    process = chain(step("a", "boss", kind="approve"), step("b", "clerk"), step("c", "x", kind="approve"))

    assert {} == serial_approvals(graph(process))


def test_approvals_that_law_or_separation_asks_for_are_no_repetition():
    first, second = step("a", "boss", kind="approve"), step("b", "director", kind="approve")

    assert {"b": "a"} == serial_approvals(graph(chain(first, second)))
    assert {} == serial_approvals(graph(chain(first, second, separate=(("b", "a"),))))
    assert {} == serial_approvals(graph(chain(first, replace(second, serves="law"))))


def test_an_approval_that_some_cases_come_to_unapproved_is_no_repetition():
    steps = (
        step("size", "clerk", flows=(Flow("a"), Flow("b"))),
        step("a", "boss", kind="approve", flows=(Flow("b"),)),
        step("b", "director", kind="approve"),
    )

    assert {} == serial_approvals(graph(Process("Claim", steps=steps)))


def test_a_step_that_no_case_comes_to_leads_to_no_approval():
    steps = (
        step("a", "boss", kind="approve", flows=(Flow("b"),)),
        step("stray", "clerk", flows=(Flow("b"),)),
        step("b", "director", kind="approve"),
    )

    assert {"b": "a"} == serial_approvals(graph(Process("Claim", steps=steps)))


def test_one_role_that_approves_twice_is_no_serial_approver():
    process = chain(step("a", "boss", kind="approve"), step("b", "boss", kind="approve"))

    assert {"b": "a"} == serial_approvals(graph(process))
    assert {} == signs_of(process)


TWINS = (
    Role("day", "Day shift", skills=("care",), why="Calls come by day."),
    Role("night", "Night shift", skills=("care",), why="Calls come at night."),
)


def test_of_two_roles_of_which_only_one_can_go_one_is_told_with_the_other():
    (found,) = Survey(
        chain(step("a", "day", skill="care"), step("b", "night", skill="care"), roles=TWINS), today=TODAY
    ).redundant_roles

    assert ("day", "night", "night") == (found.role, found.absorbed_by, found.instead)


def test_of_two_roles_the_one_against_which_more_speaks_is_the_one_that_could_go():
    process = chain(
        step("a", "day", skill="care"),
        step("b", "night", skill="care", kind="approve", decisions=Decisions(600)),
        step("c", "day", skill="care"),
        roles=TWINS,
    )
    (found,) = Survey(process, today=TODAY).redundant_roles

    assert ("night", None) == (found.role, found.instead)
    assert "who-rubber-stamp" in found.reasons


def test_a_control_for_a_risk_that_refused_any_is_not_redundant_for_it():
    fraud = step("b", "night", kind="check", serves="risk", decisions=Decisions(36800, refused=400))

    assert "night" not in redundant(chain(step("a", "day"), fraud))
    assert "night" in redundant(chain(step("a", "day"), replace(fraud, decisions=Decisions(36800))))


def test_an_approval_that_refused_none_before_one_that_refuses_some_is_the_needless_one():
    first = step("a", "boss", kind="approve", decisions=Decisions(600))
    between, second = step("b", "clerk", kind="transfer"), step("c", "x", kind="approve", decisions=Decisions(600, 40))

    assert {"a": "c"} == empty_approvals(graph(chain(first, between, second)))
    assert {} == empty_approvals(graph(chain(replace(first, decisions=None), between, second)))
    assert {} == empty_approvals(graph(chain(replace(first, decisions=Decisions(0)), between, second)))
    assert {} == empty_approvals(graph(chain(replace(first, decisions=Decisions(600, 1)), between, second)))
    assert {} == empty_approvals(graph(chain(replace(first, serves="contract"), between, second)))
    assert {} == empty_approvals(graph(chain(first, step("b", "clerk"), second)))
    assert {} == empty_approvals(graph(chain(first, between, replace(second, decisions=Decisions(600)))))


CLERK = Role("clerk", "Clerk", skills=("ledger",), why="Knows the accounts of every subscriber.")
BOSS = Role("boss", "Boss", skills=("ledger", "credit"), why="Grants credits over the limit of clerks.")


def test_a_role_is_subsumed_by_one_that_declares_all_its_skills():
    process = chain(
        step("a", "clerk", skill="ledger"), step("b", "boss", skill="credit"), step("c", "clerk", skill="ledger"),
        roles=(CLERK, BOSS),
    )  # fmt: skip
    found = redundant(process)

    assert ["clerk"] == list(found)
    assert ("who-subsumed",) == found["clerk"].reasons
    assert ("boss", 2.0) == (found["clerk"].absorbed_by, found["clerk"].handoffs_saved)
    assert "The file declares no separation of duties, so none was checked." == found["clerk"].proof[-1]


@pytest.mark.parametrize(("kind", "found"), [("approve", []), ("check", []), ("do", ["clerk"])])
def test_who_for_a_good_reason_looks_at_the_same_thing_is_not_subsumed_by_who_does_so_too(kind, found):
    process = chain(
        step("w", "third"), step("a", "clerk", kind=kind, skill="ledger"), step("b", "boss", kind="check"),
        roles=(replace(CLERK, why="In 2024 a boss signed two bills that nobody had ordered."), BOSS, Role("third", "A third")),
    )  # fmt: skip

    assert found == [role for role, signs in signs_of(process).items() if "who-subsumed" in signs]


def test_a_step_without_a_declared_skill_can_be_taken_over_by_nobody():
    process = chain(step("a", "clerk", skill="ledger"), step("c", "clerk"), step("b", "boss"), roles=(CLERK, BOSS))

    assert {} == signs_of(process)


@pytest.mark.parametrize("kind", ["separate", "separate_persons"])
def test_separation_of_duties_stands_against_taking_over(kind):
    process = chain(
        step("a", "clerk", skill="ledger"),
        step("b", "boss", skill="credit"),
        roles=(CLERK, BOSS),
        **{kind: (("a", "b"),)},
    )

    assert {} == signs_of(process)


SWORN = Role("sworn", "Sworn", skills=("law",), why="In 2021 the court voided four acts without an oath.")
ABLE = Role("able", "Able", skills=("law", "talk"))


def drawn_up_and_read(sworn, able=ABLE, write=90.0, **fields):
    """Who is able writes, and who is sworn reads it."""
    return chain(
        step("hear", "able", skill="talk", takes=10.0),
        step("write", "able", skill="law", takes=write, outputs=("act",)),
        step("read", "sworn", skill="law", takes=60.0, inputs=("act",), **fields),
        roles=(sworn, able),
        volume=Volume(1000.0),
    )


def test_a_role_with_a_good_reason_that_looks_at_the_work_of_the_only_taker_could_not_go():
    assert "who-subsumed" not in against_sworn(drawn_up_and_read(SWORN, kind="check"))
    assert "who-subsumed" in against_sworn(drawn_up_and_read(replace(SWORN, why=None), kind="check"))
    assert "who-subsumed" in against_sworn(drawn_up_and_read(SWORN))


@pytest.mark.parametrize(("write", "could_go"), [(50.0, True), (49.0, False)])
def test_a_role_with_a_good_reason_that_does_more_than_the_taker_could_not_go(write, could_go):
    """It works an hour, and the taker ten minutes beside the writing."""
    assert could_go is ("who-subsumed" in against_sworn(drawn_up_and_read(SWORN, write=write)))
    assert "who-subsumed" in against_sworn(drawn_up_and_read(replace(SWORN, why=None), write=write))


def test_a_role_that_a_law_demands_with_its_source_could_not_go():
    demanded = replace(SWORN, serves="law", source="Notaries Act 14")

    assert "who-subsumed" not in against_sworn(drawn_up_and_read(demanded))
    assert "who-subsumed" in against_sworn(drawn_up_and_read(replace(demanded, source=None)))


@pytest.mark.parametrize(("rate", "could_go"), [(30.0, True), (31.0, True), (45.0, False), (None, True)])
def test_a_role_whose_work_costs_more_elsewhere_than_a_handoff_is_worth_could_not_go(rate, could_go):
    """An hour moves for one handoff: 1 more at a rate of 31, of which five minutes are 2.58; 15 more at 45, or 3.75."""
    dear = drawn_up_and_read(replace(SWORN, rate=30.0), replace(ABLE, rate=rate))

    assert could_go is ("who-subsumed" in against_sworn(dear))


def against_sworn(process):
    found = redundant(process).get("sworn")
    return found.reasons if found else ()


@pytest.mark.parametrize("kind", ["separate", "separate_persons"])
def test_separations_that_were_checked_are_told(kind):
    process = chain(
        step("a", "clerk", skill="ledger"), step("b", "boss"), step("c", "third"),
        roles=(CLERK, BOSS), **{kind: (("a", "c"), ("b", "c"))},
    )  # fmt: skip
    found = redundant(process)["clerk"]

    assert (("a", "c"),) == found.separations
    assert "No separation that concerns its steps (1 declared) stands against 'Boss'." == found.proof[-1]


def test_systems_and_customers_take_nothing_over():
    bot = Role("bot", "Bot", kind="system", skills=("ledger",))

    assert {} == signs_of(chain(step("a", "clerk", skill="ledger"), step("b", "bot"), roles=(CLERK, bot)))


def test_what_only_one_role_can_do_is_told():
    process = chain(
        step("a", "clerk", skill="ledger"), step("b", "boss", skill="credit", why="none"), roles=(CLERK, BOSS)
    )
    found = redundant(process)["boss"]

    assert ("b",) == found.only_it_can
    assert None is found.absorbed_by
    assert 0.0 == found.handoffs_saved
    assert "Only this role declares the skill for 'Name of b'." == found.proof[-1]


def test_the_taker_that_saves_most_handoffs_is_named():
    third = Role("third", "A third", skills=("ledger",))
    process = chain(
        step("x", "third"), step("a", "clerk", skill="ledger"), step("b", "boss"), step("c", "clerk", skill="ledger"),
        roles=(CLERK, third, BOSS),
    )  # fmt: skip

    assert "boss" == redundant(process)["clerk"].absorbed_by


class Known:
    """What is known of takers: the handoffs between them and the role that could go."""

    def __init__(self, **between):
        self.between = between
        self.able = self

    def takers(self, _):
        return [Role(role_id, role_id.strip("12").title()) for role_id in self.between]

    def handoffs_between(self, _, taker):
        return self.between[taker]


@pytest.mark.parametrize(
    ("between", "taker", "saved"),
    [
        ({}, None, 0.0),
        ({"b": 1.0, "a": 0.5}, "b", 1.0),
        ({"b": 1.0, "a": 1.0}, "a", 1.0),  # as many: by name
        ({"a2": 1.0, "a1": 1.0}, "a1", 1.0),  # and by id
        ({"b": None, "a": 0.5}, "a", 0.5),  # nobody knows how many
        ({"b": 0.5, "a": None}, "b", 0.5),
        ({"b": 0.0, "a": None}, "a", None),
    ],
)
def test_the_best_taker_is_the_one_to_whom_most_is_handed_over(between, taker, saved):
    found, handoffs = best_taker(Known(**between), Role("gone", "Gone"))

    assert (taker, saved) == (found and found.id, handoffs)


def test_oracle_3a_overlap_of_weighted_profiles():
    assert 0.5 == pytest.approx(profile_overlap({"x": 2, "y": 1}, {"x": 1, "y": 1, "z": 1}))


def test_oracle_3a_overlap_of_plain_supports():
    assert 2 / 3 == pytest.approx(len({"x", "y"} & {"x", "y", "z"}) / len({"x", "y"} | {"x", "y", "z"}))
    assert 1.0 == profile_overlap({"x": 2, "y": 4}, {"x": 1, "y": 2})


def test_nothing_overlaps_with_nothing():
    assert None is profile_overlap({}, {"x": 1.0})
    assert 0.0 == profile_overlap({"x": 1.0}, {"y": 1.0})


def test_roles_overlap_by_what_their_skills_let_them_do():
    process = chain(
        step("a", "clerk", skill="ledger", takes=30.0), step("b", "boss", skill="credit", takes=10.0),
        step("c", "third", skill="ledger", takes=20.0),
        roles=(CLERK, BOSS, Role("third", "Third")),
    )  # fmt: skip
    found = overlaps(Capabilities(process), dict.fromkeys("abc", 1.0))

    assert {"clerk": ("boss", pytest.approx(5 / 7)), "boss": ("clerk", pytest.approx(5 / 7))} == found


def test_who_does_one_step_without_declaring_its_skill_could_do_no_other():
    process = chain(
        step("a", "third", skill="ledger"), step("b", "clerk", skill="ledger"),
        roles=(CLERK, Role("third", "Third", skills=("credit",)), Role("boss", "Boss", skills=("ledger", "credit"))),
    )  # fmt: skip
    both = replace(process, steps=(*process.steps, step("c", "boss", skill="credit")))
    found = overlaps(Capabilities(both), dict.fromkeys("abc", 1.0))

    assert found["third"] == ("boss", pytest.approx(0.5))


def test_without_all_times_overlap_counts_executions():
    process = chain(
        step("a", "clerk", skill="ledger", takes=30.0), step("b", "boss", skill="credit"), roles=(CLERK, BOSS)
    )

    assert ("boss", pytest.approx(0.5 / 1.5)) == overlaps(Capabilities(process), {"a": 1.0, "b": 1.0})["clerk"]


def test_a_role_between_two_of_the_same_is_in_a_sandwich():
    process = chain(step("a", "waiter"), step("b", "boss"), step("c", "boss"), step("d", "waiter"))

    assert {"boss": Sandwich(1.0, "waiter")} == sandwiches(graph(process), dict.fromkeys("abcd", 1.0))


def test_a_sandwich_alone_is_no_proof():
    process = chain(step("a", "waiter"), step("b", "boss"), step("d", "waiter"))

    assert {} == signs_of(process)


def test_turns_that_end_the_case_lie_between_nothing():
    steps = (
        step("a", "waiter", flows=(Flow("b"),)),
        step("b", "boss", flows=(Flow("c", share=0.75), Flow("end", share=0.25))),
        step("c", "waiter"),
    )
    survey = Survey(Process("Wish", steps=steps), today=TODAY)

    assert {"boss": Sandwich(0.75, "waiter")} == sandwiches(survey.graph, survey.visits)


def test_a_turn_lies_between_as_far_as_what_comes_in_goes_back_out():
    steps = (
        step("s", "clerk", flows=(Flow("a", share=0.6), Flow("b", share=0.4))),
        step("a", "waiter", flows=(Flow("c"),)),
        step("b", "cook", flows=(Flow("c"),)),
        step("c", "boss", flows=(Flow("d", share=0.5), Flow("e", share=0.3), Flow("end", share=0.2))),
        step("d", "waiter"),
        step("e", "cook"),
    )
    survey = Survey(Process("Wish", steps=steps), today=TODAY)

    # 0.6 come from the waiter and half of those go back, 0.4 from the cook and 0.3 of those
    assert {"boss": Sandwich(pytest.approx(0.6 * 0.5 + 0.4 * 0.3), "waiter")} == sandwiches(survey.graph, survey.visits)


def test_what_is_handed_on_in_no_case_lies_between_nothing():
    steps = (
        step("a", "waiter", flows=(Flow("b"),)),
        step("b", "boss", flows=(Flow("c", share=0.0), Flow("end", share=1.0))),
        step("c", "waiter"),
    )
    found = sandwiches(FlowGraph(Process("Wish", steps=steps)), {"a": 1.0, "b": 1.0, "c": 0.0})
    unseen = sandwiches(FlowGraph(Process("Wish", steps=steps)), {"a": 0.0, "b": 0.0, "c": 0.0})

    assert {"boss": Sandwich(0.0, "waiter")} == found
    assert {} == unseen


def test_the_customer_is_no_bread():
    process = chain(step("a", "guest"), step("b", "waiter"), step("c", "guest"), customer="guest")

    assert {} == sandwiches(graph(process), dict.fromkeys("abc", 1.0))


def test_a_role_with_next_to_nothing_to_do_is_told_beside_a_proof_only():
    small = step("b", "boss", takes=1.0)
    process = chain(step("a", "clerk", takes=99.0), small)
    waste = chain(step("a", "clerk", takes=99.0), replace(small, why="none"))

    assert {} == signs_of(process)
    assert {"boss": ("who-unjustified", "who-underloaded")} == signs_of(waste)


def test_every_sign_has_a_question():
    assert list(QUESTIONS) == [*Sign.__args__]


def test_tens_of_thousands_of_steps_are_no_trouble():
    count = 20_000
    steps = (step(f"s{n}", f"role {n % 500}", kind="approve", flows=(Flow(f"s{n + 1}"),)) for n in range(count))
    process = Process("Long", steps=(*steps, step(f"s{count}", "last", why=REASONS[0])))

    assert 500 == len(Survey(process, today=TODAY).redundant_roles)


@given(structured_processes())
def test_merging_saves_exactly_the_handoffs_between_the_two(process):
    skills = tuple(Role(r.id, r.name, kind="person", skills=("any",)) for r in process.performers)
    able = replace(process, roles=skills, steps=tuple(replace(s, skill="any") for s in process.steps))
    before = Survey(able, today=TODAY)
    for found in before.redundant_roles:
        if found.absorbed_by is None:
            continue
        merged = tuple(replace(s, owner=found.absorbed_by) if s.owner == found.role else s for s in able.steps)
        after = Survey(replace(able, steps=merged), today=TODAY)

        assert before.expected_handoffs - found.handoffs_saved == pytest.approx(after.expected_handoffs)


@given(processes())
def test_any_process_gets_its_verdict(process):
    for found in Survey(process, today=TODAY).redundant_roles:
        assert found.reasons
        assert len(found.proof) >= len(found.reasons)
        assert not process.is_customer(found.role)
        assert not process.is_system(found.role)


@pytest.mark.parametrize(
    ("fields", "told"),
    [({}, False), ({"separate": (("a", "b"),)}, True), ({"roles": (Role("x", "X", may="sign up to 50"),)}, True)],
)
def test_an_authority_or_a_separation_calls_for_a_role_however_rarely(fields, told):
    process = chain(step("a", "x"), step("b", "y"), **fields)
    evidence = Survey(process, today=TODAY).evidence

    assert told == evidence.is_called_for(process.role("x"))


def test_the_hours_of_every_process_that_is_called_are_told_whatever_stands_between():
    inner = {name: Process(name, (step("a", name, takes=60.0),)) for name in ("Ask", "Look")}
    outer = chain(step("b", "x", calls="Ask"), step("c", "x"), step("d", "x", calls="Look"))
    often = dict.fromkeys("bcd", 1.0)

    assert [("Ask", 60.0), ("Look", 60.0)] == [(o.called, o.minutes) for o in called_workloads(outer, often, inner)]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"decisions": Decisions(9000)}, True),  # all that it does might as well not be done
        ({"decisions": Decisions(9000, refused=90)}, False),  # what it refused holds it, and nobody else could do it
        ({"decisions": Decisions(9000), "skill": "stamp"}, False),
    ],
)
def test_a_rubber_stamp_that_nobody_could_take_over_stays_where_its_work_does(fields, told):
    boss = Role("boss", "Boss", skills=("stamp",), why="Answers for the whole ward.")
    approve = step("b", "boss", kind="approve", **fields)
    process = chain(step("a", "clerk"), approve, roles=(boss, Role("clerk", "Clerk", why="Knows all.")))

    assert told == ("boss" in redundant(process))


def test_a_role_that_a_law_demands_with_its_source_is_never_among_those_that_could_go():
    law = {"why": "Whoever orders does not pay.", "serves": "law", "source": "Decree 2012-1246, article 9"}
    pair = step("a", "clerk", skill="ledger"), step("b", "boss", skill="credit")

    assert ["clerk"] == [*redundant(chain(*pair, roles=(CLERK, BOSS)))]
    assert [] == [*redundant(chain(*pair, roles=(replace(CLERK, **law), BOSS)))]
    assert ["clerk"] == [*redundant(chain(*pair, roles=(replace(CLERK, **law | {"source": ""}), BOSS)))]


def test_roles_that_nobody_had_a_reason_for_come_first():
    process = chain(
        step("a", "clerk", skill="ledger"), step("b", "boss", skill="credit"), step("c", "post", kind="transfer"),
        roles=(CLERK, BOSS, Role("post", "Post", why="none")),
    )  # fmt: skip

    assert ["post", "clerk"] == [*redundant(process)]


@pytest.mark.parametrize(("refused", "named"), [(0, True), (2, True), (44, False)])
def test_whoever_refuses_more_than_a_rubber_stamp_is_not_named_to_go(refused, named):
    sign = step("sign", "Boss", kind="approve", decisions=Decisions(430, refused))
    survey = Survey(chain(step("log", "Clerk"), sign, step("pay", "Payroll")), today=TODAY)
    found = RedundantRole("Boss", ("who-sandwich",), (), (), "Payroll", 1.0, ())

    assert named == bool(asked_about((found,), survey.evidence))


def test_a_role_that_does_nothing_and_has_no_reason_is_named_to_go():
    survey = Survey(chain(step("log", "Clerk"), roles=(Role("idle", "Idle", why="none"),)), today=TODAY)

    assert ["idle"] == [one.role for one in asked_about(survey.redundant_roles, survey.evidence)]


@pytest.mark.parametrize(
    ("cashier", "others", "outputs", "could_go"),
    [
        ({"why": "none"}, (), ("payment",), False),  # what is delivered has to be made
        ({"why": "none"}, (), ("letter",), True),
        ({"why": "none"}, (), (), True),
        (
            {"why": "none"},
            (step("d", "clerk", outputs=("payment",)),),
            ("payment",),
            True,
        ),  # somebody else makes it, too
        ({"why": "none"}, (step("d", "cashier", outputs=("payment",), why="none"),), ("payment",), False),
    ],
)
def test_a_role_that_alone_makes_what_is_delivered_could_not_go(cashier, others, outputs, could_go):
    steps = step("a", "clerk"), step("b", "cashier", outputs=("payment",), skill="s", **cashier), *others
    roles = Role("clerk", "Clerk", skills=()), Role("cashier", "Cashier", skills=("s",), why="none")

    assert could_go is ("cashier" in redundant(chain(*steps, roles=roles, outputs=outputs)))


def test_a_role_that_alone_makes_what_is_delivered_could_go_where_somebody_could_take_over():
    steps = step("a", "clerk", skill="c"), step("b", "cashier", outputs=("payment",), why="none", skill="s")
    roles = Role("clerk", "Clerk", skills=("c", "s")), Role("cashier", "Cashier", skills=("s",))

    assert "clerk" == redundant(chain(*steps, roles=roles, outputs=("payment",)))["cashier"].absorbed_by
