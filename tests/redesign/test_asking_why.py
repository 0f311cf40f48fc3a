"""What is dropped because nobody says what it is for or nobody uses what it makes, and when that is a question."""

import pytest
from msgspec.structs import replace

from flowtrim.measures import Survey
from flowtrim.measures.choices import decides
from flowtrim.measures.letting_go import letting_go
from flowtrim.model import END, Assign, CaseClass, Decisions, Drop, Flow, Kpi, Process, Release, Role, Step
from flowtrim.redesign.asking_why import against_leaving, ask_what, ask_why, is_asked_of_us, reason_of, release_idle
from flowtrim.redesign.holding import held
from flowtrim.redesign.workbench import QUESTION, Bench
from tests.days import TODAY

GOOD = "Two suppliers were paid twice in 2024 before this."
OTHER = "In 2023 the auditors found open accounts of three years."
CLERK, BOSS = Role("clerk", "Clerk", why=OTHER), Role("boss", "Boss", why="The board set the limit in minute 2025-14.")
BUYER = Role("buyer", "Buyer", kind="customer")


def step(step_id, *ways, **fields):
    flows = tuple(way if isinstance(way, Flow) else Flow(way) for way in ways)
    return Step(
        step_id, f"Do {step_id}", flows=flows, **{"owner": "clerk", "why": f"{GOOD} It is for {step_id}."} | fields
    )


def bench(*steps, asking=False, roles=(CLERK, BOSS, BUYER), outputs=(), **wanted):
    process = Process("P", steps, roles=roles, customer="buyer", outputs=outputs)
    made = Bench(Survey(process, today=TODAY), **wanted)
    if asking:
        made.ask()
    return made


def found(made):
    return [(one.change.step, one.safe) for one in made.changes if isinstance(one.change, Drop)]


# ---- why --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "asking", "dropped"),
    [
        ({"why": "none"}, False, [("b", True)]),
        ({"why": GOOD}, True, []),
        ({"why": None}, False, []),
        ({"why": None}, True, [("b", False)]),
        ({"why": "none", "kind": "approve", "serves": "law"}, False, []),
    ],
)
def test_only_what_has_no_reason_is_dropped_and_unasked_is_a_question(fields, asking, dropped):
    made = bench(step("a", "b"), step("b", "c", **fields), step("c", END), asking=asking)
    ask_why(made)

    assert dropped == found(made)
    assert None is not made.emptied


def test_it_is_said_whether_nobody_could_say_or_nobody_was_asked():
    made = bench(step("a", "b"), step("b", "c", why="none"), step("c", "d", why=None), step("d", END), asking=True)
    ask_why(made)
    told = {one.change.step: (one.rule, one.change.because) for one in made.changes}

    assert {
        "b": ("why-none", "Nobody could say what it is there for."),
        "c": ("why-missing", "Nobody has said what it is there for."),
    } == told
    (asked,) = (one for one in made.changes if one.change.step == "c")
    assert "Nobody was asked yet: it may have a reason." == asked.against[0]


def test_a_taker_goes_before_its_maker():
    made = bench(
        step("a", "b", why="none", outputs=("x",)), step("b", "c", why="none", inputs=("x",)), step("c", END)
    )  # fmt: skip
    ask_why(made)

    assert [("b", True), ("a", True)] == found(made)


def test_what_decides_goes_after_all_that_does_not():
    choice = step("b", Flow("c", "x", 0.5), Flow("d", "y", 0.5), kind="decide", why="none")
    made = bench(step("a", "b", why="none"), choice, step("c", "d"), step("d", END), asking=True)
    ask_why(made)

    assert ["a", "b"] == [step_id for step_id, _ in found(made)]


def test_the_class_of_a_case_and_not_the_step_decides_where_ways_go_by_it():
    ways = (Flow("c", band=("risk", "low")), Flow("d", band=("risk", "high")))
    board = step("b", *ways, kind="approve", why="none", decisions=Decisions(850))
    classed = Process(
        "P",
        (step("a", "b"), board, step("c", "d"), step("d", END)),
        cases=(CaseClass("risk", (("low", 0.7), ("high", 0.3))),),
    )
    made = Bench(Survey(classed, today=TODAY))
    ask_why(made)

    assert [("b", True)] == found(made)
    assert ways == made.current(classed.step("a")).flows


def test_a_way_of_refusals_beside_ways_by_class_is_a_decision():
    ways = (Flow(END, "refused"), Flow("c", band=("risk", "low")), Flow("d", band=("risk", "high")))

    assert decides(step("b", *ways, kind="approve"))
    assert not decides(step("b", *ways[1:], kind="approve"))


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.93, "It is how these cases usually end: ask first who relies on it."),
        (
            0.07,
            "It is all that happens on its branch ('it works', 7%): ask first what becomes of those cases without it.",
        ),
        (None, "It is all that happens on its branch ('it works'): ask first what becomes of those cases without it."),
    ],
)
def test_the_usual_end_of_a_case_is_no_branch_of_its_own(share, said):
    ways = (Flow("c", "it works", share), Flow("a", "it fails", share and 1 - share))
    made = bench(step("a", "b"), step("b", *ways, kind="contact"), step("c", END, why="none"), asking=True)
    ask_why(made)

    assert [said] == [one.against[0] for one in made.changes]


def test_what_was_refused_before_is_not_tried_again():
    made = bench(step("a", "b"), step("b", "c", why="none"), step("c", END), refused=[Drop("b")])
    ask_why(made)
    ask_why(made)

    assert [] == found(made)
    assert [Drop("b", because="Nobody could say what it is there for.")] == [one.change for one in made.refused]


def test_what_alone_makes_what_the_process_delivers_needs_a_reason_and_no_end():
    process = Process("P", (step("a", "b"), step("b", "c", why="none", outputs=("x",)), step("c", END)), outputs=("x",))
    made = Bench(Survey(process, today=TODAY))
    ask_why(made)

    assert [] == found(made)
    assert ["Only it makes 'x', which the process delivers: it needs a reason, not an end."] == [
        one.reason for one in made.refused
    ]


@pytest.mark.parametrize(
    ("owner", "gone", "ours"),
    [
        ("clerk", (), True),
        (None, (), True),
        ("buyer", (), False),
        ("buyer", ("a",), True),  # what was done right before is gone
    ],
)
def test_what_the_customer_does_is_ours_to_end_once_nothing_leads_them_to_it(owner, gone, ours):
    made = bench(step("a", "b"), step("b", "c", owner=owner), step("c", END))
    for step_id in gone:
        made.propose(Drop(step_id), rule="why-none", safe=True)

    assert ours == is_asked_of_us(made, made.before.process.step("b"))


@pytest.mark.parametrize(("gone", "ours"), [((), False), (("b",), False), (("a",), True), (("a", "b"), True)])
def test_the_customer_is_led_by_who_makes_what_they_take(gone, ours):
    made = bench(
        step("a", "b", outputs=("x",)), step("b", "c"), step("c", "d", owner="buyer", inputs=("x",)), step("d", END)
    )
    for step_id in gone:
        made.propose(Drop(step_id), rule="why-none", safe=True)

    assert ours == is_asked_of_us(made, made.before.process.step("c"))


def test_what_the_customer_begins_with_is_theirs():
    made = bench(step("a", "b", owner="buyer"), step("b", END))

    assert not is_asked_of_us(made, made.before.process.step("a"))


# ---- who has nothing left ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "why", "released"),
    [
        ({}, None, True),
        ({}, "none", True),
        ({}, BOSS.why, False),  # a question: it has a reason
        ({"alongside": ("boss",)}, None, None),
        ({"accountable": "boss"}, None, None),
        ({"owner": "boss"}, None, None),
    ],
)
def test_a_role_is_let_go_that_has_no_work_left_and_answers_for_nothing(fields, why, released):
    made = bench(
        step("a", "b"), step("b", "c", owner="boss"), step("c", END, **fields), roles=(CLERK, replace(BOSS, why=why))
    )
    made.propose(Drop("b"), rule="why-none", safe=True)
    release_idle(made)
    told = [one.safe for one in made.changes if isinstance(one.change, Release)]
    asked = [one for one in made.refused if isinstance(one.change, Release) and one.reason == QUESTION]

    assert ([True] if released else []) == told
    assert (released is False) == bool(asked)
    release_idle(made)
    assert ([True] if released else []) == [one.safe for one in made.changes if isinstance(one.change, Release)]


def test_a_role_is_let_go_unasked_only_where_all_its_work_went_so():
    made = bench(step("a", "b"), step("b", "c", owner="boss"), step("c", END), roles=(CLERK, replace(BOSS, why=None)))
    made.ask()
    made.propose(Drop("b"), rule="why-missing", safe=False)
    release_idle(made)

    assert [(Release("boss", because="Nothing is left for it to do."), False)] == [
        (one.change, one.safe) for one in made.changes[1:]
    ]


def test_a_role_that_is_not_declared_is_let_go_by_nobody():
    made = bench(step("a", "b"), step("b", "c", owner="temp"), step("c", END))
    made.propose(Assign("b", "clerk"), rule="handoff-often", safe=True)
    release_idle(made)

    assert [Assign("b", "clerk")] == [one.change for one in made.changes if one.change != Release("boss")][:1]
    assert "temp" not in {one.change.role for one in made.changes if isinstance(one.change, Release)}


@pytest.mark.parametrize(
    ("why", "reason", "against"),
    [
        (BOSS.why, [f"The reason of 'Boss' is said to be: {BOSS.why}"], None),
        ("none", [], None),
        (None, [], ["Nobody was asked yet why it takes the role 'Boss'."]),
        ("Because we must.", [], None),
    ],
)
def test_a_good_reason_of_a_role_is_quoted(why, reason, against):
    boss = replace(BOSS, why=why)
    made = bench(step("a", "b"), step("b", END, owner="boss"), roles=(CLERK, boss))

    assert reason == list(reason_of(made, boss))
    assert (reason if against is None else against) == list(against_leaving(made, boss))


@pytest.mark.parametrize(
    ("steps", "dropped", "said"),
    [
        (  # a check sends back to it
            [step("b", "c", why="none"), step("c", Flow("b", "it is blurred", 0.1), Flow("d", "it is fine", 0.9))],
            [("b", False)],
            "Cases are sent back to it ('it is blurred'): ask first what becomes of them without it.",
        ),
        (  # a gateway decides, and ways meet before it
            [
                step("m", "b", kind="gateway", owner=None, why=None),
                step("b", "c", why="none"),
                step("c", "g"),
                step("g", Flow("m", share=0.1), Flow("d", share=0.9), kind="gateway", owner=None, why=None),
            ],
            [("b", False)],
            "Cases are sent back to it: ask first what becomes of them without it.",
        ),
        (  # it is done until somebody is there
            [step("b", Flow("b", "nobody is there", 0.6), Flow("d", "somebody is", 0.4), why="none")],
            [("b", False)],
            "It is done again in some cases ('nobody is there'): ask first whether those can go on without it.",
        ),
        ([step("b", Flow("b", None, 0.6), Flow("d", None, 0.4), why="none")], [("b", False)], None),
        # what is mended comes back by another step: the way is still what it was
        (
            [
                step("b", "c", why="none"),
                step("c", Flow("e", "it is blurred", 0.1), Flow("d", "it is fine", 0.9)),
                step("e", "b"),
            ],
            [("b", True)],
            None,
        ),
    ],
)
def test_what_cases_are_sent_back_to_is_asked_about(steps, dropped, said):
    start = step("a", steps[0].id)
    safe, asked = bench(start, *steps, step("d", END)), bench(start, *steps, step("d", END), asking=True)
    for made in (safe, asked):
        ask_why(made)

    assert [one for one in dropped if one[1]] == found(safe)
    assert [step_id for step_id, _ in dropped] == [step_id for step_id, _ in found(asked)]
    if said is not None:
        assert said in asked.changes[0].against


# ---- what -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "dropped", "against"),
    [
        ({"why": "none"}, [("b", True)], []),
        ({"why": None}, [("b", True)], []),
        ({"why": "Because we must."}, [("b", False)], ["Its reason is said to be: Because we must."]),
        ({"why": GOOD}, [], None),
        ({"why": "none", "outputs": ("x", "y")}, [], None),  # the next step takes y
        ({"why": "none", "outputs": ("x", "all")}, [], None),  # the process delivers it
        ({"why": "none", "outputs": ()}, [], None),  # nobody knows what it is good for
    ],
)
def test_what_nobody_uses_is_dropped_unless_it_has_a_reason(fields, dropped, against):
    for asking in (False, True):
        steps = (
            step("a", "b", outputs=("z",)),
            step("b", "c", **{"inputs": ("z",), "outputs": ("x",)} | fields),
            step("c", END, inputs=("z", "y"), outputs=("all",)),
        )
        made = bench(*steps, asking=asking, outputs=("all",))
        ask_what(made)

        # once it is asked nothing is safe any more
        assert [(one, safe and not asking) for one, safe in dropped if safe or asking] == found(made)
        assert not made.changes or against == [each for each in made.changes[0].against if "reason" in each]


@pytest.mark.parametrize(("refused", "asked"), [(0, True), (100, False)])
def test_an_approval_that_refused_none_is_asked_about(refused, asked):
    approval = step(
        "b", Flow("c", "approved"), Flow(END, "refused"), kind="approve", owner="boss", why="none",
        decisions=Decisions(412, refused=refused),
    )  # fmt: skip
    made = bench(step("a", "b"), approval, step("c", END), asking=True)
    ask_what(made)

    assert ([("b", False)] if asked else []) == found(made)
    for one in made.changes[:1]:
        assert "It decided 412 times and refused none. Nobody could say what it is there for." == one.change.because
        assert one.against


@pytest.mark.parametrize(
    ("fields", "asks", "because"),
    [
        ({"outputs": ("x",)}, ask_what, "It decided 412 times and refused none. Nobody uses what it delivers."),
        ({"why": "none"}, ask_why, "It decided 412 times and refused none. Nobody could say what it is there for."),
        ({"why": None}, ask_why, "It decided 412 times and refused none. Nobody has said what it is there for."),
        ({"why": "none", "kind": "do"}, ask_why, "Nobody could say what it is there for."),
        ({"why": "none", "decisions": Decisions(3)}, ask_why, "Nobody could say what it is there for."),
    ],
)
def test_what_refused_nothing_says_so_first_whatever_else_is_asked_about_it(fields, asks, because):
    approval = {"kind": "approve", "owner": "boss", "why": "Because it must be approved.", "decisions": Decisions(412)}
    steps = step("a", "b", outputs=("z",)), step("b", "c", **approval | fields), step("c", END, inputs=("z",))
    made = bench(*steps[:2], replace(steps[2], outputs=("all",)), asking=True, outputs=("all",))
    asks(made)

    assert [("b", because)] == [
        (one.change.step, one.change.because) for one in made.changes if isinstance(one.change, Drop)
    ]


@pytest.mark.parametrize(
    ("boss", "fields", "gone"),
    [
        ({}, {}, ["boss"]),
        ({}, {"owner": "Boss"}, []),
        ({}, {"owner": "boss"}, []),
        ({}, {"kpis": (Kpi("Days", owner="Boss"),)}, []),
        ({}, {"roles": (replace(CLERK, deputy="boss"), BOSS)}, []),
        ({"serves": "law"}, {}, []),  # nobody wrote down which law: it is a question
    ],
)
def test_who_is_there_for_more_than_steps_is_not_idle_without_any(boss, fields, gone):
    steps = (step("a", "b"), step("b", END, owner="boss", why="none"))
    boss = replace(BOSS, why="none", **boss)
    roles = tuple(boss if role.id == "boss" else role for role in fields.get("roles", (CLERK, BOSS)))
    made = Bench(Survey(replace(Process("P", steps), **{**fields, "roles": roles}), today=TODAY))
    ask_why(made)

    assert [("b", True)] == found(made)
    assert gone == [one.change.role for one in made.changes if isinstance(one.change, Release)]


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        (("b",), ("The KPI 'Stamps' is measured at it and nowhere else.",)),
        (("b", "c"), ("The KPI 'Stamps' is measured from it.",)),
        (("a", "b"), ("The KPI 'Stamps' is measured up to it.",)),
        (("a", "c"), ()),
        (("a", "b", "c"), ()),
    ],
)
def test_the_kpi_that_begins_or_ends_at_a_step_makes_its_end_a_question(steps, told):
    process = bench(step("a", "b"), step("b", "c", why="none"), step("c", END)).before.process
    made = Bench(Survey(replace(process, kpis=(Kpi("Stamps", steps=steps),)), today=TODAY))
    ask_why(made)
    safely = found(made)
    made.ask()
    ask_why(made)

    assert ([] if told else [("b", True)]) == safely
    assert told == made.changes[0].against


def test_what_no_case_comes_to_any_more_is_asked_about_where_a_kpi_is_measured_there():
    check = step("b", Flow("c", "fine", 0.9), Flow("x", "not fine", 0.1), why="none", kind="approve")
    process = bench(step("a", "b"), check, step("x", "y"), step("y", END), step("c", END)).before.process
    made = Bench(Survey(replace(process, kpis=(Kpi("Letters", steps=("y",)),)), today=TODAY))
    made.ask()
    ask_why(made)
    against = {one.change.step: one.against for one in made.changes}

    assert "It follows from question 1." == against["x"][-1]
    assert ["It follows from question 1.", "The KPI 'Letters' is measured at it and nowhere else."] == [
        *against["y"][-2:]
    ]


@pytest.mark.parametrize(
    ("bond", "said"),
    [
        ("law", "It is all that 'Boss' does, who is there for the law (School Act, section 132)."),
        ("contract", "It is all that 'Boss' does, who is there for the contract (School Act, section 132)."),
        ("risk", None),
    ],
)
@pytest.mark.parametrize("more", [False, True])
def test_the_last_step_of_a_role_that_a_law_demands_is_asked_about_and_the_role_stays(bond, said, more):
    boss = replace(BOSS, why="none", serves=bond, source="School Act, section 132")
    steps = (
        step("a", "b"),
        step("b", "c", owner="boss", why="none"),
        step("c", END, owner="boss" if more else "clerk"),
    )
    safe, asked = bench(*steps, roles=(CLERK, boss)), bench(*steps, roles=(CLERK, boss), asking=True)
    for made in (safe, asked):
        ask_why(made)

    is_held = said is not None and not more
    assert ([] if is_held else [("b", True)]) == found(safe)
    assert ((said,) if is_held else ()) == tuple(one for one in asked.changes[0].against if one.startswith("It is all"))
    assert "boss" not in {one.change.role for one in asked.changes if isinstance(one.change, Release)} or bond == "risk"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"alongside": ("boss",)}, "'Boss' does it too: ask them first."),
        ({"accountable": "boss", "kind": "approve"}, "'Boss' answers for it: ask them first."),
        ({"accountable": "boss"}, None),
        ({"accountable": "clerk", "kind": "approve"}, None),
    ],
)
def test_a_step_that_is_not_only_its_doers_is_a_question_to_the_others_everywhere(fields, said):
    steps = (step("a", "b"), step("b", "c", why="none", **fields), step("c", END))
    safe, asked = bench(*steps), bench(*steps, asking=True)
    for made in (safe, asked):
        ask_why(made)

    assert ([] if said else [("b", True)]) == found(safe)
    assert ((said,) if said else ()) == asked.changes[0].against
    assert ((said,) if said else ()) == letting_go(safe.before)["b"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"waits_for": "law", "kind": "wait"}, "It waits for the law: ask first which one."),
        ({"waits_for": "contract"}, "It waits for a contract: ask first which one."),
        ({"waits_for": "law", "source": "Section 355"}, "It waits for the law (Section 355)."),
        ({"waits_for": "law", "serves": "law"}, "It is said to serve the law."),
        ({"updates": ("card", "account")}, "It updates 'card' and 'account': ask first who relies on that."),
        ({"kind": "check"}, None),
        ({"kind": "approve"}, None),
        ({"kind": "check", "updates": ("card",)}, "It updates 'card': ask first who relies on that."),
        ({"kind": "check", "decisions": Decisions(5000, 0)}, None),
        ({"waits_for": "queue"}, None),
        ({"kind": "notify"}, None),
    ],
)
def test_a_step_that_waits_for_the_law_or_changes_a_thing_is_a_question_everywhere(fields, said):
    steps = (step("a", "b"), step("b", "c", why="none", waits=60.0, **fields), step("c", END))
    safe, asked = bench(*steps), bench(*steps, asking=True)
    for made in (safe, asked):
        ask_why(made)

    assert ([] if said else [("b", True)]) == found(safe)
    assert ((said,) if said else ()) == asked.changes[0].against
    assert ((said,) if said else ()) == letting_go(safe.before)["b"]
    assert ([(said,)] if said else []) == [
        tuple(hold.text for hold in one.holds) for one in held(safe.before) if one.at == "b"
    ]
