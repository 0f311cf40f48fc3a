"""How times that somebody set are kept, of cases written down (docs/theory.md#promises-and-deadlines)."""

from math import sqrt

import pytest
from msgspec.structs import replace

from flowtrim.graph import FlowGraph, NormalForm
from flowtrim.measures.case_player import Passing, PlayedCase
from flowtrim.measures.promises import Kept, Late, Term, _kept, _lasted, kept, late, terms_of
from flowtrim.measures.simulation import spread
from flowtrim.measures.survey import Survey
from flowtrim.model import Ceiling, Deadline, Flow, Kpi, Process, Promise, Range, Step
from tests.charts import chart
from tests.days import TODAY


def form(process):
    return NormalForm(FlowGraph(process))


def row(*minutes, **fields):
    """Steps a, b, c … that follow each other, each with its work and its waiting."""
    names = "abcdef"[: len(minutes)]
    flows = [(Flow(after),) for after in names[1:]] + [()]
    steps = tuple(
        Step(name, name.upper(), takes=takes, waits=waits, flows=on)
        for name, (takes, waits), on in zip(names, minutes, flows, strict=True)
    )
    return Process("P", steps, **fields)


TIMED = Step("a", "A", flows=(Flow("b"),), within=(Deadline(5.0, of=0.9), Deadline(6.0, then="b"), Deadline(7.0, "b")))


def test_the_times_that_were_set_are_found_in_their_order():
    process = Process(
        "P",
        (TIMED, Step("b", "B")),
        promise=Promise(within=90.0, of=0.8, since="a"),
        within=(Deadline(60.0, since="a"), Deadline(61.0, instead="b")),
        kpis=(
            Kpi("Lead time", target="at most 30m", steps=("a", "b")), Kpi("Of nothing", target="30m"), Kpi("No time", target="95 %", steps=("a",)),
        ),
        ceilings=(Ceiling("duration", 100.0), Ceiling("roles", 3.0)),
    )  # fmt: skip

    assert (
        Term(90.0, since="a", of=0.8, sort="promise"),
        Term(60.0, since="a"),
        Term(5.0, "a", until="a", of=0.9),
        Term(7.0, "a", "b", "a"),
        Term(30.0, since="a", until="b", of=None, sort="target", kpi="Lead time"),
        Term(100.0, of=None, sort="limit"),
    ) == terms_of(process)


@pytest.mark.parametrize(
    ("promise", "terms"),
    [(None, ()), (Promise(), ()), (Promise(within=5.0), (Term(5.0, sort="promise"),))],
)
def test_a_promise_without_a_time_is_none(promise, terms):
    assert terms == terms_of(Process("P", promise=promise))


@pytest.mark.parametrize(("of", "some"), [(None, False), (1.0, False), (0.99, True), (0.0, True)])
def test_of_some_says_that_not_all_have_to_be_in_time(of, some):
    assert some == Term(5.0, of=of).of_some


@pytest.mark.parametrize(
    ("term", "figures", "is_kept", "is_certain"),
    [
        (Term(60.0, of=None), {"expected": 60.0, "share": 0.5}, True, True),
        (Term(60.0, of=None), {"expected": 60.1, "share": 0.5}, False, True),
        (Term(60.0, of=None), {"expected": 62.0, "expected_error": 2.0, "share": 0.5}, True, True),
        (Term(60.0, of=None), {"expected": 62.0, "expected_error": 2.1, "share": 0.5}, True, False),
        (Term(60.0, of=None), {"expected": 58.0, "expected_error": 2.0, "share": 0.5}, True, True),
        (Term(60.0, of=None), {"expected": 62.0, "expected_error": 1.9, "share": 0.5}, False, True),
        (Term(60.0), {"expected": 50.0, "share": 1.0}, True, True),
        (Term(60.0), {"expected": 50.0, "share": 0.9}, False, True),
        (Term(60.0, of=0.9), {"expected": 50.0, "share": 0.9}, True, True),
        (Term(60.0, of=0.9), {"expected": 50.0, "share": 0.895, "share_error": 0.005}, True, True),
        (Term(60.0, of=0.9), {"expected": 50.0, "share": 0.895, "share_error": 0.006}, True, False),
        (Term(60.0, of=0.9), {"expected": 50.0, "share": 0.895, "share_error": 0.004}, False, True),
        (Term(60.0, of=0.9), {"expected": 50.0, "share": 0.5, "share_error": 0.01}, False, True),
        (Term(60.0, of=0.9), {"expected": 50.0, "share": 0.5, "share_error": 0.011}, False, False),
        (Term(60.0), {"expected": 50.0}, None, False),
        (Term(60.0), {"share": 0.5}, None, False),
        (Term(60.0), {"why_not": "no time is declared"}, None, True),
    ],
)
def test_a_time_is_kept_unless_the_figures_prove_that_it_is_not(term, figures, is_kept, is_certain):
    found = Kept(term, **figures)

    assert (is_kept, is_certain) == (found.is_kept, found.is_certain)


CASE = PlayedCase(
    100.0,
    (
        Passing("a", 0.0, 5.0, 20.0), Passing("b", 20.0, 22.0, 40.0), Passing("a", 40.0, 45.0, 60.0),
        Passing("c", 60.0, 60.0, 95.0),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("term", "minutes"),
    [
        (Term(1.0), [100.0]),
        (Term(1.0, since="a"), [95.0]),
        (Term(1.0, until="a"), [60.0]),
        (Term(1.0, since="a", until="b"), [35.0]),
        (Term(1.0, since="b", until="c"), [73.0]),
        (Term(1.0, since="c", until="b"), []),
        (Term(1.0, since="x"), []),
        (Term(1.0, until="x"), []),
        (Term(1.0, since="a", until="a"), [15.0, 15.0]),
        (Term(1.0, step="a", until="a"), [20.0, 20.0]),
        (Term(1.0, step="c", since="b", until="c"), [73.0]),
        (Term(1.0, step="x", until="x"), []),
    ],
)
def test_a_case_takes_from_the_first_moment_to_the_last_or_each_time_it_is_there(term, minutes):
    assert minutes == _lasted(term, CASE)


def lasting(*minutes):
    return [PlayedCase(float(each)) for each in minutes]


@pytest.mark.parametrize(
    ("term", "cases", "expected", "share", "error"),
    [
        (Term(20.0), lasting(10, 20, 30, 40), 25.0, 0.5, 1.96 * sqrt(0.25 / 4)),
        (Term(50.0), lasting(10, 20, 30, 40), 25.0, 1.0, 3 / 4),  # the rule of three
        (Term(5.0), lasting(10, 20, 30, 40), 25.0, 0.0, 3 / 4),
        (Term(50.0), lasting(20, 20), 20.0, 1.0, 0.0),
        (Term(20.0), lasting(20.0 * (1 + 1e-13)), 20.0, 1.0, 0.0),
    ],
)
def test_the_share_in_time_is_counted_with_its_error(term, cases, expected, share, error):
    found = _kept(term, cases, lower_bound=True)

    assert (expected, share, error) == pytest.approx((found.expected, found.share, found.share_error))
    assert (len(cases), True, None) == (found.cases, found.lower_bound, found.why_not)


def test_what_no_case_comes_to_is_told_so():
    assert Kept(Term(5.0, since="x"), why_not="no case comes to it") == _kept(
        Term(5.0, since="x"), lasting(5), lower_bound=False
    )


@pytest.mark.parametrize(
    ("process", "expected"),
    [
        (row((20.0, 30.0), (5.0, None), promise=Promise(within=60.0)), [(55.0, 1.0, False, None)]),
        (row((20.0, None), (5.0, None), promise=Promise(within=20.0)), [(25.0, 0.0, True, None)]),
        (row((None, 5.0), promise=Promise(within=20.0)), [(5.0, 1.0, False, None)]),
        (row((None, None), promise=Promise(within=20.0)), [(None, None, False, "no time is declared")]),
        (row((5.0, None)), []),
        (row((1.0, 2.0), (3.0, 4.0), (5.0, 6.0), promise=Promise(within=12.0, since="a", until="b")),
         [(8.0, 1.0, False, None)]),
    ],
)  # fmt: skip
def test_played_cases_tell_how_each_time_is_kept(process, expected):
    assert expected == [
        (each.expected, each.share, each.lower_bound, each.why_not) for each in kept(process, form(process))
    ]


@pytest.mark.parametrize(
    ("shape", "why"),
    [
        ({"some": "a", "waits_some": "d"}, "not simulated, since a case may take several of the branches at a choice"),
        ({"waits": "d"}, "not simulated, since some cases never end properly, or go round too often"),
    ],
)
def test_where_no_case_can_be_played_the_reason_is_told(shape, why):
    ways = {"a": {"b": 0.5, "c": 0.5}, "b": "d", "c": "d", "d": ""}
    process = replace(chart(ways, takes={"b": 5.0}, **shape), promise=Promise(within=20.0))

    assert [why] == [each.why_not for each in kept(process, form(process))]


@pytest.mark.parametrize(
    ("fields", "spread_known"),
    [
        ({"takes": 50.0}, False),
        ({"takes": 50.0, "takes_range": Range(0.0, 100.0)}, True),
        ({"waits": 50.0, "waits_range": Range(0.0, 100.0)}, True),
    ],
)
def test_percentiles_are_told_where_somebody_declares_how_a_time_varies(fields, spread_known):
    process = Process("P", (Step("a", "A", **fields),))

    assert spread_known == bool(spread(process, form(process)))


@pytest.mark.parametrize(
    ("process", "missed"),
    [
        (row((10.0, None), (5.0, 90.0), promise=Promise(within=105.0)), []),
        (row((10.0, None), (5.0, 90.0), promise=Promise(within=104.0)), [(105.0, None, None)]),
        (row((10.0, 7.0), (5.0, 90.0), promise=Promise(within=104.0, since="a")), [(105.0, None, None)]),
        (row((10.0, 7.0), (5.0, 90.0), promise=Promise(within=9.0, since="a", until="a")), [(10.0, None, None)]),
        (row((10.0, 7.0), (5.0, 90.0), promise=Promise(within=10.0, since="a", until="a")), []),
        (row((10.0, 7.0), (5.0, 90.0), promise=Promise(within=16.0, until="a")), [(17.0, None, None)]),
        (row((10.0, 7.0), (5.0, 90.0), (1.0, 1.0), promise=Promise(within=96.0, since="b", until="c")), []),
        (row((10.0, 7.0), (5.0, 90.0), (1.0, 1.0), promise=Promise(within=6.0, since="b", until="c")), [(7.0, None, None)]),
        (row((None, None), promise=Promise(within=1.0)), []),
        (row((10.0, None), (5.0, 90.0), promise=Promise(within=104.0, of=0.9)), [(None, 0.0, 0.0)]),
        (row((10.0, None), (5.0, 90.0), promise=Promise(within=105.0, of=0.9)), []),
    ],
)  # fmt: skip
def test_what_takes_too_long_is_told_by_its_mean_or_by_the_share_in_time(process, missed):
    survey = Survey(process, today=TODAY)
    found = list(late(survey, lambda: kept(process, form(process))))

    assert missed == [(each.expected, each.share, each.error) for each in found]
    assert all(isinstance(each, Late) for each in found)


@pytest.mark.parametrize(
    ("takes", "waits", "within", "late_by"),
    [
        (4.0, 3.0, 6.0, [7.0]),
        (4.0, 3.0, 7.0, []),
        (4.0, None, 3.0, [4.0]),
        (None, 3.0, 2.0, [3.0]),
        (None, None, 1.0, []),
    ],
)
def test_the_deadline_of_a_step_runs_from_when_it_can_begin(takes, waits, within, late_by):
    step = Step("b", "B", takes=takes, waits=waits, within=(Deadline(within),))
    process = Process("P", (Step("a", "A", takes=50.0, flows=(Flow("b"),)), step))

    assert late_by == [each.expected for each in late(Survey(process, today=TODAY), tuple)]
