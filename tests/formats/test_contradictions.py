"""What cannot all be true in a file is told at its place, all at once."""

import pytest

from flowtrim.errors import InvalidFileError
from flowtrim.formats import loads
from tests.days import TODAY

STEPS = "steps: [{id: a, name: A}, {id: b, name: B}, {id: c, name: C}]\n"


def problems(text):
    with pytest.raises(InvalidFileError) as caught:
        loads(text, today=TODAY)
    return [(problem.line, problem.message) for problem in caught.value.problems]


def step(said):
    return f"process: p\nsteps:\n  - id: a\n    {said}\n  - b\n  - c\n"


WRONG_STEPS = {
    "within: {time: 2d, then: b, instead: c}": "not both",
    "within: {time: 2d, share: 5%}": "goes with 'then' or 'instead'",
    "within: {time: 2d, then: a}": "the step itself",
    "within: {time: 0m}": "cannot be kept",
    "within: [{time: 2d, instead: b, share: 60%}, {time: 3d, instead: c, share: 50%}]": "110%",
    "within: [{time: 2d, of: 90%}, {time: 5d, of: 80%}]": "contradict each other",
    "within: {time: 2d, then: nowhere}": "there is no such step",
    "within: {time: soon}": "cannot be 'soon'",
    "each: {of: branch, count: 0}": "repeated for nothing",
    "each: {of: branch}": "'count' is missing",
    "takes: 7d..1d": "goes down",
    "takes: 1d..x": "cannot be",
    "every: Thorsday": "Did you mean 'Thursday'?",
    "waits: {time: 2d, for: lunch}": "cannot be 'lunch'",
    "next: [{to: b, when: {amount: high}}, c]": "no class 'amount'",
    "next: [{to: b, as: rejected}, c]": "goes with 'to: end' only",
    "optional: 130%": "cannot be '130%'",
}


@pytest.mark.parametrize(("said", "why"), WRONG_STEPS.items())
def test_what_a_step_cannot_mean_is_told_on_its_line(said, why):
    [(line, message)] = problems(step(said))

    assert 4 == line
    assert why in message


WRONG_PROCESSES = {
    "anytime: [{when: x, to: a, share: 60%}, {when: y, to: b, share: 60%}]": "120%",
    "anytime: [{when: x, to: a, as: stopped}]": "goes with 'to: end' only",
    "anytime: [{when: x, to: nowhere}]": "there is no such step",
    "parts: {Pick: {each: {of: branch, count: 4}}}": "No step belongs to the part 'Pick'",
    "roles: {x: {name: X, deputy: y}, y: {name: Y, deputy: x}}": "circle: x → y → x",
    "roles: {x: {name: X, deputy: x}}": "circle: x → x",
    "within: {time: 2d, then: b}": "stands at a step",
    "promise: {within: 2d, from: nowhere}": "there is no such step",
    "cases: {amount: {low: 70%, high: 40%}}": "add up to 110%",
    "clock: {day: 30h}": "cannot be '30h'",
}


@pytest.mark.parametrize(("said", "why"), WRONG_PROCESSES.items())
def test_what_a_process_cannot_mean_is_told_on_its_line(said, why):
    found = problems(f"process: p\n{said}\n{STEPS}")

    assert {2} == {line for line, _ in found}
    assert why in found[0][1]


def test_an_interruption_does_not_lead_into_a_parallel_section():
    text = (
        "process: p\nanytime: [{when: x, to: b}]\nsteps:\n  - {id: a, next: {all: [b, c]}}\n"
        "  - {id: b, next: d}\n  - {id: c, next: d}\n  - {id: d, join: all}\n  - {id: e}\n"
    )

    assert "inside a parallel section" in problems(text)[0][1]
    assert loads(text.replace("to: b}]", "to: e}]"), today=TODAY)


def test_a_step_may_not_take_longer_than_the_whole():
    text = "process: p\nwithin: 2d\nsteps:\n  - {id: a, within: 5d}\n"

    assert "the whole process has to be done within 2d" in problems(text)[0][1]


def test_all_of_them_are_told_at_once():
    text = step("within: {time: 2d, share: 5%}").replace("- b", "- {id: b, each: {of: x, count: 0}, takes: 2d..1d}")

    assert 3 == len(problems(text))


@pytest.mark.parametrize(
    "said",
    [
        "within: [{time: 30m, of: 80%}, {time: 60m, of: 95%}]",
        "within: [{time: 4d, then: b}, {time: 5d, instead: c, share: 1%}]",
        "within: 72 clock hours",
        "takes: 5m..10m..1h",
    ],
)
def test_what_can_be_true_is_read(said):
    assert "p" == loads(step(said), today=TODAY).process.name


def test_a_parallel_section_inside_a_loop_is_one_all_the_same():
    steps = "{id: a, name: A, next: {all: [b, c]}}, {id: b, name: B, next: d}, {id: c, name: C, next: d}"
    back = "{id: d, name: D, join: all, next: [{to: a, share: 10%}, {to: end, share: 90%}]}"
    [(line, message)] = problems(f"process: p\nanytime: [{{when: x, to: b}}]\nsteps: [{steps}, {back}]\n")

    assert (2, True) == (line, "parallel section" in message)


def test_shares_of_interruptions_that_exceed_all_cases_are_told_once():
    struck = "[{when: x, share: 60%, to: end}, {when: y, share: 60%, to: end}, {when: z, share: 60%, to: end}]"
    [(line, message)] = problems(f"process: p\nanytime: {struck}\n{STEPS}")

    assert (2, True) == (line, "120%" in message)
