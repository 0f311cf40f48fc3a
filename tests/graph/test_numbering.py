"""Numbers of steps: in the order of reading, and kept through every change."""

from hypothesis import given
from hypothesis import strategies as st

from flowtrim.graph import FlowGraph, QuotedSteps, numbered, step_numbers
from flowtrim.model import Flow, Process, Step
from flowtrim.sentences import quoted
from tests.processes import processes


def row(*ids, kinds=()):
    flows = [(Flow(step_id),) for step_id in ids[1:]] + [()]
    kind = dict(kinds)
    return FlowGraph(
        Process(
            "P", tuple(Step(i, i.title(), kind=kind.get(i, "do"), flows=f) for i, f in zip(ids, flows, strict=True))
        )
    )


def test_steps_are_numbered_as_they_are_read_whatever_their_order_in_the_file():
    steps = (Step("pay", "Pay"), Step("ask", "Ask", flows=(Flow("pay"),)))

    assert {"ask": "1", "pay": "2"} == step_numbers(FlowGraph(Process("P", steps, starts=row("ask").process.entries)))


def test_gateways_and_events_have_no_number():
    assert {"a": "1", "b": "2"} == step_numbers(row("e", "a", "g", "b", kinds={"e": "event", "g": "gateway"}))


def test_who_was_there_keeps_its_number_and_what_is_new_has_that_of_the_step_before_and_a_letter():
    kept = step_numbers(row("a", "b", "c", "d"))

    assert {"a": "1", "x": "1a", "y": "1b", "d": "4", "z": "4a"} == step_numbers(row("a", "x", "y", "d", "z"), kept)


def test_a_new_first_step_stands_before_the_first():
    assert {"x": "0a", "a": "1"} == step_numbers(row("x", "a"), {"a": "1"})


def test_what_is_added_later_has_a_letter_that_nothing_had_before():
    assert {"a": "1", "w": "1c", "b": "2"} == step_numbers(
        row("a", "w", "b"), {"a": "1", "x": "1a", "y": "1b", "b": "2"}
    )


def test_the_name_is_told_behind_the_number_and_what_has_none_as_it_is():
    told = numbered(row("a", "g", kinds={"g": "gateway"}).process, {"a": "7"})

    assert ["7 A", "G"] == [step.name for step in told.steps]


@given(processes(), processes())
def test_no_two_steps_of_before_and_after_have_one_number_unless_they_are_one_step(before, after):
    first = step_numbers(FlowGraph(before))
    then = step_numbers(FlowGraph(after), first)
    called = {**first, **then}

    assert {step.id for step in (*before.work, *after.work)} == called.keys()
    assert len(called) == len(set(called.values()))
    assert first == {**first, **{step_id: number for step_id, number in then.items() if step_id in first}}


def quoted_steps(*names, roles=()):
    steps = tuple(Step(f"s{n}", name, owner=role) for n, (name, role) in enumerate(zip(names, roles, strict=True)))
    return QuotedSteps(Process("P", steps), {step.id: str(n) for n, step in enumerate(steps, start=7)})


def test_a_sentence_tells_the_number_of_each_step_that_it_names_in_quotes():
    steps = quoted_steps("Don't wait", "Pay", roles=("A", "B"))

    assert "'7 Don't wait' and '8 Pay', not 'Ask' or Pay." == steps.numbered(
        "'Don't wait' and 'Pay', not 'Ask' or Pay."
    )


def test_a_name_that_is_not_that_of_one_step_alone_has_a_number_where_the_sentence_is_about_that_step():
    steps = quoted_steps("Pay", "Pay", "Review", roles=("A", "B", "Review"))

    assert "'Pay' is done by 'Review'." == steps.numbered("'Pay' is done by 'Review'.")
    assert "'8 Pay' is done by 'Review'." == steps.numbered("'Pay' is done by 'Review'.", about="s1")
    assert "'9 Review' follows '7 Pay'." == steps.numbered("'Review' follows 'Pay'.", about="s0->s2")


def test_a_long_name_is_shortened_with_its_number():
    name = "Print the proposal and fill in the form by hand and in two copies, sign both"
    steps = quoted_steps(name, roles=("A",))

    assert f"{quoted(f'7 {name}')} is late." == steps.numbered(f"{quoted(name)} is late.")


@given(st.text("' ab", max_size=40))
def test_a_sentence_that_names_no_step_stays_as_it_is(sentence):
    assert sentence == quoted_steps("Pay", roles=("A",)).numbered(sentence)


LONG = "Write a letter made up of the standard paragraphs that fit the case and of what the caller said"


def test_a_name_that_was_shortened_is_told_in_full_where_there_is_room():
    process = Process("P", (Step("a", LONG), Step("b", "Read it")))
    told = QuotedSteps(process, {"a": "1", "b": "2"})
    short = told.numbered(f"{quoted(LONG)} makes {quoted('Read it')} late.")

    assert "…" in short
    assert f"'1 {LONG}' makes '2 Read it' late." == told.in_full(short)
    assert f"„1 {LONG}“" == told.in_full("„1 Write a letter…“")


def test_a_name_that_begins_as_two_do_stays_short_and_so_does_what_is_no_step():
    process = Process("P", (Step("a", f"{LONG} today"), Step("b", f"{LONG} tomorrow")))
    told = QuotedSteps(process, {"a": "1", "b": "2"})

    for sentence in (str(quoted(f"{LONG} today")), "'Read the…' is late.", "Wait… and see."):
        assert sentence == told.in_full(sentence)


@given(processes())
def test_names_in_full_leave_no_other_word_changed(process):
    told = QuotedSteps(process, step_numbers(FlowGraph(process)))
    sentence = " ".join(quoted(step.name) for step in process.steps)

    assert sentence == told.in_full(sentence) or "…" in sentence
