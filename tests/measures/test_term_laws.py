"""Each term and what it stands for, spelled out by hand, have the same handoffs, work and time, in any row of steps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from flowtrim import Survey
from flowtrim.measures.simulation import simulate
from flowtrim.measures.term_amounts import lasting_minutes, waiting_minutes
from flowtrim.model import (
    END,
    CaseClass,
    Deadline,
    Flow,
    Interruption,
    Part,
    Process,
    Promise,
    Range,
    Repetition,
    Rounds,
    Start,
    Step,
)
from tests.days import TODAY
from tests.processes import processes_with_all_terms, processes_with_everything

OWNERS = st.sampled_from(("clerk", "boss", "buyer", "cook"))
MINUTES = st.integers(0, 600).map(float)
SHARES = st.integers(1, 9).map(lambda n: n / 10)
STEP = st.builds(Step, st.just(""), st.just("Do it"), owner=OWNERS, takes=MINUTES, waits=MINUTES)
ROWS = st.lists(STEP, min_size=2, max_size=5)
ANSWER = Step("answer", "Answer", owner="judge", takes=30.0, waits=60.0)


def in_a_row(steps):
    """The steps one after the other, each with an id of its own; the last one ends."""
    ids = [f"s{number}" for number in range(len(steps))] + [END]
    return [
        replace(step, id=ids[number], flows=step.flows or (Flow(ids[number + 1]),)) for number, step in enumerate(steps)
    ]


def row(steps, **terms):
    return Process("Row", steps=tuple(in_a_row(steps)), starts=(Start("s0"),), **terms)


def with_steps(process, *steps):
    return replace(process, steps=(*process.steps, *steps))


def changed(process, number, **fields):
    steps = [replace(step, **fields) if step.id == f"s{number}" else step for step in process.steps]
    return replace(process, steps=tuple(steps))


def figures(process):
    found = Survey(process, today=TODAY)
    return found.expected_handoffs, found.times.effort_minutes, found.times.cycle_minutes


def mean_of(*weighted):
    return [sum(share * figure for share, figure in zip([s for s, _ in weighted], column, strict=True)) for column in zip(*(f for _, f in weighted), strict=True)]  # fmt: skip


def places(steps):
    return st.integers(0, len(steps) - 1)


@given(ROWS, st.data(), st.integers(1, 4))
def test_each_in_turn_is_the_step_so_many_times(steps, data, count):
    at = data.draw(places(steps))
    unrolled = [*steps[:at], *[steps[at]] * count, *steps[at + 1 :]]

    assert figures(row(unrolled)) == pytest.approx(figures(changed(row(steps), at, each=Repetition("x", float(count)))))


@given(ROWS, st.data(), st.integers(2, 4))
def test_each_side_by_side_is_so_many_branches_of_the_work_and_of_the_time(steps, data, count):
    at = data.draw(places(steps))
    term = changed(row(steps), at, each=Repetition("x", float(count), parallel=True))
    own, after = term.step(f"s{at}"), term.step(f"s{at}").flows
    copies = [replace(own, id=f"copy{n}", each=None, flows=(Flow("join"),)) for n in range(count)]
    split = Step(own.id, "", kind="gateway", split="all", flows=tuple(Flow(copy.id) for copy in copies))
    others = [step for step in term.steps if step.id != own.id]
    join = Step("join", "", kind="gateway", join="all", flows=after)
    branches = replace(term, steps=(*others, split, *copies, join))

    assert figures(branches)[1:] == pytest.approx(figures(term)[1:])


@given(ROWS, st.data(), st.integers(1, 4))
def test_a_part_done_for_each_in_turn_is_its_steps_so_many_times(steps, data, count):
    first = data.draw(places(steps))
    last = data.draw(st.integers(first, len(steps) - 1))
    inside = steps[first : last + 1]
    unrolled = row([*steps[:first], *inside * count, *steps[last + 1 :]])
    named = [replace(step, part="Round") if first <= n <= last else step for n, step in enumerate(steps)]

    assert figures(unrolled) == pytest.approx(
        figures(row(named, parts=(Part("Round", Repetition("x", float(count))),)))
    )


@given(ROWS, st.data(), st.integers(2, 3))
def test_a_part_done_side_by_side_is_so_many_branches_of_the_work_and_of_the_time(steps, data, count):
    first = data.draw(places(steps))
    last = data.draw(st.integers(first, len(steps) - 1))
    named = [replace(step, part="Round") if first <= n <= last else step for n, step in enumerate(steps)]
    term = row(named, parts=(Part("Round", Repetition("x", float(count), parallel=True)),))
    plain = row(steps)
    inside = [plain.step(f"s{number}") for number in range(first, last + 1)]
    own = {step.id for step in inside}
    copies = [
        replace(
            step,
            id=f"{step.id}-{n}",
            flows=tuple(Flow(f"{to.to}-{n}" if to.to in own else "join") for to in step.flows),
        )
        for n in range(count)
        for step in inside
    ]
    split = Step(f"s{first}", "", kind="gateway", split="all", flows=tuple(Flow(f"s{first}-{n}") for n in range(count)))
    join = Step("join", "", kind="gateway", join="all", flows=inside[-1].flows)
    others = [step for step in plain.steps if step.id not in own]
    branches = replace(plain, steps=(*others, split, *copies, join))

    assert figures(branches)[1:] == pytest.approx(figures(term)[1:])


@given(ROWS, st.data(), SHARES, MINUTES)
def test_a_deadline_from_another_step_with_instead_is_a_choice_that_waits_for_nothing_more(steps, data, share, time):
    at = data.draw(places(steps))
    since = data.draw(st.integers(0, at))
    plain = row(steps)
    instead = replace(ANSWER, flows=plain.step(f"s{at}").flows)
    deadline = Deadline(time + 1, since=f"s{since}", instead="answer", share=share)
    term = with_steps(changed(plain, at, within=(deadline,)), instead)
    own = plain.step(f"s{at}")
    choice = Step(own.id, "", kind="gateway", flows=(Flow("answer", share=share), Flow("done", share=1 - share)))
    others = [step for step in plain.steps if step.id != own.id]
    spelled = replace(plain, steps=(*others, choice, replace(own, id="done"), instead))

    assert figures(spelled) == pytest.approx(figures(term))


@given(ROWS, SHARES, st.data())
def test_classes_that_decide_at_several_steps_are_one_choice_at_the_beginning(steps, share, data):
    asked = data.draw(st.lists(places(steps), min_size=1, max_size=3, unique=True))
    amount = CaseClass("amount", (("small", 1 - share), ("large", share)))
    plain = row(steps)
    term = replace(plain, cases=(amount,))
    for at in asked:
        onward = term.step(f"s{at}").flows[0].to
        ways = (Flow(f"extra{at}", band=("amount", "large")), Flow(onward, band=("amount", "small")))
        term = changed(with_steps(term, replace(ANSWER, id=f"extra{at}", flows=(Flow(onward),))), at, flows=ways)
    large = [each for at, step in enumerate(steps) for each in ((step, ANSWER) if at in asked else (step,))]
    small = [replace(step, id=f"small-{step.id}", flows=_led("small", step)) for step in plain.steps]
    other = [replace(step, id=f"large-{step.id}", flows=_led("large", step)) for step in row(large).steps]
    begin = Step("begin", "", kind="gateway", flows=(Flow("small-s0", share=1 - share), Flow("large-s0", share=share)))
    spelled = Process("Row", steps=(begin, *small, *other), starts=(Start("begin"),))

    assert figures(spelled) == pytest.approx(figures(term))


def _led(prefix, step):
    return tuple(Flow(flow.to if flow.to == END else f"{prefix}-{flow.to}") for flow in step.flows)


@given(ROWS, SHARES)
def test_an_interruption_is_a_branch_with_the_same_chance_at_each_step(steps, share):
    chance = 1 - (1 - share) ** (1 / len(steps))
    term = with_steps(row(steps, anytime=(Interruption("x", "answer", share=share),)), ANSWER)
    spelled = with_steps(row(steps), ANSWER)
    for number in range(len(steps)):
        onward = spelled.step(f"s{number}").flows[0].to
        spelled = changed(spelled, number, flows=(Flow("answer", share=chance), Flow(onward, share=1 - chance)))

    assert figures(spelled) == pytest.approx(figures(term))


@given(ROWS, st.data(), SHARES, MINUTES)
def test_a_deadline_with_instead_is_a_choice_that_waits_for_it_first(steps, data, share, time):
    at = data.draw(places(steps))
    plain = row(steps)
    instead = replace(ANSWER, flows=plain.step(f"s{at}").flows)
    term = with_steps(changed(plain, at, within=(Deadline(time + 1, instead="answer", share=share),)), instead)
    own = plain.step(f"s{at}")
    choice = Step(own.id, "", kind="gateway", flows=(Flow("answer", share=share), Flow("done", share=1 - share)))
    late = replace(instead, waits=instead.waits + time + 1)
    others = [step for step in plain.steps if step.id != own.id]
    spelled = replace(plain, steps=(*others, choice, replace(own, id="done"), late))

    assert figures(spelled) == pytest.approx(figures(term))


@given(ROWS, st.data(), SHARES)
def test_a_deadline_with_then_is_a_branch_beside_that_prolongs_nothing(steps, data, share):
    at = data.draw(places(steps))
    plain = row(steps)
    term = with_steps(changed(plain, at, within=(Deadline(60.0, then="answer", share=share),)), ANSWER)
    onward = plain.step(f"s{at}").flows[0].to
    beside = (Flow(onward, share=1.0), Flow("answer", share=share))
    spelled = with_steps(changed(plain, at, split="some", flows=beside), ANSWER)

    assert figures(spelled)[:2] == pytest.approx(figures(term)[:2])
    assert figures(plain)[2] == pytest.approx(figures(term)[2])


@given(ROWS, st.data(), SHARES)
def test_an_optional_step_is_a_choice(steps, data, share):
    at = data.draw(places(steps))
    plain = row(steps)
    without = row([step for number, step in enumerate(steps) if number != at])

    assert mean_of((share, figures(plain)), (1 - share, figures(without))) == pytest.approx(
        figures(changed(plain, at, optional=share))
    )


@given(ROWS, SHARES)
def test_figures_with_classes_are_the_mean_of_those_of_each_class(steps, share):
    amount = CaseClass("amount", (("small", 1 - share), ("large", share)))
    plain = row(steps, cases=(amount,))
    # large cases are answered for at each step, small ones at none
    term = plain
    for number in range(len(steps)):
        onward = plain.step(f"s{number}").flows[0].to
        ways = (Flow(f"large{number}", band=("amount", "large")), Flow(onward, band=("amount", "small")))
        term = changed(
            with_steps(term, replace(ANSWER, id=f"large{number}", flows=(Flow(onward),))), number, flows=ways
        )
    large = row([each for step in steps for each in (step, ANSWER)])

    assert mean_of((1 - share, figures(plain)), (share, figures(large))) == pytest.approx(figures(term))


@given(ROWS, st.data(), st.lists(st.sampled_from(("guest", "judge")), min_size=1, max_size=2, unique=True))
def test_who_takes_part_works_as_long_and_prolongs_nothing(steps, data, others):
    at = data.draw(places(steps))
    plain, term = figures(row(steps)), figures(changed(row(steps), at, alongside=tuple(others)))

    assert plain[1] + len(others) * steps[at].takes == pytest.approx(term[1])
    assert plain[2] == term[2]


@given(ROWS, st.data(), st.tuples(MINUTES, MINUTES, MINUTES))
def test_a_range_counts_as_its_mean(steps, data, bounds):
    at = data.draw(places(steps))
    least, likely, most = sorted(bounds)
    for varies, mean in ((Range(least, most), (least + most) / 2), (Range(least, most, likely), sum(bounds) / 3)):
        term = changed(row(steps), at, takes=varies.mean, takes_range=varies)

        assert figures(changed(row(steps), at, takes=mean)) == pytest.approx(figures(term))


@given(ROWS, st.data(), MINUTES)
def test_rounds_are_a_wait_of_half_their_period(steps, data, period):
    at = data.draw(places(steps))
    term = changed(row(steps), at, waits=None, every=Rounds(period))

    assert figures(changed(row(steps), at, waits=period / 2)) == pytest.approx(figures(term))


@given(ROWS, st.data(), MINUTES)
def test_a_promise_from_one_step_to_another_is_that_of_the_steps_between_alone(steps, data, within):
    first = data.draw(places(steps))
    last = data.draw(st.integers(first, len(steps) - 1))
    between = [replace(steps[first], waits=0.0), *steps[first + 1 : last + 1]]
    promise = Promise(within=within + 1, since=f"s{first}", until=f"s{last}")
    (term,) = Survey(row(steps, promise=promise), today=TODAY).kept
    (alone,) = Survey(row(between, promise=Promise(within=within + 1)), today=TODAY).kept

    assert (alone.share, alone.is_kept) == (term.share, term.is_kept)
    assert alone.expected == pytest.approx(term.expected)


@given(processes_with_all_terms())
def test_the_time_in_closed_form_is_the_mean_of_simulated_cases_whatever_is_said(process):
    found = Survey(process, today=TODAY)
    cycle = found.times.cycle_minutes
    form = found.timed_reduction.form
    work, waits = lasting_minutes(form.graph.process), waiting_minutes(form.graph.process)
    played = simulate(form, work, waits) if cycle is not None and found.times.simulated is None and work else None

    if played is not None and not found.times.lower_bound:
        assert cycle == pytest.approx(played.minutes, abs=3 * played.half_width + 1e-6 * (1 + cycle))


@given(processes_with_everything(), st.integers(0, 3))
def test_other_ids_change_no_figure_whatever_names_a_step(process, first):
    ids = {step.id: f"new-{step.id}" for step in process.steps[first:]}
    was, now = (Survey(one, today=TODAY) for one in (process, process.renamed(ids)))

    assert {ids.get(step, step): often for step, often in was.visits.items()} == now.visits
    assert figures(was.process) == pytest.approx(figures(now.process), nan_ok=True)
    assert was.elevator.text == now.elevator.text
