"""The difference of two processes: fates, and changes that lead from one to the other."""

import time
from collections import Counter
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from flowtrim.changes import apply_plan
from flowtrim.changes.difference.diff import diff
from flowtrim.errors import ChangeError
from flowtrim.formats import dumps, loads
from flowtrim.graph import FlowGraph
from flowtrim.model import (
    Add,
    Assign,
    Deadline,
    Drop,
    Edit,
    Flow,
    Interruption,
    Merge,
    Move,
    Plan,
    Process,
    Release,
    Role,
    Step,
)
from tests.changes.checks import visits
from tests.changes.office_pairs import office_pair
from tests.changes.random_pairs import pair
from tests.processes import processes, structured_processes

STAYING = {"kept": "stays", "moved": "stays"}
DAY = date(2026, 11, 22)


def step(step_id, *ways, **fields):
    fields.setdefault("name", step_id.title())
    flows = tuple(way if isinstance(way, Flow) else Flow(way) for way in ways)
    return Step(step_id, flows=flows, **fields)


def row(*ids, **fields):
    return Process("P", tuple(step(one, *ids[n + 1 : n + 2], **fields) for n, one in enumerate(ids)))


def fates(before, after, plan=()):
    return {one.key: one.fate for one in diff(before, after, plan=plan).steps}


def test_a_process_differs_nowhere_from_itself():
    difference = diff(row("a", "b"), row("a", "b"))

    assert ((), ()) == (difference.changes, difference.process)
    assert {"a": "kept", "b": "kept"} == difference.fates


def test_a_dropped_step_is_one_change():
    assert (Drop("b"),) == diff(row("a", "b", "c"), row("a", "c")).changes


def test_a_new_step_stands_in_its_place():
    (change,) = diff(row("a", "c"), row("a", "b", "c")).changes

    assert ("b", "a") == (change.step.id, change.after)


def test_a_step_with_a_new_id_is_known_by_its_name():
    before, after = row("a", "b", "c"), Process("P", (step("a", "z"), step("z", "c", name="B"), step("c")))
    difference = diff(before, after)

    assert {"a": "kept", "b": "kept", "c": "kept"} == difference.fates
    assert (Edit("b", {"id": "z"}),) == difference.changes


def test_a_step_with_a_new_id_and_a_new_name_is_known_by_its_neighbours():
    before, after = row("a", "b", "c", owner="x"), row("a", "z", "c", owner="x")

    assert {"a": "kept", "b": "kept", "c": "kept"} == fates(before, after)


def test_another_step_by_another_role_in_the_same_place_is_new():
    before = row("a", "b", "c", owner="x")
    after = Process("P", (step("a", "z", owner="x"), step("z", "c", owner="y"), step("c", owner="x")))

    assert {"a": "kept", "b": "dropped", "c": "kept", "z": "new"} == fates(before, after)


def test_two_steps_of_one_name_are_told_apart_by_where_they_stand():
    before = Process("P", (step("a", "b", name="Check"), step("b", name="Check")))
    after = Process("P", (step("x", "y", name="Check"), step("y", name="Check")))
    difference = diff(before, after)

    assert {"a": "kept", "b": "kept"} == difference.fates
    assert (Edit("a", {"id": "x"}), Edit("b", {"id": "y"})) == difference.changes


def test_a_step_in_other_hands_has_moved():
    before, after = row("a", "b", owner="x"), apply_plan(row("a", "b", owner="x"), [Assign("b", "y")])
    moved = diff(before, after, plan=[Assign("b", "y", because="She has the file open.")]).steps[1]

    assert ("moved", "y", False, "She has the file open.") == (moved.fate, moved.to, moved.replaced, moved.because)
    assert (Assign("b", "y"),) == diff(before, after).changes


def test_a_step_in_another_place_has_moved():
    before = row("a", "b", "c", "d")
    difference = diff(before, apply_plan(before, [Move("b", after="d")]))

    assert {"a": "kept", "b": "moved", "c": "kept", "d": "kept"} == difference.fates
    assert difference.steps[1].replaced


def test_a_merge_that_a_plan_tells_is_taken_at_its_word():
    before = row("a", "b", "c", "d", owner="x")
    plan = [Merge(("b", "c"), {"id": "bc", "name": "Both"}, because="One look."), Edit("bc", {"id": "both"})]
    difference = diff(before, apply_plan(before, plan), plan=plan)
    merged = [(one.key, one.to, one.because) for one in difference.steps if one.fate == "merged"]

    assert [("b", "both", "One look."), ("c", "both", "One look.")] == merged


def test_what_a_plan_drops_and_what_it_adds_in_its_place_are_two_steps():
    before = row("a", "b", "c", owner="x")
    plan = Drop("b", because="old"), Add(step("n", owner="x"), after="a", because="new")
    after = apply_plan(before, plan)

    assert {"a": "kept", "b": "kept", "c": "kept"} == fates(before, after)
    assert {"a": "kept", "b": "dropped", "c": "kept", "n": "new"} == fates(before, after, plan)
    assert {"b": "old", "n": "new"} == {
        one.key: one.because for one in diff(before, after, plan=plan).steps if one.because
    }


def test_an_addition_that_a_plan_renames_is_still_new():
    before = row("a", "b", "c", owner="x")
    plan = Add(step("n", owner="x"), after="a"), Edit("n", {"id": "m"}), Edit("b", {"id": "d"}), Drop("d")

    assert {"a": "kept", "b": "dropped", "c": "kept", "m": "new"} == fates(before, apply_plan(before, plan), plan)


def test_a_step_is_followed_through_a_plan_by_its_new_ids():
    before = row("a", "b", "c", "d", "e", owner="x")
    plan = (
        Edit("b", {"id": "i"}, because="clearer"),
        Merge(("i", "c"), {"id": "m", "name": "Both", "owner": "x"}, because="one hand"),
        Edit("m", {"takes": 3.0}, because="measured"),
        Edit("d", {"id": "j"}, because="clearer"),
        Assign("j", "y", because="nearer"),
    )
    told = {one.key: (one.fate, one.to, one.because) for one in diff(before, apply_plan(before, plan), plan=plan).steps}

    assert ("merged", "m", "one hand") == told["b"] == told["c"]
    assert ("moved", "y", "nearer") == told["d"]


def test_what_was_merged_and_then_dropped_is_gone_whatever_is_added():
    before = row("a", "b", "c", "d", owner="x")
    plan = Merge(("b", "c"), {"id": "b"}), Drop("b", because="idle"), Add(step("n", owner="x"), after="a")
    told = {one.key: (one.fate, one.because) for one in diff(before, apply_plan(before, plan), plan=plan).steps}

    assert ("dropped", "idle") == told["b"] == told["c"]
    assert ("new", None) == told["n"]


@pytest.mark.parametrize("target", ["a", "b", "m"])
def test_a_role_whose_step_was_merged_into_that_of_another_is_merged_under_whatever_id(target):
    before = Process("P", (step("a", "b", owner="x"), step("b", "c", owner="y"), step("c", owner="x")))
    plan = (Merge(("a", "b"), {"id": target, "name": "Both", "owner": "x"}),)
    roles = {role.before: (role.fate, role.to) for role in diff(before, apply_plan(before, plan), plan=plan).roles}

    assert {"x": ("kept", None), "y": ("merged", "x")} == roles


def test_what_a_plan_moves_is_what_has_moved():
    before = row("a", "b", "c", "d", owner="x")
    plan = (Move("c", before="b"),)
    after = apply_plan(before, plan)

    assert {"a": "kept", "b": "moved", "c": "kept", "d": "kept"} == fates(before, after)
    assert {"a": "kept", "b": "kept", "c": "moved", "d": "kept"} == fates(before, after, plan)


def test_a_step_that_is_moved_to_where_it_stands_has_not_moved():
    before = row("a", "b", "c", owner="x")
    plan = (Move("b", after="a"),)

    assert {"a": "kept", "b": "kept", "c": "kept"} == fates(before, apply_plan(before, plan), plan)


def test_nothing_has_moved_where_a_step_is_added_in_a_loop():
    before = Process("P", (step("a", "b"), step("b", "c"), step("c", "b", "c", split="all")))
    after = apply_plan(before, [Add(step("n"), after="c")])

    assert {"a": "kept", "b": "kept", "c": "kept", "n": "new"} == fates(before, after)


def test_a_merge_is_found_where_nobody_tells_it():
    before = row("a", "b", "c", "d", owner="x")
    after = Process("P", (step("a", "n", owner="x"), step("n", "d", owner="y"), step("d", owner="x")))

    assert {"a": "kept", "b": "merged", "c": "merged", "d": "kept", "n": "new"} == fates(before, after)


def test_a_step_whose_product_its_neighbour_makes_now_was_merged_into_it():
    before = Process("P", (step("a", "b", outputs=("x",)), step("b", outputs=("y",))))
    after = Process("P", (step("a", outputs=("x", "y")),))

    assert {"a": "kept", "b": "merged"} == fates(before, after)


def test_changed_fields_are_listed_with_both_values():
    (change,) = diff(row("a", takes=3.0), row("a", takes=2.0)).steps[0].fields

    assert ("takes", 3.0, 2.0) == (change.field, change.was, change.now)


def test_the_fate_of_roles_follows_their_steps():
    before = Process(
        "P", (step("a", "b", owner="x"), step("b", "c", owner="y"), step("c", owner="z")),
        roles=(Role("w", "W"), Role("x", "X"), Role("y", "Y"), Role("z", "Z")),
    )  # fmt: skip
    plan = [Release("w"), Release("y", to="x", because="One will do."), Drop("c"), Release("z"), Assign("a", "new")]
    after = apply_plan(before, [*plan, Add(step("n", owner="x"), after="a")])
    found = {one.name: (one.fate, one.to) for one in diff(before, after, plan=plan).roles}

    assert {
        "W": ("dropped", None), "X": ("kept", None), "Y": ("merged", "x"), "Z": ("dropped", None), "new": ("new", None)
    } == found  # fmt: skip


def test_no_changes_lead_to_nothing():
    with pytest.raises(ChangeError, match="without steps"):
        diff(row("a"), Process("P"))


@given(processes(), processes())
def test_applying_the_difference_gives_the_other_process(before, after):
    assume(after.steps or not before.steps)
    assume(after.work or not before.work)

    assert after == apply_plan(before, diff(before, after).changes)


@given(processes(min_steps=2), st.data())
def test_applying_the_difference_of_relatives_gives_the_other_one(process, data):
    steps = list(process.steps)
    place = data.draw(st.integers(0, len(steps) - 1))
    steps[place] = replace(steps[place], owner="buyer", name="Other", takes=1.0)
    after = replace(process, steps=tuple(data.draw(st.permutations(steps))), why="Other.")

    assert after == apply_plan(process, diff(process, after).changes)


@given(processes(min_steps=2), st.data())
def test_the_difference_is_still_the_way_when_it_was_written_into_a_plan_and_read(process, data):
    ways = tuple(map(Flow, data.draw(st.lists(st.sampled_from([one.id for one in process.steps]), max_size=1))))
    steps = [replace(one, flows=ways, split="one") if n == 0 else one for n, one in enumerate(process.steps)]
    after = replace(process, steps=tuple(steps))
    changes = diff(process, after).changes
    (plan,) = loads(dumps(replace(process, plans=(Plan("P", changes=changes),))), today=DAY).process.plans

    assert after == apply_plan(process, plan.changes)


def test_ways_on_are_told_with_how_they_are_chosen():
    shared = (Flow("b", share=0.5), Flow("c", share=0.5))
    (edit,) = diff(*(Process("P", (step("a", *ways), step("b"), step("c"))) for ways in ("bc", shared))).changes

    assert {"flows": shared, "split": "one"} == edit.values


def test_no_changes_lead_to_where_nobody_performs_anything():
    with pytest.raises(ChangeError, match="nobody performs a step any more"):
        diff(row("a"), Process("P", (step("b", kind="gateway"),)))


@given(structured_processes())
def test_the_difference_to_a_renamed_process_is_its_ids(process):
    plan = [Edit(one.id, {"id": f"new-{one.id}"}) for one in process.steps]
    renamed = apply_plan(process, plan)
    difference = diff(process, renamed)

    assert renamed == apply_plan(process, difference.changes)
    assert {"kept"} == {one.fate for one in difference.steps if one.is_work and one.name in _unique(process)}


def _unique(process):
    names = [one.name for one in process.steps]
    return {name for name in names if names.count(name) == 1}


@given(structured_processes())
def test_renaming_ids_changes_no_figure(process):
    renamed = apply_plan(process, [Edit(one.id, {"id": f"new-{one.id}"}) for one in process.steps])
    was = visits(process)

    assert {f"new-{one}": share for one, share in was.items()} == pytest.approx(visits(renamed))
    assert len(FlowGraph(process).work_after) == len(FlowGraph(renamed).work_after)


def test_ten_thousand_steps_are_compared_within_five_seconds():
    before = row(*(f"s{n}" for n in range(10_000)), owner="x")
    kept = [f"s{n}" for n in range(10_000) if n % 3]
    after = row(*(one if n % 5 else f"new{n}" for n, one in enumerate(kept)), owner="y")
    begin = time.process_time()
    difference = diff(before, after)
    spent = time.process_time() - begin

    assert after == apply_plan(before, difference.changes)
    assert 5.0 > spent


def test_two_ways_of_a_choice_may_lead_to_one_step():
    two = Step("a", "A", owner="x", flows=(Flow("b", "none"), Flow("b", "busy"), Flow("c", "mail")))
    one = Step("a", "A", owner="x", flows=(Flow("b", "none"), Flow("c", "mail")))
    rest = (
        Step("b", "B", owner="x", flows=(Flow("d"),)),
        Step("c", "C", owner="x", flows=(Flow("d"),)),
        Step("d", "D", owner="x"),
    )

    for before, after in ((one, two), (two, one)):
        difference = diff(Process("P", (before, *rest)), Process("P", (after, *rest)))

        assert Process("P", (after, *rest)) == apply_plan(difference.before, difference.changes)


def test_a_step_to_which_two_ways_lead_can_go():
    two = Step("a", "A", flows=(Flow("b", "none"), Flow("b", "busy"), Flow("c", "mail")))
    left = apply_plan(Process("P", (two, Step("b", "B", flows=(Flow("c"),)), Step("c", "C"))), [Drop("b")])

    assert [("c", "none"), ("c", "busy"), ("c", "mail")] == [(flow.to, flow.when) for flow in left.step("a").flows]


@pytest.mark.parametrize(
    ("was", "now"), [("Sort mail", "sort Mail"), ("Sort mail", "Sort  mail"), ("SORT", "Sort"), ("Straße", "STRASSE")]
)
def test_a_step_and_its_role_are_the_same_when_only_case_and_blanks_differ(was, now):
    before = Process("P", (Step("a", was, owner="Post Room"), Step("z", "Z", owner="Boss")))
    after = Process("P", (Step("b", now, owner="post room"), Step("z", "Z", owner="Boss")))
    told = diff(before, after)

    assert [("a", "b", "kept"), ("z", "z", "kept")] == [(one.before, one.after, one.fate) for one in told.steps]
    assert ["kept", "kept"] == [role.fate for role in told.roles]
    assert after == apply_plan(before, told.changes)


def told_and_true(source, seeds=120):
    """How often which fate is told of steps with which fate, over so many pairs of a source."""
    counts: Counter[tuple[str, str]] = Counter()
    for seed in range(seeds):
        before, after, fates_by_plan = source(seed)
        found = {one.before: one.fate for one in diff(before, after).steps if one.before}
        counts.update((STAYING.get(found[step], found[step]), fate) for step, fate in fates_by_plan.items())
    return counts


@pytest.mark.parametrize("source", [pair, office_pair])
def test_the_fates_of_random_pairs_are_those_of_their_plans_but_for_one_in_twenty(source):
    counts = told_and_true(source)

    assert sum(count for (told, true), count in counts.items() if told != true) <= 0.05 * counts.total()


def test_most_steps_that_were_split_are_told_so_and_hardly_any_other():
    counts = told_and_true(office_pair)

    assert 0.8 <= counts["split", "split"] / sum(n for (_, true), n in counts.items() if true == "split")
    assert 0.95 <= counts["split", "split"] / sum(n for (told, _), n in counts.items() if told == "split")


def test_one_rename_and_one_drop_are_no_merger():
    before = row("wash", "count", "label", "polish")
    steps = [
        step("s1", "s2", name="Wash"),
        step("s2", "s4", name="Count every engine twice"),
        step("s4", name="Polish"),
    ]
    before = replace(before, steps=tuple(
        replace(one, name="Count the engine") if one.id == "count" else one for one in before.steps
    ))  # fmt: skip

    assert {"wash": "kept", "count": "kept", "label": "dropped", "polish": "kept"} == fates(
        before, Process("P", tuple(steps))
    )


def test_an_id_that_shares_neither_name_nor_owner_proves_nothing():
    before = Process("P", (step("a", name="Create the proposal", owner="x"), step("b", name="Inform all", owner="y")))
    after = Process("P", (step("a", name="Set the time", owner="z"), step("c", name="Inform all", owner="z")))

    difference = diff(before, after)

    assert {"a": "dropped", "b": "moved"} == difference.fates
    assert ("a", "new") == (difference.steps[-1].after, difference.steps[-1].fate)
    assert after == apply_plan(before, difference.changes)


def test_nothing_has_moved_where_only_the_id_of_a_role_changed():
    def led_by(role_id):
        return Process("P", (step("a", owner=role_id),), roles=(Role(role_id, "Team lead"),))

    difference = diff(led_by("lead"), led_by("tl"))

    assert ({"a": "kept"}, ["kept"]) == (difference.fates, [role.fate for role in difference.roles])


def test_of_two_steps_of_one_name_the_one_of_the_same_owner_is_the_same():
    before = Process("P", (Step("a", "List", owner="Team"), Step("o", "Order", owner="Buyer")))
    after = Process(
        "P", (Step("m", "List", owner="Buyer"), Step("n", "List", owner="Team"), Step("o", "Order", owner="Buyer"))
    )

    assert [("a", "n", "kept"), ("o", "o", "kept"), (None, "m", "new")] == [
        (one.before, one.after, one.fate) for one in diff(before, after).steps
    ]


def test_a_step_whose_work_two_new_ones_do_was_split():
    before = row("a", "b", "c", owner="x")
    before = replace(before, steps=tuple(
        replace(one, outputs=("price", "letter"), takes=30.0) if one.id == "b" else one for one in before.steps
    ))  # fmt: skip
    parts = step("p", "q", owner="x", outputs=("price",)), step("q", "c", owner="y", outputs=("letter",))
    after = Process("P", (step("a", "p", owner="x"), *parts, step("c", owner="x")))
    split = next(one for one in diff(before, after).steps if one.before == "b")

    assert ("split", ("p", "q")) == (split.fate, split.into)


def test_a_name_that_stands_in_two_names_now_was_split():
    before = Process("P", (step("a", "b", name="Weigh the lorry and print the ticket"), step("b")))
    after = Process("P", (
        step("m", "n", name="Weigh the lorry"), step("n", "b", name="Print the ticket"), step("b")
    ))  # fmt: skip

    assert "split" == fates(before, after)["a"]


def test_a_step_that_gives_one_of_its_products_to_a_new_one_was_split():
    before = Process("P", (step("a", "b", outputs=("x", "y")), step("b")))
    after = Process("P", (step("a", "n", outputs=("x",)), step("n", "b", outputs=("y",)), step("b")))
    difference = diff(before, after)
    split = difference.steps[0]

    assert ("split", "a", ("a", "n")) == (split.fate, split.after, split.into)
    assert after == apply_plan(before, difference.changes)


def test_a_step_dropped_beside_two_added_ones_of_another_role_was_not_split():
    before = row("a", "b", "c", owner="x")
    new = step("p", "q", owner="y", name="Call the garden"), step("q", "c", owner="z", name="Fold the mirror")
    after = Process("P", (step("a", "p", owner="x"), *new, step("c", owner="x")))

    assert "dropped" == fates(before, after)["b"]


def test_what_a_plan_adds_beside_is_taken_at_its_word_and_splits_nothing():
    before = Process("P", (step("a", "b", outputs=("x", "y")), step("b")))
    plan = Edit("a", {"outputs": ("x",)}), Add(step("n", outputs=("y",)), after="a")

    assert {"a": "kept", "b": "kept", "n": "new"} == fates(before, apply_plan(before, plan), plan)


def test_a_process_without_deadlines_and_interruptions_is_compared_with_one_that_has_them():
    late = Step("a", "A", owner="x", within=(Deadline(60.0, then="b"),), flows=(Flow("c"),))
    others = (Step("b", "B", owner="y"), Step("c", "C", owner="x"), Step("d", "D", owner="x"))
    before = Process("P", steps=(late, *others), anytime=(Interruption("it stops", "d"),))
    after = Process("P", steps=(replace(late, within=()), others[1]))

    assert after == apply_plan(before, diff(before, after).changes)


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        ("Pack and send the parcel", ("Pack the parcel", "Send the parcel")),
        ("Paket packen und versenden", ("Paket packen", "Paket versenden")),
        ("Préparer et envoyer le colis", ("Préparer le colis", "Envoyer le colis")),
        ("荷物を詰めて送る", ("荷物を詰める", "荷物を送る")),
        ("打包并寄出包裹", ("打包包裹", "寄出包裹")),
    ],
)
@pytest.mark.parametrize("ids", [("b", "e"), ("s7", "s8")])
def test_a_step_was_split_whose_name_two_names_share_out_whoever_does_the_second(whole, parts, ids):
    before = Process(
        "P", (step("a", "b", name="Ask", owner="x"), step("b", "c", name=whole, owner="y"), step("c", name="Bill"))
    )
    first, second = ids
    after = Process(
        "P",
        (
            step("a", first, name="Ask", owner="x"),
            step(first, second, name=parts[0], owner="y"),
            step(second, "c", name=parts[1], owner="z"),
            step("c", name="Bill"),
        ),
    )
    fate = next(one for one in diff(before, after).steps if one.before == "b")

    assert ("split", ids) == (fate.fate, fate.into)


def test_other_ids_and_names_of_roles_and_steps_change_nothing_of_the_process_itself():
    before = Process(
        "P",
        (step("a", "b", owner="x", name="Read"), step("b", owner="y", name="Sign")),
        roles=(Role("x", "Clerk", deputy="y", why="One desk knows all."), Role("y", "Boss"), Role("z", "Buyer", kind="customer")),
        customer="z",
        separate=(("a", "b"),),
    )  # fmt: skip
    after = Process(
        "P",
        (step("s1", "s2", owner="k", name="Read"), step("s2", owner="y", name="Sign")),
        roles=(Role("k", "Caseworker", deputy="y", why="One desk knows all."), Role("y", "Boss"), Role("c", "Buyer", kind="customer")),
        customer="c",
        separate=(("s1", "s2"),),
    )  # fmt: skip
    difference = diff(before, after)

    assert () == difference.process
    assert after == apply_plan(before, difference.changes)
    assert ["roles"] == [
        one.field for one in diff(before, replace(after, roles=(*after.roles, Role("n", "New")))).process
    ]
