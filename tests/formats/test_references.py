"""What a file refers to: steps by their id, roles by id or name; and the places of everything."""

import pytest

from flowtrim.errors import InvalidFileError
from flowtrim.formats import loads
from flowtrim.formats.ids import ids_of
from tests.days import TODAY

TEXT = """\
process: Refund
customer: Buyer
roles:
  clerk: {name: Care clerk}
  buyer: {name: Buyer, kind: customer}
steps:
  - name: Ask
    owner: Care clerk
    accountable: clerk
    consults: [Care clerk, Legal]
    informs: Buyer
    next: [{to: pay-back, share: 90%}, end]
  - name: Pay back
    owner: Treasury
kpis:
  - name: Days
    steps: [ask]
plans:
  - name: n
    changes: [{assign: gone, to: Care clerk}, {release: Buyer, to: Care clerk}, {edit: ask, set: {owner: Buyer}}]
"""


def refusal(text):
    with pytest.raises(InvalidFileError) as caught:
        loads(text, file="f.yml", today=TODAY)
    return [str(problem) for problem in caught.value.problems]


def test_a_role_is_meant_by_its_id_or_by_its_name():
    process = loads(TEXT, today=TODAY).process
    ask, pay = process.steps

    assert ("clerk", "clerk", ("clerk", "Legal"), ("buyer",)) == (ask.owner, ask.accountable, ask.consults, ask.informs)
    assert ("Treasury", "buyer") == (pay.owner, process.customer)


def test_plans_mean_roles_in_the_same_way():
    assign, release, edit = loads(TEXT, today=TODAY).process.plans[0].changes

    assert ("clerk", "buyer", "clerk", {"owner": "buyer"}) == (assign.to, release.role, release.to, edit.values)


def test_a_plan_may_speak_of_steps_that_are_gone():
    assert "gone" == loads(TEXT, today=TODAY).process.plans[0].changes[0].step


def test_a_name_that_two_roles_have_is_no_reference():
    text = "process: p\nroles: {a: {name: X}, b: {name: X}}\nsteps: [{name: s, owner: X}, {name: t, owner: a}]"

    assert ["f.yml:3:26: Several roles have the name 'X'; write the id of the one meant: 'a' or 'b'."] == refusal(text)


def test_everything_has_its_place():
    document = loads(TEXT, today=TODAY)

    assert (1, 1) == document.place("process")
    assert (7, 5) == document.place("step", "ask")
    assert (4, 3) == document.place("role", "clerk")
    assert (14, 12) == document.place("role", "Treasury")
    assert (12, 17) == document.place("flow", "ask->pay-back")
    assert (12, 40) == document.place("flow", "ask->end")
    assert (13, 5) == document.place("flow", "pay-back->nowhere")
    assert (16, 5) == document.place("kpi", "Days")
    assert (1, 1) == document.place("step", "unheard of")


def test_a_place_is_found_when_an_id_holds_an_arrow():
    document = loads("process: p\nsteps:\n  - id: a->b\n  - id: c", today=TODAY)

    assert (3, 5) == document.place("flow", "a->b->c")


@pytest.mark.parametrize(
    "line", ["starts: sak", "separate: [[sak, pay]]", "together: [[sak]]", "kpis: [{name: k, steps: sak}]"]
)
def test_a_reference_to_nothing_gets_a_guess(line):
    said = refusal(f"process: p\nsteps: [{{id: ask}}, {{id: pay}}]\n{line}")

    assert 1 == len(said)
    assert said[0].endswith("names 'sak': there is no such step. Did you mean 'ask'?")


def test_the_name_of_a_step_is_a_good_guess_for_its_id():
    assert refusal("process: p\nsteps: [{name: Pay back, next: Pay back}]")[0].endswith("Did you mean 'pay-back'?")


def test_two_steps_cannot_have_one_id():
    text = "process: p\nsteps:\n  - id: a\n  - {id: a}\n  - {name: A}\n"

    assert ["f.yml:4:10: The id 'a' is taken: the step on line 3 has it."] == refusal(text)


def test_a_step_cannot_be_kept_apart_from_itself():
    text = "process: p\nsteps: [{id: a}, {id: b}]\nseparate: [[a, b, a]]"

    assert ["f.yml:3:19: The step 'a' stands twice in a group of 'separate'. It cannot be kept apart from itself."] == (
        refusal(text)
    )


@pytest.mark.parametrize("key", ["why-missing", "@a", "why-missing@", "Why@a", "why missing@a"])
def test_an_acceptance_names_a_rule_and_what_it_speaks_of(key):
    text = f'process: p\naccepted: {{"{key}": {{because: x, until: 2027-01-01}}}}'

    assert refusal(text)[0].endswith("It takes rule@id, such as why-missing@stamp.")


@pytest.mark.parametrize("at", ["a->b", "process", "Average handling time", "审批", "x@y"])
def test_an_acceptance_may_speak_of_anything(at):
    text = f'process: p\naccepted: {{"why-missing@{at}": {{because: x, until: 2027-01-01}}}}'

    assert ("why-missing", at) == (
        loads(text, today=TODAY).process.accepted[0].rule,
        loads(text, today=TODAY).process.accepted[0].at,
    )


def test_made_ids_give_way_to_written_ones_and_to_the_end():
    steps = [(None, "Check"), (None, "Check!"), ("check-2", "x"), (None, "End"), (None, "🙂"), (None, "विवरण जाँचें")]

    assert ["check", "check-3", "check-2", "end-2", "step", "विवरण-जाँचें"] == ids_of(steps)


def test_a_hundred_thousand_namesakes_are_numbered_in_one_go():
    ids = ids_of([(None, "Same")] * 100_000)

    assert ("same", "same-100000") == (ids[0], ids[-1])


MANY = [
    ("{drop: a, assign: b, to: c}", "A change is one of drop and assign, not both; write two changes."),
    ("{dropp: a}", "Did you mean 'drop'?"),
    ("{because: x}", "A change says what it does."),
    ("{move: a}", "A move needs the key 'after' or 'before'."),
    ("{assign: a}", "The key 'to' is missing in an assignment."),
    ("{edit: a, set: {takes: 4}}", "Did you mean '4m'?"),
    ("{edit: a, set: {ownr: b}}", "The key 'ownr' is not known in what is set in a step. Did you mean 'owner'?"),
    ("{add: {owner: x}}", "A step needs the key 'name' or 'id'."),
    ("drop", "cannot be 'drop'"),
    ("{drop: [a]}", "The key 'drop' cannot be a list."),
]


@pytest.mark.parametrize(("change", "said"), MANY)
def test_a_change_that_cannot_be_read_is_refused(change, said):
    assert said in " ".join(refusal(f"process: p\nplans: [{{name: n, changes: [{change}]}}]"))
