"""Assign, release, add, move, parallel, merge and edit; what fits, and what is refused in words."""

import re
from time import process_time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from flowtrim.changes import apply, apply_plan, describe
from flowtrim.errors import ChangeError
from flowtrim.model import (
    END,
    Add,
    Assign,
    Drop,
    Edit,
    Flow,
    Kpi,
    Merge,
    Move,
    Parallel,
    Process,
    Release,
    Role,
    Start,
    Step,
)
from tests.changes.checks import defects, flows_of, visits
from tests.processes import processes, structured_processes


def step(step_id, *ways, split="one", join="any", **fields):
    flows = tuple(way if isinstance(way, Flow) else Flow(way) for way in ways)
    return Step(step_id, step_id.title(), flows=flows, split=split, join=join, **fields)


def row(*ids, **fields):
    return Process("P", tuple(step(one, *ids[n + 1 : n + 2], **fields) for n, one in enumerate(ids)))


def refused(process, change):
    with pytest.raises(ChangeError) as caught:
        apply(process, change)
    return str(caught.value)


# ---- assign and release -----------------------------------------------------------------------------


def test_a_step_is_given_to_another_role_by_its_name():
    process = Process("P", (step("a", owner="boss"),), roles=(Role("agent", "Care agent"),))

    assert "agent" == apply(process, Assign("a", "Care agent")).step("a").owner


def test_a_step_may_go_to_a_role_that_was_never_declared():
    assert "intern" == apply(row("a", owner="boss"), Assign("a", "intern")).step("a").owner


def test_a_gateway_is_given_to_nobody():
    process = Process("P", (step("a", "g"), step("g", kind="gateway")))

    assert "Cannot assign 'g' to 'x': it is not work, so nobody can perform it." == refused(process, Assign("g", "x"))


def test_a_role_leaves_and_its_heir_takes_all_it_did_and_answered_for():
    process = Process(
        "P",
        (step("a", owner="boss", accountable="boss", consults=("boss", "x"), informs=("boss",)),),
        roles=(Role("boss", "The Boss"), Role("x", "X")),
        owner="boss",
    )
    after = apply(process, Release("boss", to="x"))
    left = after.step("a")

    assert ("x", "x", ("x",), ()) == (left.owner, left.accountable, left.consults, left.informs)
    assert (("x",), "x") == (tuple(role.id for role in after.roles), after.owner)


def test_a_role_with_work_does_not_leave_without_an_heir():
    expected = "Cannot release 'boss': it still performs 'a', 'b', and nobody is named to take over."

    assert expected == refused(row("a", "b", owner="boss"), Release("boss"))


def test_a_role_with_nothing_to_do_just_leaves():
    process = Process("P", (step("a", owner="x", informs=("boss",)),), roles=(Role("boss", "B"),))
    after = apply(process, Release("boss"))

    assert ((), ()) == (after.roles, after.step("a").informs)


def test_a_role_that_is_not_there_cannot_leave():
    assert "Did you mean 'boss'?" in refused(row("a", owner="boss"), Release("bos"))


def test_a_role_is_not_its_own_heir():
    assert "a role cannot hand its work to itself" in refused(row("a", owner="boss"), Release("boss", to="boss"))


# ---- add --------------------------------------------------------------------------------------------


def test_a_new_step_takes_over_the_ways_of_the_one_before():
    ways = (Flow("b", "yes", 0.5), Flow(END, "no", 0.5))
    after = apply(Process("P", (step("a", *ways), step("b"))), Add(step("n"), after="a"))

    assert (ways, ["n"]) == (after.step("n").flows, flows_of(after)["a"])
    assert ["a", "n", "b"] == [one.id for one in after.steps]


def test_a_new_step_before_a_join_waits_in_its_stead():
    process = Process("P", (step("a", "b", "c", split="all"), step("b", "d"), step("c", "d"), step("d", join="all")))
    after = apply(process, Add(step("n"), before="d"))

    assert ("all", "any") == (after.step("n").join, after.step("d").join)
    assert {"a": ["b", "c"], "b": ["n"], "c": ["n"], "n": ["d"], "d": []} == flows_of(after)


def test_a_new_step_before_the_first_one_becomes_the_start():
    after = apply(row("a", "b"), Add(step("n"), before="a"))

    assert ("n", ()) == (after.steps[0].id, after.starts)


def test_a_new_step_stands_on_one_way_between_two():
    process = Process("P", (step("a", Flow("b", "yes", 0.7), Flow("c", "no", 0.3)), step("b"), step("c")))
    after = apply(process, Add(step("n"), after="a", before="c"))

    assert (Flow("b", "yes", 0.7), Flow("n", "no", 0.3)) == after.step("a").flows
    assert ["c"] == flows_of(after)["n"]


def test_a_new_step_without_a_place_stands_alone():
    assert {"a": [], "n": []} == flows_of(apply(row("a"), Add(step("n"))))


def test_a_new_step_needs_a_new_id():
    assert "Cannot add 'a' after 'b': the id 'a' is not free." == refused(row("a", "b"), Add(step("a"), after="b"))


def test_no_way_no_place_on_it():
    assert "no way leads from 'b' to 'a'" in refused(row("a", "b"), Add(step("n"), after="b", before="a"))


def test_an_empty_process_can_be_begun():
    assert ["n"] == [one.id for one in apply(Process("P"), Add(step("n"))).steps]


# ---- move -------------------------------------------------------------------------------------------


def test_a_step_moves_down_the_line():
    after = apply(row("a", "b", "c", "d"), Move("b", after="c"))

    assert {"a": ["c"], "c": ["b"], "b": ["d"], "d": []} == flows_of(after)
    assert ["a", "c", "b", "d"] == [one.id for one in after.steps]


def test_a_step_moves_to_the_very_front():
    after = apply(row("a", "b", "c"), Move("c", before="a"))

    assert ({"c": ["a"], "a": ["b"], "b": []}, ()) == (flows_of(after), after.starts)


def test_what_speaks_of_a_step_still_does_after_it_moved():
    process = Process("P", row("a", "b", "c").steps, separate=(("a", "b"),), kpis=(Kpi("k", steps=("b",)),))
    after = apply(process, Move("b", after="c"))

    assert ((("a", "b"),), ("b",)) == (after.separate, after.kpis[0].steps)


def test_a_check_takes_its_way_out_along():
    checks = (
        step("a", Flow("b", "fine", 0.8), Flow("no", "bad", 0.2)),
        step("b", Flow("ok", "fine", 0.9), Flow("no", "bad", 0.1)),
    )
    process = Process("P", (step("s", "a"), *checks, step("ok"), step("no")))
    after = apply(process, Move("b", before="a"))

    assert (Flow("a", "fine", 0.9), Flow("no", "bad", 0.1)) == after.step("b").flows
    assert (Flow("ok", "fine", 0.8), Flow("no", "bad", 0.2)) == after.step("a").flows
    assert after == apply(process, Move("a", after="b"))


def test_a_decision_is_not_torn_from_its_branches():
    process = Process("P", (step("a", "b"), step("b", "c", "d"), step("c"), step("d")))

    assert "torn" in refused(process, Move("b", before="a"))


def test_a_step_does_not_move_before_what_it_needs():
    process = Process("P", (step("a", "b", outputs=("x",)), step("b", "c", inputs=("x",)), step("c")))
    expected = "Cannot move 'b' before 'a': 'b' needs 'x' from 'a', and would come to stand before it."

    assert expected == refused(process, Move("b", before="a"))


def test_a_step_moves_before_one_maker_when_another_one_still_comes_first():
    steps = (step("a", "b", outputs=("x",)), step("b", "c", outputs=("x",)), step("c", inputs=("x",)))

    assert ["c"] == flows_of(apply(Process("P", steps), Move("c", before="b")))["a"]


def test_a_move_needs_a_place_other_than_its_own():
    assert "not said where" in refused(row("a", "b"), Move("a"))
    assert "not said where" in refused(row("a", "b"), Move("a", after="a"))


# ---- parallel ---------------------------------------------------------------------------------------


def test_steps_in_a_row_become_branches_between_their_neighbours():
    after = apply(row("a", "b", "c", "d"), Parallel(("c", "b")))

    assert {"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []} == flows_of(after)
    assert ("all", "all") == (after.step("a").split, after.step("d").join)


def test_steps_at_both_ends_get_a_gateway_to_part_and_simply_end():
    after = apply(row("a", "b"), Parallel(("a", "b")))

    assert ({"a-split": ["a", "b"], "a": [], "b": []}, ()) == (flows_of(after), after.starts)


def test_a_choice_after_the_section_waits_for_all_branches():
    process = Process("P", (step("s", "a"), step("a", "b"), step("b", "c", "d"), step("c"), step("d")))
    after = apply(process, Parallel(("a", "b")))

    assert (["c", "d"], "all", "one") == (
        flows_of(after)["b-join"],
        after.step("b-join").join,
        after.step("b-join").split,
    )


def test_steps_that_need_each_other_do_not_run_at_the_same_time():
    process = Process("P", (step("a", "b", outputs=("x",)), step("b", inputs=("x",))))

    assert "Cannot let 'a', 'b' run in parallel: 'b' needs 'x' from 'a'." == refused(process, Parallel(("a", "b")))


@pytest.mark.parametrize("steps", [("a", "c"), ("a",), ("a", "a"), ("b", "d")])
def test_only_neighbours_run_at_the_same_time(steps):
    assert "Cannot let" in refused(row("a", "b", "c", "d"), Parallel(steps))


# ---- merge ------------------------------------------------------------------------------------------


def test_neighbours_become_one_step_with_the_sum_of_their_work():
    process = Process(
        "P",
        (
            step("a", "b", owner="x", takes=3.0, waits=1.0, why="One.", outputs=("p",)),
            step("b", "c", owner="x", takes=4.0, why="Two.", inputs=("p", "q"), outputs=("r",)),
            step("c", inputs=("r",), owner="x"),
        ),
        separate=(("b", "c"),), kpis=(Kpi("k", steps=("a", "b")),),
    )  # fmt: skip
    after = apply(process, Merge(("b", "a"), {"id": "ab", "name": "Do both"}))
    whole = after.step("ab")

    assert ("Do both", "x", 7.0, 1.0, "One. Two.") == (whole.name, whole.owner, whole.takes, whole.waits, whole.why)
    assert (("q",), ("r",)) == (whole.inputs, whole.outputs)
    assert {"ab": ["c"], "c": []} == flows_of(after)
    assert ((("ab", "c"),), ("ab",)) == (after.separate, after.kpis[0].steps)


def test_an_unknown_time_takes_nothing_from_a_known_one():
    process = Process("P", (step("a", "b", takes=3.0), step("b")))

    assert 3.0 == apply(process, Merge(("a", "b"))).step("a").takes


def test_a_loop_within_a_merge_repeats_the_whole():
    process = Process("P", (step("a", "b"), step("b", Flow("a", share=0.2), Flow("c", share=0.8)), step("c")))
    after = apply(process, Merge(("a", "b")))

    assert {"a": ["a", "c"], "c": []} == flows_of(after)
    assert 1.25 == pytest.approx(visits(after)["a"])


def test_two_checks_in_a_row_become_one_that_refuses_as_often():
    process = Process(
        "P",
        (
            step("a", Flow("b", share=0.8), Flow(END, share=0.2)),
            step("b", Flow("c", share=0.9), Flow(END, share=0.1)),
            step("c"),
        ),
    )
    after = apply(process, Merge(("a", "b")))

    assert (Flow("c", share=0.72), Flow(END, share=0.28)) == after.step("a").flows


def test_branches_that_part_and_meet_together_become_one_step():
    process = Process("P", (step("a", "b", "c", split="all"), step("b", "d"), step("c", "d"), step("d", join="all")))
    after = apply(process, Merge(("b", "c")))

    assert {"a": ["b"], "b": ["d"], "d": []} == flows_of(after)
    assert ("one", "any") == (after.step("a").split, after.step("d").join)


def test_different_skills_leave_the_merged_step_with_its_owner():
    process = Process("P", (step("a", "b", skill="care"), step("b", skill="credit")))

    assert None is apply(process, Merge(("a", "b"))).step("a").skill


@pytest.mark.parametrize(
    ("merge", "reason"),
    [
        (Merge(("a", "c"), {"owner": "x"}), "do not stand next to each other; move them first"),
        (Merge(("a",)), "at least two"),
        (Merge(("a", "b")), "the separation of duties forbids"),
        (Merge(("b", "c")), "different owners"),
        (Merge(("b", "c"), {"id": "d", "owner": "x"}), "the id 'd' is not free"),
        (Merge(("b", "c"), {"nme": "d"}), "there is no field 'nme'. Did you mean 'name'?"),
        (Merge(("a", "z")), "there is no step 'z'"),
    ],
)
def test_a_merge_that_does_not_fit_says_why(merge, reason):
    steps = (step("a", "b", owner="x"), step("b", "c", owner="x"), step("c", "d", owner="y"), step("d"))

    assert reason in refused(Process("P", steps, separate=(("a", "b"),)), merge)


# ---- edit -------------------------------------------------------------------------------------------


def test_fields_are_set():
    edited = apply(row("a"), Edit("a", {"takes": 2.0, "why": "Because."})).step("a")

    assert (2.0, "Because.") == (edited.takes, edited.why)


def test_a_new_id_is_followed_by_all_that_speaks_of_it():
    steps = (step("a", Flow("b", share=0.5), Flow("a", share=0.5)), step("b", "a"))
    process = Process("P", steps, starts=(Start("a"),), separate=(("a", "b"),))
    after = apply(process, Edit("a", {"id": "z"}))

    assert {"z": ["b", "z"], "b": ["z"]} == flows_of(after)
    assert ((Start("z"),), (("z", "b"),)) == (after.starts, after.separate)


def test_the_process_itself_is_edited_under_no_name():
    after = apply(row("a", "b"), Edit("", {"why": "New.", "order": ("b", "a"), "starts": (Start("a"),)}))

    assert ("New.", ["b", "a"], (Start("a"),)) == (after.why, [one.id for one in after.steps], after.starts)


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (Edit("a", {"takse": 1.0}), "there is no field 'takse'. Did you mean 'takes'?"),
        (Edit("a", {"id": "b"}), "the id 'b' is not free"),
        (Edit("a", {"id": "end"}), "the id 'end' is not free"),
        (Edit("a", {"name": " "}), "needs a name"),
        (Edit("a", {"flows": (Flow("z"),)}), "there is no step 'z'"),
        (Edit("a", {"flows": (Flow("b"), Flow("b")), "split": "all"}), "lead to the same step"),
        (Edit("a", {"flows": (Flow("b", share=0.5), Flow("end", share=0.6))}), "add up"),
        (Edit("a", {"flows": (Flow("b", share=1.5), Flow("end"))}), "between 0 and 1"),
        (Edit("", {"steps": ()}), "there is no field 'steps'"),
        (Edit("", {"order": ("a",)}), "every step once"),
        (Edit("", {"starts": (Start("z"),)}), "there is no step 'z'"),
    ],
)
def test_an_edit_that_does_not_fit_says_why(edit, reason):
    assert reason in refused(row("a", "b"), edit)


# ---- plans ------------------------------------------------------------------------------------------


def test_a_plan_that_no_longer_fits_says_which_change_fails():
    expected = "Change 2 of the plan fails. Cannot drop 'b': there is no step 'b'."

    with pytest.raises(ChangeError, match=re.escape(expected)):
        apply_plan(row("a", "b", "c"), (Drop("b"), Drop("b")))


def test_every_change_has_words():
    changes = (
        Drop("a"), Assign("a", "x"), Merge(("a", "b")), Move("a", after="b"), Parallel(("a", "b")),
        Edit("a", {"why": ""}), Edit("", {"why": ""}), Add(step("a"), before="b"), Release("x"), Release("x", to="y"),
    )  # fmt: skip
    expected = [
        "drop 'a'", "assign 'a' to 'x'", "merge 'a', 'b'", "move 'a' after 'b'", "let 'a', 'b' run in parallel",
        "edit 'a' (why)", "edit the process (why)", "add 'a' before 'b'", "release 'x'",
        "release 'x' and give its work to 'y'",
    ]  # fmt: skip

    assert expected == list(map(describe, changes))


@st.composite
def changes(draw, process):
    ids = st.sampled_from([one.id for one in process.steps])
    places = st.sampled_from([{"after": draw(ids)}, {"before": draw(ids)}, {"after": draw(ids), "before": draw(ids)}])
    verb = draw(st.sampled_from(("drop", "assign", "merge", "move", "parallel", "edit", "add", "release")))
    pair = (draw(ids), draw(ids))
    return {
        "drop": Drop(pair[0]),
        "assign": Assign(pair[0], "clerk"),
        "merge": Merge(pair, {"owner": "clerk"}),
        "move": Move(pair[0], **draw(places)),
        "parallel": Parallel(pair),
        "edit": Edit(pair[0], {"id": "new", "why": "x"}),
        "add": Add(Step("fresh", "Fresh"), **draw(places)),
        "release": Release("clerk", to="boss"),
    }[verb]


@given(processes(min_steps=2), st.data())
def test_no_plan_yields_an_invalid_process_or_a_flow_into_nothing(process, data):
    plan, folded = [], process
    for _ in range(4):
        change = data.draw(changes(process))
        try:
            folded = apply(folded, change)
        except ChangeError:
            continue
        plan.append(change)

        assert [] == defects(folded)

    assert folded == apply_plan(process, plan)


@given(structured_processes(), st.data())
def test_moving_adding_and_merging_keep_the_visits_of_the_others(process, data):
    ids = [one.id for one in process.work]
    touched = data.draw(st.sampled_from(ids)), data.draw(st.sampled_from(ids))
    change = data.draw(
        st.sampled_from(
            (
                Move(touched[0], after=touched[1]),
                Merge(touched, {"owner": "x"}),
                Add(Step("fresh", "F"), before=touched[0]),
            )
        )
    )
    assume(not isinstance(change, Move) or len(process.step(touched[0]).flows) == 1)
    try:
        after = apply(process, change)
    except ChangeError:
        assume(False)
    was, now = visits(process), visits(after)
    others = [one.id for one in after.work if one.id in was and one.id not in touched]

    assert [now[one] for one in others] == pytest.approx([was[one] for one in others])


def test_a_plan_of_six_thousand_moves_takes_seconds():
    process = row(*(f"s{number}" for number in range(6_000)))
    moves = [Move(f"s{n}", after=f"s{n * 7 % 6_000}") for n in range(1, 6_000) if n * 7 % 6_000 != n]

    begun = process_time()
    after = apply_plan(process, moves)

    assert 6_000 == len(after.steps)
    assert process_time() - begun < 10
