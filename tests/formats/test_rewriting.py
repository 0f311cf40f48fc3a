"""A file changed in place: the change, and nothing but the change."""

from datetime import date
from difflib import unified_diff

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from flowtrim.errors import OutputError
from flowtrim.formats import dumps, loads, rewrite
from flowtrim.model import END, Acceptance, Drop, Flow, Kpi, Plan, Role, Step
from tests.days import TODAY
from tests.processes import processes

UNTIDY = """\
# A process somebody typed in a hurry.
process:   'Refund'      # the name
why: >
  Customers get their
  money back.

roles:
    clerk:   {name: Clerk, kind: person}   # aligned
    boss:
        name: Boss
        why: "Decides."

steps:

    # ---- Front ----
  - name: Take the claim   # the door
    owner: clerk
    takes:   3m

    # thinks about it
  - id: check
    owner:   boss
    note: |
      Two lines,
      kept.

  - {name: Pay, owner: clerk, outputs: [money]}   # on one line
  # ---- Back ----
  - name: File
    next: end
    why: tbd


# the figures
kpis:
  - name: Days   # calendar days
    why: ''
accepted: {}
"""


def document(text=UNTIDY):
    return loads(text, file="refund.yml", today=TODAY)


def changed(old, new):
    """Lines taken out and put in."""
    lines = list(unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=0))[2:]
    return [line for line in lines if not line.startswith("@@")]


def with_step(process, step_id, **values):
    steps = tuple(replace(step, **values) if step.id == step_id else step for step in process.steps)
    return replace(process, steps=steps)


def rewritten(process, text=UNTIDY):
    return changed(text, rewrite(document(text), process))


def test_nothing_changed_is_the_same_text():
    assert UNTIDY == rewrite(document(), document().process)


def test_a_reason_is_one_line_more():
    process = with_step(document().process, "take-the-claim", why="The customer said: no.")

    assert ['+    why: "The customer said: no."'] == rewritten(process)


def test_a_value_changes_where_it_stands_and_keeps_what_is_beside_it():
    process = with_step(document().process, "take-the-claim", takes=5.0, owner="boss")

    assert ["-    owner: clerk", "-    takes:   3m", "+    owner: boss", "+    takes:   5m"] == rewritten(process)


def test_a_key_is_taken_away_with_its_line():
    process = with_step(document().process, "file", why=None)

    assert ["-    why: tbd"] == rewritten(process)


def test_a_block_of_lines_becomes_one_and_back():
    one = with_step(document().process, "check", note="Short.")
    text = rewrite(document(), one)

    assert ["-    note: |", "-      Two lines,", "-      kept.", "+    note: Short."] == changed(UNTIDY, text)
    assert document().process == document(rewrite(document(text), document().process)).process


def test_a_mapping_in_braces_stays_in_braces():
    process = with_step(document().process, "pay", skill="cash, cards", outputs=())

    assert [
        "-  - {name: Pay, owner: clerk, outputs: [money]}   # on one line",
        '+  - {name: Pay, owner: clerk, skill: "cash, cards"}   # on one line',
    ] == rewritten(process)


def test_a_dropped_step_takes_its_lines_and_no_comment_of_others():
    before = document().process
    steps = (replace(before.steps[0], flows=(Flow("pay"),)), *before.steps[2:])

    assert [
        "-  - id: check",
        "-    owner:   boss",
        "-    note: |",
        "-      Two lines,",
        "-      kept.",
    ] == [line for line in rewritten(replace(before, steps=steps)) if line.strip("+- ")]


def test_a_new_step_stands_where_it_belongs_and_is_written_like_a_block():
    before = document().process
    new = Step("call", "Call", owner="boss", flows=(Flow("file"),))
    steps = (*before.steps[:2], replace(before.steps[2], flows=(Flow("call"),)), new, before.steps[3])
    text = rewrite(document(), replace(before, steps=steps))

    assert ["+  - name: Call", "+    owner: boss"] == [line for line in changed(UNTIDY, text) if line.strip("+- ")]
    assert text.index("# on one line") < text.index("name: Call") < text.index("# ---- Back")


def test_steps_that_change_places_keep_their_text():
    before = document().process
    first, second, third, last = before.steps
    steps = (
        replace(second, flows=(Flow("take-the-claim"),)),
        replace(first, flows=(Flow("pay"),)),
        third,
        last,
    )
    text = rewrite(document(), replace(before, steps=steps))

    assert text.index("- id: check") < text.index("- name: Take the claim   # the door") < text.index("{name: Pay")
    assert "    note: |\n      Two lines,\n      kept.\n" in text


def test_a_way_that_the_order_no_longer_says_is_written_out():
    process = with_step(document().process, "check", flows=(Flow("pay", "good", 0.75), Flow(END, "bad", 0.25)))

    assert [
        "+    next:",
        "+      - {to: pay, when: good, share: 75%}",
        "+      - {to: end, when: bad, share: 25%}",
    ] == rewritten(process)


def test_a_written_way_follows_when_its_step_goes():
    text = "process: p\nsteps:\n  - {id: a, next: b}\n  - {id: b}\n  - {id: c}\n"
    before = document(text).process
    steps = (replace(before.steps[0], flows=(Flow("c"),)), before.steps[2])

    assert ["-  - {id: a, next: b}", "-  - {id: b}", "+  - {id: a, next: c}"] == rewritten(
        replace(before, steps=steps), text
    )


def test_an_id_made_from_a_name_stays_when_the_name_changes():
    process = with_step(document().process, "take-the-claim", name="Receive the claim")

    assert [
        "-  - name: Take the claim   # the door",
        "+  - name: Receive the claim   # the door",
        "+    id: take-the-claim",
    ] == rewritten(process)


def test_a_made_id_stays_when_its_namesake_goes():
    text = "process: p\nsteps:\n  - name: Check\n  - name: Check\n"
    before = document(text).process

    assert ["-  - name: Check", "+    id: check-2"] == rewritten(replace(before, steps=before.steps[1:]), text)


def test_a_plan_is_appended_and_its_result_set_later():
    plan = Plan("Ask why", changes=(Drop("file", because="Nobody reads it."),))
    once = rewrite(document(), replace(document().process, plans=(plan,)))
    later = replace(plan, result="kept", lesson="It went.")
    second = Plan("Ask what", on=date(2026, 1, 1))
    twice = rewrite(document(once), replace(document().process, plans=(later, second)))

    assert [
        "+",
        "+plans:",
        "+  - name: Ask why",
        "+    changes: [{drop: file, because: Nobody reads it.}]",
    ] == changed(UNTIDY, once)
    assert [
        "+    result: kept",
        "+    lesson: It went.",
        "+  - name: Ask what",
        "+    on: 2026-01-01",
    ] == changed(once, twice)


@pytest.mark.parametrize("nothing", ["", " []", " ~"])
def test_a_comment_beside_a_key_stays_there_when_its_list_gets_entries(nothing):
    empty = document(f"process: P\nplans:{nothing}   # none yet\nsteps: [{{name: A}}]\n")
    asked = replace(empty.process, plans=(Plan("Ask", result="kept"),))

    assert "plans:   # none yet\n  - name: Ask\n    result: kept\nsteps:" in rewrite(empty, asked)


def test_roles_kpis_and_acceptances_change_like_steps():
    before = document().process
    acceptance = Acceptance("why-missing", "file", "The bank asks.", date(2027, 1, 1))
    process = replace(
        before,
        roles=(before.roles[0], replace(before.roles[1], why=None, skills=("sign",)), Role("bot", "Bot", "system")),
        kpis=(replace(before.kpis[0], reviewed=date(2026, 1, 1)), Kpi("Cost", steps=("pay",))),
        accepted=(acceptance,),
        reviewed=date(2026, 9, 1),
    )

    assert [
        "+reviewed: 2026-09-01",
        '-        why: "Decides."',
        "+        skills: [sign]",
        "+    bot: {name: Bot, kind: system}",
        "-accepted: {}",
        "+    reviewed: 2026-01-01",
        "+  - name: Cost",
        "+    steps: [pay]",
        "+accepted:",
        "+  why-missing@file: {because: The bank asks., until: 2027-01-01}",
    ] == rewritten(process)


def test_windows_line_ends_stay():
    text = "process: p\r\nsteps:\r\n  - name: A\r\n  - name: B\r\n"
    process = with_step(document(text).process, "a", why="x")

    assert "process: p\r\nsteps:\r\n  - name: A\r\n    why: x\r\n  - name: B\r\n" == rewrite(document(text), process)


def test_a_file_without_a_last_line_end_gets_none():
    text = "process: p\nsteps: [{name: A}]\nwhy: x"

    assert "process: p\nsteps: [{name: A}]" == rewrite(document(text), replace(document(text).process, why=None))


def test_aliases_are_refused_rather_than_changed_in_two_places():
    text = (
        "process: p\nsteps:\n  - &a {id: a, informs: [x]}\n  - id: b\n    informs: &i [y]\n  - id: c\n    informs: *i\n"
    )

    with pytest.raises(OutputError, match=r"refund.yml is written in a way"):
        rewrite(document(text), with_step(document(text).process, "b", informs=("z",)))


@given(processes(), st.data())
def test_any_file_can_become_any_other_process(process, data):
    other = data.draw(processes())
    mixed = replace(other, steps=data.draw(st.permutations([*process.steps[:2], *other.steps])))
    ids = [step.id for step in mixed.steps]
    known = {*ids, END}
    steps = [replace(s, flows=tuple(Flow(f.to, f.when) for f in s.flows if f.to in known)) for s in mixed.steps]
    mixed = replace(mixed, steps=tuple({step.id: step for step in steps}.values()))
    before = loads(dumps(process), today=TODAY)

    assert mixed == loads(rewrite(before, mixed), today=TODAY).process
