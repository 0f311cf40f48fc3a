"""What the cases take that end alike, and those of one class."""

import pytest
from msgspec.structs import replace

from flowtrim.graph import FlowGraph
from flowtrim.measures import Survey
from flowtrim.measures.groups_of_cases import (
    Outcome,
    _ends,
    _weighed,
    class_name,
    ending,
    outcomes,
    stuck_steps,
)
from flowtrim.model import END, CaseClass, Deadline, Flow, Process, Start, Step, Volume
from tests.days import TODAY


def step(step_id, *ways, **fields):
    return Step(step_id, step_id.title(), flows=tuple(_flow(way) for way in ways), **fields)


def _flow(way):
    """A flow as ``pay 0.7``, or ``end 0.3 refused`` where the end has a name."""
    to, share, outcome = (*way.split(), "", "")[:3]
    return Flow(to, share=float(share) if share else None, outcome=outcome or None)


def process(*steps, **fields):
    return Process("P", steps, **fields)


LOAN = process(step("check", "end 0.3 refused", "pay 0.7"), step("pay"))
TWICE = process(
    step("check", "ask 0.5", "pay 0.5"), step("ask", "end 0.4 refused", "pay 0.6"), step("pay", "end 1 paid")
)
NESTED = process(step("s", "check 0.5", "end 0.5 refused"), *TWICE.steps)
AGAIN = process(step("a", "b"), step("b", "a 0.2", "end 0.3 refused", "end 0.5"))
BESIDE = process(
    step("g", "s 0.5", "end 0.5 no"), step("s", "b", "c", split="all"), step("b", "d"), step("c", "d"),
    step("d", "end 0.4 yes", "end 0.6 no", join="all"),
)  # fmt: skip
TWO_STARTS = process(
    step("a", "end 0.5 no", "c 0.5"), step("b", "c"), step("c", "end"), starts=(Start("a", 0.2), Start("b", 0.8))
)


@pytest.mark.parametrize(
    ("of", "found"),
    [
        (LOAN, [("refused", 0.3), (None, 0.7)]),
        (TWICE, [("refused", 0.2), ("paid", 0.8)]),
        (AGAIN, [("refused", 0.375), (None, 0.625)]),
        (BESIDE, [("no", 0.8), ("yes", 0.2)]),
        (TWO_STARTS, [("no", 0.1), (None, 0.9)]),
        (process(step("a", "end 0.5 no", "end 0.2 yes", "end 0.3 no")), [("no", 0.8), ("yes", 0.2)]),
        (process(step("a", "b 0", "end 0.3 no", "end 0.7"), step("b", "end 1 no")), [("no", 0.3), (None, 0.7)]),
        (process(step("a", "end 0 no", "end 1 yes")), [("yes", 1.0)]),  # nobody ends so
        (process(step("a", "end 0.5", "b 0.5"), step("b")), []),
        (process(step("s", "b", "c", split="all"), step("b", "end 1 no"), step("c", "end 1 yes")), None),
        (process(step("a", "b 0.5", "end 0.5 no"), step("b", "b")), None),  # a loop without a way out
    ],
)
def test_cases_end_as_often_in_each_way_as_those_come_there_that_end_so(of, found):
    told = outcomes(FlowGraph(of))

    assert found == (None if told is None else [(each.name, pytest.approx(each.share)) for each in told])


@pytest.mark.parametrize(
    ("of", "outcome", "ways"),
    [
        (LOAN, "refused", {"check": {"end": 1.0}}),
        (LOAN, None, {"check": {"pay": 1.0}}),
        (TWICE, "refused", {"check": {"ask": 1.0}, "ask": {"end": 1.0}}),
        (TWICE, "paid", {"check": {"ask": 0.375, "pay": 0.625}, "ask": {"pay": 1.0}}),
        (NESTED, "refused", {"s": {"check": 1 / 6, "end": 5 / 6}, "check": {"ask": 1.0}, "ask": {"end": 1.0}}),
        (NESTED, "paid", {"s": {"check": 1.0}, "check": {"ask": 0.375, "pay": 0.625}}),
        (AGAIN, "refused", {"b": {"a": 0.2, "end": 0.8}}),
        (AGAIN, None, {"b": {"a": 0.2, "end": 0.8}}),
        (BESIDE, "yes", {"g": {"s": 1.0}, "d": {"end": 1.0}}),
        (BESIDE, "no", {"g": {"s": 0.375, "end": 0.625}, "d": {"end": 1.0}}),
        (BESIDE, "yes", {"s": {"b": None, "c": None}, "b": {"d": None}}),  # branches of one case, and no choice
        (TWICE, "lost", {"check": {"ask": 0.5, "pay": 0.5}}),  # no case ends so: nothing is known of its ways
    ],
)
def test_a_way_is_taken_by_those_that_end_so_as_often_as_it_leads_there(of, outcome, ways):
    told = {each.id: {flow.to: flow.share for flow in each.flows} for each in ending(FlowGraph(of), outcome).steps}

    assert ways == {name: pytest.approx(told[name]) for name in ways}


@pytest.mark.parametrize(("outcome", "starts"), [("no", [("a", 1.0)]), (None, [("a", 1 / 9), ("b", 8 / 9)])])
def test_those_that_end_so_began_where_a_way_leads_there(outcome, starts):
    begun = ending(FlowGraph(TWO_STARTS), outcome).starts

    assert starts == [(each.at, pytest.approx(each.share)) for each in begun]


def test_each_outcome_has_the_work_of_its_own_cases():
    """Half of the cases wait for an answer; of those 40 % are refused, which takes nobody any work."""
    steps = tuple(replace(each, takes=minutes) for each, minutes in zip(TWICE.steps, (10.0, 20.0, 30.0), strict=True))
    found = Survey(Process("P", steps, volume=Volume(600.0)), today=TODAY).outcomes

    assert [("refused", 0.2, 30.0, 60.0), ("paid", 0.8, 47.5, 380.0)] == [
        (one.name, pytest.approx(one.share), pytest.approx(one.effort_minutes), pytest.approx(one.hours_per_year))
        for one in found
    ]


@pytest.mark.parametrize(("most", "told"), [(6, True), (5, False), (7, True)])
def test_of_too_many_steps_only_shares_are_told(monkeypatch, most, told):
    monkeypatch.setattr("flowtrim.measures.groups_of_cases.MOST_STEPS", most)
    steps = tuple(replace(each, takes=10.0) for each in TWICE.steps)
    found = Survey(Process("P", steps), today=TODAY).outcomes

    assert [("refused", 0.2), ("paid", 0.8)] == [(one.name, pytest.approx(one.share)) for one in found]
    assert [told, told] == [one.lower_bound for one in found]  # no waiting is declared
    assert [told, told] == [one.effort_minutes is not None for one in found]
    assert [told, told] == [one.handoffs is not None for one in found]


def test_an_end_without_a_name_has_an_empty_one():
    assert ["refused", ""] == [one.name for one in Survey(LOAN, today=TODAY).outcomes]


AMOUNT = CaseClass("amount", (("small", 0.75), ("large", 0.25)))
SORTED = process(
    Step("log", "Log", takes=10.0, flows=(Flow("pay", band=("amount", "small")), Flow("sign", band=("amount", "large")))),
    Step("sign", "Sign", takes=30.0, owner="boss", flows=(Flow("pay"),)),
    Step("pay", "Pay", takes=20.0, flows=(Flow(END),)),
    cases=(AMOUNT,), volume=Volume(60.0),
)  # fmt: skip


def test_each_class_has_the_work_of_its_own_way():
    assert [("amount: small", 0.75, 30.0, 22.5), ("amount: large", 0.25, 60.0, 15.0)] == [
        (one.name, one.share, one.effort_minutes, pytest.approx(one.hours_per_year))
        for one in Survey(SORTED, today=TODAY).classes
    ]
    assert [(), ()] == [one.stuck_at for one in Survey(SORTED, today=TODAY).classes]


@pytest.mark.parametrize(
    ("bands", "name"),
    [({}, ""), ({"amount": "small"}, "amount: small"), ({"b": "x", "a": "y"}, "b: x, a: y")],
)
def test_a_class_is_called_by_its_bands(bands, name):
    assert name == class_name(bands)


SMALL, LARGE = ("amount", "small"), ("amount", "large")


@pytest.mark.parametrize(
    ("flows", "stuck"),
    [
        ((Flow("pay", band=SMALL),), ("log",)),
        ((Flow("pay", band=LARGE),), ()),
        ((Flow("pay", band=SMALL), Flow("end", band=SMALL)), ("log",)),
        ((Flow("pay", band=SMALL), Flow("end", band=LARGE)), ()),
        ((Flow("pay", band=SMALL), Flow("end")), ()),
        ((Flow("pay"),), ()),
        ((), ()),
    ],
    ids=str,
)
def test_a_class_is_stuck_where_others_have_a_way_on_and_it_has_none(flows, stuck):
    of = process(Step("log", "Log", flows=flows), Step("pay", "Pay"), cases=(AMOUNT,))

    assert stuck == stuck_steps(of, {"amount": "large"})


def test_a_class_is_not_stuck_where_none_of_its_cases_comes():
    of = process(
        Step("log", "Log", flows=(Flow("ask", band=SMALL), Flow(END, band=LARGE))),
        Step("ask", "Ask", flows=(Flow("pay", band=SMALL),)), Step("pay", "Pay"),
    )  # fmt: skip

    assert () == stuck_steps(of, {"amount": "large"})


def test_the_outcomes_of_the_theory_are_told_in_the_order_of_reading():
    assert (Outcome("refused", 0.3), Outcome(None, 0.7)) == outcomes(FlowGraph(LOAN))


def late(**consequence):
    """The large ones may come late: half of them, to work of 100 minutes."""
    log, sign, pay = SORTED.steps
    sign = replace(sign, within=(Deadline(20.0, share=0.5, **consequence),))
    remind = Step("remind", "Remind", takes=100.0, flows=(Flow(END),))
    return replace(SORTED, steps=(log, sign, remind, pay))


@pytest.mark.parametrize(
    ("process", "small", "large"),
    [
        (SORTED, (30.0, 30.0), (60.0, 60.0)),
        # what happens beside a late step is work, and prolongs no case
        (late(then="remind"), (30.0, 30.0), (110.0, 60.0)),
        # in place of the step it does: half of them take 10, 20 until it is late, and 100
        (late(instead="remind"), (30.0, 30.0), (85.0, 95.0)),
    ],
    ids=["in time", "beside", "instead"],
)
def test_what_is_done_beside_counts_as_work_of_the_class_whose_cases_come_there(process, small, large):
    found = Survey(process, today=TODAY).classes

    assert [small, large] == [
        (pytest.approx(one.effort_minutes), one.cycle_minutes and pytest.approx(one.cycle_minutes)) for one in found
    ]


def of(ways, *, split="one"):
    return step("a", *ways, split=split)


@pytest.mark.parametrize(
    ("made", "ends"),
    [
        (of([]), {None: 1.0}),
        (of(["end"]), {None: 1.0}),
        (of(["b"]), {}),
        (of(["end 0.3 no", "b 0.7"]), {"no": 0.3}),
        (of(["end 0.3 no", "end 0.2 no", "end 0.5"]), {"no": 0.5, None: 0.5}),
        (of(["end 0 no", "b 1"]), {"no": 0.0}),
    ],
    ids=str,
)
def test_a_visit_ends_the_case_with_the_outcomes_of_its_ends(made, ends):
    assert ends == pytest.approx(_ends(made))


@pytest.mark.parametrize(
    ("made", "chance", "outcome", "flows"),
    [
        (of(["b 0.5", "c 0.5"]), {"b": 0.2, "c": 0.6}, "no", [("b", 0.25), ("c", 0.75)]),
        (of(["b 0.5", "c 0.5"]), {"b": 0.0, "c": 0.6}, "no", [("c", 1.0)]),
        (of(["b 0.5", "c 0.5"]), {"b": 0.0, "c": 0.0}, "no", [("b", 0.5), ("c", 0.5)]),  # no case comes here
        (of(["b 0.5", "c 0.5"]), {}, "no", [("b", 0.5), ("c", 0.5)]),
        (of(["b 0.5", "end 0.5 no"]), {"b": 1.0}, "no", [("b", 0.5), ("end", 0.5)]),
        (of(["b 0.5", "end 0.5 no"]), {"b": 1.0}, "yes", [("b", 1.0)]),
        (of(["b 0.5", "end 0.5"]), {"b": 0.0}, None, [("end", 1.0)]),
        (of(["b"]), {"b": 0.3}, "no", [("b", None)]),
        (of(["b", "c"], split="all"), {"b": 0.3, "c": 0.0}, "no", [("b", None), ("c", None)]),
    ],
    ids=str,
)
def test_a_way_weighs_as_its_share_and_the_chance_to_end_so(made, chance, outcome, flows):
    weighed = [(flow.to, flow.share) for flow in _weighed(made, chance, outcome).flows]

    assert [to for to, _ in flows] == [to for to, _ in weighed]
    assert [share and pytest.approx(share) for _, share in flows] == [share for _, share in weighed]
