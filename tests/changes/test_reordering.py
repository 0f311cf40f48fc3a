"""Where a step comes to stand, what it takes along, and which steps can run at the same time."""

import pytest

from flowtrim.changes import Trial, apply
from flowtrim.changes.verbs.reordering import _check_objects, chain_of
from flowtrim.changes.working_copy import Draft
from flowtrim.errors import ChangeError
from flowtrim.model import END, Add, Flow, Move, Parallel, Process, Start, Step
from tests.changes.checks import flows_of


def step(step_id, *ways, **fields):
    flows = tuple(way if isinstance(way, Flow) else Flow(way) for way in ways)
    return Step(step_id, step_id.title(), flows=flows, **fields)


def changed(steps, change, **fields):
    return apply(Process("P", steps, **fields), change)


def reason(steps, change, **fields):
    with pytest.raises(ChangeError) as caught:
        changed(steps, change, **fields)
    return str(caught.value)


ROW = step("a", "b"), step("b", "c"), step("c", "d"), step("d")


# ---- at the same time -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("steps", "chosen", "flows"),
    [
        (ROW, "bcd", {"a": ["b", "c", "d"], "b": [], "c": [], "d": []}),
        (ROW, "dcb", {"a": ["b", "c", "d"], "b": [], "c": [], "d": []}),
        (ROW, "abc", {"a-split": ["a", "b", "c"], "a": ["d"], "b": ["d"], "c": ["d"], "d": []}),
        # something else leads to the first, or the one before has other ways: a gateway parts them
        ((step("x", "b"), *ROW), "bc",
         {"x": ["b-split"], "a": ["b-split"], "b-split": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}),
        ((step("a", "b", "d"), *ROW[1:]), "bc",
         {"a": ["b-split", "d"], "b-split": ["b", "c"], "b": ["c-join"], "c": ["c-join"], "c-join": ["d"], "d": []}),
        # what follows is entered from elsewhere: a gateway waits for them
        ((*ROW, step("x", "d")), "bc",
         {"a": ["b", "c"], "b": ["c-join"], "c": ["c-join"], "c-join": ["d"], "d": [], "x": ["d"]}),
        # they lead back to the one before
        ((step("a", "b"), step("b", "c"), step("c", "a")), "bc",
         {"a": ["b", "c"], "b": ["c-join"], "c": ["c-join"], "c-join": ["a"]}),
    ],
)  # fmt: skip
def test_steps_that_follow_each_other_become_branches(steps, chosen, flows):
    after = changed(steps, Parallel(tuple(chosen)), starts=(Start(steps[0].id),))
    assert flows == flows_of(after)
    parting = [one for one in after.steps if one.split == "all"]
    meeting = [one for one in after.steps if one.join == "all"]
    assert (1, 0 if flows.get("d") == flows.get("b") else 1) == (len(parting), len(meeting))


def test_where_cases_begin_at_the_first_of_them_they_begin_at_what_parts_them():
    after = changed(ROW, Parallel(("b", "c")), starts=(Start("a", 0.5), Start("b", 0.5)))

    assert (Start("a", 0.5), Start("b-split", 0.5)) == after.starts
    assert ["a", "b-split", "b", "c", "d"] == [one.id for one in after.steps]


def test_what_parts_them_waits_as_the_first_did_and_what_joins_them_chooses_as_the_last():
    steps = (
        step("s", "a", "x", split="all"),
        step("x", "b"),
        step("a", "b"),
        step("b", "c", join="all"),
        step("c", "d", END),
    )
    after = changed((*steps, step("d")), Parallel(("b", "c")))

    assert ("all", "any", "one") == (
        after.step("b-split").join, after.step("b").join, after.step("c-join").split,
    )  # fmt: skip
    assert ["s", "x", "a", "b-split", "b", "c", "c-join", "d"] == [one.id for one in after.steps]


@pytest.mark.parametrize(
    ("steps", "chosen", "why"),
    [
        (ROW, "b", "it takes at least two steps"),
        (ROW, "bb", "it takes at least two steps"),
        (ROW, "ac", "the steps do not follow each other directly"),
        (ROW, "abd", "the steps do not follow each other directly"),
        ((*ROW, step("x", "c")), "bc", "the steps do not follow each other directly"),
        (
            (step("a", "b"), step("b", "c", "d"), step("c"), step("d")),
            "bc",
            "the steps do not follow each other directly",
        ),
        ((step("a", "b"), step("b", "a")), "ab", "the steps do not follow each other directly"),
        ((step("a", "b", outputs=("x",)), step("b", "c"), step("c", inputs=("x",))), "abc", "'c' needs 'x' from 'a'"),
        ((step("a", "b", outputs=("x", "w")), step("b", inputs=("x", "w"))), "ab", "'b' needs 'w' from 'a'"),
    ],
)
def test_what_does_not_follow_each_other_or_needs_each_other_stays(steps, chosen, why):
    assert why in reason(steps, Parallel(tuple(chosen)))


def test_a_step_at_which_cases_begin_does_not_follow_the_one_before():
    assert "do not follow" in reason(ROW, Parallel(("b", "c")), starts=(Start("a", 0.5), Start("c", 0.5)))


def test_one_needs_nothing_from_what_follows_it():
    steps = step("a", "b", inputs=("x",)), step("b", outputs=("x",))

    assert {"a-split": ["a", "b"], "a": [], "b": []} == flows_of(changed(steps, Parallel(("a", "b"))))


# ---- another place ----------------------------------------------------------------------------------

CHECKS = (
    step("s", "a"), step("a", Flow("b", "fine", 0.8), Flow("no", "bad", 0.2)),
    step("b", Flow("ok", "fine", 0.9), Flow("no", "bad", 0.1)), step("ok", "z"), step("no"), step("z"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (Move("b", before="a"), {"s": ["b"], "b": ["a", "no"], "a": ["ok", "no"]}),
        (Move("a", after="b"), {"s": ["b"], "b": ["a", "no"], "a": ["ok", "no"]}),
        (Move("s", after="a", before="b"), {"a": ["s", "no"], "s": ["b"], "b": ["ok", "no"]}),
        (Move("ok", after="z"), {"b": ["z", "no"], "z": ["ok"], "ok": []}),
        (Move("z", before="ok"), {"b": ["z", "no"], "z": ["ok"], "ok": []}),
        (Move("s", after="ok", before="z"), {"ok": ["s"], "s": ["z"]}),
    ],
)
def test_a_step_moves_and_a_check_takes_its_exits_along(change, expected):
    flows = flows_of(changed(CHECKS, change, starts=(Start("s"),)))

    assert expected == {each: flows[each] for each in expected}


@pytest.mark.parametrize(
    ("steps", "change", "why"),
    [
        (ROW, Move("a"), "it is not said where to"),
        (ROW, Move("a", after="a"), "it is not said where to"),
        (ROW, Move("a", after="b", before="a"), "it is not said where to"),
        (ROW, Move("a", after="x"), "there is no step 'x'"),
        (ROW, Move("d", after="a", before="c"), "no way leads from 'a' to 'c'"),
        (CHECKS, Move("a", before="ok"), "torn from what decides"),
        (CHECKS, Move("b", after="s"), "torn from what decides"),
        ((step("a", "b"), step("b", "c", "d", split="all"), step("c"), step("d")), Move("b", before="a"), "torn"),
        ((step("a", Flow("b"), END), step("b", Flow("c"), Flow("d"), END), step("c"), step("d")), Move("a", after="b"),
         "it is not clear which way on from 'b'"),
        ((step("a", "b"), step("b", "c", outputs=("x",)), step("c", inputs=("x",))), Move("b", after="c"),
         "'c' needs 'x' from 'b'"),
        ((step("a", "b"), step("b", "c", outputs=("x",)), step("c", inputs=("x",))), Move("c", before="b"),
         "'c' needs 'x' from 'b'"),
        ((step("a", "b", outputs=("x",)), step("b", "c"), step("c", "d", inputs=("x",)), step("d")), Move("a", after="c"),
         "'c' needs 'x' from 'a'"),
    ],
)  # fmt: skip
def test_a_move_that_does_not_fit_says_why(steps, change, why):
    assert why in reason(steps, change)


@pytest.mark.parametrize("change", [Move("a", after="b"), Move("c", before="b"), Move("b", after="c")])
def test_what_is_needed_may_come_from_further_off_or_from_another_maker(change):
    steps = (
        step("m", "a", outputs=("x",)), step("a", "b", outputs=("x",)), step("b", "c", inputs=("x",)),
        step("c", "d", inputs=("x",)), step("d"),
    )  # fmt: skip

    assert len(steps) == len(changed(steps, change).steps)


# ---- a new step -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("steps", "change", "flows"),
    [
        (ROW[2:], Add(step("n"), after="c"), {"c": ["n"], "n": ["d"], "d": []}),
        (ROW[2:], Add(step("n", "c"), after="c"), {"c": ["n"], "n": ["c"], "d": []}),
        (ROW[2:], Add(step("n"), before="d"), {"c": ["n"], "n": ["d"], "d": []}),
        (ROW[2:], Add(step("n", END), before="d"), {"c": ["n"], "n": [END], "d": []}),
        (ROW[2:], Add(step("n"), after="c", before="d"), {"c": ["n"], "n": ["d"], "d": []}),
        (ROW[2:], Add(step("n", "n", "d"), after="c", before="d"), {"c": ["n"], "n": ["n", "d"], "d": []}),
        ((step("c", END, "d"), step("d")), Add(step("n"), after="c", before=END), {"c": ["n", "d"], "n": [], "d": []}),
        (ROW[2:], Add(step("n", "c")), {"c": ["d"], "d": [], "n": ["c"]}),
    ],
)
def test_a_new_step_stands_where_it_is_said(steps, change, flows):
    after = changed(steps, change, starts=(Start("c"),))

    assert flows == flows_of(after)
    assert list(flows) == [one.id for one in after.steps]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (Add(step("n", "x")), "there is no step 'x'"),
        (Add(step("n"), after="x"), "there is no step 'x'"),
        (Add(step("n"), before="x"), "there is no step 'x'"),
        (Add(step("n"), after="a", before="x"), "there is no step 'x'"),
        (Add(step("n"), after="a", before="c"), "no way leads from 'a' to 'c'"),
        (Add(step("n"), after="a", before=END), "no way leads from 'a' to 'end'"),
        (Add(step(END)), "the id 'end' is not free"),
    ],
)
def test_a_new_step_that_does_not_fit_says_why(change, why):
    assert why in reason(ROW, change)


@pytest.mark.parametrize(("sources", "joins"), [(("a",), ("any", "all")), (("a", "b"), ("all", "any"))])
def test_what_waited_for_several_waits_at_the_new_step_before_it(sources, joins):
    steps = (
        step("s", "a", "b", split="all"),
        *(step(each, "t" if each in sources else END) for each in "ab"),
        step("t", join="all"),
    )
    after = changed(steps, Add(step("n"), before="t"))

    assert joins == (after.step("n").join, after.step("t").join)


# ---- all of a branch --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("steps", "whole"),
    [
        ((step("s", "a", "t"), step("a", "t"), step("t")), True),
        ((step("s", "a", END), step("a")), True),
        ((step("s", "a", "t"), step("a"), step("t")), True),
        ((step("s", "a", "b"), step("a", "b"), step("b", "t"), step("t")), True),
        ((step("s", "a", "b", split="some"), step("a", "t"), step("b", "t"), step("t")), True),
        ((step("s", "a", "b", split="all"), step("a", "t"), step("b", "t"), step("t")), False),
        ((step("s", "a"), step("a", "t"), step("t")), False),
        ((step("s", "a", "t"), step("a", "b"), step("b", "t"), step("t")), False),
        ((step("s", "t"), step("t", "a", END), step("a", "s")), True),
        ((step("s", "t"), step("t", "a", END), step("a", "t")), True),
        ((step("s", "a", "t"), step("a", "a", "t"), step("t")), True),
        ((step("s", "b"), step("b", "a"), step("a", "a", "t"), step("t", "s")), False),
    ],
)
def test_a_step_is_all_of_a_branch_where_what_follows_is_reached_without_it(steps, whole):
    assert whole == (Trial(Process("P", steps)).whole_branch("a") is not None)


def test_a_step_moves_to_the_way_that_ends_the_case():
    steps = step("s", "z"), step("z", "u"), step("u", Flow("s", share=0.5), Flow(END, share=0.5))
    after = changed(steps, Move("z", after="u", before=END), starts=(Start("s"),))

    assert {"s": ["u"], "z": [], "u": ["s", "z"]} == flows_of(after)


@pytest.mark.parametrize(
    ("steps", "chosen", "order"),
    [
        (ROW, "ab", "ab"),
        (ROW, "cb", "bc"),
        (ROW, "dacb", "abcd"),
        (ROW, "aab", "ab"),
        # the last one may go on anywhere, also to where they came from or to several
        ((step("a", "b"), step("b", "c"), step("c", "a")), "bc", "bc"),
        ((step("a", "b"), step("b", "c", END), step("c")), "ab", "ab"),
        ((step("a", "b"), step("b", "b", END)), "ab", None),  # a round comes there as well
        ((step("a", "b"), step("b", "c"), step("c", "b", END)), "bc", None),
        ((step("a", "b"), step("b", "c"), step("c", "a")), "abc", None),  # none is the first
        ((step("a", "c"), step("b", "c"), step("c")), "abc", None),  # two are
        ((step("a", "b", "c"), step("b"), step("c")), "abc", None),
        ((step("a", END), step("b")), "ab", None),
    ],
)  # fmt: skip
def test_a_chain_stands_in_the_order_in_which_its_steps_follow_each_other(steps, chosen, order):
    draft = Draft(Process("P", steps))

    if order is None:
        with pytest.raises(ChangeError, match="the steps do not follow each other directly"):
            chain_of(draft, tuple(chosen))
    else:
        assert order == "".join(one.id for one in chain_of(draft, tuple(chosen)))


@pytest.mark.parametrize("chosen", ["", "a", "aa"])
def test_a_chain_has_two_steps_at_least(chosen):
    with pytest.raises(ChangeError, match="it takes at least two steps"):
        chain_of(Draft(Process("P", ROW)), tuple(chosen))


@pytest.mark.parametrize(
    ("chain", "why"),
    [
        ([step("a", outputs=("x",)), step("b", inputs=("y",))], None),
        ([step("a", inputs=("x",)), step("b", outputs=("x",))], None),  # it is made afterwards
        ([step("a", inputs=("x",), outputs=("x",)), step("b")], None),
        ([step("a", outputs=("x",)), step("b", inputs=("x",))], "'b' needs 'x' from 'a'."),
        ([step("a", outputs=("x", "w")), step("b"), step("c", inputs=("x", "w"))], "'c' needs 'w' from 'a'."),
        ([step("a"), step("b", outputs=("x",)), step("c", inputs=("x",))], "'c' needs 'x' from 'b'."),
    ],
)
def test_what_one_needs_of_another_keeps_them_one_after_the_other(chain, why):
    if why is None:
        _check_objects(chain)
    else:
        with pytest.raises(ChangeError) as caught:
            _check_objects(chain)
        assert why == str(caught.value)
